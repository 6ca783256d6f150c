"""Draw the sentences of the gold set: hits to be judged one by one, before anyone looks at the tagger's answer.

    python -m benchmarks.draw_gold to_judge.csv [seed]

A candidate is whatever plain substring search finds, and whatever the tagger finds or refuses with edges. Two strata:
``random``, sentences with a candidate drawn at random; and ``doubtful``, sentences where a known word straddles
an edge, so that the edge rules have enough to be judged by. The sentences themselves stay out of the
repository: what is kept is the document's id, the place, the phrase and the verdict.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

import partyspeak
from partyspeak.io import read_documents

CORPORA = Path(__file__).parents[2] / "shared" / "corpora"
SEED = 20261124  # of tests/gold/corpora.csv; held-out.csv was drawn with 20261125, after the lexicon was mended
DRAWN = {("random", "zh"): 200, ("random", "en"): 100, ("doubtful", "zh"): 150}
SENTENCE_END = re.compile(r"[。！？；]|\n\s*\n|(?<=[a-z\d)”\"])[.!?](?=\s)")
KEY = ["doc_id", "start", "end", "phrase"]


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where each sentence begins and ends."""
    start = 0
    for match in SENTENCE_END.finditer(text):
        yield start, match.end()
        start = match.end()
    yield start, len(text)


def candidates(docs: pd.DataFrame) -> pd.DataFrame:
    """Hits of plain search, and hits that edges leave or refuse; those in doubt are marked."""
    plain = partyspeak.tag(docs, id="id", tagger=partyspeak.Tagger(edges="off")).mentions
    tagger = partyspeak.Tagger(edges="dictionary")
    tagged = tagger.tag(docs["text"].tolist(), keep_rejected=True)
    edged = partyspeak.tag(docs, id="id", tagger=tagger, keep_rejected=True).mentions
    doubtful = edged[tagged.doubtful | (edged["reason"] != "").to_numpy()][KEY].assign(doubtful=True)
    both = pd.concat([plain, edged])[[*KEY, "lang"]].astype({"phrase": str}).drop_duplicates(KEY)
    both = both.merge(doubtful.astype({"phrase": str}).drop_duplicates(KEY), on=KEY, how="left")
    return both.assign(doubtful=both["doubtful"].notna())


def main(path: str, seed: int = SEED) -> None:
    """Write the candidates of the sentences drawn."""
    docs = pd.concat(
        [read_documents(CORPORA / f"{name}.jsonl") for name in ("work-reports", "congress-reports", "un-speeches")],
        ignore_index=True,
    )
    texts = docs.set_index("id")["text"]
    found = candidates(docs)
    spans = pd.DataFrame(
        [(id, *span) for id, text in texts.items() for span in sentences(text)], columns=["doc_id", "sentence", "to"]
    )
    found = found.merge(spans, on="doc_id")
    found = found[(found["start"] >= found["sentence"]) & (found["start"] < found["to"])]
    draw = random.Random(seed)
    chosen = []
    taken: set[tuple[str, int]] = set()
    for (stratum, lang), count in DRAWN.items():
        rows = found[found["lang"] == lang]
        rows = rows[rows["doubtful"]] if stratum == "doubtful" else rows
        pool = sorted(set(zip(rows["doc_id"], rows["sentence"], strict=True)) - taken)
        picked = draw.sample(pool, count)
        taken |= set(picked)
        chosen += [(stratum, *sentence) for sentence in picked]
    strata = pd.DataFrame(chosen, columns=["stratum", "doc_id", "sentence"])
    drawn = strata.merge(found, on=["doc_id", "sentence"]).sort_values(["doc_id", "sentence", "start", "end", "phrase"])
    lexicon = partyspeak.Lexicon.default()
    drawn["hit"] = [texts[r.doc_id][r.start : r.end] for r in drawn.itertuples()]
    drawn["marked"] = [
        f"{texts[r.doc_id][max(r.start - 40, 0) : r.start]}【{r.hit}】{texts[r.doc_id][r.end : r.end + 40]}"
        for r in drawn.itertuples()
    ]
    drawn["meaning"] = [f"{lexicon[id].zh} | {lexicon[id].en} | {lexicon[id].gloss}" for id in drawn["phrase"]]
    drawn.to_csv(path, index=False)


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
