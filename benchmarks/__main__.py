"""The command: ``python -m benchmarks``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console

from benchmarks import machine, report
from benchmarks.suite import PARTS, Benchmarks, Options
from benchmarks.texts import LANGUAGES

_CORPORA: Final = Path(__file__).parents[2] / "shared" / "corpora"
_QUICK_CHARACTERS: Final = 40_000
_QUICK_PHRASES: Final = 20


def main(
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write all figures into this JSON file.")
    ] = None,
    quick: Annotated[
        bool, typer.Option("--quick", help="One round on a small generated text, to see that all works.")
    ] = False,
    characters: Annotated[int, typer.Option(help="Of the largest text; most tables use a tenth.")] = 20_000_000,
    rounds: Annotated[int, typer.Option(min=1, help="How often each contestant has its turn.")] = 5,
    lang: Annotated[list[str] | None, typer.Option(help="zh or en; both when left out.")] = None,
    only: Annotated[
        list[str] | None, typer.Option(help=f"One of: {', '.join(PARTS)}; may be given again. All when left out.")
    ] = None,
    corpora: Annotated[Path, typer.Option(help="Folder of the real documents.")] = _CORPORA,
    seed: Annotated[int, typer.Option(help="Of all that is shuffled or drawn.")] = 1,
    any_core: Annotated[bool, typer.Option("--any-core", help="Do not bind the run to one core.")] = False,
) -> None:
    """Measure partyspeak and other matchers in turn, print the tables, and judge the goals."""
    langs, parts = _some(lang, LANGUAGES, "--lang"), _some(only, PARTS, "--only")
    if quick:
        options = Options(_QUICK_CHARACTERS, 1, seed, _QUICK_PHRASES, langs, parts, quick=True)
    else:
        options = Options(characters, rounds, seed, None, langs, parts, quick=False)
    if not any_core and not quick:
        machine.keep_to_one_core()
    benchmarks = Benchmarks(options, corpora, Console(stderr=True))
    benchmarks.run()
    report.show(benchmarks.tables())
    if output is not None:
        output.write_text(json.dumps(benchmarks.as_json(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _some(asked: list[str] | None, known: tuple[str, ...], option: str) -> tuple[str, ...]:
    """What was asked for, in the order in which it is known; all of it when nothing was."""
    if unknown := sorted(set(asked or ()) - set(known)):
        raise typer.BadParameter(f"{option} {unknown[0]!r} is none of {', '.join(known)}")
    return tuple(name for name in known if not asked or name in asked)


if __name__ == "__main__":
    typer.run(main)
