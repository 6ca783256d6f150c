"""The table of candidates, and draft lexicon entries made from it."""

from __future__ import annotations

import json
import re
from collections.abc import Hashable, Iterator, Mapping
from typing import Any, Final

import pandas as pd

from partyspeak.lexicon.pinyin import pinyin

__all__ = ["COLUMNS", "Candidates"]

COLUMNS: Final = (
    "candidate", "lang", "kind", "score", "variant_of", "first_date", "first_doc", "documents", "sources",
    "occurrences", "share_before", "share_after", "burst", "freedom", "cohesion", "c_value", "inside", "quoted",
    "company", "led", "ended", "standing", "resemblance", "nearest", "nearest_form", "similarity",
    "curve", "context_1", "context_2", "context_3",
)  # fmt: skip


class Candidates(pd.DataFrame):
    """Candidates as a DataFrame; see :func:`partyspeak.analysis.discovery.discover` for its columns."""

    @property
    def _constructor(self) -> type[Candidates]:
        return Candidates

    def to_toml(self) -> str:
        """Draft lexicon entries, one per row, for a curator to finish.

        Each has the wording, and as an attestation of grade C the first date in the corpus and the document. The
        source is for the curator to name. A variant of a known
        phrase is no entry of its own: it is written as a comment that names the phrase.

        Returns
        -------
        str
            TOML that :meth:`partyspeak.Lexicon.load` reads.

        Examples
        --------
        >>> rows = [("云海精神", "zh", "phrase", "2011-05-02", "a", 4)]
        >>> columns = ["candidate", "lang", "kind", "first_date", "first_doc", "documents"]
        >>> print(Candidates(rows, columns=columns).to_toml())
        [yun-hai-jing-shen]
        zh = "云海精神"
        gloss = ""
        note = "a candidate: in 4 documents"
        attested = [{ date = "2011-05-02", where = "a", grade = "C" }]
        <BLANKLINE>
        """
        taken: set[str] = set()
        return "\n".join("\n".join((*_entry(row, taken), "")) for row in self.to_dict("records"))


def _entry(row: Mapping[Hashable, Any], taken: set[str]) -> Iterator[str]:
    if row["kind"] == "variant":
        yield f"# {_quoted(row['candidate'])} is a variant of [{row['variant_of']}]: one of its {row['lang']}_forms?"
        return
    yield f"[{_id(row['candidate'], row['lang'], taken)}]"
    yield f"{row['lang']} = {_quoted(row['candidate'])}"
    yield 'gloss = ""'
    documents = row["documents"]
    yield f'note = "a candidate: in {documents} documents"'
    if pd.notna(row["first_date"]):
        date, where = _quoted(row["first_date"]), _quoted(row["first_doc"])
        yield f'attested = [{{ date = {date}, where = {where}, grade = "C" }}]'


def _quoted(value: object) -> str:
    """A TOML string; JSON's escapes are also valid in TOML."""
    return json.dumps(str(value), ensure_ascii=False)


def _id(candidate: str, lang: str, taken: set[str]) -> str:
    """An id: toneless pinyin or English words, joined by hyphens, with a number if the id is taken."""
    import unicodedata

    sounds = pinyin(candidate) if lang == "zh" else candidate
    plain = "".join(char for char in unicodedata.normalize("NFD", sounds.lower()) if not unicodedata.combining(char))
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "candidate"
    name, number = stem, 2
    while name in taken:
        name, number = f"{stem}-{number}", number + 1
    taken.add(name)
    return name
