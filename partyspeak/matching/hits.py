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
    "BEFORE_ATTESTED",
    "BLOCKED",
    "BOUNDARY",
    "CROSSING",
    "DOUBTS",
    "ELSEWHERE",
    "INSIDE_A_LONGER",
    "NOT_A_WORD",
    "OUT_OF_USE",
    "PARTIAL_LIST",
    "PLAIN",
    "REFUSALS",
    "SHARED",
    "STANDS",
    "WHYS",
    "Hits",
    "Integers",
    "Mask",
    "Matches",
]

Integers = NDArray[np.int64]
Mask = NDArray[np.bool_]

REFUSALS: Final = ("", "not a word", "crossing", "blocked", "another phrase", "inside a longer mention")
"""Why a hit was refused, by number; 0 is a hit that stands."""

STANDS, NOT_A_WORD, CROSSING, BLOCKED, ANOTHER_PHRASE, INSIDE_A_LONGER = range(len(REFUSALS))

DOUBTS: Final = ("elsewhere", "boundary", "partial list", "shared", "plain", "out of use", "before attested")
"""Why a hit that stands is not sure, by number, the chief reason first.

``elsewhere``: it belongs to another country, party or body. ``boundary``: a known word straddles a boundary, and nobody
could judge whether that word is there. ``partial list``: some members of a formula, not all. ``shared``: another phrase
claims the form too, and the date does not decide. ``plain``: the words are ordinary language too. ``out of use``: the
document is dated before the form came in or after it went out. ``before attested``: nothing else speaks against it, but
the document is older than the phrase's attestation of grade A.
"""

ELSEWHERE, BOUNDARY, PARTIAL_LIST, SHARED, PLAIN, OUT_OF_USE, BEFORE_ATTESTED = range(len(DOUBTS))

WHYS: Final = ("", *DOUBTS, *REFUSALS[1:])
"""What the column ``why`` of mentions can say: nothing for a sure one, a doubt, or for a refused hit its refusal."""


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
        It is a formula whose members are listed in place of its name.
    refusal : int64 array
        Why it was refused, see :data:`REFUSALS`.
    doubts : int64 array
        Why it is not sure: bit 0 is set for the first of :data:`DOUBTS`, bit 1 for the second, and so on.
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
    refusal: Integers
    doubts: Integers
    nested: Mask

    def __len__(self) -> int:
        return len(self.form)

    @property
    def standing(self) -> Mask:
        """Which hits were not refused."""
        return self.refusal == STANDS

    @property
    def sure(self) -> Mask:
        """Which hits were not refused, and nothing speaks against them."""
        return self.standing & (self.doubts == 0)

    @property
    def why(self) -> Integers:
        """Why each hit is not sure, by number in :data:`WHYS`: the refusal, or else the chief doubt."""
        refused = np.where(self.standing, 0, len(DOUBTS) + self.refusal)
        lowest = self.doubts & -self.doubts
        chief = np.log2(np.maximum(lowest, 1)).astype(np.int64) + 1
        return np.where(self.standing & (self.doubts > 0), chief, refused)

    def has(self, doubt: int) -> Mask:
        """Which hits have a doubt."""
        return (self.doubts >> doubt & 1).astype(bool)

    def take(self, rows: Integers | Mask) -> Hits:
        """Some of the hits, in the order of ``rows``."""
        if rows.dtype == bool:
            rows = np.flatnonzero(rows)  # numpy takes rows by index three times as fast as by mask
        return Hits(**{name: column.take(rows) for name, column in vars(self).items()})

    def refused(self, rows: Integers | Mask, refusal: int) -> Hits:
        """The same hits, some of them refused."""
        refusals = self.refusal.copy()
        refusals[rows] = refusal
        return replace(self, refusal=refusals)

    def doubted(self, rows: Integers | Mask, doubt: int) -> Hits:
        """The same hits, some of them with one more doubt."""
        doubts = self.doubts.copy()
        doubts[rows] |= 1 << doubt
        return replace(self, doubts=doubts)
