"""Which mentions of two texts answer each other, against every chain there is."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages import hit

from partyspeak.display.alignment import aligned


def mentions_of(names):
    return [hit(place, place + 1, name) for place, name in enumerate(names)]


@pytest.mark.parametrize(
    ("left", "right", "pairs"),
    [
        ("", "", []),
        ("ab", "", []),
        ("ab", "xy", []),
        ("abc", "abc", [(0, 0), (1, 1), (2, 2)]),
        ("aaab", "baaa", [(3, 0)]),  # one pair of b, which is rare, says more than three of a, each one of nine
        ("xay", "bab", [(1, 1)]),
    ],
)
def test_which_mentions_answer_each_other(left, right, pairs):
    assert aligned(mentions_of(left), mentions_of(right)) == pairs


@given(st.text("abcd", max_size=7), st.text("abcd", max_size=7))
def test_the_chain_is_the_heaviest_there_is(left, right):
    weight = {name: 1 / (left.count(name) * right.count(name)) for name in set(left) & set(right)}
    found = aligned(mentions_of(left), mentions_of(right))
    assert all(left[row] == right[column] for row, column in found)
    assert all(a < c and b < d for (a, b), (c, d) in itertools.pairwise(found))

    def heaviest(row, column):
        if row == len(left) or column == len(right):
            return 0
        paired = weight[left[row]] + heaviest(row + 1, column + 1) if left[row] == right[column] else 0
        return max(paired, heaviest(row + 1, column), heaviest(row, column + 1))

    assert sum(weight[left[row]] for row, _ in found) == pytest.approx(heaviest(0, 0))


def test_inner_mentions_align_nothing():
    assert aligned([hit(0, 1, "a", nested=True)], [hit(0, 1, "a")]) == []
