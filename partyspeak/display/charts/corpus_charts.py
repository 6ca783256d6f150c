"""The charts of a corpus: each asks its question and draws the answer."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd

from partyspeak.analysis.cooccurrence import cooccurrence
from partyspeak.analysis.first_appearances import first_appearances as ask_first_appearances
from partyspeak.analysis.frequency import frequency
from partyspeak.analysis.keyness import keyness as ask_keyness
from partyspeak.analysis.periods import period_of
from partyspeak.analysis.renderings import renderings
from partyspeak.analysis.scale import LEAST_DOCUMENTS, Cutoffs, scale, too_few
from partyspeak.analysis.selection import Phrases, Where
from partyspeak.corpus.corpus import TaggedCorpus
from partyspeak.corpus.questions.explained import explained_by
from partyspeak.display.charts.butterfly import keyness
from partyspeak.display.charts.dispersion_plot import dispersion
from partyspeak.display.charts.drawing import Labels, nothing
from partyspeak.display.charts.finished_chart import FinishedChart
from partyspeak.display.charts.heat_map import heat_map, temperature
from partyspeak.display.charts.ladder import first_appearances
from partyspeak.display.charts.matrix import cooccurrence as draw_cooccurrence
from partyspeak.display.charts.scope import Scope, over_groups, scope
from partyspeak.display.charts.stacked_bars import renderings as draw_renderings
from partyspeak.display.charts.timeline import timeline

__all__ = ["Charts"]

_DOCUMENT_ROWS: Final = 200
_FITTING: Final = "fitting"


class Charts:
    """What ``tagged.chart`` offers: an Altair chart for each question.

    All take ``labels`` (``"both"``, ``"zh"`` or ``"en"``) and the choices ``phrases, lang, sure_only, nested,
    where`` of :func:`partyspeak.analysis.selection.select`. Where no phrases are asked for, ``most`` says how
    many are shown: those that the most documents use. Each chart saves itself: ``.save("chart.html")`` (one
    file that works offline), ``.svg`` or ``.png``; see :class:`partyspeak.display.charts.FinishedChart`.
    """

    def __init__(self, corpus: TaggedCorpus) -> None:
        self._corpus = corpus

    @explained_by(timeline, frequency)
    def timeline(
        self,
        by: str = "year",
        per: str | None = "fitting",
        window: int | None = None,
        cumulative: bool = False,
        confidence: float | None = 0.95,
        roll_up: str | None = None,
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
        :func:`partyspeak.analysis.frequency.frequency`; ``per="fitting"`` is the share of documents, or mentions
        per million where most points stand for fewer than five documents, whose shares would jump between all and
        nothing; ``roll_up`` names a column of ``tagged.phrases``, such
        as ``domain`` or ``era``, whose values stand for phrases; the picture is told by
        :func:`partyspeak.display.charts.timeline.timeline`.

        Examples
        --------
        >>> from partyspeak import samples, tag
        >>> tagged = tag(samples.load(), id="id")
        >>> chart = tagged.chart.timeline(per="documents", phrases=["dual-circulation", "new-era"])
        >>> chart.title.text
        ['Share of documents that use the phrase, by year']
        """
        about = scope(self._corpus, phrases, most, lang, sure_only, nested, where, by, roll_up)
        per = _fitting(about, by, window, cumulative) if per == _FITTING else per
        confidence = confidence if per else None
        table = _frequency(about, by, per, window, cumulative, confidence)
        reach = f"each {by} stands for itself and the {window - 1} before it; " if window and window > 1 else ""
        reach = f"each {by} stands for itself and all before it; " if cumulative else reach
        return timeline(table, about.lexicon, by, labels, reach + about.over, confidence, _counted(roll_up))

    @explained_by(heat_map, frequency)
    def heat_map(
        self,
        by: str = "year",
        per: str | None = "fitting",
        roll_up: str | None = None,
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

        ``by, per`` are those of :func:`partyspeak.analysis.frequency.frequency`, and ``per="fitting"`` is that of
        :meth:`timeline`; ``roll_up`` is that of
        :meth:`timeline`; the picture is told by
        :func:`partyspeak.display.charts.heat_map.heat_map`.

        Examples
        --------
        >>> from partyspeak import samples, tag
        >>> tagged = tag(samples.load(), id="id")
        >>> tagged.chart.heat_map(by="written_in", most=10).title.text
        ['Share of documents that use the phrase, by written_in']
        """
        about = scope(self._corpus, phrases, most, lang, sure_only, nested, where, by, roll_up)
        per = _fitting(about, by) if per == _FITTING else per
        return heat_map(_frequency(about, by, per), about.lexicon, by, labels, about.over, _counted(roll_up))

    @explained_by(temperature, scale)
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
        :func:`partyspeak.display.charts.heat_map.temperature`.

        Examples
        --------
        >>> from partyspeak import samples, tag
        >>> tagged = tag(samples.load(), id="id")
        >>> tagged.chart.temperature(by="written_in", phrases="dual-circulation").title.text
        ['Temperature: tier by the share of documents that use the phrase, by written_in']
        """
        about = scope(self._corpus, phrases, most, lang, sure_only, nested, where, by)
        sizes = period_of(about.documents, by).value_counts().to_numpy().astype(np.int64)
        if reason := too_few(sizes, by):
            return nothing(f"Temperature of each phrase, by {by}", about.over, reason)
        table = scale(about.documents, about.mentions, self._corpus.phrases, by, cutoffs)
        return temperature(_in_order(table, about), self._corpus.phrases, by, labels, about.over)

    @explained_by(first_appearances, ask_first_appearances)
    def first_appearances(
        self,
        by: str | None = None,
        spelled_out: bool = False,
        labels: Labels = "both",
        most: int = 40,
        *,
        phrases: Phrases = None,
        lang: str | None = None,
        sure_only: bool = True,
        nested: bool = True,
        where: Where = None,
    ) -> FinishedChart:
        """A ladder of first appearances, beside the lexicon's dates.

        ``by, spelled_out`` are those of :func:`partyspeak.analysis.first_appearances.first_appearances`; the picture is
        told by :func:`partyspeak.display.charts.ladder.first_appearances`.

        Examples
        --------
        >>> from partyspeak import samples, tag
        >>> tagged = tag(samples.load(), id="id")
        >>> tagged.chart.first_appearances(most=10).title.text
        ['First appearance of each phrase']
        """
        about = scope(self._corpus, phrases, most, lang, sure_only, nested, where)
        table = self._corpus.first_appearances(
            by, spelled_out=spelled_out,
            phrases=about.phrases, lang=lang, sure_only=sure_only, nested=nested, where=where,
        )  # fmt: skip
        return first_appearances(table, self._corpus.phrases, by, labels, about.over)

    @explained_by(draw_renderings, renderings)
    def renderings(
        self,
        by: str = "year",
        wordings: Sequence[str] | None = None,
        labels: Labels = "both",
        most: int = 4,
        *,
        phrases: Phrases = None,
        lang: str | None = None,
        sure_only: bool = True,
        nested: bool = True,
        where: Where = None,
    ) -> FinishedChart:
        """How each phrase's mentions are shared out among its forms.

        ``by, wordings`` are those of :func:`partyspeak.analysis.renderings.renderings`; the picture is told
        by :func:`partyspeak.display.charts.stacked_bars.renderings`.

        Examples
        --------
        >>> from partyspeak import samples, tag
        >>> tagged = tag(samples.load(), id="id")
        >>> tagged.chart.renderings(phrases="dual-circulation", lang="zh").title.text
        ['Forms of each phrase: share of its mentions, by year']
        """
        about = scope(self._corpus, phrases, most, lang, sure_only, nested, where, by)
        table = renderings(about.documents, about.mentions, by, wordings)
        return draw_renderings(_in_order(table, about), self._corpus.phrases, by, labels, about.over)

    @explained_by(keyness, ask_keyness)
    def keyness(
        self,
        target: Where | Hashable,
        reference: Where | Hashable = None,
        of: str = "mentions",
        names: tuple[str, str] | None = None,
        each: int = 15,
        labels: Labels = "both",
        *,
        phrases: Phrases = None,
        lang: str | None = None,
        sure_only: bool = True,
        nested: bool = True,
        where: Where = None,
    ) -> FinishedChart:
        """A butterfly of the phrases typical of one group of documents and of another.

        ``target, reference, of`` are those of :func:`partyspeak.analysis.keyness.keyness`; ``names`` are
        what the two groups are called, and ``each`` how many phrases of either are shown; the picture is
        told by :func:`partyspeak.display.charts.butterfly.keyness`.

        Examples
        --------
        >>> from partyspeak import between, samples, tag
        >>> tagged = tag(samples.load(), id="id")
        >>> tagged.chart.keyness(between("2012"), names=("since 2012", "before")).title.text
        ['Phrases typical of since 2012 and of before']
        """
        table = self._corpus.keyness(
            target, reference, of, phrases=phrases, lang=lang, sure_only=sure_only, nested=nested, where=where
        )
        names = names or (_called(target, "the target"), _called(reference, "the other documents"))
        over = over_groups(self._corpus, names, target, reference, lang, sure_only, nested, where)
        return keyness(table, self._corpus.phrases, names, each, labels, over)

    @explained_by(draw_cooccurrence, cooccurrence)
    def cooccurrence(
        self,
        within: str | int = "document",
        labels: Labels = "both",
        most: int = 25,
        *,
        phrases: Phrases = None,
        lang: str | None = None,
        sure_only: bool = True,
        nested: bool = False,
        where: Where = None,
    ) -> FinishedChart:
        """A matrix of the phrases that stand together.

        ``within`` is that of :func:`partyspeak.analysis.cooccurrence.cooccurrence`; as there, ``nested`` is
        False unless asked for; the picture is told by
        :func:`partyspeak.display.charts.matrix.cooccurrence`.

        Examples
        --------
        >>> from partyspeak import samples, tag
        >>> tagged = tag(samples.load(), id="id")
        >>> tagged.chart.cooccurrence("paragraph", most=10).title.text
        ['Phrases that stand together in the same paragraph']
        """
        about = scope(self._corpus, phrases, most, lang, sure_only, nested, where)
        table = cooccurrence(about.documents, about.mentions, self._corpus.places, within, least=0)
        return draw_cooccurrence(table, self._corpus.phrases, labels, about.over)

    @explained_by(dispersion)
    def dispersion(
        self,
        rows: str | None = None,
        labels: Labels = "both",
        most: int = 20,
        *,
        phrases: Phrases = None,
        lang: str | None = None,
        sure_only: bool = True,
        nested: bool = True,
        where: Where = None,
    ) -> FinishedChart:
        """Where in the documents each mention stands.

        ``rows`` is ``"phrases"`` (over all documents laid end to end) or ``"documents"``; without it, one
        phrase in up to 200 documents is shown by documents, and all else by phrases; the picture is told by
        :func:`partyspeak.display.charts.dispersion_plot.dispersion`.

        Examples
        --------
        >>> from partyspeak import samples, tag
        >>> tagged = tag(samples.load(), id="id")
        >>> tagged.chart.dispersion(phrases="reform-and-opening-up").title.text
        ['Where each phrase stands: one stroke a mention']
        """
        about = scope(self._corpus, phrases, most, lang, sure_only, nested, where)
        rows = rows or (
            "documents" if len(about.phrases) == 1 and len(about.documents) <= _DOCUMENT_ROWS else "phrases"
        )
        texts, lexicon = self._corpus.places, self._corpus.phrases
        return dispersion(about.documents, about.mentions, texts, lexicon, about.phrases, rows, labels, about.over)


def _called(group: Where | Hashable, otherwise: str) -> str:
    """A condition or an id is a group's name; a mask or a function has none."""
    return str(group) if isinstance(group, (str, int)) else otherwise


def _counted(roll_up: str | None) -> str:
    return "the phrase" if roll_up is None else f"a phrase of the {roll_up}"


def _fitting(about: Scope, by: str, window: int | None = None, cumulative: bool = False) -> str:
    """What to count per: documents where there are enough of them, else a million characters or words."""
    sizes = period_of(about.documents, by).value_counts()
    if not len(sizes):
        return "documents"
    documents = sizes.sum() if cumulative else sizes.median() * (window or 1)
    return "documents" if documents >= LEAST_DOCUMENTS else "million"


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
