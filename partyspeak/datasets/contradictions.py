"""Dates of grade A that the shipped data sets contradict."""

from __future__ import annotations

from collections.abc import Iterator

from partyspeak.datasets import congress_reports, un_speeches, work_reports
from partyspeak.dates import parse
from partyspeak.errors import Fault
from partyspeak.lexicon.lexicon import Lexicon

__all__ = ["contradictions"]


def contradictions(lexicon: Lexicon) -> Iterator[Fault]:
    """One fault for each date of grade A before which a document of a data set has a dating form of the phrase.

    Parameters
    ----------
    lexicon : Lexicon
        Its forms are compared with those that were found when the data sets were made.
    """
    for corpus in (work_reports(), congress_reports(), un_speeches()):
        firsts = corpus.first_appearances(by="form", strict=False)
        for phrase, form, date, document in zip(
            firsts["phrase"], firsts["form"], firsts["first_date"], firsts["doc_id"], strict=True
        ):
            known = lexicon.get(phrase)
            first = known.first if known is not None else None
            if known is None or first is None or first.grade != "A" or not isinstance(date, str):
                continue
            dates = any(one.dates and one.text == form for one in known.forms)
            if dates and parse(date).last_day < first.date.first_day:
                way_out = "attest that use, or give grade B"
                message = f"{first.date} has grade A, and {form!r} is in {document} ({date}); {way_out}"
                yield Fault(known.file, phrase, "attested", message)
