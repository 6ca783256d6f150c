"""Hits as columns: the data that the steps of matching pass on.

The automaton returns :class:`Matches`, and the tagger turns them into :class:`Hits`. Each later step takes hits and
returns hits. To record one more thing about a hit, add a column to :class:`Hits` and fill it where the tagger creates
the hits. To add a step, write a function from hits to hits and call it in ``Tagger._tag_batch``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "ANOTHER_PHRASE",
    "BLOCKED",
    "CROSSING",
    "INSIDE_A_LONGER",
    "NOT_A_WORD",
    "REASONS",
    "STANDS",
    "Hits",
    "Integers",
    "Mask",
    "Matches",
]

Integers = NDArray[np.int64]
Mask = NDArray[np.bool_]

REASONS: Final = ("", "not a word", "crossing", "blocked", "another phrase", "inside a longer mention")
"""Why a hit was refused, by number; 0 means that it was not refused."""

STANDS, NOT_A_WORD, CROSSING, BLOCKED, ANOTHER_PHRASE, INSIDE_A_LONGER = range(len(REASONS))


@dataclass(frozen=True)
class Matches:
    """Where keys are in a run of folded symbols; all arrays have the same length and are ordered by ``last``.

    Attributes
    ----------
    number : int64 array
        The number of what was found: a key, a target or a member, depending on the context.
    first, last : int64 arrays
        The indices of its first and its last symbol.
    """

    number: Integers
    first: Integers
    last: Integers

    def __len__(self) -> int:
        return len(self.number)

    def take(self, rows: Integers | Mask) -> Matches:
        """Some of the matches."""
        return Matches(self.number[rows], self.first[rows], self.last[rows])


@dataclass(frozen=True)
class Hits:
    """Hits of forms and blockers in a batch of texts, ordered by ``start``, the longer first.

    All arrays have the same length.

    Attributes
    ----------
    form : int64 array
        The number of the form; -1 for a blocker.
    phrase : int64 array
        The number of the phrase that has the form or blocker.
    blocker : bool array
    document : int64 array
        The number of the text.
    start, end : int64 arrays
        The place in the batch, half open.
    first, last : int64 arrays
        The indices of the first and the last folded symbol.
    listed : bool array
        The hit is a formula that is spelled out: its members are listed instead of its name.
    partial : bool array
        The hit is such a list, and not all members are in it.
    plain : bool array
        The form is also ordinary language.
    reason : int64 array
        Why the hit was refused; see :data:`REASONS`.
    doubtful : bool array
        A known word straddles a boundary, and it could not be judged whether the text has that word.
    shared : bool array
        Another phrase claims the hit too, and the date does not decide.
    nested : bool array
        The hit is inside a longer hit of another phrase.
    """

    form: Integers
    phrase: Integers
    blocker: Mask
    document: Integers
    start: Integers
    end: Integers
    first: Integers
    last: Integers
    listed: Mask
    partial: Mask
    plain: Mask
    reason: Integers
    doubtful: Mask
    shared: Mask
    nested: Mask

    def __len__(self) -> int:
        return len(self.form)

    @property
    def standing(self) -> Mask:
        """Which hits were not refused."""
        return self.reason == STANDS

    @property
    def sure(self) -> Mask:
        """Which hits were not refused and have nothing against them."""
        return self.standing & ~(self.plain | self.partial | self.doubtful | self.shared)

    def take(self, rows: Integers | Mask) -> Hits:
        """Some of the hits, in the order of ``rows``."""
        if rows.dtype == bool:
            rows = np.flatnonzero(rows)  # numpy takes rows by index three times as fast as by mask
        return Hits(**{name: column.take(rows) for name, column in vars(self).items()})

    def refused(self, rows: Integers | Mask, reason: int) -> Hits:
        """The same hits, with some of them refused for a reason."""
        reasons = self.reason.copy()
        reasons[rows] = reason
        return replace(self, reason=reasons)
