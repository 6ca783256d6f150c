"""The words of the pages: every text in both languages, with the same values, and every one in use."""

import re
from pathlib import Path

import pytest
from markupsafe import Markup

import partyspeak
from partyspeak import PartyspeakError
from partyspeak.display.interface_text import InterfaceText, words_of

DISPLAY = Path(partyspeak.__file__).parent / "display"
SOURCES = {
    "reader": [
        DISPLAY / "reader.py",
        DISPLAY / "cards.py",
        DISPLAY / "pages" / "reader.js",
        DISPLAY / "pages" / "reader.html",
    ],
    "report": sorted([*(DISPLAY / "report").glob("*.py"), *(DISPLAY / "pages").glob("report*.html")]),
}
SAME = ["switch_language", "ours", "m_share_source"]  # names, or the other language
# Texts whose names the code puts together.
MADE_UP = r"(domain|era|edges|colours|lang|period|verdict|status|why|check|m|unsure|counts?|(not|once|twice|often))_"


@pytest.mark.parametrize("page", sorted(SOURCES))
def test_every_text_is_in_both_languages_with_the_same_values(page):
    for key, entry in words_of(page).table.items():
        assert set(entry) - {"one"} == {"en", "zh"}, key
        values = {language: set(re.findall(r"{(\w+)}", text)) for language, text in entry.items()}
        assert values["en"] == values["zh"], key
        assert values.get("one", set()) <= values["en"], key
        assert re.search("[\u3400-\u9fff]", entry["zh"]) or key in SAME, key
        assert not re.search("[<>&]", "".join(entry.values())), key


@pytest.mark.parametrize("page", sorted(SOURCES))
def test_every_text_is_used(page):
    code = "".join(path.read_text(encoding="utf-8") for path in SOURCES[page])
    named = set(re.findall(r"[\"'`]([\w-]+)[\"'`]", code)) | set(re.findall(r"\b([a-z]+): phrase\.", code))
    for key in words_of(page).table:
        base = re.sub("_(is|how|of|source)$", "", key)
        assert key in named or base in named or re.match(MADE_UP, key), f"{key} is used nowhere"


WORDS = InterfaceText(
    {"found": {"en": "{n} found in {place}", "one": "one found in {place}", "zh": "在{place}中找到{n}条"}}
)


@pytest.mark.parametrize(
    ("n", "place", "html"),
    [
        (1, "A", "<i lang=en>one found in A</i><i lang=zh>在A中找到1条</i>"),
        (1200, "<b>", "<i lang=en>1,200 found in &lt;b&gt;</i><i lang=zh>在&lt;b&gt;中找到1,200条</i>"),
        (2, Markup("<b>A</b>"), "<i lang=en>2 found in <b>A</b></i><i lang=zh>在<b>A</b>中找到2条</i>"),
        (2, "{n}", "<i lang=en>2 found in {n}</i><i lang=zh>在{n}中找到2条</i>"),
    ],
)
def test_values_are_data(n, place, html):
    assert WORDS.both("found", n=n, place=place) == html


def test_a_text_within_a_text_is_in_its_language():
    words = InterfaceText({"year": {"en": "year", "zh": "年"}, "by": {"en": "by {what}", "zh": "按{what}"}})
    assert words.both("by", what=words.said("year")) == "<i lang=en>by year</i><i lang=zh>按年</i>"


def test_a_language_that_no_page_has_is_refused():
    with pytest.raises(PartyspeakError, match="language='fr' is not one of 'en', 'zh'"):
        partyspeak.read("双循环", language="fr")
    with pytest.raises(PartyspeakError, match="language='fr' is not one of 'en', 'zh'"):
        partyspeak.tag(["双循环"]).report("nowhere.html", language="fr")
