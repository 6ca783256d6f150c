"""Reading a text file in whatever encoding Chinese files come in.

The encoding is chosen by the characters that it gives. The right encoding gives common characters, and a wrong
one gives rare characters (雙循環 in Big5, read as GB18030, is 蛮碻吏). This decides even a single word; statistics
over bytes need a page.
"""

from __future__ import annotations

import codecs
import io
import logging
import re
import unicodedata
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from partyspeak.errors import SourceError
from partyspeak.text.code_points import code_points

__all__ = ["BAD_BYTES", "DecodedText", "LineDecoder", "decode", "read", "read_text", "sniff"]

_log = logging.getLogger(__name__)

BAD_BYTES: Final = re.compile("[\udc00-\udcff]+")
"""Bytes that are not a character in their file's encoding, as :class:`LineDecoder` marks them."""

# UTF-32 before UTF-16: the byte order mark of UTF-32 begins with the one of UTF-16.
_MARKED: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_CHINESE: Final = ("gb18030", "big5hkscs")
_WIDE: Final = {"utf_16_le": 2, "utf_16_be": 2, "utf_32_le": 4, "utf_32_be": 4}
_OTHERS: Final = ["utf_16_le", "utf_16_be", "cp1252", "cp932", "euc_jp", "euc_kr"]
_NAMES: Final = {"big5hkscs": "Big5", "gb18030": "GB18030", "utf-8": "UTF-8", "utf-8-sig": "UTF-8"}
_SAMPLE: Final = 20_000
_LONGEST_REPAIR: Final = 100_000
_LINES: Final = 200
_SHORT: Final = 64
_FEW_NULS: Final = 50
_WORD: Final = re.compile(r"(?<!\S)(?:[A-Z]?[a-z]{2,}|[A-Z]{2,}s?|\d+)[.,;:!?]?(?!\S)")
_ACCENTED: Final = "À-öø-ÿŒœŠšŽžŸ"
_WESTERN: Final = re.compile(
    f"[‘’“”‚„†•…‰€™–—£¥§©«»®°±²³·½¼¾×¡¿\xa0]|(?<=[A-Za-z])[{_ACCENTED}]+|[{_ACCENTED}]+(?=[A-Za-z])"
)
_HALF_WIDTH: Final = re.compile("[\uff61-\uff9f]")
_NO_TEXT: Final = re.compile("[\0-\x08\x0e-\x1a\x1c-\x1f]")
# Encodings in which Chinese, Japanese and Korean look like ASCII.
_SEVEN_BITS: Final = (
    ("hz", re.compile(rb"~\{[\x21-\x7e]{2,}?~\}")),
    ("iso2022_jp_2", re.compile(rb"\x1b\$[@AB(]")),
    ("iso2022_kr", re.compile(rb"\x1b\$\)C")),
    ("utf-7", re.compile(rb"\+[A-Za-z0-9+/]{5,}")),
)

# How likely a character is in a Chinese text, as a natural logarithm. Characters of the table are weighed by rank.
_PUNCTUATION, _ASCII, _SPOKEN, _KANA, _LETTER, _RARE, _NEVER, _BAD = -4, -3.5, -9, -12, -13, -17, -22, -25
# A character outside the usual set of its encoding: traditional in GB18030, of the second level in Big5.
_UNUSUAL: Final = -2.0
_DOUBT: Final = 4.0
# Characters that only Cantonese uses; they are in Big5 with the Hong Kong characters.
_CANTONESE: Final = "佢哋嘅喺咗啲嚟咁噉唔冇嘢乜睇嗰啱啦喎俾咩噃攞揾搵諗嗌攰"
_TEXT_MARKS: Final = "，。、；：？！“”‘’《》（）—…·　〇％－～【】「」『』〔〕●○□①②③④⑤⑥⑦⑧⑨⑩０１２３４５６７８９"


class DecodedText(NamedTuple):
    """A text as it was read.

    Attributes
    ----------
    text : str
        The text, with U+FFFD for each byte that is not a character.
    encoding : str
        The encoding, as Python names it.
    note : str
        What a reader should know: bad bytes and their places, or another encoding that is as likely. Otherwise "".
    """

    text: str
    encoding: str
    note: str


def read_text(path: Path) -> str:
    """Read a text file as UTF-8, UTF-16, UTF-32, GB18030 or Big5, whichever it is.

    Raises
    ------
    SourceError
        If the file cannot be opened, is in none of these encodings, or has a byte that is not a character.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(f"{path}: cannot be read ({error.strerror or error})") from None
    return decode(data, str(path))


def decode(data: bytes, name: str) -> str:
    """Turn the bytes of a text file into text; ``name`` is for messages.

    Raises
    ------
    SourceError
        If the file is not text or has a byte that is not a character. The message gives the place.

    Examples
    --------
    >>> decode("双循环".encode("gb18030"), "old.txt"), decode("雙循環".encode("big5"), "tw.txt")
    ('双循环', '雙循環')
    """
    reading = read(data, name)
    if "\ufffd" in reading.note:
        raise SourceError(f"{name}: {reading.note.partition(';')[0]}; save it as UTF-8")
    return reading.text


def read(data: bytes, name: str) -> DecodedText:
    r"""Read the bytes of a text file; a few bad bytes are marked and noted, and the file is still read.

    Parameters
    ----------
    data : bytes
        The whole file.
    name : str
        Its name, for messages.

    Returns
    -------
    DecodedText
        Its text, its encoding and a note.

    Raises
    ------
    SourceError
        If the file is not text in any known encoding, or too many of its bytes are bad.

    Examples
    --------
    >>> damaged = "我们要坚持改革开放。".encode("gb18030") + b"\xff"
    >>> read(damaged, "old.txt").note
    '1 byte is not a character of GB18030, the first is byte 20 (0xff, line 1); read as �'
    """
    encoding, doubt = sniff(data, name)
    whole = _decoded(data, encoding)
    if whole is not None and "\0" not in whole:
        return DecodedText(whole.removeprefix("\ufeff"), encoding, doubt)
    lines = LineDecoder(encoding)
    if encoding in _WIDE or encoding in ("utf-16", "utf-32"):
        text = data.decode(encoding, "partyspeak.bytes")
    else:
        text = "".join(lines.lines(data))
    text = text.replace("\0", "\udc00")
    note = "; ".join(part for part in (_damage(text, data, encoding), lines.note) if part)
    return DecodedText(BAD_BYTES.sub("\ufffd", text).removeprefix("\ufeff"), encoding, note)


def _damage(text: str, data: bytes, encoding: str) -> str:
    """How many bytes are bad, and where the first one is."""
    bad = BAD_BYTES.findall(text)
    if not bad:
        return ""
    start = text.index(bad[0])
    number = sum(map(len, bad))
    at = len(text[:start].encode(encoding, "partyspeak.bytes"))
    line = len(re.findall("\r\n|\r|\n", text[:start])) + 1
    are = "byte is not a character" if number == 1 else "bytes are not characters"
    named = _NAMES.get(encoding, encoding)
    value = ord(bad[0][0]) - 0xDC00
    return f"{number:,} {are} of {named}, the first is byte {at} ({value:#04x}, line {line}); read as \ufffd"


def _mark_bytes(error: UnicodeError) -> tuple[str | bytes, int]:
    """Mark bad bytes as U+DC00 to U+DCFF, or turn the marks back into bytes; for every encoding and every byte."""
    if isinstance(error, UnicodeDecodeError):
        # If two bytes are not a character, the second byte may begin the next character.
        bad = error.object[error.start : error.start + 1]
        return "".join(chr(0xDC00 + byte) for byte in bad), error.start + 1
    if isinstance(error, UnicodeEncodeError):
        marks = error.object[error.start : error.end]
        if BAD_BYTES.fullmatch(marks):
            return bytes(ord(mark) - 0xDC00 for mark in marks), error.end
    raise error


codecs.register_error("partyspeak.bytes", _mark_bytes)


class LineDecoder:
    """Decoder of one line after the other, for files that are damaged or change their encoding.

    A line that does not fit the file's encoding is read in its own encoding. If it fits none, its bad bytes are
    marked (:data:`BAD_BYTES`).

    Attributes
    ----------
    damaged : bool
        Whether a bad byte was found.
    note : str
        Which lines are in another encoding.
    """

    def __init__(self, encoding: str) -> None:
        self.encoding = encoding.removesuffix("-sig")
        self.damaged = False
        self._number = 0
        self._others: dict[str, list[int]] = {}

    def lines(self, block: bytes) -> list[str]:
        """Whole lines as text, decoded all at once where that is possible."""
        if self.encoding == "utf-8":
            try:
                lines = list(io.StringIO(block.decode("utf-8"), newline=""))
            except UnicodeDecodeError:
                pass
            else:
                self._number += len(lines)
                return lines
        return [self.decode(line) for line in block.splitlines(keepends=True)]

    def decode(self, line: bytes) -> str:
        """One line as text."""
        self._number += 1
        if self.encoding != "utf-8" and not line.isascii():
            other = _as_utf8(line)
            if other is not None:
                return self._noted(other, "utf-8")
        try:
            return line.decode(self.encoding)
        except UnicodeDecodeError:
            pass
        for known in self._others:  # much faster than comparing all encodings for every line
            text = _decoded(line, known)
            if text is not None and _is_clear(text, known):
                return self._noted(text, known)
        other_encoding = _sure_encoding(line)
        if other_encoding is not None:
            return self._noted(line.decode(other_encoding), other_encoding)
        self.damaged = True
        return _repaired(line, self.encoding)

    def _noted(self, text: str, encoding: str) -> str:
        self._others.setdefault(encoding, []).append(self._number)
        return text

    @property
    def note(self) -> str:
        """How many lines were in another encoding, and which was the first."""
        return "; ".join(
            f"{len(lines):,} line{'s are' if len(lines) > 1 else ' is'} in {_NAMES.get(encoding, encoding)} "
            f"and not in {_NAMES.get(self.encoding, self.encoding)} (the first is line {lines[0]})"
            for encoding, lines in self._others.items()
        )


def _as_utf8(line: bytes) -> str | None:
    """A line in UTF-8 among lines of GB18030 or Big5, or None; one East Asian character may be chance."""
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return text if sum(char >= "\u2e80" for char in text) > 1 else None


def _sure_encoding(line: bytes) -> str | None:
    """The encoding of an undamaged line, if no other encoding is as likely."""
    encoding, doubt = ("utf-8", "") if _as_utf8(line) else _likeliest(line) or ("", "")
    return encoding if encoding and not doubt and _decoded(line, encoding) is not None else None


def _marked(data: bytes, encoding: str) -> str:
    """The text in an encoding, with its bad bytes marked."""
    text = _decoded(data, encoding)
    if text is not None:
        return text
    lines = ((line, _decoded(line, encoding)) for line in data.splitlines(keepends=True))
    return "".join(_repaired(line, encoding) if text is None else text for line, text in lines)


def _repaired(line: bytes, encoding: str) -> str:
    """A damaged line with its bad bytes marked where they are.

    After a lost byte, double bytes are paired wrongly up to the next ASCII character, and the decoder complains
    only there. So this function chooses the pairs that give the most common characters.
    """
    if encoding not in _CHINESE or len(line) > _LONGEST_REPAIR:
        return line.decode(encoding, "partyspeak.bytes")
    best: list[tuple[float, int]] = [(0.0, 0)]  # for each place, the best likelihood so far and the last step's length
    for end in range(1, len(line) + 1):
        steps = []
        for length in (1, 2, 4):
            if length <= end:
                likely = _likely_piece(line[end - length : end], encoding)
                if likely is not None:
                    steps.append((best[end - length][0] + likely, length))
        best.append(max(steps))
    pieces = []
    end = len(line)
    while end:
        length = best[end][1]
        pieces.append(line[end - length : end].decode(encoding, "partyspeak.bytes"))
        end -= length
    return "".join(reversed(pieces))


@cache
def _likely_piece(piece: bytes, encoding: str) -> float | None:
    """How likely one to four bytes are as one character; a single byte beyond ASCII is bad."""
    text = _decoded(piece, encoding)
    if text is None or len(text) != 1:
        return _BAD if len(piece) == 1 else None
    return float(_likelihoods()[ord(text)])


def sniff(data: bytes, name: str) -> tuple[str, str]:
    """The encoding of a text that may be damaged, and a note if another encoding is as likely.

    These are tried in this order:

    1. a byte order mark;
    2. valid UTF-8;
    3. the likeliest of UTF-8, UTF-16, UTF-32, GB18030 and Big5, if few bytes are bad in it;
    4. what charset-normalizer finds (the encodings of western, Japanese and Korean files).

    Raises
    ------
    SourceError
        If the data is not text in any of these.
    """
    for mark, encoding in _MARKED:
        if data.startswith(mark):
            return encoding, ""
    if data.isascii():
        found = _seven_bits(data)
        if found is None and not re.search(rb"[\0-\x08\x0b\x0e-\x1f]", data[:_SAMPLE]):
            found = _short_wide(data) or ("utf-8", "")
        if found is not None:
            return found
    # A character of three bytes does not become valid UTF-8 by chance. Two Chinese characters in GB18030 may look like
    # two UTF-8 characters of two bytes each.
    text = None if b"\0" in data[:_SAMPLE] else _decoded(data, "utf-8")
    wide = _short_wide(data)
    if wide is not None and text is not None and _mean("".join(char for char in text if char > "\x7f")) < _UNLIKELY:
        return wide
    if text is not None and (len(data) > 64 or max(text) > "\u07ff"):
        return "utf-8", ""
    sample = _sample(data)
    if text is None and wide is None and _is_western(sample):
        return "cp1252", ""
    found = _likeliest(sample)
    if found is not None and not (text and _letters_of_one_script(text)):
        _log.info("%s: read as %s", name, found[0])
        return found
    if text is not None and not _NO_TEXT.search(text):
        return "utf-8", ""
    other = _by_lines(sample) or _normalized(data)
    if other is None and 0 < data.count(b"\0") <= max(len(data) // _FEW_NULS, 3):
        return sniff(data.replace(b"\0", b""), name)  # a NUL loses only its character or its row
    if other is None:
        raise SourceError(f"{name}: {_no_text(data)}; save it as UTF-8")
    _log.info("%s: read as %s", name, other)
    return other, ""


def _by_lines(sample: bytes) -> str | None:
    """The first encoding of a text that changes its encoding, if nearly every line is clear."""
    lines = [line for line in sample.splitlines()[:_LINES] if not line.isascii()]
    encodings = [_sure_encoding(line) for line in lines]
    known = [encoding for encoding in encodings if encoding in ("utf-8", *_CHINESE)]
    return known[0] if len(lines) > 1 and len(known) >= 0.9 * len(lines) else None


def _sample(data: bytes) -> bytes:
    """The beginning of the data up to the last whole line; a multiple of four bytes if there are no lines."""
    if len(data) <= _SAMPLE:
        return data
    end = data.rfind(b"\n", _SAMPLE // 2, _SAMPLE) + 1
    return data[: end if end and b"\0" not in data[:_SAMPLE] else _SAMPLE]


def _short_wide(data: bytes) -> tuple[str, str] | None:
    """UTF-16 of a few common Chinese characters: its bytes may be ASCII or UTF-8 (党中央 is ZQ-N.Y), but not words."""
    if len(data) % 2 or not 4 <= len(data) <= _SHORT or _WORD.search(data.decode("ascii", "replace")):
        return None
    texts = {encoding: _decoded(data, encoding) for encoding in ("utf_16_le", "utf_16_be")}
    likely, encoding = max((_mean(text) if text else _NEVER, encoding) for encoding, text in texts.items())
    return (encoding, f"read as {encoding}; it is so short that it may be UTF-8") if likely > _SHORT_WIDE else None


def _is_western(sample: bytes) -> bool:
    """Whether this is a text in Latin letters with a few accents, quotation marks or symbols, unlike Chinese text."""
    text = _decoded(sample, "cp1252")
    if text is None or _NO_TEXT.search(text):
        return False
    plain = "".join(char for char in text if char <= "\x7f")
    beyond = len(text) - len(plain)
    if beyond > len(text) / 3 or sum(map(len, _WESTERN.findall(text))) < beyond or not _WORD.search(plain):
        return False
    for encoding in ("utf-8", *_CHINESE):
        read = BAD_BYTES.sub("", sample.decode(encoding, "partyspeak.bytes"))
        other = "".join(char for char in read if char > "\x7f")
        if other and (encoding == "utf-8" or _likelihoods_of(other, encoding).mean() > _UNLIKELY):
            return False
    return True


def _seven_bits(data: bytes) -> tuple[str, str] | None:
    for encoding, pattern in _SEVEN_BITS:
        if pattern.search(data):
            text = _decoded(data, encoding)
            likely = text is not None and any(char >= "\u2e80" for char in text)
            if likely and (b"\x1b" in data or _mean(text or "") > _WIDE_LEAST):
                return encoding, ""
    return None


_WIDE_LEAST: Final = -12.3
_SHORT_WIDE: Final = -8.5
_WIDE_OF_ODD: Final = -8.0
_UNLIKELY: Final = -10.5


def _likeliest(sample: bytes) -> tuple[str, str] | None:
    """The likeliest encoding, if the bytes are clearly a text in it."""
    ranked = sorted(
        ((float(_likelihoods_of(text, encoding).sum()), encoding, text) for encoding, text in _readings(sample)),
        reverse=True,
    )
    if not ranked or not _is_clear(ranked[0][2], ranked[0][1]):
        return None
    likely, encoding, text = ranked[0]
    rivals = [
        other
        for value, other, read in ranked[1:]
        if likely - value < _DOUBT and _is_clear(read, other) and read != text
    ]
    note = ", or ".join(_NAMES.get(rival, rival) for rival in rivals)
    return encoding, note and f"read as {_NAMES.get(encoding, encoding)}; it is so short that it may be {note}"


def _readings(sample: bytes) -> list[tuple[str, str]]:
    readings = [(encoding, _marked(sample, encoding)) for encoding in ("utf-8", *_CHINESE)]
    for encoding, width in _WIDE.items():
        # A text that was cut may end in half a character; this is unlikely for a few bytes of odd number.
        whole = len(sample) % 2 == 0 or len(sample) > _SHORT // 2
        text = _decoded(sample[: len(sample) // width * width], encoding) if whole else None
        if text and (len(sample) % 2 == 0 or _mean(text) > _WIDE_OF_ODD):
            readings.append((encoding, text))
    return readings


def _is_clear(text: str, encoding: str) -> bool:
    """Whether this is a text, and not what any bytes would give."""
    good = BAD_BYTES.sub("", text)
    bad = len(text) - len(good)
    if _NO_TEXT.search(good):
        return False
    beyond = [char for char in good if char > "\x7f"]
    if encoding in _WIDE:
        return _mean(good) > _WIDE_LEAST
    if encoding == "utf-8":
        return not bad or len(beyond) >= 3 * len(BAD_BYTES.findall(text))
    least = -9 - 7.5 / max(len(beyond), 1) ** 0.5
    return bool(beyond) and bad <= 2 + len(beyond) / 50 and len(beyond) >= 4 * bad and _mean("".join(beyond)) > least


def _letters_of_one_script(text: str) -> bool:
    """Whether the letters beyond ASCII are of one alphabet (é, й); Chinese that happens to be UTF-8 mixes several."""
    scripts = {
        "phonetic" if "\u0250" <= char < "\u02b0" else unicodedata.name(char, "none").split()[0]
        for char in text
        if char > "\x7f"
    }
    return len(scripts) == 1 and scripts <= {"LATIN", "GREEK", "CYRILLIC", "HEBREW", "ARABIC", "ARMENIAN"}


def _mean(text: str) -> float:
    return float(_likelihoods_of(text).mean()) if text else 0.0


def _likelihoods_of(text: str, encoding: str = "") -> NDArray[Any]:
    return _likelihoods_in(encoding)[code_points(text)]


@cache
def _likelihoods_in(encoding: str) -> NDArray[np.float32]:
    """The same, but lower for characters that are outside the usual set of the encoding."""
    table = _likelihoods()
    if encoding in _CHINESE:
        table = table.copy()
        for point in range(0x4E00, 0xA000):
            code = chr(point).encode("gb2312" if encoding == "gb18030" else encoding, "ignore")
            table[point] += _UNUSUAL if len(code) != 2 or (encoding != "gb18030" and code[0] > 0xC6) else 0
    return table


@cache
def _likelihoods() -> NDArray[np.float32]:
    """How likely each code point is in a Chinese text; a traditional character counts as its simplified one."""
    from partyspeak.text.folding import fold_table

    table = np.full(0x110000, _RARE, dtype=np.float32)
    table[0x20:0x7F] = _ASCII
    table[[9, 10, 13]] = _ASCII
    table[[*range(9), *range(14, 32), 127]] = _NEVER
    table[0x80:0xA0] = _NEVER
    table[[*range(0xC0, 0x250), *range(0x386, 0x3D0), *range(0x400, 0x460)]] = _LETTER
    table[0x3040:0x3100] = _KANA
    table[0xD800:0xE000] = _BAD
    table[0xE000:0xF900] = table[0xF0000:] = _NEVER
    table[0xFFF0:0x10000] = _NEVER
    folded = fold_table().symbols
    common = (files("partyspeak") / "text" / "common_characters.txt").read_text(encoding="utf-8").replace("\n", "")
    ranks = np.full(0x110000, np.nan, dtype=np.float32)
    for rank, char in enumerate(common):
        ranks[folded[ord(char)]] = -np.log(rank + 30) - min(rank / 650, 5)
    han = ranks[folded]
    table = np.where(np.isnan(han), table, han).astype(np.float32)
    table[[ord(char) for char in _TEXT_MARKS]] = _PUNCTUATION
    spoken = [ord(char) for char in _CANTONESE]
    table[spoken] = np.maximum(table[spoken], _SPOKEN)
    return table


def _normalized(data: bytes) -> str | None:
    """What charset-normalizer finds; imported here, because few files need it."""
    from charset_normalizer import from_bytes

    best = from_bytes(data, cp_isolation=[*_OTHERS, *_CHINESE]).best()
    text = None if best is None else _decoded(data, best.encoding)
    if best is None or not text or _NO_TEXT.search(text):
        return None
    if 2 * len(_HALF_WIDTH.findall(text)) > sum(char > "\x7f" for char in text):
        return None  # nearly any bytes are half-width Katakana
    # Nearly any even number of bytes is valid UTF-16.
    return best.encoding if not best.encoding.startswith("utf_16") or _mean(text) > _WIDE_LEAST else None


def _no_text(data: bytes) -> str:
    """The error message for data that is not text: where it stops being text in the encoding that fits best."""
    best = min(
        ("utf-8", *_CHINESE), key=lambda encoding: len(BAD_BYTES.findall(data.decode(encoding, "partyspeak.bytes")))
    )
    text = data.decode(best, "partyspeak.bytes")
    found = BAD_BYTES.search(text) or _NO_TEXT.search(text)
    at = 0 if found is None else len(text[: found.start()].encode(best, "partyspeak.bytes"))
    value = f"; byte {at} is {data[at]:#04x}" if found is not None else ""
    return f"not a text file in UTF-8, UTF-16, UTF-32, GB18030 or Big5 (the nearest is {_NAMES[best]}{value})"


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeError:
        return None
