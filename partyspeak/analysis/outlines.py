"""The outlines of texts: how long they are and where passages end, without their words."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from partyspeak.analysis.counts import document_numbers
from partyspeak.analysis.enumerations import joint_places
from partyspeak.text.passages import has_blank_line, passage_ends

__all__ = ["BLANK", "outlines"]

BLANK: Final = "□"
"""What an outline has for every character of the text that it does not show."""


def outlines(documents: pd.DataFrame, mentions: pd.DataFrame, texts: pd.Series) -> pd.Series:
    """The outline of each text: as long as it, with nothing in it but mentions and the ends of passages.

    With outlines in the place of texts every question about places, passages and enumerations gets the same
    answer, and nobody can read the documents.

    Parameters
    ----------
    documents, mentions : pandas.DataFrame
    texts : pandas.Series
        The texts by ``doc_id``.

    Returns
    -------
    pandas.Series
        By ``doc_id``, in the order of ``documents``: the text with :data:`BLANK` for every character, but the
        mentions as they are, the marks and words for "and" between enumerated ones, 。 where a sentence ends and
        line ends where a paragraph does.

    Examples
    --------
    >>> from partyspeak import tag
    >>> tagged = tag(["我们要坚持双循环、乡村振兴。再说别的。"])
    >>> outlines(tagged.documents, tagged.mentions, tagged.texts).tolist()
    ['□□□□□双循环、乡村振兴。□□□□□']
    """
    contents = texts.reindex(documents["doc_id"])
    number = document_numbers(documents, mentions)
    kept: list[list[tuple[int, int]]] = [[] for _ in range(len(documents))]
    places = zip(number.tolist(), mentions["start"].tolist(), mentions["end"].tolist(), strict=True)
    for document, start, end in (*places, *joint_places(documents, mentions, texts)):
        kept[document].append((start, end))
    drawn = [_outline(text, pieces) for text, pieces in zip(contents.tolist(), kept, strict=True)]
    return pd.Series(pd.array(drawn, dtype="string"), index=contents.index, name="outline")


def _outline(text: str, kept: list[tuple[int, int]]) -> str:
    signs = np.full(len(text), BLANK, dtype=object)
    for start, end in kept:
        signs[start:end] = list(text[start:end])
    # A line end inside a mention would end a passage that the text does not end there.
    signs[signs == "\n"] = " "
    signs[[end - 1 for end in passage_ends(text, "sentence")[:-1]]] = "。"
    line_end = "\n\n" if has_blank_line(text) else "\n"
    for end in passage_ends(text, "paragraph")[:-1]:
        signs[end - len(line_end) : end] = list(line_end)
    return "".join(signs.tolist())
