"""Import the optional packages that each read one kind of file, or report that one is not installed."""

from __future__ import annotations

import importlib
from types import ModuleType

from partyspeak.errors import SourceError, how_to_install
from partyspeak.io.files import SourceFile

__all__ = ["package"]


def package(module: str, name: str, extra: str, file: SourceFile) -> ModuleType:
    """Import a module of an optional package.

    Parameters
    ----------
    module, name : str
        The module, and the package that provides it.
    extra : str
        The extra of partyspeak that installs it.
    file : SourceFile
        The file that needs it.

    Raises
    ------
    SourceError
        If the package is not installed; the message gives the command that installs it.
    """
    try:
        return importlib.import_module(module)
    except ImportError:
        raise SourceError(f"{file.path}: needs {name}, which is not installed; {how_to_install(extra)}") from None
