"""Find the files to read, and open them, plain or compressed with gzip."""

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
"""The kinds of files that are read, each also with ``.gz`` appended."""

_SHOWN: Final = 3
_OF_THE_SYSTEM: Final = ("thumbs.db", "desktop.ini", "icon\r")
_HIDDEN: Final = (".", "~$")  # the second is how Word marks a document that is open
_LOOKS_LIKE_A_FILE: Final = re.compile(rf"[^\n\r]*(?:{'|'.join(map(re.escape, KINDS))})(?:\.gz)?", re.IGNORECASE)
_LONGEST_PATH: Final = 4096
_NOT_REGULAR: Final = "is not a regular file (a pipe or a device)"

BROKEN: Final = (OSError, EOFError, zlib.error)
"""The exceptions that opening or reading a damaged file can raise."""


@dataclass
class SourceFile:
    """One file to read.

    Attributes
    ----------
    path : Path
    name : str
        Its path relative to the given folder, with ``/``; the id of a document that is a whole file.
    kind : str
        One of :data:`KINDS`.
    named_date : str or None
        The date in its name, judged together with the other names in the folder.
    """

    path: Path
    name: str
    kind: str
    named_date: str | None = None
    _raw: IO[bytes] | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def size(self) -> int:
        """Its size on disk in bytes; 0 if the size is not available."""
        try:
            return self.path.stat().st_size
        except OSError:
            return 0

    @property
    def position(self) -> int:
        """The number of these bytes that have been read."""
        if self._raw is None:
            return 0
        return self.size if self._raw.closed else self._raw.tell()

    @property
    def unit(self) -> str:
        """The word for one of its rows in messages: ``line`` or ``row``."""
        return "line" if self.kind in (".jsonl", ".ndjson") else "row"

    def open(self) -> IO[bytes]:
        """Open the file for reading bytes, unpacked if the name ends in ``.gz``."""
        if self.path.suffix.lower() != ".gz":
            self._raw = self.path.open("rb")
            return self._raw
        if self.path.is_file() and not self.size:
            raise EOFError("it is empty, which no gzip file is")
        unpacked = gzip.GzipFile(self.path, "rb")
        self._raw = unpacked.myfileobj
        return cast(IO[bytes], unpacked)


def list_files(paths: Sequence[str | Path], record: ReadingRecord) -> list[SourceFile]:
    """List the files of all paths, each once: a link, or a file in two of the paths, is noted and not read again.

    Raises
    ------
    SourceError
        As for :func:`find_files`.
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
    """Judge together the names of files that were given one by one, for example by a shell pattern."""
    beside: dict[Path, list[SourceFile]] = {}
    for file in files:
        beside.setdefault(file.path.parent, []).append(file)
    for folder, some in beside.items():
        for file, date in zip(some, dates_in_names([file.name for file in some]), strict=True):
            file.named_date = date
        _note_bare_dates(folder if len(some) > 1 else some[0].path, some, record)


def as_paths(values: Iterable[object]) -> list[Path] | None:
    """The paths in a list; None for a list of texts.

    Raises
    ------
    SourceError
        If some values are paths and others are not.
    """
    given = list(values)
    paths = [as_path(value) if isinstance(value, (str, os.PathLike)) else None for value in given]
    found = [path for path in paths if path is not None]
    if not found:
        return None
    if len(found) < len(given):
        others = [repr(value)[:60] for value, path in zip(given, paths, strict=True) if path is None]
        raise SourceError(
            f"a list holds paths or texts, not both: {', '.join(map(str, found[:3]))} "
            f"{'is a path' if len(found) == 1 else 'are paths'}, {', '.join(others[:3])} "
            f"{'is not' if len(others) == 1 else 'are not'} (no such file or folder); "
            'to tag texts that look like file names, use pd.DataFrame({"text": texts})'
        )
    return found


def as_path(value: str | os.PathLike[str]) -> Path | None:
    """The given path, or the text as a path if it names an existing file or folder; None for any other text.

    Raises
    ------
    SourceError
        If the text looks like the name of a file that can be read (``speech.txt``) but no such file exists.
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
    """Does the file or folder exist? Path.exists raises for a text that is too long or a folder without access."""
    return os.path.exists(path)  # noqa: PTH110


def decoded(data: bytes, file: SourceFile, record: ReadingRecord) -> str:
    """Decode the bytes of a text file, and record its encoding and its bad bytes."""
    reading = read(data, str(file.path))
    record.read_as(file.path, reading.encoding)
    if reading.note:
        record.note(file.path, reading.note)
    return reading.text


def find_files(path: Path, record: ReadingRecord) -> Iterator[SourceFile]:
    """Yield the given file, or the files in a folder and its subfolders, sorted by name.

    Raises
    ------
    SourceError
        If the path does not exist, or there is no file of a kind that is read.
    """
    if not _exists(path):
        raise SourceError(f"{path}: no such file or folder")
    if path.is_dir():
        if _is_own(path):
            raise SourceError(
                f"{path}: is a store or a saved corpus, not a folder of documents; "
                "first, frequency, discover and report read it when it is the only path"
            )
        yield from _in_folder(path, record)
        return
    kind = _kind(path)
    if not path.is_file():
        raise SourceError(f"{path}: {_NOT_REGULAR}; save its content as a file")
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
        else:  # also a broken link: its file should exist, so reading it reports the fault
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
    """Yield every file below a folder that is not hidden; links to folders are followed, unless they form a loop."""

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
    """Is the file hidden, or written by the operating system or Word rather than by the user?"""
    return name.startswith(_HIDDEN) or name.lower() in _OF_THE_SYSTEM


def _is_own(folder: Path) -> bool:
    """Did partyspeak write the folder? The texts in its tables were already read as documents."""
    is_corpus = (folder / "settings.json").is_file() and (folder / "mentions.parquet").is_file()
    return is_corpus or (folder / "store.json").is_file()


def _note_bare_dates(path: Path, files: list[SourceFile], record: ReadingRecord) -> None:
    """Note documents that stay undated although a person might read a date in their names."""
    bare = [file.name for file in files if file.kind in TEXTS and not file.named_date and has_bare_date(file.name)]
    if bare:
        many = "1 name has" if len(bare) == 1 else f"{len(bare):,} names have"
        what = many if path.is_dir() else "the name has"
        shown = ", ".join(bare[:_SHOWN])
        why = (
            "the names in the folder do not share one pattern"
            if path.is_dir()
            else "the file was not read with its folder"
        )
        record.note(
            path,
            f"{what} a number that may be a year or a month ({shown}); it is not used as a date, because {why}; "
            "write 1954年 or 1954-09-15 in the name, or give the dates in a table",
        )


def _kind(path: Path) -> str | None:
    suffix = Path(path.name.lower().removesuffix(".gz")).suffix
    return suffix if suffix in KINDS else None
