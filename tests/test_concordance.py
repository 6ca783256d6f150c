"""Keywords in context: the right words, in the asked order, and nothing of a document read as markup."""

from html.parser import HTMLParser

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from small_corpora import TAGGER, corpora, few, tagged

from partyspeak import PartyspeakError, TaggedCorpus, tag

ROWS = [
    ("2021-03", "a", "我们加快构建双循环的格局"),
    ("2020-05-22", "b", "They stress dual circulation today"),
    ("2019", "c", "要打通双循环堵点。\n\n这里说的是双循环"),
    (None, "d", "We praise dual circulation now"),
]


def lines(concordance):
    return [f"{left}|{text}|{right}" for left, text, right in concordance.table[["left", "text", "right"]].to_numpy()]


def test_lines_stand_as_the_documents_do():
    concordance = tagged(ROWS).concordance()
    assert lines(concordance) == [
        "我们加快构建|双循环|的格局",
        "They stress |dual circulation| today",
        "要打通|双循环|堵点。 这里说的是双循环",
        "要打通双循环堵点。 这里说的是|双循环|",
        "We praise |dual circulation| now",
    ]
    first = concordance.table.iloc[0]
    columns = ["doc_id", "date", "phrase", "zh", "en", "lang", "form", "start", "end", "sure", "nested"]
    expected = [0, "2021-03", "cycle", "双循环", "dual circulation", "zh", "双循环", 6, 9, True, False]
    assert first[columns].tolist() == expected


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("前面 的话双循环后面\u3000的话", "前面 的话|双循环|后面 的话"),
        ("前面\n\n \t的话双循环后面  的话", "前面 的话|双循环|后面 的话"),
        ("前面\r\n双循环\n后面", "前面 |双循环| 后面"),  # a space still shows where a word ends
        ("  前面双循环后面\xa0\n", " 前面|双循环|后面 "),
        (" 双循环\n \n", "|双循环|"),  # white space alone shows nothing
        ("前\u200b面双循环后\u2060面", "前\u200b面|双循环|后\u2060面"),  # what is not white space stays
    ],
)
def test_the_words_around_stand_on_one_line(text, line):
    assert lines(tagged([("2020", "a", text)]).concordance()) == [line]


def test_by_date_the_undated_come_last():
    table = tagged(ROWS).concordance(sort="date").table
    assert table["date"].tolist()[:4] == ["2019", "2019", "2020-05-22", "2021-03"]
    assert table["doc_id"].tolist() == [2, 2, 1, 0, 3]
    assert pd.isna(table["date"].iloc[4])


@pytest.mark.parametrize(
    ("sort", "texts", "order"),
    [
        ("right", ["双循环乙", "双循环甲", "双循环"], [2, 0, 1]),
        ("left", ["甲丁双循环", "乙丙双循环", "丁丙双循环"], [0, 2, 1]),  # read backwards: 丁甲, 丙丁, 丙乙
        ("left", ["a Zulu dual circulation", "b alpha dual circulation"], [1, 0]),  # by the nearest word
        ("left", ["z same dual circulation", "a Same dual circulation"], [1, 0]),  # then by the next, capitals or not
        ("right", ["dual circulation Beta", "dual circulation alpha"], [1, 0]),
        ("right", ["dual circulation, so", "dual circulation so"], [0, 1]),
    ],
)
def test_sorted_by_context(sort, texts, order):
    concordance = tagged([("2020", "a", text) for text in texts]).concordance(sort=sort)
    assert concordance.table["doc_id"].tolist() == order


def test_sorting_again_is_sorting_at_once():
    corpus = tagged(ROWS)
    for sort in ("date", "left", "right"):
        again = corpus.concordance().sorted(sort)
        pd.testing.assert_frame_equal(again.table, corpus.concordance(sort=sort).table)
    assert len(corpus.concordance(phrases="cycle", lang="en")) == 2


@few
@given(corpora(), st.sampled_from(["document", "date", "left", "right"]), st.sampled_from([None, 0, 3, 99]))
def test_every_mention_has_its_line(corpus, sort, width):
    table = corpus.concordance(width=width, sort=sort).table
    sure = corpus.mentions[corpus.mentions["sure"]]
    place = ["doc_id", "phrase", "start", "end"]
    assert sorted(table[place].to_numpy().tolist()) == sorted(sure[place].to_numpy().tolist())
    for row in table.itertuples():
        text, reach = corpus.texts[row.doc_id], width if width is not None else 20 if row.lang == "zh" else 60
        assert (text[max(row.start - reach, 0) : row.start], text[row.end : row.end + reach]) == (row.left, row.right)
        assert text[row.start : row.end] == row.text


def test_a_sample_is_drawn_once_and_for_all():
    corpus = tagged([("2020", "a", "双循环。" * 50)])
    sample = corpus.concordance(sample=7)
    assert len(sample) == 7
    assert sample.table["start"].is_monotonic_increasing
    pd.testing.assert_frame_equal(sample.table, corpus.concordance(sample=7).table)
    assert len(corpus.concordance(sample=99)) == 50


class Page(HTMLParser):
    """The cells of a table, the tags used, and the languages named."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.cells = set(), []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        if tag == "td":
            self.cells.append(["", dict(attrs).get("lang")])

    def handle_data(self, data):
        if self.cells:
            self.cells[-1][0] += data


EVIL = "<img src=x onerror=alert(1)>双循环\u202e<script>alert(1)</script> & new era"


def test_a_notebook_shows_the_text_and_never_runs_it():
    docs = pd.DataFrame({"id": ["<b>id</b>"], "date": ["2020"], "text": [EVIL]})
    corpus = tag(docs, id="id", tagger=TAGGER)
    corpus.phrases["en"] = "<i>name</i>"
    page = Page(corpus.concordance(sure_only=False)._repr_html_())
    assert page.tags == {"p", "table", "tr", "td", "b"}
    cells = [cell for cell, _ in page.cells]
    assert cells[0] == "<b>id</b>"
    assert cells[2:5] == ["=x onerror=alert(1)>", "双循环", " <script>alert(1)</s"]
    assert cells[6] == "<i>name</i>"
    assert cells[10] == "new era?"  # unsure
    assert [lang for _, lang in page.cells[2:5]] == ["zh-Hans"] * 3
    assert [lang for _, lang in page.cells[9:12]] == ["en"] * 3


def test_the_zone_goes_with_the_line():
    docs = pd.DataFrame({"title": ["谈双循环"], "text": ["谈双循环\n要双循环"]})
    table = tag(docs, date=None, tagger=TAGGER).concordance(sort="right").table
    assert table[["start", "zone"]].to_numpy().tolist() == [[6, "body"], [1, "title"]]


@pytest.mark.parametrize("sort", ["document", "date", "left", "right"])
def test_nothing_gives_no_line(sort):
    assert len(tagged([]).concordance(sort=sort)) == 0
    assert len(tagged([("2020", "a", "")]).concordance(sort=sort, sample=0)) == 0


def test_a_long_concordance_shows_its_beginning_and_says_so():
    concordance = tagged([("2020", "a", "双循环。" * 150)]).concordance()
    page = concordance._repr_html_()
    assert "150 lines, the first 100 of them here" in page
    assert page.count("<tr>") == 100
    assert repr(concordance).count("\n") == 20
    assert repr(tagged([]).concordance()) == "0 lines"
    assert "0 lines" in tagged([]).concordance()._repr_html_()


def test_as_text_chinese_and_english_line_up():
    shown = repr(tagged(ROWS).concordance()).splitlines()[1:]
    # Ids of 1, dates of 10 and contexts of 29 columns, with a space after each.
    words = [line[-next(n for n in range(99) if cell_len(line[: len(line) - n]) <= 43) :] for line in shown]
    assert [word.split("  ")[0] for word in words] == [
        "双循环",
        "dual circulation",
        "双循环",
        "双循环",
        "dual circulation",
    ]


@pytest.mark.parametrize("name", ["lines.csv", "lines.parquet"])
def test_all_lines_are_saved(name, tmp_path):
    concordance = tagged(ROWS).concordance()
    concordance.save(tmp_path / name)
    read = {"csv": pd.read_csv, "parquet": pd.read_parquet}[name.rpartition(".")[2]](tmp_path / name)
    assert read["text"].tolist() == concordance.table["text"].tolist()
    assert list(read.columns) == list(concordance.table.columns)
    with pytest.raises(PartyspeakError, match="tables are written as"):
        concordance.save(tmp_path / "lines.doc")


@pytest.mark.parametrize(
    ("choices", "says"),
    [({"sort": "up"}, r"sort='up' is not known"), ({"width": -1}, "width=-1"), ({"sample": -1}, "sample=-1")],
)
def test_what_makes_no_sense_is_refused(choices, says):
    with pytest.raises(PartyspeakError, match=says):
        tagged(ROWS).concordance(**choices)


def test_the_words_around_need_the_texts():
    corpus = tagged(ROWS)
    bare = TaggedCorpus(corpus.documents, corpus.mentions, corpus.phrases, corpus.settings, None)
    with pytest.raises(PartyspeakError, match="contexts are read in the texts"):
        bare.concordance()


def test_a_phrase_in_the_place_of_the_width_is_told_where_it_belongs():
    with pytest.raises(PartyspeakError, match="write phrases='dual-circulation'"):
        tagged(ROWS).concordance("dual-circulation")
