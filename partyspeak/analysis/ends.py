"""The first and the last date of each kind of mention."""

from __future__ import annotations

import numpy as np
import pandas as pd

from partyspeak.analysis.counts import Integers, document_numbers
from partyspeak.analysis.periods import date_ranks, last_days, written_dates
from partyspeak.matching.compiler import SPELLED_OUT

__all__ = ["by_last_day", "dating", "earliest_forms", "first_and_last"]


def dating(mentions: pd.DataFrame) -> pd.DataFrame:
    """The mentions that date their phrase: of dating forms, and no lists of members."""
    named = (mentions["form"] != SPELLED_OUT).to_numpy()
    return mentions[named & mentions["dates"].to_numpy(dtype=bool)]


def earliest_forms(documents: pd.DataFrame, mentions: pd.DataFrame, kind: Integers, kinds: int) -> pd.Series:
    """The wording of the first dated mention of each kind; missing where there is none.

    Parameters
    ----------
    documents, mentions : pandas.DataFrame
    kind : int64 array
        The number of each mention's kind, below ``kinds``; below 0 for mentions that are of none.
    """
    number = document_numbers(documents, mentions)
    keep = np.flatnonzero((kind >= 0) & documents["date"].notna().to_numpy()[number])
    order = keep[np.lexsort((mentions["start"].to_numpy()[keep], date_ranks(documents)[number[keep]]))]
    first = pd.Series(order).groupby(kind[order]).first().reindex(range(kinds))
    forms = mentions["form"].astype(str).reset_index(drop=True)
    return forms.reindex(first).reset_index(drop=True).astype("string")


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
