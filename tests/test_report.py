"""The report without a browser: what is in the page, in which order, and what it says where there is little."""

import base64
import hashlib
import re
import sys
from html.parser import HTMLParser

import pandas as pd
import pytest
from hypothesis import given
from pages import HOSTILE
from small_corpora import LEXICON, TAGGER, corpora, few, tagged

from partyspeak import Form, Lexicon, PartyspeakError, Phrase, SourceError, TaggedCorpus, Tagger, samples, tag
from partyspeak.display.report import report_page
from partyspeak.display.report.facts import Answers, fitting_period
from partyspeak.display.report.html_tables import context
from partyspeak.display.report.pictures import SHADES
from partyspeak.lexicon.model import Attestation

ROWS = [
    ("2018-03", "a", "双循环。dual circulation。新时代"),
    ("2018-05-01", "b", "平常的话"),
    ("2019-02-01", "a", "双循环新发展格局。新时代"),
    ("2020-03-01", "b", "新时代，人类命运共同体"),
    ("2021-03-01", "b", "新时代，人类命运共同体。a new era"),
    (None, "b", "双循环"),
]
CHOICES = {"phrases": None, "lang": None, "sure_only": True, "nested": True, "where": None}


def answers(corpus, **choices):
    return Answers(corpus, LEXICON, "year", CHOICES | choices)


@pytest.fixture
def no_charts(monkeypatch):
    monkeypatch.setitem(sys.modules, "altair", None)


class Page(HTMLParser):
    """The tags of a page, and its tables by the id of their heading, as text in one language."""

    def __init__(self, content, language="en"):
        super().__init__()
        self.tags, self.tables, self.language = [], {}, language
        self._other, self._rows, self._cell = False, None, False
        self.feed(content)

    def handle_starttag(self, tag, attributes):
        facts = dict(attributes)
        self.tags.append((tag, facts))
        if tag == "i":
            self._other = facts["lang"] != self.language
        elif tag == "table":
            self._rows = self.tables.setdefault(facts["aria-labelledby"].removeprefix("h-"), [])
        elif tag == "tr":
            self._rows.append([])
        if tag in ("td", "th"):
            self._rows[-1].append("")
        self._cell = self._cell or tag in ("td", "th")

    def handle_endtag(self, tag):
        if tag == "i":
            self._other = False
        self._cell = self._cell and tag != "table"

    def handle_data(self, data):
        if self._cell and not self._other:
            self._rows[-1][-1] += data.strip("\n")

    def column(self, table, heading):
        head, *rows = self.tables[table]
        return [row[head.index(heading)] for row in rows]


@pytest.fixture(scope="module")
def corpus():
    return tagged(ROWS)


@pytest.fixture(scope="module")
def whole(corpus):
    return report_page(corpus, lexicon=LEXICON)


def test_first_appearances_are_those_of_the_corpus_the_latest_first(corpus, whole):
    page, table = Page(whole), corpus.first_appearances()
    dates = [cell.replace("or earlier", "") for cell in page.column("first", "First here")]
    assert dates == table["first_date"].tolist()[::-1]
    assert page.column("first", "Documents with it") == table["documents"].astype(str).tolist()[::-1]
    assert page.column("first", "Document") == table["doc_id"].astype(str).tolist()[::-1]
    contexts = (table["left"] + table["text"] + table["right"]).tolist()[::-1]
    assert page.column("first", "In the words of the document") == contexts


def test_what_lies_in_the_first_year_may_be_older_and_says_so(whole):
    page = Page(whole)
    rows = dict(zip(page.column("first", "Phrase"), page.column("first", "First here"), strict=True))
    assert rows["双循环 dual circulation"] == "2018-03or earlier"
    assert rows["双循环新发展格局 new pattern of dual circulation"] == "2019-02-01"
    chinese = Page(whole, "zh")
    assert "2018-03或更早" in chinese.column("first", "本语料首见")


@pytest.mark.parametrize(
    ("first", "grade", "date", "shown", "lag", "verdict"),
    [
        ("2017", "A", "2020", "2017 (A)", "+731", "later"),
        ("2017-05", "C", "2020-01-01", "≤ 2017-05 (C)", "+945", "later"),
        ("2020", "B", "2020-05-01", "2020 (B)", "0", "as attested"),
        ("2021-05-01", "B", "2021-04-30", "2021-05-01 (B)", "−1", "earlier"),
        (None, "", "2020", "", "", "no date known"),
    ],
)
def test_the_lexicons_date_stands_beside(first, grade, date, shown, lag, verdict):
    from partyspeak.dates import parse

    form = Form("双循环", "zh")
    attested = (Attestation(parse(first), "双循环", grade),) if first else ()
    phrase = Phrase("cycle", "双循环", "", (form,), attested=attested)
    tagger = Tagger(Lexicon([phrase]))
    docs = pd.DataFrame({"date": ["2010", date], "text": ["没有", "双循环"]})
    page = Page(report_page(tag(docs, tagger=tagger), lexicon=tagger.lexicon))
    row = [page.column("first", name) for name in ("Lexicon's date", "Days after", "Against the lexicon")]
    assert row == [[shown], [lag], [verdict]]
    assert ("earlier" in page.tables) == (verdict == "earlier")


def test_what_came_and_went(whole):
    page = Page(whole)
    states = dict(zip(page.column("lives", "Phrase"), page.column("lives", "State"), strict=True))
    assert states == {"人类命运共同体 community of common destiny": "new", "新时代 new era": "rising"}
    gone = dict(zip(page.column("gone", "Phrase"), page.column("gone", "Chance"), strict=True))
    # Three documents are no past to learn a chance from.
    assert gone["双循环新发展格局 new pattern of dual circulation"] == ""


def test_unsure_mentions_are_told_with_their_reason_and_examples(whole):
    page = Page(whole)
    (row,) = page.tables["doubtful"][1:]
    assert row[:4] == ["新时代 new era", "new era", "ordinary language too", "1"]
    assert "a new era" in row[4]
    assert "2021-03-01 4" in row[4]


@pytest.mark.parametrize(
    ("left", "right", "shown"),
    [
        ("", "", "X"),
        ("the short ", " end", "the short X end"),
        ("ord " + "a" * 50 + " ", " " + "b" * 50 + " cu", f"…\u00a0{'a' * 50} X {'b' * 50}\u00a0…"),
        ("a" * 60, "b" * 60, "a" * 60 + "X" + "b" * 60),
    ],
)
def test_english_around_a_mention_is_cut_between_words(left, right, shown):
    assert re.sub("<[^>]+>", "", context(left, "X", right, "en")) == shown


def test_why_mentions_are_unsure_is_said_in_both_languages(no_charts):
    words = {"new era": "ordinary language too", "three": "another country's, party's or body's"}
    forms = (Form("新时代", "zh"), Form("new era", "en", plain=True))
    lexicon = Lexicon(
        [Phrase("it", "新时代", "new era", forms), Phrase("five", "五年计划", "", (Form("五年计划", "zh"),))]
    )
    docs = pd.DataFrame({"date": ["2010", "2011"], "text": ["a new era", "朝鲜的五年计划"]})
    page = report_page(tag(docs, tagger=Tagger(lexicon)), lexicon=lexicon)
    assert set(Page(page).column("doubtful", "Why unsure")) == set(words.values())
    assert "属于别国、别党或其他机构" in page


@pytest.mark.parametrize(
    ("dates", "by"),
    [
        ([], "year"),
        ([None, None], "year"),
        (["2018", "2019", "2020"], "year"),
        (["2018", "2019", "2020", "2021"], "year"),
        (["2020-01", "2020-02", "2020-03", "2020-04"], "month"),
        (["2020-01", "2020-02", "2020-03", "2020"], "year"),
        (["2020-01-01", "2020-01-02", "2020-01-03", "2020-01-04"], "day"),
    ],
)
def test_the_period_fits_the_corpus(dates, by):
    assert fitting_period(tagged([(date, "a", "双循环") for date in dates]).documents) == by


@pytest.mark.parametrize(
    ("texts", "movers"),
    [
        ([], []),
        (["双循环"], ["cycle"]),
        (["双循环", "新时代"], ["era", "cycle"]),
        (["双循环", "双循环"], []),
        (["", "双循环", "双循环", "双循环。新时代"], ["cycle", "era"]),
    ],
)
def test_what_rose_comes_before_what_fell(texts, movers):
    rows = [(str(2000 + number), "a", text) for number, text in enumerate(texts)]
    found = answers(tagged(rows)).movers
    assert found == movers or (len(texts) == 1 and set(found) <= {"cycle"})


def test_the_same_page_every_time_and_under_either_language(corpus, whole):
    assert report_page(corpus, lexicon=LEXICON) == whole
    chinese = report_page(corpus, "zh", lexicon=LEXICON)
    assert '<html lang="zh">' in chinese
    assert "<title>6篇文献中的提法</title>" in chinese
    # The language is a choice of what is shown: both pages hold both.
    assert Page(chinese).tables == Page(whole).tables


def test_a_table_with_more_rows_than_asked_for_says_how_many_and_how_to_get_them(corpus):
    page = report_page(corpus, most=2, lexicon=LEXICON)
    assert len(Page(page).tables["first"]) == 1 + 2
    rows = len(corpus.first_appearances())
    assert f"This page has 2 rows of {rows}. All of them: <code>tagged.first_appearances()</code>" in page
    assert f"本页收入2行，共{rows}行。" in page


CASES = {
    "nothing": [],
    "one": [("2020-05-01", "a", "双循环")],
    "no text": [("2020-05-01", "a", None)],
    "undated": [(None, "a", "双循环"), (None, "b", "新时代")],
    "one year": [("2020", "a", "双循环"), ("2020-03", "b", "")],
}


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("nothing", ["There are no documents"]),
        ("one", ["needs documents in more than 2 years", "2020-05-01"]),
        ("no text", ["No phrase was found", "One document has no Chinese or English text."]),
        ("undated", ["No document has a date", "2 undated", "<i lang=en>undated</i>"]),
        ("one year", ["One document has no Chinese or English text."]),
    ],
)
def test_little_is_told_as_it_is(name, says, no_charts):
    page = report_page(tagged(CASES[name]), lexicon=LEXICON)
    for part in says:
        assert part in page
    sections = {facts["id"] for tag, facts in Page(page).tags if tag == "section"}
    assert {"read", "first", "check", "methods"} <= sections
    assert ("use" in sections) == (name in ("one", "one year"))


def test_documents_without_a_date_column_and_of_no_title(no_charts):
    page = report_page(tag(["加快双循环", "没有"], tagger=TAGGER), lexicon=LEXICON)
    assert "No document has a date" in page
    assert Page(page).column("first", "First here") == ["undated"]


def test_without_the_charts_extra_there_are_tables_only_and_the_page_says_so(corpus, no_charts):
    page = report_page(corpus, lexicon=LEXICON)
    assert "Charts are left out. To have them, run pip install '.[charts]' in your copy of the repository." in page
    assert "class=picture" not in page
    assert Page(page).tables["first"]


def test_without_texts_there_are_no_words_around(corpus, no_charts):
    bare = TaggedCorpus(corpus.documents, corpus.mentions, corpus.phrases, corpus.settings, None)
    page = report_page(bare, lexicon=LEXICON)
    assert "The texts were not saved" in page
    assert set(Page(page).column("first", "In the words of the document")) == set(corpus.first_appearances()["text"])


def test_reasons_need_no_lexicon(corpus, no_charts):
    page = report_page(corpus)
    assert Page(page).column("doubtful", "Why unsure") == ["ordinary language too"]


@pytest.mark.parametrize(
    ("edges", "says"),
    [("dictionary", "The segmenter's model was not installed"), ("off", "Word edges were not judged")],
)
def test_how_edges_were_judged_is_said_first(edges, says, no_charts):
    corpus = tag(["双循环"], tagger=Tagger(LEXICON, edges=edges))
    page = report_page(corpus, lexicon=LEXICON)
    assert page.index(says) < page.index("<section")


def test_choices_notes_and_title_are_told(corpus, no_charts):
    notes = ["column 'date': 3 dates could not be read"]
    page = report_page(corpus, title="A & B", lexicon=LEXICON, notes=notes, lang="zh", phrases=["cycle"], nested=False)
    assert "<h1>A &amp; B</h1>" in page
    assert "lang=&#39;zh&#39;, phrases=[&#39;cycle&#39;], nested=False" in page
    assert "column &#39;date&#39;: 3 dates could not be read" in page
    assert "here they are left out, as asked" in page
    assert Page(page).column("first", "Phrase") == ["双循环 dual circulation"]


def test_titles_name_documents_where_there_are_titles(no_charts):
    docs = pd.DataFrame({"title": ["谈" * 70, None], "date": ["2020", "2021"], "text": ["双循环", "新时代"]})
    page = Page(report_page(tag(docs, tagger=TAGGER), lexicon=LEXICON))
    assert page.column("first", "Document") == ["1", "谈" * 39 + "… 0"]


@few
@given(corpora())
def test_any_corpus_has_a_report(corpus):
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "altair", None)
        page = Page(report_page(corpus, lexicon=LEXICON))
    first = page.tables.get("first", [[]])
    assert len(first) - 1 == len(corpus.first_appearances())
    assert all(len(row) == len(rows[0]) for rows in page.tables.values() for row in rows)


def hostile_corpus():
    evil = " ".join(HOSTILE[:5])
    forms = (Form("双循环", "zh"), Form(HOSTILE[6], "en"), Form("new era", "en", plain=True))
    era = Phrase("era", "新时代", "<img src=x> \x00\x1b\u202e]]>", (Form("新时代", "zh"),))
    lexicon = Lexicon([Phrase(evil, evil, evil, forms), era])
    texts = [f"{line} 双循环 {line} 新时代 a new era" for line in HOSTILE]
    names = [line.replace("\ud800", "") for line in HOSTILE]  # which pandas itself refuses
    dates = [str(2000 + number) for number in range(len(HOSTILE))]
    docs = pd.DataFrame({"id": names, "title": names, "date": dates, "text": pd.Series(texts, dtype=object)})
    with pytest.warns(UserWarning, match="contains? garbled text"):
        return tag(docs, id="id", tagger=Tagger(lexicon)), lexicon


def test_hostile_documents_add_no_tag_and_no_attribute(whole):
    corpus, lexicon = hostile_corpus()
    page = report_page(corpus, title=HOSTILE[2], lexicon=lexicon, notes=HOSTILE, where="date >= '2000'")
    known, hostile = Page(whole).tags, Page(page).tags
    assert {tag for tag, _ in hostile} <= {tag for tag, _ in known}
    assert {name for _, facts in hostile for name in facts} <= {name for _, facts in known for name in facts}
    assert [tag for tag, _ in hostile].count("script") == 1
    assert [tag for tag, _ in hostile].count("style") == 1
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", page)


def test_the_policy_allows_just_the_style_and_the_script_of_the_page(whole):
    policy = next(facts["content"] for _, facts in Page(whole).tags if facts.get("http-equiv"))
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    for name, block in (("style", r"<style>(.*?)</style>"), ("script", r"<script>(.*?)</script>")):
        (content,) = re.findall(block, whole, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy
    assert not [name for _, facts in Page(whole).tags for name in facts if name == "style" or name.startswith("on")]
    assert not re.search(r"https?:|//[a-z]+\.|@import|url\(", whole)


@pytest.mark.parametrize(("years", "lines"), [(range(2000, 2010), True), (range(1900, 2010, 10), False)])
def test_lines_are_drawn_where_they_hold_together(years, lines):
    rows = [(str(year), "a", "双循环" if year < years[5] else "新时代") for year in years]
    page = report_page(tagged(rows), lexicon=LEXICON)
    assert page.count("<svg") == 2 + lines  # the bars and the heat map are always there
    assert ("No lines are drawn" in page) == (not lines)


@pytest.mark.parametrize(("fewest", "most"), [(1, 4), (3, 20)])
def test_the_highest_share_of_a_heat_map_has_the_darkest_shade(fewest, most):
    rows = [
        (year, "a", "双循环" if n < used else "平常的话")
        for year, used in ((2020, fewest), (2021, most))
        for n in range(20)
    ]
    page = report_page(tagged(rows), lexicon=LEXICON)
    cells = re.findall(r'<path[^>]*fill="(#\w+)"[^>]*><title>[^<]*: (\d+) / 20', page)
    assert {int(used): SHADES.index(shade) for shade, used in cells} == {fewest: len(SHADES) * fewest // most, most: 6}


def test_writing(corpus, tmp_path, no_charts):
    path = corpus.report(tmp_path / "new folder" / "report.html", lexicon=LEXICON)
    assert path.read_text(encoding="utf-8") == report_page(corpus, lexicon=LEXICON)
    with pytest.raises(SourceError, match="cannot be written"):
        corpus.report(path / "report.html")


@pytest.mark.parametrize(
    ("choices", "says"),
    [
        ({"by": "week"}, "by='week' is not one of 'year', 'month', 'day'"),
        ({"most": 0}, "most=0 must be 1 or more"),
        ({"phrases": ["nothing"]}, "nothing"),
        ({"where": "nothing > 1"}, "nothing"),
    ],
)
def test_a_choice_that_makes_no_sense_is_refused(corpus, tmp_path, choices, says):
    with pytest.raises(PartyspeakError, match=says):
        corpus.report(tmp_path / "report.html", **choices)
    assert not (tmp_path / "report.html").exists()


def test_the_practice_packet_has_a_small_page():
    page = report_page(tag(samples.load(), id="id"))
    assert len(page.encode()) < 400_000
    assert "Dual circulation".lower() in page
