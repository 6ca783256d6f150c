"""Documents in groups by a column of theirs: whatever it holds and is called, each group has its own counts."""

import numpy as np
import pandas as pd
import pytest
from small_corpora import TAGGER, tagged

from partyspeak import PartyspeakError, tag
from partyspeak.analysis.counts import group_numbers

OUTLETS = ["u", "v", "u", "u", "u"]


def outlets(values=OUTLETS, name="outlet"):
    """Four mentions in four documents of u, one of them undated, and none in the one of v."""
    texts = ["双循环", "平常的话", "双循环", "双循环", "双循环"]
    dates = ["2018", "2019", "2020-02-29", "2020-12-31", None]
    times = max(len(values) // len(texts), 1)
    return tag(pd.DataFrame({"date": dates * times, name: values, "text": texts * times}), tagger=TAGGER)


@pytest.mark.parametrize(
    ("values", "numbers", "labels"),
    [
        (["b", "a", "b"], [1, 0, 1], ["a", "b"]),
        (["b", None, "a"], [1, 2, 0], ["a", "b", None]),
        (pd.Categorical(["u", "v", "u"], categories=["z", "v", "u"]), [1, 0, 1], ["v", "u"]),  # nothing is z
        (pd.Categorical([3, 1, None], categories=[3, 2, 1]), [0, 1, 2], [3, 1, None]),
        (pd.Series(["a", None, np.nan, pd.NA], dtype=object), [0, 1, 1, 1], ["a", None]),
        (pd.Series(["a", 10, 9.5, "b", None], dtype=object), [2, 1, 0, 3, 4], [9.5, 10, "a", "b", None]),
        (pd.array([True, None, False], dtype="boolean"), [1, 2, 0], [False, True, None]),
        ([], [], []),
    ],
)
def test_each_value_has_a_number_and_its_own_label(values, numbers, labels):
    found, names = group_numbers(pd.Series(values))
    assert found.tolist() == numbers
    assert names.astype(object).where(names.notna(), None).tolist() == labels


@pytest.mark.parametrize("categories", [["u", "v"], ["v", "u"], ["z", "v", "u"], ["u", "z", "v"]])
def test_counts_are_of_the_right_outlet_whatever_other_categories_there_are(categories):
    corpus = outlets(pd.Categorical(OUTLETS, categories=categories))
    assert corpus.frequency(by="outlet").set_index("outlet")["mentions"].to_dict() == {"u": 4, "v": 0}
    five = outlets(pd.Categorical(OUTLETS * 5, categories=categories))
    assert five.scale(by="outlet").set_index("outlet")["share"].to_dict() == {"u": 1, "v": 0}
    assert corpus.renderings(by="outlet").set_index("outlet")["mentions"].to_dict() == {"u": 4, "v": 0}
    assert corpus.first_appearances(by="outlet")["outlet"].tolist() == ["u"]
    assert corpus.adoptions("outlet")["outlet"].tolist() == ["u"]
    assert corpus.dispersion(by="outlet")[["mentions", "range", "parts"]].to_numpy().tolist() == [[4, 1, 2]]
    # A filter leaves the categories of what it took away.
    only_v = corpus.frequency(by="outlet", phrases="cycle", where="outlet == 'v'")
    assert only_v[["outlet", "mentions"]].to_numpy().tolist() == [["v", 0]]


NAMES = ["lang", "phrase", "mentions", "documents", "share", "form", "doc_id", "zh", "step", "rate", "tier"]


@pytest.mark.parametrize("question", ["frequency", "scale", "renderings", "first_appearances", "uptake"])
@pytest.mark.parametrize("name", NAMES)
def test_a_column_with_a_name_of_ours_is_told_apart(name, question):
    several = OUTLETS * 5 if question == "scale" else OUTLETS  # a tier needs five documents
    if question == "scale" and name == "doc_id":
        pytest.skip("a document is no group of five")
    if question == "first_appearances" and name == "form":
        pytest.skip("by='form' asks for a history of each wording")
    corpus = outlets(several)
    corpus.documents[name] = several if name not in ("doc_id", "lang") else corpus.documents[name]
    table, other = getattr(corpus, question)(by=name), getattr(corpus, question)(by="outlet")
    assert table.columns.is_unique
    assert list(table.columns[1:]) == list(other.columns[1:])
    assert table.columns[0] in (name, f"document_{name}")
    if name not in ("doc_id", "lang"):
        assert table.iloc[:, 0].tolist() == other["outlet"].tolist()


def test_a_name_of_ours_is_drawn_too():
    pytest.importorskip("altair")
    corpus = tagged([("2018", "a", "双循环"), ("2019", "b", "dual circulation，双循环新发展格局")])
    for name in ("heat_map", "temperature", "renderings"):
        assert "by lang" in getattr(corpus.chart, name)(by="lang").title.text[0]
    corpus.documents["form"] = corpus.documents["outlet"]
    assert "by form" in corpus.chart.first_appearances(by="form").title.text[0]


def test_what_makes_no_groups_is_refused():
    corpus = outlets([["u"]] * 5)
    for ask in (corpus.frequency, corpus.scale, corpus.renderings, corpus.first_appearances, corpus.uptake):
        with pytest.raises(PartyspeakError, match="'outlet' holds values such as lists"):
            ask(by="outlet")
        with pytest.raises(PartyspeakError, match=r"neither a period .* nor a column"):
            ask(by=["outlet"])
    with pytest.raises(PartyspeakError, match="'outlet' holds values such as lists"):
        corpus.adoptions("outlet")
    with pytest.raises(PartyspeakError, match="not a column of the documents"):
        corpus.adoptions(["outlet"])
