"""Where the paragraphs and the sentences of a text end."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["has_blank_line", "passage_ends"]

# A full stop ends a sentence before a space and a capital, a quotation mark or a number, but not after an
# initial ("U.S. Government") or a title.
_ABBREVIATED: Final = "".join(
    rf"(?<!\b{word}\.)" for word in ("[A-Z]", "Mr", "Mrs", "Ms", "Dr", "No", "St", "vs", "cf")
)
_CLOSING: Final = r"[”’」』》）)\"']*"
_AFTER_MARK: Final = rf"(?<=[。！？!?])[。！？!?]*{_CLOSING}\s*"
_AFTER_STOP: Final = rf"(?<=\.){_ABBREVIATED}{_CLOSING}(?:\s+(?=[A-Z“‘(\"'\d\u4e00-\u9fff])|\s*\Z)"
_LINE: Final = {True: r"\s*\n\s*", False: r"\s*"}
# Each pattern begins with plain characters, which makes the search ten times as fast.
_ENDS: Final = {("paragraph", blank): re.compile(rf"\n{rest}") for blank, rest in _LINE.items()} | {
    ("sentence", blank): re.compile(rf"[。！？!?.\n](?:{_AFTER_MARK}|(?<=\n){rest}|{_AFTER_STOP})")
    for blank, rest in _LINE.items()
}
_HAS_BLANK_LINE: Final = re.compile(r"\n[^\S\n]*\n")


def passage_ends(text: str, within: str) -> list[int]:
    """Where each paragraph or sentence of a text ends, including the white space after it.

    A blank line ends a paragraph; in a text without blank lines, every line break does. A sentence ends at
    。！？, at a full stop before a capital, and where its paragraph ends.

    Examples
    --------
    >>> text = "坚持双循环。Mr. Li said so. We agree!"
    >>> [text[start:end] for start, end in zip([0, 6, 22], passage_ends(text, "sentence"))]
    ['坚持双循环。', 'Mr. Li said so. ', 'We agree!']
    """
    # White space before the first word does not end a passage, and white space after the last word is not a passage.
    last = len(text.rstrip())
    first = len(text) - len(text.lstrip())
    pattern = _ENDS[within, has_blank_line(text)]
    ends = [end for match in pattern.finditer(text, first) if (end := match.end()) < last]
    return [*ends, len(text)] if last else []


def has_blank_line(text: str) -> bool:
    """Whether paragraphs of a text end at blank lines, rather than at every line break."""
    return _HAS_BLANK_LINE.search(text, len(text) - len(text.lstrip()), len(text.rstrip())) is not None
