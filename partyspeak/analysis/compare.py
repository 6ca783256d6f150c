"""Compare two documents or groups of documents, as analysts compare two Congress reports."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from partyspeak.analysis.counts import UNITS, Integers, count, document_numbers, pair_numbers, tally
from partyspeak.analysis.selection import Where, two_groups
from partyspeak.errors import PartyspeakError
from partyspeak.matching.compiler import SPELLED_OUT

__all__ = ["CHANGES", "compare", "reworded"]

CHANGES: Final = ("new", "up", "kept", "down", "dropped")


def compare(
    documents: pd.DataFrame,
    mentions: pd.DataFrame,
    texts: pd.Series | None,
    lexicon: pd.DataFrame,
    before: Where | Hashable,
    after: Where | Hashable,
    factor: float = 1.5,
    shift: float = 0.1,
    unsure: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """What is new, dropped, more or less frequent, earlier or later, or worded differently.

    See :meth:`partyspeak.TaggedCorpus.compare` for the choices, the columns and the errors.

    Parameters
    ----------
    documents, mentions : pandas.DataFrame
        The selected frames; see :func:`partyspeak.analysis.selection.select`.
    texts : pandas.Series or None
        The texts by ``doc_id``, whose lengths show how far into a document a phrase first occurs.
    lexicon : pandas.DataFrame
        The phrases looked for, for ``zh`` and ``en``.
    unsure : pandas.DataFrame, optional
        The unsure mentions of the same documents, to be reported beside the others.
    """
    if factor <= 1 or not 0 <= shift <= 1:
        raise PartyspeakError(f"factor={factor} must be above 1, and shift={shift} between 0 and 1")
    group = two_groups(documents, before, after)
    kind, pairs = pair_numbers(documents, mentions)
    counts = count(documents, mentions, group, 2, kind, len(pairs))
    number = document_numbers(documents, mentions)
    side = group[number]
    chinese = pairs["lang"].to_numpy() == "zh"
    sizes = np.where(chinese, counts.sizes["zh"][:, None], counts.sizes["en"][:, None])
    rates = counts.mentions / np.where(sizes > 0, sizes, np.nan)
    places = _places(documents, mentions, texts, number, side, kind, len(pairs))
    forms = _forms(mentions, side, kind, len(pairs))
    both = (counts.mentions[0] > 0) & (counts.mentions[1] > 0)
    hesitant = tally(documents, mentions.iloc[:0] if unsure is None else unsure, group, pairs)
    wordings = lexicon.set_index("id")[["zh", "en"]].reindex(pairs["phrase"]).reset_index(drop=True)
    table = pairs[["phrase"]].join(wordings).assign(
        lang=pairs["lang"],
        change=pd.Categorical(_changes(counts.mentions, rates, factor), categories=CHANGES, ordered=True),
        mentions_before=counts.mentions[0], mentions_after=counts.mentions[1],
        unsure_before=hesitant[0], unsure_after=hesitant[1],
        rate_before=rates[0] * 1_000_000, rate_after=rates[1] * 1_000_000,
        size_before=sizes[0], size_after=sizes[1], unit=pairs["lang"].map(UNITS),
        place_before=places[0], place_after=places[1],
        moved=pd.Series(_moves(places, both, shift), dtype="string"),
        forms_before=pd.Series(["; ".join(names) for names in forms[0]], dtype="string"),
        forms_after=pd.Series(["; ".join(names) for names in forms[1]], dtype="string"),
        wording_changed=[reworded(one, other) for one, other in zip(*forms, strict=True)],
    )  # fmt: skip
    order = table.assign(most=-counts.mentions.max(axis=0)).sort_values(["change", "most", "phrase", "lang"]).index
    return table.loc[order].reset_index(drop=True)


def _changes(mentions: Integers, rates: NDArray[np.float64], factor: float) -> list[str | None]:
    changes: list[str | None] = []
    for (before, after), (rate_before, rate_after) in zip(mentions.T.tolist(), rates.T.tolist(), strict=True):
        if np.isnan(rate_before) or np.isnan(rate_after) or before == after == 0:
            changes.append(None)
        elif before == 0 or after == 0:
            changes.append("new" if before == 0 else "dropped")
        elif rate_after >= factor * rate_before:
            changes.append("up")
        else:
            changes.append("down" if rate_before >= factor * rate_after else "kept")
    return changes


def _moves(places: NDArray[np.float64], both: NDArray[np.bool_], shift: float) -> list[str | None]:
    moves = []
    for there, moved in zip(both.tolist(), (places[1] - places[0]).tolist(), strict=True):
        known = there and not np.isnan(moved)
        moves.append(("same" if abs(moved) < shift else "later" if moved > 0 else "earlier") if known else None)
    return moves


def _places(
    documents: pd.DataFrame,
    mentions: pd.DataFrame,
    texts: pd.Series | None,
    number: Integers,
    side: Integers,
    kind: Integers,
    kinds: int,
) -> NDArray[np.float64]:
    """How far into the documents of each side each kind first occurs, on average."""
    places = np.full((2, kinds), np.nan)
    if texts is None or not len(mentions):
        return places
    length = texts.str.len().reindex(documents["doc_id"]).to_numpy(dtype=np.float64)
    # Sorted by kind, document and place, the first of each kind and document is where it first occurs.
    start = mentions["start"].to_numpy()
    order = np.lexsort((start, number, kind))
    order = order[side[order] >= 0]
    pair = kind[order] * len(documents) + number[order]
    first = order[np.concatenate([[True], pair[1:] != pair[:-1]])] if len(order) else order
    place = start[first] / length[number[first]]
    mean = pd.Series(place).groupby([side[first], kind[first]]).mean()
    places[mean.index.get_level_values(0), mean.index.get_level_values(1)] = mean
    return places


def _forms(mentions: pd.DataFrame, side: Integers, kind: Integers, kinds: int) -> list[list[list[str]]]:
    """The wordings of each kind on each side, the most used first."""
    names = mentions["form"].astype("category").cat
    facts = pd.DataFrame({"side": side, "kind": kind, "form": names.codes.to_numpy()})
    counted = facts.groupby(["side", "kind", "form"]).size().rename("size").reset_index()
    counted["form"] = names.categories.to_numpy()[counted["form"]]
    counted = counted.sort_values(["side", "kind", "size", "form"], ascending=[True, True, False, True])
    forms: list[list[list[str]]] = [[[] for _ in range(kinds)] for _ in range(2)]
    for row_side, row_kind, form in counted[["side", "kind", "form"]].itertuples(index=False, name=None):
        if row_side >= 0:
            forms[row_side][row_kind].append(form)
    return forms


def reworded(before: Sequence[str], after: Sequence[str]) -> bool:
    """Does each side have a wording that neither contains a wording of the other nor is part of one?

    Marks, spaces and capitals make no wording.

    Examples
    --------
    >>> reworded(["科技兴军"], ["科技强军"]), reworded(["四个意识"], ["增强四个意识"])
    (True, False)
    """
    one, other = ([_letters(form) for form in forms if form != SPELLED_OUT] for forms in (before, after))
    return _has_its_own(one, other) and _has_its_own(other, one)


def _has_its_own(wordings: Sequence[str], others: Sequence[str]) -> bool:
    return bool(others) and any(not any(one in other or other in one for other in others) for one in wordings)


def _letters(form: str) -> str:
    """A form without what is written in more than one way: marks, spaces, capitals."""
    return "".join(char for char in form.casefold() if char.isalnum())
