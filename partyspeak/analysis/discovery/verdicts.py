"""What a curator has judged, in a file, so that nobody judges twice: a CSV of ``candidate, verdict``."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from partyspeak.errors import PartyspeakError
from partyspeak.text.encodings import read_text
from partyspeak.text.folding import fold

__all__ = ["VERDICTS", "read_judged", "remember"]

VERDICTS: Final = ("accept", "reject")
_COLUMNS: Final = ["candidate", "verdict"]


def read_judged(path: str | Path) -> dict[str, str]:
    """The verdicts of a file, the later one winning; no file means no verdicts.

    Parameters
    ----------
    path : str or Path
        A CSV with the columns ``candidate`` and ``verdict``; others are allowed, so that a table of
        candidates with a column ``verdict`` added will do. An empty verdict is none.

    Returns
    -------
    dict
        From candidates, as written, to ``accept`` or ``reject``.

    Raises
    ------
    PartyspeakError
        For a missing column or another verdict, with its line.
    """
    path = Path(path)
    if not path.exists():
        return {}
    reader = csv.DictReader(read_text(path).splitlines())
    if missing := [column for column in _COLUMNS if column not in (reader.fieldnames or ())]:
        raise PartyspeakError(f"{path}: no column {missing[0]!r}; a file of verdicts has candidate and verdict")
    verdicts = {}
    for line, row in enumerate(reader, start=2):
        verdict = (row["verdict"] or "").strip()
        if verdict and verdict not in VERDICTS:
            raise PartyspeakError(f"{path}, row {line}: verdict {verdict!r} is neither accept nor reject")
        if verdict:
            verdicts[row["candidate"]] = verdict
    return verdicts


def remember(path: str | Path, accept: Iterable[str] = (), reject: Iterable[str] = ()) -> int:
    """Add verdicts to a file, which is made when it is not there; the number of those that are new or changed.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "judged.csv"
    >>> remember(path, accept=["五个坚持"], reject=["有关情况"]), remember(path, accept=["五个坚持"])
    (2, 0)
    >>> read_judged(path)
    {'五个坚持': 'accept', '有关情况': 'reject'}
    """
    path = Path(path)
    known = {fold(candidate): verdict for candidate, verdict in read_judged(path).items()}
    rows = [(wording, verdict) for verdict, many in zip(VERDICTS, (accept, reject), strict=True) for wording in many]
    rows = [(wording, verdict) for wording, verdict in rows if known.get(fold(wording)) != verdict]
    begins = not path.exists()
    fields = _COLUMNS if begins else (csv.DictReader(read_text(path).splitlines()).fieldnames or _COLUMNS)
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fields)
        if begins:
            writer.writeheader()
        for wording, verdict in rows:
            writer.writerow({"candidate": wording, "verdict": verdict})
    return len(rows)
