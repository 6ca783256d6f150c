"""The seminar's papers: sheets to mark by hand, scores of the marks, and the commands that make them."""

import re

import pandas as pd
import pytest
from pages import HOSTILE, Tags
from typer.testing import CliRunner

import partyspeak
from partyspeak import PartyspeakError, seminar
from partyspeak.cli import app
from partyspeak.seminar.printed_lines import lines

TEXT = "加快双循环，推进乡村振兴。三个代表团来了。"
RIGHT = [(2, 5, "双循环"), (8, 12, "乡村振兴")]


# Sheets


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("", []),
        ("一二三。", ["一二三。"]),
        ("一" * 31, ["一" * 30, "一"]),
        ("一" * 30 + "。」二", ["一" * 29, "一。」二"]),  # no line begins with a closing mark
        ("甲\n\n乙", ["甲", "乙"]),
        ("word " * 20, [("word " * 14).strip(), ("word " * 6).strip()]),
    ],
)
def test_a_text_is_cut_into_lines(text, cut):
    found = lines(text)
    assert [text[line.start : line.end] for line in found] == cut


def plain(path):
    page = Tags()
    content = re.sub(r"<(style|script)>.*?</\1>", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    page.feed(content)
    return page


def test_a_hidden_sheet_has_no_marks_and_its_key_may_lie_elsewhere(tmp_path):
    sheet = seminar.sheet(TEXT, tmp_path / "sheet.html", title="Practice", key=tmp_path / "key.html")
    page, key = plain(sheet), plain(tmp_path / "key.html")
    assert "mark" not in page.seen
    assert "加快双循环，推进乡村振兴。" in page.text
    assert "dual circulation" not in page.text
    assert "dual circulation" in key.text
    assert "8–12" in key.text


def test_a_shown_sheet_has_marks_a_glossary_and_a_key(tmp_path):
    page = plain(seminar.sheet(TEXT, tmp_path / "sheet.html", "shown"))
    assert "mark" in page.seen
    assert "Glossary" in page.text
    assert "Key: 2 mentions of 2 phrases" in page.text
    assert "Key" not in plain(seminar.sheet(TEXT, tmp_path / "sheet.html", "shown", key=False)).text


def test_a_sheet_shows_the_whole_text(tmp_path):
    for text in partyspeak.samples.load()["text"]:
        shown = plain(seminar.sheet(text, tmp_path / "sheet.html", "shown", key=False)).text
        hidden = plain(seminar.sheet(text, tmp_path / "sheet.html", key=False)).text
        for line in lines(text):
            assert "".join(text[line.start : line.end].split()) in "".join(hidden.split())
        # The notes after mentions are numbers; a glossary and numbers is all that a shown sheet has more.
        assert len(shown) > len(hidden)
        kept = "".join(text[line.start : line.end] for line in lines(text))
        assert "".join(kept.split()) == "".join(text.split())


def test_a_sheet_of_a_hostile_text_holds_it_as_text(tmp_path):
    text = "\n\n".join((*HOSTILE, "双循环"))
    page = plain(seminar.sheet(text, tmp_path / "sheet.html", "shown", title=HOSTILE[0]))
    assert not page.seen & {"img", "iframe", "svg", "a", "form"}


def test_a_sheet_that_cannot_be_made_says_why(tmp_path):
    with pytest.raises(PartyspeakError, match="neither 'hidden' nor 'shown'"):
        seminar.sheet(TEXT, tmp_path / "sheet.html", "half")
    with pytest.raises(PartyspeakError, match="cannot be written"):
        seminar.sheet(TEXT, tmp_path)


# Scores


@pytest.mark.parametrize(
    ("marks", "exact", "overlap"),
    [
        (RIGHT, (2, 1, 1), (2, 1, 1)),
        ([(2, 5), (8, 12)], (2, 1, 1), (2, 1, 1)),  # no phrase named: the place counts
        ([(2, 5)], (1, 1, 0.5), (1, 1, 0.5)),
        ([(2, 5), (7, 12)], (1, 0.5, 0.5), (2, 1, 1)),
        ([(2, 5), (13, 17, "三个代表")], (1, 0.5, 0.5), (1, 0.5, 0.5)),
        ([(2, 5, "乡村振兴")], (0, 0, 0), (0, 0, 0)),
        ([(2, 12)], (0, 0, 0), (1, 1, 0.5)),  # one mark over two mentions finds one
        ([(2, 4), (3, 5)], (0, 0, 0), (1, 0.5, 0.5)),  # two marks on one mention find it once
        ([(2, 5), (2, 5)], (1, 1, 0.5), (1, 1, 0.5)),  # said twice is said once
    ],
)
def test_marks_are_scored_exactly_and_by_overlap(marks, exact, overlap):
    table = seminar.score(marks, TEXT).table.set_index("matching")
    for how, wanted in (("exact", exact), ("overlap", overlap)):
        assert tuple(table.loc[how, ["right", "precision", "recall"]]) == wanted
        right, marked, expected = table.loc[how, ["right", "marked", "expected"]]
        assert table.loc[how, "f1"] == pytest.approx(2 * right / (marked + expected))


def test_a_score_names_what_was_missed_wrong_and_right_in_part():
    result = seminar.score([(7, 12), (13, 17), (8, 12, "双循环")], TEXT)
    assert result.missed["text"].tolist() == ["双循环"]
    assert result.wrong[["start", "why"]].to_numpy().tolist() == [[13, "no phrase here"], [8, "another phrase"]]
    assert result.partial[["start", "end", "expected_start", "expected_end"]].to_numpy().tolist() == [[7, 12, 8, 12]]
    assert "Missed" in repr(result)
    assert "<table" in result._repr_html_()


def test_what_was_not_asked_for_is_neither_right_nor_wrong():
    text = "新时代，以国内大循环为主体、国内国际双循环相互促进的新发展格局"
    mentions = partyspeak.tag([text]).mentions
    places = [(start, end) for start, end in mentions[["start", "end"]].itertuples(index=False)]
    asked = int((mentions["sure"] & ~mentions["nested"]).sum())
    assert 0 < asked < len(mentions)
    loose = seminar.score(places, text).table.iloc[0]
    assert (loose["marked"], loose["expected"], loose["precision"], loose["recall"]) == (asked, asked, 1, 1)
    strict = seminar.score(places, text, sure_only=False, nested=True).table.iloc[0]
    assert strict["expected"] == strict["right"] == len(mentions)


def test_a_csv_is_scored_against_a_gold_set(tmp_path):
    gold = pd.DataFrame(
        [("a", 2, 5, "dual-circulation", "mention"), ("b", 0, 4, "three-represents", "crossing")],
        columns=["doc_id", "start", "end", "phrase", "verdict"],
    )
    path = tmp_path / "marks.csv"
    path.write_text("doc_id,start,end,phrase\na,2,5,双循环\nb,0,4,三个代表\n", encoding="utf-8")
    table = seminar.score(path, gold).table.iloc[0]
    assert (table["marked"], table["expected"], table["right"]) == (2, 1, 1)


def test_documents_are_told_apart():
    corpus = partyspeak.tag(pd.DataFrame({"id": [7, 8], "text": ["双循环", "双循环"]}), date=None, id="id")
    marks = pd.DataFrame({"doc_id": [8], "start": [0], "end": [3]})
    assert seminar.score(marks, corpus).missed["doc_id"].tolist() == ["7"]


@pytest.mark.parametrize(
    ("marks", "says"),
    [
        ([(1,)], "each mark is"),
        ([(5, 2)], "5 to 2 is no place"),
        ([(0, 99)], "0 to 99 is no place"),
        (pd.DataFrame({"begin": [1]}), "no column 'start'"),
        (pd.DataFrame({"start": ["x"], "end": [3]}), "start is 'x'"),
        (pd.DataFrame({"start": [0], "end": [3], "doc_id": ["q"]}), "no document 'q'"),
    ],
)
def test_marks_that_cannot_be_placed_are_named(marks, says):
    with pytest.raises(PartyspeakError, match=says):
        seminar.score(marks, TEXT)


def test_no_marks_at_all_find_nothing():
    table = seminar.score([], TEXT).table
    assert table["recall"].tolist() == [0, 0]
    assert table["precision"].isna().all()


# The command line


def test_the_commands_make_what_they_say(tmp_path):
    (tmp_path / "speech.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "marks.csv").write_text("start,end\n2,5\n", encoding="utf-8")
    speech, sheet, key = (str(tmp_path / name) for name in ("speech.txt", "sheet.html", "key.html"))
    run = CliRunner().invoke
    assert run(app, ["seminar", "sheet", speech, "-o", sheet, "--key", key]).exit_code == 0
    assert "双循环" in (tmp_path / "key.html").read_text(encoding="utf-8")
    assert run(app, ["seminar", "sheet", speech, "-o", sheet, "--shown"]).exit_code == 0
    assert "<mark" in (tmp_path / "sheet.html").read_text(encoding="utf-8")
    assert run(app, ["seminar", "solutions", "02", "-o", str(tmp_path / "s.ipynb")]).exit_code == 0
    assert (tmp_path / "s.ipynb").is_file()
    answer = run(app, ["seminar", "score", str(tmp_path / "marks.csv"), speech])
    assert answer.exit_code == 0, answer.output
    assert "乡村振兴" in answer.output
