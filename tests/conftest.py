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
from partyspeak import Lexicon, Tagger
from partyspeak.matching import segmenter
from partyspeak.store import ingest

# The first example of a test loads tables and models, and machines differ in speed.
settings.register_profile("partyspeak", deadline=None)
settings.load_profile("partyspeak")

BROWSER = os.environ.get("PARTYSPEAK_BROWSER") or shutil.which("chromium")
BROWSER_ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
BROWSER_ARGUMENTS += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]

CORPORA = Path(__file__).parents[2] / "shared" / "corpora"


NO_MODEL = "needs the segmenter's model: run `partyspeak download`"
NO_FONT = "needs a font with Chinese characters: apt-get install fonts-noto-cjk"


def draws_chinese():
    """Whether a picture of this machine shows two Chinese characters as two; without a font both are the same box."""
    try:
        import vl_convert
    except ImportError:
        return True  # nothing is drawn, so nothing is missing
    picture = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><text x="4" y="32">{}</text></svg>'
    return vl_convert.svg_to_png(picture.format("中")) != vl_convert.svg_to_png(picture.format("国"))


def pytest_configure(config):
    """A machine may lack the model or a font: what a user is then warned of is no error of the tests."""
    config.has_font = draws_chinese()
    if not segmenter.is_installed():
        config.addinivalue_line("filterwarnings", "ignore:.*run `partyspeak download`:UserWarning")
    if not config.has_font:
        config.addinivalue_line("filterwarnings", "ignore:no font with Chinese:UserWarning")


def pytest_collection_modifyitems(config, items):
    """``needs_model`` and ``needs_font`` skip where there is none; ``.ci/run`` brings both and runs all."""
    lacking = {"needs_model": (segmenter.is_installed(), NO_MODEL), "needs_font": (config.has_font, NO_FONT)}
    for item in items:
        for name, (there, reason) in lacking.items():
            if not there and item.get_closest_marker(name):
                item.add_marker(pytest.mark.skip(reason=reason))


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
    """Where a store will be: the lexicon is beside it."""
    return tmp_path / "store"


@pytest.fixture
def small_parts(monkeypatch):
    monkeypatch.setattr(ingest, "_PART_DOCUMENTS", 2)


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
