"""A numbered formula that is spelled out: its members in one enumeration, before or beside its name.

政治意识、大局意识、核心意识、看齐意识 is the 四个意识. Members belong to one enumeration when little
is between them, no more than the shorter of the two is long, with a mark or word of enumeration,
and no sentence ends there. So 和平，谋求发展 is no enumeration of 和平 and 发展, and 坚定道路自信、坚定理论自信 is one.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from partyspeak.matching.compiler import Targets
from partyspeak.matching.overlaps import by_number, by_place, groups_of_two_or_more, longest
from partyspeak.text.folding import BREAK, Members

__all__ = ["crowded", "spelled_out"]

_Array = NDArray[np.int64]

_MANY: Final = 6
_WIDEST_GAP: Final = {"zh": 6, "en": 16}  # in folded symbols: ，也要坚持 and , and the theory of
_ENUMERATES: Final = Members("、，,；;和与及/")
_AND: Final = np.array([ord(char) for char in "and"], dtype=np.uint32)
_ENDS: Final = Members(chr(BREAK) + "。！？.!?")


def crowded(targets: Targets, member: _Array, first: _Array, last: _Array) -> _Array:
    """The hits of members that have two others of their formula near, so that they may be in an enumeration.

    A cheap first question: members such as 发展 are everywhere.

    Parameters
    ----------
    targets : Targets
    member : int64 array
        The number of the member of each hit.
    first, last : int64 arrays
        Indices of each hit's first and last folded symbol; hits by end.

    Returns
    -------
    int64 array
        Numbers of hits, ascending.
    """
    formula = targets.member_formula[member]
    order = by_number(formula)
    formula, first, last = formula[order], first[order], last[order]
    begins = np.ones(len(order), dtype=bool)
    begins[1:] = (np.diff(formula) != 0) | (first[1:] - last[:-1] - 1 > max(_WIDEST_GAP.values()))
    group = np.cumsum(begins) - 1
    return np.sort(order[np.bincount(group)[group] >= 3]) if len(order) else order


def spelled_out(
    targets: Targets, symbols: NDArray[np.uint32], member: _Array, first: _Array, last: _Array
) -> tuple[_Array, _Array, _Array, NDArray[np.bool_]]:
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
    complete : bool array
        Whether every member occurs in the enumeration, or of six and more all but one. Fewer may be another
        formula: 道路自信、理论自信、制度自信 were the 三个自信 before they were three of the 四个自信.
    """
    formula = targets.member_formula[member]
    order = by_place(first, last + 1)
    order = order[longest(formula[order], first[order], last[order] + 1)]
    order = order[by_number(formula[order])]
    formula, number = formula[order], targets.member_number[member[order]]
    first, last = first[order], last[order]
    begins = np.ones(len(order), dtype=bool)
    length = last - first + 1
    widest = np.minimum(length[:-1], length[1:])
    begins[1:] = (np.diff(formula) != 0) | ~_go_on(targets, symbols, formula[1:], last[:-1] + 1, first[1:], widest)
    found = []
    for row, stop in groups_of_two_or_more(begins):
        listed = targets.formulas[formula[row]]
        members = len(set(number[row:stop].tolist()))
        if members >= listed.enough:
            all_there = members >= len(listed.members) - (len(listed.members) >= _MANY)
            found.append((listed.form, first[row], last[stop - 1], all_there))
    columns = np.array(found, dtype=np.int64).reshape(-1, 4)
    return columns[:, 0], columns[:, 1], columns[:, 2], columns[:, 3] == 1


def _go_on(
    targets: Targets, symbols: NDArray[np.uint32], formula: _Array, gap_start: _Array, gap_end: _Array, widest: _Array
) -> NDArray[np.bool_]:
    """Whether an enumeration goes on over each gap between two members."""
    limits = np.array([_WIDEST_GAP[formula.lang] for formula in targets.formulas], dtype=np.int64)
    near = (gap_end > gap_start) & (gap_end - gap_start <= np.minimum(limits[formula], widest))
    enumerates, ends = np.zeros(len(formula), dtype=bool), np.zeros(len(formula), dtype=bool)
    at = np.flatnonzero(near)
    for step in range(max(_WIDEST_GAP.values())):
        at = at[gap_start[at] + step < gap_end[at]]
        here = symbols[gap_start[at] + step]
        ends[at] |= _ENDS.among(here)
        enumerates[at] |= _ENUMERATES.among(here)
        room = at[gap_start[at] + step + len(_AND) <= gap_end[at]]
        ahead = gap_start[room] + step
        enumerates[room] |= np.all([symbols[ahead + place] == letter for place, letter in enumerate(_AND)], axis=0)
    return np.asarray(near & enumerates & ~ends)
