"""Exercises of notebook 03: the report to the 20th Congress beside that to the 19th."""

from __future__ import annotations

from typing import Final

import pandas as pd

from partyspeak import datasets
from partyspeak.seminar.answers import Judgement, Number, PhraseName, Several
from partyspeak.seminar.exercise import Exercise

TITLE = "Two congresses"

BEFORE: Final = "congress-19"
AFTER: Final = "congress-20"


def compared(before: str = BEFORE, after: str = AFTER, factor: float = 1.5) -> pd.DataFrame:
    return datasets.congress_reports().compare(before, after, factor=factor)


def up_by_a_factor(factor: float) -> int:
    return int((compared(factor=factor)["change"] == "up").sum())


def said_twice_as_often() -> int:
    return up_by_a_factor(2)


def said_half_as_often_again() -> int:
    return up_by_a_factor(1.5)


def most_said_new_phrase(before: str, after: str) -> str:
    new = compared(before, after).query("change == 'new'")
    return str(new.set_index("phrase")["mentions_after"].idxmax())


def most_said_new_phrase_of_the_19th() -> str:
    return most_said_new_phrase("congress-18", "congress-19")


def most_said_new_phrase_of_the_20th() -> str:
    return most_said_new_phrase("congress-19", "congress-20")


def keyness_of_the_20th_against_the_18th(nested: bool = True) -> pd.DataFrame:
    return datasets.congress_reports().keyness("congress-20", "congress-18", nested=nested)


def differences_between_the_18th_and_the_20th() -> int:
    return int((keyness_of_the_20th_against_the_18th()["q"] < 0.05).sum())


def differences_without_control() -> int:
    return int((keyness_of_the_20th_against_the_18th()["p"] < 0.05).sum())


def surest_difference(nested: bool) -> str:
    table = keyness_of_the_20th_against_the_18th(nested)
    return str(table.set_index("phrase")["g2"].idxmax())


def surest_difference_of_free_phrases() -> str:
    return surest_difference(nested=False)


def surest_difference_of_all_mentions() -> str:
    return surest_difference(nested=True)


def free_share_of_rule_of_law(report: str) -> float:
    table = datasets.congress_reports().standing(phrases="rule-of-law", where=f"doc_id == '{report}'")
    return float(table.loc[table["inside"].isna(), "share"].sum())


def free_share_of_rule_of_law_in_the_20th() -> float:
    return free_share_of_rule_of_law(AFTER)


def free_share_of_rule_of_law_in_the_19th() -> float:
    return free_share_of_rule_of_law(BEFORE)


def dropped_by_the_19th() -> pd.Series:
    return compared("congress-18", "congress-19").query("change == 'dropped'")["phrase"]


def dropped_by_the_19th_and_back_in_the_20th() -> int:
    later = datasets.congress_reports().mentions.query("sure and doc_id == 'congress-20'")["phrase"]
    return int(dropped_by_the_19th().isin(later.astype(str)).sum())


def all_dropped_by_the_19th() -> int:
    return len(dropped_by_the_19th())


def strategies_of_the_longest_row() -> list[str]:
    rows = datasets.congress_reports().enumerations(where=f"doc_id == '{BEFORE}'")
    return str(rows.set_index("phrases")["members"].idxmax()).split("; ")


def strategies_that_the_20th_lacks() -> list[str]:
    dropped = set(compared().query("change == 'dropped'")["phrase"])
    return [strategy for strategy in strategies_of_the_longest_row() if strategy in dropped]


def the_countryside_in_both_reports() -> dict[str, object]:
    table = compared().set_index("phrase")
    keyness = datasets.congress_reports().keyness(AFTER, BEFORE).set_index("phrase")
    names = ["three-rural-issues", "rural-revitalization", "agricultural-power", "harmonious-beautiful-villages"]
    rows = table.loc[names, ["zh", "mentions_before", "mentions_after"]].itertuples(index=False, name=None)
    return {
        "counts": ", ".join(f"{zh} {before} → {after}" for zh, before, after in rows),
        "p": keyness["p"]["three-rural-issues"],
        "q": keyness["q"]["three-rural-issues"],
    }


EXERCISES = (
    Exercise(
        id="03-1",
        question=(
            "How many phrases are `up` from the 19th to the 20th, when *up* is to mean at least twice the rate "
            "instead of one and a half times?"
        ),
        answer=said_twice_as_often,
        accepts=Number(),
        hints=("`compare` takes `factor=`.", "`factor=2`, then count `change`."),
        mistakes=((said_half_as_often_again, "That is the count for `factor=1.5`."),),
        explanation=(
            "{answer}. The four names for a change are cut-offs on a rate; with counts of 1, 2 and 3 a small turn of "
            "the factor moves dozens of phrases."
        ),
    ),
    Exercise(
        id="03-2",
        question="Lay the 18th beside the 19th. Which phrase that is new in the 19th has the most mentions?",
        answer=most_said_new_phrase_of_the_19th,
        accepts=PhraseName(),
        hints=("`compare('congress-18', 'congress-19')`.", "Take the rows with `change == 'new'`."),
        mistakes=((most_said_new_phrase_of_the_20th, "That one is new in the 20th. Mind which two reports."),),
        explanation="{written}. Counted are sure mentions only; with every hit it would be still further ahead.",
    ),
    Exercise(
        id="03-3",
        question="How many phrases differ between the 20th and the 18th with q below 0.05 (all mentions, nested too)?",
        answer=differences_between_the_18th_and_the_20th,
        accepts=Number(),
        hints=("`keyness` gives `p` and `q`; the question is about `q`.", "`keyness('congress-20', 'congress-18')`."),
        mistakes=((differences_without_control, "That counts `p`. Among hundreds of comparisons, which column?"),),
        explanation=(
            "{answer}. Many more differ by p, but so many comparisons let some pass by chance; and what occurs in a "
            "few paragraphs of two texts is little evidence."
        ),
    ),
    Exercise(
        id="03-4",
        question=(
            "Now let free-standing mentions only count (`nested=False`). Which phrase is then the surest difference "
            "between the 20th and the 18th?"
        ),
        answer=surest_difference_of_free_phrases,
        accepts=PhraseName(),
        hints=(
            "The surest difference has the greatest `g2`; the table is sorted by it, from both ends.",
            "The phrases typical of the 18th are at the end of the table.",
        ),
        mistakes=((surest_difference_of_all_mentions, "That is the answer when nested mentions count as well."),),
        explanation=(
            "{written}. It is still said dozens of times in 2022, but mostly inside longer formulas; on its own it "
            "has become rare. Both sentences are true, and a keyword count that does not say which it means is not."
        ),
    ),
    Exercise(
        id="03-5",
        question="What share of the mentions of 依法治国 (rule of law) in the 20th occur outside any longer phrase?",
        answer=free_share_of_rule_of_law_in_the_20th,
        accepts=Number(tolerance=0.006, share=True),
        hints=(
            "`standing(phrases='rule-of-law', where=\"doc_id == 'congress-20'\")`.",
            "The free mentions are the row whose `inside` is missing.",
        ),
        mistakes=((free_share_of_rule_of_law_in_the_19th, "That is the share in the 19th."),),
        explanation="{written}. Most of the others occur in 全面依法治国 (comprehensive law-based governance).",
    ),
    Exercise(
        id="03-6",
        question="How many of the phrases that the 19th dropped (against the 18th) are back in the 20th?",
        answer=dropped_by_the_19th_and_back_in_the_20th,
        accepts=Number(),
        hints=(
            "Two steps: `compare` the 18th with the 19th, then look for what it calls `dropped` in the 20th.",
            "The sure mentions of the 20th are `congresses.mentions.query(\"sure and doc_id == 'congress-20'\")`.",
        ),
        mistakes=((all_dropped_by_the_19th, "Many were dropped. How many of them come back?"),),
        explanation=(
            "{answer}. An obituary after one report is early: a good fifth of what one congress drops, the next one "
            "says again."
        ),
    ),
    Exercise(
        id="03-7",
        question=(
            "The longest enumeration of the 19th lists seven strategies. Which of the seven are in no sure mention of "
            "the 20th?"
        ),
        answer=strategies_that_the_20th_lacks,
        accepts=Several(PhraseName()),
        hints=(
            "`enumerations(where=\"doc_id == 'congress-19'\")`, sorted by `members`.",
            "Look its members up in the answer of `compare`.",
        ),
        explanation=(
            "{written}: the last two of the row of 2017. Now look at `unsure_after`: 可持续发展 is in the 20th once, "
            "in bare words that count as unsure. Is one of the two strategies gone, or are both?"
        ),
    ),
    Exercise(
        id="03-8",
        question=(
            "An agency writes: “三农 (the three rural issues) falls from three to none: for the 20th Congress the "
            "countryside is no longer a priority.” What do you answer?"
        ),
        answer=the_countryside_in_both_reports,
        accepts=Judgement(
            (
                "that the count is right, and three mentions are few: p = {answer[p]:.2f}, q = {answer[q]:.2f}",
                "that a topic has many phrases: {answer[counts]}",
                "that a phrase is not a policy; budgets, laws and the yearly No. 1 document are closer to one",
                "that the lexicon has few phrases on the countryside, so that other wordings are not seen at all",
                "a check: read the chapter on the countryside in both texts",
            )
        ),
        explanation=(
            "The sentence makes two leaps: from one phrase to a topic, and from words to a priority. The first can be "
            "checked with `compare` and the texts, the second not with either."
        ),
    ),
)
