"""How hot is a phrase? Qian Gang's six tiers, from the share of documents that use it."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple, TypeAlias

import numpy as np
import pandas as pd

from partyspeak.analysis.counts import Integers, count, group_numbers, phrase_numbers
from partyspeak.analysis.periods import PERIODS, column_name, period_of
from partyspeak.errors import PartyspeakError

__all__ = ["LEAST_DOCUMENTS", "TIERS", "TOO_FEW", "Cutoffs", "Tier", "scale", "scale_jumps", "too_few"]

Cutoffs: TypeAlias = Mapping[str, float] | Sequence[float] | None


class Tier(NamedTuple):
    """One tier of the scale.

    Attributes
    ----------
    zh, en : str
        Its names.
    cutoff : float
        The least share of documents that reaches it.
    basis : str
        Whose cut-off that is.
    """

    zh: str
    en: str
    cutoff: float
    basis: str


_COLUMNS: Final = ("phrase", "zh", "en", "documents", "denominator", "share", "tier", "tier_en", "basis")
LEAST_DOCUMENTS: Final = 5
"""With fewer documents in a period the scale says nothing."""
TOO_FEW: Final = "too few documents"
_PROJECT: Final = "China Media Project"
_OURS: Final = "partyspeak"
TIERS: Final = (
    Tier("沸", "blazing", 0.0518, _PROJECT),
    Tier("烫", "red hot", 0.0129, _PROJECT),
    # The Project's other lines were published as pictures only. Its two known ones stand four to one;
    # ours go on in the same steps.
    Tier("热", "hot", 0.0032, _OURS),
    Tier("暖", "warm", 0.0008, _OURS),
    Tier("温", "tepid", 0.0002, _OURS),
    Tier("冷", "cold", 0.0, _OURS),
)
"""The tiers, hottest first. Only the first two cut-offs are the China Media Project's; the rest are ours."""


def scale(
    documents: pd.DataFrame,
    mentions: pd.DataFrame,
    lexicon: pd.DataFrame,
    by: str = "year",
    cutoffs: Cutoffs = None,
) -> pd.DataFrame:
    """The tier of each phrase in each period, by the share of the documents that use it.

    See :meth:`partyspeak.TaggedCorpus.scale` for the choices, the columns and the errors.

    Parameters
    ----------
    documents, mentions : pandas.DataFrame
        The selected frames; see :func:`partyspeak.analysis.selection.select`.
    lexicon : pandas.DataFrame
        The phrases looked for, for ``zh`` and ``en``.
    """
    tiers = _tiers(cutoffs)
    group, labels = group_numbers(period_of(documents, by).rename(column_name(by, _COLUMNS)))
    kind, names = phrase_numbers(mentions)
    counts = count(documents, mentions, group, len(labels), kind, len(names))
    if reason := too_few(counts.sizes["documents"][labels.notna().to_numpy(dtype=bool)], by):
        raise PartyspeakError(reason)
    rows, columns = (index.ravel() for index in np.indices(counts.documents.shape))
    table = labels.take(rows).reset_index(drop=True).to_frame()
    wordings = lexicon.set_index("id")[["zh", "en"]].reindex(names).take(columns).reset_index(drop=True)
    table = table.assign(
        phrase=names.take(columns).array,
        zh=wordings["zh"],
        en=wordings["en"],
        documents=counts.documents.ravel(),
        denominator=counts.sizes["documents"][rows],
    )
    few = table["denominator"].to_numpy() < LEAST_DOCUMENTS
    share = table["documents"].to_numpy() / table["denominator"].to_numpy()
    # Coldest first, so that a share's place among the cut-offs is the tier's number.
    coldest_first = tiers[::-1]
    place = np.searchsorted([tier.cutoff for tier in coldest_first], share, side="right") - 1
    place[(share == 0) | few] = -1
    # Place -1, the last, is no tier.
    english = pd.array([*(tier.en for tier in coldest_first), None], dtype="string")
    basis = pd.array([*(tier.basis for tier in coldest_first), None], dtype="string").take(place)
    basis[few] = TOO_FEW
    categories = pd.CategoricalDtype([tier.zh for tier in coldest_first], ordered=True)
    return table.assign(
        share=share,
        tier=pd.Categorical.from_codes(place, dtype=categories),
        tier_en=english.take(place),
        basis=basis,
    )


def too_few(sizes: Integers, by: str) -> str:
    """Why there are no tiers, where all periods hold too few documents; empty where there are, or no period at all."""
    if not len(sizes) or sizes.max() >= LEAST_DOCUMENTS:
        return ""
    kind = by if by in PERIODS else "group"
    return (
        f"by={by!r}: the tiers need {LEAST_DOCUMENTS} documents in a {kind}, and these {len(sizes)} {kind}s have "
        f"{sizes.max()} at the most: a phrase in one of {LEAST_DOCUMENTS - 1} documents is blazing already. Use "
        "frequency(per='million') or chart.heat_map() instead, or a coarser by="
    )


def _tiers(cutoffs: Cutoffs) -> list[Tier]:
    if cutoffs is None:
        return list(TIERS)
    if isinstance(cutoffs, Mapping):
        given = dict(cutoffs)
    elif isinstance(cutoffs, str) or len(cutoffs) != len(TIERS) - 1:
        raise PartyspeakError(
            f"cutoffs={cutoffs!r} must be {len(TIERS) - 1} shares, from {TIERS[0].en} down to {TIERS[-2].en}; "
            "or a mapping from a tier's name to its share"
        )
    else:
        given = dict(zip((tier.zh for tier in TIERS), cutoffs, strict=False))
    names = {name: tier.zh for tier in TIERS[:-1] for name in (tier.zh, tier.en)}
    unknown = [name for name in given if name not in names]
    if unknown:
        raise PartyspeakError(f"cutoffs: {unknown[0]!r} is no tier with a cut-off; those are {', '.join(names)}")
    own = {names[name]: float(share) for name, share in given.items()}
    tiers = [tier._replace(cutoff=own[tier.zh], basis="given") if tier.zh in own else tier for tier in TIERS]
    shares = [tier.cutoff for tier in tiers]
    if any(hotter <= colder for hotter, colder in itertools.pairwise(shares)) or shares[0] > 1:
        raise PartyspeakError(f"cutoffs: {shares[:-1]} must be shares above 0, at most 1, each below the one before")
    return tiers


def scale_jumps(table: pd.DataFrame, least: int = 1) -> pd.DataFrame:
    """The phrases that changed tier from one period to the next.

    See :meth:`partyspeak.TaggedCorpus.scale_jumps` for the choices, the columns and the errors.

    Parameters
    ----------
    table : pandas.DataFrame
        The answer of :func:`scale` by a period, not by another column.
    """
    if least < 1:
        raise PartyspeakError(f"least={least} must be 1 or more")
    if "period" not in table:
        raise PartyspeakError(f"jumps are between periods; use by={' or '.join(map(repr, PERIODS))}")
    dated = table[table["period"].notna() & (table["denominator"] >= LEAST_DOCUMENTS)].sort_values(
        ["phrase", "period"], kind="stable"
    )
    before = dated.groupby("phrase", sort=False)[["period", "tier", "share"]].shift()
    jumps = dated[["phrase", "zh", "en"]].assign(
        from_period=before["period"],
        to_period=dated["period"],
        from_tier=before["tier"],
        to_tier=dated["tier"],
        steps=dated["tier"].cat.codes.astype("int64") - before["tier"].cat.codes.astype("int64"),
        from_share=before["share"],
        to_share=dated["share"],
    )
    jumps = jumps[jumps["from_period"].notna() & (jumps["steps"].abs() >= least)]
    order = jumps.assign(width=-jumps["steps"].abs()).sort_values(["to_period", "width", "phrase"], kind="stable").index
    return jumps.loc[order].reset_index(drop=True)
