"""What every question stands on: the frames, and the choice of documents and mentions."""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from partyspeak.analysis.counts import document_numbers
from partyspeak.analysis.mention_passages import need_texts
from partyspeak.analysis.selection import Phrases, Where, document_mask, select, two_groups
from partyspeak.errors import PartyspeakError

__all__ = ["Ground"]


class Ground:
    """The frames of a corpus; see :class:`partyspeak.TaggedCorpus` for what they hold."""

    documents: pd.DataFrame
    mentions: pd.DataFrame
    phrases: pd.DataFrame
    texts: pd.Series | None
    outlines: pd.Series | None

    @property
    def places(self) -> pd.Series | None:
        """What tells where passages end and how long texts are: the texts, or their outlines."""
        return self.outlines if self.texts is None else self.texts

    def _need_words(self, purpose: str) -> pd.Series:
        """The texts, for what outlines cannot answer.

        Raises
        ------
        PartyspeakError
            When there are none.
        """
        if self.texts is None and self.outlines is not None:
            raise PartyspeakError(
                f"{purpose} are read in the texts, and this corpus came without them: it says where each mention "
                "stands (doc_id, start, end), not in which words. Tag the texts themselves; a column url of documents "
                "says where they can be read"
            )
        return need_texts(self.texts, purpose)

    def _selected(
        self, phrases: Phrases, lang: str | None, sure_only: bool, nested: bool, where: Where
    ) -> tuple[pd.DataFrame, pd.DataFrame]:
        return select(self.documents, self.mentions, phrases, lang, sure_only, nested, where)

    def _contrasted(
        self,
        first: Where | Hashable,
        second: Where | Hashable,
        phrases: Phrases,
        lang: str | None,
        sure_only: bool,
        nested: bool,
        where: Where,
    ) -> tuple[pd.DataFrame, pd.DataFrame, NDArray[np.bool_], NDArray[np.bool_]]:
        """The selection from two groups of documents, and which of these are in either group."""
        group = two_groups(self.documents, first, second)
        either = document_mask(self.documents, where) & (group >= 0)
        documents, mentions = self._selected(phrases, lang, sure_only, nested, either)
        return documents, mentions, group[either] == 0, group[either] == 1

    def _unsure(self, documents: pd.DataFrame, lang: str | None, nested: bool) -> pd.DataFrame:
        """The unsure mentions in a selection's documents, of whatever phrase."""
        chosen = np.zeros(len(self.documents), dtype=bool)
        chosen[document_numbers(self.documents, documents)] = True
        unsure = self.mentions[~self.mentions["sure"].to_numpy(dtype=bool)]
        return select(self.documents, unsure, None, lang, False, nested, chosen)[1]
