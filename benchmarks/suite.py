"""All the measurements of one run, in order, and what they give."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final, TypeVar

from rich.console import Console, RenderableType

from benchmarks import goals, lexicons, machine, report, texts
from benchmarks.contestants import (
    DAACHORSE,
    PHRASE_MATCHER,
    PYAHOCORASICK,
    Contestant,
    Task,
    all_of_them,
    engines,
    ours,
    peers,
    picked_by_auto,
)
from benchmarks.memory import measure_memory
from benchmarks.startup import measure_startup
from benchmarks.texts import Documents, Source
from benchmarks.timing import Cell, Timing, take_turns
from partyspeak import Lexicon

__all__ = ["PARTS", "Benchmarks", "Options"]

PARTS: Final = ("speed", "text growth", "lexicon growth", "shapes", "memory", "start")
"""What can be measured, in this order."""

Made = TypeVar("Made")

_TIMES: Final = (1, 3, 10)
_HEADLINES_SHARE: Final = 0.25
_IN_SHAPES: Final = (PHRASE_MATCHER, PYAHOCORASICK, DAACHORSE)


@dataclass(frozen=True)
class Options:
    """How large the run is.

    Attributes
    ----------
    characters : int
        Of the largest text; the smallest has a tenth.
    rounds : int
    seed : int
    phrases : int or None
        Of the curated lexicon; None for all.
    langs : tuple of str
    parts : tuple of str
        Some of :data:`PARTS`.
    quick : bool
    """

    characters: int
    rounds: int
    seed: int
    phrases: int | None
    langs: tuple[str, ...]
    parts: tuple[str, ...]
    quick: bool


class Benchmarks:
    """All the measurements, one method a table."""

    def __init__(self, options: Options, corpora: Path, console: Console) -> None:
        self.options = options
        self.console = console
        self.lexicon = lexicons.curated(options.phrases)
        self.sources: dict[str, Source] = {}
        for lang in texts.LANGUAGES:
            real = None if options.quick else texts.read_source(lang, corpora)
            self.sources[lang] = real or texts.generate_source(lang, self.lexicon, options.characters, options.seed)
        self.part_seconds: dict[str, float] = {}

    def tell(self, line: str) -> None:
        """Say on standard error what is being done."""
        self.console.print(line, style="dim", highlight=False, soft_wrap=True)

    def sentences(self, lang: str, share: float = 1.0) -> list[str]:
        """Shuffled sentences, the beginning of the largest text."""
        return self.sources[lang].shuffled(int(self.options.characters * share), self.options.seed)

    def news(self, lang: str, times: int) -> Documents:
        """Documents as large as news items; ten times is the largest text."""
        return texts.news(f"news {times}×", lang, self.sentences(lang, times / _TIMES[-1]))

    def headlines(self, lang: str) -> Documents:
        """A quarter of the smallest text in pieces of twenty characters."""
        return texts.headlines("headlines", lang, self.sentences(lang, _HEADLINES_SHARE / _TIMES[-1]))

    def one_document(self, lang: str) -> Documents:
        """Three times the smallest text as one book."""
        return texts.document_of_all("one document", lang, self.sentences(lang, _TIMES[1] / _TIMES[-1]))

    def each_language(self, make: Callable[[str], Made]) -> list[tuple[str, Made]]:
        """What is made for each language that was asked for."""
        return [(lang, make(lang)) for lang in self.options.langs]

    def task(self, lang: str, lexicon: Lexicon | None = None) -> Task:
        """What to look for in texts of a language; the curated lexicon when none is given."""
        lexicon = self.lexicon if lexicon is None else lexicon
        return Task(lang, lexicons.forms_in(lexicon, lang), lexicon)

    def speed(self) -> list[Timing]:
        """Everybody on the smallest text."""
        return self.turns(
            Cell(contestant, self.task(lang), docs)
            for lang, docs in self.each_language(lambda lang: self.news(lang, 1))
            for contestant in all_of_them()
        )

    def text_growth(self) -> list[Timing]:
        """Ours on one, three and ten times the text."""
        return self.turns(
            Cell(mine, self.task(lang), docs)
            for lang, sizes in self.each_language(lambda lang: [self.news(lang, times) for times in _TIMES])
            for mine in _with_dictionary()
            for docs in sizes
        )

    def lexicon_growth(self) -> list[Timing]:
        """Ours and the scanners alone with one, three and ten times the forms."""
        larger = {times: lexicons.grown(self.lexicon, times, self.sources, self.options.seed) for times in _TIMES}
        scanners = [peer for peer in peers() if peer.name in (PYAHOCORASICK, DAACHORSE)]
        return self.turns(
            Cell(contestant, self.task(lang, lexicon), docs, f"{times}×")
            for lang, docs in self.each_language(lambda lang: self.news(lang, 1))
            for contestant in [*_with_dictionary(), *scanners]
            for times, lexicon in larger.items()
        )

    def shapes(self) -> list[Timing]:
        """Headlines, and one document of three times the smallest text."""
        contestants = [*_with_dictionary(), *(peer for peer in peers() if peer.name in _IN_SHAPES)]
        return self.turns(
            Cell(contestant if docs is short else _with_a_book(contestant, lang), self.task(lang), docs)
            for lang, (short, long) in self.each_language(lambda lang: (self.headlines(lang), self.one_document(lang)))
            for docs in (short, long)
            for contestant in contestants
        )

    def memory(self) -> list[dict[str, Any]]:
        """Everybody in a process of its own; a quick run takes few of them, on little text."""
        rows = []
        for lang in self.options.langs[:1] if self.options.quick else self.options.langs:
            contestants = all_of_them()
            if self.options.quick:
                contestants = [other for other in contestants if other.name == PYAHOCORASICK] + _with_dictionary()[:1]
            sizes = [self.news(lang, times) for times in ((1,) if self.options.quick else (1, _TIMES[-1]))]
            rows += measure_memory(contestants, self.task(lang), sizes, self.options.phrases, self.tell)
        return rows

    def startup(self) -> list[dict[str, Any]]:
        """How long a user waits at the beginning."""
        return measure_startup(self.options.rounds, warm_up=not self.options.quick, tell=self.tell)

    def turns(self, cells: Iterable[Cell]) -> list[Timing]:
        """Time cells in as many rounds as were asked for."""
        return take_turns(list(cells), self.options.rounds, self.tell)

    def run(self) -> None:
        """Measure everything, part by part."""
        self.machine = machine.describe()
        self.engines = {"offered": engines(), "auto": picked_by_auto()}
        timed = {
            "speed": self.speed,
            "text growth": self.text_growth,
            "lexicon growth": self.lexicon_growth,
            "shapes": self.shapes,
        }
        self.timings = {part: self._clocked(part, measure) for part, measure in timed.items()}
        self.memory_rows = self._clocked("memory", self.memory)
        self.startup_rows = self._clocked("start", self.startup)
        everything = [timing for timings in self.timings.values() for timing in timings]
        self.machine["waiting"] = machine.waiting(everything)
        self.goals = goals.judge(
            self.options.langs,
            self.timings["speed"],
            self.timings["text growth"],
            self.timings["lexicon growth"],
            [*self.memory_rows, *self.startup_rows],
        )

    def tables(self) -> list[RenderableType]:
        """What is printed."""
        references = [mine.name for mine in _with_dictionary()]
        named: dict[str, list[Timing]] = {}
        for timing in self.timings["speed"] + self.timings["shapes"]:
            docs = timing.cell.docs
            title = f"{docs.name}, {docs.lang}: {docs.characters:,} characters in {len(docs.texts):,} documents"
            named.setdefault(title, []).append(timing)
        tables = [
            *(report.speed_table(title, timings, references) for title, timings in named.items()),
            report.growth_table("Growth with the text", self.timings["text growth"]),
            report.growth_table("Growth with the lexicon", self.timings["lexicon growth"]),
            report.memory_table(self.memory_rows),
            report.startup_table(self.startup_rows),
            report.goals_table(self.goals),
        ]
        return [*(table for table in tables if table.row_count), report.notes(self.as_json())]

    def as_json(self) -> dict[str, Any]:
        """What goes into the JSON file."""
        rows = [timing.as_row(part) for part, timings in self.timings.items() for timing in timings]
        return {
            "format": "partyspeak benchmarks 1",
            "machine": self.machine,
            "options": asdict(self.options),
            "lexicon": repr(self.lexicon),
            "engines": self.engines,
            "texts": {
                lang: {"made_of": source.made_of, "distinct_characters": source.characters}
                for lang, source in self.sources.items()
            },
            "part_seconds": self.part_seconds,
            "rows": rows + self.memory_rows + self.startup_rows,
            "goals": [goal.as_row() for goal in self.goals],
        }

    def _clocked(self, part: str, measure: Callable[[], list[Made]]) -> list[Made]:
        """Measure a part and note how long that took; nothing if the part was not asked for."""
        if part not in self.options.parts:
            return []
        start = time.perf_counter()
        result = measure()
        self.part_seconds[part] = round(time.perf_counter() - start, 1)
        return result


def _with_dictionary() -> list[Contestant]:
    """Ours with dictionary edges, once for each engine."""
    return [ours(engine, "dictionary") for engine in engines()]


def _with_a_book(contestant: Contestant, lang: str) -> Contestant:
    """The contestant, unless a book is too much for it."""
    # spacy.util.get_words_and_spaces copies the rest of the text for each token.
    if contestant.name == PHRASE_MATCHER and lang == "zh":
        return replace(contestant, missing=contestant.missing or "its time grows with the square of the document")
    return contestant
