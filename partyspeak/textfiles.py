"""Reading a text file in whatever encoding Chinese files come in."""

from __future__ import annotations

import codecs
import logging
import re
from pathlib import Path
from typing import Final

from partyspeak.errors import SourceError

__all__ = ["decode", "encoding_of", "read_text"]

_log = logging.getLogger(__name__)

_MARKED: Final = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
# Where each character set keeps its commonest characters: by the first byte, and the least second one.
_COMMON: Final = {"gb18030": (range(0xB0, 0xD8), 0xA1), "big5hkscs": (range(0xA4, 0xC7), 0x40)}
# In Chinese prose nearly every character is a common one; read in a wrong set, few are.
_MOSTLY: Final = 0.6
_ENOUGH: Final = 20_000
_OTHERS: Final = ["utf_16_le", "utf_16_be", "cp1252", "cp932", "euc_jp", "euc_kr"]
_NO_TEXT: Final = re.compile("[\0-\x08\x0e-\x1a\x1c-\x1f]")
_LIKELY_IN_UTF16: Final = re.compile("[\t-\r -~\u2010-\u2027\u3000-\u30ff\u4e00-\u9fff\uff00-\uff65]")


def read_text(path: Path) -> str:
    """Read a text file as UTF-8, UTF-16, GB18030 or Big5, whichever it is.

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
    return data.decode(encoding_of(data, name))


def encoding_of(data: bytes, name: str) -> str:
    """The encoding that bytes are read in, as Python names it.

    By this order: a byte order mark; UTF-8; GB18030 or Big5, when most of what they give are common
    characters of theirs (surer for short texts than any statistics); else what charset-normalizer
    finds (UTF-16 without a mark, and the encodings of western, Japanese and Korean files).

    Raises
    ------
    SourceError
        When it is text in none of these.

    Examples
    --------
    >>> encoding_of("双循环".encode("gb18030"), "old.txt")
    'gb18030'
    >>> encoding_of("dual circulation, 双循环".encode("utf-16-le"), "new.txt")
    'utf_16_le'
    """
    for mark, encoding in _MARKED.items():
        if data.startswith(mark):
            return encoding
    try:
        if b"\0" not in data[:_ENOUGH]:
            data.decode("utf-8")
            return "utf-8"
        at = data.index(b"\0")
    except UnicodeDecodeError as error:
        at = error.start
    found = _chinese(data) or _normalized(data)
    if found is None:
        raise SourceError(
            f"{name}: not a text file in UTF-8, UTF-16, GB18030 or Big5 "
            f"(byte {at} is {data[at]:#04x}); save it as UTF-8"
        )
    _log.info("%s: read as %s", name, found)
    return found


def _chinese(data: bytes) -> str | None:
    readings = [(encoding, _decoded(data, encoding)) for encoding in _COMMON if b"\0" not in data]
    known = [(_commonness(text, encoding), encoding) for encoding, text in readings if text is not None]
    return max(known)[1] if known and max(known)[0] >= _MOSTLY else None


def _normalized(data: bytes) -> str | None:
    """Imported here, because few files need it."""
    from charset_normalizer import from_bytes

    best = from_bytes(data, cp_isolation=[*_OTHERS, *_COMMON]).best()
    text = None if best is None else _decoded(data, best.encoding)
    if best is None or not text or _NO_TEXT.search(text):
        return None
    # Nearly any bytes of even number are some UTF-16.
    likely = len(_LIKELY_IN_UTF16.findall(text)) >= _MOSTLY * len(text)
    return best.encoding if likely or not best.encoding.startswith("utf_16") else None


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
