"""Tagging: dated documents in, a tagged corpus out."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from partyspeak.analysis.zones import TITLE, zones
from partyspeak.corpus.corpus import TaggedCorpus
from partyspeak.corpus.parquet import DATES_FROM, DOCUMENT_LANGUAGES, MENTION_LANGUAGES, PRECISIONS, categories
from partyspeak.dates import PartialDate
from partyspeak.errors import SourceError
from partyspeak.io import (
    DateReader,
    ReadingRecord,
    as_path,
    as_paths,
    called_by_id,
    ids_of,
    is_missing,
    need_columns,
    read_documents,
)
from partyspeak.io.values import storable
from partyspeak.lexicon.lexicon import Lexicon
from partyspeak.matching.hits import REASONS
from partyspeak.matching.mentions import Tagged
from partyspeak.matching.parallel import Workers
from partyspeak.matching.tagger import Tagger
from partyspeak.text.garbled import GarbledDocuments

__all__ = ["BadDates", "Documents", "Untagged", "corpus_of", "recorded_origins", "tag", "tag_with_dates"]

Documents = pd.DataFrame | pd.Series | Iterable[str | Path] | str | Path


BadDates = Literal["raise", "keep"]


_OWN_COLUMNS: Final = ("doc_id", "date", "date_precision", "date_from", "lang", "zh_chars", "en_words")


# Lone surrogates cannot be stored; another character of one code point keeps every offset true.
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


# A document is mixed when the smaller language is at least this share of it; an English word weighs
# about as much as two Chinese characters.
_MIXED_SHARE: Final = 0.1


_CHARACTERS_PER_WORD: Final = 2


_INT64: Final = 2**63


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
    untagged = Untagged(ids_of(frame, id), _texts(frame[text]), dates, others)
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
    if tagger.warns and (doubtful := int(tagged.doubtful.sum())):
        warnings.warn(
            f"{doubtful:,} hits may be parts of other words and stay unsure; "
            "run `partyspeak download` once, and the segmenter judges them",
            stacklevel=4,
        )
    documents = _documents(others, ids, dates, tagged)
    mentions = _mentions(documents, tagger, tagged, keep_rejected)
    if TITLE in documents:
        mentions["zone"] = zones(documents, mentions, texts)
    kept_texts = pd.Series(_kept(column, texts), index=ids, name="text").rename_axis("doc_id")
    return TaggedCorpus(documents, mentions, _phrases(tagger.lexicon).copy(), dict(tagger.settings), kept_texts)


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


def _texts(values: pd.Series) -> list[str]:
    texts = []
    for row, value in zip(values.index, values.tolist(), strict=True):
        if isinstance(value, str):
            texts.append(value)
        elif is_missing(value):
            texts.append("")
        else:
            raise SourceError(f"column {values.name!r}, row {row!r}: {value!r} is {type(value).__name__}, not text")
    return texts


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


def _documents(
    others: pd.DataFrame, ids: pd.Index, dates: Sequence[PartialDate | None], tagged: Tagged
) -> pd.DataFrame:
    dates_from = _dates_from(others, dates)
    if dates_from is not None:
        others = others.drop(columns="date_from")
    taken = [column for column in others.columns if column in _OWN_COLUMNS]
    if taken:
        others = others.rename(columns={column: _free_name(f"{column}_given", others) for column in taken})
        warnings.warn(f"columns {taken} are partyspeak's own names; yours are kept as …_given", stacklevel=5)
    own = pd.DataFrame(
        {
            "doc_id": ids,
            "date": np.array([date.first_day if date else None for date in dates], dtype="datetime64[us]"),
            "date_precision": pd.Categorical([date.precision if date else None for date in dates], PRECISIONS),
            "date_from": pd.Categorical(dates_from or ["column" if date else "none" for date in dates], DATES_FROM),
            "lang": _languages(tagged),
            "zh_chars": tagged.zh_chars,
            "en_words": tagged.en_words,
        }
    )
    return pd.concat([own, _with_types(_without_surrogates(others.reset_index(drop=True)))], axis=1)


def _without_surrogates(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with U+FFFD for every lone surrogate in a text, which no file and no column of texts can hold."""
    broken = 0
    for number, dtype in enumerate(frame.dtypes):
        if pd.api.types.is_object_dtype(dtype):
            cells = frame.iloc[:, number].tolist()
            plain = [storable(cell) if isinstance(cell, str) else cell for cell in cells]
            changed = sum(one is not other for one, other in zip(cells, plain, strict=True))
            if changed:
                frame.isetitem(number, pd.Series(plain, dtype=object).array)
                broken += changed
    if broken:
        values = f"{broken:,} value{'s hold' if broken > 1 else ' holds'}"
        warnings.warn(f"{values} characters that are no Unicode (lone surrogates); each is now U+FFFD", stacklevel=6)
    return frame


def _with_types(frame: pd.DataFrame) -> pd.DataFrame:
    """Columns of any values with the types that fit these; whole numbers with gaps stay whole numbers."""
    typed = frame.infer_objects()
    for number, (given, found) in enumerate(zip(frame.dtypes, typed.dtypes, strict=True)):
        if not (pd.api.types.is_object_dtype(given) and pd.api.types.is_float_dtype(found)):
            continue
        known = frame.iloc[:, number].dropna()
        if len(known) and all(isinstance(value, (int, np.integer)) and -_INT64 <= value < _INT64 for value in known):
            typed.isetitem(number, frame.iloc[:, number].astype("Int64").array)
    return typed


def recorded_origins(frame: pd.DataFrame) -> pd.Series | None:
    """Where the date of each document comes from, if a reader of files has recorded it."""
    recorded = "date_from" in frame and frame["date_from"].isin(DATES_FROM).all()
    return frame["date_from"] if recorded else None


def _dates_from(others: pd.DataFrame, dates: Sequence[PartialDate | None]) -> list[str] | None:
    """The same, where a document without a date has none."""
    origins = recorded_origins(others)
    if origins is None:
        return None
    return [where if date else "none" for where, date in zip(origins.tolist(), dates, strict=True)]


def _free_name(name: str, frame: pd.DataFrame) -> str:
    return _free_name(f"{name}_given", frame) if name in frame.columns else name


def _languages(tagged: Tagged) -> pd.Categorical:
    chinese, english = tagged.zh_chars, tagged.en_words * _CHARACTERS_PER_WORD
    smaller, both = np.minimum(chinese, english), chinese + english
    codes = np.where(english > chinese, 1, 0)
    codes[(smaller > 0) & (smaller >= _MIXED_SHARE * both)] = 2
    codes[both == 0] = 3
    codes[(both == 0) & (tagged.garbled.sum(axis=1) > 0)] = -1  # no text at all, so in no language
    return _category(codes, DOCUMENT_LANGUAGES)


def _mentions(documents: pd.DataFrame, tagger: Tagger, tagged: Tagged, keep_rejected: bool) -> pd.DataFrame:
    used, number = np.unique(tagged.form, return_inverse=True)
    texts = [tagger.forms[form].text for form in used.tolist()]
    wordings, wording = np.unique(np.array(texts, dtype=object), return_inverse=True)
    english = ~tagger.chinese[tagged.form]
    frame = pd.DataFrame(
        {
            "doc_id": documents["doc_id"].take(tagged.document).to_numpy(),
            "date": documents["date"].take(tagged.document).to_numpy(),
            "date_precision": documents["date_precision"].take(tagged.document).array,
            "phrase": _category(tagger.phrase_of_form[tagged.form], list(tagger.lexicon)),
            "form": _category(wording[number], wordings.tolist()),
            "lang": _category(english, MENTION_LANGUAGES),
            "start": tagged.start,
            "end": tagged.end,
            "text": _storable(tagged.wordings).take(tagged.wording),
            "sure": tagged.sure,
            "nested": tagged.nested,
        }
    )
    if keep_rejected:
        frame["reason"] = _category(tagged.reason, REASONS)
    return frame


def _kept(column: pd.Series | None, texts: Sequence[str]) -> pd.api.extensions.ExtensionArray:
    """The texts as a column; that of the documents itself where it will do."""
    if column is not None and isinstance(column.dtype, pd.StringDtype):
        return column.astype("string").fillna("").array
    return _storable(texts)


def _storable(texts: Sequence[str]) -> pd.api.extensions.ExtensionArray:
    try:
        return pd.array(list(texts), dtype="string")
    except UnicodeEncodeError:
        return pd.array([_SURROGATE.sub("�", text) for text in texts], dtype="string")


@lru_cache(maxsize=4)
def _phrases(lexicon: Lexicon) -> pd.DataFrame:
    phrases = lexicon.values()
    rows = [
        (phrase.id, phrase.zh, phrase.en, phrase.domain, phrase.era, str(phrase.attested or "") or None)
        for phrase in phrases
    ]
    frame = pd.DataFrame(rows, columns=["id", "zh", "en", "domain", "era", "attested"], dtype="string")
    where = pd.array([phrase.first_where or None for phrase in phrases], dtype="string")
    return frame.assign(attested_at_latest=[phrase.first_at_latest for phrase in phrases], attested_where=where)


def _category(codes: NDArray[Any], values: Sequence[str]) -> pd.Categorical[Any]:
    return pd.Categorical.from_codes(codes.astype(np.int64), dtype=categories(values))
