"""Measures of association in a two-by-two table, over whole arrays."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["false_discoveries", "log_likelihood"]


def log_likelihood(k11: ArrayLike, k12: ArrayLike, k21: ArrayLike, k22: ArrayLike) -> NDArray[np.float64]:
    """The log-likelihood ratio of a two-by-two table, G² or −2 log λ.

    Parameters
    ----------
    k11, k12, k21, k22 : arrays
        The counts: with both, with the first only, with the second only, with neither.

    Returns
    -------
    float array
        0 where rows and columns are independent; missing where a count is missing or below 0.

    References
    ----------
    Ted Dunning (1993), "Accurate methods for the statistics of surprise and coincidence", Computational
    Linguistics 19, whose table 2 the example is from.

    Examples
    --------
    >>> round(float(log_likelihood(110, 2442, 111, 29114)), 2)
    270.72
    """
    from scipy.special import kl_div

    counts: NDArray[Any] = np.array(np.broadcast_arrays(k11, k12, k21, k22), dtype=np.float64)
    counts = np.where(counts < 0, np.nan, counts)
    first = np.stack([counts[0] + counts[1], counts[2] + counts[3]])
    second = np.stack([counts[0] + counts[2], counts[1] + counts[3]])
    total = np.where(first.sum(axis=0) == 0, 1, first.sum(axis=0))
    expected = (first[[0, 0, 1, 1]] * second[[0, 1, 0, 1]]) / total
    # Σ O ln(O/E), with O and E, whose sums are equal, taken off and added: each term is small and above 0,
    # so that nothing is lost where a few mentions stand against millions of characters.
    return 2 * kl_div(counts, expected).sum(axis=0)


def false_discoveries(p: NDArray[np.float64]) -> NDArray[np.float64]:
    """Chances among many: of the rows with a q below 0.05, some 5 in 100 are there by chance.

    Parameters
    ----------
    p : float array
        The chance of each row alone; missing ones stay missing.

    References
    ----------
    Yoav Benjamini and Yosef Hochberg (1995), Journal of the Royal Statistical Society B 57.
    """
    from scipy.stats import false_discovery_control

    q = np.full_like(p, np.nan)
    known = ~np.isnan(p)
    if known.any():
        q[known] = false_discovery_control(p[known])
    return q
