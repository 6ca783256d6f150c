"""Which files are read, and how their bytes are opened: as they are, or out of gzip."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final, cast

from partyspeak.errors import SourceError
from partyspeak.sources.dates import date_in_name
from partyspeak.sources.record import ReadingRecord

__all__ = ["BROKEN", "KINDS", "TABLES", "TEXTS", "SourceFile", "find_files", "stem_of"]

TABLES: Final = (".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".parquet", ".xlsx")
TEXTS: Final = (".txt", ".md", ".html", ".htm", ".docx", ".pdf")
KINDS: Final = (*TABLES, *TEXTS)
"""The kinds of files that are read, each also with ``.gz`` after it."""

BROKEN: Final = (OSError, EOFError, zlib.error)
"""What opening or reading a damaged file raises."""


@dataclass
class SourceFile:
    """One file to read.

    Attributes
    ----------
    path : Path
    name : str
        Its path inside the folder that was named, with ``/``; the id of a document that is a file.
    kind : str
        One of :data:`KINDS`.
    named_date : str or None
        The date that its name gives, judged together with the names beside it.
    """

    path: Path
    name: str
    kind: str
    named_date: str | None = None
    _raw: IO[bytes] | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def size(self) -> int:
        """Its bytes on the disk; 0 for what cannot be asked."""
        try:
            return self.path.stat().st_size
        except OSError:
            return 0

    @property
    def position(self) -> int:
        """How many of these bytes have been read."""
        if self._raw is None:
            return 0
        return self.size if self._raw.closed else self._raw.tell()

    @property
    def unit(self) -> str:
        """What its rows are counted in."""
        return "line" if self.kind in (".jsonl", ".ndjson") else "row"

    def open(self) -> IO[bytes]:
        """The bytes, out of gzip where the name ends in ``.gz``."""
        if self.path.suffix.lower() != ".gz":
            self._raw = self.path.open("rb")
            return self._raw
        if self.path.is_file() and not self.size:
            raise EOFError("it is empty, which no gzip file is")
        unpacked = gzip.GzipFile(self.path, "rb")
        self._raw = unpacked.myfileobj
        return cast(IO[bytes], unpacked)


def find_files(path: Path, record: ReadingRecord) -> Iterator[SourceFile]:
    """The file named, or those of a folder and its folders, sorted by their names.

    Raises
    ------
    SourceError
        When nothing is there, or nothing of a kind that is read.
    """
    if path.is_dir():
        yield from _in_folder(path, record)
        return
    if not path.exists():
        raise SourceError(f"{path}: no such file or folder")
    kind = _kind(path)
    if kind is None:
        what = path.suffix or "a file without a suffix"
        raise SourceError(f"{path}: {what} is not read; the kinds are {', '.join(KINDS)}, and these with .gz")
    yield SourceFile(path, path.name, kind, date_in_name(stem_of(path)))


def _in_folder(folder: Path, record: ReadingRecord) -> Iterator[SourceFile]:
    found = False
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_dir() or any(part.startswith(".") for part in name.split("/")):
            continue
        kind = _kind(path)
        # A named pipe would be waited for; a link to nothing is a file that should be there.
        if kind is None or (path.exists() and not path.is_file()):
            record.ignore(path)
        else:
            found = True
            yield SourceFile(path, name, kind, date_in_name(stem_of(path)))
    if not found:
        raise SourceError(f"{folder}: no file to read in this folder; the kinds are {', '.join(KINDS)}")


def stem_of(path: Path) -> str:
    """The file's name without its kind."""
    name = path.name.lower().removesuffix(".gz")
    return name.removesuffix(Path(name).suffix)


def _kind(path: Path) -> str | None:
    suffix = Path(path.name.lower().removesuffix(".gz")).suffix
    return suffix if suffix in KINDS else None
