"""One number for any run of symbols, by two look-ups: so that equal runs are found by sorting numbers.

A polynomial over 64 bits (Karp and Rabin, 1987), on symbols that were scrambled first. Among a million
distinct runs the chance that any two share a number is about one in thirty million.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["RunHashes"]

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
