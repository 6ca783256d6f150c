"""What a search for the same strings would count and partyspeak does not, and hits that readers have judged."""

from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path
from typing import Final

import pandas as pd

from partyspeak.analysis.selection import not_refused
from partyspeak.errors import SourceError

__all__ = ["REFUSED", "judged_hits", "only_refused", "refused_hits"]

REFUSED: Final = "refused-hits.parquet"
"""The file of the refused hits."""

_KEPT: Final = ["doc_id", "date", "phrase", "form", "lang", "start", "end", "text", "why"]
_GOLD: Final = ("corpora", "held-out")


def refused_hits() -> pd.DataFrame:
    """The hits in the documents of all data sets that plain substring search would count, and partyspeak refuses.

    With ``mentions`` of a data set they are what a search for every form of the lexicon finds, where capitals,
    spacing and script do not count.

    Returns
    -------
    pandas.DataFrame
        One row per hit, in the order of the documents, then by place: ``doc_id, date, phrase, form, lang, start, end,
        text`` as in ``mentions``, and ``why``, one of
        :data:`partyspeak.matching.hits.REFUSALS`. A hit inside a mention of its phrase is left out, since there
        the phrase is counted already.

    Examples
    --------
    >>> hits = refused_hits()
    >>> hits.loc[hits["phrase"] == "new-development-concept", ["doc_id", "why"]].values.tolist()
    [['gwr-2013', 'blocked'], ['congress-17', 'blocked'], ['congress-18', 'blocked']]
    """
    with as_file(files("partyspeak") / "datasets" / "data" / REFUSED) as path:
        return pd.read_parquet(path)


def judged_hits() -> pd.DataFrame:
    """The gold sets: hits in the documents of all data sets, each judged by two readers who did not see the tagger's.

    Returns
    -------
    pandas.DataFrame
        One row per hit, as :func:`partyspeak.evaluate` takes it: ``doc_id, start, end, phrase, lang``; ``stratum``
        (``random``: the sentence was drawn from all with a hit; ``doubtful``: from those where one is in doubt);
        ``straddled`` and ``agreed`` (``yes`` or ``no``: a word straddles an edge; the readers said the same);
        ``verdict`` (``mention``; ``crossing``, a part of another word; ``other``, the same words but not the
        phrase); and ``set``: ``corpora``, by which the lexicon was corrected, or ``held-out``, judged after that.

    Raises
    ------
    SourceError
        When the files are not there.

    Examples
    --------
    >>> judged_hits()["set"].value_counts().to_dict()
    {'corpora': 863, 'held-out': 538}
    """
    folder = _gold_folder()
    sets = [pd.read_csv(folder / f"{name}.csv").assign(set=name) for name in _GOLD]
    return pd.concat(sets, ignore_index=True)


def only_refused(mentions: pd.DataFrame) -> pd.DataFrame:
    """The refused hits of a corpus that was tagged with ``keep_rejected=True``; see :func:`refused_hits`.

    Parameters
    ----------
    mentions : pandas.DataFrame
        With ``why``.
    """
    table = mentions.assign(**{name: mentions[name].astype(str) for name in ("phrase", "form", "lang", "why")})
    stands = not_refused(table)
    standing = table.loc[stands, ["doc_id", "phrase", "start", "end"]]
    refused = table[~stands].reset_index(drop=True)
    pairs = refused.reset_index(names="row").merge(standing, on=["doc_id", "phrase"], suffixes=("", "_standing"))
    counted = pairs.loc[(pairs["start"] < pairs["end_standing"]) & (pairs["start_standing"] < pairs["end"]), "row"]
    # An English form is searched for as it is; the tagger's own expansions (plurals, spelled apart) are not.
    as_searched = [
        lang == "zh" or " ".join(text.split()).casefold() == form.casefold()
        for lang, text, form in zip(refused["lang"], refused["text"], refused["form"], strict=True)
    ]
    return refused.loc[as_searched & ~refused.index.isin(counted), _KEPT].reset_index(drop=True)


def _gold_folder() -> Path:
    """Where the gold sets lie: inside an installed wheel, else among the tests of a checkout."""
    package = Path(str(files("partyspeak")))
    for folder in (package / "_gold", package.parent / "tests" / "gold"):
        if (folder / f"{_GOLD[0]}.csv").is_file():
            return folder
    raise SourceError(f"the gold sets are not in {package}; install partyspeak anew")
