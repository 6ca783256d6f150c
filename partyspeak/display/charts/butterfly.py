"""Butterfly chart of keyness: how two groups of documents differ."""

from __future__ import annotations

from typing import Any, Final

import altair as alt
import numpy as np
import pandas as pd

from partyspeak.display.charts.drawing import BLUE, VERMILION, WORDING_TIPS, Labels, finished, inline, labelled, nothing
from partyspeak.display.charts.finished_chart import FinishedChart
from partyspeak.display.charts.timeline import LANGUAGES
from partyspeak.display.numbers import exact_format

__all__ = ["keyness"]

_ROW: Final = 18
_SURE: Final = 0.05
_PARTS: Final = (0.1, 0.25, 0.5)
_FEW_TICKS: Final = 4


def keyness(
    table: pd.DataFrame,
    lexicon: pd.DataFrame,
    names: tuple[str, str] = ("target", "reference"),
    each: int = 15,
    labels: Labels = "both",
    over: str = "",
) -> FinishedChart:
    """The phrases most typical of each of two groups, by the ratio of their rates.

    Parameters
    ----------
    table : pandas.DataFrame
        The answer of :func:`partyspeak.analysis.keyness.keyness`.
    lexicon : pandas.DataFrame
        ``id, zh, en``, as in ``tagged.phrases``.
    names : pair of str
        What the two groups are called.
    each : int
        How many phrases of each side: those whose rates differ most surely (by G²).
    labels : {"both", "zh", "en"}
    over : str
        What was counted over, for the line below the title.

    Returns
    -------
    FinishedChart
        The axis is the log ratio, written as times: each step doubles. Bars are pale where the difference
        may be chance (q of 0.05 or more, or none). Where one group has no mention at all, half a one is taken for
        none, and the bar ends in an arrow.
    """
    title = f"Phrases typical of {names[0]} and of {names[1]}"
    if table["log_ratio"].notna().sum() == 0:
        return nothing(title, over)
    # Half a mention taken for none can turn a log ratio round where the groups differ much in size.
    known = table[np.sign(table["log_ratio"]) == np.sign(table["target_rate"] - table["reference_rate"])]
    target = known[known["log_ratio"] > 0].head(each)
    reference = known[known["log_ratio"] < 0].tail(each)
    rows = pd.concat([target, reference]).sort_values("log_ratio", ascending=False, kind="stable")
    if rows.empty:
        return nothing(title, over, "both groups use every phrase alike")
    rows = labelled(rows, lexicon, labels)
    if len(rows["lang"].unique()) > 1:
        rows = rows.assign(label=rows["lang"] + ": " + rows["label"])
    rows = rows.assign(
        side=np.where(rows["log_ratio"] > 0, f"more in {names[0]}", f"more in {names[1]}"),
        surely=rows["q"] < _SURE,
        open=(rows["target_rate"] == 0) | (rows["reference_rate"] == 0),
        language=rows["lang"].map(LANGUAGES),
    )
    units = sorted(rows["unit"].astype(str).unique())
    per = "shares of documents" if units == ["documents"] else f"mentions per million {' or '.join(units)}"
    notes = [f"how many times the rate of one is that of the other; rates are {per}", over]
    if not rows["surely"].all():
        unit = " or ".join(sorted(rows["p_unit"].dropna().unique()))
        notes.append(
            f"pale: may be chance (q ≥ {_SURE}: {unit} divided at random differ as much)"
            if unit
            else "pale: may be chance (too few documents to say)"
        )
    if rows["open"].any():
        notes.append("arrow: the other group has none, taken for half of one")
    return finished(_butterfly(rows, names), title, notes[0], notes[1], "; ".join(notes[2:]))


def _butterfly(rows: pd.DataFrame, names: tuple[str, str]) -> Any:
    domain = [f"more in {names[0]}", f"more in {names[1]}"]
    colour = alt.Color(
        "side:N",
        scale=alt.Scale(domain=domain, range=[BLUE, VERMILION]),
        legend=alt.Legend(orient="top", title=None, labelLimit=420, columns=1),
    )
    reach = float(rows["log_ratio"].abs().max()) + 0.3
    # A tick for each doubling; for each part of one where there are few, or each second or third where many.
    every = next((step for step in _PARTS if reach < _FEW_TICKS * step), int(reach) // 7 + 1)
    steps = int(reach / every)
    axis = alt.Axis(
        title="times as often",
        values=[step * every for step in range(-steps, steps + 1)],
        labelExpr=f"format(pow(2, abs(datum.value)), '{',d' if every >= 1 else ',.3~r'}') + '×'",
        grid=True,
    )
    sides = [float(rows["log_ratio"].min()) < 0, float(rows["log_ratio"].max()) > 0]
    x = alt.X("log_ratio:Q", axis=axis, scale=alt.Scale(domain=[-reach if sides[0] else 0, reach if sides[1] else 0]))
    order = rows["label"].tolist()
    y = alt.Y(
        "label:N", scale=alt.Scale(domain=order, paddingInner=0.2), axis=alt.Axis(title=None, ticks=False, domain=False)
    )
    shares = set(rows["unit"].astype(str)) == {"documents"}
    rates = exact_format(rows[["target_rate", "reference_rate"]].to_numpy().ravel(), percent=shares)
    tips = [
        *WORDING_TIPS, alt.Tooltip("language:N"), alt.Tooltip("side:N", title="typical of"),
        alt.Tooltip("log_ratio:Q", title="log ratio", format="+.2f"), alt.Tooltip("g2:Q", title="G²", format=".1f"),
        alt.Tooltip("q:Q", format=".2g"),
        *(alt.Tooltip(f"{group}_{what}:Q", title=f"{name}: {what}", format=rates if what == "rate" else ",d")
          for group, name in zip(("target", "reference"), names, strict=True)
          for what in ("mentions", "documents", "rate")),
        alt.Tooltip("unit:N", title="rate of"),
    ]  # fmt: skip
    base = alt.Chart(inline(rows)).encode(y, colour, tooltip=tips)
    bars = base.mark_bar().encode(x, opacity=alt.condition("datum.surely", alt.value(1), alt.value(0.35)))
    arrows = base.transform_filter("datum.open").mark_point(filled=True, size=60, opacity=1).encode(
        x, shape=alt.condition("datum.log_ratio > 0", alt.value("triangle-right"), alt.value("triangle-left")),
    )  # fmt: skip
    zero = alt.Chart(alt.InlineData(values=[{"zero": 0}])).mark_rule(color="#555555").encode(alt.X("zero:Q"))
    return alt.layer(bars, arrows, zero).properties(width=520, height=_ROW * len(order))
