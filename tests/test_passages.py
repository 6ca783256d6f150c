"""Where sentences and paragraphs end, by hand; and nothing between them is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partyspeak.text.passages import passage_ends


def cut(text, within):
    ends = passage_ends(text, within)
    return [text[start:end].strip() for start, end in zip([0, *ends], ends, strict=False)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("一。二！三？", ["一。", "二！", "三？"]),
        ("他说：“一。”二", ["他说：“一。”", "二"]),
        ("一？！二", ["一？！", "二"]),
        ("一；二，三：四", ["一；二，三：四"]),
        ("标题\n\n一。二", ["标题", "一。", "二"]),
        ("一行\n又一行", ["一行", "又一行"]),  # no blank line, so a line is a paragraph
        ("一行\n又一行。\n\n二", ["一行\n又一行。", "二"]),  # lines are broken, paragraphs set apart
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("Mr. Li of the U.S. Congress spoke. Then left.", ["Mr. Li of the U.S. Congress spoke.", "Then left."]),
        ("It grew by 7.4 per cent. Good.", ["It grew by 7.4 per cent.", "Good."]),
        ('He said "so." Then left.', ['He said "so."', "Then left."]),
        ("e.g. this one", ["e.g. this one"]),
        ("用了 WTO 规则. 再说", ["用了 WTO 规则.", "再说"]),
        ("", []),
        (" \n\n ", []),
        ("\n\n一。\n\n", ["一。"]),
    ],
)
def test_where_sentences_end(text, sentences):
    assert cut(text, "sentence") == sentences


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("一。二\n\n三", ["一。二", "三"]),
        ("一\n二\n \n三", ["一\n二", "三"]),
        ("一\n二\n三", ["一", "二", "三"]),
        ("一\n\n\n\n二\n\n", ["一", "二"]),
        ("一", ["一"]),
        ("", []),
    ],
)
def test_where_paragraphs_end(text, paragraphs):
    assert cut(text, "paragraph") == paragraphs


@given(st.text(alphabet="一。！. A\n”", max_size=30), st.sampled_from(["paragraph", "sentence"]))
def test_nothing_is_lost_between_passages(text, within):
    ends = passage_ends(text, within)
    assert ends == sorted(set(ends))
    assert (ends[-1] if ends else 0) == (len(text) if text.strip() else 0)
    assert all(cut(text, within))
