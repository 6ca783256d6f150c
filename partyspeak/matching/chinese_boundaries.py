"""Boundaries of Chinese hits: a fast test for all hits, and a slow one for the few in doubt.

1. *Does a dictionary word straddle a boundary?* If none does, the hit is accepted at once (nine in ten hits).
   A quotation mark next to a hit is certainly a boundary.
2. *How much would the segmenter lose* if words had to begin and end where the hit does
   (:meth:`partyspeak.matching.segmenter.Segmenter.reluctance`)? If little, the hit is accepted. If much, it is
   refused. In between, it cannot be decided, and the hit is kept as unsure. Without a model, every doubtful hit is
   kept as unsure.

The two limits were set on the doubtful hits of 57 work reports and 12 congress reports. True mentions have values of
1.0 or less, except a few (求真务实 in 要求真务实 has 2.4 to 3.5). False hits begin at 1.9 (依法治国 in 依法治国家), and
most have more than 4 (创新时代 4.4, 国内需求 8 to 14).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from partyspeak.matching.hits import Integers, Mask
from partyspeak.matching.segmenter import Segmenter
from partyspeak.text.code_points import as_text, code_points
from partyspeak.text.folding import BREAK, QUOTES, WORD_KINDS, FoldedBatch, fold_table
from partyspeak.text.hashing import HashedSet, distinct_runs, hash_beginnings, hash_rows

__all__ = ["CROSSING", "STANDS", "UNSURE", "ChineseBoundaries", "KnownBoundary"]

KnownBoundary = Callable[[int, int, bool], bool]
"""A function of ``(document, place, begins)``: whether a word is known to end before a hit that begins at this place,
or to begin after a hit that ends there. It is called only if a dictionary word straddles the place."""

STANDS: Final = 0
UNSURE: Final = 1
CROSSING: Final = 2

_STANDS_UP_TO: Final = 1.5
_REFUSED_FROM: Final = 4.0
_LONGEST_WORD: Final = 6
# With 10, the reluctance of one in 2,052 doubtful hits of 69 reports changes (by 0.5), and no verdict changes.
_WINDOW: Final = 7


class ChineseBoundaries:
    """Judges the boundaries of Chinese hits.

    Parameters
    ----------
    segmenter : Segmenter
        Its model is loaded only when a hit is in doubt.
    only_dictionary : bool
        Never use the model, so every hit in doubt stays unsure.
    """

    def __init__(self, segmenter: Segmenter, *, only_dictionary: bool = False) -> None:
        self._segmenter = segmenter
        self._only_dictionary = only_dictionary

    def judge(
        self, batch: FoldedBatch, first: Integers, last: Integers, known: KnownBoundary | None = None
    ) -> Integers:
        """STANDS, UNSURE or CROSSING for each hit.

        Parameters
        ----------
        batch : FoldedBatch
        first, last : int64 arrays
            Indices of each hit's first and last folded symbol.
        known : callable, optional
            Boundaries known from elsewhere; documents are numbered within the batch.
        """
        verdict = np.full(len(first), STANDS, dtype=np.int64)
        symbols, places, kinds = batch.folded.symbols, batch.folded.places, batch.kinds
        before = (first > 0) & ~QUOTES.among(kinds[places[first] - 1])
        after = ~QUOTES.among(kinds[places[last] + 1])
        doubtful = np.zeros(len(first), dtype=bool)
        dictionary = _dictionary(self._segmenter)
        for begins, is_open, boundary in ((True, before, first), (False, after, last + 1)):
            at = np.flatnonzero(is_open)
            at = at[_is_straddled(dictionary, symbols, boundary[at])]
            if known is not None:
                at = at[~_is_known(batch, places[first[at]] if begins else places[last[at]] + 1, begins, known)]
            doubtful[at] = True
        at = np.flatnonzero(doubtful)
        if self._only_dictionary:
            verdict[at] = UNSURE
        elif len(at):
            verdict[at] = self._ask(batch, first[at], last[at] + 1, before[at], after[at])
        return verdict

    def _ask(self, batch: FoldedBatch, first: Integers, stop: Integers, before: Mask, after: Mask) -> Integers:
        """The segmenter's verdict on each hit in its clause; equal cases are computed once."""
        begin = first - _reaches(batch, first[:, None] - 1 - np.arange(_WINDOW), before)
        end = stop + _reaches(batch, stop[:, None] + np.arange(_WINDOW), after)
        symbols = batch.folded.symbols
        example, group = distinct_runs(symbols, begin, end, (first - begin) * (_WINDOW + 1) + end - stop)
        clauses = [as_text(symbols[left:right]) for left, right in zip(begin[example], end[example], strict=True)]
        reluctance = self._segmenter.reluctance(clauses, (first - begin)[example], (stop - begin)[example])
        verdict = np.where(reluctance <= _STANDS_UP_TO, STANDS, np.where(reluctance < _REFUSED_FROM, UNSURE, CROSSING))
        return verdict[group]


def _is_known(batch: FoldedBatch, place: Integers, begins: bool, known: KnownBoundary) -> Mask:
    """Which places are boundaries known from elsewhere."""
    document = batch.documents(place)
    within = (place - batch.offsets[document]).tolist()
    answers = [known(number, at, begins) for number, at in zip(document.tolist(), within, strict=True)]
    return np.array(answers, dtype=bool)


def _reaches(batch: FoldedBatch, indices: Integers, is_open: Mask) -> Integers:
    """The number of symbols in each row of indices before the first that is not part of a word.

    A quotation mark ends the clause.
    """
    there = np.clip(indices, 0, len(batch.folded.symbols) - 1)
    words = WORD_KINDS.among(batch.kinds[batch.folded.places[there]]) & (indices == there) & is_open[:, None]
    return np.logical_and.accumulate(words, axis=1).sum(axis=1)


def _is_straddled(words: _Dictionary, symbols: NDArray[np.uint32], boundary: Integers) -> Mask:
    """Whether a dictionary word begins before each boundary and ends after it.

    The last symbol of a batch is a break and is in no word, so a boundary near it needs no special rule.
    """
    straddled = np.zeros(len(boundary), dtype=bool)
    in_a_word = np.flatnonzero(words.pairs.among(hash_rows([symbols[boundary - 1], symbols[boundary]])))
    # One row per boundary and number of symbols that a word may have before it.
    at, taken = np.repeat(in_a_word, _LONGEST_WORD - 1), np.tile(np.arange(1, _LONGEST_WORD), len(in_a_word))
    places = (boundary[at] - taken)[:, None] + np.arange(_LONGEST_WORD)
    hashed = hash_beginnings(np.where(places < 0, BREAK, symbols[np.clip(places, 0, len(symbols) - 1)]))
    begins = np.flatnonzero(words.beginnings.among(hashed[np.arange(len(at)), taken]))
    across = np.arange(1, _LONGEST_WORD + 1) > taken[begins, None]
    row = np.nonzero(across)[0]
    straddled[at[begins[row[words.whole.among(hashed[begins][across])]]]] = True
    return straddled


class _Dictionary(NamedTuple):
    pairs: HashedSet  # two adjacent symbols within a word
    beginnings: HashedSet  # the first two or more symbols of a word, and whole words
    whole: HashedSet


@cache
def _dictionary(segmenter: Segmenter) -> _Dictionary:
    points = code_points(f"\n{segmenter.word_lines()}\n")
    symbols = fold_table().symbols[points]
    ends = np.flatnonzero(points == ord("\n"))
    starts, lengths = ends[:-1] + 1, np.diff(ends) - 1
    usual = (lengths >= 2) & (lengths <= _LONGEST_WORD)
    starts, lengths = starts[usual], lengths[usual]
    sizes = range(2, _LONGEST_WORD + 1)
    first = np.concatenate([starts[lengths >= size] + size - 2 for size in sizes])
    pairs = hash_rows([symbols[first], symbols[first + 1]])
    beginnings = [hash_rows(symbols[starts[lengths >= size] + np.arange(size)[:, None]]) for size in sizes]
    whole = [hashed[lengths[lengths >= size] == size] for size, hashed in zip(sizes, beginnings, strict=True)]
    return _Dictionary(HashedSet([pairs]), HashedSet(beginnings), HashedSet(whole))
