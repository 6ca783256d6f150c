"""The tagger against a matcher that anyone can check: every wording at every place."""

import itertools
import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partyspeak import Form, Lexicon, Phrase, Tagger
from partyspeak.dates import parse
from partyspeak.lexicon.inflection import expand
from partyspeak.matching.hits import WHYS
from partyspeak.text.folding import fold

LEXICON = """
[common-prosperity]
zh = "共同富裕"
zh_forms = ["坚持共同富裕道路", "全体人民共同富裕"]
en = "common prosperity"

[coexistence]
zh = "和平共处"
en = "peaceful coexistence"

[eight-rules]
zh = "八项规定"
zh_forms = ["中央八项规定"]
en = "eight-point regulation"

[people]
zh = "全体人民"
en = { text = "the people", plain = true }

[initiative]
zh = "一带一路"
en = "Belt and Road Initiative"
en_forms = [{ text = "BRI", case = true }, "Belt and Road"]

[represents]
zh = "三个代表"
en = "Three Represents"
not_zh = ["三个代表团"]
not_en = ["Three Represents Hotel", "Three Represents a"]

[reunification]
zh = "祖国统一"
zh_forms = ["减员百万"]
en = "reunification"
"""


@pytest.fixture
def small(write_lexicon):
    return Tagger(write_lexicon(LEXICON), edges="dictionary")


def found(tagger, text, date=None):
    return [(mention.phrase, mention.text) for mention in tagger.mentions(text, date)]


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("坚持共同富裕", [("common-prosperity", "共同富裕")]),
        ("坚持共同富裕道路", [("common-prosperity", "坚持共同富裕道路")]),
        ("全体人民共同富裕", [("common-prosperity", "全体人民共同富裕"), ("people", "全体人民")]),
        ("第十八项规定", []),
        ("第八项规定", []),
        ("落实八项规定", [("eight-rules", "八项规定")]),
        ("统一一带一路规划", [("initiative", "一带一路")]),
        ("十一带一路", []),
        ("三个代表团", []),
        ("三个代表团学习三个代表", [("represents", "三个代表")]),
        ("三個 代表", [("represents", "三個 代表")]),
        ("Three Represents", [("represents", "Three Represents")]),
        ("the Three Represents Hotel", []),
        ("the Three Represents and more", [("represents", "Three Represents")]),  # a blocker ends on a word edge
        ("祖国统一一定会实现", [("reunification", "祖国统一")]),  # 一 ends a word
        ("减员百万二千", []),
        ("PEACEFUL CO-EXISTENCE", [("coexistence", "PEACEFUL CO-EXISTENCE")]),
        ("peaceful co-\nexistence", [("coexistence", "peaceful co-\nexistence")]),
        ("peaceful coexistences", [("coexistence", "peaceful coexistences")]),
        ("peacefulcoexistence", []),
        ("peaceful co existence", []),
        ("unpeaceful coexistence", []),
        ("peaceful coexistence's end", [("coexistence", "peaceful coexistence")]),
        ("the BRI, a bri and BRIC", [("initiative", "BRI")]),
        ("“Belt and Road” Initiative", [("initiative", "Belt and Road” Initiative")]),
        ("Belt, and Road", []),
        ("加入BRI后", [("initiative", "BRI")]),
        ("common\n\nprosperity", []),
        ("scientiﬁc common prosperity", [("common-prosperity", "common prosperity")]),
        ("", []),
    ],
)
def test_what_is_a_mention_and_what_is_not(small, text, mentions):
    assert found(small, text) == mentions


def test_a_plain_form_is_never_sure_and_an_inner_mention_is_nested(small):
    mentions = small.mentions("全体人民共同富裕 for the people")
    assert [(mention.phrase, mention.sure, mention.nested) for mention in mentions] == [
        ("common-prosperity", True, False),
        ("people", True, True),
        ("people", False, False),
    ]


def test_a_doubtful_mention_does_not_hide_a_sure_one(small):
    mentions = small.mentions("落实党中央八项规定")  # 党中央 straddles the edge of 中央八项规定
    assert [(mention.text, mention.sure) for mention in mentions] == [("八项规定", True)]


FORMULA = """
[three-senses]
zh = "三个意识"
components = ["politics", "whole", "core"]
[politics]
zh = "政治意识"
[whole]
zh = "大局意识"
zh_forms = ["政治意识、大局意识"]
[core]
zh = "核心意识"
"""


def test_a_form_that_names_two_members_is_no_member(write_lexicon):
    formula = "政治意识、大局意识、核心意识"
    mentions = Tagger(write_lexicon(FORMULA), edges="dictionary").mentions(f"增强{formula}")
    assert [mention.text for mention in mentions if mention.phrase == "three-senses"] == [formula]


SHARED = """
[four-greats-mao]
zh = { text = "四个伟大", shared = true, until = "1976" }
[four-greats-xi]
zh = { text = "四个伟大", shared = true, since = "2017-07-26" }
"""


@pytest.mark.parametrize(
    ("date", "mentions"),
    [
        ("1968", [("four-greats-mao", True)]),
        ("2018-03", [("four-greats-xi", True)]),
        ("2017", [("four-greats-xi", True)]),
        ("1990", [("four-greats-mao", False), ("four-greats-xi", False)]),
        (None, [("four-greats-mao", False), ("four-greats-xi", False)]),
    ],
)
def test_the_date_decides_between_two_phrases_with_one_form(write_lexicon, date, mentions):
    tagger = Tagger(write_lexicon(SHARED))
    answer = tagger.mentions("伟大的四个伟大", parse(date) if date else None)
    assert [(mention.phrase, mention.sure) for mention in answer] == mentions


def test_refused_hits_say_why(small):
    tagged = small.tag(["三个代表团，第十八项规定"], keep_rejected=True)
    assert [WHYS[why] for why in tagged.why] == ["blocked", "not a word"]
    assert not tagged.sure.any()


def test_an_empty_lexicon_finds_nothing():
    assert Tagger(Lexicon([])).mentions("双循环") == []


def test_no_texts_give_no_rows(small):
    tagged = small.tag([])
    assert len(tagged.document) == len(tagged.zh_chars) == 0


PIECES = [
    *(
        "共同富裕",
        "坚持",
        "道路",
        "全体人民",
        "和平",
        "共处",
        "三个代表",
        "团",
        "第十",
        "八项规定",
        "一",
        "带一路",
        "三個代表",
    ),
    *("，", "\n", "\n\n", " ", "“", "”", "\u200b", "１", "ﬁ", "<p>", "&nbsp;", "\ud800", "İ", "-", "’", "x", "s"),
    *("peaceful", "co", "existence", "BRI", "bri", "Belt and Road", "Initiative", "the people"),
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=14).map("".join) | st.text(max_size=20)


@pytest.fixture(scope="module")
def shared_small(tmp_path_factory):
    path = tmp_path_factory.mktemp("lexicon") / "economy.toml"
    path.write_text(LEXICON, encoding="utf-8")
    return Tagger(Lexicon.load(path), edges="dictionary")


@given(TEXTS)
@settings(max_examples=400)
def test_a_mention_is_exactly_the_text_at_its_place(shared_small, text):
    for mention in shared_small.mentions(text):
        assert text[mention.start : mention.end] == mention.text
        wordings = {fold(wording) for wording in expand(mention.form, mention.lang)}
        assert fold(mention.text) in wordings


@given(st.lists(TEXTS, max_size=6))
def test_a_batch_gives_what_each_text_gives(shared_small, texts):
    tagged = shared_small.tag(texts)
    rows = zip(tagged.document, tagged.form, tagged.start, tagged.end, tagged.sure, tagged.nested, strict=True)
    one_by_one = [
        (number, mention.form, mention.start, mention.end, mention.sure, mention.nested)
        for number, text in enumerate(texts)
        for mention in shared_small.mentions(text)
    ]
    assert [(d, shared_small.forms[f].text, *rest) for d, f, *rest in rows] == one_by_one


CHINESE = Lexicon(
    Phrase(id=f"{number}-{text}", zh=text, en="", forms=(Form(text, "zh"),))
    for number, text in enumerate(["甲乙", "乙丙", "甲乙丙", "丙", "丁甲乙丙", "乙"])
)


def brute_force(text):
    """Every form at every place, the longest of overlapping ones of a phrase; one phrase has one form here."""
    for phrase in CHINESE.values():
        taken_until = 0
        for match in re.finditer(f"(?={phrase.zh})", text):
            if match.start() >= taken_until:
                taken_until = match.start() + len(phrase.zh)
                yield match.start(), taken_until, phrase.id


@given(st.text("甲乙丙丁", max_size=30))
def test_overlaps_and_nesting_agree_with_brute_force(text):
    mentions = Tagger(CHINESE, edges="off").mentions(text)
    expected = sorted(brute_force(text), key=lambda row: (row[0], -row[1]))
    assert [(mention.start, mention.end, mention.phrase) for mention in mentions] == expected
    for mention in mentions:
        longer = [
            (s, e) for s, e, _ in expected if s <= mention.start and mention.end <= e and e - s > len(mention.text)
        ]
        assert mention.nested == bool(longer)


@given(
    st.lists(st.sampled_from(["甲", "甲乙", "甲乙丙", "乙丙丁", "丁"]), min_size=1, max_size=4, unique=True),
    st.text("甲乙丙丁", max_size=12),
)
def test_of_one_phrase_the_longest_stands(forms, text):
    phrase = Phrase(id="p", zh=forms[0], en="", forms=tuple(Form(form, "zh") for form in forms))
    mentions = Tagger(Lexicon([phrase]), edges="off").mentions(text)
    hits = sorted(
        ((i, i + len(form)) for form in forms for i in range(len(text)) if text.startswith(form, i)),
        key=lambda hit: (hit[0] - hit[1], hit[0]),
    )
    chosen = []
    for hit in hits:
        if all(hit[1] <= left or right <= hit[0] for left, right in chosen):
            chosen.append(hit)
    assert [(mention.start, mention.end) for mention in mentions] == sorted(chosen)


def test_every_canonical_form_is_found_as_its_own_phrase(lexicon, tagger):
    for phrase in lexicon.values():
        for form in (phrase.zh, phrase.en):
            assert phrase.id in {mention.phrase for mention in tagger.mentions(form)}, form


def test_every_wording_of_the_lexicon_is_found_where_it_stands_alone(lexicon, tagger):
    wordings = itertools.chain.from_iterable(((p.id, f.text) for f in p.forms) for p in lexicon.values())
    for id, text in wordings:
        mentions = tagger.mentions(text)
        # A form that is ordinary language gives way to a sure one inside it.
        whole = [mention for mention in mentions if mention.sure or (mention.start, mention.end) == (0, len(text))]
        assert id in {mention.phrase for mention in whole}, (id, text)


def test_unicode_that_is_not_normal_is_found_at_its_own_length(small):
    text = unicodedata.normalize("NFD", "café: peaceful coexistence")
    assert found(small, text) == [("coexistence", "peaceful coexistence")]
