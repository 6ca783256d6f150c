"""What the tests of stores have in common: five documents, and what a store should hold of them."""

import pandas as pd

import partyspeak
from partyspeak.store import Store

CYCLE = '[dual-circulation]\nzh = "双循环"\nen = "dual circulation"\nfirst = "2020-05-14"\n'
TWO = CYCLE + '\n[people]\nzh = "人民"\nen = "the people"\n'

DOCS = pd.DataFrame(
    {
        "id": ["a", "b", "c", "d", "e"],
        "date": ["2020-05-22", "1954", None, "2021-03", "2020"],
        "speaker": ["li", "zhou", "li", None, "zhou"],
        "text": ["加快双循环。dual circulation", "人民", "双 循环", "双循环双循环", "the people"],
    }
)


def one_by_one(docs):
    return (docs.iloc[[number]] for number in range(len(docs)))


def rows(corpus):
    """Everything that a corpus tells, without regard to the order of documents."""
    documents = corpus.documents.astype(object).where(corpus.documents.notna(), None)
    mentions = corpus.mentions.astype(object).where(corpus.mentions.notna(), None)
    return (
        sorted(map(str, documents.to_dict("records"))),
        sorted(map(str, mentions.to_dict("records"))),
        corpus.texts.sort_index().to_dict(),
    )


def same(store, corpus):
    again = partyspeak.read_parquet(store)
    for name in ("documents", "mentions", "phrases"):
        expected = getattr(corpus, name)
        expected = expected.astype({"doc_id": getattr(again, name)["doc_id"].dtype}) if name != "phrases" else expected
        pd.testing.assert_frame_equal(getattr(again, name), expected, check_column_type=False)
    assert again.texts.to_dict() == corpus.texts.to_dict()
    assert again.settings == corpus.settings
    assert Store(store).check() == []


def files(folder):
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*.parquet")}
