"""A first look at a text that leaves only a small part of it to the engine: where can a key be?

At every place of a text, two or three fast tests are made, the *gates*: are the first 1, 2 or 4 symbols the beginning
of a key of at least this length? A gate opens at one place in twelve. Only there, the symbols that follow are
compared too, a few more at a time, for as long as a key continues. What remains, an eighth of a Party document, is
joined and scanned. All comparisons are of hashes; a false match costs time, but never a hit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from partyspeak.text.code_points import code_points
from partyspeak.text.hashing import gram_hashes

__all__ = ["Prefilter"]

_Symbols = NDArray[np.uint32]
_Places = NDArray[np.int64]
_Reach = NDArray[np.uint16]

_GATE_BITS: Final = 5  # a gate opens wrongly at about one place in a hundred; its table should stay in the cache
_STEP_BITS: Final = 4  # a step is wrong at one in twenty of the places that reach it
_FEWEST_BITS, _MOST_BITS = 10, 23
_BEHIND: Final = np.uint32(0x85EBCA77)
_GATES: Final = (1, 2, 4)
_STEPS: Final = (1, 2, 3, 4, 5, 6, 7, 8, 12, 16, 24, 32, 64, 128, 1024)
_GOES_ON: Final = 0x8000
_FARTHEST: Final = 0x7FFF


class Prefilter:
    """Finds the stretches of a text in which a key may be.

    Parameters
    ----------
    keys : sequence of str
        No key may be longer than 32,767 symbols.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        limits = [*_GATES[1:], _FARTHEST + 1]
        by_gate = [[key for key in keys if gate <= len(key) < stop] for gate, stop in zip(_GATES, limits, strict=True)]
        self._gates = [_Gate(gate, mine) for gate, mine in zip(_GATES, by_gate, strict=True) if mine]

    def stretches(self, symbols: _Symbols) -> tuple[_Places, _Places]:
        """Where the stretches begin and end, in order; no two of them touch."""
        reach = np.zeros(len(symbols), dtype=np.uint16)
        for gate in self._gates:
            for at, found in gate.reaches(symbols):
                reach[at] = np.maximum(reach[at], found)
        begins = np.flatnonzero(reach > 0)
        if not len(begins):
            return begins, begins
        ends = np.maximum.accumulate(begins + reach[begins])
        new = np.concatenate(([True], begins[1:] > ends[:-1]))
        return begins[new], np.minimum(ends[np.append(new[1:], True)], len(symbols))


class _Gate:
    """A test of every place, and the further tests of places that pass it."""

    def __init__(self, length: int, keys: Sequence[str]) -> None:
        self._length = length
        joined = code_points("".join(keys))
        key_length = np.fromiter(map(len, keys), dtype=np.int64, count=len(keys))
        start = np.cumsum(key_length) - key_length
        grams = gram_hashes(joined, length)
        self._shift = _shift(len(keys), _GATE_BITS)
        self._opens = np.zeros(1 << (32 - self._shift), dtype=bool)
        self._opens[grams[start] >> self._shift] = True
        self._steps = list(_steps(grams, length, start, key_length))

    def reaches(self, symbols: _Symbols) -> Iterator[tuple[_Places, _Reach]]:
        """Places where a key may begin, and how long the longest such key is."""
        grams = gram_hashes(symbols, self._length)
        # numpy looks up machine integers faster than 32-bit ones.
        at = np.flatnonzero(np.take(self._opens, (grams >> self._shift).astype(np.intp)))
        hashed = np.zeros(len(at), dtype=np.uint32)
        taken = 0
        for length, shift, table in self._steps:
            hashed = _longer(hashed, grams, at, self._length, taken, length)
            taken = length
            found = np.take(table, (hashed >> shift).astype(np.intp))
            reach: _Reach = found & np.uint16(_FARTHEST)
            ends = np.flatnonzero(reach)
            yield at[ends], reach[ends]
            longer = np.flatnonzero(found >= _GOES_ON)
            at, hashed = at[longer], hashed[longer]


def _steps(grams: _Symbols, gate: int, start: _Places, key_length: _Places) -> Iterator[tuple[int, np.uint32, _Reach]]:
    """For each step: its length, how far to shift hashes, and a table by the hash of the first ``length`` symbols.

    The table has the length of the longest key with this beginning that is shorter than the next step, and a flag if
    a longer key has this beginning.
    """
    lengths = [step for step in _STEPS if step >= gate]
    hashed = np.zeros(len(start), dtype=np.uint32)
    taken = 0
    for length, stop in zip(lengths, [*lengths[1:], _FARTHEST + 1], strict=True):
        hashed = _longer(hashed, grams, start, gate, taken, length)
        taken = length
        shift = _shift(len(start), _STEP_BITS)
        table = np.zeros(1 << (32 - shift), dtype=np.uint16)
        ends = key_length < stop
        np.maximum.at(table, hashed[ends] >> shift, key_length[ends].astype(np.uint16))
        table[hashed[~ends] >> shift] |= _GOES_ON
        yield length, shift, table
        hashed, start, key_length = hashed[~ends], start[~ends], key_length[~ends]
        if not len(start):
            return


def _longer(hashed: _Symbols, grams: _Symbols, at: _Places, gate: int, taken: int, length: int) -> _Symbols:
    """Extend hashes of the first ``taken`` symbols to hashes of the first ``length``, one gram at a time.

    At the end of a text, some other gram is used; a stretch is cut off there anyway.
    """
    for last in [*range(taken + gate, length, gate), length]:
        hashed = (hashed + np.take(grams, at + (last - gate), mode="clip")) * _BEHIND
    return hashed


def _shift(keys: int, bits: int) -> np.uint32:
    """How far to shift a hash to get an index into a table for this number of keys."""
    return np.uint32(32 - min(max(keys.bit_length() + bits, _FEWEST_BITS), _MOST_BITS))
