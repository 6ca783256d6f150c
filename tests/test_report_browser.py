"""The report in a real browser: tables sort and search, languages and colours change, nothing gets in or out."""

import csv
import io
import re
from pathlib import Path

import pandas as pd
import pytest
from pages import HOSTILE
from small_corpora import LEXICON, TAGGER
from test_report import ROWS, hostile_corpus

from partyspeak import Lexicon, Tagger, tag
from partyspeak.display.report import report_page
from partyspeak.io.writers import as_csv

axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs the package axe-playwright-python")


@pytest.fixture(scope="module")
def report():
    """Sixty documents that use five phrases, by year, with one unsure wording."""
    texts = [row[2] for row in ROWS[:5]]
    dates = [f"{2010 + number // 5}-0{1 + number % 5}-03" for number in range(60)]
    said = [number * (1 + number // 5) % (5 if number < 30 else 4) for number in range(60)]
    rows = [{"date": date, "text": texts[number]} for date, number in zip(dates, said, strict=True)]
    rows.append({"date": None, "text": "双循环，社会"})
    return report_page(tag(pd.DataFrame(rows), tagger=TAGGER), lexicon=LEXICON)


@pytest.fixture
def page(visit, report):
    return visit(report)


def section(page, id):
    return page.locator(f"#{id}")


def column(page, id, number):
    """The cells shown of one column of a section's first table."""
    rows = section(page, id).locator("table").first.locator("tbody tr:visible")
    return rows.locator(f"td:nth-child({number})").all_inner_texts()


@pytest.mark.parametrize(
    ("id", "number", "key"),
    [
        ("first", 1, str),
        ("first", 2, str),
        ("first", 5, int),
        ("first", 7, lambda text: int(text.replace("−", "-") or 0)),
        ("temperature", 6, lambda text: float(text.rstrip("%"))),
    ],
)
def test_a_table_sorts_by_every_kind_of_column_both_ways(page, id, number, key):
    head = section(page, id).locator("thead th").nth(number - 1)
    orders = []
    for _ in range(2):
        head.get_by_role("button").click()
        orders.append(head.get_attribute("aria-sort"))
        values = [key(text) for text in column(page, id, number)]
        assert values == sorted(values, reverse=orders[-1] == "descending")
    assert set(orders) == {"ascending", "descending"}
    assert section(page, id).locator("table").first.locator("th[aria-sort]").count() == 1


def test_a_table_is_searched_in_all_its_cells(page):
    box = section(page, "first").get_by_role("searchbox")
    before = len(column(page, "first", 1))
    for query, found in (("dual CIRCULATION", 3), ("1949", 0), ("人类 shared", 0), ("人类 destiny", 1), ("", before)):
        box.fill(query)
        assert len(column(page, "first", 1)) == found, query


def downloaded(page, button):
    """The rows of the file that a table gives, and the file's name."""
    with page.expect_download() as download:
        button.click()
    content = Path(download.value.path()).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf"), "without the mark Excel reads no Chinese"
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")))), download.value.suggested_filename


def test_a_table_is_downloaded_as_it_is_searched_and_sorted(page):
    button = section(page, "first").get_by_role("button", name="Download CSV")
    whole, name = downloaded(page, button)
    assert name == "partyspeak-first.csv"
    assert whole[0][:2] == ["First here", "Phrase"]
    for number in (1, 2, 3, 8):
        assert [row[number - 1] for row in whole[1:]] == [
            " ".join(text.split()) for text in column(page, "first", number)
        ]
    assert all(re.fullmatch(r"-?\d*", row[6]) for row in whole[1:]), "numbers without sign of plus, comma or true minus"
    section(page, "first").locator("thead th").nth(1).get_by_role("button").click()
    turned, _ = downloaded(page, button)
    assert turned[1:] != whole[1:]
    assert sorted(turned) == sorted(whole)
    section(page, "first").get_by_role("searchbox").fill("destiny")
    found, _ = downloaded(page, button)
    assert found == [whole[0], *(row for row in turned[1:] if "destiny" in row[1])]
    assert len(found) == 2


def test_a_table_is_downloaded_in_the_language_of_the_page(page):
    page.get_by_role("button", name="中文").click()
    rows, _ = downloaded(page, section(page, "first").get_by_role("button", name="下载 CSV"))
    assert rows[0][:2] == ["本语料首见", "提法"]
    assert "or earlier" not in str(rows)


FORMULAS = ["=HYPERLINK('http://example.invalid')", "+1+1", "-1", "@SUM(1)", "＝1", "＋1", "－1", "＠x"]


def test_a_downloaded_table_holds_no_formula(visit):
    ids = [*FORMULAS, 'said "so", twice', "a - b"]
    for id in ids:
        docs = pd.DataFrame({"id": [id], "text": ["谈双循环"], "date": ["2001"]})
        page = visit(report_page(tag(docs, id="id", tagger=TAGGER), lexicon=LEXICON))
        rows, _ = downloaded(page, page.locator("#first button.csv"))
        assert rows[1][3] == (f"'{id}" if id in FORMULAS else id)
        assert as_csv(pd.DataFrame({"id": [id]})).splitlines()[1].strip('"').replace('""', '"') == rows[1][3]


def test_hostile_documents_are_downloaded_as_text(visit):
    corpus, lexicon = hostile_corpus()
    page = visit(report_page(corpus, lexicon=lexicon))
    buttons = page.locator("button.csv").all()
    assert buttons
    for button in buttons:
        rows, _ = downloaded(page, button)
        assert len({len(row) for row in rows}) == 1
        assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row)
    assert page.evaluate("window.hacked") is None


def test_long_tables_show_more_when_asked(visit):
    phrases = list(Lexicon.default().values())[:200]
    docs = pd.DataFrame({"date": "2020", "text": [phrase.zh for phrase in phrases]})
    corpus = tag(docs, tagger=Tagger(Lexicon(phrases), edges="dictionary"))
    total = len(corpus.first_appearances())
    assert total > 125
    page = visit(report_page(corpus, most=5000))
    shown = section(page, "first").locator("tbody tr:visible")
    assert shown.count() == 25
    section(page, "first").get_by_role("button", name="Show 100 more").click()
    assert shown.count() == 125
    assert f"125 of {total} rows" in section(page, "first").inner_text()
    section(page, "first").get_by_role("button", name="Show all").click()
    assert shown.count() == total
    assert section(page, "first").get_by_role("button", name="Show all").count() == 0


def test_the_language_changes_everywhere_and_back(page):
    assert page.locator("h2").all_inner_texts()[1] == "What was read"
    page.get_by_role("button", name="中文").click()
    assert page.evaluate("document.documentElement.lang") == "zh"
    assert page.locator("h2").all_inner_texts()[1] == "读了什么"
    assert page.locator("nav").get_attribute("aria-label") == "目录"
    assert "First here" not in page.locator("body").inner_text()
    section(page, "first").get_by_role("button", name="提法").click()
    page.get_by_role("button", name="English").click()
    assert page.locator("h2").all_inner_texts()[1] == "What was read"
    assert "首次出现" not in page.locator("body").inner_text()


def test_everything_can_be_done_with_keys(page):
    names = []
    while "search" not in names and len(names) < 30:
        page.keyboard.press("Tab")
        names.append(page.evaluate("document.activeElement.innerText || document.activeElement.type"))
    assert names[:3] == ["中文", "Colours: as the system", "What was read"]
    assert "search" in names
    page.keyboard.type("destiny")
    assert len(column(page, "first", 1)) == 1
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "Download CSV"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert section(page, "first").locator("thead th").first.get_attribute("aria-sort") == "ascending"


def test_charts_are_pictures_with_their_numbers_at_hand(page):
    assert page.locator(".picture svg[role=img]").count() == 2
    says = section(page, "use").locator("svg title").all_text_contents()
    assert "新时代 new era · 2012: 4 / 5 = 80.0%" in says
    for label in section(page, "use").locator("svg[role=img]").all():
        assert page.locator(f"#{label.get_attribute('aria-labelledby')}").inner_text()


def background(page):
    return page.evaluate("getComputedStyle(document.body).backgroundColor")


def test_light_and_dark_follow_the_system_or_the_button(visit, report):
    light, dark = background(visit(report)), visit(report, color_scheme="dark")
    dark_background = background(dark)
    assert light != dark_background
    dark.get_by_role("button", name="Colours").click()
    assert background(dark) == light
    dark.get_by_role("button", name="Colours").click()
    assert background(dark) == dark_background
    dark.get_by_role("button", name="Colours").click()
    assert "as the system" in dark.locator("#colours").inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 400])
def test_axe_finds_no_serious_fault(visit, report, scheme, width):
    page = visit(report, color_scheme=scheme, bypass_csp=True, viewport={"width": width, "height": 800})
    faults = axe.Axe().run(page).response["violations"]
    assert [fault["id"] for fault in faults if fault["impact"] in ("serious", "critical")] == []


def test_a_narrow_page_is_as_wide_as_the_screen_and_names_every_number(visit, report):
    page = visit(report, viewport={"width": 400, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
    for kind in ("p", "c"):
        assert section(page, "first").locator(f"tbody td.{kind}").first.bounding_box()["width"] > 300
    cell = section(page, "first").locator("tbody td.n").first
    assert cell.get_attribute("data-label") == "Documents with it"
    page.get_by_role("button", name="中文").click()
    assert cell.get_attribute("data-label") == "文献数"


def test_paper_has_no_controls_and_all_columns(page):
    page.emulate_media(media="print")
    for control in ("nav", ".switches", ".tools"):
        assert page.locator(control).first.is_hidden()
    assert section(page, "first").locator("thead th:visible").count() == 8
    assert page.locator(".picture svg").first.is_visible()


def test_without_scripts_all_rows_are_there_in_the_language_asked_for(visit, report):
    page = visit(report, ready=False, java_script_enabled=False)
    assert page.locator("h1 i:visible").all_inner_texts() == ["Set phrases in 61 documents"]
    assert page.locator("input:visible, tbody tr:not(:visible)").count() == 0


def test_hostile_documents_are_only_text(visit):
    corpus, lexicon = hostile_corpus()
    page = visit(report_page(corpus, title=HOSTILE[2], lexicon=lexicon, notes=HOSTILE))
    page.get_by_role("button", name="中文").click()
    for box in page.get_by_role("searchbox").all():
        box.fill("<script>")
    for head in page.locator("thead button").all():
        head.click()
    page.locator("main").click()
    assert page.evaluate("window.hacked") is None
    assert page.locator("h1").inner_text() == HOSTILE[2]
    notes = page.locator(".cautions").inner_text()
    for line in HOSTILE[:5] + HOSTILE[6:9]:
        assert line in notes
    assert page.locator("main img, main script, main style, main a").count() == 0


def test_the_policy_stops_what_would_get_in(browser, report, tmp_path):
    (tmp_path / "page.html").write_text(report, encoding="utf-8")
    page = browser.new_page()
    page.goto((tmp_path / "page.html").as_uri())
    stopped = page.evaluate(
        """async () => {
            const stopped = [];
            document.addEventListener("securitypolicyviolation", (event) => stopped.push(event.effectiveDirective));
            await fetch("http://example.invalid/").catch(() => 0);
            try { document.body.innerHTML += "<b>x</b>"; } catch { stopped.push("markup"); }
            await new Promise((done) => setTimeout(done, 200));
            return [...new Set(stopped), String(window.hacked)];
        }"""
    )
    assert set(stopped) >= {"connect-src", "markup", "undefined"}
    page.close()
