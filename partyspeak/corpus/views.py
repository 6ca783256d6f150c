"""What higher layers give a corpus: its charts and its report, named here and filled in by the package's root."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

__all__ = ["VIEWS"]

VIEWS: Final[dict[str, Callable[..., Any]]] = {}
"""``chart`` and ``report``: functions whose first argument is the corpus."""
