"""Since when a phrase is used: the earliest document, and no more precision than its date has."""

import pandas as pd
import pytest

from partyspeak import PartyspeakError, Tagger, tag

LEXICON = """
[dual-circulation]
zh = "双循环"
en = "dual circulation"
zh_forms = ["双循环战略", { text = "大循环", dates = false }]
first = "2020-05-14"
[era]
zh = "新时代"
en = { text = "new era", plain = true }
first = "2017"
first_grade = "C"
[guess]
zh = "猜测"
[four]
zh = "四个意识"
components = ["政治意识", "大局意识", "核心意识", "看齐意识"]
first = "2016-01-29"
first_grade = "A"
"""


@pytest.fixture
def make(write_lexicon):
    tagger = Tagger(write_lexicon(LEXICON))

    def corpus(*rows):
        return tag(pd.DataFrame(rows, columns=["date", "paper", "text"], dtype=object), tagger=tagger)

    return corpus


def first(corpus, phrase="dual-circulation", **choices):
    table = corpus.first_appearances(**choices)
    return table[table["phrase"] == phrase]


def test_the_columns_are_the_contract(make):
    assert list(make(("2020", "a", "双循环")).first_appearances().columns) == [
        *("phrase", "zh", "en", "first_date", "form", "doc_id", "text", "left", "right", "lang"),
        *("name_date", "next_date", "alone", "set_aside", "set_aside_date", "why", "mentions", "documents"),
        *("attested", "attested_grade", "lag_days", "censored", "check"),
    ]


def test_the_language_is_that_of_the_mention_and_not_of_the_document(make):
    corpus = make(("2020", "a", "dual circulation 这是一份中文文件。"), ("2021", "a", "双循环"))
    assert corpus.documents["lang"].tolist() == ["mixed", "zh"]
    assert first(corpus)["lang"].tolist() == ["en"]
    by_document = first(corpus, by="lang")
    assert by_document[["document_lang", "lang"]].to_numpy().tolist() == [["mixed", "en"], ["zh", "zh"]]


def test_the_earliest_document_is_first_and_the_words_around_are_shown(make):
    corpus = make(
        ("2021-03-05", "a", "后来的双循环"),
        ("2020-05-22", "a", "第一句。\n要  加快双循环的构建。双循环"),
        ("2019-01-01", "a", "没有"),
    )
    row = first(corpus).iloc[0]
    assert (row["first_date"], row["doc_id"], row["text"]) == ("2020-05-22", 1, "双循环")
    assert (row["left"], row["right"]) == ("第一句。 要 加快", "的构建。双循环")
    assert (row["mentions"], row["documents"]) == (3, 2)
    assert (row["attested"], row["lag_days"], row["censored"]) == ("2020-05-14", 8, False)


@pytest.mark.parametrize(
    ("dates", "first_date", "number"),
    [
        (["2020", "2020-05-22"], "2020", 0),  # some day of 2020, perhaps before May
        (["2020-01-01", "2020"], "2020-01-01", 0),  # nothing of 2020 is earlier
        (["2020", "2020-01-01"], "2020-01-01", 1),
        (["2020-05", "2020-05-22"], "2020-05", 0),
        (["2021", "2020-12-31"], "2020-12-31", 1),
        ([None, "2020-05"], "2020-05", 1),
    ],
)
def test_a_date_is_never_given_more_precision_than_it_had(make, dates, first_date, number):
    row = first(make(*((date, "a", "双循环") for date in dates))).iloc[0]
    assert (row["first_date"], row["doc_id"]) == (first_date, number)


def test_undated_documents_are_counted_and_never_dated(make):
    row = first(make((None, "a", "双循环"), ("2019", "a", "没有"))).iloc[0]
    assert pd.isna(row["first_date"])
    assert pd.isna(row["lag_days"])
    assert (row["mentions"], row["censored"]) == (1, False)


@pytest.mark.parametrize(
    ("date", "lag"),
    [("2020-05-22", 8), ("2020", 0), ("2019-12-31", -135), ("2019", -135), ("2021", 232), ("2020-05", 0)],
)
def test_the_lag_claims_no_more_than_is_certain(make, date, lag):
    assert first(make((date, "a", "双循环")))["lag_days"].item() == lag


def test_the_grade_stands_next_to_the_lexicons_date(make):
    table = make(("2020", "a", "新时代，猜测")).first_appearances().set_index("phrase")
    assert table["attested"].fillna("").to_dict() == {"era": "2017", "guess": ""}
    assert table["attested_grade"].fillna("").to_dict() == {"era": "C", "guess": ""}
    assert pd.isna(table.loc["guess", "lag_days"])


def test_a_form_that_does_not_date_is_counted_and_dates_nothing(make):
    corpus = make(("2019", "a", "大循环"), ("2021", "a", "双循环"))
    assert len(corpus.mentions) == 2
    row = first(corpus).iloc[0]
    assert (row["first_date"], row["form"], row["mentions"]) == ("2021", "双循环", 1)
    assert make(("2019", "a", "大循环")).first_appearances().empty


def test_a_history_of_each_wording(make):
    corpus = make(("2019", "a", "大循环"), ("2021", "a", "双循环战略"), ("2022", "a", "双循环"))
    table = first(corpus, by="form")
    assert table[["first_date", "form"]].to_numpy().tolist() == [
        ["2019", "大循环"],
        ["2021", "双循环战略"],
        ["2022", "双循环"],
    ]


def test_the_name_is_dated_too_where_a_longer_wording_is_first(make):
    row = first(make(("2021", "a", "双循环战略"), ("2023-02-01", "a", "双循环"))).iloc[0]
    assert (row["first_date"], row["name_date"], row["next_date"]) == (
        "2021",
        "2021",
        "2023-02-01",
    )  # it holds the name
    assert row["check"] == "in the first year of the corpus: it may be older"


@pytest.mark.parametrize(
    ("earlier", "set_aside", "date", "why", "says"),
    [
        (("2018-05-01", "四个意识"), 1, "2018-05-01", "before attested", "settle with attestation()"),
        (
            ("2018", "政治意识、大局意识、核心意识、看齐意识"),
            1,
            "2018",
            "listed",
            "the members are listed from 2018 on",
        ),
        (("2018", "政治意识、大局意识、核心意识"), 1, "2018", "partial list", "the members are listed from 2018 on"),
        (("2018", "没有"), 0, None, "", ""),
        (("2020", "四个意识"), 0, None, "", ""),  # not certainly earlier
    ],
)
def test_what_was_not_counted_is_shown_next_to_the_date(write_lexicon, earlier, set_aside, date, why, says):
    content = LEXICON.replace("2016-01-29", "2020-01-29")
    docs = pd.DataFrame([("2010", "没有"), earlier, ("2020-03-01", "四个意识")], columns=["date", "text"])
    corpus = tag(docs, tagger=Tagger(write_lexicon(content)))
    row = first(corpus, "four").iloc[-1]
    if set_aside:
        assert row["first_date"] == "2020-03-01"
    assert (row["set_aside"], row["set_aside_date"] if date else None, row["why"]) == (set_aside, date, why)
    assert says in row["check"]


def test_an_ordinary_use_of_the_name_is_set_aside(make):
    row = first(make(("2010", "a", "没有"), ("2017-03", "a", "new era"), ("2018", "a", "新时代")), "era").iloc[0]
    assert (row["first_date"], row["set_aside"], row["set_aside_date"], row["why"]) == ("2018", 1, "2017-03", "plain")


def test_strict_false_lets_mentions_before_an_attested_date_count(make):
    corpus = make(("2015", "a", "四个意识"), ("2017", "a", "四个意识"))
    assert first(corpus, "four")["first_date"].tolist() == ["2017"]
    assert first(corpus, "four", strict=False)["first_date"].tolist() == ["2015"]
    verdict = corpus.attestation(phrases="four").iloc[0]
    assert (verdict["verdict"], verdict["first_date"]) == ("earlier", "2015")
    assert "a discovery if it holds" in verdict["check"]


def test_a_first_mention_that_stands_alone_is_marked(make):
    years = ["1990", *map(str, range(2010, 2020))]
    assert first(make(*((year, "a", "双循环") for year in years)))["alone"].tolist() == [True]
    even = [str(year) for year in range(1990, 2020, 3)]
    assert first(make(*((year, "a", "双循环") for year in even)))["alone"].tolist() == [False]


@pytest.mark.parametrize(
    ("first_period", "censored"), [("year", True), ("quarter", False), ("month", False), ("day", False)]
)
def test_a_first_appearance_in_the_first_period_is_censored(make, first_period, censored):
    corpus = make(("2020-01-05", "a", "没有"), ("2020-05-22", "a", "双循环"))
    assert first(corpus, first_period=first_period)["censored"].item() == censored


@pytest.mark.parametrize(
    ("dates", "censored"),
    [
        (("1954", "1954-03-05"), True),  # the one of 1954 may be of December: the corpus may begin in March
        (("1954-01", "1954-03-05"), False),
        (("1954-03-05", "1954"), True),
        (("1954-03-05", "1954-04"), False),
        (("1953", "1954-03-05"), False),
    ],
)
def test_what_may_lie_in_the_first_period_is_censored(make, dates, censored):
    corpus = make((dates[0], "a", "没有"), (dates[1], "a", "双循环"))
    assert first(corpus, first_period="month")["censored"].item() == censored


def test_unsure_mentions_date_nothing_unless_asked(make):
    corpus = make(("1990", "a", "a new era"), ("2018", "a", "新时代"))
    assert first(corpus, "era")["first_date"].item() == "2018"
    assert first(corpus, "era", sure_only=False)["first_date"].item() == "1990"


def test_by_a_column_and_the_n_earliest(make):
    corpus = make(
        ("2020", "a", "双循环"), ("2021", "b", "双循环"), ("2022", "a", "双循环双循环"), ("2023", "a", "双循环")
    )
    table = first(corpus, by="paper", n=2)
    assert list(table.columns[:2]) == ["paper", "phrase"]
    assert table[["paper", "first_date"]].to_numpy().tolist() == [["a", "2020"], ["b", "2021"], ["a", "2022"]]


@pytest.mark.parametrize("choices", [{"n": 0}, {"first_period": "week"}, {"by": "publisher"}])
def test_first_appearances_refuses_what_it_does_not_know(make, choices):
    with pytest.raises(PartyspeakError, match=r"n=0|week|publisher"):
        make(("2020", "a", "双循环")).first_appearances(**choices)
