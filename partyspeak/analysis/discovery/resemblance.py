"""How much does a string look like the phrases that are known?

Set phrases draw on a small stock: 强国, 治理, 新型, 攻坚; "shared", "high-quality". For each character or
word: how much likelier is it in a known form than in the strings of the corpus (a log-odds ratio with
half a count added to each side)? A string has the mean over its symbols.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["resemblance"]

_SMOOTHING: Final = 0.5


def resemblance(
    strings: Sequence[Sequence[str]], count: NDArray[np.int64], known: Sequence[Sequence[str]]
) -> NDArray[np.float64]:
    """The mean log-odds of each string's symbols, in bits: above 0 it looks like a known phrase.

    Parameters
    ----------
    strings : sequence of sequences of str
        The symbols of each string.
    count : int64 array
        How often each string occurs in the corpus.
    known : sequence of sequences of str
        The symbols of each known form.

    Examples
    --------
    >>> like, unlike = resemblance(["制造强国", "一点事情"], np.array([3, 3]), ["文化强国", "教育强国"])
    >>> bool(like > unlike)
    True
    """
    here: Counter[str] = Counter()
    for string, times in zip(strings, count.tolist(), strict=True):
        for symbol in string:
            here[symbol] += times
    there = Counter(symbol for form in known for symbol in form)
    all_here, all_there = max(sum(here.values()), 1), max(sum(there.values()), 1)
    odds = {
        symbol: float(np.log2((there[symbol] + _SMOOTHING) / all_there * all_here / (times + _SMOOTHING)))
        for symbol, times in here.items()
    }
    return np.array([np.mean([odds[symbol] for symbol in string]) for string in strings], dtype=np.float64)
