"""Does a phrase occur on its own, or inside which longer phrase?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from partyspeak.analysis.counts import Integers, pair_numbers
from partyspeak.analysis.selection import not_refused

__all__ = ["hosts", "standing"]


def standing(
    documents: pd.DataFrame, mentions: pd.DataFrame, all_mentions: pd.DataFrame, lexicon: pd.DataFrame
) -> pd.DataFrame:
    """How often each phrase occurs on its own, and how often inside which longer phrase.

    See :meth:`partyspeak.TaggedCorpus.standing` for the choices, the columns and the errors.

    Parameters
    ----------
    documents, mentions : pandas.DataFrame
        The selected frames; see :func:`partyspeak.analysis.selection.select`.
    all_mentions : pandas.DataFrame
        Every mention of the corpus: the longer phrases need not be among those chosen.
    lexicon : pandas.DataFrame
        The phrases looked for, for ``zh`` and ``en``.
    """
    kind, pairs = pair_numbers(documents, mentions)
    names = all_mentions["phrase"].astype("category").cat
    width = len(names.categories) + 1  # the last number means free
    host = hosts(mentions, all_mentions)
    inside = np.where(host < 0, width - 1, names.codes.to_numpy().take(host) if len(names.codes) else host)
    free = np.arange(len(pairs)) * width + width - 1
    cells, counts = np.unique(np.concatenate([kind * width + inside, free]), return_counts=True)
    counts -= np.isin(cells, free)  # each phrase has its row, though it never occurs on its own
    of, within = cells // width, cells % width
    longer = np.array([*names.categories, None], dtype=object)[within]
    wordings = lexicon.set_index("id")[["zh", "en"]]
    own = wordings.reindex(pairs["phrase"]).take(of)
    other = wordings.reindex(pd.Index(longer, dtype=object))
    total = np.bincount(kind, minlength=len(pairs))[of]
    table = pd.DataFrame(
        {
            "phrase": pairs["phrase"].take(of).array, "zh": own["zh"].array, "en": own["en"].array,
            "lang": pairs["lang"].take(of).array, "inside": pd.array(longer, dtype="string"),
            "inside_zh": other["zh"].array, "inside_en": other["en"].array,
            "mentions": counts, "share": counts / np.where(total > 0, total, np.nan), "denominator": total,
        }
    )  # fmt: skip
    order = np.lexsort((within, -counts, within < width - 1, of))
    return table.take(order).reset_index(drop=True)


def hosts(mentions: pd.DataFrame, all_mentions: pd.DataFrame) -> Integers:
    """The row of the longest mention of another phrase around each mention, -1 where it occurs on its own.

    Parameters
    ----------
    mentions : pandas.DataFrame
    all_mentions : pandas.DataFrame
        Refused hits among them hold nothing.

    Returns
    -------
    int64 array
        Rows of ``all_mentions``, one a mention. Of two that are equally long, the first is taken.
    """
    ids = pd.Index(pd.unique(all_mentions["doc_id"]))
    whole = _places(all_mentions, ids)
    stands = not_refused(all_mentions)
    order = np.lexsort((-whole[2], whole[1], whole[0]))
    order = order[stands[order]]
    document, start, end = (column[order] for column in whole)
    asked = np.flatnonzero(mentions["nested"].to_numpy(dtype=bool))
    own_document, own_start, own_end = _places(mentions.iloc[asked], ids)
    span = int(whole[2].max(initial=0)) + 1
    # Whatever lies around a mention begins no later: before this place in the order.
    place = np.searchsorted(document * span + start, own_document * span + own_start, side="right")
    longest = int((end - start).max(initial=0))
    best = np.full(len(asked), -1, dtype=np.int64)
    length = own_end - own_start + 1
    left = np.arange(len(asked))
    while len(left):
        place[left] -= 1
        left = left[place[left] >= 0]
        near = place[left]
        left = left[(document[near] == own_document[left]) & (own_end[left] - start[near] <= longest)]
        near = place[left]
        size = end[near] - start[near]
        fits = (end[near] >= own_end[left]) & (size >= length[left])
        best[left[fits]], length[left[fits]] = order[near[fits]], size[fits]
    found = np.full(len(mentions), -1, dtype=np.int64)
    found[asked] = best
    return found


def _places(mentions: pd.DataFrame, ids: pd.Index) -> tuple[Integers, Integers, Integers]:
    number = ids.get_indexer(pd.Index(mentions["doc_id"])).astype(np.int64)
    return number, mentions["start"].to_numpy(dtype=np.int64), mentions["end"].to_numpy(dtype=np.int64)
