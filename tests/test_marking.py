"""How a text is cut into paragraphs and marks."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages import hit

from partyspeak.display.marking import mark
from partyspeak.display.page import shown


def pieces(marked):
    """The text of each mark, put together again as the page's script does."""
    units = "".join(map(html.unescape, re.findall(r"<p[^>]*>([^<]*)", marked.html))).encode("utf-16-le")
    place, texts = 0, []
    for gap, length in zip(marked.gap, marked.length, strict=True):
        texts.append(units[2 * (place + gap) : 2 * (place + gap + length)].decode("utf-16-le"))
        place += gap + length
    return texts


@pytest.mark.parametrize(
    ("text", "hits", "marks"),
    [
        ("甲乙丙丁", [], []),
        ("甲乙丙丁", [(1, 3)], ["乙丙"]),
        ("甲乙丙丁", [(0, 4), (1, 2)], ["甲", "乙", "丙丁"]),
        ("甲乙丙丁", [(0, 3), (2, 4)], ["甲乙", "丙", "丁"]),
        ("甲乙丙丁", [(0, 2), (2, 4)], ["甲乙", "丙丁"]),
        ("甲乙丙丁", [(1, 3), (1, 3)], ["乙丙"]),
        ("甲\n乙", [(0, 3)], ["甲", "乙"]),
        ("甲\n乙\n\n丙", [(0, 3)], ["甲\n乙"]),
        ("\r\n甲\r\n\r\n <乙>", [(2, 3), (8, 11)], ["甲", "<乙>"]),
        ("𠀀😀甲𠀀", [(1, 3)], ["😀甲"]),
        ("\u202e甲\x00", [(0, 3)], ["�甲�"]),
    ],
)
def test_the_text_is_cut_where_mentions_begin_and_end(text, hits, marks):
    assert pieces(mark(text, [hit(*place) for place in hits])) == marks


@st.composite
def texts_with_hits(draw):
    text = draw(st.text(st.sampled_from("甲乙丙 \n\r<&x😀\u2067"), min_size=1, max_size=40))
    # No mention begins or ends in white space, so none between the two signs of one line end.
    edges = [place for place in range(len(text) + 1) if text[max(place - 1, 0) : place + 1] != "\r\n"]
    two = st.lists(st.sampled_from(edges), min_size=2, max_size=2, unique=True)
    places = two.map(lambda place: (min(place), max(place)))
    return text, sorted(draw(st.lists(places, max_size=8)), key=lambda place: (place[0], -place[1]))


@given(texts_with_hits())
def test_no_mention_and_no_text_is_lost(case):
    text, hits = case
    marked = mark(text, [hit(*place) for place in hits])
    texts = pieces(marked)
    bare = re.sub(r"\s", "", shown("".join(html.unescape(p) for p in re.findall(r"<p[^>]*>([^<]*)", marked.html))))
    assert bare == re.sub(r"\s", "", shown(text))
    for (start, end), first, last in zip(hits, marked.first, marked.last, strict=True):
        found = "".join(texts[first : last + 1])
        assert re.sub(r"\s", "", found) == re.sub(r"\s", "", shown(text[start:end]))


def test_lines_of_a_typed_page_may_flow_anew_and_verse_may_not():
    typed = "The first line is about as long as lines on a typed page are,\nand the second one ends early.\n\nMore."
    assert '<p class="typed">' in mark(typed, []).html
    assert "typed" not in mark("Short line\nand another\n\nMore.", []).html


def test_a_paragraph_in_another_language_says_so():
    marked = mark("中文的一段话，写得长一些，好让全文算作中文\n\nOne in English 双循环", [])
    assert marked.lang == "zh"
    assert re.findall(r"<p[^>]*>", marked.html) == ["<p>", '<p lang="en">']
