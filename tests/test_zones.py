"""Titles told from the body."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_corpora import TAGGER, few

from partyspeak import SourceError, read_parquet, tag, with_titles
from partyspeak.analysis.zones import title_end


@pytest.mark.parametrize(
    ("text", "title", "end"),
    [
        ("谈双循环\n\n正文", "谈双循环", 4),
        ("　　谈 双循环！ \n正文", "谈双循环", 7),
        ("On Dual Circulation\nText", "on dual circulation.", 19),
        ("谈双循环", "谈双循环", 4),  # nothing but the title
        ("谈双循环的人很多\n正文", "谈双循环", 0),  # a sentence that begins with the same words
        ("正文\n谈双循环\n", "谈双循环", 0),  # not at the head
        ("谈双", "谈双循环", 0),
        ("正文", "", 0),
        ("\n正文", "——", 0),
        ("", "谈双循环", 0),
        ("", "", 0),
    ],
)
def test_where_a_title_ends(text, title, end):
    assert title_end(text, title) == end


DOCS = pd.DataFrame(
    {
        "id": list("abcd"),
        "title": ["谈双循环", "谈双循环", None, "谈双循环"],
        "text": ["谈双循环\n双循环好", "双循环好", "双循环", None],
    }
)


def found(corpus):
    return corpus.mentions[["doc_id", "start", "zone"]].to_numpy().tolist()


def test_titles_at_the_head_of_the_text():
    corpus = tag(DOCS, date=None, id="id", tagger=TAGGER)
    assert found(corpus) == [["a", 1, "title"], ["a", 5, "body"], ["b", 0, "body"], ["c", 0, "body"]]


def test_titles_in_a_column_are_put_above_the_text():
    corpus = tag(with_titles(DOCS), date=None, id="id", tagger=TAGGER)
    assert found(corpus) == [
        ["a", 1, "title"], ["a", 5, "body"], ["b", 1, "title"], ["b", 6, "body"], ["c", 0, "body"], ["d", 1, "title"],
    ]  # fmt: skip
    assert DOCS["text"][1] == "双循环好"
    assert corpus.documents["title"].isna().tolist() == [False, False, True, False]


def test_the_columns_may_have_other_names():
    docs = DOCS.rename(columns={"title": "headline", "text": "words"})
    corpus = tag(with_titles(docs, "words", "headline"), "words", date=None, id="id", tagger=TAGGER)
    assert found(corpus)[0] == ["a", 1, "title"]
    with pytest.raises(SourceError, match="no column 'text'; the columns are 'id', 'headline', 'words'"):
        with_titles(docs)


def test_without_a_column_of_titles_there_are_no_zones():
    assert "zone" not in tag(DOCS.drop(columns="title"), date=None, tagger=TAGGER).mentions
    assert "zone" not in tag(DOCS["title"].dropna(), tagger=TAGGER).mentions
    assert "zone" not in tag(DOCS, "title", date=None, tagger=TAGGER).mentions  # the title is the text


@pytest.mark.parametrize("docs", [DOCS, DOCS.iloc[:0]])
def test_zones_are_saved(docs, tmp_path):
    corpus = tag(docs, date=None, id="id", tagger=TAGGER)
    corpus.to_parquet(tmp_path)
    pd.testing.assert_frame_equal(read_parquet(tmp_path).mentions, corpus.mentions)
    assert corpus.mentions["zone"].cat.categories.tolist() == ["title", "body"]


@few
@given(st.text(alphabet="谈双循环 A。\n", max_size=12), st.text(alphabet="谈双循环 a。\n", max_size=8))
def test_a_title_put_above_is_found_again_and_nothing_is_put_twice(text, title):
    docs = pd.DataFrame({"title": [title], "text": [text]})
    once = with_titles(docs)
    assert once["text"][0].endswith(text)
    if any(char.isalnum() for char in title):
        end = title_end(once["text"][0], title)
        assert end > 0
        assert "".join(once["text"][0][:end].split()).replace("。", "").lower() == "".join(title.split()).replace(
            "。", ""
        )
        assert with_titles(once)["text"][0] == once["text"][0]
