"""Phrases that occur in a row, and rows whose order changed."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Hashable
from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from partyspeak.analysis.counts import document_numbers
from partyspeak.analysis.mention_passages import need_texts
from partyspeak.analysis.selection import Where, two_groups
from partyspeak.errors import PartyspeakError

__all__ = ["Enumeration", "enumerated", "enumerations", "joint_places", "reordered"]

# What is between two members of an enumeration: marks, quotation marks and words for "and".
_BETWEEN: Final = re.compile(r"(?:[\s、，,；;“”‘’\"'「」《》]|以及|和|与|及|\band\b|\bor\b)+")
_LONGEST: Final = 12


class Enumeration(NamedTuple):
    """Phrases in a row.

    Attributes
    ----------
    phrases : tuple of str
        Ids, in order.
    document : int
        The document's number.
    start : int
        Its place in the text.
    text : str
        As it is there.
    """

    phrases: tuple[str, ...]
    document: int
    start: int
    text: str


def enumerations(documents: pd.DataFrame, mentions: pd.DataFrame, texts: pd.Series | None) -> list[Enumeration]:
    """The enumerations of phrases: two or more in a row, with only marks or words for "and" between them.

    Parameters
    ----------
    documents, mentions : pandas.DataFrame
        Nested mentions are no members; the phrase that they lie in is.
    texts : pandas.Series
        The texts by ``doc_id``.

    Raises
    ------
    PartyspeakError
        When the texts were not saved.
    """
    contents = need_texts(texts, "enumerations").reindex(documents["doc_id"]).to_numpy(dtype=object)
    members = mentions[~mentions["nested"]]
    number = document_numbers(documents, members)
    order = np.lexsort((members["start"].to_numpy(), number))
    number, start, end = number[order], members["start"].to_numpy()[order], members["end"].to_numpy()[order]
    phrases = members["phrase"].astype(str).to_numpy()[order]
    gap = start[1:] - end[:-1]
    near = np.flatnonzero((number[1:] == number[:-1]) & (gap > 0) & (gap <= _LONGEST))
    found: list[Enumeration] = []
    begin = stop = -1  # the first and the last member of the row that is being read
    for left in [*near.tolist(), -2]:
        linked = False
        if left >= 0:
            between = contents[number[left]][end[left] : start[left + 1]]
            linked = bool(between.strip()) and _BETWEEN.fullmatch(between) is not None
        if linked and left == stop:
            stop = left + 1
            continue
        if begin >= 0:
            row = slice(begin, stop + 1)
            text = contents[number[begin]][start[begin] : end[stop]]
            found.append(Enumeration(tuple(phrases[row].tolist()), int(number[begin]), int(start[begin]), text))
        begin, stop = (left, left + 1) if linked else (-1, -1)
    return found


def enumerated(
    documents: pd.DataFrame, mentions: pd.DataFrame, texts: pd.Series | None, least: int = 2
) -> pd.DataFrame:
    """The enumerations of phrases: in a row, with only marks or words for "and" between them.

    Parameters
    ----------
    documents, mentions : pandas.DataFrame
        The selected frames; see :func:`partyspeak.analysis.selection.select`. A phrase that was not selected
        ends an enumeration.
    texts : pandas.Series
        The texts by ``doc_id``.
    least : int
        The least number of members.

    Returns
    -------
    pandas.DataFrame
        One row per enumeration, in document order, then by place: ``doc_id, date, start`` (where it begins),
        ``members`` (how many), ``phrases`` (their ids, in order, between semicolons) and ``text`` (as it
        is there).

    Raises
    ------
    PartyspeakError
        When ``least`` is below 2, or the texts were not saved.
    """
    if least < 2:
        raise PartyspeakError(f"least={least} must be 2 or more; one phrase is no enumeration")
    found = [row for row in enumerations(documents, mentions, texts) if len(row.phrases) >= least]
    of = documents.iloc[[row.document for row in found]].reset_index(drop=True)
    return of[["doc_id", "date"]].assign(
        start=np.array([row.start for row in found], dtype=np.int64),
        members=np.array([len(row.phrases) for row in found], dtype=np.int64),
        phrases=pd.array(["; ".join(row.phrases) for row in found], dtype="string"),
        text=pd.array([row.text for row in found], dtype="string"),
    )


def joint_places(documents: pd.DataFrame, mentions: pd.DataFrame, texts: pd.Series) -> list[tuple[int, int, int]]:
    """What is between mentions that an enumeration of any choice of them may join.

    Returns
    -------
    list of (int, int, int)
        The document's number, start and end.
    """
    contents = texts.reindex(documents["doc_id"]).to_numpy(dtype=object)
    number = document_numbers(documents, mentions).tolist()
    starts = set(zip(number, mentions["start"].tolist(), strict=True))
    found: list[tuple[int, int, int]] = []
    for document, end in sorted(set(zip(number, mentions["end"].tolist(), strict=True))):
        joint = _BETWEEN.match(contents[document][end : end + _LONGEST])
        reach = range(end + len(joint[0]) if joint else end, end, -1)
        found.extend((document, end, start) for start in reach if (document, start) in starts)
    return found


def reordered(
    documents: pd.DataFrame,
    mentions: pd.DataFrame,
    texts: pd.Series | None,
    before: Where | Hashable,
    after: Where | Hashable,
) -> pd.DataFrame:
    """Pairs of phrases that are enumerated in one order before and in the other after.

    See :meth:`partyspeak.TaggedCorpus.reordered` for the choices, the columns and the errors.

    Parameters
    ----------
    documents, mentions : pandas.DataFrame
        The selected frames; see :func:`partyspeak.analysis.selection.select`.
    texts : pandas.Series
        The texts by ``doc_id``.
    """
    group = two_groups(documents, before, after)
    seen: list[dict[tuple[str, str], list[Enumeration]]] = [defaultdict(list), defaultdict(list)]
    for row in enumerations(documents, mentions, texts):
        if group[row.document] >= 0:
            for pair in dict.fromkeys(itertools.combinations(row.phrases, 2)):
                seen[group[row.document]][pair].append(row)
    ids = documents["doc_id"].tolist()
    rows = []
    for first, second in sorted(seen[0]):
        old, new = seen[0][first, second], seen[1].get((second, first), [])
        contrary = [
            len(side.get(pair, [])) for side, pair in zip(seen, [(second, first), (first, second)], strict=True)
        ]
        if first != second and len(old) > contrary[0] and len(new) > contrary[1]:
            places = [cell for rows in (old, new) for cell in (ids[rows[0].document], rows[0].text)]
            rows.append((first, second, len(old), contrary[0], len(new), contrary[1], *places))
    columns = [
        *("first_before", "first_after", "times_before", "contrary_before", "times_after", "contrary_after"),
        *("doc_before", "text_before", "doc_after", "text_after"),
    ]
    return pd.DataFrame(rows, columns=columns)
