"""Dask gives what pandas gives, with real worker processes, even when one of them is killed."""

import os
import signal
import time

import pandas as pd
import pytest

from partyspeak import PartyspeakError, SourceError, Tagger, samples, tag

dd = pytest.importorskip("dask.dataframe")
distributed = pytest.importorskip("distributed")

import partyspeak.dask  # noqa: E402

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")

CYCLE = '[dual-circulation]\nzh = "双循环"\nen = "dual circulation"\nfirst = "2020-05-14"\nsources = ["s"]\n'


@pytest.fixture(scope="module")
def packet():
    docs = samples.load()
    tagger = Tagger(edges="dictionary")
    return docs, tagger, tag(docs, id="id", tagger=tagger)


def same(found, expected):
    """Equal but for the kinds of text columns: Dask makes Arrow strings of them."""
    plain = [frame.astype({name: str for name in frame if frame[name].dtype.kind not in "ibM"}) for frame in found]
    for ours, theirs in zip(plain, expected, strict=True):
        theirs = theirs.astype({name: str for name in theirs if ours[name].dtype.kind not in "ibM"})
        pd.testing.assert_frame_equal(ours.reset_index(drop=True), theirs, check_dtype=False)


@pytest.mark.parametrize("partitions", [1, 5, 24])
def test_mentions_and_documents_are_those_of_pandas(packet, partitions):
    docs, tagger, whole = packet
    corpus = partyspeak.dask.tag(dd.from_pandas(docs, npartitions=partitions), id="id", tagger=tagger)
    same([corpus.documents.compute(), corpus.mentions.compute()], [whole.documents, whole.mentions])
    assert len(corpus.repeated_ids().compute()) == 0
    assert corpus.settings == whole.settings
    assert list(corpus.mentions.columns) == list(whole.mentions.columns)


@pytest.mark.parametrize("choices", [{}, {"n": 2, "first_period": "month"}, {"by": "written_in"}], ids=str)
def test_first_appearances_are_those_of_pandas(packet, choices):
    docs, tagger, whole = packet
    corpus = partyspeak.dask.tag(dd.from_pandas(docs, npartitions=20), id="id", tagger=tagger)
    pd.testing.assert_frame_equal(
        corpus.first_appearances(**choices), whole.first_appearances(**choices), check_dtype=False
    )


@pytest.mark.parametrize("name", ["循环", "两个循环", "LIANG GE XUNHUAN"])
def test_a_phrase_is_known_by_every_name_in_every_partition(write_lexicon, name):
    lexicon = write_lexicon('[cycle]\nzh = "两个循环"\nen = "two cycles"\nzh_forms = ["循环"]\n')
    docs = pd.DataFrame({"date": ["2012", "2013"], "text": ["两个循环", "two cycles"]})
    corpus = partyspeak.dask.tag(dd.from_pandas(docs, npartitions=2), tagger=Tagger(lexicon, edges="off"))
    assert corpus.frequency(phrases=name)["mentions"].tolist() == [0, 1, 1, 0]
    with pytest.raises(PartyspeakError, match="no phrase is called 'cylce'; near it: cycle"):
        corpus.first_appearances(phrases="cylce")
    with pytest.raises(PartyspeakError, match="a mask covers all documents"):
        corpus.frequency(where=[True, False])


@pytest.mark.parametrize("choices", [{}, {"by": "month", "per": "million"}, {"by": "written_in"}], ids=str)
def test_frequencies_are_those_of_pandas(packet, choices):
    docs, tagger, whole = packet
    corpus = partyspeak.dask.tag(dd.from_pandas(docs, npartitions=6), id="id", tagger=tagger)
    pd.testing.assert_frame_equal(corpus.frequency(**choices), whole.frequency(**choices), check_dtype=False)


def test_an_index_that_may_repeat_is_refused_and_a_known_one_is_the_id(write_lexicon):
    tagger = Tagger(write_lexicon(CYCLE))
    docs = pd.DataFrame({"date": ["2020", "2021"], "text": ["双循环", "人民"]})
    twice = dd.concat([dd.from_pandas(docs, npartitions=1), dd.from_pandas(docs, npartitions=1)])
    with pytest.raises(SourceError, match="name a column of ids"):
        partyspeak.dask.tag(twice.clear_divisions(), tagger=tagger)
    corpus = partyspeak.dask.tag(dd.from_pandas(docs, npartitions=2), tagger=tagger)
    assert corpus.documents["doc_id"].compute().tolist() == [0, 1]
    named = partyspeak.dask.tag(twice.assign(key="k").clear_divisions(), id="key", tagger=tagger, bad_dates="keep")
    with pytest.raises(SourceError, match="occurs more than once"):
        named.documents.compute()


def test_repeated_ids_are_found_across_partitions(write_lexicon):
    docs = pd.DataFrame({"key": ["a", "b", "a"], "date": "2020", "text": "双循环"})
    corpus = partyspeak.dask.tag(dd.from_pandas(docs, npartitions=3), id="key", tagger=Tagger(write_lexicon(CYCLE)))
    assert corpus.repeated_ids().compute().to_dict() == {"a": 2}


def slow_and_seen(frame, folder):
    """Leaves a sign of the worker that had the partition, and takes its time."""
    (folder / f"{os.getpid()}").touch()
    time.sleep(0.3)
    return frame


def test_a_killed_worker_changes_nothing(packet, tmp_path):
    docs, tagger, whole = packet
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, local_directory=str(tmp_path)
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        frame = dd.from_pandas(docs, npartitions=24).map_partitions(slow_and_seen, tmp_path, meta=docs.iloc[:0])
        corpus = partyspeak.dask.tag(frame, id="id", tagger=tagger)
        futures = client.compute([corpus.documents, corpus.mentions])
        while len(signs := [path.name for path in tmp_path.iterdir() if path.name.isdigit()]) < 2:
            time.sleep(0.05)
        os.kill(int(signs[0]), signal.SIGKILL)
        found = client.gather(futures)
        same(found, [whole.documents, whole.mentions])
        workers = {path.name for path in tmp_path.iterdir() if path.name.isdigit()}
        assert workers > set(signs), "a new worker took the killed one's place"
        taggers = client.run(lambda: partyspeak.dask._tagger.cache_info().misses)
        assert all(built <= 1 for built in taggers.values())
        pd.testing.assert_frame_equal(corpus.first_appearances(), whole.first_appearances(), check_dtype=False)
