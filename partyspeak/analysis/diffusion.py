"""Who used a phrase first, and how fast did the others follow?"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Final

import numpy as np
import pandas as pd

from partyspeak.analysis.counts import Integers, document_numbers, group_numbers, phrase_numbers
from partyspeak.analysis.ends import dating, earliest_forms
from partyspeak.analysis.periods import date_ranks, dates_of, last_days
from partyspeak.dates import PartialDate, lag_days
from partyspeak.errors import PartyspeakError

__all__ = ["adoptions", "diffusion"]

_OWN_COLUMNS: Final = ("phrase", "rank", "first_date", "form", "doc_id", "days", "documents", "present_since")


def adoptions(documents: pd.DataFrame, mentions: pd.DataFrame, over: str) -> pd.DataFrame:
    """When each outlet, province or speaker first used each phrase, and how long after the very first use.

    See :meth:`partyspeak.TaggedCorpus.adoptions` for the choices, the columns and the errors.

    Parameters
    ----------
    documents, mentions : pandas.DataFrame
        The selected frames; see :func:`partyspeak.analysis.selection.select`.
    """
    mentions = dating(mentions)
    user, labels = _users(documents, over)
    kind, phrases = phrase_numbers(mentions)
    number = document_numbers(documents, mentions)
    counted = user[number] >= 0
    number, kind, mentions = number[counted], kind[counted], mentions[counted]
    ranks = date_ranks(documents)
    by_rank = np.argsort(ranks)
    width = max(len(labels), 1)
    # Each phrase, user and document once, so that the first of each phrase and user is its earliest document.
    size = max(len(documents), 1)
    triples = np.unique((kind * width + user[number]) * size + ranks[number])
    cells, begins, sizes = np.unique(triples // size, return_index=True, return_counts=True)
    first = triples[begins] % size
    present = pd.Series(ranks[user >= 0]).groupby(user[user >= 0]).min().reindex(cells % width).to_numpy(dtype=np.int64)
    dates, since = (_dates(documents, by_rank[rank]) for rank in (first, present))
    # The first use of all is no later than the last day that any of the documents may be of.
    ends = last_days(documents).to_numpy(dtype="datetime64[D]")[by_rank]
    known = pd.Series(ends[triples % size]).groupby(triples // size // width).min().reindex(cells // width)
    begin = documents["date"].to_numpy(dtype="datetime64[D]")[by_rank[first]]
    days = (begin - known.to_numpy(dtype="datetime64[D]")).astype(np.int64)
    table = pd.DataFrame(
        {
            "phrase": phrases.take(cells // width).astype(str),
            over: labels.take(cells % width).array,
            "rank": np.zeros(len(cells), dtype=np.int64),
            "first_date": pd.array([str(date) for date in dates], dtype="string"),
            "form": earliest_forms(documents, mentions, kind * width + user[number], len(phrases) * width)
            .take(cells)
            .array,
            "doc_id": documents["doc_id"].take(by_rank[first]).array,
            "days": np.maximum(days, 0),
            "documents": sizes,
            "present_since": pd.array([str(date) for date in since], dtype="string"),
        }
    )
    table["rank"] = table.groupby("phrase")["days"].rank(method="min").astype("int64")
    order = np.lexsort((cells, first, table["days"], cells // width))
    return table.take(order).reset_index(drop=True)


def diffusion(
    documents: pd.DataFrame, mentions: pd.DataFrame, over: str, steps: Sequence[int] = (30, 90, 365)
) -> pd.DataFrame:
    """How many outlets, provinces or speakers used each phrase a number of days after its first use.

    See :meth:`partyspeak.TaggedCorpus.diffusion` for the choices, the columns and the errors.

    Parameters
    ----------
    documents, mentions : pandas.DataFrame
        The selected frames; see :func:`partyspeak.analysis.selection.select`.
    """
    if not len(steps) or min(steps) < 0:
        raise PartyspeakError(f"steps={steps!r} must be numbers of days, each 0 or more")
    table = adoptions(documents, mentions, over)
    user, labels = _users(documents, over)
    _, phrases = phrase_numbers(mentions)
    firsts = table[table["rank"] == 1].astype({over: str})
    first_by = firsts.groupby("phrase")[over].agg("; ".join).reindex(phrases)
    # Of those that share the first rank the earliest stands first.
    earliest = firsts.drop_duplicates("phrase").set_index("phrase")[["doc_id", "form"]].reindex(phrases)
    dates = _dates(documents, pd.Index(documents["doc_id"]).get_indexer(pd.Index(earliest["doc_id"])))
    counted = np.flatnonzero(user >= 0)
    last = _dates(documents, counted[np.argsort(date_ranks(documents)[counted])[-1:]])
    lasting = np.array([lag_days(last[0], date) if date and last[0] else -1 for date in dates], dtype=np.int64)
    rows, columns = (index.ravel() for index in np.indices((len(phrases), len(steps))))
    step = np.sort(np.array(steps, dtype=np.int64))[columns]
    reached = np.array([table["days"].to_numpy() <= limit for limit in np.sort(steps)]).reshape(len(steps), len(table))
    kind = phrases.get_indexer(pd.Index(table["phrase"]))
    users = np.array([np.bincount(kind[within], minlength=len(phrases)) for within in reached], dtype=np.int64)
    return pd.DataFrame(
        {
            "phrase": phrases.take(rows).astype(str),
            "first_date": pd.array([str(dates[row]) if dates[row] else None for row in rows], dtype="string"),
            "form": earliest["form"].take(rows).array,
            "first_by": first_by.take(rows).astype("string").array,
            "step": step,
            "users": users[columns, rows],
            "denominator": len(labels),
            "share": users[columns, rows] / max(len(labels), 1),
            "complete": lasting[rows] >= step,
        }
    )


def _dates(documents: pd.DataFrame, number: Integers) -> list[PartialDate | None]:
    """The dates of the documents with these numbers; None for a number below 0."""
    facts = documents[["date", "date_precision"]].reset_index(drop=True).reindex(number)
    return dates_of(facts["date"], facts["date_precision"])


def _users(documents: pd.DataFrame, over: str) -> tuple[Integers, pd.Series]:
    """The number of each document's user, -1 for undated documents and those without one; and the users."""
    if over in _OWN_COLUMNS:
        raise PartyspeakError(f"over={over!r} is a column of the answer; give it another name in the documents")
    if not isinstance(over, Hashable) or over not in documents.columns:
        raise PartyspeakError(
            f"over={over!r} is not a column of the documents; the columns are {', '.join(map(str, documents.columns))}"
        )
    counted = (documents["date"].notna() & documents[over].notna()).to_numpy()
    numbers, labels = group_numbers(documents[over][counted])
    user = np.full(len(documents), -1, dtype=np.int64)
    user[counted] = numbers
    return user, labels
