"""Numbered formulas that are spelled out: the members in one enumeration, before or next to the formula's name.

政治意识、大局意识、核心意识、看齐意识 is the 四个意识. Two members belong to one enumeration if the text
between them is no longer than the shorter of the two, contains a comma or an "and", and does not end a
sentence. So 和平，谋求发展 is not an enumeration of 和平 and 发展, but 坚定道路自信、坚定理论自信 is one.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from partyspeak.matching.compiler import Targets
from partyspeak.matching.hits import Integers, Mask, Matches
from partyspeak.matching.overlaps import by_number, by_place, groups_of_two_or_more, longest
from partyspeak.text.folding import BREAK, Members

__all__ = ["crowded", "spelled_out"]

_MANY: Final = 6
_WIDEST_GAP: Final = {"zh": 6, "en": 16}  # in folded symbols: ，也要坚持 and , and the theory of
_ENUMERATES: Final = Members("、，,；;和与及/")
_AND: Final = np.array([ord(char) for char in "and"], dtype=np.uint32)
_ENDS: Final = Members(chr(BREAK) + "。！？.!?")


def crowded(targets: Targets, members: Matches) -> Integers:
    """The matches of members with two other members of their formula nearby, which may be in an enumeration.

    This is a fast first test, since members such as 发展 are everywhere.

    Parameters
    ----------
    targets : Targets
    members : Matches
        Matches by the number of the member.

    Returns
    -------
    int64 array
        Rows of ``members``, ascending.
    """
    if not len(members):
        return members.number
    order = by_number(targets.member_formula[members.number])
    members = members.take(order)
    formula = targets.member_formula[members.number]
    begins = np.ones(len(order), dtype=bool)
    gap = members.first[1:] - members.last[:-1] - 1
    begins[1:] = (np.diff(formula) != 0) | (gap > max(_WIDEST_GAP.values()))
    group = np.cumsum(begins) - 1
    return np.sort(order[np.bincount(group)[group] >= 3])


def spelled_out(targets: Targets, symbols: NDArray[np.uint32], members: Matches) -> tuple[Matches, Mask]:
    """Enumerations among the matches of members.

    Parameters
    ----------
    targets : Targets
    symbols : uint32 array
        The folded symbols.
    members : Matches
        Matches by the number of the member.

    Returns
    -------
    forms : Matches
        The spelled-out forms that were found, by number.
    complete : bool array
        Whether every member is in the enumeration; of six or more members, one may be missing. Fewer members may
        be another formula: 道路自信、理论自信、制度自信 were the 三个自信 before they were three of the 四个自信.
    """
    members = members.take(by_place(members.first, members.last + 1))
    members = members.take(longest(targets.member_formula[members.number], members.first, members.last + 1))
    members = members.take(by_number(targets.member_formula[members.number]))
    formula, number = targets.member_formula[members.number], targets.member_number[members.number]
    first, last = members.first, members.last
    begins = np.ones(len(members), dtype=bool)
    length = last - first + 1
    widest = np.minimum(length[:-1], length[1:])
    begins[1:] = (np.diff(formula) != 0) | ~_go_on(targets, symbols, formula[1:], last[:-1] + 1, first[1:], widest)
    found = []
    for row, stop in groups_of_two_or_more(begins):
        listed = targets.formulas[formula[row]]
        different = len(set(number[row:stop].tolist()))
        if different >= listed.enough:
            complete = different >= len(listed.members) - (len(listed.members) >= _MANY)
            found.append((listed.form, first[row], last[stop - 1], complete))
    columns = np.array(found, dtype=np.int64).reshape(-1, 4)
    return Matches(columns[:, 0], columns[:, 1], columns[:, 2]), columns[:, 3] == 1


def _go_on(
    targets: Targets,
    symbols: NDArray[np.uint32],
    formula: Integers,
    gap_start: Integers,
    gap_end: Integers,
    widest: Integers,
) -> Mask:
    """Whether an enumeration continues over each gap between two members."""
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
