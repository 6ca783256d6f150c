"""The command for pipelines, as a scheduler runs it: exit statuses, run.json, signals, pipes, environments."""

import gzip
import importlib.util
import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import commands
import pandas as pd
import psutil
import pytest

import partyspeak
from partyspeak.store import Store

KILL = Path(partyspeak.__file__).parents[1] / "benchmarks" / "kill_store.py"
TEXT = "我们要加快构建双循环的新发展格局。"
QUICKLY = ["--edges", "dictionary"]  # no model, which takes a process of its own two seconds to load


def run(*arguments, status=0):
    return commands.run("tag", *arguments, status=status)


def run_apart(*arguments, status=0, **environment):
    return commands.run_apart("tag", *arguments, status=status, **environment)


def report(store):
    return json.loads((store / "run.json").read_text(encoding="utf-8"))


def write_lines(path, docs):
    path.write_text("".join(json.dumps(doc, ensure_ascii=False) + "\n" for doc in docs), encoding="utf-8")
    return path


DOCS = [
    {"id": "a", "date": "2020-05-22", "text": TEXT},
    {"id": "b", "date": "1954", "text": "人民"},
    {"id": "c", "date": None, "text": "双 循环"},
]


def test_a_first_run_a_second_run_and_a_day_later(tmp_path):
    source, store = write_lines(tmp_path / "docs.jsonl", DOCS), tmp_path / "store"
    first = run_apart(source, "-o", store)
    assert first.stdout == ""
    assert "documents: 3 read, 3 tagged (0 of them replaced), 0 unchanged, 0 skipped, 1 undated" in first.stderr
    told = report(store)
    assert (told["status"], told["exit_status"], told["undated"]) == ("finished", 0, ["c"])
    assert told["store"] == {"parts": 1, "documents": 3, "mentions": told["store"]["mentions"]}
    assert told["settings"]["lexicon"] == partyspeak.Lexicon.default().version
    write_lines(source, [DOCS[0], {**DOCS[1], "text": TEXT}, *DOCS[2:], {"id": "d", "date": "2021", "text": "x"}])
    run(source, "-o", store)
    assert report(store)["counts"] == {
        "read": 4, "tagged": 2, "replaced": 1, "unchanged": 2, "skipped": 0, "undated": 0, "failed": 0,
    }  # fmt: skip


def test_bad_input_is_named_and_the_rest_goes_on_and_the_status_tells(tmp_path):
    folder, store = tmp_path / "docs", tmp_path / "store"
    folder.mkdir()
    write_lines(folder / "good.jsonl", DOCS)
    (folder / "bad.csv").write_text("id,date,text\nx,1954,y\nz,1954\na,1954,again\n")
    (folder / "cut.jsonl.gz").write_bytes(gzip.compress(b'{"text": "x", "date": "1954"}\n' * 9_000)[:-20])
    (folder / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    (folder / "old.txt").write_bytes(TEXT.encode("gb18030"))
    (folder / "empty.jsonl.gz").touch()
    (folder / "cut.pdf").write_bytes(b"%PDF-1.7")
    (folder / "sheet.ods").touch()
    answer = run(folder, "-o", store, status=3)
    told = report(store)
    left_out = {(Path(one["file"]).name, one["place"]) for one in told["left_out"]}
    assert {("bad.csv", "row 2"), ("picture.txt", "")} < left_out
    assert ("good.jsonl", "line 1") in left_out  # the id a occurs in bad.csv already
    assert any(name == "cut.jsonl.gz" for name, _ in left_out)
    assert told["counts"]["failed"] == 4
    assert [Path(name).name for name in told["encodings"]] == ["old.txt"]
    assert [Path(name).name for name in told["ignored"]] == ["sheet.ods"]
    for name in ("bad.csv", "cut.jsonl.gz", "picture.txt", "empty.jsonl.gz", "cut.pdf"):
        assert name in answer.stderr
    # Packages that read files log what they think of them; a person and a program see our messages only.
    assert all(re.match("part written|partyspeak: |documents: ", line) for line in answer.stderr.splitlines())
    assert {"x", "a", "b", "c", "old.txt"} < set(partyspeak.read_parquet(store).documents["doc_id"])
    strict = run(folder, "-o", tmp_path / "strict", "--strict", status=1)
    assert "row 2: 2 cells where the header has 3" in strict.stderr
    assert report(tmp_path / "strict")["status"] == "failed"


def test_a_wrong_column_is_an_error(tmp_path):
    source = write_lines(tmp_path / "docs.jsonl", [{"body": "x", "date": "1954"}])
    answer = run(source, "-o", tmp_path / "store", status=1)
    assert "no column 'text' for the text; the columns are 'body', 'date'" in answer.stderr


def test_a_date_that_cannot_be_read_stops_the_run_or_is_listed(tmp_path):
    source, store = write_lines(tmp_path / "docs.jsonl", [{**DOCS[0], "date": "someday"}, DOCS[1]]), tmp_path / "store"
    answer = run(source, "-o", store, status=1)
    assert "docs.jsonl" in answer.stderr
    assert "row 1: 'someday' is not a date" in answer.stderr
    answer = run(source, "-o", store, "--bad-dates", "keep")
    assert "1 dates could not be read" in answer.stderr
    assert report(store)["undated"] == ["a"]


def test_several_processes_write_the_same_rows(tmp_path):
    source = write_lines(tmp_path / "docs.jsonl", DOCS)
    for workers in (1, 2):
        choices = ["--workers", workers, *QUICKLY]
        run(source, "-o", tmp_path / f"store{workers}", *choices)
        run(source, "-o", tmp_path / f"{workers}.csv", *choices)
    one, two = (partyspeak.read_parquet(tmp_path / f"store{workers}") for workers in (1, 2))
    pd.testing.assert_frame_equal(one.documents, two.documents)
    pd.testing.assert_frame_equal(one.mentions, two.mentions)
    assert (tmp_path / "1.csv").read_bytes() == (tmp_path / "2.csv").read_bytes()
    assert len(two.mentions) == 3


def test_quiet_says_nothing_but_errors(tmp_path):
    source = write_lines(tmp_path / "docs.jsonl", DOCS)
    assert run(source, "-o", tmp_path / "store", "--quiet").stderr == ""
    assert "no such file" in run("gone.csv", "-o", tmp_path / "store", "--quiet", status=1).stderr


def test_a_json_log_is_json_line_for_line(tmp_path):
    source = write_lines(tmp_path / "docs.jsonl", [*DOCS, {"id": 1, "date": "1954", "text": 5}])
    lines = [json.loads(line) for line in run(source, "-o", tmp_path / "s", "--json-log", status=3).stderr.splitlines()]
    assert [line["event"] for line in lines] == ["part", "skipped", "summary"]
    assert lines[1]["place"] == "line 4"
    assert lines[2]["tagged"] == 3
    assert all(line["time"].endswith("+00:00") for line in lines)
    errors = run("gone.csv", "-o", tmp_path / "s", "--json-log", status=1).stderr.splitlines()
    assert [json.loads(line)["level"] for line in errors][-1] == "error"


def test_whoever_listens_may_go_and_the_work_goes_on(tmp_path):
    source, store = write_lines(tmp_path / "docs.jsonl", DOCS), tmp_path / "store"
    for choice in ([], ["--json-log"]):
        command = [sys.executable, "-m", "partyspeak", "tag", str(source), "-o", str(store), *QUICKLY, *choice]
        with subprocess.Popen(command, stderr=subprocess.PIPE) as process:
            process.stderr.close()
        assert process.returncode == 0
        assert report(store)["status"] == "finished"


def test_of_two_runs_the_second_refuses_with_a_status_of_its_own(tmp_path):
    source, store = write_lines(tmp_path / "docs.jsonl", DOCS), tmp_path / "store"
    with Store(store).writing():
        assert "another run is writing" in run_apart(source, "-o", store, *QUICKLY, status=4).stderr
    run(source, "-o", store, "--wait", 5)


def test_time_zone_and_locale_change_nothing(tmp_path):
    source = write_lines(tmp_path / "docs.jsonl", [{**DOCS[0], "date": "2020-05-22T23:30:00+08:00"}, *DOCS[1:]])
    places = {"TZ": "America/Los_Angeles", "LC_ALL": "C", "PYTHONUTF8": "0"}, {"TZ": "Asia/Shanghai", "LC_ALL": "POSIX"}
    for number, place in enumerate(places):
        run_apart(source, "-o", tmp_path / f"store{number}", *QUICKLY, **place)
    one, other = (partyspeak.read_parquet(tmp_path / f"store{number}") for number in range(2))
    pd.testing.assert_frame_equal(one.documents, other.documents)
    pd.testing.assert_frame_equal(one.mentions, other.mentions)
    assert str(one.documents["date"].iloc[0]) == "2020-05-22 00:00:00"


def cpu_seconds_of_children():
    times = os.times()
    return times.children_user + times.children_system


@pytest.mark.skipif(os.name == "nt", reason="signals of Unix")
@pytest.mark.parametrize("workers", ["1", "2"])
def test_an_order_to_stop_ends_the_run_within_two_seconds(tmp_path, workers):
    docs = ({"id": str(number), "date": "1954", "text": TEXT * 200} for number in range(30_000))
    source, store = write_lines(tmp_path / "docs.jsonl", docs), tmp_path / "store"
    command = [sys.executable, "-m", "partyspeak", "tag", str(source), "-o", str(store), "--workers", workers]
    before = cpu_seconds_of_children()
    with subprocess.Popen(command, stderr=subprocess.PIPE, encoding="utf-8") as process:
        while not (store / "store.json").exists():
            time.sleep(0.05)
        time.sleep(1.5)
        running = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
        before += sum(sum(each.cpu_times()[:2]) for each in running)
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=30)
    seconds = cpu_seconds_of_children() - before  # a busy machine may let it wait, which is no fault of its own
    assert process.returncode == 128 + signal.SIGTERM, said
    assert "stopped by SIGTERM; what was written stays" in said
    assert "Traceback" not in said
    assert seconds < 2
    assert report(store)["status"] == "stopped"
    assert Store(store).check() == []


@pytest.mark.skipif(not KILL.is_file(), reason="needs a checkout")
def test_a_killed_run_is_finished_by_the_next_one_as_if_nothing_had_been(tmp_path):
    """Two kills; benchmarks/kill_store.py does as many as one likes."""
    spec = importlib.util.spec_from_file_location("kill_store", KILL)
    kill_store = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(kill_store)
    before, source, expected, seconds = kill_store.prepare(tmp_path)
    for number, share in enumerate((0.2, random.uniform(0, 1))):
        kill_store.kill_once(before, source, expected, tmp_path / f"killed-{number}", share * seconds)


@pytest.fixture
def small_disk(tmp_path):
    """A disk of one megabyte, which only root can make."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    if sys.platform != "linux" or os.geteuid() != 0 or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("needs to be root, and to be allowed to mount")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_leaves_a_store_that_opens_and_the_next_run_does_the_rest(tmp_path, small_disk):
    chance = random.Random(5)
    docs = [
        {"id": str(number), "date": "1954", "text": TEXT + "".join(chance.choices("天地玄黄宇宙洪荒日月盈昃", k=3_000))}
        for number in range(900)
    ]
    first, whole = write_lines(tmp_path / "first.jsonl", docs[:50]), write_lines(tmp_path / "whole.jsonl", docs)
    store = small_disk / "store"
    run(first, "-o", store, *QUICKLY)
    answer = run_apart(whole, "-o", store, *QUICKLY, status=1)
    assert "cannot be written (No space left on device)" in answer.stderr
    assert Store(store).check() == []
    assert len(partyspeak.read_parquet(store).documents) == 50
    assert not list(store.rglob("*.unfinished"))
    subprocess.run(["mount", "-o", "remount,size=20m", str(small_disk)], check=True)
    run(whole, "-o", store, *QUICKLY)
    assert partyspeak.read_parquet(store).documents["doc_id"].tolist() == [doc["id"] for doc in docs]


def test_questions_may_be_put_to_a_store(tmp_path):
    source, store = write_lines(tmp_path / "docs.jsonl", DOCS), tmp_path / "store"
    run(source, "-o", store)
    for command, *choices in (["first"], ["frequency", "--by", "month"]):
        of_store = commands.run(command, store, *choices).stdout
        assert of_store == commands.run(command, source, *choices).stdout
        assert "dual-circulation" in of_store
    for command in ("check", "compact"):
        commands.run("store", command, store)
    next((store / "texts").glob("*.parquet")).unlink()
    assert "is missing" in commands.run("store", "check", store, status=1).stderr
