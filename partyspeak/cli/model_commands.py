"""Commands on the segmenter's model: download."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from partyspeak.cli.output import messages, say
from partyspeak.cli.signals import Stop, Stopped
from partyspeak.matching import segmenter

__all__ = ["COMMANDS"]


def download(
    folder: Annotated[
        Path | None, typer.Argument(show_default=False, help="Folder for it; by default PARTYSPEAK_MODEL or the cache.")
    ] = None,
) -> None:
    """Fetch the model that judges doubtful Chinese word edges (35 MB kept), once.

    Example:  partyspeak download
    """
    try:
        with Stop().listening():
            if messages.is_terminal:
                with messages.status("") as status:
                    place = segmenter.download(folder, progress=status.update)
                say(f"the model is in {place}")
            else:
                place = segmenter.download(folder, progress=say)
    except Stopped as stop:
        say(f"partyspeak: {stop}; nothing was kept, so run `partyspeak download` again")
        raise typer.Exit(stop.status) from None
    if place.resolve() != segmenter.model_folder().resolve():
        say(f"partyspeak looks for it in {segmenter.model_folder()}; to use this one, set PARTYSPEAK_MODEL={place}")
    say(segmenter.TERMS)


COMMANDS = (download,)
