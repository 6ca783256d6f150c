"""Texts in the encodings in which Chinese documents come."""

import pytest

from partyspeak import SourceError
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
        (TEXT, "utf-16-le"),
        (TEXT, "utf-16-be"),
        ("dual circulation\n" * 3, "utf-16-le"),
        ("the party’s “new era” – a phrase", "cp1252"),
        ("新しい時代の経済についてお話しします。", "shift_jis"),
    ],
)
def test_a_text_is_read_in_its_own_encoding(text, encoding):
    assert decode(text.encode(encoding), "x.txt") == text


@pytest.mark.parametrize("data", [b"\xff\x00\x01\x02", b"\x89PNG\r\n\x1a\n\x00\x00", b"\xc3\x28\xff\xff"])
def test_what_is_no_text_is_refused(data, tmp_path):
    (tmp_path / "x.txt").write_bytes(data)
    with pytest.raises(SourceError, match=r"x.txt: not a text file"):
        read_text(tmp_path / "x.txt")
