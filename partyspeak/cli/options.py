"""Arguments and options that several commands share."""

from __future__ import annotations

from contextvars import ContextVar
from functools import reduce
from pathlib import Path
from typing import Annotated, Final, NamedTuple, cast

import typer

from partyspeak.cli.output import say
from partyspeak.corpus.choices import Choices
from partyspeak.corpus.tagging import BadDates
from partyspeak.display.interface_text import LANGUAGES, Language
from partyspeak.errors import ClaimError
from partyspeak.lexicon.claims import ClaimsChoice
from partyspeak.lexicon.lexicon import Lexicon, read_each
from partyspeak.matching.tagger import EDGES, Tagger

_CALL: Final[ContextVar[typer.Context]] = ContextVar("the call that is being run")


def _remember_call(call: typer.Context, claims: str | None) -> str | None:
    """Keep the call, so that :func:`chosen_lexicon` knows its ``--claims`` without every function handing it on."""
    _CALL.set(call)
    if claims not in (None, "mine", "both"):
        raise typer.BadParameter(f"{claims!r} is neither mine nor both")
    return claims


Sources = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="SOURCE…",
        show_default=False,
        help="CSV, TSV, JSON, JSON Lines, Parquet, Excel; text, Markdown, HTML, Word, PDF; folders of these; a store.",
    ),
]
Practice = Annotated[bool, typer.Option("--samples", help="Use the practice packet in place of a SOURCE.")]
TextColumnName = Annotated[str, typer.Option("--text", help="The column of the text.")]
DateColumnName = Annotated[str, typer.Option("--date", help="The column of the date; '' for undated documents.")]
IdColumnName = Annotated[
    str | None, typer.Option("--id", help="The column of the id; else the column id, else file and row (docs.csv:17).")
]
BadDatesChoice = Annotated[str, typer.Option("--bad-dates", help="raise, or keep: leave unreadable dates empty.")]
DateFormat = Annotated[
    str | None,
    typer.Option(
        "--date-format", show_default=False, help="Format of the dates, such as %d/%m/%Y; common formats need none."
    ),
]
TimeZone = Annotated[
    str | None,
    typer.Option(
        "--timezone", show_default=False, help="Time zone that decides the day of date times, such as Asia/Shanghai."
    ),
]
ExtraLexicon = Annotated[
    list[Path] | None,
    typer.Option(
        "--lexicon", show_default=False, help="Add a TOML or CSV lexicon of your own; its entries replace ours."
    ),
]
Claims = Annotated[
    str | None,
    typer.Option(
        "--claims",
        show_default=False,
        callback=_remember_call,
        help="Forms that your lexicon and ours claim: mine (your phrase keeps them) or both (both do, unsure).",
    ),
]
Output = Annotated[Path | None, typer.Option("-o", "--output", help="Write here: .csv, .jsonl or .parquet.")]
Unsure = Annotated[bool, typer.Option("--unsure", help="Count unsure mentions too.")]
PhrasesAsked = Annotated[
    list[str] | None,
    typer.Option(
        "--phrases", show_default=False, help="Only these, by id, Chinese, English or pinyin; may be repeated."
    ),
]
LanguageAsked = Annotated[str | None, typer.Option("--lang", show_default=False, help="Only mentions in zh or en.")]
Since = Annotated[
    str | None, typer.Option("--since", show_default=False, help="Only documents of this year, month or day and later.")
]
Until = Annotated[
    str | None,
    typer.Option("--until", show_default=False, help="Only documents of this year, month or day and earlier."),
]
WhereAsked = Annotated[
    str | None,
    typer.Option(
        "--where", show_default=False, help="Only documents that meet a condition, such as \"source == 'Xinhua'\"."
    ),
]
Edges = Annotated[
    str, typer.Option("--edges", help=f"How Chinese word edges are judged: {', '.join(EDGES)}.", show_default=True)
]
Strict = Annotated[bool, typer.Option("--strict", help="Stop at the first row or file that cannot be read.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Show errors only.")]
PageLanguage = Annotated[
    str, typer.Option("--language", help=f"The language of the page's own text: {' or '.join(LANGUAGES)}.")
]
Row = Annotated[
    str | None, typer.Option("--row", help="Which document of a table: its id, or its number.", show_default=False)
]
Workers = Annotated[int, typer.Option("--workers", min=1, help="Number of processes; the rows are the same.")]

_WAY_OUT: Final = (
    "Take each form out of your entry, or decide: with --claims mine your phrases keep the forms and the curated ones "
    "lose them; with --claims both they are shared, and their mentions are unsure where since, until and the date of "
    "the document do not decide."
)


def chosen(
    phrases: list[str] | None, lang: str | None, since: str | None, until: str | None, where: str | None, unsure: bool
) -> Choices:
    """Which documents and mentions a command is about."""
    choices = Choices(since=since, until=until, where=where, sure_only=not unsure)
    if phrases:
        choices["phrases"] = phrases
    if lang is not None:
        if lang not in ("zh", "en"):
            raise typer.BadParameter(f"{lang!r} is neither zh nor en", param_hint="--lang")
        choices["lang"] = "zh" if lang == "zh" else "en"
    return choices


class DateChoices(NamedTuple):
    """How a command reads dates, from its options."""

    bad_dates: str
    date_format: str | None
    timezone: str | None


def chosen_lexicon(extra: list[Path] | None) -> Lexicon:
    """The curated lexicon, with the user's own over it; ``--claims`` decides where both claim a form."""
    if not extra:
        return Lexicon.default()
    call = _CALL.get()
    known: dict[tuple[Path, ...], Lexicon] = call.meta.setdefault("partyspeak.lexicons", {})
    if tuple(extra) not in known:
        known[tuple(extra)] = _with_own(extra, call.params.get("claims"))
        if call.params.get("claims") and not (call.params.get("quiet") or call.params.get("json_log")):
            _note_claims(known[tuple(extra)])
    return known[tuple(extra)]


def _with_own(extra: list[Path], claims: str | None) -> Lexicon:
    curated, choice = Lexicon.default(), cast("ClaimsChoice | None", claims)
    try:
        own = reduce(lambda one, other: one.merge(other, claims=choice), read_each(extra))
        if claims == "mine":  # merge() leaves forms to its own lexicon, and ids to the other one
            others = Lexicon((phrase for phrase in curated.values() if phrase.id not in own), curated.sources.values)
            return own.merge(others, claims="mine")
        return curated.merge(own, claims=choice)
    except ClaimError as error:
        raise ClaimError(error.faults, _WAY_OUT) from None


def _note_claims(merged: Lexicon) -> None:
    curated = Lexicon.default()
    changed = [
        f"[{phrase.id}]"
        for phrase in curated.values()
        if phrase.file == merged[phrase.id].file and phrase != merged[phrase.id]
    ]
    if changed:
        shown = ", ".join(changed[:5]) + (", …" if len(changed) > 5 else "")
        say(f"partyspeak: --claims changed forms of {len(changed)} curated phrase(s): {shown}")


def chosen_tagger(lexicon: list[Path] | None, edges: str) -> Tagger:
    """A tagger with the lexicon and the edges that were asked for."""
    if edges not in EDGES:
        raise typer.BadParameter(f"{edges!r} is not one of {', '.join(EDGES)}", param_hint="--edges")
    return Tagger(chosen_lexicon(lexicon), edges=edges)


def chosen_language(language: str) -> Language:
    """The language of a page."""
    if language not in LANGUAGES:
        raise typer.BadParameter(f"{language!r} is not one of {', '.join(LANGUAGES)}", param_hint="--language")
    return "zh" if language == "zh" else "en"


def chosen_bad_dates(choice: str) -> BadDates:
    """What to do with dates that cannot be read."""
    if choice not in ("raise", "keep"):
        raise typer.BadParameter(f"{choice!r} is neither raise nor keep", param_hint="--bad-dates")
    return "keep" if choice == "keep" else "raise"


def need_one_source(sources: list[Path] | None, practice: bool) -> None:
    """A call names its documents, or asks for the practice packet."""
    if bool(sources) == practice:
        raise typer.BadParameter("name a SOURCE, or use --samples (one of the two)")
