"""The layers: a package imports lower ones only, and some libraries are known to some packages only."""

import ast
import subprocess
import sys
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import pytest

import partyspeak

PACKAGE = Path(partyspeak.__file__).parent

LAYERS = [
    ["errors", "_version"],
    ["dates", "text"],
    ["lexicon"],
    ["matching"],
    ["analysis"],
    ["io"],
    ["corpus"],
    ["store", "display", "datasets"],
    ["integrations", "seminar"],
    ["cli"],
]
"""The lowest first. Packages of one layer do not import each other."""

LAYER = {entry: number for number, row in enumerate(LAYERS) for entry in row}

ONLY_IN = {
    "ahocorasick": {"matching.automaton"},
    "daachorse": {"matching.automaton"},
    "spacy_pkuseg": {"matching.segmenter"},
    "spacy": {"integrations"},
    "pandas": {"analysis", "io", "corpus", "store", "display", "datasets", "integrations", "seminar", "cli"},
    "dask": {"integrations.dask"},
    "altair": {"display"},
}
"""Packages that only these modules, or the modules of these packages, may import."""


def module_of(path):
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


FILES = {module_of(path): path for path in sorted(PACKAGE.rglob("*.py"))}
MODULES = [module for module in FILES if module not in ("", "__main__")]  # the root and __main__ are above all layers


def imports(path):
    """Every module that a file imports at run time, inside functions too; imports for type checkers are none."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for_types = {
        id(node)
        for branch in ast.walk(tree)
        if isinstance(branch, ast.If) and getattr(branch.test, "id", None) == "TYPE_CHECKING"
        for part in branch.body
        for node in ast.walk(part)
    }
    for node in ast.walk(tree):
        if id(node) in for_types:
            continue
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{name.name}" for name in node.names)


def inside(name):
    """The module of partyspeak that an imported name is, or is in; None for other packages."""
    if name.split(".")[0] != "partyspeak":
        return None
    parts = name.split(".")[1:]
    while parts and ".".join(parts) not in FILES:
        parts.pop()
    return ".".join(parts)


OWN = [
    (module, target) for module in MODULES for name in imports(FILES[module]) if (target := inside(name)) is not None
]


def test_every_entry_is_on_a_layer():
    assert {module.split(".")[0] for module in MODULES} == LAYER.keys()


@pytest.mark.parametrize("entry", LAYER)
def test_an_entry_imports_lower_layers_only(entry):
    for module, target in OWN:
        if module.split(".")[0] == entry:
            assert target, f"{module} imports the package's root, which is above it"
            other = target.split(".")[0]
            assert other == entry or LAYER[other] < LAYER[entry], f"{module} imports {target}"


PACKAGES = sorted({".".join(module.split(".")[:n]) for module in MODULES for n in range(1, module.count(".") + 1)})


@pytest.mark.parametrize("package", PACKAGES)
def test_no_package_has_an_import_cycle(package):
    below = defaultdict(set)
    for module, target in OWN:
        if module.startswith(f"{package}.") and target.startswith(f"{package}."):
            mine, other = (name.removeprefix(f"{package}.").split(".")[0] for name in (module, target))
            if mine != other:
                below[mine].add(other)

    def visit(name, above):
        assert name not in above, f"{package}: {' -> '.join([*above, name])}"
        for other in sorted(below[name]):
            visit(other, (*above, name))

    for name in sorted(below):
        visit(name, ())


@pytest.mark.parametrize("library", ONLY_IN)
def test_a_library_is_imported_only_where_it_may_be(library):
    allowed = ONLY_IN[library]
    for module in FILES:
        if library in {name.split(".")[0] for name in imports(FILES[module])}:
            ok = any(module == place or module.startswith(f"{place}.") for place in allowed)
            assert ok, f"{module} imports {library}, which only {', '.join(sorted(allowed))} may"


def test_no_two_modules_have_one_name():
    names = sorted(module.split(".")[-1] for module in FILES if FILES[module].stem != "__init__")
    assert [one for one, other in pairwise(names) if one == other] == []


def test_no_two_classes_have_one_name():
    classes = sorted(
        node.name
        for path in FILES.values()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    )
    assert [one for one, other in pairwise(classes) if one == other] == []


@pytest.mark.parametrize("module", ["errors", "dates", "text.folding", "lexicon.lexicon", "matching.tagger"])
def test_what_is_below_analysis_loads_no_pandas(module):
    asked = f"import sys, partyspeak.{module}; print([name for name in ('pandas', 'spacy') if name in sys.modules])"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def test_functions_have_one_job():
    for path in FILES.values():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                docstring = ast.get_docstring(node, clean=False) or ""
                lines = node.end_lineno - node.lineno - docstring.count("\n")
                assert lines <= 60, f"{path.name}: {node.name} has {lines} lines"
