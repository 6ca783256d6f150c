"""The cheap question about Chinese edges, against a look-up that anyone can check."""

from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from partyspeak.matching.chinese_boundaries import UNSURE, ChineseEdges
from partyspeak.matching.segmenter import word_list
from partyspeak.text.folding import fold_batch


@cache
def words():
    return frozenset(word_list())


def straddled(text, edge):
    return any(
        text[edge - taken : edge + given] in words()
        for taken in range(1, min(edge, 5) + 1)
        for given in range(1, min(len(text) - edge, 6 - taken) + 1)
    )


@given(
    st.lists(st.sampled_from("代表团创新发展理念和谐社会主义三个，。 一带路"), min_size=1, max_size=30).map("".join),
    st.data(),
)
def test_a_hit_is_in_doubt_just_where_a_word_straddles_an_edge(text, data):
    batch = fold_batch([text])
    folded = batch.folded.symbols.tobytes().decode("utf-32-le")[:-1]
    if not folded:
        return
    first = data.draw(st.integers(0, len(folded) - 1))
    last = data.draw(st.integers(first, len(folded) - 1))
    verdict = ChineseEdges("dictionary").judge(batch, np.array([first]), np.array([last]))
    expected = (first > 0 and straddled(folded, first)) or straddled(folded, last + 1)
    assert (verdict[0] == UNSURE) == expected


@pytest.mark.parametrize(
    ("text", "hit", "doubtful"),
    [
        ("三个代表团", "三个代表", True),  # 代表团
        ("创新发展理念", "新发展理念", True),  # 创新
        ("学习三个代表", "三个代表", False),
        ("“三个代表”团结", "三个代表", False),  # a quotation mark is an edge
        ("三个代表，团结", "三个代表", False),
    ],
)
def test_which_edges_are_in_doubt(text, hit, doubtful):
    batch = fold_batch([text])
    start = batch.folded.symbols.tobytes().decode("utf-32-le").index(hit)
    verdict = ChineseEdges("dictionary").judge(batch, np.array([start]), np.array([start + len(hit) - 1]))
    assert (verdict[0] == UNSURE) == doubtful
