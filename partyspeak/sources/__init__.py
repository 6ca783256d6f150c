"""Dated documents from files and folders, and what is said when a row is bad."""

from partyspeak.sources.columns import Columns, ids_of, is_missing, need_columns
from partyspeak.sources.dates import DateReader, read_dates
from partyspeak.sources.documents import in_pieces, read_documents, stream_documents
from partyspeak.sources.files import KINDS
from partyspeak.sources.names import date_in_name, dates_in_names
from partyspeak.sources.record import ReadingRecord

__all__ = [
    "KINDS",
    "Columns",
    "DateReader",
    "ReadingRecord",
    "date_in_name",
    "dates_in_names",
    "ids_of",
    "in_pieces",
    "is_missing",
    "need_columns",
    "read_dates",
    "read_documents",
    "stream_documents",
]
