"""The words around a mention."""

from __future__ import annotations

from typing import Final

import pandas as pd

__all__ = ["contexts"]

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
    columns = ("doc_id", "lang", "start", "end")
    sides = []
    for doc_id, lang, start, end in zip(*(mentions[column].tolist() for column in columns), strict=True):
        text, reach = texts.loc[doc_id], _WIDTH[lang] if width is None else width
        sides.append((_one_line(text[max(start - reach, 0) : start]), _one_line(text[end : end + reach])))
    return pd.DataFrame(sides, index=mentions.index, columns=["left", "right"], dtype="string")


def _one_line(text: str) -> str:
    """Line ends and runs of spaces as one space; a space at either end still shows a word's edge."""
    words = " ".join(text.split())
    return " " * text[:1].isspace() * bool(words) + words + " " * text[-1:].isspace() * bool(words)
