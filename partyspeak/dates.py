"""Dates of year, month or day precision, kept as half-open intervals.

"1954" is not 1 January 1954: it is some day of that year. A :class:`PartialDate` says no more than
its source did, compares as an interval, and prints only what was known.
"""

from __future__ import annotations

import calendar
import datetime
import numbers
import re
from dataclasses import dataclass
from typing import Literal, cast

from partyspeak.errors import DateError

__all__ = ["PartialDate", "Precision", "lag_days", "parse"]

Precision = Literal["year", "month", "day"]

_ONE_DAY = datetime.timedelta(days=1)
_MONTH_NAMES = {
    name.lower(): number
    for names in (calendar.month_name, calendar.month_abbr)
    for number, name in enumerate(names)
    if name
} | {"sept": 9}
_MONTH_PATTERN = "|".join(sorted(_MONTH_NAMES, key=len, reverse=True))

# The time of day is read and let go: no phrase is dated by the hour.
_TIME = r"(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:Z|[+-]\d{2}:?\d{2})?)?"
_SHAPES = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?P<year>\d{4})",
        r"(?P<year>\d{4})([-/.])(?P<month>\d{1,2})",
        r"(?P<year>\d{4})([-/.])(?P<month>\d{1,2})\2(?P<day>\d{1,2})" + _TIME,
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
        r"(?P<year>\d{4})\s*年(?:\s*(?P<month>\d{1,2})\s*月(?:\s*(?P<day>\d{1,2})\s*[日号])?)?",
        rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+)?(?P<month>{_MONTH_PATTERN})\.?,?\s+(?P<year>\d{{4}})",
        rf"(?P<month>{_MONTH_PATTERN})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})",
    )
]
_EITHER_ORDER = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}")
_WAYS_OUT = "write YYYY, YYYY-MM or YYYY-MM-DD (2022年4月14日 and 14 April 2022 are read too)"


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as precisely as it is known.

    Attributes
    ----------
    first_day : datetime.date
        The first day that it may be.
    precision : {"year", "month", "day"}
        What was given.

    Examples
    --------
    >>> parse("1954").first_day, str(parse("1954"))
    (datetime.date(1954, 1, 1), '1954')
    """

    first_day: datetime.date
    precision: Precision

    @property
    def last_day(self) -> datetime.date:
        """The last day that it may be."""
        year, month = self.first_day.year, self.first_day.month
        if self.precision == "year":
            return datetime.date(year, 12, 31)
        if self.precision == "month":
            return datetime.date(year, month, calendar.monthrange(year, month)[1])
        return self.first_day

    def __str__(self) -> str:
        return self.first_day.isoformat()[: {"year": 4, "month": 7, "day": 10}[self.precision]]


def parse(value: object) -> PartialDate:
    """Read a date, with just the precision that it was given.

    Parameters
    ----------
    value : str, int, datetime.date, datetime.datetime or numpy.datetime64
        ``1954``, ``"1954-09"``, ``"2022年4月14日"``, ``"14 April 2022"``, a timestamp … An hour is let go.

    Returns
    -------
    PartialDate

    Raises
    ------
    DateError
        For what is not a date, and for what could be two: ``04/05/2022`` is April or May.

    Examples
    --------
    >>> str(parse("2022年4月14日")), str(parse("April 2022")), str(parse(1954))
    ('2022-04-14', '2022-04', '1954')
    >>> parse("2022-13-40")
    Traceback (most recent call last):
    partyspeak.errors.DateError: '2022-13-40' is no date of the calendar: write YYYY, ...
    """
    if isinstance(value, datetime.datetime):
        return PartialDate(value.date(), "day")
    if isinstance(value, datetime.date):
        return PartialDate(value, "day")
    if hasattr(value, "astype") and getattr(getattr(value, "dtype", None), "kind", "") == "M":
        return PartialDate(value.astype("datetime64[D]").item(), "day")
    text = _plain_number(value)
    for shape in _SHAPES:
        if match := shape.fullmatch(text):
            return _from_parts(value, match.groupdict())
    if _EITHER_ORDER.fullmatch(text):
        raise DateError(f"{value!r} could be day first or month first: {_WAYS_OUT}")
    raise DateError(f"{value!r} is not a date that can be read: {_WAYS_OUT}")


def _plain_number(value: object) -> str:
    """A year column with gaps arrives as floats: 1954.0 is still the year 1954, but 2020.1 was January or October."""
    if isinstance(value, numbers.Real) and not isinstance(value, numbers.Integral):
        if not float(value).is_integer():
            raise DateError(f"{value!r} is a number, which may have lost a zero (2020.1 for 2020.10): {_WAYS_OUT}")
        value = int(float(value))
    return str(value).strip()


def _from_parts(value: object, parts: dict[str, str | None]) -> PartialDate:
    month_text, day_text = parts.get("month"), parts.get("day")
    month = 1
    if month_text:
        month = int(month_text) if month_text.isdigit() else _MONTH_NAMES[month_text.lower()]
    try:
        first_day = datetime.date(int(cast(str, parts["year"])), month, int(day_text or 1))
    except ValueError:
        raise DateError(f"{value!r} is no date of the calendar: {_WAYS_OUT}") from None
    return PartialDate(first_day, "day" if day_text else "month" if month_text else "year")


def lag_days(later: PartialDate, earlier: PartialDate) -> int:
    """The least number of days that certainly lie between two dates.

    Zero when the two intervals overlap, so that nothing is claimed from a year alone; negative when
    ``later`` is in truth the earlier one.

    Examples
    --------
    >>> lag_days(parse("2020-05-22"), parse("2020-05-14"))
    8
    >>> lag_days(parse("2020-05-22"), parse("2020")), lag_days(parse("1953"), parse("1954-02"))
    (0, -32)
    """
    if later.first_day > earlier.last_day:
        return (later.first_day - earlier.last_day) // _ONE_DAY
    if later.last_day < earlier.first_day:
        return (later.last_day - earlier.first_day) // _ONE_DAY
    return 0
