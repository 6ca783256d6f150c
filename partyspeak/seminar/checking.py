"""For students: questions, a check that never reveals an answer, and explanations."""

from __future__ import annotations

from typing import Any

from partyspeak.seminar.answer_kinds import NotUnderstood
from partyspeak.seminar.answers import Judgement
from partyspeak.seminar.exercise import Exercise
from partyspeak.seminar.notes import Note
from partyspeak.seminar.sets import exercise, exercise_set, sets

__all__ = ["check", "questions", "show_answer"]


def questions(number: str | None = None) -> Note:
    """The questions of a set of exercises, or of all sets.

    Parameters
    ----------
    number : str, optional
        The number of the notebook, as ``"02"``.

    Returns
    -------
    Note
        A notebook and a terminal show it.

    Raises
    ------
    PartyspeakError
        When there is no such set.
    """
    chosen = [one for each in ([number] if number else sets()) for one in exercise_set(each)]
    text = "\n\n".join(f"{one.id}: {one.question}\nWanted: {one.accepts.wants}." for one in chosen)
    return Note(f"Exercises {number}" if number else "All exercises", text)


def check(id: str, answer: Any = ..., hint: int = 1) -> Note:
    """Say whether an answer is right; else give a hint, never the answer.

    Parameters
    ----------
    id : str
        The exercise, as ``"02-3"``.
    answer
        Yours, in any sensible form: a phrase by its id, its Chinese or its English name; a date as text or as a
        timestamp; several as a set, a list or a Series. ``...`` stands for an answer that is still to come, and
        gets the question.
    hint : int
        Which hint a wrong answer gets; each says how many there are.

    Returns
    -------
    Note
        True when the answer is right.

    Raises
    ------
    PartyspeakError
        When there is no such exercise.

    Examples
    --------
    >>> check("02-1", "not a year")
    02-1: not yet.
    'not a year' cannot be read as a date. This exercise wants a year.
    """
    asked = exercise(id)
    if answer is ... or answer is None:
        return Note(f"{id}: {asked.question}", f"Put your answer in the place of `...`: {asked.accepts.wants}.")
    try:
        given = asked.accepts.read(answer)
    except NotUnderstood as error:
        return Note(f"{id}: not yet.", f"{error}. This exercise wants {asked.accepts.wants}.", right=False)
    if isinstance(asked.accepts, Judgement):
        return Note(f"{id}: yours to judge.", f"There is no single answer. Compare yours with `show_answer({id!r})`.")
    right = asked.accepts.read(asked.right())
    if asked.accepts.agrees(given, right):
        return Note(f"{id}: right.", f"`show_answer({id!r})` explains.", right=True)
    return Note(f"{id}: not yet.", _hint(asked, given, right, hint), right=False)


def show_answer(id: str) -> Note:
    """Explain an exercise, with the answer worked out from the data.

    Parameters
    ----------
    id : str
        The exercise, as ``"02-3"``.

    Returns
    -------
    Note

    Raises
    ------
    PartyspeakError
        When there is no such exercise.
    """
    asked = exercise(id)
    answer, explanation = asked.explained()
    return Note(f"{id}: {asked.question}", f"{answer}\n\n{explanation}")


def _hint(asked: Exercise, given: Any, right: Any, number: int) -> str:
    """The hint for a wrong answer: the one for a known mistake, else the hint of this number."""
    for mistake, advice in asked.wrong():
        if asked.accepts.agrees(given, asked.accepts.read(mistake)):
            return advice
    number = min(max(number, 1), len(asked.hints))
    parts = [asked.accepts.nearly(given, right), f"Hint {number} of {len(asked.hints)}: {asked.hints[number - 1]}"]
    if number < len(asked.hints):
        parts.append(f"The next one: `check({asked.id!r}, …, hint={number + 1})`.")
    return "\n".join(filter(None, parts))
