"""Overlapping hits: those inside a blocker, the longest of each phrase, and nested ones.

Hits of different phrases are kept apart by a single number per place, which counts the places of one phrase after
those of another.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from partyspeak.matching.hits import BLOCKED, INSIDE_A_LONGER, Hits, Integers, Mask

__all__ = [
    "by_number",
    "by_place",
    "choose_longest",
    "groups_of_two_or_more",
    "longest",
    "mark_nested",
    "refuse_blocked",
]


def by_place(start: Integers, end: Integers) -> Integers:
    """The order that sorts hits by start, then the longest first; hits at the same place keep their order."""
    span = int(end.max(initial=0)) + 1
    return np.argsort(start * span + (span - end), kind="stable")


def by_number(numbers: Integers) -> Integers:
    """The stable order of small numbers; numpy sorts 16-bit numbers in linear time."""
    return np.argsort(numbers.astype(np.min_scalar_type(int(numbers.max(initial=0)))), kind="stable")


def refuse_blocked(hits: Hits) -> Hits:
    """Refuse hits that are inside a blocker of their own phrase; a refused blocker blocks nothing."""
    blocks = np.flatnonzero(hits.blocker & hits.standing)
    if not len(blocks):
        return hits
    left, right = _places_by_phrase(hits)
    blocks = blocks[np.argsort(left[blocks], kind="stable")]
    reach = np.maximum.accumulate(right[blocks])
    last_before = np.searchsorted(left[blocks], left, side="right") - 1
    inside = (last_before >= 0) & (reach[np.maximum(last_before, 0)] >= right)
    return hits.refused(inside & ~hits.blocker & hits.standing, BLOCKED)


def choose_longest(hits: Hits) -> Hits:
    """Refuse hits that overlap a better hit of their phrase: a sure hit inside, else a longer hit."""
    at = np.flatnonzero(hits.standing & ~_hides_a_surer_one(hits))
    others = hits.standing
    others[at[longest(hits.phrase[at], hits.start[at], hits.end[at])]] = False
    return hits.refused(others, INSIDE_A_LONGER)


def mark_nested(hits: Hits) -> Hits:
    """Mark hits that are inside a longer hit of another phrase."""
    nested = np.zeros(len(hits), dtype=bool)
    nested[hits.standing] = _nested(hits.start[hits.standing], hits.end[hits.standing])
    return replace(hits, nested=nested)


def _places_by_phrase(hits: Hits) -> tuple[Integers, Integers]:
    """Start and end as numbers that are ordered by phrase, then by place."""
    span = int(hits.end.max(initial=0)) + 1
    return hits.phrase * span + hits.start, hits.phrase * span + hits.end


def _hides_a_surer_one(hits: Hits) -> Mask:
    """Which hits that are unsure or lists of members contain a sure hit of a named form of their own phrase.

    In 党中央八项规定精神, 中央八项规定精神 is doubtful, and the 八项规定精神 inside it is sure. If a list contains the
    name itself, or a member that is also a form, the form is better evidence than the list.
    """
    sure = hits.sure & ~hits.listed
    at = np.flatnonzero(sure)
    if not len(at):
        return sure
    left, right = _places_by_phrase(hits)
    at = at[np.argsort(left[at], kind="stable")]
    nearest_end = np.append(np.minimum.accumulate(right[at][::-1])[::-1], np.iinfo(np.int64).max)
    return np.asarray(~sure & (nearest_end[np.searchsorted(left[at], left)] <= right))


def longest(phrase: Integers, start: Integers, end: Integers) -> Mask:
    """Which of the overlapping hits of one phrase to keep: the longest, then the leftmost.

    Parameters
    ----------
    phrase, start, end : int64 arrays, by place
        Half open; of hits at the same place, the first is kept.
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
    spanned = right[firsts] == reach[np.append(firsts[1:], len(begins)) - 1]  # the group's first hit spans all of it
    keep[order[spanned[group] & ~begins]] = False
    for first, stop in groups_of_two_or_more(begins, ~spanned):
        taken: list[tuple[int, int]] = []
        for hit in sorted(range(first, stop), key=lambda hit: (left[hit] - right[hit], hit)):
            if any(left[hit] < taken_right and taken_left < right[hit] for taken_left, taken_right in taken):
                keep[order[hit]] = False
            else:
                taken.append((int(left[hit]), int(right[hit])))
    return keep


def _nested(start: Integers, end: Integers) -> Mask:
    """Which of the ordered places are inside a longer one; places that overlap here have different phrases."""
    if not len(start):
        return np.zeros(0, dtype=bool)
    new_start = np.diff(start, prepend=start[0] - 1) != 0
    run = np.maximum.accumulate(np.where(new_start, np.arange(len(start)), 0))
    reach_before = np.concatenate(([-1], np.maximum.accumulate(end)[:-1]))[run]
    return np.asarray((reach_before >= end) | (end < end[run]))


def groups_of_two_or_more(begins: Mask, wanted: Mask | bool = True) -> Iterator[tuple[int, int]]:
    """Runs of two or more rows, half open, where ``begins`` marks the first row of each run.

    ``wanted`` has one entry per run and selects the runs to yield.
    """
    firsts = np.flatnonzero(begins)
    stops = np.append(firsts[1:], len(begins))
    several = (stops - firsts > 1) & wanted
    yield from zip(firsts[several].tolist(), stops[several].tolist(), strict=True)
