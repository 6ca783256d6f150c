"""Where results and messages of the command line go."""

from __future__ import annotations

import contextlib
import sys
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from partyspeak.show import terminal
from partyspeak.tables import as_csv, write_table

__all__ = ["give", "messages", "progress", "results", "say", "warnings_as_messages"]


class _Console(Console):
    """A console that is a terminal only where there is one.

    Notebooks set FORCE_COLOR for what they start; rich takes that for a terminal, and would draw bars into a pipe
    and a table where a program waits for CSV.
    """

    @property
    def is_terminal(self) -> bool:
        return super().is_terminal and self.file.isatty()


results = _Console()
messages = _Console(stderr=True)


def say(line: object) -> None:
    """A message for a person, on standard error."""
    messages.print(str(line), markup=False, highlight=False, soft_wrap=True)


@contextlib.contextmanager
def warnings_as_messages(quiet: bool = False) -> Iterator[list[str]]:
    """The library's warnings as plain lines: a person at a terminal has no use for a line of our code.

    Yields
    ------
    list of str
        At the end, what was warned of; with ``quiet`` it is not said aloud.
    """
    heard: list[str] = []
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", UserWarning)
        yield heard
    for warning in caught:
        heard.append(str(warning.message))
        if not quiet:
            say(f"partyspeak: {warning.message}")


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
        sys.stdout.write(as_csv(table))
