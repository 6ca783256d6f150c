"""Is a Chinese hit a word of its own? A cheap question for all, a costly one for the few in doubt.

1. *Does a dictionary word straddle an edge?* Where none does, the hit stands at once (nine in ten hits).
   A quotation mark at an edge is an edge for certain.
2. *How much would the segmenter lose* if words had to begin and end where the hit does
   (:meth:`partyspeak.matching.crf.RandomField.reluctance`)? Little: the hit stands. Much: it is refused.
   In between nobody can say, and the hit stays, unsure. Without a model every doubtful hit stays so.

The two limits were set on the doubtful hits of 57 work reports and 12 congress reports. Mentions lie
at 1.0 and below, save a few (求真务实 in 要求真务实 at 2.4 to 3.5); the traps begin at 1.9 (依法治国 in
依法治国家) and most lie above 4 (创新时代 4.4, 国内需求 8 to 14).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from partyspeak.matching.segmenter import loaded_model, word_lines
from partyspeak.text.folding import BREAK, QUOTES, WORD_KINDS, FoldedBatch, fold_table
from partyspeak.text.hashing import HashedSet, distinct_slices, hash_beginnings, hash_columns

__all__ = ["CROSSING", "STANDS", "UNSURE", "ChineseEdges", "WordEdge"]

WordEdge = Callable[[int, int, bool], bool]
"""``(document, place, begins)``: whether a word is known to end before a hit that begins at this place,
or to begin after a hit that ends there. It is asked only where a dictionary word straddles the place."""

STANDS: Final = 0
UNSURE: Final = 1
CROSSING: Final = 2

_STANDS_UP_TO: Final = 1.5
_REFUSED_FROM: Final = 4.0
_LONGEST_WORD: Final = 6
_WINDOW: Final = 7  # of 2,052 doubtful hits in 69 reports one reluctance changes against 10, by 0.5, and no verdict

_Places = NDArray[np.int64]


class ChineseEdges:
    """Judges Chinese hits.

    Parameters
    ----------
    mode : {"dictionary", "pkuseg"}
        With ``pkuseg`` the model is loaded when the first doubtful hit needs it.
    """

    def __init__(self, mode: Literal["dictionary", "pkuseg"]) -> None:
        self.mode = mode

    def judge(
        self, batch: FoldedBatch, first: _Places, last: _Places, word_edge: WordEdge | None = None
    ) -> NDArray[np.int64]:
        """STANDS, UNSURE or CROSSING for each hit.

        Parameters
        ----------
        batch : FoldedBatch
        first, last : int64 arrays
            Indices of each hit's first and last folded symbol.
        word_edge : WordEdge, optional
            What somebody else who cut the text knows; documents are numbered within the batch.
        """
        verdict = np.full(len(first), STANDS, dtype=np.int64)
        symbols, places, kinds = batch.folded.symbols, batch.folded.places, batch.kinds
        before = (first > 0) & ~QUOTES.among(kinds[places[first] - 1])
        after = ~QUOTES.among(kinds[places[last] + 1])
        doubtful = np.zeros(len(first), dtype=bool)
        for begins, is_open, edge in ((True, before, first), (False, after, last + 1)):
            at = np.flatnonzero(is_open)
            at = at[_is_straddled(symbols, edge[at])]
            if word_edge is not None:
                at = at[~_known(batch, places[first[at]] if begins else places[last[at]] + 1, begins, word_edge)]
            doubtful[at] = True
        if self.mode == "dictionary":
            verdict[doubtful] = UNSURE
            return verdict
        at = np.flatnonzero(doubtful)
        verdict[at] = _ask(batch, first[at], last[at] + 1, before[at], after[at])
        return verdict


def _ask(
    batch: FoldedBatch, first: _Places, stop: _Places, before: NDArray[np.bool_], after: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """What the segmenter says of hits, each in its clause; equal ones are asked about once."""
    begin = first - _reaches(batch, first[:, None] - 1 - np.arange(_WINDOW), before)
    end = stop + _reaches(batch, stop[:, None] + np.arange(_WINDOW), after)
    symbols = batch.folded.symbols
    example, group = distinct_slices(symbols, begin, end, (first - begin) * (_WINDOW + 1) + end - stop)
    clauses = [_text(symbols[left:right]) for left, right in zip(begin[example], end[example], strict=True)]
    reluctance = loaded_model().reluctance(clauses, (first - begin)[example], (stop - begin)[example])
    verdict = np.where(reluctance <= _STANDS_UP_TO, STANDS, np.where(reluctance < _REFUSED_FROM, UNSURE, CROSSING))
    return verdict[group]


def _known(batch: FoldedBatch, place: _Places, begins: bool, word_edge: WordEdge) -> NDArray[np.bool_]:
    """Which places somebody knows to be word edges."""
    document = batch.documents(place)
    within = (place - batch.offsets[document]).tolist()
    known = [word_edge(number, at, begins) for number, at in zip(document.tolist(), within, strict=True)]
    return np.array(known, dtype=bool)


def _text(symbols: NDArray[np.uint32]) -> str:
    return symbols.tobytes().decode("utf-32-le", "surrogatepass")


def _reaches(batch: FoldedBatch, indices: _Places, is_open: NDArray[np.bool_]) -> _Places:
    """How many symbols of each row of indices come before the first that is no part of a word.

    At a quotation mark the clause ends.
    """
    there = np.clip(indices, 0, len(batch.folded.symbols) - 1)
    words = WORD_KINDS.among(batch.kinds[batch.folded.places[there]]) & (indices == there) & is_open[:, None]
    return np.logical_and.accumulate(words, axis=1).sum(axis=1)


def _is_straddled(symbols: NDArray[np.uint32], edge: _Places) -> NDArray[np.bool_]:
    """Whether a dictionary word begins before each edge and ends after it.

    The last symbol of a batch is a break, in no word; so an edge near it needs no rule of its own.
    """
    straddled = np.zeros(len(edge), dtype=bool)
    words = _words()
    in_a_word = np.flatnonzero(words.pairs.among(hash_columns([symbols[edge - 1], symbols[edge]])))
    # A row for each edge and each number of symbols before it that a word may take.
    at, taken = np.repeat(in_a_word, _LONGEST_WORD - 1), np.tile(np.arange(1, _LONGEST_WORD), len(in_a_word))
    places = (edge[at] - taken)[:, None] + np.arange(_LONGEST_WORD)
    hashed = hash_beginnings(np.where(places < 0, BREAK, symbols[np.clip(places, 0, len(symbols) - 1)]))
    begins = np.flatnonzero(words.beginnings.among(hashed[np.arange(len(at)), taken]))
    across = np.arange(1, _LONGEST_WORD + 1) > taken[begins, None]
    row = np.nonzero(across)[0]
    straddled[at[begins[row[words.whole.among(hashed[begins][across])]]]] = True
    return straddled


class _Words(NamedTuple):
    pairs: HashedSet  # two neighbours within a word
    beginnings: HashedSet  # the first two or more symbols of a word, and whole words
    whole: HashedSet


@cache
def _words() -> _Words:
    points = np.frombuffer(f"\n{word_lines()}\n".encode("utf-32-le"), dtype=np.uint32)
    symbols = fold_table().symbols[points]
    ends = np.flatnonzero(points == ord("\n"))
    starts, lengths = ends[:-1] + 1, np.diff(ends) - 1
    usual = (lengths >= 2) & (lengths <= _LONGEST_WORD)
    starts, lengths = starts[usual], lengths[usual]
    sizes = range(2, _LONGEST_WORD + 1)
    first = np.concatenate([starts[lengths >= size] + size - 2 for size in sizes])
    pairs = hash_columns([symbols[first], symbols[first + 1]])
    beginnings = [hash_columns(symbols[starts[lengths >= size] + np.arange(size)[:, None]]) for size in sizes]
    whole = [hashed[lengths[lengths >= size] == size] for size, hashed in zip(sizes, beginnings, strict=True)]
    return _Words(HashedSet([pairs]), HashedSet(beginnings), HashedSet(whole))
