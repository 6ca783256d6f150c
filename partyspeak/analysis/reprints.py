"""Which documents are reprints of others, so that a story that forty papers print can be counted once?"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from partyspeak.analysis.counts import Integers
from partyspeak.analysis.mention_passages import need_texts
from partyspeak.analysis.periods import date_ranks
from partyspeak.analysis.signatures import SHINGLE, shingles, signatures
from partyspeak.errors import PartyspeakError
from partyspeak.matching.batching import batches
from partyspeak.text.folding import DOCUMENT_END, fold_all
from partyspeak.text.hashing import Hashes, distinct

__all__ = ["reprints"]

_LEAST: Final = 0.1


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
        One row per document, with the index of ``documents``: ``reprint`` (True or False), ``reprint_of`` (the
        ``doc_id`` of the earliest document that it is a reprint of, and that is none itself; missing for the
        rest) and ``similarity`` (of the two; also missing). Documents are taken by date, undated ones last.
        A document without text is no reprint.

    Raises
    ------
    PartyspeakError
        When the texts were not saved, or ``least`` is out of range.

    Notes
    -----
    Candidates are found by MinHash and locality-sensitive hashing, see :mod:`partyspeak.analysis.signatures`; the
    similarity of each is then counted exactly. So no mark is wrong, and one in ten thousand is left out at most.

    References
    ----------
    Andrei Broder (1997), "On the resemblance and containment of documents".
    """
    if not _LEAST <= least <= 1:
        raise PartyspeakError(f"least={least} must be between {_LEAST} and 1")
    ranks = date_ranks(documents)
    order = np.argsort(ranks)
    folded = _folded(need_texts(texts, "reprints").reindex(documents["doc_id"].take(order)).tolist())
    # What is word for word the same is a reprint of the same one, and need not be compared.
    numbers: dict[str, int] = {}
    number = np.array([numbers.setdefault(text, len(numbers)) for text in folded], dtype=np.int64)
    source, similarity = _sources(list(numbers), least)
    original = np.unique(number, return_index=True)[1][source[number]]
    marked = (original != np.arange(len(folded))) & (number != numbers.get("", -1))
    # A whole number stays one beside missing values only as a nullable type.
    ids = documents["doc_id"].convert_dtypes().take(order[original]).where(marked)
    marks = {"reprint": marked, "reprint_of": ids.array, "similarity": np.where(marked, similarity[number], np.nan)}
    return pd.DataFrame(marks).take(ranks).set_axis(documents.index)


def _folded(texts: list[str]) -> list[str]:
    return [text for first, stop in batches(list(map(len, texts))) for text in fold_all(texts[first:stop])]


def _sources(texts: list[str], least: float) -> tuple[Integers, NDArray[np.float64]]:
    """Of which of the texts each is a reprint, of itself where it is an original; and how near the two are.

    The texts are distinct, and an original comes before its reprints.
    """
    # A text shorter than a shingle is one of its own; folded texts hold no such character.
    texts = [text.ljust(SHINGLE, DOCUMENT_END) for text in texts]
    source, similarity = np.arange(len(texts)), np.ones(len(texts))
    found = signatures(texts, least)
    shared = np.column_stack([pd.Series(column).duplicated(keep=False) for column in found.T])
    # The originals of stories that are reprinted just now are looked at again and again.
    shingles_of = lru_cache(maxsize=1000)(lambda number: shingles(texts[number]))
    originals: defaultdict[int, list[int]] = defaultdict(list)
    for number in np.flatnonzero(shared.any(axis=1)).tolist():
        own = found[number, shared[number]].tolist()
        for candidate in sorted({candidate for signature in own for candidate in originals.get(signature, ())}):
            if (near := _similarity(shingles_of(candidate), shingles_of(number))) >= least:
                source[number], similarity[number] = candidate, near
                break
        else:
            for signature in own:
                originals[signature].append(number)
    return source, similarity


def _similarity(one: Hashes, other: Hashes) -> float:
    """Jaccard's index of two sets of numbers."""
    either = len(distinct(np.concatenate([one, other])))
    return (len(one) + len(other) - either) / either
