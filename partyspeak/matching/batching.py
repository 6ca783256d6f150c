"""Batches of texts of a size that suits the processor's caches: short texts together, a very long one in pieces.

A long text is cut only where no phrase crosses and where no boundary depends on what is behind: after a blank line or
a Chinese full stop. The mentions in the pieces are those of the whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from partyspeak.matching.mentions import Tagged

__all__ = ["BATCH_CHARACTERS", "CUTS", "Pieces", "Progress", "batches", "cut"]

Progress = Callable[[int], object]
"""Called with the number of texts that are done, as the work goes on."""

BATCH_CHARACTERS: Final = 500_000

CUTS: Final = ("\n\n", "。")
"""After what a long text may be cut; leave out what is part of some key."""


@dataclass(frozen=True)
class Pieces:
    """Texts, the long ones in pieces.

    Attributes
    ----------
    texts : list of str
        The pieces, in order.
    document, offset : int64 arrays, one entry per piece
        The number of its text, and where in the text it begins.
    """

    texts: list[str]
    document: NDArray[np.int64]
    offset: NDArray[np.int64]

    def of_whole_texts(self, tagged: Tagged) -> Tagged:
        """The mentions in the pieces as the mentions in the texts."""
        offset = self.offset[tagged.document]
        firsts = np.flatnonzero(np.diff(self.document, prepend=-1))
        return replace(
            tagged,
            document=self.document[tagged.document],
            start=tagged.start + offset,
            end=tagged.end + offset,
            zh_chars=np.add.reduceat(tagged.zh_chars, firsts),
            en_words=np.add.reduceat(tagged.en_words, firsts),
            garbled=np.add.reduceat(tagged.garbled, firsts, axis=0),
        )


def cut(texts: Sequence[str], size: int, cuts: Sequence[str] = CUTS) -> Pieces | None:
    """Cut texts that are longer than ``size``; None when none is.

    Examples
    --------
    >>> cut(["一二。三四。五", "六"], 4).texts
    ['一二。', '三四。五', '六']
    """
    if max(map(len, texts), default=0) <= size:
        return None
    rows = [(number, *span) for number, text in enumerate(texts) for span in _spans(text, size, cuts)]
    numbers = np.array([(number, start) for number, start, _ in rows], dtype=np.int64)
    return Pieces([texts[number][start:end] for number, start, end in rows], numbers[:, 0], numbers[:, 1])


def _spans(text: str, size: int, cuts: Sequence[str]) -> Iterator[tuple[int, int]]:
    start = 0
    while len(text) - start > size:
        places = [(text.rfind(sign, start, start + size), len(sign)) for sign in cuts]
        end = max((place + length for place, length in places if place >= 0), default=0)
        if not end:  # no place to cut within the size: the next one after it
            later = [place + len(sign) for sign in cuts if (place := text.find(sign, start)) >= 0]
            end = min(later, default=len(text))
        yield start, end
        start = end
    if start < len(text) or not text:
        yield start, len(text)


def batches(lengths: Sequence[int], size: int = BATCH_CHARACTERS) -> Iterator[tuple[int, int]]:
    """Runs of texts of about ``size`` characters in all, half open; a longer text is a run of its own.

    Parameters
    ----------
    lengths : sequence of int
        The characters of each text.
    size : int

    Examples
    --------
    >>> list(batches([2, 2, 9, 1], 4))
    [(0, 2), (2, 3), (3, 4)]
    """
    first, total = 0, 0
    for number, length in enumerate(lengths):
        if total and total + length > size:
            yield first, number
            first, total = number, 0
        total += length
    if first < len(lengths):
        yield first, len(lengths)
