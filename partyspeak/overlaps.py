"""Hits that lie over one another: which are inside a blocker, which is the longest, which are nested.

All on arrays. ``phrase`` numbers whose hits compete; places are half open. Hits of one phrase are kept
apart from those of others by one number that counts places phrase after phrase.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

__all__ = ["groups_of_two_or_more", "hides_a_surer_one", "inside_blocker", "longest", "nested"]

_Array = NDArray[np.int64]
_Mask = NDArray[np.bool_]


def inside_blocker(phrase: _Array, start: _Array, end: _Array, blocker: _Mask) -> _Mask:
    """Which hits lie inside a blocker of their own phrase.

    Parameters
    ----------
    phrase, start, end : int64 arrays
    blocker : bool array
        Which of the rows are blockers; a blocker is never inside one.
    """
    inside = np.zeros(len(phrase), dtype=bool)
    if not blocker.any():
        return inside
    span = int(end.max()) + 1
    left, right = phrase * span + start, phrase * span + end
    at = np.flatnonzero(blocker)
    at = at[np.argsort(left[at], kind="stable")]
    reach = np.maximum.accumulate(right[at])
    last_before = np.searchsorted(left[at], left, side="right") - 1
    inside = (last_before >= 0) & (reach[np.maximum(last_before, 0)] >= right)
    return np.asarray(inside & ~blocker)


def hides_a_surer_one(phrase: _Array, start: _Array, end: _Array, doubtful: _Mask, sure: _Mask) -> _Mask:
    """Which doubtful hits hold a sure one of their own phrase.

    In 党中央八项规定精神, 中央八项规定精神 is doubtful, and the 八项规定精神 inside it is sure.

    Parameters
    ----------
    phrase, start, end : int64 arrays
    doubtful, sure : bool arrays
    """
    if not sure.any():
        return np.zeros(len(phrase), dtype=bool)
    span = int(end.max()) + 1
    left, right = phrase * span + start, phrase * span + end
    at = np.flatnonzero(sure)
    at = at[np.argsort(left[at], kind="stable")]
    nearest_end = np.append(np.minimum.accumulate(right[at][::-1])[::-1], np.iinfo(np.int64).max)
    return np.asarray(doubtful & (nearest_end[np.searchsorted(left[at], left)] <= right))


def longest(phrase: _Array, start: _Array, end: _Array, rank: _Array) -> _Mask:
    """Of overlapping hits of one phrase, the longest, then the leftmost; the others go.

    Parameters
    ----------
    phrase, start, end : int64 arrays
    rank : int64 array
        Of hits with one place, the one of the lowest rank stays.
    """
    keep = np.ones(len(phrase), dtype=bool)
    if not len(phrase):
        return keep
    span = int(end.max()) + 1
    left, right = phrase * span + start, phrase * span + end
    order = np.lexsort((rank, -right, left))
    left, right = left[order], right[order]
    reach = np.maximum.accumulate(right)
    begins = np.concatenate(([True], left[1:] >= reach[:-1]))
    for first, stop in groups_of_two_or_more(begins):
        if right[first] == reach[stop - 1]:  # the first hit of a group is its longest from there on: it spans all
            keep[order[first + 1 : stop]] = False
            continue
        taken: list[tuple[int, int]] = []
        for hit in sorted(range(first, stop), key=lambda hit: (left[hit] - right[hit], hit)):
            if any(left[hit] < taken_right and taken_left < right[hit] for taken_left, taken_right in taken):
                keep[order[hit]] = False
            else:
                taken.append((int(left[hit]), int(right[hit])))
    return keep


def nested(start: _Array, end: _Array) -> _Mask:
    """Which mentions lie inside a longer one; overlapping mentions are of different phrases here."""
    inside = np.zeros(len(start), dtype=bool)
    if not len(start):
        return inside
    order = np.lexsort((-end, start))
    left, right = start[order], end[order]
    run = np.maximum.accumulate(np.where(np.diff(left, prepend=left[0] - 1) != 0, np.arange(len(left)), 0))
    reach_before = np.concatenate(([-1], np.maximum.accumulate(right)[:-1]))[run]
    inside[order] = (reach_before >= right) | (right < right[run])
    return inside


def groups_of_two_or_more(begins: _Mask) -> Iterator[tuple[int, int]]:
    """The runs of two or more rows, half open, where ``begins`` says at which rows a run begins."""
    firsts = np.flatnonzero(begins)
    stops = np.append(firsts[1:], len(begins))
    several = stops - firsts > 1
    yield from zip(firsts[several].tolist(), stops[several].tolist(), strict=True)
