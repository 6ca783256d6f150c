"""The tagger: texts in, mentions out, as arrays; no pandas and no files.

The order of the steps is fixed: **all overlapping hits → blockers and edges → shared forms → choice of
the longest**. A longest hit that fails its edges would otherwise hide a shorter one that stands
(共同富裕 inside 坚持共同富裕).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from partyspeak._version import __version__
from partyspeak.dates import PartialDate
from partyspeak.errors import PartyspeakError
from partyspeak.lexicon.lexicon import Form, Lexicon
from partyspeak.matching import english_boundaries, segmenter
from partyspeak.matching.automaton import Automaton, EngineChoice, choose_engine
from partyspeak.matching.batching import CUTS, batches, cut
from partyspeak.matching.chinese_boundaries import CROSSING, UNSURE, ChineseEdges, WordEdge
from partyspeak.matching.compiler import SPELLED_OUT, compile_targets
from partyspeak.matching.formulas import crowded
from partyspeak.matching.formulas import spelled_out as find_spelled_out
from partyspeak.matching.mentions import REASONS, Mention, Tagged, joined
from partyspeak.matching.overlaps import (
    by_place,
    groups_of_two_or_more,
    hides_a_surer_one,
    inside_blocker,
    longest,
    nested,
)
from partyspeak.text.folding import FoldedBatch, fold_batch
from partyspeak.text.hashing import distinct_slices

__all__ = ["EDGES", "RULES", "EdgeChoice", "Tagger"]

_Array = NDArray[np.int64]
_Mask = NDArray[np.bool_]

EdgeChoice = Literal["auto", "pkuseg", "dictionary", "off"]
EDGES: Final[tuple[EdgeChoice, ...]] = ("auto", "pkuseg", "dictionary", "off")
"""How edges may be judged."""

RULES: Final = "1"
"""The version of the matching rules: raise it by hand when the same lexicon gives other rows for the same text."""

_NOT_A_WORD, _CROSSING, _BLOCKED, _OTHER_PHRASE, _SHORTER = range(1, len(REASONS))

_BATCH_CHARACTERS: Final = 500_000


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
    engine : {"auto", "pyahocorasick", "daachorse"}
        What scans; the rows are the same. ``auto`` is daachorse where it is installed
        (``pip install '.[fast]'``).
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

    def __init__(
        self,
        lexicon: Lexicon | None = None,
        *,
        edges: EdgeChoice = "auto",
        engine: EngineChoice = "auto",
        spelled_out: bool = True,
    ) -> None:
        self.lexicon = Lexicon.default() if lexicon is None else lexicon
        self.edges = _choose_edges(edges)
        self.warns = edges == "auto" and self.edges == "dictionary"
        self.spelled_out = spelled_out
        self._targets = compile_targets(self.lexicon, spelled_out and self.edges != "off")
        self.forms: tuple[Form, ...] = self._targets.forms
        self.phrase_of_form: _Array = self._targets.phrase
        self.phrases: tuple[str, ...] = tuple(self.lexicon)
        self._plain = np.array([form.plain for form in self.forms], dtype=bool)
        self._spelled_out = np.array([form.text == SPELLED_OUT for form in self.forms], dtype=bool)
        self.chinese: _Mask = np.array([form.lang == "zh" for form in self.forms], dtype=bool)
        self.engine = choose_engine(engine)
        self._cuts = [sign for sign in CUTS if not any(sign in key for key in self._targets.keys)]
        self._automaton = Automaton(self._targets.keys, self.engine)
        self._chinese_edges = None if self.edges == "off" else ChineseEdges(self.edges)

    @classmethod
    def default(cls) -> Tagger:
        """The tagger with the curated lexicon that is used where none is given; built once a process.

        Examples
        --------
        >>> Tagger.default() is Tagger.default()
        True
        """
        return _default_tagger(segmenter.model_folder() if segmenter.is_installed() else None)

    @cached_property
    def settings(self) -> dict[str, str]:
        """What decides the rows besides the input, and the versions: equal settings give equal rows."""
        settings = {"partyspeak": __version__, "lexicon": self.lexicon.version}
        settings |= {"fingerprint": self.lexicon.fingerprint, "rules": RULES, "edges": self.edges}
        if self.edges == "pkuseg":
            settings["model"] = segmenter.model_version()
        return settings | {"engine": self.engine, "spelled_out": "yes" if self.spelled_out else "no"}

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
        # A judge of word edges knows the whole texts, not their pieces.
        pieces = cut(texts, _BATCH_CHARACTERS, self._cuts) if word_edge is None else None
        if pieces is not None:
            texts, dates = pieces.texts, [dates[number] for number in pieces.document.tolist()]
        parts = []
        for first, stop in batches(texts, _BATCH_CHARACTERS):
            known = None if word_edge is None else _from_document(word_edge, first)
            part = self._tag_batch(texts[first:stop], dates[first:stop], keep_rejected, known)
            parts.append(part.counted_from(first))
            if progress is not None:
                progress(stop if pieces is None else int(pieces.document[stop - 1]) + (stop == len(texts)))
        tagged = joined(parts) if parts else self._tag_batch([], [], keep_rejected)
        return tagged if pieces is None else pieces.of_whole_texts(tagged)

    def _tag_batch(
        self,
        texts: Sequence[str],
        dates: Sequence[PartialDate | None],
        keep_rejected: bool,
        word_edge: WordEdge | None = None,
    ) -> Tagged:
        batch = fold_batch(texts)
        form, first, last, whole, partial = self._overlapping_hits(batch)
        start, end = batch.folded.places[first], batch.ends(last)
        order = by_place(start, end)
        form, first, last, start, end = (column[order] for column in (form, first, last, start, end))
        whole, partial = whole[order], partial[order]
        document = batch.documents(start)
        blocker = form < 0
        phrase = np.where(blocker, -1 - form, self.phrase_of_form[np.maximum(form, 0)] if len(self.forms) else 0)
        reason = np.where(whole, 0, _NOT_A_WORD)
        doubtful = np.zeros(len(form), dtype=bool)
        if self._chinese_edges is not None:
            reason[(reason == 0) & inside_blocker(phrase, start, end, blocker & whole)] = _BLOCKED
            at = np.flatnonzero((reason == 0) & ~blocker)
            at = at[self.chinese[form[at]]]
            verdict = self._chinese_edges.judge(batch, first[at], last[at], word_edge)
            reason[at[verdict == CROSSING]] = _CROSSING
            doubtful[at] = verdict == UNSURE
        other, unsure = self._settle_shared(form, start, end, document, dates, (reason == 0) & ~blocker & ~partial)
        reason[other] = _OTHER_PHRASE
        standing = np.flatnonzero((reason == 0) & ~blocker)
        listed = self._spelled_out[np.maximum(form[standing], 0)]
        certain = ~self._plain[form[standing]] & ~listed & ~unsure[standing] & ~doubtful[standing]
        hiding = hides_a_surer_one(phrase[standing], start[standing], end[standing], certain)
        reason[standing[hiding]] = _SHORTER
        standing = standing[~hiding]
        keep = longest(phrase[standing], start[standing], end[standing])
        reason[standing[~keep]] = _SHORTER
        is_nested = np.zeros(len(form), dtype=bool)
        is_nested[standing[keep]] = nested(start[standing[keep]], end[standing[keep]])
        refused = (reason != 0) & (reason != _SHORTER) if keep_rejected else False
        kept = np.flatnonzero(~blocker & ((reason == 0) | refused))
        sure = ~self._plain[form[kept]] & ~partial[kept] & ~unsure[kept] & ~doubtful[kept] & (reason[kept] == 0)
        document, form, start, end = document[kept], form[kept], start[kept], end[kept]
        example, wording = distinct_slices(batch.points, start, end, np.zeros_like(start))
        begin = batch.offsets[document]
        wordings = tuple(_slices(texts, document[example], (start - begin)[example], (end - begin)[example]))
        return Tagged(
            document, form, start - begin, end - begin, wording, sure, is_nested[kept],
            doubtful[kept], reason[kept], *batch.count_words(), batch.garbled, wordings,
        )  # fmt: skip

    def _overlapping_hits(self, batch: FoldedBatch) -> tuple[_Array, _Array, _Array, _Mask, _Mask]:
        """Every hit of every form and blocker: its owner, its first and last folded symbol, whether it is whole,
        and whether it is a list of some of a formula's members only.

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
            return owner[form], first[form], last[form], np.ones(len(form), dtype=bool), np.zeros(len(form), dtype=bool)
        member = np.flatnonzero(owner >= len(self.forms))
        member = member[crowded(targets, owner[member] - len(self.forms), first[member], last[member])]
        member = member[self._whole_words(batch, target[member], first[member], last[member])]
        listed = find_spelled_out(
            targets, batch.folded.symbols, owner[member] - len(self.forms), first[member], last[member]
        )
        named = np.flatnonzero(owner < len(self.forms))
        whole = self._whole_words(batch, target[named], first[named], last[named])
        return (
            np.concatenate((owner[named], listed[0])),
            np.concatenate((first[named], listed[1])),
            np.concatenate((last[named], listed[2])),
            np.concatenate((whole, np.ones(len(listed[0]), dtype=bool))),
            np.concatenate((np.zeros(len(named), dtype=bool), ~listed[3])),
        )

    def _whole_words(self, batch: FoldedBatch, target: _Array, first: _Array, last: _Array) -> _Mask:
        """Which hits are English words of their own and part of no longer number."""
        targets = self._targets
        begins, ends = targets.begins_numeral[target], targets.ends_numeral[target]
        whole = ~english_boundaries.in_longer_number(batch, first, last, begins, ends)
        at = np.flatnonzero(targets.english[target])
        start, end = batch.folded.places[first[at]], batch.ends(last[at])
        on_edges = english_boundaries.on_word_edges(batch, start, end)
        at, start, end = at[on_edges], start[on_edges], end[on_edges]
        example, group = distinct_slices(batch.written, start, end, target[at])
        verdicts = [
            english_boundaries.written_as(targets.wording[number], bool(targets.case[number]))(batch.text(left, right))
            for number, left, right in zip(target[at[example]], start[example], end[example], strict=True)
        ]
        whole[targets.english[target]] &= on_edges
        whole[at] &= np.array(verdicts, dtype=bool)[group]
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
        """Where phrases claim one hit (rows are by place), let ``since``, ``until`` and the document's date decide.

        Returns the hits that belong to another phrase, and a mask of those that stay undecided.
        """
        at = np.flatnonzero(standing)
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


def _slices(texts: Sequence[str], document: _Array, start: _Array, end: _Array) -> Iterator[str]:
    for number, left, right in zip(document.tolist(), start.tolist(), end.tolist(), strict=True):
        yield texts[number][left:right]


@lru_cache(maxsize=2)
def _default_tagger(_model: Path | None) -> Tagger:
    """With a model or without it; the parameter is there for the cache."""
    return Tagger()
