"""A store is read by anybody, whole or in part, and a check finds what is wrong with it."""

import duckdb
import pandas as pd
import polars
import pytest
from stores import DOCS, one_by_one

import partyspeak
from partyspeak import StoreError, tag_to_store
from partyspeak.store import Store


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


def damage_by_loss(folder):
    next((folder / "mentions").glob("*.parquet")).unlink()


def damage_by_cutting(folder):
    path = next((folder / "documents").glob("*.parquet"))
    path.write_bytes(path.read_bytes()[:100])


def damage_by_another_text(folder):
    path = min((folder / "texts").glob("*.parquet"))
    pd.read_parquet(path).replace("人民", "大众").to_parquet(path, index=False)


def damage_by_a_lost_row(folder):
    path = min((folder / "documents").glob("*.parquet"))
    pd.read_parquet(path).iloc[1:].to_parquet(path, index=False)


def damage_by_a_double(folder):
    for kind in ("documents", "mentions", "texts"):
        first, second = sorted((folder / kind).glob("*.parquet"))[:2]
        second.write_bytes(first.read_bytes())


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (damage_by_loss, "is missing"),
        (damage_by_cutting, "cannot be read"),
        (damage_by_another_text, "the text of 'b' is not the one that was tagged"),
        (damage_by_a_lost_row, "has 1 rows, and should have 2"),
        (damage_by_a_double, "ids of documents stand more than once"),
    ],
)
def test_a_check_finds_damage(folder, small_tagger, small_parts, damage, says):
    tag_to_store(one_by_one(DOCS), folder, tagger=small_tagger)
    damage(folder)
    assert any(says in fault for fault in Store(folder).check())
