"""How fast did a phrase come into use?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

from partyspeak.analysis.counts import Integers, document_numbers, group_numbers
from partyspeak.analysis.ends import dating, earliest_forms
from partyspeak.analysis.periods import column_name, date_ranks, dates_of, period_of, written_dates
from partyspeak.dates import lag_days
from partyspeak.errors import PartyspeakError

__all__ = ["uptake"]

_COLUMNS: Final = ("phrase", "step", "documents", "first_date", "form", "reached_date", "doc_id", "days")


def uptake(
    documents: pd.DataFrame, mentions: pd.DataFrame, steps: Sequence[int] = (10, 100), by: str | None = None
) -> pd.DataFrame:
    """The time from the first mention of each phrase until a number of documents had used it.

    See :meth:`partyspeak.TaggedCorpus.uptake` for the choices, the columns and the errors.

    Parameters
    ----------
    documents, mentions : pandas.DataFrame
        The selected frames; see :func:`partyspeak.analysis.selection.select`.
    """
    mentions = dating(mentions)
    if not steps or min(steps) < 1:
        raise PartyspeakError(f"steps={steps!r} must be numbers of documents, each 1 or more")
    group, labels = group_numbers(period_of(documents, by) if by else pd.Series(0, index=documents.index))
    names = mentions["phrase"].astype("category").cat
    width = max(len(names.categories), 1)
    of_mention = group[document_numbers(documents, mentions)] * width + names.codes.to_numpy(dtype=np.int64)
    in_time, key = _by_date(documents, mentions, group, width)
    keys = np.arange(len(labels) * len(names.categories))
    begin, end = np.searchsorted(key, keys), np.searchsorted(key, keys, side="right")
    rows, columns = np.indices((len(keys), len(steps)))
    place = begin[rows] + np.sort(np.array(steps, dtype=np.int64))[columns] - 1
    table = pd.DataFrame(
        {
            "phrase": np.array(names.categories.tolist(), dtype=object)[keys % width][rows.ravel()],
            "step": np.sort(np.array(steps, dtype=np.int64))[columns.ravel()],
            "documents": (end - begin)[rows.ravel()],
        }
    ).astype({"phrase": str})
    first = _document(in_time, np.where(end > begin, begin, -1)[rows.ravel()])
    reached = _document(in_time, np.where(place < end[rows], place, -1).ravel())
    pairs = zip(*(dates_of(part["date"], part["date_precision"]) for part in (first, reached)), strict=True)
    lags = [lag_days(stop, start) if start and stop else None for start, stop in pairs]
    table = table.assign(
        first_date=written_dates(first["date"], first["date_precision"]),
        form=earliest_forms(documents, mentions, of_mention, len(keys)).take(rows.ravel()).array,
        reached_date=written_dates(reached["date"], reached["date_precision"]),
        doc_id=reached["doc_id"],
        days=pd.array(lags, dtype="Int64"),
    )
    if by:
        table.insert(0, column_name(by, _COLUMNS), labels.take((keys // width)[rows.ravel()]).array)
    return table


def _by_date(
    documents: pd.DataFrame, mentions: pd.DataFrame, group: Integers, width: int
) -> tuple[pd.DataFrame, Integers]:
    """The dated documents of each group and phrase, in time; and the number of each one's group and phrase."""
    rank = date_ranks(documents)
    number = document_numbers(documents, mentions)
    dated = documents["date"].notna().to_numpy()[number]
    number, code = number[dated], mentions["phrase"].astype("category").cat.codes.to_numpy(dtype=np.int64)[dated]
    # Group and phrase, then the place in time, in one number: sorted and without doubles.
    size = max(len(documents), 1)
    pairs = np.sort(pd.unique((group[number] * width + code) * size + rank[number]))
    rows = np.argsort(rank)[pairs % size] if len(documents) else pairs
    return documents.iloc[rows].reset_index(drop=True), pairs // size


def _document(in_time: pd.DataFrame, place: Integers) -> pd.DataFrame:
    """The documents at these places; missing values for a place below 0."""
    return in_time[["doc_id", "date", "date_precision"]].reindex(place).reset_index(drop=True)
