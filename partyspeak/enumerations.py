"""A numbered formula that is spelled out: its members in one enumeration, before or beside its name.

政治意识、大局意识、核心意识、看齐意识 is the 四个意识. Members belong to one enumeration when little
stands between them, a sign or word of enumeration among it, and no sentence ends there.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from partyspeak.folding import BREAK
from partyspeak.overlaps import groups_of_two_or_more, longest
from partyspeak.targets import Targets

__all__ = ["spelled_out"]

_Array = NDArray[np.int64]

_WIDEST_GAP: Final = {"zh": 6, "en": 16}  # in folded symbols: ，也要坚持 and , and the theory of
_ENUMERATES: Final = np.array([ord(char) for char in "、，,；;和与及/"], dtype=np.uint32)
_AND: Final = np.array([ord(char) for char in "and"], dtype=np.uint32)
_ENDS: Final = np.array([BREAK, *(ord(char) for char in "。！？.!?")], dtype=np.uint32)


def spelled_out(
    targets: Targets, symbols: NDArray[np.uint32], member: _Array, first: _Array, last: _Array
) -> tuple[_Array, _Array, _Array]:
    """Enumerations among the hits of members.

    Parameters
    ----------
    targets : Targets
    symbols : uint32 array
        The folded symbols.
    member : int64 array
        The number of the member of each hit.
    first, last : int64 arrays
        Indices of each hit's first and last folded symbol.

    Returns
    -------
    form, first, last : int64 arrays
        The spelled-out forms found, and their places.
    """
    formula = targets.member_formula[member]
    kept = longest(formula, first, last + 1, member)
    order = np.flatnonzero(kept)
    order = order[np.lexsort((first[order], formula[order]))]
    formula, number = formula[order], targets.member_number[member[order]]
    first, last = first[order], last[order]
    begins = np.ones(len(order), dtype=bool)
    begins[1:] = (np.diff(formula) != 0) | ~_go_on(targets, symbols, formula[1:], last[:-1] + 1, first[1:])
    found = [
        (targets.formulas[formula[row]].form, first[row], last[stop - 1])
        for row, stop in groups_of_two_or_more(begins)
        if len(set(number[row:stop].tolist())) >= targets.formulas[formula[row]].enough
    ]
    columns = np.array(found, dtype=np.int64).reshape(-1, 3)
    return columns[:, 0], columns[:, 1], columns[:, 2]


def _go_on(
    targets: Targets, symbols: NDArray[np.uint32], formula: _Array, gap_start: _Array, gap_end: _Array
) -> NDArray[np.bool_]:
    """Whether an enumeration goes on over each gap between two members."""
    widest = np.array([_WIDEST_GAP[formula.lang] for formula in targets.formulas], dtype=np.int64)
    near = (gap_end > gap_start) & (gap_end - gap_start <= widest[formula])
    enumerates, ends = np.zeros(len(formula), dtype=bool), np.zeros(len(formula), dtype=bool)
    at = np.flatnonzero(near)
    for step in range(max(_WIDEST_GAP.values())):
        at = at[gap_start[at] + step < gap_end[at]]
        here = symbols[gap_start[at] + step]
        ends[at] |= np.isin(here, _ENDS)
        enumerates[at] |= np.isin(here, _ENUMERATES)
        room = at[gap_start[at] + step + len(_AND) <= gap_end[at]]
        ahead = gap_start[room] + step
        enumerates[room] |= np.all([symbols[ahead + place] == letter for place, letter in enumerate(_AND)], axis=0)
    return np.asarray(near & enumerates & ~ends)
