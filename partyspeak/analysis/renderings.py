"""Which form of a phrase is used in which period, and when did one replace another?"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
import pandas as pd

from partyspeak.analysis.counts import Integers, count, group_numbers
from partyspeak.analysis.ends import first_and_last
from partyspeak.analysis.periods import PERIODS, column_name, period_of
from partyspeak.errors import PartyspeakError

__all__ = ["OTHER", "overtakings", "renderings", "shortenings"]

_COLUMNS: Final = ("phrase", "lang", "form", "mentions", "documents", "share", "denominator")
OTHER = "(none of these)"
"""What a form is called that holds none of the wordings asked for."""


def renderings(
    documents: pd.DataFrame, mentions: pd.DataFrame, by: str = "year", wordings: Sequence[str] | None = None
) -> pd.DataFrame:
    """The share of each form in a phrase's mentions, by period or by another column.

    See :meth:`partyspeak.TaggedCorpus.renderings` for the choices, the columns and the errors.

    Parameters
    ----------
    documents, mentions : pandas.DataFrame
        The selected frames; see :func:`partyspeak.analysis.selection.select`.
    """
    group, labels = group_numbers(period_of(documents, by).rename(column_name(by, _COLUMNS)))
    kind, kinds = _form_numbers(mentions, wordings)
    counts = count(documents, mentions, group, len(labels), kind, len(kinds))
    rows, columns = (index.ravel() for index in np.indices(counts.mentions.shape))
    table = pd.concat(
        [labels.take(rows).reset_index(drop=True), kinds.take(columns).reset_index(drop=True)], axis=1
    ).assign(mentions=counts.mentions.ravel(), documents=counts.documents.ravel())
    owner = kinds.groupby(["phrase", "lang"], sort=False).ngroup().to_numpy()
    totals = np.zeros((len(labels), owner.max(initial=-1) + 1), dtype=np.int64)
    np.add.at(totals.T, owner, counts.mentions.T)
    denominator = totals[rows, owner[columns]]
    share = table["mentions"].to_numpy() / np.where(denominator > 0, denominator, np.nan)
    return table.assign(share=share, denominator=denominator)


def _form_numbers(mentions: pd.DataFrame, wordings: Sequence[str] | None) -> tuple[Integers, pd.DataFrame]:
    """Number the forms in use; the kinds are ``phrase, lang, form``, sorted, the wordings in the order asked."""
    if isinstance(wordings, str):
        raise PartyspeakError(f"wordings={wordings!r} must be a list of wordings: [{wordings!r}]")
    frame = mentions[["phrase", "lang", "form"]].astype("category")
    codes = [frame[column].cat.codes.to_numpy(dtype=np.int64) for column in frame]
    widths = [max(len(frame[column].cat.categories), 1) for column in frame]
    combined = (codes[0] * widths[1] + codes[1]) * widths[2] + codes[2]
    present = np.sort(pd.unique(combined))
    parts = (present // (widths[1] * widths[2]), present // widths[2] % widths[1], present % widths[2])
    kinds = pd.DataFrame(
        {column: frame[column].cat.categories.to_numpy()[part] for column, part in zip(frame, parts, strict=True)}
    ).astype(str)
    if wordings is not None:
        kinds["form"] = [_wording(form, wordings) for form in kinds["form"]]
        told = kinds["form"].ne(OTHER).groupby([kinds["phrase"], kinds["lang"]]).transform("any")
        kinds = kinds.where(told)
    order = {wording: place for place, wording in enumerate([*(wordings or ()), OTHER])}
    merged = kinds.dropna().drop_duplicates().assign(place=lambda table: table["form"].map(order))
    merged = merged.sort_values(["phrase", "lang", "place", "form"]).drop(columns="place").reset_index(drop=True)
    place = pd.MultiIndex.from_frame(merged).get_indexer(pd.MultiIndex.from_frame(kinds)).astype(np.int64)
    return place[np.searchsorted(present, combined)] if len(place) else combined, merged


def _wording(form: str, wordings: Sequence[str]) -> str:
    return next((wording for wording in wordings if wording.casefold() in form.casefold()), OTHER)


def overtakings(
    documents: pd.DataFrame,
    mentions: pd.DataFrame,
    by: str = "year",
    wordings: Sequence[str] | None = None,
    least: int = 1,
) -> pd.DataFrame:
    """When one form of a phrase overtook another.

    See :meth:`partyspeak.TaggedCorpus.overtakings` for the choices, the columns and the errors.

    Parameters
    ----------
    documents, mentions : pandas.DataFrame
        The selected frames; see :func:`partyspeak.analysis.selection.select`.
    """
    if by not in PERIODS:
        raise PartyspeakError(f"by={by!r} is not a period; use {' or '.join(map(repr, PERIODS))}")
    group, labels = group_numbers(period_of(documents, by))
    periods = labels.dropna().tolist()
    kind, kinds = _form_numbers(mentions, wordings)
    counts = count(documents, mentions, group, len(labels), kind, len(kinds))
    used = counts.mentions[: len(periods)]
    rows = []
    for (phrase, lang), forms in kinds[counts.mentions.sum(axis=0) >= least].groupby(["phrase", "lang"]):
        pairs = itertools.combinations(forms.index.tolist(), 2)
        found = [crossing for pair in pairs for crossing in _crossings(used, *pair)]
        for until, since, overtaken, overtaking, for_good in sorted(found, key=lambda crossing: crossing[1]):
            names = kinds["form"].iloc[overtaken], kinds["form"].iloc[overtaking]
            cells = int(used[since, overtaken]), int(used[since, overtaking])
            rows.append((phrase, lang, *names, periods[until], periods[since], *cells, for_good))
    columns = [
        *("phrase", "lang", "overtaken", "overtaking", "led_until", "period"),
        *("mentions_overtaken", "mentions_overtaking", "for_good"),
    ]
    return pd.DataFrame(rows, columns=columns)


def _crossings(used: Integers, one: int, other: int) -> Iterator[tuple[int, int, int, int, bool]]:
    """Where the lead passes from one form to the other, or back."""
    lead = np.sign(used[:, one] - used[:, other])
    told = np.flatnonzero(lead)
    turns = np.flatnonzero(np.diff(lead[told]))
    for turn in turns.tolist():
        led, leads = (one, other) if lead[told[turn]] > 0 else (other, one)
        yield int(told[turn]), int(told[turn + 1]), led, leads, turn == turns[-1]


def shortenings(documents: pd.DataFrame, mentions: pd.DataFrame) -> pd.DataFrame:
    """Pairs of forms of a phrase where one is a shortening of the other.

    See :meth:`partyspeak.TaggedCorpus.shortenings` for the choices, the columns and the errors.

    Parameters
    ----------
    documents, mentions : pandas.DataFrame
        The selected frames; see :func:`partyspeak.analysis.selection.select`.
    """
    kind, kinds = _form_numbers(mentions, None)
    counts = np.bincount(kind, minlength=len(kinds))
    dates = first_and_last(documents, mentions, kind, len(kinds))
    forms_of: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, (phrase, lang) in enumerate(zip(kinds["phrase"], kinds["lang"], strict=True)):
        forms_of[phrase, lang].append(number)
    rows = []
    for (phrase, lang), numbers in forms_of.items():
        for long, short in itertools.permutations(numbers, 2):
            part = _part_left_out(kinds["form"].iloc[long], kinds["form"].iloc[short], lang)
            if part:
                mentioned = int(counts[long]), int(counts[short])
                ends = dates.loc[[long, short], ["first_date", "last_date"]].to_numpy(dtype=object).ravel().tolist()
                names = kinds["form"].iloc[[long, short]].tolist()
                rows.append((phrase, lang, *names, part, *mentioned, mentioned[1] / sum(mentioned), *ends))
    columns = [
        *("phrase", "lang", "long", "short", "part", "long_mentions", "short_mentions", "short_share"),
        *("long_first", "long_last", "short_first", "short_last"),
    ]
    return pd.DataFrame(rows, columns=columns).astype(dict.fromkeys(columns[-4:], "string"))


def _part_left_out(long: str, short: str, lang: str) -> str:
    """The one piece that ``short`` leaves out of ``long``; empty where it is not so."""
    longer, shorter = (list(form) if lang == "zh" else form.split() for form in (long, short))
    surplus = len(longer) - len(shorter)
    if surplus <= 0:
        return ""
    alike = next((i for i, word in enumerate(shorter) if longer[i] != word), len(shorter))
    if longer[alike + surplus :] != shorter[alike:]:
        return ""
    return ("" if lang == "zh" else " ").join(longer[alike : alike + surplus])
