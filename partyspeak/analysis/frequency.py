"""How often is each phrase used, period by period?"""

from __future__ import annotations

from typing import Final

import pandas as pd

from partyspeak.analysis.periods import PERIODS, period_of
from partyspeak.errors import PartyspeakError

__all__ = ["RATES", "frequency"]

RATES: Final = ("documents", "million")
_UNITS: Final = {"zh": "zh_chars", "en": "en_words"}


def frequency(
    documents: pd.DataFrame,
    mentions: pd.DataFrame,
    by: str = "year",
    per: str | None = None,
) -> pd.DataFrame:
    """Mentions of each phrase, in each language, by period or by another column of the documents.

    Parameters
    ----------
    documents, mentions : pandas.DataFrame
        The selected frames; see :func:`partyspeak.analysis.selection.select`.
    by : {"year", "quarter", "month", "day"} or a column's name
    per : {None, "documents", "million"}
        Adds ``rate``: the share of the period's documents that have the phrase; or mentions per million
        Chinese characters or English words of the period, by the mention's language.

    Returns
    -------
    pandas.DataFrame
        One row a phrase, language and period: the period's column (``period``, or the name given),
        ``phrase``, ``lang``, ``mentions``, ``documents`` (those with a mention) and, with ``per``, ``rate``.
        A period that holds documents but no mention has a row of zeros. Documents that are undated, or
        dated too coarsely for the period, are counted in rows whose period is missing, at the end.
    """
    if per is not None and per not in RATES:
        raise PartyspeakError(f"per={per!r} is not known; use None, {' or '.join(map(repr, RATES))}")
    name = "period" if by in PERIODS else by
    period = period_of(documents, by).rename(name)
    located = mentions[["doc_id", "phrase", "lang"]].astype({"phrase": str, "lang": str})
    of_document = pd.Series(period.to_numpy(), index=documents["doc_id"])
    located[name] = located["doc_id"].map(of_document).astype(period.dtype)
    keys = [name, "phrase", "lang"]
    counts = located.groupby(keys, dropna=False)["doc_id"].agg(["size", "nunique"])
    counts.columns = pd.Index(["mentions", "documents"])
    periods = period.drop_duplicates().sort_values(na_position="last").to_frame()
    pairs = located[["phrase", "lang"]].drop_duplicates().sort_values(["phrase", "lang"])
    table = periods.merge(pairs, how="cross").merge(counts.reset_index(), on=keys, how="left")
    table[["mentions", "documents"]] = table[["mentions", "documents"]].fillna(0).astype("int64")
    if per is not None:
        table["rate"] = _rate(table, documents.assign(**{name: period}), name, per)
    return table


def _rate(table: pd.DataFrame, documents: pd.DataFrame, name: str, per: str) -> pd.Series:
    totals = documents.groupby(name, dropna=False, observed=True).agg(
        documents=("doc_id", "size"), zh=("zh_chars", "sum"), en=("en_words", "sum")
    )
    of_period = table[[name]].merge(totals.reset_index(), on=name, how="left")
    if per == "documents":
        return table["documents"] / of_period["documents"].to_numpy()
    units = of_period["zh"].where(table["lang"].to_numpy() == "zh", of_period["en"]).to_numpy()
    return (table["mentions"] * 1_000_000 / units).where(units > 0)
