"""The period of each document, only as precise as its date."""

from __future__ import annotations

from collections.abc import Collection, Hashable
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from partyspeak.dates import PartialDate
from partyspeak.errors import PartyspeakError

__all__ = [
    "FREQUENCIES",
    "PERIODS",
    "column_name",
    "date_ranks",
    "dates_of",
    "last_days",
    "needs_precision",
    "period_of",
    "written_dates",
]

PERIODS: Final = ("year", "quarter", "month", "day")
FREQUENCIES: Final = {"year": "Y", "quarter": "Q", "month": "M", "day": "D"}
"""pandas' names of the periods."""

_WRITTEN: Final = {"year": 4, "month": 7, "day": 10}
"""How many letters of 1954-09-15 are written of a date of each precision."""

_PRECISE_ENOUGH: Final = {
    "year": ("year", "month", "day"),
    "quarter": ("month", "day"),
    "month": ("month", "day"),
    "day": ("day",),
}


def period_of(documents: pd.DataFrame, by: str) -> pd.Series:
    """The period, or the value of a column, of each document.

    Parameters
    ----------
    documents : pandas.DataFrame
        With ``date`` and ``date_precision``.
    by : {"year", "quarter", "month", "day"} or a column's name

    Returns
    -------
    pandas.Series
        Text such as ``1954``, ``2020Q2``, ``2020-05``, ``2020-05-22``; missing where the date is not
        known as precisely as that. Of a column, its own values.

    Raises
    ------
    PartyspeakError
        When ``by`` is neither a period nor a column; the message names the columns there are.
    """
    if by in PERIODS:
        precise = documents["date_precision"].astype(object).isin(_PRECISE_ENOUGH[by])
        periods = documents["date"].dt.to_period(FREQUENCIES[by])
        # Writing out a period is slow, and there are few periods.
        texts = {period: str(period) for period in periods.dropna().unique()}
        return periods.astype(object).map(texts).where(precise, None).astype("string")
    if not isinstance(by, Hashable) or by not in documents.columns:
        raise PartyspeakError(
            f"by={by!r} is neither a period ({', '.join(PERIODS)}) nor a column; the columns are "
            f"{', '.join(map(str, documents.columns))}"
        )
    return documents[by]


def column_name(by: str, answer: Collection[str]) -> str:
    """The name of the column of groups in an answer that has these other columns: ``period``, or the column's own.

    A column with the name of one of the answer's others is distinguished from it by ``document_``.

    Examples
    --------
    >>> column_name("year", ["lang"]), column_name("outlet", ["lang"]), column_name("lang", ["lang"])
    ('period', 'outlet', 'document_lang')
    """
    return "period" if by in PERIODS else f"document_{by}" if by in answer else by


def last_days(documents: pd.DataFrame) -> pd.Series:
    """The last day that each document's date may be: 1954-12-31 for one dated 1954."""
    days = documents["date"]
    precision = documents["date_precision"].astype(object)
    for name in ("year", "month"):
        ends = documents["date"].dt.to_period(FREQUENCIES[name]).dt.end_time.dt.normalize()
        days = days.where(precision != name, ends.astype(days.dtype))
    return days


def date_ranks(documents: pd.DataFrame) -> NDArray[np.int64]:
    """The place of each document in time: by first day, then by last, then as they are; undated ones last."""
    facts = pd.DataFrame({"first": documents["date"], "last": last_days(documents)})
    order = facts.reset_index(drop=True).sort_values(["first", "last"], kind="stable", na_position="last").index
    ranks = np.empty(len(documents), dtype=np.int64)
    ranks[order] = np.arange(len(documents))
    return ranks


def dates_of(days: pd.Series, precisions: pd.Series) -> list[PartialDate | None]:
    """The dates of documents, as precise as they were given."""
    pairs = zip(days.tolist(), precisions.tolist(), strict=True)
    return [None if pd.isna(day) else PartialDate(day.date(), precision) for day, precision in pairs]


def written_dates(days: pd.Series, precisions: pd.Series) -> pd.Series:
    """The dates of documents as text, as precise as they were given."""
    whole = np.datetime_as_string(days.to_numpy(dtype="datetime64[D]"), unit="D")
    letters = precisions.astype(object).map(_WRITTEN).to_numpy(dtype=float, na_value=10)
    texts = whole.astype(object)
    for precision, length in _WRITTEN.items():
        if precision != "day":
            texts = np.where(letters == length, whole.astype(f"U{length}").astype(object), texts)
    return pd.Series(texts, index=days.index, dtype=object).where(days.notna(), None).astype("string")


def needs_precision(documents: pd.DataFrame, by: str) -> int:
    """How many dated documents are dated too coarsely to fall in one period."""
    return int((documents["date"].notna() & period_of(documents, by).isna()).sum()) if by in PERIODS else 0
