"""Tables read piece by piece, by the kind of file.

Every reader yields frames whose index is the place of each row (a line of JSON Lines, else a row, the
first below the header being 1), and records what it left out.
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
    """A Parquet file, a few rows at a time."""
    import pyarrow.parquet as pq

    with file.open() as raw:
        place = 1
        for batch in pq.ParquetFile(raw).iter_batches(_PARQUET_ROWS):
            frame = batch.to_pandas(integer_object_nulls=True)  # 12 stays 12 where other rows have none
            # A saved index is no column: it becomes one only when it has a name.
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
"""How each kind of table is read."""
