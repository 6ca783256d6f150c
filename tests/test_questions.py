"""The help of every question and chart explains every choice and has an example."""

import inspect
import re

import pytest

from partyspeak import TaggedCorpus, tag
from partyspeak.display.charts import Charts

NO_QUESTIONS = {"select", "read_parquet", "to_parquet", "mark_reprints", "discover", "without_nested", "report"}


def questions(kind):
    methods = inspect.getmembers(kind, inspect.isfunction)
    return [method for name, method in methods if not name.startswith("_") and name not in NO_QUESTIONS]


QUESTIONS = questions(TaggedCorpus) + questions(Charts)


@pytest.mark.parametrize("method", QUESTIONS, ids=lambda method: method.__qualname__)
def test_the_help_explains_every_choice_and_has_an_example(method):
    said = re.findall(r"^        ([*\w][*\w, ]*)(?: : |$)", method.__doc__, re.MULTILINE)
    names = {name.lstrip("*") for line in said for name in line.split(", ")}
    assert set(inspect.signature(method).parameters) - {"self"} <= names
    assert not names & {"self", "documents", "texts", "lexicon", "table"}
    for section in ("Parameters", "Returns", "Examples"):
        assert method.__doc__.count(f"{section}\n        {'-' * len(section)}\n") == 1
    assert ">>> " in method.__doc__


@pytest.mark.parametrize("method", QUESTIONS, ids=lambda method: method.__qualname__)
def test_every_question_takes_the_same_choices(method):
    assert list(inspect.signature(method).parameters)[-1] == "choices"


def test_a_choice_that_does_not_exist_is_refused_with_the_near_one():
    with pytest.raises(TypeError, match="unknown choice 'phrase'; do you mean 'phrases'"):
        tag(["双循环"]).frequency(phrase="dual-circulation")
