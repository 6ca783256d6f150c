"""Stacked bars: the share of each form of a phrase in each period."""

from __future__ import annotations

from typing import Any, Final

import altair as alt
import pandas as pd

from partyspeak.analysis.renderings import OTHER
from partyspeak.display.charts.drawing import (
    COLOURS,
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
from partyspeak.display.charts.timeline import LANGUAGES

__all__ = ["renderings"]

_WIDTH, _HEIGHT, _SMALL_HEIGHT = 560, 240, 100
_FEW_PANELS: Final = 3
_MANY_PANELS: Final = 12
_REST: Final = "#bdbdbd"
_SHOWN: Final = len(COLOURS) - 1


def renderings(
    table: pd.DataFrame, lexicon: pd.DataFrame, by: str = "year", labels: Labels = "both", over: str = ""
) -> FinishedChart:
    """Stacked bars of shares: one panel per phrase and language, one colour per form.

    Parameters
    ----------
    table : pandas.DataFrame
        The answer of :func:`partyspeak.analysis.renderings.renderings`, in the order in which the phrases
        are to stand.
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
        Of more than six forms, the less used are drawn as one. A phrase that has one form only in a
        language has no choice to show, and is left out there unless all have. Where the phrase has no
        mention there is no bar.
    """
    title = f"Forms of each phrase: share of its mentions, by {by}"
    column = table.columns[0]
    known = table[table[column].notna()].rename(columns={column: "group"}).astype({"group": str})
    used = known[known["mentions"] > 0]
    if used.empty:
        return nothing(title, over)
    order = all_periods(known["group"], by)
    several = used.groupby(["phrase", "lang"])["form"].transform("nunique") > 1
    alone = used.loc[~several, ["phrase", "lang"]].drop_duplicates()
    shown = used[several] if several.any() else used
    rows = labelled(_folded(shown), lexicon, labels)
    panels = list(rows.groupby(["phrase", "lang"], sort=False))
    height = _HEIGHT if len(panels) <= _FEW_PANELS else _SMALL_HEIGHT
    columns = 1 if len(panels) <= _MANY_PANELS else 2
    charts = [_panel(panel, order, by, _WIDTH // columns, height) for _, panel in panels]
    note = f"left out: {len(alone)} that have one form only in a language" if several.any() and len(alone) else ""
    whole = alt.concat(*charts, columns=columns, spacing=14).resolve_scale(color="independent")
    return finished(whole, title, over, "; ".join(filter(None, ["no bar: no mention", note])))


def _folded(used: pd.DataFrame) -> pd.DataFrame:
    """The most frequent forms, with all others combined."""
    totals = used.groupby(["phrase", "lang", "form"], sort=False)["mentions"].sum().reset_index()
    ranks = totals.sort_values(["mentions", "form"], ascending=[False, True], kind="stable")
    ranks = ranks.assign(rank=ranks.groupby(["phrase", "lang"]).cumcount())
    counts = ranks.groupby(["phrase", "lang"])["form"].transform("size")
    # One form beyond is as well shown as folded.
    folds = (ranks["rank"] >= _SHOWN) & (counts > _SHOWN + 1)
    others = folds.groupby([ranks["phrase"], ranks["lang"]]).transform("sum")
    ranks = ranks.assign(
        shown=ranks["form"].where(~folds, "(" + others.astype(str) + " other forms)"),
        rank=ranks["rank"].clip(upper=_SHOWN),
    )
    rows = used.merge(ranks.drop(columns="mentions"), on=["phrase", "lang", "form"], how="left")
    keys = ["group", "phrase", "lang", "shown", "rank"]
    sums = rows.groupby(keys, sort=False).agg(
        mentions=("mentions", "sum"), share=("share", "sum"), denominator=("denominator", "first")
    )
    rows = sums.reset_index().assign(place=lambda table: pd.factorize(table["phrase"])[0])
    rows = rows.sort_values(["place", "lang"], ascending=[True, False], kind="stable").drop(columns="place")
    return rows.assign(language=rows["lang"].map(LANGUAGES))


def _panel(panel: pd.DataFrame, order: list[str], by: str, width: int, height: int) -> Any:
    forms = panel[["shown", "rank"]].drop_duplicates().sort_values("rank")["shown"].tolist()
    colours = [
        _REST if form == OTHER or form.endswith(" other forms)") else COLOURS[place] for place, form in enumerate(forms)
    ]
    step = width / len(order)
    axis = period_axis(order, by, step)
    x = alt.X("group:O", scale=alt.Scale(domain=order, paddingInner=0.1 if step > 6 else 0), axis=axis)
    colour = alt.Color(
        "shown:N",
        scale=alt.Scale(domain=forms, range=colours),
        legend=alt.Legend(title=None, orient="right", labelLimit=280, rowPadding=1, symbolType="square"),
    )
    tips = [
        *WORDING_TIPS, alt.Tooltip("language:N"), alt.Tooltip("shown:N", title="form"),
        alt.Tooltip("group:N", title=by), alt.Tooltip("share:Q", format=".1%"), alt.Tooltip("mentions:Q", format=",d"),
        alt.Tooltip("denominator:Q", title="of the phrase's mentions", format=",d"),
    ]  # fmt: skip
    y = alt.Y(
        "share:Q", title=None, stack="zero", scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format=".0%", tickCount=2)
    )
    first = panel.iloc[0]
    return (
        alt.Chart(
            inline(panel),
            title=alt.TitleParams(_heading(first), fontSize=11.5, anchor="start", frame="group", offset=4),
        )
        .mark_bar()
        .encode(x, y, colour, alt.Order("rank:Q"), tooltip=tips)
        .properties(width=width, height=height)
    )


def _heading(row: pd.Series) -> str:
    return f"{row['label']} · forms in {row['language']}"
