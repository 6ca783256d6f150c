"""Text to an array of code points, and back; lone surrogates stay unchanged."""

from __future__ import annotations

import re
from collections.abc import Container
from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["as_text", "code_points", "storable", "storable_name"]

_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def code_points(text: str) -> NDArray[np.uint32]:
    """The code points of a text; the array is read-only.

    Examples
    --------
    >>> code_points("双").tolist() == [ord("双")]
    True
    """
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def as_text(points: NDArray[np.uint32]) -> str:
    """The text of an array of code points.

    Examples
    --------
    >>> as_text(code_points("双循环")[1:])
    '循环'
    """
    return points.tobytes().decode("utf-32-le", "surrogatepass")


def storable(text: str) -> str:
    r"""The text with U+FFFD for every lone surrogate, which no file can hold; every offset stays true.

    Examples
    --------
    >>> storable("a\udcff")
    'a�'
    """
    try:
        text.encode()  # ten times as fast as a search
    except UnicodeEncodeError:
        return _SURROGATE.sub("\ufffd", text)
    return text


def storable_name(name: str, taken: Container[str]) -> str:
    r"""A name without lone surrogates: each becomes U+FFFD, with its number where that name is taken.

    Examples
    --------
    >>> storable_name("a\udcff", ()), storable_name("a\udcff", {"a\ufffd"})
    ('a�', 'a�dcff')
    """
    plain = storable(name)
    if plain == name or plain not in taken:
        return plain
    return _SURROGATE.sub(lambda match: f"\ufffd{ord(match[0]):x}", name)
