import re

import pytest

from partyspeak.lexicon.lexicon import Lexicon, default_folder
from partyspeak.lexicon.validation import check, check_complete

SOURCES = '[s]\ntitle = "Report"\nauthor = "Somebody"\ndate = "2020"\npublisher = "A press"\n'


@pytest.mark.parametrize(
    ("content", "key", "says"),
    [
        ('[a]\nzh = "甲乙"\n[b]\nzh = "甲乙"\n', "zh", r"claimed by \[b\] as well"),
        ('[a]\nen = "new era"\n[b]\nen_forms = ["New-Era"]\n', "en", r"claimed by \[b\] as well"),
        ('[a]\nen = "leading cadre"\n[b]\nen = "leading cadres"\n', "en", r"claimed by \[b\] as well"),
        ('[a]\nzh = { text = "甲乙", shared = true }\n[b]\nzh = "甲乙"\n', "zh", "shared = true in both"),
        ('[a]\nzh = "甲乙"\nrelated = ["c"]\n', "related", "no phrase has the id 'c'"),
        ('[a]\nzh = "甲乙"\nrelated = ["a"]\n', "related", "the phrase itself"),
        ('[a]\nzh = "甲乙"\ncomponents = ["no-such"]\n', "components", "no phrase has the id 'no-such'"),
        (
            '[a]\nzh = "三甲"\nzh_forms = ["甲乙、丙丁、戊己"]\ncomponents = ["甲乙", "丙丁", "戊己"]\n',
            "zh_forms",
            "lists the components",
        ),
        (
            '[a]\nzh = "甲乙"\nattested = [{date="2020",source="t",grade="C"}]\n',
            "attested",
            r"sources.toml has no \[t\]",
        ),
        ('[a]\nzh = "甲乙"\nnote = "See [t]."\n', "note", r"sources.toml has no \[t\]"),
        (
            '[a]\nzh = "甲乙"\nattested = [{date="2020",source="s",grade="A"}]\n',
            "attested",
            "name the corpora searched",
        ),
        ('[a]\nzh = "甲乙"\nattested = [{date="2020",form="丙",grade="C"}]\n', "attested", "is no form of the phrase"),
        (
            '[a]\nzh = "甲乙"\nattested = [{date="2020",published="2019",grade="C"}]\n',
            "attested",
            "is printed before it was said",
        ),
        (
            '[a]\nzh = "甲乙"\nattested = [{date="2021",source="s",grade="C"}]\n',
            "attested",
            "which is older",
        ),
        (
            '[a]\nzh = "甲乙"\nattested = [{date="2020",source="s",grade="C"}, {date="2020",source="s",grade="B"}]\n',
            "attested",
            "listed 2 times",
        ),
        (
            (
                '[a]\nzh = "甲乙"\nzh_forms = ["甲和乙"]\n'
                'attested = [{date="2020",source="s",grade="A",searched=["s"]}, '
                '{date="2019",form="甲和乙",grade="C"}]\n'
            ),
            "attested",
            "is attested earlier",
        ),
        (
            '[a]\nzh = "甲乙"\nfirst = "2020"\nprecedes = ["b"]\n[b]\nzh = "丙丁"\nfirst = "2019"\n',
            "precedes",
            "is attested earlier",
        ),
        (
            '[a]\nzh = "甲乙"\nprecedes = ["b"]\n[b]\nzh = "丙丁"\nprecedes = ["a"]\n',
            "precedes",
            "precedes this phrase too",
        ),
        ('[a]\nen = { text = "x y", source = "t" }\n', "en", r"sources.toml has no \[t\]"),
        ('[a]\nzh = "甲乙"\nnot_zh = ["丙丁戊"]\n', "not_zh", "holds none of the phrase's forms"),
        ('[a]\nzh = "甲乙"\nnot_zh = ["甲乙"]\n', "not_zh", "is a form of the phrase itself"),
        ('[a]\nen = "three represents"\nnot_en = ["three delegates"]\n', "not_en", "holds none"),
        ('[a]\nzh = "雙循环"\n', "zh", "the traditional 雙; write 双"),
        ('[a]\nzh = "甲乙"\nzh_forms = [" 乙丙"]\n', "zh_forms", "around it"),
        ('[a]\nzh = "甲乙"\nzh_forms = ["“乙丙”"]\n', "zh_forms", "around it"),
        ('[a]\nzh = "甲乙"\nzh_forms = ["甲 乙"]\n', "zh_forms", "after folding"),
        ('[a]\nzh = "甲乙"\nzh_forms = [""]\n', "zh_forms", "is empty"),
        ('[a]\nzh = "GDI"\n', "zh", "has no Chinese"),
        ('[a]\nen = "双循环"\n', "en", "is Chinese"),
        ('[a]\nen = { text = "x", since = "2020", until = "2019" }\n', "en", "before since"),
    ],
)
def test_a_fault_is_named_with_its_key(write_lexicon, content, key, says):
    faults = check(write_lexicon(content, sources=SOURCES))
    assert faults
    assert {fault.key for fault in faults} <= {key, "en_forms"}
    assert re.search(says, str(faults[0]))
    assert faults[0].file.endswith("economy.toml")


@pytest.mark.parametrize(
    "content",
    [
        '[a]\nzh = { text = "甲乙", shared = true }\n[b]\nzh = { text = "甲乙", shared = true }\n',
        '[a]\nzh = "甲乙"\nnot_zh = ["甲乙丙"]\n',
        '[a]\nen = "leading cadre"\nnot_en = ["leading cadres school"]\n',  # holds the plural
        '[a]\nzh = "乾坤"\n',  # 乾 is simplified too
        '[a]\nzh = "甲乙"\ncomponents = ["甲", "乙", "three words here"]\n',
        '[a]\nzh = "人工智能+"\n',
        '[a]\nzh = "三甲"\nzh_forms = ["甲乙、丙丁、戊己的路"]\ncomponents = ["甲乙", "丙丁", "戊己"]\n',
        (
            '[a]\nzh = "甲乙"\nzh_forms = [{ text = "甲", dates = false }]\n'
            'attested = [{date="2020",source="s",grade="A",searched=["s"]}, {date="2019",form="甲",grade="C"}]\n'
        ),  # an earlier form that does not date
        '[a]\nzh = "甲乙"\nfirst = "2019"\nprecedes = ["b"]\n[b]\nzh = "丙丁"\nfirst = "2020"\n',
        '[a]\nzh = "甲乙、丙丁、戊己"\ncomponents = ["甲乙", "丙丁", "戊己"]\n',  # the list is the name
    ],
)
def test_what_is_sound_has_no_fault(write_lexicon, content):
    assert check(write_lexicon(content, sources=SOURCES)) == []


COMPLETE = """
[a]
zh = "甲乙"
en = "first and second"
gloss = "Two stems."
era = "xi"
attested = [{ date = "2020", where = "A report", source = "s", grade = "C" }]
"""


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('gloss = "Two stems."\n', "", "gloss"),
        ("Two stems.", "x" * 401, "gloss"),
        ('era = "xi"\n', "", "era"),
        ('en = "first and second"\n', "", "en"),
        (', source = "s"', "", "attested"),
        ('where = "A report", ', "", "attested"),
        ('grade = "C"', 'grade = "A", searched = ["s"] }]\nnote = "Others have it in 2019." #', "note"),
        ('zh = "甲乙"\n', 'zh = "甲乙"\nzh_forms = ["乙"]\n', "zh_forms"),
    ],
)
def test_the_curated_lexicon_asks_for_every_key(write_lexicon, old, new, key):
    assert check_complete(write_lexicon(COMPLETE, sources=SOURCES)) == []
    faults = check_complete(write_lexicon(COMPLETE.replace(old, new), sources=SOURCES))
    assert key in {fault.key for fault in faults}


@pytest.mark.parametrize("lacking", ["title", "date", "publisher"])
def test_a_source_of_a_date_has_title_date_and_publisher(write_lexicon, lacking):
    kept = "\n".join(line for line in SOURCES.splitlines() if not line.startswith(lacking) or lacking == "title")
    kept = kept.replace('"Report"', '"(title not recorded)"') if lacking == "title" else kept
    faults = check_complete(write_lexicon(COMPLETE, sources=kept + "\n"))
    assert {fault.key for fault in faults} == {lacking}


def test_files_are_sorted_and_named_for_a_domain(write_lexicon):
    content = COMPLETE.replace("[a]", "[b]") + COMPLETE.replace("甲乙", "丙丁").replace("first and", "third and")
    faults = check_complete(write_lexicon(content, sources=SOURCES))
    assert ["keep the file sorted" in fault.message for fault in faults] == [True]
    assert "the domains are" in str(check_complete(write_lexicon(COMPLETE, name="stems.toml", economy=""))[0])


def test_a_source_that_nobody_names_is_a_fault(write_lexicon):
    faults = check_complete(write_lexicon(COMPLETE, sources=SOURCES + '[t]\ntitle = "Other"\nauthor = "X"\n'))
    assert [fault.id for fault in faults] == ["t"]


def test_the_curated_lexicon_has_no_fault():
    lexicon = Lexicon.load(default_folder())
    assert check(lexicon) + check_complete(lexicon) == []
