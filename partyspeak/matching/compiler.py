"""The compiled lexicon: the forms, blockers and members of formulas that each key of the automaton means.

Forms of different phrases may have the same fold, and one wording may be a form of one phrase and a blocker of
another, so a key has a list of *targets*. :mod:`partyspeak.matching.formulas` finds a spelled-out formula, such as
the four members of the 四个意识, from the hits of its members.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from partyspeak.lexicon.inflection import expand
from partyspeak.lexicon.lexicon import Lexicon
from partyspeak.lexicon.model import Form, Phrase
from partyspeak.matching import english_boundaries
from partyspeak.matching.hits import Matches
from partyspeak.text.folding import fold_all
from partyspeak.text.languages import LANGUAGES, Language

__all__ = ["SPELLED_OUT", "Formula", "Targets", "compile_targets"]

SPELLED_OUT: Final = "(spelled out)"
"""The form of a mention that lists the members of a formula instead of its name."""

_FEWEST_MEMBERS: Final = 3


@dataclass(frozen=True, slots=True)
class Formula:
    """A numbered formula in one language.

    Attributes
    ----------
    form : int
        The number of its spelled-out form.
    members : tuple of tuple of str
        The wordings of each member.
    enough : int
        The number of different members that make an enumeration: half of them, but at least three.
    lang : {"zh", "en"}
    """

    form: int
    members: tuple[tuple[str, ...], ...]
    enough: int
    lang: Language


@dataclass(frozen=True)
class Targets:
    """The compiled lexicon, as arrays.

    Attributes
    ----------
    forms : tuple of Form
        Every form, with the spelled-out forms at the end.
    phrase : int64 array, one entry per form
        The number of its phrase.
    keys : tuple of str
        The folded wordings.
    first : int64 array, one longer than ``keys``
        Where the targets of each key begin.
    owner : int64 array, one entry per target
        For a form, its number; for a blocker, minus one minus the phrase's number; for a member of a formula, the
        number of forms plus the member's number.
    wording : tuple of str, one entry per target
    begins_numeral, ends_numeral : bool arrays, one entry per target
        False for blockers, which may be inside a longer number.
    spaced, case : bool arrays, one entry per target
        Whether its language has spaces between words; whether its capitals matter.
    formulas : tuple of Formula
    member_formula, member_number : int64 arrays, one entry per member
    """

    forms: tuple[Form, ...]
    phrase: NDArray[np.int64]
    keys: tuple[str, ...]
    first: NDArray[np.int64]
    owner: NDArray[np.int64]
    wording: tuple[str, ...]
    begins_numeral: NDArray[np.bool_]
    ends_numeral: NDArray[np.bool_]
    spaced: NDArray[np.bool_]
    case: NDArray[np.bool_]
    formulas: tuple[Formula, ...]
    member_formula: NDArray[np.int64]
    member_number: NDArray[np.int64]

    def of_keys(self, matches: Matches) -> Matches:
        """Convert matches of keys to matches of targets, one match per target."""
        count = self.first[matches.number + 1] - self.first[matches.number]
        rows = np.repeat(np.arange(len(matches)), count)
        within = np.arange(len(rows)) - np.repeat(np.cumsum(count) - count, count)
        found = matches.take(rows)
        return Matches(self.first[found.number] + within, found.first, found.last)


class _Wording(NamedTuple):
    text: str
    owner: int
    lang: Language
    case: bool = False


class _Member(NamedTuple):
    formula: int
    number: int
    wordings: tuple[str, ...]


def compile_targets(lexicon: Lexicon, spelled_out: bool = True) -> Targets:
    """Fold every wording of every form, blocker and member into keys with their targets."""
    owned = [(number, form) for number, phrase in enumerate(lexicon.values()) for form in phrase.forms]
    formulas: list[Formula] = []
    if spelled_out:
        for number, phrase in enumerate(lexicon.values()):
            for formula in _formulas(phrase, lexicon, len(owned)):
                formulas.append(formula)
                owned.append((number, Form(SPELLED_OUT, formula.lang)))
    forms = tuple(form for _, form in owned)
    members = [
        _Member(number, member, wordings)
        for number, formula in enumerate(formulas)
        for member, wordings in enumerate(formula.members)
    ]
    wordings = [*_form_wordings(forms), *_blocker_wordings(lexicon), *_member_wordings(formulas, members, len(forms))]
    targets: dict[str, dict[int, _Wording]] = defaultdict(dict)
    for key, wording in zip(fold_all([wording.text for wording in wordings]), wordings, strict=True):
        if key:
            targets[key].setdefault(wording.owner, wording)
    rows = [(key, wording) for key, owners in targets.items() for wording in owners.values()]
    counts = np.fromiter(map(len, targets.values()), dtype=np.int64, count=len(targets))
    return Targets(
        forms=forms,
        phrase=np.array([number for number, _ in owned], dtype=np.int64),
        keys=tuple(targets),
        first=np.concatenate(([0], np.cumsum(counts, dtype=np.int64))),
        owner=np.array([wording.owner for _, wording in rows], dtype=np.int64),
        wording=tuple(wording.text for _, wording in rows),
        begins_numeral=np.array(
            [english_boundaries.begins_with_numeral(key) and wording.owner >= 0 for key, wording in rows], bool
        ),
        ends_numeral=np.array(
            [english_boundaries.ends_with_numeral(key) and wording.owner >= 0 for key, wording in rows], bool
        ),
        spaced=np.array([LANGUAGES[wording.lang].spaced for _, wording in rows], dtype=bool),
        case=np.array([wording.case for _, wording in rows], dtype=bool),
        formulas=tuple(formulas),
        member_formula=np.array([member.formula for member in members], dtype=np.int64),
        member_number=np.array([member.number for member in members], dtype=np.int64),
    )


def _form_wordings(forms: Sequence[Form]) -> Iterator[_Wording]:
    for number, form in enumerate(forms):
        if form.text != SPELLED_OUT:
            for wording in expand(form.text, form.lang):
                yield _Wording(wording, number, form.lang, form.case)


def _blocker_wordings(lexicon: Lexicon) -> Iterator[_Wording]:
    for number, phrase in enumerate(lexicon.values()):
        yield from (_Wording(blocker, -1 - number, "zh") for blocker in phrase.not_zh)
        yield from (_Wording(blocker, -1 - number, "en") for blocker in phrase.not_en)


def _member_wordings(formulas: Sequence[Formula], members: Sequence[_Member], first: int) -> Iterator[_Wording]:
    for owner, member in enumerate(members, start=first):
        lang = formulas[member.formula].lang
        for text in member.wordings:
            for wording in expand(text, lang):
                yield _Wording(wording, owner, lang)


def _formulas(phrase: Phrase, lexicon: Lexicon, next_form: int) -> Iterator[Formula]:
    """The formula of a phrase in each language that has wordings for enough of its members."""
    enough = max(_FEWEST_MEMBERS, (len(phrase.components) + 1) // 2)
    for lang in LANGUAGES:
        found = [tuple(_wordings(component, lexicon, lang)) for component in phrase.components]
        members = tuple(wordings for wordings in _each_alone(found) if wordings)
        if len(members) >= enough:
            yield Formula(next_form, members, enough, lang)
            next_form += 1


def _each_alone(members: Sequence[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """The wordings of each member, except those that name two members: 政治意识、大局意识 is a form of one member."""
    for wordings in members:
        yield tuple(
            wording
            for wording in wordings
            if sum(any(part in wording for part in other if part != wording) for other in members) < 2
        )


def _wordings(component: str, lexicon: Lexicon, lang: Language) -> Iterator[str]:
    """The wordings of a member, which is the id of a phrase or a wording; a single character does not count."""
    if component in lexicon:
        yield from (form.text for form in lexicon[component].forms if form.lang == lang)
    elif len(component) > 1 and component.isascii() == (lang == "en"):
        yield component
