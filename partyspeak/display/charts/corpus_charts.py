"""The charts of a corpus. Each asks one question and draws the answer."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any, Final, Unpack

import numpy as np
import pandas as pd

from partyspeak.analysis.frequency import frequency
from partyspeak.analysis.periods import period_of
from partyspeak.analysis.scale import LEAST_DOCUMENTS, Cutoffs, too_few
from partyspeak.analysis.selection import Where
from partyspeak.corpus.choices import Choices
from partyspeak.corpus.corpus import TaggedCorpus, free_standing
from partyspeak.display.charts.butterfly import keyness
from partyspeak.display.charts.dispersion_plot import dispersion
from partyspeak.display.charts.drawing import Labels, nothing
from partyspeak.display.charts.finished_chart import FinishedChart
from partyspeak.display.charts.heat_map import heat_map, temperature
from partyspeak.display.charts.ladder import first_appearances
from partyspeak.display.charts.matrix import cooccurrence
from partyspeak.display.charts.scope import Scope, over_groups, scope
from partyspeak.display.charts.stacked_bars import renderings
from partyspeak.display.charts.timeline import timeline

__all__ = ["Charts", "counts_of"]

_DOCUMENT_ROWS: Final = 200
_FITTING: Final = "fitting"


class Charts:
    """What ``tagged.chart`` offers: an Altair chart for each question.

    All take ``labels`` (``"both"``, ``"zh"`` or ``"en"``) and the choices of :meth:`partyspeak.TaggedCorpus.select`.
    Where no phrases are asked for, ``most`` says how many are shown: those that the most documents use. Each chart
    can be saved: ``.save("chart.html")`` (one file that works offline), ``.svg`` or ``.png``; see
    :class:`partyspeak.display.charts.FinishedChart`.
    """

    def __init__(self, corpus: TaggedCorpus) -> None:
        self._corpus = corpus

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
        **choices: Unpack[Choices],
    ) -> FinishedChart:
        """Lines of use over time, with intervals; the question is :meth:`partyspeak.TaggedCorpus.frequency`.

        Parameters
        ----------
        by : {"year", "quarter", "month", "day"}
            The period to count by.
        per : {"fitting", None, "documents", "million"}
            ``documents``: the share of the documents that have the phrase. ``million``: mentions per million Chinese
            characters or English words. None: the number of mentions. ``fitting``: the share of documents, or
            mentions per million where most points stand for fewer than five documents, whose shares would jump
            between all and nothing.
        window : int, optional
            Each point covers this many periods: its own and those before it.
        cumulative : bool
            Each point covers its period and all before it.
        confidence : float, optional
            The confidence level of the intervals; None draws none.
        roll_up : str, optional
            A column of ``tagged.phrases``, such as ``domain`` or ``era``: its values are shown instead of phrases.
        labels : {"both", "zh", "en"}
        most : int
            How many phrases are shown where none are asked for.
        **choices
            ``phrases, lang, since, until, where, sure_only, nested``, see :meth:`partyspeak.TaggedCorpus.select`.

        Returns
        -------
        FinishedChart
            The vertical axis begins at 0. A line breaks at a period without documents, and where a language
            has no text. Intervals are drawn as bands where a panel has one line; the tooltips always give them.

        Examples
        --------
        >>> from partyspeak import samples, tag
        >>> tagged = tag(samples.load(), id="id")
        >>> chart = tagged.chart.timeline(per="documents", phrases=["dual-circulation", "new-era"])
        >>> chart.title.text
        ['Share of documents that use the phrase, by year']
        """
        about = scope(self._corpus, choices, most, by, roll_up)
        per = _fitting(about, by, window, cumulative) if per == _FITTING else per
        confidence = confidence if per else None
        table = counts_of(about, by, per, window, cumulative, confidence)
        reach = f"each {by} stands for itself and the {window - 1} before it; " if window and window > 1 else ""
        reach = f"each {by} stands for itself and all before it; " if cumulative else reach
        return timeline(table, about.lexicon, by, labels, reach + about.over, confidence, _counted(roll_up))

    def heat_map(
        self,
        by: str = "year",
        per: str | None = "fitting",
        roll_up: str | None = None,
        labels: Labels = "both",
        most: int = 30,
        **choices: Unpack[Choices],
    ) -> FinishedChart:
        """Heat map of phrases by period, or by another column of the documents. Darker cells are more frequent.

        Parameters
        ----------
        by : {"year", "quarter", "month", "day"} or a column's name
            What to count by.
        per, roll_up
            As for :meth:`timeline`.
        labels : {"both", "zh", "en"}
        most : int
            How many phrases are shown where none are asked for.
        **choices
            ``phrases, lang, since, until, where, sure_only, nested``, see :meth:`partyspeak.TaggedCorpus.select`.

        Returns
        -------
        FinishedChart
            White cells are periods with documents and no mention; grey ones have no documents, or no text in
            the language. With rates by language, a phrase used in both languages has a row for each.

        Examples
        --------
        >>> from partyspeak import samples, tag
        >>> tagged = tag(samples.load(), id="id")
        >>> tagged.chart.heat_map(by="written_in", most=10).title.text
        ['Share of documents that use the phrase, by written_in']
        """
        about = scope(self._corpus, choices, most, by, roll_up)
        per = _fitting(about, by) if per == _FITTING else per
        return heat_map(counts_of(about, by, per), about.lexicon, by, labels, about.over, _counted(roll_up))

    def temperature(
        self,
        by: str = "year",
        cutoffs: Cutoffs = None,
        labels: Labels = "both",
        most: int = 30,
        **choices: Unpack[Choices],
    ) -> FinishedChart:
        """The tier of each phrase in each period, on Qian Gang's scale of six.

        Parameters
        ----------
        by : {"year", "quarter", "month", "day"} or a column's name
            What to count by.
        cutoffs : mapping or sequence, optional
            As for :meth:`partyspeak.TaggedCorpus.scale`.
        labels : {"both", "zh", "en"}
        most : int
            How many phrases are shown where none are asked for.
        **choices
            ``phrases, lang, since, until, where, sure_only, nested``, see :meth:`partyspeak.TaggedCorpus.select`.

        Returns
        -------
        FinishedChart
            White cells are periods with documents and no mention; grey ones have too few documents.

        Examples
        --------
        >>> from partyspeak import samples, tag
        >>> tagged = tag(samples.load(), id="id")
        >>> tagged.chart.temperature(by="written_in", phrases="dual-circulation").title.text
        ['Temperature: tier by the share of documents that use the phrase, by written_in']
        """
        about = scope(self._corpus, choices, most, by)
        sizes = period_of(about.corpus.documents, by).value_counts().to_numpy().astype(np.int64)
        if reason := too_few(sizes, by):
            return nothing(f"Temperature of each phrase, by {by}", about.over, reason)
        table = _in_order(about.corpus.scale(by, cutoffs), about)
        return temperature(table, about.lexicon, by, labels, about.over)

    def first_appearances(
        self,
        by: str | None = None,
        spelled_out: bool = False,
        labels: Labels = "both",
        most: int = 40,
        **choices: Unpack[Choices],
    ) -> FinishedChart:
        """Ladder of first appearances, with the lexicon's dates.

        Parameters
        ----------
        by : str, optional
            A column of the documents: first appearances within each of its values.
        spelled_out : bool
            As for :meth:`partyspeak.TaggedCorpus.first_appearances`.
        labels : {"both", "zh", "en"}
        most : int
            How many phrases are shown where none are asked for.
        **choices
            ``phrases, lang, since, until, where, sure_only, nested``, see :meth:`partyspeak.TaggedCorpus.select`.

        Returns
        -------
        FinishedChart
            A point for each phrase, by date. A date known to the year or month is a bar as long as it may be.

        Examples
        --------
        >>> from partyspeak import samples, tag
        >>> tagged = tag(samples.load(), id="id")
        >>> tagged.chart.first_appearances(most=10).title.text
        ['First appearance of each phrase']
        """
        about = scope(self._corpus, choices, most)
        table = about.corpus.first_appearances(by, spelled_out=spelled_out)
        return first_appearances(table, about.lexicon, by, labels, about.over)

    def renderings(
        self,
        by: str = "year",
        wordings: Sequence[str] | None = None,
        labels: Labels = "both",
        most: int = 4,
        **choices: Unpack[Choices],
    ) -> FinishedChart:
        """Stacked bars: the share of each form in the mentions of a phrase.

        Parameters
        ----------
        by, wordings
            As for :meth:`partyspeak.TaggedCorpus.renderings`.
        labels : {"both", "zh", "en"}
        most : int
            How many phrases are shown where none are asked for.
        **choices
            ``phrases, lang, since, until, where, sure_only, nested``, see :meth:`partyspeak.TaggedCorpus.select`.

        Returns
        -------
        FinishedChart
            One panel per phrase and language, with a stacked bar for each period.

        Examples
        --------
        >>> from partyspeak import samples, tag
        >>> tagged = tag(samples.load(), id="id")
        >>> tagged.chart.renderings(phrases="dual-circulation", lang="zh").title.text
        ['Forms of each phrase: share of its mentions, by year']
        """
        about = scope(self._corpus, choices, most, by)
        table = _in_order(about.corpus.renderings(by, wordings), about)
        return renderings(table, about.lexicon, by, labels, about.over)

    def keyness(
        self,
        target: Where | Hashable,
        reference: Where | Hashable = None,
        of: str = "mentions",
        names: tuple[str, str] | None = None,
        each: int = 15,
        labels: Labels = "both",
        **choices: Unpack[Choices],
    ) -> FinishedChart:
        """Butterfly chart of the phrases typical of each of two groups of documents.

        Parameters
        ----------
        target, reference, of
            As for :meth:`partyspeak.TaggedCorpus.keyness`.
        names : pair of str, optional
            What the two groups are called.
        each : int
            How many phrases of either group are shown: those whose rates differ most surely (by G²).
        labels : {"both", "zh", "en"}
        **choices
            ``phrases, lang, since, until, where, sure_only, nested``, see :meth:`partyspeak.TaggedCorpus.select`.

        Returns
        -------
        FinishedChart
            Bars to either side of zero: by how many doublings one group uses the phrase more.

        Examples
        --------
        >>> from partyspeak import between, samples, tag
        >>> tagged = tag(samples.load(), id="id")
        >>> tagged.chart.keyness(between("2012"), names=("since 2012", "before")).title.text
        ['Phrases typical of since 2012 and of before']
        """
        table = self._corpus.keyness(target, reference, of, **choices)
        names = names or (_called(target, "the target"), _called(reference, "the other documents"))
        over = over_groups(self._corpus, names, target, reference, choices)
        return keyness(table, self._corpus.phrases, names, each, labels, over)

    def cooccurrence(
        self, within: str | int = "document", labels: Labels = "both", most: int = 25, **choices: Unpack[Choices]
    ) -> FinishedChart:
        """Matrix of the phrases that occur together.

        Parameters
        ----------
        within
            As for :meth:`partyspeak.TaggedCorpus.cooccurrence`; as there, ``nested`` is False unless asked for.
        labels : {"both", "zh", "en"}
        most : int
            How many phrases are shown where none are asked for.
        **choices
            ``phrases, lang, since, until, where, sure_only, nested``, see :meth:`partyspeak.TaggedCorpus.select`.

        Returns
        -------
        FinishedChart
            A cell for each pair: the darker, the more often they occur together.

        Examples
        --------
        >>> from partyspeak import samples, tag
        >>> tagged = tag(samples.load(), id="id")
        >>> tagged.chart.cooccurrence("paragraph", most=10).title.text
        ['Phrases that occur together in the same paragraph']
        """
        about = scope(self._corpus, free_standing(self._corpus, choices), most)
        table = about.corpus.cooccurrence(within, least=0)
        return cooccurrence(table, about.lexicon, labels, about.over)

    def dispersion(
        self, rows: str | None = None, labels: Labels = "both", most: int = 20, **choices: Unpack[Choices]
    ) -> FinishedChart:
        """Dispersion plot: where in the documents each mention is.

        Parameters
        ----------
        rows : {"phrases", "documents"}, optional
            ``phrases``: a row for each phrase, over all documents one after the other. ``documents``: a row for each
            document. When left out, one phrase in up to 200 documents is shown by documents, all else by phrases.
        labels : {"both", "zh", "en"}
        most : int
            How many phrases are shown where none are asked for.
        **choices
            ``phrases, lang, since, until, where, sure_only, nested``, see :meth:`partyspeak.TaggedCorpus.select`.

        Returns
        -------
        FinishedChart
            One stroke per mention.

        Examples
        --------
        >>> from partyspeak import samples, tag
        >>> tagged = tag(samples.load(), id="id")
        >>> tagged.chart.dispersion(phrases="reform-and-opening-up").title.text
        ['Where each phrase stands: one stroke per mention']
        """
        about = scope(self._corpus, choices, most)
        documents = about.corpus.documents
        one = len(about.phrases) == 1 and len(documents) <= _DOCUMENT_ROWS
        rows = rows or ("documents" if one else "phrases")
        texts = about.corpus.places
        return dispersion(
            documents, about.corpus.mentions, texts, about.lexicon, about.phrases, rows, labels, about.over
        )


def _called(group: Where | Hashable, otherwise: str) -> str:
    """The name of a group: its condition or id; masks and functions have no name."""
    return str(group) if isinstance(group, (str, int)) else otherwise


def _counted(roll_up: str | None) -> str:
    return "the phrase" if roll_up is None else f"a phrase of the {roll_up}"


def _fitting(about: Scope, by: str, window: int | None = None, cumulative: bool = False) -> str:
    """The unit of rates: documents if there are enough of them, else a million characters or words."""
    sizes = period_of(about.corpus.documents, by).value_counts()
    if not len(sizes):
        return "documents"
    documents = sizes.sum() if cumulative else sizes.median() * (window or 1)
    return "documents" if documents >= LEAST_DOCUMENTS else "million"


def _in_order(table: pd.DataFrame, about: Scope) -> pd.DataFrame:
    rank = {phrase: place for place, phrase in enumerate(about.phrases)}
    return table.loc[table["phrase"].map(rank).sort_values(kind="stable").index].reset_index(drop=True)


def counts_of(about: Scope, by: str, per: str | None, *choices: Any) -> pd.DataFrame:
    """The table of counts in the order of the phrases.

    It counts mentions in either language together, unless a rate is of a language's text, and groups of phrases where
    these are shown; so it is asked of the mentions, and not of the corpus.
    """
    mentions = about.mentions
    apart = per == "million"
    if not apart:
        mentions = mentions.assign(lang=pd.Categorical(["zh"] * len(mentions), ["zh"]))
    table = frequency(about.corpus.documents, mentions, by, per, *choices)
    return _in_order(table, about).assign(**({} if apart else {"lang": ""}))
