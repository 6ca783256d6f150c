"""Plain text and Markdown: the front matter, and texts that only look as if they had one."""

import pytest

from partyspeak import read_documents
from partyspeak.errors import SourceError
from partyspeak.io import ReadingRecord, stream_documents


def read(tmp_path, content, name="a.md"):
    (tmp_path / name).write_text(content, encoding="utf-8")
    record = ReadingRecord()
    frames = list(stream_documents(tmp_path / name, record=record))
    return (frames[0].iloc[0] if frames else None), record


@pytest.mark.parametrize(
    ("header", "date", "title"),
    [
        ("date: 2019-03-05\ntitle: no", "2019-03-05", "no"),
        ("Date: 2019-03\nTITLE: 谈桥", "2019-03", "谈桥"),
        ("date: 2019\nDate: 2018", "2019", None),
        *[(f"date: {nothing}", None, None) for nothing in ("null", "~", "[]", "")],
        ("title: '&a 和 *a'", None, "&a 和 *a"),
    ],
)
def test_the_keys_of_front_matter(tmp_path, header, date, title):
    document, record = read(tmp_path, f"---\n{header}\n---\n正文")
    assert (document["text"], document["date"], document.get("title")) == ("正文", date, title)
    assert record.complete


def test_keys_of_front_matter_that_the_document_needs_itself_stay_beside_them(tmp_path):
    document, _ = read(tmp_path, "---\ntext: 摘要\ndate_from: 报纸\n---\n正文")
    assert (document["text"], document["text_given"], document["date_from"]) == ("正文", "摘要", "none")
    assert document["date_from_given"] == "报纸"


@pytest.mark.parametrize(
    ("header", "says"),
    [
        ("a: &a [x]\nb: [*a, *a]", "names a value with & or repeats one with . .line 2"),
        ("a: {b: &b 1}", "names a value with &"),
        ("a: " + "[" * 30_000, "nested more than 20 levels deep"),
        ("\n".join(" " * n + "a:" for n in range(100)), "nested more than 20 levels deep"),
        ("? " * 20_000, "nested more than 20 levels deep"),
        ("date: [", "is not YAML"),
    ],
)
def test_front_matter_that_could_grow_without_end_is_refused(tmp_path, header, says):
    (tmp_path / "a.md").write_text(f"---\n{header}\n---\n正文", encoding="utf-8")
    with pytest.raises(SourceError, match=rf"a\.md: the front matter.* ?{says}"):
        read_documents(tmp_path / "a.md")


def test_what_is_too_long_for_front_matter_is_text_and_noted(tmp_path):
    content = "---\n" + "a: b\n" * 20_000 + "---\n正文"
    document, record = read(tmp_path, content)
    assert (document["text"], len(record.notes)) == (content, 1)
    assert "front matter would be too long" in record.notes[0]
    prose = "---\n" + "双循环畅通无阻。\n" * 20_000
    assert read(tmp_path, prose)[1].notes == []


@pytest.mark.parametrize(
    ("name", "own", "notes"),
    [("2019-03-05.md", "2019-03-05", 0), ("2019年.md", "2019-03-05", 0), ("2019-03-05.md", "2019-03", 0),
     ("2018年.md", "2019-03-05", 1), ("a.md", "2019-03-05", 0)],
)  # fmt: skip
def test_its_own_date_is_taken_and_a_contradiction_in_the_name_noted(tmp_path, name, own, notes):
    document, record = read(tmp_path, f"---\ndate: {own}\n---\n正文", name)
    assert (document["date"], document["date_from"], len(record.notes)) == (own, "content", notes)


def test_halves_of_characters_are_replaced_and_noted(tmp_path):
    document, record = read(tmp_path, '---\ntitle: "\\uD800桥"\ntags: ["\\uDC00"]\n---\n正文')
    assert (document["title"], document["tags"], document["text"]) == ("\ufffd桥", ["\ufffd"], "正文")
    assert "lone surrogates" in record.notes[0]


def test_front_matter_that_never_ends_is_text_and_noted(tmp_path):
    document, record = read(tmp_path, "---\ndate: 2019-03-05\n正文")
    assert (document["text"], document["date"]) == ("---\ndate: 2019-03-05\n正文", None)
    assert "no line of dashes follows" in record.notes[0]
