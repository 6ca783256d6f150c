"""The rows of a store as Arrow tables: documents, mentions and texts, each with one schema for all parts."""

from __future__ import annotations

from typing import Final

import pandas as pd
import pyarrow as pa

from partyspeak.analysis.zones import ZONES
from partyspeak.corpus import schema
from partyspeak.io.values import fitted, series_of

__all__ = [
    "HASH",
    "MENTIONS",
    "OWN",
    "TEXTS",
    "documents_frame",
    "mention_table",
    "own_table",
    "schema_of",
    "text_table",
]

HASH: Final = "content_hash"
"""The column that shows whether a document changed."""

OWN: Final = schema.arrow_schema(schema.DOCUMENTS).append(pa.field(HASH, pa.string()))
"""partyspeak's own columns of the documents."""

MENTIONS: Final = schema.arrow_schema(schema.MENTIONS, "zone")
"""The columns of the mentions; without titles, every ``zone`` is ``body``."""

TEXTS: Final = pa.schema({"doc_id": pa.string(), "text": pa.large_string()})

_BODY: Final = ZONES[1]


def schema_of(kind: str, columns: pa.Schema) -> pa.Schema:
    """The schema of the files in a folder, for a store whose documents came with these columns."""
    return {"documents": pa.schema([*OWN, *columns]), "mentions": MENTIONS, "texts": TEXTS}[kind]


def own_table(documents: pd.DataFrame) -> pa.Table:
    """Partyspeak's own columns of documents, ``content_hash`` among them."""
    return _as_table(documents[OWN.names], OWN)


def mention_table(mentions: pd.DataFrame) -> pa.Table:
    """The mentions of a part as a table."""
    zone = mentions["zone"].astype(object).fillna(_BODY) if "zone" in mentions else _BODY
    return _as_table(mentions.assign(zone=zone)[MENTIONS.names], MENTIONS)


def _as_table(frame: pd.DataFrame, types: pa.Schema) -> pa.Table:
    plain = frame.astype({name: object for name, kind in frame.dtypes.items() if isinstance(kind, pd.CategoricalDtype)})
    return pa.Table.from_pandas(plain, types, preserve_index=False).replace_schema_metadata(None)


def text_table(texts: pd.Series) -> pa.Table:
    """The texts of a part as a table."""
    return pa.Table.from_arrays([pa.array(texts.index, pa.string()), pa.array(texts, pa.large_string())], schema=TEXTS)


def documents_frame(documents: pa.Table) -> pd.DataFrame:
    """The documents without the column that only the store needs."""
    shown = documents.drop_columns([HASH]).unify_dictionaries()
    return pd.DataFrame(
        {name: series_of(column) for name, column in zip(shown.column_names, shown.columns, strict=True)}
    )


def with_columns(documents: pa.Table, columns: pa.Schema) -> pa.Table:
    """The documents with these columns after partyspeak's own."""
    return fitted(documents, schema_of("documents", columns))
