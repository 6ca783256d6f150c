"""The life of a phrase: first use, peak, and whether it is still used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from partyspeak.analysis.absence import absence_chances, series_before
from partyspeak.analysis.counts import Integers, count, document_numbers, group_numbers, phrase_numbers, tally
from partyspeak.analysis.ends import by_last_day, dating, earliest_forms, first_and_last
from partyspeak.analysis.periods import FREQUENCIES, PERIODS, dates_of, last_days, period_of
from partyspeak.analysis.selection import Where, two_groups
from partyspeak.dates import lag_days
from partyspeak.errors import PartyspeakError

__all__ = ["STATUSES", "PeriodShares", "dropped", "lifecycle", "period_shares"]

STATUSES: Final = ("new", "rising", "steady", "fading", "gone", "returned")
_DAYS_A_MONTH: Final = 365.2425 / 12


@dataclass(frozen=True)
class PeriodShares:
    """How many documents use each phrase, period by period, for the dated periods that hold documents.

    Attributes
    ----------
    periods : list of str
        In order.
    number : int64 array
        Each period's number in the calendar.
    phrases : pandas.Index
    using : int64 array, (periods, phrases)
    documents : int64 array, (periods,)
    """

    periods: list[str]
    number: Integers
    phrases: pd.Index
    using: Integers
    documents: Integers

    @property
    def shares(self) -> NDArray[np.float64]:
        """The share of each period's documents that use each phrase."""
        return self.using / self.documents[:, None]


def period_shares(documents: pd.DataFrame, mentions: pd.DataFrame, by: str) -> PeriodShares:
    """Count the documents that use each phrase in each period, in either language."""
    if by not in PERIODS:
        raise PartyspeakError(f"by={by!r} is not a period; use {' or '.join(map(repr, PERIODS))}")
    group, labels = group_numbers(period_of(documents, by))
    dated = labels.dropna().tolist()
    kind, phrases = phrase_numbers(mentions)
    counts = count(documents, mentions, group, len(labels), kind, len(phrases))
    number = pd.PeriodIndex(dated, freq=FREQUENCIES[by]).astype(np.int64).to_numpy()
    using, sizes = counts.documents[: len(dated)], counts.sizes["documents"][: len(dated)]
    read = sizes > 0  # a period of garbled documents has no share
    dated = [period for period, known in zip(dated, read.tolist(), strict=True) if known]
    return PeriodShares(dated, number[read], phrases, using[read], sizes[read])


def lifecycle(
    documents: pd.DataFrame,
    mentions: pd.DataFrame,
    lexicon: pd.DataFrame,
    by: str = "year",
    recent: int = 2,
    gap: int = 2,
    factor: float = 1.5,
) -> pd.DataFrame:
    """First use, peak, last use and present state of each phrase.

    See :meth:`partyspeak.TaggedCorpus.lifecycle` for the choices, the columns and the errors.

    Parameters
    ----------
    documents, mentions : pandas.DataFrame
        The selected frames; see :func:`partyspeak.analysis.selection.select`.
    lexicon : pandas.DataFrame
        The phrases looked for, for ``zh`` and ``en``.
    """
    if recent < 1 or gap < 1 or factor <= 1:
        raise PartyspeakError(f"recent={recent} and gap={gap} must be 1 or more, and factor={factor} above 1")
    shares = period_shares(documents, mentions, by)
    lives = [_life(shares, column, recent, gap, factor) for column in range(len(shares.phrases))]
    columns = [
        "documents", "peak_period", "peak_share", "half_life", "gaps", "longest_gap",
        "earlier_share", "recent_share", "status",
    ]  # fmt: skip
    table = pd.DataFrame(lives, columns=columns).astype(
        {"documents": "int64", "gaps": "int64", "longest_gap": "int64", "half_life": "Int64"}
        | dict.fromkeys(("peak_period", "status"), "string")
        | dict.fromkeys(("peak_share", "earlier_share", "recent_share"), "float64")
    )
    table["status"] = pd.Categorical(table["status"], categories=STATUSES)
    kind, kinds = phrase_numbers(mentions)[0], len(shares.phrases)
    ends = first_and_last(documents, mentions, kind, kinds)
    first = dating(mentions)
    of_first = phrase_numbers(first)[0]
    ends["first_date"] = first_and_last(documents, first, of_first, kinds)["first_date"]
    ends["form"] = earliest_forms(documents, first, of_first, kinds)
    months = _months_since(documents, ends["last_number"].to_numpy())
    table = table.join(ends).assign(months_since_last=pd.array(months, dtype="Int64"))
    wordings = lexicon.set_index("id")[["zh", "en"]].reindex(shares.phrases).reset_index(drop=True)
    table = table.assign(phrase=shares.phrases.array, zh=wordings["zh"], en=wordings["en"])
    order = ["first_date", "form", "last_date", "peak_period", "peak_share", "half_life", "months_since_last"]
    return table[["phrase", "zh", "en", "documents", *order, *columns[4:]]]


def _life(shares: PeriodShares, column: int, recent: int, gap: int, factor: float) -> tuple[object, ...]:
    using = shares.using[:, column]
    used = np.flatnonzero(using)
    if not len(used):
        return 0, None, None, None, 0, 0, None, None, None
    share = using / shares.documents
    peak = int(share.argmax())
    halved = np.flatnonzero(share[peak:] <= share[peak] / 2)
    half_life = int(shares.number[peak + halved[0]] - shares.number[peak]) if len(halved) else None
    empty = np.diff(used) - 1
    present = max(len(using) - recent, 0)
    now = using[present:].sum() / shares.documents[present:].sum()
    past = shares.documents[used[0] : present].sum()
    earlier = using[used[0] : present].sum() / past if past else None
    status = None
    if present:
        status = _status(used, empty, present, gap, earlier, now, factor)
    return (
        int(using.sum()), shares.periods[peak], share[peak], half_life,
        int((empty >= gap).sum()), int(empty.max(initial=0)), earlier, now, status,
    )  # fmt: skip


def _status(
    used: Integers, empty: Integers, present: int, gap: int, earlier: float | None, now: float, factor: float
) -> str:
    """The state by the rules of :func:`lifecycle`; ``empty`` counts the periods between uses."""
    if used[-1] < present:
        return "gone"
    if used[0] >= present or earlier is None:
        return "new"
    comeback = int(np.searchsorted(used, present))
    if empty[comeback - 1] >= gap:
        return "returned"
    if now >= factor * earlier:
        return "rising"
    return "fading" if earlier >= factor * now else "steady"


def _months_since(documents: pd.DataFrame, last_number: Integers) -> list[int | None]:
    """The whole months that certainly lie between each last document and the corpus's last."""
    dates = dates_of(documents["date"], documents["date_precision"])
    end = dates[by_last_day(documents)[-1]] if dates else None
    last = [dates[number] if number >= 0 else None for number in last_number.tolist()]
    return [int(lag_days(end, date) / _DAYS_A_MONTH) if date and end else None for date in last]


def dropped(
    documents: pd.DataFrame,
    mentions: pd.DataFrame,
    lexicon: pd.DataFrame,
    before: Where,
    after: Where,
    unsure: pd.DataFrame | None = None,
    history: tuple[pd.DataFrame, pd.DataFrame] | None = None,
) -> pd.DataFrame:
    """Phrases used in one group of documents and absent from another.

    See :meth:`partyspeak.TaggedCorpus.dropped` for the choices, the columns and the errors.

    Parameters
    ----------
    documents, mentions : pandas.DataFrame
        The selected frames; see :func:`partyspeak.analysis.selection.select`.
    lexicon : pandas.DataFrame
        The phrases looked for, for ``zh`` and ``en``.
    unsure : pandas.DataFrame, optional
        The unsure mentions, to be reported beside the others.
    history : pair of pandas.DataFrame, optional
        All documents and mentions of the corpus, of whatever phrase, from which ``chance`` is learnt.
    """
    group = two_groups(documents, before, after)
    kind, phrases = phrase_numbers(mentions)
    counts = count(documents, mentions, group, 2, kind, len(phrases))
    of_before, of_after = counts.sizes["documents"].tolist()
    kind = np.where(group[document_numbers(documents, mentions)] == 0, kind, -1)
    ends = first_and_last(documents, mentions, kind, len(phrases))
    wordings = lexicon.set_index("id")[["zh", "en"]].reindex(phrases).reset_index(drop=True)
    table = pd.DataFrame({"phrase": phrases.array, "zh": wordings["zh"], "en": wordings["en"]})
    table = table.assign(
        mentions_before=counts.mentions[0],
        documents_before=counts.documents[0],
        of_before=of_before,
        of_after=of_after,
        last_date=ends["last_date"],
        chance=_chance(documents, mentions, group, phrases, history),
        unsure_after=tally(documents, mentions.iloc[:0] if unsure is None else unsure, group, table[["phrase"]])[1],
    )
    gone = table[(counts.mentions[0] > 0) & (counts.mentions[1] == 0)]
    order = ["documents_before", "mentions_before", "phrase"]
    return gone.sort_values(order, ascending=[False, False, True], kind="stable").reset_index(drop=True)


def _chance(
    documents: pd.DataFrame,
    mentions: pd.DataFrame,
    group: Integers,
    phrases: pd.Index,
    history: tuple[pd.DataFrame, pd.DataFrame] | None,
) -> NDArray[np.float64]:
    """The chance of absence of each phrase, where the groups follow one another and there is a past to learn from."""
    sides = [documents[group == side] for side in (0, 1)]
    begin, end = sides[1]["date"].min(), last_days(sides[0]).max()
    in_time = all(side["date"].notna().all() for side in sides) and end < begin
    if history is None or not in_time:
        return np.full(len(phrases), np.nan)
    said = mentions[mentions["doc_id"].isin(sides[0]["doc_id"])]
    before = series_before(sides[0], said, phrases.get_indexer(pd.Index(said["phrase"].astype(str))), len(phrases))
    kind, all_phrases = phrase_numbers(history[1])
    past = series_before(*history, kind, len(all_phrases), begin)
    return absence_chances(past, before, len(sides[1]))
