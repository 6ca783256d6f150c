"""A text cut into lines of one width, so that line numbers are the same on every printer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from rich.cells import cell_len

from partyspeak.display.marking import is_typed, language, paragraphs
from partyspeak.text.languages import Language

__all__ = ["Line", "lines"]

_WIDTHS: Final = {"zh": 60, "en": 70}
_LINE_END: Final = re.compile(r"\r\n|[\r\n]")
# A word, white space, or one character; a mark that may begin no line belongs to what precedes it.
_PIECE: Final = re.compile(
    r"(?:[^\W\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef]+(?:['’\-][^\W\u2e80-\u9fff]+)*|\s+|.)"
    r"[，。、！？；：”’」』》）〉】…,.!?;:)\]%]*",
    re.DOTALL,
)


class Line(NamedTuple):
    """One line.

    Attributes
    ----------
    start, end : int
        Its place in the text.
    lang : {"zh", "en"}
        The language of its paragraph.
    begins : bool
        It is the first of a paragraph.
    """

    start: int
    end: int
    lang: Language
    begins: bool


def lines(text: str) -> list[Line]:
    r"""Cut a text into lines of 30 Chinese characters or 70 Latin letters, never across paragraphs.

    Examples
    --------
    >>> [(line.start, line.end, line.begins) for line in lines("一二三四五六七八" * 5 + "。\n九")]
    [(0, 30, True), (30, 41, False), (42, 43, True)]
    """
    found = []
    for first, last in paragraphs(text):
        paragraph = text[first:last]
        lang = language(paragraph)
        begins = True
        for start, end in _flowing(paragraph, lang):
            for one in _cut(text, first + start, first + end, _WIDTHS[lang]):
                found.append(Line(*one, lang, begins))
                begins = False
    return found


def _flowing(paragraph: str, lang: Language) -> Iterator[tuple[int, int]]:
    """The units to wrap: a whole paragraph if it is hard-wrapped, else each of its lines."""
    if lang == "en" and is_typed(paragraph):
        yield 0, len(paragraph)
        return
    edges = [0, *(place for end in _LINE_END.finditer(paragraph) for place in end.span()), len(paragraph)]
    yield from zip(edges[::2], edges[1::2], strict=True)


def _cut(text: str, start: int, end: int, width: int) -> Iterator[tuple[int, int]]:
    """Lines as full as they may be."""
    begin, filled, place = start, 0, start
    for piece in _PIECE.finditer(text, start, end):
        wide = cell_len(piece[0].strip())
        if filled and filled + wide > width and not piece[0].isspace():
            yield from _trimmed(text, begin, place)
            begin, filled = place, 0
        filled += cell_len(piece[0])
        place = piece.end()
    yield from _trimmed(text, begin, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The line without surrounding white space; None for an empty line."""
    line = text[start:end]
    if line.strip():
        yield start + len(line) - len(line.lstrip()), start + len(line.rstrip())
