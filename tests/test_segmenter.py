"""The segmenter's model: where it lies, how it gets there, what happens without it."""

import hashlib
import os
import pickle
import re
import shlex
import shutil
import socket
import subprocess
import sys
import time
import warnings
import zipfile
from pathlib import Path

import numpy as np
import pytest
from commands import run_apart

import partyspeak
from partyspeak import Tagger
from partyspeak.errors import ModelMissing
from partyspeak.matching import segmenter
from partyspeak.matching.hits import REFUSALS, WHYS
from partyspeak.matching.segmenter import Pkuseg

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
    refused = {(tagger.forms[f].text, WHYS[r]) for f, r in zip(tagged.form, tagged.why, strict=True) if r}
    assert refused == {("内需", "crossing"), ("八项规定", "not a word"), ("留置", "blocked")}
    assert not tagged.sure[np.isin(tagged.why, [WHYS.index(name) for name in REFUSALS[1:]])].any()


@pytest.fixture
def copied_model(tmp_path):
    folder = tmp_path / "copied"
    shutil.copytree(segmenter.model_folder(), folder)
    return folder


def changed_weights(path):
    """Write a model file again with one weight changed."""
    with np.load(path) as stored:
        arrays = {name: stored[name].copy() for name in stored.files}
    key = "weights" if "weights" in arrays else "w"
    arrays[key].flat[-1] += 1
    np.savez(path, **arrays)


@needs_model
def test_the_version_is_the_same_whichever_file_the_model_was_loaded_from(copied_model):
    (copied_model / "field.npz").unlink()
    assert Pkuseg(copied_model).version == Pkuseg().version


@needs_model
@pytest.mark.parametrize("name", ["field.npz", "weights.npz"])
def test_the_version_covers_the_file_that_is_loaded(copied_model, name):
    if name == "weights.npz":
        (copied_model / "field.npz").unlink()
    changed_weights(copied_model / name)
    assert Pkuseg(copied_model).version != Pkuseg().version


@needs_model
def test_a_file_that_is_not_loaded_does_not_change_the_version(copied_model):
    changed_weights(copied_model / "weights.npz")
    assert Pkuseg(copied_model).version == Pkuseg().version


@needs_model
def test_settings_name_the_model_that_judged_not_what_lies_there_now(copied_model, lexicon, monkeypatch):
    monkeypatch.setenv("PARTYSPEAK_MODEL", str(copied_model))
    before = Tagger(lexicon, edges="pkuseg").settings["model"]
    changed_weights(copied_model / "field.npz")
    assert Tagger(lexicon, edges="pkuseg").settings["model"] == before  # the model is read once in a process


@needs_model
@pytest.mark.parametrize("damage", ["cut", "flipped", "of other shapes"])
def test_a_damaged_model_is_refused_with_the_way_out(copied_model, damage):
    path = copied_model / "field.npz"
    data = bytearray(path.read_bytes())
    if damage == "cut":
        path.write_bytes(data[: len(data) // 2])
    elif damage == "flipped":
        data[len(data) // 2] ^= 1
        path.write_bytes(data)
    else:
        with np.load(path) as stored:
            np.savez(path, **{name: stored[name][:-1] if name == "features" else stored[name] for name in stored.files})
    with pytest.raises(ModelMissing, match=r"cannot be read .*run `partyspeak download`"):
        segmenter.load_model(copied_model)


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


@needs_model
def test_nothing_is_done_when_it_is_there(local_index, copied_model):
    before = {path.name: path.stat().st_mtime_ns for path in copied_model.iterdir()}
    lines = []
    assert segmenter.download(copied_model, progress=lines.append) == copied_model
    assert lines == [f"the model is in {copied_model} already"]
    assert {path.name: path.stat().st_mtime_ns for path in copied_model.iterdir()} == before


def test_a_model_that_cannot_be_read_is_fetched_anew_and_stays_where_that_fails(local_index, tmp_path):
    for name in MODEL_FILES:
        (tmp_path / "own" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "own" / name).write_bytes(b"no model")
    lines = []
    with pytest.raises(ModelMissing, match="network or a pip index"):
        segmenter.download(tmp_path / "own", progress=lines.append)
    assert "is damaged; fetching it again" in lines[0]
    assert sorted(path.name for path in (tmp_path / "own").iterdir()) == sorted(MODEL_FILES)


@pytest.mark.parametrize("kind", ["the folder is a file", "its parent is a file", "a FIFO"])
def test_a_place_that_is_no_folder_is_named_before_anything_is_fetched(local_index, tmp_path, kind):
    place = tmp_path / "place"
    os.mkfifo(place) if kind == "a FIFO" else place.write_bytes(b"")
    folder = place / "models" / "pkuseg" if kind == "its parent is a file" else place
    lines = []
    with pytest.raises(ModelMissing, match=r"cannot be written to .*place.*partyspeak download FOLDER"):
        segmenter.download(folder, progress=lines.append)
    assert lines == []
    assert [path.name for path in tmp_path.iterdir() if path.name != "wheels"] == ["place"]


def test_a_folder_that_cannot_be_written_to_is_named(local_index, tmp_path):
    parent = tmp_path / "cache"
    parent.mkdir()
    parent.chmod(0o500)
    if os.access(parent, os.W_OK):
        parent.chmod(0o700)
        pytest.skip("root may write anywhere")
    with pytest.raises(ModelMissing, match="Permission denied"):
        segmenter.download(parent / "pkuseg")
    parent.chmod(0o700)


def test_a_disk_that_is_full_is_named_and_nothing_half_written_is_taken_for_the_model(tmp_path, monkeypatch):
    """Half of the files are in place when the disk is full."""
    made, folder = tmp_path / "made", tmp_path / "pkuseg"
    made.mkdir()
    for name in MODEL_FILES:
        (made / name).write_bytes(b"new")
    folder.mkdir()
    (folder / "weights.npz").write_bytes(b"old")
    (made / "weights.npz").unlink()  # so that the last move fails
    with (
        pytest.raises(ModelMissing, match=f"cannot be written to {re.escape(str(folder))}"),
        segmenter._writing_to(folder),
    ):
        segmenter._put_in_place(made, folder)
    assert not segmenter.is_installed(folder)


def test_other_files_of_the_folder_stay(tmp_path):
    made, folder = tmp_path / "made", tmp_path / "documents"
    for place in (made, folder):
        place.mkdir()
    for name in MODEL_FILES:
        (made / name).write_bytes(b"new")
    (folder / "thesis.docx").write_bytes(b"years of work")
    segmenter._put_in_place(made, folder)
    assert sorted(path.name for path in folder.iterdir()) == sorted([*MODEL_FILES, "thesis.docx"])


def test_remains_of_killed_runs_go_and_nothing_else_does(tmp_path):
    for name, age in ((".partyspeak-unfinished-a", 7200), (".partyspeak-unfinished-b", 0), ("unfinished-novel", 7200)):
        (tmp_path / name).mkdir()
        os.utime(tmp_path / name, (time.time() - age,) * 2)
    segmenter._remove_remains(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [".partyspeak-unfinished-b", "unfinished-novel"]


@pytest.mark.parametrize(
    ("complaint", "advice"),
    [
        ("/usr/bin/python: No module named pip", "-m ensurepip"),
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "Free 200 MB"),
        ("OSError: [Errno 30] Read-only file system: '/tmp/x'", "set TMPDIR"),
        ("ERROR: No matching distribution found for pkuseg==0.0.25", "network or a pip index"),
    ],
)
def test_what_pip_complains_of_has_a_way_out_each(complaint, advice):
    assert advice in segmenter._advice(complaint)


def test_the_command_says_it_in_one_line_and_ends_with_status_1(tmp_path):
    (tmp_path / "cache").write_bytes(b"")
    answer = run_apart("download", status=1, XDG_CACHE_HOME=str(tmp_path / "cache"), PARTYSPEAK_MODEL="")
    assert answer.stdout == ""
    assert answer.stderr.startswith("partyspeak: the model cannot be written to ")
    assert len(answer.stderr.strip().splitlines()) == 1


@needs_model
@pytest.mark.parametrize("closed", [">&-", ">/dev/full", "<&- >&-", ">&- 2>&-"])
def test_the_command_needs_no_standard_output(closed):
    if not Path("/dev/full").exists():
        pytest.skip("needs /dev/full")
    command = f"{shlex.quote(sys.executable)} -m partyspeak download {closed}"
    answer = subprocess.run(["sh", "-c", command], capture_output=True, encoding="utf-8")
    assert (answer.returncode, "Traceback" in answer.stderr) == (0, False)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM to answer")
def test_an_order_to_stop_leaves_nothing_behind(local_index, tmp_path):
    """Pip waits for an index that never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        index = f"http://127.0.0.1:{server.getsockname()[1]}/simple"
        environment = {key: value for key, value in os.environ.items() if key not in ("PIP_NO_INDEX", "PIP_FIND_LINKS")}
        environment |= {
            "PIP_INDEX_URL": index,
            "PIP_RETRIES": "0",
            "PARTYSPEAK_MODEL": str(tmp_path / "cache" / "pkuseg"),
        }
        with subprocess.Popen(
            [sys.executable, "-m", "partyspeak", "download"], stderr=subprocess.PIPE, env=environment, encoding="utf-8"
        ) as process:
            assert "fetching" in process.stderr.readline()
            process.terminate()
            said = process.stderr.read()
    assert process.returncode == 143
    assert "run `partyspeak download` again" in said
    assert "Traceback" not in said
    assert list((tmp_path / "cache").iterdir()) == []


def index_answers():
    """Whether pip's index, as pip is set up here, has the package; nothing is fetched."""
    command = [sys.executable, "-m", "pip", "index", "versions", "pkuseg", "--retries=0", "--timeout=5"]
    return subprocess.run(command, capture_output=True).returncode == 0


@needs_model  # who has no model wants no download of 50 MB
def test_the_real_download(tmp_path):
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
    assert Pkuseg(folder).version == Pkuseg().version
