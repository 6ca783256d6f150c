"""Read the lines of a file as text, in any encoding, without holding more than fits in memory."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from typing import IO, Final, cast

from partyspeak.io.files import BROKEN, SourceFile
from partyspeak.io.record import ReadingRecord
from partyspeak.text.encodings import LineDecoder, sniff

__all__ = ["LONGEST_LINE", "TextLines", "encoding_of_file"]

LONGEST_LINE: Final = 1 << 26
"""The longest line that is read, in bytes; a longer one is not a document."""

_SAMPLE_BYTES: Final = 1 << 18


class TextLines:
    r"""The lines of a file, each with its line ending (``\n``, ``\r\n`` or ``\r``); None for a line that is too long.

    Attributes
    ----------
    suspect : bool
        Whether the lines so far held bad bytes (:data:`partyspeak.text.encodings.BAD_BYTES`) or a NUL.
    error : BaseException or None
        The error that ended a damaged file early; the line it cut off is not returned.
    encoding : str
        The encoding of the file.
    """

    def __init__(self, file: SourceFile, record: ReadingRecord) -> None:
        self._file = file
        self.error: BaseException | None = None
        self.encoding = encoding_of_file(file, record)
        self._wide = self.encoding.startswith(("utf-16", "utf_16", "utf-32", "utf_32"))
        self._decoder = LineDecoder("utf-8" if self._wide else self.encoding)
        self._nul = False

    @property
    def suspect(self) -> bool:
        """Did the lines so far hold bad bytes or a NUL?"""
        return self._nul or self._decoder.damaged

    @property
    def note(self) -> str:
        """A note on the lines that are in another encoding than the file."""
        return self._decoder.note

    def __iter__(self) -> Iterator[str | None]:
        with self._file.open() as raw:
            for number, block in enumerate(self._whole_lines(raw)):
                if block is None:
                    yield None
                    continue
                self._nul = self._nul or b"\0" in block
                lines = self._decoder.lines(block)
                if not number:
                    lines[:1] = [line.lstrip("\ufeff") for line in lines[:1]]
                yield from lines

    def _whole_lines(self, raw: IO[bytes]) -> Iterator[bytes | None]:
        """The bytes of whole lines, many at a time; None for a line that is too long."""
        rest: list[bytes] = []  # the start of a line, in pieces
        size = 0
        for data in self._blocks(raw):
            # A carriage return at the end of the block may be the first half of a line ending.
            end = max(data.rfind(b"\n"), data.rfind(b"\r", 0, -1)) + 1
            if end:
                if size > LONGEST_LINE:
                    yield None
                    start = min(at for at in (data.find(b"\n"), data.find(b"\r")) if at >= 0) + 1
                else:
                    start = 0
                if start < end:
                    yield b"".join((*rest, data[start:end]))
                rest, size = [], 0
            rest.append(data[end:])
            size += len(data) - end
            if size > LONGEST_LINE:
                rest = []  # the start of a line that is too long is not kept
        if self.error is None and size:
            yield None if size > LONGEST_LINE else b"".join(rest)

    def _blocks(self, raw: IO[bytes]) -> Iterator[bytes]:
        """The bytes of the file. UTF-16 and UTF-32 become UTF-8, because parts of characters look like line ends."""
        recode = codecs.getincrementaldecoder(self.encoding)("partyspeak.bytes").decode if self._wide else None
        data = b"x"
        while data:
            try:
                data = _some(raw)
            except BROKEN as error:
                self.error = error
                return
            yield recode(data, not data).encode("utf-8", "surrogatepass") if recode else data


def encoding_of_file(file: SourceFile, record: ReadingRecord) -> str:
    """Detect the encoding of a file from its beginning, up to the last whole line there."""
    with file.open() as raw:
        sample = _beginning(raw)
    if len(sample) >= _SAMPLE_BYTES and b"\0" not in sample:
        sample = sample[: sample.rfind(b"\n") + 1] or sample
    encoding, doubt = sniff(sample, str(file.path))
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
    """Read the bytes that are available; a larger read from a damaged gzip would return nothing."""
    return cast(io.BufferedIOBase, raw).read1(_SAMPLE_BYTES)
