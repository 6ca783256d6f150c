"""A document with its mentions marked: paragraphs, cut at the start and end of each mention.

Mentions may lie inside one another and overlap. The text is cut at every edge of every mention, and
each piece that any mention covers is one *mark*. So marks never lie in one another, a mention is a run
of marks, and nothing is lost. Marks are given as places in the text of the paragraphs; the page's
script makes them, since three thousand tags would take more room than all glosses.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from markupsafe import Markup

from partyspeak.display.page import escaped, shown
from partyspeak.matching.mentions import Mention
from partyspeak.text.languages import Language

__all__ = ["Marked", "is_typed", "language", "mark", "paragraphs"]

_LINE_END = re.compile(r"(?>\r\n|\r|\n)")
_BLANK_LINES = re.compile(r"(?>\r\n|\r|\n)(?:[^\S\r\n]*(?>\r\n|\r|\n))+")
_HAN = re.compile("[\u3400-\u9fff]")
_LETTER = re.compile("[A-Za-z]")
_TYPED_LINES = range(45, 101)


@dataclass(frozen=True)
class Marked:
    """A marked document.

    Attributes
    ----------
    lang : str
        The language of most of it.
    html : Markup
        Its paragraphs, without end tags, which HTML does not need.
    gap, length : list of int
        For each mark, how far behind the one before it begins, and how long it is: in UTF-16 units, as
        scripts count, over the text of all paragraphs.
    first, last : list of int
        For each mention, the numbers of its first and its last mark.
    """

    lang: str
    html: Markup
    gap: list[int]
    length: list[int]
    first: list[int]
    last: list[int]


def mark(text: str, mentions: Sequence[Mention]) -> Marked:
    """Mark the mentions in a text.

    Parameters
    ----------
    text : str
    mentions : sequence of Mention

    Returns
    -------
    Marked

    Examples
    --------
    >>> print(mark("a < b", []).html)
    <p>a &lt; b
    """
    change: Counter[int] = Counter()
    for mention in mentions:
        change[mention.start] += 1
        change[mention.end] -= 1
    cut = list(paragraphs(text))
    places = sorted({*change, *(place for paragraph in cut for place in paragraph)})
    depth = list(accumulate(change[place] for place in places))
    starts: list[int] = []
    gaps: list[int] = []
    lengths: list[int] = []
    unmarked = 0
    for start, end in cut:
        for number in range(bisect_left(places, start), bisect_left(places, end)):
            length = _units(text[places[number] : places[number + 1]])
            if depth[number]:
                starts.append(places[number])
                gaps.append(unmarked)
                lengths.append(length)
            unmarked = 0 if depth[number] else unmarked + length
    lang = language(text)
    html = Markup("").join(_paragraph(text[start:end], lang) for start, end in cut)
    first = [bisect_left(starts, mention.start) for mention in mentions]
    last = [bisect_left(starts, mention.end) - 1 for mention in mentions]
    return Marked(lang, html, gaps, lengths, first, last)


def _units(text: str) -> int:
    return len(shown(text).encode("utf-16-le")) // 2


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each paragraph. Blank lines separate paragraphs; without any, each line is one."""
    separator = _BLANK_LINES if _BLANK_LINES.search(text.strip()) else _LINE_END
    edges = [0, *(place for found in separator.finditer(text) for place in found.span()), len(text)]
    yield from ((start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if start < end)


def _paragraph(text: str, around: str) -> Markup:
    lang = language(text)
    attributes = Markup(' lang="{}"').format(lang) if lang != around else Markup("")
    attributes += Markup(' class="typed"') if lang == "en" and is_typed(text) else ""
    return Markup("<p{}>{}").format(attributes, escaped(text))


def language(text: str) -> Language:
    """The main language of a text, by which browsers choose fonts and screen readers a voice."""
    return "zh" if 2 * len(_HAN.findall(text)) >= len(_LETTER.findall(text)) else "en"


def is_typed(text: str) -> bool:
    """Whether the text is hard-wrapped, so that its lines may be joined."""
    *lines, last = _LINE_END.split(text.strip())
    return bool(lines) and all(len(line) in _TYPED_LINES for line in lines) and len(last) < _TYPED_LINES.stop
