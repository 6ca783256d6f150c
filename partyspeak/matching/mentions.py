"""Mentions as the tagger returns them, as records or as arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from partyspeak.matching.hits import Integers, Mask
from partyspeak.text.languages import Language

__all__ = ["Mention", "Tagged", "joined"]


@dataclass(frozen=True, slots=True)
class Mention:
    """One occurrence of a form in a text.

    Attributes
    ----------
    phrase : str
        The id of the phrase.
    form : str
        The form of the lexicon that matched.
    lang : {"zh", "en"}
    start, end : int
        Code-point offsets in the original text.
    text : str
        Exactly ``original[start:end]``.
    sure : bool
        Nothing speaks against it.
    why : str
        Why it is not sure, one of :data:`partyspeak.matching.hits.DOUBTS`; empty where it is.
    dates : bool
        The form is a dating form: a sure mention of it dates the phrase.
    nested : bool
        The mention is inside a longer mention of another phrase.
    """

    phrase: str
    form: str
    lang: Language
    start: int
    end: int
    text: str
    sure: bool
    why: str
    dates: bool
    nested: bool


@dataclass(frozen=True)
class Tagged:
    """Mentions as arrays, in document order, then by place, the longer one first.

    Attributes
    ----------
    document : int64 array
        The number of the text.
    form : int64 array
        The number of the form in :attr:`Tagger.forms`.
    start, end : int64 arrays
        Offsets in the original text.
    wording : int64 array
        Into :attr:`wordings`.
    why : int64 array
        Why the mention is not sure: into :data:`partyspeak.matching.hits.WHYS`. Refused hits are there only where they
        were asked for.
    nested : bool array
    zh_chars, en_words : int64 arrays, one entry per text
        The number of Chinese characters and English words; addresses, markup and garbled text do not count.
    garbled : int64 array, (texts, kinds of garbled text)
        The number of garbled characters; the kinds are those of :data:`partyspeak.text.garbled.KINDS`.
    wordings : tuple of str
        The distinct texts of the mentions.
    """

    document: Integers
    form: Integers
    start: Integers
    end: Integers
    wording: Integers
    why: Integers
    nested: Mask
    zh_chars: Integers
    en_words: Integers
    garbled: Integers
    wordings: tuple[str, ...]

    @property
    def sure(self) -> Mask:
        """Which mentions nothing speaks against."""
        return self.why == 0

    def counted_from(self, first: int) -> Tagged:
        """The same mentions, with texts numbered from ``first``."""
        return replace(self, document=self.document + first)


def joined(parts: Sequence[Tagged]) -> Tagged:
    """The mentions of several batches as one; a wording that occurs in several is kept once."""
    numbers: dict[str, int] = {}
    columns: dict[str, list[NDArray[Any]]] = {name: [] for name in Tagged.__dataclass_fields__ if name != "wordings"}
    for part in parts:
        renumbered = np.array([numbers.setdefault(text, len(numbers)) for text in part.wordings], dtype=np.int64)
        for name, column in columns.items():
            values = getattr(part, name)
            column.append(renumbered[values] if name == "wording" else values)
    return Tagged(**{name: np.concatenate(column) for name, column in columns.items()}, wordings=tuple(numbers))
