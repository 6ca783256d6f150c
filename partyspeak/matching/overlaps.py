"""Hits that lie over one another: which are inside a blocker, which is the longest, which are nested.

All on arrays whose rows are *by place*: by start, and of one start the longest first. Places are half
open. ``phrase`` numbers whose hits compete; hits of one phrase are kept apart from those of others by
one number that counts places phrase after phrase.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "by_number",
    "by_place",
    "groups_of_two_or_more",
    "hides_a_surer_one",
    "inside_blocker",
    "longest",
    "nested",
]

_Array = NDArray[np.int64]
_Mask = NDArray[np.bool_]


def by_place(start: _Array, end: _Array) -> _Array:
    """The order that sorts hits by place; hits of one place stay as they are."""
    span = int(end.max(initial=0)) + 1
    return np.argsort(start * span + (span - end), kind="stable")


def by_number(numbers: _Array) -> _Array:
    """The stable order of small numbers; numpy sorts 16 bits in linear time."""
    return np.argsort(numbers.astype(np.min_scalar_type(int(numbers.max(initial=0)))), kind="stable")


def inside_blocker(phrase: _Array, start: _Array, end: _Array, blocker: _Mask) -> _Mask:
    """Which hits lie inside a blocker of their own phrase.

    Parameters
    ----------
    phrase, start, end : int64 arrays, by place
    blocker : bool array
        Which of the rows are blockers; a blocker is never inside one.
    """
    if not blocker.any():
        return np.zeros(len(phrase), dtype=bool)
    span = int(end.max()) + 1
    left, right = phrase * span + start, phrase * span + end
    at = np.flatnonzero(blocker)
    at = at[np.argsort(left[at], kind="stable")]
    reach = np.maximum.accumulate(right[at])
    last_before = np.searchsorted(left[at], left, side="right") - 1
    inside = (last_before >= 0) & (reach[np.maximum(last_before, 0)] >= right)
    return np.asarray(inside & ~blocker)


def hides_a_surer_one(phrase: _Array, start: _Array, end: _Array, sure: _Mask) -> _Mask:
    """Which hits that are not sure, lists of members among them, hold a sure named one of their own phrase.

    In 党中央八项规定精神, 中央八项规定精神 is doubtful, and the 八项规定精神 inside it is sure. A list in which the
    name itself stands, or a member that is a form too, says less than that form does.

    Parameters
    ----------
    phrase, start, end : int64 arrays
    sure : bool array
    """
    if not sure.any():
        return np.zeros(len(phrase), dtype=bool)
    span = int(end.max()) + 1
    left, right = phrase * span + start, phrase * span + end
    at = np.flatnonzero(sure)
    at = at[np.argsort(left[at], kind="stable")]
    nearest_end = np.append(np.minimum.accumulate(right[at][::-1])[::-1], np.iinfo(np.int64).max)
    return np.asarray(~sure & (nearest_end[np.searchsorted(left[at], left)] <= right))


def longest(phrase: _Array, start: _Array, end: _Array) -> _Mask:
    """Of overlapping hits of one phrase, the longest, then the leftmost; the others go.

    Parameters
    ----------
    phrase, start, end : int64 arrays, by place
        Of hits with one place the first stays.
    """
    keep = np.ones(len(phrase), dtype=bool)
    if not len(phrase):
        return keep
    span = int(end.max()) + 1
    order = by_number(phrase)
    left, right = (phrase * span + start)[order], (phrase * span + end)[order]
    reach = np.maximum.accumulate(right)
    begins = np.concatenate(([True], left[1:] >= reach[:-1]))
    firsts, group = np.flatnonzero(begins), np.cumsum(begins) - 1
    spanned = right[firsts] == reach[np.append(firsts[1:], len(begins)) - 1]  # by its first, which begins it
    keep[order[spanned[group] & ~begins]] = False
    for first, stop in groups_of_two_or_more(begins, ~spanned):
        taken: list[tuple[int, int]] = []
        for hit in sorted(range(first, stop), key=lambda hit: (left[hit] - right[hit], hit)):
            if any(left[hit] < taken_right and taken_left < right[hit] for taken_left, taken_right in taken):
                keep[order[hit]] = False
            else:
                taken.append((int(left[hit]), int(right[hit])))
    return keep


def nested(start: _Array, end: _Array) -> _Mask:
    """Which mentions, by place, lie inside a longer one; those that overlap are of different phrases here."""
    if not len(start):
        return np.zeros(0, dtype=bool)
    new_start = np.diff(start, prepend=start[0] - 1) != 0
    run = np.maximum.accumulate(np.where(new_start, np.arange(len(start)), 0))
    reach_before = np.concatenate(([-1], np.maximum.accumulate(end)[:-1]))[run]
    return np.asarray((reach_before >= end) | (end < end[run]))


def groups_of_two_or_more(begins: _Mask, wanted: _Mask | bool = True) -> Iterator[tuple[int, int]]:
    """The runs of two or more rows, half open, where ``begins`` says at which rows a run begins.

    ``wanted``, one entry per run, leaves the others out.
    """
    firsts = np.flatnonzero(begins)
    stops = np.append(firsts[1:], len(begins))
    several = (stops - firsts > 1) & wanted
    yield from zip(firsts[several].tolist(), stops[several].tolist(), strict=True)
