"""How to install what an optional part needs: one sentence for every message."""

from __future__ import annotations

import re
from importlib import metadata

__all__ = ["how_to_install"]

_REQUIREMENT = re.compile(r"(?P<package>[^;]+?)\s*;.*\bextra\s*==\s*['\"](?P<extra>[\w-]+)['\"]")


def how_to_install(extra: str) -> str:
    """What to run, with a copy of the repository or without one, since partyspeak is on no package index.

    Parameters
    ----------
    extra : str
        A name under ``[project.optional-dependencies]`` in ``pyproject.toml``.

    Examples
    --------
    >>> how_to_install("docx")
    "run: pip install '.[docx]' in your copy of the repository (or anywhere: pip install 'python-docx>=1.1')"
    """
    packages = " ".join(f"'{package}'" for package in _packages(extra))
    anywhere = f" (or anywhere: pip install {packages})" if packages else ""
    return f"run: pip install '.[{extra}]' in your copy of the repository{anywhere}"


def _packages(extra: str) -> list[str]:
    """The packages of an extra; none where partyspeak is run from a folder and was never installed."""
    try:
        required = metadata.requires("partyspeak") or []
    except metadata.PackageNotFoundError:
        return []
    found = [match for line in required if (match := _REQUIREMENT.fullmatch(line)) and match["extra"] == extra]
    return [match["package"] for match in found]
