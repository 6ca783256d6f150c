"""What is a candidate, what is none, and what the table says of it; the texts are made up."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_corpora import few

from partyspeak import Form, Lexicon, PartyspeakError, Phrase, Tagger, tag
from partyspeak.analysis.discovery import read_judged, remember
from partyspeak.analysis.discovery.numbered import is_formula
from partyspeak.analysis.discovery.stop_words import is_no_phrase, without_verbs
from partyspeak.analysis.discovery.variants import Known, nearest, variants
from partyspeak.text.hashing import RunHashes

KNOWN = Lexicon(
    [
        Phrase("great-river", "大江东去新格局", "great river pattern", (
            Form("大江东去新格局", "zh"), Form("great river pattern for all", "en"),
        )),
    ]
)  # fmt: skip
OLD = ["修好村里的道路。", "种好田里的庄稼。", "清理街边的水沟。", "粉刷学校的围墙。"]
DATES = [f"{year}-03-05" for year in range(2010, 2018)]


def discovered(new, lexicon=KNOWN, old=OLD, **choices):
    """Candidates of four old documents without and four new ones with what is looked for."""
    docs = pd.DataFrame({"date": DATES, "text": [*old, *new], "source": list("abababab")})
    return tag(docs, tagger=Tagger(lexicon)).discover(**choices)


def sentences(phrase):
    return [f"弘扬{phrase}，修路。", f"学习“{phrase}”。", f"这是{phrase}的要求。", f"{phrase}放光芒。"]


@pytest.mark.parametrize("phrase", ["云海精神", "山城联动", "碧水行动、蓝天行动", "三个守望", "六护"])
def test_a_new_phrase_is_a_candidate(phrase):
    assert discovered(sentences(phrase))["candidate"].tolist() == [phrase]


@pytest.mark.parametrize("phrase", ["valley revival", "cloud and mountain spirit", "Four Watchings"])
def test_a_new_english_phrase_is_a_candidate(phrase):
    new = [f"We study {phrase} here.", f"They say {phrase}, too.", f"Our {phrase} grows.", f"Of {phrase} much is said."]
    assert discovered(new, old=["Roads.", "Fields.", "Ditches.", "Walls."])["candidate"].tolist() == [phrase]


@pytest.mark.parametrize(
    "phrase",
    [
        "大江东去新格局",  # known
        "推进大江东去新格局",  # known, with a verb before it
        "云海县代表大会",  # a meeting
        "第三届云海论坛",
        "三个方面",  # counts things
    ],
)
def test_what_is_known_or_only_names_or_counts_is_no_candidate(phrase):
    assert discovered(sentences(phrase)).empty


def test_a_piece_of_a_longer_candidate_is_none():
    found = discovered(sentences("云海精神谱系"))
    assert found["candidate"].tolist() == ["云海精神谱系"]


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (sentences("全面守望乡土"), ["全面守望乡土"]),  # 全面 is fixed to it
        (
            [f"推进“云海精神”传播{tail}。" for tail in ("修路", "种田", "挖井", "架桥")],
            ["云海精神"],
        ),  # a unit in quotes
        ([f"要学习云海精神、山城联动{tail}。云海精神好！" for tail in ("和路", "和田", "的井", "的桥")], ["云海精神"]),
        (
            [f"{way}大江东去新格局放光芒{tail}。大江东去新格局好。" for way, tail in ("看，", "望的", "想和", "听了")],
            [],
        ),  # a known phrase with little added
        (
            [
                f"{way}山城联动大江东去新格局{tail}。大江东去新格局好。"
                for way, tail in ("看，", "望的", "想和", "听了")
            ],
            ["山城联动大江东去新格局"],
        ),  # and with a third or more
    ],
)
def test_the_unit_is_what_is_fixed(new, expected):
    assert discovered(new)["candidate"].tolist()[:1] == expected


def test_no_english_candidate_crosses_a_dash_between_spaces():
    around = [("to", "be"), ("of", "is"), ("by", "as"), ("in", "it")]
    new = [f"{before} valley revival - river spirit {after}" for before, after in around]
    found = discovered(new, old=["Roads.", "Fields.", "Ditches.", "Walls."])["candidate"].tolist()
    assert sorted(found) == ["river spirit", "valley revival"]


def test_what_every_document_has_is_boilerplate():
    everywhere = [f"{line}本文仅供练习使用。" for line in OLD]
    assert discovered(everywhere, old=everywhere).empty


def test_what_was_there_before_is_not_new_since_a_date():
    old = sentences("云海精神")
    new = sentences("山城联动")
    assert discovered(new, old=old, since="2014")["candidate"].tolist() == ["山城联动"]
    assert set(discovered(new, old=old)["candidate"]) == {"山城联动", "云海精神"}


def test_a_wording_that_misses_a_known_form_is_a_variant_of_it():
    found = discovered(sentences("大江东流新格局"))
    assert found[["candidate", "kind", "variant_of"]].to_numpy().tolist() == [
        ["大江东流新格局", "variant", "great-river"]
    ]


@pytest.mark.parametrize(
    ("wording", "is_variant"),
    [
        ("百年未有的大变局", True),  # one changed
        ("百年未有大变局", True),  # one dropped
        ("百年所未有之大变局", True),  # one added inside
        ("大变局百年未有之", True),  # turned
        ("百年未有之大变局", False),  # the form itself
        ("应对百年未有之大变局", False),  # the form in a longer string
        ("百年树人", False),
        ("百年未有之新格局", False),  # another word
        ("万年未有之新变局", True),  # two characters, but not side by side
    ],
)
def test_near_misses(wording, is_variant):
    form = "百年未有之大变局"
    assert bool(variants([wording], [Known("great-changes", form, form)], "zh")) == is_variant


@pytest.mark.parametrize(
    ("wording", "count", "is_variant"),
    [
        ("平安的云海", 3, True),  # a small word more
        ("平安山海", 3, False),  # another word in a short form: another phrase
        ("大江东流新格局", 3, True),
        ("大江东流新格局", 9, False),  # commoner than the form
    ],
)
def test_a_variant_deviates_from_what_is_usual(wording, count, is_variant):
    forms = [Known("safe", "平安云海", "平安云海"), Known("great-river", "大江东去新格局", "大江东去新格局")]
    assert bool(variants([wording], forms, "zh", [count], {form.folded: 5 for form in forms})) == is_variant


@pytest.mark.parametrize(
    ("wording", "is_variant"),
    [
        ("community with a shared destiny", True),
        ("shared community with a future", True),
        ("community with a shared future", False),
        ("a community with a shared future", False),
        ("shared future", False),
    ],
)
def test_near_misses_in_english_are_counted_by_words(wording, is_variant):
    form = "community with a shared future"
    assert bool(variants([wording], [Known("future", form, form)], "en")) == is_variant


def test_the_nearest_known_form_of_nothing_known_is_none():
    assert nearest(["云海"], []) == [(None, 0.0)]


@pytest.mark.parametrize(
    ("wording", "lang", "expected"),
    [
        ("三个代表", "zh", True),
        ("五位一体", "zh", True),
        ("六稳", "zh", True),
        ("三去一降", "zh", True),
        ("两个月", "zh", False),
        ("三个方面", "zh", False),
        ("五年", "zh", False),
        ("八九十", "zh", False),
        ("新时代", "zh", False),
        ("four comprehensives", "en", True),
        ("fivesphere plan", "en", True),
        ("seventy years", "en", False),
        ("two countries", "en", False),
    ],
)
def test_numbered_formulas(wording, lang, expected):
    assert is_formula(wording, lang) == expected


@pytest.mark.parametrize(
    ("wording", "lang", "expected"),
    [
        ("第十届三中全会", "zh", True),
        ("安全生产条例", "zh", True),
        ("第二个百年奋斗目标", "zh", False),
        ("生命至上", "zh", False),
        ("坚强领导下", "zh", True),
        ("李小山、王大海", "zh", True),
        ("山清、水秀", "zh", False),
        ("党的三十大", "zh", True),
        ("security council", "en", True),
        ("win win cooperation", "en", False),
    ],
)
def test_names_and_torn_clauses(wording, lang, expected):
    assert is_no_phrase(wording if lang == "zh" else wording.split(), lang) == expected


def test_verbs_before_a_phrase_are_no_part_of_it():
    assert without_verbs("扎实推进共同富裕") == "共同富裕"


def test_the_table_tells_when_where_and_in_what_words():
    row = discovered(sentences("云海精神")).iloc[0]
    assert (row["kind"], row["first_date"], row["documents"], row["sources"]) == ("phrase", "2014-03-05", 4, 2)
    assert row["curve"] == "2014:1 2015:1 2016:1 2017:1"
    assert row["context_2"] == "学习“⟦云海精神⟧”。"
    assert (row["share_before"], row["share_after"], row["quoted"]) == (0, 1, 0.25)
    assert row["candidate"] in row["context_1"]


def test_drafts_are_read_as_a_lexicon(tmp_path):
    new = [f"{one}{other}" for one, other in zip(sentences("云海精神"), sentences("三个守望"), strict=True)]
    drafts = discovered(new).to_toml()
    (tmp_path / "drafts.toml").write_text(drafts, encoding="utf-8")
    lexicon = Lexicon.load(tmp_path)
    assert {phrase.zh: str(phrase.first) for phrase in lexicon.values()} == {
        "云海精神": "≤ 2014-03-05",
        "三个守望": "≤ 2014-03-05",
    }
    assert {phrase.first.grade for phrase in lexicon.values()} == {"C"}


def test_a_variant_is_no_draft_of_its_own():
    drafts = discovered(sentences("大江东流新格局")).to_toml()
    assert drafts.startswith('# "大江东流新格局" is a variant of [great-river]')


def test_what_was_judged_is_not_shown_again(tmp_path):
    path = tmp_path / "judged.csv"
    assert not discovered(sentences("云海精神"), judged=path).empty
    assert remember(path, reject=["雲海精神"]) == 1
    assert discovered(sentences("云海精神"), judged=path).empty


def test_a_later_verdict_wins(tmp_path):
    path = tmp_path / "judged.csv"
    remember(path, accept=["云海精神"])
    remember(path, reject=["云海精神"])
    assert read_judged(path) == {"云海精神": "reject"}


@pytest.mark.parametrize(
    ("content", "says"),
    [("wording\n云海\n", "no column 'candidate'"), ("candidate,verdict\n云海,maybe\n", "row 2: verdict 'maybe'")],
)
def test_a_bad_file_of_verdicts_is_named(tmp_path, content, says):
    (tmp_path / "judged.csv").write_text(content, encoding="utf-8")
    with pytest.raises(PartyspeakError, match=says):
        read_judged(tmp_path / "judged.csv")


@pytest.mark.parametrize(
    ("choices", "says"),
    [
        ({"least": 1}, "least=1"),
        ({"n": 0}, "n=0"),
        ({"lang": "fr"}, "lang='fr'"),
        ({"source": "outlet"}, "no column 'outlet'"),
        ({"since": "2020"}, "runs from 2010-03-05"),
        ({"since": "soon"}, "'soon' is not a date"),
    ],
)
def test_a_wrong_choice_says_what_to_do(choices, says):
    with pytest.raises(PartyspeakError, match=says):
        discovered(sentences("云海精神"), **choices)


def test_without_texts_nothing_can_be_found(tmp_path):
    tagged = tag(OLD)
    tagged.texts = None
    with pytest.raises(PartyspeakError, match="saved without them"):
        tagged.discover()


@pytest.mark.parametrize("texts", [[], [""], ["1234 -- !"], ["山", "水"], ["one", "two"]])
def test_a_corpus_with_nothing_in_it_gives_an_empty_table(texts):
    found = tag(texts).discover()
    assert found.empty
    assert found.to_toml() == ""
    assert "variant_of" in found.columns


def test_undated_documents_give_no_new_phrase():
    assert tag([*OLD, *sentences("云海精神")]).discover().empty


WORDS = ["云海精神", "大江东去新格局", "“山城联动”", "修路", "的", "new valley plan ", "。", "三个守望"]
PIECES = st.lists(st.sampled_from(WORDS), max_size=12)


@few
@given(st.lists(PIECES.map("".join), min_size=8, max_size=8), st.sampled_from([None, "2013"]))
def test_every_candidate_stands_in_its_contexts_and_in_as_many_documents_as_it_says(texts, since):
    found = discovered(texts[4:], old=texts[:4], since=since)
    for row in found.to_dict("records"):
        assert row["documents"] >= (2 if row["kind"] == "formula" else 3)
        assert sum(int(part.split(":")[1]) for part in row["curve"].split()) == row["documents"]
        assert row["context_1"].count("⟦") == 1
        assert KNOWN.find(row["candidate"]) == []
    pd.testing.assert_frame_equal(found, discovered(texts[4:], old=texts[:4], since=since))


def test_progress_ends_at_a_hundred():
    told = []
    discovered(sentences("云海精神"), progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 100


@given(st.lists(st.integers(1, 9), min_size=5, max_size=50), st.integers(1, 5), st.data())
def test_numbers_of_runs_are_the_same_from_any_place_on(symbols, length, data):
    hashes = RunHashes(np.array(symbols, dtype=np.uint32))
    every = hashes.every(length)
    first = data.draw(st.integers(0, len(every)))
    stop = data.draw(st.integers(first, len(every)))
    assert hashes.every(length, first, stop).tolist() == every[first:stop].tolist()
    assert hashes.of(np.arange(len(every)), length).tolist() == every.tolist()
    runs = [tuple(symbols[place : place + length]) for place in range(len(every))]
    assert len(set(every.tolist())) == len(set(runs))
