"""``store.json``: the settings of a store, its columns and its current files, sealed with digests."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import os
import re
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Final, Literal

import pyarrow as pa
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from partyspeak.errors import StoreError

__all__ = ["KINDS", "File", "Kind", "Manifest", "Part", "digest", "is_store", "unsealed", "write_sealed"]

Kind = Literal["documents", "mentions", "texts"]
KINDS: Final[tuple[Kind, ...]] = ("documents", "mentions", "texts")
"""The folders of a store."""

_NAME: Final = "store.json"
_FORMAT: Final = 5  # as in Manifest.format
_WAY_OUT: Final = (
    "restore the store.json that belongs to these files, or the whole folder from one backup; "
    "or tag the documents into a new folder"
)
_SEAL: Final = re.compile(rb'\{\s*"sha256": "([0-9a-f]{64})"')

_Count = Annotated[int, Field(ge=0, lt=10**15)]
_Number = Annotated[int, Field(ge=0, lt=10**7)]
_Name = Annotated[
    str, Field(pattern=r"\A((documents|mentions|texts)/part-\d{7}-\d{3,}|phrases-[0-9a-f]{12})\.parquet\z")
]
_Digest = Annotated[str, Field(pattern=r"\A[0-9a-f]{64}\z")]


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class File(_Record):
    """A file as it was written.

    Attributes
    ----------
    bytes : int
        The size.
    sha256 : str
        The digest of the content.
    """

    bytes: _Count
    sha256: _Digest


class Part(_Record):
    """A group of documents and their rows: one file of the same name in each folder.

    Attributes
    ----------
    number : int
        The position: in this order, the parts hold the documents in the order in which they were added.
    revision : int
        The number of times that the part was rewritten.
    documents, mentions : int
        The number of rows.
    files : dict
        The file in each folder.
    """

    number: _Number
    revision: _Number
    documents: _Count
    mentions: _Count
    files: dict[Kind, File]

    def name(self, kind: str) -> str:
        """The path of one of its files in the store."""
        return f"{kind}/part-{self.number:07d}-{self.revision:03d}.parquet"


class Manifest(_Record):
    """What a store consists of.

    Attributes
    ----------
    format : int
        The format of the store.
    settings : dict
        The settings of the tagger: everything except the input that decides the rows.
    texts : bool
        Whether the texts are kept.
    columns : str
        The Arrow schema of the columns that came with the documents, serialized, in base64.
    phrases : File
        The lexicon's facts.
    parts : tuple of Part
        In the order of their numbers.
    next_number : int
        The number of the next part; no number is used twice.
    replaced : dict
        The files that the last change replaced, with their digests; only these may be removed.
    """

    format: Literal[5]
    settings: dict[str, str]
    texts: bool
    columns: str
    phrases: File
    parts: tuple[Part, ...] = ()
    next_number: _Number = 0
    replaced: dict[_Name, _Digest] = {}

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The folders that this store has."""
        return KINDS if self.texts else KINDS[:2]

    @property
    def phrases_name(self) -> str:
        """The name of the file with the lexicon's facts."""
        return f"phrases-{self.phrases.sha256[:12]}.parquet"

    @property
    def documents(self) -> int:
        """The number of documents in the store."""
        return sum(part.documents for part in self.parts)

    @property
    def mentions(self) -> int:
        """The number of mentions in the store."""
        return sum(part.mentions for part in self.parts)

    @cached_property
    def schema(self) -> pa.Schema:
        """The columns that came with the documents."""
        return pa.ipc.read_schema(pa.py_buffer(base64.b64decode(self.columns)))

    @property
    def files(self) -> dict[str, File]:
        """Every current file, by its path in the store."""
        of_parts = {part.name(kind): part.files[kind] for part in self.parts for kind in self.kinds}
        return of_parts | {self.phrases_name: self.phrases}

    def changed(self, schema: pa.Schema | None = None, **changes: Any) -> Manifest:
        """The manifest after a change; it lists the files that are no longer current."""
        if schema is not None:
            changes["columns"] = as_text(schema)
        new = Manifest(**{**{name: getattr(self, name) for name in type(self).model_fields}, **changes})
        replaced = {name: file.sha256 for name, file in self.files.items() if name not in new.files}
        return new.model_copy(update={"replaced": replaced})

    @classmethod
    def of(cls, settings: dict[str, str], texts: bool, phrases: File) -> Manifest:
        """The manifest of a store without documents."""
        return cls(format=_FORMAT, settings=settings, texts=texts, columns=as_text(pa.schema([])), phrases=phrases)

    @classmethod
    def load(cls, folder: Path) -> Manifest:
        """Read the manifest of a folder.

        Raises
        ------
        StoreError
            If the folder holds no store, a damaged one, or one in a format that this version does not know.
        """
        path = folder / _NAME
        try:
            data = path.read_bytes()
            content = json.loads(data)
        except FileNotFoundError:
            raise StoreError(f"{folder}: is not a store (no {_NAME} in it); `partyspeak tag … -o` makes one") from None
        except (OSError, ValueError, RecursionError) as error:
            raise StoreError(f"{path}: cannot be read ({str(error)[:200]}); {_WAY_OUT}") from None
        found = content.get("format") if isinstance(content, dict) else None
        if isinstance(found, int) and found != _FORMAT:
            way_out = "tag its documents into a new folder" if found < _FORMAT else "update partyspeak"
            raise StoreError(f"{folder}: has format {found}; this version reads {_FORMAT}; {way_out}")
        try:
            manifest = cls.model_validate_json(json.dumps(unsealed(data)))
            _ = manifest.schema
            manifest._need_whole_parts()
        except (ValidationError, ValueError, pa.ArrowException) as error:
            reason = f"{error.error_count()} faults" if isinstance(error, ValidationError) else str(error)
            raise StoreError(f"{path}: is damaged or was changed by hand ({reason}); {_WAY_OUT}") from None
        return manifest

    def _need_whole_parts(self) -> None:
        numbers = [part.number for part in self.parts]
        if numbers != sorted(set(numbers)) or (numbers and numbers[-1] >= self.next_number):
            raise ValueError("the parts are not in order")
        if any(set(part.files) != set(self.kinds) for part in self.parts):
            raise ValueError("a part lacks files")

    def save(self, folder: Path) -> None:
        """Replace the manifest of a folder in one step."""
        write_sealed(folder / _NAME, self.model_dump())


def as_text(schema: pa.Schema) -> str:
    """The text form in which the manifest stores a schema."""
    return base64.b64encode(schema.remove_metadata().serialize().to_pybytes()).decode("ascii")


def is_store(folder: Path) -> bool:
    """Does the folder hold a store?"""
    return (folder / _NAME).is_file()


def digest(data: Any) -> str:
    """The SHA-256 digest that identifies a file."""
    return hashlib.sha256(data).hexdigest()


def unsealed(data: bytes) -> dict[str, Any]:
    """The content of a small file that :func:`write_sealed` wrote.

    Raises
    ------
    ValueError
        If the content is not what was written.
    """
    seal = _SEAL.match(data)
    if seal is None or digest(data[: seal.start(1)] + data[seal.end(1) :]) != seal[1].decode():
        raise ValueError("its digest does not match its content")
    content: dict[str, Any] = json.loads(data)
    del content["sha256"]
    return content


def write_sealed(path: Path, content: dict[str, Any], indent: int | None = None) -> None:
    """Replace a small JSON file, with its digest, in one step: even after a power cut it is the old or the new file."""
    text = json.dumps({"sha256": "", **content}, ensure_ascii=False, indent=indent) + "\n"
    data = text.encode("utf-8", "backslashreplace")  # a lone surrogate in a file's name becomes the JSON escape \udc80
    data = data.replace(b'"sha256": "', b'"sha256": "' + digest(data).encode(), 1)
    unfinished = path.with_name(f".{path.name}.unfinished")
    with unfinished.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Flush the names in a folder to disk; some systems cannot do this and do not need it."""
    with contextlib.suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
