"""Documents of any number into a store, unattended: only what is new, nothing lost, nothing twice."""

from __future__ import annotations

import contextlib
import re
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from partyspeak.corpus import BadDates, TaggedCorpus, tag
from partyspeak.errors import SourceError, StoreError
from partyspeak.saving import Frames
from partyspeak.sources import ReadingRecord, read_dates
from partyspeak.store import Batch, Store, is_store
from partyspeak.store.known import NEW, content_hash
from partyspeak.tagger import Tagger

__all__ = ["COUNTS", "Run", "tag_into"]

COUNTS: Final = ("read", "tagged", "replaced", "unchanged", "skipped", "undated", "failed")
"""What a run counts: documents, and with ``failed`` files; see :class:`Run`."""

_PART_CHARACTERS: Final = 8_000_000
_PART_DOCUMENTS: Final = 50_000
_LISTED: Final = 1000
_OWN: Final = ("id", "date", "text", "content_hash")

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
    warnings : list of str
        Each kind of warning once.
    """

    reading: ReadingRecord
    counted: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTS, 0))
    undated: list[str] = field(default_factory=list)
    unreadable_dates: int = 0
    warnings: list[str] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """The counts as they stand, by their names."""
        return {**self.counted, "skipped": self.reading.rows, "failed": self.reading.files}


def tag_into(
    folder: str | Path,
    documents: Iterable[pd.DataFrame],
    text: str = "text",
    date: str | None = "date",
    id: str = "id",
    *,
    tagger: Tagger | None = None,
    bad_dates: BadDates = "raise",
    texts: bool = True,
    retag: bool = False,
    wait: float = 0,
    workers: int = 1,
    run: Run | None = None,
    event: Event | None = None,
) -> Run:
    """Tag what is new of a stream of documents, and add it to a store.

    A document is known by its id and by a hash of its text and date: the same ones again are passed over,
    a changed one takes the place of its old rows. What a killed run had written stays; the next run on
    the same documents does the rest.

    Parameters
    ----------
    folder : str or Path
        The store; made when it is not there.
    documents : iterable of pandas.DataFrame
        Such as :func:`partyspeak.stream_documents` gives.
    text, date, id : str
        Their columns; ``date=None`` for undated documents. Ids are kept as text.
    tagger : Tagger, optional
        With the curated lexicon when left out.
    bad_dates : {"raise", "keep"}
        ``keep`` leaves a date that cannot be read empty, and counts and lists the document as undated.
    texts : bool
        Keep the texts in a store that is made now; first appearances show words around them only then.
    retag : bool
        First tag anew what is in the store, with this tagger.
    wait : float
        Seconds to wait for another run on this store.
    workers : int
        How many processes tag; see :func:`partyspeak.tag`.
    run : Run, optional
        Where to count; its record says whether the first bad row stops the run.
    event : callable, optional
        Called with a name and facts: ``part`` whenever a part is written, ``retag`` for each part tagged anew.

    Returns
    -------
    Run

    Raises
    ------
    StoreError
        When the folder holds something else, or a store made with other settings, or cannot be written.
    StoreLocked
        When another run is writing to it.
    SourceError
        For a date that cannot be read.
    """
    tagger = Tagger.default() if tagger is None else tagger
    run = Run(ReadingRecord(strict=True)) if run is None else run
    event = event or (lambda name, facts: None)
    store = Store(folder)
    with _told_when_it_cannot_be_written(store.folder), store.writing(wait):
        empty = tag(pd.DataFrame({"text": []}), date=None, tagger=tagger)
        if not is_store(store.folder):
            store.create(empty.settings, empty.phrases, texts)
        elif retag and store.manifest.settings != empty.settings:
            store.retag(
                empty.settings,
                empty.phrases,
                lambda frames: _tagged_anew(frames, tagger, workers),
                lambda done: event("retag", {"documents": done}),
            )
        store.need_settings(empty.settings)
        _Writer(store, tagger, workers, run, event).write(_ready(documents, text, date, id, bad_dates, run))
    if run.unreadable_dates:
        run.warnings.append(f"column {date!r}: {run.unreadable_dates:,} dates could not be read and are left empty")
    return run


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
    documents: Iterable[pd.DataFrame], text: str, date: str | None, id: str, bad_dates: BadDates, run: Run
) -> Iterator[pd.DataFrame]:
    """Frames with the columns ``text, date, id``, their dates read and their ids text, and nothing but once."""
    seen: set[str] = set()
    for frame in documents:
        if frame.empty:
            continue
        frame = frame.rename(columns=str)
        run.counted["read"] += len(frame)
        dates = [None] * len(frame) if date is None else _dates(frame, date, bad_dates, run)
        ids = [str(value) for value in frame[id].tolist()]
        others = frame.drop(columns=[column for column in (text, date, id) if column is not None])
        others = others.rename(columns={name: f"{name}_given" for name in _OWN if name in others})
        texts = [value if isinstance(value, str) else "" for value in frame[text].tolist()]
        own = pd.DataFrame({"id": ids, "date": dates, "text": texts}, index=frame.index, dtype=object)
        once = []
        for place, known in zip(frame.index, ids, strict=True):
            once.append(known not in seen)
            seen.add(known)
            if not once[-1]:
                where = f"{frame.attrs.get('unit', 'row')} {place}"
                twice = f"the id {known!r} stands twice in this run; the first one counts"
                run.reading.skip(frame.attrs.get("file", known), where, twice)
        yield pd.concat([own, others], axis=1)[once]


def _dates(frame: pd.DataFrame, date: str, bad_dates: BadDates, run: Run) -> list[str | None]:
    try:
        dates = read_dates(frame[date], bad_dates)
        given = frame[date].notna() & (frame[date].astype("string").str.strip() != "")
        run.unreadable_dates += int(given.sum()) - sum(known is not None for known in dates)
        return [str(known) if known else None for known in dates]
    except SourceError as error:
        file = frame.attrs.get("file")
        raise SourceError(f"{file}: {error}" if file else str(error)) from None


class _Writer:
    """Tags what is new, and writes a part whenever there is enough for one."""

    def __init__(self, store: Store, tagger: Tagger, workers: int, run: Run, event: Event) -> None:
        self._store = store
        self._tagger = tagger
        self._workers = workers
        self._run = run
        self._event = event
        self._known = store.known()
        self._waiting: list[Batch] = []
        self._replaced: dict[int, list[str]] = defaultdict(list)
        self._size = 0

    def write(self, frames: Iterable[pd.DataFrame]) -> None:
        """Tag and write all of it."""
        for frame in frames:
            self._tag(frame)
            if self._size >= _PART_CHARACTERS or sum(len(one.documents) for one in self._waiting) >= _PART_DOCUMENTS:
                self._write_part()
        self._write_part()

    def _tag(self, frame: pd.DataFrame) -> None:
        texts, dates, ids = (frame[column].tolist() for column in ("text", "date", "id"))
        hashes = np.array([content_hash(text, date or "") for text, date in zip(texts, dates, strict=True)])
        part, same = self._known.find(ids, hashes.tolist())
        self._run.counted["unchanged"] += int(same.sum())
        fresh = np.flatnonzero(~same)
        if not len(fresh):
            return
        for number in fresh[part[fresh] != NEW].tolist():
            self._replaced[int(part[number])].append(ids[number])
        corpus = self._corpus(frame.iloc[fresh])
        documents = corpus.documents.assign(content_hash=hashes[fresh])
        assert corpus.texts is not None
        self._waiting.append(Batch(documents, corpus.mentions, corpus.texts))
        self._size += sum(len(texts[number]) for number in fresh.tolist())

    def _corpus(self, frame: pd.DataFrame) -> TaggedCorpus:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always", UserWarning)
            corpus = tag(frame, id="id", tagger=self._tagger, workers=self._workers)
        kinds = {re.sub(r"\d[\d,]*", "", message) for message in self._run.warnings}
        for warning in caught:
            if re.sub(r"\d[\d,]*", "", str(warning.message)) not in kinds:
                self._run.warnings.append(str(warning.message))
        return corpus

    def _write_part(self) -> None:
        if not self._waiting:
            return
        documents, mentions, texts = zip(*self._waiting, strict=True)
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
        self._waiting, self._replaced, self._size = [], defaultdict(list), 0


def _tagged_anew(frames: Frames, tagger: Tagger, workers: int) -> Frames:
    """The documents of a part as if they came in now."""
    documents, texts = frames.documents, frames.texts
    assert texts is not None
    length = {"year": 4, "month": 7, "day": 10}
    days = zip(documents["date"].tolist(), documents["date_precision"].tolist(), strict=True)
    dates = [None if pd.isna(day) else day.isoformat()[: length[precision]] for day, precision in days]
    own = ["doc_id", "date", "date_precision", "lang", "zh_chars", "en_words"]
    frame = pd.DataFrame({"id": documents["doc_id"], "date": dates, "text": texts.to_numpy()}, dtype=object)
    corpus = tag(pd.concat([frame, documents.drop(columns=own)], axis=1), id="id", tagger=tagger, workers=workers)
    return Frames(corpus.documents, corpus.mentions, corpus.phrases, corpus.settings, corpus.texts)
