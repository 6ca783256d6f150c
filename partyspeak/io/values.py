"""Convert the values of users' columns to Arrow and back; they are unchanged, or refused.

If a column holds several kinds of values, Arrow turns a date into a timestamp, cuts a timestamp to a day and drops a
time zone. So every value is compared with the result in Arrow, and a type changes only if all values stay equal. A
missing value is always null. A field that an object lacks is also null, and an object without fields is missing.
"""

from __future__ import annotations

import datetime
import warnings
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cache
from hashlib import blake2b
from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from partyspeak.errors import StoreError
from partyspeak.text.code_points import storable

__all__ = [
    "arrow_columns",
    "canonical",
    "content_hashes",
    "fitted",
    "frame_of",
    "plain_columns",
    "series_of",
    "storable_value",
    "widened",
]

_DIGEST_BYTES: Final = 16
_INT64: Final = 2**63
_NULLABLE: Final = {
    pa.bool_(): pd.BooleanDtype(),
    pa.int8(): pd.Int8Dtype(),
    pa.int16(): pd.Int16Dtype(),
    pa.int32(): pd.Int32Dtype(),
    pa.int64(): pd.Int64Dtype(),
    pa.uint8(): pd.UInt8Dtype(),
    pa.uint16(): pd.UInt16Dtype(),
    pa.uint32(): pd.UInt32Dtype(),
    pa.uint64(): pd.UInt64Dtype(),
}
"""Nullable types for whole numbers and booleans: without them, pandas turns numbers with gaps into floats."""

_WAY_OUT: Final = "values are stored without changes, so give the column one type in the source, rename it, or drop it"


def canonical(value: Any) -> str | None:
    """A value as text: equal values have the same text, whatever their type; None if there is no value.

    Examples
    --------
    >>> [canonical(value) for value in (12, 12.0, "12", True, float("nan"), {"b": 1, "a": None})]
    ['12', '12', "'12'", 'True', None, "{'b': 1}"]
    """
    if value is None or value is pd.NaT or value is pd.NA:
        return None
    if isinstance(value, (str, bytes)):
        return repr(value)
    if isinstance(value, (bool, np.bool_)):
        return str(bool(value))
    if isinstance(value, (int, np.integer)):
        return str(int(value))
    if isinstance(value, (float, np.floating)):
        number = float(value)
        return None if number != number else str(int(number)) if number.is_integer() else repr(number)
    if isinstance(value, Mapping):
        fields = [(repr(key), text) for key, one in value.items() if (text := canonical(one)) is not None]
        return "{" + ", ".join(f"{key}: {text}" for key, text in sorted(fields)) + "}" if fields else None
    if isinstance(value, (list, tuple, np.ndarray)):
        return "[" + ", ".join(canonical(one) or "-" for one in value) + "]"
    return _canonical_time(value)


def _canonical_time(value: Any) -> str:
    if isinstance(value, (np.datetime64, np.timedelta64)):
        value = pd.Timestamp(value) if isinstance(value, np.datetime64) else pd.Timedelta(value)
    if isinstance(value, datetime.datetime):
        aware = value.tzinfo is not None
        return f"instant {value.astimezone(datetime.UTC).isoformat()}" if aware else f"moment {value.isoformat()}"
    if isinstance(value, datetime.date):
        return f"day {value.isoformat()}"
    if isinstance(value, datetime.time):
        return f"clock {value.isoformat()}"
    if isinstance(value, datetime.timedelta):
        return f"span {pd.Timedelta(value).isoformat()}"
    if isinstance(value, Decimal) and value.is_finite():
        return str(int(value)) if value == value.to_integral_value() else f"decimal {value.normalize()}"
    return f"{type(value).__name__} {value!r}"


def storable_value(value: Any) -> Any:
    """The value with U+FFFD for every lone surrogate, which no file can hold."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, Mapping):
        return {storable_value(key): storable_value(one) for key, one in value.items()}
    return [storable_value(one) for one in value] if isinstance(value, (list, tuple)) else value


def plain_columns(frame: pd.DataFrame, stacklevel: int) -> pd.DataFrame:
    """Users' columns with values that a file can hold and the types that fit them.

    Whole numbers with gaps stay whole numbers. A warning reports characters that are not Unicode.
    """
    return _with_types(_without_surrogates(frame, stacklevel + 1))


def _without_surrogates(frame: pd.DataFrame, stacklevel: int) -> pd.DataFrame:
    """The frame with U+FFFD for every lone surrogate in a text, which no file and no column of texts can hold."""
    broken = 0
    for number, dtype in enumerate(frame.dtypes):
        if pd.api.types.is_object_dtype(dtype):
            cells = frame.iloc[:, number].tolist()
            plain = [storable(cell) if isinstance(cell, str) else cell for cell in cells]
            changed = sum(one is not other for one, other in zip(cells, plain, strict=True))
            if changed:
                frame.isetitem(number, pd.Series(plain, dtype=object).array)
                broken += changed
    if broken:
        values = f"{broken:,} value{'s hold' if broken > 1 else ' holds'}"
        warnings.warn(
            f"{values} characters that are not Unicode (lone surrogates); each is now U+FFFD", stacklevel=stacklevel
        )
    return frame


def _with_types(frame: pd.DataFrame) -> pd.DataFrame:
    """Columns of any values with the types that fit these; whole numbers with gaps stay whole numbers."""
    typed = frame.infer_objects()
    for number, (given, found) in enumerate(zip(frame.dtypes, typed.dtypes, strict=True)):
        if not (pd.api.types.is_object_dtype(given) and pd.api.types.is_float_dtype(found)):
            continue
        known = frame.iloc[:, number].dropna()
        if len(known) and all(isinstance(value, (int, np.integer)) and -_INT64 <= value < _INT64 for value in known):
            typed.isetitem(number, frame.iloc[:, number].astype("Int64").array)
    return typed


def arrow_columns(frame: pd.DataFrame) -> tuple[pa.Table, int]:
    """The columns as an Arrow table, and the number of values in which lone surrogates were replaced.

    Raises
    ------
    StoreError
        If a column holds values of several types, or of a type that Parquet cannot store.
    """
    names, arrays, replaced = [], [], 0
    for number, name in enumerate(frame.columns):
        clean = storable(str(name))
        array, broken = _arrow_column(clean, frame.iloc[:, number])
        replaced += broken + (clean != str(name))
        names.append(clean)
        arrays.append(array)
    if doubles := {name for name in names if names.count(name) > 1}:
        raise StoreError(f"columns occur twice ({', '.join(map(repr, sorted(doubles)))}); rename one of each")
    return pa.Table.from_arrays(arrays, names=names), replaced


def _arrow_column(name: str, values: pd.Series) -> tuple[pa.Array, int]:
    replaced = 0
    given: Any = values
    try:
        try:
            array = pa.array(given, from_pandas=True)
        except UnicodeEncodeError:
            cells = values.tolist()
            given = [storable_value(cell) for cell in cells]
            replaced = sum(canonical(one) != canonical(other) for one, other in zip(cells, given, strict=True))
            array = pa.array(given, from_pandas=True)
        except OverflowError:
            array = pa.array(given, pa.uint64(), from_pandas=True)
        array = array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array
        if "struct<>" in str(array.type):
            array = pa.array([_without_empty_objects(cell) for cell in array.to_pylist()])
        array = _cast(array, _kept(_plain(array.type)))
        if isinstance(array.type, pa.BaseExtensionType) and not array.type.extension_name.startswith("pandas."):
            raise TypeError(f"{array.type} is known to Arrow only")
    except (pa.ArrowException, OverflowError, TypeError, ValueError) as error:
        raise _several_types(name, values, error) from None
    if values.dtype == object:
        cells = given if isinstance(given, list) else given.tolist()
        if list(map(canonical, cells)) != list(map(canonical, array.to_pylist())):
            raise _several_types(name, values, None)
    return array, replaced


def _cast(array: pa.Array, type: pa.DataType) -> pa.Array:
    """Convert the array to another type; Arrow's own cast of nested types has bugs and supports few types."""
    if array.type == type:
        return array
    in_python = pa.types.is_nested(type) or pa.types.is_decimal(type)
    return pa.array(array.to_pylist(), type) if in_python else array.cast(type)


def _without_empty_objects(value: Any) -> Any:
    """The value with None for each object without fields, which Parquet cannot store."""
    if isinstance(value, Mapping):
        return {key: _without_empty_objects(one) for key, one in value.items()} or None
    return [_without_empty_objects(one) for one in value] if isinstance(value, list) else value


def _several_types(name: str, values: pd.Series, error: Exception | None) -> StoreError:
    examples: dict[str, object] = {}
    for value in values.tolist():
        if canonical(value) is not None:
            examples.setdefault(type(value).__name__, value)
    shown = " and ".join(f"{type} (such as {str(value)!r:.60})" for type, value in examples.items())
    several = len(examples) > 1 or error is None
    why = "a column of a store has one type" if several else f"a store cannot hold that: {str(error)[:200]}"
    return StoreError(f"column {name!r} holds {shown}; {why}; {_WAY_OUT}")


def _plain(type: pa.DataType) -> pa.DataType:
    """The type without details that differ between versions of pandas and do not affect the values."""
    if pa.types.is_large_string(type) or pa.types.is_string_view(type):
        return pa.string()
    if pa.types.is_large_binary(type) or pa.types.is_binary_view(type):
        return pa.binary()
    if pa.types.is_dictionary(type):
        # Parquet keeps categories only if they are text.
        inner = _plain(type.value_type)
        return pa.dictionary(pa.int32(), inner, type.ordered) if pa.types.is_string(inner) else inner
    if pa.types.is_struct(type):
        return pa.struct([field.with_type(_plain(field.type)) for field in type])
    if pa.types.is_list(type) or pa.types.is_large_list(type):
        return pa.list_(_plain(type.value_type))
    return type


@cache
def _kept(type: pa.DataType) -> pa.DataType:
    """The type after a round trip through Parquet, which turns seconds into milliseconds, also within lists."""
    sink = pa.BufferOutputStream()
    pq.write_table(pa.table({"": pa.array([], type)}), sink)
    return pq.read_table(pa.BufferReader(sink.getvalue()), partitioning=None).schema.types[0]


def content_hashes(texts: Sequence[str], dates: Iterable[object], others: pa.Table) -> list[str]:
    """A hash of the content of each document: its text, its date, and every other value except its id.

    The order of the columns does not matter, and a column where the document has no value is ignored.
    """
    cells: list[list[str]] = [[] for _ in texts]
    for name in sorted(others.column_names):
        start = f"{name!r}: "
        for row, value in zip(cells, others[name].to_pylist(), strict=True):
            if value is not None and (text := canonical(value)) is not None:
                row.append(start + text)
    hashes = []
    for text, date, row in zip(texts, dates, cells, strict=True):
        known = "\n".join((str(date or ""), str(len(text)), text, *row))
        hashes.append(blake2b(known.encode("utf-8", "surrogatepass"), digest_size=_DIGEST_BYTES).hexdigest())
    return hashes


def widened(known: pa.Schema, tables: Iterable[pa.Table]) -> pa.Schema:
    """The known and the new columns, each with a type that holds the values of both.

    Raises
    ------
    StoreError
        If there is no such type.
    """
    types = {field.name: field.type for field in known}
    for table in tables:
        for name, column in zip(table.column_names, table.columns, strict=True):
            old = types.get(name, pa.null())
            if pa.types.is_null(old):
                types[name] = column.type
            elif column.type != old and _exactly(column, old) is None:
                types[name] = _wide(name, old, column)
    return pa.schema(types)


def _wide(name: str, old: pa.DataType, column: pa.ChunkedArray) -> pa.DataType:
    schemas = [pa.schema({name: old}), pa.schema({name: column.type})]
    try:
        wide = pa.unify_schemas(schemas, promote_options="permissive").field(name).type
    except pa.ArrowException:
        raise _conflict(name, old, column) from None
    # Arrow would turn text into bytes, and decimals into floats.
    if {wide, old, column.type} >= {pa.string(), pa.binary()} or (
        pa.types.is_floating(wide) and any(map(pa.types.is_decimal, (old, column.type)))
    ):
        raise _conflict(name, old, column)
    return wide


def _conflict(name: str, type: pa.DataType, column: pa.ChunkedArray) -> StoreError:
    example = next((value for value in column.to_pylist() if value is not None), None)
    return StoreError(
        f"column {name!r}: the values of type {column.type} (such as {str(example)!r:.60}) do not all fit the type "
        f"{type} that it has elsewhere in the store; {_WAY_OUT}"
    )


def _exactly(column: pa.ChunkedArray, type: pa.DataType) -> pa.ChunkedArray | None:
    """The column with another type; None if a value would change."""
    if column.null_count == len(column):
        return pa.chunked_array([pa.nulls(len(column), type)])
    try:
        cast = pa.chunked_array([_cast(chunk, type) for chunk in column.chunks])
        same = list(map(canonical, column.to_pylist())) == list(map(canonical, cast.to_pylist()))
    except (pa.ArrowException, TypeError, ValueError, OverflowError):  # also if a number is out of range for a date
        return None
    return cast if same else None


def fitted(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """The table with exactly the columns of the schema; missing columns are null.

    Raises
    ------
    StoreError
        If a value does not fit its type.
    """
    columns = []
    for name, type in zip(schema.names, schema.types, strict=True):
        if name not in table.column_names:
            columns.append(pa.chunked_array([pa.nulls(len(table), type)]))
            continue
        column = table[name] if table[name].type == type else _exactly(table[name], type)
        if column is None:
            raise _conflict(name, type, table[name])
        columns.append(column)
    return pa.Table.from_arrays(columns, schema=schema)


def series_of(column: pa.ChunkedArray) -> pd.Series:
    """The column as a pandas series; integers with gaps stay integers, and lists and objects are lists and dicts."""
    if pa.types.is_nested(column.type):
        return pd.Series(column.to_pylist(), dtype=object)
    return column.to_pandas(types_mapper=_NULLABLE.get if column.null_count else None)


def frame_of(table: pa.Table) -> pd.DataFrame:
    """The table as a data frame; uses :func:`series_of` for columns whose values pandas would change."""
    frame: pd.DataFrame = table.to_pandas()
    for name in table.column_names:
        type = table[name].type
        if pa.types.is_nested(type) or (table[name].null_count and type in _NULLABLE):
            frame[name] = series_of(table[name]).set_axis(frame.index)
    return frame
