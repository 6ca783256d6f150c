"""Exercises of notebook 06: a lexicon of your own."""

from __future__ import annotations

import tempfile
from pathlib import Path

from partyspeak import datasets
from partyspeak.corpus.tagging import tag
from partyspeak.datasets import samples
from partyspeak.lexicon import Lexicon, validation
from partyspeak.matching.tagger import Tagger
from partyspeak.seminar.answers import Choice, Judgement, Number, PhraseName, YesNo
from partyspeak.seminar.exercise import Exercise

TITLE = "A lexicon of your own"

# Written for these exercises.
OWN = "id,zh,en\nport-forum,港口论坛,port forum\ndual-circulation,双循环,double loop\n"
SHARED_FORM = "id,zh,en\nspiral,双循环,spiral\n"
FAULTS = (
    "the id is written with a capital",
    "a form belongs to another phrase already",
    "a blocker holds none of the phrase's forms",
    "the entry has no English form",
)


def lexicon_from(content: str) -> Lexicon:
    """A lexicon from the content of a CSV file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "own.csv"
        path.write_text(content, encoding="utf-8")
        return Lexicon.load(path)


def phrases_coined_under_xi() -> int:
    return sum(phrase.era == "xi" for phrase in Lexicon.default().values())


def what_the_check_says_of_a_shared_form() -> str:
    together = Lexicon([*Lexicon.default().values(), *lexicon_from(SHARED_FORM).values()])
    messages = " ".join(fault.message for fault in validation.check(together) if fault.id == "spiral")
    return FAULTS[1] if "dual-circulation" in messages else "another fault"


def english_mentions_lost_by_merging() -> int:
    curated, docs = Lexicon.default(), samples.load()
    counts = []
    for lexicon in (curated, curated | lexicon_from(OWN)):
        mentions = tag(docs, id="id", tagger=Tagger(lexicon)).mentions
        counts.append(int(((mentions["phrase"] == "dual-circulation") & (mentions["lang"] == "en")).sum()))
    return counts[0] - counts[1]


def version_does_not_depend_on_the_order() -> bool:
    curated, own = Lexicon.default(), lexicon_from(OWN)
    return (curated | own).version == (own | curated).version


def first_form_of_the_phrase_with_most_forms() -> str:
    return max(Lexicon.default().values(), key=lambda phrase: len(phrase.forms)).id


def density_with_all_and_without_xi() -> dict[str, float]:
    work, lexicon = datasets.work_reports(), Lexicon.default()
    found = work.mentions.query("sure and not nested")
    is_xi = found["phrase"].astype(str).map(lambda id: lexicon[id].era == "xi")
    characters = work.documents.set_index("doc_id")["zh_chars"]
    figures = {}
    for name, mentions in (("all", found), ("older", found[~is_xi])):
        counts = mentions.groupby("doc_id").size()
        for year in (2012, 2023):
            figures[f"{name}_{year}"] = float(counts[f"gwr-{year}"] / characters[f"gwr-{year}"] * 10_000)
    return figures


EXERCISES = (
    Exercise(
        id="06-1",
        question="How many phrases of the curated lexicon were coined under Xi (`era` is `xi`)?",
        answer=phrases_coined_under_xi,
        accepts=Number(),
        hints=(
            "`partyspeak.Lexicon.default().to_frame()` has a column `era`.",
            "Count the rows in which it is `xi`.",
        ),
        explanation="More than a third of all, for thirteen of seventy years.",
    ),
    Exercise(
        id="06-2",
        question="Which phrase of the curated lexicon has the most forms, Chinese and English together?",
        answer=first_form_of_the_phrase_with_most_forms,
        accepts=PhraseName(),
        hints=(
            "Each phrase has `.forms`; `len` counts them.",
            "`max(lexicon.values(), key=lambda phrase: len(phrase.forms))` is the phrase.",
        ),
        explanation=(
            "{written}. A phrase with many forms is found more easily than one with few; a comparison of"
            " two counts is a comparison of two lists of forms, too."
        ),
    ),
    Exercise(
        id="06-3",
        question=(
            "A project file gives the new phrase `spiral` the Chinese form 双循环. What does `partyspeak"
            " lexicon check` complain of?"
        ),
        answer=what_the_check_says_of_a_shared_form,
        accepts=Choice(FAULTS),
        hints=(
            "Write the CSV and run the check; its message names another phrase.",
            "Which phrase of the curated lexicon has that form? `lexicon.find('双循环')`",
        ),
        explanation=(
            "{written}: dual-circulation. If both are meant, their forms must be marked `shared`, and dates"
            " must distinguish them."
        ),
    ),
    Exercise(
        id="06-4",
        question=(
            "You merge `curated | own`, where own.csv has the line `dual-circulation,双循环,double loop`,"
            " and tag the practice packet (`samples.load()`). How many English mentions of dual circulation"
            " do you lose?"
        ),
        answer=english_mentions_lost_by_merging,
        accepts=Number(),
        hints=(
            "Tag twice, with the one lexicon and with the other, and count `lang == 'en'`.",
            "The right one's entry replaces the curated one, with all its forms.",
        ),
        explanation=(
            "{written}: in fact all. The entry on the right has one English form only, and no passage of"
            " the packet uses it."
        ),
    ),
    Exercise(
        id="06-5",
        question="With that own.csv: do `curated | own` and `own | curated` have the same version?",
        answer=version_does_not_depend_on_the_order,
        accepts=YesNo(),
        hints=("Do the two share an id?", "Where they do, the right one wins. Compare `.version` of both."),
        explanation=(
            "{written}. They share the id dual-circulation, and so the order decides whose entry stands."
            " Without a shared id the order would not matter."
        ),
    ),
    Exercise(
        id="06-6",
        question=(
            "Leave out every phrase coined under Xi, and compare the density of set phrases in the work"
            " reports of 2012 and 2023. What do you find, and does it show that the reports became less"
            " formulaic?"
        ),
        answer=density_with_all_and_without_xi,
        accepts=Judgement(
            (
                (
                    "with all phrases: from {answer[all_2012]:.0f} to {answer[all_2023]:.0f} mentions for every"
                    " 10,000 characters"
                ),
                "without those coined under Xi: from {answer[older_2012]:.0f} to {answer[older_2023]:.0f}",
                ("the fall shows only that old phrases give way to new ones, which this lexicon was told to ignore"),
                ("neither figure measures how formulaic the reports are: each measures texts and lexicon together"),
                (
                    "what would help: a lexicon made in one way for both years, or a measure that needs none"
                    " (repeated strings)"
                ),
            )
        ),
        explanation=(
            "One corpus and two lexicons give a rise and a fall. A publication of one of them should publish the other."
        ),
    ),
)
