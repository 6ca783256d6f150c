"""What happened while sources were read: what was left out, which encodings were found."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from partyspeak.errors import Skipped, SourceError

__all__ = ["ReadingRecord"]

_KEPT: Final = 1000


@dataclass
class ReadingRecord:
    """Kept by whoever wants reading to go on past bad rows and files; without one, the first bad one stops it.

    Attributes
    ----------
    strict : bool
        Raise a SourceError at the first bad row or file, and record the rest.
    skipped : list of Skipped
        The first thousand rows and files that were left out.
    rows, files : int
        How many rows were left out, and how many files (or their rest).
    encodings : dict
        The encoding of each text file that is not in UTF-8.
    ignored : list of str
        Files in a folder that are of no kind that is read, and sheets that are not read; the first thousand.
    left : int
        How many of these there are.
    notes : list of str
        What else a reader should know: a separator that was recognised, text that looks garbled, a date that was
        passed over; the first thousand, each with the file's name.
    noted : int
        How many of these there are.
    """

    strict: bool = False
    skipped: list[Skipped] = field(default_factory=list)
    rows: int = 0
    files: int = 0
    encodings: dict[str, str] = field(default_factory=dict)
    ignored: list[str] = field(default_factory=list)
    left: int = 0
    notes: list[str] = field(default_factory=list)
    noted: int = 0

    @property
    def complete(self) -> bool:
        """Was everything read? Notes alone leave nothing out."""
        return not (self.rows or self.files or self.left)

    def skip(self, file: object, place: str, reason: str, whole: bool = False) -> None:
        """Leave out a row or a file.

        Raises
        ------
        SourceError
            When the record is strict.
        """
        skipped = Skipped(str(file), place, reason, whole)
        if self.strict:
            raise SourceError(str(skipped))
        if whole:
            self.files += 1
        else:
            self.rows += 1
        if len(self.skipped) < _KEPT:
            self.skipped.append(skipped)

    def read_as(self, file: object, encoding: str) -> None:
        """Note an encoding, where it is not the usual one."""
        if not encoding.startswith("utf-8") and len(self.encodings) < _KEPT:
            self.encodings[str(file)] = encoding

    def ignore(self, file: object) -> None:
        """Record a file of a kind that is not read."""
        self.left += 1
        if len(self.ignored) < _KEPT:
            self.ignored.append(str(file))

    def note(self, file: object, message: str) -> None:
        """Record what a reader should know of a file that was read."""
        self.noted += 1
        if len(self.notes) < _KEPT:
            self.notes.append(f"{file}: {message}")
