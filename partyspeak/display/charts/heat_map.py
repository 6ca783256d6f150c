"""Grids of phrases by period: a heat map of frequency, and a strip of six temperature tiers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import altair as alt
import pandas as pd

from partyspeak.analysis.periods import PERIODS
from partyspeak.analysis.scale import LEAST_DOCUMENTS, TIERS, TOO_FEW
from partyspeak.display.charts.drawing import (
    EMPTY,
    WORDING_TIPS,
    Labels,
    all_periods,
    finished,
    inline,
    labelled,
    nothing,
    period_axis,
)
from partyspeak.display.charts.finished_chart import FinishedChart
from partyspeak.display.charts.timeline import LANGUAGES, counted
from partyspeak.display.numbers import exact_format, mark_texts, tick_format, ticks

__all__ = ["heat_map", "temperature"]

_ROW: Final = 18
_TICKS: Final = 5
_WIDEST, _NARROWEST, _WIDTH = 34, 2, 760
_TIER_COLOURS: Final = ("#67000d", "#cb181d", "#f16913", "#fdae6b", "#9ecae1", "#2171b5")
"""Dark red to orange for hot, blues for cool: distinguished by lightness within each half, and by hue between them."""


def heat_map(
    table: pd.DataFrame,
    lexicon: pd.DataFrame,
    by: str = "year",
    labels: Labels = "both",
    over: str = "",
    of: str = "the phrase",
) -> FinishedChart:
    """One row per phrase, one column per period. Darker cells are more frequent.

    Parameters
    ----------
    table : pandas.DataFrame
        The answer of :func:`partyspeak.analysis.frequency.frequency`, in the order in which the phrases
        are to stand. A ``lang`` of ``""`` means either language.
    lexicon : pandas.DataFrame
        ``id, zh, en``, as in ``tagged.phrases``.
    by : {"year", "quarter", "month", "day"} or a column's name
        What the table was counted by.
    labels : {"both", "zh", "en"}
    over : str
        What was counted over, for the line below the title.
    of : str
        What was counted, for the title.

    Returns
    -------
    FinishedChart
        White cells are periods with documents and no mention; grey ones have no documents, or no text in
        the language. With rates by language, a phrase used in both has a row for each.
    """
    value, what, percent = counted(table, of)
    title = f"{what}, by {by}"
    column = table.columns[0]
    known = table[table[column].notna()].rename(columns={column: "group"}).astype({"group": str})
    if known.empty:
        return nothing(title, over)
    rows = labelled(known.assign(language=known["lang"].map(LANGUAGES)), lexicon, labels)
    if len(rows["lang"].unique()) > 1:
        rows = rows.assign(label=rows["lang"] + ": " + rows["label"])
    marks = ticks(float(rows[value].max()), _TICKS, whole=value == "mentions")
    number, exact = tick_format(marks, percent), exact_format(rows[value].dropna(), percent)
    colour = alt.Color(
        f"{value}:Q",
        title=what,
        scale=alt.Scale(scheme="viridis", reverse=True, domain=[0, marks[-1]]),
        legend=alt.Legend(orient="top", format=number, gradientLength=240, titleLimit=400, values=marks),
    )
    tips = [
        *WORDING_TIPS, alt.Tooltip("group:N", title=by), alt.Tooltip("mentions:Q", format=",d"),
        alt.Tooltip("documents:Q", title="documents with it", format=",d"),
        *([alt.Tooltip("rate:Q", format=exact),
           alt.Tooltip("denominator:Q", title="of", format=",d"), alt.Tooltip("unit:N")] if value == "rate" else []),
    ]  # fmt: skip
    used = rows[(rows["mentions"] > 0) & rows[value].notna()]
    used = used.assign(said=mark_texts(used, "group"))
    empty = rows[(rows["mentions"] == 0) & rows[value].notna()]
    order = all_periods(rows["group"], by)
    grid = _grid(used, empty, rows["label"].drop_duplicates().tolist(), order, by, colour, tips)
    cells = _cells(by, len(order) > rows["group"].nunique(), bool(rows[value].isna().any()))
    return finished(grid, title, over, cells)


def temperature(
    table: pd.DataFrame, lexicon: pd.DataFrame, by: str = "year", labels: Labels = "both", over: str = ""
) -> FinishedChart:
    """One row per phrase, one column per period; the colour is the tier on Qian Gang's scale.

    Parameters
    ----------
    table : pandas.DataFrame
        The answer of :func:`partyspeak.analysis.scale.scale`, in the order in which the phrases are to
        stand.
    lexicon : pandas.DataFrame
        ``id, zh, en``, as in ``tagged.phrases``.
    by : {"year", "quarter", "month", "day"} or a column's name
        What the table was counted by.
    labels : {"both", "zh", "en"}
    over : str
        What was counted over, for the line below the title.

    Returns
    -------
    FinishedChart
        White cells are periods in which no document uses the phrase; grey ones have fewer than five documents. A
        note
        warns where periods have so few documents that a single one makes a phrase hot or hotter.
    """
    title = f"Temperature: tier by the share of documents that use the phrase, by {by}"
    column = table.columns[0]
    known = table[table[column].notna()].rename(columns={column: "group"}).astype({"group": str})
    if known.empty:
        return nothing(title, over)
    names = {tier.zh: f"{tier.zh} {tier.en}" for tier in TIERS}
    rows = labelled(known.assign(heat=known["tier"].astype(object).map(names)), lexicon, labels)
    scale = alt.Scale(domain=list(names.values()), range=list(_TIER_COLOURS))
    colour = alt.Color("heat:N", title=None, scale=scale, legend=alt.Legend(orient="top", columns=len(names)))
    exact = exact_format(rows["share"], percent=True)
    tips = [
        *WORDING_TIPS, alt.Tooltip("group:N", title=by), alt.Tooltip("heat:N", title="tier"),
        alt.Tooltip("basis:N", title="cut-off of"), alt.Tooltip("share:Q", format=exact),
        alt.Tooltip("documents:Q", title="documents with it", format=",d"),
        alt.Tooltip("denominator:Q", title="of documents", format=",d"),
    ]  # fmt: skip
    order = all_periods(rows["group"], by)
    few = rows["basis"].eq(TOO_FEW).fillna(False).astype(bool)
    used = (rows["documents"] > 0) & ~few
    grid = _grid(rows[used], rows[~used & ~few], rows["label"].drop_duplicates().tolist(), order, by, colour, tips)
    cells = _cells(by, len(order) > rows["group"].nunique())
    if few.any():
        cells = f"white: not used; grey: fewer than {LEAST_DOCUMENTS} documents in that {by}"
    return finished(grid, title, over, cells, _few(rows[~few], by))


def _few(rows: pd.DataFrame, by: str) -> str:
    """The number of documents below which a single use already reaches the third tier; none for custom tiers."""
    if (rows["basis"] == "given").any():
        return ""
    few = int((1 / rows.drop_duplicates("group")["denominator"] >= TIERS[2].cutoff).sum())
    kinds = f"{by if by in PERIODS else 'group'}s"
    least = round(1 / TIERS[2].cutoff)
    return (
        f"beware: in {few} of {rows['group'].nunique()} {kinds} a single document makes a phrase {TIERS[2].en} or "
        f"hotter, since they have no more than {least}"
        if few
        else ""
    )


def _cells(by: str, without_documents: bool, without_text: bool = False) -> str:
    reasons = [f"no documents in that {by}"] * without_documents + ["no text in the language"] * without_text
    return "white: not used" + (f"; grey: {' or '.join(reasons)}" if reasons else "")


def _grid(
    used: pd.DataFrame,
    empty: pd.DataFrame,
    labels: Sequence[str],
    order: Sequence[str],
    by: str,
    colour: alt.Color,
    tips: list[alt.Tooltip],
) -> Any:
    """Layers of cells: used, not used (white), and without documents (grey)."""
    step = max(_NARROWEST, min(_WIDEST, _WIDTH / len(order)))
    x = alt.X(
        "group:O",
        scale=alt.Scale(domain=list(order), paddingInner=0.08 if step > 8 else 0),
        axis=period_axis(order, by, step),
    )
    y = alt.Y("label:N", scale=alt.Scale(domain=list(labels), paddingInner=0.1), axis=_label_axis())
    background = alt.Chart(inline(pd.DataFrame({"label": list(labels)}))).mark_rect(color=EMPTY)
    white = alt.Chart(inline(empty)).mark_rect(color="#ffffff").encode(x, y, tooltip=tips)
    cells = alt.Chart(inline(used)).mark_rect().encode(x, y, colour, tooltip=tips, **_description(used))
    return alt.layer(background.encode(y), white, cells).properties(width=step * len(order), height=_ROW * len(labels))


def _description(used: pd.DataFrame) -> dict[str, alt.Description]:
    """The description of a cell for screen readers."""
    return {"description": alt.Description("said:N")} if "said" in used else {}


def _label_axis() -> alt.Axis:
    return alt.Axis(title=None, ticks=False, domain=False)
