"""What was aimed at, and whether what was measured reaches it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any, Final

from benchmarks import memory, startup
from benchmarks.contestants import DAACHORSE, PANDAS, PHRASE_MATCHER, PYAHOCORASICK
from benchmarks.timing import Timing, growth, speed_ratio

__all__ = ["Goal", "judge"]

_MEGABYTE: Final = 1e6


@dataclass(frozen=True)
class Goal:
    """A goal and what was measured.

    Attributes
    ----------
    what, lang, wanted : str
    measured, low, high : float or None
        The median of the rounds, the smallest and the largest; None when it was not measured.
    met : bool or None
    unit : str
    """

    what: str
    lang: str
    wanted: str
    measured: float | None
    low: float | None
    high: float | None
    met: bool | None
    unit: str = "×"

    def as_row(self) -> dict[str, Any]:
        """What goes into the JSON file."""
        return asdict(self)


def judge(
    langs: Sequence[str],
    speed: Sequence[Timing],
    text_growth: Sequence[Timing],
    lexicon_growth: Sequence[Timing],
    rows: Sequence[dict[str, Any]],
) -> list[Goal]:
    """Every goal, in each language where that matters.

    Parameters
    ----------
    langs : sequence of str
    speed : sequence of Timing
        All contestants on news-sized documents.
    text_growth, lexicon_growth : sequence of Timing
        The smallest first.
    rows : sequence of dict
        The rows of memory and start.
    """
    goals: list[Goal] = []
    for lang in langs:
        goals += _speed_goals(lang, [timing for timing in speed if timing.cell.docs.lang == lang])
        goals += _growth_goals(lang, "ten times the text", 11.0, text_growth)
        goals += _growth_goals(lang, "ten times the forms", 1.5, lexicon_growth)
        goals += _memory_goals(lang, [row for row in rows if row["part"] == "memory" and row["lang"] == lang])
    for row, most in ((startup.IMPORT, 0.1), (startup.FIRST_TAG, 1.0)):
        seconds: list[float] = next((line["seconds"] for line in rows if line["row"] == row), [])
        goals.append(_goal(row, "", seconds, most=most, unit="s"))
    return goals


def _goal(
    what: str,
    lang: str,
    values: Sequence[float],
    *,
    least: float | None = None,
    most: float | None = None,
    unit: str = "×",
) -> Goal:
    wanted = f"≥ {least:g} {unit}" if least is not None else f"≤ {most:g} {unit}"
    if not values:
        return Goal(what, lang, wanted, None, None, None, None, unit)
    middle = median(values)
    met = (least is None or middle >= least) and (most is None or middle <= most)
    return Goal(what, lang, wanted, middle, min(values), max(values), met, unit)


def _speed_goals(lang: str, timings: Sequence[Timing]) -> Iterator[Goal]:
    by_name = {timing.cell.contestant.name: timing for timing in timings if timing.seconds}
    for engine, peer, least in (
        ("pyahocorasick", PHRASE_MATCHER, 10.0),
        ("pyahocorasick", PYAHOCORASICK, 2.0),
        ("daachorse", PHRASE_MATCHER, 25.0),
        ("daachorse", DAACHORSE, 0.6),
        ("pyahocorasick", PANDAS, 100.0),
    ):
        mine, other = by_name.get(f"partyspeak.tag, {engine}, dictionary"), by_name.get(peer)
        ratios = speed_ratio(mine, other) if mine and other else []
        yield _goal(f"speed of tag, {engine}, dictionary, over {peer}", lang, ratios, least=least)
    if lang == "zh":
        for engine in ("pyahocorasick", "daachorse"):
            dictionary, pkuseg = (by_name.get(f"partyspeak.tag, {engine}, {edge}") for edge in ("dictionary", "pkuseg"))
            ratios = growth(dictionary, pkuseg) if dictionary and pkuseg else []
            yield _goal(f"time of tag, {engine}, pkuseg over dictionary", lang, ratios, most=2.0)


def _growth_goals(lang: str, what: str, most: float, timings: Sequence[Timing]) -> Iterator[Goal]:
    for name in dict.fromkeys(timing.cell.contestant.name for timing in timings):
        if name.startswith("partyspeak"):
            same = [line for line in timings if line.cell.contestant.name == name and line.cell.docs.lang == lang]
            ratios = growth(same[0], same[-1]) if same else []
            yield _goal(f"{what}: time of {name.removeprefix('partyspeak.')}", lang, ratios, most=most)


def _memory_goals(lang: str, rows: Sequence[dict[str, Any]]) -> Iterator[Goal]:
    peaks = [row["peak_bytes"] / _MEGABYTE for row in rows if row["row"] == memory.STREAMING]
    yield _goal("peak memory when streaming, no model", lang, peaks[-1:], most=600.0, unit="MB")
    flat = [peaks[-1] / peaks[0]] if len(peaks) > 1 else []
    yield _goal("ten times the text: peak memory when streaming", lang, flat, most=1.1)
