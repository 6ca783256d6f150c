"""Exercises of notebook 01: a first look, on the practice packet."""

from __future__ import annotations

from partyspeak.corpus.corpus import TaggedCorpus
from partyspeak.corpus.tagging import tag
from partyspeak.datasets import samples
from partyspeak.lexicon import Lexicon
from partyspeak.matching import segmenter
from partyspeak.matching.tagger import Tagger
from partyspeak.seminar.answers import Date, Judgement, Number, YesNo
from partyspeak.seminar.exercise import Exercise

TITLE = "A first look"


def packet() -> TaggedCorpus:
    # Asked for by name, the edges that the notebook has by default give no second warning.
    tagger = Tagger(edges="pkuseg" if segmenter.is_installed() else "dictionary")
    return tag(samples.load(), id="id", tagger=tagger)


def attested_new_quality_productive_forces() -> str:
    first = Lexicon.default()["new-quality-productive-forces"].first
    return str(first.date) if first else ""


def first_new_quality_productive_forces() -> str:
    first = packet().first_appearances(phrases="new-quality-productive-forces")
    return str(first["first_date"].iloc[0])


def passages_with_reform_and_opening_up() -> int:
    return int(packet().lifecycle(phrases="reform-and-opening-up")["documents"].iloc[0])


def chinese_passages_with_reform_and_opening_up() -> int:
    return int(packet().lifecycle(phrases="reform-and-opening-up", lang="zh")["documents"].iloc[0])


def censored_phrases() -> int:
    return int(packet().first_appearances()["censored"].sum())


def broken_chinese_mentions() -> int:
    mentions = packet().mentions.query("lang == 'zh'")
    return int(mentions["text"].str.contains(r"\s").sum())


def broken_mentions_of_both_languages() -> int:
    return int(packet().mentions["text"].str.contains(r"\s").sum())


def mentions_without_nested_ones() -> int:
    return int(packet().frequency(nested=False)["mentions"].sum())


def mentions_with_nested_ones() -> int:
    return int(packet().frequency()["mentions"].sum())


def the_new_era_of_2018_is_sure() -> bool:
    hits = packet().mentions.query("phrase == 'new-era' and form == 'new era'")
    return bool(hits["sure"].any())


def ecological_civilization() -> dict[str, object]:
    row = packet().first_appearances(phrases="ecological-civilization").iloc[0]
    return {
        "first": row["first_date"],
        "attested": row["attested"],
        "passages": int(row["documents"]),
        "years": int(row["lag_days"]) // 365,
    }


EXERCISES = (
    Exercise(
        id="01-1",
        question="On which day is 新质生产力 (new quality productive forces) attested first, by the lexicon?",
        answer=attested_new_quality_productive_forces,
        accepts=Date(),
        hints=("`lexicon[...]` takes an id; `lexicon.search` finds it.", "The attribute is `first.date`."),
        mistakes=(
            (first_new_quality_productive_forces, "That is its first appearance in the packet. What of the lexicon?"),
        ),
        explanation="`lexicon['new-quality-productive-forces'].first.date` is {written}; "
        "`.first.where` names the occasion.",
    ),
    Exercise(
        id="01-2",
        question="In how many passages of the packet does 改革开放 (reform and opening up) stand, in either language?",
        answer=passages_with_reform_and_opening_up,
        accepts=Number(),
        hints=(
            "A phrase has one id for both languages: `reform-and-opening-up`.",
            "Count the different `doc_id` of its mentions, or see `documents` in `first_appearances`.",
        ),
        mistakes=((chinese_passages_with_reform_and_opening_up, "Those are the Chinese ones. And the English ones?"),),
        explanation="{answer}: `tagged.first_appearances(phrases='reform-and-opening-up')['documents']`.",
    ),
    Exercise(
        id="01-3",
        question="In how many Chinese mentions of the packet does a space or a line break occur inside the phrase?",
        answer=broken_chinese_mentions,
        accepts=Number(),
        hints=("`tagged.mentions['text']` is what is there.", "`.str.contains(r'\\s')`, if `lang == 'zh'`."),
        mistakes=((broken_mentions_of_both_languages, "English phrases have spaces anyway. Count the Chinese ones."),),
        explanation="{answer}. Line breaks and the spaces of a scan are dropped for matching, and kept in `text`.",
    ),
    Exercise(
        id="01-4",
        question="How many phrases of the packet are censored, so that nothing can be said of earlier use?",
        answer=censored_phrases,
        accepts=Number(),
        hints=("`first_appearances` has a column of that name.", "Its values are true and false; they can be summed."),
        explanation="{answer}: all that appear in 1982, the packet's first year.",
    ),
    Exercise(
        id="01-5",
        question="How many sure mentions are left without those that lie inside a longer mention of another phrase?",
        answer=mentions_without_nested_ones,
        accepts=Number(),
        hints=(
            "A mention inside a longer one of another phrase is `nested`.",
            "`tagged.frequency(nested=False)['mentions'].sum()`, or a query on `tagged.mentions`.",
        ),
        mistakes=((mentions_with_nested_ones, "That counts the nested ones too."),),
        explanation="{answer}, or `len(tagged.mentions.query('sure and not nested'))`.",
    ),
    Exercise(
        id="01-6",
        question="The packet has the bare English words “new era” once. Are they a sure mention of the phrase?",
        answer=the_new_era_of_2018_is_sure,
        accepts=YesNo(),
        hints=("Look at `form` and `sure` of the mentions of `new-era`.", "Any age may be a new era."),
        explanation=(
            "{written}. The long name in the same passage is sure, the bare words are not: `tagged.concordance("
            "phrases='new-era', sure_only=False)` shows both, and a reader decides."
        ),
    ),
    Exercise(
        id="01-7",
        question=(
            "A fellow student writes: “As the data show, 生态文明 (ecological civilization) is a slogan of Xi "
            "Jinping's, first used in 2013.” What is wrong with that?"
        ),
        answer=ecological_civilization,
        accepts=Judgement(
            (
                "that {answer[first]} is the first use in this packet, not in history",
                "that the lexicon has an earlier date, {answer[attested]}, {answer[years]} years before",
                "that the number of passages with it is {answer[passages]}, too small for any “first”",
                "that the packet was written for practice, so that it shows nothing about China at all",
            )
        ),
        explanation=(
            "`tagged.first_appearances(phrases='ecological-civilization')` has `first_date`, `attested`, `lag_days` "
            "and `documents` in one row; read the four together."
        ),
    ),
)
