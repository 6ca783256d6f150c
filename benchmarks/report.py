"""The tables that are printed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import median
from typing import Any, Final

from rich.console import Console, RenderableType
from rich.table import Table

from benchmarks.goals import Goal
from benchmarks.memory import BASELINE
from benchmarks.timing import Timing, growth, speed_ratio

__all__ = ["goals_table", "growth_table", "memory_table", "notes", "show", "speed_table", "startup_table"]

_NARROWEST: Final = 180
_BUSY: Final = 1.05


def show(tables: Iterable[RenderableType]) -> None:
    """Print to standard output, wide enough for every column when that is a file."""
    console = Console()
    if not console.is_terminal:
        console = Console(width=_NARROWEST)
    for table in tables:
        console.print(table)
        console.print()


def speed_table(title: str, timings: Sequence[Timing], references: Sequence[str]) -> Table:
    """One row per contestant, and how many times as fast each reference is.

    Parameters
    ----------
    title : str
    timings : sequence of Timing
    references : sequence of str
        Names of contestants among them.
    """
    by_name = {timing.cell.contestant.name: timing for timing in timings}
    table = _table(title, ["who", "what is timed"], ["million characters/s", "first round", "hits"])
    for reference in references:
        table.add_column(f"{reference.removeprefix('partyspeak.')} is × as fast", justify="right")
    for timing in timings:
        contestant = timing.cell.contestant
        if not timing.seconds:
            table.add_row(contestant.name, f"skipped: {contestant.missing}")
            continue
        does = contestant.does + ("" if contestant.share == 1 else f" ({timing.part.characters:,} characters)")
        first = timing.part.characters / timing.seconds[0]
        ratios = [_spread(speed_ratio(by_name[reference], timing)) for reference in references]
        table.add_row(
            contestant.name, does, f"{timing.speed / 1e6:.2f}", f"{first / 1e6:.2f}", f"{timing.hits:,}", *ratios
        )
    return table


def growth_table(title: str, timings: Sequence[Timing]) -> Table:
    """One row per contestant and size, and how many times as long it took as the smallest."""
    table = _table(
        title, ["who", "lang", "text", "lexicon"], ["characters", "forms", "hits", "s", "× the time", "build s"]
    )
    smallest: dict[tuple[str, str], Timing] = {}
    for timing in timings:
        cell = timing.cell
        first = smallest.setdefault((cell.contestant.name, cell.docs.lang), timing)
        head = (cell.contestant.name, cell.docs.lang, timing.part.name, cell.lexicon)
        if not timing.seconds:
            table.add_row(*head[:2], f"skipped: {cell.contestant.missing}")
            continue
        counts = (timing.part.characters, len(cell.task.forms), timing.hits)
        times = (f"{median(timing.seconds):.3f}", _spread(growth(first, timing)), f"{timing.build_seconds:.1f}")
        table.add_row(*head, *(f"{count:,}" for count in counts), *times)
    return table


def memory_table(rows: Sequence[dict[str, Any]]) -> Table:
    """One row per process."""
    table = _table("Peak memory, each in a process of its own", ["who", "lang", "text"], ["MB", "MB beyond the texts"])
    base = {row["lang"]: row["peak_bytes"] for row in rows if row["row"] == BASELINE}
    for row in rows:
        if row["peak_bytes"] is None:
            table.add_row(row["row"], row["lang"], f"skipped: {row['skipped']}")
            continue
        peak = row["peak_bytes"] / 1e6
        table.add_row(row["row"], row["lang"], row["text"], f"{peak:.0f}", f"{peak - base[row['lang']] / 1e6:.0f}")
    return table


def startup_table(rows: Sequence[dict[str, Any]]) -> Table:
    """One row per question."""
    table = _table("Start, each in a fresh process", ["what"], ["s"])
    for row in rows:
        table.add_row(row["row"], _spread(row["seconds"], digits=3))
    return table


def goals_table(goals: Sequence[Goal]) -> Table:
    """One row per goal; what was not measured says so."""
    table = _table("Goals", ["goal", "lang"], ["wanted", "measured", "smallest to largest"])
    table.add_column("")
    for goal in goals:
        if goal.measured is None:
            table.add_row(goal.what, goal.lang, goal.wanted, "–", "–", "not measured")
            continue
        spread = f"{_number(goal.low or 0)} to {_number(goal.high or 0)}"
        verdict = "[green]met[/]" if goal.met else "[red]missed[/]"
        table.add_row(goal.what, goal.lang, goal.wanted, f"{_number(goal.measured)} {goal.unit}", spread, verdict)
    return table


def notes(result: dict[str, Any]) -> str:
    """What a reader of the tables has to know of this run."""
    machine, options = result["machine"], result["options"]
    made_of = "; ".join(
        f"{lang} from {text['made_of']} ({text['distinct_characters']:,} characters before a sentence comes again)"
        for lang, text in result["texts"].items()
    )
    lines = [
        f"{machine['processor']}, Python {machine['python']}, {result['lexicon'].split(':')[1].strip()}.",
        f"Texts: {made_of}.",
        f"Medians of {options['rounds']} rounds, smallest and largest in brackets; ratios are taken within a round.",
        f"Engines offered: {', '.join(result['engines']['offered'])}; auto is {result['engines']['auto']}.",
    ]
    if waited := machine["waiting"]:
        busy = ": the machine was busy, and the figures are rough" if waited > _BUSY else ""
        lines.append(f"Clock time was {waited:.2f} × processor time in the median run{busy}.")
    if options["quick"]:
        lines.append("A quick run: it shows that everything works, and its figures mean nothing.")
    return "\n".join(lines)


def _table(title: str, words: Sequence[str], numbers: Sequence[str]) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold")
    for name in words:
        table.add_column(name, no_wrap=True)
    for name in numbers:
        table.add_column(name, justify="right")
    return table


def _number(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"


def _spread(values: Sequence[float], digits: int | None = None) -> str:
    """The median, and in brackets the smallest and the largest."""
    texts = [
        _number(value) if digits is None else f"{value:.{digits}f}"
        for value in (median(values), min(values), max(values))
    ]
    return texts[0] if len(values) == 1 else f"{texts[0]} ({texts[1]}–{texts[2]})"
