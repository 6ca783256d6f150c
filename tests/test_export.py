"""The lexicon as data for other programs, and what differs between two lexicons."""

import json

import pytest
import spacy

from partyspeak.lexicon.diff import changes
from partyspeak.lexicon.export import as_json, write_json, write_patterns

OLD = """
[cycle]
zh = "双循环"
en = "dual circulation"
first = "2020"
[gone]
zh = "旧词"
"""
NEW = """
[cycle]
zh = "双循环"
en = { text = "dual circulation", plain = true }
first = "2020-05"
zh_forms = ["国内国际双循环"]
[new]
zh = "新词"
en = "new word"
"""


@pytest.mark.parametrize(
    "change",
    [
        ("cycle", "attested", "2020 双循环 (B, , )", "2020-05 双循环 (B, , )"),
        ("cycle", "form", "en dual circulation", ""),
        ("cycle", "form", "", "en dual circulation (plain)"),
        ("cycle", "form", "", "zh 国内国际双循环"),
        ("gone", "phrase", "旧词", ""),
        ("new", "phrase", "", "新词 new word"),
    ],
)
def test_each_difference_is_told(write_lexicon, change):
    old = write_lexicon(OLD)
    new = write_lexicon(NEW)
    assert change in changes(old, new)
    assert len(changes(old, new)) == 6


def test_a_lexicon_does_not_differ_from_itself(lexicon):
    assert changes(lexicon, lexicon) == []


def test_json_holds_every_phrase_form_and_source(lexicon, tmp_path):
    write_json(lexicon, tmp_path / "lexicon.json")
    content = json.loads((tmp_path / "lexicon.json").read_text(encoding="utf-8"))
    assert content == as_json(lexicon)
    assert content["version"] == lexicon.version
    assert [phrase["id"] for phrase in content["phrases"]] == list(lexicon)
    for phrase in content["phrases"]:
        assert [form["text"] for form in phrase["forms"]] == [form.text for form in lexicon[phrase["id"]].forms]
        attested = phrase.get("attested", [])
        assert [one["date"] for one in attested] == [str(one.date) for one in lexicon[phrase["id"]].attested]
        assert {one["source"] for one in attested} <= set(content["sources"])


def test_patterns_work_in_a_span_ruler(write_lexicon, tmp_path):
    write_patterns(write_lexicon(NEW), tmp_path / "patterns.jsonl")
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("span_ruler", config={"phrase_matcher_attr": "LOWER"})
    ruler.add_patterns([json.loads(line) for line in (tmp_path / "patterns.jsonl").read_text("utf-8").splitlines()])
    doc = nlp("New words on Dual Circulation")
    assert {(span.label_, span.text) for span in doc.spans["ruler"]} == {
        ("new", "New words"),
        ("cycle", "Dual Circulation"),
    }
