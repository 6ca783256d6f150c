"""Tables of the report as HTML: every cell is escaped; the page's script sorts and searches them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd
from markupsafe import Markup

from partyspeak.display.interface_text import InterfaceText
from partyspeak.display.numbers import exact_format
from partyspeak.display.page import escaped, render

__all__ = [
    "Column",
    "context",
    "count",
    "html_table",
    "phrase",
    "plain",
    "share",
    "signed",
    "spoken",
    "written",
]

_CUT: Final = 50
"""English words around a mention that are longer than this were cut, maybe within a word."""


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Attributes
    ----------
    key : str
        The name of its heading in the page's words.
    cells : list of str
        The content of the cells: text, or markup.
    kind : str
        ``n`` for numbers, ``d`` for dates, ``c`` for words of documents, ``p`` for phrases, ``s`` for short words,
        ``t`` for other text.
    sorted : str
        ``ascending`` or ``descending`` where the table comes sorted by this column.
    """

    key: str
    cells: Sequence[str]
    kind: str = "t"
    sorted: str = ""


def written(key: str, values: Iterable[Any], say: Callable[[Any], str], kind: str = "t", order: str = "") -> Column:
    """Format each value with a function; missing values are empty."""
    return Column(key, ["" if pd.isna(value) else say(value) for value in values], kind, order)


def plain(key: str, values: Iterable[Any], kind: str = "t", order: str = "") -> Column:
    """Text, such as an id or a date."""
    return written(key, values, str, kind, order)


def count(key: str, values: Iterable[Any], order: str = "") -> Column:
    """Whole numbers."""
    return written(key, values, lambda value: f"{value:,}", "n", order)


def signed(key: str, values: Iterable[Any]) -> Column:
    """Whole numbers with a sign; negative ones have a true minus."""
    return written(key, values, lambda value: (f"{value:+,}" if value else "0").replace("-", "−"), "n")


def share(key: str, values: Iterable[Any]) -> Column:
    """Shares as percentages, with as many digits as the smallest needs."""
    parts = list(values)
    form = exact_format([part for part in parts if not pd.isna(part)], percent=True)
    return written(key, parts, lambda value: f"{value:{form}}", "n")


def phrase(ids: pd.Series, names: pd.DataFrame) -> Column:
    """Phrases by their names in both languages, or by their id where they have none."""
    rows = zip(ids.astype(str), names["zh"], names["en"], strict=True)
    return Column("phrase", [_names(id, zh, en) for id, zh, en in rows], "p")


def _names(id: str, zh: str, en: str) -> str:
    parts = [Markup("<b lang=zh>{}</b>").format(escaped(zh))] if zh else []
    parts += [Markup("<span lang=en>{}</span>").format(escaped(en))] if en else []
    return Markup(" ").join(parts) or id


def spoken(text: str, lang: str) -> Markup:
    """Words in a language."""
    return Markup("<span lang={}>{}</span>").format("zh" if lang == "zh" else "en", escaped(text))


def context(left: Any, text: Any, right: Any, lang: str) -> Markup:
    """A mention in context, on one line."""
    before, after = ("" if pd.isna(side) else str(side) for side in (left, right))
    if lang != "zh":
        before, after = _whole_words(before, after)
    line = Markup("<q lang={}>{}<mark>{}</mark>{}</q>")
    return line.format("zh" if lang == "zh" else "en", escaped(before), escaped(text), escaped(after))


def _whole_words(before: str, after: str) -> tuple[str, str]:
    """The context without the cut words at its ends."""
    if len(before) > _CUT and " " in before:
        before = f"…\u00a0{before.partition(' ')[2]}"
    if len(after) > _CUT and " " in after:
        after = f"{after.rpartition(' ')[0]}\u00a0…"
    return before, after


def html_table(words: InterfaceText, label: str, columns: Sequence[Column], all_of: int, how: str) -> Markup:
    """A complete table with its search box and a note on omitted rows.

    Parameters
    ----------
    words : InterfaceText
    label : str
        The id of the heading that names the table.
    columns : sequence of Column
    all_of : int
        How many rows there are, of which the columns may hold the first ones only.
    how : str
        The call that gives all rows.
    """
    rows = list(zip(*(column.cells for column in columns), strict=True))
    return render("report_table.html", words=words, label=label, columns=columns, rows=rows, all_of=all_of, how=how)
