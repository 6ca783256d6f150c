"""The frames of a tagged corpus as files, and back, with the types that they had."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

import pandas as pd

from partyspeak.analysis.zones import ZONES
from partyspeak.errors import SourceError

__all__ = [
    "DATES_FROM",
    "DOCUMENT_LANGUAGES",
    "MENTION_LANGUAGES",
    "PRECISIONS",
    "Frames",
    "categories",
    "load",
    "replace_file",
    "save",
    "with_types",
]

PRECISIONS: Final = ("year", "month", "day")
DATES_FROM: Final = ("column", "name", "content", "none")
"""Where a document's date comes from: a table's column, the file's name, the document itself, or nowhere."""

DOCUMENT_LANGUAGES: Final = ("zh", "en", "mixed", "none")
MENTION_LANGUAGES: Final = ("zh", "en")

_FRAMES: Final = ("documents", "mentions", "phrases")
_TEXTS: Final = {"texts": "text", "outlines": "outline"}
_FORMAT: Final = 2


class Frames(NamedTuple):
    """What a tagged corpus consists of; see :class:`partyspeak.TaggedCorpus`."""

    documents: pd.DataFrame
    mentions: pd.DataFrame
    phrases: pd.DataFrame
    settings: dict[str, str]
    texts: pd.Series | None
    outlines: pd.Series | None = None


def save(frames: Frames, folder: Path) -> None:
    """Write one Parquet file a frame; an earlier corpus in the folder is replaced."""
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
    for name, frame in tables.items():
        replace_file(folder / f"{name}.parquet", partial(frame.to_parquet, index=False, compression="zstd"))
    for name in _TEXTS.keys() - tables.keys():
        (folder / f"{name}.parquet").unlink(missing_ok=True)
    content = json.dumps({"format": _FORMAT, "settings": frames.settings}, indent=1)
    replace_file(folder / "settings.json", lambda path: path.write_text(content + "\n", encoding="utf-8"))


def load(folder: Path) -> Frames:
    """Read what :func:`save` wrote.

    Raises
    ------
    SourceError
        When the folder holds no corpus, or one of a format that this version does not know.
    """
    try:
        content = json.loads((folder / "settings.json").read_text(encoding="utf-8"))
        frames = {name: pd.read_parquet(folder / f"{name}.parquet") for name in _FRAMES}
    except FileNotFoundError as error:
        raise SourceError(f"{folder}: holds no saved corpus ({Path(error.filename).name} is missing)") from None
    if content["format"] != _FORMAT:
        raise SourceError(f"{folder}: has format {content['format']}; this version reads {_FORMAT}; update partyspeak")
    texts, outlines = (_read_texts(folder / f"{name}.parquet", column) for name, column in _TEXTS.items())
    return with_types(Frames(**frames, settings=content["settings"], texts=texts, outlines=outlines))


def _read_texts(path: Path, column: str) -> pd.Series | None:
    return pd.read_parquet(path).set_index("doc_id")[column] if path.exists() else None


def with_types(frames: Frames) -> Frames:
    """Give the columns of few values their categories: Parquet forgets those of an empty column."""
    documents = frames.documents.astype(
        {
            "date_precision": categories(PRECISIONS),
            "date_from": categories(DATES_FROM),
            "lang": categories(DOCUMENT_LANGUAGES),
        }
    )
    mentions = frames.mentions.astype(
        {
            "phrase": categories(frames.phrases["id"].tolist()),
            "date_precision": categories(PRECISIONS),
            "form": "category",
            "lang": categories(MENTION_LANGUAGES),
        }
    )
    if "zone" in mentions:
        mentions = mentions.astype({"zone": categories(ZONES)})
    return frames._replace(documents=documents, mentions=mentions)


def categories(values: Sequence[str]) -> pd.CategoricalDtype:
    """The type of a column that holds these values only."""
    return pd.CategoricalDtype(list(values))


def replace_file(path: Path, write: Callable[[Path], object]) -> None:
    """Write beside the old file and put it in place at once, so that a crash leaves the old one whole."""
    unfinished = path.with_name(path.name + ".part")
    write(unfinished)
    unfinished.replace(path)
