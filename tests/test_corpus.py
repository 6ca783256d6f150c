import numpy as np
import pandas as pd
import pytest

import partyspeak
from partyspeak import SourceError, Tagger, samples, tag

DOCS = pd.DataFrame(
    {
        "date": ["2020-05-22", "1954", "2021-03", None],
        "speaker": ["li", "zhou", "li", "nobody"],
        "text": ["加快双循环。dual circulation", "人民", "双 循环", None],
    },
    index=["c", "a", "b", "d"],
)
CYCLE = '[dual-circulation]\nzh = "双循环"\nen = "dual circulation"\nfirst = "2020-05-14"\n'


@pytest.fixture
def tagger(write_lexicon):
    return Tagger(write_lexicon(CYCLE))


@pytest.fixture(scope="module")
def curated(lexicon):
    return Tagger(lexicon)


def test_the_columns_are_the_contract(tagger):
    corpus = tag(DOCS, tagger=tagger)
    assert {name: str(dtype) for name, dtype in corpus.mentions.dtypes.items() if name != "doc_id"} == {
        "date": "datetime64[us]",
        "date_precision": "category",
        "phrase": "category",
        "form": "category",
        "lang": "category",
        "start": "int64",
        "end": "int64",
        "text": "string",
        "sure": "bool",
        "why": "category",
        "dates": "bool",
        "nested": "bool",
    }
    assert list(corpus.documents.columns) == [
        *("doc_id", "date", "date_precision", "date_from", "lang", "zh_chars", "en_words"),
        "speaker",
    ]
    assert set(corpus.settings) - {"model"} == {
        "partyspeak", "lexicon", "fingerprint", "rules", "edges", "engine", "spelled_out",
    }  # fmt: skip


def test_rows_and_places(tagger):
    corpus = tag(DOCS, tagger=tagger)
    rows = corpus.mentions[["doc_id", "form", "start", "end", "text"]].to_numpy().tolist()
    assert rows == [
        ["c", "双循环", 2, 5, "双循环"],
        ["c", "dual circulation", 6, 22, "dual circulation"],
        ["b", "双循环", 0, 4, "双 循环"],
    ]
    assert corpus.documents["doc_id"].tolist() == ["c", "a", "b", "d"]
    assert corpus.documents["lang"].tolist() == ["mixed", "zh", "zh", "none"]
    assert corpus.documents["date_precision"].astype(object).tolist()[:3] == ["day", "year", "month"]
    assert corpus.documents["date"].isna().tolist() == [False, False, False, True]


def test_strings_series_and_files_are_documents_too(tagger, tmp_path):
    assert tag(["双循环", "x"], tagger=tagger).mentions["doc_id"].tolist() == [0]
    assert tag((text for text in ["x", "双循环"]), tagger=tagger).mentions["doc_id"].tolist() == [1]
    assert tag(pd.Series(["双循环"], index=["k"]), tagger=tagger).mentions["doc_id"].tolist() == ["k"]
    DOCS.rename_axis("id").reset_index().to_csv(tmp_path / "docs.csv", index=False)
    assert tag(tmp_path / "docs.csv", tagger=tagger).mentions["doc_id"].tolist() == ["c", "c", "b"]


def test_the_accessor_does_the_same(tagger):
    corpus = DOCS.partyspeak.tag(tagger=tagger)
    pd.testing.assert_frame_equal(corpus.mentions, tag(DOCS, tagger=tagger).mentions)


@pytest.mark.parametrize("frame", [DOCS, DOCS.iloc[:0], samples.load()], ids=["some", "none", "samples"])
def test_saving_and_reading_give_the_same_corpus(frame, tmp_path, curated):
    corpus = tag(frame, tagger=curated)
    corpus.to_parquet(tmp_path / "saved")
    again = partyspeak.read_parquet(tmp_path / "saved")
    for name in ("documents", "mentions", "phrases"):
        pd.testing.assert_frame_equal(getattr(again, name), getattr(corpus, name))
    pd.testing.assert_series_equal(again.texts, corpus.texts)
    assert again.settings == corpus.settings
    pd.testing.assert_frame_equal(again.first_appearances(), corpus.first_appearances())


def test_saving_without_texts_loses_the_words_around_and_nothing_else(tagger, tmp_path):
    corpus = tag(DOCS, tagger=tagger)
    corpus.to_parquet(tmp_path, texts=True)
    corpus.to_parquet(tmp_path, texts=False)
    again = partyspeak.read_parquet(tmp_path)
    assert again.texts is None
    sides = ["left", "right"]
    assert again.first_appearances()[sides].isna().all(axis=None)
    expected = corpus.first_appearances().drop(columns=sides)
    pd.testing.assert_frame_equal(again.first_appearances().drop(columns=sides), expected)


def test_what_is_no_saved_corpus_is_refused(tmp_path, tagger):
    with pytest.raises(SourceError, match="holds no saved corpus"):
        partyspeak.read_parquet(tmp_path)
    tag(DOCS, tagger=tagger).to_parquet(tmp_path)
    (tmp_path / "settings.json").write_text('{"format": 99, "settings": {}}')
    with pytest.raises(SourceError, match="format 99"):
        partyspeak.read_parquet(tmp_path)


@pytest.mark.parametrize(
    ("change", "choices", "says"),
    [
        ({}, {"text": "body"}, r"no column 'body' for the text; the columns are 'date', 'speaker', 'text'"),
        ({}, {"date": "day"}, r"no column 'day' for the date.*date=None"),
        ({}, {"id": "key"}, r"no column 'key' for the id"),
        ({"date": ["2022-13-40", "n.d.", "1954", "04/05/2022"]}, {}, r"3 dates.*\n.*row 'c': '2022-13-40'"),
        ({"text": ["x", 5, "y", None]}, {}, r"row 'a': 5 is int, not text"),
        ({"text": ["x", b"y", "z", None]}, {}, r"row 'a': b'y' is bytes, not text"),
        ({"speaker": ["li", "li", "zhou", "li"]}, {"id": "speaker"}, r"1 id occurs more than once \('li'\)"),
        ({"speaker": ["li", None, "zhou", "x"]}, {"id": "speaker"}, r"row 1 has no id"),
        ({"speaker": ["li", None, None, "x"]}, {"id": "speaker"}, r"row 1 has no id"),
        ({"speaker": [["a"], ["b"], ["c"], ["d"]]}, {"id": "speaker"}, r"column 'speaker': an id is one text"),
        ({"date": [["2020"], {}, "1954", 2020.1]}, {}, r"3 dates.*\n.*\['2020'\].*\n.*\{\}.*\n.*2020.1"),
        ({}, {"bad_dates": "skip"}, r"bad_dates='skip' is not known; use 'raise' or 'keep'"),
    ],
)  # fmt: skip
def test_bad_input_names_the_thing_the_place_and_the_way_out(tagger, change, choices, says):
    with pytest.raises(SourceError, match=says):
        tag(DOCS.assign(**change), tagger=tagger, **choices)


def test_an_index_that_repeats_is_refused(tagger):
    with pytest.raises(SourceError, match="reset_index"):
        tag(pd.concat([DOCS, DOCS]), tagger=tagger)


def test_an_index_that_is_no_id_is_refused(tagger):
    for index in (pd.MultiIndex.from_product([[1, 2], ["a", "b"]]), pd.Index(["a", None, "b", "c"])):
        with pytest.raises(SourceError, match=r"the index: .*reset_index"):
            tag(DOCS.set_index(index), tagger=tagger)


def test_two_columns_of_one_name_are_refused(tagger):
    with pytest.raises(SourceError, match=r"columns occur twice \('text'\)"):
        tag(pd.concat([DOCS, DOCS[["text"]]], axis=1), tagger=tagger)


@pytest.mark.parametrize("docs", [None, 5, {"text": ["加快双循环"]}])
def test_what_is_no_documents_is_refused(tagger, docs):
    with pytest.raises(SourceError, match="documents are a DataFrame, texts or a path, not"):
        tag(docs, tagger=tagger)


def test_equal_instants_of_two_time_zones_keep_their_own_days(tagger):
    days = [pd.Timestamp("2020-01-01 00:00+08:00"), pd.Timestamp("2019-12-31 16:00+00:00")]
    docs = pd.DataFrame({"date": pd.Series(days, dtype=object), "text": "加快双循环"})
    assert tag(docs, tagger=tagger).documents["date"].dt.year.tolist() == [2020, 2019]


def test_a_path_that_is_not_there_is_no_text(tagger):
    with pytest.raises(SourceError, match="no such file"):
        tag("加快双循环", tagger=tagger)


def test_bad_dates_may_be_kept_empty_and_are_counted(tagger):
    docs = DOCS.assign(date=["2022-13-40", "n.d.", "2022年4月14日", "1954"])
    with pytest.warns(UserWarning, match="2 dates could not be read"):
        corpus = tag(docs, tagger=tagger, bad_dates="keep")
    assert corpus.documents["date"].isna().tolist() == [True, True, False, False]
    assert corpus.documents["date_precision"].astype(object).tolist()[2:] == ["day", "year"]
    assert len(corpus.mentions) == 3


def test_columns_with_our_names_are_kept_under_another(tagger):
    with pytest.warns(UserWarning, match="_given"):
        corpus = tag(DOCS.assign(lang="?"), tagger=tagger)
    assert corpus.documents["lang_given"].tolist() == ["?"] * 4


def test_both_columns_are_kept_where_that_name_is_taken_too(tagger):
    with pytest.warns(UserWarning, match="_given"):
        corpus = tag(DOCS.assign(lang="?", lang_given="!"), tagger=tagger)
    assert corpus.documents[["lang_given", "lang_given_given"]].iloc[0].tolist() == ["!", "?"]


def test_an_empty_frame_gives_empty_answers(tagger):
    corpus = tag(DOCS.iloc[:0], tagger=tagger)
    assert len(corpus.documents) == len(corpus.mentions) == 0
    assert corpus.first_appearances().empty
    assert corpus.frequency(per="million").empty


def test_lone_surrogates_do_no_harm(tagger, tmp_path):
    corpus = tag(pd.DataFrame({"text": pd.Series(["\ud800双循环\udc00"], dtype=object)}), date=None, tagger=tagger)
    assert corpus.mentions["start"].tolist() == [1]
    assert corpus.texts.tolist() == ["�双循环�"]
    corpus.to_parquet(tmp_path)


def test_lone_surrogates_in_other_columns_and_ids_are_replaced_and_said(tagger, tmp_path):
    cells = {"id": ["a\ud800", "a\ud801", "b"], "text": ["双循环"] * 3, "title": ["x\udfff", None, "y"]}
    docs = pd.DataFrame({name: pd.Series(values, dtype=object) for name, values in cells.items()})
    with pytest.warns(UserWarning, match="lone surrogates") as warned:
        corpus = tag(docs, date=None, id="id", tagger=tagger)
    assert [str(one.message).partition(" ")[0] for one in warned] == ["2", "1"]
    assert corpus.documents["doc_id"].tolist() == ["a\ufffd", "a\ufffdd801", "b"]
    assert corpus.documents["title"].fillna("").tolist() == ["x\ufffd", "", "y"]
    assert corpus.mentions["doc_id"].nunique() == 3
    corpus.to_parquet(tmp_path)


def test_one_very_long_document(tagger):
    filler = "平平常常的一句话。" * 200_000
    corpus = tag([f"双循环{filler}双循环{filler}双循环"], tagger=tagger)
    assert corpus.mentions["start"].tolist() == [0, 3 + len(filler), 6 + 2 * len(filler)]


def test_refused_hits_come_with_reasons(write_lexicon):
    tagger = Tagger(write_lexicon('[r]\nzh = "三个代表"\nnot_zh = ["三个代表团"]\n'))
    corpus = tag(["三个代表团"], tagger=tagger, keep_rejected=True)
    assert corpus.mentions[["why", "sure"]].astype(object).to_numpy().tolist() == [["blocked", False]]
    assert corpus.first_appearances().empty


def test_the_same_input_gives_the_same_rows(curated):
    docs = samples.load()
    pd.testing.assert_frame_equal(tag(docs).mentions, tag(docs, tagger=curated).mentions)


def test_progress_is_told(tagger):
    done = []
    tag(["x" * 600_000] * 4, tagger=tagger, progress=done.append)
    assert done == sorted(done)
    assert done[-1] == 4
    assert len(done) > 1


def test_texts_are_never_changed(tagger):
    before = DOCS.copy()
    tag(DOCS, tagger=tagger)
    pd.testing.assert_frame_equal(DOCS, before)
    assert np.array_equal(DOCS.index, before.index)
