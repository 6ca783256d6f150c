"""The command line: parse, one call to the library, format. Results go to standard output or ``-o``."""

from __future__ import annotations

import io
import logging
import sys
from typing import Annotated

import typer

import partyspeak
from partyspeak.cli import discovery, documents, entries, model, reporting, seminar, stores, tagging
from partyspeak.cli.output import messages, results
from partyspeak.errors import PartyspeakError
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
    """Run the command line: exit status 0, 1 for bad input, 2 for a call that is not understood; see also ``tag``."""
    for stream in (sys.stdout, sys.stderr):
        # The locale of a scheduler may know no Chinese; what is written must not depend on it.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    # Without a handler, what the packages that read PDF and HTML log would stand among our messages.
    logging.getLogger().addHandler(logging.NullHandler())
    try:
        app()
    except PartyspeakError as error:
        messages.print(f"partyspeak: {error}", markup=False, highlight=False, soft_wrap=True, style="red")
        sys.exit(1)


@app.callback(invoke_without_command=True)
def _version(version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False) -> None:
    if version:
        results.print(f"partyspeak {partyspeak.__version__}, lexicon {Lexicon.default().version}", highlight=False)
        raise typer.Exit
