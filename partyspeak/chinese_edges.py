"""Is a Chinese hit a word of its own? A cheap question for all, a costly one for the few in doubt.

1. *Does a dictionary word straddle an edge?* Where none does, the hit stands at once (nine in ten hits).
   A quotation mark at an edge is an edge for certain.
2. *How much would the segmenter lose* if words had to begin and end where the hit does
   (:meth:`partyspeak.segmenter.Segmenter.reluctance`)? Little: the hit stands. Much: it is refused.
   In between nobody can say, and the hit stays, unsure. Without a model every doubtful hit stays so.

The two limits were set on the doubtful hits of 57 work reports and 12 congress reports. Mentions lie
at 1.0 and below, save a few (求真务实 in 要求真务实 at 2.4 to 3.5); the traps begin at 1.9 (依法治国 in
依法治国家) and most lie above 4 (创新时代 4.4, 国内需求 8 to 14).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from partyspeak.folding import BREAK, QUOTES, WORD_KINDS, Batch, fold_table
from partyspeak.prefilter import HashedSet
from partyspeak.segmenter import Segmenter, word_list

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
_WINDOW: Final = 10
_POWERS: Final = np.array([pow(0x9E3779B97F4A7C15, power, 2**64) for power in range(1, 7)], dtype=np.uint64)

_Places = NDArray[np.int64]


class ChineseEdges:
    """Judges Chinese hits, and remembers what the segmenter said.

    Parameters
    ----------
    mode : {"dictionary", "pkuseg"}
        With ``pkuseg`` the model is loaded when the first doubtful hit needs it.
    """

    def __init__(self, mode: Literal["dictionary", "pkuseg"]) -> None:
        self.mode = mode
        self._verdicts: dict[tuple[str, str, str], int] = {}

    def judge(
        self, batch: Batch, first: _Places, last: _Places, word_edge: WordEdge | None = None
    ) -> NDArray[np.int64]:
        """STANDS, UNSURE or CROSSING for each hit.

        Parameters
        ----------
        batch : Batch
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
            at = at[_inside_a_word(symbols, edge[at])]
            at = at[_is_straddled(symbols, edge[at])]
            if word_edge is not None:
                at = at[~_known(batch, places[first[at]] if begins else places[last[at]] + 1, begins, word_edge)]
            doubtful[at] = True
        if self.mode == "dictionary":
            verdict[doubtful] = UNSURE
            return verdict
        at = np.flatnonzero(doubtful)
        left = _clause_before(batch, first[at], before[at])
        right = _clause_after(batch, last[at] + 1, after[at])
        for hit, start, end, *around in zip(at.tolist(), first[at], last[at] + 1, left, right, strict=True):
            verdict[hit] = self._ask(around[0], _text(symbols[start:end]), around[1])
        return verdict

    def _ask(self, left: str, middle: str, right: str) -> int:
        """Ask the segmenter about a hit in its clause."""
        verdict = self._verdicts.get((left, middle, right))
        if verdict is None:
            reluctance = _segmenter().reluctance(left + middle + right, len(left), len(left) + len(middle))
            verdict = STANDS if reluctance <= _STANDS_UP_TO else UNSURE if reluctance < _REFUSED_FROM else CROSSING
            self._verdicts[left, middle, right] = verdict
        return verdict


def _known(batch: Batch, place: _Places, begins: bool, word_edge: WordEdge) -> NDArray[np.bool_]:
    """Which places somebody knows to be word edges."""
    document = batch.documents(place)
    within = (place - batch.offsets[document]).tolist()
    known = [word_edge(number, at, begins) for number, at in zip(document.tolist(), within, strict=True)]
    return np.array(known, dtype=bool)


def _text(symbols: NDArray[np.uint32]) -> str:
    return symbols.tobytes().decode("utf-32-le", "surrogatepass")


def _clause_before(batch: Batch, edge: _Places, is_open: NDArray[np.bool_]) -> list[str]:
    """What stands before each edge in its clause; at a quotation mark the clause ends."""
    text, length = _clause(batch, edge[:, None] - 1 - np.arange(_WINDOW), is_open)
    return [text[row : row + taken][::-1] for row, taken in zip(range(0, len(text), _WINDOW), length, strict=True)]


def _clause_after(batch: Batch, edge: _Places, is_open: NDArray[np.bool_]) -> list[str]:
    text, length = _clause(batch, edge[:, None] + np.arange(_WINDOW), is_open)
    return [text[row : row + taken] for row, taken in zip(range(0, len(text), _WINDOW), length, strict=True)]


def _clause(batch: Batch, indices: _Places, is_open: NDArray[np.bool_]) -> tuple[str, list[int]]:
    """The symbols at each row of indices in one text, and how many come before the first that is no part of a word."""
    there = np.clip(indices, 0, len(batch.folded.symbols) - 1)
    words = WORD_KINDS.among(batch.kinds[batch.folded.places[there]]) & (indices == there) & is_open[:, None]
    return _text(batch.folded.symbols[there]), np.logical_and.accumulate(words, axis=1).sum(axis=1).tolist()


@cache
def _segmenter() -> Segmenter:
    return Segmenter()


def _inside_a_word(symbols: NDArray[np.uint32], edge: _Places) -> NDArray[np.bool_]:
    """Whether the two symbols around an edge are ever neighbours in a word; if not, no word straddles it."""
    return _words().pairs.among(_hash([symbols[edge - 1], symbols[edge]]))


def _is_straddled(symbols: NDArray[np.uint32], edge: _Places) -> NDArray[np.bool_]:
    """Whether a dictionary word begins before each edge and ends after it.

    The last symbol of a batch is a break, in no word; so an edge near it needs no rule of its own.
    """
    straddled = np.zeros(len(edge), dtype=bool)
    around = np.arange(1 - _LONGEST_WORD, _LONGEST_WORD - 1)[:, None] + edge
    columns = symbols[np.clip(around, 0, len(symbols) - 1)]
    columns[around < 0] = BREAK
    for taken in range(1, _LONGEST_WORD):
        first = _LONGEST_WORD - 1 - taken
        for length in range(taken + 1, _LONGEST_WORD + 1):
            straddled |= _words().whole.among(_hash(columns[first : first + length]))
    return straddled


def _hash(columns: Sequence[NDArray[np.uint32]] | NDArray[np.uint32]) -> NDArray[np.uint64]:
    """One number for the symbols of each word; in 64 bits no two of 375,000 words are to be feared to share one."""
    hashed = np.zeros(len(columns[0]), dtype=np.uint64)
    for column, power in zip(columns, _POWERS, strict=False):
        hashed += column * power
    return hashed


class _Words(NamedTuple):
    pairs: HashedSet  # two neighbours within a word
    whole: HashedSet


@cache
def _words() -> _Words:
    joined = "\n".join(("", *word_list(), ""))
    symbols = fold_table().symbols[np.frombuffer(joined.encode("utf-32-le"), dtype=np.uint32)]
    ends = np.flatnonzero(symbols == ord("\n"))
    starts, lengths = ends[:-1] + 1, np.diff(ends) - 1
    inside = (symbols[:-1] != ord("\n")) & (symbols[1:] != ord("\n"))
    pairs = _hash([symbols[:-1][inside], symbols[1:][inside]])
    words = (
        _hash(symbols[starts[lengths == length] + np.arange(length)[:, None]]) for length in range(2, _LONGEST_WORD + 1)
    )
    return _Words(HashedSet([pairs]), HashedSet(words))
