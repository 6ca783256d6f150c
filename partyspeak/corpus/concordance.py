"""A concordance for reading: Chinese and English lines stand with the phrase in one column."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pandas as pd
from markupsafe import Markup

from partyspeak.analysis.kwic import in_order
from partyspeak.io.writers import write_table
from partyspeak.text.languages import LANGUAGES

__all__ = ["Concordance"]

_SHOWN_IN_NOTEBOOK: Final = 100
_SHOWN_AS_TEXT: Final = 20
# A document must not be able to break a line, to move the cursor or to turn the direction of writing.
_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")


@dataclass(frozen=True, repr=False, eq=False)
class Concordance:
    """Mentions in the words around them; a notebook shows it as lines, with the phrase in one column.

    Attributes
    ----------
    table : pandas.DataFrame
        Everything, as :func:`partyspeak.analysis.kwic.concordance` gives it.

    Examples
    --------
    >>> from partyspeak import tag
    >>> tag(["加快构建双循环", "we need dual circulation now"]).concordance()
    2 lines
    0                加快构建 双循环
    1                 we need dual circulation  now
    """

    table: pd.DataFrame

    def __len__(self) -> int:
        return len(self.table)

    def sorted(self, sort: str) -> Concordance:
        """The same lines in another order; see :func:`partyspeak.analysis.kwic.in_order`.

        Parameters
        ----------
        sort : {"document", "date", "left", "right"}
        """
        return Concordance(in_order(self.table, sort))

    def save(self, path: str | Path) -> None:
        """Write every line into a file: CSV, JSON Lines or Parquet, as its name says.

        Raises
        ------
        SourceError
            When the name asks for no known format, or the file cannot be written.
        """
        write_table(self.table, Path(path))

    def __repr__(self) -> str:
        from rich.cells import cell_len

        rows = [_cells(row) for row in self.table.head(_SHOWN_AS_TEXT).to_dict("records")]
        # A Chinese character is as wide as two Latin letters.
        widths = [max((cell_len(row[column]) for row in rows), default=0) for column in range(4)]
        lines = []
        for row in rows:
            space = [" " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=False)]
            where, date, left, text, right = row
            start = " ".join(part for part in (where + space[0], date + space[1]) if part)
            lines.append(f"{start} {space[2]}{left} {text}{space[3]} {right}".rstrip())
        return "\n".join([_headline(len(self), len(rows)), *lines])

    def _repr_html_(self) -> str:
        shown = self.table.head(_SHOWN_IN_NOTEBOOK)
        rows = Markup("").join(map(_html_row, shown.to_dict("records")))
        return str(Markup("<p>{}</p><table>{}</table>").format(_headline(len(self), len(shown)), rows))


def _headline(lines: int, shown: int) -> str:
    count = f"{lines:,} line{'s' * (lines != 1)}"
    return count if shown == lines else f"{count}, the first {shown} of them here; all are in .table"


def _cells(row: dict[Any, Any]) -> tuple[str, str, str, str, str]:
    """Document, date, left, mention and right of a line; an unsure mention has a question mark."""
    text = _safe(row["text"]) + ("" if row["sure"] else "?")
    return _safe(row["doc_id"]), _safe(row["date"]), _safe(row["left"]), text, _safe(row["right"])


def _safe(value: Any) -> str:
    return "" if pd.isna(value) else _CONTROL.sub(" ", str(value))


# Styles are in each cell: notebooks that are shown elsewhere drop style sheets.
_HTML_ROW: Final = Markup(
    '<tr><td style="text-align: left">{where}</td><td style="white-space: nowrap">{date}</td>'
    '<td style="text-align: right; white-space: pre; padding: 0 0.3em" lang="{lang}">{left}</td>'
    '<td style="text-align: left; white-space: pre; padding: 0 0.3em" lang="{lang}"><b>{text}</b></td>'
    '<td style="text-align: left; white-space: pre; padding: 0 0.3em" lang="{lang}">{right}</td>'
    '<td style="text-align: left; white-space: nowrap" lang="zh-Hans">{zh}</td>'
    '<td style="text-align: left" lang="en">{en}</td></tr>'
)


def _html_row(row: dict[Any, Any]) -> Markup:
    where, date, left, text, right = _cells(row)
    return _HTML_ROW.format(
        where=where, date=date, left=left, text=text, right=right, zh=_safe(row["zh"]), en=_safe(row["en"]),
        lang=LANGUAGES[row["lang"]].html,
    )  # fmt: skip
