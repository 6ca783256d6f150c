"""Text that is no text: found with its place and likely cause, and real text of every kind left alone."""

from typing import NamedTuple

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import partyspeak
from partyspeak import Tagger
from partyspeak.text.code_points import code_points
from partyspeak.text.folding import fold_batch
from partyspeak.text.garbled import KINDS, find_garbled, is_suspect

SIMPLIFIED = "全县干部要坚持改革开放，推进乡村振兴。要提高政治站位，做好2020年的工作，服务人民群众"
TRADITIONAL = "全縣幹部要堅持改革開放，推進鄉村振興。要提高政治站位，做好2020年的工作，服務人民群眾"
ENGLISH = "The new era of socialism with Chinese characteristics"

DAMAGE = [
    (SIMPLIFIED, "utf-8", "gbk", "UTF-8 read as GBK"),
    (SIMPLIFIED, "utf-8", "latin-1", "UTF-8 read as a western encoding"),
    (SIMPLIFIED, "utf-8", "cp1252", "UTF-8 read as a western encoding"),
    (SIMPLIFIED, "utf-8", "mac_roman", "UTF-8 read as a western encoding"),
    (SIMPLIFIED, "utf-8", "cp437", "UTF-8 read as a western encoding"),
    (SIMPLIFIED, "utf-8", "cp1251", "UTF-8 read as another encoding"),
    (SIMPLIFIED, "utf-8", "koi8_r", "UTF-8 read as another encoding"),
    (SIMPLIFIED, "utf-8", "cp949", "UTF-8 read as another encoding"),
    (SIMPLIFIED, "utf-8", "utf-16-le", "UTF-8 read as another encoding"),
    (SIMPLIFIED, "gbk", "latin-1", "GBK or Big5 read as a western encoding"),
    (SIMPLIFIED, "gbk", "cp1252", "GBK or Big5 read as a western encoding"),
    (SIMPLIFIED, "gbk", "big5", "GBK read as Big5, or Big5 as GBK"),
    (SIMPLIFIED, "gbk", "cp949", "GBK or Big5 read as another encoding"),
    (TRADITIONAL, "big5", "latin-1", "GBK or Big5 read as a western encoding"),
    (SIMPLIFIED, "utf-16-le", "utf-16-be", "UTF-16 or UTF-32 read as another encoding"),
    (SIMPLIFIED, "utf-32-le", "utf-16-le", "UTF-16 or UTF-32 read as another encoding"),
    (ENGLISH, "utf-16-le", "latin-1", "UTF-16 or UTF-32 read as another encoding"),
    (ENGLISH, "utf-16-le", "utf-16-be", "UTF-16 or UTF-32 read as another encoding"),
    (ENGLISH, "ascii", "utf-16-le", "UTF-16 or UTF-32 read as another encoding"),
]


class Part(NamedTuple):
    start: int
    end: int
    kind: str


def garbled_parts(text):
    joined = text + "\0"
    points = code_points(joined)
    found = find_garbled(joined, points, np.flatnonzero(is_suspect()[points]), np.array([0, len(joined)]))
    return [Part(start, end, KINDS[kind]) for start, end, kind in found]


def share(text):
    garbled = sum(part.end - part.start for part in garbled_parts(text))
    return garbled / len("".join(text.split()))


@pytest.mark.parametrize(("text", "written", "read", "kind"), DAMAGE)
def test_a_wrong_encoding_is_recognised_and_named(text, written, read, kind):
    damaged = text.encode(written).decode(read, "replace")
    parts = garbled_parts(damaged)
    assert share(damaged) > 0.6
    assert kind in {part.kind for part in parts}


@pytest.mark.parametrize(
    "text",
    [
        SIMPLIFIED.encode().decode("latin-1").encode().decode("latin-1"),  # twice
        SIMPLIFIED.encode().decode("big5", "replace"),
        TRADITIONAL.encode("big5").decode("gbk", "replace"),
        "坚持/g123/g45/g6/g78/g90",
        "/uni4E2D/uni56FD/uni6539/uni9769",
        "(cid:123)(cid:45)(cid:6)",
        "glyph<c=1,font=/ABC>glyph<c=2,font=/ABC>",
        r"\u6539\u9769\u5f00\u653e",
        "=E6=94=B9=E9=9D=A9=E5=BC=80",
        "%E6%94%B9%E9%9D%A9%E5%BC%80",
        "????????，????????。??????，????",
        "锟斤拷锟斤拷锟斤拷",
        "\ue5ce\ue123\ue345\ue456",
        "\ufffd\ufffd\ufffd\ufffd",
    ],
)
def test_other_damage_is_recognised(text):
    assert share(text) > 0.5


@pytest.mark.parametrize(
    "text",
    [
        SIMPLIFIED,
        TRADITIONAL,
        ENGLISH,
        "子曰學而時習之不亦說乎有朋自遠方來不亦樂乎人不知而不慍",
        "龘靐齉爩鱻麤驫飝",
        "葳蕤、茕茕、耄耋、饕餮、魑魅魍魉、旖旎、踟蹰",
        "镕锴喆堃淼焱垚犇骉羴 邳州 亳州 儋州 婺源 歙县 黟县",
        "日本語のテキストです。経済発展と亜哀挨愛曖悪握圧扱",
        "한국어 텍스트입니다. 개혁과 개방",
        "Fähigkeit über Straße größer, déjà vu, élève où",
        "Đường lối đổi mới của Đảng Cộng sản Việt Nam",
        "zhōngguó tèsè shèhuìzhǔyì",
        "Здравствуйте, товарищи и друзья",
        "ελληνικά κείμενο",
        "ÀÁÂÃÄÅÆÇÈÉ",
        "🎉🎉🎉😀😀",
        "∑∫≤≥∀∃αβγδ",
        "1.2  3.4  5.6\n7.8  9.0  1.1",
        "什么????真的吗???",
        "□是 □否",
        "https://x.cn/%E4%B8%AD%E5%9B%BD%E6%94%B9",
        "口罩/g95型",
    ],
)
def test_real_text_is_left_alone(text):
    assert garbled_parts(text) == []


@given(st.sampled_from(DAMAGE[:6]), st.integers(0, 8), st.integers(0, 8))
def test_a_damaged_part_is_found_within_real_text(damage, before, after):
    text, written, read, _ = damage
    damaged = text.encode(written).decode(read, "replace")
    left, right = "我们的工作报告。" * before, "各级政府要重视。" * after
    parts = garbled_parts(left + damaged + right)
    assert parts
    # A character or two beside it may be valid UTF-8 together with the first byte of the damage.
    assert all(len(left) - 2 <= part.start and part.end <= len(left) + len(damaged) + 2 for part in parts)


@given(
    st.lists(
        st.sampled_from([SIMPLIFIED, SIMPLIFIED.encode().decode("gbk", "replace"), "", "a\0b", "/g1/g2"]), max_size=5
    )
)
def test_a_batch_is_garbled_as_its_texts_are(texts):
    together = fold_batch(texts).garbled
    each = [fold_batch([text]).garbled for text in texts]
    assert together.tolist() == [row for one in each for row in one.tolist()]
    assert together.shape == (len(texts), len(KINDS))


@given(st.text(st.characters(exclude_categories=[])))
def test_parts_are_in_order_and_within_any_text(text):
    edges = [place for part in garbled_parts(text) for place in (part.start, part.end)]
    assert edges == sorted(edges)
    assert all(0 <= place <= len(text) for place in edges)


def test_garbled_text_leaves_the_denominators_and_is_warned_of():
    texts = ["推进双循环", SIMPLIFIED.encode().decode("gbk", "replace"), "双循环" * 9 + "/g12/g13/g14/g15/g16"]
    with pytest.warns(UserWarning, match="2 documents contain garbled text: 1 .*UTF-8 read as GBK.*, 2 .*glyph names"):
        corpus = partyspeak.tag(pd.DataFrame({"date": "2020", "text": texts}))
    documents = corpus.documents
    assert documents["zh_chars"].tolist() == [5, 0, 27]
    assert documents["en_words"].tolist() == [0, 0, 0]
    assert documents["lang"].astype(object).where(documents["lang"].notna(), None).tolist() == ["zh", None, "zh"]
    shares = corpus.frequency(per="documents", phrases=corpus.mentions["phrase"].iloc[0])
    assert set(shares["denominator"]) == {2}


def test_a_store_gives_the_same_denominators(folder, small_tagger):
    texts = ["推进双循环", SIMPLIFIED.encode().decode("gbk", "replace"), ""]
    docs = pd.DataFrame({"id": list("abc"), "date": "2020", "text": texts})
    with pytest.warns(UserWarning, match="1 document contains garbled text"):
        partyspeak.tag_to_store(docs, folder, tagger=small_tagger)
    store = partyspeak.open_store(folder)
    assert store.read().documents["lang"].isna().tolist() == [False, True, False]
    assert set(store.frequency(per="documents")["denominator"]) == {2}  # an empty document is one, a garbled one is not
    assert store.store.check() == []


def test_a_store_run_names_the_documents_once(folder, small_tagger):
    damaged = SIMPLIFIED.encode().decode("gbk", "replace")
    frames = (pd.DataFrame({"id": [f"{n}.txt"], "date": ["2020"], "text": [damaged]}) for n in range(5))
    with pytest.warns(UserWarning, match="5 documents contain garbled text"):
        run = partyspeak.tag_to_store(frames, folder, tagger=small_tagger)
    (message,) = [warning for warning in run.warnings if "garbled text" in warning]
    assert "0.txt" in message
    assert "and 2 more" in message
    assert "read the source again in the encoding" in message


@pytest.mark.parametrize(
    ("text", "chinese", "words"),
    [
        ("县委发布，见 https://www.example.gov.cn/zw/2019-03/05/c_5371.htm?from=timeline&x=0 ，推进工作。", 9, 0),
        ("详见www.gov.cn和gov.cn/zhengce/2020的文件", 6, 0),
        ("来信 office@example.gov.cn 或 @some_user", 3, 0),
        ('<p class="article body">工作</p><img src="a.png" alt="图">', 2, 0),
        ("工作&nbsp;&#20013;&amp;nbsp;报告", 5, 0),
        ("[工作报告](http://x.cn/report) ![图](a.png)", 5, 0),
        ("[b]工作[/b] [url=http://x.cn]报告[/url]", 4, 0),
        (r"见 C:\docs\work\report.pdf 和 /home/user/work/x", 2, 0),
        ("dGhlIG5ldyBlcmEgb2Ygc29jaWFsaXNtIHdpdGggQ2hpbmVzZQ== 工作", 2, 0),
        ("工作/n 报告/n ，/w", 4, 0),
        ("e.g. and/or, the U.S. economy; R&D", 0, 8),
        ("growth.The party", 0, 3),
        ("见192.168.1.1:8080/index，file:///C:/docs/report.doc", 1, 0),
        ("http：//www.gov.cn/zw推进，doi:10.1000/xyz123，10.1016/j.abc.2019", 2, 0),
        ("见http://例子.中国/a/b 和https://[2001:db8::1]/index.html", 2, 0),
        ("xinhua.example.news/abc 工作报告.docx", 4, 0),
        ("[td]工作[/td][list]报告[/list]", 4, 0),
        ("the U.N. and St. Petersburg", 0, 5),
    ],
)
def test_addresses_and_markup_are_no_words(text, chinese, words):
    assert [count.tolist() for count in fold_batch([text]).count_words()] == [[chinese], [words]]


INSERTS = [
    "\u200b",
    " ",
    "\n",
    "<b>",
    "</b>",
    '<span class="a b">',
    "&nbsp;",
    "&amp;nbsp;",
    "<br/>",
    "[1]",
    "①",
    "²",
    "<!-- x -->",
]
PAGES = ["\n— 2 —\n", "\n\n- 12 -\n\n", "\n第2页\n", "\f", "\n第 2 页 共 15 页\n", "\n\n— 2 —\n\f"]
FORM = "新发展格局"


@pytest.fixture(scope="module")
def engines(lexicon):
    pytest.importorskip("daachorse", reason="needs `pip install 'partyspeak[fast]'`")
    return [Tagger(lexicon, edges="dictionary", engine=engine) for engine in ("pyahocorasick", "daachorse")]


@given(st.integers(1, 4), st.sampled_from(INSERTS + PAGES), st.integers(0, 3))
def test_a_phrase_is_found_whatever_lies_between_its_characters(engines, at, insert, before):
    written = FORM[:at] + insert + FORM[at:]
    text = "我们要" * before + written + "。"
    for tagger in engines:
        found = [mention for mention in tagger.mentions(text) if mention.phrase == "new-development-pattern"]
        assert [(mention.start, mention.end, mention.text) for mention in found] == [
            (3 * before, 3 * before + len(written), written)
        ]


@given(st.integers(1, 4), st.sampled_from(["**", "*", "_", "~~", "=="]), st.integers(0, 2))
def test_a_phrase_is_found_with_emphasis_inside(engines, at, mark, length):
    end = min(at + 1 + length, len(FORM))
    text = FORM[:at] + mark + FORM[at:end] + mark + FORM[end:] + "。"
    for tagger in engines:
        assert "new-development-pattern" in [mention.phrase for mention in tagger.mentions(text)]


def test_an_entity_belongs_to_its_mention_as_a_whole(engines):
    text = "构建&#26032;发展格&#x5C40;。"
    (mention,) = [found for found in engines[0].mentions(text) if found.phrase == "new-development-pattern"]
    assert mention.text == text[mention.start : mention.end]
    assert mention.text.endswith("&#x5C40;")


@given(
    st.lists(
        st.sampled_from(
            [
                *INSERTS,
                *PAGES,
                FORM,
                "双循环",
                "**",
                "https://x.cn/a",
                "/v ",
                "> ",
                "\0",
                "锟斤拷",
                "dual ",
                "circulation",
            ]
        ),
        max_size=12,
    )
)
def test_a_batch_gives_what_its_texts_give(engines, pieces):
    texts = ["".join(pieces), "双循环", "".join(reversed(pieces))]
    together = engines[0].mentions_in_each(texts)
    assert together == [engines[0].mentions(text) for text in texts]
    assert together == engines[1].mentions_in_each(texts)
    assert all(
        mention.text == text[mention.start : mention.end]
        for text, found in zip(texts, together, strict=True)
        for mention in found
    )


def test_a_long_run_of_spaces_between_line_ends_is_a_blank_line():
    spaces = " " * 500
    assert BLANK in chars(f"甲\n{spaces}\n乙")
    assert BLANK not in chars(f"甲\n{spaces}乙\n丙")


BLANK = "\u2029"


def chars(text):
    symbols = fold_batch([text]).folded.symbols[:-1]
    return "".join(map(chr, np.asarray(symbols).tolist()))
