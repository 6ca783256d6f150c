"""A progress bar for long work: the documents done, the rate, and the time left."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator

import pandas as pd

__all__ = ["Advance", "bar", "watched"]

Advance = Callable[[int, float | None], object]
"""Called with the number of further documents done, and the share of all work that is now done, if known."""


@contextlib.contextmanager
def bar(shown: bool) -> Iterator[Advance]:
    """Show a progress bar on standard error, and yield the function that advances it; no bar if ``shown`` is false."""
    if not shown:
        yield lambda documents, share: None
        return
    from tqdm import tqdm

    with tqdm(desc="tagging", unit=" documents", unit_scale=True) as shown_bar:

        def advance(documents: int, share: float | None) -> None:
            # The total can only be estimated from the share, since no file states how many documents it holds.
            shown_bar.total = round((shown_bar.n + documents) / share) if share else None
            shown_bar.update(documents)

        yield advance


def watched(frames: Iterable[pd.DataFrame], advance: Advance) -> Iterator[pd.DataFrame]:
    """Yield the frames, and count each one as done when the next one is requested."""
    for frame in frames:
        yield frame
        advance(len(frame), frame.attrs.get("share"))
