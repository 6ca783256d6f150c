"""Open what was saved: a corpus, or all or part of a store."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from partyspeak.corpus import parquet
from partyspeak.corpus.corpus import TaggedCorpus
from partyspeak.errors import SourceError
from partyspeak.store.manifest import is_store
from partyspeak.store.store import Store

__all__ = ["read_parquet"]


def read_parquet(folder: str | Path, **choices: Any) -> TaggedCorpus:
    """Read a corpus that :meth:`TaggedCorpus.to_parquet` saved, or all or part of a store.

    Parameters
    ----------
    folder : str or Path
    **choices
        For a store, what to read from it: ``phrases, since, until, where, texts``; see
        :meth:`partyspeak.store.Store.read`.

    Raises
    ------
    PartyspeakError
        If the store does not know a phrase, a date, a column or a value.
    SourceError
        If the folder holds no corpus, or one in a format that this version does not know.
    """
    folder = Path(folder)
    if is_store(folder):
        store = Store(folder)
        return TaggedCorpus(*store.read(**choices), asked=store.ids_of(choices.get("phrases")))
    if choices:
        raise SourceError(f"{folder}: is not a store, so it is read whole; leave out {', '.join(choices)}")
    return TaggedCorpus(*parquet.load(folder))
