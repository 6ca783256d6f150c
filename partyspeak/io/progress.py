"""A bar that shows how far long work has come: documents done, their rate, and the time left."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator

import pandas as pd

__all__ = ["Advance", "bar", "watched"]

Advance = Callable[[int, float | None], object]
"""Receives how many more documents are done, and the share of all the work that this makes, where it is known."""


@contextlib.contextmanager
def bar(shown: bool) -> Iterator[Advance]:
    """Give what moves a bar on standard error; nothing is shown when it is not wanted."""
    if not shown:
        yield lambda documents, share: None
        return
    from tqdm import tqdm

    with tqdm(desc="tagging", unit=" documents", unit_scale=True) as shown_bar:

        def advance(documents: int, share: float | None) -> None:
            # How many there will be is known from the share only, since no file says how many it holds.
            shown_bar.total = round((shown_bar.n + documents) / share) if share else None
            shown_bar.update(documents)

        yield advance


def watched(frames: Iterable[pd.DataFrame], advance: Advance) -> Iterator[pd.DataFrame]:
    """The frames; asking for the next one means that the one before is done."""
    for frame in frames:
        yield frame
        advance(len(frame), frame.attrs.get("share"))
