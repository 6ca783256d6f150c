"""The languages that are matched, one entry per language: what differs between them, in one place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

__all__ = ["LANGUAGES", "Language", "LanguageTraits"]

Language = Literal["zh", "en"]
"""The code of a language, as in the column ``lang``."""


@dataclass(frozen=True, slots=True)
class LanguageTraits:
    """What the rest of the package needs to know of a language.

    Attributes
    ----------
    name : str
        Its English name.
    space : str
        What is written between two words.
    unit : str
        What a text in it is measured in.
    size_column : str
        The column of the documents that says how many of these a document has.
    html : str
        Its tag in web pages.
    """

    name: str
    space: str
    unit: str
    size_column: str
    html: str

    @property
    def spaced(self) -> bool:
        """Whether spaces show where words begin and end; if not, a dictionary and a segmenter are asked."""
        return bool(self.space)


LANGUAGES: Final[dict[Language, LanguageTraits]] = {
    "zh": LanguageTraits("Chinese", "", "Chinese characters", "zh_chars", "zh-Hans"),
    "en": LanguageTraits("English", " ", "English words", "en_words", "en"),
}
"""By code, in the order of tables."""
