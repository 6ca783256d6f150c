"""The lines of a file as text, in whatever encoding it is, and never more of them than fit in memory."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from typing import IO, Final, cast

from partyspeak.errors import SourceError
from partyspeak.sources.files import BROKEN, SourceFile
from partyspeak.sources.record import ReadingRecord
from partyspeak.textfiles import LineDecoder, sniff

__all__ = ["LONGEST_LINE", "TextLines"]

LONGEST_LINE: Final = 1 << 26
"""A longer line, in bytes, is no document."""

_SAMPLE_BYTES: Final = 1 << 18
_FEW_NULS: Final = 50


class TextLines:
    r"""The lines of a file, each with its end (``\n``, ``\r\n`` or ``\r``); None for one that is too long.

    Attributes
    ----------
    suspect : bool
        Bad bytes (:data:`partyspeak.textfiles.BAD_BYTES`) or a NUL were in the lines so far.
    error : BaseException or None
        What ended a damaged file early; the line that it cut is not given.
    encoding : str
        The encoding of the file.
    """

    def __init__(self, file: SourceFile, record: ReadingRecord) -> None:
        self._file = file
        self.error: BaseException | None = None
        self.encoding = _encoding(file, record)
        self._wide = self.encoding.startswith(("utf-16", "utf_16", "utf-32", "utf_32"))
        self._decoder = LineDecoder("utf-8" if self._wide else self.encoding)
        self._nul = False

    @property
    def suspect(self) -> bool:
        """Were there bad bytes or a NUL so far?"""
        return self._nul or self._decoder.damaged

    @property
    def note(self) -> str:
        """Which lines were in another encoding than the file."""
        return self._decoder.note

    def __iter__(self) -> Iterator[str | None]:
        first = True
        with self._file.open() as raw:
            for line in self._byte_lines(raw):
                if line is None:
                    yield None
                    continue
                self._nul = self._nul or b"\0" in line
                text = self._decoder.decode(line)
                yield text.removeprefix("\ufeff") if first else text
                first = False

    def _byte_lines(self, raw: IO[bytes]) -> Iterator[bytes | None]:
        rest: list[bytes] = []  # the beginning of a line, in pieces
        size = 0
        for data in self._blocks(raw):
            if b"\n" not in data and b"\r" not in data and data:
                rest.append(data)
                size += len(data)
                if size > LONGEST_LINE:
                    rest = [b""]  # its beginning is not kept
                continue
            lines = (b"".join(rest) + data).splitlines(keepends=True)
            if size > LONGEST_LINE:
                lines[:1] = []
                yield None
            # After a carriage return, the second half of a line end may follow.
            rest = [lines.pop()] if data and lines and not lines[-1].endswith(b"\n") else []
            size = sum(map(len, rest))
            yield from lines
        if self.error is None and rest:
            yield None if size > LONGEST_LINE else b"".join(rest)

    def _blocks(self, raw: IO[bytes]) -> Iterator[bytes]:
        """The bytes of the file; UTF-16 and UTF-32 as UTF-8, for there bytes of a character look like a line's end."""
        recode = codecs.getincrementaldecoder(self.encoding)("partyspeak.bytes").decode if self._wide else None
        data = b"x"
        while data:
            try:
                data = _some(raw)
            except BROKEN as error:
                self.error = error
                return
            yield recode(data, not data).encode("utf-8", "surrogatepass") if recode else data


def _encoding(file: SourceFile, record: ReadingRecord) -> str:
    """The encoding of a file, from its beginning up to the last whole line."""
    with file.open() as raw:
        sample = _beginning(raw)
    if len(sample) >= _SAMPLE_BYTES and b"\0" not in sample:
        sample = sample[: sample.rfind(b"\n") + 1] or sample
    try:
        encoding, doubt = sniff(sample, str(file.path))
    except SourceError:
        # A NUL costs its row only.
        if not 0 < sample.count(b"\0") * _FEW_NULS <= len(sample):
            raise
        encoding, doubt = sniff(sample.replace(b"\0", b""), str(file.path))
    record.read_as(file.path, encoding)
    if doubt:
        record.note(file.path, doubt)
    return encoding


def _beginning(raw: IO[bytes]) -> bytes:
    sample = b""
    try:
        while len(sample) < _SAMPLE_BYTES and (more := _some(raw)):
            sample += more
    except BROKEN:
        if not sample:
            raise
    return sample


def _some(raw: IO[bytes]) -> bytes:
    """What is at hand: asked for more at once, a damaged gzip would give nothing."""
    return cast(io.BufferedIOBase, raw).read1(_SAMPLE_BYTES)
