"""The command that finds what the lexicon does not have yet: discover."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from partyspeak.analysis.discovery import remember
from partyspeak.cli.document_commands import end, tag_sources
from partyspeak.cli.options import (
    BadDatesChoice,
    Claims,
    DateChoices,
    DateColumnName,
    DateFormat,
    Edges,
    ExtraLexicon,
    IdColumnName,
    Practice,
    Sources,
    Strict,
    TextColumnName,
    TimeZone,
)
from partyspeak.cli.output import give, progress, say
from partyspeak.display import terminal
from partyspeak.io import ReadingRecord
from partyspeak.store import is_store
from partyspeak.store.opening import read_parquet

__all__ = ["COMMANDS"]

_SHOWN = ["candidate", "kind", "score", "first_date", "documents", "variant_of", "nearest_form", "context_1"]


def discover(
    sources: Sources = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="Write here: .csv, .jsonl or .parquet; .toml for draft entries."),
    ] = None,
    practice: Practice = False,
    since: Annotated[str | None, typer.Option(help="Only what is new from this date on.")] = None,
    lang: Annotated[str | None, typer.Option(help="zh or en; both when left out.")] = None,
    least: Annotated[int, typer.Option(min=2, help="Minimum number of documents with a candidate.")] = 3,
    n: Annotated[int, typer.Option("-n", min=1, help="Maximum number of candidates, and of variants.")] = 50,
    source_column: Annotated[
        str | None, typer.Option("--source-column", help="The column that distinguishes sources.")
    ] = None,
    judged: Annotated[
        Path, typer.Option(help="File that keeps your verdicts; what is judged is not shown again.")
    ] = Path("judged-candidates.csv"),
    accept: Annotated[list[str] | None, typer.Option(help="Record this candidate as accepted.")] = None,
    reject: Annotated[list[str] | None, typer.Option(help="Record this candidate as rejected.")] = None,
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
) -> None:
    """Find set phrases that the lexicon does not have yet, most likely first; variants of known ones separately.

    Example:  partyspeak discover speeches.csv --since 2020 -o candidates.csv
    """
    if accept or reject:
        say(f"{remember(judged, accept or (), reject or ()):,} verdicts → {judged}")
        if not sources and not practice:
            return
    record = ReadingRecord(strict)
    if sources and len(sources) == 1 and is_store(sources[0]):
        if lexicon:
            raise typer.BadParameter("a store is tagged already; use tag --retag", param_hint="--lexicon")
        corpus = read_parquet(sources[0])
    else:
        dates = DateChoices(bad_dates, date_format, timezone)
        corpus = tag_sources(sources, practice, text, date, id, dates, lexicon, edges, record)
    with progress(100, "discovering") as done:
        table = corpus.discover(lang, since, least=least, n=n, source=source_column, judged=judged, progress=done)
    if output is not None and output.suffix.lower() == ".toml":
        output.write_text(table.to_toml(), encoding="utf-8")
        say(f"{len(table):,} candidates → {output}")
    else:
        give(table, output, lambda: terminal.as_table(table[_SHOWN].round({"score": 1})))
    end(record)


COMMANDS = (discover,)
