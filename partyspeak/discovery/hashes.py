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
        self._back = np.cumprod(np.full(len(symbols) + 1, _INVERSE, dtype=np.uint64))

    def every(self, length: int) -> NDArray[np.uint64]:
        """The numbers of all runs of ``length`` symbols, by place."""
        return np.asarray((self._sums[length:] - self._sums[:-length]) * self._back[: len(self._sums) - length])

    def of(self, first: NDArray[np.int64], length: int | NDArray[np.int64]) -> NDArray[np.uint64]:
        """The number of the run of ``length`` symbols that begins at each place."""
        return np.asarray((self._sums[first + length] - self._sums[first]) * self._back[first])


def _scrambled(symbols: NDArray[Any]) -> NDArray[np.uint64]:
    """Each symbol as a number that looks random (the finaliser of SplitMix64, Steele et al., 2014)."""
    mixed = symbols.astype(np.uint64)
    mixed += np.uint64(_FACTOR)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed ^= mixed >> np.uint64(shift)
        mixed *= np.uint64(factor)
    mixed ^= mixed >> np.uint64(31)
    return np.asarray(mixed)
