"""Commands on the segmenter's model: download."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from partyspeak import segmenter
from partyspeak.cli.output import messages, say

__all__ = ["COMMANDS"]


def download(
    folder: Annotated[
        Path | None, typer.Argument(show_default=False, help="Where to put it; else PARTYSPEAK_MODEL or the cache.")
    ] = None,
) -> None:
    """Fetch the model that judges doubtful Chinese word edges (35 MB kept), once.

    Example:  partyspeak download
    """
    if messages.is_terminal:
        with messages.status("") as status:
            segmenter.download(folder, progress=status.update)
    else:
        segmenter.download(folder, progress=say)
    place = segmenter.need_model(folder)
    say(f"the model is in {place}")
    say(segmenter.TERMS)


COMMANDS = (download,)
