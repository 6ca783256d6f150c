"""Charts as pictures in the page: Altair's own, drawn once as SVG, which needs no script and opens at once.

Vega's scripts would add a megabyte to the page and ask it to run code made from text, which a strict
content-security policy forbids. What the drawing says in words (its title, its axes) is left to the page, which
says it in two languages; colours that a dark page must change are named in the page's style.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

import pandas as pd
from markupsafe import Markup

from partyspeak.analysis.scale import LEAST_DOCUMENTS as FEW
from partyspeak.display.numbers import MARK_TEXT, tick_format
from partyspeak.display.page import all_shown
from partyspeak.display.report.facts import Answers

if TYPE_CHECKING:
    from xml.etree import ElementTree

__all__ = ["FEW", "HEAT_ROWS", "SHADES", "WINDOW", "can_draw", "has_lines", "heat_map", "per", "timeline", "window"]

HEAT_ROWS: Final = 30
WINDOW: Final = 5
"""How many periods one point of a line stands for, where single periods hold few documents."""

SHADES: Final = ("#dfe7ef", "#bccfe2", "#94b3d2", "#6a95c1", "#4277ab", "#245990", "#0f3d6e")
_SVG: Final = "{http://www.w3.org/2000/svg}"
_NUMBERS: Final = re.compile(r"\d+\.\d{2,}")


def can_draw() -> bool:
    """Whether the charts extra is installed."""
    try:
        import altair  # noqa: F401 - only looked for
        import vl_convert  # noqa: F401
    except ImportError:
        return False
    return True


def has_lines(answers: Answers) -> bool:
    """Whether lines are continuous; if most periods have no documents, they break at nearly every point."""
    return 2 * len(answers.periods) > answers.width


def window(answers: Answers) -> int | None:
    """The number of periods over which a line is averaged: several if half of the periods have few documents."""
    few = len(answers.sizes) > 2 * WINDOW and answers.sizes.median() < FEW
    return WINDOW if few else None


def per(answers: Answers, steps: int | None = None) -> str:
    """The unit of rates: documents, or a million characters or words where points represent few documents."""
    enough = len(answers.sizes) and answers.sizes.median() * (steps or 1) >= FEW
    return "documents" if enough else "million"


def timeline(answers: Answers, label: str) -> Markup:
    """Lines of the phrases that rose and fell most, as SVG."""
    from partyspeak.display.charts.corpus_charts import counts_of
    from partyspeak.display.charts.scope import scope
    from partyspeak.display.charts.timeline import timeline

    about = scope(answers.corpus, {"phrases": answers.movers}, len(answers.movers), answers.by)
    steps = window(answers)
    table = counts_of(about, answers.by, per(answers, steps), steps, False, 0.95)
    return _drawn(timeline(table, about.lexicon, answers.by, confidence=0.95).to_dict(), label, table)


def heat_map(answers: Answers, label: str) -> Markup:
    """The most used phrases by periods as SVG."""
    from partyspeak.display.charts.corpus_charts import counts_of
    from partyspeak.display.charts.heat_map import heat_map
    from partyspeak.display.charts.scope import scope

    about = scope(answers.corpus, {}, HEAT_ROWS, answers.by)
    table = counts_of(about, answers.by, per(answers))
    return _drawn(heat_map(table, about.lexicon, answers.by).to_dict(), label, table)


def _drawn(spec: dict[str, Any], label: str, table: pd.DataFrame) -> Markup:
    import vl_convert

    from partyspeak.display.charts.finished_chart import vega_version

    rates = table["rate"].dropna() if "rate" in table else pd.Series(dtype=float)
    for node in _nodes(spec):
        _say_less(node, float(rates.max()) if len(rates) and rates.max() else 1.0)
    spec.pop("title", None)
    spec["background"] = None
    spec["padding"] = {"left": 30, "right": 5, "top": 5, "bottom": 5}  # labels may be wider in a reader's fonts
    # The converter ends the whole process at a control character.
    drawn = vl_convert.vegalite_to_svg(all_shown(spec), vl_version=vega_version(), allowed_base_urls=[])
    return _lean(drawn, label)


def _nodes(spec: Any) -> Iterator[dict[str, Any]]:
    """Every object of a chart except its data."""
    if isinstance(spec, dict):
        yield spec
        for name, child in spec.items():
            if name not in ("data", "datasets"):
                yield from _nodes(child)
    elif isinstance(spec, list):
        for child in spec:
            yield from _nodes(child)


def _say_less(node: dict[str, Any], top: float) -> None:
    """Remove the titles of axes and legends, and use shades that a dark page can replace."""
    for name in ("x", "y", "color"):
        channel = node.get(name)
        if isinstance(channel, dict) and "title" in channel:
            channel["title"] = None
    scale = node.get("scale")
    if isinstance(scale, dict) and scale.get("scheme") == "viridis":
        node["scale"] = {"type": "quantize", "range": list(SHADES), "domain": [0, top]}
        node.pop("bin", None)
        node["legend"] = {**(node.get("legend") or {}), "gradientLength": 80 * len(SHADES), "labelOverlap": "greedy"}
        node["legend"].pop("tickMinStep", None)
        limits = [top * number / len(SHADES) for number in range(len(SHADES) + 1)]
        node["legend"].pop("values", None)
        node["legend"]["format"] = tick_format(limits, percent=node["legend"].get("format", "").endswith("%"))


def _lean(drawn: str, label: str) -> Markup:
    """The drawing without the parts that only a separate page needs; descriptions of cells become tooltips."""
    from xml.etree import ElementTree

    ElementTree.register_namespace("", "http://www.w3.org/2000/svg")
    root = ElementTree.fromstring(drawn)
    for parent in root.iter():
        for child in list(parent):
            if child.get("display") == "none" or child.get("class") in ("background", "foreground"):
                parent.remove(child)
    for element in root.iter():
        _strip(element)
    root.set("role", "img")
    root.set("aria-labelledby", label)
    # In an HTML page an <svg> needs no name space.
    whole = ElementTree.tostring(root, encoding="unicode")
    return Markup(whole.replace(' xmlns="http://www.w3.org/2000/svg"', "", 1))


def _strip(element: ElementTree.Element) -> None:
    said = element.attrib.pop("aria-label", "")
    if said.startswith(MARK_TEXT):
        title = element.makeelement(f"{_SVG}title", {})
        element.append(title)
        title.text = said.removeprefix(MARK_TEXT)
    for name in ("role", "aria-roledescription", "aria-hidden", "font-family", "pointer-events", "class", "id"):
        element.attrib.pop(name, None)
    for name in ("opacity", "fill-opacity", "stroke-opacity", "stroke-miterlimit"):
        if element.get(name) in ("1", "10"):
            del element.attrib[name]
    for name in ("d", "transform"):
        if name in element.attrib:
            element.set(name, _NUMBERS.sub(lambda number: f"{float(number[0]):.1f}", element.attrib[name]))
