"""Signals from a scheduler or a person stop a run cleanly."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterable, Iterator
from types import FrameType
from typing import TypeVar

__all__ = ["Stop", "Stopped"]

Item = TypeVar("Item")


class Stopped(BaseException):
    """The run was told to stop; error handlers do not catch this.

    Attributes
    ----------
    status : int
        The exit status that says so: 128 and the signal's number.
    """

    def __init__(self, number: int) -> None:
        self.status = 128 + number
        super().__init__(f"stopped by {signal.Signals(number).name}")


class Stop:
    """Listens for SIGTERM and SIGINT while it is used as a context."""

    def __init__(self) -> None:
        self._number = 0

    @contextlib.contextmanager
    def listening(self) -> Iterator[None]:
        """Raise :class:`Stopped` wherever the work is when the signal comes; a second signal changes nothing."""
        before = {number: signal.signal(number, self._stop) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def between(self, items: Iterable[Item]) -> Iterator[Item]:
        """The items; a signal that a library swallowed is seen before the next one."""
        for item in items:
            if self._number:
                raise Stopped(self._number)
            yield item

    def _stop(self, number: int, frame: FrameType | None) -> None:
        if not self._number:
            self._number = number
            raise Stopped(number)
