"""Every way of reading documents reads the same ones, with the same ids, and reports what it left out."""

import io
import json
import os
import signal
import subprocess
import sys
import warnings
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from commands import run

import partyspeak
from partyspeak import SourceError, read_documents, tag, tag_to_store
from partyspeak.cli import statuses
from partyspeak.io import ReadingRecord, as_paths, read_document, stream_documents

TEXT = "加快构建双循环。"
QUICKLY = ["--edges", "dictionary"]
ROOT = Path(partyspeak.__file__).parents[1]


@pytest.fixture
def mixed(tmp_path):
    """A folder as people have them: documents of several kinds, and files beside them that are none."""
    docx = pytest.importorskip("docx")
    folder = tmp_path / "mixed"
    (folder / "old").mkdir(parents=True)
    (folder / "a-manifest.csv").write_text("file,rows\nnews.csv,2\nmore.jsonl,2\n", encoding="utf-8")
    (folder / "news.csv").write_text(f"date,text,pages\n2020-05-22,{TEXT},12\n1954,没有,\n", encoding="utf-8")
    rows = [{"id": "n1", "date": "2021", "text": TEXT, "pages": "12"}, {"id": "n2", "date": "2021-03", "text": TEXT}]
    (folder / "more.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    (folder / "2021-03-05 speech.TXT").write_text(TEXT, encoding="utf-8")
    document = docx.Document()
    document.add_paragraph(TEXT)
    document.save(folder / "speech.docx")
    with pd.ExcelWriter(folder / "book.xlsx") as book:
        for sheet in ("one", "two"):
            pd.DataFrame({"date": ["2022"], "text": [TEXT]}).to_excel(book, sheet_name=sheet, index=False)
    for name in ("old/a.doc", "old/B.DOC"):
        (folder / name).write_bytes(b"\xd0\xcf\x11\xe0")
    with zipfile.ZipFile(folder / "old" / "c.zip", "w") as packed:
        packed.writestr("d.txt", TEXT)
    return folder


IDS = ["2021-03-05 speech.TXT", "book.xlsx:1", "n1", "n2", "news.csv:1", "news.csv:2", "speech.docx"]
NOT_READ = ["left out: ", "a-manifest.csv: no column 'text' for the text; the columns are 'file', 'rows'"]
NOT_READ += ["3 files were not read: 2 .doc, 1 .zip (", "save .doc as .docx; unpack .zip"]
NOT_READ += ["1 sheet was not read: ", "book.xlsx, sheet 'two'"]


def ids(documents, column="doc_id"):
    return sorted(documents[column].tolist())


def test_every_way_reads_the_same_documents(mixed, tmp_path, tagger):
    with pytest.warns(UserWarning, match="3 files were not read") as caught:
        assert ids(read_documents(mixed), "id") == IDS
    assert all(part in str(caught[0].message) for part in NOT_READ)
    with pytest.warns(UserWarning, match="3 files were not read"):
        assert ids(pd.concat(stream_documents(mixed)), "id") == IDS
    with pytest.warns(UserWarning, match="3 files were not read"):
        tagged = tag(mixed, tagger=tagger)
    assert ids(tagged.documents) == IDS
    with pytest.warns(UserWarning, match="3 files were not read"):
        assert tag_to_store(str(mixed), tmp_path / "in python", tagger=tagger).counts["tagged"] == len(IDS)
    stored = partyspeak.read_parquet(tmp_path / "in python")
    assert ids(stored.documents) == IDS
    assert (
        stored.mentions[["doc_id", "start"]].to_numpy().tolist()
        == tagged.mentions[["doc_id", "start"]].to_numpy().tolist()
    )


def test_dask_reads_the_same_documents(mixed, tagger):
    pytest.importorskip("dask.dataframe")
    import partyspeak.dask

    with pytest.warns(UserWarning, match="3 files were not read"):
        corpus = partyspeak.dask.tag(mixed, tagger=tagger)
    assert ids(corpus.documents.compute()) == IDS
    record = ReadingRecord()
    partyspeak.dask.tag([mixed / "news.csv", str(mixed / "more.jsonl")], tagger=tagger, record=record)
    assert record.complete


def test_every_command_reads_the_same_documents_and_ends_with_status_3(mixed, tmp_path):
    def checked(*arguments):
        answer = run(*arguments, *QUICKLY, status=statuses.PARTLY)
        assert all(part in answer.stderr for part in NOT_READ), answer.stderr
        return answer.stdout

    def table(text):
        return pd.read_csv(io.StringIO(text), dtype=str)

    first = table(checked("first", mixed, "-n", 9))
    assert set(first["doc_id"]) == set(IDS) - {"news.csv:2"}
    counted = table(checked("frequency", mixed, "--by", "doc_id", "--per", "documents"))
    assert sorted(set(counted["doc_id"])) == IDS
    checked("tag", mixed, "-o", tmp_path / "store")
    assert ids(partyspeak.read_parquet(tmp_path / "store").documents) == IDS
    checked("tag", mixed, "-o", tmp_path / "mentions.csv")
    assert set(pd.read_csv(tmp_path / "mentions.csv", dtype=str)["doc_id"]) == set(IDS) - {"news.csv:2"}
    checked("discover", mixed, "--judged", tmp_path / "judged.csv")
    checked("report", mixed, "-o", tmp_path / "report.html")
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "3 files were not read: 2 .doc, 1 .zip" in page
    run("report", tmp_path / "store", "-o", tmp_path / "stored.html")
    assert "3 files were not read: 2 .doc, 1 .zip" in (tmp_path / "stored.html").read_text(encoding="utf-8")
    run("discover", tmp_path / "store", "--judged", tmp_path / "judged.csv", status=statuses.READ)
    told = json.loads((tmp_path / "store" / "run.json").read_text(encoding="utf-8"))
    assert told["exit_status"] == statuses.PARTLY
    assert told["ignored_kinds"] == {".doc": 2, ".zip": 1, "sheet": 1}
    assert [Path(name).name for name in told["ignored"][:1]] == ["B.DOC"]


def test_a_folder_that_is_read_whole_ends_with_status_0_and_says_nothing(tmp_path):
    (tmp_path / "2021-03-05.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / ".hidden.doc").touch()
    (tmp_path / "~$open.docx").touch()
    (tmp_path / "Thumbs.db").touch()
    assert run("first", tmp_path, *QUICKLY).stderr == "1 document: 1 dated by file name, 2021-03-05\n"
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert ids(tag(tmp_path, tagger=None).documents) == ["2021-03-05.txt"]


def test_values_stay_what_they_were_where_tables_have_different_columns(mixed):
    rows = [{"id": "n1", "date": "2021", "text": TEXT, "pages": 12}, {"id": "n2", "date": "2021-03", "text": TEXT}]
    (mixed / "more.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    documents = tag(mixed, record=ReadingRecord()).documents.set_index("doc_id")
    assert documents.loc["n1", "pages"] == 12
    assert str(documents.loc["n1", "pages"]) == "12"
    assert documents.loc["news.csv:1", "pages"] == "12"
    assert pd.isna(documents.loc["n2", "pages"])
    assert documents["date_from"].to_dict() == {
        "2021-03-05 speech.TXT": "name", "speech.docx": "none", "book.xlsx:1": "column", "n1": "column",
        "n2": "column", "news.csv:1": "column", "news.csv:2": "column",
    }  # fmt: skip


def test_whole_numbers_with_gaps_stay_whole_numbers():
    docs = pd.DataFrame({"text": ["x", "y"], "pages": pd.Series([2**60 + 1, None], dtype=object)})
    assert tag(docs, date=None).documents["pages"].tolist() == [2**60 + 1, pd.NA]


def test_a_table_without_its_date_takes_the_one_in_its_name(tmp_path):
    (tmp_path / "2022-04-14.csv").write_text("text\nx\n", encoding="utf-8")
    documents = tag(tmp_path / "2022-04-14.csv").documents
    assert documents[["doc_id", "date_from"]].to_numpy().tolist() == [["2022-04-14.csv:1", "name"]]
    assert str(documents["date"].iloc[0]) == "2022-04-14 00:00:00"


@pytest.mark.parametrize("column", ["content", "正文"])
def test_a_column_of_texts_with_another_name_is_offered(tmp_path, column):
    (tmp_path / "a.csv").write_text(f"date,{column}\n2020,{TEXT}\n", encoding="utf-8")
    with pytest.raises(SourceError, match=f"--text {column}"):
        tag(tmp_path)
    assert f"--text {column}" in run("first", tmp_path / "a.csv", status=statuses.FAILED).stderr
    assert len(tag(tmp_path, text=column).documents) == 1


def test_a_bad_row_is_named_and_the_rest_is_read(tmp_path):
    (tmp_path / "a.jsonl").write_text('{"date": "2020", "text": "双循环"}\n{broken\n', encoding="utf-8")
    with pytest.warns(UserWarning, match=r"left out: .*a\.jsonl: line 2: is not JSON"):
        assert len(tag(tmp_path / "a.jsonl").documents) == 1
    for command in (["first"], ["frequency"], ["tag", "-o", tmp_path / "store"], ["tag", "-o", tmp_path / "m.csv"]):
        answer = run(command[0], tmp_path / "a.jsonl", *command[1:], *QUICKLY, status=statuses.PARTLY)
        assert "a.jsonl: line 2: is not JSON" in answer.stderr
        answer = run(command[0], tmp_path / "a.jsonl", *command[1:], *QUICKLY, "--strict", status=statuses.FAILED)
        assert "a.jsonl: line 2: is not JSON" in answer.stderr
    with pytest.raises(SourceError, match="line 2"):
        tag(tmp_path / "a.jsonl", record=ReadingRecord(strict=True))


def test_notes_are_shown_and_change_no_status(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.txt").symlink_to(tmp_path / "a.txt")
    answer = run("first", tmp_path, *QUICKLY)
    assert "b.txt: is the same file as" in answer.stderr


def test_the_same_file_in_two_paths_is_read_once(tmp_path):
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "x.csv").write_text("date,text\n2020,双循环\n", encoding="utf-8")
    for paths in ([tmp_path / "a", tmp_path / "a" / "b" / "x.csv"], [tmp_path / "a", tmp_path / "a" / "b"]):
        with pytest.warns(UserWarning, match="is the same file as"):
            assert ids(tag(paths).documents) == ["b/x.csv:1"]


def test_two_documents_of_one_id_are_named(tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "x.txt").write_text(name, encoding="utf-8")
    with pytest.warns(UserWarning, match=r"b.x\.txt: the id 'x\.txt' occurs twice"):
        assert ids(tag([tmp_path / "a", tmp_path / "b"]).documents) == ["x.txt"]
    assert ids(tag(tmp_path).documents) == ["a/x.txt", "b/x.txt"]


def test_links_to_folders_are_followed_once(tmp_path):
    (tmp_path / "docs" / "real").mkdir(parents=True)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "y.txt").write_text("y", encoding="utf-8")
    (tmp_path / "docs" / "real" / "x.txt").write_text("x", encoding="utf-8")
    (tmp_path / "docs" / "a-link").symlink_to(tmp_path / "docs" / "real")
    (tmp_path / "docs" / "loop").symlink_to(tmp_path / "docs")
    (tmp_path / "docs" / "out").symlink_to(tmp_path / "elsewhere")
    record = ReadingRecord()
    assert ids(read_documents(tmp_path / "docs", record=record), "id") == ["out/y.txt", "real/x.txt"]
    assert record.complete


def test_what_partyspeak_wrote_beside_the_documents_is_not_read_again(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    for _ in range(2):
        run("tag", tmp_path, "-o", tmp_path / "store", *QUICKLY)
        assert ids(partyspeak.read_parquet(tmp_path / "store").documents) == ["a.txt"]
    run("first", tmp_path, "-o", tmp_path / "first.csv", *QUICKLY)
    answer = run("first", tmp_path, *QUICKLY, status=statuses.PARTLY)
    assert "first.csv: is a table that partyspeak wrote" in answer.stderr
    assert set(pd.read_csv(io.StringIO(answer.stdout))["doc_id"]) == {"a.txt"}
    assert "is a store" in run("first", tmp_path / "store", tmp_path / "a.txt", status=statuses.FAILED).stderr


@pytest.mark.parametrize("name", ["empty.txt", "blank.md", "empty.csv"])
def test_a_file_without_text_is_named(tmp_path, name):
    (tmp_path / name).write_text(" \n" if name == "blank.md" else "", encoding="utf-8")
    (tmp_path / "good.txt").write_text(TEXT, encoding="utf-8")
    with pytest.warns(UserWarning, match=name):
        assert ids(tag(tmp_path).documents) == ["good.txt"]
    assert name in run("first", tmp_path / name, status=statuses.FAILED).stderr


def test_a_folder_of_nothing_that_is_read_says_what_it_holds(tmp_path):
    for name in ("a.doc", "b.doc", "c.zip"):
        (tmp_path / name).touch()
    with pytest.raises(SourceError, match=r"no file to read in this folder \(it holds 2 \.doc, 1 \.zip\)"):
        tag(tmp_path)


def test_texts_that_are_paths_are_paths(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("a.csv", "b.csv"):
        Path(name).write_text("date,text\n2020,双循环\n", encoding="utf-8")
    assert ids(tag(["a.csv", "b.csv"]).documents) == ids(tag([Path("a.csv"), "b.csv"]).documents)
    assert ids(tag(name for name in ("a.csv", "b.csv")).documents) == ["a.csv:1", "b.csv:1"]
    assert len(tag(["双循环", "a.csv of the day\nis late"]).documents) == 2
    assert as_paths(["双循环", ""]) is None
    with pytest.raises(SourceError, match=r"a\.csv is a path, '双循环' is not"):
        tag(["a.csv", "双循环"])
    for gone in (["c.csv"], ["双循环", "c.csv"], "c.csv", Path("c.csv")):
        with pytest.raises(SourceError, match=r"c\.csv: no such file"):
            tag(gone)
    with pytest.raises(SourceError, match=r"no such file or folder; to tag a text, put it in a list"):
        tag(TEXT * 1000)


def test_read_opens_every_kind_that_tag_opens(mixed, monkeypatch):
    monkeypatch.chdir(mixed)
    Path("page.md").write_text(f"---\ntitle: 讲话\ndate: 2020-05\n---\n{TEXT}", encoding="utf-8")
    for name in ("speech.docx", "page.md", "2021-03-05 speech.TXT"):
        assert "⟦双循环⟧" in run("read", name, *QUICKLY).stdout
        assert "双循环" in [mention.text for mention in partyspeak.read(name).documents[0].mentions]
    document = partyspeak.read("page.md").documents[0]
    assert (document.title, str(document.date)) == ("讲话", "2020-05")
    assert str(partyspeak.read("2021-03-05 speech.TXT").documents[0].date) == "2021-03-05"
    assert partyspeak.read("more.jsonl", row="n2").documents[0].title == "n2"
    assert "⟦双循环⟧" in run("read", "news.csv", "--row", 1, *QUICKLY).stdout
    assert read_document("news.csv", "news.csv:2").text == "没有"
    with pytest.raises(SourceError, match=r"news\.csv: is a table of 2 documents; name one with row="):
        partyspeak.read("news.csv")
    with pytest.raises(SourceError, match=r"is not read; the kinds are"):
        partyspeak.read("old/a.doc")
    with pytest.raises(SourceError, match="is a folder"):
        partyspeak.read(mixed)
    with pytest.raises(SourceError, match=r"gone\.txt: no such file"):
        partyspeak.read("gone.txt")
    assert "sheet 'two'" in run("read", "book.xlsx", *QUICKLY, status=statuses.PARTLY).stderr
    assert "双循环" in Path(partyspeak.seminar.sheet("speech.docx", "sheet.html")).read_text(encoding="utf-8")
    Path("marks.csv").write_text("start,end\n4,7\n", encoding="utf-8")
    assert partyspeak.seminar.score("marks.csv", "speech.docx").table["right"].tolist() == [1, 1]


def test_shared_inputs_are_read_alike():
    inputs = ROOT.parent / "shared" / "inputs"
    if not inputs.is_dir():
        pytest.skip("needs ../shared/inputs")
    with pytest.warns(UserWarning, match=r"run_manifest\.csv: no column 'full_text'"):
        tagged = tag(inputs / "manifest", text="full_text")
    assert ids(tagged.documents) == ["jia.csv:1"]
    answer = run("frequency", inputs / "manifest", "--text", "full_text", "--per", "documents", *QUICKLY, status=3)
    assert set(pd.read_csv(io.StringIO(answer.stdout))["denominator"]) == {1}
    run("read", inputs / "docx-textbox.docx", *QUICKLY)


def test_readme_and_pipelines_list_the_exit_statuses():
    for name in ("README.md", "notebooks/pipelines.md"):
        if not (ROOT / name).is_file():
            pytest.skip("needs a checkout")
        text = (ROOT / name).read_text(encoding="utf-8")
        for status, meaning in statuses.MEANINGS.items():
            assert f"| {status} | {meaning} |" in text, (name, status)


HOSTILE = "\x1b[31mred\x9b1m\u202e"


def test_names_ids_and_cells_cannot_steer_a_terminal(tmp_path):
    (tmp_path / f"{HOSTILE}.txt").write_text(f"{HOSTILE}双循环{HOSTILE}", encoding="utf-8")
    (tmp_path / f"{HOSTILE}.doc").touch()
    (tmp_path / f"{HOSTILE}.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    lexicon = tmp_path.parent / f"{tmp_path.name}.toml"
    lexicon.write_text(f"[red]\nzh = '红红'\nen = 'red'\ngloss = {json.dumps(HOSTILE)}\n", encoding="utf-8")
    said = []
    for arguments in (
        ["first", tmp_path],
        ["frequency", tmp_path, "--by", "doc_id"],
        ["tag", tmp_path, "-o", tmp_path.parent / f"{tmp_path.name}-store"],
        ["tag", tmp_path, "-o", tmp_path.parent / f"{tmp_path.name}-json", "--json-log"],
    ):
        answer = run(*arguments, *QUICKLY, status=statuses.PARTLY)
        said.append(answer.stdout + answer.stderr)
    answer = run("first", tmp_path / f"{HOSTILE}.csv", status=statuses.FAILED)
    said.append(answer.stderr)
    said.append(run("read", tmp_path / f"{HOSTILE}.txt", *QUICKLY).stdout)
    said.append(run("lexicon", "show", "red", "--lexicon", lexicon).stdout)
    said.append(run("first", HOSTILE, status=statuses.FAILED).stderr)
    for text in said:
        assert not set(text) & set("\x1b\x9b\u202e"), ascii(text)
        assert "[31mred" in text
    with pytest.raises(SourceError, match=r"\\x1b\[31mred") as caught:
        tag(tmp_path / f"{HOSTILE}.csv")
    assert "\x1b" not in str(caught.value)


@pytest.mark.skipif(sys.platform != "linux", reason="file names of bytes")
def test_file_names_that_are_not_utf8_are_replaced_and_reported(tmp_path):
    for name in (b"a\xff.txt", b"a\xfe.txt", b"b\xff.csv"):
        content = TEXT if name.endswith(b"txt") else f"date,text\n2020,{TEXT}\n"
        (tmp_path / os.fsdecode(name)).write_text(content, encoding="utf-8")
    with pytest.warns(UserWarning, match="its name is not UTF-8"):
        tagged = tag(tmp_path)
    assert ids(tagged.documents) == ["a\ufffd.txt", "a\ufffddcff.txt", "b\ufffd.csv:1"]
    answer = run("tag", tmp_path, "-o", tmp_path / "store", *QUICKLY)
    assert "its name is not UTF-8" in answer.stderr
    assert ids(partyspeak.read_parquet(tmp_path / "store").documents) == ids(tagged.documents)
    assert run("first", tmp_path, *QUICKLY).stdout.encode()
    assert "no such file" in run("first", tmp_path / os.fsdecode(b"gone\xff.csv"), status=1).stderr


def started(arguments, **choices):
    command = [sys.executable, "-m", "partyspeak", *map(str, arguments)]
    return subprocess.run(command, stderr=subprocess.PIPE, encoding="utf-8", timeout=120, **choices)


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/full")
def test_output_that_is_lost_is_an_error(tmp_path):
    reading, writing = os.pipe()
    os.close(reading)
    with Path("/dev/full").open("w") as full, os.fdopen(writing, "w") as closed:
        for stdout in (full, closed):
            answer = started(["lexicon", "list"], stdout=stdout)
            assert answer.returncode == statuses.FAILED
            assert "standard output: not everything was written" in answer.stderr
            assert "Traceback" not in answer.stderr
    shell = ["sh", "-c", f"{sys.executable} -m partyspeak lexicon list >&-"]
    answer = subprocess.run(shell, stderr=subprocess.PIPE, encoding="utf-8", timeout=120)
    assert (answer.returncode, "it is closed" in answer.stderr) == (statuses.FAILED, True)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes of Unix")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "a.csv")
    (tmp_path / "b.txt").write_text(TEXT, encoding="utf-8")
    assert "is not a regular file" in run("first", tmp_path / "a.csv", status=statuses.FAILED).stderr
    assert "a.csv: is not a regular file" in run("first", tmp_path, *QUICKLY, status=statuses.PARTLY).stderr
    for command in ("first", "read"):
        assert "/dev/stdin" in run(command, "/dev/stdin", status=statuses.FAILED).stderr


@pytest.mark.parametrize("name", ["out.csv", "out.jsonl", "out.parquet"])
def test_a_place_that_cannot_be_written_is_named(tmp_path, name):
    (tmp_path / "file").touch()
    answer = run("first", "--samples", "-o", tmp_path / "file" / name, *QUICKLY, status=statuses.FAILED)
    assert str(tmp_path / "file") in answer.stderr.replace("\n", "")
    for command in (["lexicon", "export", "-o"], ["discover", "--samples", *QUICKLY, "-o"]):
        target = tmp_path / "file" / ("x.json" if command[0] == "lexicon" else "x.toml")
        assert "cannot be" in run(*command, target, status=statuses.FAILED).stderr


@pytest.mark.skipif(os.name == "nt", reason="signals of Unix")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_command_that_is_told_to_stop_says_so_by_its_status(tmp_path, number):
    (tmp_path / "a.doc").touch()
    rows = f"2020,{TEXT * 300}\n" * 10_000
    (tmp_path / "a.csv").write_text(f"date,text\n{rows}", encoding="utf-8")
    command = [sys.executable, "-m", "partyspeak", "first", str(tmp_path), *QUICKLY]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="utf-8") as process:
        assert "1 file was not read" in process.stderr.readline()
        process.send_signal(number)
        said = process.stderr.read()
    assert (process.returncode, "Traceback" in said) == (128 + number, False)
