"""What does the lexicon not have yet?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from partyspeak.corpus.questions.ground import Ground
from partyspeak.matching import segmenter

if TYPE_CHECKING:
    from partyspeak.analysis.discovery import Candidates

__all__ = ["Novelties"]


class Novelties(Ground):
    """Questions of what is new to the lexicon."""

    settings: dict[str, str]

    def discover(
        self,
        lang: str | None = None,
        since: str | None = None,
        *,
        least: int = 3,
        n: int | None = 200,
        source: str | None = None,
        judged: str | Path | None = None,
        progress: Callable[[int], object] | None = None,
    ) -> Candidates:
        """Candidate set phrases in these documents that the lexicon lacks, the likeliest first.

        ``judged`` names a file of verdicts, and what was judged is left out
        (:func:`partyspeak.analysis.discovery.read_judged`); Chinese word edges are judged by pkuseg where its model is
        installed and the corpus was tagged with it, else by the dictionary. The rest, and the columns, are
        those of :func:`partyspeak.analysis.discovery.discover`; ``.to_toml()`` of the answer gives draft entries.

        Examples
        --------
        >>> import pandas as pd
        >>> from partyspeak import tag
        >>> old = ["修好村里的道路。", "种好田里的庄稼。", "清理街边的水沟。"]
        >>> new = ["弘扬云海精神，修路。", "学习“云海精神”。", "云海精神放光芒。"]
        >>> docs = pd.DataFrame({"date": ["2010", "2011", "2012", "2013", "2014", "2015"], "text": old + new})
        >>> tag(docs).discover()[["candidate", "first_date", "documents", "curve"]].values.tolist()
        [['云海精神', '2013', 3, '2013:1 2014:1 2015:1']]
        """
        from partyspeak.analysis.discovery import (  # only here, since few ask and it takes long to import
            discover,
            read_judged,
        )

        edges = "pkuseg" if self.settings.get("edges") == "pkuseg" and segmenter.is_installed() else "dictionary"
        return discover(
            self.documents,
            self.mentions,
            self.phrases,
            self._need_words("candidates"),
            lang,
            since,
            least,
            n,
            source,
            None if judged is None else read_judged(judged),
            "pkuseg" if edges == "pkuseg" else "dictionary",
            progress,
        )
