"""A store grows, refuses what does not fit, and can be read by anybody at any moment."""

import itertools
import subprocess
import sys
import threading

import duckdb
import pandas as pd
import polars
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import partyspeak
from partyspeak import ReadingRecord, SourceError, StoreError, TaggedCorpus, Tagger, pipeline, reductions, samples, tag
from partyspeak.errors import StoreLocked
from partyspeak.pipeline import Run, tag_to_store
from partyspeak.store import Store

CYCLE = '[dual-circulation]\nzh = "双循环"\nen = "dual circulation"\nfirst = "2020-05-14"\nsources = ["s"]\n'
TWO = CYCLE + '\n[people]\nzh = "人民"\nen = "the people"\n'

DOCS = pd.DataFrame(
    {
        "id": ["a", "b", "c", "d", "e"],
        "date": ["2020-05-22", "1954", None, "2021-03", "2020"],
        "speaker": ["li", "zhou", "li", None, "zhou"],
        "text": ["加快双循环。dual circulation", "人民", "双 循环", "双循环双循环", "the people"],
    }
)


@pytest.fixture
def tagger(write_lexicon):
    return Tagger(write_lexicon(TWO), edges="dictionary")


@pytest.fixture
def folder(tmp_path):
    """Where the store will be: the lexicon stands beside it."""
    return tmp_path / "store"


@pytest.fixture
def small_parts(monkeypatch):
    monkeypatch.setattr(pipeline, "_PART_DOCUMENTS", 2)


def one_by_one(docs):
    return (docs.iloc[[number]] for number in range(len(docs)))


def rows(corpus):
    """Everything that a corpus tells, without regard to the order of documents."""
    documents = corpus.documents.astype(object).where(corpus.documents.notna(), None)
    mentions = corpus.mentions.astype(object).where(corpus.mentions.notna(), None)
    return (
        sorted(map(str, documents.to_dict("records"))),
        sorted(map(str, mentions.to_dict("records"))),
        corpus.texts.sort_index().to_dict(),
    )


def same(store, corpus):
    again = partyspeak.read_parquet(store)
    for name in ("documents", "mentions", "phrases"):
        expected = getattr(corpus, name)
        expected = expected.astype({"doc_id": getattr(again, name)["doc_id"].dtype}) if name != "phrases" else expected
        pd.testing.assert_frame_equal(getattr(again, name), expected, check_column_type=False)
    assert again.texts.to_dict() == corpus.texts.to_dict()
    assert again.settings == corpus.settings
    assert Store(store).check() == []


def test_a_store_gives_what_tagging_gives(tmp_path, tagger, small_parts):
    run = tag_to_store(one_by_one(DOCS), tmp_path / "store", tagger=tagger)
    assert run.counts == {
        "read": 5, "tagged": 5, "replaced": 0, "unchanged": 0, "skipped": 0, "undated": 1, "failed": 0,
    }  # fmt: skip
    assert run.undated == ["c"]
    assert len(Store(tmp_path / "store").manifest.parts) == 3
    same(tmp_path / "store", tag(DOCS, id="id", tagger=tagger))
    assert isinstance(partyspeak.TaggedCorpus.read_parquet(tmp_path / "store"), partyspeak.TaggedCorpus)


def test_the_practice_packet_with_the_whole_lexicon(folder, monkeypatch):
    monkeypatch.setattr(pipeline, "_PART_DOCUMENTS", 10)
    docs = samples.load()
    tag_to_store((docs[:7], docs[7:20], docs[20:]), folder)
    same(folder, tag(docs, id="id"))


def files(folder):
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*.parquet")}


def test_what_is_the_same_is_passed_over_and_nothing_is_written(folder, tagger):
    tag_to_store([DOCS], folder, tagger=tagger)
    before = files(folder)
    run = tag_to_store([DOCS], folder, tagger=tagger)
    assert (run.counts["unchanged"], run.counts["tagged"]) == (5, 0)
    assert files(folder) == before


@pytest.mark.parametrize("change", [{"text": "人民人民"}, {"date": "1955"}], ids=str)
def test_what_changed_takes_the_place_of_its_old_rows(folder, tagger, small_parts, change):
    tag_to_store(one_by_one(DOCS), folder, tagger=tagger)
    new = DOCS.iloc[[1]].assign(**change)
    run = tag_to_store([new, DOCS.iloc[[0]].assign(id="f")], folder, tagger=tagger)
    assert (run.counts["tagged"], run.counts["replaced"]) == (2, 1)
    now = pd.concat([DOCS.iloc[[0, 2, 3, 4]], new, DOCS.iloc[[0]].assign(id="f")], ignore_index=True)
    same(folder, tag(now, id="id", tagger=tagger))


def test_a_document_that_stands_twice_in_a_run_is_named(folder, tagger):
    run = Run(ReadingRecord())
    tag_to_store([DOCS, DOCS.iloc[[1]].assign(text="双循环")], folder, tagger=tagger, run=run)
    assert [skipped.reason for skipped in run.reading.skipped] == [
        "the id 'b' stands twice in this run; the first one counts"
    ]
    assert run.counts["skipped"] == 1
    same(folder, tag(DOCS, id="id", tagger=tagger))


def test_new_columns_and_other_types_are_taken_in_and_every_part_has_the_same_columns(folder, tagger):
    first = DOCS.iloc[[0]].assign(year=2020, mark=[["x", 1]])
    second = DOCS.iloc[[1]].assign(year="unknown", place="Beijing")
    third = DOCS.iloc[[2]].assign(share=1)
    fourth = DOCS.iloc[[3]].assign(share=0.5, year=7)
    for docs in (first, second, third, fourth):
        tag_to_store([docs], folder, tagger=tagger)
    documents = partyspeak.read_parquet(folder).documents
    assert documents["year"].astype(object).where(documents["year"].notna(), None).tolist() == [
        "2020", "unknown", None, "7",
    ]  # fmt: skip
    assert documents["mark"].tolist()[0] == '["x", 1]'
    assert documents["share"].tolist()[2:] == [1.0, 0.5]
    assert documents["place"].tolist()[1] == "Beijing"
    assert Store(folder).check() == []


def test_duckdb_polars_and_pandas_read_a_store_as_it_is(folder, tagger, small_parts):
    tag_to_store(one_by_one(DOCS), folder, tagger=tagger)
    tag_to_store([DOCS.iloc[[0]].assign(text="人民", extra=1)], folder, tagger=tagger)
    corpus = partyspeak.read_parquet(folder)
    for kind in ("documents", "mentions"):
        ours = getattr(corpus, kind)["doc_id"].tolist()
        pattern = str(folder / kind / "*.parquet")
        assert [row[0] for row in duckdb.sql(f"select doc_id from '{pattern}'").fetchall()] == ours
        assert polars.read_parquet(pattern)["doc_id"].to_list() == ours
        assert pd.read_parquet(folder / kind)["doc_id"].tolist() == ours
    question = f"""select phrase, min(date) from '{folder}/mentions/*.parquet' group by phrase order by phrase"""
    assert [row[0] for row in duckdb.sql(question).fetchall()] == ["dual-circulation", "people"]


def test_other_settings_are_refused_and_tagging_anew_is_the_way_out(tmp_path, tagger, write_lexicon, small_parts):
    tag_to_store(one_by_one(DOCS), tmp_path / "store", tagger=Tagger(write_lexicon(CYCLE), edges="dictionary"))
    before = rows(partyspeak.read_parquet(tmp_path / "store"))
    with pytest.raises(StoreError, match=r"other settings \(lexicon '.*', now '.*'\).*--retag"):
        tag_to_store([DOCS], tmp_path / "store", tagger=tagger)
    assert rows(partyspeak.read_parquet(tmp_path / "store")) == before
    more = pd.concat([DOCS, DOCS.iloc[[0]].assign(id="f")], ignore_index=True)
    run = tag_to_store([more], tmp_path / "store", tagger=tagger, retag=True)
    assert run.counts["tagged"] == 1
    same(tmp_path / "store", tag(more, id="id", tagger=tagger))


def test_a_store_without_texts_is_smaller_and_cannot_be_tagged_anew(folder, tagger, write_lexicon):
    tag_to_store([DOCS], folder, tagger=tagger, texts=False)
    corpus = partyspeak.read_parquet(folder)
    assert corpus.texts is None
    assert corpus.first_appearances()["left"].isna().all()
    with pytest.raises(StoreError, match="keeps no texts"):
        tag_to_store([DOCS], folder, tagger=Tagger(edges="off"), retag=True)


def test_a_folder_that_holds_something_else_is_refused(tmp_path, tagger):
    tag(DOCS, id="id", tagger=tagger).to_parquet(tmp_path / "saved")
    with pytest.raises(StoreError, match="saved by to_parquet"):
        tag_to_store([DOCS], tmp_path / "saved", tagger=tagger)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "thesis.doc").touch()
    with pytest.raises(StoreError, match=r"holds other things \(thesis.doc"):
        tag_to_store([DOCS], tmp_path / "other", tagger=tagger)
    tag_to_store([DOCS], tmp_path / "store", tagger=tagger)
    with pytest.raises(SourceError, match="holds a store"):
        tag(DOCS, id="id", tagger=tagger).to_parquet(tmp_path / "store")
    with pytest.raises(StoreError, match="is no store"):
        Store(tmp_path / "other").read()
    (tmp_path / "later").mkdir()
    (tmp_path / "later" / "store.json").write_text('{"format": 99}')
    with pytest.raises(StoreError, match="has format 99"):
        partyspeak.read_parquet(tmp_path / "later")


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
def test_a_store_is_read_in_part(folder, tagger, small_parts, choices, documents, mentions):
    tag_to_store(one_by_one(DOCS), folder, tagger=tagger)
    corpus = partyspeak.read_parquet(folder, **choices)
    assert "".join(corpus.documents["doc_id"]) == "".join(corpus.texts.index) == documents
    assert "".join(corpus.mentions["doc_id"]) == mentions


def test_a_column_that_is_not_there_is_named(folder, tagger):
    tag_to_store([DOCS], folder, tagger=tagger)
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
def test_a_check_finds_damage(folder, tagger, small_parts, damage, says):
    tag_to_store(one_by_one(DOCS), folder, tagger=tagger)
    damage(folder)
    assert any(says in fault for fault in Store(folder).check())


def test_small_parts_are_merged_and_nothing_changes(folder, tagger, small_parts):
    tag_to_store(one_by_one(DOCS), folder, tagger=tagger)
    store = Store(folder)
    with store.writing():
        assert store.compact() == 2
        assert store.compact() == 0
    assert len(files(folder / "documents")) == 1
    same(folder, tag(DOCS, id="id", tagger=tagger))
    tag_to_store([DOCS.iloc[[0]].assign(text="x")], folder, tagger=tagger)
    assert [part.name for part in store.manifest.parts] == ["part-0000000-002", "part-0000001-000"]


HOLD = """
import sys
from partyspeak.store import Store
with Store(sys.argv[1]).writing():
    print("held", flush=True)
    sys.stdin.read()
"""


def test_of_two_runs_one_writes_and_the_other_refuses_or_waits(folder, tagger):
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(StoreLocked, match="another run is writing"):
            tag_to_store([DOCS], folder, tagger=tagger)
        threading.Timer(0.5, other.stdin.close).start()
        tag_to_store([DOCS], folder, tagger=tagger, wait=30)
    same(folder, tag(DOCS, id="id", tagger=tagger))


def test_a_killed_run_leaves_no_lock(folder, tagger):
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout.readline() == b"held\n"
        other.kill()
        other.wait()
    tag_to_store([DOCS], folder, tagger=tagger)


def test_a_reader_during_a_write_sees_whole_states_only(folder, tagger):
    """Every round replaces all documents by their next state; a reader must never see two states at once."""
    done = threading.Event()

    def write():
        try:
            for state in range(25):
                docs = DOCS.assign(text=DOCS["text"] + f"双循环{state}", state=state)
                tag_to_store([docs.iloc[:2], docs.iloc[2:]], folder, tagger=tagger)
                with Store(folder).writing():
                    Store(folder).compact()
        finally:
            done.set()

    tag_to_store([DOCS.assign(state=-1)], folder, tagger=tagger)
    writer = threading.Thread(target=write)
    writer.start()
    seen = set()
    while not done.is_set():
        corpus = partyspeak.read_parquet(folder)
        (state,) = set(corpus.documents["state"])
        assert sorted(corpus.documents["doc_id"]) == ["a", "b", "c", "d", "e"]
        assert len(corpus.mentions) == (7 if state < 0 else 12)
        seen.add(state)
    writer.join()
    assert len(seen) > 2


def test_an_empty_store(folder, tagger):
    tag_to_store([], folder, tagger=tagger)
    corpus = partyspeak.read_parquet(folder)
    assert len(corpus.documents) == len(corpus.mentions) == 0
    assert partyspeak.open_store(folder).first_appearances().empty
    assert "0 documents" in repr(partyspeak.open_store(folder))


@pytest.fixture(scope="module")
def packet():
    docs = samples.load()
    docs.loc[[3, 12], "date"] = ["1988", None]
    return docs, Tagger(edges="dictionary")


@pytest.fixture(scope="module")
def whole(packet):
    docs, tagger = packet
    return tag(docs, id="id", tagger=tagger)


SELECTIONS = st.sampled_from(
    [
        {},
        {"sure_only": False},
        {"lang": "en", "nested": False},
        {"phrases": ["dual-circulation", "four-modernizations", "four-consciousnesses"]},
        {"where": "lang == 'zh'"},
    ]
)


@settings(max_examples=15, deadline=None)
@given(
    cuts=st.lists(st.integers(0, 24), max_size=6),
    by=st.sampled_from([None, "year", "written_in"]),
    n=st.integers(1, 3),
    first_period=st.sampled_from(["year", "month"]),
    spelled_out=st.booleans(),
    selection=SELECTIONS,
)
def test_first_appearances_of_pieces_are_those_of_the_whole(whole, cuts, by, n, first_period, spelled_out, selection):
    choices = {"by": by, "n": n, "first_period": first_period, "spelled_out": spelled_out, **selection}
    found = reductions.first_appearances(cut(whole, cuts), **choices)
    pd.testing.assert_frame_equal(found, whole.first_appearances(**choices), check_dtype=False)


@settings(max_examples=15, deadline=None)
@given(
    cuts=st.lists(st.integers(0, 24), max_size=6),
    by=st.sampled_from(["year", "month", "written_in"]),
    per=st.sampled_from([None, "documents", "million"]),
    roll_up=st.sampled_from([None, "domain", "era"]),
    selection=SELECTIONS,
)
def test_frequencies_of_pieces_are_those_of_the_whole(whole, cuts, by, per, roll_up, selection):
    choices = {"by": by, "per": per, "roll_up": roll_up, **selection}
    found = reductions.frequency(cut(whole, cuts), **choices)
    pd.testing.assert_frame_equal(found, whole.frequency(**choices), check_dtype=False)


@pytest.mark.parametrize(
    "choices",
    [
        {"window": 10},
        {"cumulative": True},
        {"per": "million", "confidence": 0.95},
        {"where": "lang == 'fr'"},
        {"by": "lang"},
    ],
)
def test_windows_and_intervals_of_pieces_are_those_of_the_whole(whole, choices):
    found = reductions.frequency(cut(whole, [9, 15]), **choices)
    pd.testing.assert_frame_equal(found, whole.frequency(**choices), check_dtype=False)


def cut(corpus, cuts):
    """The corpus in pieces, some of them empty."""
    for first, stop in itertools.pairwise([0, *sorted(cuts), len(corpus.documents)]):
        documents = corpus.documents.iloc[first:stop].reset_index(drop=True)
        mentions = corpus.mentions[corpus.mentions["doc_id"].isin(documents["doc_id"])].reset_index(drop=True)
        texts = corpus.texts.iloc[first:stop]
        yield TaggedCorpus(documents, mentions, corpus.phrases, corpus.settings, texts)


def test_questions_to_a_store_are_answered_part_by_part(folder, packet, whole, monkeypatch):
    docs, tagger = packet
    monkeypatch.setattr(pipeline, "_PART_DOCUMENTS", 5)
    tag_to_store(one_by_one(docs), folder, tagger=tagger)
    store = partyspeak.open_store(folder)
    pd.testing.assert_frame_equal(store.first_appearances(), whole.first_appearances(), check_dtype=False)
    pd.testing.assert_frame_equal(store.frequency(), whole.frequency(), check_dtype=False)
    since = partyspeak.open_store(folder, since="2000").first_appearances()
    assert since["first_date"].min() >= "2000"
