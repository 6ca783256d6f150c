"""Since when has each phrase been used in this corpus, and what is the evidence?

A first appearance is the minimum over a corpus: one false hit moves it by years. So it rests on sure mentions of
dating forms only. It comes with the words around it, the earlier mentions that were not counted, and what to look at
before it is published.

The evidence of a piece of a corpus can be joined with that of other pieces, so that a store and a Dask corpus give the
same table.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from partyspeak.analysis.counts import document_numbers, group_numbers
from partyspeak.analysis.kwic import contexts
from partyspeak.analysis.periods import FREQUENCIES, PERIODS, column_name, last_days, period_of, written_dates
from partyspeak.analysis.selection import not_refused
from partyspeak.dates import lag_days, parse
from partyspeak.errors import PartyspeakError
from partyspeak.matching.compiler import SPELLED_OUT
from partyspeak.matching.hits import BEFORE_ATTESTED, DOUBTS, ELSEWHERE

__all__ = ["ALONE", "FORM", "Evidence", "known_date"]

FORM: Final = "form"
"""The value of ``by`` that asks for a history of each wording."""

ALONE: Final = 0.05
"""A first mention is alone when the gap after it has a smaller chance than this, given the phrase's other gaps."""

_BEFORE: Final = DOUBTS[BEFORE_ATTESTED]
_ELSEWHERE: Final = DOUBTS[ELSEWHERE]
_LISTED: Final = "listed"
_COLUMNS: Final = (
    *("phrase", "zh", "en", "first_date", "form", "doc_id", "text", "left", "right", "lang"),
    *("name_date", "next_date", "alone", "set_aside", "set_aside_date", "why", "mentions", "documents"),
    *("attested", "attested_grade", "lag_days", "censored", "check"),
)


class Evidence(NamedTuple):
    """The evidence for first appearances in a corpus or a part of one.

    Attributes
    ----------
    firsts : pandas.DataFrame
        The first mention in each of the ``n + 1`` earliest documents of each phrase, by date.
    totals : pandas.DataFrame
        For each phrase: how many mentions, documents and dated documents there are, and the day of the latest one.
    names : pandas.DataFrame
        The date of the first sure mention of the name itself.
    asides : pandas.DataFrame
        How many mentions were not counted, by date and reason.
    begins : pandas.Series
        By what day each value of ``by`` (or 0) had certainly begun.
    """

    firsts: pd.DataFrame
    totals: pd.DataFrame
    names: pd.DataFrame
    asides: pd.DataFrame
    begins: pd.Series

    @classmethod
    def of(
        cls,
        documents: pd.DataFrame,
        mentions: pd.DataFrame,
        unsure: pd.DataFrame,
        texts: pd.Series | None,
        lexicon: pd.DataFrame,
        by: str | None = None,
        n: int = 1,
        spelled_out: bool = False,
        strict: bool = True,
    ) -> Evidence:
        """The evidence in one corpus.

        See :meth:`partyspeak.TaggedCorpus.first_appearances` for the choices.

        Parameters
        ----------
        documents, mentions : pandas.DataFrame
            The selected frames; see :func:`partyspeak.analysis.selection.select`.
        unsure : pandas.DataFrame
            The unsure mentions of the same phrases in the same documents.
        texts : pandas.Series or None
            The texts by ``doc_id``, for the words around.
        lexicon : pandas.DataFrame
            The phrases looked for: ``id, zh, en, attested, attested_grade``.
        """
        if n < 1:
            raise PartyspeakError(f"n={n} must be 1 or more")
        last = last_days(documents)
        values = period_of(documents, by) if by and by != FORM else pd.Series(0, index=documents.index)
        group_numbers(values)  # refuses what makes no groups
        keys = ["value", "phrase", *([FORM] if by == FORM else [])]
        facts = _Facts(documents, last, values, lexicon)
        of_mentions = facts.of(mentions, keys)
        of_unsure = facts.of(unsure, keys)
        listed, counted = of_mentions["form"] == SPELLED_OUT, of_mentions["dates"] | (by == FORM)
        early = of_unsure["dates"] & (of_unsure["why"] == _BEFORE)
        if not spelled_out and by != FORM:
            counted &= ~listed
            early &= of_unsure["form"] != SPELLED_OUT
        dating, aside = of_mentions[counted], of_unsure[_is_aside(of_unsure)]
        if not strict:
            dating = pd.concat([dating, of_unsure[early]]).sort_values(["number", "start"], kind="stable")
            aside = aside[aside["why"] != _BEFORE]
        aside = pd.concat([aside, of_mentions[listed & ~counted].assign(why=_LISTED)])
        firsts = _earliest(dating, keys, n + 1)
        shown = firsts.groupby(keys, dropna=False, observed=True).cumcount() < n
        firsts = firsts.join(contexts(firsts[shown], texts))
        begins = pd.DataFrame({"value": values, "begins": last}).groupby("value", dropna=False)["begins"].min()
        return cls(
            firsts.drop(columns=["number", "start", "end", "dates", "named", "why"]),
            _totals(dating, keys),
            _earliest(dating[dating["named"]], keys, 1)[[*keys, "date", "first", "last"]],
            aside.groupby([*keys, "why", "date", "first", "last"], observed=True).size().rename("count").reset_index(),
            begins,
        )

    def join(self, later: Evidence, n: int) -> Evidence:
        """With the piece that comes after it."""
        keys = _keys(self.totals)
        firsts, names, asides = (
            pd.concat([one, other], ignore_index=True) if len(one) and len(other) else (one if len(one) else other)
            for one, other in ((self.firsts, later.firsts), (self.names, later.names), (self.asides, later.asides))
        )
        totals = pd.concat([part for part in (self.totals, later.totals) if len(part)] or [self.totals])
        sums = totals.groupby(keys, dropna=False, as_index=False, observed=True).agg(
            {"mentions": "sum", "documents": "sum", "dated": "sum", "latest": "max"}
        )
        begins = pd.concat([some for some in (self.begins, later.begins) if len(some)] or [self.begins])
        return Evidence(
            _in_time(firsts, keys, n + 1),
            sums,
            _in_time(names, keys, 1),
            asides,
            begins.groupby(level=0, dropna=False).min(),
        )

    def table(self, lexicon: pd.DataFrame, by: str | None, n: int, first_period: str) -> pd.DataFrame:
        """The table of :meth:`partyspeak.TaggedCorpus.first_appearances`.

        Only now is it known when the corpus begins, and which mentions are earlier than the first.
        """
        if first_period not in PERIODS:
            raise PartyspeakError(f"first_period={first_period!r} is not one of {', '.join(PERIODS)}")
        keys = _keys(self.totals)
        every = self.firsts.reset_index(drop=True)
        of_key = every.groupby(keys, dropna=False, sort=False, observed=True)
        rank = of_key.cumcount()
        every = every.assign(next_date=of_key["date"].shift(-1), next_first=of_key["first"].shift(-1), rank=rank)
        table = every[rank < n].reset_index(drop=True).merge(self.totals, on=keys, how="left")
        table = table.merge(self.names.rename(columns={"date": "name_date"})[[*keys, "name_date"]], on=keys, how="left")
        table = table.join(_set_aside(table, self.asides, keys))
        known = lexicon.set_index("id").loc[table["phrase"]].reset_index(drop=True)
        attested = [parse(date) if pd.notna(date) else None for date in known["attested"]]
        dates = [parse(date) if pd.notna(date) else None for date in table["date"]]
        lags = [lag_days(date, other) if date and other else None for date, other in zip(dates, attested, strict=True)]
        table = table.assign(
            zh=known["zh"],
            en=known["en"],
            first_date=table["date"].astype("string"),
            name_date=table["name_date"].astype("string"),
            next_date=table["next_date"].astype("string"),
            alone=_alone(table),
            attested=known["attested"],
            attested_grade=known["attested_grade"],
            lag_days=pd.array(lags, dtype="Int64"),
            censored=_censored(table, self.begins, first_period),
        )
        table["check"] = pd.array([_check(row, first_period) for row in table.to_dict("records")], dtype="string")
        answer = table[list(_COLUMNS)]
        if by and by != FORM:
            answer.insert(0, column_name(by, _COLUMNS), table["value"].array)
        return answer


class _Facts(NamedTuple):
    """What is known of documents, beside the mentions in them."""

    documents: pd.DataFrame
    last: pd.Series
    values: pd.Series
    lexicon: pd.DataFrame

    def of(self, mentions: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
        """Mentions with the dates of their documents, and whether they hold the name of their phrase."""
        mentions = mentions[not_refused(mentions)]
        number = document_numbers(self.documents, mentions)
        columns = ["doc_id", "phrase", "form", "lang", "start", "end", "text"]
        table = mentions[columns].astype({"phrase": str, "form": str, "lang": str}).reset_index(drop=True)
        facts = self.documents[["date", "date_precision"]].iloc[number].reset_index(drop=True)
        return table.assign(
            number=number,
            value=self.values.iloc[number].array,
            date=written_dates(facts["date"], facts["date_precision"]).array,
            first=facts["date"],
            last=self.last.iloc[number].array,
            dates=mentions["dates"].to_numpy(dtype=bool) if "dates" in mentions else True,
            why=mentions["why"].astype(str).array if "why" in mentions else "",
            named=_named(table, self.lexicon),
        )


def _is_aside(unsure: pd.DataFrame) -> pd.Series:
    """Which unsure mentions are shown when they are earlier than the first: the name, lists, and those too early."""
    of_the_phrase = unsure["dates"] & (unsure["why"] != _ELSEWHERE)
    return of_the_phrase & (unsure["named"] | (unsure["form"] == SPELLED_OUT) | (unsure["why"] == _BEFORE))


def _named(mentions: pd.DataFrame, lexicon: pd.DataFrame) -> NDArray[np.bool_]:
    """Which mentions hold the canonical wording of their phrase itself, alone or in a longer form."""
    pairs = mentions[["phrase", "form", "lang"]].drop_duplicates()
    names = {lang: lexicon.set_index("id")[lang].fillna("").to_dict() for lang in ("zh", "en")}
    holds = [
        bool(name := names[lang].get(phrase, "")) and name.casefold() in form.casefold()
        for phrase, form, lang in pairs.itertuples(index=False)
    ]
    merged = mentions[["phrase", "form", "lang"]].merge(pairs.assign(named=holds), how="left")
    return merged["named"].to_numpy(dtype=bool)


def _keys(table: pd.DataFrame) -> list[str]:
    """The columns that a row of the answer stands for."""
    return ["value", "phrase", *([FORM] if FORM in table else [])]


def _in_time(table: pd.DataFrame, keys: list[str], n: int) -> pd.DataFrame:
    """The n earliest rows of each key, by date, undated ones last; of two of one date, the one that came first."""
    order = table.sort_values(["first", "last"], kind="stable", na_position="last")
    kept = order.groupby(keys, dropna=False, sort=False, observed=True).head(n)
    return kept.reset_index(drop=True)


def _earliest(mentions: pd.DataFrame, keys: list[str], n: int) -> pd.DataFrame:
    """The first mention in each of the n earliest documents of each key, by date."""
    order = mentions.sort_values(["first", "last", "number", "start", "phrase"], kind="stable", na_position="last")
    return _in_time(order.drop_duplicates([*keys, "number"]), keys, n)


def _totals(mentions: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    once = mentions.drop_duplicates([*keys, "number"])
    of_key = once.groupby(keys, dropna=False, observed=True)
    every = mentions.groupby(keys, dropna=False, observed=True)
    return pd.DataFrame(
        {
            "mentions": every.size(),
            "documents": of_key.size(),
            "dated": of_key["first"].count(),
            "latest": of_key["first"].max(),
        }
    ).reset_index()


def _set_aside(table: pd.DataFrame, asides: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """How many mentions certainly earlier than the first were not counted, and the earliest of them."""
    rows = table[keys].assign(row=np.arange(len(table)), before=table["first"].array)
    pairs = rows.merge(asides, on=keys)
    pairs = pairs[pairs["last"] < pairs["before"]].sort_values(["row", "first", "last"], kind="stable")
    found = pairs.groupby("row").agg(set_aside=("count", "sum"), set_aside_date=("date", "first"), why=("why", "first"))
    found = found.reindex(range(len(table)))
    return pd.DataFrame(
        {
            "set_aside": found["set_aside"].fillna(0).astype(np.int64),
            "set_aside_date": found["set_aside_date"].astype("string"),
            "why": found["why"].astype("string").fillna(""),
        }
    ).set_axis(table.index)


def _alone(table: pd.DataFrame) -> NDArray[np.bool_]:
    """Where the gap after a first mention is longer than the phrase's other gaps make likely.

    If all gaps were drawn from one exponential distribution, the first would be as long as this with the chance
    (others / (others + first)) to the power of the number of other gaps.
    """
    gap = (table["next_first"] - table["last"]).dt.days.to_numpy(dtype=float, na_value=0.0)
    others = (table["latest"] - table["next_first"]).dt.days.to_numpy(dtype=float, na_value=0.0)
    number = table["dated"].to_numpy(dtype=float) - 2
    with np.errstate(invalid="ignore", divide="ignore"):
        chance = np.where(gap > 0, (others / (others + gap)) ** np.maximum(number, 0), 1.0)
    return (table["rank"].to_numpy() == 0) & (number >= 1) & (chance < ALONE)


def _censored(table: pd.DataFrame, begins: pd.Series, first_period: str) -> NDArray[np.bool_]:
    """May the document lie in the first period of its group, which has begun when its first document certainly is?"""
    frequency = FREQUENCIES[first_period]
    start = begins.reindex(table["value"]).reset_index(drop=True).dt.to_period(frequency)
    period = table["first"].reset_index(drop=True).dt.to_period(frequency)
    return (period.notna() & (period <= start)).to_numpy()


def known_date(date: object, grade: object) -> str:
    """The lexicon's date for display: with ``≤`` where it is only an upper bound; empty where there is none.

    Examples
    --------
    >>> known_date("2020-05-14", "A"), known_date("1954-09-23", "D"), known_date(None, None)
    ('2020-05-14', '≤ 1954-09-23', '')
    """
    if not isinstance(date, str):
        return ""
    return f"≤ {date}" if isinstance(grade, str) and grade in ("C", "D") else date


def _check(row: dict[Any, Any], first_period: str) -> str:
    """What to look at before the date is published; empty where there is nothing."""
    notes = []
    if row["set_aside"]:
        date, number = row["set_aside_date"], row["set_aside"]
        if row["why"] == _BEFORE:
            notes.append(
                f"{number} earlier, from {date}, before the attested date {row['attested']}: settle with attestation()"
            )
        elif row["why"] in (_LISTED, "partial list"):
            notes.append(f"the members are listed from {date} on, before the name")
        else:
            notes.append(f"{number} earlier, from {date}, not counted ({row['why']}): read the earliest")
    if row["alone"]:
        notes.append(f"alone until {row['next_date']}: read the sentence, and check the document's date")
    named, first = row["name_date"], row["first_date"]
    if pd.isna(named):
        notes.append(f"rests on the wording {row['form']}; the name itself is not here")
    elif pd.notna(first) and lag_days(parse(named), parse(first)) > 0:
        notes.append(f"rests on the wording {row['form']}; the name itself is first of {named}")
    if pd.notna(row["lag_days"]) and row["lag_days"] < 0:
        shown = known_date(row["attested"], row["attested_grade"])
        notes.append(f"earlier than the lexicon has ({shown}, grade {row['attested_grade']})")
    if row["censored"]:
        notes.append(f"in the first {first_period} of the corpus: it may be older")
    return "; ".join(notes)
