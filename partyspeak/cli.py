"""The command line: parse, one call to the library, format. Results go to standard output or ``-o``."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

import partyspeak
from partyspeak import checks, samples
from partyspeak.analysis.periods import PERIODS, needs_precision
from partyspeak.corpus import BadDates, TaggedCorpus
from partyspeak.dates import parse
from partyspeak.errors import LexiconError, PartyspeakError
from partyspeak.lexicon import Lexicon, default_folder
from partyspeak.show import terminal
from partyspeak.sources import read_documents
from partyspeak.tables import write_table, written
from partyspeak.tagger import Tagger
from partyspeak.textfiles import read_text

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    help="Find the Communist Party of China's set phrases in documents, and tell since when each is used.",
    epilog="Try it with no file of your own:  partyspeak first --samples",
)
lexicon_app = typer.Typer(no_args_is_help=True, rich_markup_mode="rich", help="Look at, check and export the lexicon.")
app.add_typer(lexicon_app, name="lexicon")

_out = Console()
_err = Console(stderr=True)

Sources = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="SOURCE…", show_default=False, help="CSV, TSV, JSON Lines, Parquet, Excel, or a folder of text files."
    ),
]
Practice = Annotated[bool, typer.Option("--samples", help="Use the practice packet in place of a SOURCE.")]
TextColumnName = Annotated[str, typer.Option("--text", help="The column of the text.")]
DateColumnName = Annotated[str, typer.Option("--date", help="The column of the date; '' for undated documents.")]
IdColumnName = Annotated[
    str | None, typer.Option("--id", help="The column of the id; else the column id, else the row's number.")
]
BadDatesChoice = Annotated[str, typer.Option("--bad-dates", help="raise, or keep: leave unreadable dates empty.")]
ExtraLexicon = Annotated[
    list[Path] | None,
    typer.Option("--lexicon", show_default=False, help="Add a TOML or CSV lexicon of your own; it wins over ours."),
]
Output = Annotated[Path | None, typer.Option("-o", "--output", help="Write here: .csv, .jsonl or .parquet.")]
Unsure = Annotated[bool, typer.Option("--unsure", help="Count unsure mentions too.")]


def main() -> None:
    """Run the command line: exit status 0, 1 for bad input, 2 for a call that is not understood."""
    try:
        app()
    except PartyspeakError as error:
        _err.print(f"partyspeak: {error}", markup=False, highlight=False, soft_wrap=True, style="red")
        sys.exit(1)


@app.callback(invoke_without_command=True)
def _version(version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False) -> None:
    if version:
        _out.print(f"partyspeak {partyspeak.__version__}, lexicon {Lexicon.default().version}", highlight=False)
        raise typer.Exit


@app.command()
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
) -> None:
    """Find every phrase, and save the documents and mentions.

    Example:  partyspeak tag speeches.csv --date published -o tagged
    """
    corpus = _tag(sources, practice, text, date, id, bad_dates, lexicon)
    if output.suffix:
        write_table(written(corpus.mentions, corpus.documents), output)
    else:
        corpus.to_parquet(output)
    _err.print(f"{corpus!r} → {output}", markup=False, highlight=False, soft_wrap=True)


@app.command()
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
) -> None:
    """Tell when each phrase first appears, with the words around it.

    Example:  partyspeak first speeches.csv -o first.csv
    """
    corpus = _tag(sources, practice, text, date, id, bad_dates, lexicon)
    table = corpus.first_appearances(by=by, n=n, sure_only=not unsure)
    _give(table, output, lambda: terminal.first_appearances(table, by))


@app.command()
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
) -> None:
    """Count each phrase by year, quarter, month, day or a column.

    Example:  partyspeak frequency speeches.csv --by quarter --per million -o counts.csv
    """
    corpus = _tag(sources, practice, text, date, id, bad_dates, lexicon)
    table = corpus.frequency(by=by, per=per, sure_only=not unsure)
    if coarse := needs_precision(corpus.documents, by):
        _err.print(f"{coarse} documents are dated too coarsely for a {by}; their rows have no period", highlight=False)
    _give(table, output)


@app.command()
def read(
    file: Annotated[Path, typer.Argument(help="A text file.")],
    date: Annotated[str | None, typer.Option(help="Its date, where two phrases share a wording.")] = None,
    lexicon: ExtraLexicon = None,
) -> None:
    """Show one document with its phrases marked, and what they mean.

    Example:  partyspeak read speech.txt
    """
    content = read_text(file)
    day = parse(date) if date else None
    tagger = Tagger(_lexicon(lexicon))
    mentions = tagger.mentions(content, day)
    _out.print(terminal.marked(content, mentions, colour=_out.is_terminal), soft_wrap=True)
    _out.print(terminal.legend(tagger.lexicon, mentions), soft_wrap=not _out.is_terminal)


@lexicon_app.command("list")
def list_phrases(
    domain: Annotated[str | None, typer.Option(help="Only this domain.")] = None,
    era: Annotated[str | None, typer.Option(help="Only this era: mao, deng, jiang, hu, xi.")] = None,
    lexicon: ExtraLexicon = None,
) -> None:
    """List the phrases.

    Example:  partyspeak lexicon list --domain diplomacy --era hu
    """
    table = _lexicon(lexicon).to_frame()
    for column, value in (("domain", domain), ("era", era)):
        if value is not None:
            if value not in set(table[column]):
                raise PartyspeakError(f"no {column} {value!r}; there are {', '.join(sorted(set(table[column])))}")
            table = table[table[column] == value]
    _give(table, None, lambda: terminal.as_table(table[["id", "zh", "en", "domain", "era", "first"]]))


@lexicon_app.command()
def show(id: str, lexicon: ExtraLexicon = None) -> None:
    """Show one entry, by id or by any of its forms.

    Example:  partyspeak lexicon show dual-circulation
    """
    phrases = _lexicon(lexicon)
    found = [phrases[id]] if id in phrases else phrases.find(id) or [phrases.phrase(id)]
    for phrase in found:
        _out.print(f"[{phrase.id}]", markup=False, highlight=False, style="bold")
        _out.print(terminal.entry(phrase, phrases))


@lexicon_app.command()
def search(query: str, lexicon: ExtraLexicon = None) -> None:
    """Search Chinese, English, pinyin and glosses.

    Example:  partyspeak lexicon search "shuang xun huan"
    """
    found = _lexicon(lexicon).search(query)
    if not found:
        raise PartyspeakError(f"no phrase answers {query!r}; try fewer characters, or its English")
    table = found.to_frame()
    _give(table, None, lambda: terminal.as_table(table[["id", "zh", "pinyin", "en", "first"]]))


@lexicon_app.command()
def check(
    paths: Annotated[list[Path] | None, typer.Argument(show_default=False, help="TOML, CSV or folders.")] = None,
) -> None:
    """Check the curated lexicon, or files of your own (together with the curated one).

    Example:  partyspeak lexicon check my-phrases.csv
    """
    if paths:
        lexicon = Lexicon.default() | Lexicon.load(*paths)
        own = {str(file) for path in paths for file in ([path] if path.is_file() else path.glob("*"))}
        faults = [fault for fault in checks.check(lexicon) if fault.file in own]
    else:
        lexicon = Lexicon.load(default_folder())
        faults = sorted(checks.check(lexicon) + checks.check_complete(lexicon))
    if faults:
        raise LexiconError(faults)
    _err.print(f"no faults in {lexicon!r}", markup=False, highlight=False, soft_wrap=True)


@lexicon_app.command()
def export(
    output: Annotated[Path, typer.Option("-o", "--output", help="A .csv, .jsonl or .parquet file.")],
    lexicon: ExtraLexicon = None,
) -> None:
    """Write the lexicon as a table, one row a phrase.

    Example:  partyspeak lexicon export -o lexicon.csv
    """
    write_table(_lexicon(lexicon).to_frame(), output)


def _lexicon(extra: list[Path] | None) -> Lexicon:
    return Lexicon.default() | Lexicon.load(*extra) if extra else Lexicon.default()


def _tag(
    sources: list[Path] | None,
    practice: bool,
    text: str,
    date: str,
    id: str | None,
    bad_dates: str,
    lexicon: list[Path] | None,
) -> TaggedCorpus:
    if bool(sources) == practice:
        raise typer.BadParameter("name a SOURCE, or use --samples (one of the two)")
    if bad_dates not in ("raise", "keep"):
        raise typer.BadParameter(f"{bad_dates!r} is neither raise nor keep", param_hint="--bad-dates")
    docs = samples.load() if practice else read_documents(*(sources or ()))
    if id is None and "id" in docs:
        id = "id"
    choice: BadDates = "keep" if bad_dates == "keep" else "raise"
    with _progress(len(docs)) as progress:
        return partyspeak.tag(
            docs, text, date or None, id, tagger=Tagger(_lexicon(lexicon)), bad_dates=choice, progress=progress
        )


@contextlib.contextmanager
def _progress(total: int) -> Iterator[Callable[[int], object] | None]:
    """A progress bar on a terminal; nothing elsewhere, so that logs stay clean."""
    if not _err.is_terminal:
        yield None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=_err, transient=True) as bar:
        task = bar.add_task("tagging", total=total)
        yield lambda done: bar.update(task, completed=done)


def _give(table: pd.DataFrame, output: Path | None, shown: Callable[[], object] | None = None) -> None:
    """A file where one is named; a table for a person; all columns as CSV for a program."""
    if output is not None:
        write_table(table, output)
        _err.print(f"{len(table):,} rows → {output}", markup=False, highlight=False, soft_wrap=True)
    elif _out.is_terminal:
        _out.print(shown() if shown else terminal.as_table(table))
    else:
        sys.stdout.write(table.to_csv(index=False))
