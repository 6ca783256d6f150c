"""Commands for teaching: sheet, solutions, score."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from partyspeak import seminar
from partyspeak.cli.options import Claims, Edges, ExtraLexicon, Row, chosen_tagger
from partyspeak.cli.output import results, say

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True, rich_markup_mode="rich", help="Teach with it: sheets, solutions, scores.")

TextFile = Annotated[Path, typer.Argument(metavar="FILE", help="A file of any supported kind.")]


@app.command()
def sheet(
    file: TextFile,
    output: Annotated[Path, typer.Option("-o", "--output", help="The page to write.")] = Path("sheet.html"),
    shown: Annotated[bool, typer.Option("--shown", help="Show the phrases, with a glossary.")] = False,
    key: Annotated[Path | None, typer.Option(help="Write the key here, not at the end.", show_default=False)] = None,
    title: Annotated[str | None, typer.Option(help="Title of the text.", show_default="the file's name")] = None,
    date: Annotated[str | None, typer.Option(help="Its date; decides where two phrases share a wording.")] = None,
    row: Row = None,
    lexicon: ExtraLexicon = None,
    claims: Claims = None,
    edges: Edges = "auto",
) -> None:
    """Make a page to print and mark by hand: numbered lines, a margin, and a key.

    Example:  partyspeak seminar sheet speech.txt -o sheet.html --key key.html
    """
    tagger = chosen_tagger(lexicon, edges)
    phrases: Literal["hidden", "shown"] = "shown" if shown else "hidden"
    seminar.sheet(file, output, phrases, title=title, date=date, key=key or True, row=row, tagger=tagger)
    say(f"{output}" + (f" and {key}" if key else ""))


@app.command()
def solutions(
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="The notebook's number, as 02.")],
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="The notebook to write.", show_default="solutions-NUMBER.ipynb"),
    ] = None,
) -> None:
    """Write the answers of a set of exercises as a notebook, for instructors.

    Example:  partyspeak seminar solutions 02 -o solutions-02.ipynb
    """
    say(seminar.solutions(number, output or Path(f"solutions-{number}.ipynb")))


@app.command()
def score(
    marks: Annotated[Path, typer.Argument(metavar="MARKS", help="A CSV file: start,end and, where wanted, phrase.")],
    file: TextFile,
    row: Row = None,
    lexicon: ExtraLexicon = None,
    claims: Claims = None,
    edges: Edges = "auto",
) -> None:
    """Compare a student's marks on a text with the tagger's mentions.

    Example:  partyspeak seminar score marks.csv speech.txt
    """
    found = seminar.score(marks, file, row=row, tagger=chosen_tagger(lexicon, edges))
    results.print(repr(found), markup=False, highlight=False, soft_wrap=True)
