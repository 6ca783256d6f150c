"""An exercise: its question, the function that computes its answer, and its hints."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from partyspeak.errors import PartyspeakError
from partyspeak.seminar.answer_kinds import Kind
from partyspeak.seminar.answers import Judgement

__all__ = ["Exercise"]

_ID: Final = re.compile(r"\d\d-[1-9]\d*")


@cache
def _worked_out(answer: Callable[[], Any]) -> Any:
    return answer()


@dataclass(frozen=True)
class Exercise:
    """One exercise.

    Attributes
    ----------
    id : str
        The number of the notebook and the exercise's own, as ``02-3``.
    question : str
    answer : callable
        A named function that works the answer out from the data; it is shown in the instructor's notebook. For
        a judgement it gives the figures that the explanation needs.
    accepts : Kind
        How an answer is compared: :class:`Number`, :class:`Date`, :class:`Phrase`, :class:`Text`,
        :class:`YesNo`, :class:`Choice`, :class:`Several` or :class:`Judgement`.
    explanation : str
        May use ``{answer}``, what the function gave, with a format or a part of it as in ``{answer:.1f}`` or
        ``{answer[share]}``; and ``{written}``, the answer as a reader wants it.
    hints : tuple of str
        From the faint to the plain; none says the answer.
    mistakes : tuple of (callable, str)
        Wrong answers that are often given, worked out from the data, and the hint that each needs.
    """

    id: str
    question: str
    answer: Callable[[], Any]
    accepts: Kind
    explanation: str
    hints: tuple[str, ...] = ()
    mistakes: tuple[tuple[Callable[[], Any], str], ...] = ()

    def __post_init__(self) -> None:
        """Refuse a record that could not be used."""
        if not _ID.fullmatch(self.id):
            raise PartyspeakError(f"exercise {self.id!r}: an id is the notebook's two digits and a number, as 02-3")
        if not self.hints and not isinstance(self.accepts, Judgement):
            raise PartyspeakError(f"exercise {self.id}: has no hint; give at least one")

    @property
    def set(self) -> str:
        """The number of its notebook."""
        return self.id[:2]

    def right(self) -> Any:
        """The answer, computed once per session."""
        return _worked_out(self.answer)

    def wrong(self) -> Iterator[tuple[Any, str]]:
        """The computed values of known mistakes, with a hint for each."""
        for mistake, advice in self.mistakes:
            yield _worked_out(mistake), advice

    def explained(self) -> tuple[str, str]:
        """The answer as text, and its explanation; a judgement has points instead of an answer."""
        answer = self.right()
        if isinstance(self.accepts, Judgement):
            points = [f"- {point.format(answer=answer)}" for point in self.accepts.points]
            return "A good answer mentions:\n" + "\n".join(points), self.explanation.format(answer=answer, written="")
        written = self.accepts.written(answer)
        return written, self.explanation.format(answer=answer, written=written)
