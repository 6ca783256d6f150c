"""One contestant in a process of its own, for its peak memory: a JSON object on standard input, one on standard output.

``python -m benchmarks.child`` is started by :mod:`benchmarks.memory`; nobody else needs it.
"""

from __future__ import annotations

import itertools
import json
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pandas as pd

from benchmarks.contestants import Task, all_of_them, peers
from benchmarks.lexicons import curated
from benchmarks.texts import Documents
from partyspeak import Lexicon, Tagger, tag

__all__ = ["BASELINE", "STREAMING", "peak_bytes"]

BASELINE: Final = "pandas and the texts alone"
STREAMING: Final = "partyspeak.tag, a thousand documents at a time, to Parquet"

_DOCUMENTS_AT_A_TIME: Final = 1_000


def peak_bytes() -> int:
    """The most memory that this process ever held (resident)."""
    status = Path("/proc/self/status")
    if status.exists() and (found := re.search(r"VmHWM:\s*(\d+) kB", status.read_text())):
        return int(found[1]) * 1024
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def run(order: dict[str, Any]) -> int:
    """Do what is asked, and say how many hits there were."""
    path, lang, row = Path(order["texts"]), order["lang"], order["row"]
    if row == STREAMING:
        return _stream(path, order["phrases"])
    docs = Documents("", lang, list(_read(path)))
    if row == BASELINE:
        return 0
    contestant = next((peer for peer in peers() if peer.name == row), None)
    lexicon = Lexicon([]) if contestant else curated(order["phrases"])
    contestant = contestant or next(mine for mine in all_of_them() if mine.name == row)
    forms = json.loads(Path(order["forms"]).read_text(encoding="utf-8"))
    return contestant.build(Task(lang, forms, lexicon))(docs.part(contestant.share))


def _read(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _stream(path: Path, phrases: int | None) -> int:
    """As an analyst does it with a file that is larger than memory."""
    tagger = Tagger(curated(phrases), edges="dictionary")
    hits = 0
    with tempfile.TemporaryDirectory() as folder:
        read = _read(path)
        for number in itertools.count():
            texts = list(itertools.islice(read, _DOCUMENTS_AT_A_TIME))
            if not texts:
                break
            mentions = tag(pd.DataFrame({"date": "2020-01-01", "text": texts}), tagger=tagger).mentions
            mentions.to_parquet(Path(folder) / f"{number}.parquet")
            hits += len(mentions)
    return hits


if __name__ == "__main__":
    hits = run(json.load(sys.stdin))
    print(json.dumps({"hits": hits, "peak_bytes": peak_bytes()}))
