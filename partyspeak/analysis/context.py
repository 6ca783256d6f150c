"""The words around a mention."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pandas as pd

from partyspeak.analysis.counts import Integers

__all__ = ["contexts", "sides"]

_WIDTH: Final = {"zh": 20, "en": 60}
# Lines made at a time, in memory that is used again and again; a million at once take half as long again.
_BATCH: Final = 10_000


def contexts(mentions: pd.DataFrame, texts: pd.Series | None, width: int | None = None) -> pd.DataFrame:
    """What stands left and right of each mention, on one line.

    Parameters
    ----------
    mentions : pandas.DataFrame
    texts : pandas.Series or None
        The texts, by ``doc_id``; without them the answer is missing values.
    width : int, optional
        Characters to each side; 20 for Chinese and 60 for English mentions when left out.

    Returns
    -------
    pandas.DataFrame
        ``left`` and ``right``, with the index of ``mentions``; line ends and runs of spaces become one space.
    """
    if texts is None:
        left = right = pd.array([pd.NA] * len(mentions), dtype="string")
    else:
        numbers = texts.index.get_indexer(pd.Index(mentions["doc_id"])).astype(np.int64)
        left, right = sides(mentions, texts.tolist(), numbers, width)
    return pd.DataFrame({"left": left, "right": right}, index=mentions.index)


def sides(mentions: pd.DataFrame, texts: Sequence[str], numbers: Integers, width: int | None = None) -> tuple[Any, Any]:
    """The left and the right of each mention as two arrays of strings; see :func:`contexts`.

    Parameters
    ----------
    mentions : pandas.DataFrame
    texts : sequence of str
    numbers : int64 array
        Which of the texts each mention stands in.
    width : int, optional
    """
    start, end = (mentions[place].to_numpy(dtype=np.int64) for place in ("start", "end"))
    reach = np.where(mentions["lang"] == "zh", _WIDTH["zh"], _WIDTH["en"]) if width is None else np.int64(width)
    before, after = np.maximum(start - reach, 0), end + reach
    left, right = [], []
    for first in range(0, len(mentions), _BATCH):
        batch = slice(first, first + _BATCH)
        own = [texts[number] for number in numbers[batch].tolist()]
        left.append(_lines(own, before[batch], start[batch]))
        right.append(_lines(own, end[batch], after[batch]))
    return _column(left), _column(right)


def _lines(texts: list[str], start: Integers, end: Integers) -> Any:
    """A slice of each text, on one line."""
    import pyarrow as pa

    slices = [text[first:last] for text, first, last in zip(texts, start.tolist(), end.tolist(), strict=True)]
    # Most hold printable signs and single spaces only, and stay as they are.
    lines = [text if text.isprintable() and "  " not in text and text != " " else _one_line(text) for text in slices]
    return pa.array(lines, pa.large_string())


def _one_line(text: str) -> str:
    """Line ends and runs of spaces as one space; a space at either end still shows a word's edge."""
    return "" if text.isspace() else " ".join(f"|{text}|".split())[1:-1]


def _column(batches: list[Any]) -> Any:
    import pyarrow as pa

    kind: Any = pd.StringDtype()
    return kind.__from_arrow__(pa.chunked_array(batches, pa.large_string()).combine_chunks())
