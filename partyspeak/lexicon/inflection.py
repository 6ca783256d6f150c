"""The wordings that are found for a form: plurals, and British or American spelling.

Only English forms have other wordings. :mod:`partyspeak.text.folding` takes care of case, hyphens, spaces, quotation
marks and possessives, so this module does not.
"""

from __future__ import annotations

import re
from functools import cache, partial

__all__ = ["expand"]

# The head noun takes the plural: the last word, or the one before "of", "for" …
_PREPOSITION = re.compile(r" (?:of|for|with) ")
_WORD = re.compile(r"[A-Za-z]+")
_LAST_WORD = re.compile(r"[A-Za-z]{2,}$")
# "Three Represents" is a name, and the number is part of it.
_NUMBERED = re.compile(
    r"(?:the )?(?:\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|hundred)\b", re.IGNORECASE
)

# (what is before, British, American, what follows). A pair may fit a word that has only one spelling
# (enterprise). The resulting wording is one that nobody writes, so it does no harm.
_SPELLINGS = (
    (r"[a-z]{2,}", "is", "iz", r"e[sdr]?|ers|ing|ations?|ational"),
    (r"[a-z]{2,}", "ys", "yz", r"e[sdr]?|ing"),
    (r"lab|col|hon|fav|behavi|neighb|harb|endeav|rig|val|vig", "our", "or", r"[a-z]*"),
    (r"cent|theat|fib|lit|met", "re", "er", r"s?"),
    (r"cent", "red", "ered", r""),
    (r"defen|offen|licen", "ce", "se", r"s?"),
    (r"program", "me", "", r"s?"),
    (r"mode|trave|labe|signa|cance|fue", "ll", "l", r"ed|ing|ers?"),
    (r"fulfi", "l", "ll", r"s?|ments?"),
    (r"ski", "l", "ll", r"ful"),
    (r"catalog", "ue", "", r"s?"),
    (r"a", "ge", "g", r"ing"),
    (r"s", "c", "k", r"eptic[a-z]*"),
)
_VARIETIES = {
    variety: [
        (re.compile(f"({before}){spellings[old]}({after})"), rf"\g<1>{spellings[new]}\g<2>")
        for before, *spellings, after in _SPELLINGS
    ]
    for variety, old, new in (("American", 0, 1), ("British", 1, 0))
}


@cache  # merging, checking and compiling a lexicon each expand all of its forms
def expand(text: str, lang: str) -> tuple[str, ...]:
    """Every wording to search for in order to find a form, the form itself first.

    Parameters
    ----------
    text : str
        The form as in the lexicon.
    lang : {"zh", "en"}
        Its language.

    Returns
    -------
    tuple of str
        Distinct wordings, the form itself first.

    Examples
    --------
    >>> expand("双循环", "zh")
    ('双循环',)
    >>> expand("leading cadre", "en")
    ('leading cadre', 'leading cadres')
    >>> expand("socialist modernisation", "en")[:2]
    ('socialist modernisation', 'socialist modernization')
    """
    if lang != "en":
        return (text,)
    wordings = [text, *(_WORD.sub(partial(_respell, to=variety), text) for variety in _VARIETIES)]
    counted = [other for wording in dict.fromkeys(wordings) for other in _plural_and_singular(wording)]
    return tuple(dict.fromkeys(wordings + counted))


def _respell(match: re.Match[str], to: str) -> str:
    word = match[0]
    spelled = _spelled(word.lower(), to)
    if spelled is None:
        return word
    return spelled.upper() if word.isupper() else spelled.capitalize() if word[0].isupper() else spelled


@cache
def _spelled(word: str, to: str) -> str | None:
    """A word in the other spelling; None if it has only one spelling."""
    for pattern, replacement in _VARIETIES[to]:
        if changed := pattern.fullmatch(word):
            return changed.expand(replacement)
    return None


def _plural_and_singular(text: str) -> tuple[str, ...]:
    if _NUMBERED.match(text):
        return ()
    preposition = _PREPOSITION.search(text)
    counted = []
    for end in {len(text): None, preposition.start() if preposition else len(text): None}:
        if noun := _LAST_WORD.search(text[:end]):
            counted += [text[: noun.start()] + other + text[end:] for other in _counted(noun[0])]
    return tuple(wording for wording in counted if wording != text)


@cache
def _counted(noun: str) -> tuple[str, str]:
    import inflection

    return inflection.pluralize(noun), inflection.singularize(noun)
