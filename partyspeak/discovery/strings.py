"""Repeated strings, length by length: how often, in which documents, how firmly they hold, how freely they stand.

A string of n symbols can only be frequent where its first n-1 and its last n-1 are, so the places to
look at shrink from length to length (Agrawal and Srikant, 1994). Nothing is counted symbol by symbol
in Python: the places of one length are numbered by hash, sorted, and cut into groups.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from partyspeak.discovery.hashes import RunHashes
from partyspeak.discovery.streams import END, Stream

__all__ = ["LONGEST", "Edges", "RepeatedStrings", "free_entropy", "joined", "repeated_strings"]

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

LONGEST: Final = {"zh": 16, "en": 7}
"""Symbols of the longest candidate: Chinese characters, English words."""

_BUCKET_BITS: Final = 24
# In bits: below these a string is a piece of a longer one, or a chance neighbourhood.
_LEAST_FREEDOM: Final = 0.9
_LEAST_COHESION: Final = {"zh": 3.0, "en": 2.0}


@dataclass(frozen=True)
class RepeatedStrings:
    """Strings that recur, hold together and stand free; one entry a string, but for ``places``.

    Attributes
    ----------
    hashed : uint64 array
        The number of the string; see :class:`RunHashes`.
    length : int64 array
        In symbols.
    count : int64 array
        Occurrences outside the mentions of known phrases.
    freedom : float array
        The smaller of the entropies of what stands before and after, in bits (branching entropy: Jin and
        Tanaka-Ishii, 2006).
    cohesion : float array
        How many times likelier the whole is than its two parts would make it, at the weakest cut, in bits
        (pointwise mutual information: Church and Hanks, 1990).
    places : int64 array
        Where each occurrence begins in the stream: those of one string together, ascending.
    """

    hashed: NDArray[np.uint64]
    length: Integers
    count: Integers
    freedom: Floats
    cohesion: Floats
    places: Integers

    def __len__(self) -> int:
        return len(self.hashed)

    @property
    def first(self) -> Integers:
        """Where the first occurrence of each string begins."""
        return self.places[self.offsets[:-1]]

    @property
    def offsets(self) -> Integers:
        """Where the places of each string begin in ``places``, and where the last one's end."""
        return np.concatenate(([0], np.cumsum(self.count)))

    @property
    def owner(self) -> Integers:
        """The number of the string of each place."""
        return np.repeat(np.arange(len(self.count)), self.count)

    def take(self, kept: Mask) -> RepeatedStrings:
        """Only some of the strings."""
        columns = (self.hashed, self.length, self.count, self.freedom, self.cohesion)
        return RepeatedStrings(*(column[kept] for column in columns), places=self.places[kept[self.owner]])


@dataclass(frozen=True)
class Edges:
    """For each place of a stream, whether a candidate may begin and end there, and where an edge is certain.

    Attributes
    ----------
    may_begin, may_end : bool arrays
        Whether a candidate may have the symbol as its first, and as its last.
    begins_free, ends_free : bool arrays
        Whether there is an edge before, and after the symbol whatever it is: a break, a quotation mark, a
        word such as 的 or "the", a verb that stands before any phrase.
    """

    may_begin: Mask
    may_end: Mask
    begins_free: Mask
    ends_free: Mask


@dataclass(frozen=True)
class _Counts:
    """How often every string of one length stands anywhere, for the cohesion of longer ones."""

    hashed: NDArray[np.uint64]
    count: Integers

    def of(self, hashed: NDArray[np.uint64]) -> Integers:
        if not len(self.hashed):
            return np.ones(len(hashed), dtype=np.int64)
        at = np.minimum(np.searchsorted(self.hashed, hashed), len(self.hashed) - 1)
        return np.where(self.hashed[at] == hashed, self.count[at], 1)


def repeated_strings(
    stream: Stream,
    hashes: RunHashes,
    least: int,
    edges: Edges,
    progress: Callable[[int], object] | None = None,
) -> RepeatedStrings:
    """Find the strings of a stream.

    Parameters
    ----------
    stream : Stream
    hashes : RunHashes
        Of its symbols.
    least : int
        In how many documents, outside of known phrases, a string must stand.
    edges : Edges
        Where candidates may begin and end, and where they certainly do.
    progress : callable, optional
        Called with the number of lengths done.
    """
    alive = stream.symbols != END
    total = max(int(alive.sum()), 1)
    tables: list[_Counts] = []
    found = []
    for length in range(1, LONGEST[stream.lang] + 1):
        at = np.flatnonzero(alive[:-1] & alive[1:]) if length > 1 else np.flatnonzero(alive)
        at = at[: np.searchsorted(at, len(alive) - length, side="right")]
        at, hashed = _in_full_buckets(at, hashes.of(at, length), least)
        order = np.argsort(hashed, kind="stable")
        at, hashed = at[order], hashed[order]
        del order
        begins = np.flatnonzero(np.concatenate((np.ones(min(len(at), 1), bool), hashed[1:] != hashed[:-1])))
        tables.append(_Counts(hashed[begins], np.diff(begins, append=len(at))))
        frequent = tables[-1].count >= least
        alive = np.zeros(len(alive), dtype=bool)
        alive[at[np.repeat(frequent, tables[-1].count)]] = True
        if length > 1:
            firsts = at[begins]
            fits = frequent & edges.may_begin[firsts] & edges.may_end[firsts + length - 1]
            found.append(_candidates(stream, hashes, edges, tables, total, at, np.repeat(fits, tables[-1].count), length, least))
        if progress is not None:
            progress(length)
    return joined(found)


def _in_full_buckets(
    at: Integers, hashed: NDArray[np.uint64], least: int
) -> tuple[Integers, NDArray[np.uint64]]:
    """Without the places whose string is certainly rarer than ``least``, as a coarse count of hashes tells."""
    bucket = (hashed >> np.uint64(64 - _BUCKET_BITS)).astype(np.int32)
    full = np.bincount(bucket, minlength=1 << _BUCKET_BITS)[bucket] >= least
    return at[full], hashed[full]


def _candidates(
    stream: Stream,
    hashes: RunHashes,
    edges: Edges,
    tables: list[_Counts],
    total: int,
    at: Integers,
    fits: Mask,
    length: int,
    least: int,
) -> RepeatedStrings:
    """The strings of one length that pass every threshold; ``at`` is by string, then by place."""
    at = at[fits]
    at = at[~stream.known[at] & ~stream.known[np.minimum(at + length, len(stream) - 1)]]
    hashed = hashes.of(at, length)
    begins = np.concatenate((np.ones(min(len(at), 1), bool), hashed[1:] != hashed[:-1]))
    group = np.cumsum(begins) - 1
    documents = stream.document[at]
    anew = begins.copy()
    anew[1:] |= documents[1:] != documents[:-1]
    spread = np.bincount(group[anew], minlength=group[-1] + 1 if len(group) else 0) >= least
    cohesion = _cohesion(hashes, tables, total, at[begins], length)
    spread &= cohesion >= _LEAST_COHESION[stream.lang]
    at, group, cohesion = at[spread[group]], np.cumsum(spread)[group[spread[group]]] - 1, cohesion[spread]
    size = len(cohesion)
    after = np.minimum(at + length, len(stream) - 1)
    freedom = np.minimum(
        free_entropy(group, stream.symbols[np.maximum(at - 1, 0)], edges.begins_free[at], size),
        free_entropy(group, stream.symbols[after], edges.ends_free[after - 1], size),
    )
    count = np.bincount(group, minlength=size)
    strings = RepeatedStrings(
        hashed=hashes.of(at[np.concatenate(([0], np.cumsum(count)[:-1]))] if size else at, length),
        length=np.full(size, length),
        count=count,
        freedom=freedom,
        cohesion=cohesion,
        places=at,
    )
    return strings.take(freedom >= _LEAST_FREEDOM)


def _cohesion(hashes: RunHashes, tables: list[_Counts], total: int, first: Integers, length: int) -> Floats:
    whole = np.log2(tables[length - 1].of(hashes.of(first, length)))
    weakest = np.full(len(first), np.inf)
    for cut in range(1, length):
        left = tables[cut - 1].of(hashes.of(first, cut))
        right = tables[length - cut - 1].of(hashes.of(first + cut, length - cut))
        weakest = np.minimum(weakest, whole + np.log2(total) - np.log2(left) - np.log2(right))
    return weakest


def free_entropy(group: Integers, neighbour: NDArray[np.uint32], free: Mask, size: int) -> Floats:
    """The entropy of the neighbours of each group, in bits; every free edge counts as a neighbour of its own."""
    key = np.sort((group[~free] << 32) | neighbour[~free].astype(np.int64))
    begins = np.flatnonzero(np.concatenate((np.ones(min(len(key), 1), bool), key[1:] != key[:-1])))
    times = np.diff(begins, append=len(key))
    owner = key[begins] >> 32
    # H = log n - (1/n) Σ c log c, and a neighbour that stands once adds nothing to the sum.
    weighted = np.bincount(owner, weights=times * np.log2(times), minlength=size)
    count = np.maximum(np.bincount(group, minlength=size), 1)
    return np.asarray(np.log2(count) - weighted / count)


def joined(parts: list[RepeatedStrings]) -> RepeatedStrings:
    """Strings of several lists, none of which shares a string with another, as one list."""
    names = ("hashed", "length", "count", "freedom", "cohesion", "places")
    return RepeatedStrings(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in names})
