"""The command line: parse, one call to the library, format. Results go to standard output or ``-o``."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from typing import Annotated

import typer

import partyspeak
from partyspeak.cli import discovery, documents, entries, model, reporting, seminar, stores, tagging
from partyspeak.cli.output import flush, messages, open_streams, results
from partyspeak.cli.signals import Stop, Stopped
from partyspeak.cli.statuses import FAILED, INTERRUPTED, LOCKED
from partyspeak.errors import PartyspeakError, StoreLocked
from partyspeak.lexicon import Lexicon

__all__ = ["app", "main"]

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    help="Find the Communist Party of China's set phrases in documents, and tell since when each is used.",
    epilog="Try it with no file of your own:  partyspeak first --samples",
)
for command in (*tagging.COMMANDS, *documents.COMMANDS, *reporting.COMMANDS, *discovery.COMMANDS, *model.COMMANDS):
    app.command()(command)
app.add_typer(entries.app, name="lexicon")
app.add_typer(stores.app, name="store")
app.add_typer(seminar.app, name="seminar")


def main() -> None:
    """Run the command line, and end with one of the statuses of :mod:`partyspeak.cli.statuses`."""
    open_streams()
    # Without a handler, what the packages that read PDF and HTML log would be among our messages.
    logging.getLogger().addHandler(logging.NullHandler())
    with Stop().listening():
        status = _ended(app)
    # What could not be written is lost, whatever was done well before.
    sys.exit(_ended(flush) or status)


def _ended(work: Callable[[], object]) -> int | str | None:
    """The status that some work ended with; its error is said."""
    try:
        work()
    except SystemExit as end:
        return end.code
    except KeyboardInterrupt:
        return INTERRUPTED
    except Stopped as stopped:
        return stopped.status
    except PartyspeakError as error:
        _say_error(error)
        return LOCKED if isinstance(error, StoreLocked) else FAILED
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        _say_error(f"{where}cannot be read or written ({error.strerror or error})")
        return FAILED
    return 0


def _say_error(error: object) -> None:
    messages.print(f"partyspeak: {error}", markup=False, highlight=False, soft_wrap=True, style="red")


@app.callback(invoke_without_command=True)
def _version(version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False) -> None:
    if version:
        results.print(f"partyspeak {partyspeak.__version__}, lexicon {Lexicon.default().version}", highlight=False)
        raise typer.Exit
