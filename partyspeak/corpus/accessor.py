"""``docs.partyspeak.tag(...)`` on every DataFrame, without loading pandas for those who do not use it."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from partyspeak.corpus.corpus import TaggedCorpus

__all__ = ["PartyspeakAccessor", "register_accessor"]


class PartyspeakAccessor:
    """``docs.partyspeak.tag(...)`` is ``partyspeak.tag(docs, ...)``."""

    def __init__(self, docs: Any) -> None:
        self._docs = docs

    def tag(self, text: str = "text", date: str | None = "date", id: str | None = None, **choices: Any) -> TaggedCorpus:
        """Find every phrase in these documents; see :func:`partyspeak.tag`."""
        from partyspeak.corpus.tagging import tag

        return tag(self._docs, text=text, date=date, id=id, **choices)


def register_accessor() -> None:
    """Give every DataFrame the accessor: now if pandas is loaded, else as soon as it is."""
    pandas = sys.modules.get("pandas")
    if pandas is None:
        sys.meta_path.insert(0, _AfterPandas())
    else:
        _add_to(pandas)


def _add_to(pandas: ModuleType) -> None:
    pandas.api.extensions.register_dataframe_accessor("partyspeak")(PartyspeakAccessor)


class _AfterPandas(MetaPathFinder):
    """Finds pandas as Python would, and adds the accessor when it has been loaded."""

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        """The way to load pandas; None for every other module."""
        if name != "pandas":
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        if spec is None or spec.loader is None:
            return spec
        load = spec.loader.exec_module

        def load_and_add(module: ModuleType) -> None:
            load(module)
            _add_to(module)

        spec.loader.exec_module = load_and_add  # type: ignore[method-assign]
        return spec
