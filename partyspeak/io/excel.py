"""Read the first sheet of an Excel workbook that holds texts, row by row."""

from __future__ import annotations

import datetime as dt
import importlib
import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain, islice
from typing import IO, Any, Final

import pandas as pd

from partyspeak.errors import SourceError
from partyspeak.io.columns import Columns
from partyspeak.io.files import SourceFile
from partyspeak.io.headers import filled, header_row, names_of, title_note, widest
from partyspeak.io.packages import package
from partyspeak.io.record import ReadingRecord

__all__ = ["read_excel"]

_PIECE_ROWS: Final = 2_000
_HEAD_ROWS: Final = 200
_FIRST_ROWS: Final = 20
_INEXACT: Final = 10**15
_LARGEST_GZIP: Final = 1 << 28
# The largest size when unpacked of a part that is read whole; sheets are read row by row.
_LARGEST_TEXTS: Final = 1 << 28
_LARGEST_PART: Final = 1 << 25
_LARGEST_SHEET: Final = 1 << 31
# Sheets of 100,000 equal rows are packed to 1/50 of their size. A higher ratio than this means a zip bomb.
_DENSEST: Final = 200
_SMALL: Final = 1 << 26
_FORMULA: Final = re.compile(rb"<c ([^>]*)>\s*<f(?:[^>]*/>|[^>]*>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>")
# Some programs write a prefix before every name: <x:row>, <x:v>.
_CONTENT: Final = tuple(begin + end for begin in (b"<", b":") for end in (b"v>", b"t>", b"t ", b"f>", b"f "))
_ROW_NUMBER: Final = re.compile(rb"""<(?:\w+:)?row [^>]*?\br=["'](\d+)""")
_ROWS: Final = 1 << 20
_BLOCK: Final = 1 << 20
_TAG: Final = 200
_NO_DATE_PART: Final = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)


def read_excel(file: SourceFile, record: ReadingRecord, columns: Columns) -> Iterator[pd.DataFrame]:
    """Read the first visible sheet that has the text column, or else the first one that is not empty.

    The record names the other sheets that are not empty.
    """
    openpyxl: Any = package("openpyxl", "openpyxl", "excel", file)
    with file.open() as opened, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns about styles and extensions, which do not affect the text
        raw = _unpacked(opened, file)
        if not zipfile.is_zipfile(raw):
            raise SourceError(
                f"{file.path}: cannot be read as .xlsx despite its name (damaged, an older .xls, a web page, "
                "or with a password?); open it in Excel or LibreOffice and save it as .xlsx"
            )
        with zipfile.ZipFile(raw) as archive:
            _refuse_bombs(archive, file)
            book = openpyxl.load_workbook(raw, read_only=True, data_only=True, keep_links=False)
            sheet, last = _sheet(book, archive, file, record, columns.text)
            cells = _Cells(sheet, last)
            yield from _frames(cells, file, record, columns)
            for note in (*cells.notes(), _without_values(sheet, archive)):
                if note:
                    record.note(file.path, note)


def _unpacked(opened: IO[bytes], file: SourceFile) -> IO[bytes]:
    """A seekable file. Seeking in a gzip file would unpack it again and again, so it is unpacked into memory."""
    if file.path.suffix.lower() != ".gz":
        return opened
    data = opened.read(_LARGEST_GZIP + 1)
    if len(data) > _LARGEST_GZIP:
        raise SourceError(f"{file.path}: is larger than {_LARGEST_GZIP >> 20} MB when unpacked; save it as CSV")
    return io.BytesIO(data)


def _refuse_bombs(archive: zipfile.ZipFile, file: SourceFile) -> None:
    """Refuse a workbook that would fill the memory. The declared sizes suffice: zipfile reads no more of a part."""
    for part in archive.infolist():
        if not part.filename.endswith((".xml", ".rels")):
            continue
        is_sheet = "worksheets/" in part.filename
        largest = _LARGEST_SHEET if is_sheet else _LARGEST_TEXTS if "sharedStrings" in part.filename else _LARGEST_PART
        dense = part.file_size > _SMALL and part.file_size > _DENSEST * part.compress_size
        if part.file_size > largest or dense:
            raise SourceError(
                f"{file.path}: its part {part.filename} would be {part.file_size >> 20:,} MB when unpacked, "
                "more than a table of documents needs; save the table as CSV"
            )


def _sheet(book: Any, archive: zipfile.ZipFile, file: SourceFile, record: ReadingRecord, text: str) -> tuple[Any, int]:
    """Choose the sheet to read, with its last row; record the other sheets that are not empty."""
    held = [(sheet, last) for sheet in book.worksheets if (last := _last_row(sheet, archive))]
    visible = [(sheet, last) for sheet, last in held if sheet.sheet_state == "visible"]
    if not held:
        raise SourceError(f"{file.path}: is empty; a table needs a header line")
    named = (found for found in visible if len(visible) > 1 and _names(*found, text))
    chosen = next(named, (visible or held)[0])
    for sheet, _ in held:
        if sheet is not chosen[0]:
            record.ignore(f"{file.path}, sheet {sheet.title!r}")
    if chosen[0] is not book.worksheets[0]:
        kind = f"with a column {text!r}" if chosen is not (visible or held)[0] else "that is not empty"
        record.note(file.path, f"sheet {chosen[0].title!r} is read, the first visible one {kind}")
    return chosen


def _names(sheet: Any, last: int, text: str) -> bool:
    """Does the header of a sheet name the text column?"""
    rows = [values for _, values in _Cells(sheet, min(last, _FIRST_ROWS))]
    return bool(rows) and text in filled(rows[header_row(rows, text)])


def _last_row(sheet: Any, archive: zipfile.ZipFile) -> int:
    """The last row that is not empty, or 0. Parsing a million styled rows below it would take a minute."""
    last = row = 0
    # openpyxl has no public name for the path of a sheet in the archive.
    with archive.open(sheet._worksheet_path) as part:
        rest = b""
        while data := part.read(_BLOCK):
            data = rest + data
            at = max(data.rfind(mark) for mark in _CONTENT)
            if at >= 0:
                last = _row_before(data, at) or row or _ROWS
            row = _row_before(data, len(data)) or row
            rest = data[-_TAG:]  # a tag that the end of the block may cut
    return last


def _row_before(data: bytes, end: int) -> int:
    """The number of the last row that begins before a position in the XML."""
    at = max(data.rfind(b"<row ", 0, end), data.rfind(b":row ", 0, end))
    found = _ROW_NUMBER.match(data, max(data.rfind(b"<", 0, at + 1), 0))
    return int(found[1]) if found else 0


def _found(pattern: re.Pattern[bytes], sheet: Any, archive: zipfile.ZipFile) -> Iterator[re.Match[bytes]]:
    """Yield the matches of a pattern in the XML of a sheet, which is read in pieces that end with a cell."""
    rest = b""
    with archive.open(sheet._worksheet_path) as part:
        while data := part.read(_BLOCK):
            data = rest + data
            end = data.rfind(b"</c>") + 4 if b"</c>" in data else len(data)
            yield from pattern.finditer(data, 0, end)
            rest = data[end:]


def _frames(cells: _Cells, file: SourceFile, record: ReadingRecord, columns: Columns) -> Iterator[pd.DataFrame]:
    rows = iter(cells)
    head = list(islice(rows, _HEAD_ROWS))
    if not head:
        raise SourceError(f"{file.path}: is empty; a table needs a header line")
    at = header_row([values for _, values in head], columns.text)
    if at:
        record.note(file.path, title_note([values for _, values in head[:at]]))
    first, header = head[at]
    columns_at = _columns_at(header, [values for _, values in head[at + 1 :]])
    names = names_of([header[number] if number < len(header) else None for number in columns_at], file)
    table: dict[int, list[object]] = {}
    count = 0
    for place, values in chain(head[at + 1 :], rows):
        outside = sum(value is not None for value in values) - sum(
            number < len(values) and values[number] is not None for number in columns_at
        )
        if outside:
            fault = f"{outside:,} cell{'s' * (outside > 1)} in columns without a name in the header"
            record.skip(file.path, f"row {place - first}", f"{fault} (row {place:,} of the sheet)")
            continue
        table[place - first] = [values[number] if number < len(values) else None for number in columns_at]
        if len(table) >= _PIECE_ROWS:
            yield _frame(table, names)
            count, table = count + 1, {}
    if table or not count:  # a table without rows still has columns
        yield _frame(table, names)


def _frame(table: dict[int, list[object]], names: list[str]) -> pd.DataFrame:
    return pd.DataFrame(list(table.values()), index=list(table), columns=names, dtype=object)


def _columns_at(header: Sequence[object], below: Sequence[Sequence[object]]) -> list[int]:
    """The columns that have a name, and those between them that have a value in the first rows.

    This way, a stray cell far to the right does not create thousands of columns.
    """
    used = {number for row in below for number, value in enumerate(row) if value is not None}
    return [number for number in range(widest(header)) if header[number] is not None or number in used]


class _Cells:
    """The rows of a sheet that are not empty, with their numbers; each value as Excel shows it."""

    def __init__(self, sheet: Any, last: int) -> None:
        sheet.reset_dimensions()  # some programs write wrong dimensions
        self._sheet = sheet
        self._last = last
        self._errors = 0
        self._error = ""
        self._long = 0
        self._first_long = ""

    def __iter__(self) -> Iterator[tuple[int, list[object]]]:
        for place, row in enumerate(self._sheet.iter_rows(max_row=self._last), start=1):
            if row:
                values = [None if cell.value is None else self._value(cell) for cell in row]
                if any(value is not None for value in values):
                    yield place, values

    def _value(self, cell: Any) -> object:
        value = cell.value
        if isinstance(value, str):
            if cell.data_type == "e":
                self._errors += 1
                self._error = self._error or f"{value} in {cell.coordinate}"
                return None
            return _unescaped(value) or None
        if isinstance(value, dt.datetime):
            return _in_precision(value, cell.number_format)
        if isinstance(value, (int, float)) and abs(value) >= _INEXACT:
            self._long += 1
            self._first_long = self._first_long or cell.coordinate
        return int(value) if isinstance(value, float) and value.is_integer() else value

    def notes(self) -> Iterator[str]:
        """Notes on cells that hold an Excel error, and on numbers with more digits than Excel keeps."""
        if self._long:
            have = "numbers have" if self._long > 1 else "number has"
            yield (
                f"{self._long:,} {have} more than 15 digits, of which Excel keeps only the first 15 "
                f"(first {self._first_long}); write ids as text"
            )
        if self._errors:
            are = "cells hold an error and are" if self._errors > 1 else "cell holds an error and is"
            yield f"{self._errors:,} {are} read as missing (first {self._error})"


def _unescaped(text: str) -> str:
    """Decode escapes such as ``_x000D_``, which Excel writes for characters that XML cannot hold."""
    if "_x" not in text:
        return text
    unescape = importlib.import_module("openpyxl.utils.escape").unescape
    return unescape(text).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _in_precision(value: dt.datetime, number_format: str) -> object:
    """A date; only its year or month if the cell shows no more."""
    shown = _precision(number_format)
    return value if shown == "day" else f"{value:%Y}" if shown == "year" else f"{value:%Y-%m}"


@cache
def _precision(number_format: str) -> str:
    """How much of a date a number format shows: the day, the month or the year.

    Examples
    --------
    >>> [_precision(shown) for shown in ("yyyy", "mmm yyyy", '[$-804]yyyy"年"m"月";@', "m/d/yy h:mm")]
    ['year', 'month', 'month', 'day']
    """
    parts = set(_NO_DATE_PART.sub("", number_format.split(";")[0]).lower()) & set("yemdhs")
    if not parts & set("ye") or parts & set("dhs"):
        return "day"
    return "month" if "m" in parts else "year"


def _without_values(sheet: Any, archive: zipfile.ZipFile) -> str:
    """A note on formulas whose values were not saved."""
    found = [
        match[1] for match in _found(_FORMULA, sheet, archive) if b't="str"' not in match[1] or b"<v" not in match[0]
    ]
    if not found:
        return ""
    place = re.search(rb'r="(\w+)"', found[0])
    first = f" (first {place[1].decode()})" if place else ""
    have = "formulas have no saved values and are" if len(found) > 1 else "formula has no saved value and is"
    return f"{len(found):,} {have} read as missing{first}; open the file in Excel and save it"
