"""Repeated strings, length by length: how often, in which documents, how firmly they hold, how freely they stand.

A string of n symbols can only be frequent where its first n-1 and its last n-1 are, so the places to
look at shrink from length to length (Agrawal and Srikant, 1994). Nothing is counted symbol by symbol
in Python: the places of one length are numbered by hash, sorted, and cut into groups.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from partyspeak.analysis.discovery.symbols import END, Stream
from partyspeak.text.hashing import RunHashes

__all__ = ["LONGEST", "Edges", "RepeatedStrings", "changes", "free_entropy", "joined", "repeated_strings"]

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

LONGEST: Final = {"zh": 16, "en": 7}
"""Symbols of the longest candidate: Chinese characters, English words."""

_BUCKET_BITS: Final = 24
_PLACES_AT_ONCE: Final = 10_000_000
# In bits: below these a string is a piece of a longer one, or a chance neighbourhood.
_LEAST_FREEDOM: Final = 0.9
_LEAST_COHESION: Final = {"zh": 3.0, "en": 2.0}


@dataclass(frozen=True)
class RepeatedStrings:
    """Strings that recur, hold together and occur on their own; one entry per string, except ``places``.

    Attributes
    ----------
    hashed : uint64 array
        The number of the string; see :class:`RunHashes`.
    length : int64 array
        In symbols.
    count : int64 array
        Occurrences outside the mentions of known phrases.
    freedom : float array
        The smaller of the entropies of what precedes and follows, in bits (branching entropy: Jin and
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
    def owner(self) -> NDArray[np.int32]:
        """The number of the string of each place."""
        return np.repeat(np.arange(len(self.count), dtype=np.int32), self.count)

    def take(self, kept: Mask) -> RepeatedStrings:
        """Only some of the strings."""
        return RepeatedStrings(
            hashed=self.hashed[kept],
            length=self.length[kept],
            count=self.count[kept],
            freedom=self.freedom[kept],
            cohesion=self.cohesion[kept],
            places=self.places[kept[self.owner]],
        )


@dataclass(frozen=True)
class Edges:
    """For each place of a stream, whether a candidate may begin and end there, and where an edge is certain.

    Attributes
    ----------
    may_begin, may_end : bool arrays
        Whether a candidate may have the symbol as its first, and as its last.
    begins_free, ends_free : bool arrays
        Whether there is an edge before, and after the symbol whatever it is: a break, a quotation mark, a
        word such as 的 or "the", a verb that may precede any phrase.
    led : bool array
        Whether such a verb ends right before the symbol, in English with an article between at most.
    """

    may_begin: Mask
    may_end: Mask
    begins_free: Mask
    ends_free: Mask
    led: Mask


@dataclass(frozen=True)
class _Counts:
    """How often the frequent strings of one length stand anywhere, for the cohesion of longer ones."""

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
    for length in range(1, min(LONGEST[stream.lang], len(alive)) + 1):
        candidates, tables_here = [], []
        still = np.zeros(len(alive), dtype=bool)
        for at, begins in _groups(alive, hashes, length, least):
            count = np.diff(begins, append=len(at))
            frequent = count >= least
            tables_here.append((hashes.of(at[begins[frequent]], length), count[frequent]))
            still[at[np.repeat(frequent, count)]] = True
            if length > 1:
                first = at[begins]
                fits = frequent & edges.may_begin[first] & edges.may_end[first + length - 1]
                candidates.append(_recurring(stream, hashes, edges, at[np.repeat(fits, count)], length, least))
        tables.append(_table(tables_here))
        alive = still[:-1] & still[1:]
        found += [_holding(strings, hashes, tables, total, _LEAST_COHESION[stream.lang]) for strings in candidates]
        if progress is not None:
            progress(length)
    return joined(found)


def _groups(alive: Mask, hashes: RunHashes, length: int, least: int) -> Iterator[tuple[Integers, Integers]]:
    """The places where a string of this length may be frequent, those of one string together and ascending.

    Hash and place are packed into one number, so that one plain sort does it: the place in the low bits, as
    much of the hash as there is room for above. Large streams are sorted part by part, a range of hashes each.

    Yields
    ------
    at, begins : int64 arrays
        The places, and where in them each string begins.
    """
    hashed = hashes.every(length)
    at = _in_full_buckets(hashed, alive[: len(hashed)], least)
    hashed = hashed[at]
    low = np.uint64((1 << max(len(alive) + length, 2).bit_length()) - 1)
    parts = 1 + len(at) // _PLACES_AT_ONCE
    part = ((hashed >> np.uint64(56)) * np.uint64(parts) >> np.uint64(8)).astype(np.uint8)
    for number in range(parts):
        mine = part == number
        packed = (hashed[mine] & ~low) | at[mine].astype(np.uint64)
        packed.sort()
        places = (packed & low).astype(np.int64)
        packed &= ~low
        yield places, np.flatnonzero(changes(packed))


def _in_full_buckets(hashed: NDArray[np.uint64], alive: Mask, least: int) -> NDArray[np.int32]:
    """The living places except those whose string is certainly rarer than ``least``, by a coarse count of hashes."""
    counts = np.zeros(1 << _BUCKET_BITS, dtype=np.int64)
    pieces = [slice(first, first + _PLACES_AT_ONCE) for first in range(0, len(hashed), _PLACES_AT_ONCE)]
    for piece in pieces:
        counts += np.bincount(_buckets(hashed[piece][alive[piece]]), minlength=len(counts))
    full = counts >= least
    kept = [np.flatnonzero(alive[piece] & full[_buckets(hashed[piece])]) + piece.start for piece in pieces]
    return np.concatenate([np.zeros(0, np.int64), *kept]).astype(np.int32)


def _buckets(hashed: NDArray[np.uint64]) -> Integers:
    return (hashed >> np.uint64(64 - _BUCKET_BITS)).astype(np.int64)


def changes(values: NDArray[Any]) -> Mask:
    """Where a value differs from the one before it; the first always does."""
    differs = np.ones(len(values), dtype=bool)
    differs[1:] = values[1:] != values[:-1]
    return differs


def _table(parts: list[tuple[NDArray[np.uint64], Integers]]) -> _Counts:
    hashed, count = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.argsort(hashed)
    return _Counts(hashed[order], count[order])


def _recurring(
    stream: Stream, hashes: RunHashes, edges: Edges, at: Integers, length: int, least: int
) -> RepeatedStrings:
    """The strings that occur in enough documents, outside known phrases and on their own, before cohesion is known."""
    at = at[~stream.known[at] & ~stream.known[np.minimum(at + length, len(stream) - 1)]]
    hashed = hashes.of(at, length)
    begins = changes(hashed)
    group = np.cumsum(begins) - 1
    in_document = np.bincount(group[begins | changes(stream.document[at])], minlength=int(begins.sum()))
    spread = in_document >= least
    at, group = at[spread[group]], (np.cumsum(spread) - 1)[group[spread[group]]]
    size = int(spread.sum())
    after = np.minimum(at + length, len(stream) - 1)
    freedom = np.minimum(
        free_entropy(group, stream.symbols[np.maximum(at - 1, 0)], edges.begins_free[at], size),
        free_entropy(group, stream.symbols[after], edges.ends_free[after - 1], size),
    )
    strings = RepeatedStrings(
        hashed=hashed[begins][spread],
        length=np.full(size, length),
        count=np.bincount(group, minlength=size),
        freedom=freedom,
        cohesion=np.zeros(size),
        places=at,
    )
    return strings.take(freedom >= _LEAST_FREEDOM)


def _holding(
    strings: RepeatedStrings, hashes: RunHashes, tables: list[_Counts], total: int, least: float
) -> RepeatedStrings:
    """The strings that hold together at every cut, with their cohesion."""
    if not len(strings):
        return strings
    first, length = strings.first, int(strings.length[0])
    whole = np.log2(tables[length - 1].of(strings.hashed)) + np.log2(total)
    cohesion = np.full(len(strings), np.inf)
    for cut in range(1, length):
        left = tables[cut - 1].of(hashes.of(first, cut))
        right = tables[length - cut - 1].of(hashes.of(first + cut, length - cut))
        cohesion = np.minimum(cohesion, whole - np.log2(left) - np.log2(right))
    return replace(strings, cohesion=cohesion).take(cohesion >= least)


def free_entropy(group: Integers, neighbour: NDArray[np.uint32], free: Mask, size: int) -> Floats:
    """The entropy of the neighbours of each group, in bits; every free edge counts as a neighbour of its own."""
    key = np.sort((group[~free] << 32) | neighbour[~free].astype(np.int64))
    begins = np.flatnonzero(changes(key))
    times = np.diff(begins, append=len(key))
    owner = key[begins] >> 32
    # H = log n - (1/n) Σ c log c, and a neighbour that occurs once adds nothing to the sum.
    weighted = np.bincount(owner, weights=times * np.log2(times), minlength=size)
    count = np.maximum(np.bincount(group, minlength=size), 1)
    return np.asarray(np.log2(count) - weighted / count)


def joined(parts: list[RepeatedStrings]) -> RepeatedStrings:
    """Strings of several lists, none of which shares a string with another, as one list."""
    none = np.zeros(0, dtype=np.int64)
    empty = RepeatedStrings(none.astype(np.uint64), none, none, none.astype(float), none.astype(float), none)
    names = ("hashed", "length", "count", "freedom", "cohesion", "places")
    return RepeatedStrings(
        **{name: np.concatenate([getattr(part, name) for part in (empty, *parts)]) for name in names}
    )
