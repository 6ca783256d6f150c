"""How often is the tagger right, on hits that readers have judged?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pandas as pd

from partyspeak.analysis.intervals import wilson
from partyspeak.analysis.selection import not_refused
from partyspeak.errors import PartyspeakError

__all__ = ["evaluate"]

_CONFIDENCE: Final = 0.95
_PLACE: Final = ["doc_id", "start", "end", "phrase"]
_NEEDED: Final = [*_PLACE, "verdict"]
_COUNTS: Final = ("judged", "mentions", "sure", "sure_right", "found", "found_sure")
_RATES: Final = {
    "precision": ("sure_right", "sure"),
    "recall": ("found", "mentions"),
    "recall_sure": ("found_sure", "mentions"),
}


def evaluate(gold: pd.DataFrame, tagged: Any, by: str | Sequence[str] = ()) -> pd.DataFrame:
    """Precision, recall and F1 of mentions against judged hits, with 95 % intervals (Wilson, 1927).

    Parameters
    ----------
    gold : pandas.DataFrame
        One row per judged hit: ``doc_id, start, end, phrase, verdict``; the verdict ``mention`` says that it is
        one, anything else that it is not.
    tagged : TaggedCorpus or pandas.DataFrame
        The corpus, or its mentions. Mentions that nobody judged do not count.
    by : str or sequence of str
        Columns of ``gold``: one row of the answer for each of their values.

    Returns
    -------
    pandas.DataFrame
        The columns ``by``; ``judged`` hits; ``mentions``, those that are mentions; ``sure``, the judged hits
        that the tagger is sure of, and ``sure_right``, the mentions among these; ``found`` and ``found_sure``,
        the mentions that it finds, and finds for sure, where a mention of the phrase that overlaps the
        judged one counts, since a longer or a shorter form is no loss; ``precision`` of sure mentions, ``recall``
        (sure or not) and ``recall_sure``, each with ``…_low`` and ``…_high``; ``f1`` of ``precision`` and
        ``recall_sure``.

    Raises
    ------
    PartyspeakError
        When a column is missing, or a hit was judged twice.

    Notes
    -----
    The intervals take the judged hits for independent draws. Drawn with a known precision, they hold it in 94 to 97 of
    100 cases (``tests/test_calibration.py``); hits of few documents or few phrases say less than they claim.

    Examples
    --------
    >>> gold = pd.DataFrame({"doc_id": [0, 0], "start": [0, 9], "end": [4, 13], "phrase": "three-represents",
    ...                      "verdict": ["mention", "crossing"]})
    >>> import partyspeak
    >>> answer = evaluate(gold, partyspeak.tag(["三个代表是一回事，三个代表团是另一回事。"]))
    >>> answer[["precision", "recall"]].values.tolist()
    [[1.0, 1.0]]
    """
    by = [by] if isinstance(by, str) else list(by)
    missing = [column for column in (*_NEEDED, *by) if column not in gold]
    if missing:
        raise PartyspeakError(f"the gold set has no column {missing[0]!r}; it has {', '.join(map(str, gold.columns))}")
    if (doubles := gold.duplicated(_PLACE)).any():
        raise PartyspeakError(f"the gold set judges one hit twice: {gold.loc[doubles, _PLACE].iloc[0].to_dict()}")
    mentions = getattr(tagged, "mentions", tagged)
    gold = gold.reset_index(drop=True)
    standing = mentions[not_refused(mentions)].astype({"phrase": str})
    sure = gold.merge(standing[[*_PLACE, "sure"]], on=_PLACE, how="left")["sure"].eq(True)
    right = gold["verdict"] == "mention"
    kept, kept_sure = (_overlapped(gold, some) for some in (standing, standing[standing["sure"]]))
    columns = (gold["phrase"].notna(), right, sure, sure & right, kept & right, kept_sure & right)
    counts = pd.DataFrame(dict(zip(_COUNTS, columns, strict=True))).astype("int64")
    table = counts.groupby([gold[name] for name in by]).sum().reset_index() if by else counts.sum().to_frame().T
    for name, (part, whole) in _RATES.items():
        hits, total = (table[column].to_numpy(dtype=np.float64) for column in (part, whole))
        low, high = wilson(hits, total, _CONFIDENCE)
        table[name] = hits / np.where(total > 0, total, np.nan)
        table[f"{name}_low"], table[f"{name}_high"] = low, high
    table["f1"] = 2 * table["precision"] * table["recall_sure"] / (table["precision"] + table["recall_sure"])
    return table


def _overlapped(gold: pd.DataFrame, mentions: pd.DataFrame) -> pd.Series:
    """Which judged hits a mention of the same phrase overlaps."""
    pairs = gold.reset_index(names="row").merge(mentions, on=["doc_id", "phrase"], suffixes=("", "_found"))
    rows = pairs.loc[(pairs["start_found"] < pairs["end"]) & (pairs["start"] < pairs["end_found"]), "row"]
    return pd.Series(gold.index.isin(rows), index=gold.index)
