"""What was read, and cautions for the reader."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd
from markupsafe import Markup

from partyspeak.analysis.periods import FREQUENCIES, last_days
from partyspeak.analysis.scale import TIERS
from partyspeak.corpus.choices import Choices
from partyspeak.display.interface_text import InterfaceText
from partyspeak.display.page import render
from partyspeak.display.report.facts import Answers
from partyspeak.display.report.pictures import can_draw

__all__ = ["cautions", "read"]

_LEAST = round(1 / TIERS[2].cutoff)


def read(answers: Answers, words: InterfaceText) -> Markup:
    """The numbers of the corpus and the settings that made them."""
    documents = answers.documents
    figures = [
        ("documents", f"{len(documents):,}", _undated(answers, words)),
        ("dates", _span(documents) or words.both("no_dates"), ""),
        ("zh_chars", f"{int(documents['zh_chars'].sum()):,}", ""),
        ("en_words", f"{int(documents['en_words'].sum()):,}", ""),
        ("mentions", f"{len(answers.mentions):,}", ""),
        ("phrases_found", f"{answers.mentions['phrase'].nunique():,}", _looked_for(answers, words)),
        ("unsure", f"{len(answers.doubtful):,}", _unsure(answers, words)),
    ]
    return render(
        "report_read.html", words=words, figures=figures, bars=_bars(answers, words), facts=_facts(answers, words)
    )


def _undated(answers: Answers, words: InterfaceText) -> str:
    undated = int(answers.documents["date"].isna().sum())
    return words.both("undated_count", n=undated) if undated else ""


def _looked_for(answers: Answers, words: InterfaceText) -> str:
    asked = answers.corpus.selected.phrases
    return words.both("phrases_of", n=len(answers.corpus.phrases if asked is None else asked))


def _unsure(answers: Answers, words: InterfaceText) -> str:
    if not len(answers.hits):
        return ""
    part = f"{len(answers.doubtful) / len(answers.hits):.1%}"
    return words.both("unsure_share" if answers.corpus.selected.sure_only else "unsure_counted", share=part)


def _span(documents: pd.DataFrame) -> str:
    """The range of dates, as precise as the documents' dates."""
    dated = documents[documents["date"].notna()]
    if dated.empty:
        return ""
    width = {"year": 4, "month": 7, "day": 10}
    ends = [(dated["date"], dated["date"].argmin()), (last_days(dated), last_days(dated).argmax())]
    texts = [str(days.iloc[place].date())[: width[str(dated["date_precision"].iloc[place])]] for days, place in ends]
    return " – ".join(dict.fromkeys(texts))


def _bars(answers: Answers, words: InterfaceText) -> Markup:
    """The number of documents in each period: the denominator of every share below."""
    sizes = answers.sizes
    if len(sizes) < 2:
        return Markup("")
    periods = pd.PeriodIndex(sizes.index, freq=FREQUENCIES[answers.by])
    places = (periods.astype("int64") - periods.astype("int64").min()).tolist()
    width, height, most = answers.width, 36, int(sizes.max())
    bars = [
        {"x": place, "height": f"{height * size / most:.1f}", "y": f"{height - height * size / most:.1f}",
         "said": f"{period}: {size:,}"}
        for place, (period, size) in zip(places, sizes.items(), strict=True)
    ]  # fmt: skip
    by = words.said(f"period_{answers.by}")
    peak = words.both("per_period_most", n=most, period=str(sizes.idxmax()))
    return render(
        "report_bars.html", bars=bars, width=width, height=height, bar=0.8 if width < 400 else 1,
        heading=words.both("per_period", by=by), peak=peak, ends=(sizes.index[0], sizes.index[-1]),
    )  # fmt: skip


def _facts(answers: Answers, words: InterfaceText) -> Markup:
    settings = answers.corpus.settings
    langs = answers.documents["lang"].astype(str).value_counts()
    languages = Markup(" · ").join(
        Markup("{} {}").format(words.both(f"lang_{lang}"), f"{langs[lang]:,}")
        for lang in ("zh", "en", "mixed", "none")
        if lang in langs
    )
    edges = settings.get("edges", "")
    rows = [
        ("doc_lang", languages),
        ("version", f"partyspeak {settings.get('partyspeak', '')}"),
        ("lexicon", words.both("lexicon_is", version=settings.get("lexicon", ""), n=len(answers.corpus.phrases))),
        ("edges", words.both(f"edges_{edges}", model=settings.get("model", "–")) if edges else ""),
        ("counted_by", words.both(f"period_{answers.by}")),
        ("selection", _chosen(answers.choices)),
    ]
    return render("report_facts.html", words=words, rows=[row for row in rows if row[1]])


def _chosen(choices: Choices) -> str:
    """The choices that differ from the defaults, written as arguments."""
    usual = {"sure_only": True, "nested": True}
    return ", ".join(
        f"{name}={value!r}" if isinstance(value, (str, bool, list, tuple)) else f"{name}=…"
        for name, value in choices.items()
        if value is not None and value != usual.get(name)
    )


def cautions(answers: Answers, words: InterfaceText, notes: Sequence[str]) -> Markup:
    """Cautions: gaps, doubts, and the warnings of tagging."""
    return render("report_cautions.html", words=words, said=[*_cautions(answers, words), *notes])


def _cautions(answers: Answers, words: InterfaceText) -> Iterator[Markup]:
    documents, edges = answers.documents, answers.corpus.settings.get("edges")
    undated = int(documents["date"].isna().sum())
    named = int((documents["date_from"] == "name").sum())
    empty = int((documents["lang"] == "none").sum() + documents["lang"].isna().sum())
    without = len(documents) - empty - answers.mentions["doc_id"].nunique()
    few = int((answers.sizes <= _LEAST).sum())
    by = words.said(f"period_{answers.by}")
    checks: list[tuple[Any, str, dict[str, Any]]] = [
        (documents.empty, "warn_empty", {}),
        (not documents.empty and answers.mentions.empty, "warn_no_mentions", {}),
        (undated and undated == len(documents), "warn_no_dates", {}),
        (0 < undated < len(documents), "warn_undated", {"n": undated}),
        (named, "warn_named", {"n": named}),
        (answers.coarse, "warn_coarse", {"n": answers.coarse, "by": by}),
        (empty, "warn_no_text", {"n": empty}),
        (without > 0 and not answers.mentions.empty, "warn_without", {"n": without}),
        (edges == "dictionary", "warn_dictionary", {}),
        (edges == "off", "warn_off", {}),
        (few and answers.has_tiers, "warn_few", {"few": few, "all": len(answers.sizes), "least": _LEAST}),
        (len(answers.earlier), "warn_earlier", {"n": len(answers.earlier)}),
        (len(answers.doubtful), "warn_unsure", {"n": len(answers.doubtful)}),
        (answers.corpus.texts is None, "warn_no_texts", {}),
        (not can_draw(), "warn_no_charts", {}),
    ]
    return (words.both(key, **values) for holds, key, values in checks if holds)
