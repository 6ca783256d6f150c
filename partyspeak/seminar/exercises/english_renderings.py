"""Exercises of notebook 05: English renderings."""

from __future__ import annotations

import pandas as pd

from partyspeak import datasets
from partyspeak.display.reader import read
from partyspeak.lexicon import Lexicon
from partyspeak.seminar.answers import Choice, Date, Judgement, Number, PhraseName, Text
from partyspeak.seminar.exercise import Exercise

TITLE = "English renderings"

# Written for this exercise.
CHINESE = "我们推进乡村振兴，坚持高质量发展，深化改革开放。"
ENGLISH = "We pursue high-quality development, deepen reform and opening up, and advance rural revitalization."
REASONS = (
    "the English leaves it out",
    "the English says it in words that the lexicon does not list",
    "both have it, in another order",
    "it lies inside a longer phrase that has its answer",
)


def first_uses_in_statements() -> pd.DataFrame:
    """First sure mentions, with the years of first use in a statement and anywhere, and where that is from."""
    lexicon = Lexicon.default()
    first = datasets.un_speeches().first_appearances()
    return first.assign(
        spoken=first["first_date"].str[:4].astype(int),
        coined=first["attested"].str[:4].astype(int),
        where=[one.where if (one := lexicon[id].first) else "" for id in first["phrase"]],
    )


def last_year_of_the_third_world() -> int:
    mentions = datasets.un_speeches().mentions
    return int(mentions.loc[mentions["phrase"] == "third-world", "date"].dt.year.max())


def last_year_of_the_third_world_for_sure() -> int:
    mentions = datasets.un_speeches().mentions
    return int(mentions.loc[(mentions["phrase"] == "third-world") & mentions["sure"], "date"].dt.year.max())


def rare_rendering_of_one_country_two_systems() -> str:
    forms = datasets.un_speeches().renderings(phrases="one-country-two-systems")
    totals = forms.groupby("form")["mentions"].sum()
    return str(totals.idxmin())


def common_rendering_of_one_country_two_systems() -> str:
    forms = datasets.un_speeches().renderings(phrases="one-country-two-systems")
    totals = forms.groupby("form")["mentions"].sum()
    return str(totals.idxmax())


def share_that_says_humankind() -> float:
    mentions = datasets.un_speeches().mentions
    forms = mentions.loc[mentions["phrase"] == "community-of-common-destiny", "form"].astype(str)
    return float(forms.str.contains("humankind").mean())


def share_that_says_humankind_of_sure_ones() -> float:
    mentions = datasets.un_speeches().mentions
    sure = mentions[(mentions["phrase"] == "community-of-common-destiny") & mentions["sure"]]
    return float(sure["form"].astype(str).str.contains("humankind").mean())


def longest_way_since_1972() -> str:
    first = first_uses_in_statements().query("coined >= 1972")
    lag = first["spoken"] - first["coined"]
    return str(first["phrase"][lag == lag.max()].iloc[0])


def longest_way_of_all() -> str:
    first = first_uses_in_statements()
    lag = first["spoken"] - first["coined"]
    return str(first["phrase"][lag == lag.max()].iloc[0])


def dates_that_come_from_the_statement_itself() -> int:
    first = first_uses_in_statements()
    return int((first["where"].str.contains("General Debate") & (first["spoken"] == first["coined"])).sum())


def first_uses_in_the_year_of_coining() -> int:
    first = first_uses_in_statements()
    return int((first["spoken"] == first["coined"]).sum())


def why_rural_revitalization_has_no_answer() -> str:
    reading = read(CHINESE, ENGLISH)
    counts = reading.to_frame().set_index("phrase").loc["rural-revitalization"]
    is_paired = "rural-revitalization" in set(reading.pairs()["phrase"])
    return REASONS[2] if counts["other_mentions"] and not is_paired else REASONS[1]


def first_uses_of_common_values() -> dict[str, str]:
    corpora = {
        "un": datasets.un_speeches(),
        "gwr": datasets.work_reports(),
        "congress": datasets.congress_reports(),
    }
    rows = {name: corpus.first_appearances(phrases="common-values-of-humanity") for name, corpus in corpora.items()}
    return {name: str(row["first_date"].iloc[0])[:4] for name, row in rows.items()} | {
        "attested": str(rows["un"]["attested"].iloc[0])
    }


EXERCISES = (
    Exercise(
        id="05-1",
        question=("In which year does a UN statement last speak of the Third World (第三世界, id `third-world`)?"),
        answer=last_year_of_the_third_world,
        accepts=Date("year"),
        hints=(
            "`un.mentions` has a date for each mention; you want the latest.",
            ("`un.frequency(phrases='third-world')` counts sure mentions only. Are the words ordinary language too?"),
        ),
        mistakes=(
            (
                last_year_of_the_third_world_for_sure,
                "That is the last *sure* mention. Here you ask for wording: take all.",
            ),
        ),
        explanation="From then on there are only developing countries, of which the statements had spoken all along.",
    ),
    Exercise(
        id="05-2",
        question=("Which rendering of 一国两制 (id `one-country-two-systems`) did the statements use only once?"),
        answer=rare_rendering_of_one_country_two_systems,
        accepts=Text(),
        hints=(
            "`un.renderings(phrases='one-country-two-systems')` has a row for each form and year.",
            "Add the mentions of each form up: `.groupby('form')['mentions'].sum()`.",
        ),
        mistakes=((common_rendering_of_one_country_two_systems, "That is the usual one."),),
        explanation=(
            "In 1996. One use in one speech, beside the usual form in the same year, is a slip or a taste,"
            " not a policy."
        ),
    ),
    Exercise(
        id="05-3",
        question=(
            "What share of all mentions of 人类命运共同体 (id `community-of-common-destiny`) in the UN"
            " statements, sure or not, says 'humankind'?"
        ),
        answer=share_that_says_humankind,
        accepts=Number(tolerance=0.005, share=True),
        hints=(
            "The column `form` of `un.mentions` has the rendering of each mention.",
            "`.astype(str).str.contains('humankind').mean()` is the share of rows that hold it.",
        ),
        mistakes=((share_that_says_humankind_of_sure_ones, "That is the share of sure mentions."),),
        explanation=(
            "Half of sixteen mentions: too few to speak of a preference. Ask for the count whenever you read a share."
        ),
    ),
    Exercise(
        id="05-4",
        question=(
            "Of the phrases attested in 1972 or later, which took longest from there to its first sure"
            " mention in a UN statement?"
        ),
        answer=longest_way_since_1972,
        accepts=PhraseName(),
        hints=(
            (
                "`un.first_appearances()` has `first_date` and `attested`, both as text; the first four"
                " characters are the year."
            ),
            "Leave out what is attested before 1972, then take the largest difference (`idxmax`).",
        ),
        mistakes=(
            (
                longest_way_of_all,
                "That one was attested before there was a statement. Leave out everything before 1972.",
            ),
        ),
        explanation=(
            "{written}. It occurs in the work report of 1989, long before the Third Plenum of 2013 made it"
            " famous; a UN statement on foreign policy has had little reason to say it. The lag tells of"
            " genre, not of translators."
        ),
    ),
    Exercise(
        id="05-5",
        question=(
            "For how many phrases is the lexicon's first date taken from a general debate (`first.where`"
            " says General Debate) of the very year in which a statement first has the phrase?"
        ),
        answer=dates_that_come_from_the_statement_itself,
        accepts=Number(),
        hints=(
            "`lexicon[id].first.where` says where the first date comes from.",
            "Two conditions at once: the text of `first.where`, and equal years.",
        ),
        mistakes=(
            (
                first_uses_in_the_year_of_coining,
                "Those are all first uses in the year of coining. Where is the date from?",
            ),
        ),
        explanation=(
            "{written}. In these the corpus is compared with itself: their lag is zero whatever happened in"
            " Chinese. Never use them to say how fast English follows."
        ),
    ),
    Exercise(
        id="05-6",
        question=(
            f"Two sentences, written for this exercise: {CHINESE} / {ENGLISH} In `partyspeak.read` of the"
            " two, 乡村振兴 has no pair. Why?"
        ),
        answer=why_rural_revitalization_has_no_answer,
        accepts=Choice(REASONS),
        hints=(
            "`to_frame()` counts each phrase on both sides; `pairs()` gives those that answer each other.",
            "Pairs must come in the same order in both texts. Which of three phrases changed its place?",
        ),
        explanation=(
            "{written}: first in Chinese, last in English. Translators reorder lists, and an order can"
            " matter in a list."
        ),
    ),
    Exercise(
        id="05-7",
        question=(
            "人类共同价值 (common values of humanity, id `common-values-of-humanity`) comes in a UN"
            " statement years before a Congress report or a work report has it. Was it coined in English?"
            " Write what you would say, and what you would look up."
        ),
        answer=first_uses_of_common_values,
        accepts=Judgement(
            (
                ("the years: UN statement {answer[un]}, work report {answer[gwr]}, Congress report {answer[congress]}"),
                ("the lexicon's first date, {answer[attested]}, is the speech itself, which was given in Chinese"),
                ("the corpora are of different kinds: a work report says less of foreign policy than a UN statement"),
                "a Congress report comes every five years, so its first date is late by up to five years",
                "to look up: the Chinese text of the speech, and newspapers of the days before it",
            )
        ),
        explanation=(
            "A first date in English before the first date in a Chinese corpus says that the Chinese corpus"
            " does not hold the earlier Chinese use; it hardly ever says more."
        ),
    ),
)
