"""Which phrases a chart shows, and over which documents they were counted."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Final, NamedTuple

import pandas as pd

from partyspeak.analysis.frequency import rolled_up
from partyspeak.analysis.periods import PERIODS, needs_precision
from partyspeak.analysis.selection import Where, two_groups
from partyspeak.corpus.choices import Choices
from partyspeak.corpus.corpus import TaggedCorpus
from partyspeak.errors import PartyspeakError

__all__ = ["Scope", "over_groups", "scope"]

_NO_GROUP: Final = "(none)"


class Scope(NamedTuple):
    """What a chart is about.

    Attributes
    ----------
    corpus : TaggedCorpus
        The documents and phrases to show.
    phrases : list of str
        Their ids, the most used first where they were not asked for by name.
    over : str
        The documents and the kind of mentions, for the line below the title.
    mentions : pandas.DataFrame
        The mentions to show; their ``phrase`` is the group where groups of phrases are shown.
    lexicon : pandas.DataFrame
        ``id, zh, en`` of what is shown.
    """

    corpus: TaggedCorpus
    phrases: list[str]
    over: str
    mentions: pd.DataFrame
    lexicon: pd.DataFrame


def scope(
    corpus: TaggedCorpus, choices: Choices, most: int, by: str | None = None, roll_up: str | None = None
) -> Scope:
    """The phrases asked for, or those used in most documents, and the documents counted.

    With ``roll_up`` the groups of phrases by this column of the lexicon are shown instead of phrases.
    """
    if most < 1:
        raise PartyspeakError(f"most={most} must be 1 or more")
    picked = corpus.select(**choices)
    parts = [_documents(picked.documents, picked.selected.of_documents), _mentions(picked)]
    parts.append(_left_out(picked.documents, by) if by else "")
    if roll_up is not None:
        mentions = rolled_up(picked.mentions, corpus.phrases, roll_up)
        mentions = mentions.assign(phrase=mentions["phrase"].cat.rename_categories({"": _NO_GROUP}))
        groups = mentions["phrase"].cat.categories
        lexicon = pd.DataFrame({"id": groups, "zh": "", "en": groups})
        ranks = _by_documents(mentions)
        chosen = ranks[:most]
        mentions = mentions[mentions["phrase"].isin(chosen)]
        mentions = mentions.assign(phrase=mentions["phrase"].cat.set_categories(sorted(chosen)))
        over = "; ".join(filter(None, [_of_how_many(most, len(ranks), roll_up), *parts]))
        return Scope(picked, chosen, over, mentions, lexicon)
    if picked.selected.phrases is None:
        ranks = _by_documents(picked.mentions)
        parts.insert(0, _of_how_many(most, len(ranks), "phrase"))
        picked = picked.select(phrases=ranks[:most])
    return Scope(picked, picked.selected.phrases or [], "; ".join(filter(None, parts)), picked.mentions, corpus.phrases)


def over_groups(
    corpus: TaggedCorpus,
    names: tuple[str, str],
    target: Where | Hashable,
    reference: Where | Hashable,
    choices: Choices,
) -> str:
    """The number of documents in each of two groups, for the subtitle."""
    group = pd.Series(two_groups(corpus.documents, target, reference), corpus.documents.index)
    picked = corpus.select(**choices)
    group = group[picked.documents.index]
    sides = [picked.documents[(group == side).to_numpy()] for side in (0, 1)]
    parts = [f"{name}: {_documents(side, len(side))}" for name, side in zip(names, sides, strict=True)]
    return "; ".join(filter(None, [*parts, _mentions(picked)]))


def _by_documents(mentions: pd.DataFrame) -> list[str]:
    once = mentions.drop_duplicates(["doc_id", "phrase"])["phrase"]
    table = pd.DataFrame({"documents": once.value_counts(), "mentions": mentions["phrase"].value_counts()})
    table = table.rename_axis("phrase").reset_index().astype({"phrase": str})
    ranks = table.sort_values(["documents", "mentions", "phrase"], ascending=[False, False, True])
    return ranks["phrase"].tolist()


def _of_how_many(most: int, used: int, kind: str) -> str:
    several = f"{most} {kind}s" if most > 1 else kind
    return f"the {several} that the most documents use, of {used:,}" if used > most else ""


def _documents(documents: pd.DataFrame, all_of: int) -> str:
    chosen = f"{len(documents):,}" + (f" of {all_of:,}" if len(documents) < all_of else "")
    years = documents["date"].dropna().dt.year
    span = "" if years.empty else ", " + "–".join(str(year) for year in dict.fromkeys([years.min(), years.max()]))
    return f"{chosen} document{'s' * (chosen != '1')}{span}"


def _mentions(picked: TaggedCorpus) -> str:
    _, lang, sure_only, nested, _ = picked.selected
    nested = nested is not False
    language = {"zh": "Chinese ", "en": "English ", None: ""}[lang]
    kind = f"{language}mentions" if sure_only else f"{language}mentions, unsure ones too"
    return kind + ("" if nested else ", none inside longer phrases") if lang or not sure_only or not nested else ""


def _left_out(documents: pd.DataFrame, by: str) -> str:
    if by not in PERIODS:
        unknown = int(documents[by].isna().sum()) if by in documents else 0
        return f"{unknown:,} without {by} left out" if unknown else ""
    undated, coarse = int(documents["date"].isna().sum()), needs_precision(documents, by)
    parts = [f"{undated:,} undated" if undated else "", f"{coarse:,} dated too coarsely" if coarse else ""]
    said = " and ".join(filter(None, parts))
    return f"{said} left out" if said else ""
