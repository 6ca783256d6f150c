"""The files of a store: written under a temporary name, and compared with their digests before use or removal."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

from partyspeak.errors import StoreError
from partyspeak.store.manifest import KINDS, File, Manifest, digest, sync_folder

__all__ = ["PartChange", "damage", "read", "strangers", "tidy"]

RESTORE: Final = "restore it from a backup, or tag the documents into a new folder"
_UNFINISHED: Final = re.compile(r"\.(part-\d{7}-\d{3,}|phrases-[0-9a-f]{12})\.unfinished")


def _aside(name: str) -> str:
    """The temporary name of a file, which no reader of the folder or of ``*.parquet`` mistakes for a part."""
    path = PurePosixPath(name)
    return str(path.with_name(f".{path.stem}.unfinished"))


def _content(folder: Path, name: str) -> bytes:
    """The bytes of a current file, which may still have its temporary name, or be renamed at this moment.

    Raises
    ------
    FileNotFoundError
        If it is missing.
    StoreError
        If it cannot be read.
    """
    path = folder / name
    for place in (path, folder / _aside(name), path):
        try:
            return place.read_bytes()
        except FileNotFoundError:
            continue
        except OSError as error:
            raise StoreError(f"{place}: cannot be read ({error.strerror or error}); {RESTORE}") from None
    raise FileNotFoundError(None, "is missing", str(path))


def _verified(folder: Path, name: str, file: File) -> bytes:
    data = _content(folder, name)
    if len(data) != file.bytes or digest(data) != file.sha256:
        raise StoreError(
            f"{folder / name}: is not the file that was written: it is damaged, or from another copy of the store; "
            f"{RESTORE}"
        )
    return data


def read(folder: Path, name: str, file: File, columns: Sequence[str] | None = None) -> pa.Table:
    """Read one file of a store, after checking that it is what was written.

    Raises
    ------
    FileNotFoundError
        If it is missing; a run may have just replaced it.
    StoreError
        If it is damaged.
    """
    data = _verified(folder, name, file)
    try:
        return pq.read_table(pa.BufferReader(data), columns=columns, partitioning=None)
    except (pa.ArrowException, OSError) as error:
        raise StoreError(f"{folder / name}: cannot be read ({str(error)[:200]}); {RESTORE}") from None


def damage(folder: Path, known: Mapping[str, File]) -> list[str]:
    """Messages on what is wrong with the files."""
    found = []
    for name, file in known.items():
        try:
            _verified(folder, name, file)
        except FileNotFoundError:
            found.append(f"{folder / name}: is missing; {RESTORE}")
        except StoreError as error:
            found.append(str(error))
    return found


def _present(folder: Path) -> tuple[set[str], set[str]]:
    """The files that look like parts, and the unfinished files that a run left behind."""
    named, unfinished = set(), set()
    for place in ("", *KINDS):
        inside = folder / place
        for path in sorted(inside.iterdir()) if inside.is_dir() else ():
            name = f"{place}/{path.name}" if place else path.name
            if _UNFINISHED.fullmatch(path.name):
                unfinished.add(name)
            elif path.suffix == ".parquet" and not path.name.startswith("."):
                named.add(name)
    return named, unfinished


def strangers(folder: Path, manifest: Manifest) -> list[str]:
    """Messages on files among the parts that the manifest does not list; other programs would read them."""
    named, _ = _present(folder)
    return [
        f"{folder / name}: is not known to store.json, which may be an older copy, or the file of another store; "
        "restore the store.json that belongs to it, or move the file out of the store"
        for name in sorted(named - manifest.files.keys() - manifest.replaced.keys())
    ]


def tidy(folder: Path, manifest: Manifest) -> None:
    """Rename current files, and remove what an earlier run left: unfinished files, and files that it replaced.

    Raises
    ------
    StoreError
        If a current file is missing or damaged, or there is a file that the manifest does not list. In that case,
        nothing is removed.
    """
    if unknown := strangers(folder, manifest):
        raise StoreError(f"{unknown[0]}. Nothing was removed")
    named, unfinished = _present(folder)
    counted = manifest.files
    gone = (named & manifest.replaced.keys()) | (unfinished - {_aside(name) for name in counted})
    if gone or unfinished:
        wrong = damage(folder, counted)
    else:  # nothing to remove, so names and sizes are enough
        wrong = [f"{folder / name}: is missing or cut; {RESTORE}" for name in counted if _size(folder / name) is None]
        wrong += [
            f"{folder / name}: is {_size(folder / name):,} bytes long, but {file.bytes:,} were written; {RESTORE}"
            for name, file in counted.items()
            if _size(folder / name) not in (file.bytes, None)
        ]
    if wrong:
        raise StoreError(f"{wrong[0]}. Nothing was removed")
    for name in counted:
        if _size(folder / name) is not None:
            (folder / _aside(name)).unlink(missing_ok=True)
    _publish(folder, counted)
    for name in sorted(gone):
        _remove(folder, name, manifest.replaced.get(name))


def _size(path: Path) -> int | None:
    return path.stat().st_size if path.is_file() else None


def _publish(folder: Path, names: Iterable[str]) -> None:
    for name in names:
        if (aside := folder / _aside(name)).exists():
            aside.replace(folder / name)


def _remove(folder: Path, name: str, known: str | None) -> None:
    """Remove a file; if it is listed as replaced, only if its digest matches."""
    if known is not None and digest((folder / name).read_bytes()) != known:
        raise StoreError(f"{folder / name}: is not the file that was replaced; move it out of the store")
    (folder / name).unlink(missing_ok=True)


class PartChange:
    """A change to a store: a context that writes files under temporary names until the new manifest lists them.

    Parameters
    ----------
    folder : Path
    manifest : Manifest or None
        The current manifest.
    verified : set of str
        The names of files that this run has checked or written; it grows.
    """

    def __init__(self, folder: Path, manifest: Manifest | None, verified: set[str]) -> None:
        self._folder = folder
        self._old = manifest
        self._verified = verified
        self._written: list[str] = []

    def write(self, name: str, table: pa.Table) -> File:
        """Write a file under a temporary name and flush it to disk; ``…`` in the name becomes its digest."""
        sink = pa.BufferOutputStream()
        pq.write_table(table, sink, compression="zstd")
        data = sink.getvalue()
        file = File(bytes=data.size, sha256=digest(data))
        path = self._folder / _aside(name.replace("…", file.sha256[:12]))
        path.parent.mkdir(exist_ok=True)
        self._written.append(str(path))
        with path.open("wb") as unfinished:
            unfinished.write(data)
            unfinished.flush()
            os.fsync(unfinished.fileno())
        return file

    def commit(self, manifest: Manifest) -> None:
        """Save the new manifest in one step; then rename the new files and remove the replaced ones.

        Raises
        ------
        StoreError
            If files would be removed while another current file is missing or damaged. In that case, nothing changes.
        """
        if manifest.replaced:
            others = {name: file for name, file in manifest.files.items() if name not in self._verified}
            if wrong := damage(self._folder, others):
                raise StoreError(f"{wrong[0]}. Nothing was changed")
            self._verified.update(others)
        for kind in manifest.kinds:
            sync_folder(self._folder / kind)
        manifest.save(self._folder)
        _publish(self._folder, manifest.files)
        for name in manifest.replaced:
            (self._folder / name).unlink(missing_ok=True)

    def __enter__(self) -> PartChange:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, place: TracebackType | None
    ) -> None:
        """After an error, remove files that are not current; if even that fails, the next run does it."""
        if error is None:
            return
        try:
            counted = {str(self._folder / _aside(name)) for name in Manifest.load(self._folder).files}
        except StoreError:
            counted = set() if self._old is None else set(self._written)
        for path in set(self._written) - counted:
            with contextlib.suppress(OSError):
                Path(path).unlink()
