"""The sweep: what dated texts have earlier than the lexicon, and what a reader makes of it."""

import json
from pathlib import Path

import pandas as pd
import pytest
from commands import run

from partyspeak import Lexicon, PartyspeakError, Tagger, datasets, tag
from partyspeak.analysis.sweep import attestations_toml, earliest
from partyspeak.datasets.contradictions import contradictions
from partyspeak.lexicon.entries import json_schema
from partyspeak.lexicon.lexicon import default_folder

LEXICON = """
[cycle]
zh = "双循环"
zh_forms = [{ text = "大循环", dates = false }, { text = "新时代", since = "2017" }]
attested = [{ date = "2020-05-14", where = "a readout", grade = "A" }]
[era]
zh = "新发展格局"
attested = [{ date = "2020", where = "a report", grade = "C" }]
[none]
zh = "共同富裕"
"""


@pytest.fixture
def tagger(write_lexicon):
    return Tagger(write_lexicon(LEXICON))


def swept(tagger, *rows):
    docs = pd.DataFrame([("1990", "没有"), *rows], columns=["date", "text"])
    return tag(docs, tagger=tagger).sweep()


@pytest.mark.parametrize(
    ("date", "text", "phrases"),
    [
        ("2019", "双循环", ["cycle"]),  # before a date of grade A
        ("2020", "双循环", []),  # not certainly before
        ("2021", "双循环", []),
        ("2019", "大循环", []),  # does not date
        ("2016", "新时代", []),  # out of use
        ("2019", "新发展格局", ["era"]),
        ("2025", "共同富裕", ["none"]),  # no date in the lexicon
        ("1990", "双循环", ["cycle"]),
    ],
)
def test_what_is_earlier_than_the_lexicon_is_listed(tagger, date, text, phrases):
    table = swept(tagger, (date, text))
    assert table["phrase"].tolist() == phrases
    assert table["verdict"].tolist() == [""] * len(phrases)
    assert table["proposed"].tolist() == ["D" if date == "1990" else "C"] * len(phrases)


def test_of_several_corpora_the_earliest_use_counts(tagger):
    tables = {"a": swept(tagger, ("2019", "双循环")), "b": swept(tagger, ("2018-05", "双循环")), "c": swept(tagger)}
    found = earliest(tables)
    assert found[["phrase", "date", "corpus"]].to_numpy().tolist() == [["cycle", "2018-05", "b"]]
    assert earliest({}).empty


def test_what_holds_becomes_attestations_that_the_lexicon_takes(tagger, tmp_path):
    table = earliest({"mine": swept(tagger, ("2019", "双循环，新发展格局"))})
    table["verdict"] = table["phrase"].map({"cycle": "holds", "era": "false hit"})
    written = attestations_toml(table)
    assert 'date = "2019"' in written and 'source = "mine"' in written and "era" not in written
    (tmp_path / "economy.toml").write_text('[cycle]\nzh = "双循环"\n' + written, encoding="utf-8")
    assert str(Lexicon.load(tmp_path)["cycle"].first) == "≤ 2019"


def test_a_verdict_that_is_not_known_is_refused(tagger):
    table = swept(tagger, ("2019", "双循环")).assign(verdict="yes")
    with pytest.raises(PartyspeakError, match="verdict 'yes' is not one of 'holds', 'false hit', 'wrong date', ''"):
        attestations_toml(table)
    with pytest.raises(PartyspeakError, match="lacks verdict"):
        attestations_toml(table.drop(columns="verdict"))


def test_the_command_sweeps_and_settles(tmp_path):
    source = tmp_path / "speeches.csv"
    source.write_text("id,date,text\na,1990-01-01,没有\nb,1991-05-01,双循环\n", encoding="utf-8")
    swept = tmp_path / "sweep.csv"
    assert "1 phrases earlier" in run("lexicon", "sweep", source, "-o", swept).stderr
    table = pd.read_csv(swept, dtype=str)
    assert table[["phrase", "date", "attested", "grade", "corpus"]].to_numpy().tolist() == [
        ["dual-circulation", "1991-05-01", "2020-05-14", "A", "speeches"]
    ]
    table.assign(verdict="holds").to_csv(swept, index=False)
    answer = run("lexicon", "sweep", "--settled", swept, "--source", "my-archive").stdout
    assert answer.splitlines()[:2] == ["[[dual-circulation.attested]]", 'date = "1991-05-01"']
    assert 'source = "my-archive"' in answer
    assert "name one corpus or more" in run("lexicon", "sweep", status=2).stderr


@pytest.mark.parametrize("name", datasets.NAMES)
def test_no_shipped_text_is_earlier_than_the_lexicon(name):
    corpus = getattr(datasets, name.replace("-", "_"))()
    assert corpus.sweep()[["phrase", "form", "date", "doc_id"]].to_dict("records") == []


@pytest.mark.parametrize("name", datasets.NAMES)
def test_a_first_appearance_in_a_shipped_text_shows_its_name_or_says_its_wording(name):
    first = getattr(datasets, name.replace("-", "_"))().first_appearances()
    assert first["form"].notna().all() and (first["form"] != "(spelled out)").all()
    named = first["name_date"] == first["first_date"]
    told = first["check"].str.contains("rests on the wording")
    assert (named | told).all()


def test_the_schema_stands_beside_the_lexicon():
    """``make schema`` writes it anew."""
    kept = json.loads((Path(default_folder()) / "schema.json").read_text(encoding="utf-8"))
    assert kept == json_schema()


def test_the_check_refuses_a_date_of_grade_a_that_a_shipped_text_contradicts(write_lexicon):
    entry = '[{id}]\nzh = "{zh}"\nattested = [{{ date = "{date}", grade = "{grade}" }}]\n'
    wrong = entry.format(id="reform-and-opening-up", zh="改革开放", date="2001", grade="A")
    lexicon = write_lexicon(wrong + entry.format(id="common-prosperity", zh="共同富裕", date="2001", grade="B"))
    (fault,) = {fault.id: fault for fault in contradictions(lexicon)}.values()
    assert (fault.id, fault.key) == ("reform-and-opening-up", "attested")
    assert "2001 has grade A, and '改革开放' is in" in fault.message
    assert list(contradictions(Lexicon.default())) == []
