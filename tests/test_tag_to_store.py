"""Documents larger than memory go into a store in one call, from files, a frame, or frames as they come."""

import json

import pandas as pd
import pytest
from stores import DOCS, one_by_one, same

import partyspeak
from partyspeak import SourceError, tag, tag_to_store
from partyspeak.store import Store


def written(path, docs):
    path.write_text(docs.to_json(orient="records", lines=True, force_ascii=False), encoding="utf-8")
    return path


@pytest.mark.parametrize("kind", ["path", "str", "list of paths", "frame", "list of frames", "iterator of frames"])
def test_documents_come_in_every_way(tmp_path, folder, small_tagger, kind):
    path = written(tmp_path / "docs.jsonl", DOCS)
    halves = [written(tmp_path / f"{number}.jsonl", DOCS[2 * number : 3 * number + 2]) for number in range(2)]
    docs = {
        "path": path,
        "str": str(path),
        "list of paths": halves,
        "frame": DOCS,
        "list of frames": [DOCS[:2], DOCS[2:]],
        "iterator of frames": one_by_one(DOCS),
    }
    run = tag_to_store(docs[kind], folder, tagger=small_tagger)
    assert run.counts["tagged"] == 5
    same(folder, tag(DOCS, id="id", tagger=small_tagger))


def test_an_iterator_is_drawn_a_few_frames_at_a_time_and_written_as_it_goes(folder, small_tagger, small_parts):
    stored = []

    def frames():
        for frame in one_by_one(DOCS):
            stored.append(sum(part.documents for part in Store(folder).manifest.parts))
            yield frame

    tag_to_store(frames(), folder, tagger=small_tagger)
    assert stored == [0, 0, 2, 2, 4]


def test_a_source_that_fails_is_not_taken_for_a_full_disk(folder, small_tagger, small_parts):
    def frames():
        yield from one_by_one(DOCS[:3])
        raise ConnectionResetError("the server has gone")

    with pytest.raises(SourceError, match="the server has gone"):
        tag_to_store(frames(), folder, tagger=small_tagger)
    assert len(partyspeak.read_parquet(folder).documents) == 2
    assert tag_to_store(DOCS, folder, tagger=small_tagger).counts["unchanged"] == 2


def test_a_large_frame_is_cut(folder, small_tagger, monkeypatch):
    seen = []
    monkeypatch.setattr(partyspeak.io.sources, "_PIECE_CHARACTERS", 6)
    monkeypatch.setattr(partyspeak.store.ingest, "_PART_CHARACTERS", 1)
    tag_to_store(DOCS, folder, tagger=small_tagger, event=lambda name, facts: seen.append(facts["documents"]))
    assert len(seen) > 2
    same(folder, tag(DOCS, id="id", tagger=small_tagger))


@pytest.mark.parametrize(
    ("docs", "choices", "says"),
    [
        (["双循环 here"], {}, "no such file or folder"),
        (iter(["双循环"]), {}, "'双循环' is not a DataFrame; give a path, a list of paths, or frames"),
        (DOCS.drop(columns="id"), {}, "no column 'id' for the id"),
        (DOCS, {"text": "body"}, "no column 'body' for the text"),
        (DOCS.assign(text=[*DOCS["text"][:4], 7]), {}, "row 4: column 'text': 7 is int, not text"),
        (DOCS.assign(id=[*"abcd", None]), {}, "row 4: column 'id': the document has no id"),
        (DOCS.assign(id="a"), {}, "the id 'a' occurs twice in this run"),
        (DOCS.assign(date="someday"), {}, "5 dates cannot be read"),
    ],
    ids=["no file", "texts", "no id", "no text", "a number", "an empty id", "one id", "no dates"],
)
def test_what_is_no_document_is_refused(folder, small_tagger, docs, choices, says):
    with pytest.raises(SourceError, match=says):
        tag_to_store(docs, folder, tagger=small_tagger, strict=True, **choices)


def test_bad_rows_are_left_out_and_named_where_that_is_wanted(tmp_path, folder, small_tagger):
    path = written(tmp_path / "docs.jsonl", DOCS)
    path.write_text(path.read_text(encoding="utf-8") + "{\n", encoding="utf-8")
    with pytest.raises(SourceError, match="line 6: is not JSON"):
        tag_to_store(path, folder, tagger=small_tagger, strict=True)
    with pytest.warns(UserWarning, match="left out: .*line 6: is not JSON"):
        run = tag_to_store(path, folder, tagger=small_tagger)
    assert [skipped.place for skipped in run.reading.skipped] == ["line 6"]
    assert repr(run) == "<Run: 5 read, 5 tagged, 1 skipped, 1 undated>"
    frame = DOCS.assign(id=[*"pqrp", None])
    with pytest.warns(UserWarning, match="row 3: the id 'p' occurs twice"):
        assert tag_to_store(frame, folder, tagger=small_tagger).counts["skipped"] == 2


TITLED = pd.DataFrame(
    {
        "id": ["t", "u", "v"],
        "date": "2020",
        "title": ["谈双循环", None, "人民"],
        "text": ["谈双循环\n双循环要畅通。", "双循环", "the people"],
    }
)


def test_titles_are_told_from_bodies_as_in_memory(folder, small_tagger, small_parts):
    tag_to_store(one_by_one(TITLED), folder, tagger=small_tagger)
    same(folder, tag(TITLED, id="id", tagger=small_tagger))
    assert partyspeak.read_parquet(folder).mentions["zone"].tolist() == ["title", "body", "body", "body"]


def test_titles_may_come_later(folder, small_tagger, small_parts):
    tag_to_store(DOCS, folder, tagger=small_tagger)
    assert "zone" not in partyspeak.read_parquet(folder).mentions
    tag_to_store(TITLED, folder, tagger=small_tagger)
    mentions = partyspeak.read_parquet(folder).mentions
    assert set(mentions.loc[mentions["doc_id"].isin(DOCS["id"]), "zone"]) == {"body"}
    assert (mentions["zone"] == "title").sum() == 1
    assert Store(folder).check() == []


def test_columns_of_any_name_come_through_as_in_memory(folder, small_tagger):
    docs = DOCS.rename(columns={"id": "key", "text": "body"}).assign(id=1, text="x", content_hash="y")
    tag_to_store(docs, folder, text="body", id="key", tagger=small_tagger)
    documents = partyspeak.read_parquet(folder).documents
    whole = tag(docs, text="body", id="key", tagger=small_tagger).documents
    assert list(documents) == [{"content_hash": "content_hash_given"}.get(name, name) for name in whole]


def test_a_bar_tells_the_rate_and_the_time_left(tmp_path, folder, small_tagger, capsys):
    path = written(tmp_path / "docs.jsonl", DOCS)
    tag_to_store(path, folder, tagger=small_tagger, progress=True)
    bar = capsys.readouterr().err
    assert "5.00/5.00" in bar
    assert " documents/s" in bar
    tag_to_store(one_by_one(DOCS), folder, tagger=small_tagger, progress=True)
    assert "5.00 documents" in capsys.readouterr().err
    tag_to_store(path, folder, tagger=small_tagger)
    assert capsys.readouterr().err == ""
    assert json.loads((folder / "store.json").read_text())["parts"]
