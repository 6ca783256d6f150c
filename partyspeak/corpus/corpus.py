"""A tagged corpus: its two frames, its settings, and the questions it answers."""

from __future__ import annotations

import copy
from collections.abc import Callable, Hashable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple, Unpack

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from partyspeak.analysis import (
    attestation,
    change_points,
    compare,
    cooccurrence,
    diffusion,
    dispersion,
    enumerations,
    frequency,
    keyness,
    kwic,
    lifecycle,
    renderings,
    reprints,
    scale,
    selection,
    standing,
    sweep,
    unused,
    uptake,
)
from partyspeak.analysis.counts import document_numbers
from partyspeak.analysis.first_appearances import Evidence
from partyspeak.analysis.mention_passages import need_texts
from partyspeak.analysis.outlines import outlines
from partyspeak.analysis.scale import Cutoffs
from partyspeak.analysis.selection import Phrases, Where
from partyspeak.corpus import parquet
from partyspeak.corpus.choices import Choices, need_known
from partyspeak.corpus.concordance import Concordance
from partyspeak.corpus.parquet import Frames
from partyspeak.corpus.views import VIEWS
from partyspeak.errors import PartyspeakError
from partyspeak.lexicon.lexicon import Lexicon
from partyspeak.lexicon.phrase_names import PhraseNames
from partyspeak.matching import segmenter

if TYPE_CHECKING:
    from partyspeak.analysis.discovery import Candidates
    from partyspeak.display.charts import Charts

__all__ = ["Selected", "TaggedCorpus", "free_standing", "names_of"]


class Selected(NamedTuple):
    """A selection from a corpus.

    Attributes
    ----------
    phrases : list of str or None
        The ids that were asked for, in their order; None for all.
    lang : {None, "zh", "en"}
    sure_only : bool
    nested : bool or None
        None where nobody asked.
    of_documents : int
        The number of documents of the whole corpus.
    """

    phrases: list[str] | None
    lang: Literal["zh", "en"] | None
    sure_only: bool
    nested: bool | None
    of_documents: int


class TaggedCorpus:
    """Documents and their mentions, with the settings of tagging, and a method for each question.

    Attributes
    ----------
    documents : pandas.DataFrame
        One row per document: ``doc_id, date, date_precision, date_from, lang, zh_chars, en_words``, then
        every other column that came in, but not the text. ``lang`` is missing where nothing of a document is text
        (:mod:`partyspeak.text.garbled`); such a document is in no denominator.
    mentions : pandas.DataFrame
        One row per mention, in document order, then by place: ``doc_id, date, date_precision, phrase,
        form, lang, start, end, text, sure, why, dates, nested``: ``why`` is empty where the mention is sure, else the
        chief doubt (:data:`partyspeak.matching.hits.DOUBTS`), or the refusal where refused hits were asked for;
        ``dates`` says that the form is a dating form (and ``zone``,
        ``title`` or ``body``, when the documents have a column ``title``: a title counts where it is at the
        head of the text, see :func:`partyspeak.with_titles`).
    phrases : pandas.DataFrame
        The lexicon's ``id, zh, en, domain, era, attested, attested_grade, attested_where`` for every phrase
        looked for; a column that you add can be counted by, as ``domain`` and ``era`` can.
    settings : dict
        Package version, lexicon version, edges and engine.
    texts : pandas.Series or None
        The texts by ``doc_id``; None when they were not saved.
    outlines : pandas.Series or None
        The texts without their words, by ``doc_id``, where a corpus was saved so; see :meth:`to_parquet`.
    asked : list of str or None
        The ids of the phrases whose mentions were read, where a store was read in part; None for all. Questions
        about other phrases are refused, since their mentions may only not have been read.
    chart : partyspeak.display.charts.Charts
        ``tagged.chart.timeline()`` and other charts; needs ``pip install '.[charts]'``.
    report : method
        ``tagged.report("report.html")`` writes one page on the corpus; see :func:`partyspeak.display.report.report`.
    """

    def __init__(
        self,
        documents: pd.DataFrame,
        mentions: pd.DataFrame,
        phrases: pd.DataFrame,
        settings: dict[str, str],
        texts: pd.Series | None,
        outlines: pd.Series | None = None,
        asked: list[str] | None = None,
    ) -> None:
        self.documents = documents
        self._mentions = mentions
        self.phrases = phrases
        self.settings = settings
        self.texts = texts
        self.outlines = outlines
        self._whole: TaggedCorpus | None = None
        self._asked = asked
        self._lang: Literal["zh", "en"] | None = None
        self._sure_only = True
        self._nested: bool | None = None

    def select(self, **choices: Unpack[Choices]) -> TaggedCorpus:
        """Select documents and mentions; the result is a corpus with all questions and charts.

        Every question and every chart takes these choices: ``tagged.frequency(phrases="双循环")`` is short for
        ``tagged.select(phrases="双循环").frequency()``.

        Parameters
        ----------
        phrases : str or sequence of str, optional
            One phrase or several, by id, Chinese, English or pinyin; all that are used when left out. In a table of
            counts, a phrase asked for by name has rows of zeros where it has no mention.
        lang : {None, "zh", "en"}
            Only mentions in this language.
        since, until : date, str or int, optional
            Only documents certainly dated from the first day of ``since`` to the last day of ``until``, see
            :func:`partyspeak.between`.
        where : str, callable or boolean mask, optional
            Only these documents: a condition for :meth:`pandas.DataFrame.query` (``"speaker == 'Li'"``), a function
            of the documents that returns a mask, or a mask over all documents of this corpus.
        sure_only : bool
            Leave unsure mentions out (the default). Refused hits, if the corpus keeps them, are never counted.
        nested : bool
            False leaves out the mentions that lie inside a longer mention of another phrase.

        Returns
        -------
        TaggedCorpus
            With the documents, mentions and texts that were chosen. Selecting from a selection narrows it further;
            ``lang``, ``sure_only`` and ``nested`` then replace those of the first selection.

        Raises
        ------
        PartyspeakError
            For a phrase, a language or a condition that is not known; each with its name and what is near.
        TypeError
            For a choice that does not exist.

        Examples
        --------
        >>> from partyspeak import samples, tag
        >>> cycle = tag(samples.load(), id="id").select(phrases="双循环", since="2021")
        >>> len(cycle.mentions), cycle.frequency(by="month")[["period", "mentions"]].values.tolist()[:1]
        (1, [['2021-03', 1]])
        """
        need_known(choices)
        mask = self._document_mask(choices)
        picked = copy.copy(self)
        picked._whole = self if self._whole is None else self._whole
        picked._lang = choices.get("lang", self._lang)
        picked._sure_only = choices.get("sure_only", self._sure_only)
        picked._nested = choices.get("nested", self._nested)
        if choices.get("phrases") is not None:
            picked._asked = self._asked_for(choices["phrases"])
        if mask is not None:
            picked.documents = self.documents[mask]
            for name in ("texts", "outlines"):
                if (column := getattr(self, name)) is not None:
                    setattr(picked, name, column.reindex(picked.documents["doc_id"]))
        picked._mentions = picked._chosen_mentions(self)
        return picked

    @property
    def selected(self) -> Selected:
        """What :meth:`select` chose of a larger corpus."""
        whole = self if self._whole is None else self._whole
        return Selected(self._asked, self._lang, self._sure_only, self._nested, len(whole.documents))

    def _document_mask(self, choices: Choices) -> NDArray[np.bool_] | None:
        """Which documents are chosen; None for all."""
        masks = []
        if choices.get("since") is not None or choices.get("until") is not None:
            masks.append(
                selection.between(choices.get("since"), choices.get("until"))(self.documents).to_numpy(dtype=bool)
            )
        if choices.get("where") is not None:
            masks.append(selection.document_mask(self.documents, choices["where"]))
        return np.logical_and.reduce(masks) if masks else None

    def _asked_for(self, phrases: Phrases) -> list[str]:
        """The ids that were asked for, in their order, within those of an earlier selection."""
        asked = self._names.resolve_all(phrases or [])
        if self._asked is not None and (others := [id for id in asked if id not in self._asked]):
            raise PartyspeakError(f"phrases: {', '.join(others)} not among the phrases selected before")
        return asked

    def _chosen_mentions(self, source: TaggedCorpus) -> pd.DataFrame:
        """The mentions of the phrases and kinds chosen, in the documents chosen.

        They are taken from the source, so that a reader's changes of its mentions are kept; only where the source
        lacks a kind that is wanted are they taken from the whole corpus.
        """
        wider = (
            self._sure_only < source._sure_only
            or source._lang not in (None, self._lang)
            or (source._nested is False and self._nested is not False)
        )
        every = self._every_mention if wider else source.mentions
        assert self._whole is not None
        if len(self.documents) < len(self._whole.documents):
            every = every[document_numbers(self.documents, every) >= 0]
        used = every["phrase"].astype("category").cat  # of a selection, only the phrases that it has
        if others := sorted(set(self._asked or ()) - set(used.categories)):
            every = every.assign(phrase=used.add_categories(others))
        return selection.select(
            self.documents, every, self._asked, self._lang, self._sure_only, self._nested is not False
        )[1]

    @property
    def mentions(self) -> pd.DataFrame:
        """One row per mention."""
        return self._mentions

    @mentions.setter
    def mentions(self, mentions: pd.DataFrame) -> None:
        # What was selected from must not bring back what the reader took out.
        self._mentions = mentions
        self._whole = None

    @property
    def _every_mention(self) -> pd.DataFrame:
        """All mentions of the corpus that this is a selection of."""
        return self.mentions if self._whole is None else self._whole.mentions

    @property
    def _frames(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        return self.documents, self.mentions

    @cached_property
    def _names(self) -> PhraseNames:
        return names_of(self.phrases, self.settings, self._every_mention)

    def _of_all_phrases(self) -> TaggedCorpus:
        """The same selection, of whatever phrases."""
        other = copy.copy(self)
        whole = self if self._whole is None else self._whole
        other._asked = whole._asked
        other._mentions = other._chosen_mentions(whole)
        return other

    def _unsure_mentions(self, phrases: list[str] | None = None) -> pd.DataFrame:
        """The unsure mentions of some phrases, or of any, in these documents."""
        every = self._every_mention
        every = every[document_numbers(self.documents, every) >= 0]
        unsure = every[~every["sure"].to_numpy(dtype=bool)]
        if phrases is not None:
            unsure = unsure[unsure["phrase"].isin(phrases)]
        if phrases is not None:
            unsure = unsure[unsure["phrase"].isin(phrases)]
        return selection.select(self.documents, unsure, None, self._lang, False, self._nested is not False)[1]

    def _contrast(
        self, first: Where | Hashable, second: Where | Hashable, choices: Choices
    ) -> tuple[TaggedCorpus, list[NDArray[np.bool_]]]:
        """What is chosen of two groups of documents, and which of its documents are in either group."""
        group = pd.Series(selection.two_groups(self.documents, first, second), self.documents.index)
        picked = self.select(**choices)
        picked = picked.select(where=group[picked.documents.index].to_numpy() >= 0)
        sides = group[picked.documents.index].to_numpy()
        return picked, [sides == 0, sides == 1]

    @property
    def places(self) -> pd.Series | None:
        """The source of passage ends and text lengths: the texts, or their outlines."""
        return self.outlines if self.texts is None else self.texts

    def _need_words(self, purpose: str) -> pd.Series:
        """The texts, for questions that outlines cannot answer.

        Raises
        ------
        PartyspeakError
            When there are none.
        """
        if self.texts is None and self.outlines is not None:
            raise PartyspeakError(
                f"{purpose} are read in the texts, and this corpus came without them: it says where each mention "
                "stands (doc_id, start, end), not in which words. Tag the texts themselves; a column url of documents "
                "says where they can be read"
            )
        return need_texts(self.texts, purpose)

    def to_parquet(self, folder: str | Path, texts: bool | Literal["outlines"] = True) -> None:
        """Save the corpus in a folder; :func:`read_parquet` returns an equal corpus.

        Parameters
        ----------
        folder : str or Path
            Made when it is not there; an earlier corpus in it is replaced.
        texts : bool or "outlines"
            Save the texts too. Without them the saved corpus has no words around its mentions, and knows no
            passages and places. ``"outlines"`` keeps these without a word of the texts but the mentions, so
            that a corpus can be shared whose texts cannot; see :func:`partyspeak.analysis.outlines.outlines`.
        """
        kept, drawn = self.texts if texts is True else None, self.outlines if texts else None
        if texts == "outlines" and self.texts is not None:
            drawn = outlines(self.documents, self.mentions, self.texts)
        parquet.save(Frames(self.documents, self.mentions, self.phrases, self.settings, kept, drawn), Path(folder))

    @classmethod
    def read_parquet(cls, folder: str | Path) -> TaggedCorpus:
        """Read what :meth:`to_parquet` saved; :func:`partyspeak.read_parquet` reads a store too.

        Raises
        ------
        SourceError
            When the folder holds no corpus, or one of a format that this version does not know.
        """
        return cls(*parquet.load(Path(folder)))

    @property
    def chart(self) -> Charts:
        """The charts of this corpus: ``tagged.chart.timeline()`` and others; needs ``pip install '.[charts]'``."""
        return VIEWS["chart"](self)

    def frequency(
        self,
        by: str = "year",
        per: str | None = None,
        window: int | None = None,
        cumulative: bool = False,
        confidence: float | None = None,
        roll_up: str | None = None,
        **choices: Unpack[Choices],
    ) -> pd.DataFrame:
        """Mentions of each phrase by period or by a column of the documents.

        Parameters
        ----------
        by : {"year", "quarter", "month", "day"} or a column's name
        per : {None, "documents", "million"}
            Adds a rate: the share of the documents that have the phrase; or mentions per million Chinese
            characters or English words, by the mention's language.
        window : int, optional
            Each row covers the period and those before it, ``window`` calendar periods in all, whether or not
            all of them hold documents.
        cumulative : bool
            Each row covers the period and all before it.
        confidence : float, optional
            Between 0 and 1, such as 0.95; needs ``per``. Adds an interval for the rate.
        roll_up : str, optional
            A column of ``tagged.phrases``, such as ``domain`` or ``era``: the rows, and the column, are of its values
            instead of phrases.
        **choices
            ``phrases, lang, since, until, where, sure_only, nested``, see :meth:`select`.

        Returns
        -------
        pandas.DataFrame
            One row per phrase, language and period: the period's column (``period``, or the name given, with
            ``document_`` before it where it is among the following), ``phrase``, ``lang``, ``mentions``,
            ``documents`` (those with a mention).
            With ``per`` also ``rate``, ``denominator`` (a number) and ``unit`` (of what); with ``confidence``
            also ``low`` and ``high``: for shares of documents after Wilson (1927); for mentions that of Garwood
            (1936), made wider by as much as the phrase's counts vary from document to document more than
            independent mentions would (see :func:`partyspeak.analysis.intervals.overdispersion`). Both take the
            documents for independent draws from one source; where no two documents can be compared, the second is
            missing. With one document per period, the interval for mentions is too wide (on simulated data a 95 %
            interval held the true rate in 99 to 100 of 100 cases), since changes from period to period count as chance.
            A period that holds documents but no mention has a row of zeros; so has a phrase that was asked
            for by name and is nowhere. Where a language has no text there is no rate. Documents that are
            undated, or dated too coarsely for the period, are counted in rows whose period is missing, at the
            end; no window reaches them.

        Raises
        ------
        PartyspeakError
            For a choice that is not known, and for a window or a sum over a column that is no period.

        Notes
        -----
        The intervals were compared with the truth on documents drawn at random from the work reports of 1995 to 2025,
        whose rates are known. At 0.95 the interval for mentions holds the true rate in 95 to 99 of 100 cases where
        five mentions or more are expected (without the widening 82 to 94), and in all where each period has one
        document or fewer mentions are expected; the interval for shares in 95 (of drawn documents). See
        ``tests/test_calibration.py``.

        Examples
        --------
        >>> from partyspeak import samples, tag
        >>> table = tag(samples.load(), id="id").frequency(by="year", per="million")
        >>> list(table.columns)
        ['period', 'phrase', 'lang', 'mentions', 'documents', 'rate', 'denominator', 'unit']
        """
        picked = self.select(**choices)
        mentions = picked.mentions
        if roll_up is not None:
            mentions = frequency.rolled_up(mentions, self.phrases, roll_up)
        table = frequency.frequency(picked.documents, mentions, by, per, window, cumulative, confidence)
        return table if roll_up is None else table.rename(columns={"phrase": roll_up})

    def first_appearances(
        self,
        by: str | None = None,
        n: int = 1,
        first_period: str = "year",
        spelled_out: bool = False,
        strict: bool = True,
        **choices: Unpack[Choices],
    ) -> pd.DataFrame:
        """The first appearance of each phrase, with its context and what to check.

        Only sure mentions of dating forms date a phrase. A form dates when it is the same formula as the name; another
        stage of the idea, a part of a formula or ordinary words for the thing do not date.

        Parameters
        ----------
        by : str, optional
            A column of the documents: first appearances within each of its values. ``"form"``: a row for each wording
            of each phrase, dating or not.
        n : int
            How many documents to give for each phrase: the n earliest, by their first mention.
        first_period : {"year", "quarter", "month", "day"}
            What counts as the corpus's first period; see ``censored``.
        spelled_out : bool
            Let a list of a formula's members count too: a text may list the four members of 四个意识 before
            they had that name. Left out by default, since the lexicon dates the name; ``form`` shows which.
        strict : bool
            False lets mentions count that are older than the phrase's attestation of grade A.
        **choices
            ``phrases, lang, since, until, where, sure_only, nested``, see :meth:`select`.

        Returns
        -------
        pandas.DataFrame
            By date: the column ``by`` if given (``document_…`` before a name that is among these), then

            - ``phrase, zh, en, first_date`` (text, as precise as the document's date was; missing for a phrase that
              occurs in undated documents only), ``form`` (the wording that it rests on), ``doc_id, text, left,
              right, lang``;
            - ``name_date`` (the first sure mention of the name itself, alone or in a longer form; missing where there
              is none), ``next_date`` (the next document with the phrase) and ``alone`` (the first mention is followed
              by a longer gap than the phrase's other gaps make likely, at a chance of 0.05 if all gaps were drawn
              from one exponential distribution);
            - ``set_aside, set_aside_date, why`` (how many earlier mentions were not counted, the date of the earliest,
              and why that one was not: unsure mentions of the name, mentions before the attested date, and
              ``listed``, the members of a formula without its name);
            - ``mentions, documents`` (how many date the phrase);
            - ``attested, attested_grade`` (the lexicon's date and its grade: A and B are dates, C and D upper bounds),
              ``lag_days`` (the least number of days that certainly lie between the two dates, 0 where they overlap;
              below 0 the corpus is earlier) and ``censored`` (the first appearance lies in the corpus's first period,
              or may lie there where dates are coarser than that, so nothing can be said of earlier use);
            - ``check`` (in words, what to look at before the date is published).

        Examples
        --------
        >>> from partyspeak import samples, tag
        >>> table = tag(samples.load(), id="id").first_appearances()
        >>> table.loc[table["phrase"] == "dual-circulation", ["first_date", "form", "check"]].values.tolist()
        [['2020-09-18', '双循环', '']]
        """
        evidence = self.first_evidence(by, n, spelled_out, strict, **choices)
        return evidence.table(self.phrases, by, n, first_period)

    def first_evidence(
        self,
        by: str | None = None,
        n: int = 1,
        spelled_out: bool = False,
        strict: bool = True,
        **choices: Unpack[Choices],
    ) -> Evidence:
        """The evidence for first appearances, which can be joined with the evidence of other parts of a corpus.

        Parameters
        ----------
        by, n, spelled_out, strict, **choices
            As for :meth:`first_appearances`.

        Returns
        -------
        partyspeak.analysis.first_appearances.Evidence
            With ``join``, for the evidence of the part that comes next, and ``table``, which makes the answer.

        Examples
        --------
        >>> from partyspeak import tag
        >>> one, other = tag(["没有"]), tag(["双循环"])
        >>> whole = one.first_evidence().join(other.first_evidence(), n=1)
        >>> whole.table(one.phrases, None, 1, "year")["phrase"].tolist()
        ['dual-circulation']
        """
        picked = self.select(**choices)
        unsure = picked._unsure_mentions(picked._asked)
        return Evidence.of(
            picked.documents, picked.mentions, unsure, self.texts, self.phrases, by, n, spelled_out, strict
        )

    def sweep(self, first_period: str = "year", **choices: Unpack[Choices]) -> pd.DataFrame:
        """Phrases that these documents have earlier than the lexicon's date, and those that it has no date for.

        Read each sentence, write the verdict, and :func:`partyspeak.analysis.sweep.attestations_toml` (or ``partyspeak
        lexicon sweep --settled``) makes attestations of those that hold.

        Parameters
        ----------
        first_period : {"year", "quarter", "month", "day"}
            What counts as the corpus's first period: an upper bound in it is of grade D.
        **choices
            ``phrases, lang, since, until, where, sure_only, nested``, see :meth:`select`.

        Returns
        -------
        pandas.DataFrame
            One row per phrase, by date: ``phrase, zh, en, form`` (the wording found), ``date, doc_id, left, text,
            right, lang``; ``attested, grade`` (what the lexicon has now); ``proposed`` (``C``, or ``D`` in the corpus's
            first period) and ``verdict`` (empty, for you to fill in: ``holds``, ``false hit`` or ``wrong date``).

        Examples
        --------
        >>> import pandas as pd
        >>> from partyspeak import tag
        >>> docs = pd.DataFrame({"date": ["2019-05-01", "2020-06-01"], "text": ["好", "双循环"]})
        >>> tag(docs).sweep().empty
        True
        """
        return sweep.earlier_uses(self.first_appearances(first_period=first_period, strict=False, **choices))

    def attestation(
        self, first_period: str = "year", spelled_out: bool = False, **choices: Unpack[Choices]
    ) -> pd.DataFrame:
        """Compare the corpus with the lexicon's dates: earlier, as attested or later, and what to check.

        Parameters
        ----------
        first_period : {"year", "quarter", "month", "day"}
            What counts as the corpus's first period: what first appears in it may be older.
        spelled_out : bool
            Let a list of a formula's members count too; it may be older than the name, which the lexicon dates.
        **choices
            ``phrases, lang, since, until, where, sure_only, nested``, see :meth:`select`.

        Returns
        -------
        pandas.DataFrame
            One row per phrase, what contradicts the lexicon first: ``phrase, zh, en``; ``verdict``: ``earlier``
            (certainly before the attested date), ``as attested`` (the two dates overlap), ``later``,
            ``censored`` (later, but in the corpus's first period, so that nothing is said of earlier use),
            ``undated`` (no document with it has a date), ``not attested`` (the lexicon has no date), ``other
            wordings`` (only in wordings that do not date it) or ``not used``
            (asked for by name, and without a mention); ``first_date``, ``attested`` (both text),
            ``attested_grade``, ``same_source`` (True where the lexicon's date may come from this very document,
            so that ``as attested`` confirms nothing, see the notes), ``lag_days`` (see
            :func:`partyspeak.analysis.first_appearances.first_appearances`);
            ``documents_before`` (how many are certainly before the attested date); ``next_date`` (of the second
            document with the phrase: one that is alone, years before the next, is suspect); ``check`` (what to
            look at; empty where there is nothing to); ``doc_id, form, text, left, right`` (of the first mention).

        Notes
        -----
        A mention before an attestation of grade A is unsure (``before attested``) and dates nothing elsewhere. Here it
        counts, as ``earlier``, until you settle it: a *discovery* (the sentence holds: add an attestation to the
        lexicon), a *false hit* (the words mean something else: add a blocker, or ``since``) or the *document's date*
        (mend it).

        ``same_source`` is True for a phrase that appears ``as attested`` when one of these holds. The lexicon has only
        an upper bound (grade C or D): that was found in collections like this one, and the first of a collection
        agrees with itself. Or ``attested_where`` has all the words of the document's ``source``, ``title`` or id, or
        these have all of its words but numbers.

        In the work reports 514 phrases appear ``as attested``, and 513 of them have ``same_source``: one agreement says
        anything.

        Examples
        --------
        >>> from partyspeak import samples, tag
        >>> table = tag(samples.load(), id="id").attestation(phrases="dual-circulation")
        >>> table[["verdict", "first_date", "attested", "documents_before"]].values.tolist()
        [['later', '2020-09-18', '2020-05-14', 0]]
        """
        picked = self.select(**choices)
        unsure = picked._unsure_mentions(picked._asked)
        return attestation.attestation(
            picked.documents, picked.mentions, unsure, self.texts, self.phrases, first_period, spelled_out
        )

    def uptake(
        self, steps: Sequence[int] = (10, 100), by: str | None = None, **choices: Unpack[Choices]
    ) -> pd.DataFrame:
        """How long from the first mention of each phrase until 10, and until 100, documents had it.

        Parameters
        ----------
        steps : sequence of int
            Numbers of documents, each 1 or more.
        by : str, optional
            A column of the documents: uptake within each of its values.
        **choices
            ``phrases, lang, since, until, where, sure_only, nested``, see :meth:`select`.

        Returns
        -------
        pandas.DataFrame
            One row per phrase and step: the column ``by`` if given (``document_…`` before a name that is among these),
            then ``phrase``, ``step``, ``documents`` (dated ones with the phrase, in all), ``first_date, form``,
            ``reached_date`` (of the step's document; both text, as precise as the documents' dates were), ``doc_id``
            (of that document) and ``days`` (the least number that certainly lies between the two dates). Undated
            documents are not counted. Where the step was not reached, ``reached_date``, ``doc_id`` and ``days`` are
            missing.

        Examples
        --------
        >>> from partyspeak import samples, tag
        >>> table = tag(samples.load(), id="id").uptake([2], phrases="dual-circulation")
        >>> table[["step", "first_date", "reached_date", "days"]].values.tolist()
        [[2, '2020-09-18', '2021-03-25', 188]]
        """
        return uptake.uptake(*self.select(**choices)._frames, steps=steps, by=by)

    def never_used(self, **choices: Unpack[Choices]) -> pd.DataFrame:
        """The phrases looked for that have no mention among those chosen.

        Parameters
        ----------
        **choices
            ``phrases, lang, since, until, where, sure_only, nested``, see :meth:`select`.

        Returns
        -------
        pandas.DataFrame
            ``phrase, zh, en, domain, era, attested``, and ``left_out``: how many mentions the phrase has that the
            choice left out, because they are unsure, nested, in another language or in other documents. Where
            it is 0 the corpus does not have the phrase at all.

        Examples
        --------
        >>> from partyspeak import tag
        >>> tag(["双循环"]).never_used(phrases=["dual-circulation", "new-development-pattern"])["phrase"].tolist()
        ['new-development-pattern']
        """
        if self._asked is None and choices.get("phrases") is None:
            choices["phrases"] = self.phrases["id"].tolist()
        picked = self.select(**choices)
        return unused.never_used(picked.mentions, self._every_mention, self.phrases)

    def scale(self, by: str = "year", cutoffs: Cutoffs = None, **choices: Unpack[Choices]) -> pd.DataFrame:
        """The temperature of each phrase in each period, on Qian Gang's scale of six tiers.

        Parameters
        ----------
        by : {"year", "quarter", "month", "day"} or a column's name
        cutoffs : mapping or sequence, optional
            Your own: least shares by a tier's Chinese or English name, the others staying as in :data:`TIERS`;
            or five shares, from blazing down to tepid. What is used at all is cold at least.
        **choices
            ``phrases, lang, since, until, where, sure_only, nested``, see :meth:`select`.

        Returns
        -------
        pandas.DataFrame
            One row per phrase and period: the period's column (``period``, or the name given), ``phrase, zh, en``,
            ``documents`` (with the phrase, in either language), ``denominator`` (the period's documents),
            ``share`` (of the one in the other), ``tier`` (Chinese, an ordered category from 冷 to 沸), ``tier_en``
            and ``basis``: whose cut-off the phrase passed, ``China Media Project``, ``partyspeak`` or ``given``.
            A phrase that no document of the period uses has share 0 and no tier. In a period of fewer than five
            documents nothing has a tier, and ``basis`` is ``too few documents``.

        Raises
        ------
        PartyspeakError
            For cut-offs that are none, and when no period has five documents.

        References
        ----------
        China Media Project (2018), "Discourse climate report", July; after Qian Gang's reports of 2017.

        Examples
        --------
        >>> import pandas as pd
        >>> from partyspeak import tag
        >>> docs = pd.DataFrame({"date": "2020", "text": ["双循环", "平", "平", "平", "平"]})
        >>> tag(docs).scale()[["period", "share", "tier", "tier_en"]].values.tolist()
        [['2020', 0.2, '沸', 'blazing']]
        """
        picked = self.select(**choices)
        return scale.scale(picked.documents, picked.mentions, self.phrases, by=by, cutoffs=cutoffs)

    def scale_jumps(
        self, by: str = "year", cutoffs: Cutoffs = None, least: int = 1, **choices: Unpack[Choices]
    ) -> pd.DataFrame:
        """The phrases that became hotter or colder from one period to the next.

        Parameters
        ----------
        by : {"year", "quarter", "month", "day"} or a column's name
        cutoffs : mapping or sequence, optional
            Your own: least shares by a tier's Chinese or English name, the others staying as in :data:`TIERS`;
            or five shares, from blazing down to tepid. What is used at all is cold at least.
        least : int
            How many tiers a jump must span; from no use at all to cold is one.
        **choices
            ``phrases, lang, since, until, where, sure_only, nested``, see :meth:`select`.

        Returns
        -------
        pandas.DataFrame
            By period, the widest jumps first: ``phrase, zh, en, from_period, to_period`` (the next one that holds
            five documents or more), ``from_tier, to_tier`` (missing where the phrase was not used), ``steps`` (above 0:
            hotter), ``from_share, to_share``. Undated documents take no part.

        Examples
        --------
        >>> import pandas as pd
        >>> from partyspeak import tag
        >>> docs = pd.DataFrame({"date": ["2018"] * 5 + ["2020"] * 5, "text": ["平"] * 5 + ["双循环"] * 5})
        >>> tag(docs).scale_jumps(least=6)[["from_period", "to_period", "steps"]].values.tolist()
        [['2018', '2020', 6]]
        """
        picked = self.select(**choices)
        return scale.scale_jumps(
            scale.scale(picked.documents, picked.mentions, self.phrases, by=by, cutoffs=cutoffs), least
        )

    def keyness(
        self,
        target: Where | Hashable,
        reference: Where | Hashable = None,
        of: str = "mentions",
        **choices: Unpack[Choices],
    ) -> pd.DataFrame:
        """The phrases typical of one group of documents against another, with their significance.

        Parameters
        ----------
        target : document id, str, callable or mask
            The group in question: a document's id, or whatever ``where`` may be.
        reference : document id, str, callable or mask, optional
            The other group; all other documents when left out.
        of : {"mentions", "documents"}
            What is counted: mentions, against the Chinese characters or English words of the group; or
            documents with the phrase, against all of the group, which no single document can change much.
        **choices
            ``phrases, lang, since, until, where, sure_only, nested``, see :meth:`select`.

        Returns
        -------
        pandas.DataFrame
            One row per phrase and language, the most typical of the target first and the most typical of the
            reference last: ``phrase, zh, en, lang``; ``target_mentions, reference_mentions, target_documents,
            reference_documents``; ``target_size, reference_size, unit`` (the denominators); ``target_rate,
            reference_rate`` (per million characters or words, or shares of documents); ``g2`` (Dunning's
            log-likelihood ratio, by which the rows are sorted); ``p`` (the chance that a random division of the same
            documents sets the rates as far apart, see :func:`partyspeak.analysis.permutation.permutation_p`), ``q``
            (among all rows: of those below 0.05, some 5 in 100 are there by chance; missing for mentions where the
            smaller group has less than a sixth of what was divided) and ``p_unit`` (what was divided, ``documents`` or
            ``paragraphs``); ``log_ratio`` (by how many doublings the target's rate is the
            higher; a count of 0 is taken for 0.5) and ``diff_percent`` (by how many per cent, infinite where the
            reference has none). Where a group has no text in the language, the measures are missing.

        Notes
        -----
        Where a group has fewer than five documents, their paragraphs are divided instead. A small ``p`` then says
        that these very texts differ by more than where a phrase happens to cluster; it does not say that other
        documents of the same kind would. Without the texts, and with ``of="documents"``, ``p`` is missing there.

        Where one group is much smaller than the other, mentions that cluster in few documents make very small values of
        ``p`` too frequent: with 5 of 57 reports against the others, 12 % of random tables had a row with q below 0.05,
        and with 20 of 2,000 simulated documents 95 %. ``q`` is therefore missing where the smaller group has less than
        a sixth of the documents (or paragraphs). Make the groups more even with ``where=``, or use ``of="documents"``,
        whose ``q`` holds for uneven groups too.

        ``p`` was compared with the truth on the 57 work reports, divided at random so that nothing is to be found: a
        share of 0.01 to 0.05 of the phrases has p < 0.05 (the test by G², which takes mentions for independent, gave
        0.15). See ``tests/test_calibration.py``.

        References
        ----------
        Ted Dunning (1993), Computational Linguistics 19; Andrew Hardie (2014), "Log Ratio: an informal
        introduction"; Costas Gabrielatos and Anna Marchi (2011) for %DIFF; Yoav Benjamini and Yosef Hochberg
        (1995), Journal of the Royal Statistical Society B 57.

        Examples
        --------
        >>> from partyspeak import between, samples, tag
        >>> table = tag(samples.load(), id="id").keyness(between("2012"), of="documents")
        >>> bool(table.loc[table["phrase"] == "four-modernizations", "reference_documents"].max() > 0)
        True
        """
        picked, sides = self._contrast(target, reference, choices)
        return keyness.keyness(
            picked.documents, picked.mentions, self.phrases, sides[0], sides[1], of=of, texts=self.places
        )

    def compare(
        self,
        before: Where | Hashable,
        after: Where | Hashable,
        factor: float = 1.5,
        shift: float = 0.1,
        **choices: Unpack[Choices],
    ) -> pd.DataFrame:
        """What is new, dropped, more or less frequent, earlier or later, or worded differently between two groups.

        :meth:`reordered` gives what changed its order.

        Parameters
        ----------
        before, after : document id, str, callable or mask
            The two sides: a document's id, or whatever ``where`` may be.
        factor : float
            Above 1: how many times the other side's rate makes a phrase ``up`` or ``down``.
        shift : float
            What part of a document's length makes a phrase ``earlier`` or ``later``.
        **choices
            ``phrases, lang, since, until, where, sure_only, nested``, see :meth:`select`.

        Returns
        -------
        pandas.DataFrame
            One row per phrase and language, by ``change``, then the most used first: ``phrase, zh, en, lang``;
            ``change`` (``new``, ``up``, ``kept``, ``down`` or ``dropped``; missing where a phrase asked for is
            in neither, or a side has no text in the language); ``mentions_before, mentions_after``;
            ``unsure_before, unsure_after`` (unsure mentions: a phrase is not new or gone for certain where the
            side without it has some; 0 where none are given); ``rate_before, rate_after`` (per million of
            ``unit``, Chinese characters or English words) with ``size_before, size_after`` (how many of these);
            ``place_before, place_after`` (where it first occurs, 0 the document's beginning and 1 its end, the
            mean over the documents that have it; missing without the texts); ``moved`` (``earlier``, ``later`` or
            ``same``, for what both sides have); ``forms_before, forms_after`` (the wordings, the most used first,
            between semicolons) and ``wording_changed`` (each side has a wording that the other has not, neither
            as a part of a longer one nor with a part left out; a list of a formula's members is no wording).

        Examples
        --------
        >>> from partyspeak import tag
        >>> table = tag(["双循环，新发展格局", "加快构建新发展格局"]).compare(0, 1)
        >>> table[["phrase", "change", "place_before", "place_after"]].values.tolist()
        [['new-development-pattern', 'kept', 0.4444444444444444, 0.0], ['dual-circulation', 'dropped', 0.0, nan]]
        """
        picked, sides = self._contrast(before, after, choices)
        unsure = picked._unsure_mentions()
        return compare.compare(
            picked.documents, picked.mentions, self.places, self.phrases, sides[0], sides[1], factor, shift, unsure
        )

    def reordered(self, before: Where | Hashable, after: Where | Hashable, **choices: Unpack[Choices]) -> pd.DataFrame:
        """Pairs of phrases that are enumerated in one order before and in the other after.

        Parameters
        ----------
        before, after : document id, str, callable or mask
            The two sides: a document's id, or whatever ``where`` may be.
        **choices
            ``phrases, lang, since, until, where, sure_only, nested``, see :meth:`select`.

        Returns
        -------
        pandas.DataFrame
            One row per pair that stands, on each side, more often in one order than in the other, and not in the
            same one: ``first_before`` and ``first_after`` (the phrase that came first on that side, and so the
            second on the other); ``times_before, times_after`` (enumerations in that side's order) and
            ``contrary_before, contrary_after`` (in the other order); ``doc_before, text_before, doc_after,
            text_after`` (the first enumeration in the side's order, as it is). Sorted by the phrases.

        Raises
        ------
        PartyspeakError
            When the texts were not saved, or the sides make no contrast.

        Examples
        --------
        >>> from partyspeak import tag
        >>> table = tag(["双循环、新发展格局", "新发展格局和双循环"]).reordered(0, 1)
        >>> table[["first_before", "first_after"]].values.tolist()
        [['dual-circulation', 'new-development-pattern']]
        """
        picked, sides = self._contrast(before, after, choices)
        return enumerations.reordered(picked.documents, picked.mentions, self.places, sides[0], sides[1])

    def renderings(
        self, by: str = "year", wordings: Sequence[str] | None = None, **choices: Unpack[Choices]
    ) -> pd.DataFrame:
        """Which form of each phrase is used in which period, or by whom.

        Parameters
        ----------
        by : {"year", "quarter", "month", "day"} or a column's name
            When, or by whom.
        wordings : sequence of str, optional
            Distinguish forms only by which of these they hold (the first that fits, capitals or not):
            ``["common destiny", "shared future"]``, or ``["习近平"]`` for with and without. A phrase none of
            whose forms holds any of them is left out.
        **choices
            ``phrases, lang, since, until, where, sure_only, nested``, see :meth:`select`.

        Returns
        -------
        pandas.DataFrame
            One row per period, phrase, language and form, for every form that is used at all: the period's
            column (``period``, or the name given), ``phrase, lang, form, mentions, documents`` (with the form),
            ``share`` (of the phrase's mentions in that language and period) and ``denominator`` (how many
            these are). With no such mention there is no share. Undated documents are counted in rows whose
            period is missing.

        Examples
        --------
        >>> from partyspeak import samples, tag
        >>> table = tag(samples.load(), id="id").renderings(phrases="dual-circulation", lang="zh")
        >>> table.loc[table["mentions"] > 0, ["period", "form", "share"]].values.tolist()
        [['2020', '双循环', 0.5], ['2020', '国内国际双循环相互促进', 0.5]]
        """
        return renderings.renderings(*self.select(**choices)._frames, by, wordings)

    def overtakings(
        self, by: str = "year", wordings: Sequence[str] | None = None, least: int = 1, **choices: Unpack[Choices]
    ) -> pd.DataFrame:
        """When one form of a phrase overtook another.

        Parameters
        ----------
        by : {"year", "quarter", "month", "day"}
        wordings : sequence of str, optional
            As for :func:`renderings`.
        least : int
            Leave out forms with fewer mentions in all.
        **choices
            ``phrases, lang, since, until, where, sure_only, nested``, see :meth:`select`.

        Returns
        -------
        pandas.DataFrame
            One row per overtaking, by phrase, language and period: ``phrase, lang, overtaken, overtaking``;
            ``led_until`` (the last period in which the one form had more mentions) and ``period`` (the first
            after it in which the other had); ``mentions_overtaken, mentions_overtaking`` (in ``period``) and
            ``for_good`` (in no later period did the first have more again). Periods in which both have as
            many say nothing. Undated documents take no part.

        Examples
        --------
        >>> import pandas as pd
        >>> from partyspeak import tag
        >>> texts = ["we must advance with the times", "we must keep pace with the times"]
        >>> tagged = tag(pd.DataFrame({"date": ["2002", "2007"], "text": texts}))
        >>> table = tagged.overtakings(wordings=["advance", "keep pace"], phrases="advance-with-the-times")
        >>> table[["overtaken", "overtaking", "led_until", "period"]].values.tolist()
        [['advance', 'keep pace', '2002', '2007']]
        """
        return renderings.overtakings(*self.select(**choices)._frames, by, wordings, least)

    def shortenings(self, **choices: Unpack[Choices]) -> pd.DataFrame:
        """Pairs of forms of a phrase where one is a shortening of the other.

        Parameters
        ----------
        **choices
            ``phrases, lang, since, until, where, sure_only, nested``, see :meth:`select`.

        Returns
        -------
        pandas.DataFrame
            By phrase and language: ``phrase, lang, long, short, part`` (what the short form leaves out, in one
            piece: characters in Chinese, words in English); ``long_mentions, short_mentions, short_share`` (of
            the two together); ``long_first, long_last, short_first, short_last`` (dates of first and last use, as
            precise as the documents').

        Examples
        --------
        >>> from partyspeak import tag
        >>> table = tag(["艰苦奋斗精神", "艰苦奋斗"]).shortenings(phrases="arduous-struggle")
        >>> table[["long", "short", "part"]].values.tolist()
        [['艰苦奋斗精神', '艰苦奋斗', '精神']]
        """
        return renderings.shortenings(*self.select(**choices)._frames)

    def standing(self, **choices: Unpack[Choices]) -> pd.DataFrame:
        """How often each phrase occurs on its own, and how often inside which longer phrase.

        Parameters
        ----------
        **choices
            ``phrases, lang, since, until, where, sure_only, nested``, see :meth:`select`.

        Returns
        -------
        pandas.DataFrame
            One row per phrase, language and place, free ones first, then the most frequent: ``phrase, zh, en, lang``;
            ``inside`` (the id of the longer phrase; missing in the row of free mentions, which is always there),
            ``inside_zh, inside_en``; ``mentions``; ``share`` (of all mentions of the phrase in the language) and
            ``denominator`` (how many these are). Where several longer phrases lie one in the other, the longest is
            meant, which itself occurs on its own; so the rows of a phrase add up to its mentions.

        Examples
        --------
        >>> from partyspeak import tag
        >>> tagged = tag(["建设中国特色社会主义", "新时代中国特色社会主义思想"])
        >>> table = tagged.standing(phrases="socialism-with-chinese-characteristics")
        >>> table[["inside", "mentions", "share"]].values.tolist()
        [[<NA>, 1, 0.5], ['xi-jinping-thought', 1, 0.5]]
        """
        picked = self.select(**choices)
        return standing.standing(picked.documents, picked.mentions, self._every_mention, self.phrases)

    def lifecycle(
        self, by: str = "year", recent: int = 2, gap: int = 2, factor: float = 1.5, **choices: Unpack[Choices]
    ) -> pd.DataFrame:
        """First use, peak, last use and present state of each phrase.

        Parameters
        ----------
        by : {"year", "quarter", "month", "day"}
            The step of the count. Only periods that hold documents are looked at.
        recent : int
            How many periods, up to the corpus's last, are the present.
        gap : int
            How many periods in a row without a mention make a gap.
        factor : float
            Above 1: how many times its earlier share a phrase must have, to be rising.
        **choices
            ``phrases, lang, since, until, where, sure_only, nested``, see :meth:`select`.

        Returns
        -------
        pandas.DataFrame
            One row per phrase: ``phrase, zh, en``; ``documents`` (dated ones that use it); ``first_date`` and ``form``
            (of a dating form, and which); ``last_date`` (text, as precise as the documents' dates); ``peak_period`` and
            ``peak_share`` (the first period with the greatest share of documents); ``half_life`` (calendar periods from
            the peak to the
            first period with at most half its share; missing where that never came); ``months_since_last``
            (whole months that certainly lie between the last use and the corpus's last document); ``gaps`` (how
            many between first and last use) and ``longest_gap`` (in periods that hold documents, however
            short); ``earlier_share`` (of the documents from the first use to the present), ``recent_share`` (of
            the present's) and ``status``, by the first rule that fits:

            ========  ================================================================================
            gone      no use in the present
            new       the first use lies in the present
            returned  a gap lies just before the first use in the present
            rising    ``recent_share`` is at least ``factor`` times ``earlier_share``
            fading    ``earlier_share`` is at least ``factor`` times ``recent_share``
            steady    none of these
            ========  ================================================================================

            A corpus of no more periods than ``recent`` has no past, and a phrase without a dated document no
            life: their status is missing.

        Examples
        --------
        >>> from partyspeak import samples, tag
        >>> table = tag(samples.load(), id="id").lifecycle(phrases="dual-circulation")
        >>> table[["first_date", "peak_period", "last_date", "status"]].values.tolist()
        [['2020-09-18', '2020', '2021-03-25', 'fading']]
        """
        picked = self.select(**choices)
        return lifecycle.lifecycle(
            picked.documents, picked.mentions, self.phrases, by=by, recent=recent, gap=gap, factor=factor
        )

    def change_points(self, by: str = "year", least: int = 2, **choices: Unpack[Choices]) -> pd.DataFrame:
        """The period in which the use of each phrase changed level; needs ``pip install '.[analysis]'``.

        Parameters
        ----------
        by : {"year", "quarter", "month", "day"}
            Only periods that hold documents are looked at, each with the same weight.
        least : int
            How many periods there must be on either side.
        **choices
            ``phrases, lang, since, until, where, sure_only, nested``, see :meth:`select`.

        Returns
        -------
        pandas.DataFrame
            One row per phrase: ``phrase, zh, en``, ``period`` (the first of the new level), ``share_before`` and
            ``share_after`` (means of the shares of documents on either side) and ``explained`` (0 to 1: the part of
            the series' variance that two levels leave behind them). A best place is found in any series, so a low
            ``explained`` means that there was no change of level. Where the share never changes, or there are
            fewer than twice ``least`` periods, all four are missing.

        Raises
        ------
        PartyspeakError
            When the package ruptures is not installed.

        Notes
        -----
        ``explained`` is no probability, and a best place explains much of pure noise too. Compare it with that of the
        same shares in another order before you call it a change.

        References
        ----------
        Charles Truong, Laurent Oudre and Nicolas Vayatis (2020), "Selective review of offline change point
        detection methods", Signal Processing 167; their package ruptures finds the split of least squares.

        Examples
        --------
        >>> from partyspeak import samples, tag
        >>> table = tag(samples.load(), id="id").change_points(phrases="dual-circulation")
        >>> table["period"].tolist()
        ['2020']
        """
        picked = self.select(**choices)
        return change_points.change_points(picked.documents, picked.mentions, self.phrases, by=by, least=least)

    def dropped(self, before: Where | Hashable, after: Where | Hashable, **choices: Unpack[Choices]) -> pd.DataFrame:
        """Phrases used in the documents of ``before`` and absent from those of ``after``.

        Parameters
        ----------
        before, after : document id, str, callable or mask
            The two groups: a document's id, or whatever ``where`` may be.
        **choices
            ``phrases, lang, since, until, where, sure_only, nested``, see :meth:`select`.

        Returns
        -------
        pandas.DataFrame
            The phrases with a mention in ``before`` and none in ``after``, the most used first: ``phrase, zh, en``,
            ``mentions_before``, ``documents_before``, ``of_before`` and ``of_after`` (all documents of each group),
            ``last_date`` (of its last document in ``before``), ``chance`` (how often a phrase that was used as
            often and as recently was absent from the same number of later documents of this corpus, see
            :func:`partyspeak.analysis.absence.absence_chances`): where it is large, an absence says little; and
            ``unsure_after`` (unsure mentions in ``after``: a phrase is not gone for certain where it has some; 0 where
            none are given). ``chance`` is missing where ``before`` is not wholly earlier than ``after``, and where the
            corpus has too few documents before ``after`` to learn from.

        Notes
        -----
        ``chance`` was compared with what happened in the work reports: for each from 1995 on, it was computed for all
        phrases of the report and then looked up in the next. Of 5,270 phrases a third were absent; in each tenth of
        the scale the share that was absent lies within 0.07 of ``chance``. See ``tests/test_calibration.py``.

        Examples
        --------
        >>> from partyspeak import between, samples, tag
        >>> table = tag(samples.load(), id="id").dropped(between(last="2002"), between("2012"))
        >>> "four-modernizations" in table["phrase"].tolist()
        True
        """
        picked, sides = self._contrast(before, after, choices)
        unsure = picked._unsure_mentions()
        history = self.select(**choices)._of_all_phrases()._frames
        return lifecycle.dropped(*picked._frames, self.phrases, sides[0], sides[1], unsure, history)

    def cooccurrence(self, within: str | int = "document", least: int = 1, **choices: Unpack[Choices]) -> pd.DataFrame:
        """Pairs of phrases that occur together, with measures of association; an edge list for networks.

        Parameters
        ----------
        within : {"document", "paragraph", "sentence"} or int
            What a pair must share (see :func:`partyspeak.text.passages.passage_ends`); or how many
            characters may lie between the two.
        least : int
            Leave out pairs with a lower count; 0 gives every pair of the phrases, those that never meet too.
        **choices
            ``phrases, lang, since, until, where, sure_only, nested``, see :meth:`select`.

        Returns
        -------
        pandas.DataFrame
            One row per pair, the most surely attracted first and the most surely apart last; a list of edges, as
            network packages read it: ``source, target`` (phrase ids, in alphabetical order); ``count`` (passages
            with both; of a number of characters, the mentions of the rarer phrase that have the other that
            near); ``expected`` (the number that chance would give); ``log_likelihood`` (G², how far the
            two differ); ``npmi`` (−1 never together, 0 as by chance, 1 never apart; missing where every passage
            has both); ``source_count, target_count`` (passages with each, or mentions), ``total`` and
            ``unit`` (of all documents, paragraphs or sentences, those without a mention too; or characters).

        Raises
        ------
        PartyspeakError
            When ``within`` is not known, or the texts are needed and were not saved.

        Notes
        -----
        Within a number of characters, chance is computed after Evert: a mention of the other phrase reaches over that
        many characters on either side, all its mentions together cover a part of the corpus, and the rarer
        one's mentions fall in that part in proportion.

        ``expected`` was compared with phrases that fall at random places: the pairs found are 0.96 to 1.01 times as
        many (``tests/test_calibration.py``). Phrases of one chapter are never at random places, so that nearly every
        pair of a real corpus exceeds it: ``log_likelihood`` and ``npmi`` rank pairs, and are no tests.

        References
        ----------
        Ted Dunning (1993), Computational Linguistics 19, for G²; Gerlof Bouma (2009), "Normalized (pointwise)
        mutual information in collocation extraction", for NPMI; Stefan Evert (2008), "Corpora and
        collocations", in Corpus Linguistics: an international handbook, for windows ("surface cooccurrence").

        Examples
        --------
        >>> from partyspeak import tag
        >>> table = tag(["双循环。新发展格局", "双循环", "没有"]).cooccurrence()
        >>> table[["source", "target", "count", "expected", "total"]].values.tolist()
        [['dual-circulation', 'new-development-pattern', 1, 0.6666666666666666, 3]]
        """
        picked = self.select(**free_standing(self, choices))
        return cooccurrence.cooccurrence(picked.documents, picked.mentions, self.places, within, least)

    def enumerations(self, least: int = 2, **choices: Unpack[Choices]) -> pd.DataFrame:
        """Phrases that occur in a row, in their order; :meth:`reordered` gives what changed.

        Parameters
        ----------
        least : int
            The least number of members.
        **choices
            ``phrases, lang, since, until, where, sure_only, nested``, see :meth:`select`.

        Returns
        -------
        pandas.DataFrame
            One row per enumeration, in document order, then by place: ``doc_id, date, start`` (where it begins),
            ``members`` (how many), ``phrases`` (their ids, in order, between semicolons) and ``text`` (as it
            is there).

        Raises
        ------
        PartyspeakError
            When ``least`` is below 2, or the texts were not saved.

        Examples
        --------
        >>> from partyspeak import tag
        >>> tag(["加快双循环、乡村振兴和新发展格局"]).enumerations()[["members", "phrases"]].values.tolist()
        [[3, 'dual-circulation; rural-revitalization; new-development-pattern']]
        """
        picked = self.select(**choices)
        return enumerations.enumerated(picked.documents, picked.mentions, self.places, least)

    def concordance(
        self, width: int | None = None, sort: str = "document", sample: int | None = None, **choices: Unpack[Choices]
    ) -> Concordance:
        """Every mention in the words around it, as lines to read, and as a table in ``.table``.

        ``.save("lines.csv")`` writes the table.

        Parameters
        ----------
        width : int, optional
            Characters to each side; 20 for Chinese and 60 for English mentions when left out.
        sort : {"document", "date", "left", "right"}
            See :func:`in_order`.
        sample : int, optional
            At most this many lines, drawn at random, the same ones each time.
        **choices
            ``phrases, lang, since, until, where, sure_only, nested``, see :meth:`select`.

        Returns
        -------
        pandas.DataFrame
            One row per mention: ``doc_id, date`` (text, as precise as the document's date was), ``phrase, zh, en,
            lang, left, text, right`` (the context on one line), ``form, start, end, sure, nested`` (and
            ``zone``, where the mentions have it).

        Raises
        ------
        PartyspeakError
            When the texts were not saved, or a choice makes no sense.

        Examples
        --------
        >>> from partyspeak import tag
        >>> lines = tag(["加快构建双循环", "打通双循环堵点"]).concordance(sort="left")
        >>> lines.table[["left", "text", "right"]].values.tolist()
        [['加快构建', '双循环', ''], ['打通', '双循环', '堵点']]
        """
        picked = self.select(**choices)
        texts = self._need_words("contexts")
        return Concordance(
            kwic.concordance(picked.documents, picked.mentions, texts, self.phrases, width, sort, sample)
        )

    def discover(
        self,
        lang: str | None = None,
        since: str | None = None,
        *,
        least: int = 3,
        n: int | None = 200,
        source: str | None = None,
        judged: str | Path | None = None,
        progress: Callable[[int], object] | None = None,
    ) -> Candidates:
        """Candidate set phrases that the lexicon lacks, the most likely first.

        ``judged`` names a file of verdicts, and what was judged is left out
        (:func:`partyspeak.analysis.discovery.read_judged`); Chinese word edges are judged by pkuseg where its model is
        installed and the corpus was tagged with it, else by the dictionary. The rest, and the columns, are
        those of :func:`partyspeak.analysis.discovery.discover`; ``.to_toml()`` of the answer gives draft entries.

        Examples
        --------
        >>> import pandas as pd
        >>> from partyspeak import tag
        >>> old = ["修好村里的道路。", "种好田里的庄稼。", "清理街边的水沟。"]
        >>> new = ["弘扬云海精神，修路。", "学习“云海精神”。", "云海精神放光芒。"]
        >>> docs = pd.DataFrame({"date": ["2010", "2011", "2012", "2013", "2014", "2015"], "text": old + new})
        >>> tag(docs).discover()[["candidate", "first_date", "documents", "curve"]].values.tolist()
        [['云海精神', '2013', 3, '2013:1 2014:1 2015:1']]
        """
        from partyspeak.analysis.discovery import (  # only here, since few ask and it takes long to import
            discover,
            read_judged,
        )

        edges = "pkuseg" if self.settings.get("edges") == "pkuseg" and segmenter.is_installed() else "dictionary"
        return discover(
            self.documents,
            self.mentions,
            self.phrases,
            self._need_words("candidates"),
            lang,
            since,
            least,
            n,
            source,
            None if judged is None else read_judged(judged),
            "pkuseg" if edges == "pkuseg" else "dictionary",
            progress,
        )

    def dispersion(self, by: str = "document", **choices: Unpack[Choices]) -> pd.DataFrame:
        """How evenly each phrase is spread: Juilland's D and Gries' DP over documents, periods or a column.

        Parameters
        ----------
        by : {"document", "year", "quarter", "month", "day"} or a column's name
            What is a part. Documents that are in none (dated too coarsely, or with no value in the column) are
            left out, and their mentions too.
        **choices
            ``phrases, lang, since, until, where, sure_only, nested``, see :meth:`select`.

        Returns
        -------
        pandas.DataFrame
            One row per phrase and language: ``phrase, zh, en, lang, mentions``; ``range`` (parts with the phrase),
            ``parts`` (with any text in the language) and ``size`` (of all these) in ``unit`` (Chinese characters
            or English words); ``juillands_d`` (1 where the phrase has one rate in all parts, 0 where it occurs in
            one only; of rates, since parts differ in size; missing where there is one part); ``dp`` (Gries'
            deviation of proportions: what share of the mentions would have to move to be spread as the text is,
            0 where none) and ``dp_norm`` (the same, so that 1 is reached whatever the sizes of the parts). A
            phrase without a mention has no measures.

        References
        ----------
        Alphonse Juilland and others (1970), Frequency dictionary of French words, for D; Stefan Th. Gries (2008),
        "Dispersions and adjusted frequencies in corpora", International Journal of Corpus Linguistics 13, for
        DP; Jefrey Lijffijt and Stefan Th. Gries (2012), in the same journal, 17, for its normal form.

        Examples
        --------
        >>> from partyspeak import tag
        >>> table = tag(["双循环", "双循环", "没有了", "没有了"]).dispersion()
        >>> table[["range", "parts", "dp"]].values.tolist()
        [[2.0, 4.0, 0.5]]
        """
        picked = self.select(**choices)
        return dispersion.dispersion(picked.documents, picked.mentions, self.phrases, by)

    def positions(self, **choices: Unpack[Choices]) -> pd.DataFrame:
        """Where each mention occurs in its document and in the corpus, for a dispersion plot.

        Parameters
        ----------
        **choices
            ``phrases, lang, since, until, where, sure_only, nested``, see :meth:`select`.

        Returns
        -------
        pandas.DataFrame
            One row per mention, by place in the corpus: ``phrase, lang, text, doc_id, date`` (text, as precise as
            the document's date was), ``document`` (its number, 1 the earliest; undated ones last), ``start``,
            ``length`` (of the document, in characters), ``place`` (in it, 0 its beginning and below 1) and
            ``corpus_place`` (among all characters of all documents chosen, one after the other by date,
            likewise).

        Raises
        ------
        PartyspeakError
            When the texts were not saved.

        Examples
        --------
        >>> from partyspeak import tag
        >>> tag(["加快构建双循环"]).positions()[["start", "place"]].values.tolist()
        [[4.0, 0.5714285714285714]]
        """
        return dispersion.positions(*self.select(**choices)._frames, self.places)

    def adoptions(self, over: str, **choices: Unpack[Choices]) -> pd.DataFrame:
        """When each outlet, province or speaker first used each phrase, and how long after the very first use.

        Parameters
        ----------
        over : str
            A column of the documents, whose values are the users. Undated documents, and those without a value,
            are left out.
        **choices
            ``phrases, lang, since, until, where, sure_only, nested``, see :meth:`select`.

        Returns
        -------
        pandas.DataFrame
            One row per phrase and user that used it, by phrase, then by date: ``phrase``; the column ``over``;
            ``rank`` (1 the first; users that cannot be distinguished by date share one), ``first_date`` (text, as
            precise as the document's date was), ``form`` (the wording), ``doc_id`` (of that document), ``days`` (the
            least number that certainly lies between the first use of all, in whichever document that is, and this one),
            ``documents``
            (the user's dated ones with the phrase) and ``present_since`` (the date of the user's first document of
            all: a user that came into the corpus late could not be first).

        Raises
        ------
        PartyspeakError
            When there is no such column, or it has the name of one above.

        Examples
        --------
        >>> from partyspeak import samples, tag
        >>> table = tag(samples.load(), id="id").adoptions("written_in", phrases="dual-circulation")
        >>> table[["written_in", "rank", "first_date", "days"]].values.tolist()
        [['zh', 1, '2020-09-18', 0], ['en', 2, '2021-03-25', 188]]
        """
        return diffusion.adoptions(*self.select(**choices)._frames, over)

    def diffusion(self, over: str, steps: Sequence[int] = (30, 90, 365), **choices: Unpack[Choices]) -> pd.DataFrame:
        """Who used each phrase first, and how many had used it after 30, 90 and 365 days.

        Parameters
        ----------
        over : str
            As in :func:`adoptions`.
        steps : sequence of int
            Numbers of days, each 0 or more.
        **choices
            ``phrases, lang, since, until, where, sure_only, nested``, see :meth:`select`.

        Returns
        -------
        pandas.DataFrame
            One row per phrase and step: ``phrase, first_date`` (text), ``form``, ``first_by`` (who used it first;
            several, between semicolons, that the dates cannot distinguish), ``step``, ``users`` (how many had used it
            by
            then, the first included; a date of a year or month counts from its first possible day), ``denominator``
            (users with a dated document), ``share`` (of the one in the other) and ``complete`` (the corpus goes on
            for that many days after the first use; if not, more may have followed than it shows).

        Raises
        ------
        PartyspeakError
            When there is no such column, or a step is below 0.

        References
        ----------
        Everett M. Rogers (1962), Diffusion of innovations, for adopters counted over time.

        Examples
        --------
        >>> from partyspeak import samples, tag
        >>> table = tag(samples.load(), id="id").diffusion("written_in", phrases="dual-circulation")
        >>> table[["first_by", "step", "users", "denominator"]].values.tolist()
        [['zh', 30, 1, 2], ['zh', 90, 1, 2], ['zh', 365, 2, 2]]
        """
        return diffusion.diffusion(*self.select(**choices)._frames, over, steps)

    def mark_reprints(self, least: float = 0.8) -> TaggedCorpus:
        """The same corpus, with the columns ``reprint``, ``reprint_of`` and ``similarity`` in its documents.

        Every question can then count a story once, with ``where="not reprint"``. See
        :func:`partyspeak.analysis.reprints.reprints`.

        Parameters
        ----------
        least : float
            The least similarity, from 0.1 to 1.

        Examples
        --------
        >>> from partyspeak import tag
        >>> tagged = tag(["加快构建双循环新发展格局", "加快构建雙循環 新发展格局", "别的话"]).mark_reprints()
        >>> tagged.documents["reprint"].tolist()
        [False, True, False]
        >>> int(tagged.frequency(where="not reprint", phrases="dual-circulation")["mentions"].sum())
        1
        """
        marks = reprints.reprints(self.documents, self._need_words("reprints"), least)
        marked = copy.copy(self)
        marked.documents = self.documents.drop(columns=marks.columns, errors="ignore").join(marks)
        return marked

    def report(
        self,
        path: str | Path,
        language: Literal["en", "zh"] = "en",
        title: str | None = None,
        by: str | None = None,
        most: int = 2000,
        lexicon: Lexicon | None = None,
        notes: Sequence[str] = (),
        **choices: Unpack[Choices],
    ) -> Path:
        """Write one page on this corpus, for readers who do not use Python.

        The page is a single file that needs no network: what was read, first appearances in context, use over time,
        changes of temperature, new and fading phrases, wording, what to check, and how every number was made. Its
        tables can be sorted and searched.

        Parameters
        ----------
        path : str or Path
            The file to write.
        language : {"en", "zh"}
            Of the page's own text at first; a button in the page changes it.
        title : str, optional
        by : {"year", "month", "day"}, optional
            The period that use is counted by; what fits the corpus when left out.
        most : int
            How many rows the table of first appearances may have; the other tables have a tenth of it. The page says
            how many more there are, and which call gives them.
        lexicon : Lexicon, optional
            The one that the corpus was tagged with, which shows why a mention is unsure; the curated one when left
            out, if it is the same.
        notes : sequence of str
            What else the reader should know, such as warnings from reading the documents.
        **choices
            ``phrases, lang, since, until, where, sure_only, nested``, see :meth:`select`.

        Returns
        -------
        Path
            The file written.

        Raises
        ------
        PartyspeakError
            For a choice that is not known.
        SourceError
            When the file cannot be written.

        Examples
        --------
        >>> import tempfile
        >>> from partyspeak import samples, tag
        >>> path = tag(samples.load(), id="id").report(Path(tempfile.mkdtemp()) / "report.html", phrases="new-era")
        >>> path.name
        'report.html'
        """
        return VIEWS["report"](self, path, language, title, by, most, lexicon, notes, **choices)

    def __repr__(self) -> str:
        return (
            f"<TaggedCorpus: {len(self.documents):,} documents, {len(self.mentions):,} mentions of "
            f"{self.mentions['phrase'].nunique():,} phrases; lexicon {self.settings['lexicon']}>"
        )


def free_standing(corpus: TaggedCorpus, choices: Choices) -> Choices:
    """The choices for a question about free-standing mentions, unless nested ones were asked for."""
    return choices if corpus.selected.nested is not None else {"nested": False, **choices}


def names_of(phrases: pd.DataFrame, settings: dict[str, str], mentions: pd.DataFrame | None = None) -> PhraseNames:
    """The names of phrases: from the curated lexicon if it has the forms that were looked for, else from the corpus.

    Parameters
    ----------
    phrases : pandas.DataFrame
        ``id, zh, en``, as in ``tagged.phrases``.
    settings : dict
        Those of the corpus, with the fingerprint of its lexicon.
    mentions : pandas.DataFrame, optional
        For the forms that were found.
    """
    if settings.get("fingerprint") == Lexicon.default().fingerprint:
        return Lexicon.default().names
    columns = phrases[["id", "zh", "en"]].astype(object).fillna("")
    names = {id: [zh, en] for id, zh, en in columns.itertuples(index=False)}
    if mentions is not None:
        for id, form in mentions[["phrase", "form"]].drop_duplicates().astype(str).itertuples(index=False):
            names.setdefault(id, ["", ""]).append(form)
    return PhraseNames(names)
