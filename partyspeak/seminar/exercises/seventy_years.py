"""Exercises of notebook 02: work reports over seventy years."""

from __future__ import annotations

from typing import Final

import pandas as pd

from partyspeak import datasets
from partyspeak.corpus.corpus import TaggedCorpus
from partyspeak.seminar.answers import Date, Judgement, Number, PhraseName, Several, YesNo
from partyspeak.seminar.exercise import Exercise

TITLE = "Seventy years of work reports"

STAND_INS: Final = (1955, 1956, 1958, 1960, 1980, 1982, 1991)
"""The years for which the collection has a report on the plan, the budget or agriculture."""


def work_reports() -> TaggedCorpus:
    reports = datasets.work_reports()
    years = reports.documents["date"].dt.year
    reports.documents = reports.documents.assign(year=years, stand_in=years.isin(STAND_INS))
    return reports


def first_year_of_the_socialist_market_economy() -> str:
    first = datasets.work_reports().first_appearances(phrases="socialist-market-economy")
    return first["first_date"].iloc[0][:4]


def lexicon_year_of_the_socialist_market_economy() -> str:
    return datasets.work_reports().first_appearances(phrases="socialist-market-economy")["attested"].iloc[0][:4]


def phrase_in_most_reports() -> str:
    lives = datasets.work_reports().lifecycle()
    return str(lives.set_index("phrase")["documents"].idxmax())


def phrase_with_most_mentions() -> str:
    mentions = datasets.work_reports().mentions.query("sure")
    return str(mentions["phrase"].value_counts().index[0])


def share_with_belt_and_road_under_li_keqiang() -> float:
    table = work_reports().frequency(by="year", per="documents", phrases="belt-and-road", where="2014 <= year <= 2023")
    return float(table["documents"].sum() / table["denominator"].sum())


def share_with_belt_and_road_of_all() -> float:
    table = datasets.work_reports().frequency(by="year", per="documents", phrases="belt-and-road")
    return float(table["documents"].sum() / table["denominator"].sum())


def years_without(phrase: str, where: str) -> list[str]:
    counts = work_reports().frequency(by="year", phrases=phrase, where=where)
    used = counts.query("mentions > 0")["period"]
    return counts[(counts["mentions"] == 0) & (counts["period"] > used.min())]["period"].tolist()


def silent_on_one_country_two_systems() -> list[str]:
    return years_without("one-country-two-systems", "not stand_in")


def silent_on_one_country_two_systems_in_any_report() -> list[str]:
    return years_without("one-country-two-systems", "year > 0")


def first_years_of_mao_phrases(censored: bool) -> pd.Series:
    reports = datasets.work_reports()
    first = reports.first_appearances()
    of_mao = reports.phrases.loc[reports.phrases["era"] == "mao", "id"]
    first = first[first["phrase"].isin(of_mao) & (censored | ~first["censored"])]
    return first["first_date"].str[:4].astype(int)


def median_first_year_of_mao_phrases() -> int:
    return int(first_years_of_mao_phrases(censored=False).median())


def median_first_year_with_the_censored() -> int:
    return int(first_years_of_mao_phrases(censored=True).median())


def gone(recent: int) -> int:
    return int((datasets.work_reports().lifecycle(recent=recent)["status"] == "gone").sum())


def gone_from_the_last_five_reports() -> int:
    return gone(recent=5)


def gone_from_the_last_two_reports() -> int:
    return gone(recent=2)


def the_better_life_of_1957_is_the_phrase() -> bool:
    reports = datasets.work_reports()
    hits = reports.mentions.query("phrase == 'better-life-yearning' and doc_id == 'gwr-1957'")
    return bool(hits["sure"].any())


def common_prosperity_in_reports_and_congresses() -> dict[str, object]:
    reports = datasets.work_reports()
    life = reports.lifecycle(phrases="common-prosperity").iloc[0]
    used = reports.frequency(by="year", phrases="common-prosperity").query("mentions > 0")["period"]
    congress = datasets.congress_reports().mentions.query("phrase == 'common-prosperity' and doc_id == 'congress-19'")
    return {
        "reports": int(life["documents"]),
        "of": len(reports.documents),
        "longest_gap": int(life["longest_gap"]),
        "recent": ", ".join(used[used > "2004"]),
        "congress": len(congress),
    }


EXERCISES = (
    Exercise(
        id="02-1",
        question="In which year does a work report first have 社会主义市场经济 (socialist market economy)?",
        answer=first_year_of_the_socialist_market_economy,
        accepts=Date("year"),
        hints=("`first_appearances` takes `phrases=`; the id is `socialist-market-economy`.", "Look at `first_date`."),
        mistakes=(
            (
                lexicon_year_of_the_socialist_market_economy,
                "That is the lexicon's date, of the Party's own document. When does the government's report have it?",
            ),
        ),
        explanation=(
            "`reports.first_appearances(phrases='socialist-market-economy')`: the Party's 14th Congress adopted the "
            "formula in October 1992, and the government's next report, of {answer}, has it."
        ),
    ),
    Exercise(
        id="02-2",
        question="Which phrase occurs in the most reports?",
        answer=phrase_in_most_reports,
        accepts=PhraseName(),
        hints=(
            "A row of `lifecycle` counts the documents of a phrase.",
            "Sort by `documents`; a phrase that is said often in few reports does not win.",
        ),
        mistakes=(
            (
                phrase_with_most_mentions,
                "That one has the most mentions. In how many reports does it stand?",
            ),
        ),
        explanation=(
            "{written}. `reports.lifecycle().sort_values('documents')` has it at the end. Mentions and documents "
            "answer two questions: how often, and how widely."
        ),
    ),
    Exercise(
        id="02-3",
        question="What share of the reports under Li Keqiang (2014 to 2023) use 一带一路 (Belt and Road)?",
        answer=share_with_belt_and_road_under_li_keqiang,
        accepts=Number(tolerance=0.005, share=True),
        hints=(
            "`frequency(by='premier', per='documents', phrases='belt-and-road')` has it as `rate`.",
            "The denominator is the reports under Li Keqiang, not all reports.",
        ),
        mistakes=((share_with_belt_and_road_of_all, "That is the share of all 57 reports. Which are the ten?"),),
        explanation="{written}. The first report with it is that of 2015, a year after the lexicon's earliest use.",
    ),
    Exercise(
        id="02-4",
        question=(
            "Leave the seven stand-ins out. Which reports since 1984 have no 一国两制 (one country, two systems)? "
            "Give the years."
        ),
        answer=silent_on_one_country_two_systems,
        accepts=Several(Date("year")),
        hints=(
            "`frequency(by='year', phrases='one-country-two-systems', where='not stand_in')`.",
            "Periods that hold documents but no mention have a row with `mentions` 0.",
        ),
        mistakes=(
            (
                silent_on_one_country_two_systems_in_any_report,
                "One of these is a stand-in. Which of the seven years is among them?",
            ),
        ),
        explanation=(
            "{written}. With the stand-ins 1991 would be on the list too, and there the Premier's report is not in "
            "the collection. What the remaining report means is for a reader to say."
        ),
    ),
    Exercise(
        id="02-5",
        question=(
            "What is the median year of first appearance of the phrases that the lexicon assigns to the era `mao`, "
            "when what cannot be dated here is left out?"
        ),
        answer=median_first_year_of_mao_phrases,
        accepts=Date("year"),
        hints=(
            "`reports.phrases` has the `era` of each `id`; `first_date` begins with the year.",
            "What first appears in the first year of the collection may be older: `censored`.",
        ),
        mistakes=(
            (
                median_first_year_with_the_censored,
                "That median takes phrases of which only “1954 or earlier” is known for phrases of 1954.",
            ),
        ),
        explanation=(
            "{answer}. It says when the reports of this collection took these phrases up, not when they were coined: "
            "much of the language of the Mao years came into the government's reports late, or in years without one."
        ),
    ),
    Exercise(
        id="02-6",
        question="How many phrases are `gone` when the present is the last five reports instead of the last two?",
        answer=gone_from_the_last_five_reports,
        accepts=Number(),
        hints=("`lifecycle` has an argument for how many periods are the present.", "`recent=5`, then count `status`."),
        mistakes=((gone_from_the_last_two_reports, "That is the count for the last two reports."),),
        explanation=(
            "{answer}. A status is a rule applied to counts. State the rule with the result, and look how far the "
            "result moves when the rule does."
        ),
    ),
    Exercise(
        id="02-7",
        question=(
            "With `sure_only=False`, 人民对美好生活的向往 (the people's aspiration to live a better life) first "
            "appears in 1957. Does anything beyond ordinary words say that the report of 1957 used Xi Jinping's phrase?"
        ),
        answer=the_better_life_of_1957_is_the_phrase,
        accepts=YesNo(),
        hints=(
            "Look at `form` and `sure` of the mentions in `gwr-1957`.",
            "What is the hit made of: the phrase, or two words that anyone may say?",
        ),
        explanation=(
            "{written}. The hit is the form 美好生活, “a better life”, and not sure. The first sure mention is decades "
            "later."
        ),
    ),
    Exercise(
        id="02-8",
        question=(
            "A commentator writes: “Beijing dropped 共同富裕 (common prosperity) after 2016 and brought it back in "
            "2021; the work reports prove it.” What do the data say for this, what against it, and what would you "
            "check?"
        ),
        answer=common_prosperity_in_reports_and_congresses,
        accepts=Judgement(
            (
                "that the reports do lack it from 2017 to 2020: since 2005 it occurs in those of {answer[recent]}",
                "that it occurs in {answer[reports]} of {answer[of]} reports, with gaps of up to {answer[longest_gap]}",
                "that each year is a single document of one genre",
                "that the report to the 19th Congress, of October 2017, has it {answer[congress]} times",
                "a check: the Party's plenums, People's Daily, or speeches of 2017 to 2020, and the wording in 2021",
            )
        ),
        explanation=(
            "An absence needs as much proof as a presence. `lifecycle`, `frequency(by='year')` and a second collection "
            "(`datasets.congress_reports()`) give it in three lines."
        ),
    ),
)
