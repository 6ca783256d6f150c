"""Read documents from paths, one file after another, as a stream of frames or as one table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Final, NamedTuple

import pandas as pd

from partyspeak.errors import SourceError, printable
from partyspeak.io.columns import Columns, is_missing, no_documents, twice, with_roles
from partyspeak.io.files import TEXTS, SourceFile, find_files, list_files
from partyspeak.io.record import ReadingRecord
from partyspeak.io.table_files import READERS
from partyspeak.io.text_files import read_text_file
from partyspeak.matching.batching import batches

__all__ = ["OneDocument", "in_pieces", "read_document", "read_documents", "read_table", "stream_documents"]

Frame = pd.DataFrame

_PIECE_CHARACTERS: Final = 2_000_000
_PIECE_FILES: Final = 1_000
_SHOWN_IDS: Final = 5


def read_documents(
    *paths: str | Path,
    text: str = "text",
    date: str | None = "date",
    id: str | None = None,
    record: ReadingRecord | None = None,
) -> pd.DataFrame:
    """Read documents from files or folders into one table.

    Parameters
    ----------
    *paths, text, date, id, record
        As for :func:`stream_documents`, which reads the same documents a few at a time.

    Returns
    -------
    pandas.DataFrame
        The columns named by ``text``, ``date`` and ``id`` (``"id"`` when left out; its values are text), ``date_from``
        (``column``, ``name``, ``content`` or ``none``), and every other column of the sources. Where a document lacks a
        value, the value is missing; the other values of the column do not change. A bare year in a file's name counts
        only where the names in its folder share one pattern, see :func:`partyspeak.io.dates_in_names`.

    Raises
    ------
    SourceError
        As for :func:`stream_documents`.

    Warns
    -----
    UserWarning
        If no record is given: lists what was left out and what to note, with counts.

    Examples
    --------
    >>> from importlib.resources import files
    >>> docs = read_documents(files("partyspeak") / "datasets" / "samples" / "texts")
    >>> len(docs), docs["id"].iloc[0], docs["date"].iloc[0], docs["date_from"].iloc[0]
    (24, '1982-10-12-zh-county-cadres.txt', '1982-10-12', 'name')
    """
    kept = ReadingRecord() if record is None else record
    frames = list(_documents(paths, Columns(text, date, id), kept))
    if record is None:
        kept.warn()
    return _joined(frames)


def _joined(frames: Sequence[Frame]) -> Frame:
    """Concatenate the frames; where one lacks a column, the values of the others keep their types."""
    if not frames:
        return pd.DataFrame()
    alike = all(frame.dtypes.equals(frames[0].dtypes) for frame in frames)
    whole = pd.concat(frames if alike else [frame.astype(object) for frame in frames], ignore_index=True)
    whole.attrs = {}
    return whole


def read_table(path: str | Path) -> pd.DataFrame:
    """Read a table as it is in its file; it need not hold documents.

    Raises
    ------
    SourceError
        If the file is not a table, or a row cannot be read.
    """
    record = ReadingRecord(strict=True)
    (file,) = _only_file(path, record)
    if file.kind in TEXTS:
        raise SourceError(f"{path}: is a text, not a table; the kinds of tables are {', '.join(READERS)}")
    try:
        return _joined(list(READERS[file.kind](file, record, Columns())))
    except SourceError:
        raise
    except Exception as error:
        raise SourceError(f"{path}: {_reason(file, error)}") from None


class OneDocument(NamedTuple):
    """One document, read on its own.

    Attributes
    ----------
    title : str
        The document's own title. Without one, the file's name without its suffix, or for a row of a table its id.
    text : str
    date : object
        The date as written in the file or in its name; None if neither has one.
    """

    title: str
    text: str
    date: object


def read_document(
    path: str | Path,
    row: str | int | None = None,
    *,
    text: str = "text",
    date: str | None = "date",
    id: str | None = None,
    record: ReadingRecord | None = None,
) -> OneDocument:
    """Read one document: a whole file, or one row of a table.

    Parameters
    ----------
    path : str or Path
        A file of any kind that :func:`read_documents` reads.
    row : str or int, optional
        The document's id in a table, or the row's number; the first row below the header is 1. Not needed for a
        table with one document.
    text, date, id, record
        As for :func:`stream_documents`.

    Raises
    ------
    SourceError
        If the file cannot be read, is a folder, has no such row, or is a table of several documents and ``row`` is
        not given.
    """
    kept = ReadingRecord() if record is None else record
    files = _only_file(path, kept)
    is_text = files[0].kind in TEXTS
    if is_text and row is not None:
        raise SourceError(f"{path}: is one document, and has no rows; leave out row= (--row)")
    columns = Columns(text, date, id, needs_date=False)
    ids, found = list[str](), dict[str, object]()
    for frame in _Reader(columns, kept).frames(files, _Meter(files)):
        for place, one in zip(frame.index, frame.to_dict("records"), strict=True):
            ids.append(str(one[columns.key]))
            if row is None or str(row) == ids[-1] or (str(row) == str(place) and not found):
                found = {str(key): value for key, value in one.items()}
    if not found or (row is None and len(ids) > 1):
        raise SourceError(_which(path, row, ids, kept))
    if record is None:
        kept.warn()
    value, given, title = found[text], found.get(date or ""), found.get("title")
    if not (isinstance(title, str) and title.strip()):
        title = _stem(files[0].path) if is_text else str(found[columns.key])
    return OneDocument(title, value if isinstance(value, str) else "", None if is_missing(given) else given)


def _which(path: str | Path, row: str | int | None, ids: Sequence[str], record: ReadingRecord) -> str:
    """Why no single document was found in a file, and how to name one."""
    if reasons := [] if ids else [*map(str, record.skipped), *record.reasons]:
        return reasons[0]
    which = f"has no document {str(row)!r}" if row is not None else f"is a table of {len(ids):,} documents"
    shown = ", ".join(map(repr, ids[:_SHOWN_IDS])) + " …" * (len(ids) > _SHOWN_IDS)
    return f"{path}: {which}; name one with row= (--row), by its id or its number; the ids are {shown or 'none'}"


def _stem(path: Path) -> str:
    """The file's name without its suffix, and without ``.gz``."""
    plain = path.with_suffix("") if path.suffix.lower() == ".gz" else path
    return plain.stem


def _only_file(path: str | Path, record: ReadingRecord) -> list[SourceFile]:
    if Path(path).is_dir():
        raise SourceError(f"{path}: is a folder; name one file in it")
    return list(find_files(Path(path), record))


def stream_documents(
    *paths: str | Path,
    text: str = "text",
    date: str | None = "date",
    id: str | None = None,
    record: ReadingRecord | None = None,
) -> Iterator[pd.DataFrame]:
    """Read any number of documents of any size, a few at a time.

    Parameters
    ----------
    *paths : str or Path
        CSV, TSV, JSON, JSON Lines, Parquet or Excel files; text, Markdown, HTML, Word or PDF files; each also with
        ``.gz``; or folders of these, including their subfolders. A file that two paths include is read once.
    text, date, id : str
        The columns of a table that hold the text, the date and the id; ``date=None`` for undated documents. If a
        table has no date column, the date comes from the file's name, where that has one. Without ``id``, the column
        ``id`` is used; if there is none, the id is the file's name and the row's number (``speeches.csv:17``; the
        first row below the header is 1). The id of a document that is a whole file is its path inside the folder.
    record : ReadingRecord, optional
        Records the rows and files that were left out, the files that are not read, and notes. With ``strict=True``,
        reading stops at the first bad row.

    Yields
    ------
    pandas.DataFrame
        Documents of about two million characters in total: the columns named by ``text``, ``date`` and ``id``
        (``"id"`` when left out; its values are text), ``date_from``, and every other column of the sources.

    Raises
    ------
    SourceError
        If a path does not exist, a folder holds nothing to read, or nothing could be read at all; with a strict
        record, for any bad row.

    Warns
    -----
    UserWarning
        At the end, if no record is given: lists what was left out and what to note, with counts.

    Notes
    -----
    A table without the text column, such as a list of files next to the documents, is left out and recorded. If no
    document was read at all, this is an error, and its message names the columns of the table.

    Examples
    --------
    >>> from importlib.resources import files
    >>> for docs in stream_documents(files("partyspeak") / "datasets" / "samples" / "texts"):
    ...     print(len(docs), docs["id"].iloc[0], docs["date"].iloc[0])
    24 1982-10-12-zh-county-cadres.txt 1982-10-12
    """
    kept = ReadingRecord() if record is None else record
    for frame in _documents(paths, Columns(text, date, id), kept):
        yield from in_pieces(frame, text)
    if record is None:
        kept.warn()


def _documents(paths: Sequence[str | Path], columns: Columns, record: ReadingRecord) -> Iterator[Frame]:
    """Read the documents of all paths; every function that reads documents calls this one."""
    lost, tables = len(record.skipped), len(record.reasons)
    files = list_files(paths, record)
    number = 0
    for frame in _Reader(columns, record).frames(files, _Meter(files)):
        number += len(frame)
        yield frame
    if not number and (reasons := [*record.reasons[tables:], *map(str, record.skipped[lost:])]):
        more = f" (and {len(reasons) - 1:,} more that cannot be read)" if len(reasons) > 1 else ""
        raise SourceError(reasons[0] + more)


def in_pieces(frame: pd.DataFrame, text: str) -> Iterator[pd.DataFrame]:
    """Split a frame of documents into frames of about two million characters each."""
    sizes = [len(value) if isinstance(value, str) else 0 for value in frame[text].tolist()]
    for first, stop in batches(sizes, _PIECE_CHARACTERS):
        yield frame.iloc[first:stop]


class _Reader:
    """Reads files as documents; holds the columns asked for, the record, and the ids seen so far."""

    def __init__(self, columns: Columns, record: ReadingRecord) -> None:
        self._columns = columns
        self._record = record
        self._seen: set[str] = set()

    def frames(self, files: Iterable[SourceFile], meter: _Meter) -> Iterator[Frame]:
        """Yield the frames of each table separately, and text files many to a frame."""
        for are_texts, group in groupby(meter.of_each(files), key=lambda file: file.kind in TEXTS):
            for frame in self._texts(group) if are_texts else (one for file in group for one in self._table(file)):
                frame.attrs["share"] = meter.share()
                yield frame

    def _table(self, file: SourceFile) -> Iterator[Frame]:
        last, known = 0, dict[str, None]()
        try:
            for frame in READERS[file.kind](file, self._record, self._columns):
                # A frame of JSON Lines has only the keys of its own rows.
                frame = frame.assign(
                    **{name: None for name in self._columns.named if name in known and name not in frame}
                )
                known |= dict.fromkeys(map(str, frame.columns))
                if reason := no_documents(frame, self._columns):
                    self._record.ignore(file.path, reason)
                    return
                last = frame.index[-1] if len(frame) else last
                documents = with_roles(file, frame, self._columns, self._record, self._seen)
                documents.attrs.update(file=str(file.path), unit=file.unit)
                yield documents
            if not known:
                self._record.note(file.path, "holds no rows")
        except SourceError as error:
            self._leave_out(file, error)
        except Exception as error:
            self._record.skip(file.path, f"after {file.unit} {last}" if last else "", _reason(file, error), whole=True)

    def _texts(self, files: Iterable[SourceFile]) -> Iterator[Frame]:
        rows: list[dict[str, object]] = []
        size = 0
        for file in files:
            if (row := self._text(file)) is None:
                continue
            rows.append(row)
            size += len(str(row[self._columns.text]))
            if size >= _PIECE_CHARACTERS or len(rows) >= _PIECE_FILES:
                yield pd.DataFrame(rows)
                rows, size = [], 0
        if rows:
            yield pd.DataFrame(rows)

    def _text(self, file: SourceFile) -> dict[str, object] | None:
        """Read a file that is one document; None if it is left out."""
        try:
            row = read_text_file(file, self._record)
            if not str(row["text"]).strip():
                raise SourceError(f"{file.path}: holds no text")
            if file.name in self._seen:
                raise SourceError(f"{file.path}: {twice(file.name)}")
        except SourceError as error:
            self._leave_out(file, error)
            return None
        except Exception as error:
            self._record.skip(file.path, "", _reason(file, error), whole=True)
            return None
        self._seen.add(file.name)
        return _as_row(file, row, self._columns)

    def _leave_out(self, file: SourceFile, error: SourceError) -> None:
        self._record.skip(file.path, "", str(error).removeprefix(printable(f"{file.path}: ")), whole=True)


class _Meter:
    """Measures how many of the bytes of all files have been read."""

    def __init__(self, files: Sequence[SourceFile]) -> None:
        self._total = sum(file.size for file in files)
        self._before = 0
        self._file: SourceFile | None = None
        self._share = 0.0

    def of_each(self, files: Iterable[SourceFile]) -> Iterator[SourceFile]:
        """Yield the files one by one."""
        for file in files:
            self._file = file
            yield file
            self._before += file.size

    def share(self) -> float | None:
        """The share that has been read, from 0 to 1; None if the sizes are not known."""
        if not self._total or self._file is None:
            return None
        self._share = min(max(self._share, (self._before + self._file.position) / self._total), 1)
        return self._share


def _as_row(file: SourceFile, row: dict[str, object], columns: Columns) -> dict[str, object]:
    """The document as a row with the given column names; front matter of the same name gets the suffix ``_given``."""
    own: dict[str, object] = {columns.key: file.name}
    if columns.date is not None:
        own[columns.date] = row["date"]
    own["date_from"] = row["date_from"]
    own[columns.text] = row["text"]
    others = {key: value for key, value in row.items() if key not in ("date", "date_from", "text")}
    return own | {f"{key}_given" if key in own else key: value for key, value in others.items()}


def _reason(file: SourceFile, error: Exception) -> str:
    """The message of a library that failed on a file. Damaged bytes can raise almost any exception."""
    reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return f"cannot be read as {file.kind}: {reason}"
