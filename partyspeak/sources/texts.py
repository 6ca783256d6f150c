"""Documents that are files of their own: plain text, Markdown, HTML, Word, PDF."""

from __future__ import annotations

import importlib
import io
import re
from collections.abc import Callable
from types import ModuleType
from typing import Final

from partyspeak.errors import SourceError
from partyspeak.sources.files import SourceFile
from partyspeak.sources.record import ReadingRecord
from partyspeak.textfiles import read

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
    text = _decoded(data, file, record)
    found = _FRONT_MATTER.match(text)
    front_matter = _front_matter(found[1], file) if found else None
    return (text, {}) if found is None or front_matter is None else (text[found.end() :], front_matter)


def _decoded(data: bytes, file: SourceFile, record: ReadingRecord) -> str:
    reading = read(data, str(file.path))
    record.read_as(file.path, reading.encoding)
    if reading.note:
        record.note(file.path, reading.note)
    return reading.text


def _front_matter(content: str, file: SourceFile) -> dict[str, object] | None:
    """The keys of a YAML header, each value the text that stands there; None for a mere rule of dashes."""
    yaml = _package("yaml", "PyYAML", "frontmatter", file)
    try:
        # The base loader makes no instants of dates and no truth of "no".
        keys = yaml.load(content, Loader=yaml.BaseLoader)
    except yaml.YAMLError as error:
        where = getattr(error, "problem_mark", None)
        raise SourceError(
            f"{file.path}: the front matter is not YAML (line {where.line + 2 if where else 2})"
        ) from None
    return {str(key): value for key, value in keys.items()} if isinstance(keys, dict) else None


def _html(data: bytes, file: SourceFile, record: ReadingRecord) -> _Read:
    """The article of a page, without its menus, scripts and notices."""
    trafilatura = _package("trafilatura", "trafilatura", "html", file)
    declared = re.search(rb"<meta[^>]{0,200}charset=[\"']?([\w-]+)", data[:4096], re.IGNORECASE)
    page = None
    if declared:
        try:
            # A page that says gb2312 uses characters of GB18030, as browsers know.
            name = declared[1].decode("ascii").lower()
            encoding = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs"}.get(name, name)
            page = data.decode(encoding)
            record.read_as(file.path, encoding)
        except (LookupError, UnicodeDecodeError):
            page = None
    if page is None:
        page = _decoded(data, file, record)
    text = trafilatura.extract(page, include_comments=False, favor_recall=True)
    if not text:
        raise SourceError(f"{file.path}: the page holds no text outside its scripts and menus")
    return text, {}


def _docx(data: bytes, file: SourceFile, record: ReadingRecord) -> _Read:
    docx = _package("docx", "python-docx", "docx", file)
    try:
        document = docx.Document(io.BytesIO(data))
    except Exception as error:  # a damaged file raises whatever its damage leads to
        raise SourceError(f"{file.path}: is not a Word document that can be read ({error})") from None
    parts = []
    for block in document.iter_inner_content():
        rows = getattr(block, "rows", None)
        parts += [block.text] if rows is None else ["\t".join(cell.text for cell in row.cells) for row in rows]
    return "\n".join(parts), {}


def _pdf(data: bytes, file: SourceFile, record: ReadingRecord) -> _Read:
    pypdf = _package("pypdf", "pypdf", "pdf", file)
    try:
        pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages]
    except Exception as error:  # a damaged file raises whatever its damage leads to
        raise SourceError(f"{file.path}: is not a PDF that can be read ({error})") from None
    if not any(page.strip() for page in pages):
        raise SourceError(f"{file.path}: has no text, only images; recognise its characters (OCR) first")
    # A page's end is no paragraph's end: a sentence may go on.
    return "\n".join(pages), {}


def _package(module: str, package: str, extra: str, file: SourceFile) -> ModuleType:
    try:
        return importlib.import_module(module)
    except ImportError:
        raise SourceError(
            f"{file.path}: needs {package}, which is not installed; run: pip install 'partyspeak[{extra}]'"
        ) from None


_READERS: Final[dict[str, Callable[[bytes, SourceFile, ReadingRecord], _Read]]] = {
    ".txt": _plain,
    ".md": _plain,
    ".html": _html,
    ".htm": _html,
    ".docx": _docx,
    ".pdf": _pdf,
}
