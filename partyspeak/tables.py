"""Tables as files: CSV for spreadsheets, JSON Lines and Parquet for programs."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from partyspeak.analysis.periods import written_dates
from partyspeak.errors import SourceError

__all__ = ["write_table", "written"]

_SUFFIXES = (".csv", ".jsonl", ".parquet")


def written(mentions: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Mentions whose dates show only the precision that their documents' dates had."""
    precision = mentions["doc_id"].map(documents.set_index("doc_id")["date_precision"].astype(object))
    return mentions.assign(date=written_dates(mentions["date"], precision))


def write_table(table: pd.DataFrame, path: Path) -> None:
    """Write a table in the format that the file's name asks for.

    Raises
    ------
    SourceError
        When the name asks for no known format, or the file cannot be written.
    """
    suffix = path.suffix.lower()
    if suffix not in _SUFFIXES:
        raise SourceError(f"{path}: tables are written as {', '.join(_SUFFIXES)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if suffix == ".csv":
            # Excel takes a file for UTF-8 only with the mark.
            table.to_csv(path, index=False, encoding="utf-8-sig")
        elif suffix == ".jsonl":
            table.to_json(path, orient="records", lines=True, force_ascii=False, date_format="iso")
        else:
            table.to_parquet(path, index=False)
    except OSError as error:
        raise SourceError(f"{path}: cannot be written ({error.strerror or error})") from None
