"""Tagging: from dated documents to a tagged corpus."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

import pandas as pd

from partyspeak.analysis.zones import TITLE, zones
from partyspeak.corpus import schema
from partyspeak.corpus.corpus import TaggedCorpus
from partyspeak.corpus.schema import Found, needed
from partyspeak.dates import PartialDate
from partyspeak.errors import SourceError
from partyspeak.io import (
    DateReader,
    ReadingRecord,
    as_path,
    as_paths,
    called_by_id,
    ids_of,
    need_columns,
    read_documents,
)
from partyspeak.io.columns import recorded_origins, texts_of
from partyspeak.io.values import plain_columns
from partyspeak.matching.hits import BOUNDARY
from partyspeak.matching.mentions import Tagged
from partyspeak.matching.parallel import Workers
from partyspeak.matching.tagger import Tagger
from partyspeak.text.code_points import storable
from partyspeak.text.garbled import GarbledDocuments

__all__ = ["BadDates", "Documents", "Untagged", "corpus_of", "tag", "tag_with_dates"]

Documents = pd.DataFrame | pd.Series | Iterable[str | Path] | str | Path


BadDates = Literal["raise", "keep"]


def tag(
    docs: Documents,
    text: str = "text",
    date: str | None = "date",
    id: str | None = None,
    *,
    tagger: Tagger | None = None,
    bad_dates: BadDates = "raise",
    date_format: str | None = None,
    timezone: str | None = None,
    keep_rejected: bool = False,
    workers: int = 1,
    progress: Callable[[int], object] | None = None,
    record: ReadingRecord | None = None,
) -> TaggedCorpus:
    """Find every phrase in dated documents.

    Text that is no text (read in a wrong encoding, or without the font of its PDF) is left out of matches and counts; a
    warning names the documents.

    Parameters
    ----------
    docs : pandas.DataFrame, iterable of str, path, or iterable of paths
        Paths are read by :func:`partyspeak.read_documents`. A text that is the path of a file or a folder that is
        there is a path.
    text, date, id : str
        The columns of the text, the date and the id; ``date=None`` for undated documents. Without ``id``, the row's
        index is the id in a DataFrame; for paths it is the column ``id``, else the file's name and the row's place
        (``speeches.csv:17``). Strings have neither.
    tagger : Tagger, optional
        With the curated lexicon when left out.
    bad_dates : {"raise", "keep"}
        ``keep`` leaves a date that cannot be read empty, and warns how many there are.
    date_format : str, optional
        How the dates of the column are written, as for :meth:`datetime.datetime.strptime`: ``"%d/%m/%Y"``. Without it,
        every usual way of writing is read, and 04/05/2019 is refused unless other dates of the column show its order.
        Values that do not fit cannot be read. Dates in the names of files are read as ever.
    timezone : str, optional
        A name such as ``"Asia/Shanghai"``: a time with a time zone gives the day that it was there. Without it, and
        for a time without a time zone, the day is the one that is written.
    keep_rejected : bool
        Give refused hits too, with their ``reason``; they are never sure.
    workers : int
        How many processes; the rows are the same, in the same order. In a script, not in a notebook, the
        call must be under ``if __name__ == "__main__":``, as :mod:`multiprocessing` asks.
    progress : callable, optional
        Called with the number of documents done, as the work goes on.
    record : ReadingRecord, optional
        For paths: what was left out is recorded there; without it, a warning reports that. One with ``strict=True``
        stops at the first row or file that cannot be read.

    Returns
    -------
    TaggedCorpus

    Raises
    ------
    SourceError
        For a column that is not there, an id that occurs twice, a text that is no text, a date that
        cannot be read; each with the row and the value. For a ``date_format`` or ``timezone`` that is not known. For
        paths see :func:`partyspeak.stream_documents`.

    Warns
    -----
    UserWarning
        For dates in the future or before 1900; for dates at the beginning of 1970, which come from numbers; for times
        in UTC that are midnight in Beijing.
        For paths without a record: what was left out or is to be noted, with counts.

    Examples
    --------
    >>> import pandas as pd
    >>> docs = pd.DataFrame({"date": ["2020-09-18"], "text": ["加快形成双循环"]})
    >>> tag(docs).mentions[["phrase", "start", "end", "text"]].values.tolist()
    [['dual-circulation', 4, 7, '双循环']]
    """
    reader = DateReader(bad_dates, date_format, timezone)
    frame, text, date, id = _as_frame(docs, text, date, id, record)
    return tag_with_dates(frame, text, date, id, reader, tagger, keep_rejected, workers, progress)


def tag_with_dates(
    frame: pd.DataFrame,
    text: str,
    date: str | None,
    id: str | None,
    reader: DateReader,
    tagger: Tagger | None = None,
    keep_rejected: bool = False,
    workers: int = 1,
    progress: Callable[[int], object] | None = None,
) -> TaggedCorpus:
    """The same as :func:`tag` for a DataFrame, with a reader of dates that may have read other pieces before."""
    need_columns(frame, text=text, date=date, id=id)
    others = frame.drop(columns=[name for name in (text, date, id) if name is not None])
    dates = _dates(frame, date, others, reader)
    untagged = Untagged(ids_of(frame, id), texts_of(frame[text]), dates, others)
    tagger = Tagger.default() if tagger is None else tagger
    with Workers(tagger, workers) as pool:
        tagged = pool.tag(untagged.texts, dates, keep_rejected, progress)
    garbled = GarbledDocuments()
    garbled.add(untagged.ids.tolist(), untagged.texts, tagged.garbled)
    if garbled.message:
        warnings.warn(garbled.message, stacklevel=2)
    return corpus_of(untagged, tagger, tagged, keep_rejected, frame[text])


class Untagged(NamedTuple):
    """Documents whose texts can be tagged.

    Attributes
    ----------
    ids : pandas.Index
    texts : sequence of str
    dates : sequence of PartialDate or None
    others : pandas.DataFrame
        Their other columns.
    """

    ids: pd.Index
    texts: Sequence[str]
    dates: Sequence[PartialDate | None]
    others: pd.DataFrame

    def take(self, numbers: Sequence[int]) -> Untagged:
        """Some of them, by their places."""
        texts, dates = [self.texts[number] for number in numbers], [self.dates[number] for number in numbers]
        return Untagged(self.ids.take(numbers), texts, dates, self.others.take(numbers))


def corpus_of(
    untagged: Untagged,
    tagger: Tagger,
    tagged: Tagged,
    keep_rejected: bool = False,
    column: pd.Series | None = None,
) -> TaggedCorpus:
    """The two frames of documents, and of what the tagger found in them; ``column`` is where the texts came from."""
    ids, texts, dates, others = untagged
    if tagger.warns and (doubtful := int((tagged.why == 1 + BOUNDARY).sum())):
        warnings.warn(
            f"{doubtful:,} hits may be parts of other words and stay unsure; "
            "run `partyspeak download` once, and the segmenter judges them",
            stacklevel=4,
        )
    origins = recorded_origins(others)
    if origins is not None:
        others = others.drop(columns="date_from")
    where = ["column"] * len(dates) if origins is None else origins.tolist()
    dates_from = [origin if date else "none" for origin, date in zip(where, dates, strict=True)]
    found = Found(tagger, tagged, ids, dates, dates_from)
    documents = pd.concat([schema.document_columns(found), _others(others)], axis=1)
    mentions = schema.mentions_frame(found)
    if TITLE in documents:
        mentions["zone"] = zones(documents, mentions, texts)
    kept_texts = pd.Series(_kept(column, texts), index=ids, name="text").rename_axis("doc_id")
    return TaggedCorpus(
        documents, mentions, schema.phrases_frame(tagger.lexicon).copy(), dict(tagger.settings), kept_texts
    )


def _as_frame(
    docs: Documents, text: str, date: str | None, id: str | None, record: ReadingRecord | None
) -> tuple[pd.DataFrame, str, str | None, str | None]:
    if isinstance(docs, pd.DataFrame):
        return docs, text, date, id
    if isinstance(docs, pd.Series):
        return docs.to_frame("text"), "text", None, None
    if isinstance(docs, Mapping) or not isinstance(docs, (Iterable, Path)):
        raise SourceError(
            f"documents are a DataFrame, texts or a path, not {type(docs).__name__}; use pd.DataFrame(docs)"
        )
    given = [_need_path(docs)] if isinstance(docs, (str, Path)) else list(docs)
    paths = as_paths(given)
    if paths is None:
        return pd.DataFrame({"text": pd.Series(given, dtype=object)}), "text", None, None
    kept = ReadingRecord() if record is None else record
    frame = read_documents(*paths, text=text, date=date, id=id, record=kept)
    if record is None:
        kept.warn(stacklevel=3)
    key = id or "id"
    return called_by_id(frame, key), text, date, key


def _need_path(docs: str | Path) -> Path:
    path = as_path(docs)
    if path is None:
        raise SourceError(
            f"{docs[:60]!r}: no such file or folder; to tag a text, put it in a list: partyspeak.tag([text])"
            if isinstance(docs, str)
            else f"{docs}: no such file or folder"
        )
    return path


def _dates(
    frame: pd.DataFrame, date: str | None, others: pd.DataFrame, reader: DateReader
) -> Sequence[PartialDate | None]:
    """The dates of documents; what is doubtful in them is warned of."""
    if date is None:
        return [None] * len(frame)
    dates = reader.read(frame[date], recorded_origins(others))
    for message in reader.warnings():
        warnings.warn(message, stacklevel=4)
    return dates


def _others(others: pd.DataFrame) -> pd.DataFrame:
    """The documents' other columns, under names that are not partyspeak's own."""
    taken = [column for column in others.columns if column in needed(schema.DOCUMENTS)]
    if taken:
        others = others.rename(columns={column: _free_name(f"{column}_given", others) for column in taken})
        warnings.warn(f"columns {taken} are partyspeak's own names; yours are kept as …_given", stacklevel=5)
    return plain_columns(others.reset_index(drop=True), stacklevel=6)


def _free_name(name: str, frame: pd.DataFrame) -> str:
    return _free_name(f"{name}_given", frame) if name in frame.columns else name


def _kept(column: pd.Series | None, texts: Sequence[str]) -> pd.api.extensions.ExtensionArray:
    """The texts as a column; that of the documents itself where it will do."""
    if column is not None and isinstance(column.dtype, pd.StringDtype):
        return column.astype("string").fillna("").array
    return pd.array([storable(text) for text in texts], dtype="string")
