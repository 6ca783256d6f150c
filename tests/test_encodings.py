"""Texts in the encodings in which Chinese documents come."""

import pytest

from partyspeak import Lexicon, SourceError
from partyspeak.text.encodings import decode, read, read_text

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
        (TEXT, "utf-32"),
        (TEXT, "utf-32-le"),
        (TEXT, "utf-32-be"),
        (TEXT, "hz"),
        (TEXT, "utf-7"),
        ("温饱", "gb18030"),
        ("溫飽", "big5"),
        ("双碳", "gb18030"),
        ("三個離不開", "utf-16-be"),
        ("café", "utf-8"),
        ("Мир", "utf-8"),
        ("dual circulation\n" * 3, "utf-16-le"),
        ("the party’s “new era” – a phrase", "cp1252"),
        ("新しい時代の経済についてお話しします。", "shift_jis"),
        ("新しい時代の経済についてお話しします。", "iso2022_jp"),
        ("佢哋喺度嘅", "big5hkscs"),
        ("乡村振兴", "utf-16-le"),
        ("党中央", "utf-16-be"),
        ("不正之风", "utf-16-le"),
        ("全面从严治党", "utf-16-le"),
        ("keep", "ascii"),
        ("SOEs", "ascii"),
        ("Café", "cp1252"),
        ("5 °C", "cp1252"),
        ("© 2019, £5 billion", "cp1252"),
        ("Xi’s speech", "cp1252"),
        ("réforme", "cp1252"),
        ("GDP 四", "big5"),
        ("朱镕基 said so", "gbk"),
    ],
)
def test_a_text_is_read_in_its_own_encoding(text, encoding):
    assert decode(text.encode(encoding), "x.txt") == text


@pytest.mark.parametrize(
    "data", ["四個自信".encode("big5")[:-1], b"\xff\x00\x01\x02", b"\x89PNG\r\n\x1a\n\x00\x00", b"\xc3\x28\xff\xff"]
)
def test_what_is_no_text_is_refused(data, tmp_path):
    (tmp_path / "x.txt").write_bytes(data)
    with pytest.raises(SourceError, match=r"x.txt: not a text file"):
        read_text(tmp_path / "x.txt")


DAMAGE = [
    # what is done to the bytes of TEXT, where the damage is, and which byte
    ("gb18030", lambda data: data[:20] + b"\xff" + data[20:], 20, "0xff"),
    ("gb18030", lambda data: data[:-1], 46, "0xa1"),
    ("gb18030", lambda data: data[:1] + data[2:], 0, "0xce"),
    ("gb18030", lambda data: data[:21] + data[22:], 20, "0xb5"),
    ("utf-8", lambda data: data[:30] + b"\xff" + data[30:], 30, "0xff"),
    ("utf-8", lambda data: data[:-1], 69, "0xe3"),
    ("utf-8", lambda data: data[:30] + b"\0" + data[30:], 30, "0x00"),
    ("gb18030", lambda data: data[:20] + b"\0" + data[20:], 20, "0x00"),
    ("utf_16_le", lambda data: data[:-1], 46, "0x02"),
    ("utf_16_be", lambda data: data + b"\n", 48, "0x0a"),
]


@pytest.mark.parametrize(("encoding", "damage", "place", "byte"), DAMAGE)
def test_a_bad_byte_is_named_where_it_is_and_costs_no_more_than_its_character(encoding, damage, place, byte):
    reading = read(damage(TEXT.encode(encoding)), "x.txt")
    assert reading.encoding == encoding
    assert f"the first is byte {place} ({byte}, line 1)" in reading.note
    assert reading.text.count("\ufffd") == 1
    assert sum(char in reading.text for char in TEXT) >= len(TEXT) - 1
    with pytest.raises(SourceError, match=f"x.txt: .* byte {place} "):
        decode(damage(TEXT.encode(encoding)), "x.txt")


def test_a_whole_text_has_no_note():
    assert read(TEXT.encode("gb18030"), "x.txt").note == ""


def test_lines_in_another_encoding_are_read_in_it_and_noted():
    lines = [f"{TEXT}\n".encode(encoding) for encoding in ("utf-8", "utf-8", "gb18030")]
    reading = read(b"".join(lines), "x.txt")
    assert reading.text == f"{TEXT}\n" * 3
    assert reading.note == "1 line is in GB18030 and not in UTF-8 (the first is line 3)"


@pytest.mark.parametrize(
    ("script", "encoding", "most"),
    [("s2tw", "big5", 0), ("s2hk", "big5", 0), ("", "gb18030", 0), ("", "utf-8", 0), ("", "utf-16-le", 5)],
)
def test_a_phrase_alone_is_read_in_its_own_encoding(script, encoding, most):
    """In Big5, 121 of these were read as GB18030; in UTF-16, the bytes of some are words of ASCII."""
    from opencc import OpenCC

    lexicon = Lexicon.default()
    convert = OpenCC(script).convert if script else str
    wrong = []
    for phrase in [convert(lexicon[id].zh) for id in lexicon]:
        try:
            data = phrase.encode(encoding)
        except UnicodeEncodeError:
            continue
        try:
            right = read(data, "x.txt").text == phrase
        except SourceError:
            right = False
        if not right:
            wrong.append(phrase)
    assert len(wrong) <= most, wrong
