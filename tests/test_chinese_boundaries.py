"""The boundaries of Chinese hits: the cheap question, against a look-up that anyone can check; and any segmenter."""

from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from partyspeak.matching.chinese_boundaries import CROSSING, STANDS, UNSURE, ChineseBoundaries
from partyspeak.matching.segmenter import Pkuseg
from partyspeak.text.folding import fold_batch

DICTIONARY = ChineseBoundaries(Pkuseg(), only_dictionary=True)


@cache
def words():
    return frozenset(Pkuseg().words())


def straddled(text, place):
    return any(
        text[place - taken : place + given] in words()
        for taken in range(1, min(place, 5) + 1)
        for given in range(1, min(len(text) - place, 6 - taken) + 1)
    )


@given(
    st.lists(st.sampled_from("代表团创新发展理念和谐社会主义三个，。 一带路"), min_size=1, max_size=30).map("".join),
    st.data(),
)
def test_a_hit_is_in_doubt_just_where_a_word_straddles_a_boundary(text, data):
    batch = fold_batch([text])
    folded = batch.folded.symbols.tobytes().decode("utf-32-le")[:-1]
    if not folded:
        return
    first = data.draw(st.integers(0, len(folded) - 1))
    last = data.draw(st.integers(first, len(folded) - 1))
    verdict = DICTIONARY.judge(batch, np.array([first]), np.array([last]))
    expected = (first > 0 and straddled(folded, first)) or straddled(folded, last + 1)
    assert (verdict[0] == UNSURE) == expected


@pytest.mark.parametrize(
    ("text", "hit", "doubtful"),
    [
        ("三个代表团", "三个代表", True),  # 代表团
        ("创新发展理念", "新发展理念", True),  # 创新
        ("学习三个代表", "三个代表", False),
        ("“三个代表”团结", "三个代表", False),  # a quotation mark is a boundary
        ("三个代表，团结", "三个代表", False),
    ],
)
def test_which_boundaries_are_in_doubt(text, hit, doubtful):
    batch = fold_batch([text])
    start = batch.folded.symbols.tobytes().decode("utf-32-le").index(hit)
    verdict = ChineseBoundaries(Pkuseg(), only_dictionary=True).judge(
        batch, np.array([start]), np.array([start + len(hit) - 1])
    )
    assert (verdict[0] == UNSURE) == doubtful


class ByDictionary:
    """A segmenter without a model: its words are five, and a cut through one costs more than any hit is worth."""

    version = "five words"
    words = ("代表团", "创新", "发展", "改革开放", "开放")

    def word_lines(self):
        return "\n".join(self.words)

    def reluctance(self, clauses, start, end):
        cuts = [
            sum(clause.startswith(word, at) and at < place < at + len(word) for word in self.words for at in range(99))
            for clause, *places in zip(clauses, start.tolist(), end.tolist(), strict=True)
            for place in places
        ]
        return np.array(cuts, dtype=np.float64).reshape(-1, 2).sum(axis=1) * 5


@pytest.mark.parametrize(
    ("text", "hit", "verdict"),
    [
        ("三个代表团", "三个代表", CROSSING),  # 代表团 is a word of this segmenter
        ("创新发展理念", "新发展理念", CROSSING),  # so is 创新
        ("三个代表大会", "三个代表", STANDS),  # 代表大会 is a word of pkuseg's dictionary only
        ("改革开放", "改革", CROSSING),
        ("三个代表", "三个代表", STANDS),
    ],
)
def test_another_segmenter_is_another_class(text, hit, verdict):
    batch = fold_batch([text])
    start = text.index(hit)
    hits = np.array([start]), np.array([start + len(hit) - 1])
    assert ChineseBoundaries(ByDictionary()).judge(batch, *hits).tolist() == [verdict]
    assert ChineseBoundaries(ByDictionary(), only_dictionary=True).judge(batch, *hits).tolist() == [
        UNSURE if verdict == CROSSING else STANDS
    ]


def test_two_segmenters_are_kept_apart():
    batch, first, last = fold_batch(["三个代表大会"]), np.array([0]), np.array([3])
    assert DICTIONARY.judge(batch, first, last).tolist() == [UNSURE]
    assert ChineseBoundaries(ByDictionary()).judge(batch, first, last).tolist() == [STANDS]
