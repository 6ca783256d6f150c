"""The store as users see it: open, add, read, check, compact."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from partyspeak.analysis.zones import TITLE
from partyspeak.corpus.corpus import names_of
from partyspeak.corpus.parquet import Frames, with_types
from partyspeak.errors import StoreError, StoreLocked
from partyspeak.io.values import widened
from partyspeak.lexicon.phrase_names import PhraseNames
from partyspeak.store import part_files, rows
from partyspeak.store.known import KnownDocuments
from partyspeak.store.manifest import Kind, Manifest, Part, is_store
from partyspeak.store.part_files import PartChange
from partyspeak.store.reading import Selection, read_part, read_parts

__all__ = ["Batch", "Store"]

_TRIES: Final = 5
_PART_BYTES: Final = 1 << 26
_LOCK: Final = ".lock"
_MAY_STAND_IN_A_NEW_STORE: Final = (_LOCK, ".store.json.unfinished", "run.json", ".run.json.unfinished")
_FOR_INFORMATION: Final = ("partyspeak", "lexicon", "engine")
"""Settings that do not affect rows: versions, and the engine that scans the texts."""


class Batch(NamedTuple):
    """Tagged documents to add, as Arrow tables.

    Attributes
    ----------
    documents : pyarrow.Table
        The columns that partyspeak writes (see :data:`partyspeak.store.rows.OWN`), then the others.
    mentions : pyarrow.Table
    texts : pyarrow.Table
    """

    documents: pa.Table
    mentions: pa.Table
    texts: pa.Table


class Store:
    """A folder of tagged documents that can grow.

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
        self._verified: set[str] = set()

    @property
    def manifest(self) -> Manifest:
        """The current manifest of the store."""
        return Manifest.load(self.folder)

    @contextlib.contextmanager
    def writing(self, wait: float = 0) -> Iterator[None]:
        """Lock the store, so that only this run writes to it, and first clean up after an earlier run.

        Parameters
        ----------
        wait : float
            Seconds to wait for another run to end.

        Raises
        ------
        StoreLocked
            If another run is still writing after that time.
        """
        from filelock import FileLock, Timeout

        with self._told_when_it_cannot_be_written():
            self.folder.mkdir(parents=True, exist_ok=True)
            # The system releases the lock when the process ends, however it ends.
            lock = FileLock(self.folder / _LOCK)
            try:
                lock.acquire(timeout=wait, poll_interval=0.2)
            except Timeout:
                raise StoreLocked(
                    f"{self.folder}: another run is writing to this store; let it end, or wait with --wait SECONDS"
                ) from None
            try:
                self._verified.clear()
                if is_store(self.folder):
                    part_files.tidy(self.folder, self.manifest)
                yield
            finally:
                lock.release()

    @contextlib.contextmanager
    def _told_when_it_cannot_be_written(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            reason = error.strerror or str(error)
            raise StoreError(
                f"{error.filename or self.folder}: cannot be written ({reason}); what was written before stays, "
                "and the next run continues from there"
            ) from None

    def begin(self, settings: dict[str, str], phrases: pd.DataFrame, texts: bool = True) -> None:
        """Create the store if there is none, and check that it accepts rows with these settings; call it while writing.

        A store without documents accepts any settings. If only a version or the lexicon's facts differ, the store
        switches to the new ones.

        Raises
        ------
        StoreError
            If the folder holds something else, or the store was made with other settings; the message names them.
        """
        manifest = self.manifest if is_store(self.folder) else None
        if manifest is None:
            self._need_empty_folder()
        elif manifest.parts:
            self._need_same_settings(manifest.settings, settings)
            texts = manifest.texts
        table = pa.Table.from_pandas(phrases, preserve_index=False)
        if (
            manifest
            and (manifest.settings, manifest.texts) == (settings, texts)
            and self._facts(manifest).equals(table)
        ):
            return
        with PartChange(self.folder, manifest, self._verified) as change:
            file = change.write("phrases-….parquet", table)
            if manifest is None:
                manifest = Manifest.of(settings, texts, file)
            change.commit(manifest.changed(settings=settings, texts=texts, phrases=file))

    def _need_empty_folder(self) -> None:
        others = sorted(path.name for path in self.folder.iterdir() if path.name not in _MAY_STAND_IN_A_NEW_STORE)
        others = [name for name in others if not name.startswith(".phrases-")]
        if others:
            what = "a corpus saved by to_parquet" if "settings.json" in others else f"other things ({others[0]} …)"
            raise StoreError(f"{self.folder}: holds {what}; name a new folder, or an empty one")

    def _need_same_settings(self, made: dict[str, str], settings: dict[str, str]) -> None:
        one, other = _deciding(made), _deciding(settings)
        if one != other:
            differing = sorted(key for key in one.keys() | other.keys() if one.get(key) != other.get(key))
            told = "; ".join(f"{key} {one.get(key)!r}, now {other.get(key)!r}" for key in differing)
            raise StoreError(
                f"{self.folder}: was made with other settings ({told}); old and new rows could not be compared. "
                "Tag its documents again with --retag, or name a new folder"
            )

    def needs_retagging(self, settings: dict[str, str]) -> bool:
        """Does the store hold documents whose rows would change with these settings?"""
        if not is_store(self.folder):
            return False
        manifest = self.manifest
        return bool(manifest.parts) and _deciding(manifest.settings) != _deciding(settings)

    def known(self) -> KnownDocuments:
        """The documents in the store, by id and content hash."""
        found = self.manifest.parts
        with self._told_of_missing():
            tables = [read_part(self.folder, part, "documents", ["doc_id", rows.HASH]) for part in found]
        ids = (table["doc_id"].to_pylist() for table in tables)
        hashes = (table[rows.HASH].to_pylist() for table in tables)
        return KnownDocuments(ids, hashes, [part.number for part in found])

    @contextlib.contextmanager
    def _told_of_missing(self) -> Iterator[None]:
        try:
            yield
        except FileNotFoundError as error:
            raise StoreError(
                f"{error.filename}: is missing; another run may have just replaced it, so try again; "
                "`partyspeak store check` lists everything that is missing"
            ) from None

    def add(self, batches: Sequence[Batch], replaced: Mapping[int, Sequence[str]]) -> None:
        """Add documents, and remove the old rows of documents that they replace; call it while writing.

        Parameters
        ----------
        batches : sequence of Batch
            The documents; all batches together become one part.
        replaced : mapping of int to sequence of str
            For each part number, the ids of documents whose old rows are removed.

        Raises
        ------
        StoreError
            If the values of a column do not fit those in the store.
        """
        manifest = self.manifest
        own = set(rows.OWN.names)
        others = [batch.documents.drop_columns([*own]) for batch in batches]
        schema = widened(manifest.schema, others)
        tables: dict[Kind, pa.Table] = {
            "documents": pa.concat_tables([rows.with_columns(batch.documents, schema) for batch in batches]),
            "mentions": pa.concat_tables([batch.mentions for batch in batches]),
        }
        if manifest.texts:
            tables["texts"] = pa.concat_tables([batch.texts for batch in batches])
        with PartChange(self.folder, manifest, self._verified) as change, self._told_of_missing():
            kept = [
                self._revised(change, part, manifest, schema, replaced.get(part.number, ())) for part in manifest.parts
            ]
            part = self._written(change, manifest.next_number, 0, tables)
            parts = (*(old for old in kept if old), part)
            change.commit(manifest.changed(schema, parts=parts, next_number=part.number + 1))

    def _written(self, change: PartChange, number: int, revision: int, tables: Mapping[Kind, pa.Table]) -> Part:
        sizes = {"documents": len(tables["documents"]), "mentions": len(tables["mentions"])}
        part = Part(number=number, revision=revision, files={}, **sizes)
        written = {kind: change.write(part.name(kind), table) for kind, table in tables.items()}
        return part.model_copy(update={"files": written})

    def _revised(
        self, change: PartChange, part: Part, manifest: Manifest, schema: pa.Schema, without: Sequence[str]
    ) -> Part | None:
        """Rewrite a part without some documents and with all columns; None if no documents are left."""
        if not without and schema == manifest.schema:
            return part
        tables = {kind: read_part(self.folder, part, kind) for kind in manifest.kinds}
        if without:
            gone = pa.array(list(without), pa.string())
            tables = {kind: table.filter(pc.invert(pc.is_in(table["doc_id"], gone))) for kind, table in tables.items()}
        if not len(tables["documents"]):
            return None
        tables["documents"] = rows.with_columns(tables["documents"], schema)
        return self._written(change, part.number, part.revision + 1, tables)

    def retag(
        self,
        settings: dict[str, str],
        phrases: pd.DataFrame,
        tag: Callable[[Frames], Frames],
        progress: Callable[[int], object] | None = None,
    ) -> int:
        """Tag every document again with other settings; call it while writing.

        The store does not change until the last part is done.

        Returns
        -------
        int
            The number of documents that were tagged.

        Raises
        ------
        StoreError
            If the store keeps no texts.
        """
        manifest = self.manifest
        if not manifest.texts:
            raise StoreError(f"{self.folder}: keeps no texts to tag again; make a new store from the documents")
        revised: list[Part] = []
        known = self._phrases(manifest)
        with PartChange(self.folder, manifest, self._verified) as change, self._told_of_missing():
            for part, tables in read_parts(self.folder, manifest, Selection()):
                frames = tag(self._frames(manifest, known, tables))
                hashes = tables["documents"][rows.HASH].to_pandas().to_numpy()
                own = rows.own_table(frames.documents.assign(**{rows.HASH: hashes}))
                for name in manifest.schema.names:
                    own = own.append_column(name, tables["documents"][name])
                anew: dict[Kind, pa.Table] = {
                    "documents": own, "mentions": rows.mention_table(frames.mentions), "texts": tables["texts"]
                }  # fmt: skip
                revised.append(self._written(change, part.number, part.revision + 1, anew))
                if progress is not None:
                    progress(sum(part.documents for part in revised))
            file = change.write("phrases-….parquet", pa.Table.from_pandas(phrases, preserve_index=False))
            change.commit(manifest.changed(settings=settings, phrases=file, parts=tuple(revised)))
        return sum(part.documents for part in revised)

    def compact(self, part_bytes: int = _PART_BYTES) -> int:
        """Merge neighbouring small parts; call it while writing.

        Parameters
        ----------
        part_bytes : int
            Parts are merged up to this total size of their files.

        Returns
        -------
        int
            The number of parts by which the store shrank.
        """
        before = self.manifest
        for group in self._groups(before, part_bytes):
            manifest = self.manifest
            with PartChange(self.folder, manifest, self._verified) as change, self._told_of_missing():
                tables = {
                    kind: pa.concat_tables([read_part(self.folder, part, kind) for part in group])
                    .unify_dictionaries()
                    .combine_chunks()
                    for kind in manifest.kinds
                }
                merged = self._written(change, group[0].number, group[0].revision + 1, tables)
                left = [merged if part == group[0] else part for part in manifest.parts if part not in group[1:]]
                change.commit(manifest.changed(parts=tuple(left)))
        return len(before.parts) - len(self.manifest.parts)

    def _groups(self, manifest: Manifest, part_bytes: int) -> list[list[Part]]:
        groups: list[list[Part]] = []
        room = 0
        for part in manifest.parts:
            size = sum(file.bytes for file in part.files.values())
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
        phrases: str | Iterable[str] | None = None,
        since: object = None,
        until: object = None,
        where: Mapping[str, object] | None = None,
        texts: bool = True,
    ) -> Frames:
        """Read the store, or a selection of it; nothing else is held in memory.

        Parameters
        ----------
        phrases : str or iterable of str, optional
            Read only mentions of these phrases, given by id, Chinese, English or pinyin. All documents are kept, so
            that shares can be computed.
        since, until : date, str or int, optional
            Read only documents certainly dated from the first day of ``since`` to the last day of ``until``, see
            :func:`partyspeak.between`. Undated documents are left out.
        where : mapping, optional
            Columns of the documents, each with the value or list of values to keep, in the column's type.
        texts : bool
            Read the texts too; without them, the words around mentions are not available.

        Returns
        -------
        Frames
            The frames of a TaggedCorpus, in the order in which the documents were added.

        Raises
        ------
        PartyspeakError
            If the store does not know a phrase, a date, a column or a value.
        StoreError
            If the folder holds no store, or a part of it is missing or damaged.
        """
        selection = Selection.of(self.ids_of(phrases), since, until, where, texts)
        for _ in range(_TRIES - 1):
            # If a run has replaced some parts meanwhile, reading the manifest again gives the new ones.
            with contextlib.suppress(FileNotFoundError):
                return self._joined(selection)
        with self._told_of_missing():
            return self._joined(selection)

    def pieces(self, **choices: Any) -> Iterator[Frames]:
        """Read the store part by part, for a store that is larger than memory.

        Yields
        ------
        Frames
            The frames of one part; see :meth:`read` for the choices.
        """
        names = {"since": None, "until": None, "where": None, "texts": True}
        selection = Selection.of(**{**names, **choices, "phrases": self.ids_of(choices.get("phrases"))})
        with self._told_of_missing():
            manifest, phrases = self._opened()
            for _, tables in read_parts(self.folder, manifest, selection):
                yield self._frames(manifest, phrases, tables)

    @property
    def names(self) -> PhraseNames:
        """The resolver for its phrases' names; without the curated lexicon, it knows only canonical forms."""
        manifest, phrases = self._opened()
        return names_of(phrases, manifest.settings)

    def ids_of(self, phrases: str | Iterable[str] | None) -> list[str] | None:
        """The ids of phrases given by any name; None for all phrases."""
        return None if phrases is None else self.names.resolve_all(phrases)

    def _joined(self, selection: Selection) -> Frames:
        manifest, phrases = self._opened()
        read = [tables for _, tables in read_parts(self.folder, manifest, selection)]
        kinds = manifest.kinds if selection.texts else manifest.kinds[:2]
        empty = {kind: rows.schema_of(kind, manifest.schema).empty_table() for kind in kinds}
        tables = {kind: pa.concat_tables([empty[kind], *(some[kind] for some in read)]) for kind in kinds}
        return self._frames(manifest, phrases, tables)

    def _opened(self) -> tuple[Manifest, pd.DataFrame]:
        """The manifest and the phrases; an error if there is a file that the manifest does not list.

        A run may have added files since the manifest was read, so the manifest is read again before this is an error.
        """
        for _ in range(_TRIES):
            manifest = self.manifest
            unknown = part_files.strangers(self.folder, manifest)
            if not unknown or self.manifest == manifest:
                break
        if unknown:
            raise StoreError(unknown[0])
        return manifest, self._phrases(manifest)

    def _frames(self, manifest: Manifest, phrases: pd.DataFrame, tables: Mapping[Kind, pa.Table]) -> Frames:
        texts = tables["texts"].to_pandas().set_index("doc_id")["text"].astype("string") if "texts" in tables else None
        documents = rows.documents_frame(tables["documents"])
        found = tables["mentions"] if TITLE in manifest.schema.names else tables["mentions"].drop_columns(["zone"])
        mentions = found.to_pandas().astype({"text": "string"})
        return with_types(Frames(documents, mentions, phrases, manifest.settings, texts))

    def _phrases(self, manifest: Manifest) -> pd.DataFrame:
        return self._facts(manifest).to_pandas()

    def _facts(self, manifest: Manifest) -> pa.Table:
        return part_files.read(self.folder, manifest.phrases_name, manifest.phrases)

    def check(self) -> list[str]:
        """List what is wrong with the store; the list is empty if there are no faults.

        Every file is compared with its digest, and then read. The check covers columns and their types, the number of
        rows, ids that occur twice, mentions without a document or a known phrase or with another date than their
        document, mentions that are not in the text, and files that are missing or do not belong to the store.

        Raises
        ------
        StoreError
            If the manifest itself is damaged.
        """
        from partyspeak.store.verification import faults

        return faults(self.folder, self.manifest)


def _deciding(settings: dict[str, str]) -> dict[str, str]:
    """The settings that affect rows."""
    return {key: value for key, value in settings.items() if key not in _FOR_INFORMATION}
