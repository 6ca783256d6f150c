"""The choices of documents and mentions that every question and every chart takes."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Any, Final, Literal, TypedDict

from partyspeak.analysis.selection import Phrases, Where

__all__ = ["CHOICES", "Choices", "need_known"]


class Choices(TypedDict, total=False):
    """Which documents and mentions to use.

    Attributes
    ----------
    phrases : str or sequence of str
        One phrase or several, by id, Chinese, English or pinyin; all that are used when left out. In a table of counts,
        a phrase asked for by name has rows of zeros where it has no mention.
    lang : {None, "zh", "en"}
        Only mentions in this language.
    since, until : date, str or int
        Only documents certainly dated from the first day of ``since`` to the last day of ``until``, as
        :func:`partyspeak.between` has it.
    where : str, callable or boolean mask
        Only these documents: a condition for :meth:`pandas.DataFrame.query` (``"speaker == 'Li'"``), a function of
        the documents that gives a mask, or a mask over all documents.
    sure_only : bool
        Leave unsure mentions out (the default). Refused hits, if the corpus keeps them, are never counted.
    nested : bool
        False leaves out the mentions that lie inside a longer mention of another phrase.
    """

    phrases: Phrases
    lang: Literal["zh", "en"] | None
    since: object
    until: object
    where: Where
    sure_only: bool
    nested: bool


CHOICES: Final = tuple(Choices.__annotations__)
"""Their names."""


def need_known(choices: Mapping[str, Any]) -> None:
    """Refuse an unknown choice.

    Raises
    ------
    TypeError
        With the most similar choice.

    Examples
    --------
    >>> need_known({"phrase": "dual-circulation"})
    Traceback (most recent call last):
    TypeError: unknown choice 'phrase'; do you mean 'phrases'? The choices are phrases, lang, ...
    """
    for name in choices:
        if name not in CHOICES:
            near = difflib.get_close_matches(name, CHOICES, n=1)
            hint = f"do you mean {near[0]!r}? " if near else ""
            raise TypeError(f"unknown choice {name!r}; {hint}The choices are {', '.join(CHOICES)}")
