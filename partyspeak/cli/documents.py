"""Commands on documents: first, frequency, read."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import partyspeak
from partyspeak import samples
from partyspeak.analysis.periods import PERIODS, needs_precision
from partyspeak.cli.options import (
    BadDatesChoice,
    Claims,
    DateColumnName,
    Edges,
    ExtraLexicon,
    IdColumnName,
    Output,
    PageLanguage,
    Practice,
    Sources,
    TextColumnName,
    Unsure,
    chosen_bad_dates,
    chosen_language,
    chosen_tagger,
    need_one_source,
)
from partyspeak.cli.output import give, progress, results, say, warnings_as_messages
from partyspeak.corpus import TaggedCorpus
from partyspeak.reductions import StoredCorpus, open_store
from partyspeak.show import terminal
from partyspeak.sources import read_documents
from partyspeak.store import is_store

__all__ = ["COMMANDS", "tag_sources"]


def first(
    sources: Sources = None,
    output: Output = None,
    practice: Practice = False,
    by: Annotated[str | None, typer.Option(help="Within each value of this column.")] = None,
    n: Annotated[int, typer.Option("-n", min=1, help="How many of the earliest documents to give.")] = 1,
    unsure: Unsure = False,
    text: TextColumnName = "text",
    date: DateColumnName = "date",
    id: IdColumnName = None,
    bad_dates: BadDatesChoice = "raise",
    lexicon: ExtraLexicon = None,
    claims: Claims = None,
    edges: Edges = "auto",
) -> None:
    """Tell when each phrase first appears, with the words around it.

    Example:  partyspeak first speeches.csv -o first.csv
    """
    corpus = _corpus(sources, practice, text, date, id, bad_dates, lexicon, edges)
    table = corpus.first_appearances(by=by, n=n, sure_only=not unsure)
    give(table, output, lambda: terminal.first_appearances(table, by))


def frequency(
    sources: Sources = None,
    by: Annotated[str, typer.Option(help=f"{', '.join(PERIODS)}, or a column.")] = "year",
    per: Annotated[str | None, typer.Option(help="documents: a share; million: of characters or words.")] = None,
    output: Output = None,
    practice: Practice = False,
    unsure: Unsure = False,
    text: TextColumnName = "text",
    date: DateColumnName = "date",
    id: IdColumnName = None,
    bad_dates: BadDatesChoice = "raise",
    lexicon: ExtraLexicon = None,
    claims: Claims = None,
    edges: Edges = "auto",
) -> None:
    """Count each phrase by year, quarter, month, day or a column.

    Example:  partyspeak frequency speeches.csv --by quarter --per million -o counts.csv
    """
    corpus = _corpus(sources, practice, text, date, id, bad_dates, lexicon, edges)
    table = corpus.frequency(by=by, per=per, sure_only=not unsure)
    documents = (
        piece.documents for piece in ([corpus] if isinstance(corpus, TaggedCorpus) else corpus.pieces(texts=False))
    )
    if coarse := sum(needs_precision(some, by) for some in documents):
        say(f"{coarse} documents are dated too coarsely for a {by}; their rows have no period")
    give(table, output)


def read(
    file: Annotated[Path, typer.Argument(help="A text file.")],
    other: Annotated[Path | None, typer.Argument(help="Another one, to be read beside it.", show_default=False)] = None,
    page: Annotated[
        Path | None, typer.Option("--html", help="Write a page for a browser here.", show_default=False)
    ] = None,
    date: Annotated[str | None, typer.Option(help="Its date, where two phrases share a wording.")] = None,
    other_date: Annotated[str | None, typer.Option(help="The date of the other one.")] = None,
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
    reading = partyspeak.read(file, other, tagger=tagger, date=date, other_date=other_date, language=spoken)
    if page is not None:
        say(f"{reading!r} → {reading.save(page)}")
        return
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
    bad_dates: str,
    lexicon: list[Path] | None,
    edges: str,
) -> TaggedCorpus | StoredCorpus:
    if sources and len(sources) == 1 and is_store(sources[0]):
        if lexicon:
            raise typer.BadParameter("a store is tagged already; use tag --retag", param_hint="--lexicon")
        return open_store(sources[0])
    return tag_sources(sources, practice, text, date, id, bad_dates, lexicon, edges)


def tag_sources(
    sources: list[Path] | None,
    practice: bool,
    text: str,
    date: str,
    id: str | None,
    bad_dates: str,
    lexicon: list[Path] | None,
    edges: str,
    quiet: bool = False,
    notes: list[str] | None = None,
) -> TaggedCorpus:
    """The documents that a command names, tagged, with a progress bar; warnings are added to the notes."""
    need_one_source(sources, practice)
    choice = chosen_bad_dates(bad_dates)
    docs = samples.load() if practice else read_documents(*(sources or ()))
    if id is None and "id" in docs:
        id = "id"
    tagger = chosen_tagger(lexicon, edges)
    with warnings_as_messages(quiet) as heard, progress(len(docs), quiet=quiet) as done:
        corpus = partyspeak.tag(docs, text, date or None, id, tagger=tagger, bad_dates=choice, progress=done)
    if notes is not None:
        notes += heard
    return corpus


COMMANDS = (first, frequency, read)
