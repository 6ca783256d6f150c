"""Does the corpus agree with the lexicon's dates, and what has to be checked?"""

from __future__ import annotations

import re
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from partyspeak.analysis.counts import Integers, document_numbers, phrase_numbers
from partyspeak.analysis.first_appearances import Evidence
from partyspeak.analysis.periods import last_days
from partyspeak.dates import parse
from partyspeak.matching.compiler import SPELLED_OUT
from partyspeak.matching.hits import BEFORE_ATTESTED, DOUBTS

__all__ = ["VERDICTS", "attestation"]

_EMPTY: Final = {"the", "of", "to", "in", "on", "at", "a", "an", "and"}
VERDICTS: Final = (
    "earlier",
    "as attested",
    "later",
    "censored",
    "undated",
    "not attested",
    "other wordings",
    "not used",
)
"""What the corpus can say of a date, in the order of the table."""

_CHECKS: Final = {
    "single": "in one earlier document; read the sentence: a discovery if it holds, a false hit if the words mean "
    "something else, else the document's date is wrong",
    "several": "in several earlier documents; read the earliest: a discovery if it holds, a false hit if the words "
    "mean something else, else the document's date is wrong",
    "candidate": "the lexicon has only the earliest use found so far: if the sentence holds, this one is earlier",
    "undated": "occurs in undated documents only: date them",
    "not attested": "the lexicon has no date: this is the earliest use here",
}


def attestation(
    documents: pd.DataFrame,
    mentions: pd.DataFrame,
    unsure: pd.DataFrame,
    texts: pd.Series | None,
    lexicon: pd.DataFrame,
    first_period: str = "year",
    spelled_out: bool = False,
) -> pd.DataFrame:
    """The first appearance of each phrase against the date that the lexicon has.

    See :meth:`partyspeak.TaggedCorpus.attestation` for the choices, the columns and the errors.

    Parameters
    ----------
    documents, mentions : pandas.DataFrame
        The selected frames; see :func:`partyspeak.analysis.selection.select`.
    unsure : pandas.DataFrame
        The unsure mentions of the same phrases: those before the attested date are what is to be settled.
    texts : pandas.Series or None
        The texts by ``doc_id``, for the words around.
    lexicon : pandas.DataFrame
        The phrases looked for: ``id, zh, en, attested, attested_grade, attested_where``.
    """
    if not spelled_out:
        mentions = mentions[mentions["form"] != SPELLED_OUT]
        unsure = unsure[unsure["form"] != SPELLED_OUT]
    early = unsure[unsure["why"] == DOUBTS[BEFORE_ATTESTED]]
    evidence = Evidence.of(documents, mentions, unsure, texts, lexicon, n=2, spelled_out=True, strict=False)
    found = evidence.table(lexicon, None, 2, first_period)
    if pd.api.types.is_integer_dtype(found["doc_id"]):
        found = found.astype({"doc_id": "Int64"})  # phrases that are not used have none, and 7 is not to become 7.0
    second = found["phrase"].duplicated()
    names = mentions["phrase"].astype("category").cat.categories
    every = pd.CategoricalDtype([*names, *sorted(set(early["phrase"].astype(str)) - set(names))])
    used: pd.DataFrame = pd.concat([part.assign(phrase=part["phrase"].astype(every)) for part in (mentions, early)])
    in_all = phrase_numbers(used)[0]
    mentions = used[used["dates"].to_numpy(dtype=bool)]
    kind, phrases = phrase_numbers(mentions)
    known = lexicon.set_index("id").reindex(phrases)
    columns = ["first_date", "lag_days", "censored", "doc_id", "form", "text", "left", "right"]
    first = found[~second].set_index("phrase")[columns].reindex(phrases)
    before = _documents_before(documents, mentions, kind, known["attested"])
    numbers = [np.bincount(of, minlength=len(phrases)) for of in (in_all, kind)]
    table = known[["zh", "en"]].assign(
        verdict=pd.Categorical(
            _verdicts(first, known["attested"], numbers[0], numbers[1], before),
            VERDICTS,
            ordered=True,
        ),
        first_date=first["first_date"],
        attested=known["attested"],
        attested_grade=known["attested_grade"],
        same_source=False,
        lag_days=first["lag_days"],
        documents_before=before,
        next_date=found[second].set_index("phrase")["first_date"].reindex(phrases),
    )
    table["same_source"] = _same_source(documents, known, first, table)
    table["check"] = _checks(table)
    table = table.join(first[columns[3:]]).rename_axis("phrase").reset_index()
    return table.sort_values(["verdict", "lag_days", "phrase"], ignore_index=True)


def _same_source(
    documents: pd.DataFrame, known: pd.DataFrame, first: pd.DataFrame, table: pd.DataFrame
) -> NDArray[np.bool_]:
    """Where the lexicon's date may come from the very document in which the phrase first appears."""
    agrees = (table["verdict"] == "as attested").to_numpy(dtype=bool)
    at_latest = table["attested_grade"].isin(["C", "D"]).to_numpy(dtype=bool)
    columns = [column for column in ("source", "title", "doc_id") if column in documents]
    names = documents[columns].astype(object).set_axis(pd.Index(documents["doc_id"], dtype=object))
    named = np.zeros(len(table), dtype=bool)
    for row in np.flatnonzero(agrees & ~at_latest).tolist():
        where = _words(known["attested_where"].iloc[row])
        said = names.loc[[first["doc_id"].iloc[row]]].iloc[0].tolist()
        plain = {word for word in where if word.isalpha()}  # without 2017 and 19th
        named[row] = any(words <= where or (plain and plain <= words) for words in map(_words, said) if words)
    return agrees & (at_latest | named)


def _words(text: object) -> set[str]:
    """The words of a name, without those that say nothing."""
    return set(re.findall(r"\w+", text.casefold())) - _EMPTY if isinstance(text, str) else set()


def _verdicts(
    first: pd.DataFrame, attested: pd.Series, mentions: Integers, dating: Integers, before: Integers
) -> list[str]:
    cases = [
        (mentions == 0, "not used"),
        (dating == 0, "other wordings"),
        (first["first_date"].isna(), "undated"),
        (attested.isna(), "not attested"),
        (before > 0, "earlier"),  # even where the first document is dated too coarsely to be certainly so
        (first["lag_days"].fillna(0) == 0, "as attested"),
        (first["censored"].eq(True), "censored"),
    ]
    conditions = [np.asarray(condition, dtype=bool) for condition, _ in cases]
    return list(np.select(conditions, [name for _, name in cases], "later"))


def _documents_before(documents: pd.DataFrame, mentions: pd.DataFrame, kind: Integers, attested: pd.Series) -> Integers:
    """How many documents of each phrase are certainly dated before it is attested."""
    begins = [parse(date).first_day if pd.notna(date) else None for date in attested]
    number = document_numbers(documents, mentions)
    # Comparisons with a missing date are false.
    earlier = last_days(documents).to_numpy()[number] < np.array(begins, dtype="datetime64[us]")[kind]
    once = pd.unique(kind[earlier] * max(len(documents), 1) + number[earlier])
    return np.bincount(once // max(len(documents), 1), minlength=len(attested))


def _checks(table: pd.DataFrame) -> pd.Series:
    verdict = table["verdict"].astype(object)
    earlier = np.where(table["documents_before"] > 1, "several", "single")
    upper_bound = table["attested_grade"].isin(["C", "D"])
    key = verdict.where(verdict != "earlier", np.where(upper_bound, "candidate", earlier))
    return key.map(_CHECKS).fillna("").astype("string")
