"""Pairs in a document, paragraph, sentence or window, counted again one by one."""

import itertools
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2_contingency
from small_corpora import corpora, few, shuffled, tagged

from partyspeak import PartyspeakError, TaggedCorpus
from partyspeak.text.passages import passage_ends

ROWS = [
    ("2020", "a", "双循环，新时代。新时代。\n\n双循环。"),
    ("2021", "b", "双循环。\n\n新时代。"),
    ("2022", "b", "没有。没有。"),
    ("2023", "b", ""),
]


@pytest.mark.parametrize(
    ("within", "count", "cycle", "era", "total"),
    [("document", 2, 2, 2, 4), ("paragraph", 1, 3, 2, 5), ("sentence", 1, 3, 3, 7)],
)
def test_counts_by_hand(within, count, cycle, era, total):
    row = tagged(ROWS).cooccurrence(within).iloc[0]
    assert row[["source", "target", "count"]].tolist() == ["cycle", "era", count]
    assert row[["source_count", "target_count", "total", "unit"]].tolist() == [cycle, era, total, f"{within}s"]
    assert row["expected"] == pytest.approx(cycle * era / total)
    assert row["npmi"] == pytest.approx(math.log(count * total / (cycle * era)) / -math.log(count / total))
    table = [[count, cycle - count], [era - count, total - cycle - era + count]]
    expected = chi2_contingency(table, correction=False, lambda_="log-likelihood")
    assert row["log_likelihood"] == pytest.approx(expected.statistic)


@pytest.mark.parametrize("between", [0, 1, 9])
@pytest.mark.parametrize("turned", [False, True])
def test_how_near_is_the_number_of_characters_between(between, turned):
    ends = ["新时代", "双循环"] if turned else ["双循环", "新时代"]
    corpus = tagged([("2020", "a", ("，" * between).join(ends)), ("2021", "a", "双循环"), ("2021", "a", "新时代")])
    assert corpus.cooccurrence(between)["count"].tolist() == [1]
    assert between == 0 or corpus.cooccurrence(between - 1).empty


def test_a_mention_counts_once_however_many_it_has_near():
    row = tagged([("2020", "a", "双循环，双循环，新时代，双循环，双循环")]).cooccurrence(3).iloc[0]
    assert row[["count", "source_count", "target_count", "unit"]].tolist() == [1, 4, 1, "characters"]
    assert row["expected"] == pytest.approx(1 - math.exp(-4 * (2 * 3 + 3 + 3 + 1) / 19))


def test_what_lies_in_a_longer_phrase_is_no_company_unless_asked_for():
    corpus = tagged([("2020", "a", "双循环新发展格局"), ("2021", "a", "没有")])
    assert corpus.cooccurrence().empty
    for within in ("document", "paragraph", "sentence", 0):
        assert corpus.cooccurrence(within, nested=True)["count"].tolist() == [1]


def test_pairs_that_never_meet_may_be_asked_for():
    corpus = tagged([("2020", "a", "双循环"), ("2021", "a", "新时代"), ("2022", "a", "双循环，人类命运共同体")])
    table = corpus.cooccurrence(least=0, phrases=["cycle", "era", "absent"])
    assert sorted(table[["source", "target", "count"]].to_numpy().tolist()) == [
        ["absent", "cycle", 0], ["absent", "era", 0], ["cycle", "era", 0],
    ]  # fmt: skip
    npmi = table.set_index(["source", "target"])["npmi"]
    assert npmi["cycle", "era"] == -1
    assert pd.isna(npmi["absent", "era"])  # a phrase that is nowhere avoids nothing
    assert corpus.cooccurrence(least=2).empty


def test_where_every_passage_has_both_nothing_can_be_said():
    row = tagged([("2020", "a", "双循环，新时代")]).cooccurrence().iloc[0]
    assert (row["count"], row["expected"], row["log_likelihood"]) == (1, 1, 0)
    assert pd.isna(row["npmi"])


def test_never_apart_is_one():
    assert tagged([("2020", "a", "双循环，新时代"), ("2020", "a", "")]).cooccurrence()["npmi"].tolist() == [1]


def test_without_the_texts_only_documents_can_be_looked_at():
    corpus = tagged(ROWS)
    bare = TaggedCorpus(corpus.documents, corpus.mentions, corpus.phrases, corpus.settings, None)
    pd.testing.assert_frame_equal(bare.cooccurrence(), corpus.cooccurrence())
    for within, says in (("paragraph", "paragraphs are read"), ("sentence", "sentences are"), (9, "distances are")):
        with pytest.raises(PartyspeakError, match=f"{says}.*saved without them"):
            bare.cooccurrence(within)


@pytest.mark.parametrize("choices", [{"within": "line"}, {"within": -1}, {"within": True}, {"least": -1}])
def test_what_makes_no_sense_is_refused(choices):
    with pytest.raises(PartyspeakError, match=r"within='line' must|within=-1|within=True|least=-1"):
        tagged(ROWS).cooccurrence(**choices)


@pytest.mark.parametrize("within", ["document", "paragraph", "sentence", 10])
def test_nothing_gives_nothing(within):
    assert tagged([]).cooccurrence(within).empty
    assert tagged([("2020", "a", "")]).cooccurrence(within).empty
    assert tagged([("2020", "a", "双循环")]).cooccurrence(within).empty


@few
@given(corpora(), st.integers(0, 99), st.sampled_from(["document", "paragraph", "sentence"]))
def test_passages_are_counted_as_one_by_one(corpus, seed, within):
    table = corpus.cooccurrence(within, nested=True)
    pd.testing.assert_frame_equal(shuffled(corpus, seed).cooccurrence(within, nested=True), table)
    sets, total = [], 0
    for doc_id, text in corpus.texts.items():
        ends = [len(text)] if within == "document" else passage_ends(text, within)
        total += len(ends)
        mine = corpus.mentions[(corpus.mentions["doc_id"] == doc_id) & corpus.mentions["sure"]]
        for begin, end in zip([0, *ends], ends, strict=False):
            sets.append(set(mine.loc[(mine["start"] >= begin) & (mine["start"] < end), "phrase"]))
    assert (table["total"] == total).all()
    counted = {
        pair: both
        for pair in itertools.combinations(sorted(set().union(*sets)), 2)
        if (both := sum(set(pair) <= found for found in sets))
    }
    assert dict(zip(zip(table["source"], table["target"], strict=True), table["count"], strict=True)) == counted


@few
@given(corpora(), st.integers(0, 99), st.integers(0, 40))
def test_windows_are_counted_as_one_by_one(corpus, seed, distance):
    table = corpus.cooccurrence(distance, nested=True)
    pd.testing.assert_frame_equal(shuffled(corpus, seed).cooccurrence(distance, nested=True), table)
    sure = corpus.mentions[corpus.mentions["sure"]].astype({"phrase": str})
    rows = list(sure[["doc_id", "phrase", "start", "end"]].itertuples(index=False))
    for row in table.itertuples(index=False):
        rarer, other = row.target, row.source
        if row.source_count < row.target_count:
            rarer, other = other, rarer
        near = [
            each for each in rows
            if each.phrase == rarer and any(
                one.phrase == other and one.doc_id == each.doc_id
                and max(one.start, each.start) - min(one.end, each.end) <= distance
                for one in rows
            )
        ]  # fmt: skip
        assert row[2] == len(near) > 0
    assert np.isfinite(table["log_likelihood"]).all()
