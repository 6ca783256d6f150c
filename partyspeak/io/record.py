"""What happened while sources were read: what was left out, which encodings were found."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

from partyspeak.errors import Skipped, SourceError, one_line

__all__ = ["SHEET", "ReadingRecord", "RecordLine"]

_KEPT: Final = 1000
_SHOWN: Final = 20
_SHOWN_NAMES: Final = 5

SHEET: Final = "sheet"
"""The kind of a sheet that was not read, beside suffixes such as ``.doc``."""

_SHEET_OF_A_BOOK: Final = re.compile(r"\.\w+, sheet ")
_WAYS_OUT: Final = {
    "save {} as .docx": (".doc", ".docm", ".dot", ".dotx", ".odt", ".pages", ".rtf", ".wps"),
    "save {} as .xlsx": (".et", ".numbers", ".ods", ".xls", ".xlsb", ".xlsm"),
    "save {} as .pdf": (".caj", ".ceb", ".djvu", ".dps", ".key", ".odp", ".ofd", ".pps", ".ppt", ".pptx"),
    "save {} as .html or .txt": (".azw", ".azw3", ".chm", ".epub", ".mht", ".mhtml", ".mobi", ".xml"),
    "save {} as .csv or .jsonl": (".arrow", ".db", ".dta", ".feather", ".rds", ".sav", ".sqlite"),
    "unpack {}": (".7z", ".bz2", ".gz", ".rar", ".tar", ".tar.gz", ".tgz", ".xz", ".zip", ".zst"),
    "recognise the characters of {} (OCR)": (".bmp", ".gif", ".jpeg", ".jpg", ".png", ".tif", ".tiff"),
    "save each sheet as a file of its own": (SHEET,),
}


class RecordLine(NamedTuple):
    """One line of a record, as a person reads it.

    Attributes
    ----------
    event : str
        ``skipped`` (a row or file that was left out), ``ignored`` (files and sheets that were not read), ``note``.
    text : str
    facts : dict
        The same for a program.
    """

    event: str
    text: str
    facts: dict[str, object]


@dataclass
class ReadingRecord:
    r"""What was left out while documents were read, and what else should be known of them.

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
        Files in a folder that are of no kind that is read, tables without texts, and sheets that are not read; the
        first thousand.
    left : int
        How many of these there are.
    kinds : dict
        How many of each kind: ``{".doc": 2, "sheet": 1}``.
    reasons : list of str
        Why tables were passed over, each with the file's name; the first thousand.
    notes : list of str
        What else a reader should know: a separator that was recognised, text that looks garbled, a date that was
        passed over; the first thousand, each with the file's name.
    noted : int
        How many of these there are.

    Examples
    --------
    >>> record = ReadingRecord()
    >>> record.skip("speeches.csv", "row 17", "3 cells where the header has 2")
    >>> record.ignore("old/speech.doc")
    >>> print(*record.summary(), sep="\n")
    left out: speeches.csv: row 17: 3 cells where the header has 2
    1 file was not read: 1 .doc (old/speech.doc); save .doc as .docx
    """

    strict: bool = False
    skipped: list[Skipped] = field(default_factory=list)
    rows: int = 0
    files: int = 0
    encodings: dict[str, str] = field(default_factory=dict)
    ignored: list[str] = field(default_factory=list)
    left: int = 0
    kinds: dict[str, int] = field(default_factory=dict)
    reasons: list[str] = field(default_factory=list)
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

    def ignore(self, file: object, reason: str = "") -> None:
        """Record a file of a kind that is not read, a sheet (``book.xlsx, sheet 'two'``), or a table of no documents.

        Parameters
        ----------
        file : str or Path
        reason : str
            Why a file is passed over whose kind is read.
        """
        self.left += 1
        if len(self.ignored) < _KEPT:
            self.ignored.append(str(file))
        if not reason:
            kind = _kind_of(str(file))
            self.kinds[kind] = self.kinds.get(kind, 0) + 1
        elif len(self.reasons) < _KEPT:
            self.reasons.append(f"{file}: {reason}")

    def note(self, file: object, message: str) -> None:
        """Record what a reader should know of a file that was read."""
        self.noted += 1
        if len(self.notes) < _KEPT:
            self.notes.append(f"{file}: {message}")

    def lines(self) -> Iterator[RecordLine]:
        """What a person should know, a line each: the first rows and files left out, what was not read, notes."""
        for one in self.skipped[:_SHOWN]:
            yield RecordLine("skipped", f"left out: {one_line(one)}", dict(one._asdict()))
        if (more := self.rows + self.files - _SHOWN) > 0:
            yield RecordLine("skipped", f"left out: {more:,} more rows or files", {"more": more})
        for reason in self.reasons[:_SHOWN_NAMES]:
            yield RecordLine("ignored", f"left out: {one_line(reason)}", {"reason": reason})
        if (more := self.left - sum(self.kinds.values()) - _SHOWN_NAMES) > 0:
            yield RecordLine("ignored", f"left out: {more:,} more tables", {"more": more})
        for words, kinds in (("sheet", [SHEET]), ("file", [kind for kind in self.kinds if kind != SHEET])):
            if counts := {kind: self.kinds[kind] for kind in sorted(kinds) if kind in self.kinds}:
                yield RecordLine("ignored", self._not_read(words, counts), {"kinds": counts})
        for note in self.notes[:_SHOWN]:
            yield RecordLine("note", one_line(note), {"note": note})
        if (more := self.noted - _SHOWN) > 0:
            yield RecordLine("note", f"{more:,} more notes", {"more": more})

    def summary(self) -> list[str]:
        """The same lines as text; empty when everything was read and nothing is to be noted."""
        return [line.text for line in self.lines()]

    def warn(self, stacklevel: int = 2) -> None:
        """Warn of all this at once; no warning when there is nothing to report."""
        if lines := self.summary():
            warnings.warn("\n".join(lines), stacklevel=stacklevel + 1)

    def _not_read(self, word: str, counts: dict[str, int]) -> str:
        """As ``3 files were not read: 2 .doc, 1 .zip (a.doc, b.doc, c.zip); save .doc as .docx; unpack .zip``."""
        number = sum(counts.values())
        names = [name for name in self.ignored if _kind_of(name) in counts and not self._has_reason(name)]
        shown = ", ".join(map(one_line, names[:_SHOWN_NAMES])) + " …" * (number > _SHOWN_NAMES)
        kinds = "" if word == SHEET else ", ".join(f"{count:,} {one_line(kind)}" for kind, count in counts.items())
        what = f"{kinds} ({shown})" if kinds else shown
        verb = "was" if number == 1 else "were"
        return "; ".join([f"{number:,} {word}{'s' * (number != 1)} {verb} not read: {what}", *_ways_out(list(counts))])

    def _has_reason(self, name: str) -> bool:
        return any(reason.startswith(f"{name}: ") for reason in self.reasons)


def _ways_out(kinds: Sequence[str]) -> list[str]:
    """What to do with files of these kinds."""
    ways = []
    for way, meant in _WAYS_OUT.items():
        if here := [kind for kind in kinds if kind.removesuffix(".gz") in meant or kind in meant]:
            ways.append(way.format(", ".join(here)))
    return ways


def _kind_of(name: str) -> str:
    """A file's suffix, with what is before ``.gz``; a sheet is named after its book: ``book.xlsx, sheet 'two'``."""
    if _SHEET_OF_A_BOOK.search(name):
        return SHEET
    path = Path(name.lower())
    suffix = "".join(path.suffixes[-2:]) if path.suffix == ".gz" else path.suffix
    return suffix or "without a suffix"
