"""How new is a string? Absent, then in many documents, of several sources.

The documents occur in order of date. For each string we look for the date that best divides documents
without it from documents with it, by the likelihood ratio of two shares against one (Dunning, 1993); the
documents after its last use are counted with those before, so that a wording of one campaign, gone
since, is found as well. This is the scan statistic of Kulldorff (1997) in one dimension, with the end of
the window fixed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["Newness", "newness"]

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]

_MOST_CUTS: Final = 64
_ROWS_AT_ONCE: Final = 20_000


@dataclass(frozen=True)
class Newness:
    """One entry per string.

    Attributes
    ----------
    burst : float array
        The log-likelihood ratio of the rise, 0 where there is none.
    cut : int64 array
        The rank of the date from which on the string is new.
    share_before, share_after : float arrays
        The shares of the documents that have it, before and since then.
    """

    burst: Floats
    cut: Integers
    share_before: Floats
    share_after: Floats


def newness(string: Integers, rank: Integers, ranks: Integers, size: int, since: int | None = None) -> Newness:
    """Measure the rise of each string.

    Parameters
    ----------
    string, rank : int64 arrays
        One entry per string and a document that has it: the number of the string, the rank of the
        document's date.
    ranks : int64 array
        The rank of the date of every document.
    size : int
        How many strings there are.
    since : int, optional
        Only a rise at this rank counts, and up to the end.

    Examples
    --------
    >>> found = newness(np.array([0, 0, 1, 1]), np.array([2, 3, 0, 3]), np.arange(4), 2)
    >>> found.cut.tolist()[0], bool(found.burst[0] > found.burst[1])
    (2, True)
    """
    last_rank = int(ranks.max(initial=0))
    cuts = _cuts(ranks) if since is None else np.array([since], dtype=np.int64)
    ends = np.full(size, last_rank)
    if since is None:
        ends[:] = -1
        np.maximum.at(ends, string, rank)
    in_order = np.sort(ranks)
    parts = []
    order = np.argsort(string, kind="stable")
    string, rank = string[order], rank[order]
    for first in range(0, size, _ROWS_AT_ONCE):
        stop = min(first + _ROWS_AT_ONCE, size)
        rows = slice(*np.searchsorted(string, (first, stop)).tolist())
        parts.append(_best_cut(string[rows] - first, rank[rows], in_order, ends[first:stop], cuts))
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)] if parts else [np.zeros(0)] * 4
    return Newness(columns[0], columns[1].astype(np.int64), columns[2], columns[3])


def _cuts(ranks: Integers) -> Integers:
    """Up to 64 ranks that part the documents into groups of about the same size."""
    if not len(ranks):
        return np.ones(1, dtype=np.int64)
    cuts = np.unique(np.quantile(ranks, np.linspace(0, 1, _MOST_CUTS + 1), method="lower").astype(np.int64))[1:]
    return cuts if len(cuts) else np.ones(1, dtype=np.int64)


def _best_cut(
    string: Integers, rank: Integers, in_order: Integers, ends: Integers, cuts: Integers
) -> tuple[Floats, Integers, Floats, Floats]:
    size = len(ends)
    slot = np.searchsorted(cuts, rank, side="right")
    having = np.bincount(string * (len(cuts) + 1) + slot, minlength=size * (len(cuts) + 1)).reshape(size, -1)
    every = having.sum(axis=1, keepdims=True)
    before = np.cumsum(having, axis=1)[:, :-1].astype(float)
    after = every - before
    up_to_end = np.searchsorted(in_order, ends, side="right")[:, None]
    documents_after = np.maximum(up_to_end - np.searchsorted(in_order, cuts)[None, :], 0).astype(float)
    documents_before = len(in_order) - documents_after
    share_before = np.divide(before, documents_before, out=np.zeros_like(before), where=documents_before > 0)
    share_after = np.divide(after, documents_after, out=np.zeros_like(after), where=documents_after > 0)
    one_share = every / max(len(in_order), 1)
    ratio = _log_likelihood(before, documents_before, share_before) + _log_likelihood(
        after, documents_after, share_after
    )
    ratio -= _log_likelihood(every, len(in_order), one_share)
    ratio = np.where(share_after > share_before, 2 * ratio, 0.0)
    best = np.argmax(ratio, axis=1)
    row = np.arange(size)
    return ratio[row, best], cuts[best], share_before[row, best], share_after[row, best]


def _log_likelihood(having: Floats, documents: Floats | int, share: Floats) -> Floats:
    from scipy.special import xlogy

    return np.asarray(xlogy(having, share) + xlogy(np.maximum(documents - having, 0), 1 - share))
