"""The benchmark of rediscovery counts what comes back, on texts that are made up."""

import sys
from pathlib import Path

import pandas as pd
import pytest

import partyspeak
from partyspeak import Form, Lexicon, Phrase

TOP = Path(partyspeak.__file__).parents[1]
if not (TOP / "benchmarks").is_dir():
    pytest.skip("needs a checkout: benchmarks/ is not installed", allow_module_level=True)
sys.path.append(str(TOP))

from benchmarks import rediscovery  # noqa: E402
from benchmarks.rediscovery import half_of, is_exact, is_near, parts_of, rediscover, shares  # noqa: E402

NEW = ["弘扬云海精神，修路。", "学习“云海精神”。", "这是云海精神的要求。", "云海精神放光芒。"]
OLD = ["修好村里的道路。", "种好田里的庄稼。", "清理街边的水沟。", "粉刷学校的围墙。"]
DATES = ["2001", "2003", "2005", "2007", "2021", "2022", "2023", "2024"]
DOCS = pd.DataFrame({"id": list("abcdefgh"), "date": DATES, "text": [*OLD, *NEW]})
LEXICON = Lexicon(
    [
        Phrase("cloud-spirit", "云海精神", "cloud spirit", (Form("云海精神", "zh"),), era="xi"),
        Phrase("seldom", "碧水行动", "clear water", (Form("碧水行动", "zh"),), era="xi"),
    ]
)


def test_a_phrase_that_was_taken_out_comes_back_to_every_finder():
    finders = {name: rediscovery.FINDERS[name] for name in ("discover", "n-gram counts", "n-gram counts, only new")}
    ranks = rediscover(DOCS, "xi", "zh", 5, finders, lexicon=LEXICON)
    assert ranks[["finder", "phrase", "exact", "near", "reachable"]].to_numpy().tolist() == [
        [name, "cloud-spirit", 1, 1, True] for name in finders
    ]
    assert shares(ranks, ["finder"])["exact in 50"].tolist() == [1, 1, 1]


def test_a_phrase_that_no_candidate_is_like_does_not_come_back():
    ranks = rediscover(DOCS, "xi", "zh", 5, {"nothing": lambda task: ["修路"]}, lexicon=LEXICON)
    assert ranks[["exact", "near"]].to_numpy().tolist() == [[float("inf"), float("inf")]]
    assert shares(ranks, ["year"])["near in 200"].tolist() == [0]


def test_a_finder_sees_neither_the_phrase_nor_the_half_that_is_not_asked_for():
    seen = []
    other = {"report": "tuning", "tuning": "report"}[half_of("cloud-spirit")]
    finders = {"looks": lambda task: seen.append(set(task.lexicon)) or []}
    rediscover(DOCS, "xi", "zh", 5, finders, half_of("cloud-spirit"), LEXICON)
    assert rediscover(DOCS, "xi", "zh", 5, finders, other, LEXICON).empty
    assert seen[0] == {"seldom"}


@pytest.mark.parametrize(
    ("string", "exact", "near"),
    [
        ("云海精神", True, True),
        ("弘扬云海精神", False, True),
        ("深入推进云海精神", False, False),
        ("云海", False, False),
        ("山海精神", False, False),
    ],
)
def test_what_counts_as_having_come_back(string, exact, near):
    assert (is_exact(string, {"云海精神"}), is_near(string, {"云海精神"})) == (exact, near)


def test_every_phrase_is_taken_out_once():
    ids = [f"phrase-{number}" for number in range(100)]
    parts = parts_of(ids, 22)
    assert sorted(id for part in parts for id in part) == sorted(ids)
    assert [len(part) for part in parts] == [20] * 5
    assert parts_of(list(reversed(ids)), 22) == parts
    assert 30 < sum(half_of(id) == "report" for id in ids) < 70


def test_what_discovery_found_is_in_the_lexicon():
    assert rediscovery.FOUND
    assert set(Lexicon.default()) >= rediscovery.FOUND
