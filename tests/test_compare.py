"""Two reports side by side: what is new, gone, more, less, earlier, later, reworded or in another order."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_corpora import corpora, few, shuffled, tagged

from partyspeak import PartyspeakError, TaggedCorpus
from partyspeak.analysis.compare import reworded

FILL = "平"


def two(before, after):
    return tagged([("2017", "x", before), ("2022", "x", after)])


def row_of(corpus, phrase="cycle", before=0, after=1, lang="zh", **choices):
    table = corpus.compare(before, after, phrases=phrase, lang=lang, **choices)
    row = table.astype(object).where(table.notna(), None).iloc[0]
    assert len(table) == 1
    return row


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        ("没有", "双循环", "new"),
        ("双循环", "没有", "dropped"),
        ("双循环" + FILL * 7, "双循环" + FILL * 7, "kept"),
        ("双循环" + FILL * 27, "双循环。双循环" + FILL * 24, "up"),
        ("双循环" + FILL * 11, "双循环" + FILL * 7, "kept"),  # 1 in 14 and 1 in 10: not one and a half times
        ("双循环" + FILL * 12, "双循环" + FILL * 7, "up"),  # 1 in 15
        ("双循环" + FILL * 7, "双循环" + FILL * 12, "down"),
        ("双循环" + FILL * 17, "双循环。双循环" + FILL * 34, "kept"),  # twice the mentions in twice the text
        ("没有", "没有", None),
        ("plain words", "双循环", None),  # no Chinese before, so nothing can be new
    ],
)
def test_what_changed_goes_by_the_rate(before, after, change):
    assert row_of(two(before, after))["change"] == change


@pytest.mark.parametrize(
    ("before", "after", "places", "moved"),
    [
        ("双循环" + FILL * 17, FILL * 10 + "双循环" + FILL * 7, (0, 0.5), "later"),
        (FILL * 10 + "双循环" + FILL * 7, "双循环" + FILL * 17, (0.5, 0), "earlier"),
        ("双循环" + FILL * 17, FILL + "双循环" + FILL * 16, (0, 0.05), "same"),
        ("双循环" + FILL * 17, "双循环" + FILL * 12 + "。双循环。", (0, 0), "same"),  # the first one counts
        ("没有", "双循环", (None, 0), None),
    ],
)
def test_where_it_first_stands(before, after, places, moved):
    row = row_of(two(before, after))
    assert (row["place_before"], row["place_after"], row["moved"]) == (*places, moved)


def test_a_group_has_the_mean_of_its_places():
    corpus = tagged([
        ("2017", "x", "双循环" + FILL * 7), ("2017", "x", FILL * 4 + "双循环" + FILL * 3), ("2017", "x", "没有"),
        ("2022", "y", "双循环"),
    ])  # fmt: skip
    row = row_of(corpus, before="outlet == 'x'", after="outlet == 'y'")
    assert (row["place_before"], row["mentions_before"], row["size_before"]) == (0.2, 2, 22)
    assert row["rate_before"] == pytest.approx(2e6 / 22)
    assert row["unit"] == "Chinese characters"


@pytest.mark.parametrize(
    ("before", "after", "forms", "changed"),
    [
        ("community of common destiny", "community with a shared future", (1, 1), True),
        ("community of common destiny", "Community of Common Destiny", (1, 1), False),
        # One more wording, or one less, is none changed.
        (
            "community of common destiny, community with a shared future, community with a shared future",
            "community with a shared future",
            (2, 1),
            False,
        ),
        ("community of common destiny", "plain words", (1, 0), False),
    ],
)
def test_the_same_phrase_in_other_words(before, after, forms, changed):
    row = row_of(two(before, after), "future", lang="en")
    assert (
        tuple(len([name for name in row[side].split("; ") if name]) for side in ("forms_before", "forms_after"))
        == forms
    )
    assert row["wording_changed"] is changed
    if forms[0] == 2:
        assert row["forms_before"] == "community with a shared future; community of common destiny"


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        (["建设大坝"], ["大坝"], False),  # a part left out
        (["大坝"], ["建设大坝", "大坝工程"], False),
        (["建设大坝"], ["大坝建设"], True),
        (["建设大坝", "大坝"], ["大坝建设", "大坝"], False),  # 大坝 is a part of either
        (["修好大坝", "护坝"], ["修好大坝", "守坝"], True),
        (["修好大坝", "护坝"], ["修好大坝"], False),
        (["筑坝，护坝"], ["筑坝、护坝"], False),
        (["green dam"], ["Green Dams"], False),
        (["green-dam"], ["green dam"], False),
        (["green dam"], ["verdant dam"], True),
        (["(spelled out)"], ["大坝"], False),
        ([], ["大坝"], False),
    ],
)
def test_a_wording_is_changed_where_each_side_has_its_own(before, after, changed):
    assert reworded(before, after) is changed
    assert reworded(after, before) is changed


def test_unsure_mentions_are_told_beside_the_others():
    corpus = tagged([("2017", "x", "双循环，大胆猜测。猜测"), ("2022", "y", "猜测"), ("2023", "z", "猜测")])
    columns = ["change", "mentions_before", "mentions_after", "unsure_before", "unsure_after"]
    doubtful = corpus.mentions["phrase"].eq("cycle") | corpus.mentions["doc_id"].ne(0)
    mentions = corpus.mentions.assign(sure=~doubtful)
    corpus = TaggedCorpus(corpus.documents, mentions, corpus.phrases, corpus.settings, corpus.texts)
    assert corpus.compare(0, 1)[["phrase", *columns]].to_numpy().tolist() == [["absent", "dropped", 2, 0, 0, 1]]
    assert row_of(corpus, "absent", sure_only=False)[columns].tolist() == ["up", 2, 1, 0, 1]
    assert row_of(corpus, "cycle")[columns].tolist() == [None, 0, 0, 1, 0]
    both = row_of(corpus, "absent", after="outlet != 'x'")
    assert both[columns].tolist() == ["dropped", 2, 0, 0, 2]
    assert corpus.dropped(0, 1)[["phrase", "unsure_after"]].to_numpy().tolist() == [["absent", 1]]


def test_rows_are_in_the_order_of_reading():
    table = two("双循环。新时代。新时代", "新时代。新时代。人类命运共同体").compare(0, 1)
    assert table[["phrase", "change"]].to_numpy().tolist() == [
        ["future", "new"], ["era", "kept"], ["cycle", "dropped"],
    ]  # fmt: skip


def test_without_the_texts_there_are_no_places_and_no_enumerations():
    corpus = two("双循环、新时代", "新时代、双循环")
    bare = TaggedCorpus(corpus.documents, corpus.mentions, corpus.phrases, corpus.settings, None)
    table = bare.compare(0, 1)
    assert table[["place_before", "place_after", "moved"]].isna().all(axis=None)
    assert table["change"].tolist() == ["kept", "kept"]
    with pytest.raises(PartyspeakError, match="saved without them; tag the documents again, or save with texts=True"):
        bare.reordered(0, 1)


@pytest.mark.parametrize("choices", [{"factor": 1}, {"shift": 2}])
def test_thresholds_that_are_none(choices):
    with pytest.raises(PartyspeakError, match=r"factor=1 must|shift=2"):
        two("双循环", "新时代").compare(0, 1, **choices)


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("双循环、新时代", "新时代、双循环", [("cycle", "era")]),
        ("双循环和新时代", "“新时代”“双循环”", [("cycle", "era")]),
        ("双循环，新时代", "新时代以及双循环", [("cycle", "era")]),
        ("dual circulation, and conjecture", "conjecture and dual circulation", [("cycle", "absent")]),
        ("双循环、新时代", "双循环、新时代", []),
        ("双循环、新时代", "新时代坚持双循环", []),  # a verb between them makes no enumeration
        ("双循环、新时代", "新时代双循环", []),  # bare contact neither
        ("双循环、新时代", "新时代。双循环", []),
        ("双循环、新时代", "没有", []),
        ("双循环、猜测、新时代", "新时代、双循环", [("cycle", "era")]),  # two of three
        ("双循环、猜测、新时代", "新时代、猜测、双循环", [("absent", "era"), ("cycle", "absent"), ("cycle", "era")]),
        ("双循环、双循环", "双循环、双循环", []),
        ("双循环、新时代。新时代、双循环", "新时代、双循环", []),  # before had no order of its own
        ("双循环新发展格局、新时代", "新时代、双循环新发展格局", [("pattern", "era")]),  # not the phrase inside
    ],
)
def test_enumerations_whose_order_changed(before, after, found):
    table = two(before, after).reordered(0, 1)
    assert list(table[["first_before", "first_after"]].itertuples(index=False, name=None)) == found


def test_a_changed_order_comes_with_its_place():
    corpus = tagged([
        ("2017", "x", "讲“双循环”、新时代的话"), ("2017", "x", "双循环、新时代"), ("2017", "x", "新时代、双循环"),
        ("2022", "y", "新时代、双循环"), ("2022", "z", "双循环、新时代"),
    ])  # fmt: skip
    row = corpus.reordered("outlet == 'x'", "outlet == 'y'").iloc[0]
    assert row.tolist() == ["cycle", "era", 2, 1, 1, 0, 0, "双循环”、新时代", 3, "新时代、双循环"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("讲双循环、新时代。新时代和双循环", [(1, 2, "cycle; era"), (9, 2, "era; cycle")]),
        ("“双循环”、“新时代”", [(1, 2, "cycle; era")]),
        ("双循环、猜测、新时代", []),  # a phrase that was not asked for is between
        ("双循环新发展格局、新时代", [(0, 2, "pattern; era")]),  # not the phrase inside
        ("双循环，又讲新时代", []),
        ("双循环", []),
    ],
)
def test_enumerations_in_their_order(text, found):
    table = tagged([("2017", "x", text)]).enumerations(phrases=["cycle", "era", "pattern"])
    assert list(table[["start", "members", "phrases"]].itertuples(index=False, name=None)) == found


def test_enumerations_stand_as_they_are_written_and_can_be_asked_to_be_long():
    corpus = tagged([("2017", "x", "双循环，  新时代"), ("2018", "y", "新时代、双循环、新时代")])
    assert corpus.enumerations()["text"].tolist() == ["双循环，  新时代", "新时代、双循环、新时代"]
    assert corpus.enumerations(least=3)["doc_id"].tolist() == [1]
    assert corpus.enumerations(least=4).empty
    with pytest.raises(PartyspeakError, match="least=1 must be 2 or more"):
        corpus.enumerations(least=1)


@few
@given(corpora(least=2), st.integers(0, 99))
def test_turning_the_sides_round_turns_the_changes_round(corpus, seed):
    there = corpus.compare(0, "doc_id != 0").set_index(["phrase", "lang"])
    back = shuffled(corpus, seed).compare("doc_id != 0", 0).set_index(["phrase", "lang"]).loc[there.index]
    turned = {"new": "dropped", "dropped": "new", "up": "down", "down": "up", "kept": "kept"}
    assert (
        back["change"].astype(object).map(turned).fillna("").tolist()
        == there["change"].astype(object).fillna("").tolist()
    )
    assert back["place_before"].to_numpy() == pytest.approx(there["place_after"].to_numpy(), nan_ok=True)
    assert back["wording_changed"].tolist() == there["wording_changed"].tolist()
    assert there[["mentions_before", "mentions_after"]].sum().sum() == corpus.mentions["sure"].sum()


@few
@given(
    corpora(least=2, pieces=["双循环、新时代", "新时代、双循环", "人类命运共同体和双循环", "平常的话"]),
    st.integers(0, 99),
)
def test_no_order_changes_against_itself(corpus, seed):
    table = corpus.reordered(0, "doc_id != 0")
    pd.testing.assert_frame_equal(
        shuffled(corpus, seed).reordered(0, "doc_id != 0").drop(columns=["doc_after", "text_after"]),
        table.drop(columns=["doc_after", "text_after"]),
    )
    twice = tagged([(None, "a", text) for text in [corpus.texts.iloc[0]] * 2])
    assert twice.reordered(0, 1).empty
