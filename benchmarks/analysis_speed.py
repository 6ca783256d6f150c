"""How long each question takes on a million mentions in a hundred thousand documents.

    python benchmarks/analysis_speed.py [name …]

The documents are made up: ten years of days, twenty outlets, texts of fifteen sentences, 570 characters. Most
questions do not read the texts, and have one text for all documents; those that do have a text for each.
"""

import sys
import time

import numpy as np
import pandas as pd

import partyspeak
from partyspeak import TaggedCorpus

DOCUMENTS, MENTIONS, PHRASES = 100_000, 1_000_000, 600
SENTENCE = "平常的话说了又说一遍，" * 3 + "再说一遍。"
TEXT = "\n\n".join([SENTENCE * 3] * 5)


def corpus() -> TaggedCorpus:
    """A corpus of the size above; phrases are as uneven as words are."""
    random = np.random.default_rng(0)
    ids = [f"document-{number}" for number in range(DOCUMENTS)]
    days = np.datetime64("2015-01-01", "us") + np.sort(random.integers(0, 3650, DOCUMENTS)).astype("timedelta64[D]")
    documents = pd.DataFrame(
        {
            "doc_id": ids,
            "date": days,
            "date_precision": pd.Categorical(["day"] * DOCUMENTS, ["year", "month", "day"]),
            "lang": pd.Categorical(["zh"] * DOCUMENTS, ["zh", "en", "mixed", "none"]),
            "zh_chars": random.integers(300, 900, DOCUMENTS),
            "en_words": random.integers(0, 200, DOCUMENTS),
            "outlet": random.choice([f"outlet {number}" for number in range(20)], DOCUMENTS),
        }
    )
    names = [f"phrase-{number}" for number in range(PHRASES)]
    weight = 1 / np.arange(1, PHRASES + 1)
    phrase = random.choice(PHRASES, MENTIONS, p=weight / weight.sum())
    # Four forms a phrase, the fourth the short one of the first.
    form = phrase * 4 + random.integers(0, 4, MENTIONS)
    number = random.integers(0, DOCUMENTS, MENTIONS)
    start = random.integers(0, len(TEXT) - 8, MENTIONS)
    order = np.lexsort((start, number))
    forms = [f"{name} {form}" for name in names for form in ("long part", "other", "third", "long")]
    mentions = pd.DataFrame(
        {
            "doc_id": documents["doc_id"].take(number[order]).to_numpy(),
            "date": documents["date"].take(number[order]).to_numpy(),
            "phrase": pd.Categorical.from_codes(phrase[order], names),
            "form": pd.Categorical.from_codes(form[order], forms),
            "lang": pd.Categorical.from_codes(phrase[order] % 2, ["zh", "en"]),
            "start": start[order],
            "end": start[order] + 2 + 2 * (phrase[order] % 4),  # so that some hold others
            "text": pd.array(["平常的话"] * MENTIONS, dtype="string"),
            "sure": random.random(MENTIONS) > 0.05,
            "nested": random.random(MENTIONS) < 0.1,
        }
    )
    lexicon = pd.DataFrame({"id": names, "zh": names, "en": names, "domain": "economy", "era": "xi"}, dtype="string")
    lexicon = lexicon.assign(attested=pd.array(["2015"] * PHRASES, dtype="string"), attested_grade="A")
    texts = pd.Series([TEXT] * DOCUMENTS, index=pd.Index(ids, name="doc_id"), name="text", dtype="string")
    return TaggedCorpus(documents, mentions, lexicon, {"lexicon": "made up"}, texts)


def stories() -> TaggedCorpus:
    """The same mentions, but each document has a text of its own.

    Of the fifteen sentences two are set ones that many documents share; and one document of twenty is an earlier one
    with one sentence written anew.
    """
    random = np.random.default_rng(1)
    tagged = corpus()
    set_sentences = sentences(random, 500)
    texts: list[list[str]] = []
    for number in range(DOCUMENTS):
        if number % 20 == 19:
            text = list(texts[random.integers(0, number)])
            text[random.integers(0, len(text))] = sentences(random, 1)[0]
        else:
            text = sentences(random, 13) + random.choice(set_sentences, 2).tolist()
        texts.append(text)
    tagged.texts = pd.Series(map("\n\n".join, texts), index=tagged.texts.index, name="text", dtype="string")
    return tagged


def sentences(random: np.random.Generator, count: int) -> list[str]:
    """Sentences of 36 characters, of which some are far more frequent than others."""
    points = (ord("一") + 5000 * random.random(35 * count) ** 3).astype(np.uint32)
    drawn = points.tobytes().decode("utf-32-le")
    return [drawn[first : first + 35] + "。" for first in range(0, len(drawn), 35)]


QUESTIONS = {
    "frequency by year": lambda tagged: tagged.frequency(per="million", confidence=0.95),
    "frequency by month, rolling": lambda tagged: tagged.frequency(by="month", per="documents", window=12),
    "frequency by domain": lambda tagged: tagged.frequency(roll_up="domain"),
    "frequency where and nested": lambda tagged: tagged.frequency(nested=False, where="outlet == 'outlet 1'"),
    "first appearances": lambda tagged: tagged.first_appearances(),
    "first appearances by outlet": lambda tagged: tagged.first_appearances(by="outlet"),
    "uptake": lambda tagged: tagged.uptake(),
    "scale by month": lambda tagged: tagged.scale(by="month"),
    "scale jumps by quarter": lambda tagged: tagged.scale_jumps(by="quarter"),
    "lifecycle by month": lambda tagged: tagged.lifecycle(by="month"),
    "change points by month": lambda tagged: tagged.change_points(by="month"),
    "dropped": lambda tagged: tagged.dropped(partyspeak.between(last="2016"), partyspeak.between("2017")),
    "keyness": lambda tagged: tagged.keyness("outlet == 'outlet 1'"),
    "compare": lambda tagged: tagged.compare(partyspeak.between(last="2017"), partyspeak.between("2018")),
    "reordered": lambda tagged: tagged.reordered(partyspeak.between(last="2017"), partyspeak.between("2018")),
    "renderings by year": lambda tagged: tagged.renderings(),
    "renderings by outlet": lambda tagged: tagged.renderings(by="outlet", wordings=["long"]),
    "overtakings": lambda tagged: tagged.overtakings(),
    "shortenings": lambda tagged: tagged.shortenings(),
    "cooccurrence in documents": lambda tagged: tagged.cooccurrence(),
    "cooccurrence in paragraphs": lambda tagged: tagged.cooccurrence("paragraph"),
    "cooccurrence in sentences": lambda tagged: tagged.cooccurrence("sentence"),
    "cooccurrence in 50 characters": lambda tagged: tagged.cooccurrence(50),
    "dispersion over documents": lambda tagged: tagged.dispersion(),
    "dispersion over months": lambda tagged: tagged.dispersion(by="month"),
    "positions": lambda tagged: tagged.positions(),
    "concordance of one phrase by left context": lambda tagged: tagged.concordance(phrases="phrase-0", sort="left"),
    "concordance of one phrase by right context": lambda tagged: tagged.concordance(phrases="phrase-0", sort="right"),
    "concordance, a sample": lambda tagged: tagged.concordance(sample=100_000, sort="date"),
    "concordance of everything": lambda tagged: tagged.concordance(),
    "attestation": lambda tagged: tagged.attestation(),
    "adoptions": lambda tagged: tagged.adoptions("outlet"),
    "diffusion": lambda tagged: tagged.diffusion("outlet"),
    "standing": lambda tagged: tagged.standing(),
    "reprints, all of one text": lambda tagged: tagged.mark_reprints().documents,
    "chart of dispersion": lambda tagged: tagged.chart.dispersion().to_dict(),
    "never used": lambda tagged: tagged.never_used(where="outlet == 'outlet 1'"),
}


OF_STORIES = {
    "reprints among distinct texts": lambda tagged: tagged.mark_reprints().documents,
    "concordance of everything in distinct texts": lambda tagged: tagged.concordance(),
    "concordance of everything by left context": lambda tagged: tagged.concordance(sort="left"),
    "concordance of everything by right context": lambda tagged: tagged.concordance(sort="right"),
}


def main() -> None:
    """Print the seconds of processor time of each question, the second of two runs."""
    for made, questions in ((corpus, QUESTIONS), (stories, OF_STORIES)):
        asked = [name for name in questions if not sys.argv[1:] or any(word in name for word in sys.argv[1:])]
        tagged = made() if asked else None
        for name in asked:
            seconds = 0.0
            for _ in range(2):
                begin = time.process_time()
                rows = len(questions[name](tagged))
                seconds = time.process_time() - begin
            print(f"{seconds:6.2f} s  {name} ({rows:,} rows)")


if __name__ == "__main__":
    main()
