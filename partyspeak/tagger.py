"""The tagger: texts in, mentions out, as arrays; no pandas and no files.

The order of the steps is fixed: **all overlapping hits → edges → blockers → shared forms → choice of
the longest**. A longest hit that fails its edges would otherwise hide a shorter one that stands
(共同富裕 inside 坚持共同富裕).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from partyspeak import edges
from partyspeak.automaton import Automaton
from partyspeak.dates import PartialDate
from partyspeak.folding import Batch, fold, fold_batch
from partyspeak.forms import expand
from partyspeak.lexicon import Form, Lexicon
from partyspeak.phrases import Language

__all__ = ["REASONS", "Mention", "Tagged", "Tagger"]

_Array = NDArray[np.int64]
_Mask = NDArray[np.bool_]

REASONS: Final = ("", "not a word", "blocked", "another phrase", "inside a longer mention")
"""Why a hit was refused, by number; 0 is a hit that stands."""

_NOT_A_WORD, _BLOCKED, _OTHER_PHRASE, _SHORTER = 1, 2, 3, 4

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
        False for a form that is ordinary language too, or that two phrases claim.
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
    reason: _Array
    zh_chars: _Array
    en_words: _Array


class Tagger:
    """Finds the phrases of a lexicon in texts.

    Parameters
    ----------
    lexicon : Lexicon, optional
        The curated one when left out.

    Examples
    --------
    >>> tagger = Tagger()
    >>> [(mention.phrase, mention.text) for mention in tagger.mentions("加快构建“双 循环”新格局")]
    [('dual-circulation', '双 循环')]
    """

    def __init__(self, lexicon: Lexicon | None = None) -> None:
        self.lexicon = Lexicon.default() if lexicon is None else lexicon
        owned = [(phrase, form) for phrase in self.lexicon.values() for form in phrase.forms]
        self.phrases: tuple[str, ...] = tuple(phrase.id for phrase, _ in owned)
        self.forms: tuple[Form, ...] = tuple(form for _, form in owned)
        numbers = {id: number for number, id in enumerate(self.lexicon)}
        self.phrase_of_form: _Array = np.array([numbers[phrase.id] for phrase, _ in owned], dtype=np.int64)
        self._english = np.array([form.lang == "en" for form in self.forms], dtype=bool)
        self._plain = np.array([form.plain for form in self.forms], dtype=bool)
        self._compile()

    @cached_property
    def settings(self) -> dict[str, str]:
        """What decides the rows besides the input: equal settings give equal rows."""
        import partyspeak

        return {"partyspeak": partyspeak.__version__, "lexicon": self.lexicon.version, "engine": "pyahocorasick"}

    def _compile(self) -> None:
        """Fold every wording of every form, and every blocker, into the keys of one automaton.

        Forms of different phrases may fold alike, so a key has a list of targets: (form, wording) pairs.
        A blocker is a target whose form number is minus one minus its phrase's number.
        """
        targets: dict[str, dict[int, str]] = defaultdict(dict)
        for number, form in enumerate(self.forms):
            for wording in expand(form.text, form.lang):
                targets[fold(wording)].setdefault(number, wording)
        for number, phrase in enumerate(self.lexicon.values()):
            for blocker in (*phrase.not_zh, *phrase.not_en):
                targets[fold(blocker)].setdefault(-1 - number, blocker)
        targets.pop("", None)
        self._automaton = Automaton(list(targets))
        counts = [len(owners) for owners in targets.values()]
        self._first_target: _Array = np.concatenate(([0], np.cumsum(counts, dtype=np.int64)))
        pairs = [(number, wording) for owners in targets.values() for number, wording in owners.items()]
        self._target_form: _Array = np.array([number for number, _ in pairs], dtype=np.int64)
        self._target_wording = [wording for _, wording in pairs]
        keys = [key for key, owners in targets.items() for _ in owners]
        self._begins_numeral = np.array([edges.begins_with_numeral(key) for key in keys], dtype=bool)
        self._ends_numeral = np.array([edges.ends_with_numeral(key) for key in keys], dtype=bool)

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
        tagged = self.tag([text], [date])
        columns = (tagged.form, tagged.start, tagged.end, tagged.sure, tagged.nested)
        return [
            Mention(
                self.phrases[form], self.forms[form].text, self.forms[form].lang,
                start, end, text[start:end], sure, nested,
            )
            for form, start, end, sure, nested in zip(*(column.tolist() for column in columns), strict=True)
        ]  # fmt: skip

    def tag(
        self,
        texts: Sequence[str],
        dates: Sequence[PartialDate | None] | None = None,
        *,
        keep_rejected: bool = False,
        progress: Callable[[int], object] | None = None,
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

        Returns
        -------
        Tagged
        """
        dates = [None] * len(texts) if dates is None else dates
        parts = []
        for first, stop in _batches(texts):
            parts.append(self._tag_batch(texts[first:stop], dates[first:stop], first, keep_rejected))
            if progress is not None:
                progress(stop)
        if not parts:
            return self._tag_batch([], [], 0, keep_rejected)
        names = Tagged.__dataclass_fields__
        return Tagged(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in names})

    def _tag_batch(
        self, texts: Sequence[str], dates: Sequence[PartialDate | None], first_document: int, keep_rejected: bool
    ) -> Tagged:
        batch = fold_batch(texts)
        target, first, last = self._overlapping_hits(batch)
        places = batch.folded.places
        start, end = places[first], places[last] + 1
        document = batch.documents(start)
        reason = np.zeros(len(target), dtype=np.int64)
        reason[~self._whole_words(batch, texts, target, first, last)] = _NOT_A_WORD
        form = self._target_form[target]
        blocker = form < 0
        phrase = np.where(blocker, -1 - form, self.phrase_of_form[np.where(blocker, 0, form)] if len(self.forms) else 0)
        reason[(reason == 0) & ~blocker & _inside_blocker(phrase, start, end, blocker)] = _BLOCKED
        other, unsure = self._settle_shared(form, start, end, document, dates, (reason == 0) & ~blocker)
        reason[other] = _OTHER_PHRASE
        standing = np.flatnonzero((reason == 0) & ~blocker)
        reason[standing[~_longest(phrase[standing], start[standing], end[standing])]] = _SHORTER
        nested = np.zeros(len(form), dtype=bool)
        standing = np.flatnonzero((reason == 0) & ~blocker)
        nested[standing] = _nested(start[standing], end[standing])
        refused = (reason != 0) & (reason != _SHORTER) if keep_rejected else False
        kept = np.flatnonzero(~blocker & ((reason == 0) | refused))
        kept = kept[np.lexsort((form[kept], -end[kept], start[kept]))]
        sure = ~self._plain[form[kept]] & ~unsure[kept] & (reason[kept] == 0)
        begin = batch.offsets[document[kept]]
        zh_chars, en_words = batch.count_words()
        return Tagged(
            document[kept] + first_document, form[kept], start[kept] - begin, end[kept] - begin,
            sure, nested[kept], reason[kept], zh_chars, en_words,
        )  # fmt: skip

    def _overlapping_hits(self, batch: Batch) -> tuple[_Array, _Array, _Array]:
        """Every target of every hit, with the indices of its first and last folded symbol."""
        hits = self._automaton.scan(batch.folded.symbols)
        count = self._first_target[hits.key + 1] - self._first_target[hits.key]
        hit = np.repeat(np.arange(len(count)), count)
        within = np.arange(len(hit)) - np.repeat(np.cumsum(count) - count, count)
        return self._first_target[hits.key[hit]] + within, hits.start[hit], hits.end[hit] - 1

    def _whole_words(self, batch: Batch, texts: Sequence[str], target: _Array, first: _Array, last: _Array) -> _Mask:
        """Which hits are words of their own; blockers need not be."""
        form = self._target_form[target]
        places = batch.folded.places
        whole = np.ones(len(target), dtype=bool)
        whole &= ~edges.in_longer_number(
            batch, first, last, self._begins_numeral[target] & (form >= 0), self._ends_numeral[target] & (form >= 0)
        )
        at = np.flatnonzero((form >= 0) & self._english[form] if len(self.forms) else form >= 0)
        start, end = places[first[at]], places[last[at]] + 1
        whole[at] &= edges.on_word_edges(batch, start, end)
        document = batch.documents(start)
        begin = batch.offsets[document]
        verdicts: dict[tuple[int, str], bool] = {}
        columns = (at, document, start - begin, end - begin, target[at], form[at])
        for hit, text, left, right, number, owner in zip(*(column.tolist() for column in columns), strict=True):
            if whole[hit]:
                written = texts[text][left:right]
                verdict = verdicts.get((number, written))
                if verdict is None:
                    test = edges.written_as(self._target_wording[number], self.forms[owner].case)
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
        alike = (np.diff(start[at]) == 0) & (np.diff(end[at]) == 0)
        unsure = np.zeros(len(form), dtype=bool)
        other: list[int] = []
        for group in np.split(at, np.flatnonzero(~alike) + 1) if alike.any() else ():
            if len(group) < 2:
                continue
            date = dates[document[group[0]]]
            fitting = [hit for hit in group.tolist() if _in_use(self.forms[form[hit]], date)]
            phrases = {self.phrase_of_form[form[hit]] for hit in fitting}
            if fitting and len(phrases) == 1 and date is not None:
                other += sorted(set(group.tolist()) - set(fitting))
            elif len({self.phrase_of_form[number] for number in form[group]}) > 1:
                unsure[group] = True
        return other, unsure


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


def _inside_blocker(phrase: _Array, start: _Array, end: _Array, blocker: _Mask) -> _Mask:
    """Which hits lie inside a blocker of their own phrase."""
    inside = np.zeros(len(phrase), dtype=bool)
    for number in np.unique(phrase[blocker]):
        mine = np.flatnonzero((phrase == number) & ~blocker)
        for left, right in zip(start[blocker & (phrase == number)], end[blocker & (phrase == number)], strict=True):
            inside[mine[(start[mine] >= left) & (end[mine] <= right)]] = True
    return inside


def _longest(phrase: _Array, start: _Array, end: _Array) -> _Mask:
    """Of overlapping hits of one phrase, the longest, then the leftmost; the others go."""
    keep = np.ones(len(phrase), dtype=bool)
    order = np.lexsort((end, start, phrase))
    phrase, start, end = phrase[order], start[order], end[order]
    span = int(end.max(initial=0)) + 1
    reach = np.maximum.accumulate(end + phrase * span) if len(end) else end
    overlaps = (start + phrase * span)[1:] < reach[:-1]
    for group in np.split(np.arange(len(order)), np.flatnonzero(~overlaps) + 1) if overlaps.any() else ():
        taken: list[tuple[int, int]] = []
        if len(group) == 1:
            continue
        for hit in sorted(group.tolist(), key=lambda hit: (start[hit] - end[hit], start[hit])):
            if any(start[hit] < right and left < end[hit] for left, right in taken):
                keep[order[hit]] = False
            else:
                taken.append((int(start[hit]), int(end[hit])))
    return keep


def _nested(start: _Array, end: _Array) -> _Mask:
    """Which mentions lie inside a longer one; overlapping mentions are of different phrases here."""
    nested = np.zeros(len(start), dtype=bool)
    if not len(start):
        return nested
    order = np.lexsort((-end, start))
    left, right = start[order], end[order]
    run = np.maximum.accumulate(np.where(np.diff(left, prepend=left[0] - 1) != 0, np.arange(len(left)), 0))
    reach_before = np.concatenate(([-1], np.maximum.accumulate(right)[:-1]))[run]
    nested[order] = (reach_before >= right) | (right < right[run])
    return nested
