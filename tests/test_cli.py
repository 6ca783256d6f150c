"""The command line as a person or a pipeline calls it: its output and its exit status."""

import io
import json

import pandas as pd
import pytest
from commands import run, run_apart
from typer.main import get_command

import partyspeak
from partyspeak.cli import app

DOCS = "key,day,body\na,2020-05-22,加快双循环\nb,1954,没有\n"


@pytest.fixture
def docs(tmp_path):
    path = tmp_path / "docs.csv"
    path.write_text(DOCS, encoding="utf-8")
    return [path, "--text", "body", "--date", "day", "--id", "key"]


def test_first_prints_csv_for_a_program(docs):
    answer = run_apart("first", *docs)
    table = pd.read_csv(io.StringIO(answer.stdout))
    row = table[table["phrase"] == "dual-circulation"].iloc[0]
    assert (row["first_date"], row["doc_id"], row["left"]) == ("2020-05-22", "a", "加快")
    assert answer.stderr == ""


def test_a_notebook_that_asks_for_colours_gets_csv_and_no_bar(docs, tmp_path, monkeypatch):
    # Jupyter sets FORCE_COLOR for whatever it starts.
    plain = run("first", *docs)
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert run("first", *docs).stdout == plain.stdout
    assert "tagging" not in run("tag", *docs, "-o", tmp_path / "store").stderr


@pytest.mark.parametrize("name", ["dual-circulation", "双循环", "dual circulation", "shuang xun huan"])
def test_a_command_is_about_what_was_chosen(name):
    found = run(
        "first", "--samples", "--phrases", name, "--lang", "zh", "--since", "2020", "--where", "written_in == 'zh'"
    )
    table = pd.read_csv(io.StringIO(found.stdout))
    assert table[["phrase", "first_date"]].to_numpy().tolist() == [["dual-circulation", "2020-09-18"]]
    counts = pd.read_csv(io.StringIO(run("frequency", "--samples", "--phrases", name, "--until", "2020").stdout))
    assert set(counts["phrase"]) == {"dual-circulation"} and counts["period"].max() <= 2020


@pytest.mark.parametrize(
    ("options", "status", "says"),
    [
        (("--phrases", "dual-circulatoin"), 1, "did you mean dual-circulation"),
        (("--lang", "fr"), 2, "'fr' is neither zh nor en"),
        (("--where", "nothing > 1"), 1, "nothing"),
        (("--since", "soon"), 1, "soon"),
    ],
)
def test_a_choice_that_makes_no_sense_is_refused(options, status, says):
    assert says in run("first", "--samples", *options, status=status).stderr


def test_frequency_writes_a_file(docs, tmp_path):
    run("frequency", *docs, "--by", "year", "--per", "million", "-o", tmp_path / "counts.jsonl")
    rows = [json.loads(line) for line in (tmp_path / "counts.jsonl").read_text(encoding="utf-8").splitlines()]
    counts = {row["period"]: row["mentions"] for row in rows if row["phrase"] == "dual-circulation"}
    assert counts == {"1954": 0, "2020": 1}


def test_frequency_says_how_many_dates_are_too_coarse(docs):
    assert "1 documents are dated too coarsely for a month" in run("frequency", *docs, "--by", "month").stderr


@pytest.mark.parametrize("name", ["out.csv", "out.jsonl", "out.parquet"])
def test_tag_writes_mentions_with_dates_as_precise_as_they_were(tmp_path, name):
    (tmp_path / "docs.csv").write_text("date,text\n2020-05,双循环\n1954,人民\n", encoding="utf-8")
    run("tag", tmp_path / "docs.csv", "-o", tmp_path / name)
    read = {
        ".csv": pd.read_csv,
        ".jsonl": lambda p: pd.read_json(p, lines=True, dtype=False),
        ".parquet": pd.read_parquet,
    }
    table = read[(tmp_path / name).suffix](tmp_path / name)
    assert table.loc[table["phrase"] == "dual-circulation", "date"].astype(str).tolist()[0].startswith("2020-05")
    if name != "out.jsonl":
        assert table["date"].iloc[0] == "2020-05"


def test_tag_saves_a_corpus_in_a_folder(docs, tmp_path):
    answer = run("tag", *docs, "-o", tmp_path / "tagged")
    assert "2 read, 2 tagged" in answer.stderr
    assert answer.stdout == ""
    assert partyspeak.read_parquet(tmp_path / "tagged").documents["doc_id"].tolist() == ["a", "b"]


def test_read_marks_phrases_and_explains_them(tmp_path):
    (tmp_path / "speech.txt").write_text("要加快雙循環。\x1b[31mred", encoding="utf-8")
    answer = run("read", tmp_path / "speech.txt")
    assert "⟦雙循環⟧" in answer.stdout
    assert "dual circulation" in answer.stdout
    assert "\x1b" not in answer.stdout


def test_read_writes_a_page_and_compares_two_documents(tmp_path):
    (tmp_path / "a.txt").write_text("要加快双循环。", encoding="utf-8")
    (tmp_path / "b.txt").write_text("Dual circulation and rural revitalization.", encoding="utf-8")
    answer = run("read", tmp_path / "a.txt", "--html", tmp_path / "a.html")
    assert "1 mentions" in answer.stderr
    assert (tmp_path / "a.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    both = run("read", tmp_path / "a.txt", tmp_path / "b.txt").stdout
    for part in ("⟦双循环⟧", "⟦Dual circulation⟧", "other_mention", "2 × 双循环"):
        assert part in both


def test_report_writes_a_page_that_tells_what_reading_warned_of(docs, tmp_path):
    bad = [docs[0], "--text", "body", "--date", "key", "--bad-dates", "keep", "--edges", "dictionary"]
    answer = run("report", *bad, "-o", tmp_path / "new" / "r.html", "--language", "zh", "--title", "甲 & 乙")
    assert "1 mentions" in answer.stderr
    page = (tmp_path / "new" / "r.html").read_text(encoding="utf-8")
    for part in ('<html lang="zh">', "<h1>甲 &amp; 乙</h1>", "2 dates could not be read", "没有安装分词模型"):
        assert part in page
    assert run("report", *bad, "-o", tmp_path / "r.html", "--quiet").stderr == ""


def test_report_reads_a_store(docs, tmp_path):
    run("tag", *docs, "-o", tmp_path / "tagged")
    run("report", tmp_path / "tagged", "-o", tmp_path / "stored.html")
    run("report", *docs, "-o", tmp_path / "read.html")
    pages = [(tmp_path / name).read_text(encoding="utf-8") for name in ("stored.html", "read.html")]
    assert pages[0] == pages[1]
    bad = tmp_path / "bad.csv"
    bad.write_text("key,day,body\nc,someday,加快双循环\n", encoding="utf-8")
    run("tag", bad, *docs[1:], "-o", tmp_path / "tagged", status=1)
    run("report", tmp_path / "tagged", "-o", tmp_path / "stored.html")
    assert "1 date cannot be read" in (tmp_path / "stored.html").read_text(encoding="utf-8")


def test_no_csv_holds_a_formula_and_other_files_hold_what_was_given(tmp_path):
    ids = ["=HYPERLINK('http://example.invalid')", "+1", "-cmd", "@x", "＝1", "plain"]
    pd.DataFrame({"id": ids, "date": "2020", "text": "加快双循环，=1+1"}).to_csv(tmp_path / "d.csv", index=False)
    run("tag", tmp_path / "d.csv", "-o", tmp_path / "out.csv")
    run("tag", tmp_path / "d.csv", "-o", tmp_path / "out.jsonl")
    written = pd.read_csv(tmp_path / "out.csv", dtype=str)
    assert set(written["doc_id"]) == {f"'{id}" for id in ids[:-1]} | {"plain"}
    assert not written.map(lambda cell: str(cell).startswith(tuple("=+-@＝"))).any(axis=None)
    assert set(pd.read_json(tmp_path / "out.jsonl", lines=True)["doc_id"]) == set(ids)
    printed = pd.read_csv(io.StringIO(run("first", tmp_path / "d.csv").stdout), dtype=str)
    assert printed["doc_id"].str.startswith("'=").all()


def test_the_lexicon_commands(tmp_path):
    assert "dual-circulation" in run("lexicon", "search", "shuang xun huan").stdout
    assert "shuāng xún huán" in run("lexicon", "show", "dual-circulation").stdout
    assert "dual-circulation" in run("lexicon", "show", "雙循環").stdout
    economy = pd.read_csv(io.StringIO(run("lexicon", "list", "--domain", "economy", "--era", "xi").stdout))
    assert set(economy["domain"]) == {"economy"}
    assert set(economy["era"]) == {"xi"}
    assert "no faults" in run("lexicon", "check").stderr
    run("lexicon", "export", "-o", tmp_path / "lexicon.csv")
    assert pd.read_csv(tmp_path / "lexicon.csv", encoding="utf-8-sig")["id"].is_unique


def test_a_lexicon_of_ones_own_is_used_and_checked(docs, tmp_path):
    mine = tmp_path / "mine.csv"
    mine.write_text("id,zh,en\nspeed-up,加快,speed up\n", encoding="utf-8")
    assert "speed-up" in run("first", *docs, "--lexicon", mine).stdout
    assert "no faults" in run("lexicon", "check", mine).stderr
    mine.write_text("id,zh,en,related\nspeed-up,雙加快,speed up,nowhere\nmine,双循环,x\n", encoding="utf-8")
    assert "line 3" in run("lexicon", "check", mine, status=1).stderr
    mine.write_text("id,zh,en,related\nspeed-up,雙加快,speed up,nowhere\nmine,双循环,x,\n", encoding="utf-8")
    errors = run("lexicon", "check", mine, status=1).stderr
    for says in ("traditional 雙", "no phrase has the id 'nowhere'", "claimed by [dual-circulation]"):
        assert says in errors


def test_discover_gives_candidates_and_never_again_what_was_judged(tmp_path):
    old = ["修好村里的道路。", "种好田里的庄稼。", "清理街边的水沟。"]
    new = ["弘扬云海精神，修路。", "学习“云海精神”。", "云海精神放光芒。"]
    rows = [f"{year},{text}" for year, text in enumerate(old + new, start=2010)]
    (tmp_path / "docs.csv").write_text("\n".join(["date,text", *rows, ""]), encoding="utf-8")
    judged = ["--judged", tmp_path / "judged.csv"]
    assert "云海精神,zh,phrase" in run("discover", tmp_path / "docs.csv", *judged).stdout
    run("discover", tmp_path / "docs.csv", *judged, "-o", tmp_path / "drafts.toml")
    assert '[yun-hai-jing-shen]\nzh = "云海精神"' in (tmp_path / "drafts.toml").read_text(encoding="utf-8")
    assert "1 verdicts" in run("discover", *judged, "--accept", "云海精神").stderr
    assert "云海精神" not in run("discover", tmp_path / "docs.csv", *judged).stdout


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        (["first"], 2, "--samples"),
        (["first", "DOCS", "--samples"], 2, "one of the two"),
        (["first", "--no-such-option"], 2, "No such option"),
        (["frobnicate"], 2, "No such command"),
        (["first", "no.csv"], 1, "no such file"),
        (["first", "DOCS"], 1, "no column 'text' for the text; the columns are 'key', 'day', 'body'"),
        (["first", "DOCS", "--text", "body"], 1, "no column 'date'"),
        (["first", "DOCS", "--text", "body", "--date", "key"], 1, "row 'docs.csv:1': 'a' is not a date"),
        (["first", "DOCS", "--text", "body", "--date", "day", "--bad-dates", "maybe"], 2, "neither raise nor keep"),
        (["frequency", "--samples", "--by", "week"], 1, "neither a period"),
        (["frequency", "--samples", "--per", "cent"], 1, "per='cent'"),
        (["tag", "--samples", "-o", "out.docx"], 1, "tables are written as"),
        (["report", "--samples", "--language", "fr"], 2, "not one of en, zh"),
        (["report", "--samples", "--by", "week"], 1, "by='week' is not one of"),
        (["read", "DOCS", "--language", "fr"], 2, "not one of en, zh"),
        (["read", "no.txt"], 1, "no.txt: no such file"),
        (["read", "DOCS", "--text", "body", "--row", "1", "--date", "someday"], 1, "not a date"),
        (["read", "DOCS", "--text", "body"], 1, "is a table of 2 documents; name one with row= (--row)"),
        (["read", "DOCS", "--text", "body", "--row", "3"], 1, "has no document '3'; name one"),
        (["lexicon", "show", "dual-circulatoin"], 1, "did you mean dual-circulation"),
        (["lexicon", "search", "zzzzzz"], 1, "no phrase matches"),
        (["lexicon", "list", "--domain", "cooking"], 1, "no domain 'cooking'; there are"),
        (["lexicon", "check", "no.toml"], 1, "no such file"),
    ],
)
def test_a_wrong_call_says_what_to_do_and_how_it_ended(docs, arguments, status, says):
    arguments = [docs[0] if argument == "DOCS" else argument for argument in arguments]
    answer = run(*arguments, status=status)
    assert says in " ".join(answer.stderr.replace("│", "").split())


@pytest.mark.parametrize(("arguments", "status"), [(["frobnicate"], 2), (["first", "no.csv"], 1)])
def test_a_process_ends_as_a_call_here_does(arguments, status):
    assert (
        run_apart(*arguments, status=status).stderr.split()[-9:] == run(*arguments, status=status).stderr.split()[-9:]
    )


def test_the_lexicon_as_files_and_what_differs(tmp_path, lexicon):
    read = {
        "lexicon.csv": pd.read_csv,
        "lexicon.json": lambda path: pd.DataFrame(json.loads(path.read_text(encoding="utf-8"))["phrases"]),
        "lexicon.jsonl": lambda path: pd.read_json(path, lines=True),
        "lexicon.parquet": pd.read_parquet,
    }
    for name, reader in read.items():
        run("lexicon", "export", "-o", tmp_path / name)
        assert reader(tmp_path / name)["id"].tolist() == list(lexicon)
    run("lexicon", "export", "--spacy", "-o", tmp_path / "patterns.jsonl")
    assert '"label": "dual-circulation"' in (tmp_path / "patterns.jsonl").read_text(encoding="utf-8")
    assert "written as .jsonl" in run("lexicon", "export", "--spacy", "-o", tmp_path / "p.csv", status=2).stderr
    for name, zh in (("old.csv", "甲词"), ("new.csv", "乙词")):
        (tmp_path / name).write_text(f"id,zh,en\nmine,{zh},word\n", encoding="utf-8")
    answer = run("lexicon", "diff", tmp_path / "old.csv", tmp_path / "new.csv")
    assert "mine,zh,甲词,乙词" in answer.stdout
    assert "differences in 1 phrases" in answer.stderr


def test_bad_dates_may_be_kept(docs, tmp_path):
    answer = run("tag", docs[0], "--text", "body", "--date", "key", "--bad-dates", "keep", "-o", tmp_path / "t")
    assert "2 dates could not be read" in answer.stderr


def commands(group, path=()):
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name)


@pytest.mark.parametrize("command", list(commands(get_command(app))), ids=" ".join)
def test_every_command_has_help_with_an_example(command):
    text = run(*command, "--help").stdout
    assert f"Example:  partyspeak {' '.join(command)}" in " ".join(text.split(" "))


def test_the_version_is_told():
    assert f"partyspeak {partyspeak.__version__}, lexicon " in run("--version").stdout
