"""Which phrases are typical of one group of documents against another?"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Final

import numpy as np
import pandas as pd

from partyspeak.analysis.association import log_likelihood, significance
from partyspeak.analysis.counts import UNITS, count, pair_numbers
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
) -> pd.DataFrame:
    """How much more one group of documents uses each phrase than another, and how surely.

    Parameters
    ----------
    documents, mentions : pandas.DataFrame
        The selected frames; see :func:`partyspeak.analysis.selection.select`.
    lexicon : pandas.DataFrame
        The phrases looked for, for ``zh`` and ``en``.
    target : document id, str, callable or mask
        The group in question: a document's id, or whatever ``where`` may be.
    reference : document id, str, callable or mask, optional
        The other group; all other documents when left out.
    of : {"mentions", "documents"}
        What is counted: mentions, against the Chinese characters or English words of the group; or
        documents with the phrase, against all of the group, which no single document can sway.

    Returns
    -------
    pandas.DataFrame
        One row a phrase and language, the most typical of the target first and the most typical of the
        reference last: ``phrase, zh, en, lang``; ``target_mentions, reference_mentions, target_documents,
        reference_documents``; ``target_size, reference_size, unit`` (the denominators); ``target_rate,
        reference_rate`` (per million characters or words, or shares of documents); ``g2`` (Dunning's
        log-likelihood ratio: how surely the rates differ), ``p``, ``q`` (see
        :func:`partyspeak.analysis.association.significance`), ``log_ratio`` (by how many doublings the
        target's rate is the higher; a count of 0 is taken for 0.5) and ``diff_percent`` (by how many per
        cent, infinite where the reference has none). Where a group has no text in the language, the
        measures are missing.

        G² takes each mention for independent of the others, which mentions in one document are not:
        prefer ``of="documents"`` where single documents say a thing over and over.

    References
    ----------
    Ted Dunning (1993), Computational Linguistics 19; Andrew Hardie (2014), "Log Ratio: an informal
    introduction"; Costas Gabrielatos and Anna Marchi (2011) for %DIFF; Yoav Benjamini and Yosef Hochberg
    (1995), Journal of the Royal Statistical Society B 57.
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
    p, q = significance(g2)
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
        g2=g2, p=p, q=q, log_ratio=log_ratio, diff_percent=diff,
    )  # fmt: skip
    signed = table["g2"].where(rates[0] >= rates[1], -table["g2"])
    return table.loc[signed.sort_values(ascending=False, kind="stable").index].reset_index(drop=True)
