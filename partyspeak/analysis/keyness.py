"""Which phrases are typical of one group of documents against another?"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from partyspeak.analysis.association import false_discoveries, log_likelihood
from partyspeak.analysis.counts import SIZE_COLUMNS, UNITS, Integers, count, document_numbers, pair_numbers
from partyspeak.analysis.mention_passages import passages
from partyspeak.analysis.permutation import Divided, permutation_p
from partyspeak.analysis.selection import Where, two_groups
from partyspeak.errors import PartyspeakError

__all__ = ["keyness"]

_OF: Final = ("mentions", "documents")


def keyness(
    documents: pd.DataFrame,
    mentions: pd.DataFrame,
    lexicon: pd.DataFrame,
    target: Where | Hashable,
    reference: Where | Hashable = None,
    of: str = "mentions",
    texts: pd.Series | None = None,
) -> pd.DataFrame:
    """How much more one group of documents uses each phrase than another, with significance.

    See :meth:`partyspeak.TaggedCorpus.keyness` for the choices, the columns and the errors.

    Parameters
    ----------
    documents, mentions : pandas.DataFrame
        The selected frames; see :func:`partyspeak.analysis.selection.select`.
    lexicon : pandas.DataFrame
        The phrases looked for, for ``zh`` and ``en``.
    texts : pandas.Series, optional
        The texts by ``doc_id``, for ``p`` where a group has fewer than five documents.
    """
    if of not in _OF:
        raise PartyspeakError(f"of={of!r} is not known; use {' or '.join(map(repr, _OF))}")
    group = two_groups(documents, target, reference)
    kind, pairs = pair_numbers(documents, mentions)
    counts = count(documents, mentions, group, 2, kind, len(pairs))
    chinese = pairs["lang"].to_numpy() == "zh"
    if of == "documents":
        (a, b), scale, unit = counts.documents, 1, pd.Series("documents", index=pairs.index)
        c, d = (np.full(len(pairs), size) for size in counts.sizes["documents"])
    else:
        (a, b), scale, unit = counts.mentions, 1_000_000, pairs["lang"].map(UNITS)
        c, d = (np.where(chinese, zh, en) for zh, en in zip(counts.sizes["zh"], counts.sizes["en"], strict=True))
    of_target, of_reference = (np.where(size > 0, size, np.nan) for size in (c, d))
    g2 = log_likelihood(a, of_target - a, b, of_reference - b)
    p, p_unit, even = _chances(documents, mentions, texts, group, kind, pairs["lang"].to_numpy(dtype=object), of)
    p = np.where(np.isnan(g2), np.nan, p)
    q = false_discoveries(np.where(even, p, np.nan))
    rates = a / of_target, b / of_reference
    log_ratio = np.log2(np.where(a > 0, a, 0.5) / of_target) - np.log2(np.where(b > 0, b, 0.5) / of_reference)
    with np.errstate(divide="ignore", invalid="ignore"):
        diff = (rates[0] - rates[1]) / rates[1] * 100
    wordings = lexicon.set_index("id")[["zh", "en"]].reindex(pairs["phrase"]).reset_index(drop=True)
    table = pairs[["phrase"]].join(wordings).assign(
        lang=pairs["lang"],
        target_mentions=counts.mentions[0], reference_mentions=counts.mentions[1],
        target_documents=counts.documents[0], reference_documents=counts.documents[1],
        target_size=c, reference_size=d, unit=unit,
        target_rate=rates[0] * scale, reference_rate=rates[1] * scale,
        g2=g2, p=p, q=q, p_unit=pd.array(p_unit, dtype="string"),
        log_ratio=log_ratio, diff_percent=diff,
    )  # fmt: skip
    signed = table["g2"].where(rates[0] >= rates[1], -table["g2"])
    return table.loc[signed.sort_values(ascending=False, kind="stable").index].reset_index(drop=True)


def _chances(
    documents: pd.DataFrame,
    mentions: pd.DataFrame,
    texts: pd.Series | None,
    group: Integers,
    kind: Integers,
    langs: NDArray[np.object_],
    of: str,
) -> tuple[NDArray[np.float64], NDArray[np.object_], NDArray[np.bool_]]:
    """The chance of each row by a random division, what was divided, and whether the groups are even enough for q.

    Documents are divided where there are enough, else paragraphs.
    """
    p, p_unit = np.full(len(langs), np.nan), np.full(len(langs), None, dtype=object)
    even = np.full(len(langs), by_documents := of == "documents")
    number = document_numbers(documents, mentions)
    for lang in dict.fromkeys(langs):
        mine = (langs == lang)[kind]
        size = documents[SIZE_COLUMNS[lang]].to_numpy(dtype=np.float64)
        size = np.where(group >= 0, np.ones(len(size)) if by_documents else size, 0)
        unit, units, name = number, Divided(size, group == 0), "documents"
        if not units.can_tell() and texts is not None and not by_documents:
            unit, document, length = passages(documents, mentions, texts, "paragraph")
            units, name = Divided(np.where(size[document] > 0, length, 0.0), group[document] == 0), "paragraphs"
        if units.can_tell():
            mine &= units.size[unit] > 0
            chances = permutation_p(unit[mine], kind[mine], len(langs), units, once=by_documents)
            p[langs == lang], p_unit[langs == lang] = chances[langs == lang], name
            even[langs == lang] |= units.is_even()
    return p, p_unit, even
