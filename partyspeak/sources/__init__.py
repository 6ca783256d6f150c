"""Dated documents from files and folders, and what is said when a row is bad."""

from partyspeak.sources.columns import Columns, called_by_id, ids_of, is_missing, need_columns, twice
from partyspeak.sources.dates import DateReader, read_dates
from partyspeak.sources.documents import (
    OneDocument,
    in_pieces,
    read_document,
    read_documents,
    read_table,
    stream_documents,
)
from partyspeak.sources.files import KINDS, as_path, as_paths
from partyspeak.sources.names import date_in_name, dates_in_names
from partyspeak.sources.record import ReadingRecord

__all__ = [
    "KINDS",
    "Columns",
    "DateReader",
    "OneDocument",
    "ReadingRecord",
    "as_path",
    "as_paths",
    "called_by_id",
    "date_in_name",
    "dates_in_names",
    "ids_of",
    "in_pieces",
    "is_missing",
    "need_columns",
    "read_dates",
    "read_document",
    "read_documents",
    "read_table",
    "stream_documents",
    "twice",
]
