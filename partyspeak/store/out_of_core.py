"""Answer questions about a corpus larger than memory: compute an answer for each piece, and join the answers.

A first appearance is a minimum and a frequency is a sum, so the answer for the whole follows from the answers for its
pieces. They can be joined in any groups, as long as they stay in order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from pathlib import Path
from typing import Any, Final, NamedTuple, Unpack

import numpy as np
import pandas as pd

from partyspeak.analysis import counts
from partyspeak.analysis import frequency as frequencies
from partyspeak.analysis.first_appearances import Evidence
from partyspeak.analysis.periods import period_of
from partyspeak.corpus.choices import Choices, need_known
from partyspeak.corpus.corpus import TaggedCorpus
from partyspeak.errors import PartyspeakError
from partyspeak.lexicon.phrase_names import PhraseNames
from partyspeak.store import Store
from partyspeak.store.opening import read_parquet
from partyspeak.store.reading import Selection

__all__ = ["PieceCounts", "StoredCorpus", "first_appearances", "frequency", "open_store"]


class PieceCounts(NamedTuple):
    """Counts of one piece, which can be added to those of other pieces.

    Attributes
    ----------
    pairs : pandas.DataFrame
        Mentions, documents and ``squares`` by ``group`` (a period), phrase and language, if there are any.
    totals : pandas.DataFrame
        By ``group``: ``documents`` (their number), ``zh_chars``, ``en_words`` and the other sizes of
        :class:`partyspeak.analysis.counts.Counts`.
    phrases, languages : frozenset of str
        The phrases that were asked for, and the languages that occur.
    """

    pairs: pd.DataFrame
    totals: pd.DataFrame
    phrases: frozenset[str]
    languages: frozenset[str]

    @classmethod
    def of(
        cls, corpus: TaggedCorpus, by: str = "year", roll_up: str | None = None, **choices: Unpack[Choices]
    ) -> PieceCounts:
        """The counts of one piece; the parameters are those of ``TaggedCorpus.frequency``."""
        picked = corpus.select(**choices)
        documents, mentions = picked.documents, picked.mentions
        if roll_up is not None:
            mentions = frequencies.rolled_up(mentions, corpus.phrases, roll_up)
        counted, labels, kinds = frequencies.counted(documents, mentions, by)
        table = frequencies.tabled(counted, labels, kinds, by)
        if counted.squares is not None:
            table["squares"] = counted.squares.ravel()
        # The column may have any name, even lang.
        table.columns = ["group", *table.columns[1:]]
        columns = {**{name: documents[name] for name in counts.SIZE_COLUMNS.values()}, **counts.text_sizes(documents)}
        sizes = pd.DataFrame(columns, index=documents.index).assign(group=period_of(documents, by))
        totals = sizes.groupby("group", dropna=False, as_index=False, observed=True).sum()
        known = (frozenset(mentions[column].cat.categories.astype(str)) for column in ("phrase", "lang"))
        return cls(table[table["mentions"] > 0], totals, *known)

    def join(self, other: PieceCounts) -> PieceCounts:
        """Join with another piece."""
        return PieceCounts(
            _sums([self.pairs, other.pairs], ["group", "phrase", "lang"]),
            _sums([self.totals, other.totals], ["group"]),
            self.phrases | other.phrases,
            self.languages | other.languages,
        )

    def finish(self, by: str, roll_up: str | None = None, **rates: Any) -> pd.DataFrame:
        """The answer for the whole; ``per, window, cumulative, confidence`` are those of ``TaggedCorpus.frequency``."""
        kinds = {"phrase": sorted(self.phrases), "lang": sorted(self.languages)}
        kind, pairs = counts.pair_numbers(
            self.totals, self.pairs.astype({column: pd.CategoricalDtype(known) for column, known in kinds.items()})
        )
        groups, labels = counts.group_numbers(pd.concat([self.totals["group"], self.pairs["group"]], ignore_index=True))
        group, of_pair = groups[: len(self.totals)], groups[len(self.totals) :]
        mentions, documents = np.zeros((2, len(labels), len(pairs)), dtype=np.int64)
        mentions[of_pair, kind] = self.pairs["mentions"]
        documents[of_pair, kind] = self.pairs["documents"]
        squares = np.zeros(mentions.shape)
        squares[of_pair, kind] = self.pairs["squares"]
        totals = self.totals.iloc[np.argsort(group)]
        names = ["documents", *(f"{lang}{of}" for lang in counts.SIZE_COLUMNS for of in ("", "_documents"))]
        sizes = {name: totals[name].to_numpy(dtype=np.int64) for name in names}
        whole = counts.Counts(mentions, documents, sizes, squares)
        table = frequencies.tabled(whole, labels.rename(frequencies.column_of(by)), pairs, by, **rates)
        return table if roll_up is None else table.rename(columns={"phrase": roll_up})


def _sums(frames: Sequence[pd.DataFrame], keys: list[str]) -> pd.DataFrame:
    filled = [frame for frame in frames if len(frame)] or frames[:1]
    return pd.concat(filled).groupby(keys, dropna=False, as_index=False, observed=True).sum()


def first_appearances(
    corpora: Iterable[TaggedCorpus],
    by: str | None = None,
    n: int = 1,
    first_period: str = "year",
    spelled_out: bool = False,
    strict: bool = True,
    **choices: Unpack[Choices],
) -> pd.DataFrame:
    """The first appearance of each phrase in a corpus that is given in pieces.

    Parameters
    ----------
    corpora : iterable of TaggedCorpus
        One after another; only one is in memory at a time.
    by, n, first_period, spelled_out, strict, **choices
        As for :meth:`partyspeak.TaggedCorpus.first_appearances`, and so is the table.

    Examples
    --------
    >>> from partyspeak import samples, tag
    >>> docs = samples.load()
    >>> table = first_appearances(tag(piece, id="id") for piece in (docs[:9], docs[9:]))
    >>> table.equals(tag(docs, id="id").first_appearances())
    True
    """
    whole: Evidence | None = None
    for corpus in corpora:
        phrases = corpus.phrases
        piece = corpus.first_evidence(by, n, spelled_out, strict, **choices)
        whole = piece if whole is None else whole.join(piece, n)
    if whole is None:
        raise PartyspeakError("no corpus was given; give at least one, which may be empty")
    return whole.table(phrases, by, n, first_period)


def frequency(
    corpora: Iterable[TaggedCorpus],
    by: str = "year",
    per: str | None = None,
    window: int | None = None,
    cumulative: bool = False,
    confidence: float | None = None,
    roll_up: str | None = None,
    **choices: Unpack[Choices],
) -> pd.DataFrame:
    """Mentions of each phrase by period or column, in a corpus that is given in pieces.

    Parameters
    ----------
    corpora : iterable of TaggedCorpus
    by, per, window, cumulative, confidence, roll_up, **choices
        As for :meth:`partyspeak.TaggedCorpus.frequency`, which returns the same table.

    Examples
    --------
    >>> from partyspeak import samples, tag
    >>> docs = samples.load()
    >>> table = frequency((tag(piece, id="id") for piece in (docs[:9], docs[9:])), per="million")
    >>> table.equals(tag(docs, id="id").frequency(per="million"))
    True
    """
    counted = (PieceCounts.of(corpus, by, roll_up, **choices) for corpus in corpora)
    return reduce(PieceCounts.join, counted).finish(
        by, roll_up, per=per, window=window, cumulative=cumulative, confidence=confidence
    )


IN_PIECES: Final = ("first_appearances", "frequency")
"""The questions that can be answered piece by piece; all others need the whole corpus."""


class NotInPieces(PartyspeakError, AttributeError):  # noqa: N818 - what it is, not what went wrong
    """A question that cannot be answered piece by piece."""


class InPieces:
    """A corpus that is queried piece by piece; for other questions, its error says how to ask them."""

    _way_out: str
    _names: PhraseNames

    def _of_pieces(self, choices: Choices) -> Choices:
        """The choices in a form that works for each piece: phrases by id, since a piece knows only some of their forms.

        Raises
        ------
        PartyspeakError
            If a phrase is not known, or for a mask, since the documents that it covers are never all in one place.
        """
        need_known(choices)
        where = choices.get("where")
        if where is not None and not isinstance(where, str) and not callable(where):
            raise PartyspeakError(
                "where: a mask covers all documents, but here they are queried piece by piece; give a condition "
                f"(\"source == 'Xinhua'\") or a function of the documents, or {self._way_out}"
            )
        if choices.get("phrases") is None:
            return choices
        return {**choices, "phrases": self._names.resolve_all(choices["phrases"] or [])}

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or not hasattr(TaggedCorpus, name):
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        raise NotInPieces(
            f"{name} needs the whole corpus and cannot be answered piece by piece ({', '.join(IN_PIECES)} can); "
            f"{self._way_out}"
        )


class StoredCorpus(InPieces):
    """A store that is queried piece by piece, with at most one part in memory.

    Questions accept the choices of :meth:`partyspeak.TaggedCorpus.select`. A condition in ``where`` must concern each
    document alone (``zh_chars > 1000``, not ``zh_chars > zh_chars.mean()``), since it is evaluated on each part.

    Parameters
    ----------
    folder : str or Path
    phrases, since, until, where
        Which part of the store to use; see :meth:`partyspeak.store.Store.read`.
    """

    _way_out = "read what you need into memory and ask that corpus: .read(since=…, where=…)"

    def __init__(
        self,
        folder: str | Path,
        *,
        phrases: str | Iterable[str] | None = None,
        since: object = None,
        until: object = None,
        where: Mapping[str, object] | None = None,
    ) -> None:
        self.store = Store(folder)
        self.settings = self.store.manifest.settings
        self._selection = {"phrases": self.store.ids_of(phrases), "since": since, "until": until, "where": where}
        Selection.of(None, since, until, where, texts=False)  # invalid choices are refused now

    @property
    def _names(self) -> PhraseNames:  # type: ignore[override]
        return self.store.names

    def pieces(self, **choices: Any) -> Iterator[TaggedCorpus]:
        """Yield the parts of the store in order; at least one, which may be empty."""
        wanted = {**self._selection, **choices}
        asked = self.store.ids_of(wanted["phrases"])
        found = False
        for frames in self.store.pieces(**wanted):
            found = True
            yield TaggedCorpus(*frames, asked=asked)
        if not found:
            yield self.read(**choices)

    def read(self, **choices: Any) -> TaggedCorpus:
        """Read all of the store into memory, or what ``phrases, since, until, where, texts`` select.

        The choices are those of :func:`read_parquet`. Each replaces the one with which the store was opened.
        """
        return read_parquet(self.store.folder, **{**self._selection, **choices})

    def first_appearances(
        self,
        by: str | None = None,
        n: int = 1,
        first_period: str = "year",
        spelled_out: bool = False,
        strict: bool = True,
        **choices: Unpack[Choices],
    ) -> pd.DataFrame:
        """As :meth:`partyspeak.TaggedCorpus.first_appearances`."""
        return first_appearances(self.pieces(), by, n, first_period, spelled_out, strict, **self._of_pieces(choices))

    def frequency(
        self,
        by: str = "year",
        per: str | None = None,
        window: int | None = None,
        cumulative: bool = False,
        confidence: float | None = None,
        roll_up: str | None = None,
        **choices: Unpack[Choices],
    ) -> pd.DataFrame:
        """The same as :meth:`partyspeak.TaggedCorpus.frequency`."""
        choices = self._of_pieces(choices)
        return frequency(self.pieces(texts=False), by, per, window, cumulative, confidence, roll_up, **choices)

    def __repr__(self) -> str:
        manifest = self.store.manifest
        return (
            f"<StoredCorpus: {manifest.documents:,} documents, {manifest.mentions:,} mentions in "
            f"{len(manifest.parts):,} parts; "
            f"lexicon {self.settings['lexicon']}>"
        )


def open_store(
    folder: str | Path,
    *,
    phrases: str | Iterable[str] | None = None,
    since: object = None,
    until: object = None,
    where: Mapping[str, object] | None = None,
) -> StoredCorpus:
    """Open a store that ``partyspeak tag … -o`` made, without reading it into memory.

    Parameters
    ----------
    folder : str or Path
    phrases, since, until, where
        Which part of the store to use; see :meth:`partyspeak.store.Store.read`.

    Returns
    -------
    StoredCorpus
        It has ``first_appearances``, ``frequency``, ``pieces`` and ``read``.

    Raises
    ------
    PartyspeakError
        If a phrase or a date is not known.
    StoreError
        If the folder holds no store.
    """
    return StoredCorpus(folder, phrases=phrases, since=since, until=until, where=where)
