"""Commands on documents: first, frequency, read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from partyspeak.analysis.dated import date_sentences
from partyspeak.analysis.periods import PERIODS, needs_precision
from partyspeak.cli.log import Log, say_record, warnings_as_messages
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
    Output,
    PageLanguage,
    PhrasesAsked,
    Practice,
    Row,
    Since,
    Sources,
    Strict,
    TextColumnName,
    TimeZone,
    Unsure,
    Until,
    WhereAsked,
    chosen,
    chosen_bad_dates,
    chosen_language,
    chosen_tagger,
    need_one_source,
)
from partyspeak.cli.output import give, progress, results, say
from partyspeak.cli.statuses import PARTLY
from partyspeak.corpus.corpus import TaggedCorpus
from partyspeak.corpus.tagging import tag
from partyspeak.datasets import samples
from partyspeak.display import reader, terminal
from partyspeak.display.reader import Reading
from partyspeak.io import ReadingRecord, called_by_id, read_documents
from partyspeak.store import is_store
from partyspeak.store.out_of_core import StoredCorpus, open_store

__all__ = ["COMMANDS", "end", "tag_sources"]


def first(
    sources: Sources = None,
    output: Output = None,
    practice: Practice = False,
    by: Annotated[str | None, typer.Option(help="Within each value of this column.")] = None,
    n: Annotated[int, typer.Option("-n", min=1, help="Number of earliest documents to list.")] = 1,
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
) -> None:
    """Report when each phrase first appears, with the words around it.

    Example:  partyspeak first speeches.csv -o first.csv
    """
    choices = chosen(phrases, lang, since, until, where, unsure)
    record = ReadingRecord(strict)
    dates = DateChoices(bad_dates, date_format, timezone)
    corpus = _corpus(sources, practice, text, date, id, dates, lexicon, edges, record)
    _say_dates(corpus)
    table = corpus.first_appearances(by=by, n=n, **choices)
    give(table, output, lambda: terminal.first_appearances(table, by))
    end(record)


def frequency(
    sources: Sources = None,
    by: Annotated[str, typer.Option(help=f"{', '.join(PERIODS)}, or a column.")] = "year",
    per: Annotated[
        str | None, typer.Option(help="documents: share of documents; million: per million characters or words.")
    ] = None,
    output: Output = None,
    practice: Practice = False,
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
) -> None:
    """Count each phrase by year, quarter, month, day or a column.

    Example:  partyspeak frequency speeches.csv --by quarter --per million -o counts.csv
    """
    choices = chosen(phrases, lang, since, until, where, unsure)
    record = ReadingRecord(strict)
    dates = DateChoices(bad_dates, date_format, timezone)
    corpus = _corpus(sources, practice, text, date, id, dates, lexicon, edges, record)
    _say_dates(corpus)
    table = corpus.frequency(by=by, per=per, **choices)
    if coarse := sum(needs_precision(some, by) for some in _documents(corpus)):
        say(f"{coarse} documents are dated too coarsely for a {by}; their rows have no period")
    give(table, output)
    end(record)


def _say_dates(corpus: TaggedCorpus | StoredCorpus) -> None:
    """Say how documents are dated and how many are not; tagging has already warned of doubtful dates."""
    for sentence in date_sentences(_documents(corpus), doubts=not isinstance(corpus, TaggedCorpus)):
        say(sentence)


def _documents(corpus: TaggedCorpus | StoredCorpus) -> Iterator[pd.DataFrame]:
    pieces = [corpus] if isinstance(corpus, TaggedCorpus) else corpus.pieces(texts=False)
    return (piece.documents for piece in pieces)


def read(
    file: Annotated[Path, typer.Argument(help="A file of any supported kind.")],
    other: Annotated[Path | None, typer.Argument(help="A second file to show beside it.", show_default=False)] = None,
    page: Annotated[
        Path | None, typer.Option("--html", help="Write a page for a browser here.", show_default=False)
    ] = None,
    date: Annotated[str | None, typer.Option(help="Its date; decides where two phrases share a wording.")] = None,
    other_date: Annotated[str | None, typer.Option(help="Date of the second file.")] = None,
    row: Row = None,
    other_row: Annotated[str | None, typer.Option(help="Row of the second file.", show_default=False)] = None,
    text: TextColumnName = "text",
    id: IdColumnName = None,
    language: PageLanguage = "en",
    lexicon: ExtraLexicon = None,
    claims: Claims = None,
    edges: Edges = "auto",
) -> None:
    """Show one document with its phrases marked, and what they mean; or two side by side.

    Example:  partyspeak read speech.txt --html speech.html
    """
    spoken = chosen_language(language)
    tagger = chosen_tagger(lexicon, edges)
    record = ReadingRecord()
    reading = reader.read(
        file, other, tagger=tagger, date=date, other_date=other_date, row=row, other_row=other_row,
        text_column=text, id_column=id, language=spoken, record=record,
    )  # fmt: skip
    say_record(record, Log())
    if page is not None:
        say(f"{reading!r} → {reading.save(page)}")
    else:
        _print(reading)
    end(record)


def _print(reading: Reading) -> None:
    for document in reading.documents:
        if reading.other:
            results.print(terminal.heading(document.title))
        results.print(terminal.marked(document.text, document.mentions, colour=results.is_terminal), soft_wrap=True)
    if reading.other:
        results.print(terminal.as_table(reading.to_frame()))
    mentions = [mention for document in reading.documents for mention in document.mentions]
    results.print(terminal.legend(reading.lexicon, mentions), soft_wrap=not results.is_terminal)


def _corpus(
    sources: list[Path] | None,
    practice: bool,
    text: str,
    date: str,
    id: str | None,
    dates: DateChoices,
    lexicon: list[Path] | None,
    edges: str,
    record: ReadingRecord,
) -> TaggedCorpus | StoredCorpus:
    if sources and len(sources) == 1 and is_store(sources[0]):
        if lexicon:
            raise typer.BadParameter("a store is tagged already; use tag --retag", param_hint="--lexicon")
        return open_store(sources[0])
    return tag_sources(sources, practice, text, date, id, dates, lexicon, edges, record)


def tag_sources(
    sources: list[Path] | None,
    practice: bool,
    text: str,
    date: str,
    id: str | None,
    dates: DateChoices,
    lexicon: list[Path] | None,
    edges: str,
    record: ReadingRecord,
    log: Log | None = None,
    notes: list[str] | None = None,
    workers: int = 1,
) -> TaggedCorpus:
    """The documents that a command names, tagged, with a progress bar; what is said of them is added to the notes."""
    need_one_source(sources, practice)
    choice = chosen_bad_dates(dates.bad_dates)
    log = Log() if log is None else log
    tagger = chosen_tagger(lexicon, edges)
    day = date or None
    if practice:
        docs = samples.load()
    else:
        docs = read_documents(*(sources or ()), text=text, date=day, id=id, record=record)
        say_record(record, log)
    key = id or "id"
    with warnings_as_messages(log) as heard, progress(len(docs), quiet=not log.shows_progress) as done:
        corpus = tag(
            called_by_id(docs, key), text, day, key, tagger=tagger, bad_dates=choice, date_format=dates.date_format,
            timezone=dates.timezone, workers=workers, progress=done,
        )  # fmt: skip
    if notes is not None:
        notes += [*record.summary(), *heard]
    return corpus


def end(record: ReadingRecord) -> None:
    """End a command that has given its result: with another status where documents were left out."""
    if not record.complete:
        raise typer.Exit(PARTLY)


COMMANDS = (first, frequency, read)
