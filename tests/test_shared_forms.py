"""Wordings that name different things in different years: the document's date says which, or nothing is sure."""

import pytest

from partyspeak import Tagger
from partyspeak.dates import parse


@pytest.fixture(scope="module")
def tagger(lexicon):
    return Tagger(lexicon, edges="dictionary")


@pytest.mark.parametrize(
    ("text", "date", "expected"),
    [
        ("整风运动办完了", "1943-05", {"three-rectifications-1942": True}),
        ("整风运动办完了", "1957-06-26", {"rectification-1957": True}),
        ("整风运动办完了", "1959", {"rectification-1957": True}),
        ("整风运动办完了", "1982", {"rectification-1957": False, "three-rectifications-1942": False}),
        ("延安整风办完了", "1959", {"three-rectifications-1942": True}),
        ("干部在整风", "1958", {"rectification-1957": False}),
        ("a rectification movement", "1957", {"rectification-1957": True}),
        ("学党的基本路线", "1975-01", {"basic-line-socialist-period": True}),
        ("学党的基本路线", "1985", {"basic-line-socialist-period": False, "partys-basic-line": False}),
        ("学党的基本路线", "1988", {"partys-basic-line": True}),
        ("the Party's basic line", "1976", {"basic-line-socialist-period": True}),
        ("加大扶贫攻坚力度", "1996", {"poverty-assault-plan-8-7": True}),
        ("加大扶贫攻坚力度", "2007", {"poverty-assault-plan-8-7": False, "poverty-alleviation-battle": False}),
        ("加大扶贫攻坚力度", "2014", {"poverty-alleviation-battle": True}),
        ("参加国际大循环", "1988", {"great-international-circulation": True}),
        ("参加国际大循环", "2021", {"international-circulation": True}),
    ],
)
def test_the_date_says_which_is_meant(tagger, text, date, expected):
    mentions = tagger.mentions(text, parse(date))
    assert {mention.phrase: mention.sure for mention in mentions} == expected
