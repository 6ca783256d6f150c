"""How long a user waits at the beginning, each time in a fresh process."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from typing import Any, Final

__all__ = ["FIRST_TAG", "IMPORT", "measure_startup"]

IMPORT: Final = "import partyspeak, after import pandas"
FIRST_TAG: Final = "first tag of one sentence, after import, without the model"

_CLOCK: Final = "import time\n{before}\nstart = time.perf_counter()\n{timed}\nprint(time.perf_counter() - start)"
_PROGRAMS: Final = {
    IMPORT: _CLOCK.format(before="import pandas", timed="import partyspeak"),
    FIRST_TAG: _CLOCK.format(before="import partyspeak", timed="partyspeak.tag(['加快形成双循环新发展格局。'])"),
}


def measure_startup(rounds: int, warm_up: bool, tell: Callable[[str], object]) -> list[dict[str, Any]]:
    """One row per question; the programs take turns, after one run each that is not counted if that is asked for."""
    seconds: dict[str, list[float]] = {row: [] for row in _PROGRAMS}
    with tempfile.TemporaryDirectory() as no_model:
        environment = os.environ | {"PARTYSPEAK_MODEL": no_model}
        for number in range(0 if warm_up else 1, rounds + 1):
            for row, program in _PROGRAMS.items():
                tell(f"start: {row}")
                command = [sys.executable, "-W", "ignore", "-c", program]
                answer = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
                if number:
                    seconds[row].append(float(answer.stdout))
    return [
        {"part": "startup", "row": row, "seconds": [round(value, 4) for value in values]}
        for row, values in seconds.items()
    ]
