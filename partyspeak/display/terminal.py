"""Output for terminals: documents, phrases and tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd
from rich.table import Column, Table
from rich.text import Text

from partyspeak.analysis.first_appearances import FORM, known_date
from partyspeak.errors import printable
from partyspeak.lexicon.diff import Change
from partyspeak.lexicon.lexicon import Lexicon, first_use
from partyspeak.lexicon.model import Attestation, Form, Phrase
from partyspeak.lexicon.pinyin import pinyin
from partyspeak.matching.mentions import Mention

__all__ = ["as_table", "differences", "entry", "first_appearances", "heading", "legend", "marked"]

_SURE, _UNSURE = "bold black on bright_green", "black on bright_yellow"


def heading(title: str) -> Text:
    """The title of a document above its text."""
    return Text(f"\n{printable(title)}\n", style="bold underline")


def marked(text: str, mentions: Iterable[Mention], colour: bool = True) -> Text:
    """A document with its phrases marked: green where sure, yellow where not.

    Parameters
    ----------
    text : str
    mentions : iterable of Mention
        Nested and overlapping ones are marked together.
    colour : bool
        Without colours each mention occurs in ⟦double brackets⟧, an unsure one with a question mark.
    """
    whole = Text()
    position = 0
    for mention in _outermost(mentions):
        whole.append(printable(text[position : mention.start]))
        shown = printable(mention.text)
        if colour:
            whole.append(shown, style=_SURE if mention.sure else _UNSURE)
        else:
            whole.append(f"⟦{shown}{'' if mention.sure else '?'}⟧")
        position = mention.end
    whole.append(printable(text[position:]))
    return whole


def _outermost(mentions: Iterable[Mention]) -> list[Mention]:
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda mention: (mention.start, -mention.end)):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


def legend(lexicon: Lexicon, mentions: Sequence[Mention]) -> Text:
    """The phrases of a document, most frequent first, each with its gloss."""
    counts = Counter(mention.phrase for mention in mentions)
    whole = Text()
    for id, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        phrase = lexicon[id]
        whole.append(printable(f"{count:>3} × {phrase.zh}  {phrase.en}"), style="bold")
        whole.append(printable(f"  (first used: {first_use(phrase)})\n"))
        whole.append(printable(f"      {phrase.gloss}\n") if phrase.gloss else "")
    return whole


def first_appearances(table: pd.DataFrame, by: str | None) -> Table:
    """First appearances for reading: ≤ before a date says that an earlier use is likely or cannot be ruled out."""
    headers = ["first here", "中文", "English", "wording", "in its words", "texts", "known since", "check"]
    if by and by != FORM:
        headers.insert(0, by)
    shown = _table(headers)
    for row in table.to_dict("records"):
        words = Text.assemble(_cell(row["left"]), (printable(row["text"]), "bold"), _cell(row["right"]))
        cells = [_cell(row[table.columns[0]])] if by and by != FORM else []
        cells += [("≤ " if row["censored"] else "") + _cell(row["first_date"]), row["zh"], row["en"], row["form"]]
        known = known_date(row["attested"], row["attested_grade"])
        shown.add_row(
            *(Text(_cell(cell)) for cell in cells), words, str(row["documents"]), known, Text(_cell(row["check"]))
        )
    return shown


def entry(phrase: Phrase, lexicon: Lexicon) -> Table:
    """One entry of the lexicon, formatted for reading."""
    table = Table.grid(padding=(0, 2))
    lines: list[tuple[str, str]] = [
        ("", f"{phrase.zh}  {pinyin(phrase.zh)}" if phrase.zh else ""),
        ("", phrase.en),
        ("gloss", phrase.gloss),
        ("domain, era", ", ".join(filter(None, (phrase.domain, phrase.era)))),
        ("first used", first_use(phrase)),
        *(("attested", _attestation(one, phrase)) for one in phrase.attested),
        *(("source", _source(key, lexicon)) for key in dict.fromkeys(one.source for one in phrase.attested) if key),
        ("note", phrase.note),
        ("Chinese", "; ".join(_form(form) for form in phrase.forms if form.lang == "zh")),
        ("English", "; ".join(_form(form) for form in phrase.forms if form.lang == "en")),
        ("not", "; ".join((*phrase.not_zh, *phrase.not_en))),
        ("components", _named(phrase.components, lexicon)),
        ("follows", _named(lexicon.before(phrase.id), lexicon)),
        ("precedes", _named(phrase.precedes, lexicon)),
        ("related", _named(phrase.related, lexicon)),
    ]
    for label, line in lines:
        if line:
            table.add_row(Text(label, style="dim"), Text(printable(line)))
    return table


def differences(found: Iterable[Change]) -> Text:
    """Differences between two lexicons: removed in red, added in green."""
    whole = Text()
    last = None
    for change in found:
        if change.id != last:
            whole.append(printable(f"[{change.id}]\n"), style="bold")
            last = change.id
        for sign, value, style in (("-", change.before, "red"), ("+", change.after, "green")):
            if value:
                whole.append(printable(f"  {sign} {change.key}: {value}\n"), style=style)
    return whole


def _form(form: Form) -> str:
    marks = [name for name in ("plain", "case", "shared") if getattr(form, name)]
    marks += [] if form.dates else ["does not date"]
    marks += [f"{name} {date}" for name in ("since", "until") if (date := getattr(form, name))]
    return form.text + (f" ({', '.join(marks)})" if marks else "")


def _attestation(one: Attestation, phrase: Phrase) -> str:
    """A dated use of a form: the date with its grade, the wording where it is not the name, and the place."""
    wording = "" if one.form in (phrase.zh, phrase.en) else f"{one.form}, "
    return f"{one} (grade {one.grade}): {wording}{one.where} [{one.source}]"


def _source(key: str, lexicon: Lexicon) -> str:
    source = lexicon.sources.get(key)
    if source is None:
        return key
    parts = (source.author, source.title, str(source.date or ""), source.publisher, source.url)
    return ". ".join(filter(None, parts))


def _named(ids: Sequence[str], lexicon: Lexicon) -> str:
    return "; ".join(f"{lexicon[id].zh or lexicon[id].en} [{id}]" if id in lexicon else id for id in ids)


def as_table(frame: pd.DataFrame) -> Table:
    """A frame as a table; missing values are empty, shares and rates are rounded for reading."""
    table = _table(frame.columns)
    for row in frame.itertuples(index=False):
        table.add_row(*(Text(_cell(value)) for value in row))
    return table


def _table(headers: Iterable[object]) -> Table:
    """A table whose cells wrap anywhere, since Chinese has no spaces."""
    return Table(*(Column(Text(printable(header)), overflow="fold") for header in headers))


def _cell(value: Any) -> str:
    if pd.isna(value):
        return ""
    return f"{value:,.4g}" if isinstance(value, float) else printable(value)
