"""Exercises of notebook 07: from a folder to a store to a chart."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from partyspeak.corpus.tagging import tag
from partyspeak.io import ReadingRecord, read_documents
from partyspeak.seminar.answers import Choice, Judgement, Number, Several, Text
from partyspeak.seminar.exercise import Exercise
from partyspeak.store.ingest import Run, tag_to_store
from partyspeak.store.opening import read_parquet

TITLE = "From a folder to a store to a chart, daily"

# All of these were written for the exercises.
MONDAY = {"a.txt": "坚持高质量发展。", "b.txt": "推进乡村振兴。", "c.txt": "明天有雨。"}
TUESDAY = {"a.txt": "坚持高质量发展。", "b.txt": "推进乡村振兴，促进共同富裕。", "d.txt": "加快双循环。"}
NAMES = (
    "2024-03-05 harbour.txt",
    "harbour-20240305.txt",
    "2024-03-05 to 2024-03-07.txt",
    "harbour, 5 March.txt",
    "2024年3月 公报.txt",
)
PAPERS = pd.DataFrame(
    {"month": ["2024-04", "2024-05"], "articles": [60, 240], "with_phrase": [24, 84]},
)
DAYS = ("2024-04-05", "2024-04-06", "2024-04-07", "2024-04-14", "2024-04-15")


def run_on(folder: Path, files: Mapping[str, str]) -> Run:
    """Write files into ``feeds``, tag them into ``store``, and give the record of the run."""
    feeds = folder / "feeds"
    feeds.mkdir(exist_ok=True)
    for name, text in files.items():
        (feeds / name).write_text(text, encoding="utf-8")
    return tag_to_store(feeds, folder / "store")


def tagged_on_tuesday() -> int:
    with tempfile.TemporaryDirectory() as folder:
        run_on(Path(folder), MONDAY)
        return int(run_on(Path(folder), TUESDAY).counts["tagged"])


def tagged_if_nothing_were_passed_over() -> int:
    return len(MONDAY | TUESDAY)


def documents_after_tuesday() -> int:
    with tempfile.TemporaryDirectory() as folder:
        run_on(Path(folder), MONDAY)
        run_on(Path(folder), TUESDAY)
        return len(read_parquet(Path(folder) / "store").documents)


def names_that_date() -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        for name in NAMES:
            (Path(folder) / name).write_text("推进乡村振兴。", encoding="utf-8")
        documents = read_documents(folder, record=ReadingRecord())
    return [str(id) for id in documents.loc[documents["date"].notna(), "id"]]


def date_of_the_last_name() -> str:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / NAMES[-1]).write_text("推进乡村振兴。", encoding="utf-8")
        return str(tag(folder).documents["date_precision"].iloc[0])


def rise_or_fall() -> str:
    share = PAPERS["with_phrase"] / PAPERS["articles"]
    return "it rose" if share[1] > share[0] else "it fell"


def by_the_count_alone() -> str:
    return "it rose" if PAPERS["with_phrase"][1] > PAPERS["with_phrase"][0] else "it fell"


def days_without_a_row() -> int:
    texts = ["坚持高质量发展。", "明天有雨。", "推进乡村振兴。", "明天有风。", "坚持高质量发展。"]
    tagged = tag(pd.DataFrame({"date": DAYS, "text": texts}))
    rows = tagged.frequency(by="day", phrases="high-quality-development")
    return len(pd.date_range(DAYS[0], DAYS[-1])) - len(rows)


def days_without_a_mention() -> int:
    return len(pd.date_range(DAYS[0], DAYS[-1])) - 2


def nothing_to_work_out() -> dict[str, float]:
    share = PAPERS["with_phrase"] / PAPERS["articles"]
    return {"before": float(share[0]), "after": float(share[1])}


EXERCISES = (
    Exercise(
        id="07-1",
        question=(
            "On Monday a folder holds a.txt, b.txt and c.txt, and is tagged into a store. On Tuesday b.txt"
            " has another text and d.txt is new. How many documents does Tuesday's run tag?"
        ),
        answer=tagged_on_tuesday,
        accepts=Number(),
        hints=(
            "Which documents does the store know already, with the same text?",
            "A changed document is tagged again and takes the place of its old rows.",
        ),
        mistakes=((tagged_if_nothing_were_passed_over, "What is unchanged is passed over."),),
        explanation="The changed one and the new one; two are unchanged and are passed over.",
    ),
    Exercise(
        id="07-2",
        question=(
            "And on Wednesday somebody deletes c.txt from the folder, and the run is repeated. How many"
            " documents are in the store?"
        ),
        answer=documents_after_tuesday,
        accepts=Number(),
        hints=(
            "Does a store forget what is gone from the source?",
            "Count the documents that were ever read; a changed one counts once.",
        ),
        explanation=(
            "{written}. Nothing is removed because it is gone from the source: newspapers withdraw"
            " articles, and a corpus that forgot them would change its own history."
        ),
    ),
    Exercise(
        id="07-3",
        question="Which of these file names date their document?",
        answer=names_that_date,
        accepts=Several(Choice(NAMES)),
        hints=(
            (
                "Make empty files of these names in a folder, with a word in each, and look at the dates of"
                " `partyspeak.read_documents`."
            ),
            "A name with two different dates dates nothing, and names of months in English are not read.",
        ),
        explanation="An undated document is counted and kept, and dates nothing; run.json lists it.",
    ),
    Exercise(
        id="07-4",
        question=("How precise is the date that partyspeak takes from `2024年3月 公报.txt`: year, month or day?"),
        answer=date_of_the_last_name,
        accepts=Text(),
        hints=(
            "`documents` has a column `date_precision`.",
            "What does the name say, and what does it not say?",
        ),
        explanation=("{written}: a date is never given more precision than it had. 1 March would be an invention."),
    ),
    Exercise(
        id="07-5",
        question=(
            "In April 60 articles arrive, 24 of them with a phrase; in May, with a new source, 240 arrive,"
            " 84 of them with it. What happened to its share of all articles?"
        ),
        answer=rise_or_fall,
        accepts=Choice(("it rose", "it fell")),
        hints=("Divide.", "24 of 60 are 40 %."),
        mistakes=((by_the_count_alone, "The count rose. The question is about the share."),),
        explanation=(
            "{written}, from 40 % to 35 %, while the count more than trebled. Ask also which source the new"
            " ones are from."
        ),
    ),
    Exercise(
        id="07-6",
        question=(
            f"One document arrives on each of these days: {', '.join(DAYS)}. `frequency(by='day')` is asked"
            " for a phrase that those of the first and the last day have. For how many days, from the"
            " first to the last, is there no row?"
        ),
        answer=days_without_a_row,
        accepts=Number(),
        hints=(
            "A day with a document and no mention has a row with 0.",
            "How many days are there from the first to the last, and on how many did a document arrive?",
        ),
        mistakes=(
            (
                days_without_a_mention,
                "Those are the days without a mention. Some of them have a row, with 0.",
            ),
        ),
        explanation=(
            "On {written} days nothing arrived, so nothing is known of them. A chart should leave them"
            " empty, not draw a zero."
        ),
    ),
    Exercise(
        id="07-7",
        question=(
            "Your weekly chart goes to readers on Friday. All week the run ended with status 3, and today's"
            " count of a phrase is twice yesterday's. What do you look at before you send it?"
        ),
        answer=nothing_to_work_out,
        accepts=Judgement(
            (
                "run.json: which files were left out, of which source, on which days, and why",
                (
                    "how many documents arrived each day, and from whom; the share beside the count (as above,"
                    " {answer[before]:.0%} against {answer[after]:.0%})"
                ),
                "whether one article was reprinted in several papers",
                "the mentions themselves, in their sentences (concordance), and whether they are sure",
                "whether the lexicon's version is the same as last week",
                "if the missing files cannot be had in time: say in the chart which days are incomplete",
            )
        ),
        explanation=("Most jumps in a daily series are jumps in what arrived. It takes five minutes to rule that out."),
    ),
)
