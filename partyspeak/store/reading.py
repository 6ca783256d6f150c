"""What is read of a store: everything, or the documents and phrases that were asked for."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from partyspeak.dates import PartialDate, parse
from partyspeak.errors import StoreError
from partyspeak.store import part_files
from partyspeak.store.manifest import Kind, Manifest, Part
from partyspeak.store.rows import schema_of

__all__ = ["Selection", "read_part", "read_parts"]


@dataclass(frozen=True)
class Selection:
    """Which rows are read.

    Attributes
    ----------
    phrases : tuple of str or None
        Mentions of these only; documents stay.
    since, until : PartialDate or None
        Documents that begin no earlier, and no later than these.
    where : tuple of (str, tuple)
        Columns of the documents, and the values that are wanted there.
    texts : bool
        Read the texts too.
    """

    phrases: tuple[str, ...] | None = None
    since: PartialDate | None = None
    until: PartialDate | None = None
    where: tuple[tuple[str, tuple[object, ...]], ...] = ()
    texts: bool = True

    @classmethod
    def of(
        cls,
        phrases: Iterable[str] | None,
        since: object,
        until: object,
        where: Mapping[str, object] | None,
        texts: bool,
    ) -> Selection:
        """From what a caller may say."""
        wanted = tuple(
            (column, tuple(values) if isinstance(values, (list, tuple, set)) else (values,))
            for column, values in (where or {}).items()
        )
        return cls(
            None if phrases is None else (phrases,) if isinstance(phrases, str) else tuple(phrases),
            None if since is None else parse(since),
            None if until is None else parse(until),
            wanted,
            texts,
        )

    @property
    def limits_documents(self) -> bool:
        """May some documents be left out?"""
        return bool(self.since or self.until or self.where)

    def documents(self, table: pa.Table) -> pa.Table:
        """The documents that are wanted."""
        if self.since:
            table = table.filter(pc.greater_equal(table["date"], _moment(self.since.first_day)))
        if self.until:
            table = table.filter(pc.less_equal(table["date"], _moment(self.until.last_day)))
        for column, values in self.where:
            held = table[column]
            if pa.types.is_dictionary(held.type):
                held = held.cast(held.type.value_type)
            try:
                if held.null_count == len(held):  # its type may be that of no value at all
                    table = table if None in values else table.slice(0, 0)
                else:
                    table = table.filter(pc.is_in(held, pa.array(list(values)).cast(held.type)))
            except (pa.ArrowException, NotImplementedError, TypeError, ValueError, OverflowError) as error:
                raise StoreError(
                    f"where: column {column!r} holds {table[column].type}, and cannot be compared with "
                    f"{', '.join(map(repr, values)):.80} ({error!s:.80}); give values of its type"
                ) from None
        return table


def _moment(day: datetime.date) -> pa.Scalar:
    return pa.scalar(datetime.datetime.combine(day, datetime.time()), pa.timestamp("us"))


def read_parts(folder: Path, manifest: Manifest, selection: Selection) -> Iterator[tuple[Part, dict[Kind, pa.Table]]]:
    """The parts in their order, each with the tables of what is wanted of it.

    Raises
    ------
    StoreError
        When the selection names what the store does not have.
    """
    names = schema_of("documents", manifest.schema).names
    for column, _ in selection.where:
        if column not in names:
            raise StoreError(f"{folder}: no column {column!r}; the columns are {', '.join(map(repr, names))}")
    for part in manifest.parts:
        documents = selection.documents(read_part(folder, part, "documents"))
        tables: dict[Kind, pa.Table] = {"documents": documents}
        for kind in manifest.kinds[1:] if selection.texts else ("mentions",):
            table = read_part(folder, part, kind)
            if selection.limits_documents:
                table = table.filter(pc.is_in(table["doc_id"], documents["doc_id"].combine_chunks()))
            tables[kind] = table
        if selection.phrases is not None:
            wanted = pa.array(selection.phrases, pa.string())
            tables["mentions"] = tables["mentions"].filter(pc.is_in(tables["mentions"]["phrase"], wanted))
        yield part, tables


def read_part(folder: Path, part: Part, kind: Kind, columns: Sequence[str] | None = None) -> pa.Table:
    """One file of a part."""
    return part_files.read(folder, part.name(kind), part.files[kind], columns)
