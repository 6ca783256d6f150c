"""The exceptions that a caller may want to catch, and the record of one fault in a lexicon."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from partyspeak.printable import printable

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
]


class PartyspeakError(Exception):
    """Anything that partyspeak refuses to do; the message says what, where and the way out."""

    def __str__(self) -> str:
        """The message; names of files and values of cells in it cannot steer a terminal."""
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
    """One fault of a lexicon entry: where it stands and what to write instead.

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
    """A row that was left out, or a file (from some place on), and why.

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
