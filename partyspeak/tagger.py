"""The tagger: texts in, mentions out, as arrays; no pandas and no files.

The order of the steps is fixed: **all overlapping hits → edges → blockers → shared forms → choice of
the longest**. A longest hit that fails its edges would otherwise hide a shorter one that stands
(共同富裕 inside 坚持共同富裕).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from partyspeak import edges, segmenter
from partyspeak.automaton import Automaton
from partyspeak.chinese_edges import CROSSING, UNSURE, ChineseEdges, WordEdge
from partyspeak.dates import PartialDate
from partyspeak.enumerations import spelled_out as find_spelled_out
from partyspeak.errors import PartyspeakError
from partyspeak.folding import Batch, fold_batch
from partyspeak.lexicon import Form, Lexicon
from partyspeak.overlaps import groups_of_two_or_more, inside_blocker, longest, nested
from partyspeak.phrases import Language
from partyspeak.targets import compile_targets

__all__ = ["EDGES", "REASONS", "Mention", "Tagged", "Tagger"]

_Array = NDArray[np.int64]
_Mask = NDArray[np.bool_]

EdgeChoice = Literal["auto", "pkuseg", "dictionary", "off"]
EDGES: Final[tuple[EdgeChoice, ...]] = ("auto", "pkuseg", "dictionary", "off")
"""How edges may be judged."""

REASONS: Final = ("", "not a word", "crossing", "blocked", "another phrase", "inside a longer mention")
"""Why a hit was refused, by number; 0 is a hit that stands."""

_NOT_A_WORD, _CROSSING, _BLOCKED, _OTHER_PHRASE, _SHORTER = 1, 2, 3, 4, 5

_BATCH_CHARACTERS: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Mention:
    """One occurrence of a form in a text.

    Attributes
    ----------
    phrase : str
        The phrase's id.
    form : str
        The lexicon's form that matched.
    lang : {"zh", "en"}
    start, end : int
        Code-point offsets in the original text.
    text : str
        Exactly ``original[start:end]``.
    sure : bool
        False for a form that is ordinary language too, for one that two phrases claim, and for an
        edge that a known word straddles and nobody could judge.
    nested : bool
        It lies inside a longer mention of another phrase.
    """

    phrase: str
    form: str
    lang: Language
    start: int
    end: int
    text: str
    sure: bool
    nested: bool


@dataclass(frozen=True)
class Tagged:
    """Mentions as arrays, in document order, then by place, the longer one first.

    Attributes
    ----------
    document : int64 array
        The number of the text.
    form : int64 array
        The number of the form in :attr:`Tagger.forms`.
    start, end : int64 arrays
        Offsets in the original text.
    sure, nested : bool arrays
    doubtful : bool array
        A known word straddles an edge, and nobody could judge whether it is there.
    reason : int64 array
        Into :data:`REASONS`; 0 everywhere unless refused hits were asked for.
    zh_chars, en_words : int64 arrays, one entry a text
        How many Chinese characters and English words each text has.
    """

    document: _Array
    form: _Array
    start: _Array
    end: _Array
    sure: _Mask
    nested: _Mask
    doubtful: _Mask
    reason: _Array
    zh_chars: _Array
    en_words: _Array


class Tagger:
    """Finds the phrases of a lexicon in texts.

    Parameters
    ----------
    lexicon : Lexicon, optional
        The curated one when left out.
    edges : {"auto", "pkuseg", "dictionary", "off"}
        How the edges of Chinese hits are judged where a dictionary word straddles one. ``pkuseg`` asks
        the segmenter; ``dictionary`` keeps such hits, unsure; ``auto`` is ``pkuseg`` where its model is
        installed, else ``dictionary``. ``off`` is plain substring search without any edges or blockers,
        Chinese or English, for comparison.
    spelled_out : bool
        Find a numbered formula where its members are listed too; the form is then ``(spelled out)``.

    Raises
    ------
    ModelMissing
        When ``edges="pkuseg"`` and the model is not installed.

    Examples
    --------
    >>> tagger = Tagger()
    >>> [(mention.phrase, mention.text) for mention in tagger.mentions("加快构建“双 循环”新格局")]
    [('dual-circulation', '双 循环')]
    """

    def __init__(self, lexicon: Lexicon | None = None, *, edges: EdgeChoice = "auto", spelled_out: bool = True) -> None:
        self.lexicon = Lexicon.default() if lexicon is None else lexicon
        self.edges = _choose_edges(edges)
        self.warns = edges == "auto" and self.edges == "dictionary"
        self.spelled_out = spelled_out
        self._targets = compile_targets(self.lexicon, spelled_out and self.edges != "off")
        self.forms: tuple[Form, ...] = self._targets.forms
        self.phrase_of_form: _Array = self._targets.phrase
        self.phrases: tuple[str, ...] = tuple(self.lexicon)
        self._plain = np.array([form.plain for form in self.forms], dtype=bool)
        self._chinese = np.array([form.lang == "zh" for form in self.forms], dtype=bool)
        self._automaton = Automaton(self._targets.keys)
        self._chinese_edges = None if self.edges == "off" else ChineseEdges(self.edges)

    @cached_property
    def settings(self) -> dict[str, str]:
        """What decides the rows besides the input: equal settings give equal rows."""
        import partyspeak

        settings = {"partyspeak": partyspeak.__version__, "lexicon": self.lexicon.version, "edges": self.edges}
        if self.edges == "pkuseg":
            settings["model"] = segmenter.model_version()
        return settings | {"engine": "pyahocorasick", "spelled_out": "yes" if self.spelled_out else "no"}

    def mentions(self, text: str, date: PartialDate | None = None) -> list[Mention]:
        """The mentions in one text.

        Parameters
        ----------
        text : str
        date : PartialDate, optional
            Decides which phrase is meant where two share a form.

        Returns
        -------
        list of Mention
            By place, the longer one first.
        """
        return self.mentions_in_each([text], [date])[0]

    def mentions_in_each(
        self,
        texts: Sequence[str],
        dates: Sequence[PartialDate | None] | None = None,
        word_edge: WordEdge | None = None,
    ) -> list[list[Mention]]:
        """The mentions in many texts, a list for each; the parameters are those of :meth:`tag`."""
        tagged = self.tag(texts, dates, word_edge=word_edge)
        columns = (tagged.document, tagged.form, tagged.start, tagged.end, tagged.sure, tagged.nested)
        lists: list[list[Mention]] = [[] for _ in texts]
        for document, form, start, end, sure, is_nested in zip(*(c.tolist() for c in columns), strict=True):
            phrase, wording = self.phrases[self.phrase_of_form[form]], self.forms[form]
            found = texts[document][start:end]
            lists[document].append(Mention(phrase, wording.text, wording.lang, start, end, found, sure, is_nested))
        return lists

    def tag(
        self,
        texts: Sequence[str],
        dates: Sequence[PartialDate | None] | None = None,
        *,
        keep_rejected: bool = False,
        progress: Callable[[int], object] | None = None,
        word_edge: WordEdge | None = None,
    ) -> Tagged:
        """The mentions in many texts; the same as one text at a time, and faster.

        Parameters
        ----------
        texts : sequence of str
        dates : sequence of PartialDate or None, optional
            One for each text.
        keep_rejected : bool
            Give the refused hits too, each with its reason.
        progress : callable, optional
            Called with the number of texts done, as the work goes on.
        word_edge : callable, optional
            Word edges known from elsewhere, such as the tokens of a pipeline: given a text's number, a
            place and whether a hit begins there, true where a word is known to end (or to begin).

        Returns
        -------
        Tagged
        """
        dates = [None] * len(texts) if dates is None else dates
        parts = []
        for first, stop in _batches(texts):
            parts.append(self._tag_batch(texts[first:stop], dates[first:stop], first, keep_rejected, word_edge))
            if progress is not None:
                progress(stop)
        if not parts:
            return self._tag_batch([], [], 0, keep_rejected)
        names = Tagged.__dataclass_fields__
        return Tagged(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in names})

    def _tag_batch(
        self,
        texts: Sequence[str],
        dates: Sequence[PartialDate | None],
        first_document: int,
        keep_rejected: bool,
        word_edge: WordEdge | None = None,
    ) -> Tagged:
        batch = fold_batch(texts)
        form, first, last, whole = self._overlapping_hits(batch, texts)
        places = batch.folded.places
        start, end = places[first], places[last] + 1
        document = batch.documents(start)
        blocker = form < 0
        phrase = np.where(blocker, -1 - form, self.phrase_of_form[np.maximum(form, 0)] if len(self.forms) else 0)
        reason = np.where(whole, 0, _NOT_A_WORD)
        doubtful = np.zeros(len(form), dtype=bool)
        if self._chinese_edges is not None:
            at = np.flatnonzero(whole & ~blocker)
            at = at[self._chinese[form[at]]]
            known = None if word_edge is None else _from_document(word_edge, first_document)
            verdict = self._chinese_edges.judge(batch, first[at], last[at], known)
            reason[at[verdict == CROSSING]] = _CROSSING
            doubtful[at] = verdict == UNSURE
            reason[(reason == 0) & inside_blocker(phrase, start, end, blocker)] = _BLOCKED
        other, unsure = self._settle_shared(form, start, end, document, dates, (reason == 0) & ~blocker)
        reason[other] = _OTHER_PHRASE
        standing = np.flatnonzero((reason == 0) & ~blocker)
        reason[standing[~longest(phrase[standing], start[standing], end[standing], form[standing])]] = _SHORTER
        is_nested = np.zeros(len(form), dtype=bool)
        standing = np.flatnonzero((reason == 0) & ~blocker)
        is_nested[standing] = nested(start[standing], end[standing])
        refused = (reason != 0) & (reason != _SHORTER) if keep_rejected else False
        kept = np.flatnonzero(~blocker & ((reason == 0) | refused))
        kept = kept[np.lexsort((form[kept], -end[kept], start[kept]))]
        sure = ~self._plain[form[kept]] & ~unsure[kept] & ~doubtful[kept] & (reason[kept] == 0)
        begin = batch.offsets[document[kept]]
        zh_chars, en_words = batch.count_words()
        return Tagged(
            document[kept] + first_document, form[kept], start[kept] - begin, end[kept] - begin,
            sure, is_nested[kept], doubtful[kept], reason[kept], zh_chars, en_words,
        )  # fmt: skip

    def _overlapping_hits(self, batch: Batch, texts: Sequence[str]) -> tuple[_Array, _Array, _Array, _Mask]:
        """Every hit of every form and blocker: its owner, its first and last folded symbol, whether it is whole.

        Spelled-out formulas are made here from the hits of their members.
        """
        targets = self._targets
        hits = self._automaton.scan(batch.folded.symbols)
        count = targets.first[hits.key + 1] - targets.first[hits.key]
        hit = np.repeat(np.arange(len(count)), count)
        within = np.arange(len(hit)) - np.repeat(np.cumsum(count) - count, count)
        target = targets.first[hits.key[hit]] + within
        first, last = hits.start[hit], hits.end[hit] - 1
        owner = targets.owner[target]
        if self.edges == "off":
            form = np.flatnonzero(owner >= 0)
            return owner[form], first[form], last[form], np.ones(len(form), dtype=bool)
        whole = self._whole_words(batch, texts, target, first, last)
        is_member = owner >= len(self.forms)
        if not is_member.any():
            return owner, first, last, whole
        members = np.flatnonzero(is_member & whole)
        symbols = batch.folded.symbols
        listed = find_spelled_out(targets, symbols, owner[members] - len(self.forms), first[members], last[members])
        named = np.flatnonzero(~is_member)
        columns = [np.concatenate(pair) for pair in zip((owner[named], first[named], last[named]), listed, strict=True)]
        return (*columns, np.concatenate((whole[named], np.ones(len(listed[0]), dtype=bool))))  # type: ignore[return-value]

    def _whole_words(self, batch: Batch, texts: Sequence[str], target: _Array, first: _Array, last: _Array) -> _Mask:
        """Which hits are English words of their own and part of no longer number; blockers need not be."""
        targets, places = self._targets, batch.folded.places
        whole = ~edges.in_longer_number(
            batch, first, last, targets.begins_numeral[target], targets.ends_numeral[target]
        )
        at = np.flatnonzero(targets.english[target])
        start, end = places[first[at]], places[last[at]] + 1
        whole[at] &= edges.on_word_edges(batch, start, end)
        document = batch.documents(start)
        begin = batch.offsets[document]
        verdicts: dict[tuple[int, str], bool] = {}
        columns = (at, document, start - begin, end - begin, target[at])
        for hit, text, left, right, number in zip(*(column.tolist() for column in columns), strict=True):
            if whole[hit]:
                written = texts[text][left:right]
                verdict = verdicts.get((number, written))
                if verdict is None:
                    test = edges.written_as(targets.wording[number], bool(targets.case[number]))
                    verdict = verdicts[number, written] = test(written)
                whole[hit] = verdict
        return whole

    def _settle_shared(
        self,
        form: _Array,
        start: _Array,
        end: _Array,
        document: _Array,
        dates: Sequence[PartialDate | None],
        standing: _Mask,
    ) -> tuple[list[int], _Mask]:
        """Where phrases claim one hit, let ``since``, ``until`` and the document's date decide.

        Returns the hits that belong to another phrase, and a mask of those that stay undecided.
        """
        at = np.flatnonzero(standing)
        at = at[np.lexsort((end[at], start[at]))]
        begins = np.ones(len(at), dtype=bool)
        begins[1:] = (np.diff(start[at]) != 0) | (np.diff(end[at]) != 0)
        unsure = np.zeros(len(form), dtype=bool)
        other: list[int] = []
        for first, stop in groups_of_two_or_more(begins):
            group = at[first:stop].tolist()
            date = dates[document[group[0]]]
            fitting = [hit for hit in group if _in_use(self.forms[form[hit]], date)]
            phrases = {self.phrase_of_form[form[hit]] for hit in fitting}
            if fitting and len(phrases) == 1 and date is not None:
                other += sorted(set(group) - set(fitting))
            elif len({self.phrase_of_form[form[hit]] for hit in group}) > 1:
                unsure[group] = True
        return other, unsure


def _from_document(word_edge: WordEdge, first_document: int) -> WordEdge:
    return lambda document, place, begins: word_edge(document + first_document, place, begins)


def _choose_edges(choice: EdgeChoice) -> Literal["pkuseg", "dictionary", "off"]:
    if choice not in EDGES:
        raise PartyspeakError(f"edges={choice!r} is not one of {', '.join(EDGES)}")
    if choice == "auto":
        return "pkuseg" if segmenter.is_installed() else "dictionary"
    if choice == "pkuseg":
        segmenter.need_model()
    return choice


def _in_use(form: Form, date: PartialDate | None) -> bool:
    if date is None:
        return True
    too_early = form.since is not None and date.last_day < form.since.first_day
    too_late = form.until is not None and date.first_day > form.until.last_day
    return not too_early and not too_late


def _batches(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Runs of texts of about a million characters; a longer text makes a batch of its own."""
    first, size = 0, 0
    for number, text in enumerate(texts):
        if size and size + len(text) > _BATCH_CHARACTERS:
            yield first, number
            first, size = number, 0
        size += len(text)
    if first < len(texts):
        yield first, len(texts)
