"""The practice packet: 24 dated passages, so that everything runs with no file of one's own.

**They are written for practice.** No office, town or person in them is real, and nothing may be
concluded from them about real documents; they only use set phrases as such documents do. Twelve are
Chinese and twelve English, dated from 1982 to 2024; among them are line-wrapped ones, one in
traditional characters, and one with the spaces that come out of a scanned page.
"""

from __future__ import annotations

from importlib.resources import as_file, files

import pandas as pd

from partyspeak.io import read_documents

__all__ = ["load"]


def load() -> pd.DataFrame:
    """The practice packet as documents.

    Returns
    -------
    pandas.DataFrame
        ``id``, ``date``, ``written_in`` (zh or en) and ``text``, one row per passage, by date.

    Examples
    --------
    >>> docs = load()
    >>> len(docs), docs["date"].iloc[0], docs["date"].iloc[-1]
    (24, '1982-10-12', '2024-08-15')
    """
    with as_file(files("partyspeak") / "datasets" / "samples" / "texts") as folder:
        docs = read_documents(folder)
    names = docs["id"].str.removesuffix(".txt")
    return pd.DataFrame({"id": names, "date": docs["date"], "written_in": names.str[11:13], "text": docs["text"]})
