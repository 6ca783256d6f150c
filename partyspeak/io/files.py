"""Which files are read, and how their bytes are opened: as they are, or out of gzip."""

from __future__ import annotations

import gzip
import os
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final, cast

from partyspeak.errors import SourceError
from partyspeak.io.dates_in_names import date_in_name, dates_in_names, has_bare_date, stem_of
from partyspeak.io.record import ReadingRecord
from partyspeak.text.code_points import storable_name
from partyspeak.text.encodings import read

__all__ = [
    "BROKEN",
    "KINDS",
    "TABLES",
    "TEXTS",
    "SourceFile",
    "as_path",
    "as_paths",
    "decoded",
    "find_files",
    "list_files",
]

TABLES: Final = (".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".parquet", ".xlsx")
TEXTS: Final = (".txt", ".md", ".html", ".htm", ".docx", ".pdf")
KINDS: Final = (*TABLES, *TEXTS)
"""The kinds of files that are read, each also with ``.gz`` after it."""

_SHOWN: Final = 3
_OF_THE_SYSTEM: Final = ("thumbs.db", "desktop.ini", "icon\r")
_HIDDEN: Final = (".", "~$")  # the second is how Word marks a document that is open
_LOOKS_LIKE_A_FILE: Final = re.compile(rf"[^\n\r]*(?:{'|'.join(map(re.escape, KINDS))})(?:\.gz)?", re.IGNORECASE)
_LONGEST_PATH: Final = 4096
_NOT_REGULAR: Final = "is no regular file (a pipe or a device)"

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


def list_files(paths: Sequence[str | Path], record: ReadingRecord) -> list[SourceFile]:
    """The files of all paths, each once: a link, or a file in two of the paths, is noted and not read again.

    Raises
    ------
    SourceError
        As :func:`find_files`.
    """
    found = [file for path in paths for file in find_files(Path(path), record)]
    _date_named_alone([file for file in found if file.path in set(map(Path, paths))], record)
    real = {id(file): os.path.realpath(file.path) for file in found}
    first: dict[str, SourceFile] = {}
    for file in sorted(found, key=lambda file: not real[id(file)].endswith(f"{os.sep}{file.name}")):
        first.setdefault(real[id(file)], file)  # the file itself rather than a link to it
    files, names = [], set[str]()
    for file in found:
        known = first[real[id(file)]]
        if known is not file:
            record.note(file.path, f"is the same file as {known.path}, and is read once")
            continue
        name = storable_name(file.name, names)
        if name != file.name:
            record.note(file.path, f"its name is not UTF-8; its documents have the id {name}")
            file.name = name
        names.add(name)
        files.append(file)
    return files


def _date_named_alone(files: list[SourceFile], record: ReadingRecord) -> None:
    """Judge the names of files that were named one by one, as by a pattern of the shell, together with each other."""
    beside: dict[Path, list[SourceFile]] = {}
    for file in files:
        beside.setdefault(file.path.parent, []).append(file)
    for folder, some in beside.items():
        for file, date in zip(some, dates_in_names([file.name for file in some]), strict=True):
            file.named_date = date
        _note_bare_dates(folder if len(some) > 1 else some[0].path, some, record)


def as_paths(values: Iterable[object]) -> list[Path] | None:
    """The paths that a list names; None for a list of texts.

    Raises
    ------
    SourceError
        When some are paths and others are not.
    """
    given = list(values)
    paths = [as_path(value) if isinstance(value, (str, os.PathLike)) else None for value in given]
    found = [path for path in paths if path is not None]
    if not found:
        return None
    if len(found) < len(given):
        others = [repr(value)[:60] for value, path in zip(given, paths, strict=True) if path is None]
        raise SourceError(
            f"a list is of paths or of texts, not of both: {', '.join(map(str, found[:3]))} "
            f"{'is a path' if len(found) == 1 else 'are paths'}, {', '.join(others[:3])} "
            f"{'is not' if len(others) == 1 else 'are not'} (no such file or folder); "
            'give texts that are named like files as pd.DataFrame({"text": texts})'
        )
    return found


def as_path(value: str | os.PathLike[str]) -> Path | None:
    """The path that is given, or that a text names because it is there; None for any other text.

    Raises
    ------
    SourceError
        For a text that is named like a file that is read (``speech.txt``), where there is no such file.
    """
    if not isinstance(value, str):
        return Path(value)
    if not value or len(value) > _LONGEST_PATH or "\n" in value:
        return None
    if _exists(value):
        return Path(value)
    if _LOOKS_LIKE_A_FILE.fullmatch(value):
        raise SourceError(f"{value}: no such file; to tag this as a text, put it in pd.DataFrame({{'text': [...]}})")
    return None


def _exists(path: str | Path) -> bool:
    """Whether a file or folder is there; Path.exists raises for a text that is too long, or in a closed folder."""
    return os.path.exists(path)  # noqa: PTH110


def decoded(data: bytes, file: SourceFile, record: ReadingRecord) -> str:
    """The bytes of a text file as text; its encoding and its bad bytes are recorded."""
    reading = read(data, str(file.path))
    record.read_as(file.path, reading.encoding)
    if reading.note:
        record.note(file.path, reading.note)
    return reading.text


def find_files(path: Path, record: ReadingRecord) -> Iterator[SourceFile]:
    """The file named, or those of a folder and its folders, sorted by their names.

    Raises
    ------
    SourceError
        When nothing is there, or nothing of a kind that is read.
    """
    if not _exists(path):
        raise SourceError(f"{path}: no such file or folder")
    if path.is_dir():
        if _is_own(path):
            raise SourceError(
                f"{path}: is a store or a saved corpus, not a folder of documents; "
                "first, frequency, discover and report read it when it is given alone"
            )
        yield from _in_folder(path, record)
        return
    kind = _kind(path)
    if not path.is_file():
        raise SourceError(f"{path}: {_NOT_REGULAR}; save what it gives as a file")
    if kind is None:
        what = path.suffix or "a file without a suffix"
        raise SourceError(f"{path}: {what} is not read; the kinds are {', '.join(KINDS)}, and these with .gz")
    yield SourceFile(path, path.name, kind, date_in_name(stem_of(path.name)))


def _in_folder(folder: Path, record: ReadingRecord) -> Iterator[SourceFile]:
    found: list[SourceFile] = []
    before = dict(record.kinds)
    for path in sorted(_walk(folder, record)):
        name = path.relative_to(folder).as_posix()
        kind = _kind(path)
        if kind is None:
            record.ignore(path)
        elif _exists(path) and not path.is_file():
            record.ignore(path, _NOT_REGULAR)
        else:  # also a link to nothing, which is a file that should be there
            found.append(SourceFile(path, name, kind))
    if not found:
        counts = {kind: count - before.get(kind, 0) for kind, count in sorted(record.kinds.items())}
        there = ", ".join(f"{count:,} {kind}" for kind, count in counts.items() if count)
        raise SourceError(
            f"{folder}: no file to read in this folder{f' (it holds {there})' if there else ''}; "
            f"the kinds are {', '.join(KINDS)}"
        )
    for file, date in zip(found, dates_in_names([file.name for file in found]), strict=True):
        file.named_date = date
    _note_bare_dates(folder, found, record)
    yield from found


def _walk(folder: Path, record: ReadingRecord) -> Iterator[Path]:
    """Every file below a folder that is not hidden; links to folders are followed, except to those they are in."""

    def cannot_be_read(error: OSError) -> None:
        record.skip(error.filename, "", f"cannot be read ({error.strerror})", whole=True)

    above = {str(folder): frozenset([os.path.realpath(folder)])}
    for here, folders, names in os.walk(folder, onerror=cannot_be_read, followlinks=True):
        inside = [Path(here, name) for name in folders if not name.startswith(_HIDDEN)]
        folders[:] = []
        for path in inside:
            if _is_own(path):
                record.note(path, "is a store or a saved corpus, and is not read as documents")
            elif (real := os.path.realpath(path)) not in above[here]:
                folders.append(path.name)
                above[str(path)] = above[here] | {real}
        yield from (Path(here, name) for name in names if not _is_hidden(name))


def _is_hidden(name: str) -> bool:
    """Whether a file is none of the user's: the operating system or Word wrote it."""
    return name.startswith(_HIDDEN) or name.lower() in _OF_THE_SYSTEM


def _is_own(folder: Path) -> bool:
    """Whether partyspeak wrote the folder: its tables hold texts that were documents before."""
    is_corpus = (folder / "settings.json").is_file() and (folder / "mentions.parquet").is_file()
    return is_corpus or (folder / "store.json").is_file()


def _note_bare_dates(path: Path, files: list[SourceFile], record: ReadingRecord) -> None:
    """Note documents that a reader of their names would date, and we do not."""
    bare = [file.name for file in files if file.kind in TEXTS and not file.named_date and has_bare_date(file.name)]
    if bare:
        many = "1 name has" if len(bare) == 1 else f"{len(bare):,} names have"
        what = many if path.is_dir() else "the name has"
        shown = ", ".join(bare[:_SHOWN])
        why = (
            "the names of the folder do not share one pattern"
            if path.is_dir()
            else "the file was not read with its folder"
        )
        record.note(
            path,
            f"{what} a number that may be a year or a month ({shown}); it dates nothing, since {why}; "
            "write 1954年 or 1954-09-15 in the name, or give the dates in a table",
        )


def _kind(path: Path) -> str | None:
    suffix = Path(path.name.lower().removesuffix(".gz")).suffix
    return suffix if suffix in KINDS else None
