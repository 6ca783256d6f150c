"""Precision and recall on the gold set, for each way of judging edges.

python -m benchmarks.precision
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from rich.console import Console

import partyspeak
from partyspeak.display.terminal import as_table
from partyspeak.io import read_documents
from partyspeak.matching import segmenter

TOP = Path(__file__).parents[1]
CORPORA = TOP.parent / "shared" / "corpora"
GOLD = TOP / "tests" / "gold" / "corpora.csv"
SETS = {"corpora": GOLD, "held-out": GOLD.with_name("held-out.csv")}
SHOWN = [
    "edges",
    "judged",
    "mentions",
    "sure",
    "precision",
    "precision_low",
    "recall",
    "recall_low",
    "recall_sure",
    "f1",
]


def documents() -> pd.DataFrame:
    """The real documents."""
    names = ("work-reports", "congress-reports", "un-speeches")
    return pd.concat([read_documents(CORPORA / f"{name}.jsonl") for name in names], ignore_index=True)


def evaluations(by: list[str]) -> pd.DataFrame:
    """One row per way of judging edges and a value of ``by``."""
    gold = pd.concat([pd.read_csv(path).assign(set=name) for name, path in SETS.items()], ignore_index=True)
    docs = documents()
    choices = ["off", "dictionary", *(["pkuseg"] if segmenter.is_installed() else [])]
    tables = []
    for edges in choices:
        tagged = partyspeak.tag(docs, id="id", tagger=partyspeak.Tagger(edges=edges))
        tables.append(partyspeak.evaluate(gold, tagged, by=by).assign(edges=edges))
    return pd.concat(tables, ignore_index=True)


def main() -> None:
    """Print the tables."""
    console = Console(width=160)
    for by in (["set", "stratum"], ["set", "stratum", "lang"], ["straddled"]):
        table = evaluations(by)
        console.print(as_table(table[[*by, *SHOWN]].round(4)))


if __name__ == "__main__":
    main()
