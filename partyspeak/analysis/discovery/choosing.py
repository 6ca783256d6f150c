"""Choice of the measured strings that a curator should read: one of each family, without names, pieces, known phrases.

Whether a longer string is a unit depends on how fixed it is. If it takes up most of the occurrences of a shorter string
(全面管治权 of 管治权), the longer string is the unit and the shorter one a piece. If the shorter string also occurs
without it, the longer string only adds surroundings. Three rules come before this count: a verb that may precede any
phrase is not part of a phrase; a string in quotation marks is a unit; and a member of an enumeration is a unit if it
occurs alone more often than in the enumeration.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from partyspeak.analysis.discovery.ranking import Measured
from partyspeak.analysis.discovery.stop_words import is_no_phrase, without_verbs
from partyspeak.analysis.discovery.symbols import ENUMERATION_COMMA

__all__ = ["selected"]

Integers = NDArray[np.int64]
Mask = NDArray[np.bool_]

_SHORTEST: Final = {"zh": 3, "en": 2}
_FIXED_FROM: Final = 0.6
_QUOTED_FROM: Final = 0.5
_LEAST_STANDING: Final = 0.5
_EVERY_DOCUMENT: Final = 0.8
_ALONE_FROM: Final = 1.5
_LEAST_NEW: Final = 1 / 3
_MOST_SEEN: Final = 0.5
_NONE: Final = np.zeros(0, dtype=np.int64)


def selected(found: Measured, known: Mapping[str, Integers]) -> Integers:
    """The numbers of the strings that are candidates, the best first.

    These are left out: names, dates and meetings; boilerplate that four in five documents have; strings that cut
    words; pieces of longer strings; units with only a verb added before them or a loose tail after them; known phrases
    with little added; and strings that mostly repeat a better candidate.

    Parameters
    ----------
    found : Measured
    known : mapping of str to int64 array
        For each folded known form, the ranks of the dates of its mentions, ascending.
    """
    return _Selection(found, known).run()


class _Selection:
    def __init__(self, found: Measured, known: Mapping[str, Integers]) -> None:
        self.found, self.known = found, known
        self.lang = found.stream.lang
        self.wordings: list[str] = found.table["wording"].tolist()
        self.numbers = {wording: number for number, wording in enumerate(self.wordings)}
        self.count, self.first = found.strings.count, found.strings.first
        self.offsets = found.strings.offsets
        self.quoted = found.table["quoted"].to_numpy() >= _QUOTED_FROM
        self.stands = found.table["standing"].to_numpy() >= _LEAST_STANDING

    def run(self) -> Integers:
        table = self.found.table
        order = np.argsort(-table["score"].to_numpy(), kind="stable")
        fits = (table["score"].to_numpy() > 0) & self.stands & (table["share"].to_numpy() < _EVERY_DOCUMENT)
        fits &= ~self._falls() & ((table["c_value"].to_numpy() > 0) | self.quoted)
        shown = np.zeros(len(self.found.stream), dtype=bool)
        chosen = []
        for number in order[fits[order]].tolist():
            if self.wordings[number] in self.known or self._is_no_phrase(number):
                continue
            if self._only_adds_verbs(number) or self._only_extends(number):
                continue
            places = self.found.strings.places[self.offsets[number] : self.offsets[number + 1]]
            symbols = (places[:, None] + np.arange(int(self.found.strings.length[number]))).ravel()
            if shown[symbols].mean() <= _MOST_SEEN:
                shown[symbols] = True
                chosen.append(number)
        return np.array(chosen, dtype=np.int64)

    def _falls(self) -> Mask:
        """Which strings are pieces of longer strings, or longer strings around a unit."""
        falls = np.zeros(len(self.wordings), dtype=bool)
        nested = self.found.nested
        for small, large in zip(nested.inner.tolist(), nested.outer.tolist(), strict=True):
            is_free_member = self._is_member(small, large) and self.count[small] >= _ALONE_FROM * self.count[large]
            if is_free_member or (self.quoted[small] and not self.quoted[large]):
                falls[large] = True
            elif self.count[large] >= _FIXED_FROM * self.count[small] and self.stands[large]:
                falls[small] |= not (self.quoted[small] and self._is_member(small, large))
        return falls

    def _is_member(self, small: int, large: int) -> bool:
        return self.lang == "zh" and self.wordings[small] in self.wordings[large].split(ENUMERATION_COMMA)

    def _is_no_phrase(self, number: int) -> bool:
        wording = self.wordings[number]
        return is_no_phrase(wording if self.lang == "zh" else wording.split(), self.lang)

    def _only_adds_verbs(self, number: int) -> bool:
        """Whether a string is another string or a known form, with verbs before it that are not a fixed part of it."""
        if self.lang != "zh":
            return False
        wording = self.wordings[number]
        plain, bare = without_verbs(wording, plain=True), without_verbs(wording)
        if plain != wording and (plain in self.numbers or plain in self.known or len(bare) < _SHORTEST["zh"]):
            return True
        return bare != plain and (len(bare) < _SHORTEST["zh"] or not self._is_fixed(number, bare))

    def _only_extends(self, number: int) -> bool:
        """Whether a string is a known phrase with little added."""
        stream, first = self.found.stream, int(self.first[number])
        length = int(self.found.strings.length[number])
        covered = stream.covered[first : first + length]
        if not covered.any():
            return False
        left = [stream.wordings[stream.symbols[first + at]] for at in np.flatnonzero(~covered).tolist()]
        if self.lang == "zh":
            size = len(without_verbs("".join(left).strip("的和与同、"), plain=True))
        else:
            size = sum(len(word) > 3 for word in left)
        return size < max(_SHORTEST[self.lang] - 1, _LEAST_NEW * length)

    def _is_fixed(self, number: int, shorter: str) -> bool:
        """Whether a string takes up most of a shorter one since its first use; true if the shorter one is unknown."""
        if shorter in self.numbers:
            return bool(self.count[number] >= _FIXED_FROM * self.count[self.numbers[shorter]])
        dates = self.known.get(shorter, _NONE)
        since = len(dates) - np.searchsorted(dates, int(self.found.table["first"].iloc[number]))
        return bool(self.count[number] >= _FIXED_FROM * since)
