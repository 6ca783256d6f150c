"""The rules of ``partyspeak lexicon check``; each is a function that yields the faults it finds.

A lexicon that loads has the right shape (:mod:`partyspeak.lexicon.entries` sees to that); these rules check
whether it is sound. Every fault names the file, the id, the key, and what to write instead.
"""

from __future__ import annotations

import difflib
import itertools
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Final

from partyspeak.errors import Fault
from partyspeak.lexicon.claims import as_faults, key_of, undeclared
from partyspeak.lexicon.inflection import expand
from partyspeak.lexicon.lexicon import Lexicon
from partyspeak.lexicon.model import DOMAINS, Phrase
from partyspeak.text.folding import fold_all, simplified_variant

__all__ = ["check", "check_complete"]

_LONGEST_GLOSS: Final = 400
_NUMERALS: Final = tuple("一二两三四五六七八九十")
_ENUMERATION: Final = re.compile("[、，；]")
_POINTERS: Final = ("related", "precedes")
_YEAR: Final = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(?!\d)")
_KEY_IN_NOTE: Final = re.compile(r"\[([A-Za-z0-9-]+)\]")
_UNKNOWN: Final = re.compile("not recorded|search excerpt", re.IGNORECASE)


def check(lexicon: Lexicon) -> list[Fault]:
    """Faults that would make a lexicon find the wrong thing.

    Parameters
    ----------
    lexicon : Lexicon

    Returns
    -------
    list of Fault
        All faults, by file and id; empty if the lexicon is sound.
    """
    return _run(lexicon, (_forms, _claims, _blockers, _pointers, _lists, _source_keys, _dates, _attestations, _descent))


def check_complete(lexicon: Lexicon) -> list[Fault]:
    """What the curated lexicon asks beyond :func:`check`: every key, neutral length, sorted files."""
    return _run(lexicon, (_completeness, _evidence, _order, _sources))


def _run(lexicon: Lexicon, rules: Iterable[Callable[[Lexicon], Iterator[Fault]]]) -> list[Fault]:
    return sorted(itertools.chain.from_iterable(rule(lexicon) for rule in rules))


def _folds(texts: Collection[str]) -> dict[str, str]:
    """Each text with its fold; all texts are folded at once, which is faster."""
    texts = list(texts)
    return dict(zip(texts, fold_all(texts), strict=True))


def _fault(phrase: Phrase, key: str, message: str) -> Fault:
    return Fault(phrase.file, phrase.id, key, message)


def _forms(lexicon: Lexicon) -> Iterator[Fault]:
    texts = [form.text for phrase in lexicon.values() for form in phrase.forms]
    folds = _folds({*texts, *(text[:1] for text in texts), *(text[-1:] for text in texts)})
    for phrase in lexicon.values():
        seen: dict[tuple[str, str], str] = {}
        for form in phrase.forms:
            key = key_of(form, phrase)
            folded = folds[form.text]
            if not folded:
                yield _fault(phrase, key, f"{form.text!r} is empty; take it out")
                continue
            if not folds[form.text[0]] or not folds[form.text[-1]]:
                yield _fault(
                    phrase, key, f"{form.text!r} has spaces, quotation marks or hyphens around it; take them off"
                )
            for char in dict.fromkeys(form.text) if form.lang == "zh" else ():
                if simplified := simplified_variant(char):
                    yield _fault(phrase, key, f"{form.text!r} holds the traditional {char}; write {simplified}")
            if form.lang == "en" and any("\u4e00" <= char <= "\u9fff" for char in form.text):
                yield _fault(phrase, key, f"{form.text!r} is Chinese; move it to zh_forms")
            if form.lang == "zh" and form.text.isascii():
                yield _fault(phrase, key, f"{form.text!r} has no Chinese; move it to en_forms")
            if earlier := seen.get((form.lang, folded)):
                yield _fault(phrase, key, f"{form.text!r} is {earlier!r} after folding; keep one of them")
            seen[form.lang, folded] = form.text


def _claims(lexicon: Lexicon) -> Iterator[Fault]:
    """A form belongs to one phrase, unless every phrase that has it says that it is shared."""
    phrases = list(lexicon.values())
    yield from as_faults(undeclared(phrases, phrases), "; give it to one of them, or write shared = true in both")


def _blockers(lexicon: Lexicon) -> Iterator[Fault]:
    for phrase in lexicon.values():
        for key, lang, blockers in (("not_zh", "zh", phrase.not_zh), ("not_en", "en", phrase.not_en)):
            if not blockers:
                continue
            forms = [form.text for form in phrase.forms if form.lang == lang]
            wordings = set(fold_all([wording for text in forms for wording in expand(text, lang)]))
            for blocker, folded in zip(blockers, fold_all(blockers), strict=True):
                if folded in wordings:
                    yield _fault(phrase, key, f"{blocker!r} is a form of the phrase itself; a blocker is longer")
                elif not any(wording in folded for wording in wordings):
                    yield _fault(phrase, key, f"{blocker!r} holds none of the phrase's forms, so it blocks nothing")


def _pointers(lexicon: Lexicon) -> Iterator[Fault]:
    for phrase in lexicon.values():
        for key in _POINTERS:
            for id in getattr(phrase, key):
                if id == phrase.id:
                    yield _fault(phrase, key, "points to the phrase itself; take it out")
                elif id not in lexicon:
                    near = difflib.get_close_matches(id, lexicon, n=3)
                    hint = f"; did you mean {', '.join(near)}?" if near else ""
                    yield _fault(phrase, key, f"no phrase has the id {id!r}{hint}")
        for component in phrase.components:
            if component.isascii() and " " not in component and "-" in component and component not in lexicon:
                yield _fault(phrase, "components", f"no phrase has the id {component!r}; write the wording instead")


def _lists(lexicon: Lexicon) -> Iterator[Fault]:
    """A form that only lists the members of a numbered formula would be taken for its name."""
    for phrase in lexicon.values():
        if len(phrase.components) < 3 or phrase.zh[:1] not in _NUMERALS:
            continue
        members = set(phrase.components)
        for id in members & set(lexicon):
            members |= {form.text for form in lexicon[id].forms}
        for form in phrase.forms:
            listed = _ENUMERATION.split(form.text)
            if len(listed) >= len(phrase.components) and members.issuperset(listed):
                message = f"{form.text!r} lists the components, which is found as (spelled out); take it out"
                yield _fault(phrase, key_of(form, phrase), message)


def _source_keys(lexicon: Lexicon) -> Iterator[Fault]:
    for phrase in lexicon.values():
        named = [(key_of(form, phrase), form.source) for form in phrase.forms if form.source]
        for one in phrase.attested:
            named += [("attested", key) for key in (one.source, one.scholar, *one.searched) if key]
        named += [("note", key) for key in _KEY_IN_NOTE.findall(phrase.note)]
        for where, key in named:
            if key not in lexicon.sources:
                yield _fault(phrase, where, f"sources.toml has no [{key}]; add it there")


def _dates(lexicon: Lexicon) -> Iterator[Fault]:
    for phrase in lexicon.values():
        for form in phrase.forms:
            if form.since and form.until and form.since.first_day > form.until.last_day:
                key = key_of(form, phrase)
                yield _fault(phrase, key, f"{form.text!r} has until ({form.until}) before since ({form.since})")


def _attestations(lexicon: Lexicon) -> Iterator[Fault]:
    """A date is claimed for a wording that the phrase has, on evidence that its grade asks for."""
    for phrase in lexicon.values():
        forms = {form.text for form in phrase.forms}
        first = phrase.first
        for (form, date, key), times in Counter((one.form, one.date, one.source) for one in phrase.attested).items():
            if times > 1:
                yield _fault(phrase, "attested", f"{form!r} ({date}, {key!r}) is listed {times} times; keep one")
        for one in phrase.attested:
            if one.form not in forms:
                yield _fault(
                    phrase, "attested", f"{one.form!r} ({one.date}) is no form of the phrase; add it, or mend it"
                )
            if one.grade == "A" and not one.searched and not one.scholar:
                message = f"{one.date} has grade A; name the corpora searched, or the scholar, or give it grade B"
                yield _fault(phrase, "attested", message)
            if one.published and one.published.last_day < one.date.first_day:
                yield _fault(phrase, "attested", f"{one.published} is printed before it was said ({one.date})")
            source = lexicon.sources.get(one.source)
            if source and source.date and source.date.last_day < one.date.first_day:
                message = f"{one.date} is seen in {source.key!r}, which is older ({source.date}); one is wrong"
                yield _fault(phrase, "attested", message)
            if first and one.grade == "A" and first.date.last_day < one.date.first_day and _is_dating(phrase, one.form):
                message = f"{one.date} has grade A, and {first.form!r} is attested earlier ({first.date}); one is wrong"
                yield _fault(phrase, "attested", message)


def _is_dating(phrase: Phrase, text: str) -> bool:
    return any(form.dates for form in phrase.forms if form.text == text)


def _descent(lexicon: Lexicon) -> Iterator[Fault]:
    """What precedes another phrase is not attested after it."""
    for phrase in lexicon.values():
        for other in (lexicon[id] for id in phrase.precedes if id in lexicon):
            if phrase.first and other.first and phrase.first.date.first_day > other.first.date.last_day:
                message = f"{other.id} is attested earlier ({other.first.date}) than this phrase ({phrase.first.date})"
                yield _fault(phrase, "precedes", message)
            if phrase.id in other.precedes:
                yield _fault(phrase, "precedes", f"{other.id} precedes this phrase too; take one out")


def _completeness(lexicon: Lexicon) -> Iterator[Fault]:
    for phrase in lexicon.values():
        for key in ("zh", "en", "gloss", "era"):
            if not getattr(phrase, key):
                yield _fault(phrase, key, "is missing; every phrase of the curated lexicon has it")
        if len(phrase.gloss) > _LONGEST_GLOSS:
            yield _fault(phrase, "gloss", f"has {len(phrase.gloss)} characters; shorten it to {_LONGEST_GLOSS}")
        if phrase.domain not in DOMAINS:
            yield _fault(phrase, "", f"is in a file named {phrase.domain!r}; the domains are {', '.join(DOMAINS)}")
        for form in phrase.forms:
            if form.lang == "zh" and len(form.text) == 1:
                yield _fault(phrase, key_of(form, phrase), f"{form.text!r} is one character; a form needs two or more")


def _evidence(lexicon: Lexicon) -> Iterator[Fault]:
    """Each date rests on a source that a reader can find, and the entry's note does not contradict it."""
    for phrase in lexicon.values():
        for one in phrase.attested:
            if not one.source or not one.where:
                yield _fault(phrase, "attested", f"{one.date} needs source and where: in which document was it seen?")
        first = phrase.first
        if first and first.grade == "A":
            older = sorted({year for year in _YEAR.findall(phrase.note) if int(year) < first.date.first_day.year})
            if older:
                message = (
                    f"names {', '.join(older)}, and {first.date} has grade A; attest the older use, or give grade B"
                )
                yield _fault(phrase, "note", message)


def _order(lexicon: Lexicon) -> Iterator[Fault]:
    """Sorted files make changes easy to review."""
    by_file = itertools.groupby(lexicon.values(), key=lambda phrase: phrase.file)
    for _, phrases in by_file:
        for earlier, later in itertools.pairwise(phrases):
            if earlier.id > later.id:
                yield _fault(later, "", f"is after [{earlier.id}]; keep the file sorted by id")


def _sources(lexicon: Lexicon) -> Iterator[Fault]:
    dated = {key for phrase in lexicon.values() for one in phrase.attested for key in (one.source, one.scholar) if key}
    searched = {key for phrase in lexicon.values() for one in phrase.attested for key in one.searched}
    rendered = {form.source for phrase in lexicon.values() for form in phrase.forms}
    noted = {key for phrase in lexicon.values() for key in _KEY_IN_NOTE.findall(phrase.note)}
    for key, source in lexicon.sources.items():
        if key not in dated | searched | rendered | noted:
            yield Fault("sources.toml", key, "", "no entry names it; take it out, or name it where it was used")
            continue
        if not source.author and not source.publisher:
            yield Fault("sources.toml", key, "author", "is missing, and so is publisher; write one of them")
        if key in dated:
            for name in ("title", "date", "publisher"):
                if not getattr(source, name):
                    yield Fault(
                        "sources.toml", key, name, "is missing; a source of a date has title, date and publisher"
                    )
            if _UNKNOWN.search(f"{source.title} {source.note}"):
                message = "is not known, or was only seen in a search; find the text, or take the attestation out"
                yield Fault("sources.toml", key, "title", message)
