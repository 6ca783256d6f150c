"""Read a store: everything, or only the selected documents and phrases."""

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
    """Which rows to read.

    Attributes
    ----------
    phrases : tuple of str or None
        Read only mentions of these phrases; all documents are kept.
    within : callable or None
        Read only documents certainly dated within the limits, as in :func:`partyspeak.between`.
    where : tuple of (str, tuple)
        Columns of the documents, with the values to keep.
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
        """Build a selection from the choices of :meth:`partyspeak.store.Store.read`; phrases are given by id.

        Raises
        ------
        PartyspeakError
            If limits are not dates or there is nothing between them, or if ``where`` is not a mapping.
        """
        if where is not None and not isinstance(where, Mapping):
            raise StoreError(
                f"where={where!r}: a store is read by column values, as in where={{'source': 'daily'}}; "
                "give a condition in the question: .frequency(where=\"source == 'daily'\")"
            )
        wanted = tuple(
            (column, tuple(values) if isinstance(values, (list, tuple, set)) else (values,))
            for column, values in (where or {}).items()
        )
        within = None if since is None and until is None else between(since, until)
        return cls(None if phrases is None else tuple(phrases), within, wanted, texts)

    @property
    def limits_documents(self) -> bool:
        """Can the selection leave out documents?"""
        return bool(self.within or self.where)

    def documents(self, table: pa.Table) -> pa.Table:
        """The selected documents."""
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
    """The values in the column's type; a value of another type would be cast, and match the wrong rows."""
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
        f"where: column {column!r} holds {held} and cannot be compared with "
        f"{', '.join(map(repr, wrong or known)):.80}{reason}; give values of its type"
        + (" (to select documents by day, use since= and until=)" if pa.types.is_timestamp(held) else "")
    )


def _fits(value: Any, held: pa.DataType) -> bool:
    """Does the value have the column's type? Text is not a number, True is not 1, and a day is not a timestamp."""
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
    """Yield the parts in order, each with its tables of selected rows.

    Raises
    ------
    StoreError
        If the selection names a column that the store does not have.
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
    """Read one file of a part."""
    return part_files.read(folder, part.name(kind), part.files[kind], columns)
