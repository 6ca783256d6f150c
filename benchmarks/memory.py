"""Peak memory of each contestant, in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from benchmarks.child import BASELINE, STREAMING
from benchmarks.contestants import Contestant, Task
from benchmarks.texts import Documents

__all__ = ["BASELINE", "STREAMING", "measure_memory"]

_IN_MEMORY: Final = "partyspeak.tag, pyahocorasick, dictionary"


def measure_memory(
    contestants: Sequence[Contestant],
    task: Task,
    texts: Sequence[Documents],
    phrases: int | None,
    tell: Callable[[str], object],
) -> list[dict[str, Any]]:
    """One row per contestant on the smallest text; on the others partyspeak in memory, and streaming through each.

    Parameters
    ----------
    contestants : sequence of Contestant
    task : Task
    texts : sequence of Documents
        The smallest first.
    phrases : int or None
        How many phrases of the curated lexicon are used; None for all.
    tell : callable
        Called with what is being done.
    """
    rows = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        forms = folder / "forms.json"
        forms.write_text(json.dumps(task.forms), encoding="utf-8")
        for number, docs in enumerate(texts):
            path = folder / f"{number}.jsonl"
            with path.open("w", encoding="utf-8") as file:
                file.writelines(json.dumps(text) + "\n" for text in docs.texts)
            asked = [(other.name, other.missing) for other in contestants]
            if number == 0:
                asked = [(BASELINE, ""), *asked, (STREAMING, "")]
            else:
                asked = [*(pair for pair in asked if pair[0] == _IN_MEMORY), (STREAMING, "")]
            for row, missing in asked:
                tell(f"peak memory: {row}, {docs.name}")
                order = {"row": row, "lang": task.lang, "texts": str(path), "forms": str(forms), "phrases": phrases}
                rows.append(_row(docs, row, missing) | ({} if missing else _ask_child(order)))
    return rows


def _row(docs: Documents, row: str, missing: str) -> dict[str, Any]:
    return {
        "part": "memory",
        "lang": docs.lang,
        "row": row,
        "text": docs.name,
        "characters": docs.characters,
        "skipped": missing,
        "peak_bytes": None,
    }


def _ask_child(order: dict[str, Any]) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.child"]
    answer = subprocess.run(command, input=json.dumps(order), capture_output=True, text=True, check=False)
    if answer.returncode:
        raise RuntimeError(f"{order['row']} failed in its own process:\n{answer.stderr}")
    read: dict[str, Any] = json.loads(answer.stdout)
    return read
