"""Dispersion plot: a stroke at the position of each mention in the texts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

import altair as alt
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from partyspeak.analysis.dispersion import laid_out, positions
from partyspeak.analysis.periods import date_ranks, written_dates
from partyspeak.display.charts.drawing import COLOURS, WORDING_TIPS, Labels, finished, inline, labelled, nothing
from partyspeak.display.charts.finished_chart import FinishedChart
from partyspeak.errors import PartyspeakError

__all__ = ["dispersion"]

_ROW: Final = 18
_WIDTH: Final = 720
_FEW_DOCUMENTS: Final = 40
_CLOSEST: Final = 4
_MANY: Final = 20_000
_FINE: Final = 1_000_000


def dispersion(
    documents: pd.DataFrame,
    mentions: pd.DataFrame,
    texts: pd.Series | None,
    lexicon: pd.DataFrame,
    phrases: Sequence[str],
    rows: str = "phrases",
    labels: Labels = "both",
    over: str = "",
) -> FinishedChart:
    """One stroke for each mention, at its position.

    Parameters
    ----------
    documents, mentions : pandas.DataFrame
        The selected frames; see :func:`partyspeak.analysis.selection.select`.
    texts : pandas.Series or None
        The texts by ``doc_id``, for their lengths.
    lexicon : pandas.DataFrame
        ``id, zh, en``, as in ``tagged.phrases``.
    phrases : sequence of str
        The ids, in the order in which they are to stand; those without a mention have an empty row.
    rows : {"phrases", "documents"}
        A row for each phrase, over all documents laid end to end by date; or a row for each document,
        all drawn equally long, and a colour for each of up to seven phrases. Of more than forty documents
        those without a mention are left out.
    labels : {"both", "zh", "en"}
    over : str
        What was counted over, for the line below the title.

    Returns
    -------
    FinishedChart

    Raises
    ------
    PartyspeakError
        When the texts were not saved with the corpus, or there are too many phrases for colours.
    """
    if rows not in ("phrases", "documents"):
        raise PartyspeakError(f"rows={rows!r} must be 'phrases' or 'documents'")
    if rows == "documents" and len(phrases) > len(COLOURS):
        raise PartyspeakError(
            f"rows='documents' distinguishes phrases by colour, up to {len(COLOURS)} of them, not {len(phrases)}; "
            "name fewer, or use rows='phrases'"
        )
    title = "Where each phrase stands: one stroke per mention"
    marks = positions(documents, mentions, texts)
    if marks.empty:
        return nothing(title, over)
    marks, thinned = _thinned(marks, "place" if rows == "documents" else "corpus_place")
    marks = labelled(marks, lexicon, labels)
    order = labelled(pd.DataFrame({"phrase": list(phrases)}), lexicon, labels)["label"].tolist()
    if rows == "documents":
        few = len(documents) <= _FEW_DOCUMENTS
        shown = documents if few else documents[documents["doc_id"].isin(marks["doc_id"])]
        notes = "all documents are drawn equally long" + ("" if few else "; those without a mention are left out")
        return finished(_by_document(marks, shown, order), title, over, notes, thinned)
    return finished(_by_phrase(marks, documents, texts, order), title, over, thinned)


def _thinned(marks: pd.DataFrame, place: str) -> tuple[pd.DataFrame, str]:
    """Drop the marks that could not be distinguished in the picture."""
    if len(marks) <= _MANY:
        return marks, ""
    pixel = (marks[place] * _WIDTH * 2).astype(int)
    row = marks["doc_id"] if place == "place" else 0
    double = marks[["phrase"]].assign(pixel=pixel, row=row).duplicated()
    return marks[~double], "strokes that fall on one another are drawn once"


def _by_phrase(marks: pd.DataFrame, documents: pd.DataFrame, texts: pd.Series | None, order: list[str]) -> Any:
    y = alt.Y("label:N", scale=alt.Scale(domain=order), axis=_row_axis())
    if len(documents) == 1:
        return _strokes(marks, _share(), y, len(order))
    lengths, before = laid_out(documents, texts)
    starts = _ticks(before / max(int(lengths.sum()), 1), _dates(documents).str[:7].tolist())
    axis = alt.Axis(
        title="all documents end to end, by date; a tick where one begins",
        values=[start / _FINE for start in starts],
        labelExpr=f"{json.dumps(starts)}[round(datum.value * {_FINE})]",
        labelOverlap="greedy",
        labelSeparation=12,
        labelFlush=False,
        grid=len(documents) <= _FEW_DOCUMENTS,
    )
    x = alt.X("corpus_place:Q", axis=axis, scale=alt.Scale(domain=[0, 1], nice=False))
    return _strokes(marks, x, y, len(order))


def _by_document(marks: pd.DataFrame, documents: pd.DataFrame, order: list[str]) -> Any:
    names = (_dates(documents) + "  " + documents["doc_id"].astype(str)).tolist()
    in_order = [names[place] for place in np.argsort(date_ranks(documents))]
    name_of = dict(zip(documents["doc_id"], names, strict=True))
    y = alt.Y("row:N", scale=alt.Scale(domain=in_order), axis=_row_axis())
    legend = alt.Legend(orient="top", title=None, columns=2, symbolType="square")
    colour = alt.Color("label:N", legend=legend, scale=alt.Scale(domain=order, range=list(COLOURS[: len(order)])))
    return _strokes(marks.assign(row=marks["doc_id"].map(name_of)), _share(), y, len(in_order), colour)


def _ticks(begins: NDArray[np.float64], dates: list[str]) -> dict[int, str]:
    """Where documents begin, in millionths, and their dates; of those that begin within a few pixels, the first."""
    ticks: dict[int, str] = {}
    last = -1.0
    for place in np.argsort(begins, kind="stable"):
        if begins[place] - last >= _CLOSEST / _WIDTH:
            last = float(begins[place])
            ticks[round(last * _FINE)] = dates[place]
    return ticks


def _dates(documents: pd.DataFrame) -> pd.Series:
    return written_dates(documents["date"], documents["date_precision"]).fillna("undated")


def _share() -> alt.X:
    axis = alt.Axis(format=".0%", title="place in the document", values=[0, 0.25, 0.5, 0.75, 1])
    return alt.X("place:Q", scale=alt.Scale(domain=[0, 1]), axis=axis)


def _row_axis() -> alt.Axis:
    return alt.Axis(title=None, ticks=False, domain=False, grid=True)


def _strokes(marks: pd.DataFrame, x: alt.X, y: alt.Y, count: int, colour: Any = None) -> Any:
    tips = [
        *WORDING_TIPS, alt.Tooltip("text:N", title="in its words"), alt.Tooltip("doc_id:N", title="document"),
        alt.Tooltip("date:N"), alt.Tooltip("start:Q", title="character", format=",d"),
        alt.Tooltip("length:Q", title="of", format=",d"), alt.Tooltip("place:Q", format=".1%"),
    ]  # fmt: skip
    chart = alt.Chart(inline(marks.astype({"doc_id": str})))
    return (
        chart.mark_tick(thickness=1.2, height=_ROW - 5, opacity=0.75)
        .encode(x, y, color=colour if colour is not None else alt.value(COLOURS[0]), tooltip=tips)
        .properties(width=_WIDTH, height=_ROW * count)
    )
