"""What is read of a store: everything, or the documents and phrases that were asked for."""

from __future__ import annotations

import datetime
import numbers
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from partyspeak.analysis.selection import between
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
    within : callable or None
        Documents that are certainly dated within the limits, as :func:`partyspeak.between` has it.
    where : tuple of (str, tuple)
        Columns of the documents, and the values that are wanted there.
    texts : bool
        Read the texts too.
    """

    phrases: tuple[str, ...] | None = None
    within: Callable[[pd.DataFrame], pd.Series] | None = None
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
        """From the choices of :meth:`partyspeak.store.Store.read`; phrases are given by id.

        Raises
        ------
        PartyspeakError
            For limits that are no dates, or between which nothing lies; for ``where``, when it is no mapping.
        """
        if where is not None and not isinstance(where, Mapping):
            raise StoreError(
                f"where={where!r}: a store is read by the values of its columns, as where={{'source': 'daily'}}; "
                "a condition goes into the question: .frequency(where=\"source == 'daily'\")"
            )
        wanted = tuple(
            (column, tuple(values) if isinstance(values, (list, tuple, set)) else (values,))
            for column, values in (where or {}).items()
        )
        within = None if since is None and until is None else between(since, until)
        return cls(None if phrases is None else tuple(phrases), within, wanted, texts)

    @property
    def limits_documents(self) -> bool:
        """May some documents be left out?"""
        return bool(self.within or self.where)

    def documents(self, table: pa.Table) -> pa.Table:
        """The documents that are wanted."""
        if self.within is not None:
            dates = table.select(["date", "date_precision"]).to_pandas()
            table = table.filter(pa.array(self.within(dates).to_numpy(dtype=bool)))
        for column, values in self.where:
            held = table[column]
            if pa.types.is_dictionary(held.type):
                held = held.cast(held.type.value_type)
            table = table.filter(pc.is_in(held, _wanted(column, held.type, values)))
        return table


def _wanted(column: str, held: pa.DataType, values: Sequence[Any]) -> pa.Array:
    """The values as the column holds them; a value of another type would be cast, and find what nobody asked for."""
    known = [value for value in values if not (pd.api.types.is_scalar(value) and pd.isna(value))]
    missing = [None] * (len(known) < len(values))
    wrong = [] if pa.types.is_null(held) else [value for value in known if not _fits(value, held)]
    try:
        if not wrong:
            return pa.array([*missing, *([] if pa.types.is_null(held) else known)]).cast(held)
        reason = ""
    except (pa.ArrowException, NotImplementedError, TypeError, ValueError, OverflowError) as error:
        reason = f" ({error!s:.80})"
    raise StoreError(
        f"where: column {column!r} holds {held}, and cannot be compared with "
        f"{', '.join(map(repr, wrong or known)):.80}{reason}; give values of its type"
        + (" (documents of some days are chosen with since= and until=)" if pa.types.is_timestamp(held) else "")
    )


def _fits(value: Any, held: pa.DataType) -> bool:
    """Is the value of the column's type? Text is no number, True is not 1, and a day is not a moment."""
    if pa.types.is_boolean(held):
        return pd.api.types.is_bool(value)
    if pa.types.is_integer(held) or pa.types.is_floating(held) or pa.types.is_decimal(held):
        return isinstance(value, numbers.Number) and not pd.api.types.is_bool(value)
    if pa.types.is_string(held) or pa.types.is_large_string(held):
        return isinstance(value, str)
    if pa.types.is_timestamp(held):
        return isinstance(value, datetime.datetime) and (value.tzinfo is None) == (held.tz is None)
    if pa.types.is_date(held):
        return isinstance(value, datetime.date) and not isinstance(value, datetime.datetime)
    return not pa.types.is_nested(held)


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
