"""Tables of the report as HTML: every cell is escaped; the page's script sorts and searches them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from partyspeak.display.interface_text import Markup, Words
from partyspeak.display.numbers import exact_format
from partyspeak.display.page import escaped

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
    "told",
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
        The content of the cells, as HTML.
    kind : str
        ``n`` for numbers, ``d`` for dates, ``c`` for words of documents, ``p`` for phrases, ``s`` for short words,
        ``t`` for other text.
    sorted : str
        ``ascending`` or ``descending`` where the table comes sorted by this column.
    """

    key: str
    cells: list[str]
    kind: str = "t"
    sorted: str = ""


def told(key: str, values: Iterable[Any], say: Callable[[Any], str], kind: str = "t", order: str = "") -> Column:
    """Values, each said by a function that gives HTML; what is missing is empty."""
    return Column(key, ["" if pd.isna(value) else say(value) for value in values], kind, order)


def plain(key: str, values: Iterable[Any], kind: str = "t", order: str = "") -> Column:
    """Text, such as an id or a date."""
    return told(key, values, lambda value: escaped(str(value)), kind, order)


def count(key: str, values: Iterable[Any], order: str = "") -> Column:
    """Whole numbers."""
    return told(key, values, lambda value: f"{value:,}", "n", order)


def signed(key: str, values: Iterable[Any]) -> Column:
    """Whole numbers with their sign, which for less than nothing is a true minus."""
    return told(key, values, lambda value: (f"{value:+,}" if value else "0").replace("-", "−"), "n")


def share(key: str, values: Iterable[Any]) -> Column:
    """Parts of one, in per cent, with as many digits as the smallest needs."""
    parts = list(values)
    form = exact_format([part for part in parts if not pd.isna(part)], percent=True)
    return told(key, parts, lambda value: f"{value:{form}}", "n")


def phrase(ids: pd.Series, names: pd.DataFrame) -> Column:
    """Phrases by their names in both languages, or by their id where they have none."""
    rows = zip(ids.astype(str), names["zh"], names["en"], strict=True)
    return Column("phrase", [_names(id, zh, en) for id, zh, en in rows], "p")


def _names(id: str, zh: str, en: str) -> str:
    parts = [f"<b lang=zh>{escaped(zh)}</b>" if zh else "", f"<span lang=en>{escaped(en)}</span>" if en else ""]
    return " ".join(filter(None, parts)) or escaped(id)


def spoken(text: str, lang: str) -> str:
    """Words in a language."""
    return f"<span lang={'zh' if lang == 'zh' else 'en'}>{escaped(text)}</span>"


def context(left: Any, text: Any, right: Any, lang: str) -> str:
    """A mention in the words around it, on one line."""
    before, after = ("" if pd.isna(side) else str(side) for side in (left, right))
    if lang != "zh":
        before, after = _whole_words(before, after)
    marked = f"<mark>{escaped(str(text))}</mark>"
    return f"<q lang={'zh' if lang == 'zh' else 'en'}>{escaped(before)}{marked}{escaped(after)}</q>"


def _whole_words(before: str, after: str) -> tuple[str, str]:
    """The words around, where they are cut by length, without the parts of words at their ends."""
    if len(before) > _CUT and " " in before:
        before = f"…\u00a0{before.partition(' ')[2]}"
    if len(after) > _CUT and " " in after:
        after = f"{after.rpartition(' ')[0]}\u00a0…"
    return before, after


def html_table(words: Words, label: str, columns: Sequence[Column], all_of: int, how: str) -> str:
    """A whole table, with what it takes to search it, and what was left out of it.

    Parameters
    ----------
    words : Words
    label : str
        The id of the heading that names the table.
    columns : sequence of Column
    all_of : int
        How many rows there are, of which the columns may hold the first ones only.
    how : str
        The call that gives all rows.
    """
    rows = len(columns[0].cells)
    if not rows:
        return f"<p class=none>{words.both('nothing')}</p>"
    heads = "".join(_head(words, column) for column in columns)
    kinds = [f"<td class={column.kind}>" for column in columns]
    cells = zip(*(column.cells for column in columns), strict=True)
    lines = ("".join(f"{kind}{cell}" for kind, cell in zip(kinds, row, strict=True)) for row in cells)
    body = "\n".join(f"<tr>{line}" for line in lines)
    shown = words.both("shown", shown=Markup("<b class=shown></b>"), all=rows)
    csv, more, everything = (
        f"<button type=button class={key}>{words.both(key)}</button>" for key in ("csv", "more", "all")
    )
    left_out = words.both("left_out", shown=rows, all=all_of, how=Markup(f"<code>{escaped(how)}</code>"))
    return f"""<div class=table>
<div class=tools><label>{words.both("search")} <input type=search></label><output>{shown}</output>{csv}</div>
<div class=wide role=region aria-labelledby={label}><table aria-labelledby={label}>
<thead><tr>{heads}</thead><tbody>
{body}
</tbody></table></div>
<p class=tools>{more}{everything}</p>{f"<p class=note>{left_out}</p>" if all_of > rows else ""}</div>"""


def _head(words: Words, column: Column) -> str:
    order = f" aria-sort={column.sorted}" if column.sorted else ""
    return f"<th scope=col class={column.kind}{order}><button type=button>{words.both(column.key)}</button>"
