"""Does discovery bring back what was taken out of the lexicon?

python -m benchmarks.rediscovery

The phrases of one era that occur in three documents or more are taken out of the lexicon, a few at a time
(`--size`; each phrase once, in an order that only its id decides), the corpus is tagged with the rest, and
`discover(since=…)` looks for what is new since that era began. Of a hundred candidates no more than a hundred
can come back, so `--size` stays below that; what else is real among the candidates but not among those taken out counts
against the result. A phrase has come back when a candidate is one of its forms (*exact*), or the one contains the other
and is at least 60 % of it (*near*: 三大攻坚战 for 打好三大攻坚战); what comes as a variant of another phrase has not.
*reachable* is the share that has a form in three documents since the date, as a candidate must.

Phrases that discovery itself found and a curator took into the lexicon (found_by_discovery.txt) are easier than others
to find again, so the shares are given once for all phrases, and once without those.

The id also decides to which half a phrase belongs: weights and rules were made on `--half tuning`, figures are of
`--half report`. The two peers get the same texts, cuts, and known forms:

- **n-gram counts**: strings of 3 to 8 Chinese characters, or 2 to 6 English words, that no stop word
  begins or ends, in order of how many documents since the date have them;
- **gensim Phrases** (normalised PMI, two passes, so up to four words) on words cut by jieba, in order of
  the same count, stop words inside allowed as connectors.

Each peer also has a second row, *only new*: without what stood in a document before the date. Neither gives a
string that is a known form, or part of one.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Final

import pandas as pd
import typer
from rich.console import Console

import partyspeak
from benchmarks.precision import documents
from partyspeak import Lexicon, Tagger
from partyspeak.analysis.discovery.stop_words import FUNCTION_WORDS
from partyspeak.display.terminal import as_table
from partyspeak.text.folding import fold

DEPTHS: Final = (50, 100, 200)
SINCE: Final = {"xi": "2012-11-15", "hu": "2002-11-15", "jiang": "1989-06-24", "deng": "1978-12-18"}
FOUND: Final = frozenset(
    line
    for line in Path(__file__).with_name("found_by_discovery.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
)
"""Ids of phrases that came into the lexicon because discovery found them."""
_NEAR: Final = 0.6
_LEAST: Final = 3
_HAN: Final = re.compile(r"[\u3400-\u9fff]+")
_WORDS: Final = re.compile(r"[a-z]+(?:['’-][a-z]+)*")

Finder = Callable[["Task"], list[str]]


@dataclass(frozen=True)
class Task:
    """What every finder gets: documents, a lexicon with holes, a date, a language."""

    docs: pd.DataFrame
    lexicon: Lexicon
    since: str
    lang: str
    counted: dict[str, dict[str, int]] = field(default_factory=dict)

    def once(self, name: str, count: Callable[[Task], dict[str, int]]) -> dict[str, int]:
        """What is counted in the texts alone, whatever the lexicon has, is counted once for all parts."""
        if name not in self.counted:
            self.counted[name] = count(self)
        return self.counted[name]

    def texts(self) -> Iterator[tuple[bool, list[list[str]]]]:
        """Whether each document is new, and its clauses as lists of characters or words, folded."""
        for date, text in zip(self.docs["date"], self.docs["text"], strict=True):
            yield str(date) >= self.since, [clause for line in _clauses(text, self.lang) if (clause := line)]

    def known(self) -> set[str]:
        """The folded forms that the lexicon has."""
        return {form for phrase in self.lexicon.values() for form in folded_forms(phrase, self.lang)}


def _clauses(text: str, lang: str) -> Iterator[list[str]]:
    if lang == "zh":
        joined = re.sub(r"(?<=[\u3400-\u9fff])[\s“”‘’]+(?=[\u3400-\u9fff])", "", text)
        yield from (list(fold(run)) for run in _HAN.findall(joined))
    else:
        for clause in re.split(r"[.,;:!?()]|\n\s*\n", text.lower()):
            yield [fold(word) for word in _WORDS.findall(clause)]


def folded_forms(phrase: partyspeak.Phrase, lang: str) -> set[str]:
    """The forms of a phrase in one language, without spaces and commas."""
    return {plain(form.text) for form in phrase.forms if form.lang == lang}


def plain(wording: str) -> str:
    """A wording folded, without the comma of enumerations."""
    return fold(wording).replace("、", "").replace(",", "")


def partyspeak_discover(task: Task) -> list[str]:
    """What is measured."""
    tagged = partyspeak.tag(task.docs, id="id", tagger=Tagger(task.lexicon))
    found = tagged.discover(task.lang, task.since, least=_LEAST, n=max(DEPTHS))
    return found.loc[found["kind"] != "variant", "candidate"].map(plain).tolist()


def ngram_counts(task: Task) -> list[str]:
    """Peer: document counts of n-grams with a stop list."""
    return _best(task, task.once("n-grams", lambda task: _ngrams(task, only_new=False)))


def ngram_counts_only_new(task: Task) -> list[str]:
    """The same, of what no earlier document has."""
    return _best(task, task.once("n-grams, only new", lambda task: _ngrams(task, only_new=True)))


def _ngrams(task: Task, only_new: bool) -> dict[str, int]:
    shortest, longest = (3, 8) if task.lang == "zh" else (2, 6)
    stop = FUNCTION_WORDS[task.lang]
    counts: Counter[tuple[str, ...]] = Counter()
    before: set[tuple[str, ...]] = set()
    for is_new, clauses in task.texts():
        seen = {
            gram
            for clause in clauses
            for length in range(shortest, longest + 1)
            for at in range(len(clause) - length + 1)
            if (gram := tuple(clause[at : at + length]))[0] not in stop and gram[-1] not in stop
        }
        if is_new:
            counts.update(seen)
        elif only_new:
            before |= seen
    return {"".join(gram): count for gram, count in counts.items() if count >= _LEAST and gram not in before}


def gensim_phrases(task: Task) -> list[str]:
    """Peer: gensim's Phrases over words."""
    return _best(task, task.once("gensim", lambda task: _joined_words(task, only_new=False)))


def gensim_phrases_only_new(task: Task) -> list[str]:
    """The same, of what no earlier document has."""
    return _best(task, task.once("gensim, only new", lambda task: _joined_words(task, only_new=True)))


def _joined_words(task: Task, only_new: bool) -> dict[str, int]:
    from gensim.models.phrases import Phrases

    stop = FUNCTION_WORDS[task.lang]
    new, old = [], []
    for is_new, clauses in task.texts():
        (new if is_new else old).append([_cut(clause, task.lang) for clause in clauses] if is_new else clauses)
    sentences = [words for document in new for words in document]
    settings = {"min_count": _LEAST, "threshold": 0.3, "scoring": "npmi", "connector_words": frozenset(stop)}
    pairs = Phrases(sentences, delimiter="\t", **settings)
    longer = Phrases(pairs[sentences], delimiter="\t", **settings)
    counts: Counter[str] = Counter()
    for document in new:
        joined = {word.replace("\t", "") for words in document for word in longer[pairs[words]] if "\t" in word}
        counts.update(joined)
    earlier = "\n".join("".join(words) for document in old for words in document) if only_new else ""
    return {phrase: count for phrase, count in counts.items() if count >= _LEAST and phrase not in earlier}


def _cut(clause: Sequence[str], lang: str) -> list[str]:
    if lang == "en":
        return list(clause)
    import jieba

    return list(jieba.cut("".join(clause)))


def _best(task: Task, counts: dict[str, int]) -> list[str]:
    """The commonest strings that are no known form nor part of one, nor part of a commoner one taken before."""
    known = "\n".join(task.known())
    taken: list[str] = []
    for string in sorted(counts, key=lambda string: (-counts[string], -len(string), string)):
        if counts[string] < _LEAST or len(taken) == max(DEPTHS):
            break
        if string not in known and not any(string in other or other in string for other in taken):
            taken.append(string)
    return taken


FINDERS: Final[dict[str, Finder]] = {
    "discover": partyspeak_discover,
    "n-gram counts": ngram_counts,
    "n-gram counts, only new": ngram_counts_only_new,
    "gensim Phrases": gensim_phrases,
    "gensim Phrases, only new": gensim_phrases_only_new,
}


def is_exact(string: str, forms: set[str]) -> bool:
    """Whether a string is one of the forms."""
    return string in forms


def is_near(string: str, forms: set[str]) -> bool:
    """Whether a string is a form, or one contains the other and is most of it."""
    return any(
        (form in string and len(form) >= _NEAR * len(string)) or (string in form and len(string) >= _NEAR * len(form))
        for form in forms
    )


def half_of(id: str) -> str:
    """On which half of the phrases one lies: that on which weights were chosen, or that which is reported."""
    return ("tuning", "report")[int(sha256(id.encode()).hexdigest(), 16) % 2]


def parts_of(ids: Sequence[str], size: int) -> list[list[str]]:
    """The ids in parts of about so many, in an order as good as random, and the same every time."""
    in_order = sorted(ids, key=lambda id: sha256(id.encode()).hexdigest())
    parts = max(1, round(len(ids) / size))
    return [in_order[part::parts] for part in range(parts)]


def rediscover(
    docs: pd.DataFrame,
    era: str,
    lang: str,
    size: int,
    finders: dict[str, Finder],
    half: str | None = None,
    lexicon: Lexicon | None = None,
) -> pd.DataFrame:
    """One row per finder and a phrase that was taken out: its year, and the ranks at which it came back."""
    lexicon = lexicon or Lexicon.default()
    tagged = partyspeak.tag(docs, id="id", tagger=Tagger(lexicon))
    spread = tagged.mentions[tagged.mentions["lang"] == lang].groupby("phrase", observed=True)["doc_id"].nunique()
    frequent = [id for id in sorted(lexicon) if lexicon[id].era == era and spread.get(id, 0) >= _LEAST]
    whole = Task(docs, lexicon, SINCE[era], lang)
    new = ["\n".join("".join(clause) for clause in clauses) for is_new, clauses in whole.texts() if is_new]
    rows = []
    for part, out in enumerate(parts_of([id for id in frequent if half in (None, half_of(id))], size)):
        task = Task(docs, Lexicon(p for p in lexicon.values() if p.id not in set(out)), SINCE[era], lang, whole.counted)
        for name, find in finders.items():
            found = find(task)
            rows += [
                (name, part, *_ranks(found, lexicon[id], lang), _is_reachable(lexicon[id], lang, new)) for id in out
            ]
    return pd.DataFrame(rows, columns=["finder", "part", "phrase", "year", "exact", "near", "reachable"])


def _is_reachable(phrase: partyspeak.Phrase, lang: str, texts: Sequence[str]) -> bool:
    """Whether a form of the phrase occurs in as many documents as a candidate must."""
    return any(sum(form in text for text in texts) >= _LEAST for form in folded_forms(phrase, lang))


def _ranks(found: Sequence[str], phrase: partyspeak.Phrase, lang: str) -> tuple[str, str, float, float]:
    forms = folded_forms(phrase, lang)
    ranks = [
        next((rank for rank, string in enumerate(found, start=1) if test(string, forms)), float("inf"))
        for test in (is_exact, is_near)
    ]
    return phrase.id, str(phrase.first.date)[:4] if phrase.first else "?", ranks[0], ranks[1]


def shares(ranks: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """How many of the phrases came back in the first 50, 100 and 200."""
    columns: dict[str, dict[object, float]] = defaultdict(dict)
    groups = ranks.groupby(by, sort=False) if by == ["finder"] else ranks.groupby(by)
    for group, rows in groups:
        columns["phrases"][group] = len(rows)
        columns["reachable"][group] = round(float(rows["reachable"].mean()), 3)
        for how in ("exact", "near"):
            for depth in DEPTHS:
                columns[f"{how} in {depth}"][group] = round(float((rows[how] <= depth).mean()), 3)
    return pd.DataFrame(columns).rename_axis(by).reset_index()


def main(
    era: Annotated[str, typer.Option(help=f"One of {', '.join(SINCE)}.")] = "xi",
    lang: Annotated[list[str] | None, typer.Option(help="zh or en; both when left out.")] = None,
    size: Annotated[int, typer.Option(min=1, help="How many phrases are taken out at a time.")] = 22,
    half: Annotated[str, typer.Option(help="report, tuning, or all.")] = "report",
    ours: Annotated[bool, typer.Option(help="Leave out the peers.")] = False,
) -> None:
    """Print how many phrases come back, for each finder, and for ours by year of coinage."""
    console = Console(width=160)
    finders = {"discover": partyspeak_discover} if ours else FINDERS
    for name in lang or ("zh", "en"):
        ranks = rediscover(documents(), era, name, size, finders, None if half == "all" else half)
        parts = ranks["part"].nunique()
        at_most = min(1.0, 100 / (len(ranks) / len(finders) / max(parts, 1)))
        console.print(f"\n{name}, {era}, {half}, {parts} parts; at most {at_most:.0%} of a part fit into the first 100")
        console.print(as_table(shares(ranks, ["finder"])))
        console.print("The same without the phrases that discovery found:")
        console.print(as_table(shares(ranks[~ranks["phrase"].isin(FOUND)], ["finder"])))
        console.print(as_table(shares(ranks[ranks["finder"] == "discover"], ["year"])))


if __name__ == "__main__":
    typer.run(main)
