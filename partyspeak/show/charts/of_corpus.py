"""The charts of a corpus: each asks its question and draws the answer."""

from __future__ import annotations

from typing import Any

import pandas as pd

from partyspeak.analysis.frequency import frequency
from partyspeak.analysis.scale import Cutoffs, scale
from partyspeak.analysis.selection import Phrases, Where
from partyspeak.corpus import TaggedCorpus
from partyspeak.show.charts.drawing import Labels
from partyspeak.show.charts.finished import FinishedChart
from partyspeak.show.charts.heat_map import heat_map, temperature
from partyspeak.show.charts.scope import Scope, scope
from partyspeak.show.charts.timeline import timeline

__all__ = ["Charts"]


class Charts:
    """What ``tagged.chart`` offers: an Altair chart for each question.

    All take ``labels`` (``"both"``, ``"zh"`` or ``"en"``) and the choices ``phrases, lang, sure_only, nested,
    where`` of :func:`partyspeak.analysis.selection.select`. Where no phrases are asked for, ``most`` says how
    many are shown: those that the most documents use. Each chart saves itself: ``.save("chart.html")`` (one
    file that works offline), ``.svg`` or ``.png``; see :class:`partyspeak.show.charts.FinishedChart`.
    """

    def __init__(self, corpus: TaggedCorpus) -> None:
        self._corpus = corpus

    def timeline(
        self,
        by: str = "year",
        per: str | None = "documents",
        window: int | None = None,
        cumulative: bool = False,
        confidence: float | None = 0.95,
        labels: Labels = "both",
        most: int = 5,
        *,
        phrases: Phrases = None,
        lang: str | None = None,
        sure_only: bool = True,
        nested: bool = True,
        where: Where = None,
    ) -> FinishedChart:
        """Lines of use over time, with intervals.

        ``by, per, window, cumulative, confidence`` are those of
        :func:`partyspeak.analysis.frequency.frequency`; the picture is told by
        :func:`partyspeak.show.charts.timeline.timeline`.

        Examples
        --------
        >>> from partyspeak import samples, tag
        >>> tagged = tag(samples.load(), id="id")
        >>> chart = tagged.chart.timeline(phrases=["dual-circulation", "new-era"])
        >>> chart.title.text
        ['Share of documents that use the phrase, by year']
        """
        about = scope(self._corpus, phrases, most, lang, sure_only, nested, where, by)
        confidence = confidence if per else None
        table = _frequency(about, by, per, window, cumulative, confidence)
        return timeline(table, self._corpus.phrases, by, labels, about.over, confidence)

    def heat_map(
        self,
        by: str = "year",
        per: str | None = "documents",
        labels: Labels = "both",
        most: int = 30,
        *,
        phrases: Phrases = None,
        lang: str | None = None,
        sure_only: bool = True,
        nested: bool = True,
        where: Where = None,
    ) -> FinishedChart:
        """Phrases by periods, or by another column of the documents; the darker, the more.

        ``by, per`` are those of :func:`partyspeak.analysis.frequency.frequency`; the picture is told by
        :func:`partyspeak.show.charts.heat_map.heat_map`.

        Examples
        --------
        >>> from partyspeak import samples, tag
        >>> tagged = tag(samples.load(), id="id")
        >>> tagged.chart.heat_map(by="written_in", most=10).title.text
        ['Share of documents that use the phrase, by written_in']
        """
        about = scope(self._corpus, phrases, most, lang, sure_only, nested, where, by)
        return heat_map(_frequency(about, by, per), self._corpus.phrases, by, labels, about.over)

    def temperature(
        self,
        by: str = "year",
        cutoffs: Cutoffs = None,
        labels: Labels = "both",
        most: int = 30,
        *,
        phrases: Phrases = None,
        lang: str | None = None,
        sure_only: bool = True,
        nested: bool = True,
        where: Where = None,
    ) -> FinishedChart:
        """The tier of each phrase in each period, on Qian Gang's scale of six.

        ``by, cutoffs`` are those of :func:`partyspeak.analysis.scale.scale`; the picture is told by
        :func:`partyspeak.show.charts.heat_map.temperature`.

        Examples
        --------
        >>> from partyspeak import samples, tag
        >>> tagged = tag(samples.load(), id="id")
        >>> tagged.chart.temperature(phrases="dual-circulation").title.text
        ['Temperature: tier by the share of documents that use the phrase, by year']
        """
        about = scope(self._corpus, phrases, most, lang, sure_only, nested, where, by)
        table = scale(about.documents, about.mentions, self._corpus.phrases, by, cutoffs)
        return temperature(_in_order(table, about), self._corpus.phrases, by, labels, about.over)


def _in_order(table: pd.DataFrame, about: Scope) -> pd.DataFrame:
    rank = {phrase: place for place, phrase in enumerate(about.phrases)}
    return table.loc[table["phrase"].map(rank).sort_values(kind="stable").index].reset_index(drop=True)


def _frequency(about: Scope, by: str, per: str | None, *choices: Any) -> pd.DataFrame:
    """The table of counts in the order of the phrases; of either language, unless a rate is of a language's text."""
    mentions = about.mentions
    apart = per == "million"
    if not apart:
        mentions = mentions.assign(lang=pd.Categorical(["zh"] * len(mentions), ["zh"]))
    table = frequency(about.documents, mentions, by, per, *choices)
    return _in_order(table, about).assign(**({} if apart else {"lang": ""}))
