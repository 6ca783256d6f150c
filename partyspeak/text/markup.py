r"""Parts of a text that do not belong to its words: tags, entities, emphasis, addresses, notes, page numbers.

Nothing is deleted. :func:`edits` lists stretches of the text and how each one is read. Folding
(:mod:`partyspeak.text.folding`) rewrites them in place: the first character becomes the meaning of the stretch, and
the others become zero-width spaces. So every offset stays correct, and the rest of the package needs no special
rules: a zero-width space is dropped for matching, a line end is a line end, an entity is its character, and a BREAK
is a place that no phrase crosses.

The search is fast on clean text. Folding knows the few characters that every rule here needs (TRIGGERS)
from its table, and the regular expressions run only near one of them.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["BLOB_LENGTH", "NOTHING", "NO_WORD", "TRIGGERS", "Edit", "edits"]

NOTHING: Final = "\u200b"
"""A stretch that is read as if it were not there."""

NO_WORD: Final = "\0"
"""A stretch that no phrase crosses, such as an address; folding reads it as a break."""

_CIRCLED: Final = "".join(
    map(chr, [*range(0x2460, 0x2474), *range(0x2776, 0x2794), *range(0x3251, 0x3260), *range(0x32B1, 0x32C0)])
)
_RAISED: Final = "⁰¹²³⁴⁵⁶⁷⁸⁹"
TRIGGERS: Final = "<&*_~=/\\#|([［〔【]@.>\f†‡" + _CIRCLED + _RAISED
"""The characters that every rule here needs, except those for page numbers and long runs of letters and digits."""

BLOB_LENGTH: Final = 32
"""The length from which a run of letters and digits may be data and not a word."""

_HAN: Final = "\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_IS_HAN: Final = re.compile(f"[{_HAN}]")
_NUMERALS: Final = "0-9０-９〇零一二三四五六七八九十百"

_ELEMENTS: Final = (
    "a abbr acronym address applet area article aside audio b base bdi bdo big blink blockquote body br button canvas "
    "caption center cite code col colgroup data dd del details dfn dialog dir div dl dt em embed fieldset figcaption "
    "figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins kbd "
    "label legend li link main map mark marquee menu meta meter nav nobr noframes noscript object ol optgroup option "
    "output p param path picture pre progress q rb ref rp rt rtc ruby s samp script search section select slot small "
    "source span strike strong style sub summary sup svg table tbody td template textarea tfoot th thead time title "
    "tr track tt u ul var video wbr"
).replace(" ", "|")
# No phrase crosses one of these: a paragraph, a cell, an item of a list, a heading.
_PARAGRAPHS: Final = re.compile(
    r"(?:<|&(?:amp;)*lt;)/?(?:p|td|th|tr|li|dt|dd|hr|h[1-6]|table|ul|ol|dl|option|title|blockquote|pre|article|section)"
    r"(?![\w:-])",
    re.IGNORECASE,
)
_LINES: Final = re.compile(r"(?:<|&(?:amp;)*lt;)/?(?:br|div)(?![\w:-])", re.IGNORECASE)
_OPENS, _CLOSES = r"(?:<|&(?:amp;)*lt;)", r"(?:>|&(?:amp;)*gt;)"
_IN_TAG: Final = r"(?:\"[^\"<\0]{0,4000}+\"|'[^'<\0]{0,4000}+'|(?!&(?:amp;)*gt;)[^<>\0]){0,4000}+"
_NUMBER_IN_BRACKETS: Final = (
    r"[\[［〔【](?:(?:注释?|註)?(?:[0-9０-９]{1,3}|[一二三四五六七八九十]{1,3}|[①-⑳])(?:[,，、–-][0-9]{1,3}){0,5}"
    r"|注释?|註)[\]］〕】]"
)
_MARKUP: Final = re.compile(
    rf"(?P<hidden><!--.{{0,20000}}?-->|<(?P<name>script|style)\b[^<>\0]{{0,4000}}>[^\0]{{0,200000}}?</(?P=name)\s*>"
    rf"|<!\[CDATA\[|\]\]>|<![a-z][^<>\0]{{0,400}}>|<\?[a-z][^<>\0]{{0,400}}\?>)"
    rf"|(?P<note>{_OPENS}sup\b{_IN_TAG}{_CLOSES}(?:<[^<>\0]{{0,400}}>|\s){{0,4}}[\[(（【〔]?"
    rf"[0-9①-⑳*†‡,，、–-]{{1,7}}[\])）】〕]?(?:</[^<>\0]{{0,40}}>|\s){{0,4}}{_OPENS}/sup\s*{_CLOSES}"
    rf"|<a\b{_IN_TAG}>(?:<[^<>\0]{{0,400}}>){{0,4}}{_NUMBER_IN_BRACKETS}(?:</[^<>\0]{{0,40}}>){{0,4}}</a>)"
    rf"|(?P<tag>{_OPENS}/?(?:(?:{_ELEMENTS})(?![\w:-])|[a-z][a-z0-9]*[-:][a-z0-9:_-]+){_IN_TAG}{_CLOSES})"
    r"|(?P<entity>&(?:amp;)*(?:#[0-9]{1,7};|#x[0-9a-f]{1,6};|[a-z][a-z0-9]{1,31};|(?:nbsp|ensp|emsp)(?![a-z0-9])))",
    re.IGNORECASE | re.DOTALL,
)

_TOP_LEVEL: Final = (
    "cn|com|org|net|gov|edu|mil|int|info|biz|io|tv|cc|hk|tw|mo|jp|kr|sg|uk|eu|ru|de|fr|au|ca|asia|top|xyz|ai"
)
_PATH: Final = r"[\w/%#?&=+~.,:;@!$'()*\[\]-]"
_DOMAIN: Final = (
    rf"(?:[a-z0-9](?:[a-z0-9-]{{0,62}})\.)+(?-i:(?:{_TOP_LEVEL})(?![\w-])(?!\.[a-z])"
    r"|(?:news|me|be|ly|co|us|app|site)/\w)"
)
_NUMBERED_HOST: Final = r"(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?::[0-9]{1,5})?/|10\.[0-9]{4,9}/"  # also a DOI
_CHINESE_TOP_LEVEL: Final = "中国|中國|公司|网络|網絡|网址|政务|公益|香港|台湾|台灣"
_ADDRESS: Final = re.compile(
    rf"(?P<chinese>[a-z]{{2,8}}[:：]//[\w{_HAN}.-]{{1,60}}\.(?:{_CHINESE_TOP_LEVEL})(?![\w{_HAN}])(?:[/:?]{_PATH}*)?)"
    rf"|(?P<url>(?:[a-z][a-z0-9+.-]{{1,15}}[:：]//|www\.|mailto:|doi:|data:(?=[a-z]+/)|(?<![\w.-])(?={_DOMAIN}|{_NUMBERED_HOST}))"
    # An address may continue with Chinese characters at the end of its path (…/wiki/一带一路), but not after its host.
    rf"[a-z0-9@_~%/\[-](?:[\w.:@\[\]-]*[/?]{_PATH}*[/=][{_HAN}][{_HAN}\w%_/-]*|{_PATH}*))"
    r"|(?P<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<handle>(?<![\w@])@[a-z_]\w{1,49})"
    r"|(?P<path>(?<![\w:])(?:[a-z]:\\|\\\\|~?/(?=[\w.-]+/)|\.{1,2}/)[\w.\\/%+~-]+"
    r"|[\w.\\/%+~-]*[\w)-]\.(?:s?html?|php|aspx?|jsp|pdf|docx?|xlsx?|pptx?|txt|csv|json|xml|jpe?g|png|gif|mp[34]|zip|rar)\b"
    rf"|(?<=[{_HAN}）》”])\.(?:html?|pdf|docx?|xlsx?|pptx?|txt|csv|jpe?g|png|zip|rar)\b)",
    re.IGNORECASE | re.ASCII,
)
_BLOB: Final = re.compile(rf"[A-Za-z0-9+/=_-]{{{BLOB_LENGTH},}}")
_INITIALS: Final = re.compile(
    r"(?<![A-Za-z.])(?:[A-Za-z]\.){2,}(?![A-Za-z])|(?<![A-Za-z.])[A-Z]\. (?:[A-Z]\.[ ]?)+(?<=\.)"
)

_EMPHASIS: Final = re.compile(r"(?<![*\\])\*{1,3}(?!\*)|(?<![_\\])_{1,3}(?!_)|(?<!~)~~(?!~)|(?<!=)==(?!=)")
_LINK: Final = re.compile(
    r"(?P<opens>!?\[)(?P<words>[^\[\]\n\0]{0,400})(?P<closes>\](?:\([^()\s\0]{0,2000}(?:\([^()\s\0]{0,200}\)[^()\s\0]{0,200})?"
    r"(?:\s+(?:\"[^\"\n\0]{0,200}\"|'[^'\n\0]{0,200}'))?\)|\[[!-Z^-~]{0,60}\]))"
)
_WIKI_LINK: Final = re.compile(r"(?P<opens>\[\[(?:[^\[\]|\n\0]{0,200}\|)?)[^\[\]\n\0]{1,200}(?P<closes>\]\])")
_BB_CODE: Final = re.compile(
    r"\[/?(?:b|i|u|s|url|img|color|size|font|face|quote|code|center|left|right|align|email|indent|(?P<cell>list|table|tr|td)|"
    r"backcolor|float|hide|em|sub|sup|attach|media|flash|free)(?:=[^\[\]\n\0]{0,200})?\]",
    re.IGNORECASE,
)
_NOTE: Final = re.compile(
    rf"(?<=[{_HAN}A-Za-z”’」』》）)])(?:(?P<numbered>(?:{_NUMBER_IN_BRACKETS}|[{_CIRCLED}]){{1,6}})|\[\^[\w-]{{1,30}}\]|[{_RAISED}]+|[†‡])"
    rf"(?=[{_HAN}“‘「『《]|[ \n][A-Za-z])"
)
_NUMBERED: Final = re.compile(rf"{_NUMBER_IN_BRACKETS}|[{_CIRCLED}]")

_CHINESE_TAG: Final = r"(?:[a-z]{1,2}[0-9]?|n[rstz][a-z][0-9]?|[rupvw][a-z]{2,4}[0-9]?|eng|[A-Z]g)"
_ANY_TAG: Final = (
    r"(?:[A-Z]{1,5}[0-9$]?|[A-Z]{2}[A-Z0-9]-?[A-Z0-9]{0,4}|(?:NOUN|PROPN|PUNCT|SCONJ|CCONJ)|-[LR]RB-|[.,:]|``|'')"
)
_CKIP: Final = r"\((?:[A-Z][a-z]{0,3}|V[A-L]|V_2|SHI|DE|FW|[A-Z]{4,12}CATEGORY)\)(?=\s|\0|$)"
_PART_OF_SPEECH: Final = re.compile(
    rf"(?<=[^\s/_#|])(?:[/_#|](?:{_CHINESE_TAG}|{_ANY_TAG})|{_CKIP})"
    rf"(?:\]/?{_CHINESE_TAG})?(?=[\s\]]|\0|$|(?<=[a-z])[{_HAN}])"
)
_ON_HAN: Final = re.compile(rf"(?<=[{_HAN}])(?:[/_#|](?:{_CHINESE_TAG}|{_ANY_TAG})|{_CKIP})(?=[\s\]]|\0|$|[{_HAN}])")
_COMPOUND: Final = re.compile(rf"\[(?=[{_HAN}][^\s\[\]]{{0,20}}[/_])|\]/?{_CHINESE_TAG}(?=\s|\0|$)")

_DASHES: Final = "—–―─－\\-·•~～"
_BLANK: Final = " \t\r\u3000\u00a0"
_PAGE: Final = re.compile(
    rf"[{_BLANK}]*(?:(?P<certain>[{_DASHES}]{{1,4}}[{_BLANK}]*(?:[0-9０-９]{{1,4}}|[ivxl]{{1,6}})[{_BLANK}]*[{_DASHES}]{{1,4}}"
    rf"|第[{_BLANK}]*[{_NUMERALS}]{{1,5}}[{_BLANK}]*[页頁](?:[{_BLANK},，/、]*[（(]?[共总總][{_BLANK}]*[{_NUMERALS}]{{1,5}}"
    rf"[{_BLANK}]*[页頁][)）]?)?|[0-9]{{1,4}}[{_BLANK}]*/[{_BLANK}]*[0-9]{{1,4}}[{_BLANK}]*[页頁]"
    r"|(?:page|p\.)[ ]*[0-9]{1,4}(?:[ ]*(?:of|/)[ ]*[0-9]{1,4})?)"
    rf"|(?:[0-9０-９]{{1,4}}(?:[{_BLANK}]*/[{_BLANK}]*[0-9]{{1,4}})?|[\[(（<][0-9]{{1,4}}[\])）>]))[{_BLANK}]*",
    re.IGNORECASE,
)
_WORD_ENDS: Final = re.compile(rf"[{_HAN}A-Za-z‐‑-]")
# A bare number is a page number only below a full line. Cells of a table are shorter and close together.
_FULL_LINE: Final = 14
_PAGE_APART: Final = 200
_QUOTED: Final = re.compile(r"(?:(?<=[\n\0])|\A)[ \t]{0,3}>(?:[ \t]?>)*[ \t]?")
_ITEM: Final = re.compile(r"[ \t\u3000]*[-–•·‧∙・●○■□◆◇▪]+[ \t\u3000]+(?=\S)(?![0-9]{1,4}[ \t]*[-–•·‧∙・])")
_NO_SPACE: Final = re.compile(rf"[!-~]+(?:[{_HAN}][\w%/=_.{_HAN}-]*)?", re.ASCII)
_TO_LINE_END: Final = re.compile(r"[ \t\r]*\n")
_BEFORE_NOTE: Final = re.compile(rf"[{_HAN}A-Za-z”’」』》）)]")
_NOTE_NUMERALS: Final = "注註0123456789０１２３４５６７８９一二三四五六七八九十①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_LINE_ENDS: Final = "\n\v\f\x85\u2028\u2029"
_LONGEST_PAGE_NUMBER: Final = 30
_BLOB_CHARACTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=_-"
_DATA: Final = re.compile(
    r"(?=[^0-9]*[0-9])(?=[^A-Za-z]*[A-Za-z])(?:[0-9a-f-]+\Z|[0-9A-F-]+\Z|(?=[^A-Z]*[A-Z])(?=[^a-z]*[a-z]))"
)


class _Characters:
    """A set of characters that looks up many code points at once."""

    def __init__(self, characters: str) -> None:
        self._table = np.zeros(0x10000, dtype=bool)
        self._table[[ord(char) for char in characters]] = True

    def among(self, points: NDArray[np.uint32]) -> NDArray[np.bool_]:
        return self._table[np.minimum(points, 0xFFFF).astype(np.intp)]


_ITEM_BEGINS: Final = _Characters(" \t-–•·‧∙・●○■□◆◇▪")
_PAGE_BEGINS: Final = _Characters("—–―─－-·•~～第pP[(（<0123456789０１２３４５６７８９")
_IS_BLANK: Final = _Characters(_BLANK)
_IN_ADDRESS: Final = _Characters("/\\@")
_BEGINS_MARKUP: Final = _Characters("<&")
_AFTER_BRACKET: Final = _Characters("/!?#")
_EMPHASES: Final = _Characters("*_~=")
_BEFORE_TAG: Final = _Characters("/_#|(")
_AFTER_LINK: Final = _Characters("([]")
_BEFORE_NUMBER: Final = _Characters("[［〔【")
_IN_NUMBER: Final = _Characters(_NOTE_NUMERALS)
_NOTE_SIGNS: Final = _Characters(_CIRCLED + _RAISED + "†‡")


class Edit(NamedTuple):
    """A stretch of text and how its first character is read; the others are ignored."""

    start: int
    end: int
    meaning: str


def edits(
    joined: str, points: NDArray[np.uint32], triggers: NDArray[np.int64], line_ends: NDArray[np.int64]
) -> list[Edit]:
    r"""Stretches of a text that are not part of its words.

    Parameters
    ----------
    joined : str
        Texts, each followed by ``\0``.
    points : uint32 array
        The code points of ``joined``.
    triggers : int64 array
        The places of all TRIGGERS, ascending.
    line_ends : int64 array
        The places of all line ends, ascending.

    Returns
    -------
    list of Edit
        In the order in which to apply them; a later edit may be inside an earlier one.

    Examples
    --------
    >>> from partyspeak.text.code_points import code_points
    >>> text = "双<b>循环</b>&nbsp;\0"
    >>> points = code_points(text)
    >>> places = np.array([place for place, char in enumerate(text) if char in TRIGGERS])
    >>> [text[edit.start : edit.end] for edit in edits(text, points, places, np.zeros(0, int))]
    ['<b>', '</b>', '&nbsp;']
    """
    found: list[Edit] = []
    if len(triggers):
        found += _near_triggers(joined, points, triggers)
    if len(line_ends):
        found += _between_lines(joined, points, line_ends)
    found += _blobs(joined, points)
    return found


def _near_triggers(joined: str, points: NDArray[np.uint32], triggers: NDArray[np.int64]) -> Iterator[Edit]:
    """Edits that begin at a trigger or contain it; the characters next to it decide which rule looks closer."""
    chars, last = points[triggers], len(points) - 1
    before, after = points[triggers - 1], points[np.minimum(triggers + 1, last)]
    letter_after, visible_before = _is_letter(after), (before > 0x20) & (before < 0x7F)

    def places(which: str | _Characters, where: NDArray[np.bool_] | bool = True) -> list[int]:
        """The places of these triggers, where a condition holds."""
        mask = chars == ord(which) if isinstance(which, str) else which.among(chars)
        return triggers[mask & where].tolist()

    yield from _addresses(
        joined, sorted(places(_IN_ADDRESS) + places(".", letter_after & (visible_before | (before > 0x2000))))
    )
    after_that = points[np.minimum(triggers + 2, last)]
    dotted = (letter_after & (after_that == ord("."))) | ((after == ord(" ")) & _is_letter(after_that))
    initial = _is_letter(before) & ~_is_letter(points[triggers - 2])
    yield from _initials(joined, places(".", initial & dotted))
    yield from _tags_and_entities(joined, places(_BEGINS_MARKUP, letter_after | _AFTER_BRACKET.among(after)))
    yield from _emphasis(joined, places(_EMPHASES))
    yield from _parts_of_speech(joined, places(_BEFORE_TAG, letter_after & (before > 0x20)))
    yield from _links(joined, places("]", _AFTER_LINK.among(after)))
    for place in places("[", letter_after | (after == ord("/"))):
        if match := _BB_CODE.match(joined, place):
            yield Edit(*match.span(), NO_WORD if match["cell"] else NOTHING)
    numbers = places(_BEFORE_NUMBER, _IN_NUMBER.among(after) | (after == ord("^")))
    yield from _notes(joined, sorted(numbers + places(_NOTE_SIGNS)))
    for place in places("\\", after == ord("\n")):
        yield Edit(place, place + 1, NOTHING)
    for place in places(">"):
        match = _QUOTED.match(joined, _line(joined, place)[0])
        if match and match.end() > place:
            yield Edit(*match.span(), NOTHING)


def _is_letter(points: NDArray[np.uint32]) -> NDArray[np.bool_]:
    lower = points | 0x20
    return (lower >= ord("a")) & (lower <= ord("z"))


def _line(joined: str, place: int, mark: str = "\n") -> tuple[int, int]:
    """The line of a place, or its paragraph if ``mark`` is two line ends; never more than the document."""
    starts = [at + len(sign) for sign in (mark, "\0") if (at := joined.rfind(sign, 0, place)) >= 0]
    ends = [at for sign in (mark, "\0") if (at := joined.find(sign, place)) >= 0]
    return max(starts, default=0), min(ends, default=len(joined))


def _lines(joined: str, places: list[int], mark: str = "\n") -> Iterator[tuple[int, int]]:
    """The lines that contain the places, each line once."""
    end = -1
    for place in places:
        if place >= end:
            start, end = _line(joined, place, mark)
            yield start, end


def _addresses(joined: str, places: list[int]) -> Iterator[Edit]:
    """URLs, domains, e-mail addresses, handles and paths; nothing in them is a word or a mention."""
    end = -1
    for place in places:
        if place < end:
            continue
        start = place
        while start > 0 and ("!" <= joined[start - 1] <= "~" or joined[start - 1] == "："):
            start -= 1
        after = _NO_SPACE.match(joined, place)
        end = after.end() if after else place + 1
        for match in _ADDRESS.finditer(joined, start, end):
            yield Edit(*match.span(), NO_WORD)


def _initials(joined: str, places: list[int]) -> Iterator[Edit]:
    """The dots of U.S. and of other initials."""
    end = -1
    for place in places:
        if place >= end and (match := _INITIALS.match(joined, place - 1)):
            end = match.end()
            yield from (Edit(dot, dot + 1, NOTHING) for dot in range(*match.span()) if joined[dot] in ". ")


def _tags_and_entities(joined: str, places: list[int]) -> Iterator[Edit]:
    """Tags and entities: a tag becomes a break (paragraph, cell), a line end or nothing, an entity its character."""
    end = -1
    for place in places:
        if place < end or not (match := _MARKUP.match(joined, place)):
            continue
        start, end = match.span()
        if match["entity"]:
            meaning = match[0]
            while (plainer := html.unescape(meaning)) != meaning:
                meaning = plainer
            if len(meaning) == 1 and meaning != NO_WORD:
                yield Edit(start, end, meaning)
        elif match["tag"]:
            if _LINES.match(match[0]):
                line_end = _TO_LINE_END.match(joined, end)
                yield Edit(start, line_end.end() if line_end else end, "\n")
            else:
                yield Edit(start, end, NO_WORD if _PARAGRAPHS.match(match[0]) else NOTHING)
        else:
            yield Edit(start, end, NO_WORD if match["name"] else NOTHING)


def _emphasis(joined: str, places: list[int]) -> Iterator[Edit]:
    """Pairs of asterisks, underscores, tildes and equals signs, as Markdown writes emphasis."""
    open_marks: list[re.Match[str]] = []
    paragraph, last = -1, -1
    for place in places:
        if place >= paragraph:
            open_marks, paragraph = [], _line(joined, place, "\n\n")[1]
        if place >= last and (mark := _EMPHASIS.match(joined, place)):
            last = mark.end()
            before, after = joined[mark.start() - 1 : mark.start()], joined[mark.end()]
            in_a_word = (
                mark[0][0] == "_" and before.isascii() and before.isalnum() and after.isascii() and after.isalnum()
            )
            if in_a_word:
                continue
            same = [number for number, other in enumerate(open_marks) if other[0] == mark[0]]
            if same and not before.isspace():
                yield Edit(*open_marks[same[-1]].span(), NOTHING)
                yield Edit(*mark.span(), NOTHING)
                del open_marks[same[-1] :]
            elif not after.isspace() and after != "\0":
                open_marks.append(mark)


def _parts_of_speech(joined: str, places: list[int]) -> Iterator[Edit]:
    """Part-of-speech tags (改革/vn 开放/v, reform_NN) in a tagged text, and the brackets of its compounds."""
    likely = [place for place in places if _PART_OF_SPEECH.match(joined, place) or _ON_HAN.match(joined, place)]
    if len(likely) < 2:
        return
    for start, end in _lines(joined, likely, "\0"):
        on_han = sum(1 for place in likely if start <= place < end and _ON_HAN.match(joined, place))
        tags = list(_PART_OF_SPEECH.finditer(joined, start, end))
        if on_han < 2 and (len(tags) < 3 or 2 * len(tags) < len(joined[start:end].split())):
            continue
        for match in (*tags, *_COMPOUND.finditer(joined, start, end)):
            yield Edit(*match.span(), NOTHING)


def _links(joined: str, places: list[int]) -> Iterator[Edit]:
    """The markup of Markdown and wiki links and images; their words stay."""
    for start, end in _lines(joined, places):
        for pattern in (_LINK, _WIKI_LINK):
            for match in pattern.finditer(joined, start, end):
                yield Edit(*match.span("opens"), NOTHING)
                yield Edit(*match.span("closes"), NOTHING)


def _notes(joined: str, places: list[int]) -> Iterator[Edit]:
    """Footnote marks, but not the numbers of an enumeration (：①改革②开放)."""
    for place in places:
        if not (match := _NOTE.match(joined, place)):
            continue
        if match["numbered"]:
            first = _NUMBERED.search(joined, _line(joined, place)[0], match.end())
            if first and not _BEFORE_NOTE.match(joined, max(first.start() - 1, 0)):
                continue
        yield Edit(*match.span(), NOTHING)


def _between_lines(joined: str, points: NDArray[np.uint32], line_ends: NDArray[np.int64]) -> Iterator[Edit]:
    """Items of lists, page numbers and page breaks."""
    after = points[line_ends + 1]
    for line_end in line_ends[_ITEM_BEGINS.among(after)].tolist():
        if match := _ITEM.match(joined, line_end + 1):
            yield Edit(*match.span(), NO_WORD)
    begins = line_ends[:-1][np.diff(line_ends) <= _LONGEST_PAGE_NUMBER] + 1
    for _ in range(4):  # past an indent
        begins = begins + _IS_BLANK.among(points[begins])
    begins = begins[_PAGE_BEGINS.among(points[begins])]
    pages = [match for begin in begins.tolist() if (match := _page_number(joined, begin))]
    bare = [match.start() for match in pages if not match["certain"]]
    covered = -1
    for match in pages:
        start, end = _around(joined, match.start(), match.end())
        if _parts_words(joined, start, end) and (
            match["certain"] or _is_page_number(joined, start, end, match.start(), bare)
        ):
            covered = end
            yield Edit(start, end, "\n")
    for place in line_ends[points[line_ends] == ord("\f")].tolist():
        start, end = _around(joined, place, place)
        if end > covered and _parts_words(joined, start, end):
            yield Edit(start, end, "\n")


def _page_number(joined: str, begin: int) -> re.Match[str] | None:
    match = _PAGE.match(joined, begin)
    return match if match and joined[match.end()] in _LINE_ENDS else None


def _around(joined: str, start: int, end: int) -> tuple[int, int]:
    """The start and end of a stretch with the white space around it."""
    while start > 0 and joined[start - 1] in _LINE_ENDS + _BLANK:
        start -= 1
    while joined[end] in _LINE_ENDS + _BLANK:
        end += 1
    return start, end


def _parts_words(joined: str, start: int, end: int) -> bool:
    """Whether a word ends right before the stretch and another begins right after it."""
    return start > 0 and bool(_WORD_ENDS.match(joined, start - 1) and _WORD_ENDS.match(joined, end))


def _is_page_number(joined: str, start: int, end: int, place: int, bare: list[int]) -> bool:
    """Whether a number alone on a line is a page number, and not a table cell or a list item."""
    if "\f" in joined[start:end]:
        return True
    line = joined[_line(joined, start - 1)[0] : start]
    width = len(line) + len(_IS_HAN.findall(line))
    return width >= _FULL_LINE and not any(0 < abs(other - place) < _PAGE_APART for other in bare)


def _blobs(joined: str, points: NDArray[np.uint32]) -> Iterator[Edit]:
    """Base64, hashes and other data written as letters and digits."""
    likely = points - 0x2B < 0x50  # + to z; lower code points wrap around
    eights = likely[: len(likely) // 8 * 8].view(np.uint64) == 0x0101010101010101
    places = 8 * np.flatnonzero(eights[2:] & eights[1:-1] & eights[:-2])  # every run of BLOB_LENGTH has three
    end = -1
    for place in places.tolist():
        if place < end:
            continue
        while place > 0 and joined[place - 1] in _BLOB_CHARACTERS:
            place -= 1
        match = _BLOB.match(joined, place)
        end = match.end() if match else end
        if match and _DATA.match(match[0]):
            yield Edit(*match.span(), NO_WORD)
