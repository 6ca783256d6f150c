"""Runs beside runs, readers beside writers: a store is whole at any moment."""

import subprocess
import sys
import threading

import pytest
from stores import DOCS, files, one_by_one, same

import partyspeak
from partyspeak import tag, tag_to_store
from partyspeak.errors import StoreLocked
from partyspeak.store import Store

HOLD = """
import sys
from partyspeak.store import Store
with Store(sys.argv[1]).writing():
    print("held", flush=True)
    sys.stdin.read()
"""


def test_of_two_runs_one_writes_and_the_other_refuses_or_waits(folder, small_tagger):
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(StoreLocked, match="another run is writing"):
            tag_to_store([DOCS], folder, tagger=small_tagger)
        threading.Timer(0.5, other.stdin.close).start()
        tag_to_store([DOCS], folder, tagger=small_tagger, wait=30)
    same(folder, tag(DOCS, id="id", tagger=small_tagger))


def test_a_killed_run_leaves_no_lock(folder, small_tagger):
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout.readline() == b"held\n"
        other.kill()
        other.wait()
    tag_to_store([DOCS], folder, tagger=small_tagger)


def test_a_reader_during_a_write_sees_whole_states_only(folder, small_tagger):
    """Every round replaces all documents by their next state; a reader must never see two states at once."""
    done = threading.Event()

    def write():
        try:
            for state in range(25):
                docs = DOCS.assign(text=DOCS["text"] + f"双循环{state}", state=state)
                tag_to_store([docs.iloc[:2], docs.iloc[2:]], folder, tagger=small_tagger)
                with Store(folder).writing():
                    Store(folder).compact()
        finally:
            done.set()

    tag_to_store([DOCS.assign(state=-1)], folder, tagger=small_tagger)
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


def test_small_parts_are_merged_and_nothing_changes(folder, small_tagger, small_parts):
    tag_to_store(one_by_one(DOCS), folder, tagger=small_tagger)
    store = Store(folder)
    with store.writing():
        assert store.compact() == 2
        assert store.compact() == 0
    assert len(files(folder / "documents")) == 1
    same(folder, tag(DOCS, id="id", tagger=small_tagger))
    tag_to_store([DOCS.iloc[[0]].assign(text="x")], folder, tagger=small_tagger)
    assert [part.name("texts") for part in store.manifest.parts] == [
        "texts/part-0000000-002.parquet", "texts/part-0000003-000.parquet",
    ]  # fmt: skip
