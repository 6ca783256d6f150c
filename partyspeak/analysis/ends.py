"""The first and the last date of each kind of mention."""

from __future__ import annotations

import numpy as np
import pandas as pd

from partyspeak.analysis.counts import Integers, document_numbers
from partyspeak.analysis.periods import date_ranks, last_days, written_dates

__all__ = ["by_last_day", "first_and_last"]


def first_and_last(documents: pd.DataFrame, mentions: pd.DataFrame, kind: Integers, kinds: int) -> pd.DataFrame:
    """The dates of the first and the last dated document of each kind of mention.

    Parameters
    ----------
    documents, mentions : pandas.DataFrame
    kind : int64 array
        The number of each mention's kind, below ``kinds``; below 0 for mentions that are of none.

    Returns
    -------
    pandas.DataFrame
        One row per kind: ``first_date, last_date`` (text, as precise as the documents' dates; missing where there
        is none) and ``last_number`` (the last document's number, -1 where there is none).
    """
    number = document_numbers(documents, mentions)
    keep = (kind >= 0) & documents["date"].notna().to_numpy()[number]
    number, kind = number[keep], kind[keep]
    facts = documents[["date", "date_precision"]].reset_index(drop=True)
    places = []
    for order in (np.argsort(date_ranks(documents)), by_last_day(documents)[::-1]):
        rank = np.empty(len(documents), dtype=np.int64)
        rank[order] = np.arange(len(documents))
        foremost = pd.Series(rank[number]).groupby(kind).min().reindex(range(kinds))
        places.append(pd.Series(order).reindex(foremost).fillna(-1).astype("int64").to_numpy())
    first, last = (facts.reindex(place).reset_index(drop=True) for place in places)
    return pd.DataFrame(
        {
            "first_date": written_dates(first["date"], first["date_precision"]),
            "last_date": written_dates(last["date"], last["date_precision"]),
            "last_number": places[1],
        }
    )


def by_last_day(documents: pd.DataFrame) -> Integers:
    """The numbers of the documents, by the last day that each may be of, undated ones first."""
    facts = pd.DataFrame({"last": last_days(documents), "first": documents["date"]}).reset_index(drop=True)
    return facts.sort_values(["last", "first"], kind="stable", na_position="first").index.to_numpy(dtype=np.int64)
