"""PDF documents: all pages, in order, a page's end being no paragraph's end."""

import importlib.util
import io

import pytest

from partyspeak import SourceError, read_documents
from partyspeak.io import ReadingRecord, stream_documents

FONT = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [<< /Type /Font "
    b"/Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) "
    b"/Supplement 2 >> >>] >>"
)


def assembled(objects, trailer=b""):
    """A PDF of these objects, of which the first is its catalog."""
    content, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n"
    return content + end % (size, table, size, trailer, len(content))


def pdf(*pages, title=""):
    """A document; each page is a list of lines, or raw content."""
    first = 5
    kids = b" ".join(b"%d 0 R" % (first + 2 * n) for n in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d /MediaBox [0 0 600 800] >>" % (kids, len(pages)),
        FONT,
        b"<< /Title <feff%s> /CreationDate (D:20190305) >>" % title.encode("utf-16-be").hex().encode(),
    ]
    for n, page in enumerate(pages):
        resources = b"<< /Font << /F1 3 0 R >> >>"
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /Contents %d 0 R /Resources %s >>" % (first + 2 * n + 1, resources)
        )
        drawn = (
            page
            if isinstance(page, bytes)
            else b"".join(
                b"BT /F1 12 Tf 50 %d Td <%s> Tj ET\n" % (700 - 20 * row, line.encode("utf-16-be").hex().encode())
                for row, line in enumerate(page)
            )
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn))
    return assembled(objects, b"/Info 4 0 R")


def read(tmp_path, content):
    path = tmp_path / "a.pdf"
    path.write_bytes(content)
    record = ReadingRecord()
    frames = list(stream_documents(path, record=record))
    return (frames[0].iloc[0] if frames else None), record


@pytest.mark.parametrize(
    ("pages", "text"),
    [
        ([["甲", "乙"], ["丙"]], "甲\n乙\n丙"),
        ([["构建新发展格", "— 2 —"], ["局，加快双循环"]], "构建新发展格\n— 2 —\n局，加快双循环"),
        ([["甲"], [], ["乙"]], "甲\n乙"),
    ],
)
def test_pages_follow_each_other_without_a_blank_line(tmp_path, pages, text):
    assert read(tmp_path, pdf(*pages))[0]["text"] == text


def test_pages_without_text_are_counted(tmp_path):
    _, record = read(tmp_path, pdf(["甲"], [], ["乙"], []))
    assert record.notes == [f"{tmp_path / 'a.pdf'}: 2 of 4 pages have no text; they may be images that need OCR"]
    assert read(tmp_path, pdf(["甲"]))[1].notes == []


def test_a_title_counts_where_the_text_shows_it_and_the_day_of_making_is_no_date(tmp_path):
    document, _ = read(tmp_path, pdf(["谈乡村振兴", "今天开会。"], title="谈乡村振兴"))
    assert (document["title"], document["date"], document["date_from"]) == ("谈乡村振兴", None, "none")
    assert "title" not in read(tmp_path, pdf(["谈乡村振兴"], title="Microsoft Word - 1.doc"))[0]


def encrypted(content, user, algorithm):
    from pypdf import PdfReader, PdfWriter

    writer, packed = PdfWriter(clone_from=PdfReader(io.BytesIO(content))), io.BytesIO()
    writer.encrypt(user, "owner", algorithm=algorithm)
    writer.write(packed)
    return packed.getvalue()


AES = pytest.param("AES-256", marks=pytest.mark.skipif(not importlib.util.find_spec("cryptography"), reason="AES"))


@pytest.mark.parametrize("algorithm", ["RC4-128", AES])
def test_a_document_that_is_only_protected_against_changes_is_read(tmp_path, algorithm):
    assert read(tmp_path, encrypted(pdf(["甲"]), "", algorithm))[0]["text"] == "甲"
    with pytest.raises(SourceError, match="needs a password"):
        read(tmp_path, encrypted(pdf(["甲"]), "secret", algorithm))


@pytest.mark.skipif(importlib.util.find_spec("cryptography") is not None, reason="says what to install")
def test_encryption_that_needs_a_package_names_it(tmp_path):
    # A PDF made elsewhere: /V 5 is AES-256.
    content = pdf(["甲"]).replace(
        b"/Info 4 0 R >>",
        b"/Info 4 0 R /Encrypt << /Filter /Standard /V 5 /R 6 /Length 256 /P -4 /O <%s> /U <%s> /OE <%s> /UE <%s> "
        b"/Perms <%s> /CF << /StdCF << /CFM /AESV3 /Length 32 >> >> /StmF /StdCF /StrF /StdCF >> >>"
        % (b"00" * 48, b"00" * 48, b"00" * 32, b"00" * 32, b"00" * 16),
    )
    _, record = read(tmp_path, content)
    assert "needs cryptography, which is not installed" in str(record.skipped[0])


def test_the_shared_document_has_its_page_number_between_the_halves_of_a_phrase(corpora):
    path = corpora.parent / "inputs" / "pdf-unicid.pdf"
    if not path.exists():
        pytest.skip("needs ../shared/inputs")
    assert "构建新发展格\n— 2 —\n局，加快双循\n环。" in read_documents(path)["text"].item()
