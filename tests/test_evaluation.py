"""Precision and recall on judged hits: small cases by hand, and the gold sets on the real documents."""

from pathlib import Path

import pandas as pd
import pytest

import partyspeak
from partyspeak import PartyspeakError, Tagger, evaluate
from partyspeak.io import read_documents

GOLD = Path(__file__).parent / "gold"
COLUMNS = ["doc_id", "start", "end", "phrase", "verdict"]


@pytest.fixture
def tagged(write_lexicon):
    tagger = Tagger(
        write_lexicon('[a]\nzh = "甲乙"\nzh_forms = ["甲乙丙"]\n[b]\nzh = { text = "丁", plain = true }\n'), edges="off"
    )
    return partyspeak.tag(["甲乙，甲乙丙，丁，丁"], tagger=tagger)


def test_counts_and_rates_by_hand(tagged):
    gold = pd.DataFrame(
        [
            (0, 0, 2, "a", "mention"),  # found
            (0, 3, 5, "a", "mention"),  # found as the longer form
            (0, 7, 8, "b", "mention"),  # found, not sure
            (0, 9, 10, "b", "other"),  # not sure, so no fault
            (0, 50, 52, "a", "mention"),  # missed
        ],
        columns=COLUMNS,
    )
    row = evaluate(gold, tagged).iloc[0]
    assert row[["judged", "mentions", "sure", "sure_right", "found", "found_sure"]].tolist() == [5, 4, 1, 1, 3, 2]
    assert (row["precision"], row["recall"], row["recall_sure"]) == (1, 0.75, 0.5)
    assert row["f1"] == pytest.approx(2 / 3)


def test_wilson_intervals_are_those_of_the_textbook(tagged):
    # 1 of 1: Wilson's lower limit is 1 / (1 + z² / n) with z = 1.96.
    gold = pd.DataFrame([(0, 0, 2, "a", "mention")], columns=COLUMNS)
    row = evaluate(gold, tagged.mentions).iloc[0]
    assert row["precision_low"] == pytest.approx(1 / (1 + 1.959964**2), abs=1e-6)
    assert row["precision_high"] == 1


def test_groups_and_faults(tagged):
    gold = pd.DataFrame([(0, 0, 2, "a", "mention"), (0, 9, 10, "b", "other")], columns=COLUMNS).assign(
        lang=["zh", "en"]
    )
    assert evaluate(gold, tagged, by="lang")["lang"].tolist() == ["en", "zh"]
    with pytest.raises(PartyspeakError, match="no column 'place'"):
        evaluate(gold, tagged, by="place")
    with pytest.raises(PartyspeakError, match="judges one hit twice"):
        evaluate(pd.concat([gold, gold]), tagged)


@pytest.fixture(scope="module")
def documents(corpora):
    names = ("work-reports", "congress-reports", "un-speeches")
    return pd.concat([read_documents(corpora / f"{name}.jsonl") for name in names], ignore_index=True)


@pytest.mark.parametrize(
    ("edges", "precision", "recall"),
    [("dictionary", 0.99, 0.995), pytest.param("pkuseg", 0.99, 0.995, marks=pytest.mark.needs_model)],
)
def test_the_goals_on_the_gold_sets(documents, edges, precision, recall):
    tagged = partyspeak.tag(documents, id="id", tagger=Tagger(edges=edges))
    gold = pd.concat([pd.read_csv(path) for path in sorted(GOLD.glob("*.csv"))])
    row = evaluate(gold, tagged).iloc[0]
    assert row["precision"] >= precision
    assert row["recall"] >= recall
