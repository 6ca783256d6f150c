"""The chapters of the report in order, with header and footer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from markupsafe import Markup

from partyspeak.display.interface_text import InterfaceText, Language
from partyspeak.display.page import render
from partyspeak.display.report import pictures, sections
from partyspeak.display.report.facts import MOVERS, Answers
from partyspeak.display.report.methods import methods
from partyspeak.display.report.summary import cautions, read

__all__ = ["chapters"]

_FEWER: Final = 10
_PARAGRAPH: Final = Markup("<p>{}</p>")
_TOGETHER: Final = 7  # this many lines are in one panel, without bands


def chapters(
    answers: Answers, words: InterfaceText, heading: Markup, language: Language, most: int, notes: Sequence[str]
) -> Markup:
    """The body of the page: header, cautions and chapters."""
    parts = [("read", read(answers, words))]
    dated = bool(answers.documents["date"].notna().any())
    parts.append(("first", sections.first(answers, words, most)))
    if dated and not answers.mentions.empty:
        fewer = max(most // _FEWER, 1)
        parts.append(("use", _use(answers, words)))
        parts.append(("temperature", sections.temperature(answers, words, fewer)))
        parts.append(("lives", sections.lives(answers, words, fewer)))
        parts.append(("wording", sections.wording(answers, words, fewer)))
    parts += [("check", sections.check(answers, words, max(most // _FEWER, 1))), ("methods", methods(answers, words))]
    return render(
        "report.html", words=words, heading=heading, language=language, parts=parts,
        cautions=cautions(answers, words, notes), settings=answers.corpus.settings,
    )  # fmt: skip


def _use(answers: Answers, words: InterfaceText) -> Markup:
    if not pictures.can_draw():
        return _PARAGRAPH.format(words.both("warn_no_charts"))
    by = words.said(f"period_{answers.by}")
    used = answers.mentions["phrase"].nunique()
    heat = "heat_map_is" if pictures.per(answers) == "documents" else "heat_map_is_rate"
    cells = words.both(heat, by=by, n=min(pictures.HEAT_ROWS, used), all=used)
    heat_map = _figure("heat", words.both("heat_map", by=by), cells, pictures.heat_map(answers, "h-heat"))
    if not answers.movers:
        return heat_map
    if not pictures.has_lines(answers):
        return heat_map + _PARAGRAPH.format(words.both("timeline_none", by=by))
    steps = pictures.window(answers)
    shares = pictures.per(answers, steps) == "documents"
    lines = [words.both("timeline_is" if shares else "timeline_is_rate", by=by, n=MOVERS)]
    if steps:
        lines.append(words.both("timeline_window", by=by, before=steps - 1))
    if len(answers.movers) > _TOGETHER:
        lines.append(words.both("timeline_band" if shares else "timeline_band_rate"))
    drawn = pictures.timeline(answers, "h-timeline")
    return _figure("timeline", words.both("timeline"), words.prose(*lines), drawn) + heat_map


def _figure(label: str, heading: Markup, said: Markup, drawn: Markup) -> Markup:
    return render("report_figure.html", label=label, heading=heading, said=said, drawn=drawn)
