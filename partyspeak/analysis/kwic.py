"""Every mention in the words around it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pandas as pd

from partyspeak.analysis.counts import Integers, document_numbers
from partyspeak.analysis.mention_passages import need_texts
from partyspeak.analysis.periods import written_dates
from partyspeak.errors import PartyspeakError

__all__ = ["SORTS", "concordance", "contexts", "in_order", "sides"]

SORTS: Final = ("document", "date", "left", "right")
"""What the lines may be sorted by."""


def concordance(
    documents: pd.DataFrame,
    mentions: pd.DataFrame,
    texts: pd.Series | None,
    lexicon: pd.DataFrame,
    width: int | None = None,
    sort: str = "document",
    sample: int | None = None,
) -> pd.DataFrame:
    """Every mention with the words left and right of it: keyword in context.

    See :meth:`partyspeak.TaggedCorpus.concordance` for the choices, the columns and the errors.

    Parameters
    ----------
    documents, mentions : pandas.DataFrame
        The selected frames; see :func:`partyspeak.analysis.selection.select`.
    texts : pandas.Series or None
        The texts by ``doc_id``.
    lexicon : pandas.DataFrame
        The phrases looked for, for ``zh`` and ``en``.
    """
    if isinstance(width, str):
        raise PartyspeakError(f"width={width!r} is no number; to choose a phrase, write phrases={width!r}")
    if (width is not None and width < 0) or (sample is not None and sample < 0):
        raise PartyspeakError(f"width={width} and sample={sample} must be 0 or more")
    contents = need_texts(texts, "contexts")
    if sample is not None and sample < len(mentions):
        drawn = np.random.default_rng(0).choice(len(mentions), sample, replace=False)
        mentions = mentions.iloc[np.sort(drawn)]
    numbers = document_numbers(documents, mentions)
    left, right = sides(mentions, contents.reindex(documents["doc_id"]).tolist(), numbers, width)
    dates = written_dates(documents["date"], documents["date_precision"])
    phrases = mentions["phrase"].astype("category").cat
    wordings = lexicon.set_index("id")[["zh", "en"]].reindex(phrases.categories)
    codes = phrases.codes.to_numpy()
    columns = {
        "doc_id": mentions["doc_id"], "date": dates.take(numbers), "phrase": mentions["phrase"],
        "zh": wordings["zh"].take(codes), "en": wordings["en"].take(codes), "lang": mentions["lang"],
        "left": left, "text": mentions["text"], "right": right,
        **{name: mentions[name] for name in ("form", "start", "end", "sure", "nested", "zone") if name in mentions},
    }  # fmt: skip
    return in_order(pd.DataFrame({name: pd.Series(column).array for name, column in columns.items()}), sort)


def in_order(table: pd.DataFrame, sort: str) -> pd.DataFrame:
    """The lines of a concordance in another order.

    Parameters
    ----------
    table : pandas.DataFrame
    sort : {"document", "date", "left", "right"}
        ``document`` is the order in which they are. ``date`` puts the earliest first, undated ones last.
        ``right`` sorts by what follows the mention; ``left`` by what precedes it, read from the mention
        backwards: by characters where the mention is Chinese, by words where it is English. What is equal
        stays in order; capitals make no difference.
    """
    if sort not in SORTS:
        raise PartyspeakError(f"sort={sort!r} is not known; use {', '.join(map(repr, SORTS))}")
    if sort == "document":
        return table
    order = _by_date(table["date"]) if sort == "date" else _stable_order(_keys(table, sort))
    return table.take(order).reset_index(drop=True)


def _by_date(dates: pd.Series) -> Integers:
    codes = pd.Categorical(dates, ordered=True).codes.astype(np.int64)
    return np.argsort(np.where(codes < 0, len(dates), codes), kind="stable")


def _keys(table: pd.DataFrame, side: str) -> list[str]:
    """What lines are compared by: the context, from the mention outwards."""
    if side == "right":
        return [text.lstrip().casefold() for text in table["right"].tolist()]
    texts = [text.rstrip().casefold() for text in table["left"].tolist()]
    chinese = (table["lang"] == "zh").tolist()
    return [
        text[::-1] if characters else " ".join(text.split()[::-1])
        for text, characters in zip(texts, chinese, strict=True)
    ]


def _stable_order(keys: list[str]) -> Integers:
    """The places of the keys in the order of their code points, what is equal as it is."""
    import pyarrow as pa
    import pyarrow.compute as pc

    return pc.sort_indices(pa.array(keys, pa.large_string())).to_numpy().astype(np.int64)


_WIDTH: Final = {"zh": 20, "en": 60}
# Lines made at a time, in memory that is used again and again; a million at once take half as long again.
_BATCH: Final = 10_000


def contexts(mentions: pd.DataFrame, texts: pd.Series | None, width: int | None = None) -> pd.DataFrame:
    """What precedes and follows each mention, on one line.

    Parameters
    ----------
    mentions : pandas.DataFrame
    texts : pandas.Series or None
        The texts, by ``doc_id``; without them the answer is missing values.
    width : int, optional
        Characters to each side; 20 for Chinese and 60 for English mentions when left out.

    Returns
    -------
    pandas.DataFrame
        ``left`` and ``right``, with the index of ``mentions``; line ends and runs of spaces become one space.
    """
    if texts is None:
        left = right = pd.array([pd.NA] * len(mentions), dtype="string")
    else:
        numbers = texts.index.get_indexer(pd.Index(mentions["doc_id"])).astype(np.int64)
        left, right = sides(mentions, texts.tolist(), numbers, width)
    return pd.DataFrame({"left": left, "right": right}, index=mentions.index)


def sides(mentions: pd.DataFrame, texts: Sequence[str], numbers: Integers, width: int | None = None) -> tuple[Any, Any]:
    """The left and the right of each mention as two arrays of strings; see :func:`contexts`.

    Parameters
    ----------
    mentions : pandas.DataFrame
    texts : sequence of str
    numbers : int64 array
        Which of the texts each mention occurs in.
    width : int, optional
    """
    start, end = (mentions[place].to_numpy(dtype=np.int64) for place in ("start", "end"))
    reach = np.where(mentions["lang"] == "zh", _WIDTH["zh"], _WIDTH["en"]) if width is None else np.int64(width)
    before, after = np.maximum(start - reach, 0), end + reach
    left, right = [], []
    for first in range(0, len(mentions), _BATCH):
        batch = slice(first, first + _BATCH)
        own = [texts[number] for number in numbers[batch].tolist()]
        left.append(_lines(own, before[batch], start[batch]))
        right.append(_lines(own, end[batch], after[batch]))
    return _column(left), _column(right)


def _lines(texts: list[str], start: Integers, end: Integers) -> Any:
    """A slice of each text, on one line."""
    import pyarrow as pa

    slices = [text[first:last] for text, first, last in zip(texts, start.tolist(), end.tolist(), strict=True)]
    # Most hold printable characters and single spaces only, and stay as they are.
    lines = [text if text.isprintable() and "  " not in text and text != " " else _one_line(text) for text in slices]
    return pa.array(lines, pa.large_string())


def _one_line(text: str) -> str:
    """Line ends and runs of spaces as one space; a space at either end still shows a word's edge."""
    return "" if text.isspace() else " ".join(f"|{text}|".split())[1:-1]


def _column(batches: list[Any]) -> Any:
    import pyarrow as pa

    kind: Any = pd.StringDtype()
    return kind.__from_arrow__(pa.chunked_array(batches, pa.large_string()).combine_chunks())
