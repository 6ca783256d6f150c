"""The store as its users see it: open, add, read, check, compact."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, NamedTuple

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from partyspeak.analysis.zones import TITLE
from partyspeak.errors import StoreError, StoreLocked
from partyspeak.saving import Frames, with_types
from partyspeak.store import parts
from partyspeak.store.known import KnownDocuments
from partyspeak.store.manifest import Manifest, Part, is_store
from partyspeak.store.reading import Selection, as_frame, read_parts

__all__ = ["Batch", "Store"]

_TRIES: Final = 5
_PART_BYTES: Final = 1 << 26
_LOCK: Final = ".lock"
_MAY_STAND_IN_A_NEW_STORE: Final = (_LOCK, ".store.json.unfinished", "run.json", ".run.json.unfinished")


class Batch(NamedTuple):
    """Tagged documents to add.

    Attributes
    ----------
    documents : pandas.DataFrame
        As in a TaggedCorpus, with ``content_hash``.
    mentions : pandas.DataFrame
    texts : pandas.Series
    """

    documents: pd.DataFrame
    mentions: pd.DataFrame
    texts: pd.Series


class Store:
    """Tagged documents in a folder that grows.

    Parameters
    ----------
    folder : str or Path

    Examples
    --------
    >>> import tempfile
    >>> from partyspeak import samples, tag_to_store
    >>> folder = tempfile.mkdtemp()
    >>> tag_to_store(samples.load(), folder)
    <Run: 24 read, 24 tagged>
    >>> Store(folder).check()
    []
    """

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)

    @property
    def manifest(self) -> Manifest:
        """What the store consists of at this moment."""
        return Manifest.load(self.folder)

    @contextlib.contextmanager
    def writing(self, wait: float = 0) -> Iterator[None]:
        """Be the one run that writes; leavings of an earlier run are taken away first.

        Parameters
        ----------
        wait : float
            Seconds to wait for another run to end.

        Raises
        ------
        StoreLocked
            When another run is still writing after that time.
        """
        from filelock import FileLock, Timeout

        self.folder.mkdir(parents=True, exist_ok=True)
        # The system lets go of the lock when the process ends, in whatever way.
        lock = FileLock(self.folder / _LOCK)
        try:
            lock.acquire(timeout=wait, poll_interval=0.2)
        except Timeout:
            raise StoreLocked(
                f"{self.folder}: another run is writing to this store; let it end, or wait for it with --wait SECONDS"
            ) from None
        try:
            self._tidy()
            yield
        except BaseException:
            # What was written aside makes room again; where even that fails, the next run does it.
            with contextlib.suppress(OSError, StoreError):
                self._tidy()
            raise
        finally:
            lock.release()

    def _tidy(self) -> None:
        if is_store(self.folder):
            manifest = self.manifest
            parts.tidy(self.folder, manifest)
            for path in self.folder.glob("phrases-*.parquet"):
                if path != self._phrases_file(manifest.settings):
                    path.unlink()

    def create(self, settings: dict[str, str], phrases: pd.DataFrame, texts: bool = True) -> None:
        """Make an empty store; call it while writing.

        Raises
        ------
        StoreError
            When the folder holds something else.
        """
        others = sorted(path.name for path in self.folder.iterdir() if path.name not in _MAY_STAND_IN_A_NEW_STORE)
        others = [name for name in others if not name.startswith(("phrases-", ".phrases-"))]
        if others:
            what = "a corpus saved by to_parquet" if "settings.json" in others else f"other things ({others[0]} …)"
            raise StoreError(f"{self.folder}: holds {what}; name a new folder, or an empty one")
        self._write_phrases(settings, phrases)
        Manifest(settings, texts).save(self.folder)

    def need_settings(self, settings: dict[str, str]) -> None:
        """Refuse to mix rows that were made by different rules.

        Raises
        ------
        StoreError
            When the store was made with other settings; the message names them.
        """
        made = self.manifest.settings
        if made != settings:
            differing = sorted(key for key in made.keys() | settings.keys() if made.get(key) != settings.get(key))
            told = "; ".join(f"{key} {made.get(key)!r}, now {settings.get(key)!r}" for key in differing)
            raise StoreError(
                f"{self.folder}: was made with other settings ({told}); old and new rows could not be compared. "
                "Tag its documents anew with --retag, or name a new folder"
            )

    def known(self) -> KnownDocuments:
        """Which documents the store holds."""
        found = self.manifest.parts
        tables = [parts.read(self.folder, part, "documents", ["doc_id", "content_hash"]) for part in found]
        ids = (table["doc_id"].to_pylist() for table in tables)
        hashes = (table["content_hash"].to_pylist() for table in tables)
        return KnownDocuments(ids, hashes, [part.number for part in found])

    def add(self, batch: Batch, replaced: Mapping[int, Sequence[str]]) -> None:
        """Add documents, and take away the old rows of those that replace one; call it while writing.

        Parameters
        ----------
        batch : Batch
        replaced : mapping of int to sequence of str
            By the number of the part, the ids of documents whose old rows go.
        """
        manifest = self.manifest
        columns = parts.other_columns(manifest.columns, batch.documents)
        kept = [self._revised(part, manifest, columns, replaced.get(part.number, ())) for part in manifest.parts]
        part = Part(manifest.next_number, 0, len(batch.documents), len(batch.mentions))
        tables = {
            "documents": parts.document_table(batch.documents, columns),
            "mentions": parts.mention_table(batch.mentions),
            "texts": parts.text_table(batch.texts) if manifest.texts else None,
        }
        for kind in manifest.kinds:
            parts.write(self.folder, kind, part, tables[kind])
        self._commit(manifest, replace(manifest, columns=columns, parts=(*(old for old in kept if old), part)))

    def _revised(self, part: Part, manifest: Manifest, columns: dict[str, str], without: Sequence[str]) -> Part | None:
        """A part without some documents, and with all columns; None when nothing is left of it."""
        if not without and columns == manifest.columns:
            return part
        tables = {kind: parts.read(self.folder, part, kind) for kind in manifest.kinds}
        if without:
            gone = pa.array(list(without), pa.string())
            tables = {kind: table.filter(pc.invert(pc.is_in(table["doc_id"], gone))) for kind, table in tables.items()}
        if columns != manifest.columns:
            tables["documents"] = parts.document_table(tables["documents"].to_pandas(), columns)
        documents, mentions = tables["documents"].num_rows, tables["mentions"].num_rows
        revised = Part(part.number, part.revision + 1, documents, mentions)
        for kind, table in tables.items() if documents else ():
            parts.write(self.folder, kind, revised, table)
        return revised if documents else None

    def _commit(self, old: Manifest, new: Manifest) -> None:
        """From one moment to the next, the new parts count."""
        new.save(self.folder)
        parts.publish(self.folder, new, sorted(set(new.parts) - set(old.parts)))
        for part in set(old.parts) - set(new.parts):
            for kind in old.kinds:
                parts.place(self.folder, kind, part).unlink(missing_ok=True)

    def retag(
        self,
        settings: dict[str, str],
        phrases: pd.DataFrame,
        tag: Callable[[Frames], Frames],
        progress: Callable[[int], object] | None = None,
    ) -> int:
        """Tag every document anew, with other settings; call it while writing.

        Until the last part is done, the store stays what it was.

        Returns
        -------
        int
            How many documents were tagged.

        Raises
        ------
        StoreError
            When the store keeps no texts.
        """
        manifest = self.manifest
        if not manifest.texts:
            raise StoreError(f"{self.folder}: keeps no texts to tag anew; make a new store from the documents")
        revised: list[Part] = []
        for part, tables in read_parts(self.folder, manifest, Selection()):
            frames = tag(self._frames(manifest, self._phrases(manifest), tables))
            again = Part(part.number, part.revision + 1, part.documents, len(frames.mentions))
            hashes = tables["documents"]["content_hash"].to_pandas()
            documents = frames.documents.assign(content_hash=hashes.to_numpy())
            parts.write(self.folder, "documents", again, parts.document_table(documents, manifest.columns))
            parts.write(self.folder, "mentions", again, parts.mention_table(frames.mentions))
            parts.write(self.folder, "texts", again, tables["texts"])
            revised.append(again)
            if progress is not None:
                progress(sum(part.documents for part in revised))
        self._write_phrases(settings, phrases)
        self._commit(manifest, replace(manifest, settings=settings, parts=tuple(revised)))
        self._tidy()
        return sum(part.documents for part in revised)

    def compact(self, part_bytes: int = _PART_BYTES) -> int:
        """Merge neighbouring small parts; call it while writing.

        Parameters
        ----------
        part_bytes : int
            The size of the files of a part, up to which parts are merged.

        Returns
        -------
        int
            How many parts there are fewer.
        """
        before = self.manifest
        for group in self._groups(before, part_bytes):
            manifest = self.manifest
            first = group[0]
            sizes = [sum(part.documents for part in group), sum(part.mentions for part in group)]
            merged = Part(first.number, first.revision + 1, *sizes)
            for kind in manifest.kinds:
                tables = [parts.read(self.folder, part, kind) for part in group]
                parts.write(self.folder, kind, merged, pa.concat_tables(tables).combine_chunks())
            left = sorted((set(manifest.parts) - set(group)) | {merged})
            self._commit(manifest, replace(manifest, parts=tuple(left)))
        return len(before.parts) - len(self.manifest.parts)

    def _groups(self, manifest: Manifest, part_bytes: int) -> list[list[Part]]:
        groups: list[list[Part]] = []
        room = 0
        for part in manifest.parts:
            size = sum(parts.place(self.folder, kind, part).stat().st_size for kind in manifest.kinds)
            if groups and size <= room:
                groups[-1].append(part)
                room -= size
            else:
                groups.append([part])
                room = part_bytes - size
        return [group for group in groups if len(group) > 1]

    def read(
        self,
        *,
        phrases: Iterable[str] | None = None,
        since: object = None,
        until: object = None,
        where: Mapping[str, object] | None = None,
        texts: bool = True,
    ) -> Frames:
        """Read the store, or what is wanted of it; nothing else is held in memory.

        Parameters
        ----------
        phrases : iterable of str, optional
            Mentions of these phrases only; all documents stay, so that shares can be told.
        since, until : date, optional
            Documents of these days, months or years and between them (``until="2020"`` is until its last
            day). Undated documents are left out.
        where : mapping, optional
            Columns of the documents, and the value or list of values wanted there.
        texts : bool
            Read the texts too; without them, there are no words around mentions.

        Returns
        -------
        Frames
            What a TaggedCorpus is made of, in the order in which the documents came.

        Raises
        ------
        StoreError
            When the folder holds no store, or a part of it is missing or damaged.
        """
        selection = Selection.of(phrases, since, until, where, texts)
        for attempt in range(_TRIES):
            try:
                return self._joined(selection)
            except FileNotFoundError as error:
                # A run has put other parts in the place of some: the manifest, read again, names them.
                if attempt == _TRIES - 1:
                    raise StoreError(f"{error.filename}: is missing; see `partyspeak store check`") from None
        raise AssertionError

    def pieces(self, **choices: Any) -> Iterator[Frames]:
        """The same part by part, for a store that is larger than memory.

        Yields
        ------
        Frames
            Of one part each; see :meth:`read` for the choices.
        """
        names = {"phrases": None, "since": None, "until": None, "where": None, "texts": True}
        manifest, selection = self.manifest, Selection.of(**{**names, **choices})
        phrases = self._phrases(manifest)
        for _, tables in read_parts(self.folder, manifest, selection):
            yield self._frames(manifest, phrases, tables)

    def _joined(self, selection: Selection) -> Frames:
        manifest = self.manifest
        read = [tables for _, tables in read_parts(self.folder, manifest, selection)]
        tables = {
            kind: pa.concat_tables([some[kind] for some in read])
            for kind in (manifest.kinds if selection.texts else manifest.kinds[:2])
            if read
        }
        if not read:
            tables["documents"] = parts.document_schema(manifest.columns).empty_table()
            tables["mentions"] = parts.MENTIONS.empty_table()
        return self._frames(manifest, self._phrases(manifest), tables)

    def _frames(self, manifest: Manifest, phrases: pd.DataFrame, tables: dict[str, pa.Table]) -> Frames:
        texts = tables["texts"].to_pandas().set_index("doc_id")["text"].astype("string") if "texts" in tables else None
        documents = as_frame(tables["documents"])
        found = tables["mentions"] if TITLE in manifest.columns else tables["mentions"].drop_columns(["zone"])
        mentions = found.to_pandas().astype({"text": "string"})
        return with_types(Frames(documents, mentions, phrases, manifest.settings, texts))

    def _phrases(self, manifest: Manifest) -> pd.DataFrame:
        return pd.read_parquet(self._phrases_file(manifest.settings))

    def _phrases_file(self, settings: dict[str, str]) -> Path:
        return self.folder / f"phrases-{settings['lexicon']}.parquet"

    def _write_phrases(self, settings: dict[str, str], phrases: pd.DataFrame) -> None:
        path = self._phrases_file(settings)
        unfinished = path.with_name(f".{path.name}.unfinished")
        phrases.to_parquet(unfinished, index=False)
        unfinished.replace(path)

    def check(self) -> list[str]:
        """What is wrong with the store; nothing, when the list is empty.

        Every part is read: the rows that it should have, ids that stand twice, mentions of no document,
        texts that are not what was tagged, files that are missing or damaged.
        """
        from partyspeak.store.checking import faults

        return faults(self.folder, self.manifest)
