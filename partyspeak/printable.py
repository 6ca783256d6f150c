r"""Text that a terminal can be sent: whatever would steer it is shown as an escape such as ``\x1b``."""

from __future__ import annotations

import json
import re
from typing import Final

__all__ = ["as_json", "one_line", "printable"]

# Control characters move the cursor, colour the screen or retitle the window; the marks of direction let a name
# read other than it is; lone surrogates (file names that are not UTF-8) cannot be written at all.
_UNPRINTABLE: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def printable(text: object) -> str:
    r"""Text for a terminal, with line ends and tabs as they are.

    Examples
    --------
    >>> printable("red\x1b[31m\u202e")
    'red\\x1b[31m\\u202e'
    """
    return _UNPRINTABLE.sub(_escape, str(text).replace("\r\n", "\n"))


def one_line(text: object) -> str:
    r"""The same on one line: a file's name must not be able to begin a line of its own.

    Examples
    --------
    >>> one_line("a\nb")
    'a\\nb'
    """
    return printable(text).replace("\n", "\\n").replace("\t", "\\t")


def as_json(content: object, indent: int | None = None) -> str:
    r"""JSON that can be printed and stored: Chinese as it is, what is not printable as ``\uXXXX``.

    Examples
    --------
    >>> as_json({"file": "中\x9b\udcff"})
    '{"file": "中\\u009b\\udcff"}'
    """
    text = json.dumps(content, ensure_ascii=False, indent=indent)
    return _UNPRINTABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
