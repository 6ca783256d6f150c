"""Reading a text file in whatever encoding Chinese files come in."""

from __future__ import annotations

import codecs
import logging
from pathlib import Path

from partyspeak.errors import SourceError

__all__ = ["decode", "read_text"]

_log = logging.getLogger(__name__)

_MARKED = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
# Where each character set keeps its commonest characters: by the first byte, and the least second one.
_COMMON = {"gb18030": (range(0xB0, 0xD8), 0xA1), "big5hkscs": (range(0xA4, 0xC7), 0x40)}
_ENOUGH = 20_000


def read_text(path: Path) -> str:
    """Read a text file as UTF-8, UTF-16 with a mark, GB18030 or Big5, whichever it is.

    Raises
    ------
    SourceError
        When the file cannot be opened, or is in none of these.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(f"{path}: cannot be read ({error.strerror or error})") from None
    return decode(data, str(path))


def decode(data: bytes, name: str) -> str:
    """Turn the bytes of a text file into text; ``name`` is said in messages.

    Examples
    --------
    >>> decode("双循环".encode("gb18030"), "old.txt"), decode("雙循環".encode("big5"), "tw.txt")
    ('双循环', '雙循環')
    """
    for mark, encoding in _MARKED.items():
        if data.startswith(mark):
            return data.decode(encoding)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        readings = [(encoding, _decoded(data, encoding)) for encoding in _COMMON]
        known = [(_commonness(text, encoding), encoding, text) for encoding, text in readings if text is not None]
        if not known or b"\0" in data:
            raise SourceError(
                f"{name}: not a text file in UTF-8, UTF-16, GB18030 or Big5 "
                f"(byte {error.start} is {data[error.start]:#04x}); save it as UTF-8"
            ) from None
    _, encoding, text = max(known, key=lambda reading: reading[0])
    _log.info("%s: read as %s", name, encoding)
    return text


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _commonness(text: str, encoding: str) -> float:
    """The share of common characters: the other encoding's reading is a jumble of rare ones."""
    first_bytes, least_second = _COMMON[encoding]
    letters = [char.encode(encoding) for char in text[:_ENOUGH] if char > "\x7f" and char.isalpha()]
    common = sum(len(code) == 2 and code[0] in first_bytes and code[1] >= least_second for code in letters)
    return common / max(len(letters), 1)
