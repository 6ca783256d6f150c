"""How evenly a phrase is spread, against the literature's example and counted again one by one."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_corpora import corpora, few, shuffled, tagged

from partyspeak import Form, Lexicon, PartyspeakError, Phrase, TaggedCorpus, Tagger, tag

MEASURES = ["juillands_d", "dp", "dp_norm"]


def in_words(*parts):
    """A corpus of parts of so many words, so many of which are the word looked for."""
    texts = [" ".join(["jiefang"] * count + ["x"] * (size - count)) for size, count in parts]
    return tag(texts, tagger=Tagger(Lexicon([Phrase("word", "", "jiefang", (Form("jiefang", "en"),))])))


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        # The word "a" in the corpus of five parts of Gries (2008), of which he gives DP 0.18 and D 0.785.
        ([(9, 1), (10, 2), (10, 3), (10, 4), (11, 5)], [0.785, 0.18, 0.18 / 0.82]),
        ([(10, 2), (10, 2), (10, 2)], [1, 0, 0]),
        ([(10, 1), (20, 2), (30, 3)], [1, 0, 0]),  # spread as the text is, though the parts differ in size
        ([(10, 3), (10, 0), (10, 0), (10, 0)], [0, 0.75, 1]),
        ([(10, 3), (0, 0), (10, 0)], [0, 0.5, 1]),  # a part without text is none
        ([(5, 1), (20, 0)], [0, 0.8, 1]),
    ],
)
def test_measures_by_hand(parts, expected):
    row = in_words(*parts).dispersion().iloc[0]
    assert row[MEASURES].tolist() == pytest.approx(expected, abs=0.0005)
    filled = [size for size, _ in parts if size]
    assert row[["parts", "size", "unit"]].tolist() == [len(filled), sum(filled), "English words"]
    assert row["range"] == sum(count > 0 for _, count in parts)


def test_one_part_says_nothing_of_spread():
    row = in_words((10, 2)).dispersion().iloc[0]
    assert row["dp"] == 0
    assert row[["juillands_d", "dp_norm"]].isna().all()


ROWS = [
    ("2018-03", "a", "双循环"),
    ("2018", "a", "双循环"),
    ("2019-01-05", "b", "平常的"),
    (None, "b", "新时代"),
]


def test_parts_may_be_periods_or_values_of_a_column():
    corpus = tagged(ROWS)
    by_month = corpus.dispersion(by="month", phrases="cycle").iloc[0]
    assert by_month[["mentions", "range", "parts", "size"]].tolist() == [1, 1, 2, 6]  # 2018 is of no month
    by_outlet = corpus.dispersion(by="outlet", phrases="cycle").iloc[0]
    assert by_outlet[["mentions", "range", "parts", "dp"]].tolist() == [2, 1, 2, 0.5]


def test_a_phrase_that_is_nowhere_has_a_row_without_measures():
    row = tagged(ROWS).dispersion(phrases="absent").iloc[0]
    assert row[["phrase", "zh", "mentions", "range", "parts"]].tolist() == ["absent", "猜测", 0, 0, 4]
    assert row[MEASURES].isna().all()


@pytest.mark.parametrize("by", ["document", "year", "outlet"])
def test_nothing_gives_nothing(by):
    assert tagged([]).dispersion(by=by).empty
    assert tagged([("2020", "a", "")]).dispersion(by=by).empty
    assert tagged([(None, "a", "双循环")]).dispersion(by=by)["range"].tolist() == [int(by != "year")]


def test_a_part_that_is_not_known_is_refused():
    with pytest.raises(PartyspeakError, match=r"by='speaker' is neither a period .* nor a column"):
        tagged(ROWS).dispersion(by="speaker")


@few
@given(corpora(least=1), st.integers(0, 99), st.sampled_from(["document", "year", "month", "outlet"]))
def test_measures_as_over_every_part(corpus, seed, by):
    table = corpus.dispersion(by)
    pd.testing.assert_frame_equal(shuffled(corpus, seed).dispersion(by), table)
    documents = corpus.documents
    if by == "document":
        parts = documents["doc_id"]
    elif by == "outlet":
        parts = documents["outlet"]
    else:
        precise = documents["date_precision"].isin(["month", "day"] if by == "month" else ["year", "month", "day"])
        parts = documents["date"].dt.strftime("%Y-%m" if by == "month" else "%Y").where(precise)
    for row in table.itertuples():
        sizes = documents.groupby(parts)["zh_chars" if row.lang == "zh" else "en_words"].sum()
        sizes = sizes[sizes > 0]
        mine = corpus.mentions.query("phrase == @row.phrase and lang == @row.lang and sure")
        counts = mine["doc_id"].map(parts.set_axis(documents["doc_id"])).value_counts()
        counts = counts.reindex(sizes.index, fill_value=0)
        assert (row.mentions, row.parts) == (counts.sum(), len(sizes))
        if not row.mentions:
            assert np.isnan([row.juillands_d, row.dp, row.dp_norm]).all()
            continue
        assert row.dp == pytest.approx((counts / counts.sum() - sizes / sizes.sum()).abs().sum() / 2)
        if len(sizes) > 1:
            rates = counts / sizes
            variation = rates.std(ddof=0) / rates.mean()
            assert row.juillands_d == pytest.approx(1 - variation / np.sqrt(len(sizes) - 1), abs=1e-9)
            assert row.dp_norm == pytest.approx(row.dp / (1 - sizes.min() / sizes.sum()))


def test_positions_run_through_the_documents_by_date():
    corpus = tagged([("2020", "a", "好，双循环"), (None, "a", "双循环"), ("2019", "b", "好")])
    table = corpus.positions()
    assert table[["doc_id", "date", "document", "start"]].to_numpy().tolist()[0] == [0, "2020", 2, 2]
    assert table["document"].tolist() == [2, 3]
    assert table[["text", "length", "place"]].to_numpy().tolist() == [["双循环", 5, 0.4], ["双循环", 3, 0]]
    assert table["corpus_place"].tolist() == pytest.approx([3 / 9, 6 / 9])
    assert table["date"].isna().tolist() == [False, True]


@few
@given(corpora())
def test_every_mention_has_a_position_in_its_own_document(corpus):
    table = corpus.positions()
    sure = corpus.mentions[corpus.mentions["sure"]]
    columns = ["doc_id", "phrase", "start"]
    assert sorted(table[columns].to_numpy().tolist()) == sorted(sure[columns].to_numpy().tolist())
    assert table["corpus_place"].is_monotonic_increasing
    assert table["place"].between(0, 1, inclusive="left").all()
    assert table["corpus_place"].between(0, 1, inclusive="left").all()


def test_positions_need_the_texts():
    corpus = tagged(ROWS)
    bare = TaggedCorpus(corpus.documents, corpus.mentions, corpus.phrases, corpus.settings, None)
    with pytest.raises(PartyspeakError, match="places are read in the texts"):
        bare.positions()
    assert tagged([]).positions().empty
