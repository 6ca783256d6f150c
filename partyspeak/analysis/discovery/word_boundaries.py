"""Do the occurrences of a Chinese string begin and end at the edges of words? Asked of a few of each."""

from __future__ import annotations

from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from partyspeak.analysis.discovery.symbols import Stream
from partyspeak.matching.chinese_boundaries import CROSSING, STANDS, ChineseBoundaries
from partyspeak.matching.segmenter import Pkuseg
from partyspeak.text.folding import fold_batch

__all__ = ["standing"]

Integers = NDArray[np.int64]

_ASKED: Final = 6
_WINDOW: Final = 10
_OF_VERDICT: Final = {STANDS: 1.0, CROSSING: 0.0}
_UNSURE: Final = 0.5


def standing(
    stream: Stream, length: Integers, offsets: Integers, places: Integers, mode: Literal["dictionary", "pkuseg"]
) -> NDArray[np.float64]:
    """The share of occurrences, of up to six of each string, that are words; unsure ones count half.

    Parameters
    ----------
    stream : Stream
        A Chinese one.
    length : int64 array
        Of each string.
    offsets : int64 array
        Where the occurrences of each string begin in ``places``, and where the last one's end.
    places : int64 array
    mode : {"dictionary", "pkuseg"}
        See :class:`partyspeak.matching.chinese_boundaries.ChineseBoundaries`.
    """
    if not len(length):
        return np.zeros(0)
    owner, asked = _spread_over(offsets)
    clauses, begins = [], []
    for place, size in zip(places[asked].tolist(), length[owner].tolist(), strict=True):
        clause, begin = _clause(stream, place, size)
        clauses.append(clause)
        begins.append(begin)
    batch = fold_batch(clauses)
    first = np.searchsorted(batch.folded.places, batch.offsets[:-1] + np.array(begins))
    boundaries = ChineseBoundaries(Pkuseg(), only_dictionary=mode == "dictionary")
    verdict = boundaries.judge(batch, first, first + length[owner] - 1)
    stands = np.array([_OF_VERDICT.get(value, _UNSURE) for value in verdict.tolist()])
    return np.asarray(np.bincount(owner, weights=stands) / np.bincount(owner))


def _spread_over(offsets: Integers) -> tuple[Integers, Integers]:
    """Up to six occurrences of each string, evenly over all of them: their owner and their place in the list."""
    count = np.diff(offsets)
    asked = np.minimum(count, _ASKED)
    owner = np.repeat(np.arange(len(count)), asked)
    within = np.arange(len(owner)) - np.repeat(np.cumsum(asked) - asked, asked)
    return owner, offsets[:-1][owner] + within * count[owner] // asked[owner]


def _clause(stream: Stream, place: int, length: int) -> tuple[str, int]:
    """The words around an occurrence, and where it begins in them; at a quotation mark the clause ends."""
    left = 0 if stream.opens[place] else min(_WINDOW, place)
    right = 0 if stream.closes[place + length - 1] else _WINDOW
    around = stream.symbols[place - left : place + length + right].tolist()
    return "".join(stream.wordings[symbol] or "。" for symbol in around), left
