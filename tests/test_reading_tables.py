"""Tables as other programs write them: nothing is lost without a word, and nothing is guessed without one."""

import csv
import datetime as dt
import gzip
import io
import json
import re
import subprocess
import sys
import zipfile

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from partyspeak import SourceError, read_documents
from partyspeak.io import ReadingRecord, stream_documents
from partyspeak.io.writers import as_csv

TEXT = "各地要坚持改革开放，扎实推进乡村建设。"
TRADITIONAL = "各地要堅持改革開放，紮實推進鄉村建設。"


def read(folder, name, content, **columns):
    """The texts of a file by their ids, and what the record says."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    record = ReadingRecord()
    frames = list(stream_documents(path, record=record, **columns))
    docs = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame({"id": [], "text": []})
    return docs, record


LAYOUTS = [
    # name, content, the texts, what the note says ("": there is none)
    ("a.csv", "date,text\n2019,一；二\n", ["一；二"], ""),
    ("a.csv", "date;text\n2019;一,二\n", ["一,二"], "the separator is ';'"),
    ("a.csv", "date\ttext\n2019\t一,二\n", ["一,二"], "the separator is a tab"),
    ("a.csv", "date|text\n2019|一,二\n", ["一,二"], "the separator is '|'"),
    ("a.csv", "date，text\n2019，一,二\n", ["一,二"], "the separator is '，'"),
    ("a.tsv", 'date,text\n2019,"一,二"\n', ["一,二"], "the separator is a comma"),
    ("a.csv", "sep=;\ndate;text\n2019;一\n", ["一"], "the separator is ';'"),
    ("a.csv", "2019 年新闻,\n\ndate,text\n2019,一\n2020,二\n", ["一", "二"], "1 row above the header"),
    ("a.csv", "新闻\n来源：某网\ndate,text\n2019,一\n", ["一"], "2 rows above the header"),
    ("a.csv", "新闻;;\ndate;n;text\n2019;1;一\n", ["一"], "the separator is ';'"),
    ("a.csv", "\n\ndate,text\n2019,一\n", ["一"], ""),
    ("a.csv", "date,text,,\n2019,一,,\n", ["一"], ""),
    ("a.csv", "date,text\r2019,一\r2020,二\r", ["一", "二"], ""),
    ("a.csv", 'date,text\r\n2019,"一\r\n二\r三\n四"\r\n', ["一\r\n二\r三\n四"], ""),
    ("a.csv", r'date,text%2019,"他说：\"新\"，""好"""%2020,二%', ['他说："新"，"好"', "二"], r"written as \""),
    ("a.csv", r'date,text%2019,一%2020,"说\"新\""%', ["一", '说"新"'], r"written as \""),
    ("a.csv", r'date,text%2019,"C:\dir\"%2020,\alpha%2021,"\""x"""%', ["C:\\dir\\", "\\alpha", '\\"x"'], ""),
    ("a.csv", 'date,text\n2019,"他说"新"好"\n2020,二\n', ['他说"新"好', "二"], "not doubled, read as written"),
    ("a.tsv", 'date\ttext\n2019\t"新"是好\n2020\t二\n', ['"新"是好', "二"], "not doubled, read as written"),
    ("a.tsv", 'date\tn\ttext\n2019\t1\t"一\n2020\t2\t二"\n', ['"一', '二"'], "not doubled, read as written"),
    ("a.tsv", 'date\ttext\n2019\t"一\t二\n三"\n', ["一\t二\n三"], ""),
    ("a.tsv", "date\tn\ttext\n2019\t\\N\t一\n", ["一"], r"1 cell with \N"),
    ("a.csv", '"sep=;"\ndate;text\n2019;一\n', ["一"], "the separator is ';'"),
    ("a.csv", "SEP=;\ndate;text\n2019;一\n", ["一"], "the separator is ';'"),
    ("a.csv", "date、text\n2019、一,二\n", ["一,二"], "the separator is '、'"),
    ("a.csv", "date~text\n2019~一,二\n", ["一,二"], "the separator is '~'"),
    ("a.csv", '"date" "text"\n"1" "2019" "一 二"\n', ["一 二"], "the separator is a space"),
    ("a.csv", ";date;text\n0;2019;一,二\n", ["一,二"], "the separator is ';'"),
    ("a.csv", "date;text\n2019;一,二;\n2020;三;\n", ["一,二", "三"], "the separator is ';'"),
    ("a.csv", '"date","text"\n"1","2019","一"\n"2","2020","二"\n', ["一", "二"], ""),
    ("a.csv", '"date", "text"\n"2019", "一, 二"\n', ["一, 二"], ""),
    ("a.csv", "# 来源：某网\n# a, b, c\ndate,text\n2019,一\n", ["一"], "2 rows above the header"),
    ("a.csv", "\ufeff\ufeffdate,text\u200b\n2019,一\n", ["一"], ""),
    ("a.csv", "date,text\n2019,一\n  \n , \n\x1a", ["一"], ""),
    ("a.csv", "date,text\n2019,一\ndate,text\n2020,二\n", ["一", "二"], "1 row that repeats the header"),
    ("a.tsv", "date\ttext\n2019\t一\\\n二\n2020\t三\n", ["一\n二", "三"], "a backslash before a line break"),
    ("a.tsv", "date\ttext\n2019\t一\\\n2020\t二\n", ["一\\", "二"], ""),
    ("a.tsv", "date\ttext\n2019\t一\\n二\n", [r"一\n二"], r"1 cell with \n"),
]


@pytest.mark.parametrize(("name", "content", "texts", "note"), LAYOUTS)
def test_layouts_of_other_programs_are_recognised_and_noted(tmp_path, name, content, texts, note):
    docs, record = read(tmp_path, name, content.replace("%", "\n"))
    assert docs["text"].tolist() == texts
    assert (record.skipped, record.complete) == ([], True)
    assert (note in record.notes[0]) if note else record.notes == []


def test_commas_in_the_only_column_are_text(tmp_path):
    docs, record = read(tmp_path, "a.csv", "text\n一, 二\n三\n", date=None)
    assert (docs["text"].tolist(), record.complete) == (["一, 二", "三"], True)
    assert "1 row with a comma in the only column" in record.notes[0]


def test_a_column_in_other_case_is_offered(tmp_path):
    with pytest.raises(SourceError, match="--text Text"):
        read(tmp_path, "a.csv", "DATE,Text\n2019,一\n")


def test_a_name_of_a_column_in_a_cell_is_no_header(tmp_path):
    docs, record = read(tmp_path, "words.csv", "word,meaning\ntext,what is written\n", text="meaning", date=None)
    assert (docs["word"].tolist(), record.notes) == (["text"], [])


def test_a_separator_that_is_not_clear_is_named(tmp_path):
    with pytest.raises(SourceError, match="the separator looks like ';'"):
        read(tmp_path, "a.csv", "date;text\n2019,一,二\n")


DAMAGED = [
    # name, content, the ids that are left, what is said of the row that is not
    ("a.csv", "id,text\na,一\0\nb,二\n", ["b"], "row 1: column 'text' holds a NUL (line 2 of the file)"),
    ("a.csv", "id,text\na,一,三\nb,二\n", ["b"], "row 1: 3 cells where the header has 2 (line 2"),
    ("a.csv", "id,n,text\na,1\nb,2,二\n", ["b"], "row 1: 2 cells where the header has 3 (line 2"),
    ("a.csv", 'id,text\na,"一\nb,"二,三"\nc,四\n', ["b", "c"], "row 1: a quotation mark is never closed (line 2"),
    ("a.csv", 'id,text\na,一\nb,"二\nc,三\n', ["a", "c"], "row 2: a quotation mark is never closed (line 3"),
    ("a.csv", 'id,text\na,"一 "二, 三" 四"\nb,二\n', ["b"], "row 1: a quotation mark inside a quoted cell"),
    (
        "a.csv",
        "id,text\na,一二三\nb,".encode() + b"\xe5\x8f\nc,x\n",
        ["a", "c"],
        "row 2: column 'text': 0xe5 0x8f is no",
    ),
    ("a.csv", f"id,text\na,{TEXT}\nb,".encode("gb18030") + b"\xff\nc,x\n", ["a", "c"], "row 2: column 'text': 0xff"),
    ("a.jsonl", '{"id": "a", "text": "一"}\n{"id": "b", "text": "二\0"}\n', ["a"], "line 2: is not JSON"),
    ("a.json", '[{"id": "a", "text": "一"}, 5, {"id": "b", "text": "二"}]', ["a", "b"], "row 2: is int"),
    ("a.json", '[{"id": "a", "text": "一"}\n {"id"', ["a"], "no comma between two items (line 2, character 2)"),
    ("a.json", '[{"id": "a", "text": "一"}', ["a"], "the list has no end"),
    ("a.json", '[{"id": "a", "text": "一"}] x', ["a"], "more text after the end of the list (line 1"),
]


@pytest.mark.parametrize(("name", "content", "ids", "says"), DAMAGED)
def test_damage_costs_its_own_row_only_and_is_named(tmp_path, name, content, ids, says):
    docs, record = read(tmp_path, name, content, date=None)
    assert docs["id"].tolist() == ids
    assert says in str(record.skipped[0])
    assert len(record.skipped) == 1
    assert not record.complete


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ('{"id": "a", "text": "一",}', "is not JSON"),
        ('{"a": [{"text": "一"}], "b": [{"text": "二"}]}', r"holds several lists of objects \('a', 'b'\)"),
    ],
)
def test_a_file_of_which_nothing_can_be_read_is_an_error(tmp_path, content, says):
    with pytest.raises(SourceError, match=says):
        read(tmp_path, "a.json", content, date=None)


ITEMS = [{"id": "a", "text": TEXT, "tags": {"x": [1]}}, {"id": "b", "text": "二"}]
JSON = [
    json.dumps(ITEMS).encode(),
    json.dumps(ITEMS, ensure_ascii=False, indent=1).encode("gb18030"),
    json.dumps(ITEMS, ensure_ascii=False).encode("utf-16"),
    b"\xef\xbb\xbf" + json.dumps(ITEMS, ensure_ascii=False).encode(),
    json.dumps({"code": 0, "data": ITEMS}).encode(),
    json.dumps({"data": {"total": 2, "list": ITEMS}}).encode(),
    json.dumps({item["id"]: {"text": item["text"], "tags": item.get("tags")} for item in ITEMS}).encode(),
    "\n".join(map(json.dumps, ITEMS)).encode(),
    "\n".join(json.dumps(item, indent=1) for item in ITEMS).encode(),
]


WRAPPED = [
    # what is around ITEMS, and what the note says
    ({"hits": {"total": 2, "hits": [{"_id": str(n), "_source": item} for n, item in enumerate(ITEMS)]}}, "'_source'"),
    ([{"type": "Feature", "properties": item} for item in ITEMS], "'properties'"),
    ({"schema": {"fields": [{"name": "text"}]}, "data": ITEMS}, ""),
    ({name: {"0": ITEMS[0][name], "1": ITEMS[1][name]} for name in ("id", "text")}, ""),
    ({name: [item[name] for item in ITEMS] for name in ("id", "text")}, ""),
    ({"columns": ["id", "text"], "index": [0, 1], "data": [[item["id"], item["text"]] for item in ITEMS]}, ""),
]


@pytest.mark.parametrize("name", ["a.json", "a.jsonl"])
@pytest.mark.parametrize(("content", "note"), WRAPPED)
def test_objects_that_other_programs_wrap_are_documents(tmp_path, name, content, note):
    lines = isinstance(content, list) and name == "a.jsonl"
    written = "\n".join(map(json.dumps, content)) if lines else json.dumps(content)
    docs, record = read(tmp_path, "a.jsonl" if lines else "a.json", written, date=None)
    assert docs[["id", "text"]].to_dict("list") == {"id": ["a", "b"], "text": [TEXT, "二"]}
    assert (note in record.notes[0]) if note else record.notes == []


def test_an_object_inside_a_later_one_is_not_its_text(tmp_path):
    items = [{"id": "a", "text": "一"}, {"id": "b", "quoted": {"text": "二"}}]
    docs, record = read(tmp_path, "a.json", json.dumps(items), date=None)
    assert docs["text"].isna().tolist() == [False, True]
    assert record.notes == []


def test_a_list_under_the_name_of_json_lines_is_read(tmp_path):
    docs, record = read(tmp_path, "a.jsonl", json.dumps(ITEMS, indent=1), date=None)
    assert (docs["id"].tolist(), record.complete) == (["a", "b"], True)


def test_a_line_break_inside_a_text_of_json_is_text(tmp_path):
    docs, record = read(tmp_path, "a.json", '[{"text": "一\n\t二"}]', date=None)
    assert (docs["text"].tolist(), record.complete) == (["一\n\t二"], True)


@pytest.mark.parametrize("content", JSON)
def test_objects_of_json_are_documents(tmp_path, content):
    docs, record = read(tmp_path, "a.json", content, date=None)
    assert docs[["id", "text"]].to_dict("list") == {"id": ["a", "b"], "text": [TEXT, "二"]}
    assert docs["tags"][0] == {"x": [1]}
    assert (record.complete, record.notes) == (True, [])


def test_one_object_of_json_is_one_document(tmp_path):
    docs, _ = read(tmp_path, "a.json", json.dumps({"text": "一", "comments": [{"text": "二"}]}), date=None)
    assert docs["text"].tolist() == ["一"]


def test_a_comma_after_the_last_item_is_noted(tmp_path):
    docs, record = read(tmp_path, "a.json", '[{"text": "一"},\n]', date=None)
    assert (docs["text"].tolist(), record.complete) == (["一"], True)
    assert "a comma after the last item" in record.notes[0]


def test_a_list_of_json_is_read_in_pieces(tmp_path, monkeypatch):
    monkeypatch.setattr("partyspeak.io.json_files._BLOCK", 1 << 8)
    items = [{"id": str(number), "text": TEXT * (number % 40)} for number in range(300)]
    docs, record = read(tmp_path, "a.json.gz", gzip.compress(json.dumps(items).encode()), date=None)
    assert docs[["id", "text"]].to_dict("records") == items
    assert record.complete


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be", "utf-32", "utf-32-be", "gb18030", "big5"])
def test_a_table_is_read_in_its_own_encoding(tmp_path, encoding):
    docs, record = read(tmp_path, "a.csv", f"date,text\n2019,{TRADITIONAL}\n".encode(encoding))
    assert (docs["text"].tolist(), record.complete) == ([TRADITIONAL], True)


@pytest.mark.parametrize(("first", "second"), [("utf-8", "gb18030"), ("gb18030", "utf-8")])
def test_an_encoding_that_changes_in_the_middle_is_noted(tmp_path, first, second):
    rows = [f"2019,{TEXT}\n" for _ in range(6)]
    content = ("date,text\n" + "".join(rows)).encode(first) + "".join(rows).encode(second)
    docs, record = read(tmp_path, "a.csv", content)
    assert docs["text"].tolist() == [TEXT] * 12
    assert "6 lines are in" in record.notes[0]
    assert "the first is line 8" in record.notes[0]


def test_rows_of_every_kind_come_through_a_csv(tmp_path):
    texts = ['一\n二, "三"', "\r", "x" * 300_000, "a,b", '"', "\\", "二\r\n"] * 40
    for quoting in (csv.QUOTE_ALL, csv.QUOTE_MINIMAL):
        content = io.StringIO(newline="")
        writer = csv.writer(content, quoting=quoting)
        writer.writerows([("id", "text"), *enumerate(texts)])
        docs, record = read(tmp_path, "a.csv", content.getvalue(), date=None)
        assert docs["text"].tolist() == texts
        assert record.complete


def test_real_documents_come_through_a_csv(tmp_path, corpora):
    docs = pd.read_parquet(corpora / "evening-news.parquet").head(3_000).reset_index(drop=True)
    docs.to_csv(tmp_path / "news.csv", index=False)
    again = read_documents(tmp_path / "news.csv")
    assert again["id"].tolist() == docs["id"].tolist()
    assert again["text"].tolist() == docs["text"].tolist()


def test_the_shared_inputs_are_read(corpora, tmp_path):
    texts = {}
    for path in sorted((corpora.parent / "inputs").glob("csv-*")):
        docs, record = read(tmp_path, path.name, path.read_bytes())
        texts[path.name] = (len(docs), len(record.skipped), len(record.notes))
    assert texts == {"csv-escaped.csv": (2, 0, 1), "csv-nul.csv": (1, 1, 0), "csv-semicolon.csv": (2, 0, 1)}


def workbook(fill):
    openpyxl = pytest.importorskip("openpyxl")
    book, content = openpyxl.Workbook(), io.BytesIO()
    fill(book)
    book.save(content)
    return content.getvalue()


FORMATS = [
    ("yyyy", "2019"),
    ("mmm yyyy", "2019-03"),
    ("mmm-yy", "2019-03"),
    ("yyyy-mm", "2019-03"),
    ('[DBNum1][$-804]yyyy"年"m"月";@', "2019-03"),
    ('yyyy"年"m"月"d"日"', dt.datetime(2019, 3, 5)),
    ("yyyy-mm-dd", dt.datetime(2019, 3, 5)),
    ("m/d/yy h:mm", dt.datetime(2019, 3, 5)),
]


def test_a_date_of_excel_has_the_precision_that_is_shown(tmp_path):
    def fill(book):
        book.active.append(["date", "text"])
        for row, (shown, _) in enumerate(FORMATS, start=2):
            book.active.append([dt.datetime(2019, 3, 5), "x"])
            book.active.cell(row, 1).number_format = shown

    docs, _ = read(tmp_path, "a.xlsx", workbook(fill))
    assert docs["date"].tolist() == [date for _, date in FORMATS]


def test_a_sheet_is_read_as_it_is_shown(tmp_path):
    def fill(book):
        sheet = book.active
        rows = (["新闻"], [], ["date", "text", "n"], [2019, "改革_x000D_\n开放", 1.5], [], [2020, "二", "=1+1"])
        for row in rows:
            sheet.append(row)
        sheet["B7"] = "#N/A"
        sheet["B7"].data_type = "e"
        sheet["A7"] = 2021
        book.create_sheet("empty")
        book.create_sheet("second").append(["x"])

    docs, record = read(tmp_path, "a.xlsx", workbook(fill))
    assert docs["text"].tolist() == ["改革\r\n开放", "二", None]
    assert docs["id"].tolist() == ["a.xlsx:1", "a.xlsx:3", "a.xlsx:4"]
    assert record.ignored == [f"{tmp_path / 'a.xlsx'}, sheet 'second'"]
    notes = " ".join(record.notes)
    assert all(says in notes for says in ("1 row above the header", "first #N/A in B7", "first C6"))


def test_a_number_with_more_digits_than_excel_keeps_is_noted(tmp_path):
    def fill(book):
        for row in (["id", "text", "n"], [123456789012345678, "一", 999_999_999_999_999], ["0012", "二", 1]):
            book.active.append(row)

    docs, record = read(tmp_path, "a.xlsx", workbook(fill), date=None)
    assert (docs["id"].tolist()[1], docs["n"].tolist()) == ("0012", [999_999_999_999_999, 1])
    assert ["1 number has more than 15 digits" in note and "first A2" in note for note in record.notes] == [True]


def test_the_sheet_with_the_texts_is_read(tmp_path):
    def fill(book):
        book.active.append(["说明", "本表……"])
        for row in (["date", "text"], [2019, "一"]):
            (book["two"] if "two" in book.sheetnames else book.create_sheet("two")).append(row)

    docs, record = read(tmp_path, "a.xlsx", workbook(fill))
    assert docs["text"].tolist() == ["一"]
    assert record.ignored == [f"{tmp_path / 'a.xlsx'}, sheet 'Sheet'"]
    assert "sheet 'two' is read, the first visible one with a column 'text'" in record.notes[0]


def test_a_sheet_with_prefixed_names_is_read(tmp_path):
    def prefixed(xml):
        return re.sub(rb"(</?)(?=\w)", rb"\1x:", xml).replace(b"xmlns=", b"xmlns:x=")

    packed(tmp_path / "a.xlsx", prefixed)
    docs, _ = read(tmp_path, "a.xlsx", (tmp_path / "a.xlsx").read_bytes())
    assert docs["text"].tolist() == ["一"]


@pytest.mark.parametrize("content", [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"<html><table>", b"date,text\n2019,a\n"])
def test_what_is_no_workbook_is_named_with_the_way_out(tmp_path, content):
    with pytest.raises(SourceError, match=r"an older \.xls.*save it as \.xlsx"):
        read(tmp_path, "a.xlsx", content)


def test_a_hidden_sheet_is_not_read(tmp_path):
    def fill(book):
        book.active.append(["x"])
        book.active.sheet_state = "hidden"
        for row in (["date", "text"], [2019, "一"]):
            (book["two"] if "two" in book.sheetnames else book.create_sheet("two")).append(row)

    docs, record = read(tmp_path, "a.xlsx", workbook(fill))
    assert docs["text"].tolist() == ["一"]
    assert record.ignored == [f"{tmp_path / 'a.xlsx'}, sheet 'Sheet'"]


def small(book):
    for row in (["date", "text"], [2019, "一"]):
        book.active.append(row)


def far(book):
    small(book)
    book.active["XFD1048576"] = "x"


def packed(path, change):
    """Write a small workbook whose sheet is changed."""
    old = zipfile.ZipFile(io.BytesIO(workbook(small)))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in old.namelist():
            archive.writestr(name, change(old.read(name)) if "sheet1" in name else old.read(name))


def bomb(path):
    packed(path, lambda xml: xml.replace(b"<row", b" " * (100 << 20) + b"<row", 1))


def styled(path):
    rows = b"".join(b'<row r="%d"><c r="A%d" s="1"/></row>' % (row, row) for row in range(3, 300_000))
    packed(path, lambda xml: xml.replace(b"</sheetData>", rows + b"</sheetData>"))


def long_line(begin, end):
    def write(path):
        with gzip.open(path, "wb", 1) as file:
            file.write(begin)
            for _ in range(300):
                file.write(b"x" * (1 << 20))
            file.write(end)

    return write


HEAVY = [
    ("far.xlsx", lambda path: path.write_bytes(workbook(far)), "1 row 1048575"),
    ("bomb.xlsx", bomb, "0 its part xl/worksheets/sheet1.xml would be 100 MB when unpacked"),
    ("styled.xlsx", styled, "1"),
    ("line.csv.gz", long_line(b"text,date\na,2019\n", b",2020\nb,2021\n"), "2 row 2"),
    ("line.jsonl.gz", long_line(b'{"text": "a", "date": "2019"}\n', b'\n{"text": "a", "date": "2019"}\n'), "2 line 2"),
    ("line.json.gz", long_line(b'[{"text": "a", "date": "2019"}, "', b'"]'), "1 after row 1"),
]
MEASURE = """
import sys
from partyspeak.errors import SourceError
from partyspeak.io import ReadingRecord, stream_documents
record = ReadingRecord()
try:
    rows = sum(len(docs) for docs in stream_documents(sys.argv[1], record=record))
except SourceError:
    rows = 0
peak = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))
skipped = record.skipped[0] if record.skipped else None
print(rows, (skipped.place or skipped.reason.partition(",")[0]) if skipped else "", int(peak) >> 10)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="Linux tells the peak of a process")
@pytest.mark.parametrize(("name", "write", "says"), HEAVY, ids=[name for name, *_ in HEAVY])
def test_heavy_files_are_read_or_refused_within_500_mb(tmp_path, name, write, says):
    write(tmp_path / name)
    command = [sys.executable, "-c", MEASURE, str(tmp_path / name)]
    done = subprocess.run(command, capture_output=True, text=True)
    result, _, peak = done.stdout.strip().rpartition(" ")
    assert result.strip() == says, done.stderr
    assert int(peak) < 500


CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)


@given(st.lists(st.tuples(CELLS, st.one_of(st.integers(-9, 9).map(str), CELLS)), min_size=1, max_size=8))
def test_a_table_written_as_csv_is_read_back(rows):
    written = as_csv(pd.DataFrame(rows, columns=["a", "b"]))
    read_back = list(csv.reader(io.StringIO(written, newline=""), strict=True))[1:]
    assert [[cell.removeprefix("'") for cell in row] for row in read_back] == [
        [cell.removeprefix("'") for cell in row] for row in rows
    ]


SAFE = [
    ("a\rb", '"a\rb"'),
    ("\r=1", '"\'\r=1"'),
    ("\t=1", "'\t=1"),
    (" =1", "' =1"),
    ("\ufeff=1", "'\ufeff=1"),
    ("\u3000＝1", "'\u3000＝1"),
    ("a", "a"),
    (" a=1", " a=1"),
]


@pytest.mark.parametrize(("cell", "written"), SAFE)
def test_a_cell_is_no_formula_and_no_end_of_a_row(cell, written):
    assert as_csv(pd.DataFrame({"a": [cell]})) == f"a\n{written}\n"


def test_a_strict_reader_names_the_first_bad_row(tmp_path):
    (tmp_path / "a.csv").write_text('date,text\n2019,一\n2020,"二\n', encoding="utf-8")
    with pytest.raises(SourceError, match=r"a\.csv: row 2: a quotation mark is never closed \(line 3"):
        read_documents(tmp_path / "a.csv", record=ReadingRecord(strict=True))
