"""The columns that hold the text, the date and the id of documents, and rows that lack them."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from partyspeak.errors import SourceError
from partyspeak.sources.files import SourceFile
from partyspeak.sources.record import ReadingRecord

__all__ = ["Columns", "ids_of", "is_missing", "need_columns", "with_roles"]


class Columns(NamedTuple):
    """Which columns hold the text, the date (None: the documents are undated) and the id (None: any of them)."""

    text: str = "text"
    date: str | None = "date"
    id: str | None = None


def need_columns(frame: pd.DataFrame, **needed: str | None) -> None:
    """Refuse a frame that lacks a column, or has two of a name; the message names the columns there are."""
    if not frame.columns.is_unique:
        doubles = ", ".join(map(repr, frame.columns[frame.columns.duplicated()].unique()))
        raise SourceError(f"columns stand twice ({doubles}); rename one of each")
    for role, column in needed.items():
        if column is not None and column not in frame.columns:
            undated = ", or use date=None (--date '') for undated documents" if role == "date" else ""
            columns = ", ".join(map(repr, frame.columns)) or "none"
            raise SourceError(
                f"no column {column!r} for the {role}; the columns are {columns}; "
                f"name the right one with {role}= (--{role}){undated}{_unsplit(frame)}"
            )


def _unsplit(frame: pd.DataFrame) -> str:
    """A hint where a single column looks like several that were not separated."""
    marks = [mark for mark in ";|\t，；" if len(frame.columns) == 1 and mark in str(frame.columns[0])]
    return f"; the separator looks like {marks[0]!r}, so write the file with commas" if marks else ""


def is_missing(value: Any) -> bool:
    """Is there no value? None, NaN, NaT and pandas' NA are none."""
    return bool(pd.api.types.is_scalar(value) and pd.isna(value))


def ids_of(frame: pd.DataFrame, id: str | None) -> pd.Index:
    """The ids of documents: a column's, or the index; refused where they do not tell every document apart."""
    ids: pd.Index = frame.index if id is None else pd.Index(frame[id])
    where = "the index" if id is None else f"column {id!r}"
    way_out = "use docs.reset_index(drop=True), or name an id column" if id is None else "give each document its own"
    if isinstance(ids, pd.MultiIndex) or (ids.dtype == object and not all(map(_hashable, ids))):
        raise SourceError(f"{where}: an id is a text, a number or a date, not several of them; {way_out}")
    if ids.hasnans:
        raise SourceError(f"{where}: row {int(np.flatnonzero(ids.isna())[0])} has no id; {way_out}")
    doubles = ids[ids.duplicated()].unique()
    if len(doubles):
        shown = ", ".join(map(repr, doubles[:3].tolist()))
        raise SourceError(
            f"{where}: {len(doubles)} id{'s stand' if len(doubles) > 1 else ' stands'} more than once ({shown}), "
            f"so mentions could not be told apart; {way_out}"
        )
    return ids


def _hashable(value: object) -> bool:
    return isinstance(value, Hashable)


def with_roles(file: SourceFile, frame: pd.DataFrame, columns: Columns, record: ReadingRecord) -> pd.DataFrame:
    """A table's rows with the columns that were asked for; rows without an id or with no text in them left out."""
    text, date, id = columns
    date_from = "column"
    if date is not None and date not in frame.columns and file.named_date:
        frame, date_from = frame.assign(**{date: file.named_date}), "name"
    need_columns(frame, text=text, date=date, id=id)
    if id is None and "id" not in frame.columns:
        frame = frame.assign(id=[f"{file.name}:{place}" for place in frame.index])
    key = id or "id"
    values = frame[key].tolist()
    ids = [value if isinstance(value, str) else None if is_missing(value) else _as_text(value) for value in values]
    frame = frame.rename(columns={"date_from": "date_from_given"})
    frame = frame.assign(**{key: pd.Series(ids, index=frame.index, dtype=object), "date_from": date_from})
    bad: dict[object, str] = {}
    for place, value, known in zip(frame.index.tolist(), frame[text].tolist(), ids, strict=True):
        if not isinstance(value, str) and not is_missing(value):
            bad[place] = f"column {text!r}: {str(value)[:40]!r} is {type(value).__name__}, not text"
        elif known is None:
            bad[place] = f"column {key!r}: the document has no id; give every document one"
    for place, reason in bad.items():
        record.skip(file.path, f"{file.unit} {place}", reason)
    return frame.drop(index=list(bad)) if bad else frame


def _as_text(value: object) -> str:
    """A column of numbers with gaps arrives as floats: 7.0 is still the id 7."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
