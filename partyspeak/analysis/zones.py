"""Titles and the bodies of texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pandas as pd

from partyspeak.analysis.counts import document_numbers
from partyspeak.errors import SourceError

__all__ = ["TITLE", "ZONES", "title_end", "with_titles", "zones"]

TITLE: Final = "title"
"""The column of the documents that holds their titles."""

ZONES: Final = ("title", "body")


def zones(documents: pd.DataFrame, mentions: pd.DataFrame, texts: Sequence[str]) -> pd.Categorical[Any]:
    """Whether each mention occurs in its document's title or in the body.

    Parameters
    ----------
    documents : pandas.DataFrame
        With a column ``title``.
    mentions : pandas.DataFrame
    texts : sequence of str
        The text of each document.

    Returns
    -------
    pandas.Categorical
        ``title`` for what lies in the title at the head of the text, see :func:`title_end`; else ``body``.
    """
    titles = documents[TITLE].tolist()
    pairs = zip(texts, titles, strict=True)
    ends = [title_end(text, title) if isinstance(title, str) else 0 for text, title in pairs]
    in_body = mentions["end"].to_numpy() > np.array(ends, dtype=np.int64)[document_numbers(documents, mentions)]
    return pd.Categorical.from_codes(in_body.astype(np.int64), dtype=pd.CategoricalDtype(list(ZONES)))


def title_end(text: str, title: str) -> int:
    r"""Where the title that is at the head of a text ends; 0 if none is there.

    The letters and digits must be the same ones; case, spacing and punctuation may differ. A line must end
    after the title: a text that only begins with the same words has no title in it.

    Examples
    --------
    >>> title_end("谈 双循环！\n今天开会。", "谈双循环"), title_end("谈双循环的人", "谈双循环")
    (5, 0)
    """
    wanted = [char.lower() for char in title if char.isalnum()]
    end = found = 0
    for place, char in enumerate(text):
        if found == len(wanted) and char in "\r\n":
            return end
        if not char.isalnum():
            continue
        if found == len(wanted) or char.lower() != wanted[found]:
            return 0
        end, found = place + 1, found + 1
    return end if found == len(wanted) else 0


def with_titles(docs: pd.DataFrame, text: str = "text", title: str = TITLE) -> pd.DataFrame:
    """The same documents, with each title above its text, where it is not there already.

    Titles that occur in a column only are not read by :func:`partyspeak.tag`; so prepared they are, and the
    column ``zone`` of the mentions separates them from the body.

    Parameters
    ----------
    docs : pandas.DataFrame
    text, title : str
        The columns.

    Returns
    -------
    pandas.DataFrame
        A copy; places of mentions are those in its texts. The titles occur in its column ``title``.

    Raises
    ------
    SourceError
        When a column is not there.

    Examples
    --------
    >>> from partyspeak import tag
    >>> docs = pd.DataFrame({"title": ["谈双循环"], "text": ["双循环要畅通。"]})
    >>> tag(with_titles(docs), date=None).mentions[["start", "zone"]].values.tolist()
    [[1, 'title'], [6, 'body']]
    """
    for column in (text, title):
        if column not in docs.columns:
            raise SourceError(f"no column {column!r}; the columns are {', '.join(map(repr, docs.columns))}")
    pairs = zip(docs[text].tolist(), docs[title].tolist(), strict=True)
    contents = pd.Series([_under(content, name) for content, name in pairs], index=docs.index, dtype=object)
    return docs.assign(**{text: contents, TITLE: docs[title]})


def _under(content: Any, name: Any) -> Any:
    """A text under its title; what is no text stays, for tagging to judge."""
    if not isinstance(name, str) or not name.strip():
        return content
    if isinstance(content, str):
        return content if title_end(content, name) else f"{name}\n\n{content}"
    return name if pd.api.types.is_scalar(content) and pd.isna(content) else content
