"""What can be wrong with a store, part by part."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from partyspeak.store import parts
from partyspeak.store.known import KnownDocuments, content_hash
from partyspeak.store.manifest import Manifest, Part
from partyspeak.store.reading import as_frame

__all__ = ["faults"]


def faults(folder: Path, manifest: Manifest) -> list[str]:
    """Everything that is wrong, each with the file and the way out."""
    found: list[str] = []
    ids: list[list[str]] = []
    hashes: list[list[str]] = []
    for part in manifest.parts:
        tables: dict[str, pa.Table] = {}
        for kind in manifest.kinds:
            path = parts.place(folder, kind, part)
            try:
                tables[kind] = parts.read(folder, part, kind)
            except FileNotFoundError:
                found.append(f"{path}: is missing")
            except (OSError, pa.ArrowException) as error:
                found.append(f"{path}: cannot be read ({error})")
        if len(tables) == len(manifest.kinds):
            found += _of_part(folder, part, tables)
            ids.append(tables["documents"]["doc_id"].to_pylist())
            hashes.append(tables["documents"]["content_hash"].to_pylist())
    if KnownDocuments(ids, hashes, range(len(ids))).has_doubles():
        found.append(f"{folder}: ids of documents stand more than once")
    if found:
        found.append(f"{folder}: mend it by tagging the documents again into a new folder")
    return found


def _of_part(folder: Path, part: Part, tables: dict[str, pa.Table]) -> Iterator[str]:
    ids = tables["documents"]["doc_id"].to_pylist()
    numbers = {"documents": part.documents, "mentions": part.mentions, "texts": part.documents}
    for kind, table in tables.items():
        if table.num_rows != numbers[kind]:
            yield f"{parts.place(folder, kind, part)}: has {table.num_rows} rows, and should have {numbers[kind]}"
    strangers = set(tables["mentions"]["doc_id"].to_pylist()) - set(ids)
    if strangers:
        yield f"{parts.place(folder, 'mentions', part)}: has mentions of no document, such as {min(strangers)!r}"
    elif "texts" in tables:
        yield from _of_texts(folder, part, tables)


def _of_texts(folder: Path, part: Part, tables: dict[str, pa.Table]) -> Iterator[str]:
    path = parts.place(folder, "texts", part)
    documents = as_frame(tables["documents"])
    texts = dict(zip(*(tables["texts"][name].to_pylist() for name in ("doc_id", "text")), strict=True))
    precise = zip(documents["date"], documents["date_precision"], strict=True)
    length = {"year": 4, "month": 7, "day": 10}
    dates = ["" if day is None or day != day else day.isoformat()[: length[known]] for day, known in precise]
    hashes = tables["documents"]["content_hash"].to_pylist()
    for id, date, hash in zip(documents["doc_id"], dates, hashes, strict=True):
        text = texts.get(id)
        # A lone surrogate cannot be stored, so that such a text differs from what it was known by.
        if text is None or ("�" not in text and content_hash(text, date) != hash):
            yield f"{path}: the text of {id!r} is not the one that was tagged"
    rows = zip(*(tables["mentions"][name].to_pylist() for name in ("doc_id", "start", "end", "text")), strict=True)
    for id, start, end, written in rows:
        if "�" not in texts.get(id, "�") and texts[id][start:end] != written:
            yield f"{path}: {written!r} does not stand at {start}:{end} of {id!r}"
