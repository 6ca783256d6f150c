"""The files of a part: written aside, then named; read by whichever name they have."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from partyspeak.analysis.zones import ZONES
from partyspeak.store.manifest import KINDS, Manifest, Part

__all__ = [
    "MENTIONS",
    "document_schema",
    "document_table",
    "find",
    "mention_table",
    "other_columns",
    "place",
    "publish",
    "read",
    "text_table",
    "tidy",
    "write",
]

_OWN: Final = {
    "doc_id": pa.string(),
    "date": pa.timestamp("us"),
    "date_precision": pa.string(),
    "date_from": pa.string(),
    "lang": pa.string(),
    "zh_chars": pa.int64(),
    "en_words": pa.int64(),
    "content_hash": pa.string(),
}
MENTIONS: Final = pa.schema(
    {
        "doc_id": pa.string(),
        "date": pa.timestamp("us"),
        "date_precision": pa.string(),
        "phrase": pa.string(),
        "form": pa.string(),
        "lang": pa.string(),
        "start": pa.int64(),
        "end": pa.int64(),
        "text": pa.string(),
        "sure": pa.bool_(),
        "nested": pa.bool_(),
        "zone": pa.string(),
    }
)
"""The columns of the mentions; without titles, every ``zone`` is ``body``."""

_BODY: Final = ZONES[1]
_TEXTS: Final = pa.schema({"doc_id": pa.string(), "text": pa.large_string()})
_TYPES: Final = {
    "bool": pa.bool_(),
    "int64": pa.int64(),
    "double": pa.float64(),
    "timestamp[us]": pa.timestamp("us"),
    "string": pa.string(),
}


def place(folder: Path, kind: str, part: Part) -> Path:
    """Where a part's file stands."""
    return folder / kind / f"{part.name}.parquet"


def _aside(path: Path) -> Path:
    """Where it is written: neither a reader of the folder nor of ``*.parquet`` takes it for a part."""
    return path.with_name(f".{path.stem}.unfinished")


def find(path: Path) -> Path:
    """The file of a part that counts, which may not have its name yet."""
    return path if path.exists() else _aside(path)


def write(folder: Path, kind: str, part: Part, table: pa.Table) -> None:
    """Write a part's file aside, and see it safely on the disk."""
    path = place(folder, kind, part)
    path.parent.mkdir(exist_ok=True)
    with _aside(path).open("wb") as file:
        pq.write_table(table, file, compression="zstd")
        file.flush()
        os.fsync(file.fileno())


def publish(folder: Path, manifest: Manifest, parts: Sequence[Part]) -> None:
    """Give parts that count their names."""
    for part in parts:
        for kind in manifest.kinds:
            path = place(folder, kind, part)
            if (aside := _aside(path)).exists():
                aside.replace(path)


def tidy(folder: Path, manifest: Manifest) -> None:
    """Name what counts, and take away what does not: the leavings of a run that was ended."""
    publish(folder, manifest, manifest.parts)
    for kind in KINDS:
        counts = {place(folder, kind, part) for part in manifest.parts} if kind in manifest.kinds else set()
        for path in [*(folder / kind).glob("*.parquet"), *(folder / kind).glob(".*.unfinished")]:
            if path not in counts:
                path.unlink(missing_ok=True)


def document_schema(columns: dict[str, str]) -> pa.Schema:
    """The columns of the documents: partyspeak's own, and those that came in."""
    return pa.schema(_OWN | {name: _TYPES[type] for name, type in columns.items()})


def other_columns(known: dict[str, str], documents: pd.DataFrame) -> dict[str, str]:
    """The columns that came in, with a type for each that holds what was there and what is new."""
    columns = dict(known)
    for name in documents.columns:
        if name not in _OWN:
            type = _type_of(documents[name])
            fits = columns.get(str(name)) in (None, type) or documents[name].isna().all()
            wide = {type, columns.get(str(name))} == {"int64", "double"}
            columns[str(name)] = columns.get(str(name), type) if fits else "double" if wide else "string"
    return columns


def _type_of(values: pd.Series) -> str:
    try:
        type = pa.array(values, from_pandas=True).type
    except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError):
        return "string"
    if pa.types.is_integer(type):
        return "int64"
    if pa.types.is_floating(type):
        return "double"
    if pa.types.is_boolean(type):
        return "bool"
    naive = pa.types.is_timestamp(type) and type.tz is None
    return "timestamp[us]" if naive or pa.types.is_date(type) else "string"


def document_table(documents: pd.DataFrame, columns: dict[str, str]) -> pa.Table:
    """The documents of a part; a column that they lack is empty."""
    schema = document_schema(columns)
    arrays = []
    for field in schema:
        if field.name not in documents:
            arrays.append(pa.nulls(len(documents), field.type))
        elif field.name in columns and field.type == pa.string():
            texts = [None if missing else _text(value) for value, missing in _cells(documents[field.name])]
            arrays.append(pa.array(texts, pa.string()))
        else:
            values = documents[field.name]
            plain = values.astype(object) if isinstance(values.dtype, pd.CategoricalDtype) else values
            arrays.append(pa.array(plain, field.type, from_pandas=True, safe=False))
    return pa.Table.from_arrays(arrays, schema=schema)


def _cells(values: pd.Series) -> zip[tuple[object, bool]]:
    return zip(values.tolist(), values.isna().tolist(), strict=True)


def _text(value: object) -> str:
    """A cell as text: lists and objects as JSON, so that other programs can read them."""
    if isinstance(value, str):
        return value
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)


def mention_table(mentions: pd.DataFrame) -> pa.Table:
    """The mentions of a part."""
    zone = mentions["zone"].astype(object).fillna(_BODY) if "zone" in mentions else _BODY
    plain = mentions.assign(zone=zone)[MENTIONS.names].astype(
        dict.fromkeys(("date_precision", "phrase", "form", "lang"), object)
    )
    return pa.Table.from_pandas(plain, MENTIONS, preserve_index=False).replace_schema_metadata(None)


def text_table(texts: pd.Series) -> pa.Table:
    """The texts of a part."""
    return pa.Table.from_arrays([pa.array(texts.index, pa.string()), pa.array(texts, pa.large_string())], schema=_TEXTS)


def read(folder: Path, part: Part, kind: str, columns: Sequence[str] | None = None) -> pa.Table:
    """One file of a part."""
    return pq.read_table(find(place(folder, kind, part)), columns=columns, partitioning=None)
