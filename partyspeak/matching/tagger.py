"""The tagger: finds the mentions in texts and returns them as arrays, without pandas or files.

The order of the steps is fixed: **all overlapping hits → boundaries and blockers → shared forms → choice of the
longest**. In another order, a longest hit whose boundaries are wrong would hide a shorter hit that is right
(共同富裕 inside 坚持共同富裕).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final, Literal

import numpy as np

from partyspeak._version import __version__
from partyspeak.dates import PartialDate
from partyspeak.errors import PartyspeakError
from partyspeak.lexicon.lexicon import Lexicon
from partyspeak.lexicon.model import Form
from partyspeak.matching import chinese_boundaries, english_boundaries, segmenter
from partyspeak.matching.automaton import Automaton, EngineChoice, choose_engine
from partyspeak.matching.batching import BATCH_CHARACTERS, CUTS, Progress, batches, cut
from partyspeak.matching.chinese_boundaries import ChineseBoundaries, KnownBoundary
from partyspeak.matching.compiler import SPELLED_OUT, compile_targets
from partyspeak.matching.elsewhere import Elsewhere
from partyspeak.matching.formulas import crowded, spelled_out
from partyspeak.matching.hits import (
    BOUNDARY,
    CROSSING,
    INSIDE_A_LONGER,
    NOT_A_WORD,
    PARTIAL_LIST,
    PLAIN,
    STANDS,
    WHYS,
    Hits,
    Integers,
    Mask,
    Matches,
)
from partyspeak.matching.mentions import Mention, Tagged, joined
from partyspeak.matching.overlaps import by_place, choose_longest, mark_nested, refuse_blocked
from partyspeak.matching.segmenter import Pkuseg, Segmenter
from partyspeak.matching.shared_forms import settle_shared
from partyspeak.matching.times_of_use import TimesOfUse
from partyspeak.text.folding import FoldedBatch, fold_batch
from partyspeak.text.hashing import distinct_runs
from partyspeak.text.languages import LANGUAGES

__all__ = ["EDGES", "RULES", "EdgeChoice", "Tagger"]

EdgeChoice = Literal["auto", "pkuseg", "dictionary", "off"]
EDGES: Final[tuple[EdgeChoice, ...]] = ("auto", "pkuseg", "dictionary", "off")
"""The ways to judge the boundaries of Chinese hits."""

RULES: Final = "2"
"""The version of the matching rules: raise it by hand when the same lexicon gives other rows for the same text."""


class Tagger:
    """Finds the phrases of a lexicon in texts.

    Parameters
    ----------
    lexicon : Lexicon, optional
        By default the curated lexicon.
    edges : {"auto", "pkuseg", "dictionary", "off"}
        How to judge the boundaries of a Chinese hit if a dictionary word straddles one. ``pkuseg`` uses the
        segmenter; ``dictionary`` keeps such hits as unsure; ``auto`` is ``pkuseg`` if its model is installed, else
        ``dictionary``. ``off`` is plain substring search for comparison, without any boundaries or blockers,
        Chinese or English.
    engine : {"auto", "pyahocorasick", "daachorse"}
        The search engine; the rows are the same. ``auto`` is daachorse if it is installed
        (``pip install '.[fast]'``).
    spelled_out : bool
        Also find a numbered formula where its members are listed; the form is then ``(spelled out)``.

    Raises
    ------
    ModelMissing
        If ``edges="pkuseg"`` and the model is not installed.

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
        self.phrase_of_form: Integers = self._targets.phrase
        self.phrases: tuple[str, ...] = tuple(self.lexicon)
        # By form; the last entry is for blockers, whose form is -1.
        self._phrase: Integers = np.append(self.phrase_of_form, -1)
        # As bits of Hits.doubts.
        self._plain: Integers = np.array([*(form.plain << PLAIN for form in self.forms), 0], dtype=np.int64)
        self._listed: Mask = np.array([*(form.text == SPELLED_OUT for form in self.forms), False], dtype=bool)
        self.dates: Mask = np.array([form.dates for form in self.forms], dtype=bool)
        self.chinese: Mask = np.array([not LANGUAGES[form.lang].spaced for form in self.forms], dtype=bool)
        self.engine = choose_engine(engine)
        self._cuts = [sign for sign in CUTS if not any(sign in key for key in self._targets.keys)]
        self._automaton = Automaton(self._targets.keys, self.engine)
        self._segmenter: Segmenter = Pkuseg()
        self._elsewhere = Elsewhere(self.forms)
        phrases = list(self.lexicon.values())
        self._use = TimesOfUse(self.forms, [phrases[number] for number in self.phrase_of_form.tolist()])
        self._boundaries = ChineseBoundaries(self._segmenter, only_dictionary=self.edges == "dictionary")

    @classmethod
    def default(cls) -> Tagger:
        """The default tagger, with the curated lexicon; built once per process.

        Examples
        --------
        >>> Tagger.default() is Tagger.default()
        True
        """
        return _default_tagger(segmenter.model_folder() if segmenter.is_installed() else None)

    @cached_property
    def settings(self) -> dict[str, str]:
        """The versions and everything besides the input that decides the rows; equal settings give equal rows."""
        settings = {"partyspeak": __version__, "lexicon": self.lexicon.version}
        settings |= {"fingerprint": self.lexicon.fingerprint, "rules": RULES, "edges": self.edges}
        if self.edges == "pkuseg":
            settings["model"] = self._segmenter.version
        return settings | {"engine": self.engine, "spelled_out": "yes" if self.spelled_out else "no"}

    def mentions(self, text: str, date: PartialDate | None = None) -> list[Mention]:
        """The mentions in one text.

        Parameters
        ----------
        text : str
        date : PartialDate, optional
            Decides which phrase is meant if two share a form.

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
        known: KnownBoundary | None = None,
    ) -> list[list[Mention]]:
        """The mentions in many texts, one list per text; the parameters are those of :meth:`tag`."""
        tagged = self.tag(texts, dates, known=known)
        columns = (tagged.document, tagged.form, tagged.start, tagged.end, tagged.why, tagged.nested)
        lists: list[list[Mention]] = [[] for _ in texts]
        for document, form, start, end, why, is_nested in zip(*(c.tolist() for c in columns), strict=True):
            phrase, wording = self.phrases[self.phrase_of_form[form]], self.forms[form]
            found = texts[document][start:end]
            mention = Mention(
                phrase, wording.text, wording.lang, start, end, found, not why, WHYS[why], wording.dates, is_nested
            )
            lists[document].append(mention)
        return lists

    def tag(
        self,
        texts: Sequence[str],
        dates: Sequence[PartialDate | None] | None = None,
        *,
        keep_rejected: bool = False,
        progress: Progress | None = None,
        known: KnownBoundary | None = None,
    ) -> Tagged:
        """The mentions in many texts; the same as tagging one text at a time, but faster.

        Parameters
        ----------
        texts : sequence of str
        dates : sequence of PartialDate or None, optional
            One date per text.
        keep_rejected : bool
            Also return refused hits, each with its reason.
        progress : callable, optional
            Called during the work with the number of texts done.
        known : callable, optional
            Boundaries known from elsewhere, such as the tokens of a pipeline. It is called with the number of a text,
            a place, and whether a hit begins there, and returns true if a word is known to end (or to begin) there.

        Returns
        -------
        Tagged
        """
        dates = [None] * len(texts) if dates is None else dates
        # Boundaries known from elsewhere are places in whole texts, not in pieces.
        pieces = cut(texts, BATCH_CHARACTERS, self._cuts) if known is None else None
        if pieces is not None:
            texts, dates = pieces.texts, [dates[number] for number in pieces.document.tolist()]
        parts = []
        for first, stop in batches(list(map(len, texts))):
            of_batch = None if known is None else _counted_from(first, known)
            part = self._tag_batch(texts[first:stop], dates[first:stop], keep_rejected, of_batch)
            parts.append(part.counted_from(first))
            if progress is not None:
                progress(stop if pieces is None else int(pieces.document[stop - 1]) + (stop == len(texts)))
        tagged = joined(parts) if parts else self._tag_batch([], [], keep_rejected, None)
        return tagged if pieces is None else pieces.of_whole_texts(tagged)

    def _tag_batch(
        self,
        texts: Sequence[str],
        dates: Sequence[PartialDate | None],
        keep_rejected: bool,
        known: KnownBoundary | None,
    ) -> Tagged:
        batch = fold_batch(texts)
        hits = self._overlapping_hits(batch)
        if self.edges != "off":
            hits = refuse_blocked(hits)
            hits = self._judge_chinese(hits, batch, known)
        hits = hits.take(~hits.blocker)
        hits = settle_shared(hits, self.forms, dates)
        hits = choose_longest(hits)
        hits = mark_nested(hits)
        hits = hits.take(hits.refusal != INSIDE_A_LONGER if keep_rejected else hits.standing)
        hits = self._elsewhere.doubt(hits, batch)
        hits = self._use.doubt(hits, dates)
        return _as_tagged(hits, batch, texts)

    def _overlapping_hits(self, batch: FoldedBatch) -> Hits:
        """Every hit of every form and blocker; parts of English words and of longer numbers are refused."""
        targets = self._targets
        found = targets.of_keys(self._automaton.scan(batch.folded.symbols))
        owner = targets.owner[found.number]
        named, members = found.take(owner < len(self.forms)), found.take(owner >= len(self.forms))
        whole = np.ones(len(named), dtype=bool) if self.edges == "off" else self._whole_words(batch, named)
        lists, complete = self._lists_of_members(batch, members)
        first, last = np.append(named.first, lists.first), np.append(named.last, lists.last)
        start, end = batch.folded.places[first], batch.ends(last)
        order = by_place(start, end)
        owner = np.append(targets.owner[named.number], lists.number)[order]
        blocker = owner < 0
        form = np.where(blocker, -1, owner)
        partial = np.append(np.zeros(len(named), dtype=bool), ~complete)[order]
        return Hits(
            form=form,
            phrase=np.where(blocker, -1 - owner, self._phrase[form]),
            blocker=blocker,
            document=batch.documents(start[order]),
            start=start[order],
            end=end[order],
            first=first[order],
            last=last[order],
            listed=self._listed[form],
            refusal=np.where(np.append(whole, np.ones(len(lists), dtype=bool))[order], STANDS, NOT_A_WORD),
            doubts=self._plain[form] | (partial.astype(np.int64) << PARTIAL_LIST),
            nested=np.zeros(len(form), dtype=bool),
        )

    def _lists_of_members(self, batch: FoldedBatch, members: Matches) -> tuple[Matches, Mask]:
        """Spelled-out formulas: matches by the number of the form, and whether all members are in each."""
        targets = self._targets

        def numbered(found: Matches) -> Matches:
            return replace(found, number=targets.owner[found.number] - len(self.forms))

        members = members.take(crowded(targets, numbered(members)))
        members = members.take(self._whole_words(batch, members))
        return spelled_out(targets, batch.folded.symbols, numbered(members))

    def _judge_chinese(self, hits: Hits, batch: FoldedBatch, known: KnownBoundary | None) -> Hits:
        """Refuse Chinese hits that cross a word, and mark those for which this cannot be decided."""
        at = np.flatnonzero(hits.standing & ~hits.blocker)
        at = at[self.chinese[hits.form[at]]]
        verdict = self._boundaries.judge(batch, hits.first[at], hits.last[at], known)
        hits = hits.refused(at[verdict == chinese_boundaries.CROSSING], CROSSING)
        return hits.doubted(at[verdict == chinese_boundaries.UNSURE], BOUNDARY)

    def _whole_words(self, batch: FoldedBatch, found: Matches) -> Mask:
        """Which matches of targets are whole words, if English, and not part of a longer number."""
        targets, target = self._targets, found.number
        begins, ends = targets.begins_numeral[target], targets.ends_numeral[target]
        whole = ~english_boundaries.in_longer_number(batch, found.first, found.last, begins, ends)
        at = np.flatnonzero(targets.spaced[target])
        start, end = batch.folded.places[found.first[at]], batch.ends(found.last[at])
        on_boundaries = english_boundaries.on_word_boundaries(batch, start, end)
        whole[at] &= on_boundaries
        at, start, end = at[on_boundaries], start[on_boundaries], end[on_boundaries]
        example, group = distinct_runs(batch.written, start, end, target[at])
        verdicts = [
            english_boundaries.written_as(targets.wording[number], bool(targets.case[number]))(batch.text(left, right))
            for number, left, right in zip(target[at[example]], start[example], end[example], strict=True)
        ]
        whole[at] &= np.array(verdicts, dtype=bool)[group]
        return whole


def _as_tagged(hits: Hits, batch: FoldedBatch, texts: Sequence[str]) -> Tagged:
    """The hits as mentions, with their wordings in the texts."""
    begin = batch.offsets[hits.document]
    start, end = hits.start - begin, hits.end - begin
    example, wording = distinct_runs(batch.points, hits.start, hits.end, np.zeros_like(hits.start))
    examples = zip(hits.document[example].tolist(), start[example].tolist(), end[example].tolist(), strict=True)
    zh_chars, en_words = batch.count_words()
    return Tagged(
        document=hits.document,
        form=hits.form,
        start=start,
        end=end,
        wording=wording,
        why=hits.why,
        nested=hits.nested,
        zh_chars=zh_chars,
        en_words=en_words,
        garbled=batch.garbled,
        wordings=tuple(texts[number][left:right] for number, left, right in examples),
    )


def _counted_from(first: int, known: KnownBoundary) -> KnownBoundary:
    return lambda document, place, begins: known(document + first, place, begins)


def _choose_edges(choice: EdgeChoice) -> Literal["pkuseg", "dictionary", "off"]:
    if choice not in EDGES:
        raise PartyspeakError(f"edges={choice!r} is not one of {', '.join(EDGES)}")
    if choice == "auto":
        return "pkuseg" if segmenter.is_installed() else "dictionary"
    if choice == "pkuseg":
        segmenter.need_model()
    return choice


@lru_cache(maxsize=2)
def _default_tagger(_model: Path | None) -> Tagger:
    """The default tagger, with or without a model; the parameter is only a key for the cache."""
    return Tagger()
