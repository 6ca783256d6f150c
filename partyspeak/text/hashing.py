"""Short runs of symbols as 64-bit numbers, and sets of such numbers that are asked about many at once.

In 64 bits no two of a million runs are to be feared to share one number (the chance is below one in ten million).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "HashedSet",
    "Hashes",
    "RunHashes",
    "distinct",
    "distinct_slices",
    "hash_beginnings",
    "hash_columns",
    "mixed",
]

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


_Array = NDArray[np.int64]


def distinct_slices(points: NDArray[np.uint32], start: _Array, end: _Array, label: _Array) -> tuple[_Array, _Array]:
    """Group slices that have one content and one label.

    Parameters
    ----------
    points : uint32 array
        Code points.
    start, end : int64 arrays
        Half open, none empty.
    label : int64 array
        Slices with different labels are never in one group.

    Returns
    -------
    first : int64 array, one entry per group
        A slice of the group.
    group : int64 array, one entry per slice

    Examples
    --------
    >>> text = np.frombuffer("双循环双循环双".encode("utf-32-le"), dtype=np.uint32)
    >>> first, group = distinct_slices(text, np.array([0, 3, 5]), np.array([3, 6, 7]), np.zeros(3, dtype=int))
    >>> bool(group[0] == group[1]), bool(group[0] == group[2])
    (True, False)
    """
    if not len(start):
        return start, start
    length = end - start
    offset = np.cumsum(length) - length
    within = np.arange(offset[-1] + length[-1]) - np.repeat(offset, length)
    place = within + np.repeat(start, length)
    multipliers = np.full(int(length.max()), 0x9E3779B97F4A7C15, dtype=np.uint64).cumprod()
    content = points[place].astype(np.uint64)
    hashed = np.add.reduceat(content * multipliers[within], offset)
    hashed ^= (label * 2**24 + length).astype(np.uint64) * np.uint64(0xD6E8FEB86659FD93)
    _, first, group = np.unique(hashed, return_index=True, return_inverse=True)
    like = first[group]
    same = (label[like] == label) & (length[like] == length)
    if not same.all() or (points[within + np.repeat(start[like], length)] != content).any():
        return np.arange(len(start)), np.arange(len(start))  # two contents with one hash: each by itself
    return first, group


_FACTOR: Final = 0x9E3779B97F4A7C15
_INVERSE: Final = pow(_FACTOR, -1, 2**64)
_PLACES: Final = 4096


class RunHashes:
    """The numbers of all runs in one row of symbols.

    Parameters
    ----------
    symbols : array of unsigned integers

    Examples
    --------
    >>> hashes = RunHashes(np.array([7, 8, 9, 7, 8], dtype=np.uint32))
    >>> bool(hashes.of(np.array([0]), 2) == hashes.of(np.array([3]), 2))
    True
    >>> bool(hashes.of(np.array([0]), 2) == hashes.of(np.array([1]), 2))
    False
    """

    def __init__(self, symbols: NDArray[Any]) -> None:
        powers = np.cumprod(np.full(len(symbols), _FACTOR, dtype=np.uint64))
        powers *= _scrambled(symbols)
        self._sums = np.zeros(len(symbols) + 1, dtype=np.uint64)
        np.cumsum(powers, out=self._sums[1:])
        del powers
        # The power that takes the number of a run from its place back to the first, as a product of two.
        self._fine = _powers(_INVERSE, _PLACES)
        self._coarse = _powers(pow(_INVERSE, _PLACES, 1 << 64), len(self._sums) // _PLACES + 1)

    def every(self, length: int, first: int = 0, stop: int | None = None) -> NDArray[np.uint64]:
        """The numbers of the runs of ``length`` symbols that begin from one place up to another, of all by default."""
        stop = len(self._sums) - length if stop is None else stop
        hashed = self._sums[first + length : stop + length] - self._sums[first:stop]
        powers = np.multiply.outer(self._coarse[first // _PLACES : stop // _PLACES + 1], self._fine).ravel()
        hashed *= powers[first % _PLACES :][: len(hashed)]
        return np.asarray(hashed)

    def of(self, first: NDArray[np.int64], length: int | NDArray[np.int64]) -> NDArray[np.uint64]:
        """The number of the run of ``length`` symbols that begins at each place."""
        powers = self._coarse[first // _PLACES] * self._fine[first % _PLACES]
        return np.asarray((self._sums[first + length] - self._sums[first]) * powers)


def _powers(base: int, count: int) -> NDArray[np.uint64]:
    """The powers of a number from 0 on."""
    powers = np.full(count, base, dtype=np.uint64)
    powers[0] = 1
    return np.cumprod(powers)


def _scrambled(symbols: NDArray[Any]) -> NDArray[np.uint64]:
    """Each symbol as a number that looks random (the finaliser of SplitMix64, Steele et al., 2014)."""
    mixed = symbols.astype(np.uint64)
    mixed += np.uint64(_FACTOR)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed ^= mixed >> np.uint64(shift)
        mixed *= np.uint64(factor)
    mixed ^= mixed >> np.uint64(31)
    return np.asarray(mixed)
