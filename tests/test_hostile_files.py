"""Files that are built to exhaust the memory or the time: each is refused by name, early and within 500 MB."""

import io
import os
import struct
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pytest
from test_reading_pdf import assembled
from test_reading_word import NAMESPACES, container, p, r

from partyspeak.errors import SourceError
from partyspeak.io.limits import check_zip

MOST_MEGABYTES = 500
MOST_SECONDS = 60  # on a machine that does much else; alone it is a few


def word(body="", members=(), how=zipfile.ZIP_DEFLATED, prolog=""):
    """A Word document with other content in its main part, and members beside it."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(container(p(r("甲"))))) as plain, zipfile.ZipFile(packed, "w", how) as new:
        for name in plain.namelist():
            changed = f"{prolog}<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>"
            new.writestr(name, changed if body and name == "word/document.xml" else plain.read(name))
        for name, content in members:
            new.writestr(name, content)
    return packed.getvalue()


def lying():
    """A container whose directory gives a member 1,000 bytes, with the checksum of these, and it has 100 million."""
    content = word(" " * 100_000_000)
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        info = packed.getinfo("word/document.xml")
        start = packed.open(info).read(1_000)
    true = struct.pack("<III", info.CRC, info.compress_size, info.file_size)
    return content.replace(true, struct.pack("<III", zlib.crc32(start), info.compress_size, 1_000))


LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "haha">'
    + "".join(f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)
ALIASES = "---\na0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12)
)
DRAWN = b"BT /F1 12 Tf 50 700 Td <4e00> Tj ET\n"

# The name, what makes the content, and what is said.
HOSTILE = {
    "a bomb": ("a.docx", lambda: word(" " * (100 << 20)), "a zip bomb? word/document.xml unpacks to 100 MB"),
    "a bomb beside the text": ("a.docx", lambda: word("", [("word/x.bin", bytes(100 << 20))]), "a zip bomb?"),
    "a false directory": ("a.docx", lying, "unpacks to more than the container says"),
    "many members": ("a.docx", lambda: word("", [(f"x{n}", "") for n in range(20_001)]), "more than 20,000 packed"),
    "another way of packing": ("a.docx", lambda: word(" " * (100 << 20), how=zipfile.ZIP_BZIP2), "packed in a way"),
    "many elements": ("a.docx", lambda: word("<w:p/>" * 2_500_000), "more than fit in memory"),
    "deep elements": ("a.docx", lambda: word("<w:smartTag>" * 100_000), "not a Word document that can be read"),
    "entities": ("a.docx", lambda: word(p(r("&i;")), prolog=LAUGHS), "defines entities"),
    "tags": ("a.html", lambda: b"<b>" * 20_000_000, "is larger than 16 MB"),
    "fewer tags": ("a.html", lambda: b"<b>" * 5_000_000, "more than fit in memory"),
    "deep tags": ("a.html", lambda: b"<div>" * 100_000 + b"x", "nested too deeply"),
    "attributes": ("a.html", lambda: b"<p a=1 b=2 c=3>" * 1_000_000, "more than fit in memory"),
    "aliases": ("a.md", lambda: ALIASES.encode() + b"---\nx", "names a value with &"),
}


def packed_pdf(drawn, pages=1, times=1):
    """A document whose pages share one packed content."""
    content = drawn
    for _ in range(times):
        content = zlib.compress(content, 9)
    kids = b" ".join(b"%d 0 R" % (4 + n) for n in range(pages))
    font = b"<< /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
    page = b"<< /Type /Page /Parent 2 0 R /Contents 3 0 R /Resources << /Font %s >> >>" % font
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d /MediaBox [0 0 600 800] >>" % (kids, pages),
        b"<< /Length %d /Filter [%s] >>\nstream\n%s\nendstream" % (len(content), b"/FlateDecode " * times, content),
        *[page] * pages,
    ]
    return assembled(objects)


HOSTILE |= {
    "a packed page": ("a.pdf", lambda: packed_pdf(DRAWN + b" " * (100 << 20)), "Limit reached while decompressing"),
    "packed twice": ("a.pdf", lambda: packed_pdf(DRAWN + b" " * (100 << 20), times=2), "Limit reached"),
    "much drawing": ("a.pdf", lambda: packed_pdf(DRAWN * 500_000), "MB of drawing, too much for a file of its size"),
    "one content for many pages": ("a.pdf", lambda: packed_pdf(DRAWN * 5_000, pages=1_000), "MB of drawing"),
    "pages that hold themselves": (
        "a.pdf",
        lambda: assembled([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"]),
        "not a PDF that can be read",
    ),
}

PROGRAM = """
import resource, sys
from pathlib import Path
from partyspeak.errors import SourceError
from partyspeak.io import ReadingRecord, stream_documents
resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
record = ReadingRecord()
try:
    read = sum(len(frame) for frame in stream_documents(sys.argv[1], record=record))
except SourceError:
    read = 0
# The peak of this process: ru_maxrss would count that of the one that started it.
peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
print(read, int(peak.split()[1]) >> 10, *record.skipped)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is measured as Linux reports it")
@pytest.mark.parametrize("case", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_refused_early_and_by_name(tmp_path, case):
    name, make, says = case
    (tmp_path / name).write_bytes(make())
    call = [sys.executable, "-c", PROGRAM, str(tmp_path / name)]
    done = subprocess.run(call, capture_output=True, text=True, timeout=MOST_SECONDS, check=True, encoding="utf-8")
    read, megabytes, message = done.stdout.split(" ", 2)
    assert (read, name in message) == ("0", True)
    assert says in message
    assert int(megabytes) < MOST_MEGABYTES


def test_an_ordinary_container_passes_and_is_rewound():
    content = io.BytesIO(word("", [("word/media/picture.png", os.urandom(1 << 20)), ("a.xml", "<a/>" * 100_000)]))
    check_zip(content, "a.docx")
    assert content.tell() == 0
    with pytest.raises(SourceError, match=r"a\.docx: unpacks to 1 MB; at most 1 MB are read"):
        check_zip(content, "a.docx", largest=1 << 20)


def test_what_is_no_zip_file_is_left_to_its_reader():
    for content in (b"", b"x", b"PK\x03\x04", word()[:-30]):
        check_zip(io.BytesIO(content), "a.docx")
