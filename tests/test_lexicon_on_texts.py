"""The curated lexicon against real texts: its dates must not be younger than the texts say.

A first appearance before the attested date is a wrong date, a false hit or a discovery. Each was settled
in the lexicon; those that must stay are in a table, with the reason.
"""

import csv
import json
from pathlib import Path

import pandas as pd
import pytest

from partyspeak import tag

SETTLED = Path(__file__).parent / "earlier-than-attested.tsv"
CORPORA_USED = ("work-reports", "congress-reports", "un-speeches")


def settled_cases():
    with SETTLED.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.fixture(scope="module")
def tagged(corpora, tagger):
    files = [corpora / f"{name}.jsonl" for name in CORPORA_USED]
    lines = [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    return tag(pd.DataFrame(lines), id="id", tagger=tagger)


def earlier(table):
    return table[table["lag_days"].fillna(0) < 0]


@pytest.mark.needs_model
def test_no_form_appears_before_its_attested_date(tagged):
    found = earlier(tagged.first_appearances())
    assert found[["phrase", "form", "doc_id", "attested"]].to_dict("records") == []


@pytest.mark.needs_model
def test_lists_of_members_before_the_name_are_the_settled_ones(tagged):
    found = earlier(tagged.first_appearances(spelled_out=True))
    columns = ["phrase", "doc_id", "form"]
    settled = {(case["phrase"], case["document"], case["form"]) for case in settled_cases()}
    assert set(found[columns].itertuples(index=False, name=None)) == settled


def test_every_settled_case_names_a_phrase_and_a_reason(lexicon):
    for case in settled_cases():
        assert case["phrase"] in lexicon
        assert case["reason"].endswith(".")
