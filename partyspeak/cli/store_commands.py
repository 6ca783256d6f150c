"""Commands on stores: check, compact."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from partyspeak.cli.output import say
from partyspeak.errors import StoreError
from partyspeak.store import Store
from partyspeak.store.out_of_core import open_store

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True, rich_markup_mode="rich", help="Look after a store of tagged documents.")

Folder = Annotated[Path, typer.Argument(metavar="STORE", help="A folder that `partyspeak tag … -o` made.")]


@app.command()
def check(store: Folder) -> None:
    """Read all of a store, and report what is wrong with it.

    Example:  partyspeak store check tagged
    """
    faults = Store(store).check()
    if faults:
        raise StoreError(f"{store}: has faults:\n" + "\n".join(f"  {fault}" for fault in faults))
    say(f"no faults in {open_store(store)!r}")


@app.command()
def compact(
    store: Folder, wait: Annotated[float, typer.Option(min=0, help="Seconds to wait for another run.")] = 0
) -> None:
    """Merge the small parts that daily runs leave; the rows stay as they are.

    Example:  partyspeak store compact tagged
    """
    opened = Store(store)
    need = opened.manifest
    with opened.writing(wait):
        fewer = opened.compact()
    say(f"{len(need.parts):,} parts → {len(need.parts) - fewer:,} parts in {store}")
