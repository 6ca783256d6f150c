"""What sets one group of documents apart from another?"""

from __future__ import annotations

from collections.abc import Hashable

import pandas as pd

from partyspeak.analysis import keyness
from partyspeak.analysis.selection import Phrases, Where
from partyspeak.questions.ground import Ground

__all__ = ["Contrasts"]


class Contrasts(Ground):
    """Questions to two groups of documents."""

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
        return keyness.keyness(documents, mentions, self.phrases, sides[0], sides[1], of=of)
