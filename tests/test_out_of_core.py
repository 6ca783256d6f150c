"""Questions to a corpus that comes in pieces have the answers of the whole."""

import itertools

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stores import one_by_one

import partyspeak
from partyspeak import PartyspeakError, TaggedCorpus, Tagger, samples, tag, tag_to_store
from partyspeak.store import ingest, out_of_core


@pytest.fixture(scope="module")
def packet():
    docs = samples.load()
    docs.loc[[3, 12], "date"] = ["1988", None]
    return docs, Tagger(edges="dictionary")


@pytest.fixture(scope="module")
def whole(packet):
    docs, tagger = packet
    return tag(docs, id="id", tagger=tagger)


SELECTIONS = st.sampled_from(
    [
        {},
        {"sure_only": False},
        {"lang": "en", "nested": False},
        {"phrases": ["dual-circulation", "four-modernizations", "four-consciousnesses"]},
        {"where": "lang == 'zh'"},
    ]
)


@settings(max_examples=15, deadline=None)
@given(
    cuts=st.lists(st.integers(0, 24), max_size=6),
    by=st.sampled_from([None, "year", "written_in", "doc_id"]),
    n=st.integers(1, 3),
    first_period=st.sampled_from(["year", "month"]),
    spelled_out=st.booleans(),
    selection=SELECTIONS,
)
def test_first_appearances_of_pieces_are_those_of_the_whole(whole, cuts, by, n, first_period, spelled_out, selection):
    choices = {"by": by, "n": n, "first_period": first_period, "spelled_out": spelled_out, **selection}
    found = out_of_core.first_appearances(cut(whole, cuts), **choices)
    pd.testing.assert_frame_equal(found, whole.first_appearances(**choices), check_dtype=False)


@settings(max_examples=15, deadline=None)
@given(
    cuts=st.lists(st.integers(0, 24), max_size=6),
    by=st.sampled_from(["year", "month", "written_in"]),
    per=st.sampled_from([None, "documents", "million"]),
    roll_up=st.sampled_from([None, "domain", "era"]),
    selection=SELECTIONS,
)
def test_frequencies_of_pieces_are_those_of_the_whole(whole, cuts, by, per, roll_up, selection):
    choices = {"by": by, "per": per, "roll_up": roll_up, **selection}
    found = out_of_core.frequency(cut(whole, cuts), **choices)
    pd.testing.assert_frame_equal(found, whole.frequency(**choices), check_dtype=False)


@pytest.mark.parametrize(
    "choices",
    [
        {"window": 10},
        {"cumulative": True},
        {"per": "million", "confidence": 0.95},
        {"where": "lang == 'fr'"},
        {"by": "lang"},
    ],
)
def test_windows_and_intervals_of_pieces_are_those_of_the_whole(whole, choices):
    found = out_of_core.frequency(cut(whole, [9, 15]), **choices)
    pd.testing.assert_frame_equal(found, whole.frequency(**choices), check_dtype=False)


def cut(corpus, cuts):
    """The corpus in pieces, some of them empty."""
    for first, stop in itertools.pairwise([0, *sorted(cuts), len(corpus.documents)]):
        documents = corpus.documents.iloc[first:stop].reset_index(drop=True)
        mentions = corpus.mentions[corpus.mentions["doc_id"].isin(documents["doc_id"])].reset_index(drop=True)
        texts = corpus.texts.iloc[first:stop]
        yield TaggedCorpus(documents, mentions, corpus.phrases, corpus.settings, texts)


def test_questions_to_a_store_are_answered_part_by_part(folder, packet, whole, monkeypatch):
    docs, tagger = packet
    monkeypatch.setattr(ingest, "_PART_DOCUMENTS", 5)
    tag_to_store(one_by_one(docs), folder, tagger=tagger)
    store = partyspeak.open_store(folder)
    pd.testing.assert_frame_equal(store.first_appearances(), whole.first_appearances(), check_dtype=False)
    pd.testing.assert_frame_equal(store.frequency(), whole.frequency(), check_dtype=False)
    since = partyspeak.open_store(folder, since="2000").first_appearances()
    assert since["first_date"].min() >= "2000"


@pytest.mark.parametrize("name", ["dual-circulation", "雙循環", "Dual Circulation", "shuang xunhuan", "国内国际双循环"])
def test_a_store_knows_a_phrase_by_every_name_in_every_part(folder, packet, whole, monkeypatch, name):
    docs, tagger = packet
    monkeypatch.setattr(ingest, "_PART_DOCUMENTS", 5)
    tag_to_store(one_by_one(docs), folder, tagger=tagger)
    expected = whole.frequency(phrases="dual-circulation")
    pd.testing.assert_frame_equal(partyspeak.open_store(folder).frequency(phrases=name), expected, check_dtype=False)
    opened = partyspeak.open_store(folder, phrases=name)
    pd.testing.assert_frame_equal(opened.frequency(), expected, check_dtype=False)


def test_a_mask_is_refused_of_a_store(folder, packet):
    docs, tagger = packet
    tag_to_store([docs], folder, tagger=tagger)
    store = partyspeak.open_store(folder)
    with pytest.raises(PartyspeakError, match=r"a mask covers all documents.*give a condition.*or read what"):
        store.frequency(where=[True] * len(docs))
    assert not store.frequency(where=lambda documents: documents["lang"] == "zh").empty
    with pytest.raises(TypeError, match="unknown choice 'phrase'; do you mean 'phrases'"):
        store.first_appearances(phrase="dual-circulation")


def test_every_question_is_answered_or_refused_with_the_way_out(folder, packet):
    docs, tagger = packet
    tag_to_store([docs], folder, tagger=tagger)
    store = partyspeak.open_store(folder)
    questions = [name for name, method in vars(TaggedCorpus).items() if not name.startswith("_") and callable(method)]
    assert "lifecycle" in questions
    for name in set(questions) - {"read_parquet"}:
        if name in out_of_core.IN_PIECES:
            assert not getattr(store, name)().empty
        else:
            with pytest.raises(PartyspeakError, match=f"{name} needs the whole corpus.*read what you need into memory"):
                getattr(store, name)
    with pytest.raises(AttributeError, match="has no attribute 'lifecicle'"):
        store.lifecicle  # noqa: B018
