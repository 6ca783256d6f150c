"""Which documents and which mentions a question is about."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Hashable, Sequence
from typing import Any, Final, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from partyspeak.analysis.counts import document_numbers
from partyspeak.analysis.periods import last_days
from partyspeak.dates import parse
from partyspeak.errors import PartyspeakError
from partyspeak.matching.hits import REFUSALS

__all__ = ["Phrases", "Where", "between", "document_mask", "group_mask", "not_refused", "select", "two_groups"]

Phrases: TypeAlias = str | Sequence[str] | None
Where: TypeAlias = str | Callable[[pd.DataFrame], Any] | pd.Series | NDArray[np.bool_] | Sequence[bool] | None

_LANGUAGES: Final = ("zh", "en")


def select(
    documents: pd.DataFrame,
    mentions: pd.DataFrame,
    phrases: Phrases = None,
    lang: str | None = None,
    sure_only: bool = True,
    nested: bool = True,
    where: Where = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The documents and mentions that a question is about; every question of a corpus takes these five choices.

    Parameters
    ----------
    documents, mentions : pandas.DataFrame
        The two frames of a TaggedCorpus.
    phrases : str or sequence of str, optional
        A phrase's id, or several; all that are used when left out. In a table of counts, a phrase asked
        for by name has its rows of zeros where it has no mention.
    lang : {None, "zh", "en"}
        Only mentions in this language.
    sure_only : bool
        Leave unsure mentions out. Refused hits, if the corpus keeps them, are never counted.
    nested : bool
        False leaves out the mentions that lie inside a longer mention of another phrase, so that only
        free-standing ones count.
    where : str, callable or boolean mask, optional
        Only these documents: a condition for :meth:`pandas.DataFrame.query` (``"speaker == 'Li'"``), a
        function of the documents that gives a mask (see :func:`between`), or a mask over all documents.

    Returns
    -------
    documents, mentions : pandas.DataFrame
        The selected rows, in order, with their index. The categories of ``mentions["phrase"]`` are the
        phrases asked for, or else those with a mention left; those of ``lang`` likewise.

    Raises
    ------
    PartyspeakError
        For a phrase, a language or a condition that is not known; each with its name and what there is.

    Examples
    --------
    >>> from partyspeak import samples, tag
    >>> tagged = tag(samples.load(), id="id")
    >>> documents, mentions = select(tagged.documents, tagged.mentions, "dual-circulation", where="lang == 'zh'")
    >>> mentions["phrase"].cat.categories.tolist()
    ['dual-circulation']
    """
    if lang is not None and lang not in _LANGUAGES:
        raise PartyspeakError(f"lang={lang!r} is not one of {', '.join(_LANGUAGES)}; None takes both")
    asked = _asked(mentions["phrase"], phrases)
    of = mentions["phrase"].astype("category")
    keep = np.ones(len(mentions), dtype=bool)
    if asked is not None:
        keep &= of.isin(asked).to_numpy()
    if lang is not None:
        keep &= (mentions["lang"] == lang).to_numpy()
    if sure_only:
        keep &= mentions["sure"].to_numpy(dtype=bool)
    if not nested:
        keep &= ~mentions["nested"].to_numpy(dtype=bool)
    keep &= not_refused(mentions)
    if where is not None:
        mask = document_mask(documents, where)
        keep &= mask[document_numbers(documents, mentions)]
        documents = documents[mask]
    used = of[keep]
    names = sorted(used.cat.remove_unused_categories().cat.categories) if asked is None else asked
    languages = list(_LANGUAGES) if lang is None else [lang]
    return documents, mentions[keep].assign(
        phrase=used.cat.set_categories(names),
        lang=mentions["lang"][keep].astype(pd.CategoricalDtype(languages)),
    )


def not_refused(mentions: pd.DataFrame) -> NDArray[np.bool_]:
    """Which rows are mentions, and not hits that were refused and kept for a look."""
    if "why" not in mentions:
        return np.ones(len(mentions), dtype=bool)
    return ~mentions["why"].isin(REFUSALS[1:]).to_numpy()


def _asked(column: pd.Series, phrases: Phrases) -> list[str] | None:
    if phrases is None:
        return None
    try:
        asked = {phrases} if isinstance(phrases, str) else set(phrases)
    except TypeError:
        raise PartyspeakError(f"phrases={phrases!r} must be a phrase's id, or a list of ids") from None
    known = set(column.cat.categories if isinstance(column.dtype, pd.CategoricalDtype) else column)
    unknown = sorted(map(str, asked - known))
    if unknown:
        near = difflib.get_close_matches(unknown[0], map(str, known), n=3)
        hint = f"; near {unknown[0]!r}: {', '.join(near)}" if near else ""
        raise PartyspeakError(
            f"phrases: {', '.join(map(repr, unknown))} not among the {len(known)} phrases looked for{hint}; "
            "`tagged.phrases` lists them"
        )
    return sorted(asked)


def document_mask(documents: pd.DataFrame, where: Where) -> NDArray[np.bool_]:
    """True for the documents that ``where`` means; see :func:`select`."""
    if where is None:
        return np.ones(len(documents), dtype=bool)
    values: Any = where
    if isinstance(where, str):
        values = _evaluate(documents, where)
    elif callable(where):
        values = where(documents)
    shown = repr(where) if isinstance(where, str) else "the mask"
    # A mask of the reader's own frame has that frame's index, which tagging made the ids.
    of_documents = (documents.index, pd.Index(documents["doc_id"]))
    if isinstance(values, pd.Series) and not any(values.index.equals(index) for index in of_documents):
        raise PartyspeakError(
            f"where: {shown} has an index that is neither that of the documents nor their ids, so its rows cannot be "
            "told; make it from `tagged.documents`"
        )
    if np.ndim(values) > 1:
        raise PartyspeakError(f"where: {shown} gives a table, not True or False for each document; write == to compare")
    mask = pd.Series(values).reset_index(drop=True)
    if len(mask) != len(documents):
        raise PartyspeakError(f"where: {shown} has {len(mask)} values for {len(documents)} documents")
    if mask.dtype == object and mask.dropna().isin([True, False]).all():
        mask = mask.astype("boolean")
    if len(mask) and not pd.api.types.is_bool_dtype(mask.dtype):
        raise PartyspeakError(
            f"where: {shown} gives {mask.dtype}, not True or False for each document; write a comparison, "
            "such as \"speaker == 'Li'\""
        )
    return mask.astype("boolean").fillna(False).to_numpy(dtype=bool)


def _evaluate(documents: pd.DataFrame, condition: str) -> Any:
    try:
        return documents.eval(condition)
    except Exception as error:  # pandas raises a dozen kinds, from SyntaxError to UndefinedVariableError
        raise PartyspeakError(
            f"where: {condition!r} cannot be read as a condition on the documents ({error}); "
            f"the columns are {', '.join(map(str, documents.columns))}"
        ) from None


def group_mask(documents: pd.DataFrame, group: Where | Hashable) -> NDArray[np.bool_]:
    """True for one side of a contrast: the document with this id, or those that ``where`` would mean.

    Raises
    ------
    PartyspeakError
        Also when no document is meant.
    """
    if pd.api.types.is_scalar(group) and not isinstance(group, bool) and (documents["doc_id"] == group).any():
        return (documents["doc_id"] == group).to_numpy(dtype=bool)
    mask = document_mask(documents, group)  # type: ignore[arg-type]
    if not mask.any():
        shown = repr(group) if pd.api.types.is_scalar(group) else "the mask"
        raise PartyspeakError(f"no document among {len(documents)} fits {shown}; a contrast needs one at least")
    return mask


def two_groups(documents: pd.DataFrame, target: Where | Hashable, reference: Where | Hashable) -> NDArray[np.int64]:
    """The group of each document: 0 the first, 1 the second (the rest where it is left out), -1 neither.

    Raises
    ------
    PartyspeakError
        When a group is empty, or a document is in both.
    """
    first = group_mask(documents, target)
    second = ~first if reference is None else group_mask(documents, reference)
    if not second.any():
        raise PartyspeakError("no document is left for the reference; the target has them all")
    if (first & second).any():
        raise PartyspeakError(f"the two groups share {(first & second).sum()} documents; they must share none")
    return np.where(first, 0, np.where(second, 1, -1)).astype(np.int64)


def between(first: object = None, last: object = None) -> Callable[[pd.DataFrame], pd.Series]:
    """A condition for ``where``: documents certainly dated from ``first`` to ``last``, both included.

    Parameters
    ----------
    first, last : date, str or int, optional
        As precise as they are known: ``between("2013", "2017-10")`` is 2013-01-01 to 2017-10-31. A
        document dated 2017 may be later than October, so it is not between them.

    Returns
    -------
    callable
        From the documents to a mask.

    Examples
    --------
    >>> from partyspeak import samples, tag
    >>> tagged = tag(samples.load(), id="id")
    >>> int(between("2013", "2020")(tagged.documents).sum())
    5
    """
    if first is pd.NaT or last is pd.NaT:
        raise PartyspeakError(f"between({first!r}, {last!r}): NaT is no date; None sets no limit")
    earliest = None if first is None else pd.Timestamp(parse(first).first_day)
    latest = None if last is None else pd.Timestamp(parse(last).last_day)
    if earliest is not None and latest is not None and earliest > latest:
        raise PartyspeakError(
            f"between({first!r}, {last!r}): the first is later than the last, and nothing lies between"
        )

    def within(documents: pd.DataFrame) -> pd.Series:
        mask = documents["date"].notna()
        if earliest is not None:
            mask &= documents["date"] >= earliest
        if latest is not None:
            mask &= last_days(documents) <= latest
        return mask

    return within
