"""The columns that hold the text, the date and the id of documents, and what happens to rows that lack them."""

from __future__ import annotations

import warnings
from collections.abc import Container, Hashable
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd

from partyspeak.errors import SourceError
from partyspeak.io.files import SourceFile
from partyspeak.io.record import ReadingRecord
from partyspeak.text.code_points import storable_name

__all__ = [
    "DATES_FROM",
    "Columns",
    "called_by_id",
    "document_fault",
    "ids_of",
    "is_missing",
    "need_columns",
    "no_documents",
    "recorded_origins",
    "text_fault",
    "texts_of",
    "twice",
    "with_roles",
]


DATES_FROM: Final = ("column", "name", "content", "none")
"""Where a document's date comes from: a table's column, the file's name, the document itself, or nowhere."""

_NAMES_OF_TEXTS: Final = ("content", "body", "article", "fulltext", "full_text", "正文", "内容", "內容", "全文", "文本")
_OF_OUR_TABLES: Final = {"doc_id", "phrase", "text"}


class Columns(NamedTuple):
    """The columns that hold the text, the date (None: undated documents) and the id (None: no column named)."""

    text: str = "text"
    date: str | None = "date"
    id: str | None = None
    needs_date: bool = True
    """Refuse a table without the date column; a single document may lack it."""

    @property
    def key(self) -> str:
        """The id column."""
        return self.id or "id"

    @property
    def named(self) -> list[str]:
        """The columns that a table should have."""
        return [column for column in (self.text, self.date, self.key) if column is not None]


def need_columns(frame: pd.DataFrame, **needed: str | None) -> None:
    """Refuse a frame that lacks a column or has two of the same name; the message lists the columns."""
    if not frame.columns.is_unique:
        doubles = ", ".join(map(repr, frame.columns[frame.columns.duplicated()].unique()))
        raise SourceError(f"columns occur twice ({doubles}); rename one of each")
    for role, column in needed.items():
        if column is not None and column not in frame.columns:
            undated = ", or use date=None (--date '') for undated documents" if role == "date" else ""
            raise SourceError(f"{_lacks(frame, role, column)}{undated}")


def _lacks(frame: pd.DataFrame, role: str, column: str) -> str:
    """A message that the column is missing, which columns exist, and how to name the right one."""
    columns = ", ".join(map(repr, frame.columns)) or "none"
    known = (column.lower(), *(_NAMES_OF_TEXTS if role == "text" else ()))
    likely = [name for name in frame.columns if str(name).lower() in known]
    way_out = f"{role}={likely[0]!r} (--{role} {likely[0]})" if likely else f"{role}= (--{role})"
    hint = _unsplit(frame)
    return f"no column {column!r} for the {role}; the columns are {columns}; name the right one with {way_out}{hint}"


def no_documents(frame: pd.DataFrame, columns: Columns) -> str:
    """Why a table holds no documents (a list of files, a table of results); empty if it may hold some."""
    if columns.text not in frame.columns:
        return _lacks(frame, "text", columns.text)
    if set(frame.columns) >= _OF_OUR_TABLES:
        return "is a table that partyspeak wrote, not a table of documents"
    return ""


def _unsplit(frame: pd.DataFrame) -> str:
    """A hint if a single column looks like several columns that were not split."""
    marks = [mark for mark in ";|\t，；" if len(frame.columns) == 1 and mark in str(frame.columns[0])]
    return f"; the separator looks like {marks[0]!r}, so write the file with commas" if marks else ""


def is_missing(value: Any) -> bool:
    """Is the value missing: None, NaN, NaT or pandas' NA?"""
    return bool(pd.api.types.is_scalar(value) and pd.isna(value))


def ids_of(frame: pd.DataFrame, id: str | None) -> pd.Index:
    """The ids of documents, from a column or the index; raises an error unless each document has a different id."""
    ids: pd.Index = frame.index if id is None else pd.Index(frame[id])
    where = "the index" if id is None else f"column {id!r}"
    way_out = "use docs.reset_index(drop=True), or name an id column" if id is None else "give each document its own"
    if isinstance(ids, pd.MultiIndex) or (ids.dtype == object and not all(map(_hashable, ids))):
        raise SourceError(f"{where}: an id is one text, number or date, not several; {way_out}")
    if ids.hasnans:
        raise SourceError(f"{where}: row {int(np.flatnonzero(ids.isna())[0])} has no id; {way_out}")
    doubles = ids[ids.duplicated()].unique()
    if len(doubles):
        shown = ", ".join(map(repr, doubles[:3].tolist()))
        raise SourceError(
            f"{where}: {len(doubles)} id{'s occur' if len(doubles) > 1 else ' occurs'} more than once ({shown}), "
            f"so mentions could not be distinguished; {way_out}"
        )
    return _storable_ids(ids) if ids.dtype == object else ids


def _storable_ids(ids: pd.Index) -> pd.Index:
    """The ids with each lone surrogate, which no file can store, replaced by U+FFFD."""
    given = ids.tolist()
    taken = set(given)
    plain = []
    for one in given:
        plain.append(storable_name(one, taken) if isinstance(one, str) else one)
        taken.add(plain[-1])
    if plain == given:
        return ids
    changed = [new for new, old in zip(plain, given, strict=True) if new != old]
    warnings.warn(
        f"{len(changed):,} id{'s' * (len(changed) > 1)} cannot be stored as given (lone surrogates); "
        f"the first becomes {changed[0]!r}",
        stacklevel=5,
    )
    return pd.Index(plain, dtype=object, name=ids.name)


def _hashable(value: object) -> bool:
    return isinstance(value, Hashable)


def with_roles(
    file: SourceFile, frame: pd.DataFrame, columns: Columns, record: ReadingRecord, seen: set[str]
) -> pd.DataFrame:
    """The rows of a table with the required columns; leaves out rows without a unique id, or whose text is not text."""
    text, date, id, needs_date = columns
    date_from = "column"
    if date is not None and date not in frame.columns and (file.named_date or not needs_date):
        frame, date_from = frame.assign(**{date: file.named_date}), "name"
    need_columns(frame, text=text, date=date, id=id)
    if id is None and "id" not in frame.columns:
        frame = frame.assign(id=[f"{file.name}:{place}" for place in frame.index])
    key = columns.key
    ids: list[str | None] = []
    bad: dict[object, str] = {}
    for place, given, value in zip(frame.index.tolist(), frame[key].tolist(), frame[text].tolist(), strict=True):
        known = None if is_missing(given) else _as_text(given)
        if known is not None and (plain := storable_name(known, seen)) != known:
            record.note(file.path, f"{file.unit} {place}: the id cannot be stored as it is; it becomes {plain}")
            known = plain
        ids.append(known)
        if fault := document_fault(known, value, seen, key, text):
            bad[place] = fault
        elif known is not None:
            seen.add(known)
    frame = frame.rename(columns={"date_from": "date_from_given"})
    frame = frame.assign(date_from=date_from).assign(**{key: pd.Series(ids, index=frame.index, dtype=object)})
    for place, reason in bad.items():
        record.skip(file.path, f"{file.unit} {place}", reason)
    return frame.drop(index=list(bad)) if bad else frame


def called_by_id(frame: pd.DataFrame, key: str) -> pd.DataFrame:
    """The frame with the ids as its index, so that messages name a row as ``speeches.csv:17``."""
    return frame.set_index(pd.Index(frame[key]).rename(None)) if key in frame else frame


def document_fault(id: str | None, text: object, seen: Container[str], id_column: str, text_column: str) -> str:
    """Why a document cannot be read: its text is no text, or its id is missing or taken; empty where it can be.

    Parameters
    ----------
    id : str or None
    text : object
    seen : container of str
        The ids of the documents before it.
    id_column, text_column : str
        For the message.
    """
    if fault := text_fault(text):
        return f"column {text_column!r}: {fault}"
    if id is None:
        return f"column {id_column!r}: the document has no id; give every document one"
    if id in seen:
        return twice(id)
    return ""


def twice(id: str) -> str:
    """Why the second document of an id is left out."""
    replaced = " (\ufffd is a character that was not Unicode)" if "\ufffd" in id else ""
    return f"the id {id!r} occurs twice in this run; the first one counts{replaced}"


def text_fault(value: object) -> str:
    """Why a value is no text of a document; empty where it is one, or is missing."""
    if isinstance(value, str) or is_missing(value):
        return ""
    return f"{value!r:.40} is {type(value).__name__}, not text"


def texts_of(values: pd.Series) -> list[str]:
    """The texts of a column; a missing one is empty.

    Raises
    ------
    SourceError
        For the first value that is no text, with its row.
    """
    texts = []
    for row, value in zip(values.index, values.tolist(), strict=True):
        if fault := text_fault(value):
            raise SourceError(f"column {values.name!r}, row {row!r}: {fault}")
        texts.append(value if isinstance(value, str) else "")
    return texts


def recorded_origins(frame: pd.DataFrame) -> pd.Series | None:
    """Where the date of each document comes from, if a reader of files has recorded it."""
    recorded = "date_from" in frame and frame["date_from"].isin(DATES_FROM).all()
    return frame["date_from"] if recorded else None


def _as_text(value: object) -> str:
    """The id as text. A column of numbers with gaps arrives as floats, so 7.0 is the id 7."""
    if isinstance(value, str):
        return value
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
