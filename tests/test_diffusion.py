"""Who was first, how long the others took, and how many had followed by when."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_corpora import corpora, few, shuffled, tagged

from partyspeak import PartyspeakError
from partyspeak.dates import parse

ROWS = [
    ("2019-01-01", "b", "平常"),
    ("2020-01-01", "a", "双循环"),
    ("2020-01-31", "b", "双循环，双循环"),
    ("2020-02-29", "b", "双循环"),
    ("2020-03-31", "c", "双循环"),
    ("2020-12-31", "d", "平常"),
    (None, "d", "双循环"),
    ("2019-06-01", None, "双循环"),
]


def test_adoptions_by_hand():
    table = tagged(ROWS).adoptions("outlet")
    assert table.to_numpy().tolist() == [
        ["cycle", "a", 1, "2020-01-01", "双循环", 1, 0, 1, "2020-01-01"],
        ["cycle", "b", 2, "2020-01-31", "双循环", 2, 30, 2, "2019-01-01"],
        ["cycle", "c", 3, "2020-03-31", "双循环", 4, 90, 1, "2020-03-31"],
    ]
    columns = ["phrase", "outlet", "rank", "first_date", "form", "doc_id", "days", "documents", "present_since"]
    assert list(table.columns) == columns


@pytest.mark.parametrize(
    ("step", "users", "complete"), [(0, 1, True), (29, 1, True), (30, 2, True), (89, 2, True), (90, 3, True),
                                    (365, 3, True), (366, 3, False)]
)  # fmt: skip
def test_diffusion_by_hand(step, users, complete):
    row = tagged(ROWS).diffusion("outlet", [step]).iloc[0]
    expected = ["cycle", "2020-01-01", "双循环", "a", step, users, 4, users / 4, complete]
    assert row.tolist() == expected  # 2020 has 366 days, and the corpus ends on its last


def test_steps_are_told_in_order():
    table = tagged(ROWS).diffusion("outlet", (365, 30))
    assert table[["step", "users"]].to_numpy().tolist() == [[30, 2], [365, 3]]


@pytest.mark.parametrize(
    ("dates", "ranks", "days"),
    [
        (("2020-01-01", "2020-01-01"), [1, 1], [0, 0]),
        (("2020", "2020-05-01"), [1, 1], [0, 0]),  # the one of 2020 may be later
        (("2020-01-31", "2020-03"), [1, 2], [0, 30]),
        (("2019", "2020"), [1, 2], [0, 1]),
        # Whichever of the first two was first, the third came certainly after it.
        (("2020", "2020-03-05", "2020-06-01"), [1, 1, 3], [0, 0, 88]),
        (("2020", "2020-03", "2020-05"), [1, 1, 3], [0, 0, 31]),
    ],
)
def test_nobody_is_later_unless_certainly(dates, ranks, days):
    rows = [(date, outlet, "双循环") for date, outlet in zip(dates, "abc", strict=False)]
    table = tagged(rows).adoptions("outlet")
    assert table["rank"].tolist() == ranks
    assert table["days"].tolist() == days


def test_a_user_counts_from_whichever_document_was_the_first():
    corpus = tagged([("2020", "a", "双循环"), ("2020-03-05", "a", "双循环"), ("2020-06-01", "b", "双循环")])
    assert corpus.adoptions("outlet")["days"].tolist() == [0, 88]
    assert corpus.diffusion("outlet").iloc[0][["first_by", "users"]].tolist() == ["a", 1]


def test_those_that_share_the_first_rank_are_all_named():
    corpus = tagged([("2020-05", "b", "双循环"), ("2020-05-02", "a", "双循环"), ("2021", "c", "双循环")])
    row = corpus.diffusion("outlet").iloc[0]
    assert row[["first_by", "first_date", "users"]].tolist() == ["b; a", "2020-05", 2]


def test_a_phrase_that_is_nowhere_spread_to_nobody():
    corpus = tagged(ROWS)
    table = corpus.diffusion("outlet", phrases=["absent", "era"])
    assert table[["phrase", "step", "users", "complete"]].to_numpy().tolist()[2:4] == [
        ["absent", 365, 0, False],
        ["era", 30, 0, False],
    ]
    assert table["first_date"].isna().all()
    assert corpus.adoptions("outlet", phrases="absent").empty


def test_nothing_gives_nothing():
    for rows in ([], [("2020", "a", "")]):
        assert tagged(rows).adoptions("outlet").empty
        assert tagged(rows).diffusion("outlet").empty
    undated = tagged([(None, "a", "双循环")])
    assert undated.adoptions("outlet").empty
    assert undated.diffusion("outlet")["users"].tolist() == [0, 0, 0]


def test_what_makes_no_sense_is_refused():
    corpus = tagged(ROWS)
    with pytest.raises(
        PartyspeakError, match=r"over='speaker' is not a column of the documents; the columns are doc_id"
    ):
        corpus.adoptions("speaker")
    with pytest.raises(PartyspeakError, match="over='rank' is a column of the answer"):
        tagged([("2020", 1, "双循环")], columns=("date", "rank", "text")).adoptions("rank")
    for steps in ([], [-1]):
        with pytest.raises(PartyspeakError, match="steps="):
            corpus.diffusion("outlet", steps)


@few
@given(corpora(), st.integers(0, 99))
def test_adoptions_and_diffusion_as_one_by_one(corpus, seed):
    same = ["phrase", "outlet", "rank", "first_date", "days", "documents", "present_since"]
    table = corpus.adoptions("outlet").sort_values(["phrase", "outlet"], ignore_index=True)
    again = shuffled(corpus, seed).adoptions("outlet").sort_values(["phrase", "outlet"], ignore_index=True)
    pd.testing.assert_frame_equal(again[same], table[same])
    documents = corpus.documents[corpus.documents["date"].notna()]
    precision = documents["date_precision"].astype(object).map({"year": 4, "month": 7, "day": 10})
    dates = {
        id: parse(str(date)[:size])
        for id, date, size in zip(documents["doc_id"], documents["date"], precision, strict=True)
    }
    outlet = dict(zip(documents["doc_id"], documents["outlet"], strict=True))
    sure = corpus.mentions[corpus.mentions["sure"] & corpus.mentions["doc_id"].isin(list(dates))]

    def begins(date):
        return date.first_day, date.last_day

    expected = {}
    for phrase, ids in sure.groupby(sure["phrase"].astype(str))["doc_id"]:
        first = min(dates[id].last_day for id in ids)
        for user in {outlet[id] for id in ids}:
            mine = {id for id in ids if outlet[id] == user}
            earliest = min((dates[id] for id in mine), key=begins)
            expected[phrase, user] = (str(earliest), max((earliest.first_day - first).days, 0), len(mine))
    found = {(row.phrase, row.outlet): (row.first_date, row.days, row.documents) for row in table.itertuples()}
    assert found == expected
    for row in corpus.diffusion("outlet", (0, 100, 1000)).itertuples():
        assert row.users == sum(
            days <= row.step for (phrase, _), (_, days, _) in expected.items() if phrase == row.phrase
        )
        assert row.denominator == documents["outlet"].nunique()
