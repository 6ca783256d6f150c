"""Doubts that come from a document's date: a form out of use, and a phrase that is not attested yet."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from partyspeak.dates import PartialDate
from partyspeak.lexicon.model import Form, Phrase
from partyspeak.matching.compiler import SPELLED_OUT
from partyspeak.matching.hits import BEFORE_ATTESTED, OUT_OF_USE, Hits, Integers

__all__ = ["TimesOfUse"]

_EVER = np.iinfo(np.int64).max


class TimesOfUse:
    """From when to when each form is in use.

    Parameters
    ----------
    forms : sequence of Form
        By number.
    phrases : sequence of Phrase
        The phrase of each form.
    """

    def __init__(self, forms: Sequence[Form], phrases: Sequence[Phrase]) -> None:
        self._since = _first_days([form.since for form in forms], -_EVER)
        self._until = _last_days([form.until for form in forms], _EVER)
        attested = [
            _attested(phrase) if form.dates and form.text != SPELLED_OUT else None
            for form, phrase in zip(forms, phrases, strict=True)
        ]
        self._attested = _first_days(attested, -_EVER)

    def doubt(self, hits: Hits, dates: Sequence[PartialDate | None]) -> Hits:
        """Doubt the hits in documents that certainly lie outside the time of their form, or before its attestation.

        Parameters
        ----------
        hits : Hits
            Without blockers.
        dates : sequence of PartialDate or None
            One for each text; nothing is doubted in an undated one.
        """
        if not any(dates):
            return hits
        begins, ends = _first_days(dates, 0)[hits.document], _last_days(dates, 0)[hits.document]
        dated = begins > 0
        out = dated & ((ends < self._since[hits.form]) | (begins > self._until[hits.form]))
        early = dated & (ends < self._attested[hits.form])
        return hits.doubted(out, OUT_OF_USE).doubted(early, BEFORE_ATTESTED)


def _attested(phrase: Phrase) -> PartialDate | None:
    """The date before which a mention contradicts what the lexicon knows well."""
    return phrase.first.date if phrase.first is not None and phrase.first.grade == "A" else None


def _first_days(dates: Sequence[PartialDate | None], unknown: int) -> Integers:
    return np.array([unknown if date is None else date.first_day.toordinal() for date in dates], dtype=np.int64)


def _last_days(dates: Sequence[PartialDate | None], unknown: int) -> Integers:
    return np.array([unknown if date is None else date.last_day.toordinal() for date in dates], dtype=np.int64)
