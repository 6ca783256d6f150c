"""Damage of every kind to every file of a store: the right answer or a StoreError, never another answer."""

import itertools
import json
import random
import shutil

import pandas as pd
import pytest
from stores import DOCS, files, one_by_one, rows

import partyspeak
from partyspeak import StoreError, tag_to_store
from partyspeak.store import Store

FLIPS_OF_EACH = 12


@pytest.fixture
def store(folder, small_tagger, small_parts):
    tag_to_store(one_by_one(DOCS.assign(year=2020, title="双循环")), folder, tagger=small_tagger)
    return folder


def inside(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.name != ".lock")


def shown(table):
    return table.astype(object).where(table.notna(), None).to_dict("records")


def everything(folder):
    """All that can be asked of a store."""
    corpus = partyspeak.open_store(folder)
    return [
        rows(corpus.read()),
        corpus.read().phrases.astype(str).to_dict("records"),
        [rows(piece) for piece in corpus.pieces()],
        shown(corpus.first_appearances()),
        shown(corpus.frequency(by="year", per="million")),
        rows(partyspeak.read_parquet(folder, since="2020", phrases=["people"], where={"speaker": "li"})),
    ]


def zero(data):
    return bytes(len(data))


def grow(data):
    return data + b"\0"


BYTES = {
    "empty": lambda data: b"",
    "cut in half": lambda data: data[: len(data) // 2],
    "without its last byte": lambda data: data[:-1],
    "all zero": zero,
    "longer": grow,
    "other bytes": lambda data: bytes(reversed(data)),
    "text": lambda data: b"hello",
}


def question(name, folder, tagger):
    store = Store(folder)
    if name == "compact":
        with store.writing():
            store.compact()
    elif name == "tag":
        tag_to_store(DOCS.assign(year=2020, title="双循环"), folder, tagger=tagger)
    elif name == "tag more":
        tag_to_store(DOCS.assign(id=[*"abxyz"], year=[2021, 2020, 1, 2, 3], title="x"), folder, tagger=tagger)
    elif name == "retag":
        tag_to_store([], folder, tagger=partyspeak.Tagger(tagger.lexicon, edges="off"), retag=True)


@pytest.mark.parametrize("kind", [*BYTES, "gone", "a folder", "another file"])
def test_a_damaged_file_gives_the_right_answer_or_an_error_that_names_it(store, small_tagger, tmp_path, kind):
    right = everything(store)
    before = tmp_path / "before"
    shutil.copytree(store, before)
    for path in inside(before):
        damaged = tmp_path / "damaged"
        shutil.copytree(before, damaged)
        target = damaged / path.relative_to(before)
        if kind in BYTES:
            target.write_bytes(BYTES[kind](target.read_bytes()))
        elif kind == "another file":
            target.write_bytes(next(other for other in inside(before) if other.parent != path.parent).read_bytes())
        else:
            target.unlink()
            if kind == "a folder":
                target.mkdir()
        with pytest.raises(StoreError, match="|".join((target.name, "is not a store"))):
            assert everything(damaged) != right
        for name in ("compact", "tag", "tag more", "retag"):
            kept = files(damaged)
            try:
                question(name, damaged, small_tagger)
            except (StoreError, partyspeak.SourceError) as error:
                assert str(damaged) in str(error)
            assert not kept.keys() - files(damaged).keys(), "nothing is removed from a damaged store"
        shutil.rmtree(damaged)


def test_every_flipped_bit_is_found_by_a_check_and_by_whoever_reads_the_file(store):
    chance = random.Random(7)
    (store / "run.json").write_bytes((store / "store.json").read_bytes())
    right = everything(store)
    for path in inside(store):
        whole = path.read_bytes()
        for _ in range(FLIPS_OF_EACH):
            at = chance.randrange(len(whole) * 8)
            data = bytearray(whole)
            data[at // 8] ^= 1 << at % 8
            path.write_bytes(data)
            try:
                assert Store(store).check()
            except StoreError as error:
                assert "store.json" in str(error) or "format" in str(error)
            try:
                assert everything(store) == right
                assert path.name == "run.json"
            except StoreError:
                pass
        path.write_bytes(whole)
    assert Store(store).check() == []
    assert everything(store) == right


VALUES = (None, [], {}, "x", -1, 1.5, True, 10**30, "../../etc/passwd", [None], {"a": None})


def places(content, path=()):
    if isinstance(content, dict | list):
        for key, value in list(content.items() if isinstance(content, dict) else enumerate(content)):
            yield (*path, key)
            yield from places(value, (*path, key))


def sealed(store, content):
    from partyspeak.store.manifest import write_sealed

    content.pop("sha256", None)
    write_sealed(store / "store.json", content)


@pytest.mark.parametrize("seal", [False, True], ids=["by hand", "with the right digest"])
def test_a_manifest_of_other_values_is_refused(store, seal):
    right = everything(store)
    content = json.loads((store / "store.json").read_text(encoding="utf-8"))
    for path, value in itertools.product([*places(content)], [*VALUES, "left out"]):
        other = json.loads(json.dumps(content))
        *parents, last = path
        place = other
        for key in parents:
            place = place[key]
        if value == "left out":
            del place[last]
        else:
            place[last] = value
        if other == content:
            continue
        if seal:
            sealed(store, other)
        else:
            (store / "store.json").write_text(json.dumps(other), encoding="utf-8")
        try:
            everything(store)
            Store(store).check()
        except StoreError:
            continue
        # With the right digest it was no accident. What is left then decides no answer.
        assert seal
        assert path[0] in ("settings", "next_number", "replaced", "sha256")
        assert everything(store) == right or path[0] == "settings"


@pytest.mark.parametrize(
    "content", ["", "null", "[]", "{}", "7", '"x"', "[" * 100_000, '{"format": 4}', "\ud800x", "{}{}"]
)
def test_a_manifest_that_is_none_is_refused(store, content):
    (store / "store.json").write_text(content, encoding="utf-8", errors="surrogatepass")
    for ask in (everything, lambda folder: Store(folder).check(), lambda folder: tag_to_store([], folder)):
        with pytest.raises(StoreError, match=r"store\.json.*(backup|new folder)"):
            ask(store)


def older_copy(folder, small_tagger):
    """The manifest before some documents were added, replaced and merged."""
    older = (folder / "store.json").read_bytes()
    yield "documents were added", older
    tag_to_store(DOCS.iloc[[0]].assign(id="f"), folder, tagger=small_tagger)
    yield "an unrelated part was added", older
    tag_to_store(DOCS.iloc[[0]].assign(text="人民"), folder, tagger=small_tagger)
    yield "a document was replaced", older
    with Store(folder).writing():
        Store(folder).compact()
    yield "parts were merged", older


@pytest.mark.parametrize("step", [1, 2, 3])
def test_an_older_copy_of_the_manifest_removes_nothing(folder, small_tagger, small_parts, step):
    tag_to_store(one_by_one(DOCS), folder, tagger=small_tagger)
    older = next(itertools.islice(older_copy(folder, small_tagger), step, None))[1]
    newer, kept, right = (folder / "store.json").read_bytes(), files(folder), everything(folder)
    (folder / "store.json").write_bytes(older)
    for ask in (
        everything,
        lambda folder: tag_to_store(DOCS, folder, tagger=small_tagger),
        lambda folder: tag_to_store([], folder, tagger=small_tagger),
        lambda folder: question("compact", folder, small_tagger),
        lambda folder: question("retag", folder, small_tagger),
    ):
        with pytest.raises(StoreError, match=r"(is not known to store.json|is missing).*(restore|backup)"):
            ask(folder)
    assert Store(folder).check()
    assert files(folder) == kept
    (folder / "store.json").write_bytes(newer)
    assert everything(folder) == right
    assert Store(folder).check() == []


def test_a_file_of_another_store_is_named_and_kept(store, small_tagger):
    stranger = store / "mentions" / "part-0000000-000 (copy).parquet"
    stranger.write_bytes(next((store / "mentions").glob("*.parquet")).read_bytes())
    for ask in (everything, lambda folder: tag_to_store(DOCS, folder, tagger=small_tagger)):
        with pytest.raises(StoreError, match=r"\(copy\)\.parquet: is not known to store.json"):
            ask(store)
    assert stranger.exists()
    (store / "mentions" / ".DS_Store").touch()
    (store / "mentions" / "notes.txt").touch()
    stranger.unlink()
    assert Store(store).check() == []


def test_what_a_killed_run_has_left_goes_only_from_a_whole_store(store, small_tagger):
    right = everything(store)
    aside = store / "texts" / ".part-0000009-000.unfinished"
    aside.write_bytes(b"half a part")
    path = next((store / "texts").glob("*.parquet"))
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + b"x")
    with pytest.raises(StoreError, match="Nothing was removed"):
        tag_to_store([], store, tagger=small_tagger)
    assert aside.exists()
    path.write_bytes(whole)
    tag_to_store([], store, tagger=small_tagger)
    assert not aside.exists()
    assert everything(store) == right


def test_a_part_that_counts_and_has_no_name_yet_is_read_and_named(store, small_tagger):
    right = everything(store)
    path = next((store / "texts").glob("*.parquet"))
    path.rename(path.with_name(f".{path.stem}.unfinished"))
    assert everything(store) == right
    tag_to_store([], store, tagger=small_tagger)
    assert path.exists()
    assert everything(store) == right


def test_a_damaged_part_stops_a_change_that_would_remove_another(store, small_tagger):
    path = max((store / "texts").glob("*.parquet"))
    whole = path.read_bytes()
    path.write_bytes(bytes([whole[0] ^ 1]) + whole[1:])
    kept = files(store)
    with pytest.raises(StoreError, match="Nothing was changed"):
        tag_to_store(DOCS.iloc[[0]].assign(year=2020, title="新"), store, tagger=small_tagger)
    assert files(store) == kept


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda table: {"mentions": table["mentions"].assign(date=pd.Timestamp("1999-01-01"))}, "another date"),
        (lambda table: {"mentions": table["mentions"].assign(date_precision="year")}, "another date"),
        (lambda table: {"mentions": table["mentions"].assign(phrase="who")}, "'who' is not a phrase"),
        (lambda table: {"mentions": table["mentions"].assign(doc_id="who")}, "of unknown documents, such as 'who'"),
        (lambda table: {"mentions": table["mentions"].assign(start=1)}, "is not at 1:"),
        (lambda table: {"mentions": table["mentions"].assign(sure="yes")}, "other columns or types"),
        (lambda table: {"texts": table["texts"].assign(text="other")}, "is not at"),
        (lambda table: {"documents": table["documents"].iloc[1:]}, "rows but should have"),
        (lambda table: {"documents": table["documents"].assign(year="2020")}, "other columns or types"),
    ],
)
def test_a_check_finds_rows_that_do_not_belong_together(folder, small_tagger, spoil, says):
    """As a fault of our own would leave them: every digest is right."""
    from partyspeak.store.manifest import File, Manifest, digest

    tag_to_store(DOCS.assign(year=2020), folder, tagger=small_tagger)
    manifest = Manifest.load(folder)
    (part,) = manifest.parts
    tables = {kind: pd.read_parquet(folder / part.name(kind)) for kind in manifest.kinds}
    for kind, table in spoil(tables).items():
        path = folder / part.name(kind)
        schema = None if "types" in says else partyspeak.store.rows.schema_of(kind, manifest.schema)
        table.to_parquet(path, index=False, schema=schema)
        part.files[kind] = File(bytes=path.stat().st_size, sha256=digest(path.read_bytes()))
    manifest.save(folder)
    faults = Store(folder).check()
    assert says in " ".join(faults)
    assert all("new folder" in fault for fault in faults)
