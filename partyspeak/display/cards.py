"""The reader's cards: names, gloss, first use, renderings and related phrases of each phrase."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from partyspeak.display.interface_text import words_of
from partyspeak.display.page import shown
from partyspeak.lexicon.lexicon import Lexicon
from partyspeak.lexicon.model import DOMAINS, ERAS, Phrase
from partyspeak.lexicon.pinyin import pinyin

__all__ = ["DETAILS", "cards"]

DETAILS: Final = ("full", "related here", "few renderings", "bare")
"""How much a card says, from all to its bare outlines."""

_FEW: Final = 3


def cards(ids: Sequence[str], lexicon: Lexicon, detail: str = "full", language: str = "en") -> dict[str, list[object]]:
    """The cards of phrases, stored by column, which compresses better.

    Parameters
    ----------
    ids : sequence of str
        The phrases of the page; in ``others`` they are named by their number.
    lexicon : Lexicon
    detail : str
        One of :data:`DETAILS`.
    language : {"en", "zh"}
        Of what is not the lexicon's own text.

    Returns
    -------
    dict
        ``zh, pinyin, en, domain, era, gloss, first, where, renderings, others``, one entry per phrase.
    """
    number = {id: place for place, id in enumerate(ids)}
    rows = [_card(lexicon[id], lexicon, number, DETAILS.index(detail), language) for id in ids]
    return {name: [row[name] for row in rows] for name in rows[0]} if rows else {}


def _card(phrase: Phrase, lexicon: Lexicon, number: dict[str, int], detail: int, language: str) -> dict[str, object]:
    renderings = [form.text for form in phrase.forms if form.lang == "en" and form.text != phrase.en]
    groups = {
        "made_of": phrase.components,
        "before": lexicon.before(phrase.id),
        "after": phrase.precedes,
        "related": phrase.related,
    }
    others = {
        label: [_named(id, lexicon, number) for id in ids if detail == 0 or id in number]
        for label, ids in groups.items()
    }
    return {
        "zh": shown(phrase.zh),
        "pinyin": shown(pinyin(phrase.zh)) if phrase.zh else "",
        "en": shown(phrase.en),
        "domain": DOMAINS.index(phrase.domain) if phrase.domain in DOMAINS else len(DOMAINS),
        "era": words_of("reader").text(f"era_{phrase.era}", language) if phrase.era in ERAS else "",
        "gloss": shown(phrase.gloss),
        "first": "" if phrase.first is None else str(phrase.first),
        "where": shown(phrase.first.where) if phrase.first else "",
        "renderings": [shown(text) for text in renderings[: (None, None, _FEW, 0)[detail]]],
        "others": {label: names for label, names in others.items() if names},
    }


def _named(id: str, lexicon: Lexicon, number: dict[str, int]) -> int | str:
    """The number of a phrase that occurs in the document, else its name; a component may be a wording only."""
    if id in number or id not in lexicon:
        return number.get(id, shown(id))
    return shown(lexicon[id].zh or lexicon[id].en)
