"""The exceptions that a caller may want to catch, the records of what is at fault, and text that is safe to print."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from importlib import metadata
from typing import Final, NamedTuple

__all__ = [
    "ClaimError",
    "DateError",
    "Fault",
    "LexiconError",
    "ModelMissing",
    "PartyspeakError",
    "Skipped",
    "SourceError",
    "StoreError",
    "StoreLocked",
    "as_json",
    "how_to_install",
    "one_line",
    "printable",
]


class PartyspeakError(Exception):
    """Anything that partyspeak refuses to do; the message says what, where and the way out."""

    def __str__(self) -> str:
        """The message; names of files and values of cells in it cannot control a terminal."""
        return printable(super().__str__())


class SourceError(PartyspeakError):
    """Documents that cannot be read or tagged as they are: a column, a row, an encoding."""


class ModelMissing(PartyspeakError):  # noqa: N818 - the name that the design fixed
    """The segmenter's model is not there, or is not what it should be."""


class StoreError(PartyspeakError):
    """A store that cannot be opened, written or joined as it is."""


class StoreLocked(StoreError):  # noqa: N818 - what it is, not what went wrong
    """Another run is writing to the store."""


class DateError(PartyspeakError, ValueError):
    """A value that is not a date, or that could be read as two different dates."""


class Fault(NamedTuple):
    """One fault of a lexicon entry: where it is and what to write instead.

    Attributes
    ----------
    file : str
        The file that holds the entry.
    id : str
        The entry's id; empty when the whole file is at fault.
    key : str
        The key at fault; empty when the whole entry is.
    message : str
        What is wrong and what to write instead.
    """

    file: str
    id: str
    key: str
    message: str

    def __str__(self) -> str:
        place = ": ".join(part for part in (self.file, f"[{self.id}]" * bool(self.id), self.key) if part)
        return f"{place}: {self.message}"


class Skipped(NamedTuple):
    """A row that was left out, or a file, or the rest of a file, and why.

    Attributes
    ----------
    file : str
        The file.
    place : str
        ``line 17`` or ``row 17``, the first row below the header being 1; empty when it is the whole file.
    reason : str
        What is wrong with it.
    whole : bool
        Nothing after that place could be read either.
    """

    file: str
    place: str
    reason: str
    whole: bool

    def __str__(self) -> str:
        return ": ".join(part for part in (self.file, self.place, self.reason) if part)


class LexiconError(PartyspeakError):
    """A lexicon that cannot be used; ``faults`` holds every fault found, not only the first."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        count = len(self.faults)
        lines = "\n".join(f"  {fault}" for fault in self.faults)
        super().__init__(f"the lexicon has {count} fault{'s' * (count != 1)}:\n{lines}")

    def __reduce__(self) -> tuple[type[LexiconError], tuple[tuple[Fault, ...]]]:
        return type(self), (self.faults,)


class ClaimError(LexiconError):
    """Two lexicons that cannot be merged, since phrases of different ids claim one form.

    Parameters
    ----------
    faults : iterable of Fault
        One for each form that is claimed twice.
    way_out : str
        What the caller may do, as the last line of the message.
    """

    def __init__(self, faults: Iterable[Fault], way_out: str) -> None:
        super().__init__(faults)
        self.way_out = way_out
        count = len(self.faults)
        claimed = "1 form is" if count == 1 else f"{count} forms are"
        lines = "\n".join(f"  {fault}" for fault in self.faults)
        self.args = (f"the lexicons cannot be merged, since {claimed} claimed by two phrases:\n{lines}\n{way_out}",)

    def __reduce__(self) -> tuple[type[ClaimError], tuple[tuple[Fault, ...], str]]:  # type: ignore[override]
        return type(self), (self.faults, self.way_out)


_REQUIREMENT = re.compile(r"(?P<package>[^;]+?)\s*;.*\bextra\s*==\s*['\"](?P<extra>[\w-]+)['\"]")


def how_to_install(extra: str) -> str:
    """The command that installs an extra, with a copy of the repository or without: no package index has partyspeak.

    Parameters
    ----------
    extra : str
        A name under ``[project.optional-dependencies]`` in ``pyproject.toml``.

    Examples
    --------
    >>> how_to_install("docx")
    "run: pip install '.[docx]' in your copy of the repository (or anywhere: pip install 'python-docx>=1.1')"
    """
    packages = " ".join(f"'{package}'" for package in _packages(extra))
    anywhere = f" (or anywhere: pip install {packages})" if packages else ""
    return f"run: pip install '.[{extra}]' in your copy of the repository{anywhere}"


def _packages(extra: str) -> list[str]:
    """The packages of an extra; none where partyspeak is run from a folder and was never installed."""
    try:
        required = metadata.requires("partyspeak") or []
    except metadata.PackageNotFoundError:
        return []
    found = [match for line in required if (match := _REQUIREMENT.fullmatch(line)) and match["extra"] == extra]
    return [match["package"] for match in found]


# Control characters move the cursor, colour the screen or retitle the window; the marks of direction make a name
# look different from what it is; lone surrogates (file names that are not UTF-8) cannot be written at all.
_UNPRINTABLE: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def printable(text: object) -> str:
    r"""Text for a terminal, with line ends and tabs as they are.

    Examples
    --------
    >>> printable("red\x1b[31m\u202e")
    'red\\x1b[31m\\u202e'
    """
    return _UNPRINTABLE.sub(_escape, str(text).replace("\r\n", "\n"))


def one_line(text: object) -> str:
    r"""Text for a terminal on one line: the name of a file must not be able to begin a line of its own.

    Examples
    --------
    >>> one_line("a\nb")
    'a\\nb'
    """
    return printable(text).replace("\n", "\\n").replace("\t", "\\t")


def as_json(content: object, indent: int | None = None) -> str:
    r"""JSON that can be printed and stored: Chinese as it is, what is not printable as ``\uXXXX``.

    Examples
    --------
    >>> as_json({"file": "中\x9b\udcff"})
    '{"file": "中\\u009b\\udcff"}'
    """
    text = json.dumps(content, ensure_ascii=False, indent=indent)
    return _UNPRINTABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
