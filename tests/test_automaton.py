import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from partyspeak import PartyspeakError
from partyspeak.matching.automaton import Automaton

SMALL = st.text("abc中国", min_size=1, max_size=5)
WIDE = st.text(st.characters(exclude_categories=[]), min_size=1, max_size=4)


def scan(keys, text):
    symbols = np.array([ord(char) for char in text], dtype=np.uint32)
    found = Automaton(keys).scan(symbols)
    return sorted(zip(found.number.tolist(), found.first.tolist(), (found.last + 1).tolist(), strict=True))


def brute_force(keys, text):
    places = range(len(text) + 1)
    return sorted((n, i, i + len(key)) for n, key in enumerate(keys) for i in places if text.startswith(key, i))


@given(st.lists(SMALL, unique=True, max_size=8), st.text("abc中国x", max_size=40))
def test_every_overlapping_hit_is_found(keys, text):
    assert scan(keys, text) == brute_force(keys, text)


@given(st.lists(WIDE, unique=True, max_size=8), st.data())
def test_any_character_may_be_in_a_key(keys, data):
    text = "".join(data.draw(st.lists(st.sampled_from(keys), max_size=6))) if keys else "x"
    assert scan(keys, text) == brute_force(keys, text)


def test_the_hit_that_iter_long_loses():
    assert scan(["共同富裕", "坚持共同富裕道路"], "坚持共同富裕") == [(0, 2, 6)]


def test_no_keys_and_no_text():
    assert scan([], "双循环") == []
    assert scan(["双循环"], "") == []


def test_the_narrow_alphabet_has_room_for_a_large_lexicon():
    keys = [chr(0x4E00 + number) for number in range(16_000)]
    assert scan(keys, "一丁") == [(0, 0, 1), (1, 1, 2)]


def test_too_many_characters_are_refused_not_misread():
    with pytest.raises(PartyspeakError, match="distinct characters"):
        Automaton([chr(0x4E00 + number) for number in range(20_000)])
