"""The annotated reader without a browser: what is in the page, and how large it is."""

import base64
import hashlib
import json
import re
import zlib
from html.parser import HTMLParser

import pytest
from commands import run, run_apart
from pages import long_text

import partyspeak
from partyspeak import PartyspeakError, SourceError
from partyspeak.display.reader import Document, Reading


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


def test_the_policy_allows_just_the_style_and_the_script_of_the_page(tagger):
    page = partyspeak.read("加快双循环", tagger=tagger).to_html()
    policy = next(names["content"] for tag, names in Tags(page).found if names.get("http-equiv"))
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    for tag, block in (("style", r"<style>(.*?)</style>"), ("script", r"<script>(.*?)</script>")):
        (content,) = re.findall(block, page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert not re.search(r"\sstyle=|\son\w+=", re.sub(r"<(style|script)\b.*?</\1>", "", page, flags=re.DOTALL))


def test_the_page_names_no_other_place(tagger):
    page = partyspeak.read("加快双循环", tagger=tagger).to_html()
    assert not re.search(r"https?:|//[a-z]+\.|@import|url\(", page)


def test_the_cards_say_what_the_lexicon_says(lexicon, tagger):
    page = inside(partyspeak.read("加快双循环", date="2020-05-22", tagger=tagger).to_html())
    phrase, cards = lexicon["dual-circulation"], page["phrases"]
    number = cards["zh"].index("双循环")
    assert cards["pinyin"][number] == "shuāng xún huán"
    assert cards["en"][number] == "dual circulation"
    assert cards["gloss"][number] == phrase.gloss
    assert cards["where"][number] == phrase.first.where
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


def test_the_page_is_the_same_every_time(tmp_path):
    """In another process too, where sets come in another order."""
    (tmp_path / "zh.txt").write_text("全体人民的共同富裕，加快双循环与乡村振兴", encoding="utf-8")
    (tmp_path / "en.txt").write_text("dual circulation, common prosperity", encoding="utf-8")
    call = ["read", tmp_path / "zh.txt", tmp_path / "en.txt", "--edges", "dictionary", "--html"]
    run(*call, tmp_path / "here.html")
    run_apart(*call, tmp_path / "apart.html", PYTHONHASHSEED="1")
    assert (tmp_path / "here.html").read_bytes() == (tmp_path / "apart.html").read_bytes()


def test_a_notebook_gets_a_frame_that_neither_leaks_nor_reaches_out(tagger):
    reading = partyspeak.read("加快双循环 & <b>", title='a "title"', tagger=tagger)
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


def test_two_documents_are_compared(tagger):
    table = partyspeak.read(
        "双循环、双循环与乡村振兴", "dual circulation, the common prosperity", tagger=tagger
    ).to_frame()
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
