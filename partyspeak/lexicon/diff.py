"""The differences between two lexicons, for the review of a change."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from partyspeak.lexicon.lexicon import Lexicon
from partyspeak.lexicon.model import Attestation, Form, Phrase

__all__ = ["Change", "changes"]

_KEYS = [name for name in Phrase.__dataclass_fields__ if name not in ("id", "forms", "file")]


class Change(NamedTuple):
    """One difference; ``before`` is empty if something was added, ``after`` if something was removed.

    Attributes
    ----------
    id : str
        The id of the phrase.
    key : str
        The key that differs; ``phrase`` if a whole phrase was added or removed.
    before, after : str
        One form or one value, with lists and dates as text.
    """

    id: str
    key: str
    before: str
    after: str


def changes(old: Lexicon, new: Lexicon) -> list[Change]:
    """Every difference between two lexicons, ordered by id.

    Examples
    --------
    >>> from partyspeak.lexicon.model import Form, Phrase
    >>> old = Lexicon([Phrase("a", "甲", "a", (Form("甲", "zh"),))])
    >>> new = Lexicon([Phrase("a", "甲", "a", (Form("甲", "zh"), Form("甲乙", "zh")), era="xi")])
    >>> for change in changes(old, new):
    ...     print(change)
    Change(id='a', key='era', before='', after='xi')
    Change(id='a', key='form', before='', after='zh 甲乙')
    """
    found = []
    for id in sorted({*old, *new}):
        if id not in new:
            found.append(Change(id, "phrase", _name(old[id]), ""))
        elif id not in old:
            found.append(Change(id, "phrase", "", _name(new[id])))
        else:
            found += sorted(_differences(old[id], new[id]))
    return found


def _differences(old: Phrase, new: Phrase) -> Iterator[Change]:
    for key in _KEYS:
        before, after = _text(getattr(old, key)), _text(getattr(new, key))
        if before != after:
            yield Change(old.id, key, before, after)
    for form in old.forms:
        if form not in new.forms:
            yield Change(old.id, "form", _form(form), "")
    for form in new.forms:
        if form not in old.forms:
            yield Change(old.id, "form", "", _form(form))


def _name(phrase: Phrase) -> str:
    return f"{phrase.zh} {phrase.en}".strip()


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return "; ".join(map(_shown, value))
    return "" if value is None or value is False else str(value)


def _shown(value: object) -> str:
    if not isinstance(value, Attestation):
        return str(value)
    printed = f", printed {value.published}" if value.published else ""
    return f"{value.date}{printed} {value.form} ({value.grade}, {value.where}, {value.source})"


def _form(form: Form) -> str:
    marks = [name for name in ("plain", "case", "shared") if getattr(form, name)]
    marks += [] if form.dates else ["does not date"]
    marks += [f"{name} {value}" for name in ("since", "until", "source") if (value := getattr(form, name))]
    return f"{form.lang} {form.text}" + (f" ({', '.join(marks)})" if marks else "")
