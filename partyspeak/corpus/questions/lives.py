"""What becomes of a phrase?"""

from __future__ import annotations

from collections.abc import Hashable

import pandas as pd

from partyspeak.analysis import change_points
from partyspeak.analysis import lifecycle as _lifecycle
from partyspeak.analysis.selection import Phrases, Where
from partyspeak.corpus.questions.explained import explained_by
from partyspeak.corpus.questions.ground import Ground

__all__ = ["Lives"]


class Lives(Ground):
    """Questions of rise and fall."""

    @explained_by(_lifecycle.lifecycle)
    def lifecycle(
        self,
        by: str = "year",
        recent: int = 2,
        gap: int = 2,
        factor: float = 1.5,
        *,
        phrases: Phrases = None,
        lang: str | None = None,
        sure_only: bool = True,
        nested: bool = True,
        where: Where = None,
    ) -> pd.DataFrame:
        """First use, height, last use and present state of each phrase.

        The choices ``phrases, lang, sure_only, nested, where`` are those of
        :func:`partyspeak.analysis.selection.select`; the rest, the columns and the rules of the status,
        those of :func:`partyspeak.analysis.lifecycle.lifecycle`.

        Examples
        --------
        >>> from partyspeak import samples, tag
        >>> table = tag(samples.load(), id="id").lifecycle(phrases="dual-circulation")
        >>> table[["first_date", "peak_period", "last_date", "status"]].values.tolist()
        [['2020-09-18', '2020', '2021-03-25', 'fading']]
        """
        documents, mentions = self._selected(phrases, lang, sure_only, nested, where)
        return _lifecycle.lifecycle(documents, mentions, self.phrases, by=by, recent=recent, gap=gap, factor=factor)

    @explained_by(change_points.change_points)
    def change_points(
        self,
        by: str = "year",
        least: int = 2,
        *,
        phrases: Phrases = None,
        lang: str | None = None,
        sure_only: bool = True,
        nested: bool = True,
        where: Where = None,
    ) -> pd.DataFrame:
        """The period from which each phrase is used at another level; needs ``pip install '.[analysis]'``.

        The choices ``phrases, lang, sure_only, nested, where`` are those of
        :func:`partyspeak.analysis.selection.select`; the rest, and the columns, those of
        :func:`partyspeak.analysis.change_points.change_points`.

        Examples
        --------
        >>> from partyspeak import samples, tag
        >>> table = tag(samples.load(), id="id").change_points(phrases="dual-circulation")
        >>> table["period"].tolist()
        ['2020']
        """
        documents, mentions = self._selected(phrases, lang, sure_only, nested, where)
        return change_points.change_points(documents, mentions, self.phrases, by=by, least=least)

    @explained_by(_lifecycle.dropped)
    def dropped(
        self,
        before: Where | Hashable,
        after: Where | Hashable,
        *,
        phrases: Phrases = None,
        lang: str | None = None,
        sure_only: bool = True,
        nested: bool = True,
        where: Where = None,
    ) -> pd.DataFrame:
        """What was used in the documents of ``before`` and is not in those of ``after``.

        The choices ``phrases, lang, sure_only, nested, where`` are those of
        :func:`partyspeak.analysis.selection.select`; the rest, and the columns, those of
        :func:`partyspeak.analysis.lifecycle.dropped`.

        Examples
        --------
        >>> from partyspeak import between, samples, tag
        >>> table = tag(samples.load(), id="id").dropped(between(last="2002"), between("2012"))
        >>> "four-modernizations" in table["phrase"].tolist()
        True
        """
        documents, mentions, *sides = self._contrasted(before, after, phrases, lang, sure_only, nested, where)
        unsure = self._unsure(documents, lang, nested)
        history = self._selected(None, lang, sure_only, nested, where)
        return _lifecycle.dropped(documents, mentions, self.phrases, sides[0], sides[1], unsure, history)
