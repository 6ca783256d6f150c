"""The curated lexicon, and larger ones: more forms, cut from the text at random."""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Iterator, Mapping
from typing import Final

from benchmarks.texts import LANGUAGES, Source
from partyspeak import Form, Lexicon, Phrase

__all__ = ["curated", "forms_in", "grown"]

# Shorter ones (的发展) stand everywhere, and would measure the making of rows more than the scan.
_SHORTEST: Final = {"zh": 4, "en": 2}
_UNITS: Final = {"zh": re.compile(r"[\u4e00-\u9fff]"), "en": re.compile(r"[A-Za-z]+")}
_RUN: Final = {"zh": re.compile(r"[\u4e00-\u9fff]+"), "en": re.compile(r"[A-Za-z]+(?: [A-Za-z]+)*")}
_JOINT: Final = {"zh": "", "en": " "}
_FORMS_A_PHRASE: Final = 9
_TRIES_A_FORM: Final = 100


def curated(phrases: int | None = None) -> Lexicon:
    """The curated lexicon, or about so many of its phrases for a quick run."""
    lexicon = Lexicon.default()
    if phrases is None:
        return lexicon
    return Lexicon(itertools.islice(lexicon.values(), 0, None, max(len(lexicon) // max(phrases, 1), 1)))


def forms_in(lexicon: Lexicon, lang: str) -> list[str]:
    """The distinct wordings of one language, as other matchers are given them: English ones in lower case."""
    texts = (form.text for phrase in lexicon.values() for form in phrase.forms if form.lang == lang)
    return list(dict.fromkeys(text.lower() if lang == "en" else text for text in texts))


def grown(lexicon: Lexicon, times: int, sources: Mapping[str, Source], seed: int) -> Lexicon:
    """The lexicon merged with one of extra phrases, so that it has so many times the forms in each language.

    The lengths of the extra forms are drawn from those of the lexicon's own, in characters or in words,
    but are at least four characters or two words.

    Raises
    ------
    ValueError
        When the text is too short to have so many different wordings.
    """
    forms: list[Form] = []
    for lang in LANGUAGES:
        own = forms_in(lexicon, lang)
        extra = _cut(own, sources[lang], (times - 1) * len(own), random.Random(seed))
        forms += [Form(text, "zh" if lang == "zh" else "en") for text in extra]
    random.Random(seed).shuffle(forms)
    groups = (tuple(forms[at : at + _FORMS_A_PHRASE]) for at in range(0, len(forms), _FORMS_A_PHRASE))
    extra = Lexicon(_phrase(number, group) for number, group in enumerate(groups))
    return lexicon.merge(extra, claims="both")  # a plural that the text has may be a form of the lexicon


def _phrase(number: int, forms: tuple[Form, ...]) -> Phrase:
    first = {lang: next((form.text for form in forms if form.lang == lang), "") for lang in LANGUAGES}
    return Phrase(f"extra-{number}", first["zh"], first["en"], forms)


def _cut(own: list[str], source: Source, wanted: int, chance: random.Random) -> Iterator[str]:
    lang = source.lang
    lengths = [max(len(_UNITS[lang].findall(text)), _SHORTEST[lang]) for text in own]
    runs = [_UNITS[lang].findall(run) for sentence in source.sentences for run in _RUN[lang].findall(sentence)]
    seen = {text.lower() for text in own}
    for _ in range(wanted * _TRIES_A_FORM):
        if not wanted:
            return
        run, length = chance.choice(runs), chance.choice(lengths)
        if len(run) >= length:
            at = chance.randrange(len(run) - length + 1)
            text = _JOINT[lang].join(run[at : at + length])
            if text.lower() not in seen:
                seen.add(text.lower())
                wanted -= 1
                yield text
    if wanted:
        raise ValueError(f"the {lang} text is too short to cut so many forms from it: {wanted} are missing")
