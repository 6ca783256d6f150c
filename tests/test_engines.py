"""The faster engine gives the rows of the other, on any text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partyspeak import PartyspeakError, Tagger
from partyspeak.matching.automaton import Automaton

pytest.importorskip("daachorse", reason="needs `pip install '.[fast]'`")

KEYS = st.lists(st.text("甲乙丙丁ab\ud800\0", min_size=1, max_size=20), min_size=1, max_size=8, unique=True)
PIECES = [
    "双循环",
    "三個代表",
    "团",
    "Belt and Road",
    "四个自信",
    " ",
    "\n",
    "，",
    "\ud800",
    "x",
    "政 治 建 设",
    "共同富裕",
]


def rows(keys, text, engine):
    import numpy as np

    symbols = np.frombuffer((text + "\u2029").encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    found = Automaton(keys, engine).scan(symbols)
    return sorted(zip(found.number.tolist(), found.first.tolist(), (found.last + 1).tolist(), strict=True))


@given(KEYS, st.text("甲乙丙丁ab\ud800\0z", max_size=60))
def test_both_engines_and_brute_force_agree(keys, text):
    expected = sorted(
        (number, start, start + len(key))
        for number, key in enumerate(keys)
        for start in range(len(text))
        if text.startswith(key, start)
    )
    assert rows(keys, text, "pyahocorasick") == rows(keys, text, "daachorse") == expected


@pytest.fixture(scope="module")
def taggers(lexicon):
    return [Tagger(lexicon, edges="dictionary", engine=engine) for engine in ("pyahocorasick", "daachorse")]


@given(st.lists(st.sampled_from(PIECES), max_size=20).map("".join) | st.text(max_size=30))
def test_the_mentions_are_the_same(taggers, text):
    one, other = taggers
    assert one.mentions(text) == other.mentions(text)


def test_the_settings_say_which_engine(taggers):
    assert [tagger.settings["engine"] for tagger in taggers] == ["pyahocorasick", "daachorse"]


def test_an_unknown_engine_is_refused(lexicon):
    with pytest.raises(PartyspeakError, match="engine='re2' is not one of auto, pyahocorasick, daachorse"):
        Tagger(lexicon, engine="re2")
