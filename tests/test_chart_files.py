"""How a chart is saved and shown: Chinese as text, words of documents as data, nothing asked of the network."""

import builtins
import json
import re
import subprocess
import sys
from base64 import b64decode
from html.parser import HTMLParser

import altair as alt
import pandas as pd
import pytest
import vl_convert
from IPython.core.formatters import DisplayFormatter
from small_charts import CHARTS, ROWS, draw
from small_corpora import tagged

from partyspeak import PartyspeakError, tag
from partyspeak.display.charts import FinishedChart, finished_chart


@pytest.fixture(scope="module")
def corpus():
    return tagged(ROWS)


def test_large_rates_are_written_out(tmp_path):
    docs = tagged([("2001", "a", "双循环" + "平" * 20), ("2002", "a", "双循环" + "平" * 7)])
    docs.chart.timeline(per="million", phrases="cycle", confidence=None).save(tmp_path / "chart.svg")
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", (tmp_path / "chart.svg").read_text(encoding="utf-8"))
    assert "100,000" in texts and "1e+5" not in texts


def enough(corpus, name):
    """Tiers need five documents in a period."""
    return tagged(ROWS * 3) if name == "temperature" else corpus


@pytest.mark.parametrize("name", list(CHARTS))
def test_svg_holds_the_chinese_as_text(corpus, name, tmp_path):
    draw(enough(corpus, name), name).save(tmp_path / "chart.svg")
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", (tmp_path / "chart.svg").read_text(encoding="utf-8"))
    wanted = "人类命运共同体" if name == "keyness" else "双循环"
    assert any(wanted in text for text in texts)


def test_png_is_a_picture_of_the_size_asked_for(corpus, tmp_path):
    sizes = []
    for factor in (1, 2):
        corpus.chart.heat_map().save(tmp_path / "chart.png", scale_factor=factor)
        content = (tmp_path / "chart.png").read_bytes()
        assert content.startswith(b"\x89PNG")
        sizes.append(int.from_bytes(content[16:20], "big"))
    assert sizes[1] == pytest.approx(2 * sizes[0], abs=2)


class Page(HTMLParser):
    """The addresses that a page loads, its policy, and its scripts."""

    def __init__(self, content):
        super().__init__()
        self.addresses, self.policy, self.scripts, self.script = [], "", [], False
        self.feed(content)

    def handle_starttag(self, tag, attributes):
        facts = dict(attributes)
        self.addresses += [facts[key] for key in ("src", "href", "srcset", "action") if key in facts]
        if facts.get("http-equiv") == "Content-Security-Policy":
            self.policy = facts["content"]
        self.script = tag == "script"

    def handle_data(self, data):
        if self.script:
            self.scripts.append(data)
            self.script = False


@pytest.mark.parametrize("name", list(CHARTS))
def test_html_holds_all_that_it_needs_and_forbids_requests(corpus, name, tmp_path):
    path = tmp_path / "chart.html"
    draw(corpus, name).save(path)
    page = Page(path.read_text(encoding="utf-8"))
    assert page.addresses == []
    assert page.policy.startswith("default-src 'none'")
    assert "http" not in page.policy and "connect-src" not in page.policy
    assert len(page.scripts) == 1 and "vegaEmbed(" in page.scripts[0]
    assert '"url"' not in json.dumps(draw(corpus, name).to_dict())


EVIL = "</script><img src=x onerror=alert(1)>双循环"


def test_words_of_documents_are_data_in_html_and_notebooks_and_pictures(tmp_path):
    docs = pd.DataFrame({"id": [EVIL, "b"], "date": ["2018", "2019"], "outlet": [EVIL, "b"], "text": [EVIL, "新时代"]})
    corpus = tag(docs, id="id")
    drawn = [
        corpus.chart.first_appearances(sure_only=False),
        corpus.chart.heat_map(by="outlet", sure_only=False),
        corpus.chart.dispersion(rows="documents", most=2, sure_only=False),
        corpus.chart.keyness(EVIL, sure_only=False),
    ]
    for chart in drawn:
        assert EVIL in json.dumps(chart.to_dict(), ensure_ascii=False)
        chart.save(tmp_path / "chart.html")
        content = (tmp_path / "chart.html").read_text(encoding="utf-8")
        assert content.count("</script") == 1 and "<img src=x" not in content
        chart.save(tmp_path / "chart.svg")
        assert "<img src=x" not in (tmp_path / "chart.svg").read_text(encoding="utf-8")
        with alt.renderers.enable("html"):
            shown, _ = in_notebook(chart)
        assert "<img src=x" not in shown["text/html"]


@pytest.mark.parametrize("name", ["chart.pdf", "chart"])
def test_other_endings_are_refused(corpus, name, tmp_path):
    with pytest.raises(PartyspeakError, match=r"saved as \.html, \.svg or \.png"):
        corpus.chart.timeline().save(tmp_path / name)


def test_a_changed_chart_still_saves_itself(corpus, tmp_path):
    chart = corpus.chart.timeline().properties(title="My own title")
    assert isinstance(chart, FinishedChart)
    chart.save(tmp_path / "chart.html")
    assert "<title>My own title</title>" in (tmp_path / "chart.html").read_text(encoding="utf-8")


# --- in notebooks

VEGA_LITE = "application/vnd.vegalite.v5+json"


def in_notebook(chart):
    """What IPython puts into the notebook, and how the pictures are to be shown."""
    return DisplayFormatter().format(chart)


@pytest.mark.parametrize("name", list(CHARTS))
def test_a_notebook_shows_a_small_picture_and_the_chart_and_no_script(corpus, name):
    chart = draw(enough(corpus, name), name)
    content, facts = in_notebook(chart)
    assert set(content) == {"text/plain", "image/png", VEGA_LITE}
    assert content["text/plain"] == f"<chart: {' '.join(chart.title.text)}>"
    drawn = vl_convert.vegalite_to_svg(content[VEGA_LITE], vl_version="5.20", allowed_base_urls=[])
    assert any(sign in drawn for sign in ("双循环", "人类命运共同体"))
    picture = b64decode(content["image/png"])
    assert picture.startswith(b"\x89PNG") and len(picture) < 60_000
    width = int.from_bytes(picture[16:20], "big")
    assert width == pytest.approx(1.5 * facts["image/png"]["width"], abs=1)


def test_showing_a_chart_leaves_the_renderers_of_altair_alone(corpus):
    before = alt.renderers.active
    in_notebook(corpus.chart.timeline())
    assert alt.renderers.active == before == "default"


def test_a_renderer_that_the_reader_chose_is_kept(corpus):
    with alt.renderers.enable("svg"):
        assert "image/svg+xml" in in_notebook(corpus.chart.timeline())[0]


def test_of_a_large_chart_a_notebook_keeps_the_picture_only(corpus, monkeypatch):
    chart = corpus.chart.timeline()
    for limit, kept in [(10**6, True), (100, False)]:
        monkeypatch.setattr(finished_chart, "_LARGEST_SPECIFICATION", limit)
        assert (VEGA_LITE in in_notebook(chart)[0]) == kept
        assert "image/png" in in_notebook(chart)[0]


# --- what is missing


def without(monkeypatch, package):
    real = builtins.__import__

    def refuse(name, *args, **kwargs):
        if name.split(".")[0] == package:
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", refuse)


def test_without_altair_it_says_what_to_install(corpus, monkeypatch):
    without(monkeypatch, "altair")
    for name in [name for name in sys.modules if name.startswith("partyspeak.display.charts")]:
        monkeypatch.delitem(sys.modules, name)  # as in a process that has drawn nothing yet
    with pytest.raises(PartyspeakError, match=r"pip install '\.\[charts\]'"):
        corpus.chart.timeline()


def test_without_the_converter_it_says_what_to_install(corpus, monkeypatch, tmp_path):
    chart = corpus.chart.timeline()
    without(monkeypatch, "vl_convert")
    with pytest.raises(PartyspeakError, match=r"saving a chart needs vl-convert; run: pip install '\.\[charts\]'"):
        chart.save(tmp_path / "chart.svg")
    assert set(in_notebook(chart)[0]) == {"text/plain", VEGA_LITE}


SCRIPT = """
import sys, partyspeak
print("altair" in sys.modules, "partyspeak.display.charts" in sys.modules, "chart" in dir(partyspeak.tag(["x"])))
"""


def test_importing_partyspeak_imports_no_charts():
    answer = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    assert answer.stdout.split() == ["False", "False", "True"]


def test_a_machine_without_a_font_is_told_the_way_out(corpus, monkeypatch, tmp_path):
    # No font has signs for the private use area.
    monkeypatch.setattr(finished_chart, "_CHINESE_SIGNS", "\U000f0000\U000f0001")
    for name in ("chart.svg", "chart.png"):
        with pytest.warns(UserWarning, match="apt-get install fonts-noto-cjk"):
            corpus.chart.timeline().save(tmp_path / name)
    corpus.chart.timeline().save(tmp_path / "chart.html")


@pytest.mark.parametrize("kind", ["svg", "png", "html"])
def test_control_characters_do_not_end_the_process(corpus, tmp_path, kind):
    evil = corpus.phrases.assign(en="a\x00b\x1b\u202e")
    type(corpus)(corpus.documents, corpus.mentions, evil, corpus.settings, corpus.texts).chart.heat_map().save(
        tmp_path / f"chart.{kind}"
    )
    assert (tmp_path / f"chart.{kind}").stat().st_size > 1000
    assert b"\x1b\xe2\x80\xae" not in (tmp_path / f"chart.{kind}").read_bytes()
