"""Read the publication date from the metadata of a web page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from email.utils import parsedate
from typing import Any, Final

from partyspeak.dates import parse
from partyspeak.errors import DateError
from partyspeak.io.files import SourceFile
from partyspeak.io.record import ReadingRecord

__all__ = ["publication_date"]

# The names of metadata fields in lower case, without hyphens, dots, colons and underscores.
_MARKS: Final = re.compile(r"[-_.:\s]")
_PUBLISHED: Final = frozenset((
    "articlepublishedtime", "ogarticlepublishedtime", "ogpublishedtime", "ogpubdate", "ogreleasedate", "pubdate",
    "pubtime", "publishdate", "publishtime", "firstpublishedtime", "firstpublishtime", "datepublished",
    "publisheddate", "publishedtime", "publishedat", "publicationdate", "citationpublicationdate",
    "citationonlinedate", "citationdate", "dcdateissued", "dctermsissued", "dcissued", "issued", "parselypubdate",
    "sailthrudate", "rnewsdatepublished", "btpubdate", "originalpublicationdate", "articledateoriginal",
    "bytedancepublishedtime", "weiboarticlecreateat", "articlecreateat", "releasedate",
))  # fmt: skip
_GENERAL: Final = frozenset((
    "date", "dcdate", "dctermsdate", "displaydate", "articledate",
))  # fmt: skip
_IN_JSON: Final = re.compile(r'"(?:datePublished|pubDate)"\s*:\s*"([^"]{4,60})"')
_CLASSES: Final = re.compile(r"(?:^|[\s_-])(?:publish|published|pubdate|pubtime|entry-date)(?:$|[\s_-])", re.IGNORECASE)

_BEGINS: Final = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})(?:\s*[-/.月]\s*(\d{1,2})(?!\d))?")
_DIGITS: Final = re.compile(r"((?:18|19|20)\d{2})(\d{2})(\d{2})\d{4}(?:\d{2})?")
_UTC: Final = re.compile(r"T(\d{2}):\d{2}.*(?:Z|[+-]00:?00)\s*$")
_SHOWN: Final = 3
_NEXT_DAY_IN_CHINA: Final = 16
# What content management systems write for a missing date.
_NO_DATES: Final = ("0001", "1900-01-01", "1970-01-01")


def publication_date(tree: Any, file: SourceFile, record: ReadingRecord) -> str | None:
    """The publication date in the page's metadata, with the precision that it has there.

    The sources are ``<meta>`` elements (``PubDate``, ``article:published_time``, ``DC.date`` …), ``itemprop``, JSON-LD,
    and ``<time>`` if it is marked as the publication date or is the only one. A date that occurs only in the text is
    not metadata: it is not used, but noted if nothing else dates the page.
    """
    found: list[tuple[str, str]] = []
    for value in _values(tree):
        date = _read(value)
        if date is None:
            record.note(file.path, f"the publication date {value[:40]!r} in its metadata is not a date; not used")
        elif date.startswith(_NO_DATES):
            record.note(file.path, f"the publication date {value[:40]!r} in its metadata is a placeholder; not used")
        else:
            found.append((date, value))
    if not found:
        if not file.named_date:
            _note_guess(tree, file, record)
        return None
    # A time in UTC can be on another day than in China.
    date, value = min(found, key=lambda one: _UTC.search(one[1]) is not None)
    instant = _UTC.search(value)
    if instant and int(instant[1]) >= _NEXT_DAY_IN_CHINA:
        record.note(file.path, f"its publication date {value} is in UTC; in Beijing it was the next day")
    others = sorted({other for other, _ in found if not other.startswith(date) and not date.startswith(other)})
    if others:
        record.note(
            file.path, f"its metadata give {date} and {', '.join(others[:_SHOWN])} as publication dates; {date} is used"
        )
    return max((other for other, _ in found if other.startswith(date)), key=len)


def _values(tree: Any) -> Iterator[str]:
    """The publication dates in the page, from the first kind of metadata that has any."""
    for kind in (_of_names(tree, _PUBLISHED), _of_json(tree), _of_times(tree), _of_names(tree, _GENERAL)):
        values = [value.strip() for value in kind if value and value.strip()]
        if values:
            yield from dict.fromkeys(values)
            return


def _of_names(tree: Any, names: frozenset[str]) -> Iterator[str]:
    for element in tree.xpath("//meta[@name or @property] | //*[@itemprop][not(ancestor::aside or ancestor::nav)]"):
        given = (element.get("name"), element.get("property"), element.get("itemprop"))
        if any(name and _MARKS.sub("", name.lower()) in names for name in given):
            yield element.get("content") or element.get("datetime") or (element.text_content() or "")[:60]


def _of_json(tree: Any) -> Iterator[str]:
    for script in tree.iter("script"):
        if "json" in script.get("type", ""):
            text = script.text or ""
            try:
                yield from _published(json.loads(text, strict=False))
            except (ValueError, RecursionError):  # often written by hand
                yield from _IN_JSON.findall(text)


def _published(data: Any) -> Iterator[str]:
    """The dates of the page's main subject, not of the items, comments and videos on it."""
    if isinstance(data, list):
        for one in data:
            yield from _published(one)
    elif isinstance(data, dict):
        yield from (value for key in ("datePublished", "pubDate") if isinstance(value := data.get(key), str))
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _published(data.get(key))


def _of_times(tree: Any) -> Iterator[str]:
    times = [element for element in tree.iter("time") if element.get("datetime")]
    marked = [one for one in times if one.get("pubdate") is not None or _CLASSES.search(one.get("class", ""))]
    single = times if len({one.get("datetime") for one in times}) == 1 else []
    for element in marked[:1] or single[:1]:
        yield element.get("datetime")


def _read(value: str) -> str | None:
    """Read a date from metadata, cut to the day; None if it is not a date."""
    begins = _BEGINS.match(value) or _DIGITS.fullmatch(value)
    if begins:
        value = "-".join(part.zfill(2) for part in begins.groups() if part)
    elif (instant := parsedate(value)) is not None:
        value = f"{instant[0]:04}-{instant[1]:02}-{instant[2]:02}"
    try:
        return str(parse(value))
    except DateError:
        return None


def _note_guess(tree: Any, file: SourceFile, record: ReadingRecord) -> None:
    from htmldate import find_date

    try:
        guess = find_date(tree, extensive_search=False, original_date=True)
    except Exception:  # a failed guess is not an error
        guess = None
    if guess:
        record.note(file.path, f"its metadata have no publication date; {guess}, found elsewhere in it, is not used")
