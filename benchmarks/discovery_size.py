"""How long discovery takes on a large corpus, and how much memory.

    python -m benchmarks.discovery_size                 # 40 million characters; some minutes
    python -m benchmarks.discovery_size --characters 1  # a million, to see that all works

The documents are sentences of the Chinese reports, shuffled and repeated, about 1,000 characters each, over seventy
years and twenty sources. So everything recurs, which is the most work there can be. The peak is that of the whole
process, with the texts and the tagging.
"""

from __future__ import annotations

import random
import resource
import time
from pathlib import Path
from typing import Annotated, Final

import pandas as pd
import typer

import partyspeak
from benchmarks import machine
from benchmarks.texts import generate_source, news, read_source
from partyspeak import Lexicon

_MILLION: Final = 1_000_000
_SOURCES: Final = 20


def corpus(characters: int, corpora: Path) -> pd.DataFrame:
    """The documents, dated and with a source each."""
    chance = random.Random(0)
    source = read_source("zh", corpora) or generate_source("zh", Lexicon.default(), _MILLION, seed=0)
    texts = news("zh", "zh", source.shuffled(characters, seed=0)).texts
    days = pd.date_range("1954-01-01", "2023-12-31", periods=len(texts)).strftime("%Y-%m-%d")
    names = [f"source {chance.randrange(_SOURCES)}" for _ in texts]
    return pd.DataFrame({"text": texts, "date": days, "source": names})


def main(
    characters: Annotated[float, typer.Option(help="In millions.")] = 40,
    corpora: Annotated[Path, typer.Option(help="The real documents.")] = Path("../shared/corpora"),
) -> None:
    """Print seconds of processor time and the peak of memory."""
    machine.keep_to_one_core()
    documents = corpus(int(characters * _MILLION), corpora)
    tagged = partyspeak.tag(documents)
    begun = time.process_time()
    found = tagged.discover("zh")
    seconds = time.process_time() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e9
    read = documents["text"].str.len().sum() / _MILLION
    print(f"{read:.1f} million characters, {len(documents):,} documents, {len(tagged.mentions):,} mentions")
    print(f"discover: {seconds:.0f} s of processor time, peak {peak:.2f} GB, {len(found)} candidates")


if __name__ == "__main__":
    typer.run(main)
