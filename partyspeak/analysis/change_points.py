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

    See :meth:`partyspeak.TaggedCorpus.change_points` for the choices, the columns and the errors.

    Parameters
    ----------
    documents, mentions : pandas.DataFrame
        The selected frames; see :func:`partyspeak.analysis.selection.select`.
    lexicon : pandas.DataFrame
        The phrases looked for, for ``zh`` and ``en``.
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
