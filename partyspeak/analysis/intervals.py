"""Confidence intervals for shares and for rates, over whole arrays."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["poisson", "wilson"]

_Numbers = NDArray[np.int64] | NDArray[np.float64]
_Floats = NDArray[np.float64]


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
    # Exactly 0 and 1 at the ends, where rounding would leave a grain.
    return np.where(share == 0, 0.0, middle - half), np.where(share == 1, 1.0, middle + half)


def poisson(events: _Numbers, exposure: _Numbers, confidence: float) -> tuple[_Floats, _Floats]:
    """The exact interval for the rate of independent events.

    Parameters
    ----------
    events, exposure : arrays
        Where there is no exposure (0 or missing) there is no interval.
    confidence : float

    Returns
    -------
    low, high : float arrays
        Events per unit of exposure.

    References
    ----------
    Frank Garwood (1936), "Fiducial limits for the Poisson distribution", Biometrika 28.

    Examples
    --------
    >>> [round(float(end[0]), 2) for end in poisson(np.array([10]), np.array([1]), 0.95)]
    [4.8, 18.39]
    """
    from scipy.special import gammaincinv

    events = np.asarray(events, dtype=np.float64)
    size = np.where(np.asarray(exposure) > 0, exposure, np.nan)
    tail = (1 - confidence) / 2
    low = np.where(events > 0, gammaincinv(np.maximum(events, 1), tail), 0.0)
    return low / size, gammaincinv(events + 1, 1 - tail) / size
