"""The corpus against the lexicon: what is said of each date, and what is to be checked."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_corpora import DATES, LEXICON, corpora, few, shuffled, tagged

from partyspeak import Form, Lexicon, Phrase, Tagger, tag
from partyspeak.dates import lag_days, parse

ONE_EARLIER = (
    "in one earlier document; read the sentence: a discovery if it holds, a false hit if the words mean something "
    "else, else the document's date is wrong"
)
CANDIDATE = "the lexicon has only the earliest use found so far: if the sentence holds, this one is earlier"


def of(attested, *rows, grade="B"):
    """The answer on 双循环, if the lexicon dates it so, in documents of these dates and texts."""
    corpus = tagged([(date, "a", text) for date, text in rows])
    dated = corpus.phrases["id"] == "cycle"
    corpus.phrases.loc[dated, "attested"] = attested
    corpus.phrases.loc[dated, "attested_grade"] = grade
    return corpus.attestation(phrases="cycle").iloc[0]


@pytest.mark.parametrize(
    ("attested", "dates", "verdict", "lag"),
    [
        ("2020-05-14", ["2019-01-01", "2020-05-13"], "earlier", -1),
        ("2020-05-14", ["2019-01-01", "2020-05-14"], "as attested", 0),
        ("2020-05-14", ["2019-01-01", "2020-05-15"], "later", 1),
        ("2020-05-14", ["2019-01-01", "2020-05"], "as attested", 0),  # some day of that month: nothing is claimed
        ("2020", ["2019-01-01", "2020-12-31"], "as attested", 0),
        ("2020-05-14", ["2019-01-01", "2020-04"], "earlier", -14),
        ("2020-05-14", ["2021-01-01", "2021-02-01"], "censored", 263),  # the corpus begins with 2021
        ("2020-05-14", ["2018-01-01", "2018-02-01"], "earlier", -833),  # earlier is earlier, if not the first
        ("2020-05-14", ["2019-01-01", None], "undated", None),
        (None, ["2019-01-01", "2020-01-01"], "not attested", None),
    ],
)
def test_verdicts(attested, dates, verdict, lag):
    row = of(attested, (dates[0], "平常"), (dates[1], "双循环"))
    assert row["verdict"] == verdict
    assert (None if pd.isna(row["lag_days"]) else row["lag_days"]) == lag


def test_what_is_nowhere_is_not_used():
    row = tagged([("2020", "a", "平常")]).attestation(phrases="absent").iloc[0]
    assert row[["phrase", "zh", "verdict", "documents_before", "check"]].tolist() == [
        "absent",
        "猜测",
        "not used",
        0,
        "",
    ]


@pytest.mark.parametrize(("ids", "shown"), [([7, 9], "9"), (["a", "b"], "b"), ([7.5, 9.5], "9.5")])
def test_ids_are_as_given_also_beside_phrases_that_are_not_used(ids, shown):
    docs = pd.DataFrame({"id": ids, "date": ["2019", "2020"], "text": ["平常", "双循环"]})
    table = tag(docs, id="id", tagger=Tagger(LEXICON)).attestation(phrases=list(LEXICON)).set_index("phrase")
    assert str(table.loc["cycle", "doc_id"]) == shown
    unused = table.loc[table["verdict"] == "not used", "doc_id"]
    assert len(unused)
    assert unused.isna().all()


def test_what_to_check():
    lone = of("2020-05-14", ("2001", "平常"), ("2012", "说双循环的"), ("2020-06-01", "双循环"))
    assert lone[["documents_before", "next_date", "check"]].tolist() == [1, "2020-06-01", ONE_EARLIER]
    assert lone[["doc_id", "form", "left", "text", "right"]].tolist() == [1, "双循环", "说", "双循环", "的"]
    several = of("2020-05-14", ("2018", "双循环"), ("2020-05", "双循环"), ("2019", "双循环。双循环"))
    assert several["documents_before"] == 2  # May 2020 is not certainly before
    assert of("2018-03", ("2018", "双循环"), ("2018-02", "双循环"))["verdict"] == "earlier"  # by the second alone
    assert several["check"].startswith("in several earlier documents")
    assert of("2020-05-14", ("2018", "双循环"), grade="C")["check"] == CANDIDATE
    assert of("2020-05-14", ("2018", "平常"), ("2021", "双循环"), grade="C")["check"] == ""


def test_a_list_of_members_is_older_than_the_name_only_if_asked_for():
    members = [
        Phrase(f"m{number}", zh, "", (Form(zh, "zh"),)) for number, zh in enumerate(["甲乙说", "丙丁说", "戊己说"])
    ]
    four = Phrase("three", "三个说", "", (Form("三个说", "zh"),), components=("m0", "m1", "m2"))
    tagger = Tagger(Lexicon([four, *members]))
    docs = pd.DataFrame({"date": ["1999", "2000", "2003"], "text": ["无", "甲乙说、丙丁说、戊己说", "三个说"]})
    corpus = tag(docs, tagger=tagger)
    corpus.phrases["attested"] = "2002"
    assert corpus.attestation(phrases="three")["verdict"].tolist() == ["later"]
    assert corpus.attestation(phrases="three", spelled_out=True)["verdict"].tolist() == ["earlier"]


def test_nothing_gives_nothing():
    assert tagged([]).attestation().empty
    assert tagged([("2020", "a", "")]).attestation().empty


@few
@given(
    corpora(dates=[*DATES, "2018-02", "2020"]),
    st.integers(0, 99),
    st.sampled_from(["2018-03", "2019", "2020-12-31", None]),
)
def test_verdicts_as_one_by_one(corpus, seed, attested):
    corpus.phrases["attested"] = pd.array([attested] * len(LEXICON), dtype="string")
    table = corpus.attestation()
    same = ["phrase", "verdict", "first_date", "documents_before", "lag_days", "check"]
    pd.testing.assert_frame_equal(shuffled(corpus, seed).attestation()[same], table[same])
    sure = corpus.mentions[corpus.mentions["sure"]]
    assert sorted(table["phrase"]) == sorted(sure["phrase"].unique())
    documents = corpus.documents.set_index("doc_id")
    given_dates = {
        id: str(row.date)[: {"year": 4, "month": 7, "day": 10}[row.date_precision]]
        for id, row in documents.iterrows()
        if pd.notna(row.date)
    }
    for row in table.itertuples():
        having = set(sure.loc[sure["phrase"] == row.phrase, "doc_id"])
        lags = [lag_days(parse(given_dates[id]), parse(attested)) for id in having & set(given_dates) if attested]
        assert row.documents_before == sum(lag < 0 for lag in lags)
        assert (row.verdict == "earlier") == (row.documents_before > 0)
        assert (row.check != "") == (row.verdict in ("earlier", "undated", "not attested"))


@pytest.mark.parametrize(
    ("date", "grade", "where", "same"),
    [
        ("2020-05-14", "C", None, True),  # the earliest use found so far was found in such documents
        ("2020-05-14", "D", None, True),
        ("2020-05-14", "B", "Party Daily, May 2020", True),
        ("2020-05-14", "A", "the Daily", True),  # all its words are in the document's source
        ("2020-05-14", "A", "Politburo meeting", False),
        ("2020-05-14", "B", None, False),
        ("2020-05-20", "C", "Party Daily, May 2020", False),  # not as attested
    ],
)
def test_a_date_from_the_same_source_confirms_nothing(date, grade, where, same):
    corpus = tagged([("2019-01-01", "a", "平"), (date, "a", "双循环")])
    corpus.documents["source"] = "Party Daily"
    corpus.phrases.loc[corpus.phrases["id"] == "cycle", ["attested", "attested_grade"]] = ["2020-05-14", grade]
    corpus.phrases.loc[corpus.phrases["id"] == "cycle", "attested_where"] = where
    assert corpus.attestation(phrases="cycle")["same_source"].tolist() == [same]
