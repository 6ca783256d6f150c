"""Arguments and options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from partyspeak.corpus import BadDates
from partyspeak.lexicon import Lexicon
from partyspeak.show.words import LANGUAGES, Language
from partyspeak.tagger import EDGES, Tagger

Sources = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="SOURCE…",
        show_default=False,
        help="CSV, TSV, JSON Lines, Parquet, Excel; text, Markdown, HTML, Word, PDF; folders of these; a store.",
    ),
]
Practice = Annotated[bool, typer.Option("--samples", help="Use the practice packet in place of a SOURCE.")]
TextColumnName = Annotated[str, typer.Option("--text", help="The column of the text.")]
DateColumnName = Annotated[str, typer.Option("--date", help="The column of the date; '' for undated documents.")]
IdColumnName = Annotated[
    str | None, typer.Option("--id", help="The column of the id; else the column id, else the row's number.")
]
BadDatesChoice = Annotated[str, typer.Option("--bad-dates", help="raise, or keep: leave unreadable dates empty.")]
DateFormat = Annotated[
    str | None,
    typer.Option(
        "--date-format", show_default=False, help="How the dates are written, as %d/%m/%Y; else what is usual."
    ),
]
TimeZone = Annotated[
    str | None,
    typer.Option(
        "--timezone", show_default=False, help="Date times with a time zone by the day it was here, as Asia/Shanghai."
    ),
]
ExtraLexicon = Annotated[
    list[Path] | None,
    typer.Option("--lexicon", show_default=False, help="Add a TOML or CSV lexicon of your own; it wins over ours."),
]
Output = Annotated[Path | None, typer.Option("-o", "--output", help="Write here: .csv, .jsonl or .parquet.")]
Unsure = Annotated[bool, typer.Option("--unsure", help="Count unsure mentions too.")]
Edges = Annotated[
    str, typer.Option("--edges", help=f"How Chinese word edges are judged: {', '.join(EDGES)}.", show_default=True)
]
Quiet = Annotated[bool, typer.Option("--quiet", help="Say nothing but errors.")]
PageLanguage = Annotated[
    str, typer.Option("--language", help=f"The language of the page's own text: {' or '.join(LANGUAGES)}.")
]
Workers = Annotated[int, typer.Option("--workers", min=1, help="How many processes tag; the rows are the same.")]


def chosen_lexicon(extra: list[Path] | None) -> Lexicon:
    """The curated lexicon, with the user's own over it."""
    return Lexicon.default() | Lexicon.load(*extra) if extra else Lexicon.default()


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
