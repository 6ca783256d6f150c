"""The record of hits: rows go together, and what is refused is neither standing nor sure."""

from dataclasses import fields
from typing import get_args

import numpy as np
import pytest

from partyspeak.analysis.counts import SIZE_COLUMNS, UNITS
from partyspeak.matching.hits import BLOCKED, DOUBTS, PLAIN, REFUSALS, STANDS, WHYS, Hits
from partyspeak.matching.overlaps import choose_longest, mark_nested, refuse_blocked
from partyspeak.text.languages import LANGUAGES, Language


def hits(*rows):
    """Hits by phrase, start and end; the words after these are the columns that are true."""
    kinds = {"Integers": np.int64, "Mask": np.bool_}
    found = {column.name: np.zeros(len(rows), kinds[column.type]) for column in fields(Hits)}
    for number, (phrase, start, end, *true) in enumerate(rows):
        doubts = sum(1 << DOUBTS.index(name) for name in true if name in DOUBTS)
        places = {"phrase": phrase, "start": start, "end": end, "doubts": doubts}
        for name, value in {**places, **{name: 1 for name in true if name not in DOUBTS}}.items():
            found[name][number] = value
    return Hits(**found)


def reasons(found):
    return [REFUSALS[number] for number in found.refusal.tolist()]


def test_all_columns_are_taken_together():
    rows = hits((1, 0, 4), (2, 0, 2, "plain"), (3, 5, 9, "nested", "listed"))
    for chosen in (rows.take(np.array([2, 1])), rows.take(np.array([False, True, True])).take(np.array([1, 0]))):
        assert chosen.phrase.tolist() == [3, 2]
        assert chosen.end.tolist() == [9, 2]
        assert chosen.has(PLAIN).tolist() == [False, True]
        assert chosen.listed.tolist() == [True, False]
        assert {len(getattr(chosen, column.name)) for column in fields(Hits)} == {2}


@pytest.mark.parametrize("doubt", DOUBTS)
def test_what_speaks_against_a_hit_leaves_it_standing_and_not_sure(doubt):
    rows = hits((1, 0, 4), (1, 5, 9, doubt))
    assert rows.standing.tolist() == [True, True]
    assert rows.sure.tolist() == [True, False]
    assert [WHYS[why] for why in rows.why.tolist()] == ["", doubt]


def test_of_several_doubts_the_first_is_the_chief_one_and_a_refusal_comes_before_all():
    rows = hits((1, 0, 4, "plain", "elsewhere"), (1, 5, 9, "before attested", "boundary"), (1, 10, 14, "plain"))
    rows = rows.refused(np.array([2]), BLOCKED)
    assert [WHYS[why] for why in rows.why.tolist()] == ["elsewhere", "boundary", "blocked"]


def test_what_is_refused_does_not_stand_and_the_hits_before_are_as_they_were():
    rows = hits((1, 0, 4), (1, 5, 9))
    refused = rows.refused(np.array([1]), BLOCKED)
    assert refused.standing.tolist() == refused.sure.tolist() == [True, False]
    assert rows.refusal.tolist() == [STANDS, STANDS]


def test_a_blocker_refuses_hits_of_its_own_phrase_inside_it():
    rows = refuse_blocked(hits((1, 0, 6, "blocker"), (1, 1, 5), (2, 1, 5), (1, 4, 8)))
    assert reasons(rows) == ["", "blocked", "", ""]
    outside = refuse_blocked(hits((1, 0, 6, "blocker"), (1, 1, 5)).refused(np.array([0]), BLOCKED))
    assert reasons(outside) == ["blocked", ""]  # the blocker itself was refused, and blocks nothing


def test_the_longest_hit_of_a_phrase_is_chosen_unless_a_surer_one_is_inside():
    longer = "inside a longer mention"
    assert reasons(choose_longest(hits((1, 0, 6), (1, 2, 6), (2, 2, 6)))) == ["", longer, ""]
    assert reasons(choose_longest(hits((1, 0, 6, "boundary"), (1, 2, 6)))) == [longer, ""]
    assert reasons(choose_longest(hits((1, 0, 6, "boundary"), (1, 2, 6, "plain")))) == ["", longer]


def test_a_hit_inside_one_of_another_phrase_is_nested():
    assert mark_nested(hits((1, 0, 6), (2, 2, 6), (3, 5, 8))).nested.tolist() == [False, True, False]
    refused = hits((1, 0, 6), (2, 2, 6)).refused(np.array([0]), BLOCKED)
    assert mark_nested(refused).nested.tolist() == [False, False]


def test_every_language_has_an_entry():
    assert tuple(LANGUAGES) == get_args(Language) == tuple(SIZE_COLUMNS) == tuple(UNITS)
