"""Check a store for faults, file by file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pyarrow as pa

from partyspeak.errors import StoreError
from partyspeak.store import part_files
from partyspeak.store.known import KnownDocuments
from partyspeak.store.manifest import Kind, Manifest, Part, unsealed
from partyspeak.store.reading import read_part
from partyspeak.store.rows import HASH, schema_of

__all__ = ["faults"]

_DATE: Final = ("date", "date_precision")


def faults(folder: Path, manifest: Manifest) -> list[str]:
    """All faults of a store, each with the file and what to do."""
    found = (
        part_files.damage(folder, manifest.files) + part_files.strangers(folder, manifest) + _of_the_last_run(folder)
    )
    if found:
        return found
    phrases = set(part_files.read(folder, manifest.phrases_name, manifest.phrases)["id"].to_pylist())
    ids: list[list[str]] = []
    hashes: list[list[str]] = []
    for part in manifest.parts:
        try:
            tables = {kind: read_part(folder, part, kind) for kind in manifest.kinds}
        except (StoreError, FileNotFoundError) as error:
            found.append(str(error))
            continue
        wrong = list(_of_shape(folder, manifest, part, tables))
        found += wrong or _of_rows(folder, part, tables, phrases)
        if not wrong:
            ids.append(tables["documents"]["doc_id"].to_pylist())
            hashes.append(tables["documents"][HASH].to_pylist())
    if KnownDocuments(ids, hashes, range(len(ids))).has_doubles():
        found.append(f"{folder}: ids of documents occur more than once")
    return [f"{fault}; tag the documents again into a new folder" for fault in found]


def _of_the_last_run(folder: Path) -> list[str]:
    path = folder / "run.json"
    try:
        unsealed(path.read_bytes())
    except FileNotFoundError:
        return []
    except (OSError, ValueError) as error:
        return [f"{path}: is damaged ({error}); the next run writes a new one"]
    return []


def _of_shape(folder: Path, manifest: Manifest, part: Part, tables: dict[Kind, pa.Table]) -> Iterator[str]:
    numbers = {"documents": part.documents, "mentions": part.mentions, "texts": part.documents}
    for kind, table in tables.items():
        path = folder / part.name(kind)
        if table.num_rows != numbers[kind]:
            yield f"{path}: has {table.num_rows} rows but should have {numbers[kind]}"
        if not table.schema.equals(schema_of(kind, manifest.schema)):
            yield f"{path}: has other columns or types than store.json states"


def _of_rows(folder: Path, part: Part, tables: dict[Kind, pa.Table], phrases: set[str]) -> Iterator[str]:
    path = folder / part.name("mentions")
    documents, mentions = tables["documents"], tables["mentions"]
    dates = dict(zip(*_columns(documents, "doc_id", *_DATE), strict=True))
    for id, date, phrase in zip(*_columns(mentions, "doc_id", *_DATE, "phrase"), strict=True):
        if id not in dates:
            yield f"{path}: has mentions of unknown documents, such as {id!r}"
            return
        if dates[id] != date:
            yield f"{path}: a mention in {id!r} has another date than the document"
            return
        if phrase not in phrases:
            yield f"{path}: {phrase!r} is not a phrase of the store's lexicon"
            return
    if "texts" in tables:
        yield from _of_texts(folder, part, tables)


def _of_texts(folder: Path, part: Part, tables: dict[Kind, pa.Table]) -> Iterator[str]:
    path = folder / part.name("texts")
    names = tables["texts"]["doc_id"].to_pylist()
    texts = dict(zip(names, tables["texts"]["text"].to_pylist(), strict=True))
    if names != tables["documents"]["doc_id"].to_pylist():
        yield f"{path}: has the texts of other documents"
        return
    rows = zip(*(tables["mentions"][name].to_pylist() for name in ("doc_id", "start", "end", "text")), strict=True)
    for id, start, end, written in rows:
        if texts[id][start:end] != written:
            yield f"{path}: {written!r} is not at {start}:{end} of {id!r}"


def _columns(table: pa.Table, id: str, date: str, precision: str, *others: str) -> Iterator[list[object]]:
    """The ids, the dates with their precision, and other columns."""
    yield table[id].to_pylist()
    yield list(zip(table[date].to_pylist(), table[precision].to_pylist(), strict=True))
    yield from (table[name].to_pylist() for name in others)
