"""Since when is each phrase used in this corpus, and does the lexicon agree?

A first appearance is the minimum over a corpus: one false hit moves it by years. So it rests on sure
mentions only, unless asked otherwise, and carries the words around it for a reader to judge.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from partyspeak.analysis.context import contexts
from partyspeak.analysis.periods import FREQUENCIES, PERIODS, last_days, period_of
from partyspeak.dates import PartialDate, lag_days, parse
from partyspeak.errors import PartyspeakError

__all__ = ["dates_of", "first_appearances"]


def first_appearances(
    documents: pd.DataFrame,
    mentions: pd.DataFrame,
    texts: pd.Series | None,
    lexicon: pd.DataFrame,
    by: str | None = None,
    n: int = 1,
    first_period: str = "year",
) -> pd.DataFrame:
    """The first appearance of each phrase, with what it rests on.

    Parameters
    ----------
    documents, mentions : pandas.DataFrame
        The selected frames; see :func:`partyspeak.analysis.selection.select`.
    texts : pandas.Series or None
        The texts by ``doc_id``, for the words around.
    lexicon : pandas.DataFrame
        The phrases looked for: ``id, zh, en, attested, attested_at_latest``.
    by : str, optional
        A column of the documents: first appearances within each of its values.
    n : int
        How many documents to give for each phrase: the n earliest, by their first mention.
    first_period : {"year", "quarter", "month", "day"}
        What counts as the corpus's first period; see ``censored``.

    Returns
    -------
    pandas.DataFrame
        By date: the column ``by`` if given, then ``phrase, zh, en, first_date`` (text, as precise as
        the document's date was), ``doc_id, form, text, left, right, mentions, documents`` (how many in
        all), ``attested`` (the lexicon's date, text), ``attested_at_latest`` (that date is only the
        earliest use found so far, and an older one is likely), ``lag_days`` (the least number of days
        that certainly lie between the two, 0 where the dates overlap; below 0 the corpus is earlier)
        and ``censored`` (the first appearance lies in the corpus's first period, so nothing can be said
        of earlier use). A phrase that stands in undated documents only has no ``first_date``.
    """
    if n < 1:
        raise PartyspeakError(f"n={n} must be 1 or more")
    if first_period not in PERIODS:
        raise PartyspeakError(f"first_period={first_period!r} is not one of {', '.join(PERIODS)}")
    groups = [by] if by else []
    facts = documents.assign(_day=documents["date"], _last=last_days(documents), _number=np.arange(len(documents)))
    facts = facts.assign(_group=period_of(documents, by) if by else 0)
    columns = ["_day", "_last", "_number", "_group", "date_precision"]
    used = (
        mentions.drop(columns="date")
        .merge(facts[["doc_id", *columns]], on="doc_id", how="left")
        .astype({"phrase": str, "form": str})
    )
    keys = ["_group", "phrase"]
    used["mentions"] = used.groupby(keys, dropna=False)["doc_id"].transform("size")
    used["documents"] = used.groupby(keys, dropna=False)["doc_id"].transform("nunique")
    used = used.sort_values(["_day", "_last", "_number", "start", "phrase"], kind="stable", na_position="last")
    earliest = used.drop_duplicates([*keys, "doc_id"]).groupby(keys, dropna=False, sort=False).head(n)
    earliest = earliest.reset_index(drop=True)
    table = earliest.join(contexts(earliest, texts))
    return _finish(table, facts, lexicon, groups, first_period)


def _finish(
    table: pd.DataFrame,
    facts: pd.DataFrame,
    lexicon: pd.DataFrame,
    groups: list[str],
    first_period: str,
) -> pd.DataFrame:
    dates = dates_of(table["_day"], table["date_precision"])
    known = lexicon.set_index("id").loc[table["phrase"]].reset_index(drop=True)
    table = table.assign(**{str(column): known[column] for column in known})
    attested = [parse(date) if pd.notna(date) else None for date in known["attested"]]
    table["first_date"] = pd.array([str(date) if date else None for date in dates], dtype="string")
    lags = [lag_days(date, other) if date and other else None for date, other in zip(dates, attested, strict=True)]
    table["lag_days"] = pd.array(lags, dtype="Int64")
    frequency = FREQUENCIES[first_period]
    begins = facts.groupby("_group", dropna=False)["_day"].min().dt.to_period(frequency).astype("string")
    period = table["_day"].dt.to_period(frequency).astype("string")
    table["censored"] = (period == begins.reindex(table["_group"]).array).fillna(False).astype(bool)
    for column in groups:
        table[column] = table["_group"]
    order = [*groups, "phrase", "zh", "en", "first_date", "doc_id", "form", "text", "left", "right"]
    return table[[*order, "mentions", "documents", "attested", "attested_at_latest", "lag_days", "censored"]]


def dates_of(days: pd.Series, precisions: pd.Series) -> list[PartialDate | None]:
    """The dates of documents, as precise as they were given."""
    pairs = zip(days.tolist(), precisions.tolist(), strict=True)
    return [None if pd.isna(day) else PartialDate(day.date(), precision) for day, precision in pairs]
