"""The house: a room imports from lower floors only. The table is the one of the design."""

import ast
from pathlib import Path

import pytest

import partyspeak

PACKAGE = Path(partyspeak.__file__).parent

FLOORS = {
    "printable": -1, "errors": 0, "extras": 0, "dates": 0.1, "markup": 0, "garbled": 0, "folding": 0.05,
    "textfiles": 0.1, "phrases": 0.2, "prefilter": 0, "slices": 0, "hashing": 0, "crf": 1,
    "entries": 1, "forms": 1, "claims": 1.05, "lexicon": 1.1,
    "checks": 1.2, "stored": 1.2, "changes": 1.2, "exports": 1.2,
    "automaton": 2, "edges": 2, "segmenter": 2, "overlaps": 2, "chinese_edges": 2.1, "targets": 2.1,
    "enumerations": 2.2, "tagged": 2,
    "pieces": 2.1, "progress": 0,
    "tagger": 3, "workers": 3.1,
    "analysis": 4,
    "discovery": 4.05, "tables": 4.1, "concordance": 4.2, "questions": 4.3, "marks": 4.4,
    "sources": 5, "values": 4.9, "saving": 5, "samples": 5.1, "store": 5.1, "corpus": 5.2,
    "pipeline": 5.3, "reductions": 5.3, "dask": 5.4, "datasets": 5.3,
    "show": 6, "pipe": 6, "seminar": 6.5,
    "cli": 7,
}  # fmt: skip
NO_PANDAS = ["markup", "garbled", "errors", "dates", "folding", "textfiles", "phrases", "entries", "forms", "automaton"]
NO_PANDAS += ["edges", "segmenter", "overlaps", "chinese_edges", "targets", "enumerations", "tagged", "tagger"]
NO_PANDAS += ["prefilter", "slices", "pieces", "workers", "stored", "pipe", "hashing", "crf", "extras", "claims"]


def room(path):
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def imports(path):
    """Every module that a file imports, those inside functions too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module
            if node.module == "partyspeak":
                yield from (f"partyspeak.{name.name}" for name in node.names)


FILES = [path for path in sorted(PACKAGE.rglob("*.py")) if path.parent != PACKAGE or not path.stem.startswith("__")]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_room_imports_lower_floors_only(path):
    mine = FLOORS[room(path)]
    for name in imports(path):
        parts = name.split(".")
        if parts[0] == "partyspeak" and len(parts) > 1 and parts[1] in FLOORS and parts[1] != room(path):
            assert FLOORS[parts[1]] < mine, f"{path.name} imports {name}"


@pytest.mark.parametrize("name", NO_PANDAS)
def test_rooms_below_the_analysis_know_no_pandas(name):
    files = [path for path in FILES if room(path) == name]
    assert files
    assert "pandas" not in {module.split(".")[0] for path in files for module in imports(path)}


def test_only_the_automaton_knows_the_engine():
    users = {path.stem for path in FILES if any(name.startswith("ahocorasick") for name in imports(path))}
    assert users == {"automaton"}


def test_functions_have_one_job():
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                docstring = ast.get_docstring(node, clean=False) or ""
                lines = node.end_lineno - node.lineno - docstring.count("\n")
                assert lines <= 60, f"{path.name}: {node.name} has {lines} lines"
