"""Where do dated texts have a phrase earlier than the lexicon? A table to settle by reading, and what it settles."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Final

import numpy as np
import pandas as pd

from partyspeak.dates import parse
from partyspeak.errors import PartyspeakError

__all__ = ["HOLDS", "VERDICTS_OF_SWEEP", "attestations_toml", "earlier_uses", "earliest"]

HOLDS: Final = "holds"
VERDICTS_OF_SWEEP: Final = (HOLDS, "false hit", "wrong date", "")
"""What a reader writes: the sentence holds, the words mean something else, the date is wrong, or nothing yet."""

_COLUMNS: Final = (
    *("phrase", "zh", "en", "form", "date", "doc_id", "left", "text", "right", "lang"),
    *("attested", "grade", "proposed", "verdict"),
)
_NEEDED: Final = ("phrase", "form", "date", "doc_id", "proposed", "verdict")


def earlier_uses(firsts: pd.DataFrame) -> pd.DataFrame:
    """The first appearances that are earlier than the lexicon's date, or that it has no date for.

    See :meth:`partyspeak.TaggedCorpus.sweep` for the columns.

    Parameters
    ----------
    firsts : pandas.DataFrame
        The answer of :meth:`partyspeak.TaggedCorpus.first_appearances` with ``strict=False``.
    """
    dated = firsts[firsts["first_date"].notna()]
    earlier = dated["attested"].isna() | (dated["lag_days"] < 0).fillna(False)
    found = dated[earlier].rename(columns={"first_date": "date", "attested_grade": "grade"})
    return found.assign(proposed=np.where(found["censored"], "D", "C"), verdict="")[list(_COLUMNS)].reset_index(
        drop=True
    )


def earliest(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The earliest use of each phrase over several corpora, with the name of its corpus in the column ``corpus``."""
    named = [table.assign(corpus=name) for name, table in tables.items() if len(table)]
    if not named:
        return pd.DataFrame(columns=[*_COLUMNS, "corpus"])
    whole = pd.concat(named, ignore_index=True)
    last = pd.to_datetime([str(parse(date).last_day) for date in whole["date"]])
    order = whole.assign(_last=last).sort_values(["_last", "phrase"], kind="stable")
    return order.drop_duplicates("phrase").drop(columns="_last").reset_index(drop=True)


def attestations_toml(table: pd.DataFrame, source: str | None = None) -> str:
    """The rows of a sweep that hold, as attestations for the files of the lexicon.

    Parameters
    ----------
    table : pandas.DataFrame
        A table of :meth:`partyspeak.TaggedCorpus.sweep` whose column ``verdict`` has been filled in.
    source : str, optional
        The key in ``sources.toml`` of the texts; without it, the column ``corpus``.

    Raises
    ------
    PartyspeakError
        When a column is missing, or a verdict is not known.

    Examples
    --------
    >>> columns = ["phrase", "form", "date", "doc_id", "proposed", "verdict"]
    >>> settled = pd.DataFrame([("dual-circulation", "双循环", "2020-05-14", "a7", "C", "holds")], columns=columns)
    >>> print(attestations_toml(settled, "my-archive"))
    [[dual-circulation.attested]]
    date = "2020-05-14"
    form = "双循环"
    where = "a7"
    source = "my-archive"
    grade = "C"
    <BLANKLINE>
    """
    if lacking := [name for name in _NEEDED if name not in table]:
        raise PartyspeakError(f"the table of the sweep lacks {', '.join(lacking)}; write it with `lexicon sweep -o`")
    verdicts = table["verdict"].fillna("").astype(str).str.strip()
    if unknown := sorted(set(verdicts) - set(VERDICTS_OF_SWEEP)):
        known = ", ".join(repr(verdict) for verdict in VERDICTS_OF_SWEEP)
        raise PartyspeakError(f"verdict {unknown[0]!r} is not one of {known}")
    return "\n".join(_blocks(table[verdicts == HOLDS], source))


def _blocks(table: pd.DataFrame, source: str | None) -> Iterator[str]:
    for row in table.sort_values("phrase", kind="stable").to_dict("records"):
        facts = {
            "date": row["date"],
            "form": row["form"],
            "where": str(row["doc_id"]),
            "source": source or row.get("corpus", ""),
            "grade": row["proposed"],
        }
        lines = [f"{name} = {json.dumps(str(value), ensure_ascii=False)}" for name, value in facts.items()]
        yield "\n".join([f"[[{row['phrase']}.attested]]", *lines, ""])
