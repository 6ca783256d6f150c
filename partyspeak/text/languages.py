"""The languages that are matched: one entry per language, with everything in which it differs from the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

__all__ = ["LANGUAGES", "Language", "LanguageTraits"]

Language = Literal["zh", "en"]
"""The code of a language, as in the column ``lang``."""


@dataclass(frozen=True, slots=True)
class LanguageTraits:
    """What the rest of the package needs to know about a language.

    Attributes
    ----------
    name : str
        Its English name.
    space : str
        What is written between two words.
    unit : str
        The unit in which the length of a text is measured.
    size_column : str
        The document column with the number of these units.
    html : str
        Its language tag in web pages.
    """

    name: str
    space: str
    unit: str
    size_column: str
    html: str

    @property
    def spaced(self) -> bool:
        """Whether spaces show where words begin and end; if not, a dictionary and a segmenter decide."""
        return bool(self.space)


LANGUAGES: Final[dict[Language, LanguageTraits]] = {
    "zh": LanguageTraits("Chinese", "", "Chinese characters", "zh_chars", "zh-Hans"),
    "en": LanguageTraits("English", " ", "English words", "en_words", "en"),
}
"""Languages by code, in the order in which tables list them."""
