"""Limits on what a packed file may hold, checked before anything is unpacked or parsed."""

from __future__ import annotations

import struct
import zipfile
import zlib
from typing import IO, Final

from partyspeak.errors import SourceError

__all__ = ["check_tree", "check_xml", "check_zip"]

_DIRECTORY_ENTRY: Final = b"PK\x01\x02"
_MOST_MEMBERS: Final = 20_000
_LARGEST: Final = 512 << 20
# Deflate packs text to 1/5 of its size, the repetitive XML of Office to 1/40, and a bomb to 1/1000.
_HIGHEST_RATIO: Final = 200
_NO_BOMB: Final = 16 << 20
_CHUNK: Final = 1 << 20
_LOCAL_HEADER: Final = struct.Struct("<26xHH")  # only the lengths of the name and the extra fields
# The memory that libxml2 uses per element and per attribute (measured), and the limit for a tree.
ELEMENT_BYTES: Final = 130
_ATTRIBUTE_BYTES: Final = 210
_TREE_BYTES: Final = 250 << 20


def check_zip(content: IO[bytes], path: object, largest: int = _LARGEST) -> None:
    """Refuse a zip container (``.docx``, ``.xlsx``) that would unpack to more than any document needs.

    The container's directory is read first, so a bomb costs nothing. Then each member is unpacked piece by piece,
    without keeping anything, to check that the directory is correct: zipfile unpacks a whole member before it checks
    its size. A file that is not a zip file passes; the reader for its kind reports what is wrong.

    Parameters
    ----------
    content : file of bytes
        A seekable file; its position is set back to the beginning.
    path : str or Path
        The name of the file, for the message.
    largest : int
        The number of bytes that all members together may have when unpacked.

    Raises
    ------
    SourceError
        If the container has too many members, members that are too large or too highly compressed, a compression
        method that Office does not use, or a directory that is wrong.

    Examples
    --------
    >>> import io, zipfile
    >>> packed = io.BytesIO()
    >>> with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as container:
    ...     container.writestr("word/document.xml", b" " * (32 << 20))
    >>> check_zip(packed, "bomb.docx")
    Traceback (most recent call last):
        ...
    partyspeak.errors.SourceError: bomb.docx: a zip bomb? word/document.xml unpacks to 32 MB, 1,024 times ...
    """
    if _directory_entries(content) > _MOST_MEMBERS:
        raise SourceError(f"{path}: holds more than {_MOST_MEMBERS:,} packed files, which no document needs")
    try:
        members = zipfile.ZipFile(content).infolist()
    except (zipfile.BadZipFile, NotImplementedError, UnicodeDecodeError, ValueError):
        members = []
    for member in members:
        _check_member(member, path)
    total = sum(member.file_size for member in members)
    if total > largest:
        raise SourceError(f"{path}: unpacks to {_megabytes(total)}; at most {_megabytes(largest)} are read; split it")
    for member in members:
        if member.compress_type == zipfile.ZIP_DEFLATED and _is_larger(content, member):
            raise SourceError(f"{path}: {member.filename} unpacks to more than the container says; save the file again")
    content.seek(0)


def _is_larger(content: IO[bytes], member: zipfile.ZipInfo) -> bool:
    """Does a member unpack to more bytes than its directory entry states?"""
    content.seek(member.header_offset)
    header = content.read(_LOCAL_HEADER.size)
    if len(header) < _LOCAL_HEADER.size:
        return False
    content.seek(sum(_LOCAL_HEADER.unpack(header)), 1)
    unpacker, packed, size = zlib.decompressobj(-zlib.MAX_WBITS), member.compress_size, 0
    try:
        while packed > 0 and not unpacker.eof and (chunk := content.read(min(packed, _CHUNK))):
            packed -= len(chunk)
            while chunk and not unpacker.eof:
                size += len(unpacker.decompress(chunk, _CHUNK))
                chunk = unpacker.unconsumed_tail
                if size > member.file_size:
                    return True
    except zlib.error:
        return False  # damaged; the reader for its kind reports it
    return False


def check_xml(content: bytes, path: object, part: str) -> None:
    """Refuse a part of an Office file whose tree would not fit in memory, or that defines entities.

    Raises
    ------
    SourceError
        The message names the file and the part.

    Examples
    --------
    >>> check_xml(b"<!DOCTYPE a [<!ENTITY b 'ha'>]><a>&b;</a>", "laughs.docx", "word/document.xml")
    Traceback (most recent call last):
        ...
    partyspeak.errors.SourceError: laughs.docx: word/document.xml defines entities, which Office never does
    """
    # In UTF-16 every second byte is a NUL.
    if b"<!DOCTYPE" in content[:_CHUNK].replace(b"\0", b""):
        raise SourceError(f"{path}: {part} defines entities, which Office never does")
    check_tree(content, path, part)


def check_tree(content: bytes, path: object, part: str, element_bytes: int = ELEMENT_BYTES) -> None:
    """Refuse XML or HTML whose tree of elements would not fit in memory.

    Parameters
    ----------
    content : bytes
    path : str or Path
    part : str
        A name for the content, for the message.
    element_bytes : int
        The memory per element, including what its reader keeps of it.

    Raises
    ------
    SourceError
        The message names the file and the part that is too large.

    Examples
    --------
    >>> check_tree(b"<b>" * 3_000_000, "tags.html", "the page")
    Traceback (most recent call last):
        ...
    partyspeak.errors.SourceError: tags.html: the page has 3,000,000 elements, more than fit in memory; split it
    """
    elements = content.count(b"<") - content.count(b"</")
    size = elements * element_bytes + content.count(b"=") * _ATTRIBUTE_BYTES + len(content)
    if size > _TREE_BYTES:
        raise SourceError(f"{path}: {part} has {elements:,} elements, more than fit in memory; split it")


def _check_member(member: zipfile.ZipInfo, path: object) -> None:
    # The other methods (bzip2, LZMA) unpack without a limit, and Office never uses them.
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise SourceError(f"{path}: {member.filename} is packed in a way that Office does not use; save the file again")
    ratio = member.file_size // max(member.compress_size, 1)
    if member.file_size > _NO_BOMB and ratio > _HIGHEST_RATIO:
        raise SourceError(
            f"{path}: a zip bomb? {member.filename} unpacks to {_megabytes(member.file_size)}, "
            f"{ratio:,} times its packed size; if it is a document, save it again"
        )


def _directory_entries(content: IO[bytes]) -> int:
    """The largest possible number of members, counted here because zipfile builds an object for each one first."""
    content.seek(0)
    found, before = 0, b""
    while chunk := content.read(_CHUNK):
        window = before + chunk
        found += window.count(_DIRECTORY_ENTRY)
        before = window[-(len(_DIRECTORY_ENTRY) - 1) :]
    content.seek(0)
    return found


def _megabytes(size: int) -> str:
    return f"{max(size >> 20, 1):,} MB"
