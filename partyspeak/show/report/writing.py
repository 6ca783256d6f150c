"""The report as one page: its sections in order, and the method of a corpus that writes it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from partyspeak.analysis.selection import Phrases, Where
from partyspeak.errors import PartyspeakError, SourceError
from partyspeak.lexicon import Lexicon
from partyspeak.show.page import escaped, page
from partyspeak.show.report import pictures, sections
from partyspeak.show.report.answers import MOVERS, Answers, fitting_period
from partyspeak.show.report.methods import methods
from partyspeak.show.report.summary import cautions, read
from partyspeak.show.words import Language, Words, need_language, words_of

if TYPE_CHECKING:
    from partyspeak.corpus import TaggedCorpus

__all__ = ["report", "report_page"]

MOST: Final = 2000
"""How many rows the table of first appearances may have."""

_FEWER: Final = 10
_TOGETHER: Final = 7  # so many lines stand in one panel, without bands
_PERIODS: Final = ("year", "month", "day")


def report(
    corpus: TaggedCorpus,
    path: str | Path,
    language: Language = "en",
    title: str | None = None,
    by: str | None = None,
    most: int = MOST,
    lexicon: Lexicon | None = None,
    notes: Sequence[str] = (),
    *,
    phrases: Phrases = None,
    lang: str | None = None,
    sure_only: bool = True,
    nested: bool = True,
    where: Where = None,
) -> Path:
    """Write one page on this corpus, for someone who was not at the keyboard.

    The page is a single file that asks nothing of the network: what was read, first appearances in their
    contexts, use over time, changes of temperature, new and fading phrases, wording, what to check, and how
    every number was made. Its tables sort and search. The choices ``phrases, lang, sure_only, nested, where``
    are those of :func:`partyspeak.analysis.selection.select`.

    Parameters
    ----------
    path : str or Path
        The file to write.
    language : {"en", "zh"}
        Of the page's own text at first; a button in the page changes it.
    title : str, optional
    by : {"year", "month", "day"}, optional
        The period that use is counted by; what fits the corpus when left out.
    most : int
        How many rows the table of first appearances may have; the other tables have a tenth of it. The page says
        how many more there are, and which call gives them.
    lexicon : Lexicon, optional
        The one that the corpus was tagged with, which tells why a mention is unsure; the curated one when left
        out, if it is the same.
    notes : sequence of str
        What else the reader should know, such as warnings from reading the documents.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    PartyspeakError
        For a choice that is not known.
    SourceError
        When the file cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from partyspeak import samples, tag
    >>> path = tag(samples.load(), id="id").report(Path(tempfile.mkdtemp()) / "report.html", phrases="new-era")
    >>> path.name
    'report.html'
    """
    path = Path(path)
    choices = {"phrases": phrases, "lang": lang, "sure_only": sure_only, "nested": nested, "where": where}
    whole = report_page(corpus, language, title, by, most, lexicon, notes, **choices)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(whole, encoding="utf-8")
    except OSError as error:
        raise SourceError(f"{path}: cannot be written ({error.strerror or error})") from None
    return path


def report_page(
    corpus: TaggedCorpus,
    language: Language = "en",
    title: str | None = None,
    by: str | None = None,
    most: int = MOST,
    lexicon: Lexicon | None = None,
    notes: Sequence[str] = (),
    **choices: object,
) -> str:
    """The page that :func:`report` writes, as HTML."""
    need_language(language)
    if by is not None and by not in _PERIODS:
        raise PartyspeakError(f"by={by!r} is not one of {', '.join(map(repr, _PERIODS))}")
    if most < 1:
        raise PartyspeakError(f"most={most} must be 1 or more")
    usual = {"phrases": None, "lang": None, "sure_only": True, "nested": True, "where": None}
    lexicon = Lexicon.default() if lexicon is None else lexicon
    known = lexicon if lexicon.version == corpus.settings.get("lexicon") else None
    answers = Answers(corpus, known, by or fitting_period(corpus.documents), {**usual, **choices})
    words = words_of("report")
    heading = escaped(title) if title else words.both("title", n=len(answers.documents))
    plain = title or words.text("title", language, n=len(answers.documents))
    return page("report", plain, _body(answers, words, heading, language, most, notes), language)


def _body(answers: Answers, words: Words, heading: str, language: Language, most: int, notes: Sequence[str]) -> str:
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
    chapters = "\n".join(
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
{chapters}</main></div>
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
    cells = words.both("heat_map_is", by=by, n=min(pictures.HEAT_ROWS, used), all=used)
    heat_map = _figure("heat", words.both("heat_map", by=by), cells, pictures.heat_map(answers, "h-heat"))
    if not pictures.has_lines(answers) or not answers.movers:
        return heat_map + f"<p>{words.both('timeline_none', by=by)}</p>" * bool(answers.movers)
    lines = [words.both("timeline_is", by=by, n=MOVERS)]
    if steps := pictures.window(answers):
        lines.append(words.both("timeline_window", by=by, before=steps - 1))
    if len(answers.movers) > _TOGETHER:
        lines.append(words.both("timeline_band"))
    drawn = pictures.timeline(answers, "h-timeline")
    return _figure("timeline", words.both("timeline"), words.prose(*lines), drawn) + heat_map


def _figure(label: str, heading: str, said: str, drawn: str) -> str:
    return (
        f"<figure><figcaption><h3 id=h-{label}>{heading}</h3><p>{said}</p></figcaption>"
        f"<div class=picture role=region aria-labelledby=h-{label}>{drawn}</div></figure>"
    )
