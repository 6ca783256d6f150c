"""The annotated reader without a browser: what is in the page, how it is cut, how large it is."""

import base64
import hashlib
import html
import itertools
import json
import re
import zlib
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages import long_text

import partyspeak
from partyspeak import Mention, PartyspeakError, SourceError
from partyspeak.show.alignment import aligned
from partyspeak.show.marking import mark
from partyspeak.show.page import shown
from partyspeak.show.reading import Document, Reading


def hit(start, end, phrase="dual-circulation", **others):
    return Mention(phrase, "form", "zh", start, end, "", **({"sure": True, "nested": False} | others))


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
    places = st.integers(0, len(text) - 1).flatmap(
        lambda start: st.tuples(st.just(start), st.integers(start + 1, len(text)))
    )
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


class Tags(HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))


def inside(page):
    """The data that the page's script reads."""
    packed = re.search(r'<script type="text/plain" id="data">([^<]*)</script>', page)[1]
    return json.loads(zlib.decompress(base64.b64decode(packed)))


def test_a_hostile_document_adds_no_tag_and_no_attribute(hostile_page):
    plain = Reading(tuple(Document("t", "t", None, ()) for _ in range(2)), hostile_page.lexicon, hostile_page.settings)
    known = {tag for tag, _ in Tags(plain.to_html()).found}
    attributes = {name for _, names in Tags(plain.to_html()).found for name in names}
    hostile = Tags(hostile_page.to_html())
    assert {tag for tag, _ in hostile.found} == known
    assert {name for _, names in hostile.found for name in names} == attributes
    assert [tag for tag, _ in hostile.found].count("script") == 2
    assert [tag for tag, _ in hostile.found].count("style") == 1


def test_the_page_holds_no_sign_that_html_forbids_or_that_turns_the_line(hostile_page):
    page = hostile_page.to_html()
    page.encode("utf-8")
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", page)
    assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e]", json.dumps(inside(page), ensure_ascii=False))


def test_the_policy_allows_just_the_style_and_the_script_of_the_page():
    page = partyspeak.read("加快双循环").to_html()
    policy = next(names["content"] for tag, names in Tags(page).found if names.get("http-equiv"))
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    for tag, block in (("style", r"<style>(.*?)</style>"), ("script", r"<script>(.*?)</script>")):
        (content,) = re.findall(block, page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert not re.search(r"\sstyle=|\son\w+=", re.sub(r"<(style|script)\b.*?</\1>", "", page, flags=re.DOTALL))


def test_the_page_names_no_other_place(hostile_page):
    page = partyspeak.read("加快双循环").to_html()
    assert not re.search(r"https?:|//[a-z]+\.|@import|url\(", page)


def test_the_cards_say_what_the_lexicon_says(lexicon):
    page = inside(partyspeak.read("加快双循环", date="2020-05-22").to_html())
    phrase, cards = lexicon["dual-circulation"], page["phrases"]
    number = cards["zh"].index("双循环")
    assert cards["pinyin"][number] == "shuāng xún huán"
    assert cards["en"][number] == "dual circulation"
    assert cards["gloss"][number] == phrase.gloss
    assert cards["where"][number] == phrase.first_where
    assert cards["first"][number] == "2020-05-14"
    assert set(cards["renderings"][number]) == {form.text for form in phrase.forms if form.lang == "en"} - {phrase.en}
    assert page["domains"][cards["domain"][number]] == "Economy"


@pytest.mark.parametrize("phrases", [60, 600])
def test_a_long_document_adds_less_than_150_kilobytes(lexicon, tagger, phrases):
    text = long_text(lexicon, phrases)
    reading = partyspeak.read(text, tagger=tagger)
    assert len(text) == 100_000
    assert len(reading.documents[0].mentions) >= 3000
    page = reading.to_html()
    assert len(page.encode()) - len(text.encode()) < 150_000
    cards = inside(page)["phrases"]
    assert all(cards["gloss"][number] == lexicon[id].gloss for number, id in enumerate(reading.phrases))


def test_a_page_whose_cards_are_shortened_says_so(lexicon, tagger):
    says = "Cards are shortened"
    assert says not in partyspeak.read(long_text(lexicon, 60), tagger=tagger).to_html()
    assert says in partyspeak.read(long_text(lexicon, 900), tagger=tagger).to_html()


def test_the_page_is_the_same_every_time():
    assert (
        partyspeak.read("加快双循环", "dual circulation").to_html()
        == partyspeak.read("加快双循环", "dual circulation").to_html()
    )


def test_a_notebook_gets_a_frame_that_neither_leaks_nor_reaches_out():
    reading = partyspeak.read("加快双循环 & <b>", title='a "title"')
    ((tag, attributes),) = Tags(reading._repr_html_()).found
    assert tag == "iframe"
    assert attributes["srcdoc"] == reading.to_html()
    assert "allow-same-origin" not in attributes["sandbox"]
    assert attributes["title"] == 'a "title", phrases marked'


def test_reading_a_file_in_an_old_encoding_and_saving(tmp_path):
    (tmp_path / "old.txt").write_bytes("坚持双循环的发展道路".encode("gb18030"))
    reading = partyspeak.read(tmp_path / "old.txt")
    assert reading.documents[0].title == "old"
    assert repr(reading).startswith("<Reading: ")
    saved = reading.save(tmp_path / "new folder" / "page.html")
    assert saved.read_text(encoding="utf-8") == reading.to_html()
    with pytest.raises(SourceError, match="cannot be written"):
        reading.save(tmp_path / "old.txt" / "page.html")


def test_two_documents_are_compared():
    table = partyspeak.read("双循环、双循环与乡村振兴", "dual circulation, the common prosperity").to_frame()
    rows = table.set_index("phrase")[["mentions", "other_mentions"]]
    assert rows.loc["dual-circulation"].tolist() == [2, 1]
    assert rows.loc["rural-revitalization"].tolist() == [1, 0]
    assert rows.loc["common-prosperity"].tolist() == [0, 1]


def test_the_pairs_are_mentions_that_answer_each_other_in_one_order():
    reading = partyspeak.read(
        "双循环、乡村振兴、高质量发展", "rural revitalization, high-quality development, dual circulation"
    )
    assert reading.pairs()[["text", "other_text"]].values.tolist() == [
        ["乡村振兴", "rural revitalization"],
        ["高质量发展", "high-quality development"],
    ]
    for row in reading.pairs().itertuples():
        assert reading.documents[1].text[row.other_start : row.other_end] == row.other_text
    with pytest.raises(PartyspeakError, match="pairs are of two"):
        partyspeak.read("双循环").pairs()


def mentions_of(names):
    return [hit(place, place + 1, name) for place, name in enumerate(names)]


@pytest.mark.parametrize(
    ("left", "right", "pairs"),
    [
        ("", "", []),
        ("ab", "", []),
        ("ab", "xy", []),
        ("abc", "abc", [(0, 0), (1, 1), (2, 2)]),
        ("aaab", "baaa", [(3, 0)]),  # one pair of b, which is rare, says more than three of a, each one of nine
        ("xay", "bab", [(1, 1)]),
    ],
)
def test_which_mentions_answer_each_other(left, right, pairs):
    assert aligned(mentions_of(left), mentions_of(right)) == pairs


@given(st.text("abcd", max_size=7), st.text("abcd", max_size=7))
def test_the_chain_is_the_heaviest_there_is(left, right):
    weight = {name: 1 / (left.count(name) * right.count(name)) for name in set(left) & set(right)}
    found = aligned(mentions_of(left), mentions_of(right))
    assert all(left[row] == right[column] for row, column in found)
    assert all(a < c and b < d for (a, b), (c, d) in itertools.pairwise(found))

    def heaviest(row, column):
        if row == len(left) or column == len(right):
            return 0
        paired = weight[left[row]] + heaviest(row + 1, column + 1) if left[row] == right[column] else 0
        return max(paired, heaviest(row + 1, column), heaviest(row, column + 1))

    assert sum(weight[left[row]] for row, _ in found) == pytest.approx(heaviest(0, 0))


def test_inner_mentions_align_nothing():
    assert aligned([hit(0, 1, "a", nested=True)], [hit(0, 1, "a")]) == []
