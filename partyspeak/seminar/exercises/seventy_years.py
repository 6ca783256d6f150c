"""Exercises of notebook 02: work reports over seventy years."""

from __future__ import annotations

from partyspeak import datasets
from partyspeak.seminar.answers import Date, Judgement
from partyspeak.seminar.record import Exercise

TITLE = "Seventy years of work reports"


def first_year_of_reform_and_opening_up() -> str:
    first = datasets.work_reports().first_appearances(phrases="reform-and-opening-up")
    return first["first_date"].iloc[0][:4]


def lag_of_reform_and_opening_up() -> dict[str, str]:
    row = datasets.work_reports().first_appearances(phrases="reform-and-opening-up").iloc[0]
    return {"seen": row["first_date"], "attested": row["attested"]}


EXERCISES = (
    Exercise(
        id="02-1",
        question="In which year does a work report first say 改革开放 (reform and opening up)?",
        answer=first_year_of_reform_and_opening_up,
        accepts=Date("year"),
        hints=("`first_appearances` takes `phrases=`.", "The policy is older than the word."),
        explanation="The report of {answer} is the first that has the four characters.",
    ),
    Exercise(
        id="02-2",
        question="The lexicon attests 改革开放 earlier than the reports have it. What may one conclude from that?",
        answer=lag_of_reform_and_opening_up,
        accepts=Judgement(("the lexicon's date ({answer[attested]}) is that of another genre",)),
        explanation="The first work report with it is that of {answer[seen]}.",
    ),
)
