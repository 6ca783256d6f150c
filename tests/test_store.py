"""A store grows, takes in what comes, and refuses what does not fit."""

import pandas as pd
import pytest
from stores import CYCLE, DOCS, files, one_by_one, rows, same

import partyspeak
from partyspeak import ReadingRecord, SourceError, StoreError, Tagger, samples, tag, tag_to_store
from partyspeak.store import Store, ingest
from partyspeak.store.ingest import Run


def test_a_store_gives_what_tagging_gives(tmp_path, small_tagger, small_parts):
    run = tag_to_store(one_by_one(DOCS), tmp_path / "store", tagger=small_tagger)
    assert run.counts == {
        "read": 5, "tagged": 5, "replaced": 0, "unchanged": 0, "skipped": 0, "undated": 1, "failed": 0,
    }  # fmt: skip
    assert run.undated == ["c"]
    assert len(Store(tmp_path / "store").manifest.parts) == 3
    same(tmp_path / "store", tag(DOCS, id="id", tagger=small_tagger))
    with pytest.raises(SourceError, match=r"partyspeak\.read_parquet"):
        partyspeak.TaggedCorpus.read_parquet(tmp_path / "store")


def test_the_practice_packet_with_the_whole_lexicon(folder, monkeypatch):
    monkeypatch.setattr(ingest, "_PART_DOCUMENTS", 10)
    docs = samples.load()
    tag_to_store((docs[:7], docs[7:20], docs[20:]), folder)
    same(folder, tag(docs, id="id"))


def test_what_is_the_same_is_passed_over_and_nothing_is_written(folder, small_tagger):
    tag_to_store([DOCS], folder, tagger=small_tagger)
    before = files(folder)
    run = tag_to_store([DOCS], folder, tagger=small_tagger)
    assert (run.counts["unchanged"], run.counts["tagged"]) == (5, 0)
    assert files(folder) == before


@pytest.mark.parametrize("change", [{"text": "人民人民"}, {"date": "1955"}], ids=str)
def test_what_changed_takes_the_place_of_its_old_rows(folder, small_tagger, small_parts, change):
    tag_to_store(one_by_one(DOCS), folder, tagger=small_tagger)
    new = DOCS.iloc[[1]].assign(**change)
    run = tag_to_store([new, DOCS.iloc[[0]].assign(id="f")], folder, tagger=small_tagger)
    assert (run.counts["tagged"], run.counts["replaced"]) == (2, 1)
    now = pd.concat([DOCS.iloc[[0, 2, 3, 4]], new, DOCS.iloc[[0]].assign(id="f")], ignore_index=True)
    same(folder, tag(now, id="id", tagger=small_tagger))


def test_a_document_that_stands_twice_in_a_run_is_named(folder, small_tagger):
    run = Run(ReadingRecord())
    tag_to_store([DOCS, DOCS.iloc[[1]].assign(text="双循环")], folder, tagger=small_tagger, run=run)
    assert [skipped.reason for skipped in run.reading.skipped] == [
        "the id 'b' occurs twice in this run; the first one counts"
    ]
    assert run.counts["skipped"] == 1
    same(folder, tag(DOCS, id="id", tagger=small_tagger))


def test_new_columns_are_taken_in_and_every_part_has_the_same_columns(folder, small_tagger):
    first = DOCS.iloc[[0]].assign(year=2020, mark=[["x", "y"]])
    second = DOCS.iloc[[1]].assign(year=None, place="Beijing")
    third = DOCS.iloc[[2]].assign(share=1)
    fourth = DOCS.iloc[[3]].assign(share=0.5, year=7.0)
    for docs in (first, second, third, fourth):
        tag_to_store([docs], folder, tagger=small_tagger)
    documents = partyspeak.read_parquet(folder).documents
    assert documents["year"].dtype == "Int64"
    assert documents["year"].to_list() == [2020, pd.NA, pd.NA, 7]
    assert documents["mark"].tolist() == [["x", "y"], None, None, None]
    assert documents["share"].tolist()[2:] == [1.0, 0.5]
    assert documents["place"].tolist()[1] == "Beijing"
    assert Store(folder).check() == []


def test_other_settings_are_refused_and_tagging_anew_is_the_way_out(tmp_path, small_tagger, write_lexicon, small_parts):
    tag_to_store(one_by_one(DOCS), tmp_path / "store", tagger=Tagger(write_lexicon(CYCLE), edges="dictionary"))
    before = rows(partyspeak.read_parquet(tmp_path / "store"))
    with pytest.raises(StoreError, match=r"other settings \(fingerprint '.*', now '.*'\).*--retag"):
        tag_to_store([DOCS], tmp_path / "store", tagger=small_tagger)
    assert rows(partyspeak.read_parquet(tmp_path / "store")) == before
    more = pd.concat([DOCS, DOCS.iloc[[0]].assign(id="f")], ignore_index=True)
    run = tag_to_store([more], tmp_path / "store", tagger=small_tagger, retag=True)
    assert run.counts["tagged"] == 1
    same(tmp_path / "store", tag(more, id="id", tagger=small_tagger))


def test_a_store_without_texts_is_smaller_and_cannot_be_tagged_anew(folder, small_tagger, write_lexicon):
    tag_to_store([DOCS], folder, tagger=small_tagger, texts=False)
    corpus = partyspeak.read_parquet(folder)
    assert corpus.texts is None
    assert corpus.first_appearances()["left"].isna().all()
    with pytest.raises(StoreError, match="keeps no texts"):
        tag_to_store([DOCS], folder, tagger=Tagger(edges="off"), retag=True)


def test_a_folder_that_holds_something_else_is_refused(tmp_path, small_tagger):
    tag(DOCS, id="id", tagger=small_tagger).to_parquet(tmp_path / "saved")
    with pytest.raises(StoreError, match="saved by to_parquet"):
        tag_to_store([DOCS], tmp_path / "saved", tagger=small_tagger)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "thesis.doc").touch()
    with pytest.raises(StoreError, match=r"holds other things \(thesis.doc"):
        tag_to_store([DOCS], tmp_path / "other", tagger=small_tagger)
    tag_to_store([DOCS], tmp_path / "store", tagger=small_tagger)
    with pytest.raises(SourceError, match="holds a store"):
        tag(DOCS, id="id", tagger=small_tagger).to_parquet(tmp_path / "store")
    with pytest.raises(StoreError, match="is not a store"):
        Store(tmp_path / "other").read()
    (tmp_path / "later").mkdir()
    (tmp_path / "later" / "store.json").write_text('{"format": 99}')
    with pytest.raises(StoreError, match="has format 99"):
        partyspeak.read_parquet(tmp_path / "later")


def test_an_empty_store(folder, small_tagger):
    tag_to_store([], folder, tagger=small_tagger)
    corpus = partyspeak.read_parquet(folder)
    assert len(corpus.documents) == len(corpus.mentions) == 0
    assert partyspeak.open_store(folder).first_appearances().empty
    assert "0 documents" in repr(partyspeak.open_store(folder))
