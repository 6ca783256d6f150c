r"""Garbled text: what a wrong encoding, a broken PDF font or a damaged file leaves in place of characters.

Garbled text would be counted as Chinese characters or English words, and every rate would be wrong. It is recognised
in two steps. *Suspects* are characters that do not occur in ordinary Chinese and English; folding knows them from its
table, so a clean text takes no extra time. Where several suspects are close together, :func:`find_garbled` tries to
undo the damage: encoded as it was read, mojibake is a chain of valid UTF-8, or becomes common characters in another
encoding. Real text does neither, even with rare characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Final

import numpy as np
from numpy.typing import NDArray

from partyspeak.errors import one_line
from partyspeak.text.code_points import code_points

__all__ = ["GARBLED_SHARE", "KINDS", "GarbledDocuments", "find_garbled", "is_suspect"]

KINDS: Final = (
    "UTF-8 read as GBK",
    "UTF-8 read as Big5",
    "UTF-8 read as a western encoding",
    "UTF-8 read as another encoding",
    "GBK or Big5 read as a western encoding",
    "GBK read as Big5, or Big5 as GBK",
    "GBK or Big5 read as another encoding",
    "UTF-16 or UTF-32 read as another encoding",
    "glyph names of a PDF font",
    "escape codes",
    "characters that were lost (� or ?)",
    "private-use characters of a font",
    "control characters",
)
"""The kinds of garbled text, by number."""

(
    _UTF8_AS_GBK, _UTF8_AS_BIG5, _UTF8_AS_WESTERN, _UTF8_AS_OTHER, _CHINESE_AS_WESTERN, _GBK_BIG5,
    _CHINESE_AS_OTHER, _WIDE, _GLYPHS, _ESCAPES, _LOST, _PRIVATE, _CONTROL,
) = range(len(KINDS))  # fmt: skip

GARBLED_SHARE: Final = 0.02
"""A document is garbled if at least this share of its characters is garbled; white space does not count."""

_NEAR: Final = 9  # four suspects within this number of characters are a cluster
_AROUND: Final = 12
_MOST: Final = 0.7
_LONGEST: Final = 4000
_GAP: Final = 6


@cache
def is_suspect() -> NDArray[np.bool_]:
    """Which code points are suspects: not in ordinary Chinese or English, or first in a code such as ``/g12``."""
    suspect = np.ones(0x110000, dtype=bool)
    for start, stop in _ORDINARY:
        suspect[start:stop] = False
    suspect[code_points(_common_characters("gb2312", 0xB0, 0xD8) + _common_characters("big5", 0xA4, 0xC7))] = False
    suspect[code_points(_BEGINS_CODE)] = True
    return suspect


_ORDINARY: Final = (
    (0x09, 0x0E), (0x1C, 0x7F), (0x85, 0x86), (0xA0, 0xA1), (0xB7, 0xB8), (0xD7, 0xD8), (0x2000, 0x2070),
    (0x2100, 0x2500), (0x25A0, 0x2700), (0x3000, 0x3100), (0x3200, 0x3400), (0xFE10, 0xFE70), (0xFF00, 0xFF61),
    (0xFFE0, 0xFFEF), (0x1F000, 0x1FB00),
)  # fmt: skip
_BEGINS_CODE: Final = "\0/\\=%?□(<烫屯"


@cache
def _common_characters(encoding: str, first: int, stop: int) -> str:
    """The level of a Chinese character set that has its most common characters."""
    low = [*range(0x40, 0x7F)] if encoding == "big5" else []
    pairs = [bytes((lead, trail)) for lead in range(first, stop) for trail in (*low, *range(0xA1, 0xFF))]
    return "".join(pair.decode(encoding, "ignore") for pair in pairs)


def find_garbled(
    joined: str, points: NDArray[np.uint32], suspects: NDArray[np.int64], offsets: NDArray[np.int64]
) -> list[tuple[int, int, int]]:
    r"""Find the garbled stretches of texts.

    Parameters
    ----------
    joined : str
        Texts, each followed by ``\0``.
    points : uint32 array
        The code points of ``joined``.
    suspects : int64 array
        The places of all suspects, ascending.
    offsets : int64 array
        Where each text begins, and where the last one ends.

    Returns
    -------
    list of (start, end, kind)
        In order, without overlaps; ``kind`` is an index into KINDS.
    """
    suspects = suspects[~_among(suspects, offsets[1:] - 1)]
    found = [*_dense(joined, points, suspects, offsets), *_single(joined, points, suspects)]
    for start, end in _clusters(points, suspects, offsets):
        found += _undone(joined, start, end)
    found += _codes(joined, points, suspects)
    if not found:
        return []
    label = np.zeros(len(joined), dtype=np.uint8)
    for start, end, kind in found:
        label[start:end] = kind + 1
    _label_the_rest(joined, label, offsets)
    label[offsets[1:] - 1] = 0
    borders = np.flatnonzero(np.diff(label, prepend=0, append=0))
    runs = zip(borders[:-1].tolist(), borders[1:].tolist(), label[borders[:-1]].tolist(), strict=True)
    return [(start, end, kind - 1) for start, end, kind in runs if kind]


def _label_the_rest(joined: str, label: NDArray[np.uint8], offsets: NDArray[np.int64]) -> None:
    """Label the rest of a text that was mostly read in a wrong encoding, except ordinary Chinese and ASCII."""
    labelled = np.flatnonzero(label)
    texts, counts = np.unique(np.searchsorted(offsets, labelled, side="right") - 1, return_counts=True)
    for text, count in zip(texts.tolist(), counts.tolist(), strict=True):
        span = slice(int(offsets[text]), int(offsets[text + 1]) - 1)
        kind = int(np.bincount(label[span])[1:].argmax())
        if kind > _WIDE or count < _MOST * len("".join(joined[span].split())):
            continue
        rest = [place for place in np.flatnonzero(label[span] == 0).tolist() if joined[span.start + place] > "\x7f"]
        if _frequent("".join(joined[span.start + place] for place in rest)) < 0.3:
            label[span.start + np.array(rest, dtype=np.int64)] = kind + 1


def _among(places: NDArray[np.int64], others: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which of the places are among the others; both are ascending."""
    return others[np.minimum(np.searchsorted(others, places), len(others) - 1)] == places


@dataclass
class GarbledDocuments:
    """The documents with garbled text, for a warning.

    Attributes
    ----------
    documents : int
        The number of garbled documents: at least GARBLED_SHARE of their characters are garbled.
    slightly : int
        The number of documents with some garbled text, but less than that.
    examples : list of str
        The first three garbled documents, each with its share and its kind.
    kinds : set of int
        The kinds of the garbled documents, as indices into KINDS.

    Examples
    --------
    >>> garbled = GarbledDocuments()
    >>> text = "推进改革开放".encode().decode("latin-1")
    >>> garbled.add(["a.txt"], [text], np.array([[0, 0, 18] + [0] * 10]))
    >>> garbled.message.partition(":")[0]
    '1 document contains garbled text'
    """

    documents: int = 0
    slightly: int = 0
    examples: list[str] = field(default_factory=list)
    kinds: set[int] = field(default_factory=set)

    def add(self, names: Sequence[object], texts: Sequence[str], garbled: NDArray[np.int64]) -> None:
        """Add documents; ``garbled`` has the number of garbled characters of each kind in each document."""
        totals = garbled.sum(axis=1)
        for number in np.flatnonzero(totals).tolist():
            share = float(totals[number]) / max(len("".join(texts[number].split())), 1)
            if share < GARBLED_SHARE:
                self.slightly += 1
                continue
            kind = int(garbled[number].argmax())
            self.documents += 1
            self.kinds.add(kind)
            if len(self.examples) < 3:
                self.examples.append(
                    f"{one_line(str(names[number]))} ({min(share, 1):.0%} of its characters; {KINDS[kind]})"
                )

    @property
    def message(self) -> str:
        """The warning for the user; empty if no document is garbled."""
        if not self.documents:
            return ""
        more = f", and {self.documents - len(self.examples):,} more" if self.documents > len(self.examples) else ""
        less = f" ({self.slightly:,} others contain less than {GARBLED_SHARE:.0%})" if self.slightly else ""
        way_out = "; ".join(dict.fromkeys(_WAY_OUT[kind] for kind in sorted(self.kinds)))
        return (
            f"{self.documents:,} document{'s contain' if self.documents > 1 else ' contains'} garbled text: "
            f"{', '.join(self.examples)}{more}{less}. Garbled text is neither counted nor searched: {way_out}"
        )


_ENCODING = "read the source again in the encoding in which it was written"
_WAY_OUT: Final = {
    **dict.fromkeys(range(_WIDE + 1), _ENCODING),
    _GLYPHS: "the PDF does not say which characters its glyphs are, so use OCR or another source",
    _PRIVATE: "the font uses private characters, so use OCR or another source",
    _ESCAPES: "decode the escape codes first",
    _LOST: "these characters are lost, so get the source again",
    _CONTROL: "the file may be damaged or not a text file, so get the source again",
}


_NAME: Final = (
    r"(?:g|G|gid|glyph|cid:?|uni|u|c|C|a|f|H|i|x|index|char|A|B|Z)[0-9A-Fa-f]{1,6}(?:_[0-9]+)?(?![0-9A-Za-z])"
    r"(?:\.[a-z]{2,6})?"
)
_CODES: Final = (
    (_GLYPHS, re.compile(
        rf"(?<![A-Za-z0-9_.\-/:])(?:/{_NAME}[ \t]*){{2,}}|(?<![./:])(?:/{_NAME}[ \t]*){{4,}}"
        r"|(?<![A-Za-z0-9_.\-/:])/(?:uni[0-9A-F]{4}|gid[0-9]{2,5}|cid:?[0-9]+)(?![A-Za-z0-9_])"
        r"|(?:\(cid:[0-9]{1,6}\)[ \t]*)+|(?:[Gg][Ll][Yy][Pp][Hh]<[^<>\n\0]{1,60}>[ \t]*)+"
    )),
    (_ESCAPES, re.compile(
        r"(?:\\u[0-9a-fA-F]{4}){2,}|(?:\\x[0-9a-fA-F]{2}){3,}|(?:\\[0-3][0-7]{2}){3,}"
        r"|(?:=[0-9A-F]{2}(?:=\r?\n)?){3,}|(?<![!-~])(?:%[0-9A-Fa-f]{2}){3,}"
    )),
    # Question marks after a word are emphasis; between commas, or at the beginning of a line, they are lost characters.
    (_LOST, re.compile(
        r"(?:\?{2,}[ ，。、；：！“”（）《》,.;:!]{0,3}){3,}|\?{3,}(?=[，、；：])|(?<=[，。、；：\n\0])\?{3,}"
        r"|□{8,}|(?:锟斤拷?)+|烫{4,}|屯{4,}"
    )),
    # A single apostrophe or accent in a western text.
    (_UTF8_AS_WESTERN, re.compile("â€[\x80-\xbf™œž“”˜¦¢]?|Ã[\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|Â[\xa0-\xbf]")),
)  # fmt: skip


def _codes(joined: str, points: NDArray[np.uint32], suspects: NDArray[np.int64]) -> Iterator[tuple[int, int, int]]:
    """Glyph names, escape codes, and marks for lost characters."""
    here, last = points[suspects], len(points) - 1
    after = [points[np.minimum(suspects + step, last)] for step in (1, 2, 3)]
    letters = ((after[0] | 0x20) >= ord("a")) & ((after[0] | 0x20) <= ord("z"))
    likely = (here == ord("/")) & letters & (points[suspects - 1] != ord("/"))
    likely |= (here == ord("\\")) & (letters | (after[0] < ord("4")))
    likely |= ((here == ord("%")) | (here == ord("="))) & (after[2] == here)
    likely |= ((here == ord("?")) | (here == ord("□")) | (here == ord("锟"))) & (after[0] != ord(" "))
    likely |= (here == ord("(")) & (after[0] == ord("c")) & (after[1] == ord("i"))
    likely |= ((here == ord("烫")) | (here == ord("屯"))) & (after[0] == here)
    likely |= np.isin(here, code_points("âÃÂ"))
    names = (
        (here == ord("<")) & ((points[suspects - 1] | 0x20) == ord("h")) & ((points[suspects - 2] | 0x20) == ord("p"))
    )
    end = -1
    for place in sorted(suspects[likely].tolist() + (suspects[names] - len("glyph")).tolist()):
        if place < end:
            continue
        for kind, pattern in _CODES:
            if match := pattern.match(joined, place):
                end = match.end()
                yield place, end, kind
                break


def _runs(places: NDArray[np.int64], gap: int, offsets: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """Runs of places that are at most ``gap`` apart, each run within one text."""
    if not len(places):
        return []
    text = np.searchsorted(offsets, places, side="right")
    return np.split(places, np.flatnonzero((np.diff(places) > gap) | (np.diff(text) > 0)) + 1)


def _single(joined: str, points: NDArray[np.uint32], suspects: NDArray[np.int64]) -> Iterator[tuple[int, int, int]]:
    """Characters that are garbled wherever they occur."""
    here = points[suspects]
    private = (here >= 0xE000) & (here < 0xF900) | (here >= 0xF0000)
    control = (here < 0x20) & (here > 0) | (here >= 0x7F) & (here < 0xA0)
    lost = here == 0xFFFD
    for kind, mask in ((_PRIVATE, private), (_CONTROL, control), (_LOST, lost)):
        yield from ((place, place + 1, kind) for place in suspects[mask].tolist())


def _dense(
    joined: str, points: NDArray[np.uint32], suspects: NDArray[np.int64], offsets: NDArray[np.int64]
) -> Iterator[tuple[int, int, int]]:
    """Stretches with a lost or control character every few places: the text between these is garbled too."""
    here = points[suspects]
    no_text = (here == 0xFFFD) | (here < 0x20) | (here >= 0x7F) & (here < 0xA0) | (here >= 0xE000) & (here < 0xF900)
    places = suspects[no_text]
    for run in _runs(places, _GAP, offsets):
        start, end = int(run[0]), int(run[-1]) + 1
        kinds = points[run]
        if len(run) >= 4:
            wide = 2 * int((kinds == 0).sum()) >= len(run)
            yield start - (wide and start > 0 and joined[start - 1] != "\0"), end, _WIDE if wide else _LOST
        elif (kinds == 0).any():
            yield start, end, _CONTROL


def _clusters(
    points: NDArray[np.uint32], suspects: NDArray[np.int64], offsets: NDArray[np.int64]
) -> Iterator[tuple[int, int]]:
    """Stretches around suspects that are close together, each within one text."""
    codes = code_points(_BEGINS_CODE)
    suspects = suspects[~np.isin(points[suspects], codes)]
    if len(suspects) < 4:
        return
    text = np.searchsorted(offsets, suspects, side="right")
    close = np.flatnonzero((suspects[3:] - suspects[:-3] < _NEAR) & (text[3:] == text[:-3]))
    covered = np.zeros(len(suspects), dtype=bool)
    for step in range(4):
        covered[close + step] = True
    places = suspects[covered]
    for run in _runs(places, _AROUND, offsets):
        start, end = int(run[0]), int(run[-1]) + 1
        yield from ((at, min(at + _LONGEST, end)) for at in range(start, end, _LONGEST))


_SLOPPY: Final = {
    ord(bytes([byte]).decode("cp1252")): byte for byte in range(0x80, 0xA0) if byte not in b"\x81\x8d\x8f\x90\x9d"
}
_WESTERN: Final = "western"
_CHAINS: Final = {
    "gbk": _UTF8_AS_GBK, "big5hkscs": _UTF8_AS_BIG5, _WESTERN: _UTF8_AS_WESTERN, "mac_roman": _UTF8_AS_WESTERN,
    "cp437": _UTF8_AS_WESTERN, "cp850": _UTF8_AS_WESTERN, "cp1250": _UTF8_AS_OTHER, "cp1251": _UTF8_AS_OTHER,
    "koi8_r": _UTF8_AS_OTHER, "cp932": _UTF8_AS_OTHER, "cp949": _UTF8_AS_OTHER, "utf-16-le": _UTF8_AS_OTHER,
    "utf-16-be": _UTF8_AS_OTHER,
}  # fmt: skip
_SEQUENCE: Final = rb"(?:[\xe1-\xef][\x80-\xbf]{2})"
_ONE: Final = re.compile(_SEQUENCE)
_CHAIN: Final = re.compile(_SEQUENCE + rb"{3,}")
_ANY_CHAIN: Final = re.compile(rb"(?:[\xe1-\xef][\x80-\xbf]{2}|[\xc2-\xdf][\x80-\xbf]){3,}")
_OTHERS: Final = (
    (_WESTERN, "gb18030", _CHINESE_AS_WESTERN), (_WESTERN, "big5", _CHINESE_AS_WESTERN),
    ("mac_roman", "gb18030", _CHINESE_AS_WESTERN), ("big5hkscs", "gb18030", _GBK_BIG5), ("gbk", "big5", _GBK_BIG5),
    ("cp949", "gb18030", _CHINESE_AS_OTHER), ("cp932", "gb18030", _CHINESE_AS_OTHER),
    ("cp949", "big5", _CHINESE_AS_OTHER), ("cp932", "big5", _CHINESE_AS_OTHER),
    ("cp1251", "gb18030", _CHINESE_AS_OTHER), ("koi8_r", "gb18030", _CHINESE_AS_OTHER),
    ("utf-16-le", "gb18030", _CHINESE_AS_OTHER),
    ("utf-16-be", "gb18030", _CHINESE_AS_OTHER), ("utf-16-be", "utf-16-le", _WIDE), ("utf-16-le", "ascii", _WIDE),
    ("utf-16-be", "ascii", _WIDE),
)  # fmt: skip
_EAST_ASIAN: Final = ("gbk", "big5hkscs", "cp932", "cp949")


def _undone(joined: str, start: int, end: int) -> list[tuple[int, int, int]]:
    """The parts of a stretch that become ordinary when they are encoded as they were read."""
    left, right = max(start - _AROUND, joined.rfind("\0", 0, start) + 1), min(end + _AROUND, joined.find("\0", end))
    text = joined[left:right]
    read_as = _readings(joined[start:end])
    best: tuple[int, str, bytes] = (0, "", b"")
    for encoding in _CHAINS:
        if encoding in read_as:
            data = _encoded(text, encoding)
            covered = sum(map(len, _chain(encoding).findall(data) or _ONE.findall(data))) / len(data) * len(text)
            best = max(best, (int(covered), encoding, data))
    enough = 3 if best[1] in (_WESTERN, "mac_roman", "cp437", "cp850", "cp1250", "cp1251", "koi8_r") else 6
    spans = _chains(text, best[1], best[2]) if best[0] >= enough else []
    if 2 * sum(stop - first for first, stop in spans) >= end - start:
        return [(left + first, left + stop, _CHAINS[best[1]]) for first, stop in spans]
    # Bytes were left out, so the chains are short. In real text, single sequences cover at most 13 %.
    if end - start >= 16 and sum(map(len, _ONE.findall(best[2]))) >= 0.3 * len(best[2]):
        return [(start, end, _CHAINS[best[1]])]
    for encoding, true, kind in _OTHERS:
        if encoding in read_as and _makes_sense(joined[start:end], encoding, true):
            return [(start, end, kind)]
    return []


def _readings(text: str) -> list[str]:
    """The encodings in which a text may have been read; East Asian ones give East Asian characters."""
    letters = [char for char in text if char > "\x7f"]
    eastern = sum("\u2e80" <= char < "\ue000" or "\uf900" <= char <= "\uffef" for char in letters)
    encodings = [*dict.fromkeys((*_CHAINS, *(read_as for read_as, *_ in _OTHERS)))]
    return [encoding for encoding in encodings if encoding not in _EAST_ASIAN or 5 * eastern >= 3 * len(letters)]


def _chain(encoding: str) -> re.Pattern[bytes]:
    """The pattern of a chain; UTF-8 that was encoded twice has two bytes for each original byte."""
    return _ANY_CHAIN if encoding == _WESTERN else _CHAIN


def _encoded(text: str, encoding: str) -> bytes:
    if encoding == _WESTERN:
        return text.translate(_SLOPPY).encode("latin-1", "replace")
    return text.encode(encoding, "replace")


def _chains(text: str, encoding: str, data: bytes) -> list[tuple[int, int]]:
    """Where chains of UTF-8 are in the text; chains that a lost byte separates count as one."""
    ends = np.cumsum([len(_encoded(char, encoding)) for char in text])
    spans: list[tuple[int, int]] = []
    for match in _chain(encoding).finditer(data):
        left, right = np.searchsorted(ends, [match.start(), match.end() - 1], side="right").tolist()
        right += 1
        if spans and left - spans[-1][1] <= _GAP:
            spans[-1] = spans[-1][0], right
        else:
            spans.append((left, right))
    suspect = is_suspect()
    for number, (left, right) in enumerate(spans):
        while right < len(text) and suspect[ord(text[right])]:
            right += 1
        while left > 0 and suspect[ord(text[left - 1])]:
            left -= 1
        spans[number] = left, right
    return spans


def _makes_sense(text: str, read_as: str, true: str) -> bool:
    """Whether a text becomes ordinary Chinese or English in another encoding and was not ordinary before."""
    if true == "ascii":
        other = _encoded(text, read_as).decode(true, "replace").replace("\0", "")
        return len(text) >= 5 and len(other) >= len(text) - 1 and len(_LETTERS.findall(other)) >= 0.9 * len(other)
    parts = [_encoded(part, read_as) for part in _LOST_BYTES.split(text) if part]
    if 5 * sum(part.count(b"?") for part in parts) > len(text):
        return False  # that encoding does not have these characters, so the text was not read in it
    after = "".join(_best_aligned(part, true) for part in parts)
    if len(_commonest().intersection(after)) < 4:
        return False  # so few may be a coincidence
    letters = sum(char > "\x7f" for char in after)
    return 3 * letters >= len(text) and _frequent(after) >= 0.2 + _frequent(text)


def _best_aligned(data: bytes, encoding: str) -> str:
    """Bytes read in an encoding of two bytes per character; the first byte may be the second half of a lost one."""
    return max((data[first:].decode(encoding, "ignore") for first in (0, 1)), key=_frequent)


def _frequent(text: str) -> float:
    """The share of the most common Chinese characters among the non-ASCII characters."""
    letters, common = [char for char in text if char > "\x7f"], _commonest()
    return sum(char in common for char in letters) / max(len(letters), 1)


_COMMON: Final = 300
# The traditional forms of the most common characters.
_TRADITIONAL: Final = (
    "國發會黨業進經產們義這爲實個動對設戰強現濟體時來軍開資農關區級堅務領爭長決學過導階結機內聯視統員題問總種"
    "當應點後兩衆續羣權將調際組鬥規創還團場從極須論線議計萬隊幹運無與變項質積說確條廣護東並間習繼構織勢劃"
)


@cache
def _commonest() -> frozenset[str]:
    """The most common characters: 72 % of Party texts, and 5 % of Chinese text that was read in a wrong encoding."""
    table = (files("partyspeak") / "text" / "common_characters.txt").read_text(encoding="utf-8").replace("\n", "")
    return frozenset(table[:_COMMON] + _TRADITIONAL)


_LOST_BYTES: Final = re.compile("[�?]+")
_LETTERS: Final = re.compile(r"[A-Za-z0-9 ,.\r\n]")
