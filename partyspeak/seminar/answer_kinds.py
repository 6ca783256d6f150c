"""The base class of kinds of answers."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

__all__ = ["Kind", "NotUnderstood", "shortly", "single"]


class NotUnderstood(Exception):  # noqa: N818 - what happened; it never leaves this package
    """A value that cannot be an answer of this kind. The message says why, without revealing the answer."""


class Kind(ABC):
    """A kind of answer: how it is read, compared and written."""

    @property
    @abstractmethod
    def wants(self) -> str:
        """A noun for the answer, as in "this exercise wants a number"."""

    @abstractmethod
    def read(self, value: Any) -> Any:
        """The value in a form that can be compared.

        Raises
        ------
        NotUnderstood
            When it is no answer of this kind.
        """

    def agrees(self, given: Any, right: Any) -> bool:
        """Whether two answers, both read, are the same."""
        return bool(given == right)

    def written(self, value: Any) -> str:
        """An answer for a reader."""
        return str(self.read(value))

    def nearly(self, given: Any, right: Any) -> str:
        """What is right about a wrong answer, without revealing the answer; may be empty."""
        return ""


def single(value: Any) -> Any:
    """The value of a numpy scalar, and of a Series, an array or a collection of one."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, (list, tuple, set, frozenset)):
        if len(value) != 1:
            raise NotUnderstood(f"you gave {len(value)} values; give one")
        return single(next(iter(value)))
    return value


def shortly(value: Any) -> str:
    """A value for a message."""
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:37]}…"
