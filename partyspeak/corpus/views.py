"""The charts and the report of a corpus: named here, and provided by higher layers through the package's root."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

__all__ = ["VIEWS"]

VIEWS: Final[dict[str, Callable[..., Any]]] = {}
"""``chart`` and ``report``: functions whose first argument is the corpus."""
