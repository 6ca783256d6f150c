"""Tagged documents: the two frames, the settings, and the questions that can be asked of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from partyspeak.analysis.outlines import outlines
from partyspeak.corpus import parquet
from partyspeak.corpus.marks import Marks
from partyspeak.corpus.parquet import Frames
from partyspeak.corpus.questions import Questions
from partyspeak.corpus.views import VIEWS

if TYPE_CHECKING:
    from partyspeak.display.charts import Charts

__all__ = ["TaggedCorpus"]


class TaggedCorpus(Questions, Marks):
    """Documents and their mentions, with the settings that made them, and the questions to them.

    Attributes
    ----------
    documents : pandas.DataFrame
        One row a document: ``doc_id, date, date_precision, date_from, lang, zh_chars, en_words``, then
        every other column that came in, but not the text. ``lang`` is missing where nothing of a document is text
        (:mod:`partyspeak.text.garbled`); such a document is in no denominator.
    mentions : pandas.DataFrame
        One row a mention, in document order, then by place: ``doc_id, date, date_precision, phrase,
        form, lang, start, end, text, sure, nested`` (and ``reason``, when refused hits were asked for; and ``zone``,
        ``title`` or ``body``, when the documents have a column ``title``: a title counts where it stands at the
        head of the text, see :func:`partyspeak.with_titles`).
    phrases : pandas.DataFrame
        The lexicon's ``id, zh, en, domain, era, attested, attested_at_latest, attested_where`` for every phrase
        looked for; a column that you add can be counted by, as ``domain`` and ``era`` can.
    settings : dict
        Package version, lexicon version, edges and engine.
    texts : pandas.Series or None
        The texts by ``doc_id``; None when they were not saved.
    outlines : pandas.Series or None
        The texts without their words, by ``doc_id``, where a corpus was saved so; see :meth:`to_parquet`.
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
    ) -> None:
        self.documents = documents
        self.mentions = mentions
        self.phrases = phrases
        self.settings = settings
        self.texts = texts
        self.outlines = outlines

    def to_parquet(self, folder: str | Path, texts: bool | Literal["outlines"] = True) -> None:
        """Save the corpus in a folder; :func:`read_parquet` gives it back equal.

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

    def report(self, path: str | Path, *given: Any, **choices: Any) -> Path:
        """Write one page on this corpus; see :func:`partyspeak.display.report.report`."""
        return VIEWS["report"](self, path, *given, **choices)

    def __repr__(self) -> str:
        return (
            f"<TaggedCorpus: {len(self.documents):,} documents, {len(self.mentions):,} mentions of "
            f"{self.mentions['phrase'].nunique():,} phrases; lexicon {self.settings['lexicon']}>"
        )
