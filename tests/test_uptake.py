"""From the first mention to the tenth document, and what never came into use."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_corpora import corpora, few, shuffled, tagged

from partyspeak import PartyspeakError, Tagger, tag

ROWS = [
    ("2021-01-10", "a", "双循环"),
    ("2021-01-01", "b", "双循环。双循环。双循环"),
    (None, "a", "双循环"),
    ("2021-03", "a", "双循环"),
    ("2020", "a", "新时代"),
]


@pytest.mark.parametrize(
    ("step", "reached", "days"),
    [(1, "2021-01-01", 0), (2, "2021-01-10", 9), (3, "2021-03", 59), (4, None, None)],
)
def test_documents_are_counted_not_mentions(step, reached, days):
    row = tagged(ROWS).uptake([step], phrases="cycle").astype(object).iloc[0]
    assert (row["first_date"], row["documents"], row["step"]) == ("2021-01-01", 3, step)
    assert [None if pd.isna(value) else value for value in row[["reached_date", "days"]]] == [reached, days]


def test_each_step_has_a_row_and_so_has_a_phrase_that_was_asked_for():
    table = tagged(ROWS).uptake([3, 1], phrases=["absent", "era"])
    assert table[["phrase", "step", "documents"]].to_numpy().tolist() == [
        ["absent", 1, 0], ["absent", 3, 0], ["era", 1, 1], ["era", 3, 1],
    ]  # fmt: skip
    assert table["first_date"].fillna("").tolist() == ["", "", "2020", "2020"]
    assert table["doc_id"].tolist()[2] == 4


def test_by_a_column():
    table = tagged(ROWS).uptake([2], by="outlet", phrases="cycle")
    assert table[["outlet", "documents"]].to_numpy().tolist() == [["a", 2], ["b", 1]]
    assert table["reached_date"].fillna("").tolist() == ["2021-03", ""]


@pytest.mark.parametrize("steps", [[], [0], [10, -1]])
def test_steps_must_be_counts(steps):
    with pytest.raises(PartyspeakError, match="each 1 or more"):
        tagged(ROWS).uptake(steps)


def test_nothing_gives_nothing():
    assert tagged([]).uptake().empty
    assert tagged([(None, "a", "双循环")]).uptake([1])["first_date"].isna().all()


@few
@given(corpora(), st.integers(0, 99))
def test_the_first_step_is_the_first_appearance(corpus, seed):
    step = shuffled(corpus, seed).uptake([1]).set_index("phrase")
    first = corpus.first_appearances().set_index("phrase")["first_date"]
    assert step["first_date"].dropna().to_dict() == first.dropna().to_dict()
    assert (step["days"].dropna() == 0).all()


@few
@given(corpora(dates=["2018-03-05", "2020-02-29", "2020-03-01"]), st.integers(1, 4))
def test_days_are_those_between_sorted_dates(corpus, step):
    sure = corpus.mentions[corpus.mentions["sure"]]
    for row in corpus.uptake([step]).itertuples():
        dates = sorted(sure.loc[sure["phrase"] == row.phrase].drop_duplicates("doc_id")["date"])
        assert row.documents == len(dates)
        if len(dates) < step:
            assert pd.isna(row.days)
        else:
            assert row.days == (dates[step - 1] - dates[0]).days


def test_what_is_never_used():
    corpus = tagged([("2020", "a", "双循环新发展格局"), ("2021", "b", "a new era")])
    table = corpus.never_used()
    assert table[["phrase", "left_out"]].to_numpy().tolist() == [["era", 1], ["future", 0], ["absent", 0]]
    assert table["domain"].tolist() == ["ideology", "diplomacy", ""]
    assert corpus.never_used(sure_only=False)["phrase"].tolist() == ["future", "absent"]
    assert corpus.never_used(nested=False, phrases=["cycle", "pattern"])["phrase"].tolist() == ["cycle"]
    assert corpus.never_used(where="outlet == 'b'", phrases="cycle")["left_out"].tolist() == [1]
    assert len(tagged([]).never_used()) == 5


def test_refused_hits_are_no_use(write_lexicon):
    tagger = Tagger(write_lexicon('[r]\nzh = "三个代表"\nnot_zh = ["三个代表团"]\n'))
    corpus = tag(["三个代表团"], tagger=tagger, keep_rejected=True)
    assert corpus.never_used()["left_out"].tolist() == [0]
    assert corpus.frequency(sure_only=False).empty


@few
@given(corpora())
def test_used_and_never_used_are_the_whole_lexicon(corpus):
    used = set(corpus.frequency()["phrase"])
    never = corpus.never_used()["phrase"].tolist()
    assert used.isdisjoint(never)
    assert used | set(never) == set(corpus.phrases["id"])
