"""The data sets that are shipped: real rows, no text, and made with the lexicon that is here."""

import ast
from pathlib import Path

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal, assert_series_equal

import partyspeak
from partyspeak import Lexicon, PartyspeakError, Tagger, datasets, tag
from partyspeak.analysis.enumerations import enumerations
from partyspeak.analysis.mention_passages import passage_numbers
from partyspeak.analysis.outlines import BLANK, outlines
from partyspeak.datasets import make

DATA = Path(datasets.__file__).parent / "data"
MEND = "run `python -m partyspeak.datasets.make ../shared/corpora` (the folder of the texts) and commit what it writes"
MOST_BYTES = 3_000_000
LOADERS = {"work-reports": datasets.work_reports, "congress-reports": datasets.congress_reports}
LOADERS["un-speeches"] = datasets.un_speeches
each = pytest.mark.parametrize("name", datasets.NAMES)


@each
def test_a_data_set_is_made_with_this_lexicon_and_this_version(name):
    settings = LOADERS[name]().settings
    assert settings["lexicon"] == Lexicon.default().version, MEND
    assert settings["partyspeak"] == partyspeak.__version__, MEND
    assert settings["edges"] == "pkuseg"


@pytest.mark.needs_model
@each
def test_made_again_from_the_texts_it_has_the_same_rows(name, corpora):
    kept, made = LOADERS[name](), make.tagged(name, corpora, Tagger(edges="pkuseg"))
    for frame in ("documents", "mentions"):
        old, new = getattr(kept, frame), getattr(made, frame)
        # Equal rows may have another column type of text in another pandas, and other unused categories.
        assert_frame_equal(old.astype(object), new.astype(object), check_dtype=False, obj=f"{name}: {MEND}; {frame}")
    drawn = outlines(made.documents, made.mentions, made.texts)
    assert_series_equal(kept.outlines, drawn, check_dtype=False, check_index_type=False, check_names=False)


@pytest.mark.needs_model
def test_refused_hits_made_again_are_the_same(corpora):
    made = make.refused(corpora, Tagger(edges="pkuseg"))
    assert_frame_equal(datasets.refused_hits().astype(object), made.astype(object), check_dtype=False, obj=MEND)


def test_judged_hits_are_those_of_the_gold_sets():
    gold = Path(__file__).parent / "gold"
    rows = sum(len(pd.read_csv(gold / f"{name}.csv")) for name in ("corpora", "held-out"))
    assert len(datasets.judged_hits()) == rows


@each
def test_an_outline_answers_as_the_text_does(name, corpora):
    kept = LOADERS[name]()
    texts = pd.read_json(corpora / f"{name}.jsonl", lines=True).set_index("id")["text"]
    for within in ("paragraph", "sentence"):
        (numbers, total), (same, as_many) = (
            passage_numbers(kept.documents, kept.mentions, some, within) for some in (texts, kept.outlines)
        )
        assert total == as_many
        assert numbers.tolist() == same.tolist()
    half = kept.mentions.iloc[::2]
    for mentions in (kept.mentions, half):
        rows = [
            [(row.phrases, row.document) for row in enumerations(kept.documents, mentions, some)]
            for some in (texts, kept.outlines)
        ]
        assert rows[0] == rows[1]


@each
def test_no_text_is_shipped_but_mentions_and_joints(name):
    kept = LOADERS[name]()
    assert kept.texts is None
    longest = 0
    for id, outline in kept.outlines.items():
        signs = list(outline)
        for start, end in kept.mentions.loc[kept.mentions["doc_id"] == id, ["start", "end"]].to_numpy():
            signs[start:end] = BLANK * (end - start)
        rest = "".join(signs).replace("。", BLANK).replace("\n", BLANK).split(BLANK)
        longest = max(longest, *map(len, rest))
    assert longest <= 12


def test_they_are_small():
    assert sum(path.stat().st_size for path in DATA.rglob("*") if path.is_file()) <= MOST_BYTES


def test_what_is_read_in_texts_says_so_and_the_rest_answers():
    reports = datasets.congress_reports()
    for ask in (reports.concordance, reports.discover, reports.mark_reprints):
        with pytest.raises(PartyspeakError, match=r"this corpus came without them.*url"):
            ask()
    assert reports.first_appearances()["left"].isna().all()
    assert len(reports.cooccurrence(within="sentence", phrases=["reform-and-opening-up", "four-cardinal-principles"]))
    assert reports.positions()["place"].between(0, 1).all()
    assert len(reports.reordered("congress-19", "congress-20")) >= 0
    assert reports.dispersion(phrases="reform-and-opening-up")["range"].tolist() == [8]  # the 13th to the 20th


def test_a_corpus_of_ones_own_is_saved_with_outlines(tmp_path):
    corpus = tag(["我们坚持双循环、乡村振兴。\n再说双循环", ""])
    corpus.to_parquet(tmp_path, texts="outlines")
    again = partyspeak.read_parquet(tmp_path)
    assert again.texts is None
    assert again.outlines.tolist() == ["□□□□双循环、乡村振兴□\n□□双循环", ""]
    again.to_parquet(tmp_path, texts="outlines")  # what has outlines only keeps them
    assert partyspeak.read_parquet(tmp_path).outlines.tolist() == again.outlines.tolist()
    corpus.to_parquet(tmp_path, texts=False)
    assert partyspeak.read_parquet(tmp_path).outlines is None


def test_importing_partyspeak_loads_neither_data_nor_exercises():
    source = Path(partyspeak.__file__).read_text(encoding="utf-8")
    tree = ast.parse(source)
    imported = {node.module for node in tree.body if isinstance(node, ast.ImportFrom)}
    assert not {name for name in imported if name.startswith(("partyspeak.datasets", "partyspeak.seminar"))}
    assert partyspeak.datasets is datasets
