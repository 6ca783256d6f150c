"""Find the header of a table and the names of its columns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from partyspeak.errors import SourceError
from partyspeak.io.files import SourceFile

__all__ = ["filled", "header_row", "name_of", "names_of", "title_note", "widest"]

_LONGEST_NAME: Final = 40
_NO_NAME: Final = re.compile(r"[\d\s./年月日:-]*|.*[。；！？\n].*", re.DOTALL)
_FIRST_ROWS: Final = 20
_INVISIBLE: Final = re.compile("[\u200b-\u200f\u2060\ufeff]")


def header_row(rows: Sequence[Sequence[object]], text: str) -> int:
    """The index of the row that holds the column names; there may be a title above it.

    It is the row that names the text column, if each row above has fewer cells or is a comment (``# source: …``).
    Otherwise it is the first row, unless that is a single cell and a row of names follows that is as wide as the rows
    below.

    Examples
    --------
    >>> header_row([["2019 年新闻"], ["date", "text"], ["2019", "双循环"]], "text")
    1
    >>> header_row([["word", "meaning"], ["text", "what is written"]], "text")
    0
    """
    counts = [len(filled(row)) for row in rows[:_FIRST_ROWS]]
    for number, row in enumerate(rows[:_FIRST_ROWS]):
        above = zip(counts[:number], rows, strict=False)
        if text in filled(row) and all(
            count < counts[number] or name_of(other[0])[:1] == "#" for count, other in above
        ):
            return number
    widths = Counter(widest(row) for row in rows)
    for number, row in enumerate(rows[:_FIRST_ROWS]):
        regular = widths[widest(row)] >= 0.8 * (len(rows) - number)
        if counts[0] == 1 < counts[number] == widest(row) and regular and number + 1 < len(rows):
            is_named = all(len(name) <= _LONGEST_NAME and not _NO_NAME.fullmatch(name) for name in filled(row))
            return number if is_named and all(count < counts[number] for count in counts[:number]) else 0
    return 0


def filled(row: Sequence[object]) -> list[str]:
    """The cells of a row that are not empty, as text."""
    return [name for cell in row if (name := name_of(cell))]


def name_of(cell: object) -> str:
    """The text of a cell without the spaces around it and without zero-width characters."""
    return "" if cell is None else _INVISIBLE.sub("", str(cell)).strip()


def widest(row: Sequence[object]) -> int:
    """The number of cells up to the last one that is not empty."""
    return next((number for number in range(len(row), 0, -1) if row[number - 1] not in (None, "")), 0)


def names_of(row: Sequence[object], file: SourceFile) -> list[str]:
    """The names of the columns; a column without a name gets the name that pandas would give it.

    Raises
    ------
    SourceError
        If there are no names, or a name occurs twice.
    """
    names = [name_of(cell) for cell in row[: widest(row)]]
    if not names:
        raise SourceError(f"{file.path}: is empty; a table needs a header line")
    names = [name or f"Unnamed: {number}" for number, name in enumerate(names)]
    doubles = sorted({name for name in names if names.count(name) > 1})
    if doubles:
        raise SourceError(f"{file.path}: columns occur twice ({', '.join(map(repr, doubles))}); rename one of each")
    return names


def title_note(rows: Sequence[Sequence[object]]) -> str:
    """A note about the rows above a header."""
    title = " ".join(cell for row in rows for cell in filled(row))
    shown = title if len(title) <= _LONGEST_NAME else f"{title[:_LONGEST_NAME]}…"
    count = len(rows)
    return f"{count} row{'s' * (count > 1)} above the header {'are' if count > 1 else 'is'} not read: {shown!r}"
