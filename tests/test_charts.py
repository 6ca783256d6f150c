"""Charts: the right numbers and words in the drawing; how they are saved and shown is tested in test_chart_files."""

import io
import json
import re

import altair as alt
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_charts import CHARTS, ROWS, draw
from small_corpora import corpora, few, tagged

from partyspeak import PartyspeakError, between, samples, tag
from partyspeak.display import charts
from partyspeak.display.charts import drawing


@pytest.fixture(scope="module")
def corpus():
    return tagged(ROWS)


def values(chart):
    """The rows of every data set of a chart, each once."""
    found = []

    def walk(node):
        if isinstance(node, dict):
            data = node.get("data", {})
            if "format" in data:
                found.append(read(datasets[data["name"]], data["format"]["parse"]))
            for child in node.values():
                walk(child)
        elif isinstance(node, list):
            for child in node:
                walk(child)

    spec = chart.to_dict()
    datasets = spec.pop("datasets")
    walk(spec)
    return pd.concat(found).drop_duplicates()


def read(content, parse):
    """The rows as Vega reads them: what is to be parsed is missing where it is empty."""
    table = pd.read_csv(io.StringIO(content), dtype=str, keep_default_na=False).astype(object)
    for name, kind in parse.items():
        read_as = {"number": float, "boolean": {"true": True, "false": False}.get, "string": str}[kind]
        read_values = [read_as(value) if value else None for value in table[name]]
        table[name] = pd.Series(read_values, dtype=object)
    return table


def encodings(chart, channel):
    """Every field that a channel draws."""
    fields = set()

    def walk(node):
        for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
            if isinstance(child, dict) and isinstance(child.get(channel), dict) and "field" in child[channel]:
                fields.add(child[channel]["field"])
            walk(child)

    walk({key: value for key, value in chart.to_dict().items() if key != "datasets"})
    return fields


def notes(chart):
    return " ".join(chart.title.subtitle)


# --- the right data


def test_a_timeline_has_the_shares_and_a_hole_where_there_are_no_documents(corpus):
    chart = corpus.chart.timeline(phrases=["cycle"], per="documents")
    rows = values(chart).set_index("period")
    assert rows.loc[["2018", "2020"], "rate"].tolist() == [0.5, 0.5]
    assert pd.isna(rows.loc["2019", "rate"])
    assert rows.loc["2018", "time"] == "2018-01-01T00:00:00"
    assert (rows.loc["2018", "low"] < 0.5) and (rows.loc["2018", "high"] > 0.5)
    assert rows["alone"].tolist() == [True, False, True]
    assert encodings(chart, "y") == {"rate", "low"}
    assert chart.title.text == ["Share of documents that use the phrase, by year"]
    assert notes(chart) == (
        "5 documents, 2018–2020; 1 undated left out "
        "shaded: 95% confidence interval (Wilson); lines break where a year has no documents"
    )


def test_a_share_counts_a_document_once_whatever_the_language_and_a_rate_does_not(corpus):
    share = values(corpus.chart.timeline(phrases=["cycle"], per="documents"))
    assert share.groupby("period").size().max() == 1
    rate = values(corpus.chart.timeline(phrases=["cycle"], per="million"))
    assert set(rate["language"]) == {"Chinese", "English"}


@pytest.mark.parametrize(
    ("per", "begins"), [(None, "Mentions"), ("documents", "Share of documents"), ("million", "Mentions per million")]
)
def test_the_title_says_what_is_counted(corpus, per, begins):
    assert corpus.chart.timeline(per=per).title.text[0].startswith(begins)
    assert corpus.chart.heat_map(per=per).title.text[0].endswith("by year")


def test_a_timeline_of_more_phrases_than_colours_has_panels():
    docs = tag(samples.load(), id="id")
    many = docs.chart.timeline(most=8).to_dict()["vconcat"][0]
    assert many["facet"]["field"] == "label"
    assert "facet" not in docs.chart.timeline(most=7).to_dict()["vconcat"][0]


def test_the_axis_of_counts_begins_at_zero(corpus):
    spec = json.dumps(corpus.chart.timeline(per=None).to_dict())
    domains = re.findall(r'"domain": \[([\d.]+), ([\d.]+)\], "nice": false', spec)
    assert domains and all(float(low) == 0 and float(high) > 0 for low, high in domains)


def test_a_timeline_tells_what_each_point_covers(corpus):
    assert "each year stands for itself and the 2 before it; 5 documents" in notes(corpus.chart.timeline(window=3))
    assert "each year stands for itself and all before it" in notes(corpus.chart.timeline(cumulative=True))
    assert "stands for itself" not in notes(corpus.chart.timeline())


def test_a_timeline_is_of_periods(corpus):
    with pytest.raises(PartyspeakError, match=r"by='outlet': a timeline is by year, quarter, month, day; use heat_map"):
        corpus.chart.timeline(by="outlet")


def test_a_heat_map_tells_no_mention_from_no_document(corpus):
    chart = corpus.chart.heat_map(phrases=["cycle", "future"], per="documents")
    rows = values(chart)
    cells = rows[rows["group"].notna()].set_index(["phrase", "group"])["rate"]
    assert cells["future"].to_dict() == {"2018": 0, "2020": 0.5}
    assert '"domain": ["2018", "2019", "2020"]' in json.dumps(chart.to_dict())
    assert "white: not used; grey: no documents in that year" in notes(chart)
    chinese_only = tagged([("2018", "a", "双循环。dual circulation"), ("2019", "a", "双循环")])
    assert "grey: no text in the language" in notes(chinese_only.chart.heat_map(per="million"))
    by_outlet = corpus.chart.heat_map(by="outlet", per="documents")
    assert "grey" not in notes(by_outlet)
    assert set(values(by_outlet)["group"].dropna()) == {"a", "b"}


def test_temperature_names_the_tier_and_warns_of_small_periods(corpus):
    assert "the tiers need 5 documents in a year" in json.dumps(corpus.chart.temperature().to_dict())
    chart = tagged(ROWS * 3).chart.temperature(phrases="cycle")
    assert set(values(chart)["heat"].dropna()) == {"沸 blazing"}
    assert "beware: in 2 of 2 years a single document makes a phrase hot or hotter" in notes(chart)
    cold = tagged([("2018", "a", "双循环" if n == 0 else "") for n in range(6000)]).chart.temperature()
    assert set(values(cold)["heat"].dropna()) == {"冷 cold"}
    assert "beware" not in notes(cold)


def test_temperature_by_the_readers_own_tiers_is_theirs_to_judge():
    assert "beware" not in notes(
        tagged([("2018", "a", "双循环")] * 5).chart.temperature(cutoffs=[0.9, 0.8, 0.7, 0.6, 0.5])
    )


def test_the_ladder_has_the_date_its_precision_and_the_words(corpus):
    rows = values(corpus.chart.first_appearances(phrases=["cycle", "pattern"])).set_index("zh")
    assert rows.loc["双循环", ["first_from", "first_to"]].tolist() == ["2018-03-01T00:00:00", "2018-03-31T00:00:00"]
    assert rows.loc["双循环", "kind"] == "in the first period of these documents, so perhaps older"
    assert rows.loc["双循环新发展格局", ["kind", "doc_id"]].tolist() == ["first in these documents", "2"]
    assert rows.loc["双循环新发展格局", "around"].startswith("双循环新发展格局。新时代")


@pytest.mark.parametrize(
    ("first", "kind"),
    [
        ("2019-01-01", "first in these documents"),
        ("2021", "first in these documents, and before the date in the lexicon"),
        ("2020", "first in these documents"),
    ],
)
def test_the_ladder_tells_what_is_older_than_the_lexicon_says(corpus, first, kind):
    table = corpus.first_appearances(phrases="pattern").assign(attested=first)
    table["lag_days"] = pd.array([{"2019-01-01": 396, "2021": -335, "2020": 0}[first]], dtype="Int64")
    rows = values(charts.first_appearances(table, corpus.phrases)).iloc[0]
    assert rows["kind"] == kind
    assert rows["lexicon_from"] == f"{first[:4]}-01-01T00:00:00"


def test_renderings_share_out_what_is_said():
    chart = tagged(
        [("2018", "a", "community of common destiny, community of common destiny, community with a shared future")]
    ).chart.renderings(phrases="future")
    rows = values(chart).set_index("shown")
    assert rows["share"].round(3).to_dict() == {
        "community of common destiny": 0.667,
        "community with a shared future": 0.333,
    }
    assert rows["denominator"].tolist() == [3, 3]


def test_keyness_puts_each_side_on_its_side(corpus):
    chart = corpus.chart.keyness("outlet == 'a'", "outlet == 'b'", names=("paper A", "paper B"), lang="zh")
    rows = values(chart)
    rows = rows[rows["phrase"].notna()].set_index("phrase")
    assert rows.loc["pattern", ["side", "open"]].tolist() == ["more in paper A", True]
    assert rows.loc["future", ["side", "open"]].tolist() == ["more in paper B", True]
    assert (rows["log_ratio"] > 0).eq(rows["side"] == "more in paper A").all()
    assert rows["log_ratio"].is_monotonic_decreasing
    assert chart.title.text == ["Phrases typical of paper A and of paper B"]
    assert "paper A: 2 documents, 2018–2020; paper B: 3 documents, 2018–2020; Chinese mentions" in notes(chart)


def test_the_matrix_has_every_pair_twice(corpus):
    chart = corpus.chart.cooccurrence(phrases=["cycle", "era", "future"])
    rows = values(chart)
    pairs = rows[rows["count"].notna()].set_index(["one", "other"])["count"]
    assert pairs["cycle", "era"] == pairs["era", "cycle"] == 1
    assert pairs["cycle", "future"] == pairs["future", "cycle"] == 0
    assert len(pairs) == 6


def test_phrases_that_attract_each_other_stand_side_by_side():
    corpus = tagged([("2018", "a", text) for text in ["双循环，人类命运共同体"] * 3 + ["新时代，猜测"] * 3 + [""] * 3])
    chart = json.dumps(corpus.chart.cooccurrence(labels="zh").to_dict(), ensure_ascii=False)
    order = json.loads(re.search(r'"domain": (\["[^]]*"\])', chart)[1])
    assert {frozenset(order[:2]), frozenset(order[2:])} == {
        frozenset({"双循环", "人类命运共同体"}), frozenset({"新时代", "猜测"}),
    }  # fmt: skip


def test_dispersion_by_phrases_and_by_documents(corpus):
    assert encodings(corpus.chart.dispersion(), "x") == {"corpus_place"}
    by_document = corpus.chart.dispersion(phrases="era")
    assert encodings(by_document, "x") == {"place"}
    assert "undated  4" in json.dumps(by_document.to_dict())
    with pytest.raises(PartyspeakError, match="up to 7 of them, not 8"):
        tag(samples.load(), id="id").chart.dispersion(rows="documents", most=8)
    with pytest.raises(PartyspeakError, match="rows='pages' must be"):
        corpus.chart.dispersion(rows="pages")


def test_dispersion_needs_the_texts(corpus):
    bare = type(corpus)(corpus.documents, corpus.mentions, corpus.phrases, corpus.settings, None)
    with pytest.raises(PartyspeakError, match="texts"):
        bare.chart.dispersion()


def test_phrases_roll_up_by_a_column_of_the_lexicon(corpus):
    chart = corpus.chart.heat_map(roll_up="domain", per="documents")
    assert chart.title.text == ["Share of documents that use a phrase of the domain, by year"]
    shares = values(chart).dropna(subset=["rate"]).set_index(["phrase", "group"])["rate"].to_dict()
    counted = corpus.frequency(roll_up="domain", per="documents").groupby(["domain", "period"])["rate"].max()
    assert shares == counted.to_dict()
    lines = corpus.chart.timeline(per=None, roll_up="era", most=1)
    assert lines.title.text == ["Mentions of a phrase of the era, by year"]
    assert set(values(lines)["label"]) == {"xi"}
    assert "the era that the most documents use, of 2; 5 documents" in notes(lines)
    nameless = tagged([("2018", "a", "猜测")]).chart.timeline(roll_up="domain")
    assert set(values(nameless)["label"]) == {"(none)"}
    with pytest.raises(PartyspeakError, match="roll_up='realm' is not a column of the phrases"):
        corpus.chart.timeline(roll_up="realm")


@pytest.mark.parametrize(
    ("by", "ticks"),
    [("year", {"interval": "year", "step": 1}), ("quarter", {"interval": "month", "step": 3}), ("day", None)],
)
def test_of_few_periods_each_has_one_tick(corpus, by, ticks):
    found = re.search(r'"tickCount": ({[^}]*})', json.dumps(corpus.chart.timeline(by=by).to_dict()))
    assert (json.loads(found[1]) if found else None) == ticks


# --- words


@pytest.mark.parametrize(
    ("labels", "label"), [("zh", "双循环"), ("en", "dual circulation"), ("both", "双循环 dual circulation")]
)
def test_labels_in_either_language_or_both(corpus, labels, label):
    assert label in set(values(corpus.chart.heat_map(labels=labels, per="documents"))["label"])
    tips = json.dumps(corpus.chart.heat_map(labels=labels, per="documents").to_dict(), ensure_ascii=False)
    assert '{"field": "zh", "title": "Chinese", "type": "nominal"}' in tips
    assert '{"field": "en", "title": "English", "type": "nominal"}' in tips


def test_labels_that_are_none(corpus):
    with pytest.raises(PartyspeakError, match="labels='de' is not one of 'zh', 'en', 'both'"):
        corpus.chart.heat_map(labels="de")


def test_two_phrases_of_one_wording_keep_their_rows_apart():
    lexicon = pd.DataFrame(
        {"id": ["mao", "xi", "only-en", "none"], "zh": ["四个伟大", "四个伟大", "", ""], "en": ["", "", "a ’s", ""]}
    )
    table = drawing.labelled(pd.DataFrame({"phrase": ["xi", "mao", "only-en", "none"]}), lexicon, "zh")
    assert table["label"].tolist() == ["四个伟大 (xi)", "四个伟大 (mao)", "a 's", "none"]
    assert table["en"].tolist()[2] == "a ’s"


def test_most_says_how_many_are_left_out():
    chart = tag(samples.load(), id="id").chart.heat_map(most=3)
    assert len(set(values(chart)["phrase"].dropna())) == 3
    assert re.search(r"the 3 phrases that the most documents use, of \d+; 24 documents, 1982–2024", notes(chart))


def test_choices_are_told_in_the_note(corpus):
    chart = corpus.chart.heat_map(lang="zh", sure_only=False, nested=False, where=between("2020"))
    assert "2 of 5 documents, 2020; Chinese mentions, unsure ones too, none inside longer phrases" in notes(chart)


@pytest.mark.parametrize(
    ("by", "says"), [("year", "1 undated left out"), ("month", "2 undated and 1 dated"), ("outlet", "2 without outlet")]
)
def test_documents_that_have_no_place_on_the_axis_are_counted(by, says):
    rows = [("2018-01", "a", "双循环"), (None, None, "双循环"), ("2018", None, "新时代")]
    rows += [(None, "a", "双循环")] if by == "month" else []
    assert says in notes(tagged(rows).chart.heat_map(by=by))


# --- nothing, little, odd


@pytest.mark.parametrize("name", [name for name in CHARTS if name != "keyness"])
@pytest.mark.parametrize("rows", [[], [("2018", "a", "平常的话")]], ids=["no documents", "no mention"])
def test_an_empty_corpus_says_so(name, rows):
    chart = draw(tagged(rows), name)
    assert "Nothing to show: " in json.dumps(chart.to_dict())
    assert chart.title.text[0]


def test_keyness_without_a_mention_or_a_difference_says_so():
    nothing = tagged([("2018", "a", "平常"), ("2018", "b", "平常")]).chart.keyness("outlet == 'a'")
    assert "no mention was counted" in json.dumps(nothing.to_dict())
    alike = tagged([("2018", "a", "双循环"), ("2018", "b", "双循环")]).chart.keyness("outlet == 'a'")
    assert "both groups use every phrase alike" in json.dumps(alike.to_dict())


@pytest.mark.parametrize("name", list(CHARTS))
@pytest.mark.parametrize(
    "rows", [[(None, "a", "双循环，新时代"), (None, "b", "新时代")], [("2018", "a", "双循环"), ("2018", "b", "")]]
)
def test_undated_documents_and_single_ones_draw(name, rows, tmp_path):
    draw(tagged(rows), name).save(tmp_path / "chart.svg")
    assert "<svg" in (tmp_path / "chart.svg").read_text(encoding="utf-8")


@pytest.mark.parametrize("by", ["year", "quarter", "month", "day", "outlet"])
@pytest.mark.parametrize("name", ["heat_map", "temperature", "renderings"])
def test_every_period_draws(corpus, by, name, tmp_path):
    draw(corpus, name, by=by).save(tmp_path / "chart.svg")
    assert "<svg" in (tmp_path / "chart.svg").read_text(encoding="utf-8")


@few
@given(corpora(), st.sampled_from([name for name in CHARTS if name != "keyness"]))
def test_every_chart_is_a_valid_specification(corpus, name):
    assert draw(corpus, name).to_dict()["title"]["text"]


def test_most_is_one_or_more(corpus):
    with pytest.raises(PartyspeakError, match="most=0"):
        corpus.chart.heat_map(most=0)


def test_tables_longer_than_altairs_limit_draw():
    rows = pd.DataFrame({"n": range(6000)})
    assert len(values(alt.Chart(drawing.inline(rows)).mark_point())) == 6000


def test_data_are_read_as_what_they_were():
    table = pd.DataFrame(
        {
            "a": [1.5, float("inf")], "b": pd.array([1, None], dtype="Int64"), "c": [True, False],
            "d": ["", '一, "二"\r\n三'], "e": ["", None], "f": ["2018", "08"], "g": [123456789, 0],
        }
    )  # fmt: skip
    data = drawing.inline(table).to_dict()
    rows = read(data["values"], data["format"]["parse"])
    assert rows.to_numpy().tolist() == [
        [1.5, 1, True, "", None, "2018", 123456789],
        [None, None, False, '一, "二"\r\n三', None, "08", 0],
    ]
