"""Arguments and options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from partyspeak.lexicon import Lexicon
from partyspeak.tagger import EDGES

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
Edges = Annotated[
    str, typer.Option("--edges", help=f"How Chinese word edges are judged: {', '.join(EDGES)}.", show_default=True)
]


def chosen_lexicon(extra: list[Path] | None) -> Lexicon:
    """The curated lexicon, with the user's own over it."""
    return Lexicon.default() | Lexicon.load(*extra) if extra else Lexicon.default()
