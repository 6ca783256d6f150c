"""The exit statuses of the command line, all of them."""

from __future__ import annotations

from typing import Final

__all__ = ["FAILED", "INTERRUPTED", "LOCKED", "MEANINGS", "PARTLY", "READ", "TERMINATED", "WRONG_CALL"]

READ: Final = 0
FAILED: Final = 1
WRONG_CALL: Final = 2
PARTLY: Final = 3
LOCKED: Final = 4
INTERRUPTED: Final = 130
TERMINATED: Final = 143

MEANINGS: Final = {
    READ: "everything was read",
    FAILED: "an error; its message says what to do",
    WRONG_CALL: "a call that is not understood",
    PARTLY: "done, but rows, files or sheets were left out: standard error names them",
    LOCKED: "another run is writing to the store",
    INTERRUPTED: "stopped (SIGINT); a store keeps what was written",
    TERMINATED: "stopped (SIGTERM); a store keeps what was written",
}
"""What each one means, as README and notebooks/pipelines.md say it."""
