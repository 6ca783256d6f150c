"""Read tables piece by piece, with one reader per kind of file.

Every reader yields frames, and records what it left out. The index of a frame is the number of each row in the file: a
line of JSON Lines, otherwise a row, where the first row below the header is 1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

import pandas as pd

from partyspeak.io.columns import Columns
from partyspeak.io.excel import read_excel
from partyspeak.io.files import SourceFile
from partyspeak.io.json_files import read_json, read_json_lines
from partyspeak.io.record import ReadingRecord
from partyspeak.io.separated import read_csv, read_tsv

__all__ = ["READERS", "TableReader"]

TableReader = Callable[[SourceFile, ReadingRecord, Columns], Iterator[pd.DataFrame]]

_PARQUET_ROWS: Final = 256


def read_parquet(file: SourceFile, record: ReadingRecord, columns: Columns) -> Iterator[pd.DataFrame]:
    """Read a Parquet file, a few rows at a time."""
    import pyarrow.parquet as pq

    with file.open() as raw:
        place = 1
        for batch in pq.ParquetFile(raw).iter_batches(_PARQUET_ROWS):
            frame = batch.to_pandas(integer_object_nulls=True)  # 12 stays 12 if other rows have no value
            # A saved index becomes a column only if it has a name.
            frame = frame.reset_index() if frame.index.name is not None else frame
            yield frame.set_axis(pd.RangeIndex(place, place + len(frame)), axis=0)
            place += len(frame)


READERS: Final[dict[str, TableReader]] = {
    ".csv": read_csv,
    ".tsv": read_tsv,
    ".json": read_json,
    ".jsonl": read_json_lines,
    ".ndjson": read_json_lines,
    ".parquet": read_parquet,
    ".xlsx": read_excel,
}
"""The reader for each kind of table."""
