"""Mentions, documents and sizes, counted once for every question that needs them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from partyspeak.errors import PartyspeakError
from partyspeak.text.languages import LANGUAGES

__all__ = [
    "SIZE_COLUMNS",
    "UNITS",
    "Counts",
    "Integers",
    "count",
    "document_numbers",
    "group_numbers",
    "pair_numbers",
    "phrase_numbers",
    "squares",
    "tally",
    "text_sizes",
]

Integers = NDArray[np.int64]

SIZE_COLUMNS: Final[dict[str, str]] = {code: language.size_column for code, language in LANGUAGES.items()}
"""The column of the documents that says how much they hold of a language."""

UNITS: Final[dict[str, str]] = {code: language.unit for code, language in LANGUAGES.items()}


@dataclass(frozen=True)
class Counts:
    """The counts behind a table of rates: arrays with a row per group of documents and a column per kind of mention.

    Attributes
    ----------
    mentions : int64 array, (groups, kinds)
    documents : int64 array, (groups, kinds)
        How many documents of the group have such a mention.
    sizes : dict of int64 arrays, (groups,)
        ``documents``: how many documents; ``zh`` and ``en``: their Chinese characters and English words;
        ``zh_documents`` and ``en_documents``: how many of them have any.
    squares : float array, (groups, kinds), optional
        The sum over the documents of the squared number of mentions per size, see :func:`squares`.
    """

    mentions: Integers
    documents: Integers
    sizes: dict[str, Integers]
    squares: NDArray[np.float64] | None = None


def count(
    documents: pd.DataFrame, mentions: pd.DataFrame, group: Integers, groups: int, kind: Integers, kinds: int
) -> Counts:
    """Count mentions and documents.

    Parameters
    ----------
    documents, mentions : pandas.DataFrame
    group : int64 array
        The number of each document's group, below ``groups``; below 0 for documents that are in none.
    kind : int64 array
        The number of each mention's kind, below ``kinds``; below 0 for mentions that are of none.

    Returns
    -------
    Counts
    """
    number = document_numbers(documents, mentions)
    counted = (kind >= 0) & (group[number] >= 0)
    number, kind = number[counted], kind[counted]
    cell = group[number] * kinds + kind
    # A document has a kind once, however often it is mentioned.
    once = pd.unique(number * kinds + kind)
    once_cell = group[once // max(kinds, 1)] * kinds + once % max(kinds, 1)
    shape, cells = (groups, kinds), groups * kinds
    grouped = group >= 0
    amounts = text_sizes(documents)
    return Counts(
        np.bincount(cell, minlength=cells).reshape(shape),
        np.bincount(once_cell, minlength=cells).reshape(shape),
        # Weighted counts are floats, exact below 2**53 characters.
        {
            name: np.bincount(group[grouped], amount[grouped], minlength=groups).astype(np.int64)
            for name, amount in amounts.items()
        },
    )


def text_sizes(documents: pd.DataFrame) -> dict[str, Integers]:
    """How much each document holds of a language (``zh``, ``en``), and whether any (``zh_documents`` …, ``documents``).

    A document of which nothing is text (its ``lang`` is missing) is in no denominator.
    """
    sizes = {lang: documents[column].to_numpy(dtype=np.int64) for lang, column in SIZE_COLUMNS.items()}
    there = {f"{lang}_documents": (size > 0).astype(np.int64) for lang, size in sizes.items()}
    return sizes | there | {"documents": documents["lang"].notna().to_numpy().astype(np.int64)}


def squares(
    documents: pd.DataFrame, mentions: pd.DataFrame, group: Integers, groups: int, kind: Integers, pairs: pd.DataFrame
) -> NDArray[np.float64]:
    """What measures how unequally documents use a kind: the sum of mentions² / size over the documents of each group.

    Parameters
    ----------
    documents, mentions, group, groups, kind
        As in :func:`count`.
    pairs : pandas.DataFrame
        The kinds, with their ``lang``, which says what the size is of.

    Returns
    -------
    float array, (groups, kinds)
        Sums of parts of a corpus add up to that of the whole.
    """
    number, kinds = document_numbers(documents, mentions), max(len(pairs), 1)
    cells, found = np.unique(number * kinds + kind, return_counts=True)
    at, of = cells // kinds, cells % kinds
    sizes = text_sizes(documents)
    chinese = (pairs["lang"] == "zh").to_numpy(dtype=bool)
    size = np.where(chinese[of], sizes["zh"][at], sizes["en"][at]) if len(pairs) else found
    each = found**2 / np.maximum(size, 1)
    sums = np.bincount(group[at] * kinds + of, each, minlength=groups * kinds).astype(np.float64)
    return sums.reshape(groups, kinds)[:, : len(pairs)]


def document_numbers(documents: pd.DataFrame, mentions: pd.DataFrame) -> Integers:
    """The row number of each mention's document."""
    return pd.Index(documents["doc_id"]).get_indexer(pd.Index(mentions["doc_id"])).astype(np.int64)


def group_numbers(values: pd.Series) -> tuple[Integers, pd.Series]:
    """Number the values of a column, sorted, a missing value last.

    Returns
    -------
    numbers : int64 array
    labels : pandas.Series
        The value of each number, in the column's own type.

    Raises
    ------
    PartyspeakError
        When the values are lists or the like, which cannot be distinguished.
    """
    try:
        codes, _ = pd.factorize(values)
    except TypeError:
        raise PartyspeakError(
            f"column {values.name!r} holds values such as lists, which make no groups; make texts or numbers of them"
        ) from None
    # Missing values, whatever they are, all have the code -1.
    kinds, first = np.unique(codes, return_index=True)
    labels = _sorted(values.iloc[first].reset_index(drop=True))
    place = np.empty(len(labels), dtype=np.int64)
    place[labels.index] = np.arange(len(labels))
    return place[codes - kinds.min(initial=0)], labels.reset_index(drop=True)


def _sorted(labels: pd.Series) -> pd.Series:
    try:
        return labels.sort_values(na_position="last")
    except TypeError:  # numbers beside texts: by type, then as they are written
        return labels.sort_values(
            na_position="last",
            key=lambda column: column.map(lambda value: f"{type(value).__name__} {value}", na_action="ignore"),
        )


def phrase_numbers(mentions: pd.DataFrame) -> tuple[Integers, pd.Index]:
    """The number of each mention's phrase, and the phrases: the categories, those without a mention too."""
    phrases = mentions["phrase"].astype("category").cat
    return phrases.codes.to_numpy().astype(np.int64), pd.Index(phrases.categories.astype(str))


def pair_numbers(documents: pd.DataFrame, mentions: pd.DataFrame) -> tuple[Integers, pd.DataFrame]:
    """Number the pairs of phrase and language that a table has rows for.

    Those are the pairs with a mention; and for each phrase among the categories that has none (it was
    asked for by name), the languages that the documents are written in.

    Returns
    -------
    numbers : int64 array
        One a mention.
    pairs : pandas.DataFrame
        ``phrase`` and ``lang``, sorted.
    """
    phrases = mentions["phrase"].astype("category").cat
    languages = mentions["lang"].astype("category").cat
    width = max(len(languages.categories), 1)
    code = phrases.codes.to_numpy(dtype=np.int64) * width + languages.codes.to_numpy(dtype=np.int64)
    present = pd.unique(code)
    absent = np.setdiff1d(np.arange(len(phrases.categories)), present // width)
    written = [i for i, lang in enumerate(languages.categories) if documents[SIZE_COLUMNS[lang]].sum() > 0]
    written = written or list(range(len(languages.categories)))
    codes = np.concatenate([present, *(absent * width + language for language in written)]).astype(np.int64)
    pairs = pd.DataFrame(
        {
            "phrase": np.array(phrases.categories.tolist(), dtype=object)[codes // width],
            "lang": np.array(languages.categories.tolist(), dtype=object)[codes % width],
        }
    ).astype(str)
    order = pairs.sort_values(["phrase", "lang"]).index.to_numpy()
    place = np.full(len(phrases.categories) * width, -1, dtype=np.int64)
    place[codes[order]] = np.arange(len(codes))
    return place[code], pairs.loc[order].reset_index(drop=True)


def tally(documents: pd.DataFrame, mentions: pd.DataFrame, group: Integers, kinds: pd.DataFrame) -> Integers:
    """How many of these mentions each of two groups of documents has of each kind.

    Parameters
    ----------
    documents, mentions : pandas.DataFrame
    group : int64 array
        0 or 1 for each document, -1 for those of neither group.
    kinds : pandas.DataFrame
        The kinds, each once, by columns that the mentions have; mentions of other kinds are not counted.

    Returns
    -------
    int64 array, (2, kinds)
    """
    side = group[document_numbers(documents, mentions)]
    columns = pd.MultiIndex.from_frame(mentions[list(kinds.columns)].astype(object))
    kind = pd.MultiIndex.from_frame(kinds.astype(object)).get_indexer(columns)
    counted = (side >= 0) & (kind >= 0)
    cells = np.bincount(side[counted] * len(kinds) + kind[counted], minlength=2 * len(kinds))
    return cells.reshape(2, len(kinds)).astype(np.int64)
