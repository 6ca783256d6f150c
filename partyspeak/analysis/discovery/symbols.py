"""Texts as one long row of numbers: a Chinese character or an English word is a number, all else a break.

Both languages are read off the same folded texts, so that spelling has one meaning everywhere. A
Chinese row skips what folding drops (spaces, quotation marks); an English word is a run of letters,
with the hyphens and apostrophes inside it. Digits, punctuation and the other script are breaks, which
no candidate crosses; only the comma of enumerations (、) occurs in a row, since 碳达峰、碳中和 is one phrase.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from partyspeak.matching.batching import Progress, batches
from partyspeak.text.code_points import as_text
from partyspeak.text.folding import BREAK, CharKind, FoldedBatch, Members, fold_batch
from partyspeak.text.hashing import RunHashes
from partyspeak.text.languages import LANGUAGES, Language

__all__ = ["END", "ENUMERATION_COMMA", "Stream", "StreamBuilder", "read_streams"]

Integers = NDArray[np.int64]
Mask = NDArray[np.bool_]

END: Final = 0
"""The number of a break."""

ENUMERATION_COMMA: Final = "、"

_LONGER_THAN_A_WORD: Final = {"zh": 3, "en": 10}
_SPACES: Final = Members((CharKind.SPACE, CharKind.LINE_END), 256)


@dataclass(frozen=True)
class Stream:
    """All texts of a corpus in one language.

    Attributes
    ----------
    lang : {"zh", "en"}
    symbols : uint32 array
        The number of each character or word in ``wordings``; 0 is a break.
    wordings : tuple of str
        What each number stands for, folded.
    document : int32 array
        The number of the document in which each symbol lies.
    start : int32 array
        Where each symbol begins in the original text.
    width : uint16 array
        How many code points it has there.
    known : bool array
        Whether a mention of a known phrase covers this symbol and the one before it.
    covered : bool array
        Whether a mention covers it that is longer than an ordinary word.
    opens, closes : bool arrays
        Whether a quotation mark opens right before the symbol, or closes right after it.
    capital : bool array
        Whether an English word begins with a capital.
    """

    lang: Language
    symbols: NDArray[np.uint32]
    wordings: tuple[str, ...]
    document: NDArray[np.int32]
    start: NDArray[np.int32]
    width: NDArray[np.uint16]
    known: Mask
    covered: Mask
    opens: Mask
    closes: Mask
    capital: Mask

    @property
    def comma(self) -> int:
        """The number of the comma of enumerations; that of a break where there is none."""
        return self.wordings.index(ENUMERATION_COMMA) if ENUMERATION_COMMA in self.wordings else END

    def __len__(self) -> int:
        return len(self.symbols)

    def wording(self, first: int, length: int) -> str:
        """The folded wording of so many symbols from a place on; English words with spaces between."""
        return LANGUAGES[self.lang].space.join(
            self.wordings[symbol] for symbol in self.symbols[first : first + length].tolist()
        )


class StreamBuilder:
    """Collects the symbols of one language, batch by batch."""

    def __init__(self, lang: Language) -> None:
        self.lang = lang
        self._numbers: dict[int, int] = {}
        self._wordings = [""]
        self._columns: dict[str, list[NDArray[Any]]] = {}

    def add(self, batch: FoldedBatch, first_document: int, start: Integers, end: Integers) -> None:
        """Add a batch.

        Parameters
        ----------
        batch : FoldedBatch
        first_document : int
            The number of the batch's first text in the corpus.
        start, end : int64 arrays
            The mentions of known phrases, as places in the batch.
        """
        covered = _covered(len(batch.points), start, end)
        first, last, hashed = _characters(batch) if self.lang == "zh" else _words(batch)
        distinct, example, number = np.unique(hashed, return_index=True, return_inverse=True)
        spellings = _spellings(batch, first, last, example)
        numbers = [self._number(*word) for word in zip(distinct.tolist(), spellings, strict=True)]
        table = np.array(numbers or [END], dtype=np.uint32)
        places, kinds = batch.folded.places, batch.kinds
        is_long = np.append(end - start >= _LONGER_THAN_A_WORD[self.lang], False)
        start, end = places[first], places[last] + 1
        document = batch.documents(start)
        self._put(
            symbols=table[number.reshape(-1)] if len(hashed) else np.zeros(0, np.uint32),
            document=(document + first_document).astype(np.int32),
            start=(start - batch.offsets[document]).astype(np.int32),
            width=np.minimum(end - start, np.iinfo(np.uint16).max).astype(np.uint16),
            known=_with_the_one_before(covered[start]),
            covered=is_long[covered[start]],
            opens=_is_quote(kinds, start - 1, CharKind.OPENING),
            closes=_is_quote(kinds, end, CharKind.CLOSING),
            capital=(batch.points[start] >= ord("A")) & (batch.points[start] <= ord("Z")),
        )

    def stream(self) -> Stream:
        """All that was added."""
        columns = {name: self._columns.pop(name) for name in list(self._columns)}
        return Stream(self.lang, wordings=tuple(self._wordings), **{n: np.concatenate(c) for n, c in columns.items()})

    def _number(self, hashed: int, spelling: str) -> int:
        if hashed == END:
            return END
        if hashed not in self._numbers:
            self._numbers[hashed] = len(self._wordings)
            self._wordings.append(spelling)
        return self._numbers[hashed]

    def _put(self, **columns: NDArray[Any]) -> None:
        for name, column in columns.items():
            self._columns.setdefault(name, []).append(column)


def read_streams(
    texts: Sequence[str],
    mentions: tuple[Integers, Integers, Integers],
    langs: Sequence[Language],
    progress: Progress | None = None,
) -> dict[str, Stream]:
    """The texts of a corpus as one stream a language.

    Parameters
    ----------
    texts : sequence of str
    mentions : document, start, end: int64 arrays
        The mentions of known phrases; the longer of nested ones alone is enough.
    langs : sequence of {"zh", "en"}
    progress : callable, optional
        Called with the number of texts done.
    """
    builders = [StreamBuilder(lang) for lang in langs]
    document, start, end = mentions
    order = np.argsort(document, kind="stable")
    document, start, end = document[order], start[order], end[order]
    for first, stop in batches(list(map(len, texts))):
        batch = fold_batch(texts[first:stop])
        rows = slice(*np.searchsorted(document, (first, stop)).tolist())
        begin = batch.offsets[document[rows] - first]
        for builder in builders:
            builder.add(batch, first, begin + start[rows], begin + end[rows])
        if progress is not None:
            progress(stop)
    return {builder.lang: builder.stream() for builder in builders if len(texts)}


def _covered(size: int, start: Integers, end: Integers) -> Integers:
    """The number of the mention that covers each place, -1 for none; of overlapping ones the longer."""
    covered = np.full(size, -1, dtype=np.int64)
    length = end - start
    order = np.argsort(length, kind="stable")
    number = np.repeat(order, length[order])
    within = np.arange(len(number)) - np.repeat(np.cumsum(length[order]) - length[order], length[order])
    covered[np.repeat(start[order], length[order]) + within] = number
    return covered


def _with_the_one_before(covered: Integers) -> Mask:
    inside = np.zeros(len(covered), dtype=bool)
    inside[1:] = (covered[1:] >= 0) & (covered[1:] == covered[:-1])
    return inside


def _characters(batch: FoldedBatch) -> tuple[Integers, Integers, NDArray[np.uint64]]:
    """Each folded symbol is a unit: a Chinese character, or a break."""
    symbols, places = batch.folded.symbols, batch.folded.places
    han = ((batch.kinds[places] == CharKind.HAN) & (symbols != BREAK)) | (symbols == ord(ENUMERATION_COMMA))
    # Of several breaks in a row one is enough.
    kept = np.flatnonzero(han | np.concatenate(([True], han[:-1])))
    return kept, kept, np.where(han[kept], symbols[kept], END).astype(np.uint64)


def _words(batch: FoldedBatch) -> tuple[Integers, Integers, NDArray[np.uint64]]:
    """Each run of letters is a unit, and each run of anything else is a break.

    A word goes on over hyphens, apostrophes and marks, and over a line end after a hyphen; a space ends it. A hyphen
    between spaces is a dash, and a break.
    """
    places, kinds = batch.folded.places, batch.kinds
    letters = (kinds[places] == CharKind.LETTER) & (batch.folded.symbols != BREAK)
    spaces = np.cumsum(_SPACES.among(kinds))
    after = np.minimum(places + 1, len(kinds) - 1)
    apart = spaces[places[1:]] != spaces[places[:-1]]
    next_but_one = np.minimum(places + 2, len(kinds) - 1)
    apart &= ~((kinds[after] == CharKind.HYPHEN) & (kinds[next_but_one] == CharKind.LINE_END))[:-1]
    begins = np.ones(len(letters), dtype=bool)
    begins[1:] = (letters[1:] != letters[:-1]) | (letters[1:] & apart)
    first = np.flatnonzero(begins)
    last = np.append(first[1:], len(letters)) - 1
    hashed = RunHashes(batch.folded.symbols).of(first, last + 1 - first)
    hashed = np.where(letters[first], np.maximum(hashed, 1), END).astype(np.uint64)
    dashes = np.flatnonzero(_behind_dash(places, kinds, first))
    first, last = (np.insert(column, dashes, column[dashes]) for column in (first, last))
    return first, last, np.insert(hashed, dashes, END)


def _behind_dash(places: Integers, kinds: NDArray[np.uint8], first: Integers) -> Mask:
    """Which units begin behind a hyphen between spaces."""
    hyphens, spaces = np.cumsum(kinds == CharKind.HYPHEN), _SPACES.among(kinds)
    here, before = places[first], places[np.maximum(first - 1, 0)]
    between = hyphens[np.maximum(here - 1, 0)] > hyphens[before]
    return np.asarray(between & spaces[np.maximum(here - 1, 0)] & spaces[np.minimum(before + 1, len(kinds) - 1)])


def _spellings(batch: FoldedBatch, first: Integers, last: Integers, example: Integers) -> list[str]:
    symbols = batch.folded.symbols
    return [
        as_text(symbols[left : right + 1])
        for left, right in zip(first[example].tolist(), last[example].tolist(), strict=True)
    ]


def _is_quote(kinds: NDArray[np.uint8], place: Integers, curly: int) -> Mask:
    """Whether a quotation mark is there; straight ones open and close alike."""
    kind = kinds[np.clip(place, 0, len(kinds) - 1)]
    return np.asarray((kind == curly) | (kind == CharKind.QUOTE))
