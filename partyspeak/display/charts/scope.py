"""Which phrases a chart shows, and what it says of the documents that they were counted over."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Final, NamedTuple

import pandas as pd

from partyspeak.analysis.frequency import rolled_up
from partyspeak.analysis.periods import PERIODS, needs_precision
from partyspeak.analysis.selection import Phrases, Where, document_mask, select, two_groups
from partyspeak.corpus.corpus import TaggedCorpus
from partyspeak.errors import PartyspeakError

__all__ = ["Scope", "over_groups", "scope"]

_NO_GROUP: Final = "(none)"


class Scope(NamedTuple):
    """What a chart is about.

    Attributes
    ----------
    phrases : list of str
        The ids of the phrases to show, the most used first where they were not asked for by name.
    over : str
        The documents and the kind of mentions, for the line below the title.
    documents, mentions : pandas.DataFrame
        The selected frames, of these phrases.
    lexicon : pandas.DataFrame
        ``id, zh, en`` of what is shown.
    """

    phrases: list[str]
    over: str
    documents: pd.DataFrame
    mentions: pd.DataFrame
    lexicon: pd.DataFrame


def scope(
    corpus: TaggedCorpus,
    phrases: Phrases,
    most: int,
    lang: str | None,
    sure_only: bool,
    nested: bool,
    where: Where,
    by: str | None = None,
    roll_up: str | None = None,
) -> Scope:
    """The phrases asked for, or those that the most documents use; and what is counted over.

    With ``roll_up`` the groups of phrases by this column of the lexicon stand for phrases.
    """
    if most < 1:
        raise PartyspeakError(f"most={most} must be 1 or more")
    documents, mentions = select(corpus.documents, corpus.mentions, phrases, lang, sure_only, nested, where)
    lexicon = corpus.phrases
    if roll_up is not None:
        mentions = rolled_up(mentions, lexicon, roll_up)
        mentions = mentions.assign(phrase=mentions["phrase"].cat.rename_categories({"": _NO_GROUP}))
        groups = mentions["phrase"].cat.categories
        lexicon = pd.DataFrame({"id": groups, "zh": "", "en": groups})
    if phrases is None or roll_up is not None:
        ranks = _by_documents(mentions)
        chosen, note = ranks[:most], _of_how_many(most, len(ranks), "phrase" if roll_up is None else roll_up)
        mentions = mentions[mentions["phrase"].isin(chosen)]
        mentions = mentions.assign(phrase=mentions["phrase"].cat.set_categories(sorted(chosen)))
    else:
        chosen, note = [phrases] if isinstance(phrases, str) else list(dict.fromkeys(phrases)), ""
    parts = [note, _documents(documents, len(corpus.documents)), _mentions(lang, sure_only, nested)]
    parts.append(_left_out(documents, by) if by else "")
    return Scope(chosen, "; ".join(filter(None, parts)), documents, mentions, lexicon)


def over_groups(
    corpus: TaggedCorpus,
    names: tuple[str, str],
    target: Where | Hashable,
    reference: Where | Hashable,
    lang: str | None,
    sure_only: bool,
    nested: bool,
    where: Where,
) -> str:
    """How many documents each of two groups has, for the line below the title."""
    group = two_groups(corpus.documents, target, reference)
    either = document_mask(corpus.documents, where)
    sides = [corpus.documents[either & (group == side)] for side in (0, 1)]
    parts = [f"{name}: {_documents(side, len(side))}" for name, side in zip(names, sides, strict=True)]
    return "; ".join(filter(None, [*parts, _mentions(lang, sure_only, nested)]))


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


def _mentions(lang: str | None, sure_only: bool, nested: bool) -> str:
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
