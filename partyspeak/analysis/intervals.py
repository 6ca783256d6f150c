"""Confidence intervals for shares and for rates, over whole arrays."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["overdispersion", "poisson", "wilson"]

_Numbers = NDArray[np.int64] | NDArray[np.float64]
_Floats = NDArray[np.float64]
_LEAST: Final = 4
_ENOUGH: Final = 10
"""With at least this many differences between documents, neighbouring periods need not be compared."""


def wilson(successes: _Numbers, trials: _Numbers, confidence: float) -> tuple[_Floats, _Floats]:
    """The score interval for a share.

    Parameters
    ----------
    successes, trials : arrays
        Where there are no trials (0 or missing) there is no interval.
    confidence : float

    Returns
    -------
    low, high : float arrays

    References
    ----------
    Edwin B. Wilson (1927), "Probable inference, the law of succession, and statistical inference",
    Journal of the American Statistical Association 22.

    Examples
    --------
    >>> [round(float(end[0]), 4) for end in wilson(np.array([1]), np.array([10]), 0.95)]
    [0.0179, 0.4042]
    """
    from scipy.special import ndtri

    n = np.where(np.asarray(trials) > 0, trials, np.nan)
    z = ndtri((1 + confidence) / 2)
    share = successes / n
    middle = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    # Exactly 0 and 1 at the ends, where rounding would leave a remainder.
    return np.where(share == 0, 0.0, middle - half), np.where(share == 1, 1.0, middle + half)


def poisson(
    events: _Numbers, exposure: _Numbers, confidence: float, dispersion: _Numbers | float = 1.0
) -> tuple[_Floats, _Floats]:
    """The interval for a rate of events: exact where they are independent, wider where they come in clusters.

    Parameters
    ----------
    events, exposure : arrays
        Where there is no exposure (0 or missing) there is no interval.
    confidence : float
    dispersion : float or array
        How many times the variance of the counts is their mean, see :func:`overdispersion`: events that come
        in clusters say as much as that many times fewer independent ones.

    Returns
    -------
    low, high : float arrays
        Events per unit of exposure.

    References
    ----------
    Frank Garwood (1936), "Fiducial limits for the Poisson distribution", Biometrika 28; Peter McCullagh and John
    Nelder (1989), Generalized linear models, 2nd ed., section 6.2, for the dispersion.

    Examples
    --------
    >>> [round(float(end[0]), 2) for end in poisson(np.array([10]), np.array([1]), 0.95)]
    [4.8, 18.39]
    """
    from scipy.special import gammaincinv

    events = np.asarray(events, dtype=np.float64) / dispersion
    size = np.where(np.asarray(exposure) > 0, exposure, np.nan) / dispersion
    tail = (1 - confidence) / 2
    low = np.where(events > 0, gammaincinv(np.where(events > 0, events, 1), tail), 0.0)
    return low / size, gammaincinv(events + 1, 1 - tail) / size


def overdispersion(
    events: _Numbers, sizes: _Numbers, documents: _Numbers, squares: _Floats, periods: int, confidence: float
) -> _Floats:
    """How many times wider than independent mentions the counts of each kind of mention spread over documents.

    Parameters
    ----------
    events, sizes, documents, squares : arrays, (groups, kinds)
        The mentions of each kind in each group; the size of the group's texts and the number of its documents with
        text, in the kind's language; and the sum over these documents of mentions² / size.
    periods : int
        The number of groups that are periods: the first ones, in order. 0 where groups are no periods.
    confidence : float

    Returns
    -------
    float array, (kinds,)
        At least 1; missing where no two documents can be compared. What few documents leave unknown is allowed for,
        as Student's t allows for it.

    Notes
    -----
    Pearson's statistic of the documents within each group. Where groups are so small that fewer than ten
    differences are left, neighbouring periods are compared too; a true change from one to the next then makes
    the answer larger, so that intervals are rather too wide.
    """
    from scipy.special import ndtri, stdtrit

    there = (events > 0) & (documents > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        within = np.where(there, squares * sizes / events - events, 0.0).sum(axis=0)
    freedom = np.where(there, documents - 1, 0).sum(axis=0).astype(np.float64)
    between, pairs = _neighbours(events[:periods], sizes[:periods])
    few = freedom < _ENOUGH
    statistic = within + np.where(few, between, 0)
    # Each period occurs in two pairs: three such pairs say as much as two that share none.
    freedom = freedom + np.where(few, pairs * 2 / 3, 0)
    known = np.where(freedom > 0, freedom, np.nan)
    tail = (1 + confidence) / 2
    # Below four degrees of freedom Student's t grows past all use.
    return np.maximum(statistic / known, 1) * (stdtrit(np.maximum(known, _LEAST), tail) / ndtri(tail)) ** 2


def _neighbours(events: _Numbers, sizes: _Numbers) -> tuple[_Floats, _Floats]:
    """Pearson's statistic of each period with text against the next one, summed; and how many pairs there are."""
    kinds = events.shape[1]
    statistic, pairs = np.zeros(kinds), np.zeros(kinds)
    filled = np.asarray(sizes) > 0
    for column in range(kinds):
        rows = filled[:, column]
        found, size = events[rows, column].astype(np.float64), sizes[rows, column].astype(np.float64)
        together, of = found[1:] + found[:-1], size[1:] + size[:-1]
        used = together > 0
        difference = np.diff(found / size)[used] ** 2
        statistic[column] = (difference * of[used] / together[used] / (1 / size[1:] + 1 / size[:-1])[used]).sum()
        pairs[column] = used.sum()
    return statistic, pairs
