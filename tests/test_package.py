"""The wheel, built and used in a fresh environment, away from the checkout."""

import os
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

import partyspeak
from partyspeak import samples

TOP = Path(partyspeak.__file__).parents[1]
pytestmark = pytest.mark.skipif(not (TOP / "pyproject.toml").is_file(), reason="needs a checkout to build from")

SCRIPT = """
import partyspeak.samples
from partyspeak.lexicon.lexicon import default_folder
assert "site-packages" in partyspeak.__file__ or "elsewhere" in partyspeak.__file__, partyspeak.__file__
assert default_folder().name == "_lexicon"
print(partyspeak.Lexicon.default().version, len(partyspeak.tag(partyspeak.samples.load()).mentions))
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(TOP)]
    answer = subprocess.run(command, capture_output=True, text=True)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    return folder


def test_the_wheel_and_the_sdist_carry_the_lexicon_and_the_samples(built):
    wheel = zipfile.ZipFile(next(built.glob("*.whl"))).namelist()
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        sdist = archive.getnames()
    lexicon = [path.name for path in (TOP / "lexicon").glob("*.toml")]
    for name in lexicon:
        assert f"partyspeak/_lexicon/{name}" in wheel
        assert any(member.endswith(f"/lexicon/{name}") for member in sdist)
    assert sum(name.startswith("partyspeak/datasets/samples/texts/") for name in wheel) == 24
    assert "partyspeak/py.typed" in wheel
    for name in ("work-reports", "congress-reports", "un-speeches"):
        assert f"partyspeak/datasets/data/{name}/mentions.parquet" in wheel
    assert "partyspeak/display/pages/sheet.css" in wheel
    assert not [name for name in wheel if name.startswith(("tests/", "notebooks/", "lexicon/"))]


def test_the_wheel_works_in_a_fresh_environment(built, tmp_path):
    """The packages that it depends on are borrowed from this environment; partyspeak itself is not."""
    home = tmp_path / "elsewhere"
    venv.create(home, with_pip=False)
    site = next(home.rglob("site-packages"))
    zipfile.ZipFile(next(built.glob("*.whl"))).extractall(site)
    borrowed = [path for path in sys.path if path.endswith("site-packages")]
    (site / "borrowed.pth").write_text("\n".join(borrowed) + "\n")
    python = home / ("Scripts" if os.name == "nt" else "bin") / "python"
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    answer = subprocess.run([python, "-c", SCRIPT], cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert answer.returncode == 0, answer.stderr
    mentions = len(partyspeak.tag(samples.load()).mentions)
    assert answer.stdout.split() == [partyspeak.Lexicon.default().version, str(mentions)]
