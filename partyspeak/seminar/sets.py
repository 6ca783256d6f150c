"""All exercises: one module per notebook, under ``exercises``."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from types import ModuleType

from partyspeak.errors import PartyspeakError
from partyspeak.seminar.exercise import Exercise

__all__ = ["exercise", "exercise_set", "module_of", "sets"]


@cache
def _modules() -> dict[str, ModuleType]:
    """The module of each set, by the set's number."""
    package = importlib.import_module("partyspeak.seminar.exercises")
    names = [f"{package.__name__}.{found.name}" for found in pkgutil.iter_modules(package.__path__)]
    modules = [importlib.import_module(name) for name in names]
    return dict(sorted((module.EXERCISES[0].set, module) for module in modules))


def sets() -> tuple[str, ...]:
    """The numbers of the sets."""
    return tuple(_modules())


def module_of(number: str) -> ModuleType:
    """The module that defines a set.

    Raises
    ------
    PartyspeakError
        When there is no such set; the message lists the sets.
    """
    modules = _modules()
    wanted = str(number).zfill(2)
    if wanted not in modules:
        raise PartyspeakError(f"there is no set of exercises {number!r}; there are {', '.join(modules)}")
    return modules[wanted]


def exercise_set(number: str) -> tuple[Exercise, ...]:
    """The exercises of a set, in order; see :func:`module_of`."""
    return tuple(module_of(number).EXERCISES)


def exercise(id: str) -> Exercise:
    """The exercise with this id.

    Raises
    ------
    PartyspeakError
        When there is no such exercise; the message lists them.
    """
    number = str(id).partition("-")[0].zfill(2)
    found = {one.id: one for one in exercise_set(number)}
    if id not in found:
        raise PartyspeakError(f"there is no exercise {id!r}; set {number} has {', '.join(found)}")
    return found[id]
