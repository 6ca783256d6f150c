"""The case tables of ``tests/cases``, line by line; their README says what each field means."""

import csv
import re
from pathlib import Path
from typing import NamedTuple

import pytest

from partyspeak import Tagger

TABLES = Path(__file__).parent / "cases"
FIELDS = ["text", "phrase", "verdict", "match", "edges", "comment"]
VERDICTS = {"sure", "unsure", "none", "sure nested", "unsure nested"}
KNOWN_FAILURES = "known-failures"

needs_model = pytest.mark.needs_model


class Case(NamedTuple):
    table: str
    line: int
    text: str
    phrase: str
    verdict: str
    match: list[str]
    edges: str
    comment: str

    def __str__(self):
        return f"{self.table}:{self.line}-{self.phrase}-{self.verdict.replace(' ', '-')}"


def without_escapes(text):
    r"""\n, \r, \t, \uXXXX and \UXXXXXXXX as the characters that they stand for."""
    named = {"n": "\n", "r": "\r", "t": "\t"}
    return re.sub(
        r"\\(?:([nrt])|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))",
        lambda escape: named[escape[1]] if escape[1] else chr(int(escape[2] or escape[3], 16)),
        text,
    )


def read(path):
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE), start=1):
            if number == 1 or not row or row[0].startswith("# "):
                continue
            text, phrase, verdict, match, edges, comment = row
            matches = [without_escapes(part) for part in match.split(" | ")] if match else []
            yield Case(path.stem, number, without_escapes(text), phrase, verdict, matches, edges, comment)


PATHS = sorted(TABLES.glob("*.tsv"))
ALL = [case for path in PATHS for case in read(path)]
HOLD = [case for case in ALL if case.table != KNOWN_FAILURES]
FAIL = [case for case in ALL if case.table == KNOWN_FAILURES]


@pytest.fixture(scope="module")
def dictionary(lexicon):
    return Tagger(lexicon, edges="dictionary")


@pytest.fixture(scope="module")
def pkuseg(lexicon):
    return Tagger(lexicon, edges="pkuseg")


def found(tagger, case):
    """The mentions of the case's phrase."""
    return [mention for mention in tagger.mentions(case.text) if mention.phrase == case.phrase]


def expected_places(case):
    """Where the matches stand; a text that stands oftener than it is listed would leave it open which is meant."""
    places = []
    for match in case.match:
        start = case.text.index(match, places[-1][1] if places else 0)
        places.append((start, start + len(match)))
    return places


def holds(tagger, case):
    mentions = found(tagger, case)
    if case.verdict == "none":
        assert mentions == []
        return
    sureness, *nested = case.verdict.split()
    assert [(mention.start, mention.end) for mention in mentions] == expected_places(case)
    assert {mention.sure for mention in mentions} == {sureness == "sure"}
    if nested:
        assert all(mention.nested for mention in mentions)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_the_tables_say_what_they_should(path, lexicon):
    assert path.read_text(encoding="utf-8").splitlines()[0].split("\t") == FIELDS
    for case in read(path):
        assert case.phrase in lexicon, f"{case}: no such phrase"
        assert case.verdict in VERDICTS, case
        assert case.edges in ("any", "pkuseg"), case
        assert bool(case.match) == (case.verdict != "none"), f"{case}: a match for a mention, and none for none"
        assert all(case.text.count(match) == case.match.count(match) for match in case.match), f"{case}: which one?"
        assert case.comment, case


def test_every_trap_of_the_edges_is_one(lexicon):
    """Plain search finds the phrase there, so that a refusal proves something."""
    plain_search = Tagger(lexicon, edges="off")
    traps = [case for case in ALL if case.table == "chinese-edges" and case.verdict == "none"]
    assert [case.text for case in traps if not found(plain_search, case)] == []


def test_no_case_is_written_twice():
    keys = [(case.text, case.phrase) for case in ALL]
    assert sorted(key for key in set(keys) if keys.count(key) > 1) == []


@pytest.mark.parametrize("case", HOLD, ids=str)
def test_without_the_segmenter(dictionary, case):
    """Lines that need it still lose no mention and are sure of no trap."""
    if case.edges == "any":
        holds(dictionary, case)
    elif case.verdict == "none":
        assert not any(mention.sure for mention in found(dictionary, case))
    else:
        assert [(mention.start, mention.end) for mention in found(dictionary, case)] == expected_places(case)


@needs_model
@pytest.mark.parametrize("case", HOLD, ids=str)
def test_with_the_segmenter(pkuseg, case):
    holds(pkuseg, case)


@pytest.mark.xfail(strict=True, raises=AssertionError, reason="known; move the line to its table when it passes")
@pytest.mark.parametrize(
    "case", [pytest.param(case, marks=[needs_model] * (case.edges == "pkuseg"), id=str(case)) for case in FAIL]
)
def test_known_failures(case, request):
    holds(request.getfixturevalue("pkuseg" if case.edges == "pkuseg" else "dictionary"), case)
