"""Find the Communist Party of China's set phrases in Chinese and English documents, and date them.

>>> import partyspeak
>>> corpus = partyspeak.tag(["双循环的新发展格局", "the new pattern of dual circulation"])
>>> corpus.mentions["phrase"].tolist()
['dual-circulation', 'new-development-pattern', 'dual-circulation']
"""

import importlib
import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import TYPE_CHECKING, Any

from partyspeak._version import __version__
from partyspeak.corpus.accessor import register_accessor as _register_accessor
from partyspeak.corpus.views import VIEWS as _VIEWS

if TYPE_CHECKING:
    from partyspeak import datasets, seminar
    from partyspeak.analysis.evaluation import evaluate
    from partyspeak.analysis.selection import between
    from partyspeak.analysis.zones import with_titles
    from partyspeak.corpus.corpus import TaggedCorpus
    from partyspeak.corpus.tagging import tag
    from partyspeak.datasets import samples as samples
    from partyspeak.dates import PartialDate
    from partyspeak.display.reader import Reading, read
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
    from partyspeak.integrations import dask as dask
    from partyspeak.integrations.spacy import spacy_blank
    from partyspeak.io import ReadingRecord, read_documents, stream_documents
    from partyspeak.lexicon import Form, Lexicon, Phrase
    from partyspeak.matching.mentions import Mention
    from partyspeak.matching.tagger import Tagger
    from partyspeak.store.ingest import tag_to_store
    from partyspeak.store.opening import read_parquet
    from partyspeak.store.out_of_core import open_store

_HOMES = {
    "DateError": "errors",
    "Fault": "errors",
    "Form": "lexicon",
    "Lexicon": "lexicon",
    "LexiconError": "errors",
    "Mention": "matching.mentions",
    "ModelMissing": "errors",
    "PartialDate": "dates",
    "PartyspeakError": "errors",
    "Phrase": "lexicon",
    "Reading": "display.reader",
    "ReadingRecord": "io",
    "Skipped": "errors",
    "SourceError": "errors",
    "StoreError": "errors",
    "TaggedCorpus": "corpus.corpus",
    "Tagger": "matching.tagger",
    "between": "analysis.selection",
    "evaluate": "analysis.evaluation",
    "open_store": "store.out_of_core",
    "read": "display.reader",
    "read_documents": "io",
    "read_parquet": "store.opening",
    "spacy_blank": "integrations.spacy",
    "stream_documents": "io",
    "tag": "corpus.tagging",
    "tag_to_store": "store.ingest",
    "with_titles": "analysis.zones",
}
_MODULES = {
    "dask": "integrations.dask",
    "datasets": "datasets",
    "samples": "datasets.samples",
    "seminar": "seminar",
}

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


_VIEWS["chart"] = lambda corpus: importlib.import_module("partyspeak.display.charts").Charts(corpus)
_VIEWS["report"] = lambda *given, **asked: importlib.import_module("partyspeak.display.report").report(*given, **asked)
_register_accessor()


def __getattr__(name: str) -> Any:
    """Import a name when it is asked for: pandas, spaCy and Altair are loaded by those who use them."""
    if name in _HOMES:
        value = getattr(importlib.import_module(f"partyspeak.{_HOMES[name]}"), name)
    elif name in _MODULES:
        value = importlib.import_module(f"partyspeak.{_MODULES[name]}")
    else:
        raise AttributeError(f"module 'partyspeak' has no attribute {name!r}")
    globals()[name] = value
    return value


class _Deeper(MetaPathFinder, Loader):
    """``import partyspeak.dask`` and ``import partyspeak.samples``: users' names for modules that lie deeper."""

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        home = _MODULES.get(name.removeprefix("partyspeak.")) if name.startswith("partyspeak.") else None
        return None if home is None else ModuleSpec(name, self, origin=home)

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        module = importlib.import_module(f"partyspeak.{spec.origin}")
        spec.loader_state = module.__spec__
        return module

    def exec_module(self, module: ModuleType) -> None:
        """Nothing: it was loaded under its own name, which it keeps."""
        assert module.__spec__ is not None
        module.__spec__ = module.__spec__.loader_state


sys.meta_path.append(_Deeper())


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__, *_MODULES})
