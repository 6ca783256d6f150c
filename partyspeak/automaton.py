"""Folded forms in, every overlapping hit out: the one import of the Aho-Corasick engine.

The engine searches the children of a node one by one, so a Chinese root with a thousand children is
slow. Every character that some form uses is therefore written as two symbols of a narrow alphabet,
a first and a second one from ranges that do not meet, so that no hit can be misaligned; every
character that no form uses is written as one that leads nowhere.

Only ``iter`` is used: ``iter_long`` of pyahocorasick 2.3.1 loses real matches.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

import ahocorasick
import numpy as np
from numpy.typing import NDArray

__all__ = ["Automaton", "Hits"]


@dataclass(frozen=True)
class Hits:
    """Where keys stand in a run of symbols; arrays of one length, by end and then by key length.

    Attributes
    ----------
    key : int64 array
        The number of the key.
    start, end : int64 arrays
        Its place, half open, in symbols.
    """

    key: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]


class Automaton:
    """Finds every occurrence of every key in one pass, overlapping ones too.

    Parameters
    ----------
    keys : sequence of str
        Distinct folded forms, none empty; there may be no key at all.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        self._codes = _narrow_codes(keys)
        self._lengths = np.fromiter(map(len, keys), dtype=np.int64, count=len(keys))
        # An engine without words cannot be asked anything.
        self._engine = ahocorasick.Automaton(ahocorasick.STORE_INTS) if keys else None
        if self._engine is not None:
            for number, key in enumerate(keys):
                self._engine.add_word(self._encode(_symbols(key)), number)
            self._engine.make_automaton()

    def scan(self, symbols: NDArray[np.uint32]) -> Hits:
        """Every hit of every key in an array of folded symbols."""
        if self._engine is None or not len(symbols):
            nothing = np.zeros(0, dtype=np.int64)
            return Hits(nothing, nothing, nothing)
        found = self._engine.iter(self._encode(symbols))
        pairs = np.fromiter(itertools.chain.from_iterable(found), dtype=np.int64).reshape(-1, 2)
        key, end = pairs[:, 1], pairs[:, 0] // 2 + 1
        return Hits(key, end - self._lengths[key], end)

    def _encode(self, symbols: NDArray[np.uint32]) -> str:
        return self._codes[symbols].tobytes().decode("latin-1")


def _symbols(key: str) -> NDArray[np.uint32]:
    return np.frombuffer(key.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def _narrow_codes(keys: Sequence[str]) -> NDArray[np.uint16]:
    """For every code point its two symbols, as the two bytes of a number; zero leads nowhere."""
    characters = sorted(set().union(*keys))
    width = math.isqrt(max(len(characters) - 1, 0)) + 1
    if 2 * width > 255:
        raise ValueError(f"{len(characters)} distinct characters are more than the narrow alphabet holds")
    codes = np.zeros(0x110000, dtype="<u2")
    for number, character in enumerate(characters):
        first, second = divmod(number, width)
        codes[ord(character)] = (first + 1) | (second + 1 + width) << 8
    return codes
