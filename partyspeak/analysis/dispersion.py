"""Is a phrase spread evenly over the corpus, or does it occur in a few places only?"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from partyspeak.analysis.counts import SIZE_COLUMNS, UNITS, Integers, document_numbers, group_numbers, pair_numbers
from partyspeak.analysis.mention_passages import need_texts
from partyspeak.analysis.periods import date_ranks, period_of, written_dates

__all__ = ["dispersion", "laid_out", "positions"]

_Floats = NDArray[np.float64]
_DOCUMENT: Final = "document"


def dispersion(
    documents: pd.DataFrame, mentions: pd.DataFrame, lexicon: pd.DataFrame, by: str = _DOCUMENT
) -> pd.DataFrame:
    """How evenly each phrase is spread over the parts of the corpus.

    See :meth:`partyspeak.TaggedCorpus.dispersion` for the choices, the columns and the errors.

    Parameters
    ----------
    documents, mentions : pandas.DataFrame
        The selected frames; see :func:`partyspeak.analysis.selection.select`.
    lexicon : pandas.DataFrame
        The phrases looked for, for ``zh`` and ``en``.
    """
    if by == _DOCUMENT:
        group, groups = np.arange(len(documents), dtype=np.int64), len(documents)
    else:
        values = period_of(documents, by)
        group, labels = group_numbers(values)
        group, groups = np.where(values.isna(), -1, group), len(labels)
    kind, pairs = pair_numbers(documents, mentions)
    part = group[document_numbers(documents, mentions)]
    kind, part = kind[part >= 0], part[part >= 0]
    sizes = {lang: _sizes(documents[column], group, groups) for lang, column in SIZE_COLUMNS.items()}
    wordings = lexicon.set_index("id")[["zh", "en"]].reindex(pairs["phrase"]).reset_index(drop=True)
    table = pairs[["phrase"]].join(wordings).assign(lang=pairs["lang"])
    cells, counts = np.unique(kind * max(groups, 1) + part, return_counts=True)
    measures = _measures(cells // max(groups, 1), cells % max(groups, 1), counts, pairs["lang"], sizes)
    return table.join(measures)


def _sizes(amounts: pd.Series, group: Integers, groups: int) -> _Floats:
    inside = group >= 0
    return np.bincount(group[inside], amounts.to_numpy()[inside], minlength=groups).astype(np.float64)


def _measures(
    kind: Integers, part: Integers, count: Integers, langs: pd.Series, sizes: dict[str, _Floats]
) -> pd.DataFrame:
    """The measures of each kind, from its cells only: in all other parts it has no mention."""
    kinds = len(langs)
    chinese = langs.to_numpy() == "zh"
    size = np.where(chinese[kind], sizes["zh"][part], sizes["en"][part])
    totals, parts, least = (
        np.where(chinese, *(_of_sizes(sizes[lang])[number] for lang in ("zh", "en"))) for number in range(3)
    )
    mentions, found = (np.bincount(kind, weights, minlength=kinds) for weights in (count, None))
    known = mentions > 0
    with np.errstate(divide="ignore", invalid="ignore"):
        share = size / totals[kind]
        # |v - s| over all parts; where the phrase is not, v is 0 and the term is s.
        dp = (1 + np.bincount(kind, np.abs(count / mentions[kind] - share) - share, minlength=kinds)) / 2
        rate = count / size
        mean = np.bincount(kind, rate, minlength=kinds) / parts
        squares = np.bincount(kind, (rate - mean[kind]) ** 2, minlength=kinds) + (parts - found) * mean**2
        d = 1 - np.sqrt(squares / parts) / mean / np.sqrt(parts - 1)
        dp_norm = dp / (1 - least)
    d, dp, dp_norm = (np.clip(np.where(known, values, np.nan), 0, 1) for values in (d, dp, dp_norm))
    return pd.DataFrame(
        {
            "mentions": mentions.astype(np.int64), "range": found.astype(np.int64), "parts": parts.astype(np.int64),
            "size": totals.astype(np.int64), "unit": langs.map(UNITS), "juillands_d": np.where(parts > 1, d, np.nan),
            "dp": dp, "dp_norm": np.where(parts > 1, dp_norm, np.nan),
        }
    )  # fmt: skip


def _of_sizes(sizes: _Floats) -> tuple[float, int, float]:
    """The sum of the parts, how many have any text, and what share the smallest of these is."""
    filled = sizes[sizes > 0]
    return float(filled.sum()), len(filled), float(filled.min() / filled.sum()) if len(filled) else np.nan


def positions(documents: pd.DataFrame, mentions: pd.DataFrame, texts: pd.Series | None) -> pd.DataFrame:
    """Where each mention occurs in its document and in the corpus, for a dispersion plot.

    See :meth:`partyspeak.TaggedCorpus.positions` for the choices, the columns and the errors.

    Parameters
    ----------
    documents, mentions : pandas.DataFrame
        The selected frames; see :func:`partyspeak.analysis.selection.select`.
    texts : pandas.Series or None
        The texts by ``doc_id``, for their lengths.
    """
    length, begin = laid_out(documents, texts)
    number = document_numbers(documents, mentions)
    start = mentions["start"].to_numpy()
    place = begin[number] + start
    phrases = mentions["phrase"].astype("category")
    by_place = np.lexsort((phrases.cat.codes.to_numpy(), mentions["end"].to_numpy(), place))
    number, start = number[by_place], start[by_place]
    table = mentions[["phrase", "lang", "text", "doc_id"]].iloc[by_place].reset_index(drop=True)
    return table.assign(
        date=written_dates(documents["date"], documents["date_precision"]).take(number).array,
        document=date_ranks(documents)[number] + 1,
        start=start,
        length=length[number],
        place=start / length[number],
        corpus_place=place[by_place] / max(int(length.sum()), 1),
    )


def laid_out(documents: pd.DataFrame, texts: pd.Series | None) -> tuple[Integers, Integers]:
    """The length of each document, and how many characters precede it when all are laid end to end by date.

    Raises
    ------
    PartyspeakError
        When the texts were not saved.
    """
    lengths = need_texts(texts, "places").str.len().reindex(documents["doc_id"])
    length = lengths.to_numpy(dtype=np.int64).astype(np.int64)
    order = np.argsort(date_ranks(documents))
    begin = np.empty(len(documents), dtype=np.int64)
    begin[order] = np.cumsum(length[order]) - length[order]
    return length, begin
