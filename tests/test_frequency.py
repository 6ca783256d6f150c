"""Rates, intervals, windows and sums, against counts by hand and by brute force."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, chi2
from small_corpora import corpora, few, shuffled, tagged

from partyspeak import PartyspeakError
from partyspeak.analysis.intervals import poisson, wilson

ROWS = [
    ("2018-03", "a", "双循环。双循环"),
    ("2019", "a", "平常的话"),
    ("2020-02-29", "b", "双循环。dual circulation"),
    ("2024-01-01", "b", "双循环新发展格局"),
    (None, "b", "双循环"),
]


MIXED = (
    ("2020-05-22", "a", "双循环双循环四五六"),
    ("2020-08", "a", "一二三"),
    ("2022", "b", "二〇二二年的工作"),
    ("2023-01-01", "b", "双循环 dual circulation and more"),
    (None, "b", "双循环"),
)


@pytest.mark.parametrize(
    ("by", "counts"),
    [
        ("year", {"2020": 2, "2022": 0, "2023": 1, None: 1}),
        ("quarter", {"2020Q2": 2, "2020Q3": 0, "2023Q1": 1, None: 1}),
        ("month", {"2020-05": 2, "2020-08": 0, "2023-01": 1, None: 1}),
        ("day", {"2020-05-22": 2, "2023-01-01": 1, None: 1}),
        ("outlet", {"a": 2, "b": 2}),
    ],
)
def test_periods_with_documents_have_a_row_even_without_a_mention(by, counts):
    table = tagged(MIXED).frequency(by=by)
    name = "outlet" if by == "outlet" else "period"
    chinese = table[table["lang"] == "zh"]
    assert chinese[name].astype(object).where(chinese[name].notna(), None).tolist() == list(counts)
    assert chinese["mentions"].tolist() == list(counts.values())


def test_no_mention_is_lost():
    corpus = tagged(MIXED)
    for by in ("year", "quarter", "month", "day", "outlet"):
        assert corpus.frequency(by=by)["mentions"].sum() == len(corpus.mentions)


def test_rates_have_the_right_denominators():
    corpus = tagged(MIXED)
    million = corpus.frequency(per="million").set_index(["period", "lang"])["rate"]
    assert million["2020", "zh"] == pytest.approx(2e6 / 12)
    assert million["2023", "zh"] == pytest.approx(1e6 / 3)
    assert million["2023", "en"] == pytest.approx(1e6 / 4)
    assert pd.isna(million["2020", "en"])  # no English words, so no rate
    documents = corpus.frequency(per="documents").set_index(["period", "lang"])
    assert documents.loc[("2020", "zh"), "rate"] == 0.5
    assert documents.loc[("2020", "zh"), "documents"] == 1


def test_unknown_periods_and_rates_name_what_there_is():
    corpus = tagged(MIXED)
    with pytest.raises(PartyspeakError, match=r"neither a period .*outlet"):
        corpus.frequency(by="week")
    with pytest.raises(PartyspeakError, match="documents"):
        corpus.frequency(per="percent")


def by_period(corpus, column="mentions", **choices):
    table = corpus.frequency(phrases="cycle", lang="zh", **choices)
    return dict(zip(table["period"].fillna("none"), table[column].tolist(), strict=True))


@pytest.mark.parametrize(
    ("choices", "counts"),
    [
        ({}, [2, 0, 1, 1, 1]),
        ({"nested": False}, [2, 0, 1, 0, 1]),
        ({"window": 1}, [2, 0, 1, 1, 1]),
        ({"window": 2}, [2, 2, 1, 1, 1]),  # 2023 has no document, and 2024 reaches no further back
        ({"window": 5}, [2, 2, 3, 2, 1]),  # 2020 to 2024
        ({"cumulative": True}, [2, 2, 3, 4, 1]),  # the undated one is never summed
    ],
)
def test_windows_reach_over_calendar_periods(choices, counts):
    expected = dict(zip(["2018", "2019", "2020", "2024", "none"], counts, strict=True))
    assert by_period(tagged(ROWS), **choices) == expected


@pytest.mark.parametrize(
    ("by", "window", "counts"),
    [
        ("quarter", 9, {"2018Q1": 2, "2020Q1": 3, "2024Q1": 1, "none": 1}),
        ("quarter", 8, {"2018Q1": 2, "2020Q1": 1, "2024Q1": 1, "none": 1}),
        ("month", 24, {"2018-03": 2, "2020-02": 3, "2024-01": 1, "none": 1}),
        ("month", 23, {"2018-03": 2, "2020-02": 1, "2024-01": 1, "none": 1}),
        ("day", 1403, {"2020-02-29": 1, "2024-01-01": 2, "none": 3}),
        ("day", 1402, {"2020-02-29": 1, "2024-01-01": 1, "none": 3}),
    ],
)
def test_windows_of_every_period(by, window, counts):
    assert by_period(tagged(ROWS), by=by, window=window) == counts


def test_rates_of_windows_are_over_the_documents_of_the_window():
    shares = by_period(tagged(ROWS), "rate", per="documents", window=2)
    assert shares == {"2018": 1, "2019": 0.5, "2020": 0.5, "2024": 1, "none": 1}
    sizes = by_period(tagged(ROWS), "denominator", per="million", cumulative=True)
    assert sizes == {"2018": 6, "2019": 10, "2020": 13, "2024": 21, "none": 3}


def test_every_rate_says_its_denominator():
    table = tagged(ROWS).frequency(phrases="cycle", per="million").set_index(["period", "lang"])
    assert table.loc[("2020", "zh"), ["denominator", "unit"]].tolist() == [3, "Chinese characters"]
    assert table.loc[("2020", "en"), ["denominator", "unit"]].tolist() == [2, "English words"]
    assert table.loc[("2018", "en"), "denominator"] == 0
    assert pd.isna(table.loc[("2018", "en"), "rate"])
    assert set(tagged(ROWS).frequency(per="documents")["unit"]) == {"documents"}


@pytest.mark.parametrize(("successes", "trials"), [(0, 10), (1, 10), (5, 10), (10, 10), (3, 2000)])
@pytest.mark.parametrize("confidence", [0.8, 0.95, 0.99])
def test_wilson_is_that_of_scipy(successes, trials, confidence):
    expected = binomtest(successes, trials).proportion_ci(confidence, method="wilson")
    low, high = wilson(np.array([successes]), np.array([trials]), confidence)
    assert (low[0], high[0]) == pytest.approx(tuple(expected), abs=1e-12)


@pytest.mark.parametrize("events", [0, 1, 2, 10, 500])
@pytest.mark.parametrize("confidence", [0.8, 0.95])
def test_poisson_is_garwoods_by_chi_squared(events, confidence):
    low, high = poisson(np.array([events]), np.array([1]), confidence)
    tail = (1 - confidence) / 2
    assert low[0] == pytest.approx(chi2.ppf(tail, 2 * events) / 2 if events else 0)
    assert high[0] == pytest.approx(chi2.ppf(1 - tail, 2 * events + 2) / 2)


@pytest.mark.parametrize("per", ["documents", "million"])
def test_intervals_stand_around_their_rates(per):
    table = tagged(ROWS).frequency(per=per, confidence=0.95).dropna(subset="low")
    assert len(table) >= 8
    assert (table["low"] <= table["rate"]).all()
    assert (table["high"] >= table["rate"]).all()
    assert (table["high"] > table["low"]).all()


def test_where_there_is_no_text_there_is_no_interval():
    rows = [*ROWS, ("2021", "a", "dual circulation")]
    table = tagged(rows).frequency(phrases="cycle", lang="en", per="million", confidence=0.95)
    assert table["low"].isna().tolist() == table["rate"].isna().tolist() == [True, True, False, False, True, True]
    # How much documents differ cannot be said from one.
    assert tagged(ROWS[:1]).frequency(per="million", confidence=0.95)[["low", "high"]].isna().all(axis=None)


def test_mentions_that_come_in_clusters_have_wider_intervals():
    even = [("2018", "a", "双循环。" + "平" * 97)] * 12
    clustered = [("2018", "a", "双循环。" * 6 + "平" * 82)] * 2 + [("2018", "a", "平" * 100)] * 10
    widths = []
    for rows in (even, clustered):
        row = tagged(rows).frequency(per="million", confidence=0.95).iloc[0]
        assert row["mentions"] == 12
        widths.append((row["high"] - row["low"]) / row["rate"])
    assert widths[1] > 1.5 * widths[0]


@pytest.mark.parametrize(
    ("column", "counts"),
    [
        ("domain", {"economy": 7, "ideology": 1}),
        ("era", {"xi": 8}),
        ("mine", {"": 6, "chosen": 2}),
    ],
)
def test_phrases_are_rolled_up_by_any_column_of_the_lexicon(column, counts):
    corpus = tagged([*ROWS, ("2024", "a", "新时代")])
    corpus.phrases["mine"] = corpus.phrases["id"].map({"pattern": "chosen", "era": "chosen"})
    table = corpus.frequency(roll_up=column)
    assert "phrase" not in table
    assert table.groupby(column)["mentions"].sum().to_dict() == counts


def test_rolled_up_documents_are_counted_once():
    table = tagged([("2024", "a", "双循环新发展格局")]).frequency(roll_up="domain")
    assert table[["mentions", "documents"]].to_numpy().tolist() == [[2, 1]]


def test_a_phrase_asked_for_has_rows_of_zeros():
    table = tagged(ROWS).frequency(phrases=["absent"])
    assert set(table["lang"]) == {"zh", "en"}
    assert table["mentions"].sum() == 0
    assert len(table) == 10
    assert tagged(ROWS[:2]).frequency(phrases=["absent"])["lang"].tolist() == ["zh", "zh"]


@pytest.mark.parametrize(
    ("choices", "says"),
    [
        ({"window": 0}, "window=0 must be 1 or more"),
        ({"window": 2, "cumulative": True}, "cannot be combined with cumulative"),
        ({"window": 2, "by": "outlet"}, "only periods"),
        ({"cumulative": True, "by": "outlet"}, "only periods"),
        ({"confidence": 0.95}, "give per=documents or million"),
        ({"confidence": 95, "per": "million"}, "between 0 and 1"),
        ({"roll_up": "subject"}, "not a column of the phrases; the columns are id, zh, en, domain, era"),
    ],
)
def test_what_makes_no_sense_is_refused(choices, says):
    with pytest.raises(PartyspeakError, match=says):
        tagged(ROWS).frequency(**choices)


def test_one_document_and_none():
    assert tagged(ROWS[:1]).frequency(per="million", window=3)["rate"].tolist() == [pytest.approx(2e6 / 6)]
    for choices in ({"window": 3}, {"cumulative": True}, {"confidence": 0.9}, {"roll_up": "era"}):
        assert tagged([]).frequency(per="documents", **choices).empty


@few
@given(corpora(), st.sampled_from(["year", "month", "day", "outlet"]), st.integers(0, 99))
def test_the_counts_are_those_of_a_count_one_by_one(corpus, by, seed):
    table = shuffled(corpus, seed).frequency(by=by, per="documents")
    pd.testing.assert_frame_equal(table, corpus.frequency(by=by, per="documents"))
    sure = corpus.mentions[corpus.mentions["sure"]]
    assert table["mentions"].sum() == len(sure)
    group = {row.doc_id: group_of(row, by) for row in corpus.documents.itertuples()}
    for row in table.astype(object).where(table.notna(), None).to_dict("records"):
        documents = {doc_id for doc_id, name in group.items() if name == row["outlet" if by == "outlet" else "period"]}
        mine = sure[(sure["phrase"] == row["phrase"]) & (sure["lang"] == row["lang"]) & sure["doc_id"].isin(documents)]
        assert (row["mentions"], row["documents"]) == (len(mine), mine["doc_id"].nunique())
        assert row["rate"] == pytest.approx(mine["doc_id"].nunique() / len(documents))


def group_of(document, by):
    if by == "outlet":
        return document.outlet
    known = {"year": 4, "month": 7, "day": 10}
    if pd.isna(document.date) or known[by] > known[document.date_precision]:
        return None
    return str(document.date)[: known[by]]


@few
@given(corpora(dates=["2018", "2019-05", "2020-02-29", "2024-01-01"]))
def test_the_last_sum_is_the_whole(corpus):
    total = corpus.frequency(cumulative=True, per="documents")
    ends = total.drop_duplicates(["phrase", "lang"], keep="last")
    plain = corpus.frequency().groupby(["phrase", "lang"])[["mentions", "documents"]].sum()
    assert ends.set_index(["phrase", "lang"])[["mentions", "documents"]].to_dict() == plain.to_dict()
    assert (ends["denominator"] == len(corpus.documents)).all()
