"""Where in the corpus does a phrase stand, and who took it up?"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from partyspeak.analysis import diffusion
from partyspeak.analysis import dispersion as _dispersion
from partyspeak.analysis.selection import Phrases, Where
from partyspeak.corpus.questions.explained import explained_by
from partyspeak.corpus.questions.ground import Ground

__all__ = ["Spread"]


class Spread(Ground):
    """Questions of spread."""

    @explained_by(_dispersion.dispersion)
    def dispersion(
        self,
        by: str = "document",
        *,
        phrases: Phrases = None,
        lang: str | None = None,
        sure_only: bool = True,
        nested: bool = True,
        where: Where = None,
    ) -> pd.DataFrame:
        """How evenly each phrase is spread: Juilland's D and Gries' DP over documents, periods or a column.

        The choices ``phrases, lang, sure_only, nested, where`` are those of
        :func:`partyspeak.analysis.selection.select`; the rest, and the columns, those of
        :func:`partyspeak.analysis.dispersion.dispersion`.

        Examples
        --------
        >>> from partyspeak import tag
        >>> table = tag(["双循环", "双循环", "没有了", "没有了"]).dispersion()
        >>> table[["range", "parts", "dp"]].values.tolist()
        [[2.0, 4.0, 0.5]]
        """
        documents, mentions = self._selected(phrases, lang, sure_only, nested, where)
        return _dispersion.dispersion(documents, mentions, self.phrases, by)

    @explained_by(_dispersion.positions)
    def positions(
        self,
        *,
        phrases: Phrases = None,
        lang: str | None = None,
        sure_only: bool = True,
        nested: bool = True,
        where: Where = None,
    ) -> pd.DataFrame:
        """Where each mention stands in its document and in the corpus, for a dispersion plot.

        The choices ``phrases, lang, sure_only, nested, where`` are those of
        :func:`partyspeak.analysis.selection.select`, and the columns those of
        :func:`partyspeak.analysis.dispersion.positions`.

        Examples
        --------
        >>> from partyspeak import tag
        >>> tag(["加快构建双循环"]).positions()[["start", "place"]].values.tolist()
        [[4.0, 0.5714285714285714]]
        """
        return _dispersion.positions(*self._selected(phrases, lang, sure_only, nested, where), self.places)

    @explained_by(diffusion.adoptions)
    def adoptions(
        self,
        over: str,
        *,
        phrases: Phrases = None,
        lang: str | None = None,
        sure_only: bool = True,
        nested: bool = True,
        where: Where = None,
    ) -> pd.DataFrame:
        """When each outlet, province or speaker first used each phrase, and how long after the first of all.

        The choices ``phrases, lang, sure_only, nested, where`` are those of
        :func:`partyspeak.analysis.selection.select`; the rest, and the columns, those of
        :func:`partyspeak.analysis.diffusion.adoptions`.

        Examples
        --------
        >>> from partyspeak import samples, tag
        >>> table = tag(samples.load(), id="id").adoptions("written_in", phrases="dual-circulation")
        >>> table[["written_in", "rank", "first_date", "days"]].values.tolist()
        [['zh', 1, '2020-09-18', 0], ['en', 2, '2021-03-25', 188]]
        """
        return diffusion.adoptions(*self._selected(phrases, lang, sure_only, nested, where), over)

    @explained_by(diffusion.diffusion)
    def diffusion(
        self,
        over: str,
        steps: Sequence[int] = (30, 90, 365),
        *,
        phrases: Phrases = None,
        lang: str | None = None,
        sure_only: bool = True,
        nested: bool = True,
        where: Where = None,
    ) -> pd.DataFrame:
        """Who used each phrase first, and how many had used it after 30, 90 and 365 days.

        The choices ``phrases, lang, sure_only, nested, where`` are those of
        :func:`partyspeak.analysis.selection.select`; the rest, and the columns, those of
        :func:`partyspeak.analysis.diffusion.diffusion`.

        Examples
        --------
        >>> from partyspeak import samples, tag
        >>> table = tag(samples.load(), id="id").diffusion("written_in", phrases="dual-circulation")
        >>> table[["first_by", "step", "users", "denominator"]].values.tolist()
        [['zh', 30, 1, 2], ['zh', 90, 1, 2], ['zh', 365, 2, 2]]
        """
        return diffusion.diffusion(*self._selected(phrases, lang, sure_only, nested, where), over, steps)
