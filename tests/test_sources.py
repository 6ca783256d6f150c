import json

import pandas as pd
import pytest

from partyspeak import SourceError, read_documents
from partyspeak.textfiles import decode, read_text

TEXT = "我们要加快构建双循环的新发展格局，不断发展经济。"
TRADITIONAL = "我們要加快構建雙循環的新發展格局，不斷發展經濟。"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (TEXT, "utf-8"),
        (TEXT, "utf-8-sig"),
        (TEXT, "utf-16"),
        (TEXT, "gb18030"),
        (TEXT, "gbk"),
        (TRADITIONAL, "big5"),
        (TRADITIONAL, "gb18030"),
        ("双循环", "gb18030"),
        ("peaceful coexistence", "ascii"),
    ],
)
def test_a_text_is_read_in_its_own_encoding(text, encoding):
    assert decode(text.encode(encoding), "x.txt") == text


@pytest.mark.parametrize("data", [b"\xff\x00\x01\x02", b"\x89PNG\r\n\x1a\n\x00\x00", b"\xc3\x28\xff\xff"])
def test_what_is_no_text_is_refused(data, tmp_path):
    (tmp_path / "x.txt").write_bytes(data)
    with pytest.raises(SourceError, match=r"x.txt: not a text file"):
        read_text(tmp_path / "x.txt")


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
    assert read_documents(path).to_dict("records") == FRAME.to_dict("records")


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
    for name in ("2022-03-05 report.txt", "speech_1954.txt", "notes.txt", "20200514.md"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    frame = read_documents(tmp_path)
    assert dict(zip(frame["id"], frame["date"].fillna("none"), strict=True)) == {
        "2022-03-05 report.txt": "2022-03-05",
        "20200514.md": "20200514",
        "notes.txt": "none",
        "speech_1954.txt": "1954",
    }


def test_several_sources_are_put_together(tmp_path):
    write(FRAME, tmp_path / "a.csv")
    write(FRAME.assign(id=["c", "d"]), tmp_path / "b.jsonl")
    assert read_documents(tmp_path / "a.csv", tmp_path / "b.jsonl")["id"].tolist() == ["a", "b", "c", "d"]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("no.csv", None, "no such file"),
        ("x.docx", "x", "is not read; the kinds are"),
        ("x.csv", "", "is empty"),
        ("x.jsonl", "{}\n{broken", "line 2 is not JSON"),
        ("x.parquet", "x", "cannot be read as .parquet"),
    ],
)
def test_a_source_that_cannot_be_read_says_why(tmp_path, name, content, says):
    if content is not None:
        (tmp_path / name).write_text(content)
    with pytest.raises(SourceError, match=says):
        read_documents(tmp_path / name)


def test_an_empty_folder_is_refused(tmp_path):
    with pytest.raises(SourceError, match=r"no \.txt or \.md file"):
        read_documents(tmp_path)
