"""Messages of the seminar: text in a terminal, a box in a notebook."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from markupsafe import Markup

from partyspeak.display.page import escaped

__all__ = ["Note"]

_COLOURS: Final = {True: "#2e8b57", False: "#c77d0a", None: "#6b7f99"}
_CODE: Final = re.compile("`([^`]+)`")
_EMPHASIS: Final = re.compile(r"(?<![\w*])\*(\w[^*<>]*)\*(?![\w*])")


@dataclass(frozen=True)
class Note:
    """Something said about an exercise; true when it says that an answer is right.

    Attributes
    ----------
    heading : str
    text : str
        Paragraphs with blank lines between them; lines that begin with ``-`` are a list, what occurs in
        backticks is code, and between asterisks it is emphasis.
    right : bool or None
        Whether an answer was right; None where none was judged.

    Examples
    --------
    >>> Note("02-3: right.", "`show_answer` explains.", True)
    02-3: right.
    `show_answer` explains.
    """

    heading: str
    text: str = ""
    right: bool | None = None

    def __bool__(self) -> bool:
        return self.right is True

    def __str__(self) -> str:
        return f"{self.heading}\n{self.text}".rstrip()

    def __repr__(self) -> str:
        return str(self)

    def _repr_html_(self) -> str:
        # Styles occur in each tag: notebooks that are shown elsewhere drop style sheets.
        style = f"border-left: 4px solid {_COLOURS[self.right]}; padding: 0.1em 0 0.1em 0.8em; margin: 0.4em 0"
        text = Markup("").join(map(_block, self.text.split("\n\n")))
        box = Markup('<div style="{}"><p><b>{}</b></p>{}</div>')
        return str(box.format(style, _marked(self.heading), text))


def _block(text: str) -> Markup:
    """A paragraph, in which lines may be a list."""
    parts = []
    for is_list, some in groupby(filter(None, text.split("\n")), key=lambda line: line.startswith("- ")):
        if is_list:
            items = Markup("").join(Markup("<li>{}</li>").format(_marked(line[2:])) for line in some)
            parts.append(Markup("<ul>{}</ul>").format(items))
        else:
            parts.append(Markup("<p>{}</p>").format(Markup("<br>").join(map(_marked, some))))
    return Markup("").join(parts)


def _marked(text: str) -> Markup:
    return Markup(_EMPHASIS.sub(r"<em>\1</em>", _CODE.sub(r"<code>\1</code>", str(escaped(text)))))
