"""Save the frames of a tagged corpus as files, and read them with their types."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from partyspeak.corpus import schema
from partyspeak.errors import SourceError
from partyspeak.io.values import frame_of

__all__ = ["Frames", "load", "replace_file", "save", "with_types"]

_FRAMES: Final = {"documents": schema.DOCUMENTS, "mentions": schema.MENTIONS, "phrases": schema.PHRASES}
"""The files of a saved corpus, and their columns."""

_WAY_OUT: Final = "it is damaged, or of something else: restore it from a backup, or save the corpus anew"
_TEXTS: Final = {"texts": "text", "outlines": "outline"}
_FORMAT: Final = 3


class Frames(NamedTuple):
    """What a tagged corpus consists of; see :class:`partyspeak.TaggedCorpus`."""

    documents: pd.DataFrame
    mentions: pd.DataFrame
    phrases: pd.DataFrame
    settings: dict[str, str]
    texts: pd.Series | None
    outlines: pd.Series | None = None


def save(frames: Frames, folder: Path) -> None:
    """Write one Parquet file per frame. An earlier corpus in the folder is replaced."""
    if folder.exists() and not folder.is_dir():
        raise SourceError(f"{folder}: is a file; a corpus is saved in a folder")
    if (folder / "store.json").exists():
        raise SourceError(f"{folder}: holds a store, which `partyspeak tag` adds to; save the corpus in another folder")
    folder.mkdir(parents=True, exist_ok=True)
    tables: dict[str, pd.DataFrame] = {name: getattr(frames, name) for name in _FRAMES}
    for name, column in _TEXTS.items():
        texts: pd.Series | None = getattr(frames, name)
        if texts is not None:
            tables[name] = texts.rename(column).rename_axis("doc_id").reset_index()
    digests = {}
    for name, frame in tables.items():
        path = folder / f"{name}.parquet"
        replace_file(path, partial(_write_frame, frame))
        digests[path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
    for name in _TEXTS.keys() - tables.keys():
        (folder / f"{name}.parquet").unlink(missing_ok=True)
    content = json.dumps({"format": _FORMAT, "settings": frames.settings, "sha256": digests}, indent=1)
    replace_file(folder / "settings.json", lambda path: path.write_text(content + "\n", encoding="utf-8"))


def _write_frame(frame: pd.DataFrame, path: Path) -> None:
    try:
        frame.to_parquet(path, index=False, compression="zstd")
    except (pa.ArrowException, UnicodeEncodeError, OverflowError, TypeError) as error:
        path.unlink(missing_ok=True)
        raise SourceError(
            f"{path.name.removesuffix('.part')}: a column cannot be written ({str(error)[:200]}); "
            "give it one type, or leave it out: tagged.documents = tagged.documents.drop(columns=…)"
        ) from None


def load(folder: Path) -> Frames:
    """Read what :func:`save` wrote.

    Raises
    ------
    SourceError
        When the folder holds no corpus, a damaged one, or one of a format that this version does not know.
    """
    settings, digests = _read_settings(folder)
    frames = {
        name: _read_frame(folder / f"{name}.parquet", schema.needed(columns), digests)
        for name, columns in _FRAMES.items()
    }
    texts, outlines = (_read_texts(folder / f"{name}.parquet", column, digests) for name, column in _TEXTS.items())
    return with_types(Frames(**frames, settings=settings, texts=texts, outlines=outlines))


def _read_settings(folder: Path) -> tuple[dict[str, str], dict[str, str]]:
    """The settings, and the digest of each file; a corpus that was saved before there were digests has none."""
    path = folder / "settings.json"
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        store = "it holds a store: use partyspeak.read_parquet" if (folder / "store.json").exists() else ""
        raise SourceError(f"{folder}: holds no saved corpus ({store or f'{path.name} is missing'})") from None
    except (OSError, ValueError, RecursionError) as error:
        raise SourceError(f"{path}: cannot be read ({str(error)[:200]}); {_WAY_OUT}") from None
    content = content if isinstance(content, dict) else {}
    if isinstance(content.get("format"), int) and content["format"] != _FORMAT:
        found = content["format"]
        way_out = "tag the documents again and save them" if found < _FORMAT else "update partyspeak"
        raise SourceError(f"{folder}: has format {found}; this version reads {_FORMAT}; {way_out}")
    settings: Any = content.get("settings")
    digests: Any = content.get("sha256", {})
    for facts in (settings, digests):
        if not isinstance(facts, dict) or not all(isinstance(value, str) for value in facts.values()):
            raise SourceError(f"{path}: is not what was saved; {_WAY_OUT}")
    if missing := {"partyspeak", "lexicon"} - settings.keys():
        raise SourceError(f"{path}: lacks {', '.join(sorted(missing))}; {_WAY_OUT}")
    return settings, digests


def _read_frame(path: Path, columns: Sequence[str], digests: Mapping[str, str]) -> pd.DataFrame:
    try:
        data = path.read_bytes()
        if hashlib.sha256(data).hexdigest() != digests.get(path.name, hashlib.sha256(data).hexdigest()):
            raise ValueError("it is not the file that was saved")
        frame = frame_of(pq.read_table(pa.BufferReader(data), partitioning=None))
    except FileNotFoundError:
        raise SourceError(f"{path.parent}: holds no saved corpus ({path.name} is missing)") from None
    except Exception as error:  # damaged bytes make the readers of Parquet raise nearly anything
        raise SourceError(f"{path}: cannot be read ({str(error)[:200]}); {_WAY_OUT}") from None
    if missing := [column for column in columns if column not in frame]:
        raise SourceError(f"{path}: lacks the columns {', '.join(missing)}; {_WAY_OUT}")
    return frame


def _read_texts(path: Path, column: str, digests: Mapping[str, str]) -> pd.Series | None:
    if not path.exists() and path.name not in digests:
        return None
    return _read_frame(path, ("doc_id", column), digests).set_index("doc_id")[column]


def with_types(frames: Frames) -> Frames:
    """Give the columns of few values their categories: Parquet forgets those of an empty column."""
    phrases = frames.phrases["id"].tolist()
    return frames._replace(
        documents=schema.with_categories(frames.documents, schema.DOCUMENTS),
        mentions=schema.with_categories(frames.mentions, schema.MENTIONS, phrases),
    )


def replace_file(path: Path, write: Callable[[Path], object]) -> None:
    """Replace a file in one step, so that a crash leaves the old one intact."""
    unfinished = path.with_name(path.name + ".part")
    write(unfinished)
    unfinished.replace(path)
