"""The choices that every question takes, and what they select."""

import inspect

import numpy as np
import pandas as pd
import pytest

from partyspeak import Form, Lexicon, PartyspeakError, Phrase, TaggedCorpus, Tagger, between, tag
from partyspeak.analysis.selection import document_mask, group_mask, select

LEXICON = """
[cycle]
zh = "双循环"
en = "dual circulation"
[pattern]
zh = "双循环新发展格局"
[era]
zh = "新时代"
en = { text = "new era", plain = true }
[absent]
zh = "猜测"
"""
DOCS = pd.DataFrame(
    {
        "date": ["2012", "2017-10", "2017-11-01", None, "2020-01-31"],
        "speaker": ["li", "wang", "li", None, "zhou"],
        "text": ["双循环新发展格局", "a new era of dual circulation", "新时代", "双循环，新时代", "没有"],
    },
    index=["a", "b", "c", "d", "e"],
)


@pytest.fixture
def corpus(write_lexicon):
    return tag(DOCS, tagger=Tagger(write_lexicon(LEXICON)))


@pytest.mark.parametrize(
    ("choices", "found"),
    [
        ({}, ["a pattern", "a cycle", "b cycle", "c era", "d cycle", "d era"]),
        ({"phrases": "cycle"}, ["a cycle", "b cycle", "d cycle"]),
        ({"phrases": ["era", "pattern"]}, ["a pattern", "c era", "d era"]),
        ({"phrases": "absent"}, []),
        ({"phrases": []}, []),
        ({"lang": "en"}, ["b cycle"]),
        ({"sure_only": False, "lang": "en"}, ["b era", "b cycle"]),
        ({"nested": False}, ["a pattern", "b cycle", "c era", "d cycle", "d era"]),
        ({"where": "speaker == 'li'"}, ["a pattern", "a cycle", "c era"]),
        ({"where": "speaker == 'nobody'"}, []),
        ({"where": lambda documents: documents["date"].isna()}, ["d cycle", "d era"]),
        ({"where": [False, True, False, False, False]}, ["b cycle"]),
        ({"where": np.array([False, True, False, False, False])}, ["b cycle"]),
        ({"where": DOCS["speaker"] == "wang"}, ["b cycle"]),
        ({"where": pd.Series([pd.NA, True, False, False, False], dtype="boolean")}, ["b cycle"]),
        ({"where": between("2017-10", "2017")}, ["b cycle", "c era"]),
        ({"where": "date < '2013'", "nested": False, "phrases": "cycle"}, []),
    ],
)  # fmt: skip
def test_what_is_selected(corpus, choices, found):
    _, mentions = select(corpus.documents, corpus.mentions, **choices)
    assert (mentions["doc_id"] + " " + mentions["phrase"].astype(str)).tolist() == found


def test_the_categories_say_what_was_asked(corpus):
    def phrases(**choices):
        return select(corpus.documents, corpus.mentions, **choices)[1]["phrase"].cat.categories.tolist()

    assert phrases() == ["cycle", "era", "pattern"]
    assert phrases(phrases=["absent", "era"]) == ["absent", "era"]
    assert phrases(where="speaker == 'wang'") == ["cycle"]


@pytest.mark.parametrize(
    ("choices", "says"),
    [
        ({"phrases": "cycel"}, r"'cycel' not among the 4 phrases looked for; near 'cycel': cycle"),
        ({"phrases": ["cycle", "x", "y"]}, r"phrases: 'x', 'y' not among"),
        ({"lang": "fr"}, r"lang='fr' is not one of zh, en"),
        ({"where": "speakr == 'li'"}, r"speakr == 'li'\" cannot be read .*columns are doc_id, .*speaker"),
        ({"where": "speaker =="}, r"cannot be read as a condition"),
        ({"where": "zh_chars"}, r"gives int64, not True or False"),
        ({"where": [True]}, r"the mask has 1 values for 5 documents"),
        ({"where": lambda documents: documents["zh_chars"]}, r"gives int64"),
        ({"where": pd.Series([True] * 5, index=list("edcba"))}, r"neither that of the documents nor their ids"),
        ({"where": "speaker = 'li'"}, r"\"speaker = 'li'\" gives a table, .*write == to compare"),
        ({"where": lambda documents: documents}, r"gives a table"),
        ({"where": np.ones((5, 2), dtype=bool)}, r"gives a table"),
        ({"phrases": 5}, r"phrases=5 must be a phrase's id, or a list of ids"),
        ({"phrases": [["cycle"]]}, r"must be a phrase's id, or a list of ids"),
    ],
)  # fmt: skip
def test_what_is_not_known_is_refused_by_name(corpus, choices, says):
    with pytest.raises(PartyspeakError, match=says):
        select(corpus.documents, corpus.mentions, **choices)


@pytest.mark.parametrize(
    ("first", "last", "ids"),
    [
        ("2012", None, ["a", "b", "c", "e"]),
        ("2012-02", None, ["b", "c", "e"]),  # some day of 2012 may lie in January
        (None, "2012-11", []),
        (None, "2012", ["a"]),
        ("2017-10-01", "2017-10-31", ["b"]),
        ("2017-10-02", "2017-10-31", []),
        (None, "2017-10-30", ["a"]),
        (2017, 2020, ["b", "c", "e"]),
        (None, None, ["a", "b", "c", "e"]),
    ],
)
def test_between_claims_no_more_than_the_date_says(corpus, first, last, ids):
    mask = document_mask(corpus.documents, between(first, last))
    assert corpus.documents.loc[mask, "doc_id"].tolist() == ids


def test_nothing_lies_between_a_later_and_an_earlier_date():
    with pytest.raises(PartyspeakError, match=r"between\('2020', '2013'\): the first is later"):
        between("2020", "2013")
    between("2020-05", "2020")  # some days lie between them


def test_one_side_of_a_contrast_may_be_a_document(corpus):
    assert group_mask(corpus.documents, "c").tolist() == [False, False, True, False, False]
    assert group_mask(corpus.documents, "speaker == 'li'").tolist() == [True, False, True, False, False]
    of_wang = corpus.documents["speaker"] == "wang"
    assert group_mask(corpus.documents, of_wang).tolist() == [False, True, False, False, False]
    with pytest.raises(PartyspeakError, match="no document among 5"):
        group_mask(corpus.documents, "speaker == 'nobody'")
    with pytest.raises(PartyspeakError, match="no document among 5 fits the mask"):
        group_mask(corpus.documents, [False] * 5)
    with pytest.raises(PartyspeakError, match="cannot be read as a condition"):
        group_mask(corpus.documents, "z")


def test_a_corpus_without_documents_is_no_error(corpus):
    empty = tag(DOCS.iloc[:0])
    documents, mentions = select(empty.documents, empty.mentions, where="speaker == 'li'")
    assert len(documents) == len(mentions) == 0


# Each question, with the arguments that it needs.
QUESTIONS = {
    "adoptions": ("speaker",),
    "attestation": (),
    "change_points": (),
    "compare": ("speaker == 'li'", "speaker != 'li'"),
    "concordance": (),
    "cooccurrence": (),
    "diffusion": ("speaker",),
    "dispersion": (),
    "dropped": (between(last="2017"), between("2020")),
    "enumerations": (),
    "first_appearances": (),
    "frequency": ("month",),
    "keyness": ("speaker == 'li'",),
    "lifecycle": (),
    "never_used": (),
    "overtakings": (),
    "positions": (),
    "renderings": (),
    "reordered": ("speaker == 'li'", "speaker != 'li'"),
    "scale": ("speaker",),
    "scale_jumps": (),
    "shortenings": (),
    "sweep": (),
    "standing": (),
    "uptake": ((1, 2),),
}
CHOICES = [
    {},
    {"phrases": "双循环"},
    {"phrases": ["shuang xunhuan", "absent"], "sure_only": False},
    {"lang": "zh", "nested": False},
    {"since": "2013", "sure_only": False},
    {"where": "speaker == 'li' or speaker == 'zhou'", "until": "2020", "nested": True},
]


def answer(corpus, name, choices):
    """The table that a question gives, or what it refuses."""
    try:
        table = getattr(corpus, name)(*QUESTIONS[name], **choices)
    except PartyspeakError as error:
        return str(error)
    table = getattr(table, "table", table)
    return table.to_csv() + str(table.dtypes.to_dict())


@pytest.fixture(scope="module")
def many():
    """Enough documents for every question, with all kinds of mentions."""
    said = [
        ("li", "双循环新发展格局、新时代"),
        ("wang", "a new era of dual circulation"),
        ("zhou", "新时代"),
        (None, "双循环，新时代"),
    ]
    rows = [(date, *pair) for date in ("2012", "2017-10", None, "2020-01-31", "2020-05") for pair in said]
    return tag(pd.DataFrame(rows, columns=["date", "speaker", "text"]), tagger=Tagger(Lexicon(PHRASES)))


PHRASES = [
    Phrase("cycle", "双循环", "dual circulation", (Form("双循环", "zh"), Form("dual circulation", "en"))),
    Phrase("pattern", "双循环新发展格局", "", (Form("双循环新发展格局", "zh"),)),
    Phrase("era", "新时代", "new era", (Form("新时代", "zh"), Form("new era", "en", plain=True))),
    Phrase("absent", "猜测", "", (Form("猜测", "zh"),)),
]


def test_every_question_is_tried():
    methods = {name for name, _ in inspect.getmembers(TaggedCorpus, inspect.isfunction) if not name.startswith("_")}
    others = {"select", "read_parquet", "to_parquet", "mark_reprints", "discover", "report", "first_evidence"}
    assert set(QUESTIONS) == methods - others


@pytest.mark.parametrize("choices", CHOICES, ids=str)
@pytest.mark.parametrize("name", QUESTIONS)
def test_to_select_and_to_ask_is_to_ask_with_choices(many, name, choices):
    assert answer(many.select(**choices), name, {}) == answer(many, name, choices)


@pytest.mark.parametrize("name", ["frequency", "first_appearances", "never_used", "standing"])
def test_choices_can_be_made_one_after_the_other(many, name):
    step_by_step = many.select(since="2013").select(phrases="cycle", sure_only=False).select(where="speaker == 'li'")
    at_once = {"since": "2013", "phrases": "cycle", "sure_only": False, "where": "speaker == 'li'"}
    assert answer(step_by_step, name, {}) == answer(many, name, at_once)
    assert answer(many.select(sure_only=False), name, {"sure_only": True}) == answer(many, name, {})


def test_what_was_selected_is_a_corpus(many):
    picked = many.select(phrases="双循环", where="speaker == 'li'")
    assert set(picked.mentions["phrase"]) == {"cycle"} and set(picked.documents["speaker"]) == {"li"}
    assert picked.texts.index.tolist() == picked.documents["doc_id"].tolist()
    assert len(many.documents) == 20  # which stays as it was
    picked.documents = picked.documents.assign(house="a")
    assert picked.frequency(by="house")["house"].tolist() == ["a"]


def test_a_mask_is_over_the_documents_of_the_selection(many):
    picked = many.select(where="speaker == 'li'")
    assert len(picked.select(where=[True] * len(picked.documents)).documents) == len(picked.documents)
    with pytest.raises(PartyspeakError, match="20 values for 5 documents"):
        picked.select(where=[True] * len(many.documents))


@pytest.mark.parametrize("name", ["cycle", "双循环", "雙循環", "Dual Circulation", "shuang xun huan", "shuāng xúnhuán"])
def test_a_phrase_has_many_names(many, name):
    assert many.select(phrases=name).selected.phrases == ["cycle"]


@pytest.mark.parametrize(
    ("phrases", "says"),
    [
        ("cylce", "no phrase is called 'cylce'; did you mean cycle"),
        (["cycle", "nothing at all"], "no phrase is called 'nothing at all'"),
        (7, "phrases=7 must be a phrase"),
        ([7], r"phrases=\[7\] must be a phrase"),
    ],
)
def test_a_name_that_no_phrase_has_is_refused(many, phrases, says):
    with pytest.raises(PartyspeakError, match=says):
        many.select(phrases=phrases)


def test_a_selection_cannot_be_widened(many):
    with pytest.raises(PartyspeakError, match="pattern not among the phrases selected before"):
        many.select(phrases="cycle").frequency(phrases="pattern")


def test_what_a_reader_takes_out_of_a_selection_stays_out(many):
    picked = many.select(lang="zh")
    picked.mentions = picked.mentions[picked.mentions["phrase"] != "cycle"]
    assert picked.frequency(phrases="cycle")["mentions"].sum() == 0
    assert picked.select(sure_only=False, lang=None).frequency(phrases="cycle")["mentions"].sum() == 0
    assert many.frequency(phrases="cycle", lang="zh")["mentions"].sum() > 0  # the whole stays as it was


def test_what_a_reader_judges_unsure_in_a_selection_is_not_counted(many):
    picked = many.select(since="2013")
    picked.mentions.loc[picked.mentions["phrase"] == "era", "sure"] = False
    assert picked.frequency(phrases="era", lang="zh")["mentions"].sum() == 0
    assert picked.frequency(phrases="cycle")["mentions"].sum() > 0


def test_a_phrase_that_a_selection_does_not_use_can_be_asked_for(many):
    assert answer(many.select(lang="zh"), "frequency", {"phrases": "absent"}) == answer(
        many, "frequency", {"phrases": "absent", "lang": "zh"}
    )


@pytest.mark.parametrize("limits", [{"since": pd.NaT}, {"until": pd.NaT}, {"since": "2020", "until": "2013"}])
def test_a_limit_that_no_document_can_keep_is_refused(many, limits):
    with pytest.raises(PartyspeakError, match="between"):
        many.frequency(**limits)


def test_a_selection_is_drawn_as_the_choices_are(many):
    pytest.importorskip("altair")
    picked = many.select(phrases="双循环", lang="zh")
    asked = many.chart.timeline(by="month", phrases="双循环", lang="zh")
    assert picked.chart.timeline(by="month").to_dict() == asked.to_dict()
