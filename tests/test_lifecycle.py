"""New, rising, steady, fading, gone, returned: a rule that a reader can follow with a pencil."""

import itertools
import sys

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from small_corpora import corpora, few, shuffled, tagged

from partyspeak import PartyspeakError, between

SIZE = 4


def yearly(*used, first=2010, size=SIZE):
    """So many of ``size`` documents use 双循环 in 2010, 2011, …"""
    years = [(str(first + year), number) for year, number in enumerate(used)]
    return tagged([(year, "a", "双循环" if n < number else "") for year, number in years for n in range(size)])


@pytest.mark.parametrize(
    ("used", "status"),
    [
        ((0, 2, 2, 2, 2), "steady"),
        ((0, 2, 2, 2, 3), "steady"),  # 0.625 against 0.5
        ((0, 2, 2, 3, 3), "rising"),  # 0.75 is one and a half times 0.5
        ((3, 3, 3, 2, 2), "fading"),
        ((4, 4, 4, 3, 3), "steady"),
        ((2, 2, 2, 0, 0), "gone"),
        ((2, 2, 2, 0, 1), "fading"),
        ((0, 0, 0, 1, 4), "new"),
        ((0, 0, 0, 0, 1), "new"),
        ((0, 0, 1, 0, 1), "fading"),  # one empty year is no gap
        ((0, 1, 0, 0, 1), "returned"),
        ((1, 0, 0, 1, 1), "returned"),
        ((1, 0, 0, 2, 0), "returned"),
        ((1, 0, 0, 2, 0, 2), "steady"),  # it came back before the present
        ((4, 4), None),  # no past
        ((4,), None),
    ],
)
def test_the_status_by_the_rule(used, status):
    row = yearly(*used).lifecycle(phrases="cycle").astype(object).iloc[0]
    assert (None if pd.isna(row["status"]) else row["status"]) == status


@pytest.mark.parametrize(
    ("used", "peak", "half_life"),
    [
        ((1, 4, 3, 2, 1), "2011", 2),
        ((1, 4, 3, 3, 3), "2011", None),
        ((4, 4, 0, 4, 4), "2010", 2),
        ((0, 0, 0, 0, 1), "2014", None),
        ((1, 0, 0, 0, 0), "2010", 1),
    ],
)
def test_peak_and_half_life(used, peak, half_life):
    row = yearly(*used).lifecycle(phrases="cycle").astype(object).iloc[0]
    assert (row["peak_period"], row["peak_share"]) == (peak, max(used) / SIZE)
    assert (None if pd.isna(row["half_life"]) else row["half_life"]) == half_life


def test_the_half_life_is_in_calendar_periods():
    rows = [("2010-01-05", "a", "双循环"), ("2010-04-01", "a", "没有")]
    for by, steps in {"month": 3, "quarter": 1, "day": 86}.items():
        assert tagged(rows).lifecycle(by=by, phrases="cycle")["half_life"].tolist() == [steps]


@pytest.mark.parametrize(
    ("used", "gap", "gaps", "longest"),
    [
        ((1, 0, 1, 0, 0, 1, 0), 2, 1, 2),
        ((1, 0, 1, 0, 0, 1, 0), 1, 2, 2),
        ((1, 0, 1, 0, 0, 1, 0), 3, 0, 2),
        ((0, 0, 1, 1, 0, 0, 0), 2, 0, 0),  # before the first use and after the last there is no gap
    ],
)
def test_gaps_lie_between_uses(used, gap, gaps, longest):
    row = yearly(*used).lifecycle(phrases="cycle", gap=gap).iloc[0]
    assert (row["gaps"], row["longest_gap"]) == (gaps, longest)


@pytest.mark.parametrize(
    ("last", "end", "months"),
    [
        ("2020-01-01", "2020-01-31", 0),
        ("2020-01-01", "2020-03-31", 2),
        ("2020-01-01", "2022-01-01", 24),
        ("2020", "2022-01-01", 12),  # it may have been on the last day of 2020
        ("2020", "2020", 0),
    ],
)
def test_months_since_the_last_use_are_those_that_are_certain(last, end, months):
    row = tagged([(last, "a", "双循环"), (end, "a", "没有")]).lifecycle(phrases="cycle").iloc[0]
    assert row["months_since_last"] == months


def test_first_and_last_keep_the_precision_of_their_documents():
    rows = [
        ("2018-03-05", "a", "双循环"),
        ("2018", "a", "双循环"),
        ("2018-12-01", "a", "双循环"),
        (None, "a", "双循环"),
    ]
    row = tagged(rows).lifecycle(phrases="cycle").iloc[0]
    assert (row["first_date"], row["last_date"], row["documents"]) == ("2018", "2018", 3)


def test_a_phrase_without_a_date_has_no_life():
    table = tagged([(None, "a", "双循环"), ("2018", "a", "新时代")]).lifecycle(phrases=["absent", "cycle"])
    assert table["documents"].tolist() == [0, 0]
    assert table[["first_date", "last_date", "peak_period", "status"]].isna().all(axis=None)
    assert tagged([]).lifecycle().empty
    assert tagged([]).lifecycle(phrases="cycle")["documents"].tolist() == [0]


@pytest.mark.parametrize("choices", [{"by": "outlet"}, {"recent": 0}, {"gap": 0}, {"factor": 1}])
def test_what_makes_no_sense_is_refused(choices):
    with pytest.raises(PartyspeakError, match=r"outlet|recent=0|gap=0|factor=1 above"):
        yearly(1, 2).lifecycle(**choices)


@few
@given(corpora(), st.integers(0, 99))
def test_order_changes_nothing_and_ends_are_the_extremes(corpus, seed):
    table = corpus.lifecycle()
    # Which of two wordings of one day is shown depends on which document stands first.
    again = shuffled(corpus, seed).lifecycle()
    pd.testing.assert_frame_equal(again.drop(columns="form"), table.drop(columns="form"))
    first = corpus.first_appearances().dropna(subset="first_date").set_index("phrase")["first_date"]
    assert table.dropna(subset="first_date").set_index("phrase")["first_date"].to_dict() == first.to_dict()
    assert (table["peak_share"].dropna() > 0).all()


def test_what_was_dropped():
    rows = [
        ("2018", "a", "双循环。双循环。新时代"), ("2018", "a", "双循环"), ("2017", "b", ""), ("2016", "b", "双循环"),
        ("2020", "a", "新时代"), ("2021", "a", ""), (None, "a", "人类命运共同体"),
    ]  # fmt: skip
    table = tagged(rows).dropped(between(last="2018"), between("2019"))
    row = table.iloc[0]
    assert len(table) == 1
    assert row[["phrase", "mentions_before", "documents_before", "of_before", "of_after"]].tolist() == [
        "cycle",
        4,
        3,
        4,
        2,
    ]
    assert row["last_date"] == "2018"
    assert pd.isna(row["chance"])  # four documents are no past to learn from
    assert tagged(rows).dropped("outlet == 'b'", "outlet == 'a'").empty
    assert tagged(rows).dropped(0, 4)["phrase"].tolist() == ["cycle"]
    assert tagged(rows).dropped(0, 4, phrases="era").empty
    assert tagged(rows).dropped(between(last="2018"), between("2019"), where="outlet == 'a'")["of_before"].tolist() == [
        2
    ]


def test_groups_must_be_apart():
    with pytest.raises(PartyspeakError, match="share 1 documents"):
        yearly(1, 1, size=1).dropped(between("2010"), between("2011"))
    with pytest.raises(PartyspeakError, match="no document among 2"):
        yearly(1, 1, size=1).dropped(between("2010", "2010"), between("2012"))


def test_a_change_of_level_is_found():
    row = yearly(1, 1, 1, 3, 3, 3).change_points(phrases="cycle").iloc[0]
    assert (row["period"], row["share_before"], row["share_after"]) == ("2013", 0.25, 0.75)
    assert row["explained"] == pytest.approx(1)


@pytest.mark.parametrize("used", [(1, 1, 1, 1), (1, 2, 3), (2,), ()])
def test_no_change_and_too_few_periods_give_no_point(used):
    table = yearly(*used).change_points(phrases="cycle")
    assert table[["period", "share_before", "share_after", "explained"]].isna().all(axis=None)


@few
@given(st.lists(st.integers(0, SIZE), min_size=4, max_size=9), st.integers(1, 2))
def test_the_split_is_the_one_of_least_squares(used, least):
    assume(len(set(used)) > 1)
    share = np.array(used) / SIZE

    def left(split):
        return sum(((part - part.mean()) ** 2).sum() for part in (share[:split], share[split:]))

    row = yearly(*used).change_points(phrases="cycle", least=least).iloc[0]
    lowest = min(left(split) for split in range(least, len(share) - least + 1))
    assert left(int(row["period"]) - 2010) == pytest.approx(lowest, abs=1e-9)
    assert row["explained"] == pytest.approx(1 - lowest / ((share - share.mean()) ** 2).sum())


def test_without_ruptures_the_message_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "ruptures", None)
    with pytest.raises(PartyspeakError, match=r"pip install '\.\[analysis\]'"):
        yearly(1, 1, 3, 3).change_points()


def test_statuses_are_told_apart_for_every_short_life():
    """Every life of five years: used or not, the status follows the rule as written."""
    for used in itertools.product((0, 1), repeat=5):
        table = yearly(*used, size=1).lifecycle(phrases="cycle")
        status = table["status"].astype(object).iloc[0]
        past, present = used[:3], used[3:]
        if not any(used):
            assert pd.isna(status)
        elif not any(present):
            assert status == "gone"
        elif not any(past):
            assert status == "new"
        else:
            wait = 3 + present.index(1) - max(year for year in range(3) if past[year]) - 1
            assert (status == "returned") == (wait >= 2)


def test_the_chance_of_absence_is_learnt_from_the_documents_before():
    # Two phrases are said three times in every document, another once in every second one.
    one = "双循环。" * 3 + "人类命运共同体。" * 3
    both = one + "新时代。"
    rows = [(str(year), "a", both if year % 2 else one) for year in range(1901, 2002)]
    last = ("2002", "a", "平")
    table = tagged([*rows, last]).dropped(100, 101).set_index("phrase")
    assert table.loc["cycle", "chance"] < 0.3 < 0.6 < table.loc["era", "chance"] <= 1


def test_without_an_order_in_time_there_is_no_chance_of_absence():
    rows = [(str(year), "a" if year % 2 else "b", "双循环。新时代。" if year % 2 else "") for year in range(1901, 2002)]
    table = tagged(rows).dropped("outlet == 'a'", "outlet == 'b'")
    assert len(table) == 2
    assert table["chance"].isna().all()
