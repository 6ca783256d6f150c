"""In which words is a phrase said?"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from partyspeak.analysis import renderings as _renderings
from partyspeak.analysis import standing
from partyspeak.analysis.selection import Phrases, Where
from partyspeak.corpus.questions.explained import explained_by
from partyspeak.corpus.questions.ground import Ground

__all__ = ["Forms"]


class Forms(Ground):
    """Questions of wording."""

    @explained_by(_renderings.renderings)
    def renderings(
        self,
        by: str = "year",
        wordings: Sequence[str] | None = None,
        *,
        phrases: Phrases = None,
        lang: str | None = None,
        sure_only: bool = True,
        nested: bool = True,
        where: Where = None,
    ) -> pd.DataFrame:
        """Which form of each phrase is used when, or by whom.

        The choices ``phrases, lang, sure_only, nested, where`` are those of
        :func:`partyspeak.analysis.selection.select`; the rest, and the columns, those of
        :func:`partyspeak.analysis.renderings.renderings`.

        Examples
        --------
        >>> from partyspeak import samples, tag
        >>> table = tag(samples.load(), id="id").renderings(phrases="dual-circulation", lang="zh")
        >>> table.loc[table["mentions"] > 0, ["period", "form", "share"]].values.tolist()
        [['2020', '双循环', 0.5], ['2020', '国内国际双循环相互促进', 0.5]]
        """
        return _renderings.renderings(*self._selected(phrases, lang, sure_only, nested, where), by, wordings)

    @explained_by(_renderings.overtakings)
    def overtakings(
        self,
        by: str = "year",
        wordings: Sequence[str] | None = None,
        least: int = 1,
        *,
        phrases: Phrases = None,
        lang: str | None = None,
        sure_only: bool = True,
        nested: bool = True,
        where: Where = None,
    ) -> pd.DataFrame:
        """When one form of a phrase came to be used more than another that had led.

        The choices ``phrases, lang, sure_only, nested, where`` are those of
        :func:`partyspeak.analysis.selection.select`; the rest, and the columns, those of
        :func:`partyspeak.analysis.renderings.overtakings`.

        Examples
        --------
        >>> import pandas as pd
        >>> from partyspeak import tag
        >>> texts = ["we must advance with the times", "we must keep pace with the times"]
        >>> tagged = tag(pd.DataFrame({"date": ["2002", "2007"], "text": texts}))
        >>> table = tagged.overtakings(wordings=["advance", "keep pace"], phrases="advance-with-the-times")
        >>> table[["overtaken", "overtaking", "led_until", "period"]].values.tolist()
        [['advance', 'keep pace', '2002', '2007']]
        """
        return _renderings.overtakings(*self._selected(phrases, lang, sure_only, nested, where), by, wordings, least)

    @explained_by(_renderings.shortenings)
    def shortenings(
        self,
        *,
        phrases: Phrases = None,
        lang: str | None = None,
        sure_only: bool = True,
        nested: bool = True,
        where: Where = None,
    ) -> pd.DataFrame:
        """Pairs of forms of a phrase, one of which is the other with a part left out.

        The choices ``phrases, lang, sure_only, nested, where`` are those of
        :func:`partyspeak.analysis.selection.select`, and the columns those of
        :func:`partyspeak.analysis.renderings.shortenings`.

        Examples
        --------
        >>> from partyspeak import tag
        >>> table = tag(["艰苦奋斗精神", "艰苦奋斗"]).shortenings(phrases="arduous-struggle")
        >>> table[["long", "short", "part"]].values.tolist()
        [['艰苦奋斗精神', '艰苦奋斗', '精神']]
        """
        return _renderings.shortenings(*self._selected(phrases, lang, sure_only, nested, where))

    @explained_by(standing.standing)
    def standing(
        self,
        *,
        phrases: Phrases = None,
        lang: str | None = None,
        sure_only: bool = True,
        nested: bool = True,
        where: Where = None,
    ) -> pd.DataFrame:
        """How often each phrase stands free, and how often inside which longer phrase.

        The choices ``phrases, lang, sure_only, nested, where`` are those of
        :func:`partyspeak.analysis.selection.select` (with ``nested=False`` only the free ones are left), and the
        columns those of :func:`partyspeak.analysis.standing.standing`.

        Examples
        --------
        >>> from partyspeak import tag
        >>> tagged = tag(["建设中国特色社会主义", "新时代中国特色社会主义思想"])
        >>> table = tagged.standing(phrases="socialism-with-chinese-characteristics")
        >>> table[["inside", "mentions", "share"]].values.tolist()
        [[<NA>, 1, 0.5], ['xi-jinping-thought', 1, 0.5]]
        """
        documents, mentions = self._selected(phrases, lang, sure_only, nested, where)
        return standing.standing(documents, mentions, self.mentions, self.phrases)
