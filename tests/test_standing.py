"""Free or inside a longer phrase: by hand, and looked for one by one."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_corpora import LEXICON, corpora, few, phrase, shuffled, tagged

from partyspeak import Lexicon, Tagger, tag
from partyspeak.analysis.standing import hosts


def places(table):
    return [
        (row.phrase, row.lang, None if pd.isna(row.inside) else row.inside, row.mentions)
        for row in table.itertuples(index=False)
    ]


ROWS = [("2020", "a", "双循环，双循环新发展格局，双循环"), ("2021", "b", "new pattern of dual circulation")]


def test_free_and_inside_by_hand():
    table = tagged(ROWS).standing()
    assert places(table) == [
        ("cycle", "en", None, 0),  # never free: the row is there all the same
        ("cycle", "en", "pattern", 1),
        ("cycle", "zh", None, 2),
        ("cycle", "zh", "pattern", 1),
        ("pattern", "en", None, 1),
        ("pattern", "zh", None, 1),
    ]
    assert table["share"].tolist() == pytest.approx([0, 1, 2 / 3, 1 / 3, 1, 1])
    assert table["denominator"].tolist() == [1, 1, 3, 3, 1, 1]
    inside = table.iloc[3]
    assert inside[["zh", "inside_zh", "inside_en"]].tolist() == [
        "双循环", "双循环新发展格局", "new pattern of dual circulation",
    ]  # fmt: skip


def test_the_longer_phrase_need_not_be_asked_for():
    corpus = tagged(ROWS)
    assert places(corpus.standing(phrases="cycle", lang="zh")) == [
        ("cycle", "zh", None, 2),
        ("cycle", "zh", "pattern", 1),
    ]
    assert places(corpus.standing(phrases="cycle", lang="zh", nested=False)) == [("cycle", "zh", None, 2)]
    assert places(corpus.standing(phrases="cycle", where="outlet == 'b'")) == [
        ("cycle", "en", None, 0), ("cycle", "en", "pattern", 1),
    ]  # fmt: skip


NESTS = Lexicon(
    [phrase("one", "开放"), phrase("two", "改革开放"), phrase("three", "坚持改革开放"), phrase("over", "开放经济")]
)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("开放", [("one", None, 1)]),
        ("改革开放", [("one", None, 0), ("one", "two", 1), ("two", None, 1)]),
        # The longest is meant, and itself occurs on its own.
        (
            "坚持改革开放",
            [("one", None, 0), ("one", "three", 1), ("three", None, 1), ("two", None, 0), ("two", "three", 1)],
        ),
        # Two that overlap hold it both: the first of the longest.
        ("改革开放经济", [("one", None, 0), ("one", "two", 1), ("over", None, 1), ("two", None, 1)]),
    ],
)
def test_nests_in_nests(text, rows):
    table = tag([text], tagger=Tagger(NESTS, edges="dictionary")).standing(sure_only=False)
    assert [(row[0], row[2], row[3]) for row in places(table)] == rows


def test_a_refused_hit_holds_nothing():
    docs = ["双循环新发展格局"]
    corpus = tag(docs, tagger=Tagger(LEXICON), keep_rejected=True)
    corpus.mentions["why"] = ["crossing", ""]
    assert corpus.mentions["phrase"].tolist() == ["pattern", "cycle"]
    assert hosts(corpus.mentions, corpus.mentions).tolist() == [-1, -1]


def test_nothing_gives_nothing():
    assert tagged([]).standing().empty
    assert tagged([("2020", "a", "")]).standing().empty
    row = tagged([("2020", "a", "平常")]).standing(phrases="absent").iloc[0]
    assert row[["phrase", "lang", "mentions", "denominator"]].tolist() == ["absent", "zh", 0, 0]
    assert pd.isna(row["share"])


@few
@given(corpora(), st.integers(0, 99))
def test_places_as_one_by_one(corpus, seed):
    table = corpus.standing(sure_only=False)
    pd.testing.assert_frame_equal(shuffled(corpus, seed).standing(sure_only=False), table)
    expected = {}
    rows = list(corpus.mentions.astype({"phrase": str, "lang": str}).itertuples(index=False))
    for row in rows:
        around = [
            (other.start - other.end, other.phrase)
            for other in rows
            if other.doc_id == row.doc_id and other.start <= row.start and other.end >= row.end
            and other.end - other.start > row.end - row.start
        ]  # fmt: skip
        assert row.nested == bool(around)
        key = (row.phrase, row.lang, min(around)[1] if around else None)
        expected[key] = expected.get(key, 0) + 1
    assert {row[:3]: row[3] for row in places(table) if row[3]} == expected
    sums = table.groupby(["phrase", "lang"])["mentions"].sum()
    assert (sums == table.groupby(["phrase", "lang"])["denominator"].first()).all()
