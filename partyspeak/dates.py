"""Dates of year, month or day precision, kept as half-open intervals.

"1954" is not 1 January 1954: it is some day of that year. A :class:`PartialDate` is no more precise than
its source, compares as an interval, and prints only what is known.
"""

from __future__ import annotations

import calendar
import contextlib
import datetime
import numbers
import re
import unicodedata
from dataclasses import dataclass
from typing import Final, Literal, cast

from partyspeak.errors import DateError

__all__ = ["AmbiguousDate", "Order", "PartialDate", "Precision", "instant_of", "lag_days", "order_of", "parse", "plain"]

Precision = Literal["year", "month", "day"]
Order = Literal["day first", "month first"]

_ONE_DAY = datetime.timedelta(days=1)
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_MONTH_NAMES = {form.lower(): number for number, name in enumerate(_MONTHS, 1) for form in (name, name[:3])}
_MONTH_NAMES["sept"] = 9

# Dashes of every kind as hyphens; marks that show nothing are taken away.
_NO_WIDTH: Final = (0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF)
_SAME: Final = {ord(dash): "-" for dash in "‐‑‒–—―−─"} | dict.fromkeys(_NO_WIDTH)
_CHINESE_DIGITS: Final = dict.fromkeys("〇零○◯oO", 0) | {
    digit: value for value, digit in enumerate("一二三四五六七八九", 1)
}
_CHINESE_TENS: Final = {"十": 10, "廿": 20, "卅": 30}
_DIGIT: Final = rf"[\d{''.join(_CHINESE_DIGITS)}]"
_NUMBER: Final = r"(?:\d{1,2}|[一二三四五六七八九十廿卅]{1,3})"

_YEAR: Final = r"(?P<year>\d{4})"
_MONTH: Final = r"(?P<month>\d{1,2})"
_DAY: Final = r"(?P<day>\d{1,2})"
_MONTH_NAME: Final = rf"(?P<month>{'|'.join(sorted(_MONTH_NAMES, key=len, reverse=True))})\.?"
_NTH: Final = rf"{_DAY}(?:st|nd|rd|th)?"
_WEEKDAY: Final = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?[,.]?\s+)?"
_CHINESE_WEEKDAY: Final = r"(?:\s*\(?(?:星期|礼拜|禮拜|[周週])[一二三四五六日天]\)?)?"
_CLOCK: Final = r"(?P<clock>\d{1,2}:\d{2}(?::\d{2})?|(?<=T)\d{4}(?:\d{2})?)(?:[.,]\d+)?"
_ZONE: Final = r"(?:\s*(?P<zone>(?:UTC|GMT)?[+-]\d{1,2}(?::?\d{2})?|Z|[A-Z]{2,5})(?:\s*\([^()]*\))?)?"
# The time of day is read and dropped: no phrase is dated by the hour. Only with a time zone can it change the day.
_TIME: Final = (
    _CHINESE_WEEKDAY
    + r"(?:(?:T|,?\s*)(?:(?:凌晨|早上|上午|中午|(?P<later>下午|晚上))\s*)?"
    + rf"(?:{_CLOCK}(?:\s*(?P<half>[AP])\.?M\.?)?{_ZONE}"
    + r"|\d{1,2}\s*[时時点點](?:\s*(?:\d{1,2}\s*分(?:\s*\d{1,2}\s*秒)?|[整许許半]))?|(?<=[T\s])\d{1,2}))?"
    + _CHINESE_WEEKDAY
)
_SHAPES: Final = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_YEAR}(?P<mark>[-/. ]){_MONTH}(?P=mark){_DAY}{_TIME}",
        rf"{_YEAR}(?P<month>\d{{2}})(?P<day>\d{{2}}){_TIME}",
        _YEAR,
        rf"{_YEAR}[-/.]{_MONTH}",
        # Not 190305 or 261203: these are days of years that were cut to two digits.
        r"(?P<year>19(?:1[3-9]|[2-9]\d)|20\d{2})(?P<month>\d{2})",
        rf"(?:公元\s*)?(?P<year>{_DIGIT}{{4}})\s*年(?:\s*(?P<month>{_NUMBER})\s*月份?)?",
        rf"(?:公元\s*)?(?P<year>{_DIGIT}{{4}})\s*年\s*(?P<month>{_NUMBER})\s*月\s*(?P<day>{_NUMBER})\s*[日号號]{_TIME}",
        rf"{_MONTH_NAME},?[\s-]+{_YEAR}",
        rf"{_YEAR}[\s-]+{_MONTH_NAME}",
        rf"{_WEEKDAY}{_NTH}(?:\s+of)?[\s-]+{_MONTH_NAME},?[\s-]+{_YEAR}{_TIME}",
        rf"{_WEEKDAY}{_MONTH_NAME}\s+{_NTH},?\s+{_YEAR}{_TIME}",
        rf"{_WEEKDAY}{_MONTH_NAME}\s+{_DAY}\s+{_CLOCK}{_ZONE}\s+{_YEAR}",
        rf"{_YEAR}[\s-]+{_MONTH_NAME}[\s-]+{_NTH}{_TIME}",
    )
]
_EITHER_ORDER: Final = re.compile(
    rf"(?P<one>\d{{1,2}})(?P<mark>[-/.])(?P<two>\d{{1,2}})(?P=mark){_YEAR}{_TIME}", re.IGNORECASE
)
_SHORT_YEAR: Final = re.compile(
    rf"\d{{1,2}}(?P<mark>[-/.])\d{{1,2}}(?P=mark)\d{{2}}(?!\d).*|(?:\d{{1,2}}[\s-])?{_MONTH_NAME}[\s-]'?\d{{2}}"
    rf"|{_DIGIT}{{2}}\s*年.*|\d{{6}}",
    re.IGNORECASE,
)
_LOST_ZERO: Final = re.compile(r"\d{4}\.1")
_WRITTEN_AS_FLOAT: Final = re.compile(r"(?:\d{4}|\d{6}|\d{8})\.0")
_REPUBLIC: Final = re.compile(r"(?:中[华華])?民[国國].*")
_WAYS_OUT = "write YYYY, YYYY-MM or YYYY-MM-DD (2022年4月14日 and 14 April 2022 are read too)"

_FIRST_DAY_OF_EXCEL: Final = datetime.date(1899, 12, 30)
_EPOCH: Final = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
_UNIX: Final = {
    10: ("seconds", "s", 1),
    13: ("milliseconds", "ms", 10**3),
    16: ("microseconds", "us", 10**6),
    19: ("nanoseconds", "ns", 10**9),
}
"""By the number of digits: what Unix time counts, pandas' name of it, and how many are in a second."""


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


class AmbiguousDate(DateError):  # noqa: N818 - what it is, not what went wrong
    """A day and a month that can be read in either order; both readings are kept.

    Attributes
    ----------
    day_first, month_first : PartialDate
        What it is in either order.
    """

    def __init__(self, message: str, day_first: PartialDate, month_first: PartialDate) -> None:
        super().__init__(message)
        self.day_first = day_first
        self.month_first = month_first

    def __reduce__(self) -> tuple[type[AmbiguousDate], tuple[str, PartialDate, PartialDate]]:
        return type(self), (str(self), self.day_first, self.month_first)


def parse(value: object, timezone: datetime.tzinfo | None = None) -> PartialDate:
    """Read a date, with just the precision that it was given.

    Parameters
    ----------
    value : str, int, datetime.date, datetime.datetime or numpy.datetime64
        ``1954``, ``"1954-09"``, ``201903``, ``"2022年4月14日 10:30"``, ``"二〇一九年三月五日"``, ``"14 April 2022"``,
        ``"Tue, 05 Mar 2019 10:30:00 +0800"``, ``"31/12/2019"``, a timestamp … The time of day is dropped.
    timezone : datetime.tzinfo, optional
        The day is the one that it was there, where the value has a time with a time zone. All others are read as
        they are written.

    Returns
    -------
    PartialDate

    Raises
    ------
    AmbiguousDate
        For a day that can be read in two ways: ``04/05/2022`` is in April or in May.
    DateError
        For what is not a date, and for numbers that need a conversion first: Unix time, days of Excel, and
        ``2020.1``, which was January or October.

    Examples
    --------
    >>> str(parse("2022年4月14日")), str(parse("April 2022")), str(parse(1954))
    ('2022-04-14', '2022-04', '1954')
    >>> from zoneinfo import ZoneInfo
    >>> str(parse("2020-10-29T16:00:00Z", ZoneInfo("Asia/Shanghai")))
    '2020-10-30'
    >>> parse("2022-13-40")
    Traceback (most recent call last):
    partyspeak.errors.DateError: '2022-13-40' is no date of the calendar: write YYYY, ...
    """
    if isinstance(value, datetime.datetime):
        return PartialDate((value.astimezone(timezone) if timezone and value.tzinfo else value).date(), "day")
    if isinstance(value, datetime.date):
        return PartialDate(value, "day")
    if hasattr(value, "astype") and getattr(getattr(value, "dtype", None), "kind", "") == "M":
        unit = str(getattr(value, "dtype", "")).partition("[")[2]  # numpy knows years and months too
        precision: Precision = "year" if unit == "Y]" else "month" if unit == "M]" else "day"
        return PartialDate(value.astype("datetime64[D]").item(), precision)
    text = plain(value)
    if match := _shape_of(text):
        return _there(match, _from_match(value, match), timezone)
    if match := _EITHER_ORDER.fullmatch(text):
        return _in_either_order(value, match, timezone)
    raise DateError(f"{value!r} {_why_not(text)}: {_WAYS_OUT}")


def instant_of(value: object) -> datetime.datetime | None:
    """The moment of a value that has a time with a time zone, in that zone; None for any other value.

    Examples
    --------
    >>> instant_of("2020-10-29T16:00:00Z")
    datetime.datetime(2020, 10, 29, 16, 0, tzinfo=datetime.timezone.utc)
    >>> instant_of("2020-10-29 16:00"), instant_of("2020-10-29")
    (None, None)
    """
    if isinstance(value, datetime.datetime):
        return value if value.tzinfo else None
    if not isinstance(value, str) or not (match := _shape_of(plain(value))):
        return None
    try:
        return _instant(match, _from_match(value, match).first_day)
    except DateError:
        return None


def order_of(value: object) -> Order | None:
    """The order in which a day and a month are written as numbers, where only one makes a date.

    Examples
    --------
    >>> order_of("31/12/2019"), order_of("12.31.2019"), order_of("04/05/2019"), order_of("2019-12-31")
    ('day first', 'month first', None, None)
    """
    match = _EITHER_ORDER.fullmatch(plain(value)) if isinstance(value, str) else None
    if not match or match["one"].lstrip("0") == match["two"].lstrip("0"):
        return None
    readings = _readings(match)
    return next(iter(readings)) if len(readings) == 1 else None


def plain(value: object) -> str:
    """A value as text, with one spelling of digits, dashes and spaces.

    A year column with gaps arrives as floats: 1954.0 is still the year 1954, but 2020.1 was January or October.
    """
    if isinstance(value, numbers.Real) and not isinstance(value, numbers.Integral):
        number = float(value)
        if not number.is_integer():
            reason = _unit_of(number) or "is a number, which may have lost a zero (2020.1 for 2020.10)"
            raise DateError(f"{value!r} {reason}: {_WAYS_OUT}")
        value = int(number)
    text = str(value)
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text.translate(_SAME)).translate(_SAME)
    text = text.strip()
    # A column of years with gaps that went through a CSV holds "1954.0"; there is no month 0.
    if _WRITTEN_AS_FLOAT.fullmatch(text):
        return text.removesuffix(".0")
    if text.startswith(("(", "[", "【")) and text.endswith((")", "]", "】")):
        text = text[1:-1].strip()
    return text


def _shape_of(text: str) -> re.Match[str] | None:
    if _LOST_ZERO.fullmatch(text):
        return None
    return next((match for shape in _SHAPES if (match := shape.fullmatch(text))), None)


def _from_match(value: object, match: re.Match[str]) -> PartialDate:
    parts = match.groupdict()
    month, day = parts.get("month"), parts.get("day")
    try:
        first_day = datetime.date(
            _number(cast(str, parts["year"])), _number(month) if month else 1, _number(day) if day else 1
        )
    except ValueError:
        raise DateError(f"{value!r} is no date of the calendar: {_WAYS_OUT}") from None
    return PartialDate(first_day, "day" if day else "month" if month else "year")


def _number(text: str) -> int:
    """The number of a year, a month or a day, in digits, in Chinese or by its name."""
    if text.isdecimal():
        return int(text)
    if text.lower() in _MONTH_NAMES:
        return _MONTH_NAMES[text.lower()]
    for sign, ten in _CHINESE_TENS.items():
        before, found, after = text.partition(sign)
        if found:
            tens = _number(before) * 10 if before else ten
            return tens + (_number(after) if after else 0)
    return int("".join(str(_CHINESE_DIGITS.get(sign, sign)) for sign in text))


def _instant(match: re.Match[str], day: datetime.date) -> datetime.datetime | None:
    """The moment that a text gives, where its time has a zone that says how far it is from UTC."""
    parts = match.groupdict()
    clock, zone = parts.get("clock"), (parts.get("zone") or "").upper()
    offset = re.fullmatch(r"(?:UTC|GMT)?([+-])(\d{1,2})(?::?(\d{2}))?|Z|UTC|GMT", zone)
    if not clock or not offset:
        return None
    sign = -1 if offset[1] == "-" else 1
    ahead = datetime.timedelta(hours=sign * int(offset[2] or 0), minutes=sign * int(offset[3] or 0))
    hour, minute, second = (int(part or 0) for part in re.findall(r"\d{1,2}", clock + ":00")[:3])
    if half := (parts.get("half") or "").upper():
        hour = hour % 12 + 12 * (half == "P")
    elif parts.get("later") and hour < 12:
        hour += 12
    zone_of = datetime.timezone(ahead) if ahead else datetime.UTC
    midnight = datetime.datetime.combine(day, datetime.time(), zone_of)
    return midnight + datetime.timedelta(hours=hour, minutes=minute, seconds=second)


def _readings(match: re.Match[str]) -> dict[Order, PartialDate]:
    """``04/05/2022`` in both orders; ``31/12/2022`` in the only one that makes a date."""
    found: dict[Order, PartialDate] = {}
    orders: tuple[tuple[Order, str, str], ...] = (("day first", "two", "one"), ("month first", "one", "two"))
    for order, month, day in orders:
        with contextlib.suppress(ValueError):
            first_day = datetime.date(int(match["year"]), int(match[month]), int(match[day]))
            found[order] = PartialDate(first_day, "day")
    return found


def _in_either_order(value: object, match: re.Match[str], timezone: datetime.tzinfo | None) -> PartialDate:
    readings = _readings(match)
    if not readings:
        raise DateError(f"{value!r} is no date of the calendar: {_WAYS_OUT}")
    dates = {order: _there(match, date, timezone) for order, date in readings.items()}
    if len(set(dates.values())) > 1:
        raise AmbiguousDate(
            f"{value!r} could be day first or month first: {_WAYS_OUT}", dates["day first"], dates["month first"]
        )
    return next(iter(dates.values()))


def _there(match: re.Match[str], date: PartialDate, timezone: datetime.tzinfo | None) -> PartialDate:
    """The day that it was in a time zone."""
    instant = _instant(match, date.first_day) if timezone else None
    return PartialDate(instant.astimezone(timezone).date(), "day") if instant else date


def _why_not(text: str) -> str:
    """What is wrong with a text that is no date, as the end of a sentence."""
    if _LOST_ZERO.fullmatch(text):
        return f"may have lost a zero ({text}0)"
    if _REPUBLIC.fullmatch(text):
        return "counts the years of the Republic; add 1911"
    with contextlib.suppress(ValueError):
        if unit := _unit_of(float(text)):
            return unit
    if _SHORT_YEAR.fullmatch(text):
        return "has a year of two digits"
    return "is not a date that can be read"


def _unit_of(number: float) -> str:
    """What a number may count that is no date; the end of a sentence, empty for any other number."""
    if 10_000 <= number < 100_000:
        day = _FIRST_DAY_OF_EXCEL + datetime.timedelta(days=int(number))
        return f'looks like a day number of Excel: {day}; use pd.to_datetime(…, unit="D", origin="1899-12-30")'
    for digits, (name, unit, per_second) in _UNIX.items():
        if 10 ** (digits - 2) <= number < 2 * 10 ** (digits - 1):
            day = (_EPOCH + datetime.timedelta(seconds=number / per_second)).date()
            return f'looks like Unix {name}: {day}; use pd.to_datetime(…, unit="{unit}")'
    return ""


def lag_days(later: PartialDate, earlier: PartialDate) -> int:
    """The number of days that are certainly between two dates, at least.

    Zero when the two intervals overlap, so that nothing is claimed from a year alone; negative when
    ``later`` is really the earlier one.

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
