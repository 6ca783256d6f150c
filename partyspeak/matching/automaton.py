"""Search for folded forms: finds every hit, including overlapping ones. Only this module imports the engines.

A first look (:mod:`partyspeak.matching.prefilter`) finds the stretches of a text in which a key may be. Only
these stretches are joined, with a separator between them, and scanned.

pyahocorasick searches the children of a node one by one, so a Chinese root with a thousand children is slow.
Therefore every character that some form uses is written as two symbols of a narrow alphabet. The first and the second
symbol come from disjoint ranges, so no hit can be misaligned. Every character that no form uses is written as a
symbol that leads nowhere. daachorse, a double array, uses one symbol per character. Both find the same hits.

Only ``iter`` is used: ``iter_long`` of pyahocorasick 2.3.1 loses real matches.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from typing import Final, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from partyspeak.errors import PartyspeakError, how_to_install
from partyspeak.matching.hits import Matches
from partyspeak.matching.prefilter import Prefilter
from partyspeak.text.code_points import code_points

__all__ = ["ENGINES", "Automaton", "EngineChoice", "EngineName", "choose_engine"]

EngineName = Literal["pyahocorasick", "daachorse"]
EngineChoice = Literal["auto", "pyahocorasick", "daachorse"]
ENGINES: Final[tuple[EngineChoice, ...]] = ("auto", "pyahocorasick", "daachorse")
"""The engines that can search; all return the same rows."""

_SEPARATOR: Final = 0x110000  # one more than the last code point, so no key can contain it


class _Engine(Protocol):
    def scan(self, symbols: NDArray[np.uint32]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The key's number and the end of every hit; no hit contains a _SEPARATOR."""


def choose_engine(choice: EngineChoice) -> EngineName:
    """The engine to use; ``auto`` means daachorse if it is installed.

    Raises
    ------
    PartyspeakError
        If the engine is unknown or not installed.
    """
    if choice not in ENGINES:
        raise PartyspeakError(f"engine={choice!r} is not one of {', '.join(ENGINES)}")
    if choice == "pyahocorasick":
        return choice
    if find_spec("daachorse") is not None:
        return "daachorse"
    if choice == "daachorse":
        raise PartyspeakError(f"engine='daachorse' is not installed; {how_to_install('fast')}")
    return "pyahocorasick"


class Automaton:
    """Finds every occurrence of every key in one pass, including overlapping ones.

    Parameters
    ----------
    keys : sequence of str
        Distinct folded forms, none of them empty; the sequence may be empty.
    engine : {"pyahocorasick", "daachorse"}
    """

    def __init__(self, keys: Sequence[str], engine: EngineName = "pyahocorasick") -> None:
        self._prefilter = Prefilter(keys)
        self._lengths = np.fromiter(map(len, keys), dtype=np.int64, count=len(keys))
        # An engine without keys cannot scan.
        engines: dict[EngineName, type[_PyAhoCorasick] | type[_Daachorse]]
        engines = {"pyahocorasick": _PyAhoCorasick, "daachorse": _Daachorse}
        self._engine: _Engine | None = engines[engine](keys) if keys else None

    def scan(self, symbols: NDArray[np.uint32]) -> Matches:
        """Every hit of every key in an array of folded symbols; ``number`` is the number of the key."""
        begins, ends = self._prefilter.stretches(symbols)
        if self._engine is None or not len(begins):
            nothing = np.zeros(0, dtype=np.int64)
            return Matches(nothing, nothing, nothing)
        lengths = ends - begins + 1  # one more for the separator
        starts = np.cumsum(lengths) - lengths
        place = np.arange(starts[-1] + lengths[-1]) + np.repeat(begins - starts, lengths)
        stretches = symbols[np.minimum(place, len(symbols) - 1)]
        stretches[starts + lengths - 1] = _SEPARATOR
        key, stop = self._engine.scan(stretches)
        last = place[stop - 1]
        return Matches(key, last - self._lengths[key] + 1, last)


class _PyAhoCorasick:
    """Engine that uses two symbols per character."""

    def __init__(self, keys: Sequence[str]) -> None:
        import ahocorasick

        self._codes = _narrow_codes(keys)
        self._automaton = ahocorasick.Automaton(ahocorasick.STORE_INTS)
        for number, encoded in enumerate(_encode_all(keys, self._codes, "latin-1")):
            self._automaton.add_word(encoded, number)
        self._automaton.make_automaton()

    def scan(self, symbols: NDArray[np.uint32]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        found = self._automaton.iter(np.take(self._codes, symbols).tobytes().decode("latin-1"))
        pairs = _columns(found, 2)
        return pairs[:, 1], pairs[:, 0] // 2 + 1


class _Daachorse:
    """Engine that uses one symbol per character, numbered from 1, since it refuses lone surrogates."""

    def __init__(self, keys: Sequence[str]) -> None:
        import daachorse

        self._codes = np.zeros(_SEPARATOR + 1, dtype="<u2")
        for number, character in enumerate(_characters(keys), start=1):
            self._codes[ord(character)] = number
        self._automaton = daachorse.CharwiseDoubleArrayAhoCorasick(list(_encode_all(keys, self._codes, "utf-16-le")))

    def scan(self, symbols: NDArray[np.uint32]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        found = self._automaton.find_overlapping(np.take(self._codes, symbols).tobytes().decode("utf-16-le"))
        triples = _columns(found, 3)
        return triples[:, 2], triples[:, 1]


def _columns(rows: Iterable[tuple[int, ...]], width: int) -> NDArray[np.int64]:
    return np.fromiter(itertools.chain.from_iterable(rows), dtype=np.int64).reshape(-1, width)


def _encode_all(keys: Sequence[str], codes: NDArray[np.uint16], encoding: str) -> Iterable[str]:
    """The keys in an engine's alphabet; all are encoded at once, which is faster."""
    joined = code_points("".join(keys))
    encoded = np.take(codes, joined).tobytes().decode(encoding)
    width = len(encoded) // len(joined)
    stops = itertools.accumulate(len(key) * width for key in keys)
    for key, stop in zip(keys, stops, strict=True):
        yield encoded[stop - len(key) * width : stop]


def _characters(keys: Sequence[str]) -> list[str]:
    return sorted(set().union(*keys))


def _narrow_codes(keys: Sequence[str]) -> NDArray[np.uint16]:
    """The two symbols of every code point, as the two bytes of a number; zero leads to no key."""
    characters = _characters(keys)
    width = math.isqrt(max(len(characters) - 1, 0)) + 1
    if 2 * width > 255:
        raise PartyspeakError(f"{len(characters)} distinct characters are more than the narrow alphabet holds")
    codes = np.zeros(_SEPARATOR + 1, dtype="<u2")
    for number, character in enumerate(characters):
        first, second = divmod(number, width)
        codes[ord(character)] = (first + 1) | (second + 1 + width) << 8
    return codes
