"""Reading sheets for printing: a text in numbered lines, with its phrases hidden or shown, and a key."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, Literal

from partyspeak.dates import PartialDate
from partyspeak.display.cards import cards
from partyspeak.display.page import escaped, page
from partyspeak.display.reader import Document, Reading, read
from partyspeak.errors import PartyspeakError, SourceError
from partyspeak.lexicon.model import DOMAINS
from partyspeak.matching.mentions import Mention
from partyspeak.matching.tagger import Tagger
from partyspeak.seminar.printed_lines import Line, lines

__all__ = ["sheet"]

_TASK: Final = {
    "hidden": "Underline every set phrase (提法) that you find. Write in the margin what it is, and since "
    "when it is used.",
    "shown": "Set phrases are underlined and numbered; the glossary after the text explains them. "
    "A dotted line: the same words are ordinary language too, and a reader has to judge.",
}
_LANGUAGE_TAGS: Final = {"zh": "zh-Hans", "en": "en"}


def sheet(
    text: str | Path,
    path: str | Path,
    phrases: Literal["hidden", "shown"] = "hidden",
    *,
    title: str | None = None,
    date: str | PartialDate | None = None,
    key: bool | str | Path = True,
    row: str | int | None = None,
    tagger: Tagger | None = None,
) -> Path:
    """Make a page to print and mark by hand, from any text.

    Parameters
    ----------
    text : str or Path
        A text, or the path of a file, as for :func:`partyspeak.read`.
    path : str or Path
        The page to write, one HTML file that needs no other.
    phrases : {"hidden", "shown"}
        Hidden: numbered lines and an empty margin. Shown: the phrases underlined, and a glossary.
    title : str, optional
        What to call the text; else the file's name.
    date : str or PartialDate, optional
        The text's date, which decides which phrase is meant where two share a wording.
    key : bool, str or Path
        A list of the phrases by line: at the end, on a page of its own (True), in a file of its own (its path),
        or not at all (False).
    row : str or int, optional
        Which document of a table: its id, or its number below the header.
    tagger : Tagger, optional
        With the curated lexicon when left out.

    Returns
    -------
    Path
        The page written.

    Raises
    ------
    PartyspeakError
        For a choice that there is not.
    SourceError
        When a file cannot be read or written.
    """
    if phrases not in _TASK:
        raise PartyspeakError(f"phrases={phrases!r} is neither 'hidden' nor 'shown'")
    reading = read(text, tagger=tagger, date=date, title=title, row=row)
    document = reading.documents[0]
    found = lines(document.text)
    body = _head(document, _TASK[phrases], len(found))
    body += _text(document, reading, found, phrases == "shown")
    if phrases == "shown":
        body += _glossary(reading)
    by_place = _key(document, reading, found)
    if key is True:
        body += f'<section id="key" class="next">{by_place}</section>'
    elif key is not False:
        head = f"<header><h1>{escaped(document.title)}</h1></header>"
        _write(Path(key), f"{document.title}: key", f'{head}<section id="key">{by_place}</section>{_foot(reading)}')
    return _write(Path(path), document.title, body + _foot(reading))


def _write(path: Path, title: str, body: str) -> Path:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page("sheet", title, body), encoding="utf-8")
    except OSError as error:
        raise SourceError(f"{path}: cannot be written ({error.strerror or error})") from None
    return path


def _head(document: Document, task: str, count: int) -> str:
    facts = " · ".join(filter(None, [str(document.date or ""), f"{count:,} lines"]))
    return (
        f'<header><button id="print" type="button">Print</button><h1>{escaped(document.title)}</h1>'
        f'<p class="facts">{escaped(facts)}</p>'
        '<p class="who"><span>Name</span><span>Date</span></p>'
        f'<p class="task">{escaped(task)}</p></header>'
    )


def _text(document: Document, reading: Reading, found: Sequence[Line], shown: bool) -> str:
    numbers = {id: number for number, id in enumerate(reading.phrases, 1)}
    domains = {id: _domain(reading, id) for id in reading.phrases}
    rows = []
    for number, line in enumerate(found, 1):
        if shown:
            content = "".join(_pieces(document, line, numbers, domains))
        else:
            content = escaped(_on_one_line(document.text[line.start : line.end]))
        begins = ' class="begins"' if line.begins else ""
        rows.append(f'<li lang="{_LANGUAGE_TAGS[line.lang]}"{begins}><i>{number}</i><span>{content}</span></li>')
    return f'<ol id="text" class="{"shown" if shown else "hidden"}">{"".join(rows)}</ol>'


def _pieces(document: Document, line: Line, numbers: dict[str, int], domains: dict[str, int]) -> Iterator[str]:
    """The line cut at every edge of a mention; what mentions cover is marked, and each one's end numbered."""
    here = [one for one in document.mentions if one.start < line.end and line.start < one.end]
    places = {line.start, line.end, *(place for one in here for place in (one.start, one.end))}
    edges = sorted(place for place in places if line.start <= place <= line.end)
    for start, end in itertools.pairwise(edges):
        text = escaped(_on_one_line(document.text[start:end]))
        over = [one for one in here if one.start <= start and end <= one.end]
        if not over:
            yield text
            continue
        # The innermost mention gives the colour: it begins last.
        inner = max(over, key=lambda one: (one.start, -one.end))
        doubt = "" if any(one.sure for one in over) else " unsure"
        ends = [str(numbers[one.phrase]) for one in reversed(over) if one.end == end]
        note = f"<sup>{','.join(ends)}</sup>" if ends else ""
        yield f'<mark class="d{domains[inner.phrase]}{doubt}">{text}</mark>{note}'


def _on_one_line(text: str) -> str:
    """Typed lines flow; each character of a line end becomes a space."""
    return re.sub(r"\s", " ", text)


def _domain(reading: Reading, id: str) -> int:
    domain = reading.lexicon[id].domain
    return DOMAINS.index(domain) if domain in DOMAINS else len(DOMAINS)


def _glossary(reading: Reading) -> str:
    columns = cards(reading.phrases, reading.lexicon, "few renderings")
    entries = []
    for number, row in enumerate(zip(*(columns.get(name, ()) for name in _ENTRY), strict=True), 1):
        zh, pinyin, en, gloss, first, where = map(escaped, map(str, row))
        since = f'<span class="since">{first}{f" · {where}" if where else ""}</span>' if first else ""
        entries.append(
            f'<section><b class="number">{number}</b> <b lang="zh-Hans">{zh}</b> <span class="pinyin">{pinyin}</span> '
            f"<em>{en}</em><p>{gloss} {since}</p></section>"
        )
    return f'<section id="glossary"><h2>Glossary</h2>{"".join(entries)}</section>' if entries else ""


_ENTRY: Final = ("zh", "pinyin", "en", "gloss", "first", "where")


def _key(document: Document, reading: Reading, found: Sequence[Line]) -> str:
    """The phrases by place."""
    rows = []
    for mention in document.mentions:
        phrase = reading.lexicon[mention.phrase]
        numbers = [
            number for number, line in enumerate(found, 1) if line.start < mention.end and mention.start < line.end
        ]
        where = "–".join(str(number) for number in sorted({numbers[0], numbers[-1]})) if numbers else ""
        cells = [
            where, _on_one_line(mention.text), " ".join(filter(None, (phrase.zh, phrase.en))),
            _remark(mention), f"{mention.start}–{mention.end}",
        ]  # fmt: skip
        rows.append("<tr>" + "".join(f"<td>{escaped(cell)}</td>" for cell in cells) + "</tr>")
    head = "".join(f"<th>{name}</th>" for name in ("Line", "As it is", "Phrase", "Note", "Place"))
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>" if rows else ""
    unsure = sum(not one.sure for one in document.mentions)
    return (
        f"<h2>Key: {len(document.mentions):,} mentions of {len(reading.phrases):,} phrases</h2>{table}"
        f'<p class="facts">{unsure:,} of them only a reader can judge: their words are ordinary language too, or parts '
        "of other words. Places count characters from 0, the end not included, as "
        "<code>partyspeak.seminar.score</code> takes them.</p>"
    )


def _remark(mention: Mention) -> str:
    return "; ".join(["judge for yourself"] * (not mention.sure) + ["inside a longer one"] * mention.nested)


def _foot(reading: Reading) -> str:
    made_by = f"partyspeak {reading.settings['partyspeak']}, lexicon {reading.settings['lexicon']}"
    return f"<footer><p>{escaped(made_by)} · what the lexicon does not know is not in the key</p></footer>"
