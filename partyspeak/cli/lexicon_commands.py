"""Commands on the lexicon: list, show, search, check, export, sweep, diff."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from partyspeak.analysis.first_appearances import known_date
from partyspeak.analysis.sweep import attestations_toml, earliest
from partyspeak.cli.document_commands import tag_sources
from partyspeak.cli.options import (
    BadDatesChoice,
    Claims,
    DateChoices,
    DateColumnName,
    Edges,
    ExtraLexicon,
    IdColumnName,
    Output,
    TextColumnName,
    chosen_lexicon,
)
from partyspeak.cli.output import give, results, say
from partyspeak.datasets.contradictions import contradictions
from partyspeak.display import terminal
from partyspeak.errors import LexiconError, PartyspeakError
from partyspeak.io import ReadingRecord, read_table
from partyspeak.io.writers import write_table
from partyspeak.lexicon import validation
from partyspeak.lexicon.diff import Change, changes
from partyspeak.lexicon.export import write_json, write_patterns
from partyspeak.lexicon.lexicon import Lexicon, default_folder, read_each

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True, rich_markup_mode="rich", help="Look at, check and export the lexicon.")


@app.command("list")
def list_phrases(
    domain: Annotated[str | None, typer.Option(help="Only this domain.")] = None,
    era: Annotated[str | None, typer.Option(help="Only this era: mao, deng, jiang, hu, xi.")] = None,
    lexicon: ExtraLexicon = None,
    claims: Claims = None,
) -> None:
    """List the phrases.

    Example:  partyspeak lexicon list --domain diplomacy --era hu
    """
    table = chosen_lexicon(lexicon).to_frame()
    for column, value in (("domain", domain), ("era", era)):
        if value is not None:
            if value not in set(table[column]):
                raise PartyspeakError(f"no {column} {value!r}; there are {', '.join(sorted(set(table[column])))}")
            table = table[table[column] == value]
    dates = [known_date(*pair) for pair in zip(table["first"], table["first_grade"], strict=True)]
    shown = table[["id", "zh", "en", "domain", "era"]].assign(first=dates)
    give(table, None, lambda: terminal.as_table(shown))


@app.command()
def show(name: str, lexicon: ExtraLexicon = None, claims: Claims = None) -> None:
    """Show one entry, by id, by any of its forms or by pinyin.

    Example:  partyspeak lexicon show dual-circulation
    """
    phrases = chosen_lexicon(lexicon)
    found = phrases.names.ids(name) or [phrases.names.resolve(name)]  # which says what is near
    for phrase in map(phrases.__getitem__, found):
        results.print(f"[{phrase.id}]", markup=False, highlight=False, style="bold")
        results.print(terminal.entry(phrase, phrases))


@app.command()
def search(query: str, lexicon: ExtraLexicon = None, claims: Claims = None) -> None:
    """Search Chinese, English, pinyin and glosses.

    Example:  partyspeak lexicon search "shuang xun huan"
    """
    found = chosen_lexicon(lexicon).search(query)
    if not found:
        raise PartyspeakError(f"no phrase matches {query!r}; try fewer characters, or English")
    table = found.to_frame()
    give(table, None, lambda: terminal.as_table(table[["id", "zh", "pinyin", "en", "first"]]))


@app.command()
def check(
    paths: Annotated[list[Path] | None, typer.Argument(show_default=False, help="TOML, CSV or folders.")] = None,
) -> None:
    """Check the curated lexicon, or files of your own (together with the curated one).

    Example:  partyspeak lexicon check my-phrases.csv
    """
    if paths:
        # Not merged, which would refuse the first kind of fault that the check lists among others.
        lexicons = [Lexicon.default(), *read_each(paths)]
        sources = [source for one in lexicons for source in one.sources.values()]
        lexicon = Lexicon({id: phrase for one in lexicons for id, phrase in one.items()}.values(), sources)
        own = {str(file) for path in paths for file in ([path] if path.is_file() else path.glob("*"))}
        faults = [fault for fault in validation.check(lexicon) if fault.file in own]
    else:
        lexicon = Lexicon.load(default_folder())
        faults = validation.check(lexicon) + validation.check_complete(lexicon) + list(contradictions(lexicon))
    if faults:
        raise LexiconError(sorted(faults))
    say(f"no faults in {lexicon!r}")


@app.command()
def export(
    output: Annotated[
        Path, typer.Option("-o", "--output", help="A .csv, .jsonl or .parquet table, or .json with every key.")
    ],
    lexicon: ExtraLexicon = None,
    claims: Claims = None,
    spacy: Annotated[bool, typer.Option("--spacy", help="Patterns for spaCy's SpanRuler, as .jsonl.")] = False,
) -> None:
    """Write the lexicon for other programs: a table with one row per phrase, JSON, or spaCy patterns.

    Example:  partyspeak lexicon export -o lexicon.csv
    """
    phrases = chosen_lexicon(lexicon)
    if spacy and output.suffix.lower() != ".jsonl":
        raise typer.BadParameter(f"{output}: patterns are written as .jsonl", param_hint="-o")
    if output.suffix.lower() == ".json":
        write_json(phrases, output)
    elif spacy:
        write_patterns(phrases, output)
    else:
        write_table(phrases.to_frame(), output)
    say(f"{len(phrases):,} phrases → {output}")


@app.command()
def sweep(
    corpora: Annotated[
        list[Path] | None, typer.Argument(help="Dated documents: each a file or a folder.", show_default=False)
    ] = None,
    output: Output = None,
    settled: Annotated[
        Path | None, typer.Option(help="A table of an earlier sweep with verdicts: print its attestations as TOML.")
    ] = None,
    source: Annotated[str | None, typer.Option(help="With --settled: the key of the texts in sources.toml.")] = None,
    text: TextColumnName = "text",
    date: DateColumnName = "date",
    id: IdColumnName = None,
    bad_dates: BadDatesChoice = "raise",
    lexicon: ExtraLexicon = None,
    claims: Claims = None,
    edges: Edges = "auto",
) -> None:
    """Find phrases that dated texts have earlier than the lexicon; then turn what you settled into attestations.

    Read each row, and write *holds*, *false hit* or *wrong date* into the column verdict.

    Example:  partyspeak lexicon sweep speeches.csv -o sweep.csv

    Example:  partyspeak lexicon sweep --settled sweep.csv --source my-archive
    """
    if settled is not None:
        results.print(attestations_toml(read_table(settled), source), markup=False, highlight=False, soft_wrap=True)
        return
    if not corpora:
        raise typer.BadParameter("name one corpus or more, or a settled table with --settled", param_hint="CORPORA")
    tables = {}
    for path in corpora:
        record = ReadingRecord()
        dates = DateChoices(bad_dates, None, None)
        tagged = tag_sources([path], False, text, date, id, dates, lexicon, edges, record)
        tables[path.stem] = tagged.sweep()
        say(f"{path}: {len(tables[path.stem]):,} phrases earlier than the lexicon, or without a date in it")
    found = earliest(tables)
    shown = found[["phrase", "form", "date", "attested", "grade", "corpus"]]
    give(found, output, lambda: terminal.as_table(shown))


@app.command()
def diff(
    old: Annotated[Path, typer.Argument(help="A lexicon: a folder, .toml or .csv.")],
    new: Annotated[Path, typer.Argument(help="The same, later.")],
) -> None:
    """Show what differs between two lexicons.

    Example:  partyspeak lexicon diff ../before/lexicon lexicon
    """
    found = changes(Lexicon.load(old), Lexicon.load(new))
    if results.is_terminal:
        results.print(terminal.differences(found))
    else:
        give(pd.DataFrame(found, columns=list(Change._fields)), None)
    say(f"{len(found):,} differences in {len({change.id for change in found}):,} phrases")
