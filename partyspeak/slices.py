"""Equal slices of a text, found without making a string of each: phrases recur, so a few strings do for all."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["distinct_slices"]

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
    first : int64 array, one entry a group
        A slice of the group.
    group : int64 array, one entry a slice

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
