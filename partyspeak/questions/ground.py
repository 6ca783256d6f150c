"""What every question stands on: the frames, and the choice of documents and mentions."""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from partyspeak.analysis.selection import Phrases, Where, group_mask, select

__all__ = ["Ground"]


class Ground:
    """The frames of a corpus; see :class:`partyspeak.TaggedCorpus` for what they hold."""

    documents: pd.DataFrame
    mentions: pd.DataFrame
    phrases: pd.DataFrame
    texts: pd.Series | None

    def _selected(
        self, phrases: Phrases, lang: str | None, sure_only: bool, nested: bool, where: Where
    ) -> tuple[pd.DataFrame, pd.DataFrame]:
        return select(self.documents, self.mentions, phrases, lang, sure_only, nested, where)

    def _side(self, group: Where | Hashable, documents: pd.DataFrame) -> NDArray[np.bool_]:
        """A side of a contrast, told among all documents, as a mask over the selected ones."""
        mask = pd.Series(group_mask(self.documents, group), index=self.documents["doc_id"])
        return mask.loc[documents["doc_id"]].to_numpy()
