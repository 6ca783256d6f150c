"""The conditional random field: how reluctant it is to cut a clause at a hit's edges, and that it is pkuseg's own."""

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partyspeak.matching import segmenter
from partyspeak.matching.crf import RandomField

pytestmark = pytest.mark.needs_model


@cache
def field():
    return segmenter.load_model()


@cache
def of_pkuseg():
    """The features and weights as spacy-pkuseg reads them."""
    from spacy_pkuseg.feature_extractor import FeatureExtractor
    from spacy_pkuseg.model import Model

    folder = str(segmenter.model_folder())
    model = Model.load(folder)
    return FeatureExtractor.load(folder), model.w[: model.n_tag * model.n_feature].reshape(-1, model.n_tag)


def reluctance(clause, hit):
    start = clause.index(hit)
    return float(field().reluctance([clause], np.array([start]), np.array([start + len(hit)]))[0])


@pytest.mark.parametrize(
    ("clause", "hit", "much"),
    [
        ("沿海企业深挖国内需求", "内需", True),
        ("公司秉持创新发展理念", "新发展理念", True),
        ("把人民至上等理念讲给孩子听", "人民至上", False),
        ("同乡村振兴有效衔接", "乡村振兴", False),
        ("乡村振兴", "乡村振兴", False),
        ("双", "双", False),
    ],
)
def test_it_is_reluctant_to_cut_inside_a_word(clause, hit, much):
    assert reluctance(clause, hit) > 3 if much else 0 <= reluctance(clause, hit) < 1.5


WORDS = ["改革", "开放", "中国特色", "人民", "民主", "主义", "社会主义", "发展", "第十八", "的", "和"]
WORDS += ["２０", "ＡＰ", "2.5", "﨑", "\ud800"]
CLAUSES = st.lists(st.sampled_from(WORDS) | st.characters(max_codepoint=0x9FFF), min_size=1, max_size=8).map("".join)


@settings(deadline=None, max_examples=50)
@given(st.lists(CLAUSES, min_size=1, max_size=5))
def test_the_scores_are_those_of_spacy_pkuseg(clauses):
    features, weights = of_pkuseg()
    scores = field().scores(clauses)
    for number, clause in enumerate(clauses):
        characters = list(features.normalize_text(clause))
        for place in range(len(clause)):
            expected = weights[features.get_node_features_idx(place, characters)].sum(axis=0, dtype=float)
            assert scores[place, :, number] == pytest.approx(expected, abs=1e-4)


@settings(deadline=None, max_examples=25)
@given(st.lists(CLAUSES, min_size=1, max_size=6))
def test_clauses_asked_about_together_get_what_each_gets_alone(clauses):
    start = np.array([len(clause) // 3 for clause in clauses])
    end = np.array([len(clause) for clause in clauses])
    together = field().reluctance(clauses, start, end)
    alone = [field().reluctance([c], start[[n]], end[[n]])[0] for n, c in enumerate(clauses)]
    assert together.tolist() == alone


def test_no_clause_is_no_question():
    assert len(field().reluctance([], np.zeros(0, dtype=int), np.zeros(0, dtype=int))) == 0


def test_what_was_saved_is_what_is_loaded(tmp_path):
    _, weights = of_pkuseg()
    few = {"$$": 0, "c.双": 1, "cc1.双.循": 2, "w1.循环": 3, "ww.l.循环*循环": 4, "ww.r.**noWord*循环": 5}
    made = RandomField.of_pkuseg(["循环"], few, weights[:6], np.zeros((weights.shape[1],) * 2, dtype=np.float32))
    made.save(tmp_path / "field.npz")
    clause = ["双循环循环"]
    assert np.array_equal(RandomField.load(tmp_path / "field.npz").scores(clause), made.scores(clause))
    assert [path.name for path in tmp_path.iterdir()] == ["field.npz"]
