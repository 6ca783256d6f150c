"""Temperature: six tiers by the share of documents, only two of whose lines were ever published."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_corpora import corpora, few, shuffled, tagged

from partyspeak import PartyspeakError
from partyspeak.analysis.scale import TIERS


def corpus_of(shares, phrase="双循环", size=10_000):
    """A corpus with so many documents, of ``size``, that use the phrase in each year."""
    return tagged([(year, "a", phrase if n < used else "") for year, used in shares.items() for n in range(size)])


@pytest.mark.parametrize(
    ("used", "tier", "english", "basis"),
    [
        (518, "沸", "blazing", "China Media Project"),
        (517, "烫", "red hot", "China Media Project"),
        (129, "烫", "red hot", "China Media Project"),
        (128, "热", "hot", "partyspeak"),
        (32, "热", "hot", "partyspeak"),
        (31, "暖", "warm", "partyspeak"),
        (8, "暖", "warm", "partyspeak"),
        (7, "温", "tepid", "partyspeak"),
        (2, "温", "tepid", "partyspeak"),
        (1, "冷", "cold", "partyspeak"),
        (0, None, None, None),
    ],
)
def test_where_the_lines_are(used, tier, english, basis):
    row = corpus_of({"2018": used}).scale(phrases="cycle").astype(object).iloc[0]
    assert (row["documents"], row["denominator"], row["share"]) == (used, 10_000, used / 10_000)
    found = [None if pd.isna(value) else value for value in row[["tier", "tier_en", "basis"]]]
    assert found == [tier, english, basis]


def test_only_two_lines_are_the_projects():
    assert [tier.cutoff for tier in TIERS if tier.basis == "China Media Project"] == [0.0518, 0.0129]


def test_a_document_counts_once_whatever_the_language():
    row = tagged([("2018", "a", "双循环。双循环。dual circulation"), ("2018", "a", "")]).scale().iloc[0]
    assert (row["documents"], row["share"]) == (1, 0.5)


def test_tiers_are_in_order():
    table = tagged([("2018", "a", "双循环"), ("2018", "a", "")]).scale()
    assert (table["tier"] > "冷").all()
    assert table["tier"].max() == "沸"


@pytest.mark.parametrize(
    ("cutoffs", "tier", "basis"),
    [
        ({"沸": 0.6}, "烫", "China Media Project"),
        ({"blazing": 0.6, "red hot": 0.55}, "热", "partyspeak"),
        ({"hot": 0.01}, "沸", "China Media Project"),
        ([0.9, 0.8, 0.7, 0.6, 0.5], "温", "given"),
        ([0.9, 0.8, 0.7, 0.6, 0.51], "冷", "partyspeak"),
    ],
)
def test_cut_offs_may_be_your_own(cutoffs, tier, basis):
    row = tagged([("2018", "a", "双循环"), ("2018", "a", "")]).scale(cutoffs=cutoffs).iloc[0]
    assert (row["tier"], row["basis"]) == (tier, basis)


@pytest.mark.parametrize(
    ("cutoffs", "says"),
    [
        ([0.1, 0.2], r"must be 5 shares, from blazing down to tepid"),
        ("hot", r"must be 5 shares"),
        ({"boiling": 0.1}, r"'boiling' is no tier with a cut-off; those are 沸, blazing, 烫"),
        ({"冷": 0.1}, r"no tier with a cut-off"),
        ([0.1, 0.2, 0.3, 0.4, 0.5], r"each below the one before"),
        ({"热": 0.02}, r"each below the one before"),
        ({"沸": 5.18}, r"at most 1"),
    ],
)
def test_cut_offs_that_are_none_are_refused(cutoffs, says):
    with pytest.raises(PartyspeakError, match=says):
        tagged([]).scale(cutoffs=cutoffs)


def test_jumps_are_from_one_year_with_documents_to_the_next():
    corpus = corpus_of({"2018": 0, "2019": 1, "2021": 60, "2022": 70, "2023": 3}, size=1000)
    table = corpus.scale_jumps(phrases=["cycle", "absent"])
    assert table[["phrase", "from_period", "to_period", "steps"]].to_numpy().tolist() == [
        ["cycle", "2018", "2019", 3], ["cycle", "2019", "2021", 3], ["cycle", "2022", "2023", -3],
    ]  # fmt: skip
    assert table["to_tier"].tolist() == ["暖", "沸", "暖"]
    assert pd.isna(table.loc[0, "from_tier"])
    assert table["to_share"].tolist() == [0.001, 0.06, 0.003]
    assert len(corpus.scale_jumps(least=3)) == 3
    assert corpus.scale_jumps(least=4).empty


def test_jumps_need_periods():
    with pytest.raises(PartyspeakError, match="between periods"):
        tagged([("2018", "a", "双循环")]).scale_jumps(by="outlet")
    with pytest.raises(PartyspeakError, match="least=0"):
        tagged([]).scale_jumps(least=0)


def test_nothing_one_document_and_no_date():
    assert tagged([]).scale().empty
    assert tagged([]).scale_jumps().empty
    assert tagged([(None, "a", "双循环")]).scale()["period"].isna().all()
    assert tagged([(None, "a", "双循环"), ("2018", "a", "双循环")]).scale_jumps().empty


@few
@given(corpora(), st.integers(0, 99), st.sampled_from(["year", "month", "outlet"]))
def test_shares_are_those_of_a_count_one_by_one(corpus, seed, by):
    table = shuffled(corpus, seed).scale(by=by)
    pd.testing.assert_frame_equal(table, corpus.scale(by=by))
    assert (table["tier"].isna() == (table["share"] == 0)).all()
    if by == "outlet":
        sure = corpus.mentions[corpus.mentions["sure"]].merge(corpus.documents[["doc_id", "outlet"]], on="doc_id")
        for row in table.itertuples():
            mine = sure[(sure["phrase"] == row.phrase) & (sure["outlet"] == row.outlet)]
            assert row.documents == mine["doc_id"].nunique()
            assert row.denominator == (corpus.documents["outlet"] == row.outlet).sum()
