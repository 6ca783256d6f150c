"""Read a column of dates, and report what is doubtful in it."""

from __future__ import annotations

import datetime
import re
import zoneinfo
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final, NamedTuple, cast

import numpy as np
import pandas as pd

from partyspeak.dates import AmbiguousDate, Order, PartialDate, Precision, instant_of, order_of, parse
from partyspeak.errors import DateError, SourceError

__all__ = ["DateReader", "read_dates"]

_SHOWN: Final = 5
_EXAMPLES: Final = 3
_BAD_DATES: Final = ("raise", "keep")
_KEPT: Final = 1 << 15  # a century has 36,525 days, and the pieces of a corpus repeat them
_FIRST_YEAR: Final = 1900
# If dates from this many different years are all first of January, that is no accident.
_YEARS: Final = 3
_NEARLY_ALL: Final = 0.9
# Midnight in Beijing, in UTC; from 1986 to 1991 China had summer time.
_BEIJING_MIDNIGHTS: Final = (15, 16)
_NAIVE_TIME: Final = re.compile(r".*\d[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?", re.DOTALL)
_LATER_THAN_MIDNIGHT: Final = re.compile(r"\d[T ]0?0:00:0*[1-9]|\d[T ](?!0?0:00)\d")
_SIX_DIGITS: Final = re.compile(r"\d{6}")
# 2009-10 is October 2009, or two years as in 2012-13.
_TWO_YEARS: Final = re.compile("|".join(rf"\d\d{year:02}[-/]{(year + 1) % 100:02}" for year in range(100)))
_CUT_MONTH: Final = re.compile(r"\d{4}\.(?:1|[2-9]0)")
_OCTOBER: Final = re.compile(r"\d{4}\.10")
_EPOCH: Final = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
_SOME_TIME: Final = datetime.datetime(2001, 12, 30, 23, 59, tzinfo=datetime.UTC)
_FORMATS: Final[dict[Order, str]] = {"day first": "%d/%m/%Y", "month first": "%m/%d/%Y"}

_Read = PartialDate | DateError | None


def read_dates(values: pd.Series, bad_dates: str = "raise") -> list[PartialDate | None]:
    """Read a column of dates; missing ones are None.

    Parameters
    ----------
    values : pandas.Series
    bad_dates : {"raise", "keep"}
        With ``keep``, dates that cannot be read become None.

    Returns
    -------
    list of PartialDate or None
        One for each row.

    Raises
    ------
    SourceError
        If dates cannot be read (the message has the row and value of the first five), or ``bad_dates`` is not known.

    Examples
    --------
    >>> [str(date) for date in read_dates(pd.Series(["1954", "2019年3月5日 10:30", None]))]
    ['1954', '2019-03-05', 'None']
    """
    return DateReader(bad_dates).read(values)


class DateReader:
    """Reads a column of dates, whole or in pieces, and collects what is doubtful in it.

    Parameters
    ----------
    bad_dates : {"raise", "keep"}
        With ``keep``, dates that cannot be read become None.
    date_format : str, optional
        The format of the dates that are text, as for :meth:`datetime.datetime.strptime` (``"%d/%m/%Y"``).
        Texts that do not fit the format cannot be read.
    timezone : str, optional
        A name such as ``"Asia/Shanghai"``. A time with a time zone is converted, and gives the day in this zone; a
        time without one gives the day as written.
    whole : bool
        Whether each call of :meth:`read` gets a whole column. Only then can the other dates of the column decide
        whether 04/05/2019 is in April or in May; the next piece of a column could contradict them.

    Raises
    ------
    SourceError
        If the value of a parameter is not known.

    Examples
    --------
    >>> reader = DateReader(timezone="Asia/Shanghai")
    >>> [str(date) for date in reader.read(pd.Series(["2020-10-29T16:00:00Z", "2020-10-29"]))]
    ['2020-10-30', '2020-10-29']
    >>> reader.warnings()
    []
    """

    def __init__(
        self, bad_dates: str = "raise", date_format: str | None = None, timezone: str | None = None, whole: bool = True
    ) -> None:
        if bad_dates not in _BAD_DATES:
            raise SourceError(f"bad_dates={bad_dates!r} is not known; use {' or '.join(map(repr, _BAD_DATES))}")
        self._keep = bad_dates == "keep"
        self._format = None if date_format is None else _checked(date_format)
        self._zone = None if timezone is None else _zone(timezone)
        self._whole = whole
        self._column: object = None
        self._doubts = _Doubts(datetime.date.today() + datetime.timedelta(days=1))

    @property
    def unreadable(self) -> int:
        """The number of dates so far that could not be read and are left empty."""
        return self._doubts.unreadable.count

    def read(self, values: pd.Series, dates_from: pd.Series | None = None) -> list[PartialDate | None]:
        """Read the dates of a column, or of its next piece; missing dates are None.

        Parameters
        ----------
        values : pandas.Series
        dates_from : pandas.Series, optional
            Where each date comes from, as recorded when files were read. ``date_format`` does not apply to dates from
            a file's name; dates from a document's content may also have another format.

        Raises
        ------
        SourceError
            If dates cannot be read; the message has the row and value of the first five.
        """
        self._column = values.name
        if self._format is None or dates_from is None:
            found = self._read(values, (self._format,))
        else:
            found = [None] * len(values)
            for formats, rows in self._groups(dates_from):
                for row, date in zip(rows, self._read(values.iloc[rows], formats), strict=True):
                    found[row] = date
        if not self._doubts.unreadable.count:
            return cast(list[PartialDate | None], found)
        if not self._keep:
            _refuse(values, found)
        return [None if isinstance(date, DateError) else date for date in found]

    def warnings(self) -> list[str]:
        """What is doubtful in the dates read so far: one sentence per kind of doubt."""
        return [f"column {self._column!r}: {sentence}" for sentence in self._doubts.sentences(self._zone is not None)]

    def _groups(self, dates_from: pd.Series) -> list[tuple[tuple[_Format | None, ...], list[int]]]:
        """Group the rows by the formats to try; None means reading without a given format."""
        origins = dates_from.astype(object).to_numpy()
        formats: dict[str, tuple[_Format | None, ...]] = {"name": (None,), "content": (self._format, None)}
        known = [(formats[origin], np.flatnonzero(origins == origin).tolist()) for origin in formats]
        return [*known, ((self._format,), np.flatnonzero(~np.isin(origins, list(formats))).tolist())]

    def _read(self, values: pd.Series, formats: tuple[_Format | None, ...]) -> list[_Read]:
        codes, kinds = _kinds(values)
        known = _exact(values, kinds, [_read_one(value, formats, self._zone) for value in kinds])
        counts = np.bincount(codes, minlength=len(kinds)).tolist()
        if None in formats:
            known = _together(kinds, known)
            if self._whole:
                self._decide(kinds, known, counts)
        self._doubts.add(values, codes, kinds, known, counts)
        return [known[code] for code in codes]

    def _decide(self, kinds: Sequence[object], known: list[_Read], counts: Sequence[int]) -> None:
        """Read ambiguous days and months in the order of the other dates in the column, if these agree."""
        doubtful = {number: date for number, date in enumerate(known) if isinstance(date, AmbiguousDate)}
        orders = {order: kind for kind in kinds if (order := order_of(kind))} if doubtful else {}
        if len(orders) != 1:
            return
        order, example = next(iter(orders.items()))
        for number, error in doubtful.items():
            known[number] = error.day_first if order == "day first" else error.month_first
            self._doubts.decided[order] += counts[number]
        self._doubts.deciding[order] = str(example)


class _Format(NamedTuple):
    """A format of :meth:`datetime.datetime.strptime`, and how precise its dates are."""

    text: str
    precision: Precision


def _checked(text: str) -> _Format:
    """Check that the user's format is a valid one and has a year."""
    if not isinstance(text, str) or not text:
        raise SourceError(f'date_format={text!r} is not a format; write one as date_format="%d/%m/%Y"')
    directives = set(re.findall(r"%(.)", text))
    try:
        datetime.datetime.strptime(_SOME_TIME.strftime(text), text)
    except (ValueError, re.error) as error:
        raise SourceError(
            f'date_format={text!r} is not a format ({error}); write one as date_format="%d/%m/%Y"'
        ) from None
    if not directives & set("YyGcx"):
        raise SourceError(f'date_format={text!r} has no year; write %Y for it, as in date_format="%d/%m/%Y"')
    month = directives & set("mbBcx")
    if "d" in directives and not month:
        raise SourceError(f'date_format={text!r} has a day and no month; write %m for it, as in date_format="%d/%m/%Y"')
    day = directives & set("djcx") or (directives & set("uwaA") and directives & set("UWV"))
    return _Format(text, "day" if day else "month" if month else "year")


@lru_cache(maxsize=8)
def _whole_numbers(written: str) -> re.Pattern[str]:
    """A pattern for runs of digits without separators, with all their zeros.

    strptime reads 2019111 as %Y%m%d, with November where January may be meant; 50101 is 2005-01-01 without its zero.
    """
    widths = [
        sum(4 if kind == "Y" else 3 if kind == "j" else 2 for kind in run[1::2])
        for run in re.findall(r"(?:%[YymdjHMS]){2,}", written.replace("%%", ""))
    ]
    return re.compile(".*".join(rf"(?<!\d)\d{{{width}}}(?!\d)" for width in widths), re.DOTALL)


def _zone(name: str) -> zoneinfo.ZoneInfo:
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, TypeError, OSError):
        raise SourceError(
            f"timezone={name!r} is not known; use a name such as 'Asia/Shanghai', 'Asia/Hong_Kong' or 'UTC'"
        ) from None


def _kinds(values: pd.Series) -> tuple[list[int], list[Any]]:
    """For each row the number of its value, and the list of values; missing values are None.

    In a column of objects, equal values are merged only if they are text: instants in two time zones may be equal
    although their days differ.
    """
    if values.dtype != object:
        codes, kinds = pd.factorize(values)
        return np.where(codes < 0, len(kinds), codes).tolist(), [*kinds.tolist(), None]
    known: dict[str, int] = {}
    found: list[int] = []
    values_of: list[Any] = []
    for value in values.tolist():
        code = known.setdefault(value, len(values_of)) if isinstance(value, str) else len(values_of)
        if code == len(values_of):
            values_of.append(value)
        found.append(code)
    return found, values_of


def _read_one(value: Any, formats: tuple[_Format | None, ...], zone: datetime.tzinfo | None) -> _Read:
    """Read a value in the first format that fits."""
    error: DateError | None = None
    for written in formats:
        try:
            if isinstance(value, str):
                return _read_text(value, written, zone)
            if value is None or (pd.api.types.is_scalar(value) and pd.isna(value)):
                return None
            if written and isinstance(value, (int, float, np.number)) and float(value).is_integer():
                return _read_text(str(int(value)), written, zone)
            return parse(value, zone)
        except DateError as fault:
            error = error or fault
    return error


@lru_cache(maxsize=_KEPT)
def _read_text(text: str, written: _Format | None, zone: datetime.tzinfo | None) -> PartialDate | None:
    if not text.strip():
        return None
    if written is None:
        return parse(text, zone)
    try:
        moment = datetime.datetime.strptime(text.strip(), written.text)
    except ValueError:
        raise DateError(f"{text!r} does not fit date_format={written.text!r}") from None
    if not _whole_numbers(written.text).search(text):
        raise DateError(f"{text!r} does not fit date_format={written.text!r}: it has lost a zero")
    if written.precision == "day":
        return parse(moment, zone)
    first_month = moment.month if written.precision == "month" else 1
    return PartialDate(datetime.date(moment.year, first_month, 1), written.precision)


def _exact(values: pd.Series, kinds: Sequence[Any], known: list[_Read]) -> list[_Read]:
    """Refuse numbers that a column of small floats cannot hold: float32 stores 20190305 as 20190304."""
    size = getattr(values.dtype, "itemsize", 0) if pd.api.types.is_float_dtype(values.dtype) else 0
    bits = {2: 11, 4: 24}.get(size)
    if bits is None:
        return known
    return [
        DateError(f"{kind!r} has lost digits as {values.dtype}; read the column as text")
        if isinstance(date, PartialDate) and kind > 2**bits
        else date
        for kind, date in zip(kinds, known, strict=True)
    ]


def _together(kinds: Sequence[object], known: list[_Read]) -> list[_Read]:
    """Refuse values that are doubtful because of other values in the column.

    Next to ``200315``, ``200312`` is not a month but a day in 2020. Next to ``2020.1`` or ``2020.20``, ``2020.10`` is
    in a column that has lost or gained zeros, so it is October or January.
    """
    # Numbers count too: 201903 is text in a CSV file and a number in Excel.
    texts = [str(kind) if isinstance(kind, (str, int, np.integer)) else "" for kind in kinds]
    rules = [
        (_SIX_DIGITS, _SIX_DIGITS, "is probably not a month, because other values in the column are not months", True),
        (_TWO_YEARS, _TWO_YEARS, "is probably not a month, because other values in the column are two years", True),
        (_CUT_MONTH, _OCTOBER, "may be January, because other values in the column have lost or gained a zero", False),
    ]
    known = list(known)
    for pattern, doubtful, reason, unread in rules:
        shown = [number for number, text in enumerate(texts) if pattern.fullmatch(text)]
        others = [texts[number] for number in shown if not unread or isinstance(known[number], DateError)]
        for number, text in enumerate(texts) if others else ():
            if doubtful.fullmatch(text) and isinstance(known[number], PartialDate):
                known[number] = DateError(f"{text!r} {reason} ({others[0]}): write YYYY-MM or YYYY-MM-DD")
    return known


def _refuse(values: pd.Series, found: Sequence[_Read]) -> None:
    bad = [(row, error) for row, error in zip(values.index, found, strict=True) if isinstance(error, DateError)]
    if not bad:
        return
    lines = "\n".join(f"  row {row!r}: {error}" for row, error in bad[:_SHOWN])
    more = f"\n  … and {len(bad) - _SHOWN} more" if len(bad) > _SHOWN else ""
    order = 'give their order with date_format="%d/%m/%Y" or "%m/%d/%Y" (--date-format), '
    ways = order if any(isinstance(error, AmbiguousDate) for _, error in bad) else ""
    raise SourceError(
        f"column {values.name!r}: {len(bad)} date{'s' * (len(bad) != 1)} cannot be read; correct them, {ways}or leave "
        f'them empty with bad_dates="keep" (--bad-dates keep)\n{lines}{more}'
    )


@dataclass
class _Count:
    """The number of documents with one kind of doubt, and the first few values."""

    count: int = 0
    examples: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        more = ", …" if self.count > len(self.examples) else ""
        return f"{', '.join(self.examples)}{more}"


@dataclass
class _Doubts:
    """Collects what is doubtful in dates; ``latest`` is the last day that is not in the future in any time zone."""

    latest: datetime.date
    dated: int = 0
    unreadable: _Count = field(default_factory=_Count)
    future: _Count = field(default_factory=_Count)
    early: _Count = field(default_factory=_Count)
    epoch: _Count = field(default_factory=_Count)
    nanoseconds: int = 0
    zoned: int = 0
    utc_midnights: _Count = field(default_factory=_Count)
    timed: int = 0
    naive_midnights: _Count = field(default_factory=_Count)
    new_year: _Count = field(default_factory=_Count)
    new_years: set[int] = field(default_factory=set)
    decided: Counter[Order] = field(default_factory=Counter)
    deciding: dict[Order, str] = field(default_factory=dict)

    def add(
        self,
        values: pd.Series,
        codes: Sequence[int],
        kinds: Sequence[object],
        known: Sequence[_Read],
        counts: Sequence[int],
    ) -> None:
        """Check the values of a column and the dates read from them; ``codes`` has the number of each row's value."""
        marks: dict[int, list[_Count]] = {}
        for code, (kind, date) in enumerate(zip(kinds, known, strict=True)):
            if isinstance(date, DateError):
                marks[code] = [self.unreadable]
            elif date is not None:
                self.dated += counts[code]
                if doubts := self._of_day(date) + self._of_time(kind, date, counts[code]):
                    marks[code] = doubts
        if marks:
            for row, code in zip(values.index, codes, strict=True):
                for doubt in marks.get(code, ()):
                    doubt.count += 1
                    if len(doubt.examples) < _EXAMPLES:
                        doubt.examples.append(f"row {row!r}: {_shown(kinds[code])}")

    def _of_day(self, date: PartialDate) -> list[_Count]:
        doubts = []
        if date.precision == "day" and (date.first_day.month, date.first_day.day) == (1, 1):
            self.new_years.add(date.first_day.year)
            doubts.append(self.new_year)
        if date.first_day > self.latest:
            doubts.append(self.future)
        elif date.first_day.year < _FIRST_YEAR:
            doubts.append(self.early)
        return doubts

    def _of_time(self, value: object, date: PartialDate, count: int) -> list[_Count]:
        """The doubts that the time of day raises: numbers read as nanoseconds, and midnights in another time zone."""
        if isinstance(value, str) and ":" not in value and date.first_day.year != 1970:
            return []
        doubts = [self.epoch] if _near_epoch(value, date) else []
        if doubts and isinstance(value, datetime.datetime) and _within_a_second(value):
            self.nanoseconds += count
        moment = instant_of(value)
        clock = (moment.hour, moment.minute, moment.second) if moment else _naive_time(value)
        midnight = clock is not None and clock[0] in _BEIJING_MIDNIGHTS and not any(clock[1:])
        if moment is not None:
            self.zoned += count
            doubts += [self.utc_midnights] if midnight and not moment.utcoffset() else []
        elif clock is not None:
            self.timed += count
            doubts += [self.naive_midnights] if midnight else []
        return doubts

    def sentences(self, has_zone: bool) -> list[str]:
        """One sentence per kind of doubt."""
        told = []
        if self.unreadable.count:
            told.append(f"{self.unreadable.count:,} dates could not be read and are left empty ({self.unreadable})")
        if self.future.count:
            told.append(f"{_documents(self.future)} dated in the future ({self.future}); correct what is wrong")
        if self.early.count:
            told.append(f"{_documents(self.early)} dated before {_FIRST_YEAR} ({self.early}); correct what is wrong")
        if self.dated and (self.nanoseconds or self.epoch.count == self.dated):
            told.append(
                f"{self.epoch.count:,} of {self.dated:,} dates are at the beginning of January 1970 ({self.epoch}): "
                "numbers (years, Unix time, Excel days) were read as nanoseconds, as in pd.to_datetime([2019]); "
                'give years as they are (2019), other numbers with their unit (pd.to_datetime(…, unit="s"))'
            )
        if len(self.new_years) >= _YEARS and self.new_year.count == self.dated:
            told.append(
                f"all {self.dated:,} dates are 1 January ({self.new_year}): they may be years that became "
                'days, as in pd.to_datetime(["1954"]); give years as years ("1954"), so that none is shown as a day'
            )
        if not has_zone and self.utc_midnights.count and self.utc_midnights.count >= _NEARLY_ALL * self.zoned:
            told.append(
                f"{self.utc_midnights.count:,} of {self.zoned:,} times are midnight in Beijing, written in UTC "
                f'({self.utc_midnights}), so they are dated a day early; use timezone="Asia/Shanghai" '
                "(--timezone Asia/Shanghai)"
            )
        if self.naive_midnights.count > 1 and self.naive_midnights.count >= _NEARLY_ALL * self.timed:
            told.append(
                f"{self.naive_midnights.count:,} of {self.timed:,} times are {_BEIJING_MIDNIGHTS[1]}:00 "
                f"({self.naive_midnights}), which is midnight in Beijing if they are in UTC; if so, they are dated a "
                'day early: use pd.to_datetime(…, utc=True) and timezone="Asia/Shanghai"'
            )
        for order, count in self.decided.items():
            written = _FORMATS[order].replace("/", re.sub(r"\d", "", self.deciding[order])[0])
            told.append(
                f"{count:,} dates that could be day first or month first are read {order}, "
                f'as {self.deciding[order]} must be; to be certain, use date_format="{written}" (--date-format)'
            )
        return told


def _documents(count: _Count) -> str:
    return f"{count.count:,} document{'s are' if count.count != 1 else ' is'}"


def _shown(value: object) -> str:
    return value.strip() if isinstance(value, str) else str(value)


def _near_epoch(value: object, date: PartialDate) -> bool:
    """Does the value look like a number with the wrong unit: the first moment of 1970, or a time in that January?"""
    moment = instant_of(value)
    if moment is not None and abs(moment - _EPOCH) < datetime.timedelta(seconds=1):
        return True  # also in a time zone where it is still 1969, or already eight o'clock
    if date.precision != "day" or (date.first_day.year, date.first_day.month) != (1970, 1):
        return False
    first = date.first_day.day == 1
    if isinstance(value, str):
        return first and not _LATER_THAN_MIDNIGHT.search(value)
    if isinstance(value, datetime.datetime):
        return value.time() != datetime.time() or bool(getattr(value, "nanosecond", 0)) or first
    return first


def _within_a_second(value: datetime.datetime) -> bool:
    """Is the time less than a second after midnight?"""
    return not (value.hour or value.minute or value.second) and (
        bool(value.microsecond) or bool(getattr(value, "nanosecond", 0))
    )


def _naive_time(value: object) -> tuple[int, int, int] | None:
    """The time of day of a value without a time zone; None if it has none, or midnight, as whole days do."""
    if isinstance(value, datetime.datetime):
        clock = (value.hour, value.minute, value.second)
    elif isinstance(value, str) and (match := _NAIVE_TIME.fullmatch(value.strip())):
        clock = (int(match[1]), int(match[2]), int(match[3] or 0))
    else:
        return None
    return clock if any(clock) else None
