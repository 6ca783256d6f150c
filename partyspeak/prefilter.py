"""Where in a text can a key begin at all? A first look that leaves the engine a small part of a text.

Keys are sorted by length into classes of 1, 2 and 3, 4 to 7, 8 to 15 … symbols. For each class a table
says, by the hash of the first 1, 2, 4, 8 … symbols of its keys, how far a key that begins so can reach.
The first three tables are asked about every place of a text, the others only where a table before says
that a longer key may begin. What is left, less than a quarter of a Party document, is put together and scanned.
A mistaken hash costs time and never a hit.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["Prefilter"]

_Reach = NDArray[np.uint16]

_BITS: Final = 20
_MULTIPLIER: Final = np.uint32(0x9E3779B1)
_SHIFT: Final = np.uint32(32 - _BITS)
_ASKED_EVERYWHERE: Final = (1, 2, 4)
_GOES_ON: Final = 0x8000
_FARTHEST: Final = 0x7FFF


class Prefilter:
    """Finds the stretches of a text in which a key may stand.

    Parameters
    ----------
    keys : sequence of str
        None longer than 32,767 symbols.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        self._tables: dict[int, _Reach] = {}
        longest = max(map(len, keys), default=0)
        length = 1
        while length <= longest:
            mine = [key for key in keys if length <= len(key) < 2 * length]
            longer = [key for key in keys if len(key) >= 2 * length] if length >= _ASKED_EVERYWHERE[-1] else []
            if mine or longer:
                self._tables[length] = _table(mine, longer, length)
            length *= 2

    def stretches(self, symbols: NDArray[np.uint32]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Where the stretches begin and end, in order, none touching another."""
        reach = self._reaches(symbols)
        begins = np.flatnonzero(reach)
        if not len(begins):
            return begins, begins
        ends = np.maximum.accumulate(begins + reach[begins])
        new = np.concatenate(([True], begins[1:] > ends[:-1]))
        return begins[new], np.minimum(ends[np.append(new[1:], True)], len(symbols))

    def _reaches(self, symbols: NDArray[np.uint32]) -> _Reach:
        """For each place, how long a key that begins there may be; 0 where none can."""
        reach = np.zeros(len(symbols), dtype=np.uint16)
        goes_on = np.zeros(0, dtype=np.int64)
        for length, table in self._tables.items():
            if length <= _ASKED_EVERYWHERE[-1]:
                found = np.take(table, _hashes(symbols, length))
                goes_on = np.flatnonzero(found >= _GOES_ON)
                found &= _FARTHEST
                np.maximum(reach[: len(found)], found, out=reach[: len(found)])
            else:
                at = goes_on[goes_on + length <= len(symbols)]
                found = np.take(table, _hashes_at(symbols, at, length))
                reach[at] = np.maximum(reach[at], found & _FARTHEST)
                goes_on = at[found >= _GOES_ON]
        return reach


def _table(mine: Sequence[str], longer: Sequence[str], length: int) -> _Reach:
    """By the hash of first symbols: the longest key that begins so, and a sign where a longer class has one."""
    table = np.zeros(1 << _BITS, dtype=np.uint16)
    np.maximum.at(table, _first_hashes(mine, length), np.array([len(key) for key in mine], dtype=np.uint16))
    table[_first_hashes(longer, length)] |= _GOES_ON
    return table


def _first_hashes(keys: Sequence[str], length: int) -> NDArray[np.uint32]:
    joined = "".join(key[:length] for key in keys)
    symbols = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    return _hashes_at(symbols, np.arange(0, len(symbols), length), length)


def _hashes(symbols: NDArray[np.uint32], length: int) -> NDArray[np.uint32]:
    """A hash of each run of so many symbols."""
    count = max(len(symbols) - length + 1, 0)
    hashed = symbols[:count] * _MULTIPLIER
    for place in range(1, length):
        hashed += symbols[place : count + place]
        hashed *= _MULTIPLIER
    hashed >>= _SHIFT
    return hashed


def _hashes_at(symbols: NDArray[np.uint32], places: NDArray[np.int64], length: int) -> NDArray[np.uint32]:
    """The same at some places only."""
    hashed = np.zeros(len(places), dtype=np.uint32)
    for place in range(length):
        hashed += symbols[places + place]
        hashed *= _MULTIPLIER
    hashed >>= _SHIFT
    return hashed
