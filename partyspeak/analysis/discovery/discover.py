"""Finding candidate set phrases that the lexicon does not have yet, from texts to table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from partyspeak.analysis.counts import document_numbers
from partyspeak.analysis.discovery.candidates import COLUMNS, Candidates
from partyspeak.analysis.discovery.choosing import selected
from partyspeak.analysis.discovery.documents import read_setting
from partyspeak.analysis.discovery.ranking import Measured, measure
from partyspeak.analysis.discovery.symbols import read_streams
from partyspeak.analysis.discovery.variants import Known, nearest, variants
from partyspeak.analysis.periods import dates_of
from partyspeak.errors import PartyspeakError
from partyspeak.matching.compiler import SPELLED_OUT
from partyspeak.text.folding import fold
from partyspeak.text.languages import LANGUAGES

__all__ = ["discover"]

Integers = NDArray[np.int64]

_REACH: Final = {"zh": 20, "en": 60}
_CONTEXTS: Final = 3
_NEVER: Final = np.zeros(0, dtype=np.int64)
# The percentage done when all texts are read, and how many steps the lengths of each language take.
_READING: Final = 30
_LENGTHS: Final = {"zh": 17, "en": 8}


def discover(
    documents: pd.DataFrame,
    mentions: pd.DataFrame,
    phrases: pd.DataFrame,
    texts: pd.Series | None,
    lang: str | None = None,
    since: str | None = None,
    least: int = 3,
    n: int | None = 200,
    source: str | None = None,
    judged: Mapping[str, str] | None = None,
    edges: Literal["dictionary", "pkuseg"] = "dictionary",
    progress: Callable[[int], object] | None = None,
) -> Candidates:
    """Find candidate set phrases that the corpus has and its lexicon lacks, the most promising first.

    Candidates are strings of 3 to 16 Chinese characters or 2 to 7 English words, and numbered formulas. They recur
    outside the known phrases, hold together, occur on their own, and become more frequent. See
    :mod:`partyspeak.analysis.discovery.ranking` for the score.

    Parameters
    ----------
    documents, mentions, phrases : pandas.DataFrame
        As in :class:`partyspeak.TaggedCorpus`.
    texts : pandas.Series or None
        The texts by ``doc_id``.
    lang : {"zh", "en"}, optional
        Only candidates of this language.
    since : str, optional
        A date: return only what is new from then on. By default, what was new at any time.
    least : int
        The minimum number of documents with a candidate; two are enough for a numbered formula.
    n : int, optional
        The maximum number of candidates, and also of variants; None for all.
    source : str, optional
        The column that distinguishes sources; by default ``source``, if there is such a column.
    judged : mapping, optional
        Candidates to leave out because they were judged before; see
        :func:`partyspeak.analysis.discovery.verdicts.read_judged`.
    edges : {"dictionary", "pkuseg"}
        How to judge Chinese word boundaries.
    progress : callable, optional
        Called with the percentage done.

    Returns
    -------
    Candidates
        Phrases and formulas by score, then variants of known phrases by score:

        - ``candidate`` (as first written; Chinese is simplified), ``lang``, ``kind`` (phrase, formula, variant),
          ``score``, ``variant_of`` (the id of the phrase of which it is a variant);
        - ``first_date`` (text, as precise as the document's date), ``first_doc``, ``documents``, ``sources``,
          ``occurrences`` (outside known phrases), ``share_before`` and ``share_after`` (the shares of the documents
          that have it, before it is new and since then);
        - the parts of the score: ``burst``, ``freedom`` and ``cohesion`` (bits), ``c_value``, ``inside`` (the largest
          share of its occurrences in one longer string), ``quoted``, ``company``, ``led``, ``ended``, ``standing``,
          ``resemblance``;
        - ``nearest`` and ``nearest_form``, the most similar known phrase, with ``similarity`` from 0 to 1;
        - ``curve``: documents by year, such as 2019:2 2020:5; ``context_1`` to ``context_3``: the words around it in
          the earliest documents that have it.

    Raises
    ------
    PartyspeakError
        If there are no texts, if ``least`` is below 2, if the language or the column is unknown, or if no document
        precedes ``since``.
    """
    if texts is None:
        raise PartyspeakError("the corpus was saved without its texts, but candidates are found in texts; tag it again")
    if least < 2 or (n is not None and n < 1):
        raise PartyspeakError(f"least={least}, n={n}: a candidate recurs, so least must be 2 or more, and n 1 or more")
    if lang not in (None, *LANGUAGES):
        raise PartyspeakError(f"lang={lang!r} is neither zh nor en")
    setting = read_setting(documents, "source" if source is None and "source" in documents else source, since)
    langs = [code for code in LANGUAGES if lang in (None, code)]
    done = _Progress(progress, len(documents), langs)
    named = mentions[mentions["form"].astype(str) != SPELLED_OUT]
    start, end = (named[side].to_numpy().astype(np.int64) for side in ("start", "end"))
    where = (document_numbers(documents, named), start, end)
    in_order = texts.tolist()
    streams = read_streams(in_order, where, langs, done.read)
    known = _known(phrases, mentions)
    dates = _dates(named, setting.rank[where[0]])
    left_out = {fold(candidate) for candidate in judged or ()}
    tables = []
    for name, stream in streams.items():
        folded = [form.folded for form in known[name]]
        found = measure(stream, setting, folded, least, edges, done.of(name))
        best = selected(found, {form.folded: dates.get(form.form, _NEVER) for form in known[name]})
        chosen = [number for number in best.tolist() if found.folded(number) not in left_out]
        mentioned = {form.folded: len(dates.get(form.form, _NEVER)) for form in known[name]}
        missed = variants(found.table["wording"].tolist(), known[name], name, found.strings.count.tolist(), mentioned)
        tables.append(_table(found, known[name], missed, _parted(chosen, missed, n), documents, in_order))
    everything = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=list(COLUMNS))
    done.finish()
    return Candidates(_in_order(everything, n)[list(COLUMNS)])


def _in_order(table: pd.DataFrame, n: int | None) -> pd.DataFrame:
    table = table.assign(apart=table["kind"] == "variant")
    table = table.sort_values(["apart", "score", "candidate"], ascending=[True, False, True], kind="stable")
    return table[table.groupby("apart").cumcount() < (len(table) if n is None else n)].reset_index(drop=True)


def _known(phrases: pd.DataFrame, mentions: pd.DataFrame) -> dict[str, list[Known]]:
    """The canonical forms of the phrases in the search, and every form that the corpus has."""
    seen = mentions[["phrase", "form", "lang"]].astype(str).drop_duplicates()
    forms = [(lang, id, form) for lang in LANGUAGES for id, form in zip(phrases["id"], phrases[lang], strict=True)]
    forms += zip(seen["lang"], seen["phrase"], seen["form"], strict=True)
    known: dict[str, dict[str, Known]] = {lang: {} for lang in LANGUAGES}
    for lang, id, form in forms:
        if isinstance(form, str) and form and form != SPELLED_OUT:
            folded = fold(form) if lang == "zh" else " ".join(map(fold, form.split()))
            known[lang].setdefault(folded, Known(str(id), form, folded))
    return {lang: list(forms.values()) for lang, forms in known.items()}


def _dates(mentions: pd.DataFrame, rank: Integers) -> dict[str, Integers]:
    """The ranks of the dates of all mentions, by form, ascending."""
    ranks = pd.Series(rank).groupby(mentions["form"].astype(str).to_numpy())
    return {str(form): np.sort(group.to_numpy()) for form, group in ranks}


def _parted(chosen: Sequence[int], missed: Mapping[int, Known], n: int | None) -> list[int]:
    """The first ``n`` candidates, followed by the first ``n`` variants."""
    fresh = [number for number in chosen if number not in missed]
    return fresh[:n] + [number for number in chosen if number in missed][:n]


def _table(
    found: Measured,
    known: Sequence[Known],
    missed: Mapping[int, Known],
    numbers: list[int],
    documents: pd.DataFrame,
    texts: Sequence[str],
) -> pd.DataFrame:
    """The rows of one language."""
    lang = found.stream.lang
    rows = found.table.iloc[numbers].reset_index(drop=True)
    near = nearest(rows["wording"].tolist(), known)
    formula = rows["formula"].to_numpy(dtype=bool)
    facts = pd.DataFrame([_facts(found, number, documents, texts) for number in numbers], columns=list(_FACTS))
    return rows.assign(
        lang=lang,
        kind=np.where(np.isin(numbers, list(missed)), "variant", np.where(formula, "formula", "phrase")),
        variant_of=pd.array(
            [missed[number].phrase if number in missed else None for number in numbers], dtype="string"
        ),
        occurrences=rows["count"],
        nearest=pd.array([form.phrase if form else None for form, _ in near], dtype="string"),
        nearest_form=pd.array([form.form if form else None for form, _ in near], dtype="string"),
        similarity=[similarity for _, similarity in near],
        **{name: facts[name] for name in _FACTS},
    )


_FACTS: Final = ("candidate", "first_date", "first_doc", "curve", "context_1", "context_2", "context_3")


def _facts(found: Measured, number: int, documents: pd.DataFrame, texts: Sequence[str]) -> tuple[Any, ...]:
    """Facts from the texts and dates about one string: wording, first date and document, curve, contexts."""
    strings, stream = found.strings, found.stream
    offsets = strings.offsets
    places = strings.places[offsets[number] : offsets[number + 1]]
    document, at = np.unique(stream.document[places], return_index=True)
    dates = documents["date"].iloc[document]
    order = np.lexsort((document, dates.isna().to_numpy(), dates.to_numpy()))
    order = order[np.argsort(dates.isna().to_numpy()[order], kind="stable")]
    rows = documents.iloc[document[order]]
    first = dates_of(rows["date"], rows["date_precision"])[0]
    years = rows["date"].dropna().dt.year.value_counts().sort_index()
    last = places + int(strings.length[number]) - 1
    ends = stream.start[last] + stream.width[last]
    spans = list(zip(stream.document[places].tolist(), stream.start[places].tolist(), ends.tolist(), strict=True))
    contexts = [_context(texts, spans[at[row]], stream.lang) for row in order[:_CONTEXTS].tolist()]
    return (
        found.table["wording"].iloc[number] if stream.lang == "zh" else _as_written(texts, spans),
        str(first) if first else None,
        rows["doc_id"].iloc[0],
        " ".join(f"{year}:{count}" for year, count in years.items()),
        *contexts,
        *[None] * (_CONTEXTS - len(contexts)),
    )


def _as_written(texts: Sequence[str], spans: Sequence[tuple[int, int, int]]) -> str:
    """The wording with the fewest capitals, on one line; capitals in a headline do not belong to the phrase."""
    written = (" ".join(texts[document][start:end].split()) for document, start, end in spans)
    return min(written, key=lambda text: sum(char.isupper() for char in text))


def _context(texts: Sequence[str], span: tuple[int, int, int], lang: str) -> str:
    document, start, end = span
    text, reach = texts[document], _REACH[lang]
    return " ".join(f"{text[max(start - reach, 0) : start]}⟦{text[start:end]}⟧{text[end : end + reach]}".split())


class _Progress:
    """Reports the percentage done, first for reading the texts, then for the lengths of each language."""

    def __init__(self, tell: Callable[[int], object] | None, documents: int, langs: Sequence[str]) -> None:
        self._tell = tell or (lambda done: None)
        self._documents = max(documents, 1)
        share = (100 - _READING) / sum(_LENGTHS[lang] for lang in langs)
        starts: Iterator[float] = iter(np.cumsum([_READING, *(share * _LENGTHS[lang] for lang in langs)]).tolist())
        self._steps = {lang: (start, share) for lang, start in zip(langs, starts, strict=False)}

    def read(self, documents: int) -> None:
        self._tell(int(_READING * documents / self._documents))

    def of(self, lang: str) -> Callable[[int], object]:
        start, share = self._steps[lang]
        return lambda length: self._tell(int(start + share * length))

    def finish(self) -> None:
        self._tell(100)
