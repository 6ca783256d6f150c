"""Read dated documents from files and folders, and report bad rows."""

from partyspeak.io.columns import Columns, called_by_id, ids_of, is_missing, need_columns
from partyspeak.io.dates_in_names import date_in_name, dates_in_names
from partyspeak.io.document_dates import DateReader, read_dates
from partyspeak.io.files import KINDS, as_path, as_paths
from partyspeak.io.record import ReadingRecord
from partyspeak.io.sources import OneDocument, in_pieces, read_document, read_documents, read_table, stream_documents

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
]
