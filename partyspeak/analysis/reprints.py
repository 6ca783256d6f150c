"""Which documents are reprints of others, so that a story that forty papers print can be counted once?"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

import numpy as np
import pandas as pd

from partyspeak.analysis.passages import need_texts
from partyspeak.analysis.periods import date_ranks
from partyspeak.errors import PartyspeakError
from partyspeak.folding import fold_all

__all__ = ["reprints"]

_SHINGLE: Final = 5
"""Folded characters; a change of one changes five shingles."""

_HASHES: Final = 128
_MISSED: Final = 1e-4
"""The greatest chance that a text as near as asked for is not even looked at."""
_LEAST: Final = 0.1
_BATCH: Final = 1000


def reprints(documents: pd.DataFrame, texts: pd.Series | None, least: float = 0.8) -> pd.DataFrame:
    """The documents whose text is nearly that of an earlier one.

    Parameters
    ----------
    documents : pandas.DataFrame
    texts : pandas.Series or None
        The texts by ``doc_id``.
    least : float
        The least similarity, from 0.1 to 1: what share of the runs of five characters that are in
        either text are in both (Jaccard's index). Spacing, width, case and traditional characters make no
        difference. A text with a new headline or by-line is near 0.9; one cut to half is near 0.5.

    Returns
    -------
    pandas.DataFrame
        One row a document, with the index of ``documents``: ``reprint`` (True or False), ``reprint_of`` (the
        ``doc_id`` of the earliest document that it is a reprint of, and that is none itself; missing for the
        rest) and ``similarity`` (of the two; missing likewise). Documents are taken by date, undated ones last.
        A document without text is no reprint.

    Raises
    ------
    PartyspeakError
        When the texts were not saved, or rensa is not installed.

    Notes
    -----
    Candidates are found by MinHash and locality-sensitive hashing; the similarity of each is then counted
    exactly. So no mark is wrong, and
    one in ten thousand is left out at most.

    References
    ----------
    Andrei Broder (1997), "On the resemblance and containment of documents".
    """
    if not _LEAST <= least <= 1:
        raise PartyspeakError(f"least={least} must lie between {_LEAST} and 1")
    folded = _folded(need_texts(texts, "reprints").reindex(documents["doc_id"]).tolist())
    original = np.full(len(documents), -1, dtype=np.int64)
    similarity = np.full(len(documents), np.nan)
    finder = _Finder(folded, least)
    first_of: dict[str, int] = {}
    for number in np.argsort(date_ranks(documents)).tolist():
        text = folded[number]
        same = first_of.setdefault(text, number) if text else number
        if same != number:
            # What is word for word the same is a reprint of the same one.
            original[number] = same if original[same] < 0 else original[same]
            similarity[number] = 1 if original[same] < 0 else similarity[same]
        elif text:
            original[number], similarity[number] = finder.find_or_add(number)
    marked = original >= 0
    # A whole number stays one beside missing values only as a nullable type.
    ids = documents["doc_id"].take(np.maximum(original, 0)).convert_dtypes().set_axis(documents.index).where(marked)
    return pd.DataFrame({"reprint": marked, "reprint_of": ids, "similarity": similarity}, index=documents.index)


def _folded(texts: list[str]) -> list[str]:
    batches = [fold_all(texts[first : first + _BATCH]) for first in range(0, len(texts), _BATCH)]
    return [text for batch in batches for text in batch]


class _Finder:
    """The originals so far, and the one of which a text is a reprint."""

    def __init__(self, folded: list[str], least: float) -> None:
        rensa = _rensa()
        self._sketch = rensa.RMinHash
        self._index = rensa.RMinHashLSH(threshold=least, num_perm=_HASHES, num_bands=_bands(least))
        self._least = least
        self._numbers: list[int] = []
        # The originals of stories that are reprinted just now are looked at again and again.
        self._shingles = lru_cache(maxsize=1000)(lambda number: _shingles(folded[number]))

    def find_or_add(self, number: int) -> tuple[int, float]:
        """The earliest original near enough, and how near; or -1, and the text is one itself."""
        own = self._shingles(number)
        sketch = self._sketch(num_perm=_HASHES, seed=0)
        sketch.update(own)
        for candidate in sorted(self._index.query(sketch)):
            other = self._shingles(self._numbers[candidate])
            both = len(own & other)
            if (near := both / (len(own) + len(other) - both)) >= self._least:
                return self._numbers[candidate], near
        self._index.insert(len(self._numbers), sketch)
        self._numbers.append(number)
        return -1, np.nan


def _bands(least: float) -> int:
    """How many bands the hashes are cut into: few and long ones, as far as they find what is as near as that.

    Examples
    --------
    >>> _bands(0.8), _bands(0.5)
    (32, 64)
    """
    rows = max(rows for rows in (1, 2, 4, 8) if (1 - least**rows) ** (_HASHES // rows) < _MISSED)
    return _HASHES // rows


def _shingles(text: str) -> frozenset[str]:
    return frozenset(text[start : start + _SHINGLE] for start in range(max(len(text) - _SHINGLE, 0) + 1))


def _rensa() -> Any:
    try:
        import rensa
    except ImportError:
        raise PartyspeakError("reprints need rensa: pip install 'partyspeak[reprints]'") from None
    return rensa
