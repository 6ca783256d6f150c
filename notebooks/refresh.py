"""Run the notebooks and write their outputs into them: ``python notebooks/refresh.py [NAME…]``.

Outputs are kept in the repository, so that notebooks read well on a code host; the tests run them again and
compare. A cell with the tag ``varies`` (a time, a folder's name) is compared by the kind of its outputs only.
"""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

import nbformat
import pandas as pd
from nbclient import NotebookClient

HERE: Final = Path(__file__).parent
SECONDS: Final = 300
# What shows a chart with its picture beside it: a reader's machine makes it again.
_BULKY: Final = re.compile(r"application/vnd\.vega")
_ADDRESS: Final = re.compile(r"0x[0-9a-f]{6,}")


def run(path: Path) -> Any:
    """A notebook, run from top to bottom in an empty folder, tidied."""
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    with tempfile.TemporaryDirectory() as folder:
        NotebookClient(notebook, timeout=SECONDS, resources={"metadata": {"path": folder}}).execute()
    return tidy(notebook)


def tidy(notebook: Any) -> Any:
    """Without what differs from run to run, and what only takes room."""
    notebook.metadata = nbformat.from_dict(
        {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
            "pandas": pd.__version__.split(".")[0],  # tables look otherwise in another one
        }
    )
    for cell in notebook.cells:
        cell.metadata = nbformat.from_dict({"tags": cell.metadata.tags} if cell.metadata.get("tags") else {})
        for output in cell.get("outputs", ()):
            if "metadata" in output:
                output.metadata = nbformat.from_dict({})
            data = output.get("data", {})
            if "image/png" in data:
                for kind in [kind for kind in data if _BULKY.match(kind) or kind == "text/html"]:
                    del data[kind]
    return notebook


def kinds(cell: Any) -> list[tuple[str, ...]]:
    """The kinds of a cell's outputs, in order."""
    return [(output.output_type, *sorted(output.get("data", {}))) for output in cell.get("outputs", ())]


def words(cell: Any) -> str:
    """What a cell's outputs say as text, without addresses in memory."""
    texts = [output.get("text") or output.get("data", {}).get("text/plain", "") for output in cell.get("outputs", ())]
    return _ADDRESS.sub("0x…", "\n".join(texts))


def main(names: list[str]) -> None:
    """Run the notebooks of these names (such as 02), or all, and write them."""
    for path in sorted(HERE.glob("*.ipynb")):
        if not names or any(path.name.startswith(name) for name in names):
            notebook = run(path)
            path.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8")
            print(f"{path.name}: {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
