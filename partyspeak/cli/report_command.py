"""The command that writes a report: one page on a set of documents."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from partyspeak.cli.document_commands import end, tag_sources
from partyspeak.cli.log import Log
from partyspeak.cli.options import (
    BadDatesChoice,
    Claims,
    DateChoices,
    DateColumnName,
    DateFormat,
    Edges,
    ExtraLexicon,
    IdColumnName,
    LanguageAsked,
    PageLanguage,
    PhrasesAsked,
    Practice,
    Quiet,
    Since,
    Sources,
    Strict,
    TextColumnName,
    TimeZone,
    Unsure,
    Until,
    WhereAsked,
    chosen,
    chosen_language,
    chosen_lexicon,
)
from partyspeak.cli.output import say
from partyspeak.display.report.writing import MOST
from partyspeak.io import ReadingRecord
from partyspeak.store import is_store
from partyspeak.store.opening import read_parquet

__all__ = ["COMMANDS"]


def report(
    sources: Sources = None,
    output: Annotated[Path, typer.Option("-o", "--output", help="The page to write.")] = Path("report.html"),
    practice: Practice = False,
    language: PageLanguage = "en",
    title: Annotated[str | None, typer.Option(help="Title of the page.")] = None,
    by: Annotated[
        str | None,
        typer.Option(help="Count by year, month or day; by default, what fits the dates.", show_default=False),
    ] = None,
    most: Annotated[
        int, typer.Option(min=1, help="Maximum number of first appearances; other tables show a tenth.")
    ] = MOST,
    phrases: PhrasesAsked = None,
    lang: LanguageAsked = None,
    since: Since = None,
    until: Until = None,
    where: WhereAsked = None,
    unsure: Unsure = False,
    text: TextColumnName = "text",
    date: DateColumnName = "date",
    id: IdColumnName = None,
    bad_dates: BadDatesChoice = "raise",
    date_format: DateFormat = None,
    timezone: TimeZone = None,
    strict: Strict = False,
    lexicon: ExtraLexicon = None,
    claims: Claims = None,
    edges: Edges = "auto",
    quiet: Quiet = False,
) -> None:
    """Write a report on documents: one page that needs no network.

    Example:  partyspeak report speeches.csv -o report.html --language zh

    A store made by `partyspeak tag` is read into memory as a whole.
    """
    spoken = chosen_language(language)
    notes: list[str] = []
    record = ReadingRecord(strict)
    if sources and len(sources) == 1 and is_store(sources[0]):
        corpus = read_parquet(sources[0])
        notes += _of_last_run(sources[0])
    else:
        dates = DateChoices(bad_dates, date_format, timezone)
        corpus = tag_sources(sources, practice, text, date, id, dates, lexicon, edges, record, Log(quiet), notes)
    words = chosen_lexicon(lexicon)
    written = corpus.report(
        output, spoken, title, by, most, words, notes, **chosen(phrases, lang, since, until, where, unsure)
    )
    if not quiet:
        say(f"{corpus!r} → {written}")
    end(record)


def _of_last_run(store: Path) -> list[str]:
    """What the last run on a store left out, how it failed if it did, and what it warned of or noted."""
    try:
        run = json.loads((store / "run.json").read_text(encoding="utf-8"))
        left_out = run["counts"]["skipped"] + run["counts"]["failed"]
        notes = [str(note) for note in (run["error"], *run["reading"], *run["warnings"]) if note]
    except (OSError, ValueError, KeyError, TypeError):
        return []  # a store need not have been written by this command line
    if left_out:
        notes.insert(0, f"The last run on this store left out {left_out:,} rows or files; its run.json names them.")
    return notes


COMMANDS = (report,)
