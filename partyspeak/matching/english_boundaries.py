"""Rules for the boundaries of English words and numerals: whether a hit is a whole word.

Folding drops every separator. So a hit may be part of a longer word (``hegemonisms`` in ``hegemonismsx``), or run
across words that look like the form only without their spaces. The rules here look at the original text around and
inside a hit.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache

import numpy as np
from numpy.typing import NDArray

from partyspeak.matching.hits import Integers, Mask
from partyspeak.text.folding import QUOTES, CharKind, FoldedBatch, Members

__all__ = ["begins_with_numeral", "ends_with_numeral", "in_longer_number", "on_word_boundaries", "written_as"]

_NUMERALS = "〇一二三四五六七八九十百千万亿两廿卅"
_DIGITS = "〇123456789"
_ONE, _ORDINAL = ord("一"), ord("第")
_NUMERAL, _DIGIT, _SIGN = Members(_NUMERALS + _DIGITS), Members(_DIGITS), Members(".,")

_MARKS = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff"
_SEPARATOR = re.compile(r"\s+and\s+|\s*&\s*|[\s‐‑‒–−-]+", re.IGNORECASE)
_INITIALS = re.compile(r"(?:[A-Za-z]\.){2,}")
_WITHIN_WORD = rf"[{_MARKS}]*(?:[‐‑-][\s{_MARKS}]*)?"
_APOSTROPHE = r"['’‘ʼ`´]?"
_BETWEEN_WORDS = r"[^\w]+"
_AT_HYPHEN = r"[^\w]*"
_AND = r"(?:[^\w]+and[^\w]+|[^\w&]*&[^\w&]*)"  # R&D is also written R & D, and Belt and Road Belt & Road


def on_word_boundaries(batch: FoldedBatch, start: Integers, end: Integers) -> Mask:
    """Whether no letters or digits run into the hit or out of it.

    Chinese characters are not part of an English word: WTO in 加入WTO后 is a whole word.
    """
    kinds = batch.kinds
    before, after = _neighbour(kinds, start - 1, -1), _neighbour(kinds, end, 1)
    free_before = ~_wordlike(kinds[before]) | ~_wordlike(kinds[start])
    free_after = ~_wordlike(kinds[after]) | ~_wordlike(kinds[end - 1])
    return free_before & free_after


def _wordlike(kinds: NDArray[np.uint8]) -> Mask:
    return (kinds == CharKind.LETTER) | (kinds == CharKind.DIGIT)


def _neighbour(kinds: NDArray[np.uint8], place: Integers, step: int) -> Integers:
    """The first place from here on that is not a zero-width mark; every batch ends in a DOCUMENT_END."""
    place = place.copy()
    while (marks := kinds[place] == CharKind.MARK).any():
        place[marks] += step
    return place


@cache
def written_as(wording: str, case: bool) -> Callable[[str], bool]:
    r"""A test of whether a hit has its separators where the wording has them.

    A space of the wording may be any separators, but at least one. A hyphen may be any separators or nothing. Inside
    a word there may be a hyphen, alone or at the end of a line, but not a bare space. There may be an apostrophe only
    if the word has one in the wording, so a possessive is not taken for a plural. "And" and ``&`` are the same word.
    The dots of initials may be left out.

    Parameters
    ----------
    wording : str
        One English wording of a form.
    case : bool
        Whether its capitals matter.

    Returns
    -------
    callable
        A function from the text of a hit to whether it is the wording.

    Examples
    --------
    >>> is_new_era = written_as("new era", case=False)
    >>> is_new_era("New-\nEra"), is_new_era("newera")
    (True, False)
    >>> written_as("co-existence", case=False)("coexistence")
    True
    >>> written_as("Belt and Road", case=False)("Belt & Road")
    True
    """
    # In a headline in capitals, a name's own capitals are not visible. A single word or acronym must match exactly.
    in_capitals = written_as(wording.upper(), True) if case and " " in wording and not wording.isupper() else None
    plain = wording if case else wording.lower()

    def is_written_so(text: str) -> bool:
        if (text if case else text.lower()) == plain:
            return True
        # Case can be ignored in ligatures and full-width letters only after they become ordinary letters.
        if _wording_pattern(wording, case).fullmatch(unicodedata.normalize("NFKC", text)):
            return True
        return in_capitals is not None and in_capitals(text)

    return is_written_so


@cache
def _wording_pattern(wording: str, case: bool) -> re.Pattern[str]:
    """The pattern of a wording; made on first use, since most hits are exactly the wording."""
    parts = []
    position = 0
    for separator in _SEPARATOR.finditer(wording):
        parts.append(_word_pattern(wording[position : separator.start()]))
        is_and = separator[0].strip().lower() in ("and", "&")
        parts.append(_AND if is_and else _BETWEEN_WORDS if separator[0].isspace() else _AT_HYPHEN)
        position = separator.end()
    parts.append(_word_pattern(wording[position:]))
    return re.compile("".join(parts), 0 if case else re.IGNORECASE)


def _word_pattern(word: str) -> str:
    # Folding writes U.S. as US.
    word = _INITIALS.sub(lambda initials: initials[0].replace(".", ""), word)
    letters = [re.escape(char) for char in word if char not in "'’‘"]
    # people's and peoples' are confused in writing, so the apostrophe may be anywhere in its word.
    between = _WITHIN_WORD + _APOSTROPHE * (len(letters) < len(word))
    return between.join(letters) + _APOSTROPHE * (len(letters) < len(word))


def begins_with_numeral(folded: str) -> bool:
    """Whether a folded form begins with a numeral, Chinese or Arabic."""
    return folded[0] in _NUMERALS or folded[0] in _DIGITS


def ends_with_numeral(folded: str) -> bool:
    """Whether a folded form ends with a numeral, Chinese or Arabic.

    A single Chinese numeral may just be the end of a word (完全统一, 动态清零). It counts only after another numeral or
    after 第.
    """
    counted = folded[-1] in _NUMERALS and folded[-2:-1] in tuple(f"第{_NUMERALS}{_DIGITS}")
    return counted or folded[-1] in _DIGITS[1:]


def in_longer_number(batch: FoldedBatch, first: Integers, last: Integers, begins: Mask, ends: Mask) -> Mask:
    """Whether a hit that begins or ends with a numeral is inside a longer number.

    八项规定 in 第十八项规定 is, and also in 第八项规定, where the numeral counts clauses. 一带一路 after 统一 is not:
    the 一 of 统一 ends a word, since there is no numeral before it.

    Parameters
    ----------
    batch : FoldedBatch
    first, last : int64 arrays
        Indices of each hit's first and last folded symbol.
    begins, ends : bool arrays
        Whether the form of each hit begins and ends with a numeral.

    Returns
    -------
    bool array
    """
    symbols, places = batch.folded.symbols, batch.folded.places
    inside = np.zeros(len(first), dtype=bool)
    at = np.flatnonzero(begins & (first > 0))
    before, before_that = symbols[first[at] - 1], symbols[np.maximum(first[at] - 2, 0)]
    word_in_one = (before == _ONE) & ~_NUMERAL.among(before_that) & (before_that != _ORDINAL)
    word_in_one &= batch.kinds[places[np.maximum(first[at] - 2, 0)]] == CharKind.HAN
    counted = (_NUMERAL.among(before) & ~word_in_one) | (before == _ORDINAL)
    # A full-width comma ends a clause; only the half-width characters occur inside a number.
    sign = _SIGN.among(batch.points[places[first[at] - 1]])
    counted |= sign & _DIGIT.among(before_that) & _DIGIT.among(symbols[first[at]])
    inside[at] = counted & ~QUOTES.among(batch.kinds[places[first[at]] - 1])

    at = np.flatnonzero(ends)
    after, after_that = symbols[last[at] + 1], symbols[np.minimum(last[at] + 2, len(symbols) - 1)]
    counted = _NUMERAL.among(after) | ((after == ord(".")) & _DIGIT.among(after_that) & _DIGIT.among(symbols[last[at]]))
    inside[at] |= counted & ~QUOTES.among(batch.kinds[places[last[at]] + 1])
    return inside
