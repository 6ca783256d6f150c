"""Tag documents on more than one machine: from Dask DataFrames to Dask DataFrames.

Each partition is tagged where it is, and each worker builds its tagger once. Only answers (first appearances, counts)
are brought together on one machine.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar, Unpack

import pandas as pd

from partyspeak.corpus.choices import Choices
from partyspeak.corpus.corpus import TaggedCorpus
from partyspeak.corpus.tagging import BadDates, tag_with_dates
from partyspeak.errors import PartyspeakError, SourceError, how_to_install
from partyspeak.io import DateReader, ReadingRecord, called_by_id, in_pieces, read_documents
from partyspeak.lexicon.lexicon import Lexicon
from partyspeak.lexicon.phrase_names import PhraseNames
from partyspeak.matching.tagger import EdgeChoice, Tagger
from partyspeak.store.out_of_core import InPieces, PieceCounts

if TYPE_CHECKING:
    from dask.dataframe import DataFrame
    from dask.delayed import Delayed

__all__ = ["DaskCorpus", "TaggerRecipe", "tag"]

Piece = TypeVar("Piece")

_JOINED_AT_ONCE: Final = 16


class TaggerRecipe:
    """The settings with which a worker builds a tagger; recipes are equal if they give the same rows.

    Parameters
    ----------
    lexicon : Lexicon
    edges : {"auto", "pkuseg", "dictionary", "off"}
        ``auto`` is resolved when the recipe is made, so all workers use the same setting.
    spelled_out : bool
    """

    def __init__(self, lexicon: Lexicon, edges: EdgeChoice, spelled_out: bool) -> None:
        self.lexicon = lexicon
        self.edges = edges
        self.spelled_out = spelled_out

    @property
    def _key(self) -> tuple[str, str, bool]:
        return self.lexicon.version, self.edges, self.spelled_out

    def __eq__(self, other: object) -> bool:
        return isinstance(other, TaggerRecipe) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)

    def __dask_tokenize__(self) -> tuple[str, str, bool]:
        return self._key


@lru_cache(maxsize=2)
def _tagger(recipe: TaggerRecipe) -> Tagger:
    """Build the tagger once per worker process, because building an automaton is faster than sending one."""
    return Tagger(recipe.lexicon, edges=recipe.edges, spelled_out=recipe.spelled_out)


def tag(
    documents: DataFrame | str | Path | list[str] | list[Path],
    text: str = "text",
    date: str | None = "date",
    id: str | None = None,
    *,
    tagger: Tagger | None = None,
    bad_dates: BadDates = "raise",
    date_format: str | None = None,
    timezone: str | None = None,
    record: ReadingRecord | None = None,
) -> DaskCorpus:
    """Find every phrase in the dated documents of a Dask DataFrame, or of files.

    Parameters
    ----------
    documents : dask.dataframe.DataFrame, path, or list of paths
        Paths are read on this machine by :func:`partyspeak.read_documents`, so documents and ids are the same as
        elsewhere, and the documents must fit in memory; the workers tag them.
    text, date, id : str
        As for :func:`partyspeak.tag`. Without ``id``, the index must have known divisions, since only then is it
        certain that no id occurs in two partitions. With an id column, the caller must make sure of this;
        :meth:`DaskCorpus.repeated_ids` checks it.
    tagger : Tagger, optional
        By default, one with the curated lexicon. Its settings are sent to the workers, and each builds its own tagger.
    bad_dates : {"raise", "keep"}
    date_format, timezone : str, optional
        As for :func:`partyspeak.tag`, but 04/05/2019 is never read without ``date_format``, since another partition
        could show another order. Warnings about doubtful dates are issued where the partition is tagged.
    record : ReadingRecord, optional
        For paths, as for :func:`partyspeak.tag`.

    Returns
    -------
    DaskCorpus
        Nothing is tagged until an answer is requested.

    Raises
    ------
    PartyspeakError
        If Dask is not installed.
    SourceError
        If the indexes of partitions may overlap and no id column is given. For bad rows as in
        :func:`partyspeak.tag`, when the work is done.

    Examples
    --------
    >>> import dask.dataframe as dd
    >>> from partyspeak import samples
    >>> docs = dd.from_pandas(samples.load(), npartitions=3)
    >>> corpus = tag(docs, id="id")
    >>> table = corpus.first_appearances()
    >>> table.loc[table["phrase"] == "dual-circulation", "first_date"].item()
    '2020-09-18'
    """
    try:
        from dask.delayed import delayed
    except ImportError:
        raise PartyspeakError(f"Dask is not installed; {how_to_install('dask')}") from None
    if isinstance(documents, (str, Path, list)):
        partitions, empty_frame = _read(documents, text, date, id, record)
        id = id or "id"
    elif id is None and not documents.known_divisions:
        raise SourceError(
            "the partitions' indexes may hold the same numbers, so mentions could not be distinguished; "
            "name a column of ids with id=, or give the frame an index with set_index"
        )
    else:
        partitions, empty_frame = documents.to_delayed(), documents._meta  # type: ignore[no-untyped-call]
    tagger = Tagger.default() if tagger is None else tagger
    recipe = TaggerRecipe(tagger.lexicon, tagger.edges, tagger.spelled_out)
    columns = {"text": text, "date": date, "id": id}
    dates: dict[str, Any] = {"bad_dates": bad_dates, "date_format": date_format, "timezone": timezone, "whole": False}
    DateReader(**dates)  # an unknown choice is refused now, not later by a worker
    # As one node of the graph, the lexicon is sent once to each worker, not with each partition.
    sent = delayed(recipe, traverse=False)
    work = delayed(_tag_partition)
    empty = _tag_partition(empty_frame, recipe, columns, dates, None)
    kinds = {name: _kinds(getattr(empty, name)) for name in ("documents", "mentions")}
    pieces = [work(partition, sent, columns, dates, kinds) for partition in partitions]
    return DaskCorpus(pieces, empty, tagger.lexicon.names)


def _read(
    paths: str | Path | list[str] | list[Path],
    text: str,
    date: str | None,
    id: str | None,
    record: ReadingRecord | None,
) -> tuple[list[Any], pd.DataFrame]:
    """The documents of the files as partitions, and an empty frame with their columns."""
    from dask.delayed import delayed

    kept = ReadingRecord() if record is None else record
    given = paths if isinstance(paths, list) else [paths]
    whole = called_by_id(read_documents(*given, text=text, date=date, id=id, record=kept), id or "id")
    if record is None:
        kept.warn(stacklevel=3)
    return [delayed(piece) for piece in in_pieces(whole, text)] or [delayed(whole)], whole.iloc[:0]


def _kinds(frame: pd.DataFrame) -> dict[str, Any]:
    """The type of each column; forms are plain text, because they differ between partitions."""
    return {str(column): "string" if column == "form" else kind for column, kind in frame.dtypes.items()}


def _tag_partition(
    docs: pd.DataFrame,
    recipe: TaggerRecipe,
    columns: dict[str, str | None],
    dates: dict[str, Any],
    kinds: dict[str, dict[str, Any]] | None,
) -> TaggedCorpus:
    text, date, id = columns["text"], columns["date"], columns["id"]
    corpus = tag_with_dates(docs, text or "text", date, id, DateReader(**dates), _tagger(recipe))
    if kinds is not None:
        corpus.documents = corpus.documents.astype(kinds["documents"])
        corpus.mentions = corpus.mentions.astype(kinds["mentions"])
    return corpus


class DaskCorpus(InPieces):
    """Tagged documents in partitions.

    Questions accept the choices of :meth:`partyspeak.TaggedCorpus.select`. A condition in ``where`` must concern each
    document alone, since it is evaluated on each partition.

    Attributes
    ----------
    documents, mentions : dask.dataframe.DataFrame
        The rows that :func:`partyspeak.tag` returns for the same documents, in the same order; ``form`` is
        text, because no partition knows the forms of the others.
    settings : dict
        The package version, lexicon version, edges and engine.
    """

    _way_out = "tag the documents that you need with partyspeak.tag, and ask that corpus"

    def __init__(self, pieces: list[Delayed], empty: TaggedCorpus, names: PhraseNames) -> None:
        self.settings = empty.settings
        self._names = names
        self._pieces = pieces
        self._empty = empty
        self.documents = self._frame("documents")
        self.mentions = self._frame("mentions")

    def _frame(self, name: str) -> DataFrame:
        import dask.dataframe as dd
        from dask.delayed import delayed

        frame = getattr(self._empty, name)
        take = delayed(getattr)
        parts = [take(piece, name) for piece in self._pieces]
        return dd.from_delayed(parts, meta=frame.astype(_kinds(frame)), verify_meta=False)

    def first_appearances(
        self,
        by: str | None = None,
        n: int = 1,
        first_period: str = "year",
        spelled_out: bool = False,
        strict: bool = True,
        **choices: Unpack[Choices],
    ) -> pd.DataFrame:
        """The same as :meth:`partyspeak.TaggedCorpus.first_appearances`; partitions send only their n earliest."""
        choices = self._of_pieces(choices)
        found = self._reduced(
            lambda corpus: corpus.first_evidence(by, n, spelled_out, strict, **choices),
            lambda earlier, later: earlier.join(later, n),
        )
        return found.table(self._empty.phrases, by, n, first_period)

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
        """The same as :meth:`partyspeak.TaggedCorpus.frequency`; partitions send only their counts."""
        choices = self._of_pieces(choices)
        counted = self._reduced(lambda corpus: PieceCounts.of(corpus, by, roll_up, **choices), PieceCounts.join)
        return counted.finish(by, roll_up, per=per, window=window, cumulative=cumulative, confidence=confidence)

    def repeated_ids(self) -> DataFrame:
        """Ids that occur more than once, with their counts; empty if mentions can be distinguished."""
        counts = self.documents["doc_id"].value_counts()
        return counts[counts > 1]

    def _reduced(self, answer: Callable[[TaggedCorpus], Piece], join: Callable[[Piece, Piece], Piece]) -> Piece:
        """Join the answers of the partitions in a tree, in the order of the partitions."""
        from dask.delayed import delayed

        ask, put_together = delayed(answer), delayed(_joined)
        level = [ask(piece) for piece in self._pieces]
        while len(level) > 1:
            groups = [level[first : first + _JOINED_AT_ONCE] for first in range(0, len(level), _JOINED_AT_ONCE)]
            level = [put_together(join, group) for group in groups]
        return level[0].compute()

    def __repr__(self) -> str:
        return f"<DaskCorpus: {len(self._pieces):,} partitions; lexicon {self.settings['lexicon']}>"


def _joined(join: Callable[[Piece, Piece], Piece], pieces: list[Piece]) -> Piece:
    whole = pieces[0]
    for piece in pieces[1:]:
        whole = join(whole, piece)
    return whole
