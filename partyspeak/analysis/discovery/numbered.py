"""Numbered formulas: 三个代表, 六稳, 五位一体; "Four Comprehensives", "five-sphere integrated plan".

A formula is short and begins with its number, so it is looked for from the number on, and two documents
are enough. What only counts things (三个月, 两个方面; "three years") is none.
"""

from __future__ import annotations

import re
from typing import Final

import numpy as np
from numpy.typing import NDArray

from partyspeak.analysis.discovery.repeats import Edges, RepeatedStrings, free_entropy, joined
from partyspeak.analysis.discovery.symbols import END, Stream
from partyspeak.text.hashing import RunHashes

__all__ = ["formula_strings", "is_formula"]

Integers = NDArray[np.int64]

_LEAST_DOCUMENTS: Final = 2
_LEAST_FREEDOM: Final = 0.9
_LONGEST: Final = {"zh": 8, "en": 4}
_ZH_NUMERALS: Final = "二两三四五六七八九十百"
_ZH_NOT_BEFORE: Final = frozenset("〇一二三四五六七八九十百千万亿两第几数近约达")
_EN_NUMBERS: Final = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve", "hundred")

_ZH_FORMULA: Final = re.compile(rf"[{_ZH_NUMERALS}](?P<measure>[个项大位条种类有严不])?(?P<rest>.+)")
_ZH_COUNTS: Final = re.compile(
    r"[个项大位条种类]?(?:多|半|百|千|万|亿|分之|月|年|天|日|周|时|小时|分钟|方面|问题|国家|国|省|市|县|区|地区|部分|阶段|人|家|者|次|届|"
    r"期|季度|世纪|城市|民族|部门|单位|五年|字|点|面|倍|岁|名|章|层|级|度|环节|因素|领域|以上|左右|组|所|座|块|台|件|批|队|党|战)"
)
_EN_COUNTS: Final = re.compile(
    r"(?:year|day|week|month|decade|hour|party|power|member|fold|third|fourth|countr|state|nation|side|people|world|"
    r"t(?:y|een|h|ie)|areas|occasion|permanent|major|super|korea|of|other|more|hundred|thousand|million|billion|quarters)"
)


def formula_strings(stream: Stream, hashes: RunHashes, edges: Edges) -> RepeatedStrings:
    """Strings that begin with a number and recur; the number itself is one of the symbols.

    Parameters
    ----------
    stream : Stream
    hashes : RunHashes
        Of its symbols.
    edges : Edges
        Where strings may end.
    """
    begins = np.flatnonzero(_numbers(stream)[stream.symbols])
    if stream.lang == "zh":
        counted = np.array([wording in _ZH_NOT_BEFORE for wording in stream.wordings], dtype=bool)
        begins = begins[~counted[stream.symbols[np.maximum(begins - 1, 0)]]]
    begins = begins[~stream.known[begins]]
    found = []
    for length in range(2 if stream.lang == "zh" else 1, _LONGEST[stream.lang] + 1):
        begins = begins[begins + length < len(stream)]
        begins = begins[stream.symbols[begins + length - 1] != END]
        at = begins[edges.may_end[begins + length - 1] & ~stream.known[begins + length]]
        found.append(_recurring(stream, hashes, edges, at, length))
    return joined(found)


def _numbers(stream: Stream) -> NDArray[np.bool_]:
    if stream.lang == "zh":
        return np.array([len(wording) == 1 and wording in _ZH_NUMERALS for wording in stream.wordings], dtype=bool)
    return np.array([wording.startswith(_EN_NUMBERS) for wording in stream.wordings], dtype=bool)


def _recurring(stream: Stream, hashes: RunHashes, edges: Edges, at: Integers, length: int) -> RepeatedStrings:
    hashed = hashes.of(at, length)
    order = np.argsort(hashed, kind="stable")
    at, hashed = at[order], hashed[order]
    distinct, begins, group, count = np.unique(hashed, return_index=True, return_inverse=True, return_counts=True)
    pairs = np.unique(np.stack((group, stream.document[at])), axis=1)
    documents = np.bincount(pairs[0], minlength=len(distinct))
    freedom = free_entropy(group, stream.symbols[at + length], edges.ends_free[at + length - 1], len(distinct))
    everything = RepeatedStrings(
        hashed=distinct,
        length=np.full(len(distinct), length),
        count=count,
        freedom=freedom,
        cohesion=np.zeros(len(distinct)),
        places=at,
    )
    shown = [is_formula(stream.wording(int(first), length), stream.lang) for first in at[begins]]
    return everything.take((documents >= _LEAST_DOCUMENTS) & (freedom >= _LEAST_FREEDOM) & np.array(shown, dtype=bool))


def is_formula(wording: str, lang: str) -> bool:
    """Whether a folded wording is made like a numbered formula, and does not merely count things.

    Examples
    --------
    >>> [wording for wording in ("三个代表", "六稳", "三个月", "两个方面", "新时代") if is_formula(wording, "zh")]
    ['三个代表', '六稳']
    >>> [wording for wording in ("four comprehensives", "fivesphere plan", "three years") if is_formula(wording, "en")]
    ['four comprehensives', 'fivesphere plan']
    """
    if lang == "en":
        number = next((number for number in _EN_NUMBERS if wording.startswith(number)), None)
        rest = "" if number is None else wording[len(number) :].strip()
        return len(rest) > 3 and not _EN_COUNTS.match(rest)
    match = _ZH_FORMULA.fullmatch(wording)
    if match is None or wording[1] in _ZH_NOT_BEFORE or _ZH_COUNTS.match(wording[1:]):
        return False
    return len(match["rest"]) >= (2 if match["measure"] else 1) and not _ZH_COUNTS.match(match["rest"])
