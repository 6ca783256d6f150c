"""What every question stands on: the frames, and the choice of documents and mentions."""

from __future__ import annotations

import pandas as pd

from partyspeak.analysis.selection import Phrases, Where, select

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
