"""Since when is each phrase used in this corpus, and does the lexicon agree?

A first appearance is the minimum over a corpus: one false hit moves it by years. So it rests on sure
mentions only, unless asked otherwise, and carries the words around it for a reader to judge.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from partyspeak.analysis.counts import Integers, document_numbers, group_numbers
from partyspeak.analysis.kwic import contexts
from partyspeak.analysis.periods import FREQUENCIES, PERIODS, column_name, date_ranks, dates_of, last_days, period_of
from partyspeak.dates import lag_days, parse
from partyspeak.errors import PartyspeakError
from partyspeak.matching.compiler import SPELLED_OUT

__all__ = ["first_appearances"]

_COLUMNS: Final = (
    *("phrase", "zh", "en", "first_date", "doc_id", "form", "text", "left", "right", "lang", "mentions", "documents"),
    *("attested", "attested_at_latest", "lag_days", "censored"),
)


def first_appearances(
    documents: pd.DataFrame,
    mentions: pd.DataFrame,
    texts: pd.Series | None,
    lexicon: pd.DataFrame,
    by: str | None = None,
    n: int = 1,
    first_period: str = "year",
    spelled_out: bool = False,
) -> pd.DataFrame:
    """The first appearance of each phrase, with what it rests on.

    See :meth:`partyspeak.TaggedCorpus.first_appearances` for the choices, the columns and the errors.

    Parameters
    ----------
    documents, mentions : pandas.DataFrame
        The selected frames; see :func:`partyspeak.analysis.selection.select`.
    texts : pandas.Series or None
        The texts by ``doc_id``, for the words around.
    lexicon : pandas.DataFrame
        The phrases looked for: ``id, zh, en, attested, attested_at_latest``.
    """
    if n < 1:
        raise PartyspeakError(f"n={n} must be 1 or more")
    if first_period not in PERIODS:
        raise PartyspeakError(f"first_period={first_period!r} is not one of {', '.join(PERIODS)}")
    if not spelled_out:
        mentions = mentions[mentions["form"] != SPELLED_OUT]
    group, labels = group_numbers(period_of(documents, by) if by else pd.Series(0, index=documents.index))
    used = _earliest(documents, mentions, group, n)
    number = used.pop("number").to_numpy()
    facts = documents.iloc[number].reset_index(drop=True)
    known = lexicon.set_index("id").loc[used["phrase"]].reset_index(drop=True)
    dates = dates_of(facts["date"], facts["date_precision"])
    attested = [parse(date) if pd.notna(date) else None for date in known["attested"]]
    lags = [lag_days(date, other) if date and other else None for date, other in zip(dates, attested, strict=True)]
    table = used.join(contexts(used, texts)).assign(
        zh=known["zh"],
        en=known["en"],
        first_date=pd.array([str(date) if date else None for date in dates], dtype="string"),
        attested=known["attested"],
        attested_at_latest=known["attested_at_latest"],
        lag_days=pd.array(lags, dtype="Int64"),
        censored=_censored(documents, group, number, first_period),
    )
    table = table[list(_COLUMNS)]
    if by:
        table.insert(0, column_name(by, _COLUMNS), labels.take(group[number]).array)
    return table


def _earliest(documents: pd.DataFrame, mentions: pd.DataFrame, group: Integers, n: int) -> pd.DataFrame:
    """The first mention in each of the n earliest documents of each phrase, within each group, by date."""
    number = document_numbers(documents, mentions)
    phrase, names = group_numbers(mentions["phrase"].astype(str))
    key = group[number] * max(len(names), 1) + phrase
    once = pd.unique(key * max(len(documents), 1) + number) // max(len(documents), 1)
    order = np.lexsort((phrase, mentions["start"].to_numpy(), date_ranks(documents)[number]))
    in_order = pd.DataFrame({"key": key[order], "number": number[order]})
    first_of_document = in_order[~in_order.duplicated()]
    rows = first_of_document[first_of_document.groupby("key").cumcount() < n].index.to_numpy()
    chosen = order[rows]
    columns = ["doc_id", "phrase", "form", "lang", "start", "end", "text"]
    table = mentions[columns].iloc[chosen].astype({"phrase": str, "form": str, "lang": str}).reset_index(drop=True)
    return table.assign(
        number=number[chosen], mentions=np.bincount(key)[key[chosen]], documents=np.bincount(once)[key[chosen]]
    )


def _censored(documents: pd.DataFrame, group: Integers, number: Integers, first_period: str) -> NDArray[np.bool_]:
    """May the document lie in the first period of its group, which has begun when its first document certainly is?"""
    first, last = (
        days.dt.to_period(FREQUENCIES[first_period]).reset_index(drop=True)
        for days in (documents["date"], last_days(documents))
    )
    begins = last.groupby(group).transform("min")
    return (first.notna() & (first <= begins)).to_numpy()[number]
