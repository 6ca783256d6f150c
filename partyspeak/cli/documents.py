"""Commands on documents: tag, first, frequency, read."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import partyspeak
from partyspeak import samples
from partyspeak.analysis.periods import PERIODS, needs_precision
from partyspeak.cli.options import (
    BadDatesChoice,
    DateColumnName,
    Edges,
    ExtraLexicon,
    IdColumnName,
    Output,
    Practice,
    Sources,
    TextColumnName,
    Unsure,
    chosen_lexicon,
)
from partyspeak.cli.output import give, progress, results, say, warnings_as_messages
from partyspeak.corpus import BadDates, TaggedCorpus
from partyspeak.dates import parse
from partyspeak.show import terminal
from partyspeak.sources import read_documents
from partyspeak.tables import write_table, written
from partyspeak.tagger import EDGES, Tagger
from partyspeak.textfiles import read_text

__all__ = ["COMMANDS", "tag_sources"]


def tag(
    sources: Sources = None,
    output: Annotated[
        Path, typer.Option("-o", "--output", help="A folder (Parquet), or a .parquet, .csv or .jsonl file of mentions.")
    ] = Path("tagged"),
    practice: Practice = False,
    text: TextColumnName = "text",
    date: DateColumnName = "date",
    id: IdColumnName = None,
    bad_dates: BadDatesChoice = "raise",
    lexicon: ExtraLexicon = None,
    edges: Edges = "auto",
) -> None:
    """Find every phrase, and save the documents and mentions.

    Example:  partyspeak tag speeches.csv --date published -o tagged
    """
    corpus = tag_sources(sources, practice, text, date, id, bad_dates, lexicon, edges)
    if output.suffix:
        write_table(written(corpus.mentions, corpus.documents), output)
    else:
        corpus.to_parquet(output)
    say(f"{corpus!r} → {output}")


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
    edges: Edges = "auto",
) -> None:
    """Tell when each phrase first appears, with the words around it.

    Example:  partyspeak first speeches.csv -o first.csv
    """
    corpus = tag_sources(sources, practice, text, date, id, bad_dates, lexicon, edges)
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
    edges: Edges = "auto",
) -> None:
    """Count each phrase by year, quarter, month, day or a column.

    Example:  partyspeak frequency speeches.csv --by quarter --per million -o counts.csv
    """
    corpus = tag_sources(sources, practice, text, date, id, bad_dates, lexicon, edges)
    table = corpus.frequency(by=by, per=per, sure_only=not unsure)
    if coarse := needs_precision(corpus.documents, by):
        say(f"{coarse} documents are dated too coarsely for a {by}; their rows have no period")
    give(table, output)


def read(
    file: Annotated[Path, typer.Argument(help="A text file.")],
    date: Annotated[str | None, typer.Option(help="Its date, where two phrases share a wording.")] = None,
    lexicon: ExtraLexicon = None,
    edges: Edges = "auto",
) -> None:
    """Show one document with its phrases marked, and what they mean.

    Example:  partyspeak read speech.txt
    """
    content = read_text(file)
    day = parse(date) if date else None
    tagger = _tagger(lexicon, edges)
    mentions = tagger.mentions(content, day)
    results.print(terminal.marked(content, mentions, colour=results.is_terminal), soft_wrap=True)
    results.print(terminal.legend(tagger.lexicon, mentions), soft_wrap=not results.is_terminal)


def tag_sources(
    sources: list[Path] | None,
    practice: bool,
    text: str,
    date: str,
    id: str | None,
    bad_dates: str,
    lexicon: list[Path] | None,
    edges: str,
) -> TaggedCorpus:
    """The documents that a command names, tagged, with a progress bar."""
    if bool(sources) == practice:
        raise typer.BadParameter("name a SOURCE, or use --samples (one of the two)")
    if bad_dates not in ("raise", "keep"):
        raise typer.BadParameter(f"{bad_dates!r} is neither raise nor keep", param_hint="--bad-dates")
    docs = samples.load() if practice else read_documents(*(sources or ()))
    if id is None and "id" in docs:
        id = "id"
    choice: BadDates = "keep" if bad_dates == "keep" else "raise"
    tagger = _tagger(lexicon, edges)
    with warnings_as_messages(), progress(len(docs)) as done:
        return partyspeak.tag(docs, text, date or None, id, tagger=tagger, bad_dates=choice, progress=done)


def _tagger(lexicon: list[Path] | None, edges: str) -> Tagger:
    if edges not in EDGES:
        raise typer.BadParameter(f"{edges!r} is not one of {', '.join(EDGES)}", param_hint="--edges")
    return Tagger(chosen_lexicon(lexicon), edges=edges)


COMMANDS = (tag, first, frequency, read)
