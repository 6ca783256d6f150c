"""What the spaCy component adds to a pipeline: processor time with it over processor time without it.

    python -m benchmarks.component                           # some minutes; -o component.json
    python -m benchmarks.component --characters 4000 --rounds 1  # quick, to see that all works

Three pipelines of each language: one as people run it, with a tagger, a parser and an entity recogniser of the sizes of
spaCy's small models (initialised, not trained: what weights say does not change the time); `partyspeak.spacy_blank`,
words and sentences; and the bare tokenizer, which for Chinese cuts characters. Every pipeline exists twice, with the
component at its end and without; the two take turns, and every other round begins with the other one.
"""

from __future__ import annotations

import gc
import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from statistics import median
from typing import Annotated, Any, Final, Literal

import spacy
import typer
from rich.console import Console
from rich.table import Table
from spacy.language import Language
from spacy.training import Example

import partyspeak
from benchmarks import machine, report
from benchmarks.texts import LANGUAGES, generate_source, news, read_source
from partyspeak import Lexicon
from partyspeak.errors import ModelMissing

__all__ = ["WANTED", "Measured", "measure", "small_model"]

WANTED: Final = 1.3
"""How many times the time the pipeline may take with the component."""

_CORPORA: Final = Path(__file__).parents[2] / "shared" / "corpora"
_TAGS: Final = 50
_DEPENDENCIES: Final = 45
_ENTITIES: Final = 18
_SLOW_SHARE: Final = 0.25


@dataclass
class Measured:
    """One pipeline, timed with the component and without.

    Attributes
    ----------
    pipeline, lang : str
    characters, tokens, mentions : int
    without, with_it : list of float
        Seconds of the processor, an entry a round.
    skipped : str
        Why it was not timed.
    """

    pipeline: str
    lang: str
    characters: int = 0
    tokens: int = 0
    mentions: int = 0
    without: list[float] = field(default_factory=list)
    with_it: list[float] = field(default_factory=list)
    skipped: str = ""

    @property
    def ratio(self) -> float:
        """Of the best rounds, which nobody disturbed."""
        return min(self.with_it) / min(self.without)

    @property
    def by_round(self) -> list[float]:
        """Of the two runs of each round, in order of size."""
        return sorted(mine / base for mine, base in zip(self.with_it, self.without, strict=True))


def measure(name: str, lang: str, make: Callable[[], Language], texts: list[str], rounds: int) -> Measured:
    """Time a pipeline with the component and without.

    Parameters
    ----------
    name : str
    lang : {"zh", "en"}
    make : callable
        Gives the pipeline without the component, a new one at each call.
    texts : list of str
    rounds : int
    """
    measured = Measured(name, lang, sum(map(len, texts)))
    try:
        plain, extended = make(), make()
    except ModelMissing as error:
        measured.skipped = str(error)
        return measured
    extended.add_pipe("partyspeak")
    for nlp in (plain, extended):
        list(nlp.pipe(texts[:1]))  # what is loaded at the first need is loaded
    for number in range(rounds):
        turns = [(plain, measured.without), (extended, measured.with_it)]
        for nlp, seconds in turns[:: -1 if number % 2 else 1]:
            gc.collect()
            seconds.append(_processor_seconds(nlp, texts))
    docs = list(extended.pipe(texts))
    measured.tokens = sum(map(len, docs))
    measured.mentions = sum(len(doc.spans["partyspeak"]) for doc in docs)
    return measured


def small_model(make_blank: Callable[[], Language]) -> Language:
    """A pipeline with the components and the sizes of spaCy's small models, initialised without training."""
    nlp = make_blank()
    for name in list(nlp.pipe_names):
        nlp.remove_pipe(name)  # the parser finds sentences
    nlp.add_pipe("tok2vec", config={"model": _tok2vec()})
    listener = {"@architectures": "spacy.Tok2VecListener.v1", "width": 96}
    tagger: Any = nlp.add_pipe("tagger", config={"model": {"@architectures": "spacy.Tagger.v2", "tok2vec": listener}})
    parser: Any = nlp.add_pipe("parser", config={"model": _transitions("parser", 8, listener)})
    entities: Any = nlp.add_pipe("ner", config={"model": _transitions("ner", 3, _tok2vec())})
    for labelled, labels in ((tagger, _TAGS), (parser, _DEPENDENCIES), (entities, _ENTITIES)):
        for number in range(labels):
            labelled.add_label(f"L{number}")
    examples = [_example(nlp)]
    for part in ("tok2vec", "tagger", "parser", "ner"):
        component: Any = nlp.get_pipe(part)
        component.initialize(lambda: examples, nlp=nlp)
    return nlp


def _tok2vec() -> dict[str, Any]:
    """The words' vectors, of the size that the small models have."""
    return {
        "@architectures": "spacy.HashEmbedCNN.v2", "width": 96, "depth": 4, "embed_size": 2000, "window_size": 1,
        "maxout_pieces": 3, "subword_features": True, "pretrained_vectors": None,
    }  # fmt: skip


def _transitions(kind: str, features: int, tok2vec: dict[str, Any]) -> dict[str, Any]:
    return {
        "@architectures": "spacy.TransitionBasedParser.v2", "state_type": kind, "extra_state_tokens": features == 8,
        "hidden_width": 64, "maxout_pieces": 2, "use_upper": True, "nO": None, "tok2vec": tok2vec,
    }  # fmt: skip


def _example(nlp: Language) -> Example:
    """One sentence, from which the sizes of the layers are read."""
    doc = nlp.make_doc("Reform goes on ." if nlp.lang == "en" else "改革 继续 进行 。")
    count = len(doc)
    given = {"tags": ["L0"] * count, "heads": [0] * count, "deps": ["ROOT", *["L0"] * (count - 1)]}
    return Example.from_dict(doc, {**given, "entities": ["U-L0", *["O"] * (count - 1)]})


def _processor_seconds(nlp: Language, texts: list[str]) -> float:
    start = time.process_time()
    for _ in nlp.pipe(texts):
        pass
    return time.process_time() - start


def _pipelines(lang: Literal["zh", "en"]) -> list[tuple[str, float, Callable[[], Language]]]:
    """Name, share of the text that is enough, and what makes it."""
    blank = partial(partyspeak.spacy_blank, lang)
    share = 1.0 if lang == "en" else _SLOW_SHARE  # pkuseg takes its time
    return [
        ("tok2vec, tagger, parser, ner", _SLOW_SHARE, partial(small_model, blank)),
        ("spacy_blank: words and sentences", share, blank),
        ("spacy.blank: tokenizer alone", share, partial(spacy.blank, lang)),
    ]


def table(rows: list[Measured]) -> Table:
    """One row per pipeline."""
    shown = Table(title=f"The spaCy component: times the time without it (wanted: {WANTED} at most)")
    for column in ("pipeline", "lang", "characters", "tokens", "mentions", "ms without", "ms with", "×", "rounds", ""):
        shown.add_column(column)
    for row in rows:
        if row.skipped:
            shown.add_row(row.pipeline, row.lang, "skipped: " + row.skipped)
            continue
        best = [f"{min(seconds) * 1000:,.1f}" for seconds in (row.without, row.with_it)]
        counts = [f"{count:,}" for count in (row.characters, row.tokens, row.mentions)]
        low, middle, high = row.by_round[0], median(row.by_round), row.by_round[-1]
        spread = f"{middle:.2f} [{low:.2f} – {high:.2f}]"
        shown.add_row(
            row.pipeline, row.lang, *counts, *best, f"{row.ratio:.2f}", spread,
            "met" if row.ratio <= WANTED else "missed",
        )  # fmt: skip
    return shown


def main(
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write all figures here as JSON.")] = None,
    characters: Annotated[int, typer.Option(help="Of the text; slow pipelines get a quarter.")] = 400_000,
    rounds: Annotated[int, typer.Option(min=1, help="How often each pipeline has its turn.")] = 5,
    corpora: Annotated[Path, typer.Option(help="Folder of the real documents.")] = _CORPORA,
    seed: Annotated[int, typer.Option(help="Of all that is shuffled or drawn.")] = 1,
) -> None:
    """Measure what the component adds to pipelines, and print it."""
    machine.keep_to_one_core()
    console = Console(stderr=True)
    rows = []
    for lang in LANGUAGES:
        source = read_source(lang, corpora) or generate_source(lang, Lexicon.default(), characters, seed)
        for name, share, make in _pipelines(lang):
            console.print(f"{lang}: {name}")
            texts = news(name, lang, source.shuffled(int(characters * share), seed)).texts
            rows.append(measure(name, lang, make, texts, rounds))
    report.show([table(rows)])
    if output is not None:
        figures = {"machine": machine.describe(), "rows": [asdict(row) for row in rows]}
        output.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    typer.run(main)
