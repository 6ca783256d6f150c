"""What sets one group of documents apart from another?"""

from __future__ import annotations

from collections.abc import Hashable

import pandas as pd

from partyspeak.analysis import compare, enumerations, keyness
from partyspeak.analysis.selection import Phrases, Where
from partyspeak.corpus.questions.explained import explained_by
from partyspeak.corpus.questions.ground import Ground

__all__ = ["Contrasts"]


class Contrasts(Ground):
    """Questions to two groups of documents."""

    @explained_by(keyness.keyness)
    def keyness(
        self,
        target: Where | Hashable,
        reference: Where | Hashable = None,
        of: str = "mentions",
        *,
        phrases: Phrases = None,
        lang: str | None = None,
        sure_only: bool = True,
        nested: bool = True,
        where: Where = None,
    ) -> pd.DataFrame:
        """The phrases typical of one group of documents against another, with their significance.

        The choices ``phrases, lang, sure_only, nested, where`` are those of
        :func:`partyspeak.analysis.selection.select`; the rest, and the columns, those of
        :func:`partyspeak.analysis.keyness.keyness`.

        Examples
        --------
        >>> from partyspeak import between, samples, tag
        >>> table = tag(samples.load(), id="id").keyness(between("2012"), of="documents")
        >>> bool(table.loc[table["phrase"] == "four-modernizations", "reference_documents"].max() > 0)
        True
        """
        documents, mentions, *sides = self._contrasted(target, reference, phrases, lang, sure_only, nested, where)
        return keyness.keyness(documents, mentions, self.phrases, sides[0], sides[1], of=of, texts=self.places)

    @explained_by(compare.compare)
    def compare(
        self,
        before: Where | Hashable,
        after: Where | Hashable,
        factor: float = 1.5,
        shift: float = 0.1,
        *,
        phrases: Phrases = None,
        lang: str | None = None,
        sure_only: bool = True,
        nested: bool = True,
        where: Where = None,
    ) -> pd.DataFrame:
        """What is new, dropped, said more or less, earlier or later, or in other words, in two documents or groups.

        The choices ``phrases, lang, sure_only, nested, where`` are those of
        :func:`partyspeak.analysis.selection.select`; the rest, and the columns, those of
        :func:`partyspeak.analysis.compare.compare`. What changed its order is told by :meth:`reordered`.

        Examples
        --------
        >>> from partyspeak import tag
        >>> table = tag(["双循环，新发展格局", "加快构建新发展格局"]).compare(0, 1)
        >>> table[["phrase", "change", "place_before", "place_after"]].values.tolist()
        [['new-development-pattern', 'kept', 0.4444444444444444, 0.0], ['dual-circulation', 'dropped', 0.0, nan]]
        """
        documents, mentions, *sides = self._contrasted(before, after, phrases, lang, sure_only, nested, where)
        unsure = self._unsure(documents, lang, nested)
        return compare.compare(
            documents, mentions, self.places, self.phrases, sides[0], sides[1], factor, shift, unsure
        )

    @explained_by(enumerations.reordered)
    def reordered(
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
        """Pairs of phrases that are enumerated in one order before and in the other after.

        The choices ``phrases, lang, sure_only, nested, where`` are those of
        :func:`partyspeak.analysis.selection.select`; the rest, and the columns, those of
        :func:`partyspeak.analysis.enumerations.reordered`.

        Examples
        --------
        >>> from partyspeak import tag
        >>> table = tag(["双循环、新发展格局", "新发展格局和双循环"]).reordered(0, 1)
        >>> table[["first_before", "first_after"]].values.tolist()
        [['dual-circulation', 'new-development-pattern']]
        """
        documents, mentions, *sides = self._contrasted(before, after, phrases, lang, sure_only, nested, where)
        return enumerations.reordered(documents, mentions, self.places, sides[0], sides[1])
