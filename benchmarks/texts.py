"""The texts: real documents, their sentences shuffled and repeated, or generated ones where those are absent."""

from __future__ import annotations

import itertools
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final, Literal

import pandas as pd

from partyspeak import Lexicon, samples

__all__ = ["LANGUAGES", "Documents", "Source", "document_of_all", "generate_source", "headlines", "news", "read_source"]

LANGUAGES: Final[tuple[Literal["zh", "en"], ...]] = ("zh", "en")

_FILES: Final = {"zh": ("work-reports.jsonl", "congress-reports.jsonl"), "en": ("un-speeches.jsonl",)}
_SENTENCE: Final = {
    "zh": re.compile(r"[^。！？；\n]+[。！？；]?"),
    "en": re.compile(r"[^\n]+?(?:[.!?](?=\s)|(?=\n)|$)"),
}
_JOINT: Final = {"zh": "", "en": " "}
_NEWS_CHARACTERS: Final = 1_000
_HEADLINE_CHARACTERS: Final = 20
_MOST_GENERATED: Final = 1_500_000
# A form in every 120 characters is what the work reports have.
_CHARACTERS_A_FORM: Final = 120


@dataclass(frozen=True)
class Documents:
    """Texts of one language, in the shapes that the contestants want.

    Attributes
    ----------
    name : str
        What they are, for the table.
    lang : {"zh", "en"}
    texts : list of str
    """

    name: str
    lang: str
    texts: list[str]

    @cached_property
    def characters(self) -> int:
        """How many code points there are in all."""
        return sum(map(len, self.texts))

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The texts as an analyst has them: a DataFrame with a date for each."""
        days = pd.date_range("2000-01-01", "2025-12-31").strftime("%Y-%m-%d").tolist()
        dates = [days[number % len(days)] for number in range(len(self.texts))]
        return pd.DataFrame({"date": dates, "text": self.texts})

    @cached_property
    def lowered(self) -> list[str]:
        """For scanners that know no case; made beforehand, so that it costs them nothing."""
        return [text.lower() for text in self.texts] if self.lang == "en" else self.texts

    def part(self, share: float) -> Documents:
        """The documents at the beginning, with about this share of the characters, at least one."""
        if share >= 1 or len(self.texts) == 1:
            return self
        taken: list[str] = []
        left = self.characters * share
        for text in self.texts:
            if left <= 0:
                break
            taken.append(text)
            left -= len(text)
        return Documents(f"{self.name}, {share:.0%} of it", self.lang, taken)


@dataclass(frozen=True)
class Source:
    """The sentences of one language.

    Attributes
    ----------
    lang : {"zh", "en"}
    sentences : list of str
    made_of : str
        Where they come from.
    """

    lang: str
    sentences: list[str]
    made_of: str

    @cached_property
    def characters(self) -> int:
        """How many code points the sentences have."""
        return sum(map(len, self.sentences))

    def shuffled(self, characters: int, seed: int) -> list[str]:
        """Sentences with so many characters; no sentence comes a second time before all came once."""
        chance = random.Random(seed)
        order = list(self.sentences)
        taken: list[str] = []
        while True:
            chance.shuffle(order)
            for sentence in order:
                if characters <= 0:
                    return taken
                taken.append(sentence)
                characters -= len(sentence)


def read_source(lang: str, corpora: Path) -> Source | None:
    """The sentences of the real documents in a folder; None where they are absent."""
    files = [corpora / name for name in _FILES[lang]]
    if not all(file.is_file() for file in files):
        return None
    texts = [json.loads(line)["text"] for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    return Source(lang, _sentences(texts, lang), " and ".join(file.stem for file in files))


def generate_source(lang: str, lexicon: Lexicon, characters: int, seed: int) -> Source:
    """Made-up sentences with so many characters, or a million and a half if that is less."""
    left = min(characters, _MOST_GENERATED)
    sentences = []
    for sentence in _generate(lang, lexicon, random.Random(seed)):
        if left <= 0:
            break
        sentences.append(sentence)
        left -= len(sentence)
    return Source(lang, sentences, "the practice packet's words, put together at random, with forms of the lexicon")


def news(name: str, lang: str, sentences: Sequence[str]) -> Documents:
    """Documents of about a thousand characters, as news items are."""
    return Documents(name, lang, list(_joined(sentences, lang, _NEWS_CHARACTERS)))


def headlines(name: str, lang: str, sentences: Sequence[str]) -> Documents:
    """Documents of twenty characters; English ones end with a word."""
    text = _JOINT[lang].join(sentences)
    if lang == "zh":
        cut = [text[at : at + _HEADLINE_CHARACTERS] for at in range(0, len(text), _HEADLINE_CHARACTERS)]
    else:
        cut = list(_joined(text.split(), lang, _HEADLINE_CHARACTERS))
    return Documents(name, lang, cut)


def document_of_all(name: str, lang: str, sentences: Sequence[str]) -> Documents:
    """One document, as a book is."""
    return Documents(name, lang, [_JOINT[lang].join(sentences)])


def _joined(pieces: Sequence[str], lang: str, at_least: int) -> Iterator[str]:
    held: list[str] = []
    length = 0
    for piece in pieces:
        held.append(piece)
        length += len(piece) + len(_JOINT[lang])
        if length >= at_least:
            yield _JOINT[lang].join(held)
            held, length = [], 0
    if held:
        yield _JOINT[lang].join(held)


def _sentences(texts: Sequence[str], lang: str) -> list[str]:
    found = (sentence.strip() for text in texts for sentence in _SENTENCE[lang].findall(text))
    return list(dict.fromkeys(sentence for sentence in found if sentence))


def _generate(lang: str, lexicon: Lexicon, chance: random.Random) -> Iterator[str]:
    """Sentences whose characters (or English words) follow one another as in the practice packet."""
    packet = samples.load()
    joint = _JOINT[lang]
    followers: dict[str, list[str]] = defaultdict(list)
    for sentence in _sentences(packet.loc[packet["written_in"] == lang, "text"].tolist(), lang):
        pieces = ["", *(sentence if lang == "zh" else sentence.split()), ""]
        for piece, follower in itertools.pairwise(pieces):
            followers[piece].append(follower)
    forms = [form.text for phrase in lexicon.values() for form in phrase.forms if form.lang == lang]
    while True:
        made: list[str] = []
        piece = chance.choice(followers[""])
        while piece:
            made.append(piece)
            if chance.random() * _CHARACTERS_A_FORM < len(piece):
                made.append(chance.choice(forms))
            piece = chance.choice(followers[piece])
        yield joint.join(made)
