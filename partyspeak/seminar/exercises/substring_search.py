"""Exercises of notebook 04: why substring search lies."""

from __future__ import annotations

import pandas as pd

from partyspeak import datasets
from partyspeak.analysis.evaluation import evaluate
from partyspeak.corpus.tagging import tag
from partyspeak.matching.hits import REFUSALS
from partyspeak.seminar.answers import Choice, Date, Judgement, Number, PhraseName, Several
from partyspeak.seminar.exercise import Exercise

TITLE = "Why substring search lies"

# Written for this exercise.
SENTENCES = (
    "全国有三个代表处换了地址。",
    "大家学习了“三个代表”重要思想。",
    "老师带学生创新发展理念，编成一本小书。",
    "县里贯彻新发展理念，先治河再修路。",
    "粮价平稳增长，农民放心。",
)
SAID = ("three-represents", "new-development-concept", "stable-growth")


def phrase_refused_most_for_crossing() -> str:
    refused = datasets.refused_hits()
    return refused.loc[refused["why"] == "crossing", "phrase"].value_counts().index[0]


def phrase_refused_most_at_all() -> str:
    return datasets.refused_hits()["phrase"].value_counts().index[0]


def year_in_which_plain_search_finds_expand_domestic_demand() -> int:
    refused = datasets.refused_hits()
    found = refused[(refused["phrase"] == "expand-domestic-demand") & refused["doc_id"].str.startswith("gwr")]
    return int(found["date"].dt.year.min())


def true_year_of_expand_domestic_demand() -> str:
    first = datasets.work_reports().first_appearances(phrases="expand-domestic-demand")
    return str(first["first_date"].iloc[0])[:4]


def years_by_which_the_belt_and_road_is_too_early() -> int:
    refused, speeches = datasets.refused_hits(), datasets.un_speeches()
    false = refused[(refused["phrase"] == "belt-and-road") & refused["doc_id"].str.startswith("un")]
    true = speeches.mentions[speeches.mentions["phrase"] == "belt-and-road"]
    return int(true["date"].dt.year.min() - false["date"].dt.year.min())


def phrases_that_no_congress_report_has() -> list[str]:
    refused, reports = datasets.refused_hits(), datasets.congress_reports()
    here = refused.loc[refused["doc_id"].str.startswith("congress"), "phrase"]
    return sorted(set(here) - set(reports.mentions["phrase"]))


def sentences_that_plain_search_counts_wrongly() -> list[str]:
    tagged = tag(list(SENTENCES), keep_rejected=True)
    mentions = tagged.mentions[tagged.mentions["phrase"].isin(SAID)]
    wrong = mentions.groupby("doc_id")["why"].agg(lambda whys: bool(whys.isin(REFUSALS[1:]).all()))
    return [SENTENCES[number] for number in wrong[wrong].index]


def lower_end_for_english() -> float:
    gold = datasets.judged_hits()
    corpora = (datasets.work_reports(), datasets.congress_reports(), datasets.un_speeches())
    mentions = pd.concat([corpus.mentions.astype({"phrase": str}) for corpus in corpora])
    measured = evaluate(gold[gold["stratum"] == "random"], mentions, by="lang").set_index("lang")
    return float(measured["precision_low"].to_dict()["en"])


def lower_end_for_both_languages() -> float:
    gold = datasets.judged_hits()
    corpora = (datasets.work_reports(), datasets.congress_reports(), datasets.un_speeches())
    mentions = pd.concat([corpus.mentions.astype({"phrase": str}) for corpus in corpora])
    return float(evaluate(gold[gold["stratum"] == "random"], mentions)["precision_low"].iloc[0])


def hits_to_judge_for_ninety_nine_percent() -> int:
    from scipy.stats import binomtest

    judged = 1
    while binomtest(judged, judged).proportion_ci(method="wilson").low < 0.99:
        judged += 1
    return judged


def first_dates_of_seek_truth_pragmatic() -> dict[str, str]:
    reports = datasets.work_reports()
    first = {sure: reports.first_appearances(phrases="seek-truth-pragmatic", sure_only=sure) for sure in (True, False)}
    return {
        "sure": str(first[True]["first_date"].iloc[0])[:4],
        "any": str(first[False]["first_date"].iloc[0])[:4],
        "attested": str(first[True]["attested"].iloc[0]),
    }


EXERCISES = (
    Exercise(
        id="04-1",
        question="Which phrase has the most refused hits for the reason `crossing`, over all documents?",
        answer=phrase_refused_most_for_crossing,
        accepts=PhraseName(),
        hints=(
            "Filter `datasets.refused_hits()` by its column `why`, then count by `phrase`.",
            "`value_counts()` counts the values of a column, the commonest first.",
        ),
        mistakes=(
            (
                phrase_refused_most_at_all,
                "That one has the most refused hits of all reasons. Filter first.",
            ),
        ),
        explanation=(
            "政治局 is inside 政治局面 (political situation), and reports of every decade since the"
            " 1970s speak of some 政治局面."
        ),
    ),
    Exercise(
        id="04-2",
        question=("In which year would plain search first find 扩大内需 (expand domestic demand) in the work reports?"),
        answer=year_in_which_plain_search_finds_expand_domestic_demand,
        accepts=Date("year"),
        hints=(
            "Plain search finds the refused hits too, and one of those is the earliest.",
            ("The work reports' `doc_id` begins with `gwr`; the id of the phrase is `expand-domestic-demand`."),
        ),
        mistakes=(
            (
                true_year_of_expand_domestic_demand,
                "That is the first mention that stands. What does plain search find?",
            ),
        ),
        explanation=(
            "内需 (domestic demand) is a form of the phrase, and it stands by accident in 国内需要 and"
            " 国内需求. The "
            "phrase itself came with the Asian crisis: the first report that has it is of 1999."
        ),
    ),
    Exercise(
        id="04-3",
        question=(
            "How many years too early does a search for BRI date the Belt and Road (一带一路) in the UN statements?"
        ),
        answer=years_by_which_the_belt_and_road_is_too_early,
        accepts=Number(),
        hints=(
            (
                "You need two years: that of the first refused hit, and that of the first mention in"
                " `datasets.un_speeches()`."
            ),
            "The id of the phrase is `belt-and-road`; `date.dt.year` is the year of each row.",
        ),
        explanation=(
            "From the b-r-i in bring, in the very first statement, to the first mention that stands, in"
            " 2017. A search that looks at capitals does better, and is still wrong: it finds BRI in BRICS."
        ),
    ),
    Exercise(
        id="04-4",
        question=(
            "Which phrases does plain search find in the reports to the Party Congresses although no report has them?"
        ),
        answer=phrases_that_no_congress_report_has,
        accepts=Several(PhraseName()),
        hints=(
            (
                "Compare two sets: the phrases of the refused hits whose `doc_id` begins with `congress`,"
                " and those of `datasets.congress_reports().mentions`."
            ),
            "In Python, `set(a) - set(b)` is what is in `a` and not in `b`.",
        ),
        explanation=(
            "Each would be a phrase with a first date, a curve and a story, made of nothing but accidents"
            " and of another phrase with the same words. Look at the `text` of each hit and say what it is"
            " a part of."
        ),
    ),
    Exercise(
        id="04-5",
        question=(
            "Five sentences, written for this exercise: in which of them would a search for 三个代表,"
            " 新发展理念 and 稳增长 count a phrase that is not there?"
        ),
        answer=sentences_that_plain_search_counts_wrongly,
        accepts=Several(Choice(SENTENCES)),
        hints=(
            "Read each sentence aloud, in words. Where does the word before the string end?",
            "`partyspeak.tag([...], keep_rejected=True).mentions` has a reason for each refused hit.",
        ),
        explanation=(
            "三个代表处 are three offices, 创新发展理念 is to renew one's ideas of development, and"
            " 平稳增长 is to grow steadily."
        ),
    ),
    Exercise(
        id="04-6",
        question=(
            "What is the lower end of the 95 % interval of the precision of sure mentions, for English hits"
            " in sentences drawn at random?"
        ),
        answer=lower_end_for_english,
        accepts=Number(tolerance=0.001, share=True),
        hints=(
            "`partyspeak.evaluate` takes `by=`.",
            ("Keep only the rows of `datasets.judged_hits()` whose `stratum` is `random`, and evaluate `by='lang'`."),
        ),
        mistakes=((lower_end_for_both_languages, "That is both languages together."),),
        explanation=(
            "Though no error was found. Fewer English hits were judged and sure than Chinese ones, so the"
            " interval is wider: the English figure may be worse, and we do not know."
        ),
    ),
    Exercise(
        id="04-7",
        question=(
            "All hits that you judge turn out right. How many do you have to judge before the lower end of"
            " Wilson's 95 % interval reaches 0.99?"
        ),
        answer=hits_to_judge_for_ninety_nine_percent,
        accepts=Number(tolerance=1),
        hints=(
            "`binomtest(n, n).proportion_ci(method='wilson').low` is the lower end for n right out of n.",
            "Try 100, then 500, and close in; or write a loop.",
        ),
        explanation=(
            "For 0.999 it is ten times as many: a set of this size cannot show a precision of 0.999,"
            " however good the tagger is."
        ),
    ),
    Exercise(
        id="04-8",
        question=(
            "You write that the work reports have 求真务实 (be realistic and pragmatic) since … . Which"
            " year do you print, and what does your footnote say?"
        ),
        answer=first_dates_of_seek_truth_pragmatic,
        accepts=Judgement(
            (
                ("the first sure mention is of {answer[sure]}, the first of all of {answer[any]}, and the two differ"),
                "the earlier hit occurs in 要求真务实, which the tool cannot cut, and a reader can",
                "either year can be printed, if the footnote says who decided, and by what",
                (
                    "it is the first use in the work reports, not in history: the lexicon attests the wording"
                    " in {answer[attested]}"
                ),
            )
        ),
        explanation=(
            "A tool that is right in 99 cases of 100 hands you the hundredth and says so. Reading it is"
            " your work; hiding it would be a mistake in either direction."
        ),
    ),
)
