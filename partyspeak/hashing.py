"""Short runs of symbols as 64-bit numbers, and sets of such numbers that are asked about many at once.

In 64 bits no two of a million runs are to be feared to share one number (the chance is below one in ten million).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["HashedSet", "Hashes", "distinct", "hash_beginnings", "hash_columns", "mixed"]

Hashes = NDArray[np.uint64]

_MULTIPLIER: Final = 0x9E3779B97F4A7C15
_POWERS: Final = np.array([pow(_MULTIPLIER, power, 2**64) for power in range(1, 9)], dtype=np.uint64)


def hash_columns(columns: Sequence[NDArray[Any]] | NDArray[Any]) -> Hashes:
    """One number for each row of up to eight columns.

    Examples
    --------
    >>> text = np.array([1, 2, 1, 2])
    >>> hashed = hash_columns([text[:-1], text[1:]])
    >>> bool(hashed[0] == hashed[2]), bool(hashed[0] == hashed[1])
    (True, False)
    """
    hashed = np.zeros(len(columns[0]), dtype=np.uint64)
    for column, power in zip(columns, _POWERS, strict=False):
        hashed += column.astype(np.uint64, copy=False) * power
    return hashed


def hash_beginnings(rows: NDArray[Any]) -> Hashes:
    """Of each row of up to eight columns the hashes of its first, its first two … columns.

    Examples
    --------
    >>> rows = np.array([[1, 2, 3]])
    >>> bool(hash_beginnings(rows)[0, 1] == hash_columns(rows.T[:2])[0])
    True
    """
    return np.cumsum(rows.astype(np.uint64, copy=False) * _POWERS[: rows.shape[1]], axis=1, dtype=np.uint64)


def mixed(hashed: Hashes) -> Hashes:
    """The same numbers, spread so that numbers made of them can be hashed again (the end of MurmurHash3)."""
    hashed = (hashed ^ (hashed >> np.uint64(33))) * np.uint64(0xFF51AFD7ED558CCD)
    hashed = (hashed ^ (hashed >> np.uint64(33))) * np.uint64(0xC4CEB9FE1A85EC53)
    return hashed ^ (hashed >> np.uint64(33))


def distinct(numbers: Hashes) -> Hashes:
    """Sorted, each once; numpy.unique takes fifty times as long for numbers that are sorted already."""
    numbers = np.sort(numbers)
    return numbers[np.append(True, numbers[1:] != numbers[:-1])[: len(numbers)]]


class HashedSet:
    """A set of 64-bit numbers that is asked about many numbers at once.

    A number's first bits say where among the sorted members it would be, give or take a few.

    Parameters
    ----------
    numbers : iterable of uint64 arrays
        Its members; they should be spread as hashes are.

    Attributes
    ----------
    members : uint64 array
        Sorted, each once.
    """

    def __init__(self, numbers: Iterable[Hashes]) -> None:
        self.members = distinct(np.concatenate([*numbers, np.zeros(0, dtype=np.uint64)]))
        bits = min(len(self.members).bit_length() + 1, 24)
        self._shift = np.uint64(64 - bits)
        inside = np.bincount((self.members >> self._shift).astype(np.int64), minlength=1 << bits)
        self._first = np.zeros(len(inside) + 1, dtype=np.int32)
        np.cumsum(inside, out=self._first[1:])

    def __contains__(self, number: int) -> bool:
        return bool(self.among(np.array([number], dtype=np.uint64))[0])

    def among(self, numbers: Hashes) -> NDArray[np.bool_]:
        """Which of the numbers are in the set."""
        found = np.zeros(len(numbers), dtype=bool)
        found[self.find(numbers)[0]] = True
        return found

    def find(self, numbers: Hashes) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Which of the numbers are in the set (in order), and the place of each among the members."""
        bucket = (numbers >> self._shift).astype(np.int64)
        place, stop = self._first[bucket], self._first[bucket + 1]
        at = np.flatnonzero(place < stop)
        found, places = [], []
        while len(at):
            same = self.members[place[at]] == numbers[at]
            found.append(at[same])
            places.append(place[at[same]])
            place[at] += 1
            at = at[~same & (place[at] < stop[at])]
        if not found:
            return at, at
        order = np.argsort(np.concatenate(found), kind="stable")
        return np.concatenate(found)[order], np.concatenate(places)[order].astype(np.int64)
