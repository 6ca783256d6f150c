"""Which phrases of the lexicon never appear?"""

from __future__ import annotations

import pandas as pd

from partyspeak.analysis.selection import not_refused

__all__ = ["never_used"]


def never_used(mentions: pd.DataFrame, all_mentions: pd.DataFrame, lexicon: pd.DataFrame) -> pd.DataFrame:
    """The phrases looked for that have no mention among those chosen.

    See :meth:`partyspeak.TaggedCorpus.never_used` for the choices, the columns and the errors.

    Parameters
    ----------
    mentions : pandas.DataFrame
        The selected mentions; the categories of ``phrase`` are the phrases asked for. See
        :func:`partyspeak.analysis.selection.select`.
    all_mentions : pandas.DataFrame
        Every mention of the corpus.
    lexicon : pandas.DataFrame
        The phrases looked for.
    """
    counts = mentions["phrase"].value_counts()
    absent = lexicon[lexicon["id"].isin(counts.index[counts == 0])]
    stands = all_mentions[not_refused(all_mentions)]
    elsewhere = absent["id"].astype(object).map(stands["phrase"].value_counts()).fillna(0)
    columns = ["phrase", "zh", "en", "domain", "era", "attested"]
    table = absent.rename(columns={"id": "phrase"})[columns].assign(left_out=elsewhere.astype("int64"))
    return table.reset_index(drop=True)
