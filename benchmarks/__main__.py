"""The command: ``python -m benchmarks``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console

from benchmarks import machine, report
from benchmarks.suite import Benchmarks, Options
from benchmarks.texts import LANGUAGES

_CORPORA: Final = Path(__file__).parents[2] / "shared" / "corpora"
_QUICK_CHARACTERS: Final = 60_000
_QUICK_PHRASES: Final = 40


def main(
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write all figures into this JSON file.")
    ] = None,
    quick: Annotated[bool, typer.Option(help="One round on a small generated text, to see that all works.")] = False,
    characters: Annotated[int, typer.Option(help="Of the largest text; most tables use a tenth.")] = 20_000_000,
    rounds: Annotated[int, typer.Option(min=1, help="How often each contestant has its turn.")] = 5,
    lang: Annotated[list[str] | None, typer.Option(help="zh or en; both when left out.")] = None,
    corpora: Annotated[Path, typer.Option(help="Folder of the real documents.")] = _CORPORA,
    seed: Annotated[int, typer.Option(help="Of all that is shuffled or drawn.")] = 1,
    any_core: Annotated[bool, typer.Option(help="Do not bind the run to one core.")] = False,
) -> None:
    """Measure partyspeak and other matchers in turn, print the tables, and judge the goals."""
    langs = tuple(lang or LANGUAGES)
    if unknown := set(langs) - set(LANGUAGES):
        raise typer.BadParameter(f"{', '.join(sorted(unknown))}: the languages are {' and '.join(LANGUAGES)}")
    if quick:
        options = Options(_QUICK_CHARACTERS, 1, seed, _QUICK_PHRASES, langs, quick=True)
    else:
        options = Options(characters, rounds, seed, None, langs, quick=False)
    if not any_core and not quick:
        machine.keep_to_one_core()
    benchmarks = Benchmarks(options, corpora, Console(stderr=True))
    benchmarks.run()
    report.show(benchmarks.tables())
    if output is not None:
        output.write_text(json.dumps(benchmarks.as_json(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    typer.run(main)
