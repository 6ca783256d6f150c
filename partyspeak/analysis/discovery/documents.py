"""What discovery needs to know about the documents: their order in time, their sources, their languages."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from partyspeak.dates import parse
from partyspeak.errors import PartyspeakError
from partyspeak.text.languages import LANGUAGES, Language

__all__ = ["Setting", "read_setting"]

Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Setting:
    """Facts about the documents of a corpus, one entry per document (except ``since``).

    Attributes
    ----------
    rank : int64 array
        The rank of its date among all dates; -1 if it has no date.
    source : int64 array
        The number of its source; all 0 if sources are not distinguished.
    in_language : dict of str to bool array
        Whether it is written in the language, alone or with others.
    since : int or None
        The first rank that counts as new.
    """

    rank: Integers
    source: Integers
    in_language: dict[Language, NDArray[np.bool_]]
    since: int | None


def read_setting(documents: pd.DataFrame, source: str | None, since: str | None) -> Setting:
    """The setting of a corpus.

    Parameters
    ----------
    documents : pandas.DataFrame
        As in :class:`partyspeak.TaggedCorpus`.
    source : str, optional
        The column of the sources.
    since : str, optional
        A date: what occurs before it is not new.

    Raises
    ------
    PartyspeakError
        If the column does not exist, or if there is no document before or after the date.
    """
    if source is not None and source not in documents:
        raise PartyspeakError(
            f"no column {source!r} for the sources; there are {', '.join(map(repr, documents.columns))}"
        )
    days = documents["date"]
    rank = days.rank(method="dense").fillna(0).to_numpy().astype(np.int64) - 1
    numbers = pd.factorize(documents[source].astype(str))[0] if source else np.zeros(len(documents), np.int64)
    lang = documents["lang"].astype(str).to_numpy()
    in_language = {name: np.isin(lang, (name, "mixed")) for name in LANGUAGES}
    return Setting(
        rank, numbers.astype(np.int64), in_language, None if since is None else _first_new(days, rank, since)
    )


def _first_new(days: pd.Series, rank: Integers, since: str) -> int:
    date = parse(since)
    old = (days < pd.Timestamp(date.first_day)).to_numpy()
    if not old.any() or not (days >= pd.Timestamp(date.first_day)).any():
        raise PartyspeakError(
            f"since={since!r}: documents before and after it are needed to find what is new; "
            f"the corpus runs from {days.min():%Y-%m-%d} to {days.max():%Y-%m-%d}"
        )
    return int(rank[old].max()) + 1
