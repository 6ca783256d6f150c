"""The report's sections with tables. Each takes the answers, the interface text and the maximum number of rows."""

from __future__ import annotations

import re
from typing import Any, Final

import pandas as pd
from markupsafe import Markup

from partyspeak.analysis.first_appearances import known_date
from partyspeak.analysis.kwic import contexts
from partyspeak.analysis.periods import written_dates
from partyspeak.analysis.scale import LEAST_DOCUMENTS, TIERS
from partyspeak.display.interface_text import InterfaceText
from partyspeak.display.numbers import percent
from partyspeak.display.page import escaped
from partyspeak.display.report import html_tables
from partyspeak.display.report.facts import FACTOR, LEAST, RECENT, Answers
from partyspeak.matching.compiler import SPELLED_OUT

__all__ = ["check", "first", "lives", "temperature", "wording"]

_EXAMPLES: Final = 3
_TITLE: Final = 40
_FORMS: Final = 5
_HAN: Final = re.compile("[\u3400-\u9fff]")
_TIER_NAME: Final = Markup("<span lang=zh>{}</span> <span lang=en>{}</span>")
_TIER_NAMES: Final = {tier.zh: _TIER_NAME.format(tier.zh, tier.en) for tier in TIERS}
_PARAGRAPH: Final = Markup("<p>{}</p>")


def first(answers: Answers, words: InterfaceText, most: int) -> Markup:
    """First appearances in their contexts."""
    whole = answers.first
    table = whole.head(most)
    titles = _titles(answers)
    columns = [
        html_tables.Column("first_date", _first_dates(words, table), "d", "descending"),
        html_tables.phrase(table["phrase"], table[["zh", "en"]].fillna("")),
        html_tables.Column("context", _checked_contexts(answers, words, table), "c"),
        html_tables.written("document", table["doc_id"], lambda id: _document(titles, id)),
        html_tables.count("documents_with", table["documents"]),
        html_tables.Column("attested", _attested(table), "d"),
        html_tables.signed("lag", table["lag_days"]),
        html_tables.Column("verdict", _verdicts(words, table), "s"),
    ]
    said = words.prose(
        *(words.both(key) for key in ("first_is", "or_earlier_is", "by_date_is", "lag_is", "same_source_is"))
    )
    agreed = whole["verdict"] == "as attested"
    independent = int((agreed & ~whole["same_source"].eq(True)).sum())
    if agreed.any():
        said = words.prose(said, words.both("agreement", n=int(agreed.sum()), independent=independent))
    table_of_all = html_tables.html_table(words, "h-first", columns, len(whole), "tagged.first_appearances()")
    return _PARAGRAPH.format(said) + table_of_all


def temperature(answers: Answers, words: InterfaceText, most: int) -> Markup:
    """Changes on Qian Gang's scale."""
    if not answers.has_tiers:
        counted = {"by": words.said(f"period_{answers.by}"), "least": LEAST_DOCUMENTS}
        return _PARAGRAPH.format(words.both("temperature_none", **counted))
    whole = answers.jumps
    table = whole.head(most)
    tiers = "; ".join(f"{tier.zh} {tier.en} ≥ {tier.cutoff:.2%}" for tier in TIERS[:-1])
    moves = zip(table["from_tier"].astype(object), table["to_tier"].astype(object), strict=True)
    columns = [
        html_tables.plain("to_period", table["to_period"], "d", "descending"),
        html_tables.plain("from_period", table["from_period"], "d"),
        html_tables.phrase(table["phrase"], table[["zh", "en"]].fillna("")),
        html_tables.Column(
            "change", [Markup("{} → {}").format(_tier(words, old), _tier(words, new)) for old, new in moves], "s"
        ),
        html_tables.signed("steps", table["steps"]),
        html_tables.share("share_before", table["from_share"]),
        html_tables.share("share_now", table["to_share"]),
    ]
    by = words.said(f"period_{answers.by}")
    said = words.prose(words.both("temperature_is", by=by), words.both("tiers", tiers=tiers))
    if (few := int((answers.sizes < LEAST_DOCUMENTS).sum())) > 0:
        said = words.prose(said, words.both("temperature_few", by=by, few=few, least=LEAST_DOCUMENTS))
    call = f'tagged.scale_jumps(by="{answers.by}")'
    return _PARAGRAPH.format(said) + html_tables.html_table(words, "h-temperature", columns, len(whole), call)


def lives(answers: Answers, words: InterfaceText, most: int) -> Markup:
    """Phrases that are new, rising, fading and gone."""
    by = words.said(f"period_{answers.by}")
    if not answers.has_past:
        return _PARAGRAPH.format(words.both("lives_none", recent=RECENT, by=by))
    present = "–".join(dict.fromkeys([answers.present[0], answers.present[-1]]))
    table = answers.lives.head(most)
    columns = [
        html_tables.written("status", table["status"], lambda status: _said(words, f"status_{status}"), "s"),
        html_tables.phrase(table["phrase"], table[["zh", "en"]].fillna("")),
        html_tables.plain("first_date", table["first_date"], "d"),
        html_tables.plain("last_date", table["last_date"], "d"),
        html_tables.plain("peak", table["peak_period"], "d"),
        html_tables.count("documents_with", table["documents"]),
        html_tables.share("share_earlier", table["earlier_share"]),
        html_tables.share("share_recent", table["recent_share"]),
    ]
    said = words.both("lives_is", recent=RECENT, by=by, present=present, factor=FACTOR)
    call = f'tagged.lifecycle(by="{answers.by}")'
    living = html_tables.html_table(words, "h-lives", columns, len(answers.lives), call)
    heading = Markup("<h3 id=h-gone>{}</h3>").format(words.both("gone"))
    return _PARAGRAPH.format(said) + living + heading + _gone(answers, words, most, present)


def _gone(answers: Answers, words: InterfaceText, most: int, present: str) -> Markup:
    table = answers.gone.head(most)
    columns = [
        html_tables.phrase(table["phrase"], table[["zh", "en"]].fillna("")),
        html_tables.plain("last_date", table["last_date"], "d"),
        html_tables.count("documents_before", table["documents_before"], "descending"),
        html_tables.share("chance", table["chance"]),
    ]
    last = answers.periods[-RECENT - 1]
    call = f'tagged.dropped(between(last="{last}"), between("{answers.present[0]}"))'
    shown = html_tables.html_table(words, "h-gone", columns, len(answers.gone), call)
    return _PARAGRAPH.format(words.both("gone_is", present=present)) + shown


def wording(answers: Answers, words: InterfaceText, most: int) -> Markup:
    """The forms of each phrase, and which replaced which."""
    whole = answers.overtakings
    table = whole.head(most)
    langs = table["lang"].tolist()
    counts = zip(table["mentions_overtaken"], table["mentions_overtaking"], strict=True)
    columns = [
        html_tables.phrase(table["phrase"], answers.names(table["phrase"])),
        html_tables.Column("overtaken", _wordings(words, table["overtaken"], langs), "c"),
        html_tables.Column("overtaking", _wordings(words, table["overtaking"], langs), "c"),
        html_tables.plain("led_until", table["led_until"], "d"),
        html_tables.plain("to_period", table["period"], "d"),
        html_tables.Column("counts_then", [f"{old:,} : {new:,}" for old, new in counts], "n"),
        html_tables.written("for_good", table["for_good"], lambda lasts: words.both("yes" if lasts else "no"), "s"),
    ]
    call = f'tagged.overtakings(by="{answers.by}", least={LEAST})'
    overtaken = html_tables.html_table(words, "h-overtakings", columns, len(whole), call)
    parts = [("overtakings", overtaken), ("renderings", _renderings(answers, words, most))]
    return Markup("").join(_part(words, key, content) for key, content in parts)


def _part(words: InterfaceText, key: str, content: Markup) -> Markup:
    """A part of a section, with a heading and an introduction."""
    return Markup("<h3 id=h-{}>{}</h3><p>{}</p>{}").format(key, words.both(key), words.both(f"{key}_is"), content)


def _renderings(answers: Answers, words: InterfaceText, most: int) -> Markup:
    groups = [
        (str(id), str(lang), rows) for (id, lang), rows in answers.renderings.groupby(["phrase", "lang"], sort=False)
    ]
    chosen = groups[:most]
    ids = pd.Series([id for id, _, _ in chosen], dtype=object)
    columns = [
        html_tables.phrase(ids, answers.names(ids)),
        html_tables.Column("language", [words.both(f"lang_{lang}") for _, lang, _ in chosen], "s"),
        html_tables.Column("forms", [_forms(words, rows, lang) for _, lang, rows in chosen], "c"),
        html_tables.count("mentions", [int(rows["total"].iloc[0]) for _, _, rows in chosen], "descending"),
    ]
    return html_tables.html_table(words, "h-renderings", columns, len(groups), f'tagged.renderings(by="{answers.by}")')


def _forms(words: InterfaceText, rows: pd.DataFrame, lang: str) -> Markup:
    shown = rows.head(_FORMS)
    said = [
        Markup("{} {}").format(text, percent(part))
        for text, part in zip(_wordings(words, shown["form"], [lang] * len(shown)), shown["share"], strict=True)
    ]
    return Markup(" · ").join(
        [*said, *([words.both("other_forms", n=len(rows) - _FORMS)] if len(rows) > _FORMS else [])]
    )


def check(answers: Answers, words: InterfaceText, most: int) -> Markup:
    """What a reader should check before relying on the report."""
    parts = [("earlier", _earlier(answers, words, most)), ("doubtful", _doubtful(answers, words, most))]
    return Markup("").join(_part(words, key, content) for key, content in parts)


def _earlier(answers: Answers, words: InterfaceText, most: int) -> Markup:
    table = answers.earlier.head(most)
    titles = _titles(answers)
    columns = [
        html_tables.plain("first_date", table["first_date"], "d"),
        html_tables.phrase(table["phrase"], table[["zh", "en"]].fillna("")),
        html_tables.Column("context", _contexts(answers, table), "c"),
        html_tables.written("document", table["doc_id"], lambda id: _document(titles, id)),
        html_tables.Column("attested", _attested(table), "d"),
        html_tables.signed("lag", table["lag_days"]),
        html_tables.plain("next_date", table["next_date"], "d"),
        html_tables.Column("what_to_do", [words.both(f"check_{key}") for key in _advice(table)]),
    ]
    return html_tables.html_table(words, "h-earlier", columns, len(answers.earlier), "tagged.attestation()")


def _advice(table: pd.DataFrame) -> list[str]:
    rows = zip(table["attested_grade"], table["documents_before"], strict=True)
    return ["candidate" if grade in ("C", "D") else "several" if before > 1 else "single" for grade, before in rows]


def _checked_contexts(answers: Answers, words: InterfaceText, table: pd.DataFrame) -> list[str]:
    """The context of each first mention, and below it what to check."""
    below = Markup("{}<br><small>{}</small>")
    pairs = zip(_contexts(answers, table), _first_checks(words, table), strict=True)
    return [below.format(context, checks) if checks else context for context, checks in pairs]


def _first_checks(words: InterfaceText, table: pd.DataFrame) -> list[Markup]:
    """What to check before publishing a first date."""
    lines = []
    for row in table.to_dict("records"):
        notes = []
        if row["set_aside"]:
            why = words.both(f"why_{row['why'].replace(' ', '_')}")
            notes.append(words.both("check_aside", n=row["set_aside"], date=row["set_aside_date"], why=why))
        if row["alone"]:
            notes.append(words.both("check_alone", date=row["next_date"]))
        if pd.isna(row["name_date"]):
            notes.append(words.both("check_no_name"))
        elif pd.notna(row["first_date"]) and row["name_date"] != row["first_date"]:
            notes.append(words.both("check_name_later", date=row["name_date"]))
        lines.append(Markup("<br>").join(notes))
    return lines


def _doubtful(answers: Answers, words: InterfaceText, most: int) -> Markup:
    found = _by_form(answers.doubtful)
    chosen = found[:most]
    ids = pd.Series([id for id, _, _, _ in chosen], dtype=object)
    columns = [
        html_tables.phrase(ids, answers.names(ids)),
        html_tables.Column("wording_here", [_wordings(words, [form], [lang])[0] for _, lang, form, _ in chosen]),
        html_tables.Column(
            "reason", [words.both(f"why_{_chief_doubt(answers.doubtful.iloc[rows])}") for *_, rows in chosen]
        ),
        html_tables.count("mentions", [len(rows) for _, _, _, rows in chosen], "descending"),
        html_tables.Column("examples", _examples(answers, [_spread(rows) for _, _, _, rows in chosen]), "c"),
    ]
    call = 'tagged.concordance(sure_only=False).table.query("not sure")'
    return html_tables.html_table(words, "h-doubtful", columns, len(found), call)


def _chief_doubt(mentions: pd.DataFrame) -> str:
    """The most frequent doubt among these mentions, as a key of the interface text."""
    return str(mentions["why"].astype(str).value_counts().index[0]).replace(" ", "_")


def _by_form(mentions: pd.DataFrame) -> list[tuple[str, str, str, list[int]]]:
    """The rows of each phrase, language and form, the most frequent first."""
    rows: dict[tuple[str, str, str], list[int]] = {}
    names = (mentions[column].astype(str).tolist() for column in ("phrase", "lang", "form"))
    for row, key in enumerate(zip(*names, strict=True)):
        rows.setdefault(key, []).append(row)
    return [(*key, rows[key]) for key in sorted(rows, key=lambda key: (-len(rows[key]), key))]


def _spread(rows: list[int]) -> list[int]:
    """The first, one in the middle and the last."""
    return rows if len(rows) <= _EXAMPLES else [rows[0], rows[len(rows) // 2], rows[-1]]


def _examples(answers: Answers, groups: list[list[int]]) -> list[Markup]:
    rows = answers.doubtful.iloc[[row for group in groups for row in group]].reset_index(drop=True)
    rows = rows.join(contexts(rows, answers.corpus.texts))
    facts = answers.documents.drop_duplicates("doc_id").set_index("doc_id").loc[rows["doc_id"]]
    dates = written_dates(facts["date"], facts["date_precision"]).fillna("").tolist()
    lines = [
        Markup("<li>{} <small>{}</small>").format(
            html_tables.context(left, text, right, lang), escaped(f"{date} {id}".strip())
        )
        for left, text, right, lang, date, id in zip(
            rows["left"], rows["text"], rows["right"], rows["lang"], dates, rows["doc_id"], strict=True
        )
    ]
    cells, place = [], 0
    for group in groups:
        cells.append(Markup("<ul>{}</ul>").format(Markup("").join(lines[place : place + len(group)])))
        place += len(group)
    return cells


def _wordings(words: InterfaceText, forms: Any, langs: list[str]) -> list[str]:
    listed = words.both("spelled_out")
    return [
        listed if form == SPELLED_OUT else html_tables.spoken(form, lang)
        for form, lang in zip(forms, langs, strict=True)
    ]


def _contexts(answers: Answers, table: pd.DataFrame) -> list[str]:
    rows = zip(table["left"], table["text"], table["right"], strict=True)
    return [
        html_tables.context(*row, "zh" if any("\u3400" <= sign <= "\u9fff" for sign in str(row[1])) else "en")
        for row in rows
    ]


def _first_dates(words: InterfaceText, table: pd.DataFrame) -> list[str]:
    later, undated = (Markup("<em>{}</em>").format(words.both(key)) for key in ("or_earlier", "undated"))
    names = table["zh"].where(table["lang"] == "zh", table["en"]).astype(object)
    wordings = _wordings(words, table["form"], table["lang"].tolist())
    cells: list[str] = []
    for date, censored, form, name, wording in zip(
        table["first_date"], table["censored"].fillna(False), table["form"], names, wordings, strict=True
    ):
        lines: list[str] = [undated if pd.isna(date) else str(date)]
        lines += [later] if censored else []
        lines += [] if form == name else [Markup("<small>{}</small>").format(wording)]
        cells.append(Markup("<br>").join(lines))
    return cells


def _verdicts(words: InterfaceText, table: pd.DataFrame) -> list[str]:
    rows = zip(table["verdict"], table["same_source"].eq(True), strict=True)
    return [
        "" if pd.isna(verdict) else _said(words, "verdict_same_source" if same else f"verdict_{verdict}")
        for verdict, same in rows
    ]


def _attested(table: pd.DataFrame) -> list[str]:
    rows = zip(table["attested"], table["attested_grade"], strict=True)
    return [f"{known_date(date, grade)} ({grade})" if pd.notna(date) else "" for date, grade in rows]


def _titles(answers: Answers) -> dict[Any, str]:
    """Titles of documents, if a column has them."""
    documents = answers.documents
    if "title" not in documents:
        return {}
    rows = zip(documents["doc_id"], documents["title"].astype(object), strict=True)
    return {id: title for id, title in rows if isinstance(title, str) and title.strip()}


def _document(titles: dict[Any, str], id: Any) -> Markup:
    title = titles.get(id, "")
    short = title if len(title) <= _TITLE else title[: _TITLE - 1] + "…"
    return Markup("{} <small>{}</small>").format(escaped(short), escaped(id)) if title else escaped(id)


def _tier(words: InterfaceText, tier: Any) -> Markup:
    return Markup("<em>{}</em>").format(words.both("tier_none")) if pd.isna(tier) else _TIER_NAMES[tier]


def _said(words: InterfaceText, key: str) -> Markup:
    return words.both(key.replace(" ", "_"))
