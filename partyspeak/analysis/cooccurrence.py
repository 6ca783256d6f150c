"""Which phrases occur together more often than by chance?"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from partyspeak.analysis.association import log_likelihood
from partyspeak.analysis.counts import Integers, document_numbers, phrase_numbers
from partyspeak.analysis.mention_passages import PASSAGES, need_texts, passage_numbers
from partyspeak.errors import PartyspeakError

__all__ = ["cooccurrence"]

_Floats = NDArray[np.float64]


def cooccurrence(
    documents: pd.DataFrame,
    mentions: pd.DataFrame,
    texts: pd.Series | None,
    within: str | int = "document",
    least: int = 1,
) -> pd.DataFrame:
    """Pairs of phrases that occur in the same document, paragraph or sentence, or near each other.

    See :meth:`partyspeak.TaggedCorpus.cooccurrence` for the choices, the columns and the errors.

    Parameters
    ----------
    documents, mentions : pandas.DataFrame
        The selected frames; see :func:`partyspeak.analysis.selection.select`.
    texts : pandas.Series or None
        The texts by ``doc_id``; needed for all but whole documents.
    """
    by_distance = isinstance(within, int) and not isinstance(within, bool)
    if not (within in PASSAGES or (by_distance and int(within) >= 0)) or least < 0:
        raise PartyspeakError(
            f"within={within!r} must be {', '.join(map(repr, PASSAGES))} or a number of characters, "
            f"and least={least} 0 or more"
        )
    kind, phrases = phrase_numbers(mentions)
    covered: NDArray[Any]
    if by_distance:
        total = int(need_texts(texts, "distances").reindex(documents["doc_id"]).str.len().sum())
        each, together, covered, rarer = _near(documents, mentions, kind, len(phrases), int(within), total)
        unit = "characters"
    else:
        passage, total = passage_numbers(documents, mentions, texts, str(within))
        each, together = _in_passages(passage, kind, len(phrases))
        covered, rarer = (np.broadcast_to(counts, together.shape) for counts in (each[:, None], each))
        unit = f"{within}s"
    source, target = np.triu_indices(len(phrases), k=1)
    kept = together[source, target] >= least
    source, target = source[kept], target[kept]
    count, other = together[source, target], rarer[source, target]
    cover = covered[source, target].astype(np.float64)
    by_chance = cover * other / max(total, 1)
    # In a very dense text more mentions may be near than the reach, which is itself an estimate, has room for.
    cover = np.maximum(cover, count)
    g2 = log_likelihood(count, cover - count, other - count, np.maximum(total - cover - other + count, 0))
    table = pd.DataFrame(
        {
            "source": phrases[source], "target": phrases[target], "count": count, "expected": by_chance,
            "log_likelihood": g2, "npmi": _npmi(count, by_chance, total),
            "source_count": each[source], "target_count": each[target], "total": total, "unit": unit,
        }
    )  # fmt: skip
    signed = table["log_likelihood"].where(count >= by_chance, -table["log_likelihood"])
    order = table.assign(signed=-signed).sort_values(["signed", "source", "target"], kind="stable").index
    return table.loc[order].reset_index(drop=True)


def _in_passages(passage: Integers, kind: Integers, kinds: int) -> tuple[Integers, Integers]:
    """How many passages have each phrase, and each two of them."""
    from scipy.sparse import csr_array

    present = pd.unique(passage * max(kinds, 1) + kind)
    rows, passages = pd.factorize(present // max(kinds, 1))
    if not len(passages):
        return np.zeros(kinds, dtype=np.int64), np.zeros((kinds, kinds), dtype=np.int64)
    ones = np.ones(len(rows), dtype=np.int64)
    incidence = csr_array((ones, (rows, present % kinds)), shape=(len(passages), kinds))
    together: Any = (incidence.T @ incidence).toarray()
    return np.diag(together).copy(), together


def _near(
    documents: pd.DataFrame, mentions: pd.DataFrame, kind: Integers, kinds: int, distance: int, total: int
) -> tuple[Integers, Integers, _Floats, Integers]:
    """What the table is made of, above the diagonal of phrases by phrases.

    Returns
    -------
    each : int64 array
        The mentions of each phrase.
    together, covered, rarer : arrays, (phrases, phrases)
        Of each pair: the mentions of the rarer phrase that have the other near, the characters in reach
        of the other, and the mentions of the rarer. Of two as frequent, the second is taken for the rarer.
    """
    start, end = mentions["start"].to_numpy(), mentions["end"].to_numpy()
    each = np.bincount(kind, minlength=kinds).astype(np.int64)
    one, other = _neighbours(document_numbers(documents, mentions), start, end, distance)
    # A mention counts once for each phrase that it has near.
    width = max(kinds, 1)
    near = pd.unique(np.concatenate([one * width + kind[other], other * width + kind[one]]))
    cells = kind[near // width] * width + near % width
    having = np.bincount(cells, minlength=kinds * kinds).reshape(kinds, kinds)
    second_is_rarer = each[None, :] <= each[:, None]
    length = np.bincount(kind, end - start, minlength=kinds) / np.maximum(each, 1)
    span = 2 * distance + length[:, None] + length[None, :] + 1
    reach = total * -np.expm1(-each[:, None] * span / max(total, 1))
    return (
        each,
        np.where(second_is_rarer, having.T, having),
        np.where(second_is_rarer, reach, reach.T),
        np.where(second_is_rarer, each[None, :], each[:, None]),
    )


def _neighbours(document: Integers, start: Integers, end: Integers, distance: int) -> tuple[Integers, Integers]:
    """The pairs of mentions of a document between which at most this many characters lie."""
    order = np.lexsort((start, document))
    document, start, end = document[order], start[order], end[order]
    longest = int((end - start).max(initial=0))
    ones, others = [np.empty(0, dtype=np.int64)], [np.empty(0, dtype=np.int64)]
    # The mention after the next is never nearer than the next, except for the reach of a long one.
    place = np.arange(len(order))
    for step in range(1, len(order)):
        place = place[place + step < len(order)]
        following = place + step
        still = (document[place] == document[following]) & (start[following] - start[place] <= distance + longest)
        place, following = place[still], following[still]
        if not len(place):
            break
        close = start[following] - end[place] <= distance
        ones.append(order[place[close]])
        others.append(order[following[close]])
    return np.concatenate(ones), np.concatenate(others)


def _npmi(count: Integers, expected: _Floats, total: int) -> _Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        npmi = np.log(count / expected) / -np.log(count / max(total, 1))
    return np.where(count == 0, np.where(expected > 0, -1.0, np.nan), np.where(count < total, npmi, np.nan))
