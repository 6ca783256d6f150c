"""What stands beside a phrase?"""

from __future__ import annotations

import pandas as pd

from partyspeak.analysis import cooccurrence, enumerations, kwic
from partyspeak.analysis.selection import Phrases, Where
from partyspeak.corpus.concordance import Concordance
from partyspeak.corpus.questions.explained import explained_by
from partyspeak.corpus.questions.ground import Ground

__all__ = ["Neighbours"]


class Neighbours(Ground):
    """Questions of company."""

    @explained_by(cooccurrence.cooccurrence)
    def cooccurrence(
        self,
        within: str | int = "document",
        least: int = 1,
        *,
        phrases: Phrases = None,
        lang: str | None = None,
        sure_only: bool = True,
        nested: bool = False,
        where: Where = None,
    ) -> pd.DataFrame:
        """Pairs of phrases that stand together, as a list of edges with measures of attraction.

        The choices ``phrases, lang, sure_only, nested, where`` are those of
        :func:`partyspeak.analysis.selection.select`, but ``nested`` is False unless asked for: a phrase
        inside a longer one has that one's company by nature. The rest, and the columns, are those of
        :func:`partyspeak.analysis.cooccurrence.cooccurrence`.

        Examples
        --------
        >>> from partyspeak import tag
        >>> table = tag(["双循环。新发展格局", "双循环", "没有"]).cooccurrence()
        >>> table[["source", "target", "count", "expected", "total"]].values.tolist()
        [['dual-circulation', 'new-development-pattern', 1, 0.6666666666666666, 3]]
        """
        documents, mentions = self._selected(phrases, lang, sure_only, nested, where)
        return cooccurrence.cooccurrence(documents, mentions, self.places, within, least)

    @explained_by(enumerations.enumerated)
    def enumerations(
        self,
        least: int = 2,
        *,
        phrases: Phrases = None,
        lang: str | None = None,
        sure_only: bool = True,
        nested: bool = True,
        where: Where = None,
    ) -> pd.DataFrame:
        """Phrases that stand in a row, in their order; what changed it is told by :meth:`reordered`.

        The choices ``phrases, lang, sure_only, nested, where`` are those of
        :func:`partyspeak.analysis.selection.select`, but a phrase inside a longer one is never a member; the
        rest, and the columns, are those of :func:`partyspeak.analysis.enumerations.enumerated`.

        Examples
        --------
        >>> from partyspeak import tag
        >>> tag(["加快双循环、乡村振兴和新发展格局"]).enumerations()[["members", "phrases"]].values.tolist()
        [[3, 'dual-circulation; rural-revitalization; new-development-pattern']]
        """
        documents, mentions = self._selected(phrases, lang, sure_only, nested, where)
        return enumerations.enumerated(documents, mentions, self.places, least)

    @explained_by(kwic.concordance)
    def concordance(
        self,
        width: int | None = None,
        sort: str = "document",
        sample: int | None = None,
        *,
        phrases: Phrases = None,
        lang: str | None = None,
        sure_only: bool = True,
        nested: bool = True,
        where: Where = None,
    ) -> Concordance:
        """Every mention in the words around it, as lines to read, and as a table in ``.table``.

        The choices ``phrases, lang, sure_only, nested, where`` are those of
        :func:`partyspeak.analysis.selection.select`; the rest, and the columns of the table, those of
        :func:`partyspeak.analysis.kwic.concordance`. ``.save("lines.csv")`` writes it.

        Examples
        --------
        >>> from partyspeak import tag
        >>> lines = tag(["加快构建双循环", "打通双循环堵点"]).concordance(sort="left")
        >>> lines.table[["left", "text", "right"]].values.tolist()
        [['加快构建', '双循环', ''], ['打通', '双循环', '堵点']]
        """
        documents, mentions = self._selected(phrases, lang, sure_only, nested, where)
        texts = self._need_words("contexts")
        return Concordance(kwic.concordance(documents, mentions, texts, self.phrases, width, sort, sample))
