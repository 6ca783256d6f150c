"""What a store takes for the same document, the same lexicon, the same settings; and what no file can hold."""

import contextlib

import pandas as pd
import pytest
from stores import DOCS, TWO, one_by_one, same

import partyspeak
from partyspeak import Lexicon, ReadingRecord, SourceError, StoreError, Tagger, tag, tag_to_store
from partyspeak.matching import tagger as tagger_module
from partyspeak.store import Store
from partyspeak.store.ingest import Run


@pytest.mark.parametrize("name", ["speaker", "title", "note"])
def test_a_change_of_any_column_arrives(folder, small_tagger, small_parts, name):
    tag_to_store(DOCS, folder, tagger=small_tagger)
    values = DOCS[name].tolist() if name in DOCS else [None] * 5
    docs = DOCS.assign(**{name: ["new", *values[1:]]})
    run = tag_to_store(docs, folder, tagger=small_tagger)
    assert (run.counts["replaced"], run.counts["unchanged"]) == (1, 4)
    documents = partyspeak.read_parquet(folder).documents.set_index("doc_id")
    assert documents.loc["a", name] == "new"


def test_a_column_without_values_changes_nothing(folder, small_tagger):
    tag_to_store(DOCS, folder, tagger=small_tagger)
    docs = DOCS.assign(title=None)[["title", "text", "speaker", "date", "id"]]
    assert tag_to_store(docs, folder, tagger=small_tagger).counts["unchanged"] == 5


def lexicon(write_lexicon, text=TWO):
    return Tagger(write_lexicon(text), edges="dictionary")


def test_a_better_gloss_or_another_version_stops_nobody_and_its_facts_arrive(folder, write_lexicon, monkeypatch):
    tag_to_store(DOCS, folder, tagger=lexicon(write_lexicon))
    first = Store(folder).manifest
    better = TWO.replace('first = "2020-05-14"', 'first = "2020-05-01"\ngloss = "Two cycles."')
    monkeypatch.setattr(tagger_module, "__version__", "99.0")
    run = tag_to_store(DOCS, folder, tagger=lexicon(write_lexicon, better))
    assert run.counts["unchanged"] == 5
    again = Store(folder).manifest
    assert again.settings["partyspeak"] == "99.0"
    assert again.settings["lexicon"] != first.settings["lexicon"]
    assert again.settings["fingerprint"] == first.settings["fingerprint"]
    phrases = partyspeak.read_parquet(folder).phrases
    assert phrases.set_index("id").loc["dual-circulation", "attested"] == "2020-05-01"
    same(folder, tag(DOCS, id="id", tagger=lexicon(write_lexicon, better)))
    assert len(list(folder.glob("phrases-*.parquet"))) == 1


@pytest.mark.parametrize(
    "other",
    [
        TWO.replace('zh = "人民"', 'zh = "人民群众"'),
        TWO + 'not_zh = ["人民币"]\n',
        TWO + 'zh_forms = [{ text = "群众", plain = true }]\n',
        TWO.replace("[people]", "[the-people]"),
    ],
)
def test_what_decides_rows_is_refused(folder, write_lexicon, other):
    tag_to_store(DOCS, folder, tagger=lexicon(write_lexicon))
    with pytest.raises(StoreError, match="other settings"):
        tag_to_store(DOCS, folder, tagger=lexicon(write_lexicon, other))
    tag_to_store(DOCS, folder, tagger=lexicon(write_lexicon, other), retag=True)
    same(folder, tag(DOCS, id="id", tagger=lexicon(write_lexicon, other)))


def test_a_fingerprint_does_not_depend_on_the_order_of_phrases(lexicon):
    some = list(lexicon.values())[:5]
    assert Lexicon(some).fingerprint == Lexicon(some[::-1]).fingerprint
    assert Lexicon(some).fingerprint != Lexicon(some[1:]).fingerprint


@pytest.mark.parametrize("docs", [["gone.csv"], DOCS.assign(date="someday"), DOCS[:0]], ids=["gone", "bad", "none"])
def test_a_run_that_wrote_nothing_pins_no_settings(folder, small_tagger, docs):
    with contextlib.suppress(SourceError):
        tag_to_store(docs, folder, tagger=Tagger(edges="off"), texts=False)
    tag_to_store(DOCS, folder, tagger=small_tagger)
    same(folder, tag(DOCS, id="id", tagger=small_tagger))


def test_lone_surrogates_are_replaced_and_counted(folder, small_tagger):
    bad = "坏\ud800"
    docs = pd.DataFrame(
        {
            "id": pd.Series(["a\udc80", "b"], dtype=object),
            "text": pd.Series(["人民\ud800双循环", "人民"], dtype=object),
            "date": "2020",
            "title": pd.Series([bad, "t"], dtype=object),
            "nested": pd.Series([{"k": [bad]}, None], dtype=object),
        }
    )
    run = Run(ReadingRecord())
    tag_to_store([docs], folder, tagger=small_tagger, run=run)
    corpus = partyspeak.read_parquet(folder)
    assert corpus.documents["doc_id"].tolist() == ["a\ufffd", "b"]
    assert corpus.documents["title"].tolist() == ["坏\ufffd", "t"]
    assert corpus.documents["nested"].tolist() == [{"k": ["坏\ufffd"]}, None]
    assert corpus.texts.tolist() == ["人民\ufffd双循环", "人民"]
    assert run.replaced_characters == 4
    assert any("4 ids, texts or other values" in warning for warning in run.warnings)
    assert Store(folder).check() == []
    with pytest.warns(UserWarning, match="4 ids, texts or other values"):
        assert tag_to_store([docs], folder, tagger=small_tagger).counts["unchanged"] == 2


def test_ids_that_become_equal_are_named(folder, small_tagger):
    docs = DOCS.iloc[:2].assign(id=pd.Series(["x\ud800", "x\ud801"], dtype=object))
    run = Run(ReadingRecord())
    tag_to_store([docs], folder, tagger=small_tagger, run=run)
    (skipped,) = run.reading.skipped
    assert "the id 'x\ufffd' occurs twice" in skipped.reason


def test_the_record_of_a_run_holds_any_name(tmp_path):
    from partyspeak.store.manifest import unsealed, write_sealed

    write_sealed(tmp_path / "run.json", {"ignored": ["\udcff.doc", 'a "sha256": "b"']}, indent=1)
    data = (tmp_path / "run.json").read_bytes()
    assert unsealed(data) == {"ignored": ["\udcff.doc", 'a "sha256": "b"']}


def test_an_older_store_says_what_to_do(folder, small_tagger):
    tag_to_store(one_by_one(DOCS), folder, tagger=small_tagger)
    (folder / "store.json").write_text('{"format": 3, "settings": {}, "texts": true, "columns": {}, "parts": []}')
    with pytest.raises(StoreError, match="has format 3; this version reads 5; tag its documents into a new folder"):
        tag_to_store(DOCS, folder, tagger=small_tagger)
