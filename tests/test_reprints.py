"""Near-identical documents: marked once, dated right, and never a wrong mark."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_corpora import corpora, few, tagged

from partyspeak import PartyspeakError, TaggedCorpus, read_parquet
from partyspeak.analysis.periods import date_ranks
from partyspeak.analysis.reprints import reprints
from partyspeak.analysis.signatures import signatures
from partyspeak.text.folding import fold_all

STORY = (
    "本台消息，今天上午在某地举行的会议提出，要加快构建双循环新发展格局，推动各项工作再上一个台阶。"
    "与会的同志围绕如何落实这一要求谈了各自的想法，大家认为关键在于把手头的事情一件一件办好。"
    "会议还听取了去年工作的情况汇报，并对下一步的安排作了说明，有关部门的负责人参加了会议。"
)
OTHER = "另一天的另一件事：工人们在河边修了一座新桥，两岸的孩子从此上学不用再绕远路，村里的老人都来看热闹。" * 2


def marks(*rows):
    """Of each document: which it is a reprint of, by number; None for none."""
    found = tagged([(date, "a", text) for date, text in rows]).mark_reprints().documents
    assert found["reprint"].tolist() == found["reprint_of"].notna().tolist() == found["similarity"].notna().tolist()
    return [None if pd.isna(each) else each for each in found["reprint_of"]]


@pytest.mark.parametrize(
    ("text", "is_reprint"),
    [
        (STORY, True),
        ("新华电 " + STORY, True),
        (STORY.replace("今天上午", "昨天"), True),
        ("\n".join(STORY[start : start + 20] for start in range(0, len(STORY), 20)), True),  # lines broken elsewhere
        (STORY.replace("双循环", "雙循環").replace("，", ","), True),
        (STORY[:60], False),  # a short notice of it
        (STORY + OTHER, False),  # the story within another
        (OTHER, False),
        ("双循环", False),
        ("", False),
    ],
)
def test_what_is_a_reprint(text, is_reprint):
    assert marks(("2020-01-01", STORY), ("2020-01-02", text)) == [None, 0 if is_reprint else None]


def test_the_earliest_is_the_original():
    assert marks(("2020-01-02", STORY), (None, STORY), ("2020-01-01", STORY + "完"), ("2020-01-03", STORY)) == [
        2,
        2,
        None,
        2,
    ]


def test_a_reprint_of_a_reprint_is_one_of_the_original_or_none():
    second, third = STORY + OTHER[:25], STORY + OTHER[:49]
    table = tagged([("2020", "a", text) for text in (STORY, second, third, third)]).mark_reprints().documents
    for row in table[table["reprint"]].itertuples():
        assert not table["reprint"][row.reprint_of]
        assert row.similarity >= 0.8
    assert table["reprint_of"].fillna(-1).tolist() == [-1, 0, -1, 2]


def test_documents_without_text_are_no_reprints():
    assert marks(("2020", ""), ("2020", ""), ("2020", " \n"), ("2020", "短"), ("2021", "短")) == [
        None,
        None,
        None,
        None,
        3,
    ]


def test_a_story_is_counted_once():
    corpus = tagged([("2020", outlet, STORY) for outlet in "abcd"] + [("2020", "e", OTHER + "双循环")])
    assert corpus.frequency(phrases="cycle", lang="zh")["mentions"].tolist() == [5]
    marked = corpus.mark_reprints()
    assert marked.frequency(phrases="cycle", lang="zh", where="not reprint")["mentions"].tolist() == [2]
    assert "reprint" not in corpus.documents
    pd.testing.assert_frame_equal(marked.mark_reprints().documents, marked.documents)


def test_marks_are_saved(tmp_path):
    marked = tagged([("2020", "a", STORY), ("2021", "b", STORY)]).mark_reprints()
    marked.to_parquet(tmp_path)
    pd.testing.assert_frame_equal(read_parquet(tmp_path).documents, marked.documents)


def jaccard(one, other):
    sets = [{text[start : start + 5] for start in range(max(len(text) - 4, 1))} for text in (one, other)]
    return len(sets[0] & sets[1]) / len(sets[0] | sets[1])


@few
@given(corpora(pieces=[STORY[:40], STORY[40:80], OTHER[:45], "短"]), st.sampled_from([0.3, 0.5, 0.8, 1]))
def test_marks_as_by_comparing_each_with_each(corpus, least):
    found = reprints(corpus.documents, corpus.texts, least)
    texts = fold_all(corpus.texts.tolist())
    originals = []
    for number in np.argsort(date_ranks(corpus.documents)).tolist():
        near = [one for one in originals if texts[number] and jaccard(texts[one], texts[number]) >= least]
        if near:
            assert found["reprint_of"][number] == near[0]
            assert found["similarity"][number] == jaccard(texts[near[0]], texts[number])
        else:
            assert pd.isna(found["reprint_of"][number])
            originals.append(number)


def characters(random, count):
    return "".join(map(chr, random.integers(0x4E00, 0x9FA6, count)))


# How many runs of five characters two texts share, and how many each has besides.
@pytest.mark.parametrize(
    ("least", "shared", "own"),
    [
        (0.8, 4, (1, 0)),
        (0.8, 8, (1, 1)),
        (0.8, 400, (50, 50)),
        (0.8, 400, (0, 100)),
        (0.7, 14, (3, 3)),
        (0.5, 1, (0, 1)),
        (0.5, 10, (5, 5)),
        (0.5, 200, (100, 100)),
        (0.3, 3, (7, 0)),
        (0.1, 2, (18, 0)),
        (0.1, 30, (135, 135)),
    ],
)
def test_texts_just_near_enough_share_a_signature(least, shared, own):
    random = np.random.default_rng(0)
    both = [characters(random, shared + 4) for _ in range(2000)]
    one, other = (signatures([text + characters(random, size) for text in both], least) for size in own)
    assert (one == other).any(axis=1).all()


@pytest.mark.parametrize(("shared", "length"), [(7, 20), (40, 150), (120, 570)])
def test_texts_that_share_a_set_sentence_hardly_ever_share_a_signature(shared, length):
    random = np.random.default_rng(0)
    phrase = characters(random, shared)
    found = signatures([phrase + characters(random, length - shared) for _ in range(400)], 0.8)
    assert (found[:200] == found[200:]).any(axis=1).mean() < 0.02


def test_nothing_and_nonsense():
    assert tagged([]).mark_reprints().documents.empty
    corpus = tagged([("2020", "a", STORY)])
    for least in (0, 1.1):
        with pytest.raises(PartyspeakError, match="least="):
            corpus.mark_reprints(least)
    bare = TaggedCorpus(corpus.documents, corpus.mentions, corpus.phrases, corpus.settings, None)
    with pytest.raises(PartyspeakError, match="reprints are read in the texts"):
        bare.mark_reprints()
