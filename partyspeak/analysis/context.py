"""The words around a mention."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pandas as pd

__all__ = ["contexts", "sides", "strings"]

_WIDTH: Final = {"zh": 20, "en": 60}


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
        missing = pd.array([pd.NA] * len(mentions), dtype="string")
        return pd.DataFrame({"left": missing, "right": missing}, index=mentions.index)
    left, right = sides(mentions, texts, width)
    return pd.DataFrame({"left": strings(left), "right": strings(right)}, index=mentions.index)


def strings(texts: Sequence[str | None]) -> Any:
    """Texts as a column of strings; by way of Arrow, in half the time that pandas takes."""
    import pyarrow as pa

    kind: Any = pd.StringDtype()
    return kind.__from_arrow__(pa.array(texts, pa.large_string()))


def sides(mentions: pd.DataFrame, texts: pd.Series, width: int | None = None) -> tuple[list[str], list[str]]:
    """The left and the right of each mention as lists; see :func:`contexts`."""
    contents = texts.tolist()
    own = [contents[number] for number in texts.index.get_indexer(pd.Index(mentions["doc_id"])).tolist()]
    start, end = mentions["start"].to_numpy(), mentions["end"].to_numpy()
    reach = np.where(mentions["lang"] == "zh", _WIDTH["zh"], _WIDTH["en"]) if width is None else width
    before, after = np.maximum(start - reach, 0).tolist(), (end + reach).tolist()
    left = [text[first:last] for text, first, last in zip(own, before, start.tolist(), strict=True)]
    right = [text[first:last] for text, first, last in zip(own, end.tolist(), after, strict=True)]
    return _one_lines(left), _one_lines(right)


def _one_lines(texts: list[str]) -> list[str]:
    """Line ends and runs of spaces as one space; a space at either end still shows a word's edge."""
    # Most hold printable signs and single spaces only, and stay as they are.
    lines = [text if text.isprintable() and "  " not in text else _one_line(text) for text in texts]
    return ["" if line == " " else line for line in lines]


def _one_line(text: str) -> str:
    words = " ".join(text.split())
    if not words:
        return ""
    return f"{' ' * text[0].isspace()}{words}{' ' * text[-1].isspace()}"
