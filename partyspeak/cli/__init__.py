"""The command line: parse, one call to the library, format. Results go to standard output or ``-o``."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from typing import Annotated

import typer

from partyspeak._version import __version__
from partyspeak.cli import (
    discover_command,
    document_commands,
    lexicon_commands,
    model_commands,
    report_command,
    seminar_commands,
    store_commands,
    tag_command,
)
from partyspeak.cli.output import flush, messages, open_streams, results
from partyspeak.cli.signals import Stop, Stopped
from partyspeak.cli.statuses import FAILED, INTERRUPTED, LOCKED
from partyspeak.errors import PartyspeakError, StoreLocked
from partyspeak.lexicon.lexicon import Lexicon

__all__ = ["app", "main"]

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    help="Find the Communist Party of China's set phrases in documents, and report since when each is used.",
    epilog="Try it with no file of your own:  partyspeak first --samples",
)
for command in (
    *tag_command.COMMANDS,
    *document_commands.COMMANDS,
    *report_command.COMMANDS,
    *discover_command.COMMANDS,
    *model_commands.COMMANDS,
):
    app.command()(command)
app.add_typer(lexicon_commands.app, name="lexicon")
app.add_typer(store_commands.app, name="store")
app.add_typer(seminar_commands.app, name="seminar")


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
        results.print(f"partyspeak {__version__}, lexicon {Lexicon.default().version}", highlight=False)
        raise typer.Exit
