"""The chapters of the report in their order, with what stands above and below them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from partyspeak.display.interface_text import Language, Words
from partyspeak.display.report import pictures, sections
from partyspeak.display.report.facts import MOVERS, Answers
from partyspeak.display.report.methods import methods
from partyspeak.display.report.summary import cautions, read

__all__ = ["chapters"]

_FEWER: Final = 10
_TOGETHER: Final = 7  # this many lines are in one panel, without bands


def chapters(answers: Answers, words: Words, heading: str, language: Language, most: int, notes: Sequence[str]) -> str:
    """The body of the page: its head, what to know first, and the chapters."""
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
    links = "".join(f'<li><a href="#{key}">{words.both(key)}</a>' for key, _ in parts)
    texts = "\n".join(
        f"<section id={key} aria-labelledby=h-{key}><h2 id=h-{key}>{words.both(key)}</h2>{content}</section>"
        for key, content in parts
    )
    settings = answers.corpus.settings
    made = words.both("made_by", version=settings.get("partyspeak", ""), lexicon=settings.get("lexicon", ""))
    return f"""<header><div class=switches>{_switches(words)}</div><h1>{heading}</h1></header>
<noscript><p>{words.both("no_script")}</p></noscript>
<div class=frame><nav {words.attributes("aria-label", "contents", language)}><ol>{links}</ol></nav>
<main><aside class=cautions aria-labelledby=h-warnings><h2 id=h-warnings>{words.both("warnings")}</h2>
{cautions(answers, words, notes)}</aside>
{texts}</main></div>
<footer><p>{made}</p></footer>"""


def _switches(words: Words) -> str:
    colours = "".join(f"<span class={one}>{words.both(f'colours_{one}')}</span>" for one in ("auto", "light", "dark"))
    return (
        f"<button type=button id=language>{words.both('switch_language')}</button>"
        f"<button type=button id=colours>{colours}</button>"
    )


def _use(answers: Answers, words: Words) -> str:
    if not pictures.can_draw():
        return f"<p>{words.both('warn_no_charts')}</p>"
    by = words.said(f"period_{answers.by}")
    used = answers.mentions["phrase"].nunique()
    heat = "heat_map_is" if pictures.per(answers) == "documents" else "heat_map_is_rate"
    cells = words.both(heat, by=by, n=min(pictures.HEAT_ROWS, used), all=used)
    heat_map = _figure("heat", words.both("heat_map", by=by), cells, pictures.heat_map(answers, "h-heat"))
    if not pictures.has_lines(answers) or not answers.movers:
        return heat_map + f"<p>{words.both('timeline_none', by=by)}</p>" * bool(answers.movers)
    steps = pictures.window(answers)
    shares = pictures.per(answers, steps) == "documents"
    lines = [words.both("timeline_is" if shares else "timeline_is_rate", by=by, n=MOVERS)]
    if steps:
        lines.append(words.both("timeline_window", by=by, before=steps - 1))
    if len(answers.movers) > _TOGETHER:
        lines.append(words.both("timeline_band" if shares else "timeline_band_rate"))
    drawn = pictures.timeline(answers, "h-timeline")
    return _figure("timeline", words.both("timeline"), words.prose(*lines), drawn) + heat_map


def _figure(label: str, heading: str, said: str, drawn: str) -> str:
    return (
        f"<figure><figcaption><h3 id=h-{label}>{heading}</h3><p>{said}</p></figcaption>"
        f"<div class=picture role=region aria-labelledby=h-{label}>{drawn}</div></figure>"
    )
