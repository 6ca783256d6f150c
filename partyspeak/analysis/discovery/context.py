"""The context of a string: known phrases around it, a verb before it, the end of its clause after it.

Set phrases occur together, are the object of a few verbs (坚持, 推进, "uphold"), and come last in a clause. Ordinary
collocations share their clauses with anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from partyspeak.analysis.discovery.repeats import Edges, RepeatedStrings
from partyspeak.analysis.discovery.symbols import END, Stream

__all__ = ["Surroundings", "surroundings"]

Floats = NDArray[np.float64]

_REACH: Final = {"zh": 25, "en": 12}


@dataclass(frozen=True)
class Surroundings:
    """The context of each string, one entry per string.

    Attributes
    ----------
    company : float array
        The share of the 25 characters, or 12 words, on either side that known phrases cover.
    led : float array
        The share of occurrences right after a verb that may precede any phrase.
    ended : float array
        The share of occurrences right before a break or the enumeration comma.
    """

    company: Floats
    led: Floats
    ended: Floats


def surroundings(stream: Stream, edges: Edges, strings: RepeatedStrings) -> Surroundings:
    """Measure the context of every occurrence.

    Parameters
    ----------
    stream : Stream
    edges : Edges
        The boundaries in the stream.
    strings : RepeatedStrings
    """
    owner, places = strings.owner, strings.places
    after = places + strings.length[owner]
    reach = _REACH[stream.lang]
    covered = np.concatenate(([0], np.cumsum(stream.covered)))
    around = covered[places] - covered[np.maximum(places - reach, 0)]
    around += covered[np.minimum(after + reach, len(stream))] - covered[after]
    behind = stream.symbols[np.minimum(after, len(stream) - 1)]

    def mean(values: NDArray[np.generic]) -> Floats:
        return np.asarray(np.bincount(owner, weights=values, minlength=len(strings)) / np.maximum(strings.count, 1))

    return Surroundings(
        company=mean(around / (2 * reach)),
        led=mean(edges.led[places]),
        ended=mean((behind == END) | (behind == stream.comma) | (after >= len(stream))),
    )
