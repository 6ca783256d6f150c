"""Shared parts of all charts: labels of phrases, colours, titles, and data for Altair."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from typing import Any, Final, Literal

import altair as alt
import numpy as np
import pandas as pd

from partyspeak.analysis.periods import FREQUENCIES, PERIODS
from partyspeak.display.charts.finished_chart import FONTS, FinishedChart
from partyspeak.errors import PartyspeakError

__all__ = [
    "BLUE",
    "COLOURS",
    "EMPTY",
    "GREY",
    "VERMILION",
    "WORDING_TIPS",
    "Labels",
    "all_periods",
    "finished",
    "inline",
    "labelled",
    "nothing",
    "period_axis",
    "times",
]  # fmt: skip

Labels = Literal["zh", "en", "both"]

BLUE, VERMILION, GREY, EMPTY = "#0072B2", "#D55E00", "#8c8c8c", "#ececec"
COLOURS: Final = (BLUE, VERMILION, "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#000000")
"""Colours that colour-blind readers can distinguish.

Masataka Okabe and Kei Ito (2008), "Color Universal Design"; without their yellow, which is too pale for lines.
"""
WORDING_TIPS: Final = (alt.Tooltip("zh:N", title="Chinese"), alt.Tooltip("en:N", title="English"))

_EVERY: Final = {
    "year": (1, 2, 5, 10, 20, 50), "quarter": (1, 4, 8, 20, 40), "month": (1, 3, 6, 12, 24, 60, 120),
    "day": (1, 7, 14, 28, 91, 182, 364),
}  # fmt: skip
_LABELS: Final = ("zh", "en", "both")
_LINE: Final = 100
_LABEL_LIMIT: Final = 380


def labelled(table: pd.DataFrame, lexicon: pd.DataFrame, labels: Labels = "both") -> pd.DataFrame:
    """A table of phrases with ``zh``, ``en`` and a ``label`` that no other phrase has.

    Parameters
    ----------
    table : pandas.DataFrame
        With ``phrase``.
    lexicon : pandas.DataFrame
        ``id, zh, en``, as in ``tagged.phrases``.
    labels : {"both", "zh", "en"}
        What the label is made of. Where a phrase has no form in the language, it is the other's, or the
        id; where two phrases have one form, their ids follow it.
    """
    if labels not in _LABELS:
        raise PartyspeakError(f"labels={labels!r} is not one of {', '.join(map(repr, _LABELS))}")
    ids = table["phrase"].astype(str)
    known = lexicon.drop_duplicates("id").set_index("id")[["zh", "en"]].astype(object).fillna("")
    known = known.reindex(known.index.union(pd.Index(ids.unique()), sort=False)).fillna("")
    chosen = known["zh"].str.cat(known["en"], sep=" ").str.strip() if labels == "both" else known[labels]
    names = chosen.where(chosen != "", known["zh"] + known["en"])
    # Chinese fonts draw a curly apostrophe as wide as a Chinese character.
    names = names.where(names != "", known.index.to_series()).str.replace("’", "'")
    names = names.where(~names.duplicated(keep=False), names + " (" + names.index + ")")
    columns = {"zh": ids.map(known["zh"]), "en": ids.map(known["en"]), "label": ids.map(names)}
    return table.assign(phrase=ids, **{name: values.to_numpy(dtype=object) for name, values in columns.items()})


def all_periods(periods: Iterable[Any], by: str) -> list[str]:
    """Every period from first to last, including those without documents; or a column's values, in order."""
    known = [str(period) for period in pd.Series(list(periods), dtype=object).dropna().drop_duplicates()]
    if by not in PERIODS or not known:
        return known
    index = pd.PeriodIndex(known, freq=FREQUENCIES[by])
    return [str(period) for period in pd.period_range(index.min(), index.max(), freq=index.freq)]


def times(periods: Sequence[str] | pd.Series, by: str) -> list[str]:
    """The start of each period in local time, so that no reader's time zone shifts a year."""
    freq = FREQUENCIES[by]
    return pd.PeriodIndex(list(periods), freq=freq).to_timestamp().strftime("%Y-%m-%dT00:00:00").tolist()


def inline(table: pd.DataFrame) -> alt.InlineData:
    """A table as the chart's own data, of any length, missing values as null.

    As CSV it is a third of the size of a list of rows, and Altair, which checks a list row by row, takes it as
    it is.
    """
    columns, kinds = {}, {}
    for name, values in table.items():
        columns[str(name)], kinds[str(name)] = _plain(values)
    content = pd.DataFrame(columns).to_csv(index=False, float_format="%.7g", lineterminator="\n")
    parse = {name: kind for name, kind in kinds.items() if kind}
    return alt.InlineData(values=content, format=alt.CsvDataFormat(type="csv", parse=parse))


def _plain(values: pd.Series) -> tuple[pd.Series, str]:
    """A column as written in CSV, and the type to read it as; ``""`` for text that has no missing values."""
    if pd.api.types.is_bool_dtype(values.dtype):
        return values.astype(object).map({True: "true", False: "false"}), "boolean"
    if pd.api.types.is_numeric_dtype(values.dtype):
        finite = np.isfinite(values.to_numpy(dtype=float, na_value=np.nan))
        return values.where(finite), "number"
    if pd.api.types.is_datetime64_any_dtype(values.dtype):
        values = values.dt.strftime("%Y-%m-%dT%H:%M:%S")
    texts = values.astype(object)
    # What is read as a string is null where it is empty; what is not read stays as it is.
    return texts.where(texts.notna(), None), "string" if texts.isna().any() else ""


def finished(chart: Any, title: str, *notes: str) -> FinishedChart:
    """Add a title, and a subtitle that says what is counted, per what unit and over which documents."""
    lines = [line for note in notes if note for line in textwrap.wrap(note, _LINE)]
    whole = FinishedChart(vconcat=[chart]).properties(
        title=alt.TitleParams(
            text=textwrap.wrap(title, _LINE - 15), subtitle=lines, anchor="start", frame="group", offset=12
        )
    )
    return whole.configure(font=FONTS).configure_view(stroke=None).configure_title(
        fontSize=15, subtitleFontSize=11.5, subtitleColor="#555555", subtitlePadding=5, fontWeight=600
    ).configure_axis(
        labelFontSize=11, titleFontSize=11, titleFontWeight="normal", labelLimit=_LABEL_LIMIT,
        gridColor="#e8e8e8", domainColor="#888888", tickColor="#888888",
    ).configure_legend(
        labelFontSize=11, titleFontSize=11, titleFontWeight="normal", labelLimit=_LABEL_LIMIT, symbolLimit=60
    ).configure_header(
        labelFontSize=11, labelLimit=_LABEL_LIMIT, titleFontSize=11
    )  # fmt: skip


def nothing(title: str, over: str, why: str = "no mention was counted") -> FinishedChart:
    """An empty chart that says why there is nothing to show."""
    text = alt.Chart(alt.InlineData(values=[{"text": textwrap.wrap(f"Nothing to show: {why}.", _LINE)}]))
    return finished(
        text.mark_text(align="left", fontSize=13, x=0, color="#555555").encode(text="text:N").properties(
            width=420, height=40
        ),
        title, over,
    )  # fmt: skip


def period_axis(order: Sequence[str], by: str, step: float) -> alt.Axis:
    """An axis of periods, or of a column's values, each ``step`` pixels wide."""
    if by not in PERIODS:
        return alt.Axis(title=by, labelAngle=-45, ticks=False, domain=False, labelLimit=160)
    angle = 0 if by == "year" else -90
    values = _shown(order, by, step, angle)
    return alt.Axis(title=None, labelAngle=angle, ticks=False, domain=False, values=values)


def _shown(order: Sequence[str], by: str, step: float, angle: int) -> list[str]:
    """Round periods only, such as Januaries, few enough for their labels to fit."""
    room = 40 if angle == 0 else 14
    every = next((n for n in _EVERY[by] if n * step >= room), _EVERY[by][-1])
    ordinals = pd.PeriodIndex(list(order), freq=FREQUENCIES[by]).astype("int64") + (1970 if by == "year" else 0)
    return [period for period, ordinal in zip(order, ordinals, strict=True) if ordinal % every == 0]
