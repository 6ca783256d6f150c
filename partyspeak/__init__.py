"""Find the Communist Party of China's set phrases in Chinese and English documents, and date them.

>>> import partyspeak
>>> corpus = partyspeak.tag(["双循环的新发展格局", "the new pattern of dual circulation"])
>>> corpus.mentions["phrase"].tolist()
['dual-circulation', 'new-development-pattern', 'dual-circulation']
"""

import importlib
from typing import TYPE_CHECKING, Any

from partyspeak.analysis.evaluation import evaluate
from partyspeak.analysis.selection import between
from partyspeak.analysis.zones import with_titles
from partyspeak.corpus import TaggedCorpus, read_parquet, tag
from partyspeak.dates import PartialDate
from partyspeak.errors import (
    DateError,
    Fault,
    LexiconError,
    ModelMissing,
    PartyspeakError,
    Skipped,
    SourceError,
    StoreError,
)
from partyspeak.lexicon import Form, Lexicon, Phrase
from partyspeak.show.accessor import chart as _chart
from partyspeak.show.report import report as _report
from partyspeak.sources import ReadingRecord, read_documents, stream_documents
from partyspeak.tagged import Mention
from partyspeak.tagger import Tagger

if TYPE_CHECKING:
    from partyspeak import datasets, seminar
    from partyspeak.pipe import spacy_blank
    from partyspeak.pipeline import tag_to_store
    from partyspeak.reductions import open_store
    from partyspeak.show.reading import Reading, read

TaggedCorpus.chart = property(_chart)
TaggedCorpus.report = _report

__version__ = "0.1.0"

__all__ = [
    "DateError",
    "Fault",
    "Form",
    "Lexicon",
    "LexiconError",
    "Mention",
    "ModelMissing",
    "PartialDate",
    "PartyspeakError",
    "Phrase",
    "Reading",
    "ReadingRecord",
    "Skipped",
    "SourceError",
    "StoreError",
    "TaggedCorpus",
    "Tagger",
    "__version__",
    "between",
    "datasets",
    "evaluate",
    "open_store",
    "read",
    "read_documents",
    "read_parquet",
    "seminar",
    "spacy_blank",
    "stream_documents",
    "tag",
    "tag_to_store",
    "with_titles",
]


_WHEN_ASKED_FOR = {
    "Reading": "show.reading",
    "open_store": "reductions",
    "read": "show.reading",
    "spacy_blank": "pipe",
    "tag_to_store": "pipeline",
}


def __getattr__(name: str) -> Any:
    """What not everybody needs is imported when it is asked for: spaCy takes longer than all the rest."""
    if name in ("datasets", "seminar"):
        return importlib.import_module(f"partyspeak.{name}")
    if name in _WHEN_ASKED_FOR:
        value = globals()[name] = getattr(importlib.import_module(f"partyspeak.{_WHEN_ASKED_FOR[name]}"), name)
        return value
    raise AttributeError(f"module 'partyspeak' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
