"""The columns of documents, mentions and phrases: the one place of their names, types and values.

Frames, the Parquet files of a saved corpus and the Arrow tables of a store are all made from these lists. To add a
column of mentions, fill it in where :mod:`partyspeak.matching` makes :class:`~partyspeak.matching.mentions.Tagged`, and
add a line to :data:`MENTIONS` here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from partyspeak.analysis.zones import ZONES
from partyspeak.dates import PartialDate
from partyspeak.io.columns import DATES_FROM
from partyspeak.lexicon.lexicon import Lexicon
from partyspeak.lexicon.model import Attestation
from partyspeak.matching.hits import WHYS
from partyspeak.matching.mentions import Tagged
from partyspeak.matching.tagger import Tagger
from partyspeak.text.code_points import storable

__all__ = [
    "DOCUMENTS",
    "MENTIONS",
    "PHRASES",
    "Found",
    "FrameColumn",
    "arrow_schema",
    "document_columns",
    "mentions_frame",
    "needed",
    "phrases_frame",
    "with_categories",
]

PRECISIONS: Final = ("year", "month", "day")
_OF_THE_LEXICON: Final = "of the lexicon"
_USED: Final = "used"

# A document is mixed when the smaller language is at least this share of it; an English word weighs
# about as much as two Chinese characters.
_MIXED_SHARE: Final = 0.1
_CHARACTERS_PER_WORD: Final = 2


@dataclass(frozen=True)
class Found:
    """Documents and what the tagger found in them.

    Attributes
    ----------
    tagger : Tagger
    tagged : Tagged
    ids : pandas.Index
        The ids of the documents.
    dates : sequence of PartialDate or None
        One entry per document.
    dates_from : sequence of str
        One entry per document, of :data:`DATES_FROM`.
    """

    tagger: Tagger
    tagged: Tagged
    ids: pd.Index
    dates: Sequence[PartialDate | None]
    dates_from: Sequence[str]


@dataclass(frozen=True)
class FrameColumn:
    """One column.

    Attributes
    ----------
    name : str
    type : pyarrow.DataType
        In a store. In a frame, ``doc_id`` has the type that was given.
    categories : sequence of str, or str
        The values that a category can have; ``"of the lexicon"`` for phrases, ``"used"`` where they depend on the rows,
        and empty for a column that is no category.
    of : callable, optional
        Makes the column of what was found: the values, or for a category of known values their numbers.
    always : bool
        Every corpus has it.
    """

    name: str
    type: pa.DataType
    categories: Sequence[str] = ()
    of: Callable[[Found], Any] | None = None
    always: bool = True


def _first_days(found: Found) -> NDArray[np.datetime64]:
    return np.array([date.first_day if date else None for date in found.dates], dtype="datetime64[us]")


def _precisions(found: Found) -> NDArray[np.int64]:
    return _numbers([date.precision if date else None for date in found.dates], PRECISIONS)


def _numbers(values: Sequence[str | None], categories: Sequence[str]) -> NDArray[np.int64]:
    numbers = {value: number for number, value in enumerate(categories)}
    return np.array([-1 if value is None else numbers[value] for value in values], dtype=np.int64)


def _languages(found: Found) -> NDArray[np.int64]:
    tagged = found.tagged
    chinese, english = tagged.zh_chars, tagged.en_words * _CHARACTERS_PER_WORD
    smaller, both = np.minimum(chinese, english), chinese + english
    codes = np.where(english > chinese, 1, 0)
    codes[(smaller > 0) & (smaller >= _MIXED_SHARE * both)] = 2
    codes[both == 0] = 3
    codes[(both == 0) & (tagged.garbled.sum(axis=1) > 0)] = -1  # no text at all, so in no language
    return codes


def _forms(found: Found) -> pd.Categorical[Any]:
    used, number = np.unique(found.tagged.form, return_inverse=True)
    texts = [found.tagger.forms[form].text for form in used.tolist()]
    wordings, wording = np.unique(np.array(texts, dtype=object), return_inverse=True)
    return _category(wording[number], wordings.tolist())


def _wordings(found: Found) -> pd.api.extensions.ExtensionArray:
    texts = pd.array([storable(text) for text in found.tagged.wordings], dtype="string")
    return texts.take(found.tagged.wording)


DOCUMENTS: Final = (
    FrameColumn("doc_id", pa.string(), of=lambda found: found.ids),
    FrameColumn("date", pa.timestamp("us"), of=_first_days),
    FrameColumn("date_precision", pa.string(), PRECISIONS, _precisions),
    FrameColumn("date_from", pa.string(), DATES_FROM, lambda found: _numbers(found.dates_from, DATES_FROM)),
    FrameColumn("lang", pa.string(), ("zh", "en", "mixed", "none"), _languages),
    FrameColumn("zh_chars", pa.int64(), of=lambda found: found.tagged.zh_chars),
    FrameColumn("en_words", pa.int64(), of=lambda found: found.tagged.en_words),
)

MENTIONS: Final = (
    FrameColumn("doc_id", pa.string(), of=lambda found: found.ids.take(found.tagged.document)),
    FrameColumn("date", pa.timestamp("us"), of=lambda found: _first_days(found)[found.tagged.document]),
    FrameColumn("date_precision", pa.string(), PRECISIONS, lambda found: _precisions(found)[found.tagged.document]),
    FrameColumn("phrase", pa.string(), _OF_THE_LEXICON, lambda found: found.tagger.phrase_of_form[found.tagged.form]),
    FrameColumn("form", pa.string(), _USED, _forms),
    FrameColumn("lang", pa.string(), ("zh", "en"), lambda found: ~found.tagger.chinese[found.tagged.form]),
    FrameColumn("start", pa.int64(), of=lambda found: found.tagged.start),
    FrameColumn("end", pa.int64(), of=lambda found: found.tagged.end),
    FrameColumn("text", pa.string(), of=_wordings),
    FrameColumn("sure", pa.bool_(), of=lambda found: found.tagged.sure),
    FrameColumn("why", pa.string(), WHYS, lambda found: found.tagged.why),
    FrameColumn("dates", pa.bool_(), of=lambda found: found.tagger.dates[found.tagged.form]),
    FrameColumn("nested", pa.bool_(), of=lambda found: found.tagged.nested),
    FrameColumn("zone", pa.string(), ZONES, always=False),
)

PHRASES: Final = tuple(
    FrameColumn(name, pa.string())
    for name in ("id", "zh", "en", "domain", "era", "attested", "attested_grade", "attested_where")
)


def needed(columns: Sequence[FrameColumn]) -> list[str]:
    """The names of the columns that every frame of the kind has."""
    return [column.name for column in columns if column.always]


def arrow_schema(columns: Sequence[FrameColumn], *more: str) -> pa.Schema:
    """The types in a store of the columns that are always there, and of those named."""
    return pa.schema({column.name: column.type for column in columns if column.always or column.name in more})


def document_columns(found: Found) -> pd.DataFrame:
    """Partyspeak's own columns of documents."""
    return _frame(DOCUMENTS, found)


def mentions_frame(found: Found) -> pd.DataFrame:
    """One row per mention."""
    return _frame([column for column in MENTIONS if column.of is not None], found)


def _frame(columns: Sequence[FrameColumn], found: Found) -> pd.DataFrame:
    made = {}
    for column in columns:
        assert column.of is not None
        values = column.of(found)
        known = list(found.tagger.lexicon) if column.categories == _OF_THE_LEXICON else column.categories
        made[column.name] = _category(values, known) if known and known != _USED else values
    return pd.DataFrame(made)


def with_categories(frame: pd.DataFrame, columns: Sequence[FrameColumn], phrases: Sequence[str] = ()) -> pd.DataFrame:
    """The frame with categories in the columns of few values: Parquet forgets those of an empty column."""
    types: dict[str, Any] = {}
    for column in columns:
        if column.categories and column.name in frame:
            known = phrases if column.categories == _OF_THE_LEXICON else column.categories
            types[column.name] = "category" if known == _USED else pd.CategoricalDtype(list(known))
    return frame.astype(types)


@lru_cache(maxsize=4)
def phrases_frame(lexicon: Lexicon) -> pd.DataFrame:
    """One row per phrase of a lexicon, with its names and its attestation."""
    phrases = lexicon.values()
    rows = [
        (phrase.id, phrase.zh, phrase.en, phrase.domain, phrase.era, *_attested(phrase.first)) for phrase in phrases
    ]
    return pd.DataFrame(rows, columns=[column.name for column in PHRASES], dtype="string")


def _attested(first: Attestation | None) -> tuple[str | None, ...]:
    return (None, None, None) if first is None else (str(first.date), first.grade, first.where or None)


def _category(codes: NDArray[Any], values: Sequence[str]) -> pd.Categorical[Any]:
    return pd.Categorical.from_codes(codes.astype(np.int64), dtype=pd.CategoricalDtype(list(values)))
