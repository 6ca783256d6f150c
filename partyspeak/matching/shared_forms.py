"""Forms that several phrases share: the dates of use decide which phrase is meant, or the hits stay undecided."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from partyspeak.dates import PartialDate
from partyspeak.lexicon.model import Form
from partyspeak.matching.hits import ANOTHER_PHRASE, PARTIAL_LIST, SHARED, Hits
from partyspeak.matching.overlaps import groups_of_two_or_more

__all__ = ["settle_shared"]


def settle_shared(hits: Hits, forms: Sequence[Form], dates: Sequence[PartialDate | None]) -> Hits:
    """Decide by ``since``, ``until`` and the document's date if several phrases claim the same hit.

    Parameters
    ----------
    hits : Hits
        Hits without blockers.
    forms : sequence of Form
        Forms by number.
    dates : sequence of PartialDate or None
        One date per text.

    Returns
    -------
    Hits
        Those of the other phrases refused; where nothing decides, all of them in doubt.
    """
    at = np.flatnonzero(hits.standing & ~hits.has(PARTIAL_LIST))
    begins = np.ones(len(at), dtype=bool)
    begins[1:] = (np.diff(hits.start[at]) != 0) | (np.diff(hits.end[at]) != 0)
    shared: list[int] = []
    others: list[int] = []
    for first, stop in groups_of_two_or_more(begins):
        group = at[first:stop].tolist()
        date = dates[hits.document[group[0]]]
        fitting = [hit for hit in group if _in_use(forms[hits.form[hit]], date)]
        if date is not None and fitting and len({hits.phrase[hit] for hit in fitting}) == 1:
            others += set(group) - set(fitting)
        elif len({hits.phrase[hit] for hit in group}) > 1:
            shared += group
    hits = hits.refused(np.array(others, dtype=np.int64), ANOTHER_PHRASE)
    return hits.doubted(np.array(shared, dtype=np.int64), SHARED)


def _in_use(form: Form, date: PartialDate | None) -> bool:
    """Whether a document of this date may have the form; an unknown date may be any date."""
    if date is None:
        return True
    too_early = form.since is not None and date.last_day < form.since.first_day
    too_late = form.until is not None and date.first_day > form.until.last_day
    return not too_early and not too_late
