"""Long texts in pieces: always the rows of the whole."""

from dataclasses import fields
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from partyspeak import Tagger
from partyspeak.matching.batching import batches, cut

TEXTS = st.lists(st.lists(st.sampled_from(["双循环", "三个代表", "团", "。", "\n\n", "，"]), max_size=30).map("".join))


def equal(one, other):
    return all(
        one.wordings == other.wordings if field.name == "wordings" else np.array_equal(*columns)
        for field in fields(one)
        for columns in [(getattr(one, field.name), getattr(other, field.name))]
    )


@given(TEXTS, st.integers(1, 20))
def test_pieces_put_together_are_the_texts(texts, size):
    pieces = cut(texts, size)
    if pieces is None:
        assert all(len(text) <= size for text in texts)
        return
    for number, text in enumerate(texts):
        mine = np.flatnonzero(pieces.document == number)
        assert "".join(pieces.texts[piece] for piece in mine) == text
        assert [text.startswith(pieces.texts[piece], pieces.offset[piece]) for piece in mine] == [True] * len(mine)


def test_a_piece_ends_after_a_blank_line_or_a_full_stop_only():
    assert cut(["一二三四五六七"], 3).texts == ["一二三四五六七"]
    assert cut(["一二\n\n三。四五六"], 4).texts == ["一二\n\n", "三。", "四五六"]


@given(TEXTS)
def test_pieces_give_the_rows_of_the_whole(lexicon_tagger, texts):
    pieces = cut(texts, 6)
    if pieces is not None:
        in_pieces = pieces.of_whole_texts(lexicon_tagger.tag(pieces.texts))
        assert equal(in_pieces, lexicon_tagger.tag(texts))


@pytest.fixture(scope="module")
def lexicon_tagger(lexicon):
    return Tagger(lexicon, edges="dictionary")


@given(st.lists(st.integers(0, 30), max_size=30), st.integers(1, 40))
def test_batches_are_all_texts_in_order_and_none_is_too_large_but_a_text_alone(lengths, size):
    runs = list(batches(lengths, size))
    assert [number for first, stop in runs for number in range(first, stop)] == list(range(len(lengths)))
    for first, stop in runs:
        whole = sum(lengths[first:stop])
        assert whole <= size or max(lengths[first:stop]) == whole
    for (first, stop), (_, after) in pairwise(runs):
        assert stop > first
        assert sum(lengths[first:after]) > size
