"""``store.json``: the settings of a store, its columns, and the parts that count."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

from partyspeak.errors import StoreError

__all__ = ["KINDS", "Manifest", "Part", "is_store", "write_durably"]

KINDS: Final = ("documents", "mentions", "texts")
"""The folders of a store."""

_NAME: Final = "store.json"
_FORMAT: Final = 3


class Part(NamedTuple):
    """Some documents and what belongs to them: a file of the same name in each folder.

    Attributes
    ----------
    number : int
        Its place: parts in this order hold the documents in the order in which they came.
    revision : int
        How often it was written anew.
    documents, mentions : int
        How many rows.
    """

    number: int
    revision: int
    documents: int
    mentions: int

    @property
    def name(self) -> str:
        """The name of its files, without the suffix."""
        return f"part-{self.number:07d}-{self.revision:03d}"


@dataclass(frozen=True)
class Manifest:
    """What a store consists of.

    Attributes
    ----------
    settings : dict
        The tagger's: what decides the rows besides the input.
    texts : bool
        Are the texts kept?
    columns : dict
        The columns of the documents that came in with them, and Arrow's name of their types.
    parts : tuple of Part
        By number.
    """

    settings: dict[str, str]
    texts: bool = True
    columns: dict[str, str] = field(default_factory=dict)
    parts: tuple[Part, ...] = ()

    @property
    def kinds(self) -> tuple[str, ...]:
        """The folders that this store has."""
        return KINDS if self.texts else KINDS[:2]

    @property
    def next_number(self) -> int:
        """The number of the next part."""
        return self.parts[-1].number + 1 if self.parts else 0

    @classmethod
    def load(cls, folder: Path) -> Manifest:
        """Read the manifest of a folder.

        Raises
        ------
        StoreError
            When the folder holds no store, or one of a format that this version does not know.
        """
        path = folder / _NAME
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise StoreError(f"{folder}: is no store ({_NAME} is missing); `partyspeak tag … -o` makes one") from None
        except (OSError, ValueError) as error:
            raise StoreError(f"{path}: cannot be read ({error})") from None
        if content.get("format") != _FORMAT:
            found = content.get("format")
            older = isinstance(found, int) and found < _FORMAT
            way_out = "tag its documents into a new folder" if older else "update partyspeak"
            raise StoreError(f"{folder}: has format {found}; this version reads {_FORMAT}; {way_out}")
        parts = tuple(Part(*part) for part in content["parts"])
        return cls(content["settings"], content["texts"], content["columns"], parts)

    def save(self, folder: Path) -> None:
        """Replace the manifest of a folder, at once."""
        content = {
            "format": _FORMAT,
            "settings": self.settings,
            "texts": self.texts,
            "columns": self.columns,
            "parts": self.parts,
        }
        write_durably(folder / _NAME, json.dumps(content, ensure_ascii=False))


def is_store(folder: Path) -> bool:
    """Is there a store in this folder?"""
    return (folder / _NAME).is_file()


def write_durably(path: Path, content: str) -> None:
    """Replace a small file at once, so that it is the old or the new one even when the power fails."""
    unfinished = path.with_name(f".{path.name}.unfinished")
    with unfinished.open("w", encoding="utf-8") as file:
        file.write(content + "\n")
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
