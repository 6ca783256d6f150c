r"""CSV and TSV files, read by the standard csv module.

A file that follows the format is read as it is. If a row breaks the format, only that row is lost, and the record
names it: a quotation mark that is never closed does not swallow the rows below. Variants that other programs write are
recognised and noted: another separator, a title above the header, ``\"`` for a quotation mark, ``\N`` for no value.
"""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Final

import pandas as pd

from partyspeak.io.columns import Columns
from partyspeak.io.files import SourceFile
from partyspeak.io.headers import header_row, name_of, names_of, title_note, widest
from partyspeak.io.lines import LONGEST_LINE, TextLines
from partyspeak.io.record import ReadingRecord
from partyspeak.text.encodings import BAD_BYTES

__all__ = ["read_csv", "read_tsv"]

_LONGEST_ROW: Final = 1 << 24
_PIECE_CHARACTERS: Final = 1 << 21
_BLANK: Final = " \t\u3000\xa0\ufeff\x1a"
_PIECE_ROWS: Final = 10_000
_HEAD_LINES: Final = 200
_LOOK_AHEAD: Final = 100
_SEPARATORS: Final = (",", ";", "\t", "|", "，", "；", "\x01")
_OTHER_SEPARATORS: Final = re.compile(r'[^\w"\r\n]')
_SEPARATOR_NAMES: Final = {",": "a comma", "\t": "a tab", " ": "a space", "\x01": "U+0001"}
_NAMED: Final = re.compile(r'"?sep=(.)"?[\r\n]*', re.IGNORECASE)
_SPACED_QUOTE: Final = re.compile(' +"')
_ESCAPED: Final = re.compile(r'(\\+)"')
_BACKSLASH: Final = re.compile(r"(?<!\\)(\\\\)*\\$")
_NULL: Final = r"\N"


def read_csv(file: SourceFile, record: ReadingRecord, columns: Columns) -> Iterator[pd.DataFrame]:
    """Read a CSV file; empty cells are missing values, and every other cell is text as written."""
    return _read(file, record, columns, ",")


def read_tsv(file: SourceFile, record: ReadingRecord, columns: Columns) -> Iterator[pd.DataFrame]:
    """Read a TSV file in the same way."""
    return _read(file, record, columns, "\t")


def _read(file: SourceFile, record: ReadingRecord, columns: Columns, separator: str) -> Iterator[pd.DataFrame]:
    # The limit holds for the whole process, so it is only raised, never lowered.
    csv.field_size_limit(max(csv.field_size_limit(), _LONGEST_ROW))
    lines = TextLines(file, record)
    stream = iter(lines)
    head = list(islice(stream, _HEAD_LINES))
    layout = _layout([line for line in head if line is not None], separator, columns.text)
    names = names_of(layout.header, file)
    if layout.separator != separator:
        record.note(file.path, f"the separator is {_name_of(layout.separator)}")
    if layout.above:
        record.note(file.path, title_note(layout.above))
    rows = _CsvRows(chain(head[layout.first_line :], stream), layout, len(names))
    table = _Table(file, record, names, lines, layout.header, layout.separator)
    for line, cells, fault in rows:
        table.add(line, cells, fault)
        if table.is_full:
            yield table.take()
    if table.rows or not table.taken:  # a table without rows still has columns
        yield table.take()
    for note in (*rows.notes(), *table.notes(), lines.note):
        if note:
            record.note(file.path, note)
    if lines.error is not None:
        raise lines.error


@dataclass
class _Layout:
    """The layout of a file: its separator, its header, the rows above the header, and the line after it."""

    separator: str
    spaced: bool
    header: list[str]
    above: list[list[str]]
    first_line: int
    rows: list[list[str]]

    def names(self, text: str) -> bool:
        """Does the header name the text column?"""
        return text in map(name_of, self.header)

    @property
    def regular(self) -> bool:
        """Is this the header of a table, as wide as nearly all rows below?"""
        width = len(self.header)
        # The index column that pandas or R writes has no name.
        named = width > 1 and all(map(name_of, self.header[1:])) and len(set(self.header)) == width
        return named and sum(_fits(row, width) for row in self.rows) >= 0.8 * len(self.rows)

    @property
    def faults(self) -> int:
        """The number of rows that do not fit the header, or that hold quotation marks which are not text."""
        width = len(self.header)
        rows = (self.header, *self.rows)
        return sum(not _fits(row, width) or any(map(_SPACED_QUOTE.match, row)) for row in rows)


def _fits(row: list[str], width: int) -> bool:
    """Is the row as wide as the header? Empty cells at its end do not count."""
    return widest(row) <= width <= len(row)


def _layout(head: list[str], separator: str, text: str) -> _Layout:
    """The layout with the usual separator, unless another one fits clearly better."""
    named = _NAMED.fullmatch(head[0]) if head else None
    if named:
        return _layout_with(head, named[1], text, first=1)
    usual = _layout_with(head, separator, text)
    if usual.names(text):
        return usual
    others = [_layout_with(head, other, text) for other in _SEPARATORS if other != separator]
    regular = [other for other in others if other.regular]
    fitting = [other for other in regular if other.names(text)]
    if not fitting:
        line = next((line for line in head if text in line), "")
        unusual = sorted(set(_OTHER_SEPARATORS.findall(line)).difference(_SEPARATORS))
        layouts = [_layout_with(head, other, text) for other in unusual]
        fitting = [other for other in layouts if other.regular and other.names(text)]
    if len(fitting) == 1:
        return fitting[0]
    plain = [other for other in regular if other.rows]
    return plain[0] if len(usual.header) <= 1 and len(plain) == 1 else usual


def _layout_with(head: list[str], separator: str, text: str, first: int = 0) -> _Layout:
    """The layout with a given separator; ignores spaces before a quotation mark if more rows fit that way."""
    layout = _layout_as(head, separator, text, first, spaced=False)
    if separator == " " or not any(separator + ' "' in line for line in head):
        return layout
    spaced = _layout_as(head, separator, text, first, spaced=True)
    return spaced if spaced.faults < layout.faults else layout


def _layout_as(head: list[str], separator: str, text: str, first: int, spaced: bool) -> _Layout:
    reader = csv.reader(head[first:], delimiter=separator, skipinitialspace=spaced)
    rows, starts, ends = [], [], []
    start = first
    for row in reader:
        end = first + reader.line_num
        if any(row):
            rows.append(row)
            starts.append(start)
            ends.append(end)
        start = end
    if not rows:
        return _Layout(separator, spaced, [], [], len(head), [])
    at = header_row(rows, text)
    # The last row may be cut off.
    below = rows[at + 1 : -1] if len(rows) > at + 2 else rows[at + 1 :]
    header = rows[at][: widest(rows[at])]
    if below and all(
        len(row) == len(header) + 1 and head[line].startswith(f'"{number}"')
        for number, (row, line) in enumerate(zip(below, starts[at + 1 :], strict=False), start=1)
    ):
        header = ["", *header]  # R writes no name above the row numbers
    return _Layout(separator, spaced, header, rows[:at], ends[at], below)


class _CsvRows:
    """Yields each row of a file: the line on which it begins, its cells, and what is wrong with it.

    The csv module reads in strict mode. Where it raises an error, the lines of the row are read in another way or left
    out, and reading continues at the line after the row's first one.
    """

    def __init__(self, lines: Iterator[str | None], layout: _Layout, width: int) -> None:
        self._lines = lines
        self._separator = layout.separator
        self._spaced = layout.spaced
        self._width = width
        self._line = layout.first_line + 1
        self._waiting: deque[str | None] = deque()  # lines to read again
        self._taken: list[str] = []  # lines of the current row
        self._size = 0
        self._escaped_from = 0
        self._stray: list[int] = []
        self._joined: list[int] = []

    def __iter__(self) -> Iterator[tuple[int, list[str], str]]:
        reader = self._reader()
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                found = self._recovered(str(error))
                reader = self._reader()
                if found is not None:
                    yield found
                continue
            if self._swallowed():
                cells = _as_written(self._taken[0], self._separator)
                self._stray.append(self._line)
                yield self._line, cells, ""
                self._done(1)
                reader = self._reader()
                continue
            if cells:
                yield self._line, self._continued(cells), ""
            self._done(len(self._taken))

    def notes(self) -> Iterator[str]:
        """What the user should know about the rows."""
        if self._escaped_from:
            yield rf"quotation marks in cells are written as \" (first on line {self._escaped_from:,})"
        if self._stray:
            rows, first = _counted(len(self._stray), "row"), self._stray[0]
            yield f"{rows} with quotation marks that are not doubled, read as written (first on line {first:,})"
        if self._joined:
            rows, first = _counted(len(self._joined), "row"), self._joined[0]
            yield f"{rows} with a backslash before a line break, which is read as text (first on line {first:,})"

    def _continued(self, cells: list[str]) -> list[str]:
        """The cells, joined with those of next lines too short to be rows: MySQL escapes line breaks this way."""
        while _BACKSLASH.search(cells[-1]):
            try:
                line = self._next_line()
            except StopIteration:
                break
            more = _as_written(line or "", self._separator)
            if line is None or len(more) == self._width or len(cells) + len(more) - 1 > self._width:
                self._waiting.appendleft(line)
                break
            if self._joined[-1:] != [self._line]:
                self._joined.append(self._line)
            self._taken.append(line)
            cells = [*cells[:-1], f"{cells[-1][:-1]}\n{more[0]}", *more[1:]]
        return cells

    def _swallowed(self) -> bool:
        """Does a tab-separated row span lines that are each a row? Many such files do not use quotation marks."""
        return (
            len(self._taken) > 1
            and self._separator == "\t"
            and self._width > 1
            and all(line.count("\t") == self._width - 1 for line in self._taken)
        )

    def _reader(self) -> Iterator[list[str]]:
        return csv.reader(self._feed(), delimiter=self._separator, strict=True, skipinitialspace=self._spaced)

    def _next_line(self) -> str | None:
        return self._waiting.popleft() if self._waiting else next(self._lines)

    def _feed(self) -> Iterator[str]:
        while True:
            try:
                line = self._waiting.popleft() if self._waiting else next(self._lines)
            except StopIteration:
                return
            if line is None:
                self._waiting.appendleft(None)
                raise csv.Error("too long")
            self._taken.append(line)
            self._size += len(line)
            if self._size > _LONGEST_ROW:
                raise csv.Error("too long")
            yield _doubled(line) if self._escaped_from else line

    def _done(self, lines: int) -> None:
        """Mark the first lines as read, and put the other lines back to be read again."""
        self._waiting.extendleft(reversed(self._taken[lines:]))
        self._line += lines
        self._taken = []
        self._size = 0

    def _recovered(self, error: str) -> tuple[int, list[str], str] | None:
        """The result for a row that breaks the format; None if its lines are to be read again."""
        line, taken = self._line, self._taken
        if not taken:
            self._waiting.popleft()
            self._line += 1
            return line, [], f"is longer than {LONGEST_LINE >> 20} MB"
        if not self._escaped_from and any(r"\"" in text for text in taken) and self._reads_escaped():
            self._escaped_from = line
            self._done(0)
            return None
        alone = len(taken) == 1
        self._done(1)
        if error == "too long" and alone:
            return line, [], f"is longer than {_LONGEST_ROW >> 20} million characters"
        if not alone or error == "unexpected end of data" or error == "too long":
            return line, [], "a quotation mark is never closed"
        cells = _as_written(taken[0], self._separator)
        if len(cells) == self._width:
            self._stray.append(line)
            return line, cells, ""
        return line, [], "a quotation mark inside a quoted cell is not doubled"

    def _reads_escaped(self) -> bool:
        r"""Does the row have the right width if ``\"`` is read as a quotation mark?"""
        ahead: list[str | None] = []
        for _ in range(_LOOK_AHEAD):
            try:
                ahead.append(self._next_line())
            except StopIteration:
                break
        self._waiting.extendleft(reversed(ahead))
        lines = (_doubled(line) for line in (*self._taken, *ahead) if line is not None)
        try:
            return len(next(csv.reader(lines, delimiter=self._separator, strict=True))) == self._width
        except csv.Error:
            return False


def _name_of(separator: str) -> str:
    return _SEPARATOR_NAMES.get(separator, repr(separator))


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'s' * (number != 1)}"


def _doubled(line: str) -> str:
    r"""The line with ``\"`` replaced by ``""``; each pair of backslashes before a quotation mark becomes one."""
    if r"\"" not in line:
        return line
    return _ESCAPED.sub(lambda found: "\\" * (len(found[1]) // 2) + '"' * (1 + len(found[1]) % 2), line)


def _as_written(line: str, separator: str) -> list[str]:
    """The cells between the separators, without the quotation marks around a whole cell."""
    cells = line.rstrip("\r\n").split(separator)
    return [cell[1:-1].replace('""', '"') if len(cell) > 1 and cell[0] == cell[-1] == '"' else cell for cell in cells]


@dataclass
class _Table:
    """Collects the rows since the last frame, and checks them against the header."""

    file: SourceFile
    record: ReadingRecord
    names: list[str]
    lines: TextLines
    header: list[str]
    separator: str
    repeated: int = 0
    joined: int = 0
    rows: list[list[str]] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    taken: int = 0
    _place: int = 0
    _size: int = 0
    _nulls: int = 0
    _escapes: int = 0

    @property
    def is_full(self) -> bool:
        """Are there enough rows or characters for a frame?"""
        return self._size >= _PIECE_CHARACTERS or len(self.rows) >= _PIECE_ROWS

    def add(self, line: int, cells: list[str], fault: str) -> None:
        """Keep the row, or record what is wrong with it."""
        self._place += 1
        if not fault:
            if not any(cell.strip(_BLANK) for cell in cells) or cells == self.header:
                self.repeated += any(cells) and cells == self.header
                return
            if len(self.names) == 1 < len(cells):
                self.joined += 1
                cells = [self.separator.join(cells)]
            if len(cells) > len(self.names) and widest(cells) <= len(self.names):
                cells = cells[: len(self.names)]
            if len(cells) != len(self.names):
                fault = f"{_counted(len(cells), 'cell')} where the header has {len(self.names):,}"
            elif self.lines.suspect:
                fault = self._damage(cells)
        if fault:
            self.record.skip(self.file.path, f"row {self._place}", f"{fault} (line {line:,} of the file)")
            return
        self.rows.append(cells)
        self.places.append(self._place)
        self._size += sum(map(len, cells))

    def _damage(self, cells: list[str]) -> str:
        for name, cell in zip(self.names, cells, strict=True):
            if "\0" in cell:
                return f"column {name!r} holds a NUL"
            bad = BAD_BYTES.search(cell)
            if bad:
                shown = " ".join(f"{ord(mark) - 0xDC00:#04x}" for mark in bad[0][:4])
                return f"column {name!r}: {shown} is not valid {self.lines.encoding}"
        return ""

    def take(self) -> pd.DataFrame:
        """Return the rows as a frame, and forget them."""
        columns = zip(*self.rows, strict=True) if self.rows else [()] * len(self.names)
        data = {name: self._values(cells) for name, cells in zip(self.names, columns, strict=True)}
        frame = pd.DataFrame(data, index=self.places, dtype=object)
        self.rows, self.places, self._size = [], [], 0
        self.taken += 1
        return frame

    def _values(self, cells: tuple[str, ...]) -> list[str | None]:
        nulls = cells.count(_NULL)
        self._nulls += nulls
        if self.separator == "\t":
            self._escapes += sum(r"\n" in cell for cell in cells)
        return (
            [cell if cell and cell != _NULL else None for cell in cells] if nulls else [cell or None for cell in cells]
        )

    def notes(self) -> Iterator[str]:
        """What the user should know about the cells."""
        if self._nulls:
            yield rf"{_counted(self._nulls, 'cell')} with \N (MySQL, PostgreSQL) read as missing"
        if self._escapes:
            cells = _counted(self._escapes, "cell")
            yield rf"{cells} with \n, which MySQL and PostgreSQL write for a line break, read as written"
        if self.repeated:
            yield f"{_counted(self.repeated, 'row')} that repeat{'s' * (self.repeated == 1)} the header"
        if self.joined:
            yield f"{_counted(self.joined, 'row')} with {_name_of(self.separator)} in the only column, read as text"
