"""Documents cut into paragraphs or sentences, to find which mentions occur together."""

from __future__ import annotations

import re
from typing import Final

import numpy as np
import pandas as pd

from partyspeak.analysis.counts import Integers, document_numbers
from partyspeak.errors import PartyspeakError

__all__ = ["PASSAGES", "has_blank_line", "need_texts", "passage_ends", "passage_numbers", "passages"]

PASSAGES: Final = ("document", "paragraph", "sentence")

# A full stop ends a sentence before a space and a capital, a quotation mark or a number, but not after an
# initial ("U.S. Government") or a title.
_ABBREVIATED: Final = "".join(
    rf"(?<!\b{word}\.)" for word in ("[A-Z]", "Mr", "Mrs", "Ms", "Dr", "No", "St", "vs", "cf")
)
_CLOSING: Final = r"[”’」』》）)\"']*"
_AFTER_MARK: Final = rf"(?<=[。！？!?])[。！？!?]*{_CLOSING}\s*"
_AFTER_STOP: Final = rf"(?<=\.){_ABBREVIATED}{_CLOSING}(?:\s+(?=[A-Z“‘(\"'\d\u4e00-\u9fff])|\s*\Z)"
_LINE: Final = {True: r"\s*\n\s*", False: r"\s*"}
# Each pattern begins with plain characters, which makes the search ten times as fast.
_ENDS: Final = {("paragraph", blank): re.compile(rf"\n{rest}") for blank, rest in _LINE.items()} | {
    ("sentence", blank): re.compile(rf"[。！？!?.\n](?:{_AFTER_MARK}|(?<=\n){rest}|{_AFTER_STOP})")
    for blank, rest in _LINE.items()
}
_HAS_BLANK_LINE: Final = re.compile(r"\n[^\S\n]*\n")


def passage_ends(text: str, within: str) -> list[int]:
    """Where each paragraph or sentence of a text ends; the white space after it belongs to it.

    A blank line ends a paragraph; in a text without blank lines every line break does. A sentence ends at
    。！？, at a full stop before a capital, and where its paragraph ends.

    Examples
    --------
    >>> text = "坚持双循环。Mr. Li said so. We agree!"
    >>> [text[start:end] for start, end in zip([0, 6, 22], passage_ends(text, "sentence"))]
    ['坚持双循环。', 'Mr. Li said so. ', 'We agree!']
    """
    # White space before the first word ends nothing, and white space after the last is no passage.
    last = len(text.rstrip())
    first = len(text) - len(text.lstrip())
    pattern = _ENDS[within, has_blank_line(text)]
    ends = [end for match in pattern.finditer(text, first) if (end := match.end()) < last]
    return [*ends, len(text)] if last else []


def has_blank_line(text: str) -> bool:
    """Whether blank lines end the paragraphs of a text, and not every line break."""
    return _HAS_BLANK_LINE.search(text, len(text) - len(text.lstrip()), len(text.rstrip())) is not None


def passage_numbers(
    documents: pd.DataFrame, mentions: pd.DataFrame, texts: pd.Series | None, within: str
) -> tuple[Integers, int]:
    """The number of the passage that each mention occurs in, and how many passages there are in all.

    Parameters
    ----------
    documents, mentions : pandas.DataFrame
    texts : pandas.Series or None
        The texts by ``doc_id``; not needed for whole documents.
    within : {"document", "paragraph", "sentence"}

    Raises
    ------
    PartyspeakError
        When the texts are needed and were not saved.
    """
    if within == "document":
        return document_numbers(documents, mentions), len(documents)
    passage, document, _ = passages(documents, mentions, texts, within)
    return passage, len(document)


def passages(
    documents: pd.DataFrame, mentions: pd.DataFrame, texts: pd.Series | None, within: str
) -> tuple[Integers, Integers, Integers]:
    """The passage that each mention occurs in, and the document and the length of each passage.

    Parameters
    ----------
    documents, mentions, texts
        As in :func:`passage_numbers`.
    within : {"paragraph", "sentence"}

    Returns
    -------
    passage : int64 array
        Of each mention, a number.
    document, length : int64 arrays
        Of each passage, the number of its document and its characters.
    """
    number = document_numbers(documents, mentions)
    contents = need_texts(texts, f"{within}s").reindex(documents["doc_id"]).to_numpy(dtype=object)
    ends = [passage_ends(text, within) for text in contents]
    sizes = np.array([len(each) for each in ends], dtype=np.int64)
    lengths = np.array([len(text) for text in contents], dtype=np.int64)
    # Every place of the corpus as one number, so that one search finds every mention's passage.
    offsets = np.concatenate([[0], np.cumsum(lengths)])
    flat = np.fromiter((end for each in ends for end in each), dtype=np.int64, count=int(sizes.sum()))
    flat += np.repeat(offsets[:-1], sizes)
    passage = np.searchsorted(flat, offsets[number] + mentions["start"].to_numpy(), side="right")
    document = np.repeat(np.arange(len(documents), dtype=np.int64), sizes)
    return passage, document, np.diff(flat, prepend=0)


def need_texts(texts: pd.Series | None, purpose: str) -> pd.Series:
    """The texts, or an error that says why they are needed.

    Raises
    ------
    PartyspeakError
        When the texts were not saved.
    """
    if texts is None:
        raise PartyspeakError(
            f"{purpose} are read in the texts, and this corpus was saved without them; "
            "tag the documents again, or save with texts=True"
        )
    return texts
