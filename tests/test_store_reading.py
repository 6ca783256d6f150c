"""A store is read by anybody, whole or in part."""

import json
import re
from pathlib import Path

import duckdb
import pandas as pd
import polars
import pytest
from stores import DOCS, one_by_one

import partyspeak
from partyspeak import PartyspeakError, StoreError, tag_to_store

NOTEBOOKS = Path(partyspeak.__file__).parents[1] / "notebooks"


def test_duckdb_polars_and_pandas_read_a_store_as_it_is(folder, small_tagger, small_parts):
    tag_to_store(one_by_one(DOCS), folder, tagger=small_tagger)
    tag_to_store([DOCS.iloc[[0]].assign(text="人民", extra=1)], folder, tagger=small_tagger)
    corpus = partyspeak.read_parquet(folder)
    for kind in ("documents", "mentions"):
        ours = getattr(corpus, kind)["doc_id"].tolist()
        pattern = str(folder / kind / "*.parquet")
        assert [row[0] for row in duckdb.sql(f"select doc_id from '{pattern}'").fetchall()] == ours
        assert polars.read_parquet(pattern)["doc_id"].to_list() == ours
        assert pd.read_parquet(folder / kind)["doc_id"].tolist() == ours


@pytest.mark.parametrize("page", ["pipelines.md", "07-pipeline.ipynb"])
def test_the_queries_of_the_documentation_give_a_year_as_a_year(folder, small_tagger, small_parts, page):
    path = NOTEBOOKS / page
    if not path.exists():
        pytest.skip("the notebooks lie in the repository, not in the package")
    text = path.read_text(encoding="utf-8")
    if page.endswith(".ipynb"):
        text = "\n".join("".join(cell["source"]) for cell in json.loads(text)["cells"])
    (query,) = re.findall(r"```sql\n(select .*?)```", text, re.DOTALL)
    tag_to_store(one_by_one(DOCS), folder, tagger=small_tagger)
    found = duckdb.sql(query.replace("'store/", f"'{folder}/")).df().set_index("phrase")
    assert found["first"].to_dict() == {"people": "1954", "dual-circulation": "2020-05-22"}
    assert found["mentions"].to_dict() == {"people": 2, "dual-circulation": 5}
    tag_to_store(DOCS.iloc[[0]].assign(id="m", date="2020-05"), folder, tagger=small_tagger)
    tag_to_store(DOCS.iloc[[0]].assign(id="n", date="2019"), folder, tagger=small_tagger)
    assert (
        duckdb.sql(query.replace("'store/", f"'{folder}/")).df().set_index("phrase")["first"].tolist().count("2019")
        == 1
    )


@pytest.mark.parametrize(
    ("choices", "documents", "mentions"),
    [
        ({}, "abcde", "aabcdde"),
        ({"since": "2020-05-22"}, "ad", "aadd"),
        ({"until": "2020"}, "abe", "aabe"),
        ({"since": "2020", "until": "2020-12"}, "ae", "aae"),
        ({"phrases": ["people"]}, "abcde", "be"),
        ({"phrases": "rénmín"}, "abcde", "be"),
        ({"until": "2020-06"}, "ab", "aab"),  # e is of some day of 2020, which may be a later one
        ({"where": {"speaker": "li"}}, "ac", "aac"),
        ({"where": {"speaker": ["li", "zhou"]}, "since": 1954}, "abe", "aabe"),
    ],
    ids=str,
)
def test_a_store_is_read_in_part(folder, small_tagger, small_parts, choices, documents, mentions):
    tag_to_store(one_by_one(DOCS), folder, tagger=small_tagger)
    corpus = partyspeak.read_parquet(folder, **choices)
    assert "".join(corpus.documents["doc_id"]) == "".join(corpus.texts.index) == documents
    assert "".join(corpus.mentions["doc_id"]) == mentions


def test_a_column_that_is_not_there_is_named(folder, small_tagger):
    tag_to_store([DOCS], folder, tagger=small_tagger)
    with pytest.raises(StoreError, match=r"no column 'who'; the columns are 'doc_id'.*'speaker'"):
        partyspeak.read_parquet(folder, where={"who": "li"})


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ({"kind": "x"}, "ac"),
        ({"kind": ["y", "x"]}, "abcd"),
        ({"none": 1}, ""),
        ({"none": None}, "abcde"),
        ({"year": 2020}, "ab"),
        ({"year": [2020, None]}, "abe"),
    ],
    ids=str,
)
def test_columns_of_any_type_choose_documents(folder, small_tagger, where, found):
    docs = DOCS.assign(
        kind=pd.Series(["x", "y", "x", "y", "z"], dtype="category"),
        none=None,
        year=pd.Series([2020, 2020, 1, 2, None], dtype="Int64"),
        tags=[["a"]] * 5,
    )
    tag_to_store(docs, folder, tagger=small_tagger)
    assert "".join(partyspeak.read_parquet(folder, where=where).documents["doc_id"]) == found
    for wrong in ({"year": "soon"}, {"tags": "a"}, {"year": 2**70}):
        with pytest.raises(StoreError, match=f"column '{next(iter(wrong))}' holds .* give values of its type"):
            partyspeak.read_parquet(folder, where=wrong)


@pytest.mark.parametrize("name", ["open_store", "read_parquet"])
@pytest.mark.parametrize(
    ("choices", "says"),
    [
        ({"phrases": "peopel"}, "no phrase is called 'peopel'; did you mean people"),
        ({"phrases": ["people", "no such phrase"]}, "no phrase is called 'no such phrase'"),
        ({"since": "2021", "until": "2020"}, "the first is later than the last"),
        ({"since": "soon"}, "not a date that can be read"),
        ({"where": "speaker == 'li'"}, "read by column values"),
    ],
)
def test_what_a_corpus_would_refuse_is_refused_when_a_store_is_opened(folder, small_tagger, name, choices, says):
    tag_to_store([DOCS], folder, tagger=small_tagger)
    with pytest.raises(PartyspeakError, match=says):
        getattr(partyspeak, name)(folder, **choices)


DAY = pd.Timestamp("2020-05-22")


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ({"year": 2020.0}, "ab"),
        ({"year": "2020"}, None),
        ({"year": True}, None),
        ({"year": 2020.5}, None),
        ({"year": [2020, "1"]}, None),
        ({"share": 1}, "a"),
        ({"share": "0.5"}, None),
        ({"read": True}, "ac"),
        ({"read": 1}, None),
        ({"read": "true"}, None),
        ({"speaker": 1}, None),
        ({"speaker": None}, "d"),
        ({"speaker": pd.NA}, "d"),
        ({"date": DAY}, "a"),
        ({"date": DAY.to_pydatetime()}, "a"),
        ({"date": DAY.date()}, None),
        ({"date": "2020-05-22"}, None),
        ({"date": DAY.tz_localize("Asia/Shanghai")}, None),
        ({"date": 1590105600000000}, None),
    ],
    ids=str,
)
def test_a_value_of_another_type_is_refused(folder, small_tagger, where, found):
    docs = DOCS.assign(
        year=pd.Series([2020, 2020, 1, 2, None], dtype="Int64"),
        share=[1.0, 0.5, 0.25, None, 2.0],
        read=[True, False, True, False, False],
    )
    tag_to_store(docs, folder, tagger=small_tagger)
    if found is None:
        with pytest.raises(StoreError, match=f"column '{next(iter(where))}' holds .* give values of its type"):
            partyspeak.read_parquet(folder, where=where)
    else:
        assert "".join(partyspeak.read_parquet(folder, where=where).documents["doc_id"]) == found


def test_of_phrases_that_were_not_read_nothing_is_said(folder, small_tagger):
    tag_to_store([DOCS], folder, tagger=small_tagger)
    corpus = partyspeak.read_parquet(folder, phrases="the people")
    assert set(corpus.frequency()["phrase"]) == {"people"}
    assert corpus.never_used().empty  # dual-circulation is used; its mentions were only not read
    for asked in (corpus, partyspeak.open_store(folder, phrases="people")):
        with pytest.raises(PartyspeakError, match="dual-circulation not among the phrases selected before"):
            asked.frequency(phrases="dual-circulation")
