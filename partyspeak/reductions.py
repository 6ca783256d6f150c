"""Questions to a corpus that is larger than memory: asked of each piece, and the answers put together.

A first appearance is a minimum and a frequency is a sum, so the answer for the whole follows from the
answers for its pieces, in whatever groups they are joined, as long as they stay in their order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd

from partyspeak.analysis.frequency import RATES
from partyspeak.analysis.periods import PERIODS, period_of
from partyspeak.corpus import TaggedCorpus
from partyspeak.dates import parse
from partyspeak.errors import PartyspeakError
from partyspeak.store import Store

__all__ = ["Counts", "First", "StoredCorpus", "first_appearances", "frequency", "open_store"]

_FREQUENCIES: Final = {"year": "Y", "quarter": "Q", "month": "M", "day": "D"}


class First(NamedTuple):
    """First appearances of a piece, and what is needed to join them with others'.

    Attributes
    ----------
    table : pandas.DataFrame
        As :meth:`partyspeak.TaggedCorpus.first_appearances` gives it.
    begins : pandas.Series
        The first day of each value of ``by`` (of 0, where there is none).
    """

    table: pd.DataFrame
    begins: pd.Series

    @classmethod
    def of(cls, corpus: TaggedCorpus, by: str | None = None, **choices: Any) -> First:
        """Of one piece; the choices are those of ``TaggedCorpus.first_appearances``."""
        group = period_of(corpus.documents, by).to_numpy() if by else 0
        days = corpus.documents[["date"]].assign(group=group).groupby("group", dropna=False)["date"].min()
        return cls(corpus.first_appearances(by=by, **choices), days)

    def join(self, later: First, by: str | None, n: int) -> First:
        """With the piece that comes after it."""
        keys = [by, "phrase"] if by else ["phrase"]
        tables = [table for table in (self.table, later.table) if len(table)]
        if not tables:
            return First(self.table, _minimum(self.begins, later.begins))
        once = pd.concat([table.drop_duplicates(keys)[[*keys, "mentions", "documents"]] for table in tables])
        totals = once.groupby(keys, dropna=False, as_index=False)[["mentions", "documents"]].sum()
        table = pd.concat(tables, ignore_index=True)
        table["_first"], table["_last"] = _days(table["first_date"])
        table = table.sort_values(["_first", "_last"], kind="stable", na_position="last")
        table = table.groupby(keys, dropna=False, sort=False).head(n).drop(columns=["_first", "_last"])
        order = list(table.columns)
        table = table.drop(columns=["mentions", "documents"]).merge(totals, on=keys, how="left")
        return First(table[order], _minimum(self.begins, later.begins))

    def finish(self, by: str | None, first_period: str) -> pd.DataFrame:
        """The answer for the whole: only now is it known in which period the corpus begins."""
        frequency = _FREQUENCIES[first_period]
        begins = self.begins.dt.to_period(frequency).astype("string")
        group = self.table[by] if by else pd.Series(0, index=self.table.index)
        period = _days(self.table["first_date"])[0].dt.to_period(frequency).astype("string")
        censored = (period == begins.reindex(group).array).fillna(False).astype(bool)
        return self.table.assign(censored=censored).reset_index(drop=True)


def _days(dates: pd.Series) -> tuple[pd.Series, pd.Series]:
    """The first and the last day of each date, as precise as it is."""
    known = [None if pd.isna(date) else parse(date) for date in dates.tolist()]
    first = np.array([date.first_day if date else None for date in known], dtype="datetime64[us]")
    last = np.array([date.last_day if date else None for date in known], dtype="datetime64[us]")
    return pd.Series(first, index=dates.index), pd.Series(last, index=dates.index)


def _minimum(begins: pd.Series, others: pd.Series) -> pd.Series:
    days = pd.concat([some for some in (begins, others) if len(some)] or [begins])
    return days.groupby(level=0, dropna=False).min()


class Counts(NamedTuple):
    """Counts of a piece.

    Attributes
    ----------
    pairs : pandas.DataFrame
        Mentions and documents by period, phrase and language, where there are any.
    totals : pandas.DataFrame
        By period: ``documents``, ``zh`` (characters) and ``en`` (words).
    """

    pairs: pd.DataFrame
    totals: pd.DataFrame

    @classmethod
    def of(cls, corpus: TaggedCorpus, by: str = "year", **choices: Any) -> Counts:
        """Of one piece; the choices are those of ``TaggedCorpus.frequency``."""
        table = corpus.frequency(by=by, **choices)
        name = "period" if by in PERIODS else by
        sizes = corpus.documents[["doc_id", "zh_chars", "en_words"]]
        sizes = sizes.assign(**{name: period_of(corpus.documents, by)})
        totals = sizes.groupby(name, dropna=False, observed=True).agg(
            documents=("doc_id", "size"), zh=("zh_chars", "sum"), en=("en_words", "sum")
        )
        columns = [name, "phrase", "lang", "mentions", "documents"]
        return cls(table.loc[table["mentions"] > 0, columns], totals.reset_index())

    def join(self, other: Counts) -> Counts:
        """With another piece."""
        name = self.totals.columns[0]
        return Counts(
            _sums([self.pairs, other.pairs], [name, "phrase", "lang"]), _sums([self.totals, other.totals], [name])
        )

    def finish(self, per: str | None) -> pd.DataFrame:
        """The answer for the whole, with a row of zeros where a period has no mention of a phrase."""
        if per is not None and per not in RATES:
            raise PartyspeakError(f"per={per!r} is not known; use None, {' or '.join(map(repr, RATES))}")
        name = self.totals.columns[0]
        pairs = self.pairs[["phrase", "lang"]].drop_duplicates().sort_values(["phrase", "lang"])
        totals = self.totals.sort_values(name, na_position="last")
        table = totals[[name]].merge(pairs, how="cross")
        table = table.merge(self.pairs, on=[name, "phrase", "lang"], how="left")
        table[["mentions", "documents"]] = table[["mentions", "documents"]].fillna(0).astype("int64")
        if per is None:
            return table
        sizes = table[[name]].merge(totals, on=name, how="left")
        if per == "documents":
            return table.assign(rate=table["documents"] / sizes["documents"])
        units = sizes["zh"].where(table["lang"] == "zh", sizes["en"])
        return table.assign(rate=(table["mentions"] * 1_000_000 / units).where(units > 0))


def _sums(frames: Sequence[pd.DataFrame], keys: list[str]) -> pd.DataFrame:
    filled = [frame for frame in frames if len(frame)] or frames[:1]
    return pd.concat(filled).groupby(keys, dropna=False, as_index=False, observed=True).sum()


def first_appearances(
    corpora: Iterable[TaggedCorpus], by: str | None = None, n: int = 1, first_period: str = "year", **choices: Any
) -> pd.DataFrame:
    """The first appearance of each phrase in a corpus that comes in pieces.

    Parameters
    ----------
    corpora : iterable of TaggedCorpus
        One after another; only one is in memory at a time.
    by, n, first_period, **choices
        As for :meth:`partyspeak.TaggedCorpus.first_appearances`, and so is the table.

    Examples
    --------
    >>> from partyspeak import samples, tag
    >>> docs = samples.load()
    >>> table = first_appearances(tag(piece, id="id") for piece in (docs[:9], docs[9:]))
    >>> table.equals(tag(docs, id="id").first_appearances())
    True
    """
    asked = {"n": n, "first_period": first_period, **choices}
    found = (First.of(corpus, by, **asked) for corpus in corpora)
    return reduce(lambda earlier, later: earlier.join(later, by, n), found).finish(by, first_period)


def frequency(
    corpora: Iterable[TaggedCorpus], by: str = "year", per: str | None = None, **choices: Any
) -> pd.DataFrame:
    """Mentions of each phrase by period or column, in a corpus that comes in pieces.

    Parameters
    ----------
    corpora : iterable of TaggedCorpus
    by, per, **choices
        As for :meth:`partyspeak.TaggedCorpus.frequency`, and so is the table.

    Examples
    --------
    >>> from partyspeak import samples, tag
    >>> docs = samples.load()
    >>> table = frequency((tag(piece, id="id") for piece in (docs[:9], docs[9:])), per="million")
    >>> table.equals(tag(docs, id="id").frequency(per="million"))
    True
    """
    counted = (Counts.of(corpus, by, **choices) for corpus in corpora)
    return reduce(Counts.join, counted).finish(per)


class StoredCorpus:
    """A store, asked piece by piece: never more than one part of it is in memory.

    Parameters
    ----------
    folder : str or Path
    **selection
        ``phrases, since, until, where``: what of it to use; see :meth:`partyspeak.store.Store.read`.
    """

    def __init__(self, folder: str | Path, **selection: Any) -> None:
        self.store = Store(folder)
        self.settings = self.store.manifest.settings
        self._selection = selection

    def pieces(self, **choices: Any) -> Iterator[TaggedCorpus]:
        """The parts of the store, in their order; at least one, which may be empty."""
        found = False
        for frames in self.store.pieces(**{**self._selection, **choices}):
            found = True
            yield TaggedCorpus(*frames)
        if not found:
            yield TaggedCorpus(*self.store.read())

    def read(self) -> TaggedCorpus:
        """All of it in memory."""
        return TaggedCorpus(*self.store.read(**self._selection))

    def first_appearances(self, by: str | None = None, n: int = 1, **choices: Any) -> pd.DataFrame:
        """As :meth:`partyspeak.TaggedCorpus.first_appearances`."""
        return first_appearances(self.pieces(), by=by, n=n, **choices)

    def frequency(self, by: str = "year", per: str | None = None, **choices: Any) -> pd.DataFrame:
        """As :meth:`partyspeak.TaggedCorpus.frequency`."""
        return frequency(self.pieces(texts=False), by=by, per=per, **choices)

    def __repr__(self) -> str:
        parts = self.store.manifest.parts
        documents, mentions = sum(part.documents for part in parts), sum(part.mentions for part in parts)
        return (
            f"<StoredCorpus: {documents:,} documents, {mentions:,} mentions in {len(parts):,} parts; "
            f"lexicon {self.settings['lexicon']}>"
        )


def open_store(folder: str | Path, **selection: Any) -> StoredCorpus:
    """Open a store that ``partyspeak tag … -o`` made, without reading it into memory.

    Parameters
    ----------
    folder : str or Path
    **selection
        ``phrases, since, until, where``: what of it to use; see :meth:`partyspeak.store.Store.read`.

    Returns
    -------
    StoredCorpus
        With ``first_appearances``, ``frequency``, ``pieces`` and ``read``.

    Raises
    ------
    StoreError
        When the folder holds no store.
    """
    return StoredCorpus(folder, **selection)
