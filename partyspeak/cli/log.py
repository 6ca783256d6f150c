"""What a run says while it works: lines for a person, JSON for a scheduler, or nothing but errors."""

from __future__ import annotations

import contextlib
import datetime
import json
import sys

from partyspeak.cli.output import messages, say

__all__ = ["Log"]


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
        """A message; a person reads the message, a program the facts."""
        if self._quiet and level != "error":
            return
        # Whoever listened may have gone (rich would end the program then); the work is worth more than its messages.
        with contextlib.suppress(BrokenPipeError, SystemExit):
            if self._as_json:
                now = datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds")
                line = {"time": now, "level": level, "event": event, "message": message, **(facts or {})}
                sys.stderr.write(json.dumps(line, ensure_ascii=False) + "\n")
                sys.stderr.flush()
            else:
                say(message)

    @property
    def shows_progress(self) -> bool:
        """A progress bar is for a person at a terminal."""
        return messages.is_terminal and not self._quiet and not self._as_json
