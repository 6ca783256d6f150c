"""Shared by all tests: small lexicons, and the real documents where they are at hand."""

import json
from pathlib import Path

import pytest
from hypothesis import settings
from pages import HOSTILE
from stores import TWO

import partyspeak
from partyspeak import Lexicon, Tagger, pipeline

# The first example of a test loads tables and models, and machines differ in speed.
settings.register_profile("partyspeak", deadline=None)
settings.load_profile("partyspeak")

CORPORA = Path(__file__).parents[2] / "shared" / "corpora"


@pytest.fixture(scope="session")
def lexicon():
    return Lexicon.default()


@pytest.fixture(scope="session")
def tagger(lexicon):
    return Tagger(lexicon)


@pytest.fixture
def write_lexicon(tmp_path):
    """Write TOML into a folder of its own and load it."""

    def write(content, name="economy.toml", **others):
        (tmp_path / name).write_text(content, encoding="utf-8")
        for stem, text in others.items():
            (tmp_path / f"{stem}.toml").write_text(text, encoding="utf-8")
        return Lexicon.load(tmp_path)

    return write


@pytest.fixture
def small_tagger(write_lexicon):
    return Tagger(write_lexicon(TWO), edges="dictionary")


@pytest.fixture
def folder(tmp_path):
    """Where a store will be: the lexicon stands beside it."""
    return tmp_path / "store"


@pytest.fixture
def small_parts(monkeypatch):
    monkeypatch.setattr(pipeline, "_PART_DOCUMENTS", 2)


@pytest.fixture(scope="session")
def corpora():
    if not CORPORA.is_dir():
        pytest.skip("needs the real documents in ../shared/corpora")
    return CORPORA


@pytest.fixture(scope="session")
def hostile_page(tmp_path_factory):
    """A document, titles and a lexicon that all try to get out of their places."""
    evil = " ".join(HOSTILE[:5])
    path = tmp_path_factory.mktemp("hostile") / "evil.toml"
    path.write_text(
        f"[evil]\nzh = '双循环'\nen = {json.dumps(evil)}\ngloss = {json.dumps(evil)}\n"
        f"first = 2020\nfirst_where = {json.dumps(evil)}\nen_forms = [{json.dumps(HOSTILE[6])}]\n"
        f"components = [{json.dumps(evil)}]\n",
        encoding="utf-8",
    )
    tagger = partyspeak.Tagger(Lexicon.load(path))
    return partyspeak.read("\n\n".join(HOSTILE), HOSTILE[0], tagger=tagger, title=evil, other_title=evil)
