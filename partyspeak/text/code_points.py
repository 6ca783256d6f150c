"""Text to an array of code points, and back; lone surrogates stay unchanged."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["as_text", "code_points"]


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
