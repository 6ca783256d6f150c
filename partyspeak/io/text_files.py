"""Read files that are one document each: plain text, Markdown, HTML, Word, PDF."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from partyspeak.dates import parse
from partyspeak.errors import DateError, SourceError
from partyspeak.io.files import SourceFile
from partyspeak.io.pdf import read_pdf
from partyspeak.io.plain import read_plain
from partyspeak.io.record import ReadingRecord
from partyspeak.io.values import storable_value
from partyspeak.io.web import read_web
from partyspeak.io.word import read_word
from partyspeak.text.code_points import storable

__all__ = ["read_text_file"]

_LARGEST: Final = 1 << 26


def read_text_file(file: SourceFile, record: ReadingRecord) -> dict[str, object]:
    """Read one document: its ``text``, its ``date`` (None if there is none), and other values from the file.

    The date comes from the document itself, that is its front matter or page metadata (``date_from`` is then
    ``content``), or else from the file's name (``name``). If the two disagree, the document's own date is used and the
    other one is noted.

    Raises
    ------
    SourceError
        If the file cannot be read, holds no text, or needs a package that is not installed.
    """
    with file.open() as raw:
        data = raw.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise SourceError(f"{file.path}: is larger than {_LARGEST >> 20} MB, too large for one document; split it")
    text, values = _READERS[file.kind](data, file, record)
    clean_text, clean_values = storable(text), storable_value(values)
    if (clean_text, clean_values) != (text, values):
        record.note(
            file.path, "holds halves of characters (lone surrogates), which no file can store; each is now U+FFFD"
        )
        text, values = clean_text, clean_values
    from_content = bool(values.get("date"))
    if from_content and _disagree(values["date"], file.named_date):
        record.note(file.path, f"its own date is {values['date']}, its name has {file.named_date}; its own is used")
    date = values["date"] if from_content else file.named_date
    date_from = "content" if from_content else "name" if file.named_date else "none"
    own = {"date": date, "date_from": date_from, "text": text}
    others = {f"{key}_given" if key in ("date_from", "text") else key: value for key, value in values.items()}
    return {**others, **own}


def _disagree(own: object, named: str | None) -> bool:
    """Do two dates differ in more than their precision?"""
    if named is None:
        return False
    try:
        dates = sorted((str(parse(str(own))), str(parse(named))), key=len)
    except DateError:
        return False  # the date is checked later, with the whole column
    return not dates[1].startswith(dates[0])


_READERS: Final[dict[str, Callable[[bytes, SourceFile, ReadingRecord], tuple[str, dict[str, object]]]]] = {
    ".txt": read_plain,
    ".md": read_plain,
    ".html": read_web,
    ".htm": read_web,
    ".docx": read_word,
    ".pdf": read_pdf,
}
