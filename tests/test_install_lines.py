"""Every install line works as it is written: partyspeak is on no package index, so lines name its folder."""

import json
import re
import shlex
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import InvalidRequirement, Requirement

import partyspeak
from partyspeak.errors import how_to_install

TOP = Path(partyspeak.__file__).parents[1]
pytestmark = pytest.mark.skipif(
    not (TOP / "README.md").is_file(), reason="needs a checkout: README.md is not installed"
)

FOLDERS = ("partyspeak", "notebooks", "benchmarks")
KINDS = (".py", ".md", ".ipynb", ".toml", ".html", ".js", ".css")
LINE = re.compile(r"pip(?:3| |\b)[^\n`]{0,30}?\binstall (?P<rest>[^\n`]*)")
FROM_AN_INDEX = re.compile(r"pip install (?:-\S+ )*['\"]?partyspeak\b|partyspeak\[[a-z]")
OPTIONS_WITH_A_VALUE = {"-e", "--editable", "--group", "-r", "-c"}


def pages():
    for path in sorted(TOP.glob("*.md")):
        yield path
    for folder in FOLDERS:
        for path in sorted((TOP / folder).rglob("*")):
            if path.is_file() and path.suffix in KINDS and "data" not in path.parts and "_lexicon" not in path.parts:
                yield path


def text_of(path):
    """The text of a page; of a notebook the strings in its cells and outputs, as they are shown."""
    text = path.read_text(encoding="utf-8", errors="replace")
    return "\n".join(strings(json.loads(text))) if path.suffix == ".ipynb" else text


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        lines = all(isinstance(item, str) for item in value)
        yield from ["".join(value)] if lines else (text for item in value for text in strings(item))
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings(item)


def asked(rest):
    """What a line asks pip for: ``(option or "", value)``; the sentence that goes on after it is left out."""
    text = re.split(r" && |  #|[;)\"。，]|(?<=[\w'\]])\.(?=\s|$)", rest)[0]
    try:
        tokens = shlex.split(text, posix=False)
    except ValueError:  # an apostrophe of the sentence that follows
        tokens = text.split()
    option, found = "", []
    for token in tokens:
        if token.startswith("-"):
            option = token
            continue
        if found and not option and not token.startswith(("'", ".")):
            break
        found.append((option if option in OPTIONS_WITH_A_VALUE else "", token.strip("'\"")))
        option = ""
    return found


LINES = [(path, match[0], asked(match["rest"])) for path in pages() for match in LINE.finditer(text_of(path))]


@pytest.fixture(scope="module")
def project():
    return tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))


def faults(asks, project):
    """What of a line could not be installed from a copy of the repository."""
    extras, groups = project["project"]["optional-dependencies"], project["dependency-groups"]
    listed = [*project["project"]["dependencies"], *(item for items in extras.values() for item in items)]
    listed += [item for items in groups.values() for item in items if isinstance(item, str)]
    known = {Requirement(item).name.lower() for item in listed} - {"partyspeak"} | {"pip"}
    for option, value in asks:
        if "{" in value:  # filled in when it is said
            continue
        if option == "--group":
            if value not in groups:
                yield f"no group {value}"
        elif value.startswith("."):
            named = re.fullmatch(r"\.(?:\[([\w,-]+)\])?", value)
            if named is None:
                yield f"{value} is not the copy of the repository"
            else:
                yield from (f"no extra {one}" for one in (named[1] or "").split(",") if one and one not in extras)
        else:
            try:
                if Requirement(value).name.lower() not in known:
                    yield f"{value} is no package of the project"
            except InvalidRequirement:
                yield f"{value} is no requirement"


@pytest.mark.parametrize(("path", "line", "asks"), LINES, ids=[f"{path.name}: {line[:50]}" for path, line, _ in LINES])
def test_an_install_line_asks_for_what_there_is(path, line, asks, project):
    assert asks, line
    assert list(faults(asks, project)) == [], line


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("pip install '.[charts]' in your copy", []),
        ("pip install -U pip && x", []),
        ("pip install -e . --group test", []),
        ("pip install '.[chart]'", ["no extra chart"]),
        ("pip install '.[charts,pdfs]'.", ["no extra pdfs"]),
        ("pip install -e . --group tests", ["no group tests"]),
        ("pip install 'partyspeak[charts]'", ["partyspeak[charts] is no package of the project"]),
        ("python -m pip install -U partyspeak", ["partyspeak is no package of the project"]),
        ("pip install partyspeek", ["partyspeek is no package of the project"]),
        ("pip install './charts'", ["./charts is not the copy of the repository"]),
    ],
)
def test_a_wrong_install_line_is_seen(line, wrong, project):
    assert list(faults(asked(LINE.search(line)["rest"]), project)) == wrong


def test_lines_are_found_in_pages_notebooks_and_messages():
    found = {path.suffix for path, *_ in LINES}
    assert {".md", ".ipynb", ".py", ".toml"} <= found
    assert len(LINES) > 20


@pytest.mark.parametrize("path", list(pages()), ids=lambda path: str(path.relative_to(TOP)))
def test_nothing_is_to_be_installed_by_name_from_an_index(path):
    assert not FROM_AN_INDEX.search(text_of(path))


def test_what_is_refused_there_is_seen():
    for line in ("pip install 'partyspeak[charts]'", "needs ``partyspeak[charts]``", "pip install partyspeak"):
        assert FROM_AN_INDEX.search(line)
    for line in ("pip install '.[charts]'", "partyspeak/show", "pip install . && .venv/bin/partyspeak first"):
        assert not FROM_AN_INDEX.search(line)


def test_a_message_names_the_packages_for_those_without_a_checkout(project):
    wanted = {Requirement(item).name for item in project["project"]["optional-dependencies"]["charts"]}
    sentence = how_to_install("charts")
    assert sentence.startswith("run: pip install '.[charts]' in your copy of the repository")
    named = re.findall(r"'([\w-]+)[^']*'", sentence.partition("anywhere")[2])
    assert set(named) == wanted


def test_where_nothing_is_installed_the_message_still_says_what_to_run(monkeypatch):
    def not_installed(name):
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "requires", not_installed)
    assert how_to_install("pdf") == "run: pip install '.[pdf]' in your copy of the repository"
