"""How often is each phrase used, period by period?"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from partyspeak.analysis.counts import UNITS, Counts, Integers, count, group_numbers, pair_numbers, squares
from partyspeak.analysis.intervals import overdispersion, poisson, wilson
from partyspeak.analysis.periods import FREQUENCIES, PERIODS, column_name, period_of
from partyspeak.errors import PartyspeakError

__all__ = ["RATES", "counted", "frequency", "rolled_up", "tabled"]

RATES: Final = ("documents", "million")
_COLUMNS: Final = ("phrase", "lang", "mentions", "documents", "rate", "denominator", "unit", "low", "high")


def frequency(
    documents: pd.DataFrame,
    mentions: pd.DataFrame,
    by: str = "year",
    per: str | None = None,
    window: int | None = None,
    cumulative: bool = False,
    confidence: float | None = None,
) -> pd.DataFrame:
    """Mentions of each phrase, in each language, by period or by another column of the documents.

    See :meth:`partyspeak.TaggedCorpus.frequency` for the choices, the columns and the errors.

    Parameters
    ----------
    documents, mentions : pandas.DataFrame
        The selected frames; see :func:`partyspeak.analysis.selection.select`.
    """
    _check(by, per, window, cumulative, confidence)
    return tabled(*counted(documents, mentions, by), by, per, window, cumulative, confidence)


def counted(documents: pd.DataFrame, mentions: pd.DataFrame, by: str) -> tuple[Counts, pd.Series, pd.DataFrame]:
    """The counts of each period, the periods, and the phrases and languages, as :func:`tabled` takes them."""
    group, labels = group_numbers(period_of(documents, by).rename(column_of(by)))
    kind, pairs = pair_numbers(documents, mentions)
    counts = count(documents, mentions, group, len(labels), kind, len(pairs))
    return replace(counts, squares=squares(documents, mentions, group, len(labels), kind, pairs)), labels, pairs


def column_of(by: str) -> str:
    """The name of the column of periods, or of another column's values, in the table."""
    return column_name(by, _COLUMNS)


def tabled(
    counts: Counts,
    labels: pd.Series,
    pairs: pd.DataFrame,
    by: str,
    per: str | None = None,
    window: int | None = None,
    cumulative: bool = False,
    confidence: float | None = None,
) -> pd.DataFrame:
    """Counts as the table that :func:`frequency` gives, which has the choices and the columns.

    Parameters
    ----------
    counts : Counts
        One row per label and one column per pair.
    labels : pandas.Series
        The periods, or the values of the column, in order.
    pairs : pandas.DataFrame
        ``phrase`` and ``lang``.
    """
    _check(by, per, window, cumulative, confidence)
    dispersion = _dispersion(counts, labels, pairs, by, confidence) if per == "million" and confidence else None
    if window is not None or cumulative:
        counts = _summed(counts, _reach(labels, by, window))
    rows, columns = np.indices(counts.mentions.shape)
    table = pd.concat(
        [
            labels.take(rows.ravel()).reset_index(drop=True),
            pairs.take(columns.ravel()).reset_index(drop=True),
            pd.DataFrame({"mentions": counts.mentions.ravel(), "documents": counts.documents.ravel()}),
        ],
        axis=1,
    )
    if dispersion is not None:
        dispersion = dispersion.take(columns.ravel())
    return table if per is None else _rated(table, counts.sizes, rows.ravel(), per, confidence, dispersion)


def _dispersion(
    counts: Counts, labels: pd.Series, pairs: pd.DataFrame, by: str, confidence: float
) -> NDArray[np.float64]:
    """How much wider than independent mentions each pair's counts spread over the documents."""
    if counts.squares is None:
        raise ValueError("intervals for mentions need the squares of the counts")
    chinese = (pairs["lang"] == "zh").to_numpy(dtype=bool)
    sizes, documents = (
        np.where(chinese, counts.sizes[f"zh{of}"][:, None], counts.sizes[f"en{of}"][:, None])
        for of in ("", "_documents")
    )
    periods = int(labels.notna().sum()) if by in PERIODS else 0
    return overdispersion(counts.mentions, sizes, documents, counts.squares, periods, confidence)


def _check(by: str, per: str | None, window: int | None, cumulative: bool, confidence: float | None) -> None:
    if per is not None and per not in RATES:
        raise PartyspeakError(f"per={per!r} is not known; use None, {' or '.join(map(repr, RATES))}")
    if window is not None and (cumulative or window < 1):
        raise PartyspeakError(f"window={window} must be 1 or more, and cannot be combined with cumulative=True")
    if (window is not None or cumulative) and by not in PERIODS:
        raise PartyspeakError(f"by={by!r}: only periods ({', '.join(PERIODS)}) can be summed over time")
    if confidence is not None and not (per and 0 < confidence < 1):
        raise PartyspeakError(
            f"confidence={confidence} must lie between 0 and 1, and is of a rate: give per={' or '.join(RATES)} too"
        )


def _reach(labels: pd.Series, by: str, window: int | None) -> Integers:
    """The number of the first group that each group's window covers."""
    dated = pd.PeriodIndex(labels.dropna().tolist(), freq=FREQUENCIES[by]).astype(np.int64).to_numpy()
    first = np.zeros(len(labels), dtype=np.int64)
    if window is not None:
        first[: len(dated)] = np.searchsorted(dated, dated - window, side="right")
    first[len(dated) :] = np.arange(len(dated), len(labels))
    return first


def _summed(counts: Counts, first: Integers) -> Counts:
    def sums(amounts: Integers) -> Integers:
        total = np.cumsum(amounts, axis=0)
        before = np.concatenate([np.zeros_like(total[:1]), total])[first] if len(total) else total
        return total - before

    return Counts(
        sums(counts.mentions), sums(counts.documents), {name: sums(size) for name, size in counts.sizes.items()}
    )


def _rated(
    table: pd.DataFrame,
    sizes: dict[str, Integers],
    group: Integers,
    per: str,
    confidence: float | None,
    dispersion: NDArray[np.float64] | None,
) -> pd.DataFrame:
    if per == "documents":
        number, scale = table["documents"].to_numpy(), 1
        size, unit = sizes["documents"][group], pd.Series("documents", index=table.index)
    else:
        number, scale = table["mentions"].to_numpy(), 1_000_000
        chinese = table["lang"].to_numpy() == "zh"
        size, unit = np.where(chinese, sizes["zh"][group], sizes["en"][group]), table["lang"].map(UNITS)
    denominator = np.where(size > 0, size, np.nan)
    table = table.assign(rate=number * scale / denominator, denominator=size, unit=unit)
    if confidence is None:
        return table
    if dispersion is None:
        low, high = wilson(number, denominator, confidence)
    else:
        low, high = poisson(number, denominator, confidence, dispersion)
    return table.assign(low=low * scale, high=high * scale)


def rolled_up(mentions: pd.DataFrame, lexicon: pd.DataFrame, column: str) -> pd.DataFrame:
    """Mentions of the groups of phrases that share a value of a lexicon column.

    Parameters
    ----------
    mentions : pandas.DataFrame
    lexicon : pandas.DataFrame
        The phrases looked for, by ``id``.
    column : str
        Such as ``domain`` or ``era``, or one that you added.

    Returns
    -------
    pandas.DataFrame
        ``mentions``, with the group's name (empty where a phrase has none) as its ``phrase``. Two mentions
        of a group that lie one in the other are still two; ``nested=False`` leaves the inner one out.
    """
    if column not in lexicon.columns:
        raise PartyspeakError(
            f"roll_up={column!r} is not a column of the phrases; the columns are {', '.join(map(str, lexicon.columns))}"
        )
    names = lexicon.set_index("id")[column].astype(object).fillna("").astype(str)
    phrases = mentions["phrase"].astype("category")
    group = pd.Categorical(names.reindex(phrases.cat.categories))
    # Each mention's phrase, as a number, looks up the number of its group.
    return mentions.assign(phrase=group.take(phrases.cat.codes.to_numpy()) if len(mentions) else group[:0])
