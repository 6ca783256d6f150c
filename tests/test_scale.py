"""Temperature: six tiers by the share of documents, only two of whose lines were ever published."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_corpora import corpora, few, shuffled, tagged

from partyspeak import PartyspeakError
from partyspeak.analysis.periods import period_of
from partyspeak.analysis.scale import TIERS, too_few


def corpus_of(shares, phrase="双循环", size=10_000):
    """A corpus with so many documents, of ``size``, that use the phrase in each year."""
    return tagged([(year, "a", phrase if n < used else "") for year, used in shares.items() for n in range(size)])


HALF = [("2018", "a", "双循环"), ("2018", "a", "")] * 3


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
    rows = [("2018", "a", "双循环。双循环。dual circulation"), *[("2018", "a", "")] * 4]
    row = tagged(rows).scale().iloc[0]
    assert (row["documents"], row["share"]) == (1, 0.2)


def test_tiers_are_in_order():
    table = tagged(HALF).scale()
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
    row = tagged(HALF).scale(cutoffs=cutoffs).iloc[0]
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
        tagged(HALF).scale_jumps(by="outlet")
    with pytest.raises(PartyspeakError, match="least=0"):
        tagged([]).scale_jumps(least=0)


def test_nothing_one_document_and_no_date():
    assert tagged([]).scale().empty
    assert tagged([]).scale_jumps().empty
    assert tagged([(None, "a", "双循环")]).scale()["period"].isna().all()
    assert tagged([(None, "a", "双循环"), *HALF]).scale_jumps().empty


def test_fewer_than_five_documents_have_no_tier():
    with pytest.raises(
        PartyspeakError, match=r"need 5 documents in a year, and these 2 years have 4 at the most.*million"
    ):
        tagged([("2018", "a", "双循环"), *[("2019", "a", "双循环")] * 4]).scale()
    with pytest.raises(PartyspeakError, match=r"in a group, and these 1 groups"):
        tagged([("2018", "a", "双循环")]).scale(by="outlet", cutoffs=[0.9, 0.8, 0.7, 0.6, 0.5])
    few = [("2017", "a", "双循环"), *HALF, *[("2019", "a", "双循环")] * 4, *[("2020", "a", "")] * 5]
    table = tagged(few).scale().set_index("period")
    assert table["tier_en"].fillna("").to_dict() == {"2017": "", "2018": "blazing", "2019": "", "2020": ""}
    assert table.loc[["2017", "2019"], "basis"].tolist() == ["too few documents"] * 2
    assert table["share"].tolist() == [1, 0.5, 1, 0]
    # A jump is between periods that have tiers.
    jumps = tagged(few).scale_jumps(phrases="cycle")
    assert jumps[["from_period", "to_period", "steps"]].to_numpy().tolist() == [["2018", "2020", -6]]


@few
@given(
    corpora(most=16, dates=[None, "2018-03", "2018-03-05"]),
    st.integers(0, 99),
    st.sampled_from(["year", "month", "outlet"]),
)
def test_shares_are_those_of_a_count_one_by_one(corpus, seed, by):
    if too_few(period_of(corpus.documents, by).value_counts().to_numpy(), by):
        with pytest.raises(PartyspeakError, match="the tiers need 5 documents"):
            corpus.scale(by=by)
        return
    table = shuffled(corpus, seed).scale(by=by)
    pd.testing.assert_frame_equal(table, corpus.scale(by=by))
    assert (table["tier"].isna() == ((table["share"] == 0) | (table["denominator"] < 5))).all()
    if by == "outlet":
        sure = corpus.mentions[corpus.mentions["sure"]].merge(corpus.documents[["doc_id", "outlet"]], on="doc_id")
        for row in table.itertuples():
            mine = sure[(sure["phrase"] == row.phrase) & (sure["outlet"] == row.outlet)]
            assert row.documents == mine["doc_id"].nunique()
            assert row.denominator == (corpus.documents["outlet"] == row.outlet).sum()
