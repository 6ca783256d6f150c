"""The clock: contestants take turns, round by round, so that a busy moment of the machine falls on all."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any, Final

from benchmarks.contestants import Contestant, Run, Task
from benchmarks.texts import Documents

__all__ = ["Cell", "Timing", "growth", "speed_ratio", "take_turns"]

_SHORTEST_SECONDS: Final = 0.1


@dataclass(frozen=True)
class Cell:
    """One thing to time.

    Attributes
    ----------
    contestant : Contestant
    task : Task
    docs : Documents
    lexicon : str
        What the lexicon is, for the table.
    """

    contestant: Contestant
    task: Task
    docs: Documents
    lexicon: str = "curated"


@dataclass
class Timing:
    """What the clock said of one cell, an entry a round.

    Attributes
    ----------
    cell : Cell
    part : Documents
        What the contestant was given of the cell's documents.
    seconds, processor_seconds : list of float
        By the clock on the wall, and of this process on the processor.
    hits : int
    build_seconds : float
        How long the matcher took to build, the last time.
    """

    cell: Cell
    part: Documents
    seconds: list[float] = field(default_factory=list)
    processor_seconds: list[float] = field(default_factory=list)
    hits: int = 0
    build_seconds: float = 0.0

    @property
    def speed(self) -> float:
        """Characters a second, in the median round."""
        return self.part.characters / median(self.seconds) if self.seconds else float("nan")

    def as_row(self, part: str) -> dict[str, Any]:
        """What goes into the JSON file."""
        contestant = self.cell.contestant
        return {
            "part": part,
            "lang": self.cell.docs.lang,
            "row": contestant.name,
            "does": contestant.does,
            "text": self.part.name,
            "lexicon": self.cell.lexicon,
            "forms": len(self.cell.task.forms),
            "skipped": contestant.missing,
            "characters": self.part.characters,
            "documents": len(self.part.texts),
            "hits": self.hits,
            "build_seconds": round(self.build_seconds, 4),
            "seconds": [round(value, 5) for value in self.seconds],
            "processor_seconds": [round(value, 5) for value in self.processor_seconds],
            "million_characters_a_second": round(self.speed / 1e6, 4) if self.seconds else None,
        }


def take_turns(cells: Sequence[Cell], rounds: int, tell: Callable[[str], object]) -> list[Timing]:
    """Time every cell once a round; each round begins with another cell.

    A contestant that cannot run here gets a timing without seconds.
    """
    timings = [Timing(cell, cell.docs.part(cell.contestant.share)) for cell in cells]
    running = [timing for timing in timings if not timing.cell.contestant.missing]
    built: dict[tuple[object, ...], Run] = {}
    build_seconds: dict[tuple[object, ...], float] = {}
    for number in range(rounds):
        shift = number * len(running) // rounds
        for timing in running[shift:] + running[:shift]:
            cell = timing.cell
            tell(f"round {number + 1} of {rounds}: {cell.contestant.name}, {timing.part.name}, {cell.lexicon} lexicon")
            key = cell.contestant.built_from(cell.task)
            if key not in built or cell.contestant.remembers:
                start = time.perf_counter()
                built[key] = cell.contestant.build(cell.task)
                build_seconds[key] = time.perf_counter() - start
            timing.build_seconds = build_seconds[key]
            _prepare(timing.part)
            _run(timing, built[key])
    return timings


def speed_ratio(ours: Timing, other: Timing) -> list[float]:
    """How many times as fast ours went through a character, round by round."""
    scale = ours.part.characters / other.part.characters
    return [theirs * scale / mine for mine, theirs in zip(ours.seconds, other.seconds, strict=True)]


def growth(small: Timing, large: Timing) -> list[float]:
    """How many times as long the large one took, round by round."""
    return [long / short for short, long in zip(small.seconds, large.seconds, strict=True)]


def _prepare(docs: Documents) -> None:
    """Make the shapes of the text before the clock runs."""
    assert docs.frame is not None
    assert docs.lowered is not None
    gc.collect()


def _run(timing: Timing, run: Run) -> None:
    """Once, or as often as a tenth of a second needs; one that remembers would be asked again for nothing."""
    times = 0
    start, processor_start = time.perf_counter(), time.process_time()
    while True:
        timing.hits = run(timing.part)
        times += 1
        elapsed = time.perf_counter() - start
        if elapsed >= _SHORTEST_SECONDS or timing.cell.contestant.remembers:
            break
    timing.processor_seconds.append((time.process_time() - processor_start) / times)
    timing.seconds.append(elapsed / times)
