"""The help of a method: its own words, and what the function behind it says of choices, columns and sources."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from typing import Final, TypeVar

from partyspeak.analysis.selection import select

__all__ = ["explained_by"]

_SECTION: Final = re.compile(r"^(Parameters|Returns|Raises|Notes|References|Examples)\n-+\n", re.MULTILINE)
_ENTRY: Final = re.compile(r"^(?=\S)", re.MULTILINE)
_Method = TypeVar("_Method", bound=Callable[..., object])


def explained_by(*functions: Callable[..., object]) -> Callable[[_Method], _Method]:
    """Put into a method's docstring what its reader would have to look up in other functions' docstrings.

    Parameters
    ----------
    *functions : callable
        The function behind the method, from which all sections but the examples are taken, and more functions
        for parameters that this one has not; those of :func:`partyspeak.analysis.selection.select` are known.

    Returns
    -------
    callable
        A decorator. Only parameters that the method has are explained.
    """

    def explain(method: _Method) -> _Method:
        if method.__doc__ is None or any(function.__doc__ is None for function in functions):
            return method  # Python leaves docstrings out when told to
        own, behind = _sections(method), _sections(functions[0])
        entries = [entry for function in (*functions, select) for entry in _entries(_sections(function))]
        named = {name: entry for names, entry in reversed(entries) for name in names}
        chosen = dict.fromkeys(named[name] for name in inspect.signature(method).parameters if name in named)
        parts = {"Parameters": "\n".join(chosen)}
        parts |= {name: behind.get(name, "") for name in ("Returns", "Raises", "Notes", "References")}
        parts["Examples"] = own.get("Examples", "")
        written = [f"{name}\n{'-' * len(name)}\n{body}" for name, body in parts.items() if body]
        method.__doc__ = "\n\n".join([own[""], *written])
        return method

    return explain


def _sections(function: Callable[..., object]) -> dict[str, str]:
    """The sections of a docstring by name; what stands before the first has none."""
    first, *rest = _SECTION.split(inspect.cleandoc(function.__doc__ or ""))
    return {"": first.strip()} | {name: body.rstrip() for name, body in zip(rest[::2], rest[1::2], strict=True)}


def _entries(sections: dict[str, str]) -> list[tuple[list[str], str]]:
    """The entries of the section of parameters, each with the names that it explains."""
    entries = [entry.rstrip() for entry in _ENTRY.split(sections.get("Parameters", "")) if entry.strip()]
    return [(entry.split(":", 1)[0].replace(" ", "").split(","), entry) for entry in entries]
