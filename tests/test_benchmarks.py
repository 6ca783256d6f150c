"""The benchmarks run, and measure what they say."""

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
import spacy

import partyspeak

TOP = Path(partyspeak.__file__).parents[1]
if not (TOP / "benchmarks").is_dir():
    pytest.skip("needs a checkout: benchmarks/ is not installed", allow_module_level=True)
sys.path.append(str(TOP))

from benchmarks import component, lexicons, report, scale, texts  # noqa: E402
from benchmarks.contestants import EDGES, Contestant, Task, all_of_them, engines, peers  # noqa: E402
from benchmarks.goals import judge  # noqa: E402
from benchmarks.timing import Cell, Timing, growth, speed_ratio, take_turns  # noqa: E402

PEERS = ["spaCy PhraseMatcher", "flashtext2", "pyahocorasick on str", "ahocorasick-rs on str", "daachorse on str"]
PEERS += ["pandas str.count loop"]
SHORT = ["坚持改革开放。", "建设小康社会！", "他说了什么？", "改革开放是关键；"]


@pytest.fixture(scope="module")
def quick(tmp_path_factory):
    """The figures and the printed tables of a quick run."""
    path = tmp_path_factory.mktemp("benchmarks") / "results.json"
    command = [sys.executable, "-m", "benchmarks", "--quick", "-o", str(path)]
    answer = subprocess.run(command, cwd=TOP, capture_output=True, text=True, encoding="utf-8")
    assert answer.returncode == 0, answer.stderr
    return json.loads(path.read_text(encoding="utf-8")), answer.stdout


def rows(result, part, **wanted):
    found = [row for row in result["rows"] if row["part"] == part]
    return [row for row in found if all(row[key] == value for key, value in wanted.items())]


@pytest.mark.parametrize("lang", texts.LANGUAGES)
def test_every_contestant_has_its_row_and_is_timed_or_says_why_not(quick, lang):
    result, printed = quick
    found = rows(result, "speed", lang=lang)
    ours = [f"partyspeak.tag, {engine}, {edges}" for engine in engines() for edges in EDGES]
    assert [row["row"] for row in found] == ours + PEERS
    for row in found:
        assert row["row"] in printed
        assert bool(row["seconds"]) != bool(row["skipped"])
        assert all(seconds > 0 for seconds in row["seconds"])


@pytest.mark.parametrize("lang", texts.LANGUAGES)
def test_the_contestants_find_about_the_same(quick, lang):
    found = {row["row"]: row for row in rows(quick[0], "speed", lang=lang) if row["seconds"]}
    ours = found["partyspeak.tag, pyahocorasick, dictionary"]["hits"]
    assert ours > 10
    scanners = {found[name]["hits"] for name in PEERS[2:5] if name in found}
    assert len(scanners) == 1, "automata of the same forms find the same"
    for name, row in found.items():
        expected = ours * row["characters"] / found["partyspeak.tag, pyahocorasick, dictionary"]["characters"]
        assert expected / 3 < row["hits"] < expected * 3, name


def test_the_engines_find_the_same_in_the_same_text(quick):
    for edges in EDGES:
        hits = {row["hits"] for row in rows(quick[0], "speed", lang="zh") if row["row"].endswith(f", {edges}")}
        assert len(hits) == 1


def test_every_part_is_there_and_every_goal_is_judged_as_it_was_measured(quick):
    result, printed = quick
    assert {row["part"] for row in result["rows"]} == {
        *("speed", "text growth", "lexicon growth", "shapes", "memory", "startup")
    }
    forms = [row["forms"] for row in rows(result, "lexicon growth", lang="zh")[:3]]
    assert forms[1:] == [3 * forms[0], 10 * forms[0]]
    assert all(bool(row["seconds"]) != bool(row["skipped"]) for row in rows(result, "shapes"))
    assert all(row["peak_bytes"] > 10**7 for row in rows(result, "memory"))
    assert result["goals"]
    for goal in result["goals"]:
        assert goal["what"] in printed
        sign, limit, _ = goal["wanted"].split()
        if goal["measured"] is None:
            assert goal["met"] is None
        else:
            reached = goal["measured"] >= float(limit) if sign == "≥" else goal["measured"] <= float(limit)
            assert goal["met"] == reached


def test_no_sentence_comes_again_before_all_came_once():
    source = texts.Source("zh", SHORT, "four sentences")
    taken = source.shuffled(2 * source.characters, seed=3)
    assert sorted(taken[:4]) == sorted(taken[4:]) == sorted(SHORT)
    assert taken == source.shuffled(2 * source.characters, seed=3)
    assert source.shuffled(1, seed=3) == taken[:1]


def test_documents_keep_every_character():
    whole = "".join(SHORT * 100)
    for make in (texts.news, texts.headlines, texts.document_of_all):
        assert "".join(make("", "zh", SHORT * 100).texts) == whole
    assert {len(text) for text in texts.headlines("", "zh", SHORT * 100).texts[:-1]} == {20}
    english = ["Reform goes on.", "It opens the country."] * 50
    assert " ".join(texts.headlines("", "en", english).texts) == " ".join(english)


def test_a_part_of_the_documents_is_their_beginning():
    docs = texts.Documents("ten", "zh", ["一二三四五"] * 10)
    assert docs.part(0.3).texts == docs.texts[:3]
    assert docs.part(1.0) is docs


@pytest.mark.parametrize("lang", texts.LANGUAGES)
def test_the_real_documents_are_read_whole(corpora, lang):
    source = texts.read_source(lang, corpora)
    assert source.characters > 1_000_000
    assert texts.read_source(lang, corpora / "nowhere") is None


def test_a_grown_lexicon_has_so_many_times_the_forms_and_they_stand_in_the_text():
    small = lexicons.curated(20)
    sources = {lang: texts.generate_source(lang, small, 50_000, seed=1) for lang in texts.LANGUAGES}
    large = lexicons.grown(small, 3, sources, seed=1)
    for lang in texts.LANGUAGES:
        own, forms = lexicons.forms_in(small, lang), lexicons.forms_in(large, lang)
        assert forms[: len(own)] == own
        assert len(forms) == 3 * len(own)
        text = "\n".join(sources[lang].sentences).lower()
        assert all(form in text for form in forms[len(own) :])
    with pytest.raises(ValueError, match="too short"):
        lexicons.grown(small, 3, {lang: texts.Source(lang, ["改革"], "") for lang in texts.LANGUAGES}, seed=1)


def timing(name, characters, *seconds):
    contestant = Contestant(name, "", lambda task: len)
    docs = texts.Documents("", "zh", ["一" * characters])
    return Timing(Cell(contestant, Task("zh", [], lexicons.curated(1)), docs), docs, list(seconds), list(seconds))


def test_ratios_are_taken_within_a_round_and_for_a_character():
    assert speed_ratio(timing("", 10, 1.0, 2.0), timing("", 10, 5.0, 6.0)) == [5.0, 3.0]
    assert speed_ratio(timing("", 10, 1.0), timing("", 5, 1.0)) == [2.0]
    assert growth(timing("", 1, 1.0, 2.0), timing("", 10, 10.0, 30.0)) == [10.0, 15.0]


@pytest.mark.parametrize(("seconds", "met"), [(9.9, False), (10.0, True), (30.0, True)])
def test_a_goal_is_met_from_its_limit_on(seconds, met):
    ours = timing("partyspeak.tag, pyahocorasick, dictionary", 10, 1.0)
    goals = judge(["zh"], [ours, timing("spaCy PhraseMatcher", 10, seconds)], [], [], [])
    assert [goal.met for goal in goals if goal.measured is not None] == [met]


def test_every_contestant_has_its_turn_in_every_round_and_one_that_remembers_is_built_anew():
    turns, built = [], []

    def contestant(name, remembers=False, missing=""):
        def build(task):
            built.append(name)
            return lambda docs: turns.append(name) or 7

        return Contestant(name, "", build, missing, remembers=remembers)

    docs, task = texts.Documents("", "zh", ["一"]), Task("zh", [], lexicons.curated(1))
    cells = [
        Cell(contestant("remembers", remembers=True), task, docs),
        Cell(contestant("missing", missing="x"), task, docs),
    ]
    timings = take_turns(cells, 3, lambda line: None)
    assert turns == built == ["remembers"] * 3
    assert [len(timing.seconds) for timing in timings] == [3, 0]
    assert timings[0].hits == 7
    printed = report.speed_table("", timings, ["remembers"])
    assert list(printed.columns[1].cells)[1] == "skipped: x"


def test_a_peer_is_missing_only_where_its_package_is():
    packages = ["spacy", "flashtext2", "ahocorasick", "ahocorasick_rs", "daachorse", "pandas"]
    assert [not peer.missing for peer in peers()] == [find_spec(package) is not None for package in packages]
    assert len({contestant.name for contestant in all_of_them()}) == len(all_of_them())


def test_a_small_run_of_the_scale_benchmark_has_its_figures(tmp_path):
    new, again = scale.whole(tmp_path, 0.1, [1], ["--edges", "off"])
    assert new["documents"] == len(partyspeak.read_parquet(tmp_path / "store-1").documents) > 50
    assert new["seconds"] > 0
    assert new["characters_per_second"] == pytest.approx(new["characters"] / new["seconds"], abs=1)
    assert again["run"] == "the same again"
    assert (tmp_path / "docs.jsonl").stat().st_size == pytest.approx(100_000, rel=0.05)


@pytest.mark.parametrize("lang", texts.LANGUAGES)
def test_the_component_is_measured_in_a_pipeline_of_real_size(lang):
    spoken = {"zh": "加快双循环，推进改革。", "en": "The dual circulation strategy goes on."}[lang]
    measured = component.measure(
        "small", lang, lambda: component.small_model(lambda: spacy.blank(lang)), [spoken] * 3, 2
    )
    assert measured.mentions == 3
    assert len(measured.with_it) == len(measured.without) == 2
    assert measured.ratio == min(measured.with_it) / min(measured.without) > 0


def test_a_pipeline_that_cannot_run_here_says_why(monkeypatch, tmp_path):
    monkeypatch.setenv("PARTYSPEAK_MODEL", str(tmp_path))
    measured = component.measure("words", "zh", lambda: partyspeak.spacy_blank("zh"), ["双循环"], 1)
    assert "partyspeak download" in measured.skipped
    assert component.table([measured]).row_count == 1
