"""Real documents, tagged: seventy years of work reports, a minute after the install.

What is shipped is where the phrases stand, not the documents: each function gives a
:class:`partyspeak.TaggedCorpus` with every mention and its place, and of the texts only their outlines
(:func:`partyspeak.analysis.outlines.outlines`). So every question can be asked but those that are read in
the texts themselves: ``concordance``, ``discover`` and ``mark_reprints`` say so, and first appearances have no
words around them. ``documents["url"]`` says where a text can be read.

``python -m partyspeak.datasets.make FOLDER`` makes them again from the texts.
"""

from __future__ import annotations

from importlib.resources import as_file, files
from typing import Final

from partyspeak.corpus.corpus import TaggedCorpus
from partyspeak.datasets.reference_hits import judged_hits, refused_hits

__all__ = ["NAMES", "congress_reports", "judged_hits", "refused_hits", "un_speeches", "work_reports"]

NAMES: Final = ("work-reports", "congress-reports", "un-speeches")
"""The names of the data sets, as their files have them."""


def work_reports() -> TaggedCorpus:
    """The government's reports on its work to the National People's Congress, in Chinese, 1954 to 2025.

    Those of 1954 to 1960, 1964, 1975 and 1978 to 2025; four are dated by the year only.

    Returns
    -------
    TaggedCorpus
        Without texts. ``documents`` has, besides its own columns, ``title``, ``source`` and ``url``.

    Examples
    --------
    >>> reports = work_reports()
    >>> len(reports.documents), str(reports.documents["date"].min().date())
    (57, '1954-09-23')
    >>> reports.first_appearances(phrases="reform-and-opening-up")["first_date"].tolist()
    ['1985-03-27']
    """
    return _load("work-reports")


def congress_reports() -> TaggedCorpus:
    """The reports of the Central Committee to the Party's national congresses, in Chinese, 1969 to 2022.

    Returns
    -------
    TaggedCorpus
        Without texts. ``documents`` has, besides its own columns, ``title``, ``source`` and ``url``.

    Examples
    --------
    >>> congress_reports().documents["doc_id"].tolist()[-2:]
    ['congress-19', 'congress-20']
    """
    return _load("congress-reports")


def un_speeches() -> TaggedCorpus:
    """China's statements in the general debate of the United Nations, in English, 1972 to 2024.

    Returns
    -------
    TaggedCorpus
        Without texts. ``documents`` has, besides its own columns, ``title`` and ``source``; a date is a year.

    Examples
    --------
    >>> set(un_speeches().documents["date_precision"])
    {'year'}
    """
    return _load("un-speeches")


def _load(name: str) -> TaggedCorpus:
    with as_file(files("partyspeak") / "datasets" / "data" / name) as folder:
        return TaggedCorpus.read_parquet(folder)
