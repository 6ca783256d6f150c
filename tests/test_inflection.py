import pytest

from partyspeak.lexicon.inflection import expand


@pytest.mark.parametrize(
    ("form", "wording"),
    [
        ("leading cadre", "leading cadres"),
        ("hostile forces", "hostile force"),
        ("harmonious society", "harmonious societies"),
        ("period of strategic opportunity", "periods of strategic opportunity"),
        ("socialist modernization", "socialist modernisation"),
        ("labour camp", "labor camps"),
        ("national defense", "national defence"),
        ("Party center", "Party centre"),
        ("people-centered development", "people-centred development"),
        ("poverty alleviation programme", "poverty alleviation programs"),
        ("BRI", "BRIs"),
    ],
)
def test_wordings_that_a_form_stands_for(form, wording):
    assert wording in expand(form, "en")


@pytest.mark.parametrize(
    ("form", "wording"),
    [
        ("Three Represents", "Three Represent"),  # the count is part of the name
        ("the Two Whatevers", "the Two Whatever"),
        ("four olds", "four old"),
        ("new era", "new eras of"),
    ],
)
def test_wordings_that_it_does_not(form, wording):
    assert wording not in expand(form, "en")


def test_the_form_comes_first_and_nothing_twice():
    wordings = expand("key core technologies", "en")
    assert wordings[0] == "key core technologies"
    assert len(set(wordings)) == len(wordings)


def test_chinese_has_one_wording():
    assert expand("双循环", "zh") == ("双循环",)
