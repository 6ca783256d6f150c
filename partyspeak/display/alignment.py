"""Alignment of two documents: which of their mentions correspond.

The alignment is the longest common subsequence of the two sequences of phrases, each pair weighted by
how rare its phrase is (Hunt and Szymanski, 1977, name the problem; it is solved here by the plain
table, a row at a time). A phrase that both texts have once is worth most; one that fills both texts
says little about which mention answers which.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

import numpy as np

from partyspeak.matching.mentions import Mention

__all__ = ["aligned"]

_LARGEST_TABLE: Final = 10_000_000


def aligned(left: Sequence[Mention], right: Sequence[Mention]) -> list[tuple[int, int]]:
    """Align two documents: pairs of mentions of one phrase, in the same order in both.

    Parameters
    ----------
    left, right : sequences of Mention
        By place.

    Returns
    -------
    list of (int, int)
        Numbers of mentions; both grow from pair to pair. Mentions inside longer ones are left out.
        In documents so long that the table would be too large, so are those of the commonest phrases.
    """
    counts = [Counter(mention.phrase for mention in side if not mention.nested) for side in (left, right)]
    weight = {phrase: 1 / (counts[0][phrase] * counts[1][phrase]) for phrase in counts[0] if phrase in counts[1]}
    rarest = sorted(weight, key=lambda phrase: (-weight[phrase], phrase))
    while sum(counts[0][p] for p in rarest) * sum(counts[1][p] for p in rarest) > _LARGEST_TABLE:
        rarest.pop()
    number = {phrase: place for place, phrase in enumerate(rarest)}
    rows, columns = (
        [at for at, mention in enumerate(side) if mention.phrase in number and not mention.nested]
        for side in (left, right)
    )
    pairs = _heaviest_chain(
        np.array([number[left[row].phrase] for row in rows], dtype=np.int64),
        np.array([number[right[column].phrase] for column in columns], dtype=np.int64),
        np.array([weight[phrase] for phrase in rarest], dtype=np.float64),
    )
    return [(rows[row], columns[column]) for row, column in pairs]


def _heaviest_chain(left: np.ndarray, right: np.ndarray, weight: np.ndarray) -> list[tuple[int, int]]:
    """Pairs of positions in the heaviest common subsequence."""
    best = np.zeros((len(left) + 1, len(right) + 1))
    for row, phrase in enumerate(left):
        paired = np.where(right == phrase, best[row, :-1] + weight[phrase], best[row, 1:])
        best[row + 1, 1:] = np.maximum(np.maximum.accumulate(paired), best[row, 1:])
    pairs = []
    row, column = len(left), len(right)
    while row and column:
        if best[row, column] == best[row - 1, column]:
            row -= 1
        elif best[row, column] == best[row, column - 1]:
            column -= 1
        else:
            row, column = row - 1, column - 1
            pairs.append((row, column))
    return pairs[::-1]
