"""Number formats for axes, legends, tooltips and tables, as precise as the range of values requires."""

from __future__ import annotations

import itertools
import math
from collections.abc import Hashable, Iterable, Sequence
from typing import Any, Final

import pandas as pd

__all__ = ["MARK_TEXT", "exact_format", "mark_texts", "percent", "tick_format", "ticks"]

_STEPS: Final = (1, 2, 5, 10)
_MOST_DECIMALS: Final = 12


def ticks(top: float, most: int = 6, whole: bool = False) -> list[float]:
    """Round numbers from 0 to ``top`` or slightly above, in at most ``most`` steps.

    Parameters
    ----------
    top : float
        The highest value shown.
    most : int
    whole : bool
        Whether only whole numbers are, as for counts.

    Examples
    --------
    >>> ticks(0.018), ticks(3, whole=True), ticks(0)
    ([0.0, 0.005, 0.01, 0.015, 0.02], [0.0, 1.0, 2.0, 3.0], [0.0, 1.0])
    """
    if not (math.isfinite(top) and top > 0):
        return [0.0, 1.0]
    power = math.floor(math.log10(top / most))
    steps = (scale * 10.0**exponent for exponent in (power, power + 1) for scale in _STEPS)
    step = next(step for step in steps if step * most >= top * (1 - 1e-9))
    step = max(step, 1.0) if whole else step
    decimals = max(0, -math.floor(math.log10(step)))
    return [round(number * step, decimals) for number in range(math.ceil(top / step * (1 - 2e-9)) + 1)]


def tick_format(values: Sequence[float], percent: bool = False) -> str:
    """The d3 format in which all values look different and none is rounded.

    Parameters
    ----------
    values : sequence of float
        In order.
    percent : bool

    Examples
    --------
    >>> tick_format([0, 0.005, 0.01], percent=True), tick_format([0, 0.5], percent=True), tick_format([0, 2000])
    ('.1%', '.0%', ',.0f')
    """
    scale = 100 if percent else 1
    numbers = [value * scale for value in values]
    steps = [abs(after - before) for before, after in itertools.pairwise(numbers)]
    # A step that is not round needs a digit more than its size asks for.
    step = min((step for step in steps if step > 0), default=1.0)
    least = max(0, -math.floor(math.log10(step) + 1e-9))
    round_off = step / 50
    decimals = next(
        (digits for digits in range(least, least + 2) if all(abs(round(x, digits) - x) < round_off for x in numbers)),
        least + 1,
    )
    return f".{decimals}%" if percent else f",.{decimals}f"


def exact_format(values: Iterable[float], percent: bool = False, digits: int = 2) -> str:
    """The format (for d3 and Python) that shows the smallest positive value with this many digits.

    Examples
    --------
    >>> exact_format([0, 0.25, 0.00031], percent=True), exact_format([0, 120.0]), exact_format([])
    ('.3%', ',.1f', ',.1f')
    """
    scale = 100 if percent else 1
    smallest = min((value * scale for value in values if math.isfinite(value) and value > 0), default=1.0)
    decimals = min(max(1, digits - 1 - math.floor(math.log10(smallest))), _MOST_DECIMALS)
    return f".{decimals}%" if percent else f",.{decimals}f"


def percent(part: float) -> str:
    """A share as a whole percentage; 0 % and 100 % appear only for exactly none and all.

    Examples
    --------
    >>> percent(0.42), percent(0.001), percent(0), percent(0.9999)
    ('42%', '<1%', '0%', '>99%')
    """
    if 0 < part < 0.01:
        return "<1%"
    return ">99%" if 0.99 < part < 1 else f"{part:.0%}"


MARK_TEXT: Final = "\u2063"
"""An invisible character at the beginning of the text of a mark, which shows that it was written here, not by Vega."""


def mark_texts(rows: pd.DataFrame, group: str) -> list[str]:
    """The tooltip of each mark in a chart of counts: phrase, period, and the numbers behind the rate.

    Parameters
    ----------
    rows : pandas.DataFrame
        ``label``, the column ``group``, ``mentions, documents``, and with rates ``rate, denominator, unit``.
    group : str

    Examples
    --------
    >>> rows = pd.DataFrame({"label": ["双循环"], "year": ["2020"], "mentions": [3], "documents": [2]})
    >>> [text.removeprefix(MARK_TEXT) for text in mark_texts(rows, "year")]
    ['双循环 · 2020: 3']
    """
    said = []
    for row in rows.to_dict("records"):
        number = _fraction(row) if "rate" in row and row["documents"] > 0 else f"{row['mentions']:,.0f}"
        said.append(f"{MARK_TEXT}{row['label']} · {row[group]}: {number}")
    return said


def _fraction(row: dict[Hashable, Any]) -> str:
    """Numerator and denominator of a rate."""
    mentions, used, of = (int(row[name]) for name in ("mentions", "documents", "denominator"))
    if row["unit"] == "documents":
        return f"{used:,} / {of:,} = {used / of:{exact_format([used / of], percent=True)}}"
    rate = mentions / of * 1_000_000
    return f"{mentions:,} / {of:,} × 1,000,000 = {rate:{exact_format([rate])}}"
