"""Ladder of first appearances: one row per phrase, the earliest on top."""

from __future__ import annotations

from typing import Any, Final

import altair as alt
import numpy as np
import pandas as pd

from partyspeak.analysis.first_appearances import FORM, known_date
from partyspeak.dates import parse
from partyspeak.display.charts.drawing import (
    BLUE,
    GREY,
    VERMILION,
    WORDING_TIPS,
    Labels,
    finished,
    inline,
    labelled,
    nothing,
)
from partyspeak.display.charts.finished_chart import FinishedChart

__all__ = ["first_appearances"]

_ROW: Final = 18
_WORDING: Final = 16
_FEW_TICKS, _MOST_TICKS = 3, 12
_INTERVALS: Final = (("year", 365, "%Y"), ("month", 30, "%Y-%m"), ("day", 1, "%Y-%m-%d"))
_STEPS: Final = {"year": (1, 2, 5, 10, 20, 50, 100), "month": (1, 3, 6), "day": (1, 2, 5, 10, 15)}
_HERE, _EARLIER, _CENSORED, _LEXICON, _AT_LATEST = (
    "first in these documents",
    "first in these documents, and before the date in the lexicon",
    "in the first period of these documents, so perhaps older",
    "date in the lexicon",
    "upper bound (≤) in the lexicon",
)
_KINDS: Final = {
    _HERE: (BLUE, "circle"),
    _EARLIER: (VERMILION, "square"),
    _CENSORED: (BLUE, "triangle-left"),
    _LEXICON: (GREY, "diamond"),
    _AT_LATEST: (GREY, "triangle-left"),
}


def first_appearances(
    table: pd.DataFrame, lexicon: pd.DataFrame, by: str | None = None, labels: Labels = "both", over: str = ""
) -> FinishedChart:
    """The date of each phrase's first appearance, and the lexicon's date.

    Parameters
    ----------
    table : pandas.DataFrame
        The answer of :func:`partyspeak.analysis.first_appearances.first_appearances`.
    lexicon : pandas.DataFrame
        ``id, zh, en``, as in ``tagged.phrases``.
    by : str, optional
        The column that the table was asked by: a phrase then has a rung for each of its values.
    labels : {"both", "zh", "en"}
    over : str
        What was counted over, for the line below the title.

    Returns
    -------
    FinishedChart
        A thin line joins the two dates. A thick one spans the days that a date of a year or a month may
        mean. Tooltips hold the words that the first appearance rests on.
    """
    title = "First appearance of each phrase" + (f", by {by}" if by else "")
    dated = table[table["first_date"].notna()].reset_index(drop=True)
    if dated.empty:
        return nothing(title, over)
    rows = labelled(dated, lexicon, labels)
    column = table.columns[0] if by and by != FORM else None
    rows = rows.assign(label=_with_wordings(rows))
    if column is not None:
        rows = rows.assign(label=rows["label"] + " · " + rows[column].astype(str))
    rows = rows.assign(
        kind=np.select([rows["censored"], (rows["lag_days"] < 0).fillna(False)], [_CENSORED, _EARLIER], _HERE),
        around=rows[["left", "text", "right"]].astype(object).fillna("").agg("".join, axis=1),
        of_lexicon=np.where(rows["attested_grade"].isin(["C", "D"]), _AT_LATEST, _LEXICON),
        known=[known_date(*pair) for pair in zip(rows["attested"], rows["attested_grade"], strict=True)],
    )
    rows = rows.join(_span(rows["first_date"], "first")).join(_span(rows["attested"], "lexicon"))
    left_out = len(table) - len(dated)
    missing = f"{left_out} that occur in undated documents only are left out" if left_out else ""
    return finished(_ladder(rows, column), title, over, missing)


def _with_wordings(rows: pd.DataFrame) -> pd.Series:
    """Labels, with the wording behind the date where it is not the name."""
    names = rows["zh"].where(rows["lang"] == "zh", rows["en"]).astype(object).fillna("")
    short = rows["form"].astype(str).map(lambda form: form if len(form) <= _WORDING else f"{form[:_WORDING]}…")
    return rows["label"].where(rows["form"].astype(object) == names, rows["label"] + " (" + short + ")")


def _span(dates: pd.Series, name: str) -> pd.DataFrame:
    """The first and the last day of each date, as Vega reads them in local time."""
    spans = [parse(date) if pd.notna(date) else None for date in dates]
    days = [(f"{date.first_day}T00:00:00", f"{date.last_day}T00:00:00") if date else (None, None) for date in spans]
    return pd.DataFrame(days, columns=[f"{name}_from", f"{name}_to"], index=dates.index, dtype=object)


def _ladder(rows: pd.DataFrame, by: str | None) -> Any:
    order = rows["label"].drop_duplicates().tolist()
    kinds = [kind for kind in _KINDS if kind in {*rows["kind"], *rows.loc[rows["attested"].notna(), "of_lexicon"]}]
    legend = alt.Legend(orient="top", title=None, columns=2, labelLimit=420)
    colour = alt.Color(
        "kind:N", legend=legend, scale=alt.Scale(domain=kinds, range=[_KINDS[kind][0] for kind in kinds])
    )
    shape = alt.Shape("kind:N", legend=legend, scale=alt.Scale(domain=kinds, range=[_KINDS[kind][1] for kind in kinds]))
    axis = alt.Axis(title=None, ticks=False, domain=False, grid=True, gridDash=[1, 3])
    y = alt.Y("label:N", scale=alt.Scale(domain=order), axis=axis)
    columns = [
        "label",
        "zh",
        "en",
        "form",
        "check",
        "first_date",
        "known",
        "documents",
        "mentions",
        "doc_id",
        "around",
        "lag_days",
    ]
    columns += ["kind", "of_lexicon", "first_from", "first_to", "lexicon_from", "lexicon_to", *([by] if by else [])]
    base = alt.Chart(inline(rows[columns].astype({"doc_id": str}))).encode(y)
    known = base.transform_filter("isValid(datum.lexicon_from)")
    here = alt.X("first_from:T", title=None, axis=_time_axis(rows), scale=alt.Scale(padding=10))
    lexicon = alt.X("lexicon_from:T", title=None)
    tips = [
        *WORDING_TIPS, alt.Tooltip("first_date:N", title="first here"), alt.Tooltip("known:N", title="in the lexicon"),
        alt.Tooltip("lag_days:Q", title="days between", format=",d"), alt.Tooltip("around:N", title="in its words"),
        alt.Tooltip("form:N", title="wording"),
        alt.Tooltip("check:N", title="check"), alt.Tooltip("doc_id:N", title="document"),
        alt.Tooltip("mentions:Q", format=",d"),
        alt.Tooltip("documents:Q", title="documents with it", format=",d"),
    ]  # fmt: skip
    return alt.layer(
        known.mark_rule(color="#bbbbbb").encode(lexicon, alt.X2("first_from:T")),
        known.mark_rule(color=GREY, strokeWidth=4, opacity=0.45).encode(lexicon, alt.X2("lexicon_to:T")),
        base.mark_rule(color=BLUE, strokeWidth=4, opacity=0.45).encode(here, alt.X2("first_to:T")),
        known.transform_calculate(kind="datum.of_lexicon")
        .mark_point(size=45, filled=True, opacity=1)
        .encode(lexicon, colour, shape, tooltip=tips),
        base.mark_point(size=55, filled=True, opacity=1).encode(here, colour, shape, tooltip=tips),
    ).properties(width=640, height=_ROW * len(order))


def _time_axis(rows: pd.DataFrame) -> alt.Axis:
    """An axis of years, or of months or days if the dates are close together, so that no two ticks share a label."""
    columns = ("first_from", "first_to", "lexicon_from", "lexicon_to")
    days = pd.to_datetime(pd.concat([rows[column] for column in columns]).dropna().str[:10])
    span = (days.max() - days.min()).days
    interval, length, form = next((each for each in _INTERVALS if span >= _FEW_TICKS * each[1]), _INTERVALS[-1])
    step = next((step for step in _STEPS[interval] if span <= _MOST_TICKS * step * length), _STEPS[interval][-1])
    return alt.Axis(grid=True, format=form, tickCount={"interval": interval, "step": step})
