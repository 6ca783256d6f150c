"""Dates of documents: a column's, and the one in a file's name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

import pandas as pd

from partyspeak.dates import PartialDate, parse
from partyspeak.errors import DateError, SourceError

__all__ = ["date_in_name", "read_dates", "unreadable"]

_SHOWN: Final = 5
_BAD_DATES: Final = ("raise", "keep")
_YEAR = r"(?<!\d)(?P<year>(?:18|19|20)\d{2})"
_NO_MORE = r"(?!\d|[-_.]\d{1,2}(?!\d))"
_NAMED: Final = [
    re.compile(pattern)
    for pattern in (
        _YEAR + r"(?P<mark>[-_.]?)(?P<month>\d{2})(?P=mark)(?P<day>\d{2})(?!\d)",
        _YEAR + r"(?P<mark>[-_.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})(?!\d)",
        _YEAR + r"\s*年\s*(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*[日号]",
        _YEAR + r"[-_.]?(?P<month>\d{2})" + _NO_MORE,
        _YEAR + r"\s*年\s*(?P<month>\d{1,2})\s*月",
        _YEAR + _NO_MORE,
    )
]


def date_in_name(name: str) -> str | None:
    """The date that a file's name tells, as text; None where it tells none, or more than one.

    Read are ``2022-04-14``, ``2022_04_14``, ``20220414``, ``2022年4月14日``, ``2022-04``, ``2022_04``,
    ``202204``, ``2022年4月`` and ``2022``. A day beats a month, and a month a year; two different days (or
    two months, where there is no day) leave the document undated, because either could be meant.

    Examples
    --------
    >>> date_in_name("2022-04-14 plenum"), date_in_name("讲话2022年4月14日"), date_in_name("2022_04")
    ('2022-04-14', '2022-04-14', '2022-04')
    >>> date_in_name("from 1954-09-15 to 1954-09-28"), date_in_name("20229999"), date_in_name("notes")
    (None, None, None)
    """
    found = {str(date) for pattern in _NAMED for match in pattern.finditer(name) if (date := _date(match))}
    longest = max(map(len, found), default=0)
    precise = [date for date in found if len(date) == longest]
    return precise[0] if len(precise) == 1 else None


def _date(match: re.Match[str]) -> PartialDate | None:
    parts = match.groupdict()
    try:
        return parse("-".join(parts[part] for part in ("year", "month", "day") if parts.get(part)))
    except DateError:
        return None


def read_dates(values: pd.Series, bad_dates: str = "raise") -> list[PartialDate | None]:
    """Read a column of dates; missing ones are None.

    Parameters
    ----------
    values : pandas.Series
    bad_dates : {"raise", "keep"}
        ``keep`` makes None of what cannot be read.

    Returns
    -------
    list of PartialDate or None
        One a row.

    Raises
    ------
    SourceError
        With the row and the value of the first five dates that cannot be read; for another ``bad_dates``.
    """
    if bad_dates not in _BAD_DATES:
        raise SourceError(f"bad_dates={bad_dates!r} is not known; use {' or '.join(map(repr, _BAD_DATES))}")
    found = _read_all(values)
    bad = [(row, error) for row, error in zip(values.index, found, strict=True) if isinstance(error, DateError)]
    if bad and bad_dates != "keep":
        lines = "\n".join(f"  row {row!r}: {error}" for row, error in bad[:_SHOWN])
        more = f"\n  … and {len(bad) - _SHOWN} more" if len(bad) > _SHOWN else ""
        raise SourceError(
            f"column {values.name!r}: {len(bad)} date{'s' * (len(bad) != 1)} cannot be read; mend them, or leave "
            f'them empty with bad_dates="keep" (--bad-dates keep)\n{lines}{more}'
        )
    return [None if isinstance(date, DateError) else date for date in found]


def _read_all(values: pd.Series) -> list[PartialDate | DateError | None]:
    """The date of each row, None where it is missing, or what is wrong with it."""
    if values.dtype == object:  # where instants of two time zones may be equal, and their days not
        return [_read_one(value) for value in values.tolist()]
    codes, kinds = pd.factorize(values)
    known = [*map(_read_one, kinds.tolist()), None]  # a missing value has the code -1
    return [known[code] for code in codes.tolist()]


def _read_one(value: Any) -> PartialDate | DateError | None:
    try:
        return _read(value) if isinstance(value, str) else _read_other(value)
    except DateError as error:
        return error


@lru_cache(maxsize=1 << 15)  # a corpus of a century has 36,525 days, and its pieces the same ones
def _read(text: str) -> PartialDate | None:
    return parse(text) if text.strip() else None


def _read_other(value: Any) -> PartialDate | None:
    return None if pd.api.types.is_scalar(value) and pd.isna(value) else parse(value)


def unreadable(values: pd.Series, dates: Sequence[PartialDate | None]) -> int:
    """How many dates of a column were given and could not be read."""
    if None not in dates:
        return 0
    given = values.notna() & (values.astype("string").str.strip() != "")
    return int(given.sum()) - sum(date is not None for date in dates)
