"""JSON: one object per line, or a file that holds a list of objects."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

import pandas as pd

from partyspeak.errors import SourceError
from partyspeak.sources.columns import Columns
from partyspeak.sources.files import SourceFile
from partyspeak.sources.lines import LONGEST_LINE, TextLines
from partyspeak.sources.record import ReadingRecord
from partyspeak.textfiles import BAD_BYTES, read

__all__ = ["read_json", "read_json_lines"]

_PIECE_CHARACTERS: Final = 1 << 21
_PIECE_ROWS: Final = 10_000
_LARGEST: Final = 1 << 28
_FIRST_LINES: Final = 20
_SPACE: Final = re.compile(r"\s*")
_DEEPEST: Final = 3


def read_json_lines(file: SourceFile, record: ReadingRecord, columns: Columns) -> Iterator[pd.DataFrame]:
    """A JSON Lines file: pandas' own reader makes instants of dates and numbers of ids, and names no bad line."""
    lines = TextLines(file, record)

    def objects() -> Iterator[tuple[int, dict[str, object], int]]:
        for number, line in enumerate(lines, start=1):
            row = _object(line, lines)
            if isinstance(row, dict):
                yield number, row, len(line or "")
            elif row is not None:
                record.skip(file.path, f"line {number}", row)

    yield from _frames(objects())
    if lines.note:
        record.note(file.path, lines.note)
    if lines.error is not None:
        raise lines.error


def _frames(objects: Iterator[tuple[int, dict[str, object], int]]) -> Iterator[pd.DataFrame]:
    rows: dict[int, dict[str, object]] = {}
    size = 0
    for place, row, length in objects:
        rows[place] = row
        size += length
        if size >= _PIECE_CHARACTERS or len(rows) >= _PIECE_ROWS:
            yield pd.DataFrame(list(rows.values()), index=list(rows), dtype=object)
            rows, size = {}, 0
    if rows:
        yield pd.DataFrame(list(rows.values()), index=list(rows), dtype=object)


def _object(line: str | None, lines: TextLines) -> dict[str, object] | str | None:
    """The row that a line holds; else what is wrong with it; None for a blank line."""
    if line is None:
        return f"is longer than {LONGEST_LINE >> 20} MB"
    if lines.suspect and (bad := BAD_BYTES.search(line)):
        return f"character {bad.start() + 1}: {ord(bad[0][0]) - 0xDC00:#04x} is no character of {lines.encoding}"
    try:
        row = json.loads(line) if line.strip() else None
    except (json.JSONDecodeError, RecursionError) as error:
        return f"is not JSON ({getattr(error, 'msg', 'nested too deep')})"
    return row if row is None or isinstance(row, dict) else "is not a JSON object with the columns' names"


def read_json(file: SourceFile, record: ReadingRecord, columns: Columns) -> Iterator[pd.DataFrame]:
    """A JSON file: a list of objects; an object around one such list; objects by their ids; or one document.

    Lines that are an object each are read as JSON Lines.
    """
    if _has_lines(file, record):
        yield from read_json_lines(file, record, columns)
        return
    with file.open() as raw:
        data = raw.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise SourceError(
            f"{file.path}: is larger than {_LARGEST >> 20} MB, more than is read of a JSON file; write one object per "
            "line, as .jsonl"
        )
    reading = read(data, str(file.path))
    del data
    record.read_as(file.path, reading.encoding)
    if reading.note:
        record.note(file.path, reading.note)
    yield from _frames(_Items(reading.text, file, record, columns).rows())


def _has_lines(file: SourceFile, record: ReadingRecord) -> bool:
    """Is the first line an object of its own, with another below?"""
    lines = [line for line in islice(TextLines(file, ReadingRecord()), _FIRST_LINES) if line is not None and line.strip()]
    if len(lines) < 2:
        return False
    try:
        return isinstance(json.loads(lines[0]), dict)
    except (json.JSONDecodeError, RecursionError):
        return False


class _Items:
    """The objects of a JSON text; what is read before a fault counts."""

    def __init__(self, text: str, file: SourceFile, record: ReadingRecord, columns: Columns) -> None:
        self._text = text
        self._file = file
        self._record = record
        self._columns = columns
        self._decoder = json.JSONDecoder()
        self._place = 0

    def rows(self) -> Iterator[tuple[int, dict[str, object], int]]:
        """Each object with its number and its length."""
        at = self._after_space(0)
        if not self._text.startswith("[", at):
            value, end = self._value(at)
            self._refuse_rest(end)
            for item in self._unwrapped(value):
                yield from self._numbered(item, len(self._text) // 100)
            return
        at = self._after_space(at + 1)
        while not self._text.startswith("]", at):
            value, end = self._value(at)
            yield from self._numbered(value, end - at)
            at = self._after_space(end)
            if self._text.startswith(",", at):
                at = self._after_space(at + 1)
                if self._text.startswith("]", at):
                    self._record.note(self._file.path, f"a comma after the last item ({self._where(at)})")
            elif not self._text.startswith("]", at):
                raise self._fault(at, "no comma between two items" if at < len(self._text) else "the list has no end")
        self._refuse_rest(at + 1)

    def _numbered(self, value: object, size: int) -> Iterator[tuple[int, dict[str, object], int]]:
        self._place += 1
        if isinstance(value, dict):
            yield self._place, value, size
        else:
            what = f"is {type(value).__name__}, not a JSON object with the columns' names"
            self._record.skip(self._file.path, f"row {self._place}", what)

    def _value(self, at: int) -> tuple[Any, int]:
        try:
            return self._decoder.raw_decode(self._text, at)
        except json.JSONDecodeError as error:
            raise self._fault(error.pos, f"is not JSON ({error.msg})") from None
        except RecursionError:
            raise self._fault(at, "is not JSON (nested too deep)") from None

    def _unwrapped(self, value: Any) -> list[Any]:
        """The documents in an object: it is one, or it holds one list of them, or it has them by their ids."""
        if not isinstance(value, dict):
            raise self._fault(0, f"is {type(value).__name__}, neither an object nor a list of objects")
        if self._columns.text in value and not isinstance(value[self._columns.text], (dict, list)):
            return [value]
        lists = _lists_in(value)
        if len(lists) == 1:
            return lists[0][1]
        if lists:
            names = ", ".join(repr(name) for name, _ in lists)
            raise self._fault(0, f"holds several lists of objects ({names}); write the one that is meant to a file of its own")
        if value and all(isinstance(item, dict) for item in value.values()):
            return [{(self._columns.id or "id"): id, **item} for id, item in value.items()]
        return [value]

    def _refuse_rest(self, end: int) -> None:
        at = self._after_space(end)
        if at < len(self._text):
            raise self._fault(at, "more text after the end of the JSON")

    def _after_space(self, at: int) -> int:
        found = _SPACE.match(self._text, at)
        return found.end() if found else at

    def _where(self, at: int) -> str:
        line = self._text.count("\n", 0, at) + 1
        return f"line {line:,}, character {at - self._text.rfind(chr(10), 0, at):,}"

    def _fault(self, at: int, reason: str) -> ValueError:
        return ValueError(f"{reason} ({self._where(at)})")


def _lists_in(value: dict[str, Any], name: str = "", depth: int = 1) -> list[tuple[str, list[Any]]]:
    """The lists of objects in an object and in the objects in it, with the keys that lead to them."""
    found: list[tuple[str, list[Any]]] = []
    for key, item in value.items():
        path = f"{name}.{key}" if name else key
        if isinstance(item, list) and item and all(isinstance(each, dict) for each in item):
            found.append((path, item))
        elif isinstance(item, dict) and depth < _DEEPEST:
            found += _lists_in(item, path, depth + 1)
    return found
