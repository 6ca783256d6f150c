"""Kinds of answers: how each is read and compared. Each accepts several shapes of input."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from partyspeak.dates import PartialDate, parse
from partyspeak.errors import DateError
from partyspeak.lexicon.lexicon import Lexicon
from partyspeak.seminar.answer_kinds import Kind, NotUnderstood, shortly, single
from partyspeak.text.folding import fold

__all__ = ["Choice", "Date", "Judgement", "Number", "PhraseName", "Several", "Text", "YesNo"]

_PRECISIONS: Final = ("year", "month", "day")
_YES: Final = frozenset({"yes", "y", "true", "是", "对"})
_NO: Final = frozenset({"no", "n", "false", "否", "不", "不是", "不对"})
_SEPARATORS: Final = re.compile(r"\s*[,;，；、\n]\s*")


@dataclass(frozen=True)
class Number(Kind):
    """A number, as a number or as text (``1,234``, ``12.5%``).

    Attributes
    ----------
    tolerance : float
        How far from the answer is still right.
    share : bool
        The answer is a share of 1: ``0.125``, ``12.5`` and ``"12.5%"`` are the same.

    Examples
    --------
    >>> kind = Number(tolerance=0.01, share=True)
    >>> kind.agrees(kind.read("12%"), kind.read(0.125))
    True
    """

    tolerance: float = 0.0
    share: bool = False

    @property
    def wants(self) -> str:
        """What an answer is."""
        return "a share, such as 0.25 or '25%'" if self.share else "a number"

    def read(self, value: Any) -> float:
        """The number."""
        value = single(value)
        if isinstance(value, str):
            text = value.strip().replace(",", "").removesuffix("%")
            try:
                number = float(text)
            except ValueError:
                raise NotUnderstood(f"{value!r} is not a number") from None
            number = number / 100 if value.strip().endswith("%") else number
        elif isinstance(value, (int, float)) and not isinstance(value, bool):
            number = float(value)
        else:
            raise NotUnderstood(f"{shortly(value)} is not a number")
        return number / 100 if self.share and not str(value).endswith("%") and abs(number) > 1 else number

    def agrees(self, given: float, right: float) -> bool:
        """Whether they lie within the tolerance."""
        return abs(given - right) <= self.tolerance + 1e-9 * abs(right)

    def written(self, value: Any) -> str:
        """The number, without needless digits; a share as a percentage."""
        number = self.read(value)
        if self.share:
            return f"{number:.1%}"
        return f"{number:,.0f}" if number.is_integer() else f"{number:,.4g}"


@dataclass(frozen=True)
class Date(Kind):
    """A date, in any form that partyspeak reads, a timestamp among them.

    Attributes
    ----------
    precision : {"year", "month", "day"}
        How precise an answer has to be; what it says beyond that does not count.

    Examples
    --------
    >>> kind = Date("year")
    >>> kind.agrees(kind.read("1954-09"), kind.read(1954))
    True
    """

    precision: Literal["year", "month", "day"] = "day"

    @property
    def wants(self) -> str:
        """What an answer is."""
        return {"year": "a year", "month": "a month, such as '1954-09'", "day": "a date, such as '1954-09-23'"}[
            self.precision
        ]

    def read(self, value: Any) -> str:
        """The date as text, as precise as is asked for."""
        value = single(value)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        try:
            date = (
                value if isinstance(value, PartialDate) else parse(value.strip() if isinstance(value, str) else value)
            )
        except DateError:
            raise NotUnderstood(f"{shortly(value)} cannot be read as a date") from None
        if _PRECISIONS.index(date.precision) < _PRECISIONS.index(self.precision):
            raise NotUnderstood(f"{date} is less precise than the answer")
        return str(PartialDate(date.first_day, self.precision))


@dataclass(frozen=True)
class PhraseName(Kind):
    """A phrase of the curated lexicon: its id, or any of its Chinese or English forms.

    Examples
    --------
    >>> kind = PhraseName()
    >>> kind.agrees(kind.read("双循环"), kind.read("dual-circulation"))
    True
    """

    @property
    def wants(self) -> str:
        """What an answer is."""
        return "a phrase: its id, or its Chinese or English name"

    def read(self, value: Any) -> frozenset[str]:
        """The ids that the name may mean."""
        value = single(value)
        if not isinstance(value, str):
            raise NotUnderstood(f"{shortly(value)} is no phrase")
        if not (ids := Lexicon.default().names.ids(value.strip())):
            raise NotUnderstood(f"the lexicon has no phrase of the name {value.strip()!r}")
        return frozenset(ids)

    def agrees(self, given: frozenset[str], right: frozenset[str]) -> bool:
        """Whether both can mean the same phrase."""
        return not given.isdisjoint(right)

    def written(self, value: Any) -> str:
        """The Chinese and the English name."""
        phrases = (Lexicon.default()[id] for id in sorted(self.read(value)))
        return " or ".join(f"{phrase.zh} ({phrase.en})" if phrase.zh else phrase.en for phrase in phrases)


@dataclass(frozen=True)
class Text(Kind):
    """A wording or another short text; case, script, hyphens and spacing do not count.

    Examples
    --------
    >>> kind = Text()
    >>> kind.agrees(kind.read("Dual Circulation"), kind.read("dual circulation"))
    True
    """

    @property
    def wants(self) -> str:
        """What an answer is."""
        return "a text"

    def read(self, value: Any) -> str:
        """The text, folded."""
        value = single(value)
        if not isinstance(value, str) or not value.strip():
            raise NotUnderstood(f"{shortly(value)} is not a text")
        return _folded(value)

    def written(self, value: Any) -> str:
        """As it is."""
        return str(single(value))


@dataclass(frozen=True)
class YesNo(Kind):
    """Yes or no, as a truth value or as a word.

    Examples
    --------
    >>> YesNo().read("Yes"), YesNo().read("不是")
    (True, False)
    """

    @property
    def wants(self) -> str:
        """What an answer is."""
        return "yes or no"

    def read(self, value: Any) -> bool:
        """The truth value."""
        value = single(value)
        if isinstance(value, bool):
            return value
        word = value.strip().lower() if isinstance(value, str) else ""
        if word not in _YES | _NO:
            raise NotUnderstood(f"{shortly(value)} is neither yes nor no")
        return word in _YES

    def written(self, value: Any) -> str:
        """As a word."""
        return "yes" if self.read(value) else "no"


@dataclass(frozen=True)
class Choice(Kind):
    """One of several choices: its letter (a, b, c in order) or its text.

    Attributes
    ----------
    options : sequence of str
        Their texts; the answer is one of them.

    Examples
    --------
    >>> kind = Choice(("it rose", "it fell"))
    >>> kind.agrees(kind.read("B"), kind.read("it fell"))
    True
    """

    options: Sequence[str]

    @property
    def wants(self) -> str:
        """What an answer is."""
        return "one of: " + "; ".join(f"({letter}) {option}" for letter, option in self._lettered().items())

    def read(self, value: Any) -> str:
        """The text of the choice."""
        value = single(value)
        text = _folded(value) if isinstance(value, str) else ""
        for letter, option in self._lettered().items():
            if text and text in (_folded(option), letter):
                return option
        raise NotUnderstood(f"{shortly(value)} is none of the choices")

    def written(self, value: Any) -> str:
        """With its letter."""
        option = self.read(value)
        return f"({'abcdefghijkl'[list(self.options).index(option)]}) {option}"

    def _lettered(self) -> dict[str, str]:
        return dict(zip("abcdefghijkl", self.options, strict=False))


@dataclass(frozen=True)
class Several(Kind):
    """Several answers of one kind, as a set, a list, a Series, or a text with commas.

    Attributes
    ----------
    of : Kind
        The kind of each.
    ordered : bool
        Their order counts.

    Examples
    --------
    >>> kind = Several(PhraseName())
    >>> kind.agrees(kind.read("乡村振兴, 双循环"), kind.read({"dual-circulation", "rural-revitalization"}))
    True
    """

    of: Kind = field(default_factory=PhraseName)
    ordered: bool = False

    @property
    def wants(self) -> str:
        """What an answer is."""
        order = ", in order" if self.ordered else ""
        return f"a list{order}; each member is {self.of.wants}"

    def read(self, value: Any) -> list[Any]:
        """Each of them, read."""
        if isinstance(value, str):
            value = [part for part in _SEPARATORS.split(value.strip()) if part]
        elif not isinstance(value, Iterable):
            value = [value]
        read: list[Any] = []
        for member in map(self.of.read, value):
            if self.ordered or not any(self.of.agrees(member, other) for other in read):
                read.append(member)
        if not read:
            raise NotUnderstood("the list is empty")
        return read

    def agrees(self, given: list[Any], right: list[Any]) -> bool:
        """Whether both have the same members, in the same order if order matters."""
        if len(given) != len(right):
            return False
        if self.ordered:
            return all(map(self.of.agrees, given, right))
        return self._hits(given, right) == len(right)

    def written(self, value: Any) -> str:
        """Members in order; a set is sorted by its text."""
        parts = [self.of.written(member) for member in value]
        return "; ".join(parts if self.ordered else sorted(parts))

    def nearly(self, given: list[Any], right: list[Any]) -> str:
        """How many are right."""
        hits = self._hits(given, right)
        if self.ordered and hits == len(given) == len(right):
            return "All members are right; their order is not."
        missing = len(right) - hits
        return f"Of your {len(given)}, right: {hits}. Missing: {missing}."

    def _hits(self, given: list[Any], right: list[Any]) -> int:
        return sum(any(self.of.agrees(one, other) for one in given) for other in right)


@dataclass(frozen=True)
class Judgement(Kind):
    """A few sentences for a reader to judge; there is no single right answer.

    Attributes
    ----------
    points : sequence of str
        What a good answer mentions; :func:`partyspeak.seminar.show_answer` lists them.
    """

    points: Sequence[str]

    @property
    def wants(self) -> str:
        """What an answer is."""
        return "a few sentences of your own"

    def read(self, value: Any) -> str:
        """The sentences."""
        if not isinstance(value, str) or not value.strip():
            raise NotUnderstood("write your answer as a text")
        return value.strip()


def _folded(text: str) -> str:
    return fold(text.strip()).replace("-", "").replace(" ", "")
