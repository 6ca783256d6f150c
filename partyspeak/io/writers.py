"""Write tables to files: CSV for spreadsheets, JSON Lines and Parquet for programs."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Final

import pandas as pd

from partyspeak.analysis.periods import written_dates
from partyspeak.errors import SourceError

__all__ = ["as_csv", "write_table", "written"]

# Spreadsheets ignore spaces and zero-width characters before a formula, and run it.
_FORMULA: Final = re.compile("[\\s\0\u200b-\u200f\u2060\ufeff]*[=+\\-@＝＋－＠]|[\t\r\n]")
_SUFFIXES = (".csv", ".jsonl", ".parquet")


def written(mentions: pd.DataFrame) -> pd.DataFrame:
    """The mentions, with dates written in the precision of their documents' dates."""
    return mentions.assign(date=written_dates(mentions["date"], mentions["date_precision"]))


def write_table(table: pd.DataFrame, path: Path) -> None:
    """Write a table in the format that the file's suffix selects.

    Raises
    ------
    SourceError
        If the suffix is not a known format, or the file cannot be written.
    """
    suffix = path.suffix.lower()
    if suffix not in _SUFFIXES:
        raise SourceError(f"{path}: tables are written as {', '.join(_SUFFIXES)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if suffix == ".csv":
            # Excel recognises UTF-8 only with a byte order mark.
            path.write_text(as_csv(table), encoding="utf-8-sig", newline="")
        elif suffix == ".jsonl":
            table.to_json(path, orient="records", lines=True, force_ascii=False, date_format="iso")
        else:
            table.to_parquet(path, index=False)
    except OSError as error:
        raise SourceError(f"{path}: cannot be written ({error.strerror or error})") from None


def as_csv(table: pd.DataFrame) -> str:
    """The table as CSV in which a spreadsheet finds no formulas.

    Text that a spreadsheet would run (``=HYPERLINK(…)``, ``+1``, ``@x``) gets an apostrophe in front, which marks a
    cell as text in spreadsheets. JSON Lines and Parquet files keep it unchanged.

    Examples
    --------
    >>> as_csv(pd.DataFrame({"doc_id": ["=1+1", "a"], "mentions": [-1, 2]})).split()
    ['doc_id,mentions', "'=1+1,-1", 'a,2']
    """
    safe = table.rename(columns=_as_text)
    columns = {
        name: [_as_text(value) for value in column.astype(object)]
        for name, column in safe.items()
        if not pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_datetime64_any_dtype(column)
    }
    rows = _LineFeedRows()
    # Only with this line ending does pandas quote a lone carriage return, where some readers would end the row.
    safe.assign(**columns).to_csv(rows, index=False, lineterminator="\r\n")  # type: ignore[arg-type]
    return rows.getvalue()


class _LineFeedRows(io.StringIO):
    """Collects rows, one per call, and ends each with a line feed."""

    def __init__(self) -> None:
        super().__init__(newline="")

    def write(self, row: str) -> int:
        """Add a row."""
        return super().write(row.removesuffix("\r\n") + "\n")


def _as_text(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value
