"""When is a phrase used, how often, and since when?"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from partyspeak.analysis import attestation, first_appearances, frequency, unused, uptake
from partyspeak.analysis import scale as _scale
from partyspeak.analysis.scale import Cutoffs
from partyspeak.analysis.selection import Phrases, Where
from partyspeak.corpus.questions.explained import explained_by
from partyspeak.corpus.questions.ground import Ground

__all__ = ["OverTime"]


class OverTime(Ground):
    """Questions of time."""

    @explained_by(frequency.frequency)
    def frequency(
        self,
        by: str = "year",
        per: str | None = None,
        window: int | None = None,
        cumulative: bool = False,
        confidence: float | None = None,
        roll_up: str | None = None,
        *,
        phrases: Phrases = None,
        lang: str | None = None,
        sure_only: bool = True,
        nested: bool = True,
        where: Where = None,
    ) -> pd.DataFrame:
        """Mentions of each phrase by period or by a column of the documents.

        With ``roll_up="domain"`` (or ``"era"``, or any column of ``tagged.phrases``) the rows, and the
        column, are of that instead of phrases. The choices ``phrases, lang, sure_only, nested, where``
        are those of :func:`partyspeak.analysis.selection.select`; the rest, and the columns, those of
        :func:`partyspeak.analysis.frequency.frequency`.

        Examples
        --------
        >>> from partyspeak import samples, tag
        >>> table = tag(samples.load(), id="id").frequency(by="year", per="million")
        >>> list(table.columns)
        ['period', 'phrase', 'lang', 'mentions', 'documents', 'rate', 'denominator', 'unit']
        """
        documents, mentions = self._selected(phrases, lang, sure_only, nested, where)
        if roll_up is not None:
            mentions = frequency.rolled_up(mentions, self.phrases, roll_up)
        table = frequency.frequency(documents, mentions, by, per, window, cumulative, confidence)
        return table if roll_up is None else table.rename(columns={"phrase": roll_up})

    @explained_by(first_appearances.first_appearances)
    def first_appearances(
        self,
        by: str | None = None,
        n: int = 1,
        first_period: str = "year",
        spelled_out: bool = False,
        *,
        phrases: Phrases = None,
        lang: str | None = None,
        sure_only: bool = True,
        nested: bool = True,
        where: Where = None,
    ) -> pd.DataFrame:
        """The first appearance of each phrase, with the words that it rests on.

        The choices ``phrases, lang, sure_only, nested, where`` are those of
        :func:`partyspeak.analysis.selection.select`; the rest, and the columns, those of
        :func:`partyspeak.analysis.first_appearances.first_appearances`.

        Examples
        --------
        >>> from partyspeak import samples, tag
        >>> table = tag(samples.load(), id="id").first_appearances()
        >>> table.loc[table["phrase"] == "dual-circulation", "first_date"].item()
        '2020-09-18'
        """
        documents, mentions = self._selected(phrases, lang, sure_only, nested, where)
        return first_appearances.first_appearances(
            documents, mentions, self.texts, self.phrases,
            by=by, n=n, first_period=first_period, spelled_out=spelled_out,
        )  # fmt: skip

    @explained_by(attestation.attestation)
    def attestation(
        self,
        first_period: str = "year",
        spelled_out: bool = False,
        *,
        phrases: Phrases = None,
        lang: str | None = None,
        sure_only: bool = True,
        nested: bool = True,
        where: Where = None,
    ) -> pd.DataFrame:
        """The corpus against the lexicon's dates: earlier, as attested or later, and what to check.

        The choices ``phrases, lang, sure_only, nested, where`` are those of
        :func:`partyspeak.analysis.selection.select`; the rest, and the columns, those of
        :func:`partyspeak.analysis.attestation.attestation`.

        Examples
        --------
        >>> from partyspeak import samples, tag
        >>> table = tag(samples.load(), id="id").attestation(phrases="dual-circulation")
        >>> table[["verdict", "first_date", "attested", "documents_before"]].values.tolist()
        [['later', '2020-09-18', '2020-05-14', 0]]
        """
        documents, mentions = self._selected(phrases, lang, sure_only, nested, where)
        return attestation.attestation(documents, mentions, self.texts, self.phrases, first_period, spelled_out)

    @explained_by(uptake.uptake)
    def uptake(
        self,
        steps: Sequence[int] = (10, 100),
        by: str | None = None,
        *,
        phrases: Phrases = None,
        lang: str | None = None,
        sure_only: bool = True,
        nested: bool = True,
        where: Where = None,
    ) -> pd.DataFrame:
        """How long from the first mention of each phrase until 10, and until 100, documents had it.

        The choices ``phrases, lang, sure_only, nested, where`` are those of
        :func:`partyspeak.analysis.selection.select`; the rest, and the columns, those of
        :func:`partyspeak.analysis.uptake.uptake`.

        Examples
        --------
        >>> from partyspeak import samples, tag
        >>> table = tag(samples.load(), id="id").uptake([2], phrases="dual-circulation")
        >>> table[["step", "first_date", "reached_date", "days"]].values.tolist()
        [[2, '2020-09-18', '2021-03-25', 188]]
        """
        return uptake.uptake(*self._selected(phrases, lang, sure_only, nested, where), steps=steps, by=by)

    @explained_by(unused.never_used)
    def never_used(
        self,
        *,
        phrases: Phrases = None,
        lang: str | None = None,
        sure_only: bool = True,
        nested: bool = True,
        where: Where = None,
    ) -> pd.DataFrame:
        """The phrases looked for that have no mention among those chosen.

        The choices ``phrases, lang, sure_only, nested, where`` are those of
        :func:`partyspeak.analysis.selection.select`, and the columns those of
        :func:`partyspeak.analysis.unused.never_used`.

        Examples
        --------
        >>> from partyspeak import tag
        >>> tag(["双循环"]).never_used(phrases=["dual-circulation", "new-development-pattern"])["phrase"].tolist()
        ['new-development-pattern']
        """
        asked = self.phrases["id"].tolist() if phrases is None else phrases
        _, mentions = self._selected(asked, lang, sure_only, nested, where)
        return unused.never_used(mentions, self.mentions, self.phrases)

    @explained_by(_scale.scale)
    def scale(
        self,
        by: str = "year",
        cutoffs: Cutoffs = None,
        *,
        phrases: Phrases = None,
        lang: str | None = None,
        sure_only: bool = True,
        nested: bool = True,
        where: Where = None,
    ) -> pd.DataFrame:
        """The temperature of each phrase in each period, on Qian Gang's scale of six tiers.

        The choices ``phrases, lang, sure_only, nested, where`` are those of
        :func:`partyspeak.analysis.selection.select`; the rest, and the columns, those of
        :func:`partyspeak.analysis.scale.scale`.

        Examples
        --------
        >>> import pandas as pd
        >>> from partyspeak import tag
        >>> docs = pd.DataFrame({"date": "2020", "text": ["双循环", "平", "平", "平", "平"]})
        >>> tag(docs).scale()[["period", "share", "tier", "tier_en"]].values.tolist()
        [['2020', 0.2, '沸', 'blazing']]
        """
        documents, mentions = self._selected(phrases, lang, sure_only, nested, where)
        return _scale.scale(documents, mentions, self.phrases, by=by, cutoffs=cutoffs)

    @explained_by(_scale.scale_jumps, _scale.scale)
    def scale_jumps(
        self,
        by: str = "year",
        cutoffs: Cutoffs = None,
        least: int = 1,
        *,
        phrases: Phrases = None,
        lang: str | None = None,
        sure_only: bool = True,
        nested: bool = True,
        where: Where = None,
    ) -> pd.DataFrame:
        """The phrases that became hotter or colder from one period to the next.

        The choices ``phrases, lang, sure_only, nested, where`` are those of
        :func:`partyspeak.analysis.selection.select`; the rest, and the columns, those of
        :func:`partyspeak.analysis.scale.scale_jumps`.

        Examples
        --------
        >>> import pandas as pd
        >>> from partyspeak import tag
        >>> docs = pd.DataFrame({"date": ["2018"] * 5 + ["2020"] * 5, "text": ["平"] * 5 + ["双循环"] * 5})
        >>> tag(docs).scale_jumps(least=6)[["from_period", "to_period", "steps"]].values.tolist()
        [['2018', '2020', 6]]
        """
        documents, mentions = self._selected(phrases, lang, sure_only, nested, where)
        return _scale.scale_jumps(_scale.scale(documents, mentions, self.phrases, by=by, cutoffs=cutoffs), least)
