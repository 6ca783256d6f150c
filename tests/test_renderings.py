"""Forms over time, the lead that passes from one to another, and forms with a part left out."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_corpora import corpora, few, shuffled, tagged

from partyspeak import Lexicon, PartyspeakError, Tagger, tag
from partyspeak.analysis.renderings import OTHER, _part_left_out

DESTINY, FUTURE = "community of common destiny", "community with a shared future"


def years(*counts, first=2012):
    """So many mentions of the old rendering and of the new one, year by year."""
    return tagged([
        (str(first + year), "a", ". ".join([DESTINY] * old + [FUTURE] * new)) for year, (old, new) in enumerate(counts)
    ])  # fmt: skip


def test_shares_are_of_the_mentions_of_the_phrase_in_the_period():
    corpus = tagged([
        ("2012", "a", f"{DESTINY}. {DESTINY}. 人类命运共同体"), ("2013", "b", f"{DESTINY}. {FUTURE}. {FUTURE}"),
        ("2014", "b", "没有"), (None, "b", FUTURE),
    ])  # fmt: skip
    table = corpus.renderings(lang="en").astype(object)
    rows = table.where(table.notna(), None)[["period", "form", "mentions", "documents", "share", "denominator"]]
    assert rows.to_numpy().tolist() == [
        ["2012", DESTINY, 2, 1, 1, 2], ["2012", FUTURE, 0, 0, 0, 2],
        ["2013", DESTINY, 1, 1, 1 / 3, 3], ["2013", FUTURE, 2, 1, 2 / 3, 3],
        ["2014", DESTINY, 0, 0, None, 0], ["2014", FUTURE, 0, 0, None, 0],
        [None, DESTINY, 0, 0, 0, 1], [None, FUTURE, 1, 1, 1, 1],
    ]  # fmt: skip
    by_whom = corpus.renderings(by="outlet", lang="en")
    assert by_whom[["outlet", "mentions"]].to_numpy().tolist() == [["a", 2], ["a", 0], ["b", 1], ["b", 3]]
    assert corpus.renderings(by="outlet")["denominator"].tolist() == [2, 2, 1, 4, 4, 0]


def test_forms_may_be_told_apart_by_what_they_hold():
    corpus = years((2, 1))
    table = corpus.renderings(wordings=["Shared Future"])
    assert table[["form", "mentions"]].to_numpy().tolist() == [["Shared Future", 1], [OTHER, 2]]
    table = corpus.renderings(wordings=["shared", "community"])
    assert table[["form", "mentions"]].to_numpy().tolist() == [["shared", 1], ["community", 2]]
    assert corpus.renderings(wordings=["没有"]).empty
    with pytest.raises(PartyspeakError, match="must be a list"):
        corpus.renderings(wordings="shared future")


@pytest.mark.parametrize(
    ("counts", "found"),
    [
        ([(2, 0), (2, 1), (1, 2)], [("old", "new", "2013", "2014", True)]),
        ([(2, 0), (1, 1), (0, 0), (0, 1)], [("old", "new", "2012", "2015", True)]),
        ([(0, 1), (0, 2)], []),  # it never led
        ([(1, 1), (1, 1)], []),
        (
            [(1, 0), (0, 1), (1, 0)],
            [("old", "new", "2012", "2013", False), ("new", "old", "2013", "2014", True)],
        ),
    ],
)
def test_the_lead_passes_when_the_other_has_more(counts, found):
    table = years(*counts).overtakings()
    names = {DESTINY: "old", FUTURE: "new"}
    columns = ["overtaken", "overtaking", "led_until", "period", "for_good"]
    table = table.assign(overtaken=table["overtaken"].map(names), overtaking=table["overtaking"].map(names))
    assert list(table[columns].itertuples(index=False, name=None)) == found


def test_an_overtaking_says_how_many_and_may_ask_for_a_least_number():
    corpus = years((2, 0), (1, 3))
    row = corpus.overtakings().iloc[0]
    assert (row["phrase"], row["lang"], row["mentions_overtaken"], row["mentions_overtaking"]) == ("future", "en", 1, 3)
    assert len(corpus.overtakings(least=3)) == 1
    assert corpus.overtakings(least=4).empty
    by_wording = corpus.overtakings(wordings=["destiny", "future"])
    assert by_wording[["overtaken", "overtaking"]].to_numpy().tolist() == [["destiny", "future"]]


def test_the_finer_the_period_the_nearer_the_date():
    rows = [("2017-01-18", "a", DESTINY), ("2017-10-18", "a", FUTURE), (None, "a", FUTURE)]
    assert tagged(rows).overtakings(by="month")["period"].tolist() == ["2017-10"]
    assert tagged(rows).overtakings(by="day")["period"].tolist() == ["2017-10-18"]
    assert tagged(rows).overtakings(by="year").empty  # one each
    with pytest.raises(PartyspeakError, match="is not a period"):
        tagged(rows).overtakings(by="outlet")


@pytest.mark.parametrize(
    ("long", "short", "lang", "part"),
    [
        ("习近平新时代中国特色社会主义思想", "新时代中国特色社会主义思想", "zh", "习近平"),
        ("艰苦奋斗精神", "艰苦奋斗", "zh", "精神"),
        ("人的自由全面发展", "人的全面发展", "zh", "自由"),
        ("全面发展", "全面发展", "zh", ""),
        ("双循环", "循双环", "zh", ""),
        ("人的自由而全面的发展", "人的全面发展", "zh", ""),  # two pieces
        ("新发展格局", "新发展理念", "zh", ""),
        ("the new normal", "new normal", "en", "the"),
        ("new normality", "new normal", "en", ""),  # a piece of a word is no part
        ("hard work and plain living", "plain living", "en", "hard work and"),
        ("abab", "ab", "zh", "ab"),
    ],
)
def test_the_part_that_is_left_out(long, short, lang, part):
    assert _part_left_out(long, short, lang) == part
    assert _part_left_out(short, long, lang) == ""


def test_with_and_without_the_name(write_lexicon):
    lexicon: Lexicon = write_lexicon('[t]\nzh = "习近平外交思想"\nzh_forms = ["外交思想"]\n')
    docs = pd.DataFrame({
        "date": ["2018-06", "2019", "2019-05-01", "2020"],
        "text": ["习近平外交思想", "外交思想，外交思想", "习近平外交思想", "没有"],
    })  # fmt: skip
    row = tag(docs, tagger=Tagger(lexicon)).shortenings().iloc[0]
    assert row.tolist() == [
        "t", "zh", "习近平外交思想", "外交思想", "习近平", 2, 2, 0.5, "2018-06", "2019-05-01", "2019", "2019",
    ]  # fmt: skip


def test_nothing_gives_nothing():
    corpus = tagged([])
    assert corpus.renderings().empty
    assert corpus.overtakings().empty
    assert corpus.shortenings().empty
    assert list(corpus.renderings().columns)[:4] == ["period", "phrase", "lang", "form"]
    assert tagged([("2012", "a", "没有")]).renderings(wordings=["x"]).empty


@few
@given(corpora(), st.integers(0, 99), st.sampled_from(["year", "month", "outlet"]))
def test_shares_add_up(corpus, seed, by):
    table = corpus.renderings(by=by)
    pd.testing.assert_frame_equal(shuffled(corpus, seed).renderings(by=by), table)
    assert table["mentions"].sum() == corpus.mentions["sure"].sum()
    name = "outlet" if by == "outlet" else "period"
    sums = table.groupby([name, "phrase", "lang"], dropna=False)[["share", "mentions"]].sum()
    assert sums.loc[sums["mentions"] > 0, "share"].to_numpy() == pytest.approx(1)
    plain = corpus.frequency(by=by).set_index([name, "phrase", "lang"])["mentions"]
    assert sums["mentions"].tolist() == plain.tolist()


@few
@given(corpora(pieces=[DESTINY, FUTURE, "plain words"], dates=["2012", "2013", "2014", None]))
def test_overtakings_are_those_of_a_count_year_by_year(corpus):
    led, found = None, []
    table = corpus.documents.merge(corpus.mentions, on="doc_id", suffixes=("", "_"))
    for year in ("2012", "2013", "2014"):
        forms = table.loc[table["date"].dt.year.eq(int(year)), "form"].astype(str).tolist()
        old, new = forms.count(DESTINY), forms.count(FUTURE)
        leads = DESTINY if old > new else FUTURE if new > old else None
        if led and leads and led != leads:
            found.append([led, leads, year])
        led = leads or led
    assert corpus.overtakings()[["overtaken", "overtaking", "period"]].to_numpy().tolist() == found
