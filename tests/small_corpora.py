"""Small corpora for the tests of the analysis: a lexicon of five phrases, and documents drawn at random."""

import pandas as pd
from hypothesis import settings
from hypothesis import strategies as st

from partyspeak import Form, Lexicon, Phrase, Tagger, tag

# Each example is tagged and asked anew; and a busy machine is no fault of the code.
few = settings(max_examples=25, deadline=None)


def phrase(id, zh, en="", *more, plain=(), domain="", era=""):
    wordings = [(zh, "zh"), *([(en, "en")] if en else ()), *more]
    forms = tuple(Form(text, lang, plain=text in plain) for text, lang in wordings)
    return Phrase(id, zh, en, forms, domain=domain, era=era)


LEXICON = Lexicon(
    [
        phrase("cycle", "双循环", "dual circulation", domain="economy", era="xi"),
        phrase("pattern", "双循环新发展格局", "new pattern of dual circulation", domain="economy", era="xi"),
        phrase("era", "新时代", "new era", plain=["new era"], domain="ideology", era="xi"),
        phrase(
            "future", "人类命运共同体", "community of common destiny",
            ("community with a shared future", "en"), domain="diplomacy", era="hu",
        ),
        phrase("absent", "猜测", "conjecture"),
    ]
)  # fmt: skip
TAGGER = Tagger(LEXICON)

PIECES = [
    *("双循环", "双循环新发展格局", "新时代", "人类命运共同体", "平常的话"),
    *("dual circulation", "new era", "community of common destiny", "community with a shared future", "plain words"),
]
DATES = [None, "2018", "2018-03", "2018-03-05", "2019", "2020-02-29", "2020-12-31", "2021-06", "2024-01-01"]


def tagged(rows, columns=("date", "outlet", "text")):
    return tag(pd.DataFrame(rows, columns=list(columns), dtype=object), tagger=TAGGER)


def corpora(least=0, most=8, pieces=PIECES, dates=DATES):
    """Corpora of up to eight short documents, of mixed precision, undated ones and equal dates among them."""
    texts = st.lists(st.sampled_from(pieces), max_size=5).map("。".join)
    row = st.tuples(st.sampled_from(dates), st.sampled_from("abc"), texts)
    return st.lists(row, min_size=least, max_size=most).map(tagged)


def shuffled(corpus, seed):
    """The same corpus with its documents, and its mentions, in another order."""
    frames = [
        frame.sample(frac=1, random_state=seed).reset_index(drop=True) for frame in (corpus.documents, corpus.mentions)
    ]
    return type(corpus)(*frames, corpus.phrases, corpus.settings, corpus.texts)
