"""Read dates from the names of files and folders, each name alone or together with the other names in its folder.

A bare number in a name is a serial number, the target year of a plan or a part of an id as often as it is a year.
So a name alone dates a document only if it holds what can hardly be anything else: a whole day, a month with its year,
or a year with 年. Bare years and months date a document only where the names in its folder share one pattern.
"""

from __future__ import annotations

import contextlib
import datetime
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from partyspeak.dates import PartialDate, parse, plain
from partyspeak.errors import DateError

__all__ = ["date_in_name", "dates_in_names", "has_bare_date", "stem_of"]

_LEAST_YEARS: Final = 3
_FIRST_YEAR: Final = 1900
_FIRST_CENTURY, _LAST_CENTURY = 1800, 2100
_MOST_OTHERS: Final = 0.1
_SHORTEST_MONTH: Final = 28

_YEAR: Final = r"(?P<year>(?:18|19|20)\d{2})"
_CHINESE: Final = r"[\d〇零○一二三四五六七八九]{4}"
_MONTH_NAME: Final = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_NTH: Final = r"\d{1,2}(?:st|nd|rd|th)?"
# Not a version number (v2019.03.05, 1.2019.03), and not part of a longer number.
_ALONE: Final = r"(?<![\dv])(?<!\d\.)"
_NO_MORE: Final = r"(?!\d|[-_.]\d)"
_BARE_DAY: Final = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})(?!\d)")
_MONTH: Final = re.compile(_ALONE + _YEAR + r"[-_.](?P<month>\d{1,3})" + _NO_MORE + r"(?!\s*[期号號卷])")
_FROM_TO: Final = r"(?:\s*(?:-+|[~〜/至到与與和及])\s*|[\s_-]+(?:to|till|until|and)[\s_-]+)"
_SMALL: Final = r"[\d一二三四五六七八九十廿卅]{1,3}"
_DAY_AND_MONTH: Final = rf"(?:{_SMALL}\s*月\s*)?(?:{_SMALL}\s*[日号]?)?"
_IN_ENGLISH: Final = rf"(?:{_NTH}[-_ ]+)?{_MONTH_NAME}(?![a-z])"
# The parts that differ between the two ends of a span are removed from a name: 2019年3月5日至8日 leaves 2019年3月.
_SPANS: Final = [
    re.compile(pattern)
    for pattern in (
        rf"(?<!\d){_CHINESE}\s*年\s*{_DAY_AND_MONTH}{_FROM_TO}{_CHINESE}(?!\d)\s*年?\s*{_DAY_AND_MONTH}",
        rf"(?<!\d){_CHINESE}{_FROM_TO}{_CHINESE}(?!\d)\s*年\s*{_DAY_AND_MONTH}",
        rf"(?<=年)\s*{_SMALL}\s*月?\s*(?:{_SMALL}\s*[日号])?{_FROM_TO}{_SMALL}\s*月(?:\s*{_SMALL}\s*[日号])?",
        rf"(?<=月)\s*{_SMALL}\s*[日号]?{_FROM_TO}{_SMALL}\s*[日号]",
        rf"{_IN_ENGLISH}(?:[-_ ]+{_NTH})?{_FROM_TO}{_IN_ENGLISH}(?:[-_ ]+{_NTH}(?!\d))?",
        rf"(?<!\d){_NTH}{_FROM_TO}{_NTH}[-_ ]+(?={_MONTH_NAME}[-_ ])",
    )
]
_NO_DATE: Final = "[代度以来來之前后後起至到间間]"
_CERTAIN: Final = [
    re.compile(pattern)
    for pattern in (
        _ALONE + _YEAR + r"(?P<mark>[-_. ])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})(?!\d|\s*[~〜至到]|-\d{1,2}\.\d)",
        # Not the start or end of a period (到2035年, 1949年以来, 2030年前), not a decade (1980年代), and not a report
        # on a year (2019年度). The whole date is matched first, and then the character after it is checked.
        rf"(?<![\d至到自从從])(?P<text>{_CHINESE}\s*年(?:\s*\w{{1,3}}\s*月(?:\s*\w{{1,3}}\s*[日号])?+)?+)(?!{_NO_DATE})",
        rf"(?<![a-z\d])(?P<text>(?:{_NTH}[-_ ]+)?{_MONTH_NAME}(?:[-_ ]+{_NTH})?[-_ ,]+(?:18|19|20)\d{{2}})(?!\d)",
    )
]
_UUID: Final = re.compile(r"[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}")
_MOMENT: Final = re.compile(r"\d{8}t\d{4,6}z?")
_TOKEN: Final = re.compile(r"[\da-z]+")
_FOUR: Final = re.compile(_CHINESE)
_RUN: Final = re.compile(r"\d+")
_AT_START: Final = re.compile(r"(\d+)(?![\da-z])")
_AT_END: Final = re.compile(r"(?:^|.*[^\da-z一-鿿])(\d+)", re.DOTALL)
_COUNTED_BEFORE: Final = re.compile(
    r"(?:第|№|#|(?<![a-z])(?:no|nr|nos|page|pages|p|pp|vol|ch|chapter|issue|item)\.?)[\s_-]*$"
)
_COUNTED_AFTER: Final = re.compile(r"\s*[号號期页頁章卷条條字人集篇回次名部件万萬亿億元个個]")
_STANDS_ALONE: Final = re.compile(r"(?<![\da-z])(\d{4}|\d{6})(?![\da-z])")


def _ending(digits: str, mark: str) -> str:
    """A pattern for a number that ends a folder's name, or that is alone or first in a file's name."""
    return rf"{digits}(?={mark}?/|(?:[ _\-.][^/]*)?$|{mark}[^/]*$)"


_MARKED: Final = re.compile("[月日号]")
_LAST_DAY: Final = _ending(r"\d{1,2}", "[日号]")
_LAST_MONTH: Final = _ending(r"\d{1,2}", "月")
_LAST_TWO: Final = _ending(r"\d{2}", "日")
_NESTED: Final = [
    re.compile(rf"(?:^|/){_YEAR}{pattern}")
    for pattern in (
        rf"年?/(?P<month>\d{{1,2}})月?/(?P<day>{_LAST_DAY})",
        rf"[-_.年]?(?P<month>\d{{2}})月?/(?P<day>{_LAST_DAY})",
        rf"年?/(?P<month>\d{{2}})[-_.月]?(?P<day>{_LAST_TWO})",
        rf"年?/(?P<month>{_LAST_MONTH})",
    )
]


class _Name(NamedTuple):
    """The name of a file (without its suffix) or a folder, and the folder that contains it."""

    folder: str
    text: str


def date_in_name(name: str) -> str | None:
    """The date in a single name, as text; None if there is no date, or more than one.

    Parameters
    ----------
    name : str
        The name of a file, without its suffix, or of a folder.

    Returns
    -------
    str or None
        Read from ``2022-04-14``, ``2022_04_14``, ``20220414``, ``2022年4月14日``, ``二〇二二年四月``,
        ``14 April 2022``, ``2022-04``, ``2022年``. A day beats a month, and a month beats a year. A name with two
        different days is undated, because either could be meant. Bare years and months (``1954``, ``202204``) are not
        read here; :func:`dates_in_names` reads them where the names in a folder agree. Versions, UUIDs, hashes and
        longer numbers are not dates.

    Examples
    --------
    >>> date_in_name("2022-04-14 plenum"), date_in_name("讲话2022年4月14日"), date_in_name("2022_04")
    ('2022-04-14', '2022-04-14', '2022-04')
    >>> date_in_name("from 1954-09-15 to 1954-09-28"), date_in_name("中国制造2025"), date_in_name("1954")
    (None, None, None)
    """
    return _as_text(_precise(_certain(plain(name.lower()))))


def dates_in_names(names: Sequence[str]) -> list[str | None]:
    """The date in each name of a folder and its subfolders; each name is judged together with the others.

    Parameters
    ----------
    names : sequence of str
        Paths of files relative to the folder, with ``/``.

    Returns
    -------
    list of str or None
        One for each name.

    Notes
    -----
    1. A date that a name gives alone (:func:`date_in_name`) does not depend on other names. The exceptions are
       ``20190305`` and ``2019-03``: they are not dates if more than a tenth of the numbers of this shape in the folder
       are not valid dates (``20190399``, ``2019-17``).
    2. A bare year (1900 to next year) or month (``201903``) is a date if at least three names in the folder have
       different ones at the same place (at the beginning, at the end, or in the same words), and no name has any other
       number there. So ``1954`` to ``2024`` are years; ``0001`` to ``2500`` are not, nor are ``1799``, ``1850``,
       ``2098``.
    3. Folders count as names too: ``2019/03/05``, ``2019-03/05``, ``2019/0305``. They take precedence over a bare year
       in the file's name. If they contradict a date that the file's name gives alone, the file is undated.
    4. Folders whose names differ only in their numbers (``00`` to ``99``) are judged as one.

    Adding a name changes the dates of others only through rules 1 and 2: when it is the third year, or when its number
    is not a year at the place where all others have one. Names with whole days get the same date next to any others.

    Examples
    --------
    >>> dates_in_names(["1954.txt", "1955.txt", "1978.txt"])
    ['1954', '1955', '1978']
    >>> dates_in_names(["0001.txt", "1954.txt", "1955.txt", "1978.txt"]), dates_in_names(["2019/03/05/1978.txt"])
    ([None, None, None, None], ['2019-03-05'])
    """
    return list(_judged(tuple(names)))


@lru_cache(maxsize=2)  # a folder is listed twice: for the sizes of its files, and to read them
def _judged(names: tuple[str, ...]) -> tuple[str | None, ...]:
    paths = [[plain(part) for part in (*folders, stem_of(file))] for *folders, file in map(_parts, names)]
    files = [_Name("/".join(parts[:-1]), parts[-1]) for parts in paths]
    levels = {
        file.folder: [_Name("/".join(parts[:depth]), part) for depth, part in enumerate(parts[:-1])]
        for file, parts in zip(files, paths, strict=True)
    }
    folders = list(dict.fromkeys(name for names_of in levels.values() for name in names_of))
    certain, shared = _certain_together(files) | _certain_together(folders), _shared(files) | _shared(folders)
    around = {folder: [certain[name] or shared.get(name) for name in names_of] for folder, names_of in levels.items()}
    dates = []
    for file, inside in zip(files, _nested(["/".join(parts) for parts in paths]), strict=True):
        date, fits = _agreed([*around[file.folder], inside])
        if fits and certain[file]:
            date, fits = _agreed([date, certain[file]])
        dates.append(_as_text(date or (shared.get(file) if fits else None)))
    return tuple(dates)


def _parts(name: str) -> list[str]:
    return name.lower().split("/")


def has_bare_date(name: str) -> bool:
    """Does a file's name hold a bare number that may be a year or a month?

    Examples
    --------
    >>> has_bare_date("report-1999.txt"), has_bare_date("0001.txt")
    (True, False)
    """
    runs = _RUN.findall(_without_ids(plain(stem_of(name.rpartition("/")[2]))))
    return any(_is_year(run) or _is_month(run) for run in runs)


def stem_of(name: str) -> str:
    """A file's name without its suffix."""
    name = name.lower().removesuffix(".gz")
    stem, dot, _ = name.rpartition(".")
    return stem if dot and stem else name


def _as_text(date: PartialDate | None) -> str | None:
    return None if date is None else str(date)


def _date(match: re.Match[str]) -> PartialDate | None:
    parts = match.groupdict()
    if match.re is _MONTH and len(match["month"]) != 2:
        return None  # 1954-1 to 1954-20 are twenty files from one year
    text = re.sub("[-_]", " ", parts.get("text") or "") or "-".join(
        parts[part] for part in ("year", "month", "day") if parts.get(part)
    )
    try:
        date = parse(text)
    except DateError:
        return None
    return date if _FIRST_CENTURY <= date.first_day.year < _LAST_CENTURY else None  # not 5000年文明


@lru_cache(maxsize=1 << 17)  # each name is looked up twice, and each folder once per file
def _certain(name: str) -> frozenset[PartialDate]:
    """The dates in a name that can hardly be anything else."""
    if not _FOUR.search(name):
        return frozenset()
    name = _without_ids(name)
    for span in _SPANS:
        name = span.sub(" ", name)
    patterns = (*_CERTAIN, _BARE_DAY, _MONTH)
    return frozenset(date for pattern in patterns for match in pattern.finditer(name) if (date := _date(match)))


def _without_ids(name: str) -> str:
    """The name without UUIDs, hashes and other runs in which digits and letters alternate."""
    return _TOKEN.sub(lambda token: " " if _is_id(token[0]) else token[0], _UUID.sub(" ", name))


def _is_id(token: str) -> bool:
    changes = sum(one.isdigit() != other.isdigit() for one, other in pairwise(token))
    return not _MOMENT.fullmatch(token) and (changes > 2 or (changes > 1 and not re.search(r"[g-z]", token)))


def _precise(dates: Iterable[PartialDate]) -> PartialDate | None:
    """The most precise of the dates, if there is exactly one."""
    found = set(dates)
    if len(found) < 2:
        return next(iter(found), None)
    longest = max((len(str(date)) for date in found), default=0)
    best = [date for date in found if len(str(date)) == longest]
    return best[0] if len(best) == 1 else None


def _agreed(dates: Iterable[PartialDate | None]) -> tuple[PartialDate | None, bool]:
    """The most precise of the dates, and whether they agree; if they do not, the date is None."""
    found = [date for date in dates if date]
    if len(found) < 2:
        return (found[0] if found else None), True
    fits = all(one.first_day <= other.last_day for one in found for other in found)
    return (_precise(found), True) if fits else (None, False)


def _scope(folder: str) -> str:
    """The folder with its numbers masked: folders 00 to 99 hold one collection."""
    return _RUN.sub("#", folder)


def _certain_together(names: Sequence[_Name]) -> dict[_Name, PartialDate | None]:
    """The date that each name gives alone, unless the other names show that its number is not a date."""
    found = {name: _certain(name.text) for name in names}
    for pattern in (_BARE_DAY, _MONTH):
        groups: dict[str, list[tuple[_Name, PartialDate | None]]] = defaultdict(list)
        for name in (name for name in names if _FOUR.search(name.text)):
            for match in pattern.finditer(_without_ids(name.text)):
                groups[_scope(name.folder)].append((name, _date(match)))
        for group in groups.values():
            if sum(date is None for _, date in group) > _MOST_OTHERS * len(group):
                for name, date in group:
                    found[name] = found[name] - {date} if date else found[name]
    return {name: _precise(dates) for name, dates in found.items()}


def _shared(names: Sequence[_Name]) -> dict[_Name, PartialDate]:
    """The bare years and months that names have at the same place."""
    places: dict[tuple[str, ...], list[tuple[_Name, str]]] = defaultdict(list)
    for name in names:
        if not _certain(name.text):
            for place, number in _numbers(name.text):
                if not _counts(name.text, number):
                    places[_scope(name.folder), *place].append((name, number))
    found: dict[_Name, set[str]] = defaultdict(set)
    for group in places.values():
        numbers = {number for _, number in group}
        if len(numbers) >= _LEAST_YEARS and any(all(map(fits, numbers)) for fits in (_is_year, _is_month)):
            for name, number in group:
                found[name].add(number)
    dates = {}
    for name, numbers in found.items():
        others = {number for number in _STANDS_ALONE.findall(name.text) if _is_year(number) or _is_month(number)}
        if len(numbers | others) == 1:
            dates[name] = parse(next(iter(numbers)))
    return dates


def _numbers(name: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the numbers in a name, each with its place; a number that is the whole name has no words around it."""
    if name.isdecimal():
        yield ("words", "", ""), name
        return
    if start := _AT_START.match(name):
        yield ("start",), start[1]
    if end := _AT_END.fullmatch(name):
        yield ("end",), end[1]
    for run in _RUN.finditer(name):
        yield ("words", name[: run.start()], name[run.end() :]), run[0]


def _counts(name: str, number: str) -> bool:
    """Do the words next to a number show that it counts something: 第1954号, page 1954, 2000人?"""
    return any(
        match[0] == number
        and (_COUNTED_BEFORE.search(name[: match.start()]) or _COUNTED_AFTER.match(name[match.end() :]))
        for match in _RUN.finditer(name)
    )


def _is_year(number: str) -> bool:
    return len(number) == 4 and _FIRST_YEAR <= int(number) <= datetime.date.today().year + 1


def _is_month(number: str) -> bool:
    if len(number) != 6 or not _is_year(number[:4]):
        return False
    with contextlib.suppress(DateError):  # 190305 is a day of 2019
        return parse(number).precision == "month"
    return False


def _nested(paths: Sequence[str]) -> list[PartialDate | None]:
    """The dates of nested folders (2019/03/05), where the numbers can hardly be anything else."""
    found: list[PartialDate | None] = [None] * len(paths)
    for pattern in _NESTED:
        groups: dict[tuple[str, bool], list[tuple[int, re.Match[str]]]] = defaultdict(list)
        for number, path in enumerate(paths):
            if found[number] is None and "/" in path and (match := pattern.search(path)):
                in_file = "/" not in path[match.end() :]
                groups[_scope(path[: match.start()]), in_file].append((number, match))
        for (_, in_file), group in groups.items():
            dates = [_date(match) for _, match in group]
            bad = sum(date is None for date in dates)
            if bad > _MOST_OTHERS * len(group) or (in_file and _are_counted([match for _, match in group])):
                continue
            for (number, _), date in zip(group, dates, strict=True):
                found[number] = date
    return found


def _are_counted(matches: Sequence[re.Match[str]]) -> bool:
    """Are the files numbered: without zeros (1 to 12), or 01, 02, 03 … but never up to the days of a month?"""
    folders: dict[str, set[int]] = defaultdict(set)
    last = "day" if "day" in matches[0].groupdict() else "month"
    if any(len(match[last]) == 1 and not _MARKED.match(match.string, match.end()) for match in matches):
        return True
    for match in matches:
        folders[match.string[: match.start(last)]].add(int(match[last]))
    whole = _SHORTEST_MONTH if last == "day" else 12
    numbers = folders.values()
    return max(map(len, numbers)) > 1 and all(max(some) == len(some) < whole for some in numbers)
