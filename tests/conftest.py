"""Shared by all tests: small lexicons, and the real documents where they are at hand."""

import json
import os
import shutil
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

BROWSER = os.environ.get("PARTYSPEAK_BROWSER") or shutil.which("chromium")
BROWSER_ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
BROWSER_ARGUMENTS += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]

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


@pytest.fixture(scope="module")
def browser():
    playwright = pytest.importorskip("playwright.sync_api", reason="needs the package playwright")
    if BROWSER is None:
        pytest.skip("needs Chromium: apt-get install chromium")
    with playwright.sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=BROWSER, args=BROWSER_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser, tmp_path):
    """Open a page, given as HTML or as what has ``to_html``.

    At the end, nothing may have been asked for and nothing complained of.
    """
    contexts, complaints, requests = [], [], []

    def open_page(content, ready=True, **options):
        content = content if isinstance(content, str) else content.to_html()
        (tmp_path / "page.html").write_text(content, encoding="utf-8")
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 800}} | options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: complaints.append(dialog.message))
        page.on("request", lambda request: requests.append(request.url))
        page.goto((tmp_path / "page.html").as_uri())
        if ready:
            page.wait_for_selector("html[data-ready]", state="attached")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []
    assert [url for url in requests if not url.startswith(("file:", "data:", "blob:", "about:"))] == []
