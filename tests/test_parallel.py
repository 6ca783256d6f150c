"""Several processes give the rows of one, are kept for a whole run, and end with the process that called them."""

import multiprocessing
import os
import signal
import subprocess
import sys

import pytest
from small_corpora import LEXICON
from stores import DOCS, one_by_one, same
from test_batching import equal

from partyspeak import PartyspeakError, Tagger, tag, tag_to_store
from partyspeak.matching.parallel import Workers

TEXTS = ["加快双循环。", "猜测", "", "dual circulation and conjecture"] * 5
TAGGER = Tagger(LEXICON, edges="dictionary")


def process_ids():
    return {process.pid for process in multiprocessing.active_children()}


def test_one_job_alone_starts_no_process():
    before = process_ids()
    with Workers(TAGGER, 2) as pool:
        for _ in range(2):
            assert equal(pool.begin(TEXTS, [None] * len(TEXTS)).result(), TAGGER.tag(TEXTS))
        assert process_ids() == before


@pytest.fixture(scope="module")
def pool():
    """Two workers for several tests: they take longest to start."""
    with Workers(TAGGER, 2) as pool:
        yield pool


def test_two_processes_give_the_rows_of_one_and_are_kept_from_job_to_job(pool):
    told, before = [], process_ids()
    first = pool.tag(TEXTS, [None] * len(TEXTS), progress=told.append)
    started = process_ids() - before
    later = [pool.begin(TEXTS[:number], [None] * number) for number in range(1, 9)]
    assert [equal(job.result(), TAGGER.tag(job.work[0])) for job in later] == [True] * 8
    assert process_ids() - before == started
    assert len(started) == 2
    assert equal(first, TAGGER.tag(TEXTS))
    assert len(first.form)
    assert told == sorted(told)
    assert told[-1] == len(TEXTS)


def test_what_goes_wrong_in_a_worker_is_said_here(pool):
    good, bad = pool.begin(["双循环"], [None]), pool.begin([5], [None])
    assert len(good.result().form) == 1
    with pytest.raises(TypeError, match="int"):
        bad.result()


@pytest.mark.skipif(os.name == "nt", reason="signals of Unix")
def test_a_worker_that_is_killed_is_an_error_that_says_so(pool):
    assert equal(pool.tag(TEXTS, [None] * len(TEXTS)), TAGGER.tag(TEXTS))
    for worker in process_ids():
        os.kill(worker, signal.SIGKILL)
    with pytest.raises(PartyspeakError, match="ended before its work was done"):
        pool.tag(TEXTS, [None] * len(TEXTS))


def test_no_workers_are_refused():
    with pytest.raises(PartyspeakError, match="workers=0"):
        Workers(TAGGER, 0)


def test_a_store_by_two_workers_holds_what_one_writes_in_the_same_order(
    folder, small_tagger, small_parts, write_lexicon
):
    tag_to_store(one_by_one(DOCS), folder, tagger=small_tagger, workers=2)
    same(folder, tag(DOCS, id="id", tagger=small_tagger))
    assert not process_ids()
    other = Tagger(write_lexicon('[people]\nzh = "人民"\nen = "the people"\n'), edges="dictionary")
    tag_to_store([], folder, tagger=other, retag=True)
    same(folder, tag(DOCS, id="id", tagger=other))


BUSY = """
from partyspeak import Lexicon, Tagger
from partyspeak.matching.parallel import Workers

if __name__ == "__main__":
    with Workers(Tagger(Lexicon([]), edges="off"), 2) as pool:
        for job in [pool.begin(["x"], [None]) for _ in range(2)]:
            job.result()
        jobs = [pool.begin(["双循环" * 1_000_000] * 20, [None] * 20) for _ in range(20)]
        print("busy", flush=True)
        jobs[-1].result()
"""


@pytest.mark.skipif(os.name == "nt", reason="signals of Unix")
def test_a_killed_process_leaves_no_workers_behind(tmp_path):
    script = tmp_path / "busy.py"
    script.write_text(BUSY, encoding="utf-8")
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout.readline() == b"busy\n"
        process.kill()
        # Workers hold the same output: it ends when the last of them has ended.
        rest, _ = process.communicate(timeout=30)
    assert rest == b""
    assert process.returncode == -signal.SIGKILL


WITHOUT_GUARD = """
import partyspeak
partyspeak.tag(["双循环", "人民"] * 3, workers=2, tagger=partyspeak.Tagger(partyspeak.Lexicon([]), edges="off"))
"""


def test_a_script_without_a_guard_is_told_what_is_missing(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(WITHOUT_GUARD, encoding="utf-8")
    answer = subprocess.run([sys.executable, str(script)], capture_output=True, encoding="utf-8", timeout=120)
    assert answer.returncode == 1
    assert 'does not do so under `if __name__ == "__main__":`' in answer.stderr.splitlines()[-1]
