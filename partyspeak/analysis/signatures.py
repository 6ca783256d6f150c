"""Signatures of texts: those that are near each other very likely share one, those that are not hardly ever do.

A text is the set of its *shingles*, the runs of five characters in it. One hash puts every shingle into one of 256
bins and orders those of a bin; two texts have the same least shingle in a bin as often as their sets overlap
(Broder 1997; one permutation for all bins: Li, Owen and Zhang 2012). A signature is the least shingles of a few
bins together, which texts that share no more than a sentence hardly ever agree in.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from partyspeak.text.code_points import code_points
from partyspeak.text.hashing import Hashes, distinct, gram_hashes, hash_rows

__all__ = ["SHINGLE", "shingles", "signatures"]

SHINGLE: Final = 5
"""Characters; a change of one changes five shingles."""

_BINS: Final = 256
_MISSED: Final = 1e-5
"""The greatest chance that two long texts of the similarity asked for share no signature; for short ones, 1e-4."""
_BATCH: Final = 250
_EMPTY: Final = np.uint32(0xFFFFFFFF)
_Symbols = NDArray[np.uint32]


def signatures(texts: Sequence[str], least: float) -> Hashes:
    """The signatures of each text, by which pairs of at least this similarity are found.

    Parameters
    ----------
    texts : sequence of str
        None shorter than SHINGLE.
    least : float
        Jaccard's index of the shingles.

    Returns
    -------
    uint64 array, (texts, signatures)
        Two texts share a signature when they have the same number in the same column.

    References
    ----------
    Ping Li, Art Owen and Cun-Hui Zhang (2012), "One permutation hashing". Anshumali Shrivastava (2017), "Optimal
    densification for fast and accurate minwise hashing".

    Examples
    --------
    >>> one, near, far = signatures(["加快构建双循环新发展格局", "加快构建双循环的新格局", "另一天的另一件事"], 0.3)
    >>> bool((one == near).any()), bool((one == far).any())
    (True, False)
    """
    rows = _rows(least)
    # When texts may differ much, the few shingles that short ones share would often be hidden by others in their bins,
    # so each shingle is put into eight bins.
    copies = 1 if least > 2 / 3 else 8
    found = np.empty((len(texts), _BINS // rows), dtype=np.uint64)
    for first in range(0, len(texts), _BATCH):
        batch = slice(first, first + _BATCH)
        found[batch] = _joined(_least_shingles(texts[batch], copies), rows)
    return found


def shingles(text: str) -> Hashes:
    """The shingles of a text as sorted numbers of 64 bits, each once."""
    points = code_points(text).astype(np.uint64)
    return distinct(hash_rows([points[place : len(points) - SHINGLE + 1 + place] for place in range(SHINGLE)]))


def _rows(least: float) -> int:
    """How many bins make a signature: the most with which texts of this similarity are still found.

    Examples
    --------
    >>> _rows(0.8), _rows(0.5)
    (6, 2)
    """
    return max(rows for rows in range(1, 9) if (1 - least**rows) ** (_BINS // rows) < _MISSED)


def _least_shingles(texts: Sequence[str], copies: int) -> _Symbols:
    """The least hash of the shingles, by text and bin."""
    points = code_points("".join(texts))
    length = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    whole = np.ones(len(points), dtype=bool)
    for place in range(1, SHINGLE):
        whole[np.cumsum(length) - place] = False  # no shingle goes on into the next text
    hashed = gram_hashes(points, SHINGLE)[whole[: len(points) - SHINGLE + 1]]
    first_bin = np.repeat(np.arange(len(texts)) * _BINS, length - SHINGLE + 1)
    found = np.full(len(texts) * _BINS, _EMPTY)
    for copy in range(copies):
        spread = _mixed(hashed + np.uint32(copy))
        np.minimum.at(found, first_bin + (spread & np.uint32(_BINS - 1)), spread)
    return _filled(found).reshape(len(texts), _BINS)


def _filled(found: _Symbols) -> _Symbols:
    """An empty bin takes the hash of another bin; which one is drawn once, for all texts."""
    empty = found == _EMPTY
    at = np.flatnonzero(empty)
    for donors in _donors():
        if not len(at):
            break
        donor = at - at % _BINS + donors[at % _BINS]
        found[at] = found[donor]
        at = at[empty[donor]]
    return found


@cache
def _donors() -> NDArray[np.int64]:
    """Each column is all bins, in the order in which the bin of that number asks them."""
    return np.random.default_rng(0).permuted(np.tile(np.arange(_BINS), (_BINS, 1)).T, axis=0)


def _joined(found: _Symbols, rows: int) -> Hashes:
    """One number for each group of ``rows`` bins of a text; bins left over are not used."""
    bands = _BINS // rows
    return hash_rows(found[:, : bands * rows].reshape(-1, rows).T).reshape(-1, bands)


def _mixed(hashed: _Symbols) -> _Symbols:
    """The same numbers, spread evenly (the end of MurmurHash3)."""
    hashed = (hashed ^ (hashed >> np.uint32(16))) * np.uint32(0x85EBCA6B)
    hashed = (hashed ^ (hashed >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    return hashed ^ (hashed >> np.uint32(16))
