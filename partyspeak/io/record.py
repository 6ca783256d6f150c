"""A record of what happened while sources were read: what was left out, which encodings were found."""

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
"""The kind recorded for a sheet that was not read; other kinds are suffixes such as ``.doc``."""

_SHEET_OF_A_BOOK: Final = re.compile(r"\.\w+, sheet ")
_WAYS_OUT: Final = {
    "save {} as .docx": (".doc", ".docm", ".dot", ".dotx", ".odt", ".pages", ".rtf", ".wps"),
    "save {} as .xlsx": (".et", ".numbers", ".ods", ".xls", ".xlsb", ".xlsm"),
    "save {} as .pdf": (".caj", ".ceb", ".djvu", ".dps", ".key", ".odp", ".ofd", ".pps", ".ppt", ".pptx"),
    "save {} as .html or .txt": (".azw", ".azw3", ".chm", ".epub", ".mht", ".mhtml", ".mobi", ".xml"),
    "save {} as .csv or .jsonl": (".arrow", ".db", ".dta", ".feather", ".rds", ".sav", ".sqlite"),
    "unpack {}": (".7z", ".bz2", ".gz", ".rar", ".tar", ".tar.gz", ".tgz", ".xz", ".zip", ".zst"),
    "recognise the characters of {} (OCR)": (".bmp", ".gif", ".jpeg", ".jpg", ".png", ".tif", ".tiff"),
    "save each sheet as a separate file": (SHEET,),
}


class RecordLine(NamedTuple):
    """One line of a record, in readable form.

    Attributes
    ----------
    event : str
        ``skipped`` (a row or file that was left out), ``ignored`` (files and sheets that were not read), ``note``.
    text : str
    facts : dict
        The same information for a program.
    """

    event: str
    text: str
    facts: dict[str, object]


@dataclass
class ReadingRecord:
    r"""Records what was left out while documents were read, and what else the user should know.

    Attributes
    ----------
    strict : bool
        Raise a SourceError at the first bad row or file. Everything else is only recorded.
    skipped : list of Skipped
        The first thousand rows and files that were left out.
    rows, files : int
        The number of rows left out, and the number of files left out (whole, or from some point on).
    encodings : dict
        The encoding of each text file that is not in UTF-8.
    ignored : list of str
        Files in a folder of a kind that is not read, tables without texts, and sheets that are not read; the first
        thousand.
    left : int
        The number of all of these.
    kinds : dict
        Their number per kind: ``{".doc": 2, "sheet": 1}``.
    reasons : list of str
        Why tables were left out, each with the file's name; the first thousand.
    notes : list of str
        What else the user should know: a separator that was recognised, text that looks garbled, a date that was
        not used; the first thousand, each with the file's name.
    noted : int
        The number of all notes.

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
        """Was everything read? Notes do not count as left out."""
        return not (self.rows or self.files or self.left)

    def skip(self, file: object, place: str, reason: str, whole: bool = False) -> None:
        """Record that a row or a file was left out.

        Raises
        ------
        SourceError
            If the record is strict.
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
        """Record the encoding of a file, unless it is UTF-8."""
        if not encoding.startswith("utf-8") and len(self.encodings) < _KEPT:
            self.encodings[str(file)] = encoding

    def ignore(self, file: object, reason: str = "") -> None:
        """Record a file of a kind that is not read, a sheet (``book.xlsx, sheet 'two'``), or a table without documents.

        Parameters
        ----------
        file : str or Path
        reason : str
            Why a file is left out although its kind is read.
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
        """Record what the user should know about a file that was read."""
        self.noted += 1
        if len(self.notes) < _KEPT:
            self.notes.append(f"{file}: {message}")

    def lines(self) -> Iterator[RecordLine]:
        """Yield what the user should know: the first rows and files left out, what was not read, and notes."""
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
        """The same lines as text; empty if everything was read and there is nothing to note."""
        return [line.text for line in self.lines()]

    def warn(self, stacklevel: int = 2) -> None:
        """Issue one warning with all lines; none if there is nothing to report."""
        if lines := self.summary():
            warnings.warn("\n".join(lines), stacklevel=stacklevel + 1)

    def _not_read(self, word: str, counts: dict[str, int]) -> str:
        """Such as ``3 files were not read: 2 .doc, 1 .zip (a.doc, b.doc, c.zip); save .doc as .docx; unpack .zip``."""
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
    """A file's suffix, including the one before ``.gz``; :data:`SHEET` for ``book.xlsx, sheet 'two'``."""
    if _SHEET_OF_A_BOOK.search(name):
        return SHEET
    path = Path(name.lower())
    suffix = "".join(path.suffixes[-2:]) if path.suffix == ".gz" else path.suffix
    return suffix or "without a suffix"
