"""What the report covers: the corpus, the choices made, and the questions asked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import pandas as pd

from partyspeak.analysis.periods import FREQUENCIES, PERIODS, date_ranks, period_of
from partyspeak.analysis.scale import LEAST_DOCUMENTS
from partyspeak.analysis.selection import between
from partyspeak.lexicon.lexicon import Lexicon

if TYPE_CHECKING:
    from partyspeak.corpus.choices import Choices
    from partyspeak.corpus.corpus import TaggedCorpus

__all__ = ["FACTOR", "LEAST", "MOVERS", "RECENT", "Answers", "fitting_period"]

RECENT: Final = 2
"""How many periods are the present."""

FACTOR: Final = 1.5
LEAST: Final = 5
"""Forms with fewer mentions overtake nothing."""

MOVERS: Final = 6
"""How many of the phrases that rose most, and of those that fell most, have a line."""

_ENOUGH_PERIODS: Final = 4


def fitting_period(documents: pd.DataFrame) -> str:
    """The coarsest of year, month and day that gives at least four periods; else the year."""
    steps = ("year", "month", "day")
    return next((by for by in steps if period_of(documents, by).nunique() >= _ENOUGH_PERIODS), "year")


@dataclass(frozen=True)
class Answers:
    """The answers in a report. Each question is asked once, about what was selected.

    Attributes
    ----------
    corpus : TaggedCorpus
        What was selected of it.
    lexicon : Lexicon or None
        The one that tagged the corpus, for what the frames do not show; None where it is not at hand.
    by : str
        The period.
    choices : Choices
        The choices that were made, as the page names them.
    """

    corpus: TaggedCorpus
    lexicon: Lexicon | None
    by: str
    choices: Choices

    @property
    def documents(self) -> pd.DataFrame:
        """The documents chosen."""
        return self.corpus.documents

    @property
    def mentions(self) -> pd.DataFrame:
        """The mentions that count."""
        return self.corpus.mentions

    @cached_property
    def hits(self) -> pd.DataFrame:
        """The selected mentions, sure or not, without refused hits."""
        return self.corpus.select(sure_only=False).mentions

    @cached_property
    def periods(self) -> list[str]:
        """The periods with documents, in order."""
        return sorted(period_of(self.documents, self.by).dropna().unique().tolist())

    @cached_property
    def sizes(self) -> pd.Series:
        """The number of documents in each period."""
        return period_of(self.documents, self.by).value_counts().sort_index()

    @property
    def width(self) -> int:
        """The number of periods from the first document to the last, including empty ones."""
        ends = pd.PeriodIndex(self.periods[:1] + self.periods[-1:], freq=FREQUENCIES[self.by]).astype("int64")
        return int(ends[-1] - ends[0]) + 1 if len(ends) else 0

    @cached_property
    def first(self) -> pd.DataFrame:
        """First appearances, the latest first, with the verdict on the lexicon's date."""
        table = self.corpus.first_appearances()
        table = pd.concat([table[table["first_date"].notna()][::-1], table[table["first_date"].isna()]])
        verdicts = self.attestation.set_index("phrase")["verdict"].astype(object)
        same = self.attestation.set_index("phrase")["same_source"]
        table = table.assign(verdict=table["phrase"].map(verdicts), same_source=table["phrase"].map(same))
        return table.reset_index(drop=True)

    @cached_property
    def attestation(self) -> pd.DataFrame:
        """The corpus against the lexicon's dates."""
        return self.corpus.attestation()

    @cached_property
    def earlier(self) -> pd.DataFrame:
        """Dates that contradict the lexicon."""
        return self.attestation[self.attestation["verdict"] == "earlier"].reset_index(drop=True)

    @property
    def has_tiers(self) -> bool:
        """Whether any period has enough documents for the tiers of the scale."""
        return bool(len(self.sizes)) and int(self.sizes.max()) >= LEAST_DOCUMENTS

    @cached_property
    def jumps(self) -> pd.DataFrame:
        """Changes of temperature, the latest first, then the widest."""
        table = self.corpus.scale_jumps(self.by)
        order = table.assign(width=table["steps"].abs(), share=table[["from_share", "to_share"]].max(axis=1))
        keys = ["to_period", "width", "share", "phrase"]
        order = order.sort_values(keys, ascending=[False, False, False, True], kind="stable")
        return table.loc[order.index].reset_index(drop=True)

    @cached_property
    def has_past(self) -> bool:
        """Whether there are periods before the present."""
        return len(self.periods) > RECENT

    @cached_property
    def present(self) -> list[str]:
        """The last periods."""
        return self.periods[-RECENT:]

    @cached_property
    def lives(self) -> pd.DataFrame:
        """Phrases that are new, returned, rising or fading, the most used first in each group."""
        table = self.corpus.lifecycle(self.by, RECENT, factor=FACTOR)
        states = ["new", "returned", "rising", "fading"]
        table = table[table["status"].astype(object).isin(states)]
        table = table.assign(status=pd.Categorical(table["status"].astype(object), states))
        return table.sort_values(["status", "documents", "phrase"], ascending=[True, False, True], ignore_index=True)

    @cached_property
    def gone(self) -> pd.DataFrame:
        """Phrases that are no longer used."""
        before, now = between(last=self.periods[-RECENT - 1]), between(self.present[0])
        return self.corpus.dropped(before, now)

    @cached_property
    def overtakings(self) -> pd.DataFrame:
        """Cases where one form overtook another; lasting ones first, then by number of mentions."""
        table = self.corpus.overtakings(self.by, least=LEAST)
        keys = ["for_good", "mentions_overtaking", "phrase", "lang", "period"]
        return table.sort_values(keys, ascending=[False, False, True, True, False], ignore_index=True)

    @cached_property
    def renderings(self) -> pd.DataFrame:
        """One row per phrase, language and form, with its share; only phrases with several forms, most used first."""
        keys = ["phrase", "lang"]
        mentions = self.mentions[[*keys, "form"]].astype(str)
        table = mentions.value_counts().rename("mentions").reset_index()
        total = table.groupby(keys)["mentions"].transform("sum")
        several = table.groupby(keys)["form"].transform("size") > 1
        table = table.assign(total=total, share=table["mentions"] / total)[several]
        order = ["total", "phrase", "lang", "mentions", "form"]
        return table.sort_values(order, ascending=[False, True, False, False, True], ignore_index=True)

    @cached_property
    def doubtful(self) -> pd.DataFrame:
        """The unsure mentions that were chosen, by date."""
        unsure = self.hits[~self.hits["sure"]]
        return unsure.sort_values("date", kind="stable", na_position="last")

    @cached_property
    def movers(self) -> list[str]:
        """The phrases that rose most and fell most between the two halves of the dated documents."""
        dated = self.documents[self.documents["date"].notna()]
        half = pd.Series(date_ranks(dated) * 2 // max(len(dated), 1), index=dated["doc_id"])
        once = self.mentions[["doc_id", "phrase"]].drop_duplicates()
        used = pd.crosstab(once["phrase"].astype(str), once["doc_id"].map(half)).reindex(columns=[0, 1], fill_value=0)
        sizes = half.value_counts().reindex([0, 1], fill_value=0).clip(lower=1)
        gain = (used[1] / sizes[1] - used[0] / sizes[0]).rename("gain").rename_axis("phrase").reset_index()
        risen = gain[gain["gain"] > 0].sort_values(["gain", "phrase"], ascending=[False, True])
        fallen = gain[gain["gain"] < 0].sort_values(["gain", "phrase"])
        return [*risen["phrase"].head(MOVERS), *fallen["phrase"].head(MOVERS)]

    def names(self, phrases: pd.Series) -> pd.DataFrame:
        """``zh`` and ``en`` of phrases, empty where the lexicon has none."""
        known = self.corpus.phrases.drop_duplicates("id").set_index("id")[["zh", "en"]].astype(object)
        return known.reindex(phrases.astype(str)).fillna("").reset_index(drop=True)

    @property
    def coarse(self) -> int:
        """The number of dated documents that belong to no single period."""
        dated = self.documents["date"].notna()
        return int((dated & period_of(self.documents, self.by).isna()).sum()) if self.by in PERIODS else 0
