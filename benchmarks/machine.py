"""What it was measured on, and how busy the machine was."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median
from typing import Any, Final

from benchmarks.timing import Timing

__all__ = ["describe", "keep_to_one_core", "waiting"]

_PACKAGES: Final = (
    *("partyspeak", "numpy", "pandas", "pyarrow", "spacy", "spacy-pkuseg", "flashtext2"),
    *("pyahocorasick", "ahocorasick-rs", "daachorse"),
)


def keep_to_one_core() -> bool:
    """Bind this process and its children to one core, where the system can."""
    if not hasattr(os, "sched_setaffinity"):
        return False
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    return True


def describe() -> dict[str, Any]:
    """The machine and the versions of all packages that run."""
    versions = {}
    for name in _PACKAGES:
        try:
            versions[name] = version(name)
        except PackageNotFoundError:
            versions[name] = ""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "system": platform.platform(),
        "python": platform.python_version(),
        "packages": versions,
        "load_at_start": load,
    }


def waiting(timings: Sequence[Timing]) -> float | None:
    """Time by the clock over time on the processor, in the median run; 1 when nobody else wanted the core."""
    pairs = [pair for timing in timings for pair in zip(timing.seconds, timing.processor_seconds, strict=True)]
    return round(median(wall / processor for wall, processor in pairs if processor), 3) if pairs else None


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    found = re.search(r"model name\s*:\s*(.+)", information.read_text()) if information.exists() else None
    return found[1] if found else platform.processor()
