"""How fast and how large: a generated JSON Lines file through ``partyspeak tag -o store/``.

    python -m benchmarks.scale                        # 2 GB, with one worker and with two, and the daily run
    python -m benchmarks.scale --size 20 --daily 1000 # quick, to see that all works

Documents are shuffled sentences of the practice packet and of made-up ones, about 500 characters each.
Each run is a real one of the command line, in a process of its own.
"""

from __future__ import annotations

import itertools
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from rich.console import Console
from rich.table import Table

from benchmarks import machine
from partyspeak import samples

SENTENCES: Final = 18
WORDS: Final = (
    *("会议", "指出", "今年", "农村", "工作", "企业", "市场"),
    *("学校", "群众", "道路", "水利", "报告", "干部", "办法"),
)
MORE: Final = 300
"""Documents of the daily run."""

_EVERY: Final = 0.2
_MEGABYTE: Final = 1e6
_COLUMNS: Final = {
    "run": "run",
    "workers": "workers",
    "documents": "documents",
    "megabytes": "MB",
    "seconds": "s",
    "processor_seconds": "s of processors",
    "documents_per_second": "documents/s",
    "characters_per_second": "characters/s",
    "peak_megabytes": "peak MB",
    "early_megabytes": "peak MB, first quarter",
    "store_megabytes": "store MB",
}


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
    while size < megabytes * _MEGABYTE:
        text = "".join(chance.choices(choice, k=SENTENCES))
        day = f"{1950 + number % 75}-{1 + number % 12:02}-{1 + number % 28:02}"
        line = json.dumps({"id": f"d{number}", "date": day, "text": text}, ensure_ascii=False) + "\n"
        size += len(line.encode())
        number += 1
        yield line, len(text)


def write(path: Path, lines: Iterator[tuple[str, int]]) -> dict[str, float]:
    """The file; its documents, characters and megabytes."""
    count = characters = 0
    with path.open("w", encoding="utf-8") as file:
        for line, length in lines:
            file.write(line)
            count, characters = count + 1, characters + length
    return {"documents": count, "characters": characters, "megabytes": round(path.stat().st_size / _MEGABYTE, 1)}


def run(source: Path, store: Path, workers: int, options: Sequence[str] = ()) -> dict[str, float | None]:
    """Seconds, seconds of processors, and the peak memory of all its processes, of a real run of the command line."""
    begun = time.perf_counter()
    command = [sys.executable, "-m", "partyspeak", "tag", str(source), "-o", str(store), "--quiet"]
    process = subprocess.Popen([*command, "--workers", str(workers), *options])
    memory: list[float] = []
    while True:
        ended, status, usage = os.wait4(process.pid, os.WNOHANG)
        if ended:
            break
        memory.append(_resident(process.pid))
        time.sleep(_EVERY)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"the run ended with status {process.returncode}")
    early = memory[: len(memory) // 4]
    return {
        "workers": workers,
        "seconds": round(time.perf_counter() - begun, 2),
        "processor_seconds": round(usage.ru_utime + usage.ru_stime, 2),
        "peak_megabytes": round(max(memory, default=0)) or None,
        "early_megabytes": round(max(early, default=0)) or None,
    }


def _resident(process: int) -> float:
    """Megabytes of a process and its children, where the system tells; what ends meanwhile counts nothing."""
    folder = Path(f"/proc/{process}")
    try:
        pages = int((folder / "statm").read_text().split()[1])
        children = [int(child) for path in folder.glob("task/*/children") for child in path.read_text().split()]
    except (OSError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") / _MEGABYTE + sum(map(_resident, children))


def whole(folder: Path, megabytes: float, workers: Sequence[int], options: Sequence[str]) -> Iterator[dict[str, Any]]:
    """A file into a new store with so many workers each time; and with the first number again, when nothing is new."""
    source = folder / "docs.jsonl"
    size = write(source, documents(megabytes))
    for count in workers:
        store = folder / f"store-{count}"
        measured = run(source, store, count, options)
        seconds = measured["seconds"] or 1
        stored = sum(path.stat().st_size for path in store.rglob("*.parquet")) / _MEGABYTE
        yield {
            "run": "new documents",
            **size,
            **measured,
            "documents_per_second": round(size["documents"] / seconds),
            "characters_per_second": round(size["characters"] / seconds),
            "store_megabytes": round(stored, 1),
            "days_for_a_terabyte": round(1e6 / size["megabytes"] * seconds / 86_400, 2),
        }
    yield {"run": "the same again", **size, **run(source, folder / f"store-{workers[0]}", workers[0], options)}


def daily(folder: Path, known: int, options: Sequence[str]) -> dict[str, Any]:
    """The run that adds 300 documents to a store."""
    store, source = folder / "daily", folder / "daily.jsonl"
    lines = documents(float("inf"))
    write(source, itertools.islice(lines, known))
    run(source, store, 1, options)
    size = write(source, itertools.islice(lines, MORE))
    return {"run": f"{MORE} more in a store of {known:,}", **size, **run(source, store, 1, options)}


def main(
    size: Annotated[float, typer.Option(min=0.1, help="Megabytes of the file.")] = 2000,
    workers: Annotated[list[int] | None, typer.Option(min=1, help="May be given again; 1 and 2 when left out.")] = None,
    known: Annotated[int, typer.Option("--daily", min=0, help="Documents in the store of the daily run.")] = 100_000,
    output: Annotated[Path, typer.Option("--output", "-o", help="Write all figures here.")] = Path("scale.json"),
    folder: Annotated[Path | None, typer.Option(help="Where to work; else a temporary folder.")] = None,
    edges: Annotated[str, typer.Option(help="As for partyspeak tag.")] = "auto",
) -> None:
    """Generate, tag, print a table, write JSON."""
    console, options = Console(), ["--edges", edges]
    rows: list[dict[str, Any]] = []
    described = machine.describe()
    with tempfile.TemporaryDirectory(dir=folder) as name:
        for row in whole(Path(name), size, workers or [1, 2], options):
            console.print(f"{row['run']}: {row['seconds']} s", highlight=False)
            rows.append(row)
        if known:
            rows.append(daily(Path(name), known, options))
    output.write_text(json.dumps({"machine": described, "runs": rows}, ensure_ascii=False, indent=1) + "\n")
    table = Table(*_COLUMNS.values())
    for row in rows:
        table.add_row(*(_shown(row.get(column)) for column in _COLUMNS))
    console.print(table)
    for row in rows:
        if "days_for_a_terabyte" in row:
            console.print(f"1 TB with {row['workers']} workers: {row['days_for_a_terabyte']} days on this machine")


def _shown(value: object) -> str:
    return f"{value:,}" if isinstance(value, (int, float)) else "" if value is None else str(value)


if __name__ == "__main__":
    typer.run(main)
