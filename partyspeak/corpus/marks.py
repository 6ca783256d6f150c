"""Marks on documents, made on request."""

from __future__ import annotations

import copy
from typing import TypeVar

from partyspeak.analysis import reprints
from partyspeak.corpus.questions.ground import Ground

__all__ = ["Marks"]

_Corpus = TypeVar("_Corpus", bound="Marks")


class Marks(Ground):
    """What can be marked on the documents of a corpus, for ``where`` to choose by."""

    def mark_reprints(self: _Corpus, least: float = 0.8) -> _Corpus:
        """The same corpus, with the columns ``reprint``, ``reprint_of`` and ``similarity`` in its documents.

        Every question can then count a story once, with ``where="not reprint"``. See
        :func:`partyspeak.analysis.reprints.reprints`.

        Parameters
        ----------
        least : float
            The least similarity, from 0.1 to 1.

        Examples
        --------
        >>> from partyspeak import tag
        >>> tagged = tag(["加快构建双循环新发展格局", "加快构建雙循環 新发展格局", "别的话"]).mark_reprints()
        >>> tagged.documents["reprint"].tolist()
        [False, True, False]
        >>> int(tagged.frequency(where="not reprint", phrases="dual-circulation")["mentions"].sum())
        1
        """
        marks = reprints.reprints(self.documents, self._need_words("reprints"), least)
        marked = copy.copy(self)
        marked.documents = self.documents.drop(columns=marks.columns, errors="ignore").join(marks)
        return marked
