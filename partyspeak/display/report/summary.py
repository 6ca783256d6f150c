"""What was read, and what a reader should know before reading on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from partyspeak.analysis.periods import FREQUENCIES, last_days
from partyspeak.analysis.scale import TIERS
from partyspeak.corpus.choices import Choices
from partyspeak.display.interface_text import Markup, Words
from partyspeak.display.page import escaped
from partyspeak.display.report.facts import Answers
from partyspeak.display.report.pictures import can_draw

__all__ = ["cautions", "read"]

_LEAST = round(1 / TIERS[2].cutoff)


def read(answers: Answers, words: Words) -> str:
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
    cells = "".join(
        f"<div><dt>{words.both(key)}<dd>{number}{f'<small>{note}</small>' if note else ''}</div>"
        for key, number, note in figures
    )
    return f"<dl class=figures>{cells}</dl>{_bars(answers, words)}{_facts(answers, words)}"


def _undated(answers: Answers, words: Words) -> str:
    undated = int(answers.documents["date"].isna().sum())
    return words.both("undated_count", n=undated) if undated else ""


def _looked_for(answers: Answers, words: Words) -> str:
    asked = answers.corpus.asked_phrases
    return words.both("phrases_of", n=len(answers.corpus.phrases if asked is None else asked))


def _unsure(answers: Answers, words: Words) -> str:
    if not len(answers.hits):
        return ""
    part = f"{len(answers.doubtful) / len(answers.hits):.1%}"
    return words.both("unsure_share" if answers.corpus.kinds[1] else "unsure_counted", share=part)


def _span(documents: pd.DataFrame) -> str:
    """From the first document to the last, as precisely as they are dated."""
    dated = documents[documents["date"].notna()]
    if dated.empty:
        return ""
    width = {"year": 4, "month": 7, "day": 10}
    ends = [(dated["date"], dated["date"].argmin()), (last_days(dated), last_days(dated).argmax())]
    texts = [str(days.iloc[place].date())[: width[str(dated["date_precision"].iloc[place])]] for days, place in ends]
    return escaped(" – ".join(dict.fromkeys(texts)))


def _bars(answers: Answers, words: Words) -> str:
    """How many documents each period has: every share below is of these."""
    sizes = answers.sizes
    if len(sizes) < 2:
        return ""
    periods = pd.PeriodIndex(sizes.index, freq=FREQUENCIES[answers.by])
    places = (periods.astype("int64") - periods.astype("int64").min()).tolist()
    width, height, most = answers.width, 36, int(sizes.max())
    bars = "".join(
        f'<rect x="{place}" y="{height - height * size / most:.1f}" width="{0.8 if width < 400 else 1}" '
        f'height="{height * size / most:.1f}"><title>{escaped(str(period))}: {size:,}</title></rect>'
        for place, (period, size) in zip(places, sizes.items(), strict=True)
    )
    by = words.said(f"period_{answers.by}")
    peak = words.both("per_period_most", n=most, period=str(sizes.idxmax()))
    ends = f"<span>{escaped(str(sizes.index[0]))}</span><span>{escaped(str(sizes.index[-1]))}</span>"
    return (
        f"<figure class=bars><figcaption id=h-bars>{words.both('per_period', by=by)} <small>{peak}</small>"
        f'</figcaption><svg viewBox="0 0 {width} {height}" preserveAspectRatio="none" role="img" '
        f'aria-labelledby="h-bars">{bars}</svg>'
        f"<p>{ends}</p></figure>"
    )


def _facts(answers: Answers, words: Words) -> str:
    settings = answers.corpus.settings
    langs = answers.documents["lang"].astype(str).value_counts()
    languages = " · ".join(
        f"{words.both(f'lang_{lang}')} {langs[lang]:,}" for lang in ("zh", "en", "mixed", "none") if lang in langs
    )
    edges = settings.get("edges", "")
    rows = [
        ("doc_lang", languages),
        ("version", escaped(f"partyspeak {settings.get('partyspeak', '')}")),
        ("lexicon", words.both("lexicon_is", version=settings.get("lexicon", ""), n=len(answers.corpus.phrases))),
        ("edges", words.both(f"edges_{edges}", model=settings.get("model", "–")) if edges else ""),
        ("counted_by", words.both(f"period_{answers.by}")),
        ("selection", escaped(_chosen(answers.choices))),
    ]
    lines = "".join(f"<dt>{words.both(key)}<dd>{value}" for key, value in rows if value)
    return f"<h3>{words.both('settings')}</h3><dl class=facts>{lines}</dl>"


def _chosen(choices: Choices) -> str:
    """The choices that are not the usual ones, as one would write them."""
    usual = {"sure_only": True, "nested": True}
    return ", ".join(
        f"{name}={value!r}" if isinstance(value, (str, bool, list, tuple)) else f"{name}=…"
        for name, value in choices.items()
        if value is not None and value != usual.get(name)
    )


def cautions(answers: Answers, words: Words, notes: Sequence[str]) -> str:
    """What to know first: gaps, doubts, and what the tagging itself warned of."""
    said = [*_cautions(answers, words), *(Markup(escaped(note)) for note in notes)]
    items = "".join(f"<li>{one}" for one in said)
    return f"<ul>{items}</ul>" if said else f"<p>{words.both('warn_none')}</p>"


def _cautions(answers: Answers, words: Words) -> Iterator[str]:
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
        (len(answers.doubtful) and answers.lexicon is None, "warn_lexicon", {}),
        (answers.corpus.texts is None, "warn_no_texts", {}),
        (not can_draw(), "warn_no_charts", {}),
    ]
    return (words.both(key, **values) for holds, key, values in checks if holds)
