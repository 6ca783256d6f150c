"""The practice packet: as many passages, of such a length and such kinds, as it promises."""

import re

import pytest

from partyspeak import samples, tag
from partyspeak.dates import parse

DOCS = samples.load()


def test_it_has_twelve_passages_of_each_language_by_date():
    assert DOCS["written_in"].value_counts().to_dict() == {"zh": 12, "en": 12}
    assert DOCS["date"].is_monotonic_increasing
    years = [parse(date).first_day.year for date in DOCS["date"]]
    assert (years[0], years[-1]) == (1982, 2024)


@pytest.mark.parametrize("row", DOCS.to_dict("records"), ids=lambda row: row["id"])
def test_every_passage_says_that_it_is_for_practice_and_has_150_to_400_words(row):
    pattern = "[\u4e00-\u9fff]" if row["written_in"] == "zh" else r"[A-Za-z][\w'’-]*"
    assert 150 <= len(re.findall(pattern, row["text"])) <= 400
    first_line = row["text"].split("\n")[0]
    assert "practice" in first_line or "练习用文" in first_line or "練習用文" in first_line


def test_every_passage_holds_phrases_and_the_odd_ones_too(tagger):
    mentions = tag(DOCS, id="id", tagger=tagger).mentions
    assert set(DOCS["id"]) == set(mentions["doc_id"])
    texts = mentions.set_index("doc_id")["text"]
    assert "科學發展觀" in texts["2004-11-18-zh-water-bureau"].tolist()  # traditional
    assert any("\n" in text for text in texts["2007-08-22-zh-community-office"])  # line-wrapped
    assert any(" " in text for text in texts["2016-09-12-zh-steel-district"])  # spaced


def test_no_phrase_appears_before_it_was_coined(tagger):
    first = tag(DOCS, id="id", tagger=tagger).first_appearances()
    early = first[(first["lag_days"] < 0) & ~first["attested_grade"].isin(["C", "D"])]
    assert early.empty, early[["phrase", "first_date", "attested", "left", "text"]].to_string()
