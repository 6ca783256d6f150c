import gzip
import io
import json
import os
import sys

import pandas as pd
import pytest

from partyspeak import SourceError, read_documents, tag
from partyspeak.io import ReadingRecord, stream_documents

TEXT = "我们要加快构建双循环的新发展格局，不断发展经济。"
TRADITIONAL = "我們要加快構建雙循環的新發展格局，不斷發展經濟。"


FRAME = pd.DataFrame({"id": ["a", "b"], "date": ["1954", "2022-03-05"], "text": [TEXT, "dual circulation"]})


def write(frame, path):
    if path.suffix == ".jsonl":
        path.write_text("".join(json.dumps(row) + "\n" for row in frame.to_dict("records")), encoding="utf-8")
    elif path.suffix in (".csv", ".tsv"):
        frame.to_csv(path, index=False, sep="\t" if path.suffix == ".tsv" else ",")
    elif path.suffix == ".xlsx":
        frame.to_excel(path, index=False)
    else:
        frame.to_parquet(path)


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".jsonl", ".parquet", ".xlsx"])
def test_every_kind_of_table_is_read_alike(tmp_path, suffix):
    path = tmp_path / f"docs{suffix}"
    write(FRAME, path)
    assert read_documents(path).to_dict("records") == FRAME.assign(date_from="column").to_dict("records")


def test_a_csv_in_gb18030(tmp_path):
    path = tmp_path / "docs.csv"
    path.write_bytes(FRAME.to_csv(index=False).encode("gb18030"))
    assert read_documents(path)["text"].tolist() == FRAME["text"].tolist()


def test_a_csv_keeps_the_word_null_and_leading_zeros(tmp_path):
    (tmp_path / "docs.csv").write_text("id,date,text\n007,1954,null\n008,,NA\n")
    frame = read_documents(tmp_path / "docs.csv")
    assert frame["id"].tolist() == ["007", "008"]
    assert frame["text"].tolist() == ["null", "NA"]
    assert frame["date"].isna().tolist() == [False, True]


def test_a_folder_of_texts_takes_dates_from_names(tmp_path):
    for name in ("2022-03-05 report.txt", "speech 1954年.txt", "notes.txt", "20200514.md"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    frame = read_documents(tmp_path, record=ReadingRecord())
    assert dict(zip(frame["id"], frame["date"].fillna("none"), strict=True)) == {
        "2022-03-05 report.txt": "2022-03-05",
        "20200514.md": "2020-05-14",
        "notes.txt": "none",
        "speech 1954年.txt": "1954",
    }


def test_several_sources_are_put_together(tmp_path):
    write(FRAME, tmp_path / "a.csv")
    write(FRAME.assign(id=["c", "d"]), tmp_path / "b.jsonl")
    assert read_documents(tmp_path / "a.csv", tmp_path / "b.jsonl")["id"].tolist() == ["a", "b", "c", "d"]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("no.csv", None, "no such file"),
        ("x.doc", "x", "is not read; the kinds are"),
        ("x.docx", "x", "is not a Word document"),
        ("x.pdf", "x", "is not a PDF"),
        ("x.csv.gz", "x", "cannot be read as .csv: Not a gzipped file"),
        ("x.csv", "", "is empty"),
        ("x.jsonl", '{"text": "x", "date": "1954"}\n{broken', "line 2: is not JSON"),
        ("x.parquet", "x", "cannot be read as .parquet"),
    ],
)
def test_a_source_that_cannot_be_read_says_why(tmp_path, name, content, says):
    if content is not None:
        (tmp_path / name).write_text(content)
    with pytest.raises(SourceError, match=says):
        read_documents(tmp_path / name, record=ReadingRecord(strict=True))


def test_an_empty_folder_is_refused(tmp_path):
    with pytest.raises(SourceError, match="no file to read in this folder"):
        read_documents(tmp_path)


def stream(*paths, **columns):
    """All documents of a stream as one frame, and what was left out, by its place."""
    record = ReadingRecord()
    frames = list(stream_documents(*paths, record=record, **columns))
    docs = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame({"id": []})
    return docs, record


def pdf(text):
    """A page of Chinese text as word processors write it; no text makes a page of nothing."""
    drawn = b"BT /F1 12 Tf 50 700 Td <%s> Tj ET" % text.encode("utf-16-be").hex().encode() if text else b""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 600 800] >>",
        b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [6 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo 7 0 R >>",
        b"<< /Registry (Adobe) /Ordering (GB1) /Supplement 2 >>",
    ]
    content, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return content + end % (len(objects) + 1, table, len(objects) + 1, len(content))


def docx(*paragraphs):
    from docx import Document

    document, content = Document(), io.BytesIO()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.save(content)
    return content.getvalue()


PARAGRAPHS = [f"{TEXT}第{number}段。" for number in range(5)]
ARTICLE = "\n".join(["题目", *PARAGRAPHS])
PAGE = f"""<html><head><script>var x = '人民';</script></head><body><nav><a href="/">首页</a></nav>
<article><h1>题目</h1>{"".join(f"<p>{p}</p>" for p in PARAGRAPHS)}</article><footer>地址</footer></body></html>"""


DOCUMENTS = [
    ("a.txt", TEXT.encode(), TEXT),
    ("a.txt.gz", gzip.compress(TEXT.encode("gb18030")), TEXT),
    ("a.md", b"---\ndate: 2022-04-14\n---\n" + TEXT.encode(), TEXT),
    ("a.html", PAGE.encode(), ARTICLE),
    ("a.html", PAGE.replace("<head>", "<head><meta charset=gb2312>").encode("gb18030"), ARTICLE),
    ("a.htm", PAGE.encode("gb18030"), ARTICLE),
    ("a.docx", docx(TEXT, "第二段"), TEXT + "\n第二段"),
    ("a.pdf", pdf(TEXT), TEXT),
    ("a.pdf.gz", gzip.compress(pdf(TEXT)), TEXT),
]


# Packed files hold the time: as names of tests they would differ from process to process.
@pytest.mark.parametrize(("name", "content", "text"), DOCUMENTS, ids=[name for name, *_ in DOCUMENTS])
def test_every_kind_of_document_gives_its_text(tmp_path, name, content, text):
    (tmp_path / name).write_bytes(content)
    docs, record = stream(tmp_path)
    assert (docs["id"].tolist(), docs["text"].tolist(), record.skipped) == ([name], [text], [])


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".jsonl", ".parquet", ".xlsx"])
def test_every_kind_of_table_is_read_out_of_gzip(tmp_path, suffix):
    write(FRAME, tmp_path / f"docs{suffix}")
    packed = tmp_path / f"docs{suffix}.gz"
    packed.write_bytes(gzip.compress((tmp_path / f"docs{suffix}").read_bytes()))
    docs, record = stream(packed)
    assert docs.to_dict("records") == FRAME.assign(date_from="column").to_dict("records")
    assert record.skipped == []


@pytest.mark.parametrize("encoding", ["gb18030", "big5", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("suffix", [".csv", ".jsonl"])
def test_tables_come_in_every_encoding_and_the_record_says_which(tmp_path, suffix, encoding):
    docs = FRAME.assign(text=[TRADITIONAL, 'a "quoted", cell\nof two lines'], speaker=["甲，乙", None])
    if suffix == ".csv":
        content = docs.to_csv(index=False)
    else:
        content = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in docs.to_dict("records"))
    (tmp_path / f"docs{suffix}").write_bytes(content.encode(encoding))
    read, record = stream(tmp_path)
    assert read["text"].tolist() == docs["text"].tolist()
    assert read["speaker"].tolist()[0] == "甲，乙"
    found = {"big5": "big5hkscs", "utf-16-le": "utf_16_le"}.get(encoding, encoding)
    assert list(record.encodings.values()) == [found]


def test_dates_come_from_the_column_then_front_matter_then_the_name(tmp_path):
    (tmp_path / "2022-04-14.csv").write_text("id,date,text\na,1954,x\nb,,y\n")
    (tmp_path / "2022-04-15.jsonl").write_text('{"text": "x"}\n')
    (tmp_path / "2022-04-16.md").write_text("---\ndate: 1978年12月\ntitle: no\n---\nx")
    (tmp_path / "2022-04-17.md").write_text("---\na rule, and no front matter\n---\nx")
    (tmp_path / "notes.txt").write_text("x")
    docs, _ = stream(tmp_path)
    assert dict(zip(docs["id"], docs["date"].astype(object).where(docs["date"].notna(), None), strict=True)) == {
        "a": "1954",
        "b": None,
        "2022-04-15.jsonl:1": "2022-04-15",
        "2022-04-16.md": "1978年12月",
        "2022-04-17.md": "2022-04-17",
        "notes.txt": None,
    }
    assert docs["title"].dropna().tolist() == ["no"]


BAD = [
    ("cut.jsonl.gz", gzip.compress(b'{"text": "x"}\n' * 9_000)[:-20], "cannot be read as .jsonl"),
    ("cut.csv.gz", gzip.compress(b"text,date\nx,1954\n" * 9_000)[:-20], "cannot be read as .csv"),
    ("empty.jsonl.gz", b"", "it is empty, which no gzip file is"),
    ("cut.parquet", b"PAR1" + b"x" * 200, "cannot be read as .parquet"),
    ("scanned.pdf", pdf(""), "has no text, only images"),
    ("scripts.html", b"<html><body><script>var x = 1</script></body></html>", "no text outside its scripts"),
    ("picture.txt", b"\x89PNG\r\n\x1a\n\x00\x00", "not a text file"),
    ("broken.xlsx", b"PK\x03\x04", "cannot be read as .xlsx"),
    ("broken.docx", b"PK\x03\x04", "not a Word document"),
    ("wide.csv", b"id,date,text\na,1954,x\nb,1954,x,too,many\nc,1954\nd,1954,y\n", "row 2: 5 cells"),
    ("quote.csv", b'id,date,text\na,1954,"never closed\nb,1954,x\n', "quote.csv"),
    ("bytes.csv", b"id,text\na,%s\nb,\xff\xff\xff\nc,%s\nd,x\n" % (TEXT.encode(), TEXT.encode()), "row 2"),
    ("twice.csv", b"text,text,date\nx,y,1954\n", "columns occur twice ('text')"),
    ("broken.jsonl", b'{"text": "x"}\n{broken\n[1]\n{"text": 5}\n{"text": "y"}\n', "line 2: is not JSON"),
    ("front.md", b"---\ndate: [\n---\nx", "front matter is not YAML"),
]


@pytest.mark.parametrize(("name", "content", "says"), BAD, ids=[name for name, *_ in BAD])
def test_what_is_bad_is_named_and_the_rest_goes_on(tmp_path, name, content, says):
    (tmp_path / name).write_bytes(content)
    (tmp_path / "zz.txt").write_text(TEXT, encoding="utf-8")
    docs, record = stream(tmp_path, date=None)
    assert docs["id"].tolist()[-1] == "zz.txt"
    assert any(name in str(skipped) and says in str(skipped) for skipped in record.skipped), record.skipped
    with pytest.raises(SourceError, match=name.replace(".", r"\.")):
        list(stream_documents(tmp_path, date=None, record=ReadingRecord(strict=True)))


@pytest.mark.parametrize(("name", "header"), [("day.csv", "id,date,text\n"), ("day.tsv", "id\tdate\ttext\n")])
def test_a_table_without_rows_is_no_document(tmp_path, name, header):
    (tmp_path / name).write_text(header, encoding="utf-8")
    docs = read_documents(tmp_path / name)
    assert (list(docs.columns), len(docs)) == (["id", "date", "text", "date_from"], 0)
    assert len(tag(tmp_path / name).documents) == 0


@pytest.mark.parametrize("name", ["docs.csv", "docs.jsonl"])
def test_a_byte_order_mark_is_no_part_of_a_table_with_a_damaged_row(tmp_path, name):
    rows = ["id,text", f"a,{TEXT}", f"b,{TEXT}"] if name == "docs.csv" else [
        json.dumps({"id": id, "text": TEXT}, ensure_ascii=False) for id in "ab"
    ]  # fmt: skip
    damaged = b"c,\xff\xff\xff" if name == "docs.csv" else b'{"id": "c", "text": "\xff\xff\xff"}'
    (tmp_path / name).write_bytes(b"\xef\xbb\xbf" + "\n".join(rows).encode() + b"\n" + damaged + b"\n")
    docs, record = stream(tmp_path, date=None)
    assert docs["id"].tolist() == ["a", "b"]
    assert [skipped.place for skipped in record.skipped] == ["row 3" if name == "docs.csv" else "line 3"]


def test_good_rows_beside_bad_ones_are_kept_with_their_own_places(tmp_path):
    for name, content, _ in BAD:
        if name in ("wide.csv", "bytes.csv", "broken.jsonl"):
            (tmp_path / name).write_bytes(content)
    docs, record = stream(tmp_path, date=None)
    assert docs["id"].tolist() == ["broken.jsonl:1", "broken.jsonl:5", "a", "c", "d"]
    places = [skipped.place for skipped in record.skipped]
    assert places == ["line 2", "line 3", "line 4", "row 2", "row 2", "row 3", "row 1", "row 4"]
    assert [skipped.reason.partition(" in ")[0] for skipped in record.skipped[-2:]] == [
        "the id 'a' occurs twice",
        "the id 'd' occurs twice",
    ]
    assert (record.rows, record.files) == (8, 0)


@pytest.mark.parametrize("suffix", [".csv", ".jsonl"])
def test_what_stands_before_the_damage_is_read(tmp_path, suffix):
    docs = pd.DataFrame({"id": [str(number) for number in range(5_000)], "text": "双循环"})
    write(docs, tmp_path / f"docs{suffix}")
    packed = gzip.compress((tmp_path / f"docs{suffix}").read_bytes())
    (tmp_path / "cut").mkdir()
    (tmp_path / "cut" / f"docs{suffix}.gz").write_bytes(packed[: len(packed) // 2])
    read, record = stream(tmp_path / "cut", date=None)
    assert 500 < len(read) < 4_500
    assert read["id"].tolist() == docs["id"].tolist()[: len(read)]
    what = "line" if suffix == ".jsonl" else "row"
    assert [(skipped.place, skipped.whole) for skipped in record.skipped] == [(f"after {what} {len(read)}", True)]


def test_a_line_that_is_no_document_is_passed_over(tmp_path, monkeypatch):
    monkeypatch.setattr("partyspeak.io.lines.LONGEST_LINE", 1_000)
    lines = [json.dumps({"text": text}) for text in ("x", "y" * 700_000, "z")]
    (tmp_path / "docs.jsonl").write_text("\n".join(lines))
    docs, record = stream(tmp_path, date=None)
    assert docs["text"].tolist() == ["x", "z"]
    assert [skipped.place for skipped in record.skipped] == ["line 2"]


def test_a_file_that_is_no_document_is_passed_over(tmp_path, monkeypatch):
    monkeypatch.setattr("partyspeak.io.text_files._LARGEST", 1 << 20)
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(b"x" * (1 << 21)))
    (tmp_path / "b.txt").write_text("x")
    docs, record = stream(tmp_path)
    assert docs["id"].tolist() == ["b.txt"]
    assert "is larger than 1 MB" in record.skipped[0].reason


def test_other_sheets_of_a_workbook_are_named(tmp_path):
    with pd.ExcelWriter(tmp_path / "docs.xlsx") as book:
        FRAME.to_excel(book, sheet_name="one", index=False)
        FRAME.to_excel(book, sheet_name="two", index=False)
    docs, record = stream(tmp_path)
    assert (len(docs), record.ignored) == (2, [f"{tmp_path / 'docs.xlsx'}, sheet 'two'"])


def test_a_link_to_nothing_is_named(tmp_path):
    (tmp_path / "a.txt").symlink_to(tmp_path / "gone.txt")
    (tmp_path / "b.txt").write_text("x")
    docs, record = stream(tmp_path)
    assert docs["id"].tolist() == ["b.txt"]
    assert "No such file" in record.skipped[0].reason


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes of Unix")
def test_a_named_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "a.txt")
    (tmp_path / "b.txt").write_text("x")
    docs, record = stream(tmp_path)
    assert docs["id"].tolist() == ["b.txt"]
    assert record.ignored == [str(tmp_path / "a.txt")]


def test_a_row_of_csv_that_is_no_document_is_passed_over(tmp_path, monkeypatch):
    monkeypatch.setattr("partyspeak.io.separated._LONGEST_ROW", 1 << 10)
    (tmp_path / "a.csv").write_text("text,date\nshort,1954\n" + "x" * 5_000 + ",1954\nlast,1955\n")
    docs, record = stream(tmp_path)
    assert docs["text"].tolist() == ["short", "last"]
    assert "row 2: is longer than" in str(record.skipped[0])


def test_a_stream_tells_how_far_it_has_come(tmp_path, monkeypatch):
    monkeypatch.setattr("partyspeak.io.json_files._PIECE_ROWS", 5_000)
    monkeypatch.setattr("partyspeak.io.separated._PIECE_ROWS", 500)
    (tmp_path / "a.jsonl").write_text('{"text": "x", "date": "1954"}\n' * 40_000)
    (tmp_path / "b.csv.gz").write_bytes(gzip.compress(b"text,date\n" + b"x,1954\n" * 1_000))
    (tmp_path / "c.txt").write_text("x")
    shares = [frame.attrs["share"] for frame in stream_documents(tmp_path)]
    assert shares == sorted(shares)
    assert 0 < shares[0] < 0.5
    assert shares[-1] == 1


def test_what_is_no_document_in_a_folder_is_listed(tmp_path):
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    assert stream(tmp_path)[1].ignored == [str(tmp_path / "picture.png")]


@pytest.mark.parametrize(
    ("module", "name", "content", "extra"),
    [
        ("trafilatura", "a.html", PAGE.encode(), "html"),
        ("docx", "a.docx", b"PK", "docx"),
        ("pypdf", "a.pdf", b"%PDF", "pdf"),
        ("yaml", "a.md", b"---\ndate: 1954\n---\n", "frontmatter"),
    ],
)
def test_a_missing_package_is_asked_for_by_its_extra(tmp_path, monkeypatch, module, name, content, extra):
    monkeypatch.setitem(sys.modules, module, None)
    (tmp_path / name).write_bytes(content)
    with pytest.raises(SourceError, match=rf"pip install '\.\[{extra}\]'"):
        read_documents(tmp_path)


def test_a_stream_is_cut_into_pieces_that_fit_in_memory(tmp_path, monkeypatch):
    monkeypatch.setattr("partyspeak.io.sources._PIECE_CHARACTERS", 100)
    docs = pd.DataFrame({"id": map(str, range(50)), "text": ["双循环" * 10] * 50})
    write(docs, tmp_path / "docs.parquet")
    pieces = list(stream_documents(tmp_path, date=None))
    assert len(pieces) > 10
    assert pd.concat(pieces)["id"].tolist() == docs["id"].tolist()
