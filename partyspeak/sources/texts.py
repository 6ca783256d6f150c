"""Documents that are files of their own: plain text, Markdown, HTML, Word, PDF."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Final

from partyspeak.errors import SourceError
from partyspeak.sources.extras import package
from partyspeak.sources.files import SourceFile
from partyspeak.sources.record import ReadingRecord
from partyspeak.sources.web import read_web
from partyspeak.sources.word import read_word
from partyspeak.textfiles import encoding_of

__all__ = ["read_text_file"]

_FRONT_MATTER: Final = re.compile(r"﻿?---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_LARGEST: Final = 1 << 26


def read_text_file(file: SourceFile, record: ReadingRecord) -> dict[str, object]:
    """One document: its ``text``, its ``date`` (None where nothing tells it), and its front matter.

    The date is the one that the document itself gives (``date_from`` is then ``content``), else the one in the
    file's name (``name``).

    Raises
    ------
    SourceError
        When the file cannot be read, holds no text, or needs a package that is not installed.
    """
    with file.open() as raw:
        data = raw.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise SourceError(f"{file.path}: is larger than {_LARGEST >> 20} MB, so it is hardly one document; cut it")
    text, front_matter = _READERS[file.kind](data, file, record)
    from_content = bool(front_matter.get("date"))
    date = front_matter["date"] if from_content else file.named_date
    date_from = "content" if from_content else "name" if file.named_date else "none"
    return {**front_matter, "date": date, "date_from": date_from, "text": text}


_Read = tuple[str, dict[str, object]]


def _plain(data: bytes, file: SourceFile, record: ReadingRecord) -> _Read:
    encoding = encoding_of(data, str(file.path))
    record.read_as(file.path, encoding)
    text = data.decode(encoding)
    found = _FRONT_MATTER.match(text)
    front_matter = _front_matter(found[1], file) if found else None
    return (text, {}) if found is None or front_matter is None else (text[found.end() :], front_matter)


def _front_matter(content: str, file: SourceFile) -> dict[str, object] | None:
    """The keys of a YAML header, each value the text that stands there; None for a mere rule of dashes."""
    yaml = package("yaml", "PyYAML", "frontmatter", file)
    try:
        # The base loader makes no instants of dates and no truth of "no".
        keys = yaml.load(content, Loader=yaml.BaseLoader)
    except yaml.YAMLError as error:
        where = getattr(error, "problem_mark", None)
        raise SourceError(
            f"{file.path}: the front matter is not YAML (line {where.line + 2 if where else 2})"
        ) from None
    return {str(key): value for key, value in keys.items()} if isinstance(keys, dict) else None


def _pdf(data: bytes, file: SourceFile, record: ReadingRecord) -> _Read:
    pypdf = package("pypdf", "pypdf", "pdf", file)
    try:
        pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages]
    except Exception as error:  # a damaged file raises whatever its damage leads to
        raise SourceError(f"{file.path}: is not a PDF that can be read ({error})") from None
    if not any(page.strip() for page in pages):
        raise SourceError(f"{file.path}: has no text, only images; recognise its characters (OCR) first")
    # A page's end is no paragraph's end: a sentence may go on.
    return "\n".join(pages), {}


_READERS: Final[dict[str, Callable[[bytes, SourceFile, ReadingRecord], _Read]]] = {
    ".txt": _plain,
    ".md": _plain,
    ".html": read_web,
    ".htm": read_web,
    ".docx": read_word,
    ".pdf": _pdf,
}
