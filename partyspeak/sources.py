"""Dated documents from files and folders, and what is said when a row is bad."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd

from partyspeak.dates import PartialDate, parse
from partyspeak.errors import DateError, SourceError
from partyspeak.textfiles import read_text

__all__ = ["read_dates", "read_documents"]

_TEXT_SUFFIXES = (".txt", ".md")
_DATE_IN_NAME = re.compile(r"(?<!\d)(?:18|19|20)\d{2}(?:-?\d{2}){0,2}(?!\d)")
_SHOWN = 5


def _read_separated(path: Path, separator: str) -> pd.DataFrame:
    return pd.read_csv(io.StringIO(read_text(path)), sep=separator, dtype=str, keep_default_na=False, na_values=[""])


def _read_json_lines(path: Path) -> pd.DataFrame:
    # pandas' own reader makes instants of dates and numbers of ids, and does not name a bad line.
    rows = []
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        try:
            rows += [json.loads(line)] if line.strip() else []
        except json.JSONDecodeError as error:
            raise SourceError(f"{path}: line {number} is not JSON ({error.msg})") from None
    return pd.DataFrame(rows)


_READERS: dict[str, Callable[[Path], pd.DataFrame]] = {
    ".csv": lambda path: _read_separated(path, ","),
    ".tsv": lambda path: _read_separated(path, "\t"),
    ".jsonl": _read_json_lines,
    ".ndjson": _read_json_lines,
    ".parquet": pd.read_parquet,
    ".xlsx": pd.read_excel,
    ".xls": pd.read_excel,
}


def read_documents(*paths: str | Path) -> pd.DataFrame:
    """Read documents from files or folders into one table.

    Parameters
    ----------
    *paths : str or Path
        CSV, TSV, JSON Lines, Parquet or Excel files; text files; or folders of text files. Several
        tables are put one under the other.

    Returns
    -------
    pandas.DataFrame
        The file's own columns; for text files ``id`` (the name), ``date`` (the one in the name, where
        there is one) and ``text``.

    Raises
    ------
    SourceError
        When a path is missing, empty, of no known kind, or cannot be read.
    """
    frames = [_read_one(Path(path)) for path in paths]
    return frames[0] if len(frames) == 1 else pd.concat(frames, ignore_index=True)


def _read_one(path: Path) -> pd.DataFrame:
    if not path.exists():
        raise SourceError(f"{path}: no such file or folder")
    if path.is_dir():
        files = sorted(file for file in path.rglob("*") if file.suffix.lower() in _TEXT_SUFFIXES and file.is_file())
        if not files:
            raise SourceError(f"{path}: no {' or '.join(_TEXT_SUFFIXES)} file in this folder")
        return _text_files(files, path)
    if path.suffix.lower() in _TEXT_SUFFIXES:
        return _text_files([path], path.parent)
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        known = ", ".join([*_READERS, *_TEXT_SUFFIXES])
        raise SourceError(f"{path}: {path.suffix or 'a file without a suffix'} is not read; the kinds are {known}")
    try:
        return reader(path)
    except pd.errors.EmptyDataError:
        raise SourceError(f"{path}: is empty; a table needs a header line") from None
    except (ValueError, OSError, ImportError) as error:
        raise SourceError(f"{path}: cannot be read as {path.suffix}: {error}") from None


def _text_files(files: Sequence[Path], folder: Path) -> pd.DataFrame:
    names = [file.relative_to(folder).as_posix() for file in files]
    dates = [match[0] if (match := _DATE_IN_NAME.search(file.stem)) else None for file in files]
    return pd.DataFrame({"id": names, "date": dates, "text": [read_text(file) for file in files]})


def read_dates(values: pd.Series, bad_dates: str = "raise") -> list[PartialDate | None]:
    """Read a column of dates; missing ones are None.

    Parameters
    ----------
    values : pandas.Series
    bad_dates : {"raise", "keep"}
        ``keep`` makes None of what cannot be read.

    Returns
    -------
    list of PartialDate or None
        One a row.

    Raises
    ------
    SourceError
        With the row and the value of the first five dates that cannot be read.
    """
    known: dict[object, PartialDate | None] = {}
    bad: dict[object, DateError] = {}
    for value in values.unique().tolist() if len(values) else ():
        try:
            known[value] = None if pd.isna(value) or not str(value).strip() else parse(value)
        except DateError as error:
            bad[value] = error
    if bad and bad_dates != "keep":
        rows = [(row, value) for row, value in values.items() if value in bad]
        lines = "\n".join(f"  row {row!r}: {bad[value]}" for row, value in rows[:_SHOWN])
        more = f"\n  … and {len(rows) - _SHOWN} more" if len(rows) > _SHOWN else ""
        raise SourceError(
            f"column {values.name!r}: {len(rows)} date{'s' * (len(rows) != 1)} cannot be read; mend them, or leave "
            f'them empty with bad_dates="keep" (--bad-dates keep)\n{lines}{more}'
        )
    return [known.get(value) for value in values.tolist()]
