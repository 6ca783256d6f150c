"""The spaCy component, in real pipelines; what it finds is what the tagger finds."""

import json
import subprocess
import sys
from dataclasses import replace

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy import displacy
from spacy.tokens import Doc, DocBin, Span
from spacy.training import Example

import partyspeak
from partyspeak import Lexicon, Tagger
from partyspeak.errors import LexiconError, ModelMissing, PartyspeakError, SourceError
from partyspeak.integrations.spacy import tokens
from partyspeak.matching import segmenter

LEXICON = """
[common-prosperity]
zh = "共同富裕"
en = "common prosperity"

[people-common-prosperity]
zh = "全体人民共同富裕"

[initiative]
zh = "一带一路"
en = "Belt and Road Initiative"

[new-development-philosophy]
zh = "新发展理念"

[greats-mao]
zh = { text = "四个伟大", shared = true, until = "1976" }
[greats-xi]
zh = { text = "四个伟大", shared = true, since = "2017-07-26" }
"""
TEXT = "走全体人民共同富裕之路，共建一带一路。"
needs_model = pytest.mark.needs_model


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    path = tmp_path_factory.mktemp("lexicon") / "small.toml"
    path.write_text(LEXICON, encoding="utf-8")
    return str(path)


@pytest.fixture
def pipeline(file):
    """A pipeline with the component, its settings given by name."""

    def make(lang="zh", **config):
        nlp = spacy.blank(lang)
        nlp.add_pipe("partyspeak", config={"lexicon": file, **config})
        return nlp

    return make


def spans(doc, key="partyspeak"):
    return [(span.label_, span.text) for span in doc.spans[key]]


BOTH = [("people-common-prosperity", "全体人民共同富裕"), ("common-prosperity", "共同富裕"), ("initiative", "一带一路")]


def test_the_component_is_found_with_no_import():
    script = "import spacy; nlp = spacy.blank('zh'); nlp.add_pipe('partyspeak'); doc = nlp('加快双循环'); "
    script += "print(doc.spans['partyspeak'][0].label_, doc.spans['partyspeak'][0]._.party_phrase.en)"
    answer = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, encoding="utf-8")
    assert answer.stdout == "dual-circulation dual circulation\n", answer.stderr


def test_importing_partyspeak_does_not_import_spacy():
    script = "import sys, partyspeak; print('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, text=True).stdout == "False\n"


def test_spans_carry_the_phrase(pipeline):
    doc = pipeline()(TEXT)
    assert spans(doc) == BOTH
    first = doc.spans["partyspeak"][1]
    assert (first.kb_id_, first._.party_phrase.en, first._.party_expanded) == (
        "common-prosperity",
        "common prosperity",
        False,
    )
    assert doc[0:2]._.party_phrase is None
    assert doc.ents == ()


@pytest.mark.parametrize("text", ["", " ", "\n\n", "没有"])
def test_a_document_without_mentions_has_an_empty_group(pipeline, text):
    doc = pipeline()(text)
    assert len(doc.spans["partyspeak"]) == 0
    assert doc._.party_mentions == []


def test_nested_mentions_can_be_left_out(pipeline):
    assert spans(pipeline(nested=False)(TEXT)) == [BOTH[0], BOTH[2]]


def test_the_key_of_the_spans_can_be_chosen_so_that_two_components_go_together(pipeline):
    nlp = pipeline(spans_key="mine", nested=False)
    nlp.add_pipe("partyspeak", name="curated")
    doc = nlp("共建一带一路，加快双循环")
    assert spans(doc, "mine") == [("initiative", "一带一路")]
    assert "双循环" in {span.text for span in doc.spans["partyspeak"]}
    assert doc.spans["mine"][0]._.party_phrase.id == "initiative"
    assert {mention.phrase for mention in doc._.party_mentions} >= {"initiative", "dual-circulation"}


@pytest.mark.parametrize(("overwrite", "labels"), [(True, ["initiative"]), (False, ["OLD", "initiative"])])
def test_spans_under_the_key_are_replaced_or_kept(pipeline, overwrite, labels):
    nlp = pipeline(overwrite=overwrite)
    doc = nlp.make_doc("共建一带一路")
    doc.spans["partyspeak"] = [Span(doc, 0, 1, label="OLD")]
    assert [span.label_ for span in nlp(doc).spans["partyspeak"]] == labels


def test_entities_are_added_only_when_asked_and_only_where_there_is_room(pipeline):
    nlp = pipeline(annotate_ents=True)
    assert [entity.label_ for entity in nlp(TEXT).ents] == ["people-common-prosperity", "initiative"]
    doc = nlp.make_doc(TEXT)
    doc.set_ents([Span(doc, 1, 5, label="PEOPLE")])
    assert [entity.label_ for entity in nlp(doc).ents] == ["PEOPLE", "common-prosperity", "initiative"]


def test_a_mention_inside_a_token_takes_the_whole_token_and_says_so(pipeline):
    nlp = pipeline(edges="off")
    doc = nlp(Doc(nlp.vocab, words=["共建", "一带一路规划"], spaces=[False, False]))
    assert spans(doc) == [("initiative", "一带一路规划")]
    assert doc.spans["partyspeak"][0]._.party_expanded
    assert [(mention.start, mention.end, mention.text) for mention in doc._.party_mentions] == [(2, 6, "一带一路")]


@pytest.mark.parametrize(("date", "labels"), [("1968", {"greats-mao"}), ("2018", {"greats-xi"})])
def test_the_date_of_a_document_decides_between_phrases(pipeline, date, labels):
    nlp = pipeline()
    doc = nlp.make_doc("四个伟大")
    doc._.party_date = date
    assert {mention.phrase for mention in nlp(doc)._.party_mentions} == labels
    undated = nlp("四个伟大")
    assert [span.label_ for span in undated.spans["partyspeak"]] == ["greats-mao", "greats-xi"]
    assert not any(mention.sure for mention in undated._.party_mentions)


PIECES = [
    "共同富裕",
    "全体人民",
    "一带一路",
    "四个伟大",
    "common prosperity",
    "Belt and Road Initiative",
    "创新发展理念",
]
PIECES += ["，", "。", " ", "\n", "\n\n", "“", "”", "\u200b", "共 同", "統", "走", "x", "İ", "<p>", "1", "统一", "秉持"]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=14).map("".join) | st.text(
    st.characters(exclude_categories=["Cs"]), max_size=20
)


@pytest.mark.parametrize("lang", ["zh", "en", "xx"])
def test_mentions_equal_those_of_the_tagger(file, lang):
    nlp = spacy.blank(lang)
    nlp.add_pipe("partyspeak", config={"lexicon": file})
    tagger = Tagger(Lexicon.load(file))

    @given(TEXTS)
    @settings(max_examples=150, deadline=None)
    def equal(text):
        doc = nlp(text)
        assert doc._.party_mentions == tagger.mentions(text)
        for span, mention in zip(doc.spans["partyspeak"], doc._.party_mentions, strict=True):
            assert span.label_ == mention.phrase
            assert span.start_char <= mention.start
            assert mention.end <= span.end_char
            assert span._.party_expanded == (span.text != mention.text)

    equal()


@pytest.mark.parametrize("most", [3, 50_000])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_texts_are_read_from_tokens_as_spacy_does(monkeypatch, lang, most):
    monkeypatch.setattr(tokens, "_MOST_REMEMBERED", most)
    nlp, reader = spacy.blank(lang), tokens.Texts()

    @given(TEXTS | st.text("aA  \t\n.-'1，的", max_size=60))
    @settings(max_examples=150, deadline=None)
    def equal(text):
        assert reader.of(nlp.make_doc(text)) == text

    equal()
    assert len(reader._pieces) <= most


def test_texts_are_read_of_any_vocabulary_and_of_changed_tokens():
    reader = tokens.Texts()
    for text in ("ORTH of reform ", "reform  of ORTH", "x" * 5000 + " reform"):
        doc = spacy.blank("en")(text)
        assert reader.of(doc) == text
        with doc.retokenize() as retokenizer:
            retokenizer.merge(doc[-2:])
        assert reader.of(doc) == text
    assert max(map(len, reader._pieces.values())) <= 40


@needs_model
def test_mentions_equal_those_of_the_tagger_where_tokens_are_words(file):
    nlp = partyspeak.spacy_blank("zh")
    nlp.add_pipe("partyspeak", config={"lexicon": file})
    tagger = Tagger(Lexicon.load(file))

    @given(TEXTS)
    @settings(max_examples=150, deadline=None)
    def equal(text):
        found, without_tokens = nlp(text)._.party_mentions, tagger.mentions(text)
        assert [replace(one, sure=True) for one in found] == [replace(one, sure=True) for one in without_tokens]
        # A token that is a word settles a boundary in doubt (see below); it never speaks against a mention.
        assert all(one.sure >= other.sure for one, other in zip(found, without_tokens, strict=True))

    equal()


@needs_model
@pytest.mark.parametrize(
    ("text", "by_dictionary", "by_tokens"),
    [
        ("统一一带一路规划", False, True),  # 一一 straddles the edge; the token before it is 统一, a word
        ("秉持创新发展理念", False, False),  # 创新 straddles the edge, and is a token: no word ends there
        ("贯彻新发展理念", True, True),
    ],
)
def test_tokens_that_are_words_settle_an_edge_in_doubt(file, text, by_dictionary, by_tokens):
    tagger = Tagger(Lexicon.load(file), edges="dictionary")
    assert [mention.sure for mention in tagger.mentions(text)] == [by_dictionary]
    nlp = partyspeak.spacy_blank("zh")
    nlp.add_pipe("partyspeak", config={"lexicon": file, "edges": "dictionary"})
    assert [mention.sure for mention in nlp(text)._.party_mentions] == [by_tokens]


def test_knowns_known_from_elsewhere_make_a_hit_sure(file):
    tagger = Tagger(Lexicon.load(file), edges="dictionary")
    text = "创新发展理念"
    asked = []

    def known(document, place, begins):
        asked.append((document, place, begins))
        return True

    assert [mention.sure for mention in tagger.mentions_in_each(["无", text])[1]] == [False]
    assert [mention.sure for mention in tagger.mentions_in_each(["无", text], known=known)[1]] == [True]
    assert asked == [(1, 1, True)]


@needs_model
def test_the_blank_pipelines():
    chinese, english = partyspeak.spacy_blank("zh"), partyspeak.spacy_blank("en")
    doc = chinese("我们坚持改革开放。经济稳定发展。")
    assert [token.text for token in doc] == ["我们", "坚持", "改革", "开放", "。", "经济", "稳定", "发展", "。"]
    assert len(list(doc.sents)) == len(list(english("One here. Two there.").sents)) == 2


def test_the_blank_pipelines_say_what_is_missing(tmp_path, monkeypatch):
    monkeypatch.setenv("PARTYSPEAK_MODEL", str(tmp_path))
    with pytest.raises(ModelMissing, match="partyspeak download"):
        partyspeak.spacy_blank("zh")
    with pytest.raises(PartyspeakError, match="neither 'zh' nor 'en'"):
        partyspeak.spacy_blank("fr")


def test_many_documents_give_what_each_gives_also_in_two_processes(pipeline):
    nlp = pipeline()
    texts = [TEXT, "", "四个伟大", "common prosperity"] * 3
    one_by_one = [nlp(text) for text in texts]
    for n_process in (1, 2):
        docs = list(nlp.pipe(texts, n_process=n_process, batch_size=4))
        assert [spans(doc) for doc in docs] == [spans(doc) for doc in one_by_one]
        assert [doc._.party_mentions for doc in docs] == [doc._.party_mentions for doc in one_by_one]


def test_a_pipeline_saved_and_loaded_needs_no_lexicon_file(tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text(LEXICON, encoding="utf-8")
    nlp = spacy.blank("zh")
    config = {"lexicon": str(file), "edges": "dictionary", "spans_key": "mine", "nested": False}
    nlp.add_pipe("partyspeak", config=config)
    nlp.to_disk(tmp_path / "pipeline")
    file.unlink()
    loaded = spacy.load(tmp_path / "pipeline")
    assert {key: loaded.get_pipe_config("partyspeak")[key] for key in config} == config
    assert loaded.get_pipe("partyspeak").tagger.edges == "dictionary"
    assert loaded.get_pipe("partyspeak").lexicon.version == nlp.get_pipe("partyspeak").lexicon.version
    assert spans(loaded(TEXT), "mine") == spans(nlp(TEXT), "mine") == [BOTH[0], BOTH[2]]


def test_a_pipeline_goes_through_bytes(pipeline):
    nlp = pipeline()
    other = spacy.blank("zh")
    other.add_pipe("partyspeak")
    other.from_bytes(nlp.to_bytes())
    assert spans(other(TEXT)) == BOTH


@needs_model
def test_a_blank_chinese_pipeline_is_saved_with_its_words(tmp_path):
    nlp = partyspeak.spacy_blank("zh")
    nlp.add_pipe("partyspeak")
    nlp.to_disk(tmp_path)
    text = "秉持创新发展理念，加快双循环"
    assert [token.text for token in spacy.load(tmp_path)(text)] == [token.text for token in nlp(text)]


@pytest.mark.parametrize("store_user_data", [True, False])
def test_documents_go_through_a_doc_bin(pipeline, store_user_data):
    nlp = pipeline()
    doc = nlp(TEXT)
    data = DocBin(docs=[doc], store_user_data=store_user_data).to_bytes()
    again = next(iter(DocBin().from_bytes(data).get_docs(nlp.vocab)))
    assert spans(again) == BOTH
    assert again._.party_mentions == doc._.party_mentions
    assert again.spans["partyspeak"][0]._.party_phrase.id == "people-common-prosperity"


def test_a_document_whose_lexicon_is_not_here_says_so(pipeline):
    doc = pipeline()(TEXT)
    doc.spans["partyspeak"].attrs["partyspeak"]["lexicon"] = "another"
    with pytest.raises(PartyspeakError, match="another"):
        _ = doc.spans["partyspeak"][0]._.party_phrase


def test_displacy_shows_the_spans(pipeline):
    page = displacy.render(pipeline()(TEXT), style="span", options={"spans_key": "partyspeak"}, jupyter=False)
    assert "people-common-prosperity" in page


def test_the_spans_are_scored(pipeline):
    nlp = pipeline()
    reference = nlp.make_doc(TEXT)
    reference.spans["partyspeak"] = [
        reference.char_span(1, 9, "people-common-prosperity"),
        reference.char_span(0, 1, "missed"),
    ]
    scores = nlp.evaluate([Example(nlp.make_doc(TEXT), reference)])
    assert (scores["spans_partyspeak_p"], scores["spans_partyspeak_r"]) == (1 / 3, 1 / 2)


def test_an_empty_lexicon_warns_once_and_finds_nothing(pipeline):
    nlp = pipeline()
    with pytest.warns(UserWarning, match="no phrases"):
        nlp.get_pipe("partyspeak").lexicon = Lexicon([])
    assert spans(nlp(TEXT)) == []
    assert nlp.get_pipe("partyspeak").labels == ()


def test_the_labels_are_the_ids(pipeline):
    assert pipeline().pipe_labels["partyspeak"] == list(Lexicon.load(pipeline().get_pipe("partyspeak")._paths))


def test_lexicons_are_merged_in_order_with_the_curated_one_by_name(tmp_path):
    own = tmp_path / "own.csv"
    own.write_text("id,zh,en\ncommon-prosperity,共同富裕,common prosperity\n", encoding="utf-8")
    lexicon = spacy.blank("zh").add_pipe("partyspeak", config={"lexicon": ["default", str(own)]}).lexicon
    assert lexicon["common-prosperity"].gloss == ""
    assert "dual-circulation" in lexicon


def test_a_form_that_both_lexicons_claim_is_refused_and_can_be_decided(file):
    component = spacy.blank("zh").add_pipe("partyspeak", config={"lexicon": ["default", file]})
    with pytest.raises(LexiconError, match=r"\[initiative\]: zh: '一带一路' is claimed by \[belt-and-road\]"):
        _ = component.tagger
    component.lexicon = Lexicon.default().merge(Lexicon.load(file), claims="both")
    assert {"initiative", "belt-and-road"} <= set(component.labels)


@pytest.mark.parametrize("config", [{"edges": "sharp"}, {"nested": "perhaps"}, {"no_such": 1}, {"lexicon": 3}])
def test_a_wrong_setting_is_refused_when_the_pipeline_is_made(config):
    with pytest.raises(ValueError, match=next(iter(config))):
        spacy.blank("zh").add_pipe("partyspeak", config=config)


def test_a_lexicon_that_is_not_there_says_so():
    nlp = spacy.blank("zh")
    nlp.add_pipe("partyspeak", config={"lexicon": "no.toml"})
    with pytest.raises(SourceError, match=r"no\.toml"):
        nlp("双循环")


def test_mentions_of_real_documents_equal_those_of_the_tagger(corpora):
    with (corpora / "work-reports.jsonl").open(encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines][-3:]
    nlp = partyspeak.spacy_blank("zh") if segmenter.is_installed() else spacy.blank("zh")
    nlp.add_pipe("partyspeak")
    tagger = Tagger()
    assert [doc._.party_mentions for doc in nlp.pipe(texts)] == tagger.mentions_in_each(texts)
