"""The help of every question and chart explains every choice and has an example."""

import inspect
import re

import pytest

from partyspeak.corpus.questions import Contrasts, Forms, Lives, Neighbours, OverTime, Spread
from partyspeak.corpus.questions.explained import explained_by
from partyspeak.display.charts import Charts

KINDS = [Contrasts, Forms, Lives, Neighbours, OverTime, Spread, Charts]
QUESTIONS = [method for kind in KINDS for name, method in vars(kind).items() if not name.startswith("_")]
OF_CHARTS = {"roll_up", "most", "names", "each"}  # told in the words of the chart


@pytest.mark.parametrize("method", QUESTIONS, ids=lambda method: method.__qualname__)
def test_the_help_explains_every_choice_and_has_an_example(method):
    told = re.findall(r"^(\w[\w, ]*) : ", method.__doc__, re.MULTILINE)
    names = {name for line in told for name in line.split(", ")}
    assert set(inspect.signature(method).parameters) - {"self"} - OF_CHARTS <= names
    assert not names & {"self", "documents", "mentions", "texts", "lexicon", "table"}
    for section in ("Parameters", "Returns", "Examples"):
        assert method.__doc__.count(f"{section}\n{'-' * len(section)}\n") == 1
    assert ">>> " in method.__doc__


def behind(documents, one, two, unasked):
    """Not shown.

    Parameters
    ----------
    documents : frame
        Not shown.
    one, two : int
        Two numbers.

    Returns
    -------
    int

    Examples
    --------
    Not shown.
    """


def test_the_words_of_the_method_come_first_and_its_own_examples_last():
    @explained_by(behind)
    def method(self, two, where=None):
        """Mine.

        Examples
        --------
        My own.
        """

    shown = inspect.cleandoc(method.__doc__)
    assert shown.startswith("Mine.\n\nParameters\n----------\none, two : int\n    Two numbers.\nwhere : str, callable")
    assert shown.endswith("Returns\n-------\nint\n\nExamples\n--------\nMy own.")
    assert "Not shown" not in shown


def test_without_docstrings_there_is_nothing_to_explain():
    bare = lambda self: None  # noqa: E731
    assert explained_by(behind)(bare).__doc__ is None
