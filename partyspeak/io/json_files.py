"""Read JSON: one object per line, or a file that holds a list of objects."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import IO, Any, Final

import pandas as pd

from partyspeak.errors import SourceError
from partyspeak.io.columns import Columns
from partyspeak.io.files import BROKEN, SourceFile
from partyspeak.io.lines import LONGEST_LINE, TextLines, encoding_of_file
from partyspeak.io.record import ReadingRecord
from partyspeak.text.encodings import BAD_BYTES

__all__ = ["read_json", "read_json_lines"]

_PIECE_CHARACTERS: Final = 1 << 21
_PIECE_ROWS: Final = 10_000
_BLOCK: Final = 1 << 20
_LONGEST_ITEM: Final = 1 << 24
_LONGEST_OBJECT: Final = 1 << 26
_FIRST_LINES: Final = 20
_SPACE: Final = re.compile(r"\s*")
_DEEPEST: Final = 3
# Some programs write line breaks and tabs in a text without escaping them.
_DECODER: Final = json.JSONDecoder(strict=False)


def read_json_lines(file: SourceFile, record: ReadingRecord, columns: Columns) -> Iterator[pd.DataFrame]:
    """Read a JSON Lines file. pandas would turn dates into timestamps and ids into numbers, and names no bad line."""
    if _begins_with_list(file):
        yield from _read_items(file, record, columns)
        return
    lines = TextLines(file, record)

    def objects() -> Iterator[tuple[int, dict[str, object], int]]:
        for number, line in enumerate(lines, start=1):
            row = _object(line, lines)
            if isinstance(row, dict):
                yield number, row, len(line or "")
            elif row is not None:
                record.skip(file.path, f"line {number}", row)

    yield from _frames(_unpacked(objects(), file, record, columns.text))
    if lines.note:
        record.note(file.path, lines.note)
    if lines.error is not None:
        raise lines.error


def _frames(objects: Iterator[tuple[int, dict[str, object], int]]) -> Iterator[pd.DataFrame]:
    """The objects as frames; objects before a fault are kept."""
    rows: dict[int, dict[str, object]] = {}
    size = 0
    fault: Exception | None = None
    try:
        for place, row, length in objects:
            rows[place] = row
            size += length
            if size >= _PIECE_CHARACTERS or len(rows) >= _PIECE_ROWS:
                yield _frame(rows)
                rows, size = {}, 0
    except (ValueError, *BROKEN) as error:
        fault = error
    if rows:
        yield _frame(rows)
    if fault is not None:
        raise fault


def _frame(rows: dict[int, dict[str, object]]) -> pd.DataFrame:
    return pd.DataFrame(list(rows.values()), index=list(rows), dtype=object)


def _object(line: str | None, lines: TextLines) -> dict[str, object] | str | None:
    """The row in a line, or a message if it is faulty; None for a blank line."""
    if line is None:
        return f"is longer than {LONGEST_LINE >> 20} MB"
    if lines.suspect and (bad := BAD_BYTES.search(line)):
        return f"character {bad.start() + 1}: {ord(bad[0][0]) - 0xDC00:#04x} is not valid {lines.encoding}"
    if "\0" in line:
        return "is not JSON (it holds a NUL)"
    try:
        row = _DECODER.decode(line) if line.strip() else None
    except (json.JSONDecodeError, RecursionError) as error:
        return f"is not JSON ({getattr(error, 'msg', 'nested too deep')})"
    return row if row is None or isinstance(row, dict) else "is not a JSON object with column names"


def read_json(file: SourceFile, record: ReadingRecord, columns: Columns) -> Iterator[pd.DataFrame]:
    """Read a JSON file: a list of objects, an object around one such list, objects by id, or one document.

    If each line is an object, the file is read as JSON Lines.
    """
    if _has_lines(file, record):
        yield from read_json_lines(file, record, columns)
        return
    yield from _read_items(file, record, columns)


def _read_items(file: SourceFile, record: ReadingRecord, columns: Columns) -> Iterator[pd.DataFrame]:
    with file.open() as raw:
        items = _Items(_Text(raw, encoding_of_file(file, record)), file, record, columns)
        yield from _frames(_unpacked(items.rows(), file, record, columns.text))


def _unpacked(
    rows: Iterator[tuple[int, dict[str, object], int]], file: SourceFile, record: ReadingRecord, text: str
) -> Iterator[tuple[int, dict[str, object], int]]:
    """The rows with the columns moved to the top if the first row nests them (Elasticsearch, GeoJSON)."""
    key: str | None = None
    for number, (place, row, length) in enumerate(rows):
        if not number and text not in row:
            keys = [name for name, inner in row.items() if isinstance(inner, dict) and text in inner]
            key = keys[0] if len(keys) == 1 else None
            if key is not None:
                record.note(file.path, f"the columns are read from {key!r} in each object")
        inner = row.get(key) if key is not None and text not in row else None
        if isinstance(inner, dict):
            outer = {f"outer {name}" if name in inner else name: value for name, value in row.items() if name != key}
            row = {**outer, **inner}
        yield place, row, length


def _begins_with_list(file: SourceFile) -> bool:
    """Does a file named .jsonl hold one list of objects?"""
    lines = (line for line in TextLines(file, ReadingRecord()) if line is not None and line.strip())
    return re.match(r"\s*\[\s*(\{|$)", next(lines, "")) is not None


def _has_lines(file: SourceFile, record: ReadingRecord) -> bool:
    """Is the first line a complete object, and is there another line below?"""
    lines = [
        line for line in islice(TextLines(file, ReadingRecord()), _FIRST_LINES) if line is not None and line.strip()
    ]
    if len(lines) < 2:
        return False
    try:
        return isinstance(json.loads(lines[0]), dict)
    except (json.JSONDecodeError, RecursionError):
        return False


class _Text:
    """The text of a file; only the part being read is kept in memory."""

    def __init__(self, raw: IO[bytes], encoding: str) -> None:
        self._raw = raw
        self.encoding = encoding
        self._decode = codecs.getincrementaldecoder(encoding)("partyspeak.bytes").decode
        self._text = ""
        self._at = 0
        self._line = 1
        self._column = 1
        self._ended = False
        self.damaged = False

    def value(self, longest: int) -> tuple[Any, int]:
        """Return the next value and its length."""
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text, self._at)
                fault = None
            except json.JSONDecodeError as error:
                fault = self.fault(f"is not JSON ({error.msg})", error.pos)
            except RecursionError:
                raise self.fault("is not JSON (nested too deep)", self._at) from None
            else:
                if end < len(self._text) or not self._more():
                    length, self._at = end - self._at, end
                    return value, length
                continue
            if len(self._text) - self._at > longest or not self._more():
                raise fault

    def next_is(self, mark: str) -> bool:
        """Is this the next character after any spaces? If so, move past it."""
        while True:
            found = _SPACE.match(self._text, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._text) or not self._more():
                break
        is_next = self._text.startswith(mark, self._at) if mark else self._at >= len(self._text)
        self._at += len(mark) if is_next else 0
        return is_next

    def fault(self, reason: str, at: int | None = None) -> ValueError:
        """An exception with the reason and its position in the file."""
        before = self._text[: self._at if at is None else at]
        lines = before.count("\n")
        column = len(before) - before.rfind("\n") if lines else self._column + len(before)
        return ValueError(f"{reason} (line {self._line + lines:,}, character {column:,})")

    def _more(self) -> bool:
        """Read at least as much text again, and drop what was already parsed."""
        if self._ended:
            return False
        passed = self._text[: self._at]
        lines = passed.count("\n")
        self._line += lines
        self._column = len(passed) - passed.rfind("\n") if lines else self._column + len(passed)
        data = self._raw.read(max(_BLOCK, len(self._text) - self._at))
        self._ended = not data
        text = self._decode(data, not data)
        self.damaged = self.damaged or bool(BAD_BYTES.search(text))
        self._text = self._text[self._at :] + text
        if not self._at and self._line == self._column == 1:
            self._text = self._text.removeprefix("\ufeff")
        self._at = 0
        return True


class _Items:
    """The objects in a JSON text."""

    def __init__(self, text: _Text, file: SourceFile, record: ReadingRecord, columns: Columns) -> None:
        self._text = text
        self._file = file
        self._record = record
        self._columns = columns
        self._place = 0

    def rows(self) -> Iterator[tuple[int, dict[str, object], int]]:
        """Yield each object with its number and its length."""
        text = self._text
        if not text.next_is("["):
            value, size = text.value(_LONGEST_OBJECT)
            if text.next_is(""):
                for item in self._unwrapped(value):
                    yield from self._numbered(item, len(str(item)))
                return
            yield from self._numbered(value, size)  # several objects, each spanning some lines
            while not text.next_is(""):
                yield from self._numbered(*text.value(_LONGEST_ITEM))
            return
        ended = text.next_is("]")
        while not ended:
            value, size = text.value(_LONGEST_ITEM)
            yield from self._numbered(value, size)
            comma = text.next_is(",")
            ended = text.next_is("]")
            if comma and ended:
                self._record.note(self._file.path, str(text.fault("a comma after the last item")))
            elif not comma and not ended:
                raise text.fault("the list has no end" if text.next_is("") else "no comma between two items")
        if not text.next_is(""):
            raise text.fault("more text after the end of the list")

    def _numbered(self, value: object, size: int) -> Iterator[tuple[int, dict[str, object], int]]:
        self._place += 1
        if not isinstance(value, dict):
            fault = f"is {type(value).__name__}, not a JSON object with column names"
        elif self._text.damaged and BAD_BYTES.search(json.dumps(value, ensure_ascii=False)):
            fault = f"holds a byte that is not valid {self._text.encoding}"
        else:
            yield self._place, value, size
            return
        self._record.skip(self._file.path, f"row {self._place}", fault)

    def _unwrapped(self, value: Any) -> list[Any]:
        """The documents in an object: the object itself, the one list that it holds, or its values by id."""
        if not isinstance(value, dict):
            raise SourceError(f"{self._file.path}: is {type(value).__name__}, neither an object nor a list of objects")
        if self._columns.text in value and not isinstance(value[self._columns.text], (dict, list)):
            return [value]
        if columns := _columns_in(value, self._columns.text):
            return columns
        lists = _lists_in(value)
        if len(lists) > 1:
            lists = [found for found in lists if _has_text(found[1][0], self._columns.text)] or lists
        if len(lists) == 1:
            return lists[0][1]
        if lists:
            names = ", ".join(repr(name) for name, _ in lists)
            raise SourceError(
                f"{self._file.path}: holds several lists of objects ({names}); write the right one to its own file"
            )
        if value and all(isinstance(item, dict) for item in value.values()):
            return [{(self._columns.id or "id"): id, **item} for id, item in value.items()]
        return [value]


def _has_text(item: dict[str, Any], text: str) -> bool:
    return text in item or any(isinstance(inner, dict) and text in inner for inner in item.values())


def _columns_in(value: dict[str, Any], text: str) -> list[dict[str, Any]]:
    """The rows of a table as pandas writes it: columns as objects or lists, or lists of values next to the names."""
    names, data = value.get("columns"), value.get("data")
    if isinstance(names, list) and isinstance(data, list) and text in names:
        fits = all(isinstance(row, list) and len(row) == len(names) for row in data)
        return [dict(zip(names, row, strict=True)) for row in data] if fits else []
    first = value.get(text)
    if isinstance(first, list) and all(isinstance(one, list) and len(one) == len(first) for one in value.values()):
        return [dict(zip(value, row, strict=True)) for row in zip(*value.values(), strict=True)]
    if isinstance(first, dict) and all(isinstance(one, dict) and one.keys() == first.keys() for one in value.values()):
        return [{name: column[key] for name, column in value.items()} for key in first]
    return []


def _lists_in(value: dict[str, Any], name: str = "", depth: int = 1) -> list[tuple[str, list[Any]]]:
    """The lists of objects in an object and in nested objects, with the keys that lead to them."""
    found: list[tuple[str, list[Any]]] = []
    for key, item in value.items():
        path = f"{name}.{key}" if name else key
        if isinstance(item, list) and item and all(isinstance(each, dict) for each in item):
            found.append((path, item))
        elif isinstance(item, dict) and depth < _DEEPEST:
            found += _lists_in(item, path, depth + 1)
    return found
