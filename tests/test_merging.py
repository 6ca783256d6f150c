"""Merging lexicons: ids, forms that two phrases claim, and the fingerprint of what decides rows."""

import pickle
from dataclasses import fields, replace

import pytest
from commands import run

from partyspeak import Lexicon, LexiconError, PartyspeakError, Tagger
from partyspeak.dates import parse
from partyspeak.lexicon.lexicon import DECIDE_ROWS_OF_FORM, DECIDE_ROWS_OF_PHRASE
from partyspeak.lexicon.model import Attestation, Form, Phrase
from partyspeak.lexicon.validation import check

CURATED = """
[low-altitude-economy]
zh = "低空经济"
en = "low-altitude economy"
en_forms = ["LAE"]
[old-line]
zh = "基本路线"
zh_forms = [{ text = "那条路线", shared = true, until = "1978" }]
[new-line]
zh = "新的路线"
zh_forms = [{ text = "那条路线", shared = true, since = "1987" }]
"""


@pytest.fixture
def curated(write_lexicon):
    return write_lexicon(CURATED)


@pytest.fixture
def load(tmp_path):
    def load(content, name="mine.toml"):
        (tmp_path / name).write_text(content, encoding="utf-8")
        return Lexicon.load(tmp_path / name)

    return load


CLAIMED = {
    "the canonical form": ('[x]\nzh = "低空经济"\n', "zh"),
    "another form": ('[x]\nzh = "甲乙"\nzh_forms = ["低空经济"]\n', "zh_forms"),
    "in traditional characters": ('[x]\nzh = "低空經濟"\n', "zh"),
    "with other spacing and quotation marks": ('[x]\nzh = "“低空 经济”"\n', "zh"),
    "in another case and with a space for the hyphen": ('[x]\nen = "Low Altitude Economy"\n', "en"),
    "its plural": ('[x]\nen = "low-altitude economies"\n', "en"),
    "the same letters as a form of the other language": ('[x]\nzh = "LAE"\n', "zh"),
    "shared on one side only": ('[x]\nzh = { text = "低空经济", shared = true }\n', "zh"),
    "with dates that do not meet, and shared on one side only": (
        '[x]\nzh = { text = "那条路线", since = "2012" }\n',
        "zh",
    ),
}
FREE = {
    "other words": '[x]\nzh = "飞行经济"\nen = "flying economy"\n',
    "a longer form": '[x]\nzh = "低空经济区"\n',
    "a part of a form": '[x]\nzh = "低空"\n',
    "shared on both sides": '[x]\nzh = { text = "那条路线", shared = true, since = "2012" }\n',
    "the same id": '[low-altitude-economy]\nzh = "低空经济"\n',
    "a blocker": '[x]\nzh = "空经"\nnot_zh = ["低空经济"]\n',
    "a component": '[x]\nzh = "三大经济"\ncomponents = ["低空经济", "飞行经济", "海洋经济"]\n',
}


@pytest.mark.parametrize(("content", "key"), CLAIMED.values(), ids=CLAIMED)
def test_a_form_that_two_phrases_claim_is_refused_with_its_place(curated, load, content, key):
    mine = load(content)
    for one, other in ((curated, mine), (mine, curated)):
        with pytest.raises(LexiconError, match="claims="):
            one | other
    with pytest.raises(LexiconError) as error:
        curated | mine
    fault = error.value.faults[0]
    assert (fault.id, fault.key, fault.file.rpartition("/")[2]) == ("x", key, "mine.toml")
    assert any(f"[{id}]" in fault.message and "economy.toml" in fault.message for id in curated)


@pytest.mark.parametrize("content", FREE.values(), ids=FREE)
def test_a_form_that_one_phrase_claims_is_merged(curated, load, content):
    assert set(curated | load(content)) >= set(curated)


def test_all_claims_are_listed_and_survive_a_process_border(curated, load):
    with pytest.raises(LexiconError) as error:
        curated | load('[x]\nzh = "低空经济"\nen = "LAE"\n[y]\nzh = "基本路线"\n')
    assert [(fault.id, fault.key) for fault in error.value.faults] == [("x", "zh"), ("x", "en"), ("y", "zh")]
    again = pickle.loads(pickle.dumps(error.value))
    assert (str(again), again.faults) == (str(error.value), error.value.faults)


def test_what_the_checker_refuses_the_operation_refuses(curated, load):
    """The same claims, whether the phrases occur in one file or in two."""
    for content, _ in CLAIMED.values():
        together = check(Lexicon([*curated.values(), *load(content).values()]))
        assert any("is claimed by" in fault.message for fault in together)
    for content in FREE.values():
        mine = load(content)
        together = check(Lexicon((dict(curated) | dict(mine)).values()))
        assert not any("is claimed by" in fault.message for fault in together)


def test_mine_keeps_the_forms_of_the_lexicon_whose_method_is_called(curated, load):
    mine = load('[x]\nzh = "低空经济"\nzh_forms = ["飞行经济"]\nen = "LAE"\n')
    kept = curated.merge(mine, claims="mine")
    assert [form.text for form in kept["x"].forms] == ["飞行经济"]
    assert (kept["x"].zh, kept["x"].en) == ("飞行经济", "")
    assert kept["low-altitude-economy"] == curated["low-altitude-economy"]
    other = mine.merge(curated, claims="mine")
    assert other["x"] == mine["x"]
    assert [form.text for form in other["low-altitude-economy"].forms] == ["low-altitude economy"]
    assert check(kept) == check(other) == []


def test_a_phrase_that_would_lose_all_its_forms_is_refused(curated, load):
    mine = load('[x]\nzh = "低空经济"\n')
    with pytest.raises(LexiconError, match=r"\[x\]: would lose all its forms") as error:
        curated.merge(mine, claims="mine")
    assert [fault.id for fault in error.value.faults] == ["x"]


def test_both_shares_the_forms_so_that_the_checker_is_content(curated, load):
    merged = curated.merge(load('[x]\nzh = { text = "低空经济", until = "2010" }\n'), claims="both")
    shared = {(phrase.id, form.text) for phrase in merged.values() for form in phrase.forms if form.shared}
    assert {("x", "低空经济"), ("low-altitude-economy", "低空经济")} <= shared
    assert ("low-altitude-economy", "LAE") not in shared
    assert check(merged) == []
    tagger = Tagger(merged, edges="dictionary")
    assert [mention.sure for mention in tagger.mentions("发展低空经济")] == [False, False]


def test_a_choice_that_is_none_is_refused(curated, load):
    with pytest.raises(PartyspeakError, match="neither 'mine' nor 'both'"):
        curated.merge(load('[x]\nzh = "低空经济"\n'), claims="theirs")


def test_the_curated_lexicon_can_be_merged_with_itself(lexicon):
    assert (lexicon | lexicon).version == lexicon.version


def test_several_files_are_merged_by_the_same_rule(tmp_path):
    for name, content in (("a.toml", '[a]\nzh = "甲乙"\n'), ("b.csv", "id,zh,en\nb,甲乙,x\nc,丙丁,y\n")):
        (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(LexiconError, match=r"b\.csv: \[b\]: zh: '甲乙' is claimed by \[a\]"):
        Lexicon.load(tmp_path / "a.toml", tmp_path / "b.csv")
    with pytest.raises(LexiconError, match="already"):
        Lexicon.load(tmp_path / "a.toml", tmp_path / "a.toml")


def test_a_lexicon_of_ones_own_does_not_unsettle_curated_phrases(lexicon, load):
    own = load('[low-flight]\nzh = "低空经济"\nen = "low flight"\n')
    with pytest.raises(LexiconError, match=r"\[low-altitude-economy\]"):
        lexicon | own
    merged = lexicon.merge(own, claims="mine")
    for tagger in (Tagger(lexicon, edges="dictionary"), Tagger(merged, edges="dictionary")):
        found = tagger.mentions("发展低空经济", parse("2024-03-05"))
        assert {(mention.phrase, mention.sure) for mention in found} == {("low-altitude-economy", True)}


@pytest.fixture
def own_file(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("id,zh,en,first\nlow-flight,低空经济,low flight,2021-03\n", encoding="utf-8")
    (tmp_path / "speech.txt").write_text("推进低空经济发展", encoding="utf-8")
    return path


def test_the_command_line_lists_the_claims_and_the_way_out(own_file):
    answer = run("read", own_file.parent / "speech.txt", "--lexicon", own_file, status=1)
    message = " ".join(answer.stderr.split())
    assert "[low-flight]: zh: '低空经济' is claimed by [low-altitude-economy] as well" in message
    assert "--claims mine" in message
    assert "--claims both" in message
    checked = " ".join(run("lexicon", "check", own_file, status=1).stderr.split())
    assert "[low-flight]: zh: '低空经济' is claimed by [low-altitude-economy] as well" in checked


@pytest.mark.parametrize(
    ("claims", "marked", "phrases"),
    [("mine", "⟦低空经济⟧", ["low flight"]), ("both", "⟦低空经济?⟧", ["low flight", "low-altitude economy"])],
)
def test_claims_decides_on_the_command_line(own_file, claims, marked, phrases):
    call = ("read", own_file.parent / "speech.txt", "--lexicon", own_file, "--edges", "dictionary", "--claims", claims)
    answer = run(*call)
    assert marked in answer.stdout
    assert [name for name in ("low flight", "low-altitude economy") if name in answer.stdout] == phrases
    assert "[low-altitude-economy]" in answer.stderr


def test_an_entry_of_ones_own_replaces_the_curated_one_whatever_claims_says(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("id,zh,en\ndual-circulation,双循环,double loop\n", encoding="utf-8")
    for claims in ((), ("--claims", "mine"), ("--claims", "both")):
        assert "double loop" in run("lexicon", "show", "dual-circulation", "--lexicon", path, *claims).stdout


def test_a_wrong_choice_of_claims_is_a_wrong_call(own_file):
    assert "neither mine nor both" in run("lexicon", "list", "--claims", "theirs", status=2).stderr


# The fingerprint.

FORM = Form("甲乙", "zh")
PHRASE = Phrase("x", "甲乙", "a b", (FORM, Form("a b", "en")))
CHANGED = {
    str: "other",
    tuple: ("other",),
}


def others(record):
    """The record with each of its fields changed, one at a time."""
    for field in fields(record):
        value = getattr(record, field.name)
        if field.name in ("since", "until", "first"):
            new = parse("1999")
        elif field.name == "lang":
            new = "en"
        elif field.name == "forms":
            new = (FORM,)
        elif field.name == "attested":
            new = (Attestation(parse("1999"), "甲乙", "A"),)
        elif isinstance(value, bool):
            new = not value
        else:
            new = CHANGED[type(value)]
        yield field.name, replace(record, **{field.name: new})


def test_the_fingerprint_changes_with_what_decides_rows_only():
    before = Lexicon([PHRASE])
    changing = {name for name, phrase in others(PHRASE) if Lexicon([phrase]).fingerprint != before.fingerprint}
    assert (
        changing
        == {"id", "forms", "not_zh", "not_en", "components", "attested"}
        == {
            *DECIDE_ROWS_OF_PHRASE,
            "attested",  # a first date of grade A: earlier mentions are unsure
        }
    )
    upper_bound = replace(PHRASE, attested=(Attestation(parse("1999"), "甲乙", "C"),))
    assert Lexicon([upper_bound]).fingerprint == before.fingerprint
    versions = {name for name, phrase in others(PHRASE) if Lexicon([phrase]).version != before.version}
    assert versions == {field.name for field in fields(Phrase)} - {"file"}


def test_the_fingerprint_changes_with_what_decides_rows_of_a_form_only():
    before = Lexicon([PHRASE])
    changing = {
        name
        for name, form in others(FORM)
        if Lexicon([replace(PHRASE, forms=(form, PHRASE.forms[1]))]).fingerprint != before.fingerprint
    }
    assert (
        changing == {"text", "lang", "plain", "case", "shared", "dates", "since", "until"} == set(DECIDE_ROWS_OF_FORM)
    )


def test_every_field_is_known_to_decide_rows_or_not():
    """A new field of a phrase or a form must be added to one of the two lists."""
    explains = {"zh", "en", "gloss", "domain", "era", "note", "related", "precedes", "file"}
    attested = {"attested"}  # a first date of grade A decides what lies before it
    assert {field.name for field in fields(Phrase)} == explains | attested | set(DECIDE_ROWS_OF_PHRASE)
    assert {field.name for field in fields(Form)} == {"source"} | set(DECIDE_ROWS_OF_FORM)


def test_the_fingerprint_does_not_depend_on_the_order_of_phrases(lexicon):
    turned = Lexicon(reversed(list(lexicon.values())))
    assert turned.fingerprint == lexicon.fingerprint
    assert len(lexicon.fingerprint) == 12
    assert lexicon.fingerprint != lexicon.version
    assert Lexicon([]).fingerprint != lexicon.fingerprint
