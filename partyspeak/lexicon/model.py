"""The records of the lexicon: a phrase, its forms, and a source. Frozen, and light to import."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal, get_args

from partyspeak.dates import PartialDate
from partyspeak.text.languages import Language

__all__ = ["DOMAINS", "ERAS", "GRADES", "SOURCES_FILE", "Attestation", "Era", "Form", "Grade", "Phrase", "Source"]

Grade = Literal["A", "B", "C", "D"]

GRADES: Final[tuple[Grade, ...]] = get_args(Grade)
"""How well a date is known, the best first; see :class:`Attestation`."""

DOMAINS: Final = (
    "ideology",
    "party-building",
    "discipline",
    "governance",
    "economy",
    "science-technology",
    "security",
    "diplomacy",
    "military",
    "society-culture",
    "environment",
    "history",
    "taiwan-hong-kong-borderlands",
)
"""The subjects of the curated lexicon, one file per subject."""

SOURCES_FILE: Final = "sources.toml"
"""The file in a lexicon's folder that has the sources."""

Era = Literal["mao", "deng", "jiang", "hu", "xi"]
"""The leader under whom a wording was coined; Hua Guofeng's years count as ``deng``."""

ERAS: Final[tuple[Era, ...]] = get_args(Era)


@dataclass(frozen=True, slots=True)
class Form:
    """One written shape of a phrase in one language.

    Attributes
    ----------
    text : str
        The wording, in simplified characters or in English.
    lang : {"zh", "en"}
    plain : bool
        The same words are also ordinary language, so a mention is never sure.
    case : bool
        Capitals matter (acronyms).
    shared : bool
        Another phrase claims the form as well.
    dates : bool
        The form is the same formula as the canonical one, so that its mentions date the phrase. False for another
        stage, a part, another number, or ordinary words that point at the phrase.
    since, until : PartialDate or None
        When the wording came in or went out; outside them a mention is unsure.
    source : str
        Where the rendering was seen; empty if it has no source.
    """

    text: str
    lang: Language
    plain: bool = False
    case: bool = False
    shared: bool = False
    dates: bool = True
    since: PartialDate | None = None
    until: PartialDate | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Attestation:
    """One dated use of one form in one document.

    Attributes
    ----------
    date : PartialDate
        When it was said, or the document's own date.
    form : str
        The wording: a form of the phrase.
    grade : {"A", "B", "C", "D"}
        *A*: a dated primary text with this wording was seen, and either a scholar says that nothing is earlier
        (``scholar``), or nothing is in the dated corpora that were ``searched``. *B*: a work of reference or
        scholarship says so; the primary text was not seen. *C*: the earliest use in the corpora searched, an upper
        bound. *D*: an upper bound in the first period of the corpus, which says next to nothing.
    where : str
        The document, speech or meeting.
    source : str
        The key of the source in which it was seen.
    published : PartialDate or None
        When it was printed, where that differs from ``date`` and is known.
    searched : tuple of str
        The keys of dated corpora in which nothing is earlier.
    scholar : str
        The key of the source that says that nothing is earlier.
    """

    date: PartialDate
    form: str
    grade: Grade
    where: str = ""
    source: str = ""
    published: PartialDate | None = None
    searched: tuple[str, ...] = ()
    scholar: str = ""

    @property
    def at_latest(self) -> bool:
        """Is the date only an upper bound?"""
        return self.grade in ("C", "D")

    def __str__(self) -> str:
        """The date as it is shown to readers: ``≤`` before an upper bound."""
        return f"≤ {self.date}" if self.at_latest else str(self.date)


@dataclass(frozen=True, slots=True)
class Phrase:
    """One concept of the lexicon: a phrase (tifa) with all its forms and what is known about it.

    Attributes
    ----------
    id : str
        A stable name, such as ``dual-circulation``.
    zh, en : str
        The canonical forms; empty if a user's lexicon has none.
    forms : tuple of Form
        Every form, the canonical ones first.
    gloss : str
        The meaning, in one or two sentences.
    domain, era : str
        Its subject, and under whom the wording was coined.
    attested : tuple of Attestation
        Dated uses of its forms, the earliest first.
    note : str
        Where sources differ, and other doubts.
    not_zh, not_en : tuple of str
        Blockers: longer strings that hold a form and are not the phrase.
    related : tuple of str
        Ids of other phrases to see also.
    precedes : tuple of str
        Ids of the phrases that came of this one.
    components : tuple of str
        The members of a numbered formula, as ids or as wordings.
    file : str
        The file from which the phrase was read; comparisons ignore it.
    """

    id: str
    zh: str
    en: str
    forms: tuple[Form, ...]
    gloss: str = ""
    domain: str = ""
    era: str = ""
    attested: tuple[Attestation, ...] = ()
    note: str = ""
    not_zh: tuple[str, ...] = ()
    not_en: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    precedes: tuple[str, ...] = ()
    components: tuple[str, ...] = ()
    file: str = field(default="", compare=False, repr=False)

    @property
    def first(self) -> Attestation | None:
        """The earliest attestation of a dating form; of those that may be of one time, the better known.

        "2020" of grade C is not earlier than a well-known 2020-05-14: it may be of any day of the year.

        Examples
        --------
        >>> from partyspeak import Lexicon
        >>> str(Lexicon.default()["dual-circulation"].first.date)
        '2020-05-14'
        """
        not_dating = {form.text for form in self.forms if not form.dates}
        dating = [one for one in self.attested if one.form not in not_dating]
        surely_by = min((one.date.last_day for one in dating), default=None)
        candidates = [one for one in dating if surely_by and one.date.first_day <= surely_by]
        return min(candidates, key=lambda one: (one.at_latest, one.date.last_day, one.grade), default=None)


@dataclass(frozen=True, slots=True)
class Source:
    """A source in which a fact of the lexicon was seen.

    Attributes
    ----------
    key : str
        The key by which entries name the source.
    title, author, publisher : str
    date : PartialDate or None
    url : str
        Empty if no URL is known.
    note : str
    """

    key: str
    title: str
    author: str = ""
    publisher: str = ""
    date: PartialDate | None = None
    url: str = ""
    note: str = ""
