"""For instructors: the answers of a set of exercises as a notebook."""

from __future__ import annotations

import ast
import importlib
import inspect
from pathlib import Path
from types import ModuleType
from typing import Any

from partyspeak.errors import PartyspeakError, SourceError, how_to_install
from partyspeak.seminar.exercise import Exercise
from partyspeak.seminar.sets import module_of

__all__ = ["solutions"]


def solutions(number: str, path: str | Path) -> Path:
    """Write an instructor's notebook with each question, the code that answers it, the answer and its explanation.

    It is made from the same definitions that :func:`partyspeak.seminar.check` asks, so it cannot differ from them.

    Parameters
    ----------
    number : str
        The set, as ``"02"``.
    path : str or Path
        The notebook to write; an earlier one is replaced.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    PartyspeakError
        When there is no such set, or nbformat is missing (``pip install '.[seminar]'``).
    SourceError
        When the file cannot be written.
    """
    try:
        v4: Any = importlib.import_module("nbformat.v4")
    except ImportError:
        raise PartyspeakError(f"writing a notebook needs nbformat; {how_to_install('seminar')}") from None
    module = module_of(number)
    exercises: tuple[Exercise, ...] = module.EXERCISES
    heading = (
        f"# Solutions {exercises[0].set}: {module.TITLE}\n\nFor instructors. Each answer is worked out from the data "
        "by the code above it; where the data or the lexicon change, `partyspeak.seminar.solutions` writes this anew."
    )
    cells: list[Any] = [
        v4.new_markdown_cell(heading, id="title"),
        v4.new_code_cell(_setup(module, exercises), id="setup"),
    ]
    for one in exercises:
        answer, explanation = one.explained()
        code = f"{inspect.getsource(one.answer).strip()}\n\n\n{one.answer.__name__}()"
        cells += [
            v4.new_markdown_cell(f"## {one.id}\n\n{one.question}\n\n*Wanted: {one.accepts.wants}.*", id=one.id),
            v4.new_code_cell(code, id=f"{one.id}-code"),
            v4.new_markdown_cell(_answered(answer, explanation), id=f"{one.id}-answer"),
        ]
    notebook = v4.new_notebook(cells=cells, metadata={"kernelspec": _KERNEL, "language_info": {"name": "python"}})
    path = Path(path)
    try:
        path.write_text(v4.writes(notebook) + "\n", encoding="utf-8")
    except OSError as error:
        raise SourceError(f"{path}: cannot be written ({error.strerror or error})") from None
    return path


_KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def _answered(answer: str, explanation: str) -> str:
    return f"{answer if chr(10) in answer else f'**{answer}**'}\n\n{explanation}"


def _setup(module: ModuleType, exercises: tuple[Exercise, ...]) -> str:
    """The code that the answers need: the module without docstring, exercises and answers."""
    source = inspect.getsource(module)
    answers = {one.answer.__name__ for one in exercises}
    kept = []
    for node in ast.parse(source).body:
        named = {target.id for target in getattr(node, "targets", ()) if isinstance(target, ast.Name)}
        if (
            isinstance(node, ast.Expr)
            or getattr(node, "name", None) in answers
            or getattr(node, "module", None) == "__future__"
            or named & {"__all__", "TITLE", "EXERCISES"}
        ):
            continue
        if str(getattr(node, "module", None)).startswith("partyspeak.seminar"):
            continue
        kept.append(ast.get_source_segment(source, node) or "")
    return "\n".join(kept)
