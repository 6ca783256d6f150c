"""Tables read piece by piece: CSV and TSV, JSON Lines, Parquet, Excel.

Every reader yields frames whose index is the place of each row (a line of JSON Lines, else a row, the
first below the header being 1), says what it left out, and never holds a whole file but Excel's.
"""

from __future__ import annotations

import codecs
import contextlib
import csv
import io
import json
from collections.abc import Callable, Generator, Iterator
from typing import IO, Any, Final, cast

import pandas as pd

from partyspeak.errors import SourceError
from partyspeak.sources.files import BROKEN, SourceFile
from partyspeak.sources.record import ReadingRecord
from partyspeak.textfiles import encoding_of

__all__ = ["READERS", "TableReader"]

TableReader = Callable[[SourceFile, ReadingRecord], Iterator[pd.DataFrame]]

_SAMPLE_BYTES: Final = 1 << 18
_BLOCK_BYTES: Final = 1 << 24
_LONGEST_LINE: Final = 1 << 26
_PIECE_CHARACTERS: Final = 1 << 21
_PIECE_ROWS: Final = 10_000
_PARQUET_ROWS: Final = 256


def read_csv(file: SourceFile, record: ReadingRecord) -> Iterator[pd.DataFrame]:
    """A CSV file; empty cells are missing, and every other cell is the text that stands there."""
    return _read_separated(file, record, ",")


def read_tsv(file: SourceFile, record: ReadingRecord) -> Iterator[pd.DataFrame]:
    """The same, with tabs."""
    return _read_separated(file, record, "\t")


def _read_separated(file: SourceFile, record: ReadingRecord, separator: str) -> Iterator[pd.DataFrame]:
    import pyarrow as pa
    from pyarrow import csv as arrow_csv

    encoding = _encoding(file, record)
    header = _header(file, encoding, separator)
    bad_rows: dict[int, str] = {}

    def note(row: arrow_csv.InvalidRow) -> str:
        bad_rows[row.number - 1] = f"{row.actual_columns} cells where the header has {row.expected_columns}"
        return "skip"

    with file.open() as raw, contextlib.ExitStack() as at_last:
        counted = _Recoded(raw, encoding)
        reader = arrow_csv.open_csv(
            counted,
            read_options=arrow_csv.ReadOptions(
                use_threads=False, block_size=_BLOCK_BYTES, column_names=header, skip_rows_after_names=1
            ),
            parse_options=arrow_csv.ParseOptions(
                delimiter=separator, newlines_in_values=True, invalid_row_handler=note
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(header, pa.large_binary()), null_values=[""], strings_can_be_null=True
            ),
        )
        place = 0
        for batch in at_last.enter_context(contextlib.closing(_batches(reader, counted))):
            places: list[int] = []
            while len(places) < batch.num_rows:
                place += 1
                if place not in bad_rows:
                    places.append(place)
            for bad in sorted(row for row in bad_rows if row <= place):
                record.skip(file.path, f"row {bad}", bad_rows.pop(bad))
            columns = {name: batch.column(name).to_pylist() for name in header}
            if counted.quotes % 2 and places and b"\n" in (columns[header[-1]][-1] or b""):
                record.skip(file.path, f"row {places.pop()}", "a quotation mark is never closed", whole=True)
                columns = {name: cells[:-1] for name, cells in columns.items()}
            yield _decoded_cells(columns, places, file, _after_recoding(encoding), record)
        for bad, reason in sorted(bad_rows.items()):
            record.skip(file.path, f"row {bad}", reason)
        if not place:  # a table without rows has its columns all the same
            yield pd.DataFrame({name: [] for name in header}, dtype=object)
        if counted.error is not None:
            raise counted.error


def _batches(reader: Any, file: _Recoded) -> Generator[Any]:
    """The rows of a file, many at a time; of a row that is too long, pyarrow's words say only how it works."""
    import pyarrow as pa

    try:
        yield from reader
    except pa.ArrowInvalid as error:
        reason = f"a row is longer than {_BLOCK_BYTES >> 20} MB" if "straddl" in str(error) else str(error)
        raise ValueError(reason) from None
    finally:
        # pyarrow reads ahead in a thread of its own, which would bring Python down if it still ran at the end.
        file.stopped = True
        with contextlib.suppress(pa.ArrowException, StopIteration):
            while True:
                reader.read_next_batch()


def _decoded_cells(
    columns: dict[str, list[bytes | None]], places: list[int], file: SourceFile, encoding: str, record: ReadingRecord
) -> pd.DataFrame:
    """The cells as text; a row with a cell in no encoding is left out."""
    bad: dict[int, str] = {}
    texts: dict[str, list[str | None]] = {}
    for name, cells in columns.items():
        texts[name] = []
        for place, cell in zip(places, cells, strict=True):
            try:
                texts[name].append(None if cell is None else _decode(cell, encoding))
            except SourceError as error:
                texts[name].append(None)
                bad[place] = f"column {name!r}{error}"
    for place, reason in sorted(bad.items()):
        record.skip(file.path, f"row {place}", reason)
    return pd.DataFrame(texts, index=places, dtype=object).drop(index=list(bad))


def _decode(cell: bytes, encoding: str) -> str:
    """In the encoding of the file's beginning, else in one of its own."""
    try:
        return cell.decode(encoding)
    except UnicodeDecodeError:
        return cell.decode(encoding_of(cell, ""))


def _header(file: SourceFile, encoding: str, separator: str) -> list[str]:
    with file.open() as raw, io.TextIOWrapper(raw, encoding=encoding, errors="replace", newline="") as lines:
        header = next(csv.reader(lines, delimiter=separator), None)
    if not header:
        raise SourceError(f"{file.path}: is empty; a table needs a header line")
    doubles = sorted({name for name in header if header.count(name) > 1})
    if doubles:
        raise SourceError(f"{file.path}: columns stand twice ({', '.join(map(repr, doubles))}); rename one of each")
    return header


def _encoding(file: SourceFile, record: ReadingRecord) -> str:
    """The encoding of a file, from its beginning up to the last whole line."""
    with file.open() as raw:
        sample = _beginning(raw)
    if len(sample) >= _SAMPLE_BYTES:
        sample = sample[: sample.rfind(b"\n") + 1] or sample
    marked = sample.startswith(codecs.BOM_UTF8)
    encoding = "utf-8-sig" if marked else "utf-8" if _mostly_utf8(sample) else encoding_of(sample, str(file.path))
    record.read_as(file.path, encoding)
    return encoding


def _beginning(raw: IO[bytes]) -> bytes:
    sample = b""
    try:
        while len(sample) < _SAMPLE_BYTES and (more := _some(raw)):
            sample += more
    except BROKEN:
        if not sample:
            raise
    return sample


def _some(raw: IO[bytes]) -> bytes:
    """What is at hand: asked for more at once, a damaged gzip would give nothing."""
    return cast(io.BufferedIOBase, raw).read1(_SAMPLE_BYTES)


def _mostly_utf8(sample: bytes) -> bool:
    """One row of damaged bytes does not make another encoding of the whole table."""
    good = bad = 0
    for line in sample.split(b"\n") if b"\0" not in sample else ():
        try:
            good += not line.decode("utf-8").isascii()
        except UnicodeDecodeError:
            bad += 1
    return good > bad > 0


class _Recoded(io.RawIOBase):
    """The bytes of a file, UTF-16 as UTF-8: there, bytes of a character may look like a comma or a line's end.

    It counts the quotation marks that went through, and ends a damaged file at its last whole line; ``error``
    is then what was raised. Once ``stopped``, it has no more bytes.
    """

    def __init__(self, raw: IO[bytes], encoding: str) -> None:
        self._raw = raw
        self._decode = codecs.getincrementaldecoder(encoding)(errors="replace").decode if _wide(encoding) else None
        self._ready = b""
        self._rest = b""
        self.quotes = 0
        self.stopped = False
        self.error: BaseException | None = None

    def readable(self) -> bool:
        """It can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """The next bytes."""
        while not self._ready and self.error is None and not self.stopped:
            try:
                data = _some(self._raw)
            except BROKEN as error:
                self.error = error
                break
            self._rest += self._decode(data, not data).encode("utf-8") if self._decode else data
            # The end of a row, but for rows that are too long to be read in any case.
            whole = self._rest.rfind(b"\n") + 1 if data and len(self._rest) < _BLOCK_BYTES else len(self._rest)
            self._ready, self._rest = self._rest[:whole], self._rest[whole:]
            if not data:
                break
        count = 0 if self.stopped else min(len(buffer), len(self._ready))
        buffer[:count], self._ready = self._ready[:count], self._ready[count:]
        self.quotes += bytes(buffer[:count]).count(b'"')
        return count


def _wide(encoding: str) -> bool:
    return encoding.startswith(("utf_16", "utf-16"))


def _after_recoding(encoding: str) -> str:
    return "utf-8" if _wide(encoding) else encoding


def read_json_lines(file: SourceFile, record: ReadingRecord) -> Iterator[pd.DataFrame]:
    """A JSON Lines file: pandas' own reader makes instants of dates and numbers of ids, and names no bad line."""
    rows: dict[int, dict[str, object]] = {}
    size = 0
    try:
        for number, line in _lines(file, record):
            size += len(line)
            row = _object(line)
            if isinstance(row, dict):
                rows[number] = row
            elif row is not None:
                record.skip(file.path, f"line {number}", row)
            if size >= _PIECE_CHARACTERS or len(rows) >= _PIECE_ROWS:
                yield _objects(rows)
                rows, size = {}, 0
    except BROKEN:
        # What was read before the damage counts.
        if rows:
            yield _objects(rows)
        raise
    if rows:
        yield _objects(rows)


def _object(line: str) -> dict[str, object] | str | None:
    """The row that a line holds; else what is wrong with it; None for a blank line."""
    try:
        row = json.loads(line) if line.strip() else None
    except (json.JSONDecodeError, RecursionError) as error:
        return f"is not JSON ({getattr(error, 'msg', 'nested too deep')})"
    return row if row is None or isinstance(row, dict) else "is not a JSON object with the columns' names"


def _objects(rows: dict[int, dict[str, object]]) -> pd.DataFrame:
    return pd.DataFrame(list(rows.values()), index=list(rows), dtype=object)


def _lines(file: SourceFile, record: ReadingRecord) -> Iterator[tuple[int, str]]:
    """Numbered lines; one that is too long to be a document, or in no encoding, is left out."""
    encoding = _encoding(file, record)
    with file.open() as raw:
        lines: IO[bytes] = io.BufferedReader(_Recoded(raw, encoding)) if _wide(encoding) else raw
        number = 0
        while line := lines.readline(_LONGEST_LINE):
            number += 1
            if len(line) == _LONGEST_LINE and not line.endswith(b"\n"):
                _pass_over(lines)
                record.skip(file.path, f"line {number}", f"is longer than {_LONGEST_LINE >> 20} MB")
                continue
            try:
                yield number, _decode(line, _after_recoding(encoding))
            except SourceError as error:
                record.skip(file.path, f"line {number}", str(error).removeprefix(": "))


def _pass_over(lines: IO[bytes]) -> None:
    while (rest := lines.readline(_SAMPLE_BYTES)) and not rest.endswith(b"\n"):
        pass


def read_parquet(file: SourceFile, record: ReadingRecord) -> Iterator[pd.DataFrame]:
    """A Parquet file, a few rows at a time."""
    import pyarrow.parquet as pq

    with file.open() as raw:
        place = 1
        for batch in pq.ParquetFile(raw).iter_batches(_PARQUET_ROWS):
            frame = batch.to_pandas()
            # A saved index is no column: it becomes one only when it has a name.
            frame = frame.reset_index() if frame.index.name is not None else frame
            yield frame.set_axis(pd.RangeIndex(place, place + len(frame)), axis=0)
            place += len(frame)


def read_excel(file: SourceFile, record: ReadingRecord) -> Iterator[pd.DataFrame]:
    """The first sheet of an Excel file; the record names the others."""
    with file.open() as raw, pd.ExcelFile(raw) as book:
        frame = pd.read_excel(book, dtype=object)
        for sheet in book.sheet_names[1:]:
            record.ignore(f"{file.path}, sheet {sheet!r}")
    yield frame.set_axis(pd.RangeIndex(1, len(frame) + 1), axis=0)


READERS: Final[dict[str, TableReader]] = {
    ".csv": read_csv,
    ".tsv": read_tsv,
    ".jsonl": read_json_lines,
    ".ndjson": read_json_lines,
    ".parquet": read_parquet,
    ".xlsx": read_excel,
}
"""How each kind of table is read."""
