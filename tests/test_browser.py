"""The reader in a real browser: what a person points at, presses and sees."""

import pytest
from pages import HOSTILE, long_text

import partyspeak
from partyspeak import Lexicon, Mention, Tagger, samples, seminar
from partyspeak.display.reader import Document, Reading

axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs the package axe-playwright-python")

LEXICON = """
[common-prosperity]
zh = "共同富裕"
en = "common prosperity"
gloss = "A gloss."
first = "1953"
first_where = "A newspaper"
en_forms = ["shared wealth"]
related = ["people", "initiative"]

[people-common-prosperity]
zh = "全体人民共同富裕"

[people]
zh = { text = "全体人民", plain = true }

[initiative]
zh = "一带一路"
en = "Belt and Road Initiative"
"""
TEXT = "第一段说共同富裕。\n\n第二段说全体人民共同富裕，也说一带一路。\n\n第三段又说共同富裕，还说全体人民。"
ENGLISH = "On common prosperity.\n\nMore on shared wealth, and on common prosperity again."


@pytest.fixture(scope="module")
def tagger(tmp_path_factory):
    path = tmp_path_factory.mktemp("lexicon")
    (path / "economy.toml").write_text(LEXICON.split("[people]")[0], encoding="utf-8")
    (path / "diplomacy.toml").write_text("[people]" + LEXICON.split("[people]")[1], encoding="utf-8")
    return Tagger(Lexicon.load(path))


@pytest.fixture
def page(visit, tagger):
    return visit(partyspeak.read(TEXT, tagger=tagger))


def marks(page, side=0):
    return page.locator(".text").nth(side).locator("mark").all_inner_texts()


def card(page):
    return page.locator("#card")


def test_the_text_is_as_it_was_with_phrases_marked(page):
    assert page.locator(".text p").all_inner_texts() == TEXT.split("\n\n")
    assert marks(page) == ["共同富裕", "全体人民", "共同富裕", "一带一路", "共同富裕", "全体人民"]


def test_pointing_at_a_phrase_opens_its_card_and_leaving_closes_it(page):
    assert card(page).is_hidden()
    page.locator("mark").first.hover()
    card(page).wait_for()
    says = card(page).inner_text()
    for part in ("共同富裕", "gòng tóng fù yù", "common prosperity", "A gloss.", "1953 · A newspaper", "shared wealth"):
        assert part in says
    assert "Mention 1 of 3 here" in says
    card(page).hover()  # one may go into the card
    page.wait_for_timeout(400)
    assert card(page).is_visible()
    page.mouse.move(5, 5)
    card(page).wait_for(state="hidden")


def test_nested_mentions_are_both_in_the_card(page):
    page.locator("mark").nth(2).hover()
    card(page).wait_for()
    assert card(page).locator(".zh").all_inner_texts() == ["全体人民共同富裕", "共同富裕"]
    page.locator("mark").nth(1).click()
    assert card(page).locator(".zh").all_inner_texts() == ["全体人民共同富裕", "全体人民"]
    assert "Unsure here" in card(page).inner_text()


def test_overlapping_mentions_are_both_in_the_card(visit, tagger):
    hits = [(0, 3, "common-prosperity"), (2, 5, "initiative")]
    mentions = tuple(Mention(name, "", "zh", start, end, "", True, "", True, False) for start, end, name in hits)
    page = visit(Reading((Document("t", "😀乙丙丁戊", None, mentions),), tagger.lexicon, tagger.settings))
    assert marks(page) == ["😀乙", "丙", "丁戊"]
    page.locator("mark").nth(1).click()
    assert card(page).locator(".zh").all_inner_texts() == ["共同富裕", "一带一路"]


def test_everything_can_be_done_with_keys(page):
    focused = "document.activeElement.textContent"
    page.locator("#panel button").last.focus()
    page.keyboard.press("Tab")
    assert page.evaluate(focused) == "共同富裕"
    assert card(page).is_visible()
    page.keyboard.press("ArrowRight")
    assert card(page).locator(".zh").first.inner_text() == "全体人民共同富裕"
    page.keyboard.press("End")
    assert card(page).locator(".zh").all_inner_texts() == ["全体人民"]
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "card"
    page.keyboard.press("Tab")
    assert page.evaluate(focused) == "全体人民"  # a related phrase that occurs here
    page.keyboard.press("Escape")
    assert card(page).is_hidden()
    assert page.evaluate(focused) == "共同富裕"


def test_marks_are_buttons_with_a_description(page):
    first = page.locator("mark").first
    assert first.get_attribute("role") == "button"
    first.click()
    assert (first.get_attribute("aria-expanded"), first.get_attribute("aria-describedby")) == ("true", "card")
    assert card(page).get_attribute("aria-label") == "About 共同富裕 common prosperity"


def test_the_card_goes_from_mention_to_mention(page):
    page.locator("mark").first.click()
    card(page).get_by_label("Next mention").click()
    assert "Mention 2 of 3 here" in card(page).inner_text()
    card(page).get_by_label("Next mention").last.click()
    assert "Mention 3 of 3 here" in card(page).inner_text()
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") in ("Previous mention", None)
    card(page).get_by_role("button", name="一带一路").click()
    assert card(page).locator(".zh").inner_text() == "一带一路"
    page.locator("h1").click()
    assert card(page).is_hidden()


def test_tapping_opens_the_card_at_the_foot_of_a_small_screen(visit, tagger):
    page = visit(partyspeak.read(TEXT, tagger=tagger), viewport={"width": 390, "height": 800}, has_touch=True)
    page.locator("mark").first.tap()
    box = card(page).bounding_box()
    assert box["x"] == 0
    assert box["width"] == 390
    assert box["y"] + box["height"] == pytest.approx(800, abs=1)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def listed(page):
    return page.locator("#list li").all_inner_texts()


def test_the_list_has_phrases_in_order_of_first_mention_with_counts(page):
    rows = [row.split() for row in listed(page)]
    assert [row[0] for row in rows] == ["共同富裕", "全体人民共同富裕", "全体人民", "一带一路"]
    assert [row[-1] for row in rows] == ["3", "1", "2", "1"]
    page.locator("#list li button").last.click()
    assert card(page).locator(".zh").inner_text() == "一带一路"


@pytest.mark.parametrize(
    ("switch", "left"),
    [
        ("Diplomacy", ["共同富裕 3", "全体人民共同富裕 1"]),
        ("Economy", ["全体人民 2", "一带一路 1"]),
        ("Unsure mentions", ["共同富裕 3", "全体人民共同富裕 1", "一带一路 1"]),
        ("Inside longer ones", ["共同富裕 2", "全体人民共同富裕 1", "一带一路 1", "全体人民 1"]),
    ],
)
def test_switches_filter_marks_and_list(page, switch, left):
    def rows():
        return sorted(f"{row.split()[0]} {row.split()[-1]}" for row in listed(page))

    before = rows()
    page.get_by_label(switch).uncheck()
    assert rows() == sorted(left)
    assert page.locator("mark.off").count() == {"Diplomacy": 2, "Economy": 3, "Unsure mentions": 1}.get(switch, 0)
    assert page.locator("mark.off[role], mark.off[tabindex]").count() == 0
    page.get_by_label(switch).check()
    assert rows() == before


def background(page):
    return page.evaluate("getComputedStyle(document.body).backgroundColor")


def test_light_and_dark_follow_the_system_or_the_button(visit, tagger):
    reading = partyspeak.read(TEXT, tagger=tagger)
    light, dark = background(visit(reading)), visit(reading, color_scheme="dark")
    dark_background = background(dark)
    assert light != dark_background
    dark.get_by_role("button", name="Colours").click()
    assert background(dark) == light
    dark.get_by_role("button", name="Colours").click()
    assert background(dark) == dark_background


def test_paper_has_the_marks_and_a_glossary_and_no_controls(page):
    page.locator("mark").first.click()
    assert page.locator("#glossary").is_hidden()
    page.pdf()  # printing is what builds the glossary
    page.emulate_media(media="print")
    assert page.locator("#panel").is_hidden()
    assert card(page).is_hidden()
    assert set(page.locator("#glossary .zh").all_inner_texts()) == {
        "共同富裕",
        "全体人民共同富裕",
        "全体人民",
        "一带一路",
    }
    assert "A gloss." in page.locator("#glossary").inner_text()
    assert page.locator("mark").first.is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("other", [None, ENGLISH])
def test_axe_finds_no_serious_fault(visit, tagger, scheme, other):
    page = visit(partyspeak.read(TEXT, other, tagger=tagger), color_scheme=scheme, bypass_csp=True)
    page.locator("mark").first.click()
    faults = axe.Axe().run(page).response["violations"]
    assert [fault["id"] for fault in faults if fault["impact"] in ("serious", "critical")] == []


def test_two_texts_side_by_side(visit, tagger):
    page = visit(partyspeak.read(TEXT, ENGLISH, tagger=tagger, title="甲", other_title="B"))
    assert marks(page, 1) == ["common prosperity", "shared wealth", "common prosperity"]
    assert page.locator("#list h3").all_inner_texts() == ["In both (1)", "Only in “甲” (3)", "Only in “B” (0)"]
    assert listed(page)[0].split()[-3:] == ["3", ":", "3"]
    page.locator("mark").first.click()
    assert page.locator("mark.partner").all_inner_texts() == ["common prosperity"]
    assert "3 times in “B”" in card(page).inner_text()
    card(page).get_by_role("button", name="Its counterpart").click()
    assert page.locator("mark.open").all_inner_texts() == ["common prosperity"]
    assert page.evaluate("document.activeElement.textContent") != ""


def test_two_long_texts_scroll_together(visit, tagger):
    filler = "这里没有什么。\n\n" * 60
    left, right = filler + "一带一路。\n\n" + filler, filler * 2 + "The Belt and Road Initiative.\n\n" + filler
    page = visit(partyspeak.read(left, right, tagger=tagger))
    page.locator(".text").first.hover(position={"x": 5, "y": 100})
    page.locator("mark").first.evaluate(
        "mark => mark.closest('.text').scrollTo({top: mark.offsetTop - 200, behavior: 'instant'})"
    )
    page.wait_for_timeout(300)
    tops = [page.locator("mark").nth(number).bounding_box()["y"] for number in (0, 1)]
    assert abs(tops[0] - tops[1]) < 60


def test_hostile_documents_are_only_text(visit, hostile_page):
    page = visit(hostile_page)
    page.locator("mark").first.click()
    card(page).wait_for()
    assert page.evaluate("window.hacked") is None
    text = page.locator(".text").first.inner_text()
    for line in HOSTILE[:5] + HOSTILE[6:9]:
        assert line.replace("\n", "") in text
    assert HOSTILE[0] in card(page).inner_text()
    assert page.locator("#card img, #card script, .text script, .text img, .text a").count() == 0
    page.pdf()
    assert page.evaluate("window.hacked") is None


def test_the_policy_stops_what_would_get_in(browser, tagger, tmp_path):
    path = partyspeak.read(TEXT, tagger=tagger).save(tmp_path / "page.html")
    page = browser.new_page()
    page.goto(path.as_uri())
    stopped = page.evaluate(
        """async () => {
            const stopped = [];
            document.addEventListener("securitypolicyviolation", (event) => stopped.push(event.effectiveDirective));
            const image = document.createElement("img");
            image.src = "http://example.invalid/";
            document.body.append(image);
            await fetch("http://example.invalid/").catch(() => 0);
            try { document.body.innerHTML += "<b>x</b>"; } catch { stopped.push("markup"); }
            try { document.body.setAttribute("onclick", "window.hacked = 1"); } catch { stopped.push("handler"); }
            document.body.click();
            await new Promise((done) => setTimeout(done, 200));
            return [...new Set(stopped), String(window.hacked)];
        }"""
    )
    assert set(stopped) >= {"img-src", "connect-src", "markup", "handler", "undefined"}
    page.close()


def test_a_long_document_opens_at_once(visit, lexicon):
    text = long_text(lexicon, 600)
    page = visit(partyspeak.read(text))
    assert page.locator("mark").count() >= 3000
    timing = page.evaluate("performance.getEntriesByType('paint')[0].startTime")
    assert timing < 3000  # generous: the machine that tests may be busy
    page.get_by_label("Economy").uncheck()
    assert page.locator("mark.off").count() > 0


def test_in_a_notebook_the_frame_is_alive_and_the_rest_untouched(visit, tagger):
    reading = partyspeak.read(TEXT, tagger=tagger)
    notebook = "<!doctype html><title>n</title><style>mark { color: red }</style><p><mark>x</mark></p>"
    page = visit(notebook + reading._repr_html_(), ready=False)
    frame = page.frame_locator("iframe")
    frame.locator("html[data-ready]").wait_for(state="attached")
    frame.locator("mark").first.click()
    assert "A gloss." in frame.locator("#card").inner_text()
    style = page.locator("p mark").evaluate("mark => [getComputedStyle(mark).color, getComputedStyle(mark).cursor]")
    assert style == ["rgb(255, 0, 0)", "auto"]
    assert frame.locator("mark").first.evaluate("mark => getComputedStyle(mark).color") != "rgb(255, 0, 0)"


def test_the_reader_speaks_chinese(visit, tagger):
    page = visit(partyspeak.read(TEXT, ENGLISH, tagger=tagger, title="甲", other_title="乙", language="zh"))
    assert page.evaluate("document.documentElement.lang") == "zh"
    assert page.locator("#list h3").all_inner_texts() == ["两篇都有 (1)", "只见于《甲》 (3)", "只见于《乙》 (0)"]
    page.locator("mark").first.click()
    says = card(page).inner_text()
    for part in ("最早用例", "其他英译", "此处第1次，共3次", "在《乙》中出现3次", "对应之处"):
        assert part in says
    page.get_by_label("外交").uncheck()
    assert page.locator("mark.off").count() == 2
    page.get_by_role("button", name="配色").click()
    assert "浅色" in page.locator("#panel").inner_text()


@pytest.fixture(params=["hidden", "shown"])
def sheet(request, tmp_path):
    """A sheet of all passages of the practice packet, as a page."""
    text = "\n\n".join(samples.load()["text"])
    path = seminar.sheet(text, tmp_path / "sheet.html", request.param, title="Practice")
    return path.read_text(encoding="utf-8")


def test_each_numbered_line_of_a_sheet_is_one_line_on_paper(visit, sheet):
    page = visit(sheet, ready=False)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 680, "height": 1000})  # A4 without its margins
    heights = page.evaluate(
        "[...document.querySelectorAll('#text span')].map((line) => line.getBoundingClientRect().height)"
    )
    one = sorted(heights)[len(heights) // 2]
    assert len(heights) > 100
    assert max(heights) < 1.7 * one


def test_a_sheet_has_no_serious_fault_and_its_key_begins_a_page(visit, sheet):
    page = visit(sheet, ready=False, bypass_csp=True)
    faults = axe.Axe().run(page).response["violations"]
    assert [fault["id"] for fault in faults if fault["impact"] in ("serious", "critical")] == []
    assert page.locator("#key").evaluate("(key) => getComputedStyle(key).breakBefore") == "page"
    assert page.locator("#print").is_visible()
    page.emulate_media(media="print")
    assert page.locator("#print").is_hidden()
