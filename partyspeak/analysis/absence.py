"""How often are phrases absent by chance? Estimated from earlier documents."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from partyspeak.analysis.counts import Integers, document_numbers
from partyspeak.analysis.periods import date_ranks, last_days

__all__ = ["Series", "absence_chances", "series_before"]

_Floats = NDArray[np.float64]
_SINCE: Final = np.array([1, 2, 5, 10, 20])
_MENTIONS: Final = np.array([2, 3, 5, 9, 17])
_WIDTH: Final = len(_MENTIONS) + 1
_CELLS: Final = (len(_SINCE) + 1) * _WIDTH
_WEIGHT: Final = 5.0
"""With this many cases, a cell weighs as much as all cells with the same time since the last use together."""
_LEAST_CASES, _LEAST_STRETCHES, _MOST_STRETCHES = 30, 3, 12


class Series(NamedTuple):
    """The mentions of documents that follow one another in time.

    Attributes
    ----------
    place, phrase : int64 arrays
        Of each mention: the place of its document in time, from 0; and the number of its phrase.
    documents, phrases : int
        How many there are.
    """

    place: Integers
    phrase: Integers
    documents: int
    phrases: int

    def stretch(self, first: int, stop: int) -> Series:
        """A stretch of it."""
        inside = (self.place >= first) & (self.place < stop)
        return Series(self.place[inside] - first, self.phrase[inside], stop - first, self.phrases)

    def used(self) -> tuple[Integers, Integers]:
        """The mentions of each phrase, and the place of its last document, -1 where there is none."""
        last = np.full(self.phrases, -1, dtype=np.int64)
        np.maximum.at(last, self.phrase, self.place)
        return np.bincount(self.phrase, minlength=self.phrases).astype(np.int64), last


def series_before(
    documents: pd.DataFrame, mentions: pd.DataFrame, kind: Integers, kinds: int, first_day: object = None
) -> Series:
    """The dated documents in time, those only that are certainly earlier than a day."""
    counted = documents["date"].notna().to_numpy()
    if first_day is not None:
        counted = counted & (last_days(documents) < first_day).to_numpy()
    places = np.full(len(documents), -1, dtype=np.int64)
    order = np.argsort(date_ranks(documents))
    order = order[counted[order]]
    places[order] = np.arange(len(order))
    place = places[document_numbers(documents, mentions)]
    return Series(place[place >= 0], kind[place >= 0], len(order), kinds)


def absence_chances(history: Series, before: Series, after: int) -> _Floats:
    """The chance that each phrase used in the documents before is in none of those that follow.

    Parameters
    ----------
    history : Series
        All documents before the ones in question.
    before : Series
        Those in which use is counted.
    after : int
        How many documents follow.

    Returns
    -------
    float array
        For each phrase; missing where it is not used before, and for all where the history is too short.

    Notes
    -----
    The history is cut into stretches of ``after`` documents, of which the last twelve are looked through. In front
    of each, as many documents as ``before`` has (or all there are) are counted. The chance is the share of the phrases
    with as many mentions, and as many documents since their last use, that were in none of them. A cell of few
    cases is drawn towards all cases with the same time since the last use, and that towards all.
    """
    chances = np.full(before.phrases, np.nan)
    cuts = np.arange(history.documents - after, 0, -max(after, 1))[:_MOST_STRETCHES]
    if len(cuts) < _LEAST_STRETCHES:
        return chances
    absent, cases = np.zeros(_CELLS), np.zeros(_CELLS)
    for cut in cuts.tolist():
        cell = _cells(history.stretch(max(cut - before.documents, 0), cut))
        follows = history.stretch(cut, cut + after).used()[0] > 0
        cases += np.bincount(cell[cell >= 0], minlength=_CELLS)
        absent += np.bincount(cell[(cell >= 0) & ~follows], minlength=_CELLS)
    if cases.sum() < _LEAST_CASES:
        return chances
    gone, seen = absent.reshape(-1, _WIDTH), cases.reshape(-1, _WIDTH)
    since = (gone.sum(axis=1) + _WEIGHT * gone.sum() / seen.sum()) / (seen.sum(axis=1) + _WEIGHT)
    learnt = (gone + _WEIGHT * since[:, None]) / (seen + _WEIGHT)
    cell = _cells(before)
    chances[cell >= 0] = learnt.ravel()[cell[cell >= 0]]
    return chances


def _cells(before: Series) -> Integers:
    """The cell of each phrase by the documents since its last use and by its mentions; -1 for one not used."""
    mentions, last = before.used()
    since = np.searchsorted(_SINCE, before.documents - 1 - last, side="right")
    return np.where(mentions > 0, since * _WIDTH + np.searchsorted(_MENTIONS, mentions, side="right"), -1)
