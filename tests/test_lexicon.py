import subprocess
import sys

import pytest

from partyspeak import Lexicon, LexiconError, PartyspeakError, SourceError
from partyspeak.lexicon.lexicon import default_folder

CYCLE = """
[dual-circulation]
zh = "双循环"
en = "dual circulation"
gloss = "Growth that rests on the domestic market first."
era = "xi"
zh_forms = ["国内国际双循环", { text = "大循环", plain = true }, { text = "单循环", dates = false }]
en_forms = ["dual cycle", { text = "DC", case = true, since = "2020", until = "2021-03" }]
not_zh = ["混双循环"]

[[dual-circulation.attested]]
date = "2020-07-01"
form = "国内国际双循环"
where = "A daily"
source = "xinhua"
grade = "C"

[[dual-circulation.attested]]
date = "2020-05-14"
where = "Politburo Standing Committee"
source = "xinhua"
grade = "A"
searched = ["xinhua"]

[[dual-circulation.attested]]
date = "1987"
form = "单循环"
where = "A part of the idea"
source = "xinhua"
grade = "B"
"""
SOURCES = '[xinhua]\ntitle = "Report"\nauthor = "Xinhua"\ndate = "2020-05-14"\n'


@pytest.fixture
def cycle(write_lexicon):
    return write_lexicon(CYCLE, sources=SOURCES)


def test_an_entry_becomes_a_phrase(cycle):
    phrase = cycle["dual-circulation"]
    assert (phrase.zh, phrase.en, phrase.domain, phrase.era) == ("双循环", "dual circulation", "economy", "xi")
    assert [(form.text, form.lang, form.plain, form.case) for form in phrase.forms] == [
        ("双循环", "zh", False, False),
        ("dual circulation", "en", False, False),
        ("国内国际双循环", "zh", False, False),
        ("大循环", "zh", True, False),
        ("单循环", "zh", False, False),
        ("dual cycle", "en", False, False),
        ("DC", "en", False, True),
    ]
    assert [form.dates for form in phrase.forms].index(False) == 4
    assert [(str(one), one.form, one.grade) for one in phrase.attested] == [
        ("1987", "单循环", "B"),
        ("2020-05-14", "双循环", "A"),
        ("≤ 2020-07-01", "国内国际双循环", "C"),
    ]
    assert phrase.first == phrase.attested[1]  # the earliest of a dating form
    assert [str(phrase.forms[-1].since), str(phrase.forms[-1].until)] == ["2020", "2021-03"]
    assert cycle.sources["xinhua"].author == "Xinhua"


def test_phrases_cannot_be_changed(cycle):
    with pytest.raises(AttributeError):
        cycle["dual-circulation"].zh = "单循环"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("双循环", True),
        ("雙循環", True),  # in traditional characters
        ("循环", True),
        ("dual cycle", True),
        ("Dual Circ", True),
        ("shuang xun huan", True),
        ("shuāngxúnhuán", True),
        ("xunhuan", True),
        ("domestic market", True),  # the gloss
        ("dual-circulation", True),
        ("harmonious", False),
        ("", False),
    ],
)
def test_search(cycle, query, found):
    assert ("dual-circulation" in cycle.search(query)) == found


def test_search_puts_the_whole_form_first(lexicon):
    assert next(iter(lexicon.search("dual circulation"))) == "dual-circulation"


def test_merging_lets_the_right_one_win(cycle, tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("id,zh,en\ndual-circulation,内循环,inner cycle\nmine,我的提法,my phrase\n", encoding="utf-8")
    both = cycle | Lexicon.load(path)
    assert list(both) == ["dual-circulation", "mine"]
    assert both["dual-circulation"].zh == "内循环"
    assert cycle["dual-circulation"].zh == "双循环"
    assert "xinhua" in both.sources


def test_a_csv_may_hold_more_columns_and_be_in_gb18030(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_bytes(
        "id,zh,en,zh_forms,era,first,first_where\nmine,我的提法,my phrase,甲提法;乙提法,xi,2020,a daily\n".encode(
            "gb18030"
        )
    )
    phrase = Lexicon.load(path)["mine"]
    assert [form.text for form in phrase.forms] == ["我的提法", "my phrase", "甲提法", "乙提法"]
    assert phrase.first is not None
    assert (str(phrase.first.date), phrase.first.grade, phrase.first.where) == ("2020", "B", "a daily")


def test_find_takes_any_script_and_spacing(cycle):
    assert [phrase.id for phrase in cycle.find("「雙 循環」")] == ["dual-circulation"]
    assert cycle.find("内循环") == []


def test_an_id_that_is_not_there_names_what_is_near(cycle):
    with pytest.raises(PartyspeakError, match="dual-circulation"):
        cycle.phrase("dual-circulaton")


def test_the_version_changes_with_the_content_only(cycle, write_lexicon, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "economy.toml").write_text(CYCLE, encoding="utf-8")
    assert Lexicon.load(tmp_path / "elsewhere").version == cycle.version
    (tmp_path / "elsewhere" / "economy.toml").write_text(CYCLE.replace("2020-05", "2020-06"), "utf-8")
    assert Lexicon.load(tmp_path / "elsewhere").version != cycle.version


def test_the_frame_has_one_row_a_phrase(cycle):
    row = cycle.to_frame().iloc[0]
    assert row["pinyin"] == "shuāng xún huán"
    assert row["zh_forms"] == "双循环; 国内国际双循环; 大循环; 单循环"
    assert (row["first"], row["first_grade"]) == ("2020-05-14", "A")


def test_a_notebook_shows_a_table_and_escapes_it(write_lexicon):
    lexicon = write_lexicon('[x]\nzh = "双循环"\nen = "<script>"\n')
    assert "<script>" not in lexicon._repr_html_()
    assert "双循环" in lexicon._repr_html_()
    assert "1 phrases" in repr(lexicon)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ('[a]\nzh = "双循环"\nzhforms = []\n', r"\[a\]: zhforms: unknown key; did you mean zh_forms\?"),
        ('[a]\nzh = { text = "双循环", plan = true }\n', r"zh.plan: unknown key; did you mean plain\?"),
        ('[a]\nzh = "双循环"\nera = "ming"\n', "era: .*'mao'"),
        ('[a]\nzh = "双循环"\nfirst = "2020-13-01"\n', "first: '2020-13-01' is no date of the calendar"),
        ('[a]\nzh = "双循环"\nfirst = "long ago"\n', "first: 'long ago' is not a date"),
        ('[a]\nzh = "双循环"\nzh_forms = "大循环"\n', "zh_forms: .*tuple"),
        ('[a]\nzh = "双循环"\nzh_forms = [1]\n', r"zh_forms\[1\]: write a string, or a table"),
        ('[a]\ngloss = "nothing to find"\n', "no form"),
        ('[a]\nzh = "甲"\n[a]\nzh = "乙"\n', "may occur once"),
        ('a = "双循环"\n', "bare value"),
        ("[a\n", "is not TOML"),
    ],
)
def test_an_entry_of_the_wrong_shape_is_refused_with_its_place(write_lexicon, content, says):
    with pytest.raises(LexiconError, match=says) as error:
        write_lexicon(content)
    assert "economy.toml" in str(error.value)


def test_all_faults_are_told_at_once(write_lexicon):
    content = '[a]\nzh = 1\nfrist = "2020"\n[b]\nera = "ming"\n'
    with pytest.raises(LexiconError) as error:
        write_lexicon(content, diplomacy='[c]\nen = "x"\nfirst = "never"\n')
    assert [(fault.id, fault.key) for fault in error.value.faults] == [
        ("c", "first"),
        ("a", "zh"),
        ("a", "frist"),
        ("b", "era"),
    ]


def test_an_id_in_two_files_is_refused(write_lexicon):
    with pytest.raises(LexiconError, match=r"economy\.toml: \[a\].*diplomacy\.toml"):
        write_lexicon('[a]\nzh = "甲乙"\n', diplomacy='[a]\nzh = "乙丙"\n')


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("x.csv", "name,zh\n甲,乙\n", "needs the columns id, zh, en"),
        ("x.csv", "id,zh,en\na,甲\n", "line 2.*cells"),
        ("x.csv", "id,zh,en\na,甲乙,x,y\n", "line 2.*cells"),
        ("x.csv", "id,zh,en,frist\na,甲乙,x,2020\n", "frist: unknown key"),
        ("x.csv", "id,zh,en\n,甲乙,x\n", "is empty"),
    ],
)
def test_a_csv_that_is_wrong_names_the_line(tmp_path, name, content, says):
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(LexiconError, match=says):
        Lexicon.load(tmp_path / name)


def test_paths_that_are_no_lexicon(tmp_path):
    (tmp_path / "x.json").write_text("{}")
    for path, says in ((tmp_path / "no", "no such"), (tmp_path, "no .toml"), (tmp_path / "x.json", "a lexicon is")):
        with pytest.raises(SourceError, match=says):
            Lexicon.load(path)


def test_the_default_lexicon_is_read_where_it_lies():
    assert Lexicon.load(default_folder()).version == Lexicon.default().version


def test_importing_loads_nothing_heavy():
    heavy = ["scipy", "tqdm", "spacy", "spacy_pkuseg", "altair", "dask", "opencc", "pydantic", "pypinyin"]
    heavy += ["typer", "rich", "inflection"]
    code = f"import partyspeak, sys; print([name for name in {heavy} if name in sys.modules])"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("dates", "first"),
    [
        (["2020 C", "2020-05-14 A"], "2020-05-14 A"),  # some day of 2020 is not surely earlier
        (["2020 C", "2020-05-14 C"], "2020-05-14 C"),
        (["2019 C", "2020-05-14 A"], "2019 C"),
        (["2020 A", "2020-05-14 C"], "2020 A"),
        (["2020-05 B", "2020-05-14 A"], "2020-05-14 A"),
        (["2020-05-14 D", "2020-05-14 C"], "2020-05-14 C"),
        (["2020-05-14 C", "2020-05-15 A"], "2020-05-14 C"),
    ],
)
def test_the_first_attestation_is_surely_earlier_or_better_known(write_lexicon, dates, first):
    attested = ", ".join(f'{{date="{one[:-2]}",grade="{one[-1]}"}}' for one in dates)
    phrase = write_lexicon(f'[a]\nzh = "甲乙"\nattested = [{attested}]\n')["a"]
    assert f"{phrase.first.date} {phrase.first.grade}" == first
