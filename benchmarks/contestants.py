"""Who runs: partyspeak with each engine and each way to judge edges, and the other matchers.

Each is built once from the lexicon's forms, and then asked to go through documents one by one and say how
many hits it found. The others get what suits them: only the forms of the text's language, the text in
lower case where they know no case, and no table to make.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any, Final, Literal

from benchmarks.texts import Documents
from partyspeak import Form, Lexicon, PartyspeakError, Phrase, Tagger, tag
from partyspeak.matching import segmenter

__all__ = ["DAACHORSE", "EDGES", "PANDAS", "PHRASE_MATCHER", "PYAHOCORASICK", "Contestant", "Task", "all_of_them"]
__all__ += ["engines", "ours", "peers", "picked_by_auto"]

Run = Callable[[Documents], int]

EdgeSetting = Literal["off", "dictionary", "pkuseg"]
EDGES: Final[tuple[EdgeSetting, ...]] = ("off", "dictionary", "pkuseg")
PHRASE_MATCHER: Final = "spaCy PhraseMatcher"
PYAHOCORASICK: Final = "pyahocorasick on str"
DAACHORSE: Final = "daachorse on str"
PANDAS: Final = "pandas str.count loop"

_FIRST_ENGINE: Final = "pyahocorasick"
_FAST_ENGINE: Final = "daachorse"
# A dictionary word (创新) straddles an edge of 新发展理念, so word list and model are loaded before the clock runs.
_WARM_UP: Final = "他们秉持创新发展理念办展览。"
_PANDAS_SHARE: Final = 0.1


@dataclass(frozen=True)
class Task:
    """What to look for.

    Attributes
    ----------
    lang : {"zh", "en"}
        The language of the texts.
    forms : list of str
        The forms of that language; what the other matchers get.
    lexicon : Lexicon
        What partyspeak gets, with both languages.
    """

    lang: str
    forms: list[str]
    lexicon: Lexicon


@dataclass(frozen=True)
class Contestant:
    """One row of the table.

    Attributes
    ----------
    name, does : str
        ``does`` says in a few words what is timed.
    build : callable
        Makes the matcher for a task; not timed.
    missing : str
        Why it cannot run here; empty when it can.
    share : float
        The share of the text that it gets, where the whole would take too long.
    remembers : bool
        It keeps verdicts from one run to the next, so each round gets a new one.
    bilingual : bool
        It looks for the forms of both languages at once.
    """

    name: str
    does: str
    build: Callable[[Task], Run]
    missing: str = ""
    share: float = 1.0
    remembers: bool = False
    bilingual: bool = False

    def built_from(self, task: Task) -> tuple[object, ...]:
        """Tasks for which this is equal can share what :attr:`build` made."""
        return self.name, id(task.lexicon), "" if self.bilingual else task.lang


def all_of_them() -> list[Contestant]:
    """Every row, ours first, whether it can run here or not."""
    return [ours(engine, edges) for engine in engines() for edges in EDGES] + peers()


def engines() -> list[str]:
    """The engines that this partyspeak offers here, the one that needs no extra first."""
    if "engine" not in inspect.signature(Tagger).parameters:
        return [_FIRST_ENGINE]
    return [name for name in (_FIRST_ENGINE, _FAST_ENGINE) if _works(name)]


def picked_by_auto() -> str:
    """The engine of a tagger that is asked for none."""
    return Tagger(_one_phrase()).settings.get("engine", _FIRST_ENGINE)


def ours(engine: str, edges: EdgeSetting) -> Contestant:
    """Whole ``partyspeak.tag``: from a DataFrame of documents to the DataFrame of mentions."""
    missing = "" if edges != "pkuseg" or segmenter.is_installed() else "no model; run `partyspeak download`"

    def build(task: Task) -> Run:
        tagger = Tagger(task.lexicon, edges=edges, **_engine_choice(engine))
        for warmed in (Tagger(_one_phrase(), edges=edges), tagger):
            tag([_WARM_UP], tagger=warmed)
        return lambda docs: len(tag(docs.frame, tagger=tagger).mentions)

    name = f"partyspeak.tag, {engine}, {edges}"
    return Contestant(name, "DataFrame to DataFrame", build, missing, remembers=edges == "pkuseg", bilingual=True)


def peers() -> list[Contestant]:
    """The other matchers."""
    rows = [
        (PHRASE_MATCHER, "nlp.make_doc and match", _phrase_matcher, "spacy", 1.0),
        ("flashtext2", "extract with places, no overlaps", _flashtext2, "flashtext2", 1.0),
        (PYAHOCORASICK, "scan only", _pyahocorasick, "ahocorasick", 1.0),
        ("ahocorasick-rs on str", "scan only", _ahocorasick_rs, "ahocorasick_rs", 1.0),
        (DAACHORSE, "scan only", _daachorse, "daachorse", 1.0),
        (PANDAS, "counts only, a form at a time", _pandas, "pandas", _PANDAS_SHARE),
    ]
    return [
        Contestant(name, does, build, "" if find_spec(package) else f"{package} is not installed", share)
        for name, does, build, package, share in rows
    ]


def _works(engine: str) -> bool:
    """Whether the tagger takes this engine, and not another one in its place."""
    try:
        return Tagger(_one_phrase(), **_engine_choice(engine)).settings.get("engine", engine) == engine
    except (PartyspeakError, ImportError, ValueError):
        return False


def _one_phrase() -> Lexicon:
    return Lexicon([Phrase("one", "新发展理念", "", (Form("新发展理念", "zh"),))])


def _engine_choice(engine: str) -> dict[str, Any]:
    return {"engine": engine} if "engine" in inspect.signature(Tagger).parameters else {}


def _phrase_matcher(task: Task) -> Run:
    import spacy
    from spacy.matcher import PhraseMatcher

    nlp = spacy.blank(task.lang)  # of Chinese it makes a token of each character
    nlp.max_length = 10**9
    matcher = PhraseMatcher(nlp.vocab, attr="ORTH" if task.lang == "zh" else "LOWER")
    for form in task.forms:
        matcher.add(form, [nlp.make_doc(form)])
    return lambda docs: sum(len(matcher(nlp.make_doc(text))) for text in docs.texts)


def _flashtext2(task: Task) -> Run:
    from flashtext2 import KeywordProcessor

    processor = KeywordProcessor(case_sensitive=task.lang == "zh")
    processor.add_keywords_from_iter(task.forms)
    return lambda docs: sum(len(processor.extract_keywords_with_span(text)) for text in docs.texts)


def _pyahocorasick(task: Task) -> Run:
    import ahocorasick

    automaton = ahocorasick.Automaton(ahocorasick.STORE_INTS)
    for number, form in enumerate(task.forms):
        automaton.add_word(form, number)
    automaton.make_automaton()
    return lambda docs: sum(len(list(automaton.iter(text))) for text in docs.lowered)


def _ahocorasick_rs(task: Task) -> Run:
    from ahocorasick_rs import AhoCorasick

    automaton = AhoCorasick(task.forms)
    return lambda docs: sum(len(automaton.find_matches_as_indexes(text, overlapping=True)) for text in docs.lowered)


def _daachorse(task: Task) -> Run:
    from daachorse import CharwiseDoubleArrayAhoCorasick

    automaton = CharwiseDoubleArrayAhoCorasick(task.forms)
    return lambda docs: sum(len(automaton.find_overlapping(text)) for text in docs.lowered)


def _pandas(task: Task) -> Run:
    import pandas as pd

    patterns = [re.escape(form) for form in task.forms]

    def counts(docs: Documents) -> Iterator[int]:
        column = pd.Series(docs.lowered)
        for pattern in patterns:
            yield int(column.str.count(pattern).sum())

    return lambda docs: sum(counts(docs))
