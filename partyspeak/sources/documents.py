"""From paths to documents: every file in its turn, as one stream of frames or as one table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Final

import pandas as pd

from partyspeak.errors import SourceError
from partyspeak.sources.columns import Columns, with_roles
from partyspeak.sources.files import TEXTS, SourceFile, find_files
from partyspeak.sources.record import ReadingRecord
from partyspeak.sources.tables import READERS
from partyspeak.sources.texts import read_text_file

__all__ = ["in_pieces", "read_documents", "stream_documents"]

Frame = pd.DataFrame
Prepare = Callable[[SourceFile, Frame], Frame]

_PIECE_CHARACTERS: Final = 2_000_000
_PIECE_FILES: Final = 1_000


def read_documents(*paths: str | Path) -> pd.DataFrame:
    """Read documents from files or folders into one table.

    Parameters
    ----------
    *paths : str or Path
        CSV, TSV, JSON, JSON Lines, Parquet or Excel files; text, Markdown, HTML, Word or PDF files; each
        also with ``.gz``; or folders of these. Several are put one under the other.

    Returns
    -------
    pandas.DataFrame
        A table's own columns; for a file that is a document ``id`` (its path inside the folder),
        ``date`` (the front matter's, else the one in the name, where there is one), ``text``, and what
        else its front matter tells.

    Raises
    ------
    SourceError
        At the first path, file or row that cannot be read.

    Notes
    -----
    :func:`stream_documents` reads what is larger than memory, and can go on past bad rows.
    """
    record = ReadingRecord(strict=True)
    frames = list(_frames(paths, record, Columns(), lambda _, frame: frame.reset_index(drop=True)))
    if not frames:
        return pd.DataFrame()
    return frames[0] if len(frames) == 1 else pd.concat(frames, ignore_index=True)


def stream_documents(
    *paths: str | Path,
    text: str = "text",
    date: str | None = "date",
    id: str | None = None,
    record: ReadingRecord | None = None,
) -> Iterator[pd.DataFrame]:
    """Read documents of any number and size, a few at a time.

    Parameters
    ----------
    *paths : str or Path
        As for :func:`read_documents`.
    text, date, id : str
        A table's columns of the text, the date and the id; ``date=None`` for undated documents. A table
        without the column of the date takes it from its file's name, where that tells one. Without
        ``id``, the column ``id`` is used, else the file's name and the row's place (``speeches.csv:17``).
    record : ReadingRecord, optional
        Bad rows and files are noted there and left out; without it, the first one stops the reading.

    Yields
    ------
    pandas.DataFrame
        About two million characters of documents: the columns named by ``text``, ``date`` and ``id``
        (``"id"`` when left out; its values are text), and every other column that came in.

    Raises
    ------
    SourceError
        For a path that is not there, a folder with nothing to read; without a record, for any bad row.

    Examples
    --------
    >>> from importlib.resources import files
    >>> for docs in stream_documents(files("partyspeak") / "samples" / "texts"):
    ...     print(len(docs), docs["id"].iloc[0], docs["date"].iloc[0])
    24 1982-10-12-zh-county-cadres.txt 1982-10-12
    """
    record = ReadingRecord(strict=True) if record is None else record
    columns = Columns(text, date, id)
    for frame in _frames(paths, record, columns, lambda file, frame: with_roles(file, frame, columns, record)):
        yield from in_pieces(frame, text)


def in_pieces(frame: pd.DataFrame, text: str) -> Iterator[pd.DataFrame]:
    """The same documents, about two million characters at a time."""
    sizes = [len(value) if isinstance(value, str) else 0 for value in frame[text].tolist()]
    for first, stop in _slices(sizes):
        yield frame.iloc[first:stop]


def _slices(sizes: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Runs of documents of about as many characters as a piece has."""
    first, size = 0, 0
    for number, characters in enumerate(sizes):
        if size and size + characters > _PIECE_CHARACTERS:
            yield first, number
            first, size = number, 0
        size += characters
    if first < len(sizes):
        yield first, len(sizes)


def _frames(paths: Sequence[str | Path], record: ReadingRecord, columns: Columns, prepare: Prepare) -> Iterator[Frame]:
    """The tables' frames, as they are prepared; files that are documents of their own, many in a frame."""
    meter = _Meter(paths)
    files = meter.of_each(file for path in paths for file in find_files(Path(path), record))
    for are_texts, group in groupby(files, key=lambda file: file.kind in TEXTS):
        if are_texts:
            frames = _text_frames(group, record, columns)
        else:
            frames = (frame for file in group for frame in _table_frames(file, record, columns, prepare))
        for frame in frames:
            frame.attrs["share"] = meter.share()
            yield frame


class _Meter:
    """How much has been read of all the bytes that there are to read."""

    def __init__(self, paths: Sequence[str | Path]) -> None:
        self._total = sum(file.size for path in paths for file in find_files(Path(path), ReadingRecord()))
        self._before = 0
        self._file: SourceFile | None = None
        self._share = 0.0

    def of_each(self, files: Iterable[SourceFile]) -> Iterator[SourceFile]:
        """The files, one after the other."""
        for file in files:
            self._file = file
            yield file
            self._before += file.size

    def share(self) -> float | None:
        """From 0 to 1; None where nothing tells the sizes."""
        if not self._total or self._file is None:
            return None
        self._share = min(max(self._share, (self._before + self._file.position) / self._total), 1)
        return self._share


def _table_frames(file: SourceFile, record: ReadingRecord, columns: Columns, prepare: Prepare) -> Iterator[Frame]:
    last = 0
    try:
        for frame in READERS[file.kind](file, record, columns):
            last = frame.index[-1] if len(frame) else last
            prepared = prepare(file, frame)
            prepared.attrs.update(file=str(file.path), unit=file.unit)
            yield prepared
    except SourceError as error:
        _leave_out(file, error, record)
    except Exception as error:
        record.skip(file.path, f"after {file.unit} {last}" if last else "", _told(file, error), whole=True)


def _text_frames(files: Iterator[SourceFile], record: ReadingRecord, columns: Columns) -> Iterator[Frame]:
    rows: list[dict[str, object]] = []
    size = 0
    for file in files:
        try:
            row = read_text_file(file, record)
        except SourceError as error:
            _leave_out(file, error, record)
            continue
        except Exception as error:
            record.skip(file.path, "", _told(file, error), whole=True)
            continue
        rows.append(_as_row(file, row, columns))
        size += len(str(row["text"]))
        if size >= _PIECE_CHARACTERS or len(rows) >= _PIECE_FILES:
            yield pd.DataFrame(rows)
            rows, size = [], 0
    if rows:
        yield pd.DataFrame(rows)


def _as_row(file: SourceFile, row: dict[str, object], columns: Columns) -> dict[str, object]:
    """The document under the columns' names; front matter that has the same name stands beside it."""
    own: dict[str, object] = {columns.id or "id": file.name}
    if columns.date is not None:
        own[columns.date] = row["date"]
    own["date_from"] = row["date_from"]
    own[columns.text] = row["text"]
    others = {key: value for key, value in row.items() if key not in ("date", "date_from", "text")}
    return own | {f"{key}_given" if key in own else key: value for key, value in others.items()}


def _leave_out(file: SourceFile, error: SourceError, record: ReadingRecord) -> None:
    record.skip(file.path, "", str(error).removeprefix(f"{file.path}: "), whole=True)


def _told(file: SourceFile, error: Exception) -> str:
    """What a library said of a file: damaged bytes make them raise nearly anything."""
    reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return f"cannot be read as {file.kind}: {reason}"
