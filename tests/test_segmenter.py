"""The segmenter's model: where it lies, how it gets there, what happens without it."""

import hashlib
import os
import pickle
import subprocess
import sys
import warnings
import zipfile

import pytest

import partyspeak
from partyspeak import Tagger, segmenter
from partyspeak.errors import ModelMissing
from partyspeak.tagged import REASONS

TRAP = "公司秉持创新发展思路，沿海企业深挖国内需求"  # 内需 is inside 国内 + 需求
CLEAR = "他在会上讲群众路线。"
MODEL_FILES = ["features.msgpack", "weights.npz", "field.npz"]

needs_model = pytest.mark.needs_model


@pytest.fixture
def no_model(tmp_path, monkeypatch):
    """A folder that PARTYSPEAK_MODEL names and that is empty."""
    folder = tmp_path / "empty"
    folder.mkdir()
    monkeypatch.setenv("PARTYSPEAK_MODEL", str(folder))
    return folder


# Where it lies.


def test_the_environment_names_the_folder(no_model):
    assert segmenter.model_folder() == no_model
    assert not segmenter.is_installed()


def test_else_it_lies_in_the_cache_of_the_user(tmp_path, monkeypatch):
    monkeypatch.delenv("PARTYSPEAK_MODEL", raising=False)
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    folder = segmenter.model_folder()
    assert folder.is_relative_to(tmp_path) or sys.platform == "darwin"
    assert folder.parts[-2:] == ("partyspeak", "pkuseg-0.0.25")


# Without it.


def test_pkuseg_without_a_model_says_where_it_looked_and_what_to_do(no_model, lexicon):
    with pytest.raises(ModelMissing) as error:
        Tagger(lexicon, edges="pkuseg")
    assert str(no_model) in str(error.value)
    assert "partyspeak download" in str(error.value)


def test_half_a_model_is_none(no_model, lexicon):
    (no_model / "features.msgpack").write_bytes(b"")
    assert not segmenter.is_installed()
    assert Tagger(lexicon, edges="auto").edges == "dictionary"


def test_a_model_that_cannot_be_read_says_so(no_model):
    for name in ("features.msgpack", "weights.npz"):
        (no_model / name).write_bytes(b"no model")
    with pytest.raises(ModelMissing, match="cannot be read"):
        segmenter.load_model()


def test_auto_without_a_model_warns_once_with_the_count_and_what_to_run(no_model):
    with pytest.warns(UserWarning, match="partyspeak download") as caught:
        corpus = partyspeak.tag([TRAP, TRAP, CLEAR])
    assert len(caught) == 1
    doubtful = corpus.mentions[corpus.mentions["text"] == "内需"]
    assert not doubtful["sure"].any()
    assert str(len(doubtful)) in str(caught[0].message)
    assert corpus.settings["edges"] == "dictionary"


@needs_model
def test_the_tagger_for_all_who_name_none_knows_whether_there_is_a_model(monkeypatch, tmp_path):
    with_model = Tagger.default()
    monkeypatch.setenv("PARTYSPEAK_MODEL", str(tmp_path))
    without = Tagger.default()
    assert (with_model.edges, without.edges) == ("pkuseg", "dictionary")
    assert Tagger.default() is without


def test_auto_does_not_warn_where_nothing_is_in_doubt(no_model):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert partyspeak.tag([CLEAR]).mentions["sure"].all()


def test_dictionary_never_loads_the_model(tmp_path):
    code = (
        "import sys; from partyspeak import Tagger;"
        f"print([m.text for m in Tagger(edges='dictionary').mentions({TRAP!r}) if m.text == '内需']);"
        "print(any(name.startswith('spacy_pkuseg.') for name in sys.modules))"
    )
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONUTF8": "1"}
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", env=environment)
    assert answer.stdout.split("\n")[:2] == ["['内需']", "False"], answer.stderr


def test_off_is_plain_substring_search(lexicon):
    text = "来自海岛的三个代表团，第十八项规定"
    plain = {(m.text, m.sure) for m in Tagger(lexicon, edges="off").mentions(text)}
    assert {("三个代表", True), ("八项规定", True)} <= plain
    judged = {m.text for m in Tagger(lexicon, edges="dictionary").mentions(text)}
    assert judged.isdisjoint({"三个代表", "八项规定"})


# With it.


@needs_model
def test_refused_hits_say_why(lexicon):
    tagger = Tagger(lexicon, edges="pkuseg")
    tagged = tagger.tag(["深挖国内需求", "第十八项规定", "留置针"], keep_rejected=True)
    refused = {(tagger.forms[f].text, REASONS[r]) for f, r in zip(tagged.form, tagged.reason, strict=True) if r}
    assert refused == {("内需", "crossing"), ("八项规定", "not a word"), ("留置", "blocked")}
    assert not tagged.sure[tagged.reason > 0].any()


@needs_model
def test_the_version_is_that_of_the_weights():
    weights = segmenter.model_folder() / "weights.npz"
    assert hashlib.sha256(weights.read_bytes()).hexdigest().startswith(segmenter.model_version())


# How it gets there.


def test_a_pickle_that_asks_for_a_class_is_refused(tmp_path):
    path = tmp_path / "features.pkl"
    path.write_bytes(pickle.dumps({"unigram": os.path.join}))
    with path.open("rb") as file, pytest.raises(pickle.UnpicklingError, match="only plain data"):
        segmenter._DataUnpickler(file).load()


def test_a_pickle_of_plain_data_is_read(tmp_path):
    path = tmp_path / "features.pkl"
    path.write_bytes(pickle.dumps({"unigram": {"双", "循环"}, "feature_to_idx": {"a": 1}}))
    with path.open("rb") as file:
        assert segmenter._DataUnpickler(file).load() == {"unigram": {"双", "循环"}, "feature_to_idx": {"a": 1}}


@pytest.fixture
def local_index(tmp_path, monkeypatch):
    """A folder that stands for the package index, by pip's own settings."""
    folder = tmp_path / "wheels"
    folder.mkdir()
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


def write_wheel(folder):
    """A wheel of the right name, and not the one that is known."""
    wheel = folder / "pkuseg-0.0.25-cp37-cp37m-manylinux1_x86_64.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("pkuseg-0.0.25.dist-info/METADATA", "Metadata-Version: 2.1\nName: pkuseg\nVersion: 0.0.25\n")
        archive.writestr("pkuseg-0.0.25.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: cp37-cp37m-manylinux1_x86_64\n")
        archive.writestr("pkuseg-0.0.25.dist-info/RECORD", "")
    return wheel


def test_another_wheel_is_refused_by_its_hash_and_leaves_nothing(local_index, tmp_path):
    digest = hashlib.sha256(write_wheel(local_index).read_bytes()).hexdigest()
    folder = tmp_path / "models" / "pkuseg"
    with pytest.raises(ModelMissing, match=digest):
        segmenter.download(folder)
    assert list(folder.parent.iterdir()) == []


def test_where_pip_finds_nothing_the_message_says_what_is_needed(local_index, tmp_path):
    folder = tmp_path / "models" / "pkuseg"
    with pytest.raises(ModelMissing, match="network or a pip index"):
        segmenter.download(folder)
    assert list(folder.parent.iterdir()) == []


def test_a_run_cut_off_leaves_nothing_that_looks_whole(local_index, tmp_path):
    folder = tmp_path / "models" / "pkuseg"

    def cut_off(line):
        if "fetching" in line:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        segmenter.download(folder, progress=cut_off)
    assert not segmenter.is_installed(folder)
    assert list(folder.parent.iterdir()) == []


def test_nothing_is_done_when_it_is_there(local_index, tmp_path):
    for name in MODEL_FILES:
        (tmp_path / name).write_bytes(b"here already")
    lines = []
    assert segmenter.download(tmp_path, progress=lines.append) == tmp_path
    assert lines == [f"the model is in {tmp_path} already"]
    assert all((tmp_path / name).read_bytes() == b"here already" for name in MODEL_FILES)


def index_answers():
    """Whether pip's index, as pip is set up here, has the package; nothing is fetched."""
    command = [sys.executable, "-m", "pip", "index", "versions", "pkuseg", "--retries=0", "--timeout=5"]
    return subprocess.run(command, capture_output=True).returncode == 0


def test_the_real_download(tmp_path):
    if not os.environ.get("CI") and not segmenter.is_installed():
        pytest.skip("fetches 50 MB; run: partyspeak download")
    if not index_answers():
        pytest.skip("needs the network or a pip index")
    folder = tmp_path / "pkuseg"
    folder.mkdir()
    (folder / "weights.npz").write_bytes(b"left by a run of another day")
    lines = []
    assert segmenter.download(folder, progress=lines.append) == folder
    assert sorted(path.name for path in tmp_path.iterdir()) == ["pkuseg"]
    assert sorted(path.name for path in folder.iterdir()) == sorted(MODEL_FILES)
    assert len(lines) == 3
    if segmenter.is_installed():
        assert segmenter.model_version(folder) == segmenter.model_version()
