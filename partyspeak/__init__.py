"""Find the Communist Party of China's set phrases in Chinese and English documents, and date them.

>>> import partyspeak
>>> corpus = partyspeak.tag(["双循环的新发展格局", "the new pattern of dual circulation"])
>>> corpus.mentions["phrase"].tolist()
['dual-circulation', 'new-development-pattern', 'dual-circulation']
"""

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
from partyspeak.reductions import open_store
from partyspeak.sources import ReadingRecord, read_documents, stream_documents
from partyspeak.tagger import Mention, Tagger

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
    "ReadingRecord",
    "Skipped",
    "SourceError",
    "StoreError",
    "TaggedCorpus",
    "Tagger",
    "__version__",
    "open_store",
    "read_documents",
    "read_parquet",
    "stream_documents",
    "tag",
]
