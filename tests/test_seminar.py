"""Exercises, sheets, solutions and scores; and every exercise that is defined."""

import datetime
import re
import sys

import nbformat
import numpy as np
import pandas as pd
import pytest
from nbclient import NotebookClient
from pages import HOSTILE, Tags

from partyspeak import PartyspeakError, seminar
from partyspeak.seminar import Choice, Date, Exercise, Judgement, Note, Number, PhraseName, Several, Text, YesNo
from partyspeak.seminar.answer_kinds import NotUnderstood
from partyspeak.seminar.sets import exercise_set, module_of, sets

ALL = [one for number in sets() for one in exercise_set(number)]
JUDGED = [one for one in ALL if not isinstance(one.accepts, Judgement)]
every = pytest.mark.parametrize("one", ALL, ids=lambda one: one.id)
every_judged = pytest.mark.parametrize("one", JUDGED, ids=lambda one: one.id)


# Kinds of answers


@pytest.mark.parametrize(
    ("kind", "right", "given", "agrees"),
    [
        (Number(), 12, 12, True),
        (Number(), 12, np.int64(12), True),
        (Number(), 12, "12", True),
        (Number(), 1234, "1,234", True),
        (Number(), 12, pd.Series([12]), True),
        (Number(), 12, 13, False),
        (Number(tolerance=0.5), 12.3, 12, True),
        (Number(share=True, tolerance=0.005), 0.25, "25%", True),
        (Number(share=True, tolerance=0.005), 0.25, 25, True),
        (Number(share=True, tolerance=0.005), 0.25, 0.35, False),
        (Date("year"), "1954", 1954, True),
        (Date("year"), "1954-09-23", "1954", True),
        (Date("year"), "1954", pd.Timestamp("1954-09-23"), True),
        (Date("year"), "1954", np.datetime64("1954-09-23"), True),
        (Date("year"), "1954", np.int64(1954), True),
        (Date("year"), "1954", 1955, False),
        (Date(), "1954-09-23", datetime.date(1954, 9, 23), True),
        (Date(), "1954-09-23", "1954年9月23日", True),
        (Date(), "1954-09-23", "1954-09-24", False),
        (PhraseName(), "dual-circulation", "双循环", True),
        (PhraseName(), "dual-circulation", "雙循環", True),
        (PhraseName(), "dual-circulation", "Dual Circulation", True),
        (PhraseName(), "dual-circulation", " dual-circulation ", True),
        (PhraseName(), "dual-circulation", pd.Index(["dual-circulation"]), True),
        (PhraseName(), "dual-circulation", "乡村振兴", False),
        (Text(), "community with a shared future", "Community with a Shared Future", True),
        (Text(), "community with a shared future", "community of common destiny", False),
        (YesNo(), True, "yes", True),
        (YesNo(), True, np.bool_(True), True),
        (YesNo(), False, "不是", True),
        (YesNo(), False, "y", False),
        (Choice(("it rose", "it fell")), "it fell", "b", True),
        (Choice(("it rose", "it fell")), "it fell", "It fell", True),
        (Choice(("it rose", "it fell")), "it fell", "A", False),
        (Several(), ["dual-circulation", "rural-revitalization"], {"乡村振兴", "双循环"}, True),
        (Several(), ["dual-circulation", "rural-revitalization"], "rural revitalization, 双循环", True),
        (Several(), ["dual-circulation", "rural-revitalization"], pd.Series(["双循环", "乡村振兴", "双循环"]), True),
        (Several(), ["dual-circulation", "rural-revitalization"], ["双循环"], False),
        (Several(ordered=True), ["dual-circulation", "rural-revitalization"], ["乡村振兴", "双循环"], False),
        (Several(Date("year")), [1978, 1979], [1979, 1978], True),
        (Several(Date("year")), [1978], 1978, True),
    ],
)
def test_an_answer_is_read_in_any_sensible_form(kind, right, given, agrees):
    assert kind.agrees(kind.read(given), kind.read(right)) is agrees


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        (Number(), "many"),
        (Number(), True),
        (Number(), [1, 2]),
        (Number(), pd.Series([1, 2])),
        (Date(), "1954"),
        (Date("year"), "long ago"),
        (Date("year"), 3.5),
        (PhraseName(), "no such phrase"),
        (PhraseName(), 7),
        (YesNo(), "perhaps"),
        (Choice(("it rose", "it fell")), "c"),
        (Several(), []),
        (Several(), ["双循环", "no such phrase"]),
        (Text(), " "),
    ],
)
def test_what_is_no_answer_of_the_kind_is_said_to_be_none(kind, given):
    with pytest.raises(NotUnderstood):
        kind.read(given)
    assert kind.wants


# Every exercise


@every_judged
def test_each_answer_is_worked_out_and_accepted(one):
    verdict = seminar.check(one.id, one.right())
    assert verdict.right, verdict
    assert one.answer.__name__ != "<lambda>"


def wrong(kind, right):
    """An answer of the kind that is not the right one."""
    if isinstance(kind, Number):
        return kind.read(right) / 2 + 1000 * (1 + kind.tolerance)
    if isinstance(kind, Date):
        return "1066-10-14"
    if isinstance(kind, PhraseName):
        return next(id for id in ("dual-circulation", "rural-revitalization") if id not in kind.read(right))
    if isinstance(kind, YesNo):
        return not kind.read(right)
    if isinstance(kind, Choice):
        return next(option for option in kind.options if option != kind.read(right))
    if isinstance(kind, Several):
        return [wrong(kind.of, next(iter(right)))]
    return "certainly not this"


@every_judged
def test_a_wrong_answer_gets_each_hint_and_never_the_answer(one):
    answer = one.right()
    attempt = wrong(one.accepts, answer)
    secrets = {one.accepts.written(answer).lower()} if not isinstance(one.accepts, YesNo) else set()
    if isinstance(one.accepts, PhraseName):
        secrets |= {one.accepts.read(answer).__iter__().__next__()}
    for number in range(1, len(one.hints) + 1):
        verdict = seminar.check(one.id, attempt, hint=number)
        assert verdict.right is False
        assert verdict.text
    said = " ".join(one.hints) + " ".join(advice for _, advice in one.mistakes)
    for secret in secrets:
        assert not re.search(rf"(?<!\w){re.escape(secret)}(?!\w)", said.lower()), f"{one.id} gives its answer away"


@every
def test_each_known_mistake_is_a_mistake_and_gets_its_own_hint(one):
    for mistake, advice in one.wrong():
        verdict = seminar.check(one.id, mistake)
        assert verdict.right is False
        assert advice in verdict.text


@every
def test_each_answer_is_explained(one):
    note = seminar.show_answer(one.id)
    assert one.question in note.heading
    assert len(note.text) > 20
    assert "{" not in note.text


@pytest.mark.parametrize("number", sets())
def test_the_ids_of_a_set_run_on(number):
    exercises = exercise_set(number)
    assert [one.id for one in exercises] == [f"{number}-{place}" for place in range(1, len(exercises) + 1)]
    assert 4 <= len(exercises) <= 8
    assert module_of(number).TITLE


# check


@pytest.fixture
def with_exercise(monkeypatch):
    """Ask one exercise that is made up for the test."""

    def define(**fields):
        one = Exercise(
            **{"id": "99-1", "question": "How many?", "answer": lambda: 42, "accepts": Number(), "hints": ("Count.",)}
            | {"explanation": "It is {answer}, or {written}."}
            | fields
        )
        monkeypatch.setattr("partyspeak.seminar.checking.exercise", lambda id: one)
        return one

    return define


def test_without_an_answer_check_asks_the_question(with_exercise):
    one = with_exercise(question="How many are there?")
    for missing in (..., None):
        verdict = seminar.check("99-1", missing)
        assert one.question in verdict.heading
        assert one.accepts.wants in verdict.text
        assert verdict.right is None


def test_check_says_right_or_gives_the_hint_asked_for(with_exercise):
    with_exercise(hints=("Count.", "Count again."))
    assert seminar.check("99-1", 42)
    first, second = seminar.check("99-1", 41), seminar.check("99-1", 41, hint=2)
    assert not first
    assert "Hint 1 of 2: Count." in str(first)
    assert "hint=2" in str(first)
    assert "Hint 2 of 2: Count again." in str(second)
    assert "hint=3" not in str(second)
    assert str(seminar.check("99-1", 41)) == str(first)  # no memory
    assert "42" not in str(first) + str(second)


def test_a_known_mistake_gets_its_own_hint(with_exercise):
    with_exercise(mistakes=((lambda: 50, "You counted the unsure ones too."),))
    assert "unsure ones too" in str(seminar.check("99-1", 50))
    assert "Count." in str(seminar.check("99-1", 51))


def test_an_answer_to_come_is_neither_right_nor_wrong(with_exercise):
    with_exercise()
    for nothing in (..., None):
        note = seminar.check("99-1", nothing)
        assert note.right is None
        assert "a number" in note.text


def test_the_wrong_type_is_told_what_is_wanted(with_exercise):
    with_exercise()
    note = seminar.check("99-1", {"a": 1})
    assert note.right is False
    assert "wants a number" in note.text


def test_a_judgement_has_points_after_the_answer_only(with_exercise):
    with_exercise(accepts=Judgement(("the gap of {answer} years",)), hints=())
    assert "42" not in str(seminar.check("99-1", "I think so."))
    assert seminar.check("99-1", "I think so.").right is None
    assert "- the gap of 42 years" in str(seminar.show_answer("99-1"))


def test_a_list_is_told_how_many_are_right(with_exercise):
    with_exercise(accepts=Several(), answer=lambda: ["dual-circulation", "rural-revitalization"])
    assert "Of your 1, right: 1. Missing: 1." in str(seminar.check("99-1", ["双循环"]))
    with_exercise(accepts=Several(ordered=True), answer=lambda: ["dual-circulation", "rural-revitalization"])
    assert "order is not" in str(seminar.check("99-1", ["乡村振兴", "双循环"]))


@pytest.mark.parametrize(("id", "says"), [("02-99", "set 02 has 02-1, "), ("77-1", "there is no set"), ("x", "no set")])
def test_an_unknown_exercise_names_those_there_are(id, says):
    for ask in (seminar.check, seminar.show_answer):
        with pytest.raises(PartyspeakError, match=says):
            ask(id)


@pytest.mark.parametrize(("fields", "says"), [({"id": "2-3"}, "two digits"), ({"hints": ()}, "has no hint")])
def test_an_exercise_that_could_not_be_used_is_refused(with_exercise, fields, says):
    with pytest.raises(PartyspeakError, match=says):
        with_exercise(**fields)


def test_questions_shows_a_set_and_all_sets():
    assert "02-1: " in str(seminar.questions("02"))
    assert all(f"{one.id}: " in str(seminar.questions()) for one in ALL)


@pytest.mark.parametrize("evil", HOSTILE)
def test_a_note_shows_text_as_text(evil):
    page = Tags()
    page.feed(Note(evil, f"- {evil}\n`{evil}`", right=False)._repr_html_())
    assert page.seen <= {"div", "p", "b", "ul", "li", "code", "br", "em"}


# Solutions


@pytest.mark.parametrize("number", sets())
def test_the_solutions_run_and_hold_question_code_and_answer(number, tmp_path):
    path = seminar.solutions(number, tmp_path / "solutions.ipynb")
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    content = "\n".join(cell.source for cell in notebook.cells)
    for one in exercise_set(number):
        assert one.question in content
        assert f"{one.answer.__name__}()" in content
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(tmp_path)}}).execute()


def test_solutions_say_what_is_missing(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "nbformat.v4", None)
    with pytest.raises(PartyspeakError, match=r"pip install '\.\[seminar\]'"):
        seminar.solutions("02", tmp_path / "solutions.ipynb")
    with pytest.raises(PartyspeakError):
        seminar.solutions("02", tmp_path)
