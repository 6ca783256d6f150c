"""A store is read by anybody, whole or in part, and a check finds what is wrong with it."""

import duckdb
import pandas as pd
import polars
import pytest
from stores import DOCS, one_by_one

import partyspeak
from partyspeak import StoreError, tag_to_store


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
    question = f"""select phrase, min(date) from '{folder}/mentions/*.parquet' group by phrase order by phrase"""
    assert [row[0] for row in duckdb.sql(question).fetchall()] == ["dual-circulation", "people"]


@pytest.mark.parametrize(
    ("choices", "documents", "mentions"),
    [
        ({}, "abcde", "aabcdde"),
        ({"since": "2020-05-22"}, "ad", "aadd"),
        ({"until": "2020"}, "abe", "aabe"),
        ({"since": "2020", "until": "2020-12"}, "ae", "aae"),
        ({"phrases": ["people"]}, "abcde", "be"),
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
