"""Kill real runs at random moments, and compare what the next run makes of it with an undisturbed run.

    python -m benchmarks.kill_store --kills 50

The run that is killed adds new documents, replaces changed ones, and brings a new column, in parts of 20
documents, so that it commits often. After each kill the store must open and hold whole states of
documents; after the next run it must be equal to the undisturbed one, row for row, with no file left over.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import pandas as pd

import partyspeak
from partyspeak import samples
from partyspeak.store import Store

# The command line with small parts; it says when it begins to write, so that no kill is spent on the start.
RUN = """
from partyspeak.store import ingest
from partyspeak.cli import main
from partyspeak.io import sources
from partyspeak.store.part_files import PartChange

def begin(change, *arguments):
    print("begun", flush=True)
    PartChange.write = write
    return write(change, *arguments)

ingest._PART_DOCUMENTS = 20
sources._PIECE_CHARACTERS = 30_000
write, PartChange.write = PartChange.write, begin
main()
"""


def command(source: Path, store: Path, workers: int = 1) -> list[str]:
    """A real run of the command line, with small parts."""
    options = ["--edges", "dictionary", "--quiet", "--workers", str(workers)]
    return [sys.executable, "-c", RUN, "tag", str(source), "-o", str(store), *options]


def write_sources(folder: Path, seed: int = 1) -> tuple[Path, Path]:
    """What the store holds at first, and what the run under test brings: the same, changed and new documents."""
    sentences = [part for text in samples.load()["text"] for part in text.replace("。", "。\n").splitlines() if part]
    chance = random.Random(seed)
    texts = ["".join(chance.choices(sentences, k=20)) for _ in range(400)]
    docs = [{"id": f"d{number}", "date": f"{1980 + number % 40}", "text": text} for number, text in enumerate(texts)]
    first, second = docs[:200], []
    for number, doc in enumerate(docs):
        changed = {"text": doc["text"] + "加快形成双循环。"} if 100 <= number < 200 else {}
        second.append({**doc, **changed, **({"speaker": "someone"} if number >= 300 else {})})
    paths = folder / "first.jsonl", folder / "second.jsonl"
    for path, rows in zip(paths, (first, second), strict=True):
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return paths


def prepare(folder: Path, workers: int = 1) -> tuple[Path, Path, partyspeak.TaggedCorpus, float]:
    """The store before the run, the source of the run, what it gives when left alone, and its seconds of writing."""
    first, second = write_sources(folder)
    before, undisturbed = folder / "before", folder / "undisturbed"
    subprocess.run(command(first, before), check=True, stdout=subprocess.DEVNULL)
    shutil.copytree(before, undisturbed)
    with begun(second, undisturbed, workers) as run:
        start = time.perf_counter()
        run.wait()
        seconds = time.perf_counter() - start
    assert run.returncode == 0
    return before, second, partyspeak.read_parquet(undisturbed), seconds


def begun(source: Path, store: Path, workers: int = 1) -> subprocess.Popen[bytes]:
    """A run that has begun to write."""
    run = subprocess.Popen(command(source, store, workers), stdout=subprocess.PIPE)
    assert run.stdout is not None
    assert run.stdout.readline() == b"begun\n"
    return run


def kill_once(
    before: Path, source: Path, expected: partyspeak.TaggedCorpus, store: Path, moment: float, workers: int = 1
) -> str:
    """Kill one run some seconds after it began to write; compare; say how far it had come."""
    shutil.copytree(before, store)
    with begun(source, store, workers) as run:
        time.sleep(moment)
        run.kill()
    # A whole state may wait for the names of its parts; nothing may be there by halves.
    found = partyspeak.read_parquet(store)
    assert found.documents["doc_id"].is_unique
    assert set(found.mentions["doc_id"]) <= set(found.documents["doc_id"])
    assert found.texts is not None
    assert found.documents["doc_id"].tolist() == found.texts.index.tolist()
    assert len(found.documents) >= 200
    parts = Store(store).manifest.parts
    left_over = any(store.rglob(".part*.unfinished"))
    subprocess.run(command(source, store), check=True, stdout=subprocess.DEVNULL)
    again = partyspeak.read_parquet(store)
    for name in ("documents", "mentions", "phrases"):
        pd.testing.assert_frame_equal(getattr(again, name), getattr(expected, name))
    pd.testing.assert_series_equal(again.texts, expected.texts)
    assert Store(store).check() == []
    files = {path.relative_to(store).as_posix() for path in store.rglob("*part-*")}
    assert files == {part.name(kind) for part in Store(store).manifest.parts for kind in part.files}, files
    state = "done" if run.returncode == 0 else "begun" if parts != Store(before).manifest.parts else "not begun"
    return f"{state}{', files aside' if left_over else ''}"


def main() -> None:
    """Kill, compare, and count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=8)
    parser.add_argument("--workers", type=int, default=1, help="of the runs that are killed")
    choices = parser.parse_args()
    chance = random.Random(choices.seed)
    states: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        before, source, expected, seconds = prepare(folder, choices.workers)
        print(f"undisturbed: {seconds:.1f} s of writing, {expected!r}")
        for number in range(choices.kills):
            moment = chance.uniform(0, seconds)
            store = folder / f"killed-{number}"
            states[kill_once(before, source, expected, store, moment, choices.workers)] += 1
            shutil.rmtree(store)
    print(f"{choices.kills} kills, all equal to the undisturbed run, row for row; the killed runs had: {dict(states)}")


if __name__ == "__main__":
    main()
