"""For teaching: exercises that check an answer and never give it away, sheets to read and mark, and scores.

A student: ``questions("02")`` shows the exercises of notebook 02, ``check("02-3", answer)`` says whether an answer
is right or gives a hint, and ``show_answer("02-3")`` explains, with the answer worked out from the data.

An instructor: ``solutions("02", "solutions-02.ipynb")`` writes the answers as a notebook, ``sheet(text, "sheet.html")``
makes a page to print and mark by hand, and ``score(annotations, text)`` compares a student's marks with the tagger's
or with a gold set.
"""

from __future__ import annotations

from partyspeak.seminar.answers import Choice, Date, Judgement, Number, PhraseName, Several, Text, YesNo
from partyspeak.seminar.checking import check, questions, show_answer
from partyspeak.seminar.exercise import Exercise
from partyspeak.seminar.instructor import solutions
from partyspeak.seminar.notes import Note
from partyspeak.seminar.scoring import Score, score
from partyspeak.seminar.sheets import sheet

__all__ = [
    "Choice",
    "Date",
    "Exercise",
    "Judgement",
    "Note",
    "Number",
    "PhraseName",
    "Score",
    "Several",
    "Text",
    "YesNo",
    "check",
    "questions",
    "score",
    "sheet",
    "show_answer",
    "solutions",
]
