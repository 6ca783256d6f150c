"""How fast and how large: a generated JSON Lines file through ``partyspeak tag -o store/``.

    python benchmarks/scale.py --megabytes 200
    python benchmarks/scale.py --megabytes 2000 --daily

Documents are shuffled sentences of the practice packet and of made-up ones. Printed are documents and
characters a second, the peak memory of the process, and, with ``--daily``, the seconds of a run that
adds 300 documents to a store of 100,000.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from partyspeak import samples

SENTENCES = 18
WORDS = ["会议", "指出", "今年", "农村", "工作", "企业", "市场", "学校", "群众", "道路", "水利", "报告", "干部", "办法"]


def sentences(chance: random.Random) -> list[str]:
    """Sentences with phrases, and five times as many without any, as in real documents."""
    written = [part for text in samples.load()["text"] for part in text.replace("。", "。\n").splitlines() if part]
    made_up = ["".join(chance.choices(WORDS, k=chance.randint(6, 18))) + "。" for _ in range(5 * len(written))]
    return written + made_up


def documents(megabytes: float, seed: int = 8) -> Iterator[tuple[str, int]]:
    """Lines of JSON, and the characters of their texts."""
    chance = random.Random(seed)
    choice = sentences(chance)
    size = number = 0
    while size < megabytes * 1e6:
        text = "".join(chance.choices(choice, k=SENTENCES))
        day = f"{1950 + number % 75}-{1 + number % 12:02}-{1 + number % 28:02}"
        line = json.dumps({"id": f"d{number}", "date": day, "text": text}, ensure_ascii=False) + "\n"
        size += len(line.encode())
        number += 1
        yield line, len(text)


def write(path: Path, megabytes: float) -> tuple[int, int]:
    """The file, its documents and its characters."""
    count = characters = 0
    with path.open("w", encoding="utf-8") as file:
        for line, length in documents(megabytes):
            file.write(line)
            count, characters = count + 1, characters + length
    return count, characters


def run(source: Path, store: Path, options: list[str]) -> tuple[float, float, float]:
    """Seconds, seconds of one processor, and the peak memory in MB, of a real run of the command line."""
    begun = time.perf_counter()
    command = [sys.executable, "-m", "partyspeak", "tag", str(source), "-o", str(store), "--quiet", *options]
    process = subprocess.Popen(command)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begun
    if status:
        raise SystemExit(f"the run ended with status {status}")
    unit = 1e6 if sys.platform == "darwin" else 1e3
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit


def daily(folder: Path, options: list[str]) -> None:
    """The seconds of a run that adds 300 documents to a store of 100,000."""
    lines = [line for _, (line, _) in zip(range(100_300), documents(1e6), strict=False)]
    store, source = folder / "daily", folder / "daily.jsonl"
    source.write_text("".join(lines[:100_000]), encoding="utf-8")
    run(source, store, options)
    source.write_text("".join(lines[100_000:]), encoding="utf-8")
    seconds, processor, memory = run(source, store, options)
    print(
        f"300 documents more in a store of 100,000: {seconds:.1f} s ({processor:.1f} s of processor), {memory:.0f} MB"
    )


def main() -> None:
    """Generate, tag, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=float, default=200)
    parser.add_argument("--daily", action="store_true")
    parser.add_argument("--folder", type=Path, help="where to work; else a temporary folder")
    parser.add_argument("options", nargs="*", help="for partyspeak tag, after --, such as -- --edges dictionary")
    choices = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=choices.folder) as name:
        folder = Path(name)
        source, store = folder / "docs.jsonl", folder / "store"
        count, characters = write(source, choices.megabytes)
        size = source.stat().st_size
        print(f"{count:,} documents, {characters:,} characters, {size / 1e6:,.0f} MB")
        seconds, processor, memory = run(source, store, choices.options)
        stored = sum(path.stat().st_size for path in store.rglob("*.parquet"))
        print(
            f"tagged in {seconds:.1f} s ({processor:.1f} s of processor): {count / seconds:,.0f} documents/s, "
            f"{characters / seconds / 1e6:.2f} million characters/s; peak {memory:,.0f} MB; "
            f"store {stored / 1e6:,.0f} MB"
        )
        again, processor, memory = run(source, store, choices.options)
        print(f"again, nothing new: {again:.1f} s ({processor:.1f} s of processor), peak {memory:,.0f} MB")
        print(f"1 TB at this speed: {1e12 / size * seconds / 86_400:.1f} days on one machine like this one")
        if choices.daily:
            daily(folder, choices.options)


if __name__ == "__main__":
    main()
