"""Tag any number of documents into a store, unattended: only what is new, with nothing lost or repeated."""

from __future__ import annotations

import contextlib
import re
import warnings
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from partyspeak.corpus.parquet import Frames
from partyspeak.corpus.schema import DOCUMENTS, needed
from partyspeak.corpus.tagging import BadDates, Untagged, corpus_of, tag
from partyspeak.dates import PartialDate, parse
from partyspeak.errors import SourceError
from partyspeak.io import DateReader, ReadingRecord, in_pieces, is_missing, need_columns, stream_documents
from partyspeak.io.columns import document_fault, recorded_origins
from partyspeak.io.progress import bar, watched
from partyspeak.io.values import arrow_columns, content_hashes, storable_value
from partyspeak.matching.parallel import Job, Workers
from partyspeak.matching.tagger import Tagger
from partyspeak.store import Batch, Store
from partyspeak.store.known import NEW
from partyspeak.store.rows import HASH, OWN, mention_table, own_table, text_table
from partyspeak.text.code_points import storable
from partyspeak.text.garbled import GarbledDocuments

__all__ = ["COUNTS", "Run", "tag_to_store"]

COUNTS: Final = ("read", "tagged", "replaced", "unchanged", "skipped", "undated", "failed")
"""What a run counts: documents, and for ``failed`` files; see :class:`Run`."""

_PART_CHARACTERS: Final = 8_000_000
_PART_DOCUMENTS: Final = 50_000
_LISTED: Final = 1000
_NUMBER: Final = re.compile(r"\d[\d,]*")

Event = Callable[[str, dict[str, object]], object]


@dataclass
class Run:
    """What a run did.

    Attributes
    ----------
    counts : dict
        The number of documents that were ``read``; ``tagged`` and written (new or changed); ``replaced`` (tagged
        because they changed); ``unchanged``; ``skipped`` (rows left out); ``undated`` (among those tagged); and the
        number of files that ``failed``, whole or from some point on.
    undated : list of str
        The ids of the first thousand undated documents.
    unreadable_dates : int
        The number of undated documents, including unchanged ones, whose date cannot be read.
    replaced_characters : int
        The number of ids, texts and other values with characters that are not Unicode; each is now U+FFFD.
    reading : ReadingRecord
        What was left out, and why.
    garbled : GarbledDocuments
        The documents whose text is garbled.
    warnings : list of str
        The warnings, each kind once.
    """

    reading: ReadingRecord
    counted: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTS, 0))
    undated: list[str] = field(default_factory=list)
    unreadable_dates: int = 0
    replaced_characters: int = 0
    garbled: GarbledDocuments = field(default_factory=GarbledDocuments)
    warnings: list[str] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """All counts by name."""
        return {**self.counted, "skipped": self.reading.rows, "failed": self.reading.files}

    def __repr__(self) -> str:
        told = [f"{count:,} {name}" for name, count in self.counts.items() if count]
        return f"<Run: {', '.join(told)}>"


def tag_to_store(
    docs: pd.DataFrame | str | Path | Iterable[pd.DataFrame | str | Path],
    folder: str | Path,
    text: str = "text",
    date: str | None = "date",
    id: str | None = None,
    *,
    tagger: Tagger | None = None,
    bad_dates: BadDates = "raise",
    date_format: str | None = None,
    timezone: str | None = None,
    strict: bool = False,
    texts: bool = True,
    retag: bool = False,
    wait: float = 0,
    workers: int = 1,
    progress: bool = False,
    run: Run | None = None,
    event: Event | None = None,
) -> Run:
    """Tag the new documents in a collection of any size, and add them to a store part by part.

    The documents may be larger than memory. Each one is identified by its id and by a hash of its text, its date and
    every other value: unchanged documents are skipped, and a document that changed in any way replaces its old rows.
    What a killed run has written stays; the next run on the same documents does the rest. To query the store, use
    :func:`partyspeak.open_store`.

    Parameters
    ----------
    docs : path, list of paths, pandas.DataFrame, or iterable of pandas.DataFrame
        Paths are read as by :func:`partyspeak.stream_documents`; from an iterator, only a few frames are in memory
        at a time.
    folder : str or Path
        The store; it is created if it does not exist.
    text, date, id : str
        The columns of the text, the date and the id; ``date=None`` for undated documents. Without ``id``, the column
        ``id`` is used; for files without one, the file's name and the row's number. Ids are stored as text.
    tagger : Tagger, optional
        By default, one with the curated lexicon.
    bad_dates : {"raise", "keep"}
        With ``keep``, a date that cannot be read is left empty, and the document is counted and listed as undated.
    date_format, timezone : str, optional
        As for :func:`partyspeak.tag`, but 04/05/2019 is never read without ``date_format``, since later documents
        could show another order.
    strict : bool
        Stop at the first row or file that cannot be read. Otherwise these are left out, listed in
        ``run.reading.skipped`` and reported in a warning.
    texts : bool
        Keep the texts if a new store is created. Without them, first appearances show no words around a mention.
    retag : bool
        First retag the documents in the store with this tagger.
    wait : float
        Seconds to wait for another run on this store to end.
    workers : int
        The number of processes that tag, for the whole run; see :func:`partyspeak.tag`.
    progress : bool
        Show a bar with the documents done, the rate, and, if the sizes are known, the time left.
    run : Run, optional
        The run to count in. Pass one to have the counts even if the run fails. Its record decides whether the run is
        strict, and warnings are collected in it instead of being issued.
    event : callable, optional
        Called with a name and facts: ``part`` whenever a part is written, ``retag`` for each part that is retagged.

    Returns
    -------
    Run
        What the run did; see ``run.counts``.

    Raises
    ------
    StoreError
        If the folder holds something else, a damaged store, or a store made with other settings; if it cannot be
        written; or if the values of a column do not fit those in the store.
    StoreLocked
        If another run is writing to the store.
    SourceError
        If a column is missing or a date cannot be read; with ``strict``, for any other bad row.

    Examples
    --------
    >>> import tempfile
    >>> from partyspeak import open_store, samples
    >>> folder, docs = tempfile.mkdtemp(), samples.load()
    >>> tag_to_store((docs[first : first + 8] for first in range(0, 24, 8)), folder)
    <Run: 24 read, 24 tagged>
    >>> tag_to_store(docs, folder)
    <Run: 24 read, 24 unchanged>
    >>> table = open_store(folder).first_appearances(phrases="dual-circulation")
    >>> table["first_date"].item()
    '2020-09-18'
    """
    tagger = Tagger.default() if tagger is None else tagger
    counting, run = run is not None, run or Run(ReadingRecord(strict))
    event = event or (lambda name, facts: None)
    reader = DateReader(bad_dates, date_format, timezone, whole=False)
    frames = _frames(docs, text, date, id, run.reading)
    store = Store(folder)
    with _told_once(run.warnings), store.writing(wait), Workers(tagger, workers) as pool:
        empty = tag(pd.DataFrame({"text": []}), date=None, tagger=tagger)
        if retag and store.needs_retagging(empty.settings):
            store.retag(
                empty.settings,
                empty.phrases,
                lambda frames: _tagged_anew(frames, tagger, pool),
                lambda done: event("retag", {"documents": done}),
            )
        store.begin(empty.settings, empty.phrases, texts)
        with bar(progress) as advance:
            ready = _ready(watched(frames, advance), text, date, id or "id", reader, run)
            _Writer(store, tagger, pool, run, event).write(ready)
    run.warnings += reader.warnings()
    if run.garbled.message:
        run.warnings.append(run.garbled.message)
    if run.replaced_characters:
        run.warnings.append(
            f"{run.replaced_characters:,} ids, texts or other values had characters that are not Unicode "
            "(lone surrogates, undecodable bytes in a file's name); each of them is U+FFFD in the store"
        )
    for message in () if counting else run.warnings:
        warnings.warn(message, stacklevel=2)
    if not counting:
        run.reading.warn(stacklevel=2)
    return run


def _frames(
    docs: pd.DataFrame | str | Path | Iterable[pd.DataFrame | str | Path],
    text: str,
    date: str | None,
    id: str | None,
    record: ReadingRecord,
) -> Iterator[pd.DataFrame]:
    """Yield the documents, a few at a time, each frame with the share of all documents read so far, if known."""
    given: Iterable[object] = [docs] if isinstance(docs, (str, Path, pd.DataFrame)) else docs
    if isinstance(given, list) and given and all(isinstance(path, (str, Path)) for path in given):
        yield from stream_documents(*given, text=text, date=date, id=id, record=record)
        return
    number = len(docs) if isinstance(docs, pd.DataFrame) else 0
    done = 0
    for frame in _drawn(given):
        if not isinstance(frame, pd.DataFrame):
            raise SourceError(f"{frame!r:.40} is not a DataFrame; give a path, a list of paths, or frames of documents")
        need_columns(frame, text=text, date=date, id=id or "id")
        for piece in in_pieces(frame, text):
            done += len(piece)
            piece.attrs.setdefault("share", done / number if number else None)
            yield piece


def _drawn(given: Iterable[object]) -> Iterator[object]:
    """Yield the same items; an OSError in their source becomes a SourceError, not an error of the store."""
    try:
        yield from given
    except OSError as error:
        raise SourceError(f"reading the documents failed ({error}); the next run continues from there") from error


class _Ready(NamedTuple):
    """Documents with their dates read and their ids as text, and with the other columns as the store holds them."""

    untagged: Untagged
    others: pa.Table

    def take(self, numbers: Sequence[int]) -> _Ready:
        """Some of the documents, by position."""
        return _Ready(self.untagged.take(numbers), self.others.take(pa.array(numbers, pa.int64())))


def _ready(
    frames: Iterable[pd.DataFrame], text: str, date: str | None, id: str, reader: DateReader, run: Run
) -> Iterator[_Ready]:
    """Yield documents that can be tagged, without bad rows and repeated ids."""
    seen: set[str] = set()
    for frame in frames:
        run.counted["read"] += len(frame)
        own = [column for column in (text, date, id) if column is not None]
        others = frame.drop(columns=own)
        names = [f"{HASH}_given" if str(name) == HASH else str(name) for name in others.columns]
        others = others.set_axis(pd.Index(names, dtype=object), axis=1)  # pandas refuses lone surrogates in text
        dates = [None] * len(frame) if date is None else _dates(frame, date, reader, run)
        texts = frame[text].tolist()
        given = [known if is_missing(known) else str(known) for known in frame[id].tolist()]
        ids = [storable_value(known) for known in given]
        good = []
        for number, (place, known, content) in enumerate(zip(frame.index, ids, texts, strict=True)):
            known = known if isinstance(known, str) else None
            if fault := document_fault(known, content, seen, id, text):
                where = f"{frame.attrs.get('unit', 'row')} {place}"
                run.reading.skip(frame.attrs.get("file", known or "documents"), where, fault)
            elif known is not None:
                seen.add(known)
                good.append(number)
        contents = [content if isinstance(content, str) else "" for content in texts]
        untagged = Untagged(pd.Index(ids, dtype=object), contents, dates, others)
        untagged = untagged if len(good) == len(ids) else untagged.take(good)
        table, replaced = arrow_columns(untagged.others)
        if replaced:
            clean = untagged.others.astype(object).map(storable_value).set_axis(table.column_names, axis=1)
            untagged = untagged._replace(others=clean)
        changed = sum(one != other for one, other in zip(given, ids, strict=True) if isinstance(one, str))
        run.replaced_characters += replaced + changed + sum(storable(one) != one for one in untagged.texts)
        yield _Ready(untagged, table)


def _dates(frame: pd.DataFrame, date: str, reader: DateReader, run: Run) -> list[PartialDate | None]:
    try:
        dates = reader.read(frame[date], recorded_origins(frame))
    except SourceError as error:
        file = frame.attrs.get("file")
        raise SourceError(f"{file}: {error}" if file else str(error)) from None
    run.unreadable_dates = reader.unreadable
    return dates


class _Fresh(NamedTuple):
    """Documents being tagged that the store does not hold, or holds with other content."""

    documents: _Ready
    hashes: NDArray[np.str_]
    part: NDArray[np.int64]
    job: Job


class _Writer:
    """Tags new documents, and writes a part whenever there are enough for one."""

    def __init__(self, store: Store, tagger: Tagger, pool: Workers, run: Run, event: Event) -> None:
        self._store = store
        self._tagger = tagger
        self._pool = pool
        self._run = run
        self._event = event
        self._known = store.known()
        self._batches: list[Batch] = []
        self._replaced: dict[int, list[str]] = defaultdict(list)
        self._size = 0

    def write(self, documents: Iterable[_Ready]) -> None:
        """Tag and write all documents. Some are read ahead and wait in a queue, so the workers are never idle."""
        ahead = self._pool.count + 1 if self._pool.count > 1 else 0
        waiting: deque[_Fresh] = deque()
        for ready in documents:
            if fresh := self._fresh(ready):
                waiting.append(fresh)
            while len(waiting) > ahead:
                self._take(waiting.popleft())
        while waiting:
            self._take(waiting.popleft())
        self._write_part()

    def _fresh(self, ready: _Ready) -> _Fresh | None:
        untagged = ready.untagged
        hashes = np.array(content_hashes(untagged.texts, untagged.dates, ready.others))
        part, same = self._known.find(untagged.ids.tolist(), hashes.tolist())
        self._run.counted["unchanged"] += int(same.sum())
        fresh = np.flatnonzero(~same)
        if not len(fresh):
            return None
        if len(fresh) < len(same):
            ready, hashes, part = ready.take(fresh.tolist()), hashes[fresh], part[fresh]
        return _Fresh(ready, hashes, part, self._pool.begin(ready.untagged.texts, ready.untagged.dates))

    def _take(self, fresh: _Fresh) -> None:
        tagged = fresh.job.result()
        untagged, others = fresh.documents
        self._run.garbled.add(untagged.ids.tolist(), untagged.texts, tagged.garbled)
        corpus = corpus_of(untagged, self._tagger, tagged)
        for number in np.flatnonzero(fresh.part != NEW).tolist():
            self._replaced[int(fresh.part[number])].append(untagged.ids[number])
        assert corpus.texts is not None
        documents = own_table(corpus.documents.assign(**{HASH: fresh.hashes}))
        # Columns with names that partyspeak uses were renamed, and date_from may now be partyspeak's own column.
        names = corpus.documents.columns[len(OWN) - 1 :]
        kept = [name for name in others.column_names if name != "date_from" or len(names) == others.num_columns]
        for name, column in zip(names, kept, strict=True):
            documents = documents.append_column(name, others[column])
        self._batches.append(Batch(documents, mention_table(corpus.mentions), text_table(corpus.texts)))
        self._size += sum(map(len, untagged.texts))
        if self._size >= _PART_CHARACTERS or sum(len(one.documents) for one in self._batches) >= _PART_DOCUMENTS:
            self._write_part()

    def _write_part(self) -> None:
        if not self._batches:
            return
        self._store.add(self._batches, self._replaced)
        documents = pa.concat_tables([one.documents.select(["doc_id", "date"]) for one in self._batches])
        undated = documents.filter(documents["date"].is_null())["doc_id"].to_pylist()
        self._run.undated += undated[: _LISTED - len(self._run.undated)]
        numbers = (len(documents), sum(map(len, self._replaced.values())), len(undated))
        for name, number in zip(("tagged", "replaced", "undated"), numbers, strict=True):
            self._run.counted[name] += number
        self._event("part", {"documents": len(documents), "mentions": sum(len(one.mentions) for one in self._batches)})
        self._batches, self._replaced, self._size = [], defaultdict(list), 0


@contextlib.contextmanager
def _told_once(told: list[str]) -> Iterator[None]:
    """Keep one warning of each kind: every piece repeats it with another number."""
    kinds: set[str] = set()

    def tell(message: Warning | str, *where: object) -> None:
        kind = _NUMBER.sub("", str(message))
        if kind not in kinds:
            kinds.add(kind)
            told.append(str(message))

    with warnings.catch_warnings():
        warnings.simplefilter("always", UserWarning)
        warnings.showwarning = tell  # type: ignore[assignment]
        yield


def _tagged_anew(frames: Frames, tagger: Tagger, pool: Workers) -> Frames:
    """Retag the documents of a part as if they were new."""
    documents, texts = frames.documents, frames.texts
    assert texts is not None
    length = {"year": 4, "month": 7, "day": 10}
    days = zip(documents["date"].tolist(), documents["date_precision"].tolist(), strict=True)
    dates = [None if pd.isna(day) else parse(day.isoformat()[: length[precision]]) for day, precision in days]
    own = [name for name in needed(DOCUMENTS) if name != "date_from"]
    untagged = Untagged(pd.Index(documents["doc_id"]), texts.tolist(), dates, documents.drop(columns=own))
    corpus = corpus_of(untagged, tagger, pool.tag(untagged.texts, dates))
    return Frames(corpus.documents, corpus.mentions, corpus.phrases, corpus.settings, corpus.texts)
