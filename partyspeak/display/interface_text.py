"""The interface text of pages, in English and Chinese: one table per page, in ``pages/NAME.toml``.

Only these tables are trusted as markup; the values that are put into them are data, and escaped.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import Final, Literal

from markupsafe import Markup

from partyspeak.display.page import escaped
from partyspeak.errors import PartyspeakError

__all__ = ["LANGUAGES", "InterfaceText", "Language", "Said", "need_language", "words_of"]

Language = Literal["en", "zh"]
LANGUAGES: Final = ("en", "zh")
"""The languages that a page's own text may be in."""


class InterfaceText:
    """The interface text of one page.

    Parameters
    ----------
    table : dict
        From a name to ``en`` and ``zh``, and where a single one is said otherwise in English, ``one``.
    """

    def __init__(self, table: dict[str, dict[str, str]]) -> None:
        self.table = table

    def text(self, key: str, language: str, **values: object) -> str:
        """The text in one language, not as HTML."""
        return self._wording(key, language, values).format(**{name: _shown(value) for name, value in values.items()})

    def both(self, key: str, **values: object) -> Markup:
        """The text in both languages as HTML, of which the page shows one. Values are escaped.

        Examples
        --------
        >>> str(InterfaceText({"found": {"en": "{n} found", "zh": "找到{n}条"}}).both("found", n=1200))
        '<i lang=en>1,200 found</i><i lang=zh>找到1,200条</i>'
        """
        return Markup("").join(
            Markup("<i lang={}>{}</i>").format(language, self._html(key, language, values)) for language in LANGUAGES
        )

    def _wording(self, key: str, language: str, values: dict[str, object]) -> str:
        entry = self.table[key]
        return entry["one"] if language == "en" and values.get("n") == 1 and "one" in entry else entry[language]

    def _html(self, key: str, language: str, values: dict[str, object]) -> Markup:
        safe = {
            name: value.in_language(language) if isinstance(value, Said) else escaped(_shown(value))
            for name, value in values.items()
        }
        return Markup(self._wording(key, language, values)).format(**safe)

    @staticmethod
    def prose(*sentences: Markup) -> Markup:
        """Join sentences, with spaces in English and none in Chinese."""
        return Markup("<i lang=en> </i>").join(sentences)

    @staticmethod
    def code(text: str) -> Markup:
        """A piece of code within a text."""
        return Markup("<code>{}</code>").format(text)

    def attributes(self, name: str, key: str, language: str) -> Markup:
        """An attribute, such as a label for screen readers, with its value in each language."""
        choices = Markup("").join(Markup(' data-{}="{}"').format(one, self.text(key, one)) for one in LANGUAGES)
        return Markup('{}="{}" data-attribute="{}"{}').format(name, self.text(key, language), name, choices)

    def said(self, key: str, **values: object) -> Said:
        """A text as a value inside another text, in the same language."""
        return Said(self, key, values)


class Said:
    """A text to be inserted into another text."""

    def __init__(self, words: InterfaceText, key: str, values: dict[str, object]) -> None:
        self._words, self._key, self._values = words, key, values

    def in_language(self, language: str) -> Markup:
        """As HTML."""
        return self._words._html(self._key, language, self._values)


@lru_cache
def words_of(page: str) -> InterfaceText:
    """The interface text of a page."""
    import tomli

    content = (files("partyspeak") / "display" / "pages" / f"{page}.toml").read_text(encoding="utf-8")
    return InterfaceText(tomli.loads(content))


def need_language(language: str) -> None:
    """Refuse a language that no page has."""
    if language not in LANGUAGES:
        raise PartyspeakError(f"language={language!r} is not one of {', '.join(map(repr, LANGUAGES))}")


def _shown(value: object) -> object:
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else value
