"""Log-likelihood, log ratio, %DIFF and false discoveries, against scipy and against worked examples."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2_contingency
from small_corpora import corpora, few, shuffled, tagged

from partyspeak import PartyspeakError, between
from partyspeak.analysis.association import false_discoveries, log_likelihood


@pytest.mark.parametrize(
    ("table", "g2"),
    # Dunning (1993), table 2: "the swiss", "can be", "previous year", "mineral water".
    [
        ((110, 2442, 111, 29114), 270.72),
        ((29, 13, 123, 31612), 263.90),
        ((31, 23, 139, 31584), 256.84),
        ((10, 0, 3, 31764), 167.23),
    ],
)
def test_the_examples_of_dunning(table, g2):
    assert float(log_likelihood(*table)) == pytest.approx(g2, abs=0.005)


@given(st.tuples(*[st.integers(1, 10_000)] * 4))
def test_the_log_likelihood_is_that_of_scipy(table):
    expected = chi2_contingency([table[:2], table[2:]], correction=False, lambda_="log-likelihood")
    assert float(log_likelihood(*table)) == pytest.approx(expected.statistic, abs=1e-8)


@pytest.mark.parametrize("table", [(0, 0, 0, 0), (0, 5, 0, 5), (3, 0, 3, 0), (2, 4, 3, 6)])
def test_independence_is_zero(table):
    assert float(log_likelihood(*table)) == pytest.approx(0, abs=1e-9)


def test_impossible_counts_have_no_likelihood():
    assert np.isnan(log_likelihood([1, 2], [-1, np.nan], [1, 1], [5, 5])).all()


def test_false_discoveries_by_the_example_of_the_method():
    # Benjamini and Hochberg (1995), section 4: 15 tests, of which the first four are at 0.05.
    p = [
        0.0001,
        0.0004,
        0.0019,
        0.0095,
        0.0201,
        0.0278,
        0.0298,
        0.0344,
        0.0459,
        0.3240,
        0.4262,
        0.5719,
        0.6528,
        0.7590,
        1,
    ]
    q = false_discoveries(np.append(p, np.nan))
    assert (q[:-1] <= 0.05).tolist() == [True] * 4 + [False] * 11
    assert np.isnan(q[-1])


ROWS = [
    ("2018", "a", "双循环。双循环。新时代。" + "平" * 90),
    ("2018", "b", "双循环" + "平" * 97),
    ("2019", "b", "平" * 100),
    ("2020", "c", "人类命运共同体"),
]


UNLIKE = [("2018", "a", "双循环。" + "平" * 97)] * 5 + [("2018", "b", "新时代平平。" + "平" * 95)] * 5


def row_of(table, phrase="cycle"):
    return table.set_index("phrase").loc[phrase]


def test_every_number_by_hand():
    row = row_of(tagged(ROWS).keyness("outlet == 'a'", "outlet == 'b'"))
    assert row[["target_mentions", "target_size", "reference_mentions", "reference_size"]].tolist() == [2, 99, 1, 200]
    assert row["unit"] == "Chinese characters"
    assert row["target_rate"] == pytest.approx(2e6 / 99)
    assert row["reference_rate"] == 5000
    assert row["log_ratio"] == pytest.approx(np.log2((2 / 99) / (1 / 200)))
    assert row["diff_percent"] == pytest.approx(100 * ((2 / 99) / (1 / 200) - 1))
    expected = chi2_contingency([[2, 97], [1, 199]], correction=False, lambda_="log-likelihood")
    assert row["g2"] == pytest.approx(expected.statistic)
    assert pd.isna(row["p"]) and pd.isna(row["p_unit"])  # one document, of one paragraph, tells nothing of chance


def test_a_phrase_on_one_side_only():
    table = tagged(ROWS).keyness("outlet == 'a'", "outlet == 'b'")
    row = row_of(table, "era")
    assert row["diff_percent"] == np.inf
    assert row["log_ratio"] == pytest.approx(np.log2((1 / 99) / (0.5 / 200)))
    assert row_of(tagged(ROWS).keyness("outlet == 'b'", "outlet == 'a'"), "era")["diff_percent"] == -100


def test_documents_may_be_counted_instead():
    row = row_of(tagged(ROWS).keyness("outlet == 'b'", of="documents"))
    assert row[["target_documents", "target_size", "reference_documents", "reference_size"]].tolist() == [1, 2, 1, 2]
    assert (row["target_rate"], row["unit"], row["g2"]) == (0.5, "documents", 0)


def test_the_groups_may_be_documents_columns_or_dates():
    corpus = tagged(ROWS)
    assert row_of(corpus.keyness(0, 1))["reference_size"] == 100
    assert row_of(corpus.keyness(between("2018", "2018")))["reference_mentions"] == 0
    assert row_of(corpus.keyness("outlet == 'a'", where="outlet != 'c'"))["reference_size"] == 200
    masks = corpus.documents["outlet"] == "a", corpus.documents["outlet"] == "b"
    by_mask = corpus.keyness(*masks, where=~(corpus.documents["outlet"] == "c"))
    pd.testing.assert_frame_equal(by_mask, corpus.keyness("outlet == 'a'", "outlet == 'b'"))


def test_a_phrase_asked_for_is_there_with_zeros():
    row = row_of(tagged(ROWS).keyness("outlet == 'a'", phrases=["absent", "era"]), "absent")
    assert (row["target_mentions"], row["reference_mentions"], row["g2"]) == (0, 0, 0)
    table = tagged(UNLIKE).keyness("outlet == 'a'", phrases=["absent", "era"])
    assert row_of(table, "absent")["p"] == 1


def test_without_text_in_a_language_nothing_is_measured():
    corpus = tagged([("2018", "a", "双循环"), ("2018", "b", "dual circulation")])
    table = corpus.keyness("outlet == 'a'")
    assert table[["g2", "p", "q", "log_ratio"]].isna().all(axis=None)
    assert table["target_mentions"].sum() + table["reference_mentions"].sum() == 2


@pytest.mark.parametrize(
    ("target", "choices", "says"),
    [
        ("outlet == 'z'", {}, "no document among 4"),
        ("zh_chars >= 0", {}, "the target has them all"),
        ("outlet == 'a'", {"reference": "zh_chars > 0"}, "share 1 documents"),
        ("outlet == 'a'", {"of": "words"}, "of='words'"),
    ],
)
def test_groups_that_make_no_contrast_are_refused(target, choices, says):
    with pytest.raises(PartyspeakError, match=says):
        tagged(ROWS).keyness(target, **choices)


@few
@given(corpora(least=2), st.integers(0, 99))
def test_turning_the_groups_round_turns_the_ratio_round(corpus, seed):
    first = corpus.documents["doc_id"] == 0
    there = corpus.keyness(first).set_index(["phrase", "lang"])
    back = shuffled(corpus, seed).keyness("doc_id != 0", "doc_id == 0").set_index(["phrase", "lang"]).loc[there.index]
    assert back["g2"].to_numpy() == pytest.approx(there["g2"].to_numpy(), nan_ok=True, abs=1e-9)
    assert back["log_ratio"].to_numpy() == pytest.approx(-there["log_ratio"].to_numpy(), nan_ok=True)
    assert (there["target_mentions"] + there["reference_mentions"]).sum() == corpus.mentions["sure"].sum()


@few
@given(corpora(least=2))
def test_the_most_typical_of_the_target_is_first(corpus):
    table = corpus.keyness(0).dropna(subset="g2")
    signed = np.where(table["target_rate"] >= table["reference_rate"], table["g2"], -table["g2"])
    assert (np.diff(signed) <= 1e-12).all()


def test_chance_is_that_of_dividing_documents():
    # 2 of the 252 ways to divide ten documents into fives set them as far apart.
    row = row_of(tagged(UNLIKE).keyness("outlet == 'a'"))
    assert (row["p_unit"], row["p"]) == ("documents", pytest.approx(2 / 252, abs=0.006))
    assert row["p"] == row_of(tagged(UNLIKE).keyness("outlet == 'a'", of="documents"))["p"]
    # What one document says over and over is one document.
    once = [("2018", "a", "双循环。" * 20), *[("2018", "a", "平" * 80)] * 4, *[("2018", "b", "平" * 80)] * 5]
    row = row_of(tagged(once).keyness("outlet == 'a'"))
    assert row["g2"] > 20
    assert row["p"] > 0.3


def test_few_documents_are_divided_by_paragraphs():
    said, unsaid = "双循环。" + "平" * 96, "平" * 100
    two = [("2018", "a", "\n".join([said] * 6)), ("2018", "b", "\n".join([unsaid] * 6))]
    row = row_of(tagged(two).keyness(0, 1))
    assert row["p_unit"] == "paragraphs"
    assert row["p"] < 0.01
    assert pd.isna(row_of(tagged(two).keyness(0, 1, of="documents"))["p"])
    # The same mentions in one paragraph are one accident.
    two[0] = ("2018", "a", "\n".join(["双循环。" * 6, *[unsaid] * 5]))
    assert row_of(tagged(two).keyness(0, 1))["p"] > 0.3


def test_random_divisions_have_the_chances_of_a_count():
    from partyspeak.analysis.permutation import Divided, permutation_p

    numbers = np.random.default_rng(3)
    size, first = numbers.uniform(50, 150, 24), np.arange(24) < 9
    units = np.repeat(np.arange(24), numbers.poisson(3 * size / 100))
    p = permutation_p(units, np.zeros(len(units), dtype=np.int64), 1, Divided(size, first))[0]
    each = np.bincount(units, minlength=24) - len(units) / size.sum() * size
    drawn = np.array([each[numbers.permutation(24)[:9]].sum() for _ in range(4000)])
    found = each[first].sum()
    assert p == pytest.approx(2 * min((drawn <= found).mean(), (drawn >= found).mean()), abs=0.05)
