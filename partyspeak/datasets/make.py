"""Make the data sets from the texts: ``python -m partyspeak.datasets.make FOLDER``.

FOLDER holds ``work-reports.jsonl``, ``congress-reports.jsonl`` and ``un-speeches.jsonl``, one document per line with
``id, date, title, source, text`` (and ``url``). Equal texts, lexicon and version give equal rows.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pandas as pd

from partyspeak.corpus.corpus import TaggedCorpus
from partyspeak.corpus.tagging import tag
from partyspeak.datasets import NAMES
from partyspeak.datasets.reference_hits import REFUSED, only_refused
from partyspeak.io import read_documents
from partyspeak.matching.tagger import Tagger

__all__ = ["main", "refused", "tagged"]

DATA: Final = Path(__file__).parent / "data"


def tagged(name: str, texts: Path, tagger: Tagger) -> TaggedCorpus:
    """One data set, tagged anew.

    Parameters
    ----------
    name : str
        One of :data:`partyspeak.datasets.NAMES`.
    texts : Path
        The folder of the texts.
    tagger : Tagger
    """
    return tag(read_documents(texts / f"{name}.jsonl"), id="id", tagger=tagger)


def refused(texts: Path, tagger: Tagger) -> pd.DataFrame:
    """The hits in all data sets that are refused, found anew; see :func:`partyspeak.datasets.refused_hits`.

    Parameters
    ----------
    texts : Path
        The folder of the texts.
    tagger : Tagger
    """
    documents = [read_documents(texts / f"{name}.jsonl") for name in NAMES]
    found = [only_refused(tag(each, id="id", tagger=tagger, keep_rejected=True).mentions) for each in documents]
    return pd.concat(found, ignore_index=True)


def main(arguments: Sequence[str] | None = None) -> None:
    """Make all data sets.

    Raises
    ------
    ModelMissing
        When the segmenter's model is not installed: without it the rows would be others.
    """
    parser = argparse.ArgumentParser(prog="python -m partyspeak.datasets.make", description="Make the data sets anew.")
    parser.add_argument("texts", type=Path, metavar="FOLDER", help=f"where {', '.join(NAMES)} lie, as .jsonl")
    parser.add_argument("-o", "--output", type=Path, default=DATA, help="where the data go (the package)")
    chosen = parser.parse_args(arguments)
    tagger = Tagger(edges="pkuseg", engine="pyahocorasick")
    for name in NAMES:
        tagged(name, chosen.texts, tagger).to_parquet(chosen.output / name, texts="outlines")
    refused(chosen.texts, tagger).to_parquet(chosen.output / REFUSED, index=False, compression="zstd")


if __name__ == "__main__":
    main()
