"""The records of the lexicon: a phrase, its forms, and a source. Frozen, and light to import."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal, get_args

from partyspeak.dates import PartialDate
from partyspeak.text.languages import Language

__all__ = ["DOMAINS", "ERAS", "SOURCES_FILE", "Era", "Form", "Phrase", "Source"]

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
"""The subjects into which the curated lexicon is divided, one file per subject."""

SOURCES_FILE: Final = "sources.toml"
"""The file of a lexicon's folder that holds the sources."""

Era = Literal["mao", "deng", "jiang", "hu", "xi"]
"""Under whom a wording was coined; Hua Guofeng's years count as ``deng``."""

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
        The same words are ordinary language too, so that a mention is never sure.
    case : bool
        Capitals matter (acronyms).
    shared : bool
        Another phrase claims the form as well.
    since, until : PartialDate or None
        When the wording came in or went out.
    source : str
        Where the rendering was seen; empty means that it is unsourced.
    """

    text: str
    lang: Language
    plain: bool = False
    case: bool = False
    shared: bool = False
    since: PartialDate | None = None
    until: PartialDate | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Phrase:
    """One concept of the lexicon: a phrase (tifa) with all its forms and what is known about it.

    Attributes
    ----------
    id : str
        Stable name, such as ``dual-circulation``.
    zh, en : str
        The canonical forms; empty where a user's lexicon has none.
    forms : tuple of Form
        Every form, the canonical ones first.
    gloss : str
        What it means, in one or two sentences.
    domain, era : str
        Its subject, and under whom the wording was coined.
    first : PartialDate or None
        The earliest attested use of the wording that is known.
    first_at_latest : bool
        ``first`` is only the earliest use found in the texts searched; an earlier one is likely.
    first_where : str
        The document, speech or meeting of that use.
    sources : tuple of str
        Keys of the sources in which ``first`` was seen.
    unsourced : bool
        No source for ``first`` was seen; never dated from.
    note : str
        Where sources differ, and other doubts.
    not_zh, not_en : tuple of str
        Blockers: longer strings that hold a form and are not the phrase.
    related, antecedents, successors : tuple of str
        Ids of other phrases.
    components : tuple of str
        The members of a numbered formula, as ids or as wordings.
    file : str
        The file that it was read from; comparisons leave it out.
    """

    id: str
    zh: str
    en: str
    forms: tuple[Form, ...]
    gloss: str = ""
    domain: str = ""
    era: str = ""
    first: PartialDate | None = None
    first_at_latest: bool = False
    first_where: str = ""
    sources: tuple[str, ...] = ()
    unsourced: bool = False
    note: str = ""
    not_zh: tuple[str, ...] = ()
    not_en: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    antecedents: tuple[str, ...] = ()
    successors: tuple[str, ...] = ()
    components: tuple[str, ...] = ()
    file: str = field(default="", compare=False, repr=False)

    @property
    def attested(self) -> PartialDate | None:
        """The date of first use, where a source for it was seen."""
        return None if self.unsourced else self.first


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact of the lexicon was seen.

    Attributes
    ----------
    key : str
        How entries name it.
    title, author, publisher : str
    date : PartialDate or None
    url : str
        Empty where none is known.
    note : str
    """

    key: str
    title: str
    author: str = ""
    publisher: str = ""
    date: PartialDate | None = None
    url: str = ""
    note: str = ""
