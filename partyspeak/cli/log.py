"""Messages of a run: lines for people, JSON for schedulers, or errors only."""

from __future__ import annotations

import contextlib
import datetime
import sys
import warnings
from collections.abc import Iterator

from partyspeak.cli.output import messages, say
from partyspeak.errors import as_json
from partyspeak.io import ReadingRecord

__all__ = ["Log", "say_record", "warnings_as_messages"]


class Log:
    """Messages of a run, on standard error.

    Parameters
    ----------
    quiet : bool
        Errors only.
    as_json : bool
        One JSON object a line, with ``time``, ``level``, ``event`` and the facts.
    """

    def __init__(self, quiet: bool = False, as_json: bool = False) -> None:
        self._quiet = quiet
        self._as_json = as_json

    def say(self, event: str, message: str, facts: dict[str, object] | None = None, level: str = "info") -> None:
        """Log a message for people, with facts for programs."""
        if self._quiet and level != "error":
            return
        # The listener may have gone; the work is worth more than its messages.
        with contextlib.suppress(OSError):
            if self._as_json:
                now = datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds")
                line = {"time": now, "level": level, "event": event, "message": message, **(facts or {})}
                sys.stderr.write(as_json(line) + "\n")
                sys.stderr.flush()
            else:
                say(message)

    @property
    def shows_progress(self) -> bool:
        """Show a progress bar only on a terminal."""
        return messages.is_terminal and not self._quiet and not self._as_json


def say_record(record: ReadingRecord, log: Log) -> None:
    """Say which rows and files were left out, and show notes on the others."""
    for line in record.lines():
        log.say(line.event, f"partyspeak: {line.text}", line.facts, level="info" if line.event == "note" else "warning")


@contextlib.contextmanager
def warnings_as_messages(log: Log) -> Iterator[list[str]]:
    """The library's warnings as plain lines: a person at a terminal has no use for a line of our code.

    Yields
    ------
    list of str
        At the end, what was warned of.
    """
    heard: list[str] = []
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", UserWarning)
        yield heard
    for warning in caught:
        heard.append(str(warning.message))
        log.say("warning", f"partyspeak: {warning.message}", level="warning")
