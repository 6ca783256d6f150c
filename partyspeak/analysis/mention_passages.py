"""In which paragraph or sentence is each mention?"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from partyspeak.analysis.counts import Integers, document_numbers
from partyspeak.errors import PartyspeakError
from partyspeak.text.passages import passage_ends

__all__ = ["PASSAGES", "need_texts", "passage_numbers", "passages"]

PASSAGES: Final = ("document", "paragraph", "sentence")
"""What two mentions can have in common."""


def passage_numbers(
    documents: pd.DataFrame, mentions: pd.DataFrame, texts: pd.Series | None, within: str
) -> tuple[Integers, int]:
    """The number of the passage of each mention, and the number of all passages.

    Parameters
    ----------
    documents, mentions : pandas.DataFrame
    texts : pandas.Series or None
        The texts by ``doc_id``; None will do for whole documents.
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
    """The passage of each mention, and the document and the length of each passage.

    Parameters
    ----------
    documents, mentions, texts
        As in :func:`passage_numbers`.
    within : {"paragraph", "sentence"}

    Returns
    -------
    passage : int64 array, one entry per mention
        The number of its passage.
    document, length : int64 arrays, one entry per passage
        The number of its document, and its length in characters.
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
