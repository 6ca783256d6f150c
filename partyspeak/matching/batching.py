"""Batches of texts that fit the processor's caches: short texts together, a very long text in pieces.

A long text is cut only after a blank line or a Chinese full stop. There, no phrase crosses the cut and no boundary
depends on what comes before it. So the mentions in the pieces are the mentions in the whole text.
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
"""A function that is called during the work with the number of texts done."""

BATCH_CHARACTERS: Final = 500_000

CUTS: Final = ("\n\n", "。")
"""The strings after which a long text may be cut; leave out those that are part of a key."""


@dataclass(frozen=True)
class Pieces:
    """Texts, with the long ones cut into pieces.

    Attributes
    ----------
    texts : list of str
        The pieces, in order.
    document, offset : int64 arrays, one entry per piece
        The number of the piece's text, and where in the text the piece begins.
    """

    texts: list[str]
    document: NDArray[np.int64]
    offset: NDArray[np.int64]

    def of_whole_texts(self, tagged: Tagged) -> Tagged:
        """Convert the mentions in the pieces to mentions in the texts."""
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
    """Cut texts that are longer than ``size``; None if there are none.

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
        if not end:  # no cut fits within the size, so take the next one after it
            later = [place + len(sign) for sign in cuts if (place := text.find(sign, start)) >= 0]
            end = min(later, default=len(text))
        yield start, end
        start = end
    if start < len(text) or not text:
        yield start, len(text)


def batches(lengths: Sequence[int], size: int = BATCH_CHARACTERS) -> Iterator[tuple[int, int]]:
    """Runs of texts with about ``size`` characters in total, half open; a longer text is a separate run.

    Parameters
    ----------
    lengths : sequence of int
        The number of characters of each text.
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
