"""Which documents a store holds, and with which content, in 36 bytes per document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["NEW", "KnownDocuments"]

_Digests = NDArray[np.uint64]

NEW: Final = -1
"""The part number of a document that the store does not hold."""

_BYTES: Final = 16


class KnownDocuments:
    """The ids and content hashes of a store, sorted for look-up.

    Parameters
    ----------
    ids, hashes : iterables of sequences of str
        The ids and hashes of each part, in the order of ``parts``.
    parts : sequence of int
        The numbers of the parts.
    """

    def __init__(self, ids: Iterable[Sequence[str]], hashes: Iterable[Sequence[str]], parts: Sequence[int]) -> None:
        id_digests = [_digests_of_ids(some) for some in ids]
        sizes = [len(some) for some in id_digests]
        keys = np.concatenate([np.zeros((0, 2), np.uint64), *id_digests])
        contents = np.concatenate([np.zeros((0, 2), np.uint64), *map(_digests_of_hashes, hashes)])
        order = np.lexsort((keys[:, 1], keys[:, 0]))
        self._keys = keys[order]
        self._contents = contents[order]
        self._parts = np.repeat(np.array(parts, dtype=np.int64), sizes)[order]

    def __len__(self) -> int:
        return len(self._keys)

    def find(self, ids: Sequence[str], hashes: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """The part that holds each document (:data:`NEW` if none does), and whether its content is the same."""
        keys, contents = _digests_of_ids(ids), _digests_of_hashes(hashes)
        part = np.full(len(ids), NEW, dtype=np.int64)
        same = np.zeros(len(ids), dtype=bool)
        left = np.searchsorted(self._keys[:, 0], keys[:, 0], side="left")
        right = np.searchsorted(self._keys[:, 0], keys[:, 0], side="right")
        for number in np.flatnonzero(right > left).tolist():
            for at in range(left[number], right[number]):
                if self._keys[at, 1] == keys[number, 1]:
                    part[number] = self._parts[at]
                    same[number] = bool((self._contents[at] == contents[number]).all())
        return part, same

    def has_doubles(self) -> bool:
        """Does an id occur twice?"""
        return bool((self._keys[1:] == self._keys[:-1]).all(axis=1).any())


def _digests_of_ids(ids: Sequence[str]) -> _Digests:
    digests = [blake2b(id.encode("utf-8", "surrogatepass"), digest_size=_BYTES).digest() for id in ids]
    return np.frombuffer(b"".join(digests), dtype=np.uint64).reshape(-1, 2)


def _digests_of_hashes(hashes: Sequence[str]) -> _Digests:
    return np.frombuffer(bytes.fromhex("".join(hashes)), dtype=np.uint64).reshape(-1, 2)
