"""Permutation test: how often does a random division of the documents make two groups differ as much?"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from partyspeak.analysis.counts import Integers

__all__ = ["LEAST_UNITS", "Divided", "permutation_p"]

_Floats = NDArray[np.float64]
_LEAST_SKEW: Final = 1e-3
_LEAST_SHARE: Final = 1 / 6

LEAST_UNITS: Final = 5
"""With fewer documents on a side, chance cannot be separated from one odd document."""


class Divided(NamedTuple):
    """Documents, or paragraphs, that are divided into two groups.

    Attributes
    ----------
    size : float array, (units,)
        How much each holds; those that hold nothing take no part.
    first : bool array, (units,)
        Whether it is in the first group.
    """

    size: _Floats
    first: NDArray[np.bool_]

    def can_tell(self) -> bool:
        """Whether each group has enough units that hold something."""
        return self._smaller() >= LEAST_UNITS

    def is_even(self) -> bool:
        """Whether the smaller group has at least a sixth of the units.

        With less, very small values of p come too often where mentions cluster in few units: of random divisions of
        2,000 documents into 20 and 1,980, nearly all had a row with q below 0.05.
        """
        return self._smaller() >= _LEAST_SHARE * int((self.size > 0).sum())

    def _smaller(self) -> int:
        filled = self.size > 0
        return min(int((filled & side).sum()) for side in (self.first, ~self.first))


def permutation_p(unit: Integers, kind: Integers, kinds: int, units: Divided, once: bool = False) -> _Floats:
    """The chance that a random division of the units sets the groups' rates as far apart, for each kind of mention.

    Parameters
    ----------
    unit, kind : int64 arrays
        The unit and the kind of each mention.
    kinds : int
    units : Divided
    once : bool
        Count each kind once in a unit, however often it is mentioned there.

    Returns
    -------
    float array, (kinds,)
        Two-sided. 1 where no division could make a difference.

    Notes
    -----
    Mentions in one document are not independent, so whole documents are divided. The mean, the variance and the
    skewness of the difference over all divisions are exact; its distribution is taken for a Pearson type III one
    with these moments.

    References
    ----------
    Paul W. Mielke and Kenneth J. Berry (2007), Permutation methods: a distance function approach, 2nd ed., for
    Pearson type III; Jefrey Lijffijt and others (2016), "Significance testing of word frequencies in corpora",
    Digital Scholarship in the Humanities 31, for why mentions must not be the unit.
    """
    from scipy.special import gammainc, gammaincc

    n = int((units.size > 0).sum())
    size = units.size[units.size > 0].sum()
    cells, found = np.unique(kind * len(units.size) + unit, return_counts=True)
    of, at = cells // max(len(units.size), 1), cells % max(len(units.size), 1)
    count = np.ones(len(cells)) if once else found.astype(np.float64)
    moments = _moments(of, count, units.size[at], kinds, units.size)
    rate = np.bincount(of, count, minlength=kinds) / size
    inside = units.first[at]
    apart = np.bincount(of[inside], count[inside], minlength=kinds) - rate * units.size[units.first].sum()
    one = int((units.first & (units.size > 0)).sum())
    other = n - one
    with np.errstate(divide="ignore", invalid="ignore"):
        deviation = np.sqrt(one * other / (n * (n - 1)) * moments[0])
        skew = one * other * (other - one) / (n * (n - 1) * (n - 2)) * moments[1] / deviation**3
        far = np.where(skew < 0, -apart, apart) / deviation
        shape = 4 / np.maximum(np.abs(skew), _LEAST_SKEW) ** 2
        place = np.maximum(shape + far * np.sqrt(shape), 0)
        tails: Any = np.minimum(gammainc(shape, place), gammaincc(shape, place))
    flat = ~(deviation > 1e-9 * np.maximum(rate * size, 1))
    return np.where(flat, 1.0, np.minimum(2 * tails, 1))


def _moments(of: Integers, count: _Floats, at: _Floats, kinds: int, sizes: _Floats) -> tuple[_Floats, _Floats]:
    """The sums of squares and of cubes of what each unit has beyond its share of each kind of mention.

    Only units with the kind are looked at; the rest follows from the sizes of all.
    """
    total = {power: float((sizes**power).sum()) for power in (1, 2, 3)}
    rate = np.bincount(of, count, minlength=kinds) / total[1]
    each = count - rate[of] * at
    # A unit without the kind has 0 less its share.
    square = np.bincount(of, each**2 - (rate[of] * at) ** 2, minlength=kinds) + rate**2 * total[2]
    cube = np.bincount(of, each**3 + (rate[of] * at) ** 3, minlength=kinds) - rate**3 * total[3]
    return square, cube
