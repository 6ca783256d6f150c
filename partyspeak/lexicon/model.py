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
        Another phrase claims the form too.
    since, until : PartialDate or None
        When the wording came into use or went out of use.
    source : str
        Where the rendering was seen; empty if it has no source.
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
        A stable name, such as ``dual-circulation``.
    zh, en : str
        The canonical forms; empty if a user's lexicon has none.
    forms : tuple of Form
        Every form, the canonical ones first.
    gloss : str
        The meaning, in one or two sentences.
    domain, era : str
        The subject, and the leader under whom the wording was coined.
    first : PartialDate or None
        The earliest known attested use of the wording.
    first_at_latest : bool
        ``first`` is only the earliest use found in the texts searched; an earlier one is likely.
    first_where : str
        The document, speech or meeting of that use.
    sources : tuple of str
        Keys of the sources in which ``first`` was seen.
    unsourced : bool
        No source for ``first`` was seen, so nothing is dated from it.
    note : str
        Where sources differ, and other doubts.
    not_zh, not_en : tuple of str
        Blockers: longer strings that contain a form but are not the phrase.
    related, antecedents, successors : tuple of str
        Ids of other phrases.
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
        """The date of first use if a source for it was seen, else None."""
        return None if self.unsourced else self.first


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
