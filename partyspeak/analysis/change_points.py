"""When did the use of a phrase change level?"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from partyspeak.analysis.lifecycle import period_shares
from partyspeak.errors import PartyspeakError, how_to_install

__all__ = ["change_points"]


def change_points(
    documents: pd.DataFrame, mentions: pd.DataFrame, lexicon: pd.DataFrame, by: str = "year", least: int = 2
) -> pd.DataFrame:
    """The one period from which each phrase's share of documents is best described by another level.

    Parameters
    ----------
    documents, mentions : pandas.DataFrame
        The selected frames; see :func:`partyspeak.analysis.selection.select`.
    lexicon : pandas.DataFrame
        The phrases looked for, for ``zh`` and ``en``.
    by : {"year", "quarter", "month", "day"}
        Only periods that hold documents are looked at, each with the same weight.
    least : int
        How many periods there must be on either side.

    Returns
    -------
    pandas.DataFrame
        One row per phrase: ``phrase, zh, en``, ``period`` (the first of the new level), ``share_before`` and
        ``share_after`` (means of the shares of documents on either side) and ``explained`` (0 to 1: the part of
        the series' variance that two levels leave behind them). A best place is found in any series, so a low
        ``explained`` means that there was no change of level. Where the share never changes, or there are
        fewer than twice ``least`` periods, all four are missing.

    Raises
    ------
    PartyspeakError
        When the package ruptures is not installed.

    Notes
    -----
    ``explained`` is no probability, and a best place explains much of pure noise too. Compare it with that of the
    same shares in another order before you call it a change.

    References
    ----------
    Charles Truong, Laurent Oudre and Nicolas Vayatis (2020), "Selective review of offline change point
    detection methods", Signal Processing 167; their package ruptures finds the split of least squares.
    """
    if least < 1:
        raise PartyspeakError(f"least={least} must be 1 or more")
    counted = period_shares(documents, mentions, by)
    rows: list[tuple[str | None, float, float, float]] = []
    for share in counted.shares.T:
        split = _split(share, least)
        if split is None:
            rows.append((None, np.nan, np.nan, np.nan))
            continue
        before, after = share[:split], share[split:]
        left = before.var() * len(before) + after.var() * len(after)
        rows.append((counted.periods[split], before.mean(), after.mean(), 1 - left / (share.var() * len(share))))
    table = pd.DataFrame(rows, columns=["period", "share_before", "share_after", "explained"])
    wordings = lexicon.set_index("id")[["zh", "en"]].reindex(counted.phrases).reset_index(drop=True)
    table = table.assign(phrase=counted.phrases.array, zh=wordings["zh"], en=wordings["en"])
    table = table.astype({"period": "string", "share_before": float, "share_after": float, "explained": float})
    return table[["phrase", "zh", "en", "period", "share_before", "share_after", "explained"]]


def _split(share: NDArray[np.float64], least: int) -> int | None:
    """The number of the first period of the new level."""
    if len(share) < 2 * least or np.ptp(share) == 0:
        return None
    try:
        from ruptures import KernelCPD
    except ImportError:
        raise PartyspeakError(f"change points need ruptures; {how_to_install('analysis')}") from None
    return int(KernelCPD(kernel="linear", min_size=least).fit(share[:, None]).predict(n_bkps=1)[0])
