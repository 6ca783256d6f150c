"""How documents are dated, in a sentence: from when to when, by what, and how many are not."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable
from typing import Final

import pandas as pd

from partyspeak.analysis.periods import last_days, written_dates

__all__ = ["date_sentences"]

_ORIGINS: Final = {"column": "by a column", "name": "by file name", "content": "by their own content"}
_FIRST_YEAR: Final = 1900


def date_sentences(frames: Iterable[pd.DataFrame], doubts: bool = False) -> list[str]:
    """What a reader of answers about dates should know of the documents.

    Parameters
    ----------
    frames : iterable of pandas.DataFrame
        The documents, whole or in pieces, with ``date``, ``date_precision`` and ``date_from``.
    doubts : bool
        Count dates in the future and before 1900 too; for a store, since :func:`partyspeak.tag` warns of them.

    Returns
    -------
    list of str
        Nothing where every document has a date from a column and none is doubtful.

    Examples
    --------
    >>> import partyspeak
    >>> docs = pd.DataFrame({"date": ["1954", "2020-05-14", None], "text": "双循环"})
    >>> date_sentences([partyspeak.tag(docs).documents])
    ['3 documents: 2 dated by a column, 1954 – 2020-05-14; 1 undated, which dates nothing']
    """
    origins: Counter[str] = Counter()
    ends: list[tuple[pd.Timestamp, str]] = []
    undated = future = early = 0
    tomorrow = pd.Timestamp(datetime.date.today() + datetime.timedelta(days=1))
    for documents in frames:
        dated = documents[documents["date"].notna()]
        undated += len(documents) - len(dated)
        if dated.empty:
            continue
        origins.update(dated["date_from"].astype(str).tolist())
        texts = written_dates(dated["date"], dated["date_precision"])
        for days, place in ((dated["date"], dated["date"].argmin()), (last_days(dated), last_days(dated).argmax())):
            ends.append((days.iloc[place], texts.iloc[place]))
        future += int((dated["date"] > tomorrow).sum())
        early += int((dated["date"].dt.year < _FIRST_YEAR).sum())
    told = []
    if undated or origins.keys() - {"column"}:
        told.append(_of_all(origins, ends, undated))
    if doubts and future:
        told.append(f"{future:,} documents are dated in the future; correct what is wrong")
    if doubts and early:
        told.append(f"{early:,} documents are dated before {_FIRST_YEAR}; correct what is wrong")
    return told


def _of_all(origins: Counter[str], ends: list[tuple[pd.Timestamp, str]], undated: int) -> str:
    parts = []
    if ends:
        by = ", ".join(f"{origins[origin]:,} dated {words}" for origin, words in _ORIGINS.items() if origins[origin])
        parts.append(f"{by}, {' – '.join(dict.fromkeys((min(ends)[1], max(ends)[1])))}")
    if undated:
        parts.append(f"{undated:,} undated, which date{'s' * (undated == 1)} nothing")
    total = origins.total() + undated
    return f"{total:,} document{'s' * (total != 1)}: {'; '.join(parts)}"
