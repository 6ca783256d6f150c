"""Documents of any number into a store, unattended: only what is new, nothing lost, nothing twice."""

from __future__ import annotations

import contextlib
import re
import warnings
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from partyspeak.corpus import BadDates, Untagged, corpus_of, recorded_origins, tag
from partyspeak.dates import PartialDate, parse
from partyspeak.errors import SourceError, StoreError
from partyspeak.garbled import GarbledDocuments
from partyspeak.progress import bar, watched
from partyspeak.saving import Frames
from partyspeak.sources import (
    DateReader,
    ReadingRecord,
    in_pieces,
    is_missing,
    need_columns,
    stream_documents,
    twice,
)
from partyspeak.store import Batch, Store, is_store
from partyspeak.store.known import NEW, content_hash
from partyspeak.tagger import Tagger
from partyspeak.workers import Job, Workers

__all__ = ["COUNTS", "Run", "tag_to_store"]

COUNTS: Final = ("read", "tagged", "replaced", "unchanged", "skipped", "undated", "failed")
"""What a run counts: documents, and with ``failed`` files; see :class:`Run`."""

_PART_CHARACTERS: Final = 8_000_000
_PART_DOCUMENTS: Final = 50_000
_LISTED: Final = 1000
_HASH: Final = "content_hash"
_NUMBER: Final = re.compile(r"\d[\d,]*")

Event = Callable[[str, dict[str, object]], object]


@dataclass
class Run:
    """What a run did.

    Attributes
    ----------
    counts : dict
        Documents ``read``; ``tagged`` and written (new ones, and those that changed); ``replaced`` (those of them
        that changed); ``unchanged``; ``skipped`` (rows that were left out); ``undated`` (of those tagged);
        and files that ``failed``, whole or from some place on.
    undated : list of str
        The ids of the first thousand undated documents.
    unreadable_dates : int
        How many of the undated ones (and of those that are unchanged) have a date that cannot be read.
    reading : ReadingRecord
        What was left out, and why.
    garbled : GarbledDocuments
        Which documents hold text that is no text.
    warnings : list of str
        Each kind of warning once.
    """

    reading: ReadingRecord
    counted: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTS, 0))
    undated: list[str] = field(default_factory=list)
    unreadable_dates: int = 0
    garbled: GarbledDocuments = field(default_factory=GarbledDocuments)
    warnings: list[str] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """The counts as they stand, by their names."""
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
    """Tag what is new of documents in any number, larger than memory too, and add it to a store as the work goes on.

    A document is known by its id and by a hash of its text and date: the same ones again are passed over,
    a changed one takes the place of its old rows. What a killed run had written stays; the next run on
    the same documents does the rest. :func:`partyspeak.open_store` asks the store.

    Parameters
    ----------
    docs : path, list of paths, pandas.DataFrame, or iterable of pandas.DataFrame
        Paths are read as by :func:`partyspeak.stream_documents`; of an iterator, a few frames are held at a time.
    folder : str or Path
        The store; made when it is not there.
    text, date, id : str
        Their columns; ``date=None`` for undated documents. Without ``id``, the column ``id``, and for files
        without one the file's name and the place. Ids are kept as text.
    tagger : Tagger, optional
        With the curated lexicon when left out.
    bad_dates : {"raise", "keep"}
        ``keep`` leaves a date that cannot be read empty, and counts and lists the document as undated.
    date_format, timezone : str, optional
        As for :func:`partyspeak.tag`; but 04/05/2019 is never read without ``date_format``, since documents that come
        later could show another order.
    strict : bool
        Stop at the first row or file that cannot be read; if not, they are left out, listed in
        ``run.reading.skipped``, and a warning reports them.
    texts : bool
        Keep the texts in a store that is made now; first appearances show words around them only then.
    retag : bool
        First tag anew what is in the store, with this tagger.
    wait : float
        Seconds to wait for another run on this store.
    workers : int
        How many processes tag, for the whole run; see :func:`partyspeak.tag`.
    progress : bool
        Show a bar with the documents done, their rate, and the time left where the sizes are known.
    run : Run, optional
        Where to count, for who wants the counts of a run that fails; its record is strict or not, and warnings
        are kept in it.
    event : callable, optional
        Called with a name and facts: ``part`` whenever a part is written, ``retag`` for each part tagged anew.

    Returns
    -------
    Run
        What was done: ``run.counts``.

    Raises
    ------
    StoreError
        When the folder holds something else, or a store made with other settings, or cannot be written.
    StoreLocked
        When another run is writing to it.
    SourceError
        For a column that is not there, a date that cannot be read, and any other bad row when ``strict``.

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
    with (
        _told_once(run.warnings),
        _told_when_it_cannot_be_written(store.folder),
        store.writing(wait),
        Workers(tagger, workers) as pool,
    ):
        empty = tag(pd.DataFrame({"text": []}), date=None, tagger=tagger)
        if not is_store(store.folder):
            store.create(empty.settings, empty.phrases, texts)
        elif retag and store.manifest.settings != empty.settings:
            store.retag(
                empty.settings,
                empty.phrases,
                lambda frames: _tagged_anew(frames, tagger, pool),
                lambda done: event("retag", {"documents": done}),
            )
        store.need_settings(empty.settings)
        with bar(progress) as advance:
            ready = _ready(watched(frames, advance), text, date, id or "id", reader, run)
            _Writer(store, tagger, pool, run, event).write(ready)
    run.warnings += reader.warnings()
    if run.garbled.message:
        run.warnings.append(run.garbled.message)
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
    """The documents, a few at a time; where it is known, each frame tells the share of all that has been read."""
    given: Iterable[object] = [docs] if isinstance(docs, (str, Path, pd.DataFrame)) else docs
    if isinstance(given, list) and given and all(isinstance(path, (str, Path)) for path in given):
        yield from stream_documents(*given, text=text, date=date, id=id, record=record)
        return
    number = len(docs) if isinstance(docs, pd.DataFrame) else 0
    done = 0
    for frame in _drawn(given):
        if not isinstance(frame, pd.DataFrame):
            raise SourceError(f"{frame!r:.40} is no DataFrame; give a path, a list of paths, or frames of documents")
        need_columns(frame, text=text, date=date, id=id or "id")
        for piece in in_pieces(frame, text):
            done += len(piece)
            piece.attrs.setdefault("share", done / number if number else None)
            yield piece


def _drawn(given: Iterable[object]) -> Iterator[object]:
    """The same; what their source says of a failure is not taken for a failure of the store."""
    try:
        yield from given
    except OSError as error:
        raise SourceError(f"the documents cannot be read on ({error}); the next run goes on from there") from error


@contextlib.contextmanager
def _told_when_it_cannot_be_written(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise StoreError(
            f"{folder}: cannot be written ({reason}); what was written before stays, "
            "and the next run goes on from there"
        ) from None


def _ready(
    frames: Iterable[pd.DataFrame], text: str, date: str | None, id: str, reader: DateReader, run: Run
) -> Iterator[Untagged]:
    """Documents whose dates are read and whose ids are text, without bad rows, and each id but once."""
    seen: set[str] = set()
    for frame in frames:
        run.counted["read"] += len(frame)
        own = [column for column in (text, date, id) if column is not None]
        others = frame.drop(columns=own).rename(columns=str).rename(columns={_HASH: f"{_HASH}_given"})
        dates = [None] * len(frame) if date is None else _dates(frame, date, reader, run)
        ids, texts = frame[id].tolist(), frame[text].tolist()
        good = []
        for number, (place, known, content) in enumerate(zip(frame.index, ids, texts, strict=True)):
            if fault := _fault(known, content, seen):
                where = f"{frame.attrs.get('unit', 'row')} {place}"
                run.reading.skip(frame.attrs.get("file", known), where, fault)
            else:
                seen.add(str(known))
                good.append(number)
        contents = [content if isinstance(content, str) else "" for content in texts]
        untagged = Untagged(pd.Index(list(map(str, ids)), dtype=object), contents, dates, others)
        yield untagged if len(good) == len(ids) else untagged.take(good)


def _fault(id: object, text: object, seen: set[str]) -> str:
    """What is wrong with a document; nothing, when it can be tagged."""
    if not isinstance(id, str) and is_missing(id):
        return "the document has no id; give every document one"
    if str(id) in seen:
        return twice(str(id))
    if isinstance(text, str) or is_missing(text):
        return ""
    return f"the text {str(text)[:40]!r} is {type(text).__name__}, not text"


def _dates(frame: pd.DataFrame, date: str, reader: DateReader, run: Run) -> list[PartialDate | None]:
    try:
        dates = reader.read(frame[date], recorded_origins(frame))
    except SourceError as error:
        file = frame.attrs.get("file")
        raise SourceError(f"{file}: {error}" if file else str(error)) from None
    run.unreadable_dates = reader.unreadable
    return dates


class _Fresh(NamedTuple):
    """Documents that the store lacks, or holds with other content, on their way through a worker."""

    untagged: Untagged
    hashes: NDArray[np.str_]
    part: NDArray[np.int64]
    job: Job


class _Writer:
    """Tags what is new, and writes a part whenever there is enough for one."""

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

    def write(self, documents: Iterable[Untagged]) -> None:
        """Tag and write all of it; what is read meanwhile waits its turn, so that the workers are never idle."""
        ahead = self._pool.count + 1 if self._pool.count > 1 else 0
        waiting: deque[_Fresh] = deque()
        for untagged in documents:
            if fresh := self._fresh(untagged):
                waiting.append(fresh)
            while len(waiting) > ahead:
                self._take(waiting.popleft())
        while waiting:
            self._take(waiting.popleft())
        self._write_part()

    def _fresh(self, untagged: Untagged) -> _Fresh | None:
        dated = zip(untagged.texts, untagged.dates, strict=True)
        hashes = np.array([content_hash(text, str(date or "")) for text, date in dated])
        part, same = self._known.find(untagged.ids.tolist(), hashes.tolist())
        self._run.counted["unchanged"] += int(same.sum())
        fresh = np.flatnonzero(~same)
        if not len(fresh):
            return None
        if len(fresh) < len(same):
            untagged, hashes, part = untagged.take(fresh.tolist()), hashes[fresh], part[fresh]
        return _Fresh(untagged, hashes, part, self._pool.begin(untagged.texts, untagged.dates))

    def _take(self, fresh: _Fresh) -> None:
        tagged = fresh.job.result()
        self._run.garbled.add(fresh.untagged.ids.tolist(), fresh.untagged.texts, tagged.garbled)
        corpus = corpus_of(fresh.untagged, self._tagger, tagged)
        for number in np.flatnonzero(fresh.part != NEW).tolist():
            self._replaced[int(fresh.part[number])].append(fresh.untagged.ids[number])
        assert corpus.texts is not None
        documents = corpus.documents.assign(**{_HASH: fresh.hashes})
        self._batches.append(Batch(documents, corpus.mentions, corpus.texts))
        self._size += sum(map(len, fresh.untagged.texts))
        if self._size >= _PART_CHARACTERS or sum(len(one.documents) for one in self._batches) >= _PART_DOCUMENTS:
            self._write_part()

    def _write_part(self) -> None:
        if not self._batches:
            return
        documents, mentions, texts = zip(*self._batches, strict=True)
        whole = Batch(
            pd.concat(documents, ignore_index=True),
            pd.concat([one.astype({"form": object}) for one in mentions], ignore_index=True),
            pd.concat(texts),
        )
        self._store.add(whole, self._replaced)
        undated = whole.documents.loc[whole.documents["date"].isna(), "doc_id"].tolist()
        self._run.undated += undated[: _LISTED - len(self._run.undated)]
        numbers = (len(whole.documents), sum(map(len, self._replaced.values())), len(undated))
        for name, number in zip(("tagged", "replaced", "undated"), numbers, strict=True):
            self._run.counted[name] += number
        self._event("part", {"documents": len(whole.documents), "mentions": len(whole.mentions)})
        self._batches, self._replaced, self._size = [], defaultdict(list), 0


@contextlib.contextmanager
def _told_once(told: list[str]) -> Iterator[None]:
    """Keep each kind of warning once: the same one comes with every piece, and with another number."""
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
    """The documents of a part as if they came in now."""
    documents, texts = frames.documents, frames.texts
    assert texts is not None
    length = {"year": 4, "month": 7, "day": 10}
    days = zip(documents["date"].tolist(), documents["date_precision"].tolist(), strict=True)
    dates = [None if pd.isna(day) else parse(day.isoformat()[: length[precision]]) for day, precision in days]
    own = ["doc_id", "date", "date_precision", "lang", "zh_chars", "en_words"]  # date_from is passed on
    untagged = Untagged(pd.Index(documents["doc_id"]), texts.tolist(), dates, documents.drop(columns=own))
    corpus = corpus_of(untagged, tagger, pool.tag(untagged.texts, dates))
    return Frames(corpus.documents, corpus.mentions, corpus.phrases, corpus.settings, corpus.texts)
