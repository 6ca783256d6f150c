"""Which phrases occur together: a matrix of attraction."""

from __future__ import annotations

from typing import Any, Final

import altair as alt
import numpy as np
import pandas as pd

from partyspeak.display.charts.drawing import EMPTY, Labels, finished, inline, labelled, nothing
from partyspeak.display.charts.finished_chart import FinishedChart
from partyspeak.display.numbers import exact_format

__all__ = ["cooccurrence"]

_WIDEST: Final = 22
_SIDE: Final = 900
_ROOM_FOR_SLANT: Final = 17
_CROSS: Final = "M-1,-1L1,1M-1,1L1,-1"


def cooccurrence(table: pd.DataFrame, lexicon: pd.DataFrame, labels: Labels = "both", over: str = "") -> FinishedChart:
    """One cell per pair of phrases: blue for attraction, orange for avoidance.

    Parameters
    ----------
    table : pandas.DataFrame
        The answer of :func:`partyspeak.analysis.cooccurrence.cooccurrence`, with ``least=0``.
    lexicon : pandas.DataFrame
        ``id, zh, en``, as in ``tagged.phrases``.
    labels : {"both", "zh", "en"}
    over : str
        What was counted over, for the line below the title.

    Returns
    -------
    FinishedChart
        The colour is NPMI (Bouma 2009), from −1 to 1. Pairs that never meet are crosses, since NPMI is −1
        for all of them, however rarely they could have met; pairs that meet in every passage have no NPMI
        and are white. Phrases that attract each other stand side by side (average linkage, with the
        optimal order of leaves).
    """
    unit = table["unit"].iloc[0] if len(table) else "documents"
    within = "by distance" if unit == "characters" else f"in the same {unit.removesuffix('s')}"
    title = f"Phrases that occur together {within}"
    if table.empty:
        return nothing(title, over, "it takes two phrases with a mention to make a pair")
    ids = _side_by_side(table)
    names = labelled(pd.DataFrame({"phrase": ids}), lexicon, labels).set_index("phrase")
    pairs = table.assign(one=table["source"], other=table["target"])
    mirrored = pairs.assign(one=table["target"], other=table["source"])
    rows = pd.concat([pairs, mirrored], ignore_index=True)
    for side in ("one", "other"):
        for part in ("label", "zh", "en"):
            rows[f"{side}_{part}"] = rows[side].map(names[part])
    order = names.loc[ids, "label"].tolist()
    total = int(table["total"].iloc[0])
    return finished(
        _matrix(rows, order, unit),
        title,
        "NPMI of pairs" + ("" if unit == "documents" else f" in {total:,} {unit}"),
        over,
        "blue: together more than by chance; orange: less; ×: never together; grey: the phrase itself",
    )


def _side_by_side(table: pd.DataFrame) -> list[str]:
    """Order phrases so that those that attract each other are neighbours."""
    from scipy.cluster.hierarchy import leaves_list, linkage
    from scipy.spatial.distance import squareform

    ids = sorted(set(table["source"]) | set(table["target"]))
    if len(ids) < 3:
        return ids
    place = {id: number for number, id in enumerate(ids)}
    apart = np.ones((len(ids), len(ids)))
    one, other = table["source"].map(place), table["target"].map(place)
    distance = (1 - table["npmi"].fillna(1).clip(-1, 1)) / 2
    apart[one, other] = apart[other, one] = distance
    np.fill_diagonal(apart, 0)
    return [ids[leaf] for leaf in leaves_list(linkage(squareform(apart), "average", optimal_ordering=True))]


def _matrix(rows: pd.DataFrame, order: list[str], unit: str) -> Any:
    step = min(_WIDEST, _SIDE / len(order))
    scale = alt.Scale(domain=order, paddingInner=0.06)
    down = alt.Axis(title=None, ticks=False, domain=False, labelFontSize=min(11, step))
    # Slanting labels need more room side by side than upright ones.
    angle = -45 if step >= _ROOM_FOR_SLANT else -90
    across = alt.Axis(title=None, ticks=False, domain=False, labelAngle=angle, labelFontSize=min(11, step))
    x, y = alt.X("other_label:N", scale=scale, axis=across), alt.Y("one_label:N", scale=scale, axis=down)
    colour = alt.Color(
        "npmi:Q",
        title="NPMI",
        scale=alt.Scale(scheme="blueorange", domain=[-1, 1], domainMid=0, reverse=True),
        legend=alt.Legend(orient="top", gradientLength=220, values=[-1, -0.5, 0, 0.5, 1]),
    )
    exact = exact_format(rows["expected"])
    tips = [
        alt.Tooltip("one_zh:N", title="Chinese"), alt.Tooltip("one_en:N", title="English"),
        alt.Tooltip("other_zh:N", title="with"), alt.Tooltip("other_en:N", title="with, in English"),
        alt.Tooltip("count:Q", title="together", format=",d"),
        alt.Tooltip("expected:Q", title="by chance", format=exact), alt.Tooltip("npmi:Q", title="NPMI", format=".2f"),
        alt.Tooltip("log_likelihood:Q", title="G²", format=",.1f"),
        alt.Tooltip("total:Q", title=f"of {unit}", format=",d"),
    ]  # fmt: skip
    met = rows["count"] > 0
    diagonal = pd.DataFrame({"one_label": order, "other_label": order})
    cross: dict[str, Any] = {"shape": _CROSS, "size": step * 2, "filled": False, "strokeWidth": 1, "color": "#a8a8a8"}
    base = [alt.Chart(inline(part)).encode(x, y) for part in (rows[met & rows["npmi"].notna()], rows[~met], diagonal)]
    return alt.layer(
        base[0].mark_rect().encode(colour, tooltip=tips),
        base[1].mark_point(**cross).encode(tooltip=tips),
        base[2].mark_rect(color=EMPTY),
    ).properties(width=step * len(order), height=step * len(order))
