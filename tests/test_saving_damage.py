"""A corpus saved by to_parquet comes back equal, or an error names the file."""

import json
import random

import pandas as pd
import pytest
from stores import DOCS, rows

import partyspeak
from partyspeak import SourceError, tag


@pytest.fixture
def saved(tmp_path, small_tagger):
    docs = DOCS.assign(
        number=pd.Series([2**53 + 1, None, 3, None, 5], dtype=object),
        flag=pd.Series([True, None, False, None, True], dtype=object),
        list=[[1], None, [], [2**60, None], None],
    )
    corpus = tag(docs, id="id", tagger=small_tagger)
    corpus.documents["number"] = docs["number"].astype("Int64")
    corpus.to_parquet(tmp_path / "saved")
    return tmp_path / "saved"


def test_values_come_back_unchanged(saved):
    documents = partyspeak.read_parquet(saved).documents
    assert documents["number"].tolist() == [2**53 + 1, pd.NA, 3, pd.NA, 5]
    assert documents["flag"].tolist() == [True, pd.NA, False, pd.NA, True]
    assert documents["list"].tolist() == [[1], None, [], [2**60, None], None]


@pytest.mark.parametrize("damage", [b"", b"x", b"PAR1", None], ids=["empty", "text", "magic", "gone"])
def test_a_damaged_file_is_named(saved, damage):
    for path in sorted(saved.iterdir()):
        whole = path.read_bytes()
        if damage is None:
            path.unlink()
        else:
            path.write_bytes(damage)
        with pytest.raises(SourceError, match=path.name):
            partyspeak.read_parquet(saved)
        path.write_bytes(whole)


def test_a_flipped_bit_is_found(saved):
    chance = random.Random(4)
    for path in sorted(saved.glob("*.parquet")):
        whole = path.read_bytes()
        for _ in range(20):
            at = chance.randrange(len(whole))
            path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
            with pytest.raises(SourceError, match=path.name):
                partyspeak.read_parquet(saved)
        path.write_bytes(whole)


@pytest.mark.parametrize("content", ["null", "[]", "7", '{"format": 3}', '{"format": 3, "settings": {}}', "[" * 10_000])
def test_settings_of_another_shape_are_refused(saved, content):
    (saved / "settings.json").write_text(content)
    with pytest.raises(SourceError, match=r"settings\.json"):
        partyspeak.read_parquet(saved)


def test_a_corpus_that_was_saved_without_digests_is_read(saved):
    right = rows(partyspeak.read_parquet(saved))
    content = json.loads((saved / "settings.json").read_text())
    del content["sha256"]
    (saved / "settings.json").write_text(json.dumps(content))
    assert rows(partyspeak.read_parquet(saved)) == right


def test_a_column_that_no_file_holds_is_named(tmp_path, small_tagger):
    corpus = tag(DOCS.assign(x=[1, "a", None, 2, 3]), id="id", tagger=small_tagger)
    with pytest.raises(SourceError, match=r"documents\.parquet: a column cannot be written \(.*x.*leave it out"):
        corpus.to_parquet(tmp_path / "saved")
