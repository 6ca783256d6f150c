"""Forms that two phrases claim. A form belongs to one phrase, unless every phrase that has it marks it as shared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Literal, NamedTuple

from partyspeak.errors import Fault
from partyspeak.lexicon.inflection import expand
from partyspeak.lexicon.model import Form, Phrase
from partyspeak.text.folding import fold_all
from partyspeak.text.languages import Language

__all__ = ["Claim", "ClaimsChoice", "as_faults", "decided", "key_of", "undeclared"]

ClaimsChoice = Literal["mine", "both"]


class Claim(NamedTuple):
    """A form of a phrase that is also a form of another phrase.

    Attributes
    ----------
    phrase : Phrase
    form : Form
        A form of ``phrase``.
    other : Phrase
    other_form : Form
        The form of ``other`` that shares a wording with ``form``.
    """

    phrase: Phrase
    form: Form
    other: Phrase
    other_form: Form


def undeclared(phrases: Collection[Phrase], others: Collection[Phrase]) -> list[Claim]:
    """The forms of some phrases that others claim too, unless both phrases say ``shared = true``.

    Wordings are compared as they are matched: folded, with plurals and both spellings. The language does not
    matter, since a Chinese form ``GDP`` and an English form ``GDP`` are found at the same place.

    Parameters
    ----------
    phrases, others : collection of Phrase
        The two collections may be the same.

    Returns
    -------
    list of Claim
        In the order of ``phrases``.
    """
    if not phrases or not others:
        return []
    claimants: dict[str, list[tuple[Phrase, Form]]] = defaultdict(list)
    for wording, phrase, form in _wordings(others):
        claimants[wording].append((phrase, form))
    found: dict[tuple[str, Form, str, Form], Claim] = {}
    for wording, phrase, form in _wordings(phrases):
        for other, other_form in claimants.get(wording, ()):
            if phrase.id != other.id and not (form.shared and other_form.shared):
                found[phrase.id, form, other.id, other_form] = Claim(phrase, form, other, other_form)
    return list(found.values())


def _wordings(phrases: Iterable[Phrase]) -> list[tuple[str, Phrase, Form]]:
    listed = [
        (wording, phrase, form)
        for phrase in phrases
        for form in phrase.forms
        for wording in expand(form.text, form.lang)
    ]
    folds = fold_all([wording for wording, *_ in listed])
    return [(folded, phrase, form) for folded, (_, phrase, form) in zip(folds, listed, strict=True) if folded]


def as_faults(claims: Iterable[Claim], advice: str = "") -> list[Fault]:
    """One fault per form and other phrase that claims it."""
    faults: dict[tuple[str, Form, str], Fault] = {}
    for phrase, form, other, other_form in claims:
        place = f", {Path(other.file).name}" if other.file else ""
        faults.setdefault(
            (phrase.id, form, other.id),
            Fault(
                phrase.file,
                phrase.id,
                key_of(form, phrase),
                f"{form.text!r} is claimed by [{other.id}] as well ({other_form.text!r}{place}){advice}",
            ),
        )
    return list(faults.values())


def decided(claims: Iterable[Claim], choice: ClaimsChoice) -> dict[str, Phrase]:
    """The phrases that a decision changes, by id.

    Parameters
    ----------
    claims : iterable of Claim
    choice : {"mine", "both"}
        ``mine`` takes each form out of ``phrase`` and leaves it to ``other``. ``both`` marks the form ``shared`` in
        both phrases.
    """
    phrases: dict[str, Phrase] = {}
    forms: dict[str, set[Form]] = defaultdict(set)
    for phrase, form, other, other_form in claims:
        phrases[phrase.id] = phrase
        forms[phrase.id].add(form)
        if choice == "both":
            phrases[other.id] = other
            forms[other.id].add(other_form)
    change = _shared if choice == "both" else _without
    return {id: change(phrase, forms[id]) for id, phrase in phrases.items()}


def _shared(phrase: Phrase, forms: set[Form]) -> Phrase:
    return replace(phrase, forms=tuple(replace(form, shared=form.shared or form in forms) for form in phrase.forms))


def _without(phrase: Phrase, forms: set[Form]) -> Phrase:
    """The phrase without some forms; if the canonical form goes, the next form of its language becomes canonical."""
    left = tuple(form for form in phrase.forms if form not in forms)

    def canonical(lang: Language, name: str) -> str:
        texts = [form.text for form in left if form.lang == lang]
        return name if name in texts else next(iter(texts), "")

    return replace(phrase, forms=left, zh=canonical("zh", phrase.zh), en=canonical("en", phrase.en))


def key_of(form: Form, phrase: Phrase) -> str:
    """The entry key under which a form is written: ``zh``, ``en``, ``zh_forms`` or ``en_forms``."""
    return form.lang if form.text == getattr(phrase, form.lang) else f"{form.lang}_forms"
