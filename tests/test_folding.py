import re
import unicodedata

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from partyspeak.text.folding import BREAK, CharKind, fold, fold_batch, fold_table, simplified_variant
from partyspeak.text.markup import TRIGGERS

ANY_TEXT = st.text(st.characters(exclude_categories=[]))
ODD = st.text(
    st.sampled_from("四个全面中 国\n\r\u3000\u200b\u00ad-–“”\"'’·&;<p>/İßﬁ㈠…ＡＢ１⽂⻄後裡臺a\u0301Zz0〇○\ud800\0")
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("双循环", "雙循環"),  # traditional
        ("文化自信", "⽂化⾃信"),  # Kangxi radicals
        ("西部大开发", "⻄部大开发"),  # a radical that NFKC leaves alone
        ("政府工作报告", "政 府 工 作 报 告"),  # PDF spacing
        ("政府工作报告", "政府\u3000工作\u2003报告"),
        ("四个全面", "“四个全面”"),
        ("一带一路", "“一带一 路”"),
        ("两个一百年", "“两个一百年”"),
        ("人民民主", "人民\n民主"),  # a word broken at a line end
        ("五四运动", "五·四运动"),
        ("干部", "幹部"),
        ("后勤", "後勤"),
        ("发展", "發展"),
        ("理发", "理髮"),
        ("城里", "城裡"),
        ("城里", "城裏"),  # Hong Kong
        ("台湾", "臺灣"),
        ("群众路线", "羣衆路綫"),
        ("沿着", "沿著"),  # Taiwan
        ("二〇三五", "二○三五"),
        ("二〇三五", "二0三五"),
        ("2035", "２０３５"),
        ("双循环", "双\u200b循\ufeff环"),
        ("双循环", "双&nbsp;循环"),
        ("双循环", "双<b>循环</b>"),
        ("科学发展观", "科学\u00ad发展观"),
        ("peaceful coexistence", "Peaceful Co-\nexistence"),
        ("anti-Party", "anti- Party"),
        ("people's democracy", "people’s democracy"),
        ("belt and road", "“Belt  and\n Road”"),
        ("scientific", "scientiﬁc"),  # a ligature
        ("GDI", "ＧＤＩ"),
        ("双循环", "双²循环"),  # the mark of a note
        ("双循环", "**双**循环"),
        ("belt and road", "Belt & Road"),
        ("r and d", "R&amp;D"),
        ("U.S. imperialism", "US imperialism"),
        ("high-quality", "high–quality"),
    ],
)
def test_spellings_that_are_equal(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("双循环", "双，循环"),
        ("双循环", "双。循环"),
        ("改革开放", "改革——开放"),  # a dash between clauses
        ("改革开放", "改革\n\n开放"),  # a blank line
        ("改革开放", "改革\r\n \r\n开放"),
        ("改革开放", "<p>改革</p><p>开放</p>"),
        ("四个自信四个意识", "“四个自信”“四个意识”"),  # two names side by side
        ("new era", "new. era"),
        ("r&d", "rd"),
        ("中国制造2025", "中国制造202⁵"),  # a raised digit is a footnote's number
    ],
)
def test_spellings_that_stay_different(one, other):
    assert fold(one) != fold(other)


@pytest.mark.parametrize("text", ["", " ", "\n\n\n", "“”", "\u200b"])
def test_nothing_but_separators_folds_to_breaks_at_most(text):
    assert set(fold(text)) <= {chr(BREAK)}


@given(ANY_TEXT | ODD)
def test_every_symbol_knows_its_place(text):
    batch = fold_batch([text])
    places = batch.folded.places
    assert len(places) == len(batch.folded.symbols)
    assert (np.diff(places) >= 0).all()
    assert places[-1] == len(text)  # the end of the document is always kept
    for symbol, place in zip(batch.folded.symbols[:-1], places[:-1], strict=True):
        assert chr(symbol) in (chr(BREAK), *fold(text[place]), *unicodedata.normalize("NFKC", text[place]))


@given(ANY_TEXT | ODD)
def test_folding_twice_changes_nothing(text):
    once = fold(text)
    again = fold(once.replace(chr(BREAK), "\n\n"))
    one_break = re.compile(f"{chr(BREAK)}+")  # how many breaks stand side by side is of no account
    assert one_break.sub("\n", again) == one_break.sub("\n", once) or set(text) & set(TRIGGERS)


@given(st.lists(ODD, max_size=6))
def test_a_batch_folds_as_its_texts_do(texts):
    batch = fold_batch(texts)
    symbols = batch.folded.symbols.tobytes().decode("utf-32-le", "surrogatepass")
    assert symbols == "".join(fold(text) + chr(BREAK) for text in texts)
    assert batch.documents(batch.offsets[:-1]).tolist() == list(range(len(texts)))


def test_the_table_is_one_to_one_and_settled():
    table = fold_table()
    kept = np.flatnonzero(table.kinds < CharKind.MARK)
    once = table.symbols[kept]
    twice = table.symbols[once]
    unsettled = [chr(point) for point in kept[(once != twice) & (kept < 0x20000)]]
    assert unsettled == []


@pytest.mark.parametrize(
    ("text", "chinese", "english"),
    [
        ("双循环", 3, 0),
        ("加入WTO以后", 4, 1),
        ("people’s co-op is new", 0, 4),
        ("二〇三五年", 5, 0),
        ("2035, 14th", 0, 1),
        ("", 0, 0),
    ],
)
def test_counting_characters_and_words(text, chinese, english):
    counts = fold_batch([text]).count_words()
    assert [count.tolist() for count in counts] == [[chinese], [english]]


@pytest.mark.parametrize(("char", "simplified"), [("發", "发"), ("衞", "卫"), ("发", None), ("乾", None), ("a", None)])
def test_which_characters_are_traditional(char, simplified):
    assert simplified_variant(char) == simplified
