"""Strings inside strings: is one a piece of a longer one, and how often does it stand without any?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from partyspeak.analysis.discovery.repeats import RepeatedStrings
from partyspeak.text.hashing import RunHashes

__all__ = ["Nesting", "nesting"]

Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Nesting:
    """What surrounds each string; one entry per string.

    Attributes
    ----------
    c_value : float array
        log2 of the length, times the occurrences less the mean of those of the longer strings around it
        (C-value: Frantzi, Ananiadou and Mima, 2000).
    inside : float array
        The largest share of its occurrences that one longer string takes up.
    inner, outer : int64 arrays
        The numbers of each pair of strings of which one contains the other.
    """

    c_value: NDArray[np.float64]
    inside: NDArray[np.float64]
    inner: Integers
    outer: Integers


def nesting(strings: RepeatedStrings, hashes: RunHashes, added: Callable[[int, int], bool]) -> Nesting:
    """Look up every piece of every string among the strings.

    Parameters
    ----------
    strings : RepeatedStrings
    hashes : RunHashes
        Of the symbols that they occur in.
    added : callable
        Whether the second of two strings only adds a word that may precede any: it is no string around the
        first then.
    """
    inner, outer = _pairs(strings, hashes)
    pairs = zip(inner.tolist(), outer.tolist(), strict=True)
    longer = np.array([not added(small, large) for small, large in pairs], dtype=bool)
    inner, outer = inner[longer], outer[longer]
    around = np.bincount(inner, minlength=len(strings))
    sums = np.bincount(inner, weights=strings.count[outer], minlength=len(strings))
    most = np.zeros(len(strings))
    np.maximum.at(most, inner, strings.count[outer].astype(float))
    c_value = np.log2(strings.length) * (strings.count - sums / np.maximum(around, 1))
    return Nesting(c_value, np.minimum(most / np.maximum(strings.count, 1), 1.0), inner, outer)


def _pairs(strings: RepeatedStrings, hashes: RunHashes) -> tuple[Integers, Integers]:
    order = np.argsort(strings.hashed)
    in_order = strings.hashed[order]
    first = strings.first
    inner, outer = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    shortest = int(strings.length.min(initial=2))
    for length in np.unique(strings.length).tolist():
        of_length = np.flatnonzero(strings.length == length)
        for taken in range(shortest, length):
            for skipped in range(length - taken + 1):
                hashed = hashes.of(first[of_length] + skipped, taken)
                at = np.minimum(np.searchsorted(in_order, hashed), len(in_order) - 1)
                there = in_order[at] == hashed
                inner.append(order[at[there]])
                outer.append(of_length[there])
    pairs = np.unique(np.stack((np.concatenate(inner), np.concatenate(outer))), axis=1)
    return pairs[0], pairs[1]
