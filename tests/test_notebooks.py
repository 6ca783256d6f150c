"""The notebooks run, are kept with the outputs that they give, and lead to every name."""

import importlib.util
import json
import re
from pathlib import Path

import nbformat
import pytest

import partyspeak
from partyspeak import seminar
from partyspeak.seminar.sets import exercise_set, sets

TOP = Path(partyspeak.__file__).parents[1]
FOLDER = TOP / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="needs a checkout: notebooks/ is not installed")

SECONDS = 60
MOST_BYTES, MOST_BYTES_OF_AN_OUTPUT = 500_000, 100_000
MEND = "run `python notebooks/refresh.py` and look at what changed"
LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")


@pytest.fixture(scope="module")
def refresh():
    spec = importlib.util.spec_from_file_location("refresh", FOLDER / "refresh.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read(path):
    return nbformat.read(path, as_version=4)


def seconds_of_children():
    """How long the processors worked for processes that this one started: a busy machine changes nothing."""
    resource = pytest.importorskip("resource")
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


@pytest.mark.needs_model
@pytest.mark.needs_font
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_from_nothing_and_gives_what_it_shows(path, refresh):
    kept = read(path)
    before = seconds_of_children()
    ran = refresh.run(path)
    assert seconds_of_children() - before < SECONDS
    same_pandas = kept.metadata.get("pandas") == ran.metadata["pandas"]
    for old, new in zip(kept.cells, ran.cells, strict=True):
        assert refresh.kinds(old) == refresh.kinds(new), f"{path.name}, cell {old.id}: {MEND}"
        if same_pandas and "varies" not in old.metadata.get("tags", ()):
            assert refresh.words(old) == refresh.words(new), f"{path.name}, cell {old.id} is stale: {MEND}"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_kept_with_small_outputs_and_no_errors(path):
    notebook = read(path)
    assert path.stat().st_size <= MOST_BYTES
    for cell in notebook.cells:
        code = cell.cell_type == "code" and cell.source.strip()
        assert not code or cell.execution_count, f"cell {cell.id} has not been run: {MEND}"
        for output in cell.get("outputs", ()):
            wanted = "raises-exception" in cell.metadata.get("tags", ())
            assert wanted or output.output_type != "error", f"cell {cell.id} shows an error"
            assert output.get("name") != "stderr", f"cell {cell.id} shows a warning: {output.text}"
            size = len(json.dumps(output, ensure_ascii=False))
            assert size <= MOST_BYTES_OF_AN_OUTPUT, f"cell {cell.id}: an output of {size:,} bytes"


def test_the_first_look_finds_what_it_is_about():
    outputs = [output for cell in read(FOLDER / "01-first-look.ipynb").cells for output in cell.get("outputs", ())]
    assert any("双循环" in str(output) for output in outputs)


def asked(path):
    """The exercises that a notebook asks for, in order."""
    sources = [cell.source for cell in read(path).cells if cell.cell_type == "code"]
    return list(dict.fromkeys(id for source in sources for id in re.findall(r"check\(\s*[\"'](\d\d-\d+)", source)))


@pytest.mark.parametrize("path", [path for path in NOTEBOOKS if not path.name.startswith("00")], ids=lambda p: p.stem)
def test_a_notebook_asks_the_exercises_of_its_set(path):
    assert asked(path) == [one.id for one in exercise_set(path.name[:2])]


def test_every_set_of_exercises_has_a_notebook():
    assert set(sets()) <= {path.name[:2] for path in NOTEBOOKS}


def prose(path):
    """The text of a page: of a notebook its Markdown and its code."""
    if path.suffix == ".ipynb":
        return "\n".join(cell.source for cell in read(path).cells)
    return path.read_text(encoding="utf-8")


def linked(path):
    """The files of the checkout that a page links to."""
    for target in LINK.findall(prose(path)):
        if "://" not in target:
            yield (path.parent / target).resolve()


@pytest.mark.parametrize("name", ["README.md", "notebooks/00-index.ipynb"])
def test_links_lead_somewhere(name):
    assert [str(target) for target in linked(TOP / name) if not target.exists()] == []


def test_the_index_links_all():
    others = {path.resolve() for path in (*NOTEBOOKS, FOLDER / "pipelines.md")} - {
        (FOLDER / "00-index.ipynb").resolve()
    }
    assert others <= set(linked(FOLDER / "00-index.ipynb"))


def public_names():
    yield from (name for name in partyspeak.__all__ if not name.startswith("_"))
    yield from (f"seminar.{name}" for name in seminar.__all__)
    yield from (f"datasets.{name}" for name in partyspeak.datasets.__all__ if name.islower())
    for owner, of in (("tagged", partyspeak.TaggedCorpus), ("tagged.chart", type(charts()))):
        yield from (f"{owner}.{name}" for name in dir(of) if not name.startswith("_"))


def charts():
    return partyspeak.tag(["双循环"]).chart


def test_every_public_name_is_two_steps_from_the_readme():
    pages = [TOP / "README.md", *(path for path in linked(TOP / "README.md") if path.suffix in (".md", ".ipynb"))]
    text = "\n".join(map(prose, pages))
    missing = [name for name in public_names() if not re.search(rf"\b{name.rpartition('.')[2]}\b", text)]
    assert missing == [], "name them in notebooks/00-index.ipynb, with where each is found"
