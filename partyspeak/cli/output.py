"""Where results and messages of the command line go."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TextIO

import pandas as pd
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from partyspeak.display import terminal
from partyspeak.errors import PartyspeakError, printable
from partyspeak.io.writers import as_csv, write_table

__all__ = ["flush", "give", "messages", "open_streams", "progress", "results", "say"]


class _Console(Console):
    """A console that is a terminal only where there is one, and that nothing printed can steer.

    Notebooks set FORCE_COLOR for what they start; rich takes that for a terminal, and would draw bars into a pipe
    and a table where a program waits for CSV.
    """

    @property
    def is_terminal(self) -> bool:
        return super().is_terminal and self.file.isatty()

    def print(self, *objects: Any, **choices: Any) -> None:
        super().print(*(printable(one) if isinstance(one, str) else one for one in objects), **choices)

    def on_broken_pipe(self) -> None:
        raise  # the error that rich handles when it calls this


class _Results(_Console):
    """Standard output: what cannot be written there is an error, never a result that ends early without a word."""

    def print(self, *objects: Any, **choices: Any) -> None:
        with _needed():
            super().print(*objects, **choices)


class _Messages(_Console):
    """Standard error: The listener may have gone, and the work is worth more than its messages."""

    def print(self, *objects: Any, **choices: Any) -> None:
        with contextlib.suppress(OSError):
            super().print(*objects, **choices)


class _Closed(io.TextIOBase):
    """Takes the place of a stream that was closed before the program began; writing to it fails as it should."""

    def write(self, text: str) -> int:
        raise OSError("it is closed")


results = _Results()
messages = _Messages(stderr=True)


def open_streams() -> None:
    """Make standard output and standard error fit for any text, also where they are closed."""
    sys.stdout = sys.stdout or _Closed()
    sys.stderr = sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        # The locale of a scheduler may know no Chinese; what is written must not depend on it.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _nowhere() -> TextIO:
    return Path(os.devnull).open("w", encoding="utf-8")


@contextlib.contextmanager
def _needed() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        # Python itself would write the rest at the end, and report its failure in its own words.
        sys.stdout = _nowhere()
        reason = error.strerror or str(error)
        raise PartyspeakError(f"standard output: not everything was written ({reason}); use -o FILE") from None


def flush() -> None:
    """Check that the whole result was written.

    Raises
    ------
    PartyspeakError
        When standard output was closed or is full.
    """
    with _needed():
        sys.stdout.flush()


def say(line: object) -> None:
    """A message for a person, on standard error."""
    messages.print(str(line), markup=False, highlight=False, soft_wrap=True)


@contextlib.contextmanager
def progress(total: int, doing: str = "tagging", quiet: bool = False) -> Iterator[Callable[[int], object] | None]:
    """A progress bar on a terminal; nothing elsewhere, so that logs stay clean."""
    if quiet or not messages.is_terminal:
        yield None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=messages, transient=True) as bar:
        task = bar.add_task(doing, total=total)
        yield lambda done: bar.update(task, completed=done)


def give(table: pd.DataFrame, output: Path | None, shown: Callable[[], object] | None = None) -> None:
    """A file where one is named; a table for a person; all columns as CSV for a program."""
    if output is not None:
        write_table(table, output)
        say(f"{len(table):,} rows → {output}")
    elif results.is_terminal:
        results.print(shown() if shown else terminal.as_table(table))
    else:
        with _needed():
            sys.stdout.write(printable(as_csv(table)))
            sys.stdout.flush()
