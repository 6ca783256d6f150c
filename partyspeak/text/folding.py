r"""Folding: what counts as the same spelling, and where each folded symbol was in the text.

Only this module knows about spelling. The lexicon's forms, the lexicon's checker and every text use it.
The rules apply in this order:

1. **Each code point becomes one code point**, by table: compatibility forms (NFKC where it gives one
   code point: full width, ⽂ → 文), CJK radicals (⻄ → 西), traditional and Taiwan or Hong Kong
   variants → simplified (OpenCC, one character at a time), lower case, and the characters for zero
   (``0``, ``〇``, ``○``, 零) → ``〇``.
2. **Separators are dropped**: white space, line ends, hyphens and en dashes, quotation marks and
   apostrophes, middle dots, zero-width marks, soft hyphens, and what :mod:`partyspeak.text.markup` finds: tags,
   emphasis, notes, page numbers.
   So 政 府 工 作, “一带一 路”, ``co-\nexistence`` and ``people’s`` need no special rules.
   :mod:`partyspeak.matching.english_boundaries`, which looks at the text as it is written, decides whether a hit may
   contain separators.
3. **Five things are never dropped**, because no phrase crosses them: a blank line, a closing quotation
   mark right before an opening one (“四个自信”“四个意识”), an address, garbled text
   (:mod:`partyspeak.text.garbled`), and the end of a document.
4. Typographic ligatures (ﬁ) become their letters, and ``&`` becomes ``and``; all the letters are at the place of the
   original. An HTML entity becomes its character.

Every kept symbol carries its place in the original, so ``original[start:end]`` is exact. With ``str.casefold`` or
NFKC on the whole text it would not be.
"""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from partyspeak.text.code_points import as_text, code_points
from partyspeak.text.garbled import KINDS, find_garbled, is_suspect
from partyspeak.text.markup import NO_WORD, NOTHING, TRIGGERS, Edit, edits

__all__ = [
    "BREAK",
    "DOCUMENT_END",
    "QUOTES",
    "WORD_KINDS",
    "CharKind",
    "FoldTable",
    "Folded",
    "FoldedBatch",
    "Members",
    "fold",
    "fold_all",
    "fold_batch",
    "fold_table",
    "simplified_variant",
]

BREAK: Final = 0x2029
"""The folded symbol for a place that no phrase crosses."""

DOCUMENT_END: Final = "\0"
"""The character after each text of a batch."""


class Members:
    """A small set of numbers, as a table that looks up many at once in a tenth of the time of numpy.isin.

    Examples
    --------
    >>> Members("一二三").among(np.array([ord("三"), ord("川")])).tolist()
    [True, False]
    """

    def __init__(self, members: str | Sequence[int], size: int = 0x110000) -> None:
        self._table = np.zeros(size, dtype=bool)
        self._table[[ord(member) if isinstance(member, str) else member for member in members]] = True

    def among(self, numbers: NDArray[Any]) -> NDArray[np.bool_]:
        """Which of the numbers are in the set."""
        return np.asarray(self._table[numbers])


class CharKind:
    """The kinds of code points, as small numbers; folding drops ``MARK`` and all kinds after it."""

    OTHER: Final = 0
    HAN: Final = 1
    LETTER: Final = 2
    DIGIT: Final = 3
    MARK: Final = 4
    SPACE: Final = 5
    LINE_END: Final = 6
    HYPHEN: Final = 7
    QUOTE: Final = 8
    OPENING: Final = 9
    CLOSING: Final = 10


QUOTES: Final = Members((CharKind.QUOTE, CharKind.OPENING, CharKind.CLOSING), 256)
"""The kinds of quotation marks."""

WORD_KINDS: Final = Members((CharKind.HAN, CharKind.LETTER, CharKind.DIGIT), 256)
"""The kinds of characters that words consist of."""

_SEPARATORS = {
    CharKind.LINE_END: "\n\v\f\x85\u2028\u2029",
    CharKind.HYPHEN: "-‐‑‒–−﹣－",
    CharKind.QUOTE: "\"'`´ʼ＂＇·•‧∙⋅・･ㆍ",
    CharKind.OPENING: "“‘„‚‟‛「『﹁﹃｢〝«‹",
    CharKind.CLOSING: "”’」』﹂﹄｣〞〟»›",
}
_HAN_RANGES = ((0x2E80, 0x2FE0), (0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00), (0x20000, 0x32000))
# Code points that may have other spellings. The large Chinese and Korean blocks and the private-use areas have none.
_BLOCKS: Final = ((0, 0x3400), (0x4DC0, 0x4E00), (0xA000, 0xAC00), (0xD7A4, 0xD800), (0xF900, 0x10000))
_WITH_SPELLINGS: Final = [range(*block) for block in (*_BLOCKS, (0x1D400, 0x1D800), (0x2F800, 0x2FA20))]
_ZEROS = "0０〇○◯零"
_KIND_SHIFT: Final = np.uint32(24)
_KIND: Final = np.uint8(0x0F)
_SYMBOL: Final = np.uint32(0xFFFFFF)
# Flags of a code point, in the bits above its kind. A text without any flag needs no closer look.
_FLAGGED: Final = np.uint32(1 << 28)
_TRIGGER: Final = np.uint32(1 << 28)
_SUSPECT: Final = np.uint32(1 << 29)
_SEPARATES: Final = np.uint32(1 << 30)
_LONGEST_STEP: Final = 64
_LIGATURE: Final = np.uint32(1 << 31)
# Radicals that NFKC leaves alone; PDF extraction writes them in place of the characters.
_RADICALS = dict(
    zip(
        "⺁⺇⺌⺎⺐⺓⺝⺞⺟⺠⺩⺫⺬⺮⺶⺷⺼⻁⻄⻅⻆⻉⻋⻌⻑⻓⻔⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻳",
        "厂几小兀尢幺月歹母民王目示竹羊羊肉虎西见角贝车辶长长门青韦页风飞食食饣马骨鬼鱼鸟卤麦黄黾齐齿龙龟",
        strict=True,
    )
)
_LIGATURES = {chr(point): unicodedata.normalize("NFKC", chr(point)) for point in range(0xFB00, 0xFB07)} | {"&": "and"}


@dataclass(frozen=True)
class FoldTable:
    """The tables that folding uses, each with one entry per code point of Unicode.

    Attributes
    ----------
    symbols : uint32 array of 0x110000
        What the code point folds to.
    kinds : uint8 array of 0x110000
        Its :class:`CharKind`.
    both : uint32 array of 0x110000
        Symbol and kind in one number, so that one look-up is enough. The kind is in the highest byte; the upper
        four bits of that byte are flags.
    """

    symbols: NDArray[np.uint32]
    kinds: NDArray[np.uint8]
    both: NDArray[np.uint32]


@dataclass(frozen=True)
class Folded:
    """Folded symbols and their places in the original.

    Attributes
    ----------
    symbols : uint32 array
        The folded code points that were kept.
    places : int64 array of the same length
        The index of each symbol in the original.
    """

    symbols: NDArray[np.uint32]
    places: NDArray[np.int64]


@dataclass(frozen=True)
class FoldedBatch:
    """Several texts that were joined and folded at once.

    Attributes
    ----------
    points, written, kinds : arrays as long as all texts with a DOCUMENT_END after each
        The original code points; the same without markup (see :mod:`partyspeak.text.markup`); and the kinds of the
        latter.
    offsets : int64 array, one more than there are texts
        Where each text begins.
    folded : Folded
        The folded symbols; ``places`` are indices into ``points``.
    entities : int64 array, (number, 2)
        Where each entity that stands for a character begins and ends.
    garbled : int64 array, (number of texts, number of KINDS of garbled text)
        The number of garbled characters of each text; see :mod:`partyspeak.text.garbled`.
    """

    points: NDArray[np.uint32]
    written: NDArray[np.uint32]
    kinds: NDArray[np.uint8]
    offsets: NDArray[np.int64]
    folded: Folded
    entities: NDArray[np.int64]
    garbled: NDArray[np.int64]

    def ends(self, last: NDArray[np.int64]) -> NDArray[np.int64]:
        """Where hits with these last folded symbols end; a hit never ends inside an entity."""
        end = self.folded.places[last] + 1
        if len(self.entities):
            begins, ends = self.entities.T
            near = np.minimum(np.searchsorted(begins, end - 1), len(begins) - 1)
            end = np.where(begins[near] == end - 1, ends[near], end)
        return end

    def documents(self, places: NDArray[np.int64]) -> NDArray[np.int64]:
        """The number of the text that each place is in."""
        return np.searchsorted(self.offsets, places, side="right") - 1

    def text(self, start: int, end: int) -> str:
        """The text between two places of one document, without markup."""
        return as_text(self.written[start:end])

    def count_words(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The number of Chinese characters and of English words of each text.

        An English word is a run of letters; an apostrophe, a hyphen or a zero-width mark inside does not end it.
        """
        letters = self.kinds == CharKind.LETTER
        joins = (self.kinds == CharKind.HYPHEN) | (self.kinds == CharKind.QUOTE) | (self.kinds == CharKind.MARK)
        joins |= self.written == ord("’")
        starts = letters.copy()
        starts[1:] &= ~letters[:-1]
        starts[2:] &= ~(joins[1:-1] & letters[:-2])
        begins = self.offsets[:-1]
        if not len(begins):
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        han = self.kinds == CharKind.HAN
        return np.add.reduceat(han, begins, dtype=np.int64), np.add.reduceat(starts, begins, dtype=np.int64)


@cache
def fold_table() -> FoldTable:
    """Build the fold table, once per process, when it is first needed."""
    symbols = np.arange(0x110000, dtype=np.uint32)
    kinds = np.zeros(0x110000, dtype=np.uint8)
    for start, stop in _HAN_RANGES:
        kinds[start:stop] = CharKind.HAN
    variants = _simplified_variants()
    kinds[0xAC00:0xD7A4] = CharKind.LETTER  # Korean
    for point in itertools.chain(*_WITH_SPELLINGS):
        char = chr(point)
        if _is_note_number(char):
            continue
        folded = _one_to_one(unicodedata.normalize("NFKC", char), char)
        folded = _one_to_one(_RADICALS.get(folded, folded).lower(), folded)
        symbols[point] = ord(variants.get(folded, folded))
        if kinds[point] != CharKind.HAN:
            kinds[point] = _kind(char)
    for original, simplified in variants.items():
        symbols[ord(original)] = ord(simplified)
    for kind, characters in _SEPARATORS.items():
        kinds[[ord(char) for char in characters]] = kind
    symbols[[ord(char) for char in _ZEROS]] = ord("〇")
    kinds[[ord(char) for char in "〇○◯"]] = CharKind.HAN
    symbols = symbols[symbols]  # ₀ → 0 → 〇: what a code point folds to is itself folded
    kinds[ord(DOCUMENT_END)] = CharKind.OTHER
    symbols[ord(DOCUMENT_END)] = BREAK
    both = symbols | kinds.astype(np.uint32) << _KIND_SHIFT
    both[[ord(char) for char in (*_LIGATURES, "＆", "﹠")]] |= _LIGATURE
    both[[ord(trigger) for trigger in TRIGGERS]] |= _TRIGGER
    both[is_suspect()] |= _SUSPECT
    both[(kinds == CharKind.LINE_END) | (kinds == CharKind.CLOSING) | (np.arange(len(kinds)) == ord("\r"))] |= (
        _SEPARATES
    )
    return FoldTable(symbols, kinds, both)


def _one_to_one(changed: str, original: str) -> str:
    return changed if len(changed) == 1 else original


def _is_note_number(char: str) -> bool:
    """Whether this is a raised digit: it marks a footnote and is not part of the word or number before it."""
    return unicodedata.category(char) == "No" and unicodedata.decomposition(char).startswith("<super>")


def _kind(char: str) -> int:
    category = unicodedata.category(char)
    if char.isspace() or category == "Zs":
        return CharKind.SPACE
    if category in ("Cf", "Mn") and not 0x300 <= ord(char) < 0x370:
        return CharKind.MARK
    if category.startswith("N"):
        return CharKind.DIGIT
    return CharKind.LETTER if category.startswith("L") or category.startswith("M") or char == "_" else CharKind.OTHER


def _simplified_variants() -> dict[str, str]:
    """Traditional characters and regional variants, each with its simplified character.

    OpenCC converts by phrases; with one character per line, it gives the plain character table. The Taiwan and
    Hong Kong tables convert what the general table leaves alone (著, 衞).
    """
    import opencc

    points = [point for start, stop in _HAN_RANGES[1:4] for point in range(start, stop)]
    points += range(0x20000, 0x2FA20)
    lines = "\n".join(map(chr, points))
    variants: dict[str, str] = {}
    for table in ("hk2s", "tw2s", "t2s"):  # a later table overrides an earlier one
        pairs = zip(lines.split("\n"), opencc.OpenCC(table).convert(lines).split("\n"), strict=True)
        variants |= {char: other for char, other in pairs if other != char and len(other) == 1}
    variants.pop("么", None)  # already simplified; only the Taiwan table converts it, to the rare 幺
    return variants


def simplified_variant(char: str) -> str | None:
    """The simplified character that a traditional one folds to; None if it is not traditional.

    A character of the simplified standard set GB 2312 never counts as traditional, even where it is
    also the traditional shape of another (乾, 瞭).

    Examples
    --------
    >>> simplified_variant("發"), simplified_variant("发"), simplified_variant("乾")
    ('发', None, None)
    """
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        folded = chr(fold_table().symbols[ord(char)])
        return folded if folded != char and unicodedata.normalize("NFKC", char) == char else None
    return None


def fold(text: str) -> str:
    r"""Fold one text, to compare spellings.

    Examples
    --------
    >>> fold("“四個 全面”")
    '四个全面'
    >>> fold("Peaceful Co-\nexistence") == fold("peaceful coexistence")
    True
    >>> fold("first paragraph\n\nsecond") == fold("first paragraph second")
    False
    """
    return as_text(fold_batch([text]).folded.symbols[:-1])


def fold_all(texts: Sequence[str]) -> list[str]:
    """Fold many texts at once; the result is that of :func:`fold` for each text, but faster.

    Examples
    --------
    >>> fold_all(["雙循環", "Dual Circulation"])
    ['双循环', 'dualcirculation']
    """
    batch = fold_batch(texts)
    folded = as_text(batch.folded.symbols)
    stops = np.searchsorted(batch.folded.places, batch.offsets[1:] - 1).tolist()
    starts = [0, *(stop + 1 for stop in stops)]
    return [folded[start:stop] for start, stop in zip(starts, stops, strict=False)]


def fold_batch(texts: Sequence[str]) -> FoldedBatch:
    """Fold several texts at once.

    Parameters
    ----------
    texts : sequence of str
        Any Unicode, including lone surrogates. A DOCUMENT_END inside a text is a break like any other.

    Returns
    -------
    FoldedBatch
    """
    joined = DOCUMENT_END.join(texts) + DOCUMENT_END if texts else ""
    lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts)) + 1
    offsets = np.concatenate(([0], np.cumsum(lengths)))
    points = code_points(joined)
    # numpy looks up machine integers three times as fast as 32-bit ones.
    both = np.take(fold_table().both, points.astype(np.intp))
    kinds = (both >> _KIND_SHIFT).astype(np.uint8) & _KIND
    flagged = np.flatnonzero(both >= _FLAGGED)
    flags = both[flagged]
    near = flagged[(flags & _SEPARATES) > 0]  # line ends and quotation marks
    _mark_line_ends(points, kinds, near)
    made, garbled = _edits(joined, points, near[kinds[near] == CharKind.LINE_END], flags, flagged, offsets)
    written, entities, changed = _rewritten(points, kinds, both, made)
    keep = kinds < CharKind.MARK
    new = changed[(kinds[changed] == CharKind.LINE_END) | (kinds[changed] == CharKind.CLOSING)]
    breaks = _breaks(kinds, keep, np.sort(np.concatenate((near, new))) if len(new) else near)
    keep[breaks], both[breaks] = True, BREAK
    places = np.flatnonzero(keep)
    symbols = both[places] & _SYMBOL
    ligatures = flagged[both[flagged] >= _LIGATURE]
    folded = Folded(symbols, places) if not len(ligatures) else _spread_ligatures(symbols, places, ligatures)
    return FoldedBatch(points, written, kinds, offsets, folded, entities, garbled)


def _edits(
    joined: str,
    points: NDArray[np.uint32],
    line_ends: NDArray[np.int64],
    flags: NDArray[np.uint32],
    flagged: NDArray[np.int64],
    offsets: NDArray[np.int64],
) -> tuple[list[Edit], NDArray[np.int64]]:
    """Stretches that are not part of the words of the texts, and how much of each text is garbled."""
    made = edits(joined, points, flagged[(flags & _TRIGGER) > 0], line_ends)
    found = find_garbled(joined, points, flagged[(flags & _SUSPECT) > 0], offsets)
    garbled = np.zeros((len(offsets) - 1, len(KINDS)), dtype=np.int64)
    for start, end, kind in found:
        garbled[np.searchsorted(offsets, start, side="right") - 1, kind] += end - start
        made.append(Edit(start, end, NO_WORD))
    return made, garbled


def _rewritten(
    points: NDArray[np.uint32], kinds: NDArray[np.uint8], both: NDArray[np.uint32], made: list[Edit]
) -> tuple[NDArray[np.uint32], NDArray[np.int64], NDArray[np.int64]]:
    """The code points as they are read, the entities, and the places that were rewritten.

    ``kinds`` and ``both`` are updated in place to match.
    """
    if not made:
        return points, np.zeros((0, 2), dtype=np.int64), np.zeros(0, dtype=np.int64)
    written = points.copy()
    for edit in made:
        written[edit.start] = ord(edit.meaning)
        written[edit.start + 1 : edit.end] = ord(NOTHING)
    changed = np.concatenate([np.arange(edit.start, edit.end) for edit in made])
    both[changed] = fold_table().both[written[changed]]
    kinds[changed] = (both[changed] >> _KIND_SHIFT).astype(np.uint8) & _KIND
    entities = [edit[:2] for edit in made if edit.meaning not in (NOTHING, NO_WORD, "\n")]
    return written, np.array(sorted(entities), dtype=np.int64).reshape(-1, 2), changed


def _mark_line_ends(points: NDArray[np.uint32], kinds: NDArray[np.uint8], near: NDArray[np.int64]) -> None:
    """Mark carriage returns as line ends where no line feed follows."""
    returns = near[points[near] == ord("\r")]
    followed = points[np.minimum(returns + 1, len(points) - 1)] == ord("\n")
    kinds[returns[~followed]] = CharKind.LINE_END


def _breaks(kinds: NDArray[np.uint8], keep: NDArray[np.bool_], near: NDArray[np.int64]) -> NDArray[np.int64]:
    """Places of separators that no phrase crosses: blank lines, and ”“ next to each other.

    ``near`` has all line ends and closing quotation marks, in ascending order. It may have other places too, and some
    twice.
    """
    near_kinds = kinds[near]
    line_ends = near[near_kinds == CharKind.LINE_END]
    blank = []
    place, before = line_ends[1:], line_ends[1:] - 1
    for _ in range(_LONGEST_STEP):  # back over separators to the previous line end, or to a kept character
        is_line_end = kinds[before] == CharKind.LINE_END
        blank.append(place[is_line_end])
        goes_on = ~is_line_end & ~keep[before]
        place, before = place[goes_on], before[goes_on] - 1
        if not len(place):
            break
    else:
        kept, others = np.flatnonzero(keep), line_ends[np.searchsorted(line_ends, place) - 1]
        blank.append(place[np.searchsorted(kept, place) == np.searchsorted(kept, others)])
    after_closing = near[near_kinds == CharKind.CLOSING] + 1
    quotes = after_closing[kinds[after_closing] == CharKind.OPENING]
    return np.concatenate((*blank, quotes))


def _spread_ligatures(symbols: NDArray[np.uint32], places: NDArray[np.int64], ligatures: NDArray[np.int64]) -> Folded:
    """Replace each ligature with its letters; ``ligatures`` are the places of all ligatures."""
    at = np.searchsorted(places, ligatures)
    letters = [_LIGATURES[chr(symbol)] for symbol in symbols[at].tolist()]
    lengths = np.ones(len(symbols), dtype=np.int64)
    lengths[at] = list(map(len, letters))
    spread = np.repeat(symbols, lengths)
    begins = (np.cumsum(lengths) - lengths)[at]
    within = np.arange(sum(map(len, letters))) - np.repeat(np.cumsum(lengths[at]) - lengths[at], lengths[at])
    spread[np.repeat(begins, lengths[at]) + within] = code_points("".join(letters))
    return Folded(spread, np.repeat(places, lengths))
