"""First mentions in fourteen years of television news, drawn at random and judged by reading."""

from pathlib import Path

import pandas as pd
import pytest

from partyspeak import Lexicon, Tagger, tag

JUDGED = Path(__file__).parent / "judged" / "first-mentions-evening-news.csv"


@pytest.fixture(scope="module")
def news(corpora):
    path = corpora / "evening-news.parquet"
    if not path.exists():
        pytest.skip("needs the evening news")
    return tag(pd.read_parquet(path), id="id", tagger=Tagger(Lexicon.default(), edges="pkuseg"))


@pytest.mark.parametrize("draw", ["1912", "20261201"])
def test_the_table_says_how_often_a_first_mention_is_right(draw):
    judged = pd.read_csv(JUDGED, dtype=str).query("draw == @draw")
    assert len(judged) == 150
    assert judged["phrase"].is_unique
    assert (judged["verdict"] == "right").sum() >= 147


@pytest.mark.needs_model
def test_what_was_judged_right_is_still_first_and_what_was_wrong_is_not(news):
    judged = pd.read_csv(JUDGED, dtype=str).fillna("")
    first = news.first_appearances().set_index("phrase")
    right, wrong = judged[judged["verdict"] == "right"], judged[judged["verdict"] == "wrong"]
    found = first.reindex(right["phrase"])[["first_date", "doc_id"]].astype(str).to_numpy().tolist()
    assert found == right[["first_date", "doc_id"]].to_numpy().tolist()
    for row in wrong.to_dict("records"):
        assert row["phrase"] not in first.index or first.loc[row["phrase"], "doc_id"] != row["doc_id"]


@pytest.mark.needs_model
def test_nothing_in_the_news_is_earlier_than_the_lexicon(news):
    assert news.sweep()[["phrase", "form", "date", "doc_id"]].to_dict("records") == []
