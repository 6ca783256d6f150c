"""Make ``partyspeak/text/common_characters.txt``: the 4,000 commonest characters of Party texts, by count.

    python -m benchmarks.common_characters ../shared/corpora

The folder holds JSON Lines and Parquet files of documents with a column ``text``. Each file counts as much as every
other one, whatever its size; traditional characters count as their simplified forms. Reading a file of unknown encoding
rests on this table (:mod:`partyspeak.text.encodings`), and so does the recognition of text that is no text
(:mod:`partyspeak.text.garbled`), which takes the first 300.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path
from typing import Final

import pandas as pd

from partyspeak.text.folding import fold

TABLE: Final = Path(__file__).parents[1] / "partyspeak" / "text" / "common_characters.txt"
CHARACTERS: Final = 4000
_IN_A_LINE: Final = 100


def commonest(folder: Path) -> str:
    """The commonest Chinese characters of the documents in a folder, commonest first."""
    shares: Counter[str] = Counter()
    for path in sorted(folder.iterdir()):
        if path.suffix not in (".jsonl", ".parquet"):
            continue
        docs = pd.read_parquet(path, columns=["text"]) if path.suffix == ".parquet" else pd.read_json(path, lines=True)
        counts = Counter(char for text in docs["text"] for char in text if "\u4e00" <= char <= "\u9fff")
        total = sum(counts.values())
        if total < CHARACTERS:  # a file of English
            continue
        for char, count in counts.items():
            shares[fold(char)] += count / total
    ranked = sorted(shares, key=lambda char: (-shares[char], char))
    return "".join(char for char in ranked if len(char) == 1)[:CHARACTERS]


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description="Make the table of common characters anew.")
    parser.add_argument("folder", type=Path, help="documents, as .jsonl and .parquet with a column text")
    chars = commonest(parser.parse_args().folder)
    lines = (chars[first : first + _IN_A_LINE] for first in range(0, len(chars), _IN_A_LINE))
    TABLE.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    sys.stdout.write(f"{len(chars):,} characters → {TABLE}\n")


if __name__ == "__main__":
    main()
