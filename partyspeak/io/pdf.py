"""Read PDF documents: the text of every page, one after another."""

from __future__ import annotations

import io
from typing import Any, Final

from partyspeak.errors import SourceError
from partyspeak.io.files import SourceFile
from partyspeak.io.packages import package
from partyspeak.io.record import ReadingRecord
from partyspeak.io.titles import shown_title

__all__ = ["read_pdf"]

# A book of 1,000 pages has a million drawing operations in 50 MB; pypdf reads 25,000 to 80,000 per second.
# A small file with many operations was made to be slow: compressed, an operation takes at least one byte, usually ten.
_MOST_OPERATIONS: Final = 3_000_000
_FREE_OPERATIONS: Final = 200_000
_LARGEST_CONTENT: Final = 128 << 20
_FREE_CONTENT: Final = 4 << 20
_HIGHEST_RATIO: Final = 50


def read_pdf(data: bytes, file: SourceFile, record: ReadingRecord) -> tuple[str, dict[str, object]]:
    """Read the text of a PDF, and its title if the text begins with it.

    The end of a page is not the end of a paragraph, since a sentence may continue on the next page. So pages are joined
    by one line break, without blank lines; a page number is a separate line between them. The date on which the file
    was made is not the date of publication, and is not used.

    Returns
    -------
    text : str
    values : dict
        ``title``, if the document's properties have one that also occurs in its text.

    Raises
    ------
    SourceError
        If pypdf is not installed; if the file is not a PDF, needs a password, has no text, or is built to take
        hours or to exhaust the memory.
    """
    package("pypdf", "pypdf", "pdf", file)
    from pypdf.errors import DependencyError, FileNotDecryptedError

    try:
        pages, title = _pages(data, file, record)
    except SourceError:
        raise
    except DependencyError:
        package("cryptography", "cryptography", "pdf", file)
        raise
    except FileNotDecryptedError:
        raise SourceError(f"{file.path}: needs a password; save it without one") from None
    except Exception as error:  # a damaged file can raise any exception
        raise SourceError(f"{file.path}: is not a PDF that can be read ({error})") from None
    with_text = [page for page in pages if page]
    if not with_text:
        raise SourceError(f"{file.path}: has no text, only images; recognise its characters (OCR) first")
    empty = len(pages) - len(with_text)
    if empty:
        record.note(file.path, f"{empty} of {len(pages)} pages have no text; they may be images that need OCR")
    text = "\n".join(with_text)
    return text, shown_title(title, text)


def _pages(data: bytes, file: SourceFile, record: ReadingRecord) -> tuple[list[str], str | None]:
    """The text of each page, without line breaks around it, and the title in the file's properties."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, FileNotDecryptedError

    reader = PdfReader(io.BytesIO(data))
    _check_size(reader, min(_LARGEST_CONTENT, _FREE_CONTENT + _HIGHEST_RATIO * len(data)), file)
    operations = _Operations(min(_MOST_OPERATIONS, _FREE_OPERATIONS + len(data)), file)
    pages: list[str] = []
    failed: list[tuple[int, Exception]] = []
    for number, page in enumerate(reader.pages, start=1):
        try:
            pages.append(page.extract_text(visitor_operand_before=operations.count).strip("\r\n"))
        except (SourceError, DependencyError, FileNotDecryptedError):
            raise
        except Exception as error:  # the other pages may still be readable
            failed.append((number, error))
    if failed and not pages:
        raise failed[0][1]
    for number, reason in failed:
        record.skip(file.path, f"page {number}", f"cannot be read ({reason})")
    return pages, None if reader.metadata is None else reader.metadata.title


def _check_size(reader: Any, largest: int, file: SourceFile) -> None:
    """Refuse a file whose pages unpack to far more than any document has; pages may share their content."""
    size = 0
    known: dict[int, int] = {}
    for page in reader.pages:
        reference = page.get("/Contents")
        content = None if reference is None else reference.get_object()
        if id(content) not in known:
            streams = content if isinstance(content, list) else [] if content is None else [content]
            known[id(content)] = sum(_length(stream.get_object()) for stream in streams)
        size += known[id(content)]
        if size > largest:
            raise SourceError(
                f"{file.path}: its pages unpack to more than {largest >> 20} MB of drawing, too much for a file of "
                "its size; print it to a new PDF, or split it"
            )


def _length(stream: Any) -> int:
    """The number of bytes that a stream unpacks to. If it cannot be unpacked, the error is reported with its page."""
    try:
        return len(stream.get_data())
    except Exception:
        return 0


class _Operations:
    """Counts drawing operations, because forms that contain each other can draw without end."""

    def __init__(self, most: int, file: SourceFile) -> None:
        self._most = most
        self._file = file
        self._done = 0

    def count(self, *_: object) -> None:
        """Count one more operation.

        Raises
        ------
        SourceError
            If there are more operations than any document has.
        """
        self._done += 1
        if self._done > self._most:
            raise SourceError(
                f"{self._file.path}: is drawn in more than {self._most:,} operations, too many for a file of its "
                "size; print it to a new PDF, or split it"
            )
