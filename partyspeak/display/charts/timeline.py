"""How often each phrase is used over time, as lines with intervals."""

from __future__ import annotations

from typing import Any, Final

import altair as alt
import pandas as pd

from partyspeak.analysis.periods import PERIODS
from partyspeak.display.charts.drawing import (
    COLOURS,
    WORDING_TIPS,
    Labels,
    all_periods,
    finished,
    inline,
    labelled,
    nothing,
    times,
)
from partyspeak.display.charts.finished_chart import FinishedChart
from partyspeak.display.numbers import exact_format, tick_format, ticks
from partyspeak.errors import PartyspeakError
from partyspeak.text import languages

__all__ = ["LANGUAGES", "counted", "timeline"]

LANGUAGES: Final[dict[str, str]] = {code: traits.name for code, traits in languages.LANGUAGES.items()} | {"": "either"}

_SHAPES: Final = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down", "triangle-right")
_AXIS_FORMATS: Final = {"year": "%Y", "quarter": "%Y Q%q", "month": "%Y-%m", "day": "%Y-%m-%d"}
_PHRASE: Final = "the phrase"
_INTERVALS: Final = {"year": ("year", 1), "quarter": ("month", 3), "month": ("month", 1), "day": ("day", 1)}
_FEW_PERIODS: Final = 12
_PANELS_IN_A_ROW: Final = 3
_CROWDED: Final = 60
_TICKS, _FEW_TICKS = 6, 3
_ABOVE: Final = 1.6


def timeline(
    table: pd.DataFrame,
    lexicon: pd.DataFrame,
    by: str = "year",
    labels: Labels = "both",
    over: str = "",
    confidence: float | None = None,
    of: str = _PHRASE,
) -> FinishedChart:
    """Lines of counts or rates over time; one panel per phrase where there are more than seven phrases.

    Parameters
    ----------
    table : pandas.DataFrame
        The answer of :func:`partyspeak.analysis.frequency.frequency`, by a period; in the order in which
        the phrases are to stand. A ``lang`` of ``""`` means either language.
    lexicon : pandas.DataFrame
        ``id, zh, en``, as in ``tagged.phrases``.
    by : {"year", "quarter", "month", "day"}
        The period that the table was counted by.
    labels : {"both", "zh", "en"}
    over : str
        What was counted over, for the line below the title.
    confidence : float, optional
        That of the table's intervals.
    of : str
        What was counted, for the title.

    Returns
    -------
    FinishedChart
        The vertical axis begins at 0. A line breaks at a period without documents, and where a language
        has no text. Intervals are drawn as bands where a panel has one line, and always given in the tooltips.
    """
    if by not in PERIODS:
        raise PartyspeakError(f"by={by!r}: a timeline is by {', '.join(PERIODS)}; use heat_map for other columns")
    value, what, percent = counted(table, of)
    title = f"{what}, by {by}"
    dated = table[table["period"].notna()]
    dated = dated[dated.groupby(["phrase", "lang"])["mentions"].transform("sum") > 0]
    if dated.empty:
        return nothing(title, over)
    rows = _rows(dated, lexicon, by, labels, value)
    order = rows["label"].drop_duplicates().tolist()
    both, panels = len(rows["lang"].unique()) > 1, len(order) > len(COLOURS)
    banded = "low" in rows and not both and (panels or len(order) == 1)
    axis = alt.Axis(format=_AXIS_FORMATS[by], grid=False, labelOverlap=True, **_ticks(rows, by))
    base = alt.Chart(inline(rows)).encode(alt.X("time:T", title=None, axis=axis), detail="language:N")
    top = _top(rows, value, banded, percent)
    marks = ticks(top, _FEW_TICKS if panels else _TICKS, whole=value == "mentions")
    number, exact = tick_format(marks, percent), exact_format(rows[value].dropna(), percent)
    exact = ",d" if value == "mentions" else exact
    scale = alt.Scale(domain=[0, marks[-1]], nice=False)
    y = alt.Y(f"{value}:Q", title=None if panels else what, scale=scale, axis=alt.Axis(format=number, values=marks))
    layers = [base.mark_line(strokeWidth=1.8).encode(y, **_dash(both and not panels))]
    if banded:
        band = base.encode(alt.Y("low:Q", title=None if panels else what, scale=scale), alt.Y2("high:Q"))
        alone = band.mark_rule(opacity=0.35, strokeWidth=3, clip=True).transform_filter("datum.alone")
        layers = [band.mark_area(opacity=0.18, clip=True), alone, *layers]
    size = 12 if rows.groupby(["phrase", "lang"]).size().max() > _CROWDED else 36
    points = base.mark_point(filled=True, size=size, opacity=1).encode(y, tooltip=_tips(rows, by, both, exact))
    gaps = bool(rows[value].isna().any())
    notes = _notes(table, by, gaps, both and not panels, confidence if banded else None)
    if banded and rows["high"].max() > marks[-1]:
        notes += "; bands that reach above the picture are cut"
    return finished((_panels if panels else _together)([*layers, points], order, both), title, over, notes)


def _ticks(rows: pd.DataFrame, by: str) -> dict[str, Any]:
    """One tick for each of a few periods; Vega would draw several with the same label."""
    interval, step = _INTERVALS[by]
    few = rows["period"].nunique() <= _FEW_PERIODS
    return {"tickCount": {"interval": interval, "step": step}} if few else {}


def counted(table: pd.DataFrame, of: str = _PHRASE) -> tuple[str, str, bool]:
    """The column to draw, its description, and whether it is a percentage."""
    mentions = "Mentions" if of == _PHRASE else f"Mentions of {of}"
    if "rate" not in table:
        return "mentions", mentions, False
    units = table["unit"].dropna().unique().tolist()
    if units == ["documents"]:
        return "rate", f"Share of documents that use {of}", True
    what = f"{mentions} per million {' or '.join(units)}" if units else f"Use of {of}"
    return "rate", what, False


def _top(rows: pd.DataFrame, value: str, banded: bool, percent: bool) -> float:
    """The highest value of the axis. Wide bands are cut off there, so that they do not flatten the lines."""
    top = float(rows[value].max())
    if not banded or rows["high"].isna().all():
        return top
    return float(rows["high"].max()) if percent else max(top, min(float(rows["high"].max()), _ABOVE * top))


def _rows(dated: pd.DataFrame, lexicon: pd.DataFrame, by: str, labels: Labels, value: str) -> pd.DataFrame:
    """A row for every period from first to last; those without documents have no value, so the line breaks."""
    lines = dated[["phrase", "lang"]].drop_duplicates()
    grid = lines.merge(pd.DataFrame({"period": all_periods(dated["period"], by)}), how="cross")
    rows = grid.merge(dated.astype({"period": object}), on=["phrase", "lang", "period"], how="left")
    rows = rows.assign(time=times(rows["period"], by), language=rows["lang"].map(LANGUAGES))
    missing, line = rows[value].isna(), [rows["phrase"], rows["lang"]]
    before, after = (missing.groupby(line).shift(step, fill_value=True) for step in (1, -1))
    return labelled(rows.assign(alone=~missing & before & after), lexicon, labels)


def _tips(rows: pd.DataFrame, by: str, both: bool, exact: str) -> list[alt.Tooltip]:
    ends = [("rate", "rate"), ("denominator", "of"), ("unit", "unit"), ("low", "interval from"), ("high", "to")]
    formats = {"denominator": alt.Tooltip("denominator:Q", title="of", format=",d"), "unit": alt.Tooltip("unit:N")}
    return [
        *WORDING_TIPS,
        *([alt.Tooltip("language:N", title="language")] if both else []),
        alt.Tooltip("period:N", title=by),
        alt.Tooltip("mentions:Q", format=",d"),
        alt.Tooltip("documents:Q", title="documents with it", format=",d"),
        *(
            formats.get(name, alt.Tooltip(f"{name}:Q", title=title, format=exact))
            for name, title in ends
            if name in rows
        ),
    ]


def _notes(table: pd.DataFrame, by: str, gaps: bool, dashed: bool, confidence: float | None) -> str:
    share = "unit" in table and (table["unit"] == "documents").any()
    or_text = " or no text in the language" if "rate" in table and not share else ""
    parts = [
        f"shaded: {confidence:.0%} confidence interval ({'Wilson' if share else 'Poisson, for documents that differ'})"
        if confidence
        else "",
        f"lines break where a {by} has no documents{or_text}" if gaps else "",
        "dashed: English" if dashed else "",
    ]
    return "; ".join(filter(None, parts))


def _dash(both: bool) -> dict[str, Any]:
    scale = alt.Scale(domain=["Chinese", "English"], range=[[1, 0], [5, 3]])
    return {"strokeDash": alt.StrokeDash("language:N", scale=scale, legend=None)} if both else {}


def _together(layers: list[alt.Chart], order: list[str], both: bool) -> Any:
    legend = alt.Legend(orient="bottom", columns=1, title=None, symbolOpacity=1) if len(order) > 1 else None
    colour = alt.Color("label:N", legend=legend, scale=alt.Scale(domain=order, range=COLOURS[: len(order)]))
    shape = alt.Shape("label:N", legend=legend, scale=alt.Scale(domain=order, range=_SHAPES[: len(order)]))
    *under, points = (layer.encode(colour) for layer in layers)
    return alt.layer(*under, points.encode(shape)).properties(width=680, height=300)


def _panels(layers: list[alt.Chart], order: list[str], both: bool) -> Any:
    legend = alt.Legend(orient="top", title=None, symbolOpacity=1) if both else None
    scale = alt.Scale(domain=[LANGUAGES["zh"], LANGUAGES["en"]], range=COLOURS[:2])
    colour = alt.Color("language:N", legend=legend, scale=scale) if both else alt.value(COLOURS[0])
    panel = alt.layer(*(layer.encode(color=colour) for layer in layers)).properties(width=225, height=85)
    facet = alt.Facet("label:N", sort=order, title=None, header=alt.Header(labelLimit=235, labelAnchor="start"))
    return panel.facet(facet, columns=_PANELS_IN_A_ROW)
