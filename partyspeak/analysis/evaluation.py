"""How often is the tagger right, on hits that readers have judged?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import pandas as pd

from partyspeak.errors import PartyspeakError

__all__ = ["evaluate"]

_PLACE: Final = ["doc_id", "start", "end", "phrase"]
_NEEDED: Final = [*_PLACE, "verdict"]
_COUNTS: Final = ("judged", "mentions", "sure", "sure_right", "kept_right")
_RATES: Final = {
    "precision": ("sure_right", "sure"),
    "recall": ("kept_right", "mentions"),
    "recall_sure": ("sure_right", "mentions"),
}


def evaluate(gold: pd.DataFrame, tagged: Any, by: str | Sequence[str] = ()) -> pd.DataFrame:
    """Precision, recall and F1 of mentions against judged hits, with 95 % intervals (Wilson, 1927).

    Parameters
    ----------
    gold : pandas.DataFrame
        One row a judged hit: ``doc_id, start, end, phrase, verdict``; the verdict ``mention`` says that it is
        one, anything else that it is not.
    tagged : TaggedCorpus or pandas.DataFrame
        The corpus, or its mentions. Mentions that nobody judged do not count.
    by : str or sequence of str
        Columns of ``gold``: one row of the answer for each of their values.

    Returns
    -------
    pandas.DataFrame
        The columns ``by``; ``judged`` hits; ``mentions``, those that are mentions; ``sure``, those that the
        tagger is sure of; ``sure_right`` and ``kept_right``, the mentions among the sure ones and among all that
        it keeps; ``precision`` of sure mentions, ``recall`` (kept, sure or not) and ``recall_sure``, each with
        ``…_low`` and ``…_high``; ``f1`` of ``precision`` and ``recall_sure``.

    Raises
    ------
    PartyspeakError
        When a column is missing, or a hit was judged twice.

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
    standing = mentions[mentions["reason"] == ""] if "reason" in mentions else mentions
    found = gold.merge(standing.astype({"phrase": str})[[*_PLACE, "sure"]], on=_PLACE, how="left")
    kept, sure, right = found["sure"].notna(), found["sure"].eq(True), found["verdict"] == "mention"
    columns = (pd.Series(True, index=found.index), right, sure, sure & right, kept & right)
    counts = pd.DataFrame(dict(zip(_COUNTS, columns, strict=True))).astype("int64")
    table = counts.groupby([found[name] for name in by]).sum().reset_index() if by else counts.sum().to_frame().T
    for name, (part, whole) in _RATES.items():
        pairs = zip(table[part].tolist(), table[whole].tolist(), strict=True)
        rates = [_wilson(hits, total) for hits, total in pairs]
        table[[name, f"{name}_low", f"{name}_high"]] = pd.DataFrame(rates, index=table.index)
    table["f1"] = 2 * table["precision"] * table["recall_sure"] / (table["precision"] + table["recall_sure"])
    return table


def _wilson(hits: int, total: int) -> tuple[float, float, float]:
    from scipy.stats import binomtest

    if not total:
        return float("nan"), float("nan"), float("nan")
    interval = binomtest(hits, total).proportion_ci(method="wilson")
    return hits / total, float(interval.low), float(interval.high)
