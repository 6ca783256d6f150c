"""The README and the notebooks do what they show."""

import doctest
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from commands import run
from typer.main import get_command

import partyspeak
from partyspeak.cli import app

TOP = Path(partyspeak.__file__).parents[1]
README = TOP / "README.md"
pytestmark = pytest.mark.skipif(
    not README.is_file(), reason="needs a checkout: README.md and notebooks/ are not installed"
)


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)


def test_the_python_of_the_readme_runs_and_prints_what_it_shows(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("mine.csv").write_text("id,zh,en\nmine,我的提法,my phrase\n", encoding="utf-8")
    names = {}
    ran = 0
    for number, block in enumerate(blocks("python")):
        if ">>>" in block:
            example = doctest.DocTestParser().get_doctest(block, names, f"README block {number}", str(README), 0)
            runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
            report = []
            runner.run(example, out=report.append, clear_globs=False)
            assert not runner.failures, "".join(report)
        else:
            exec(compile(block, str(README), "exec"), names)
        ran += 1
    assert ran >= 4
    assert not names["tagged"].mentions.empty


def test_the_notebook_in_the_readme_has_six_lines():
    assert len([line for line in blocks("python")[0].splitlines() if line]) == 6


def example_calls():
    for block in blocks("sh"):
        for line in block.splitlines():
            if line.startswith("partyspeak "):
                yield line.split("  #")[0].strip()


@pytest.mark.parametrize("call", list(example_calls()))
def test_the_commands_of_the_readme_run(call, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "speeches.csv").write_text("published,date,text\n2020-05-22,2020-05-22,加快双循环\n", encoding="utf-8")
    (tmp_path / "speech.txt").write_text("加快双循环", encoding="utf-8")
    answer = run(*shlex.split(call)[1:])
    made = {"tag": "tagged/run.json", "--html": "speech.html", "report": "report.html", "sheet": "sheet.html"}
    asked = [tmp_path / path for word, path in made.items() if word in call.split()]
    assert all(path.is_file() for path in asked)
    assert asked or re.search("双循环|dual-circulation", answer.stdout)


def test_the_commands_that_set_up_name_what_exists():
    run, test = (block.strip() for block in blocks("sh")[:2])
    assert run.endswith("partyspeak first --samples")
    assert test.endswith("python -m pytest")
    options = {option for parameter in get_command(app).commands["first"].params for option in parameter.opts}
    assert "--samples" in options
    assert "test = [" in (TOP / "pyproject.toml").read_text(encoding="utf-8")


def test_ci_runs_the_commands_of_the_readme_before_anything_else():
    answer = subprocess.run(
        [sys.executable, TOP / ".ci" / "readme_commands.py"], capture_output=True, encoding="utf-8", check=True
    )
    assert answer.stdout.splitlines() == [block.strip() for block in blocks("sh")[:2]]
    script = (TOP / ".ci" / "run").read_text(encoding="utf-8")
    both = [script.index(f'"${{commands[{number}]}}"') for number in (0, 1)]
    others = [script.index(word) for word in ("--group lint", "partyspeak download )", "apt-get install")]
    assert sorted([*both, *others])[:2] == both


def test_what_contributing_names_is_there():
    text = (TOP / "CONTRIBUTING.md").read_text(encoding="utf-8")
    table = text[text.index("## To change X") : text.index("## Change the code")]
    named = re.findall(r"`([\w/-]+\.(?:py|tsv)|[\w/]+/)`", table)
    assert len(named) > 30
    missing = [name for name in named if not (TOP / name).exists() and not (TOP / "partyspeak" / name).exists()]
    assert missing == []
    rows = [line for line in table.splitlines() if line.startswith("| ") and "`" in line]
    assert len(rows) == 12 and all(len(re.findall("`", row.split("|")[2])) <= 8 for row in rows)


def test_make_lists_its_commands():
    text = (TOP / "Makefile").read_text(encoding="utf-8")
    assert {"test", "lint", "types", "docs", "benchmarks"} <= set(re.findall(r"^(\w+):.*##", text, re.MULTILINE))


def test_the_changelog_begins_with_this_version():
    text = (TOP / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(r"^## (\S+)", text, re.MULTILINE)[1] == partyspeak.__version__
