"""Reading sheets for printing: a text in numbered lines, with its phrases hidden or shown, and a key."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, Literal

from markupsafe import Markup

from partyspeak.dates import PartialDate
from partyspeak.display.cards import cards
from partyspeak.display.page import page, render
from partyspeak.display.reader import Document, Reading, read
from partyspeak.errors import PartyspeakError, SourceError
from partyspeak.lexicon.model import DOMAINS
from partyspeak.matching.mentions import Mention
from partyspeak.matching.tagger import Tagger
from partyspeak.seminar.printed_lines import Line, lines
from partyspeak.text.languages import LANGUAGES

__all__ = ["sheet"]

_TASK: Final = {
    "hidden": "Underline every set phrase (提法) that you find. Write in the margin what it is, and since "
    "when it is used.",
    "shown": "Set phrases are underlined and numbered; the glossary after the text explains them. "
    "A dotted line: the same words are ordinary language too, and a reader has to judge.",
}


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
    rows = _rows(document, reading, found, phrases == "shown")
    glossary = _glossary(reading) if phrases == "shown" else []
    values: dict[str, object] = {
        "title": document.title,
        "key": _key(document, reading, found),
        "made_by": _made_by(reading),
    }
    values |= {"mentions": document.mentions, "phrases": reading.phrases}
    if not isinstance(key, bool):
        _write(Path(key), f"{document.title}: key", render("sheet_key.html", **values))
    facts = " · ".join(filter(None, [str(document.date or ""), f"{len(found):,} lines"]))
    body = render(
        "sheet.html", facts=facts, task=_TASK[phrases], shown=phrases == "shown", lines=rows,
        glossary=glossary, with_key=key is True, **values,
    )  # fmt: skip
    return _write(Path(path), document.title, body)


def _write(path: Path, title: str, body: Markup) -> Path:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page("sheet", title, body), encoding="utf-8")
    except OSError as error:
        raise SourceError(f"{path}: cannot be written ({error.strerror or error})") from None
    return path


def _rows(
    document: Document, reading: Reading, found: Sequence[Line], shown: bool
) -> Iterator[tuple[str, bool, list[tuple[str, str, str]]]]:
    """For each line: its language, whether it begins a paragraph, and its pieces."""
    numbers = {id: number for number, id in enumerate(reading.phrases, 1)}
    domains = {id: _domain(reading, id) for id in reading.phrases}
    for line in found:
        pieces = list(_pieces(document, line, numbers, domains)) if shown else [_plain(document, line)]
        yield LANGUAGES[line.lang].html, line.begins, pieces


def _plain(document: Document, line: Line) -> tuple[str, str, str]:
    return _on_one_line(document.text[line.start : line.end]), "", ""


def _pieces(
    document: Document, line: Line, numbers: dict[str, int], domains: dict[str, int]
) -> Iterator[tuple[str, str, str]]:
    """The line cut where mentions begin and end: the text, its class, and the numbers of the mentions that end."""
    here = [one for one in document.mentions if one.start < line.end and line.start < one.end]
    places = {line.start, line.end, *(place for one in here for place in (one.start, one.end))}
    cuts = sorted(place for place in places if line.start <= place <= line.end)
    for start, end in itertools.pairwise(cuts):
        text = _on_one_line(document.text[start:end])
        over = [one for one in here if one.start <= start and end <= one.end]
        if not over:
            yield text, "", ""
            continue
        # The innermost mention gives the colour: it begins last.
        inner = max(over, key=lambda one: (one.start, -one.end))
        doubt = "" if any(one.sure for one in over) else " unsure"
        ends = [str(numbers[one.phrase]) for one in reversed(over) if one.end == end]
        yield text, f"d{domains[inner.phrase]}{doubt}", ",".join(ends)


def _on_one_line(text: str) -> str:
    """Typed lines flow; each character of a line end becomes a space."""
    return re.sub(r"\s", " ", text)


def _domain(reading: Reading, id: str) -> int:
    domain = reading.lexicon[id].domain
    return DOMAINS.index(domain) if domain in DOMAINS else len(DOMAINS)


def _glossary(reading: Reading) -> list[tuple[object, ...]]:
    """For each phrase: ``zh, pinyin, en, gloss, first, where``."""
    columns = cards(reading.phrases, reading.lexicon, "few renderings")
    return list(zip(*(columns.get(name, ()) for name in _ENTRY), strict=True))


_ENTRY: Final = ("zh", "pinyin", "en", "gloss", "first", "where")


def _key(document: Document, reading: Reading, found: Sequence[Line]) -> list[list[str]]:
    """The phrases by place: line, wording, phrase, remark and place."""
    rows = []
    for mention in document.mentions:
        phrase = reading.lexicon[mention.phrase]
        numbers = [
            number for number, line in enumerate(found, 1) if line.start < mention.end and mention.start < line.end
        ]
        where = "–".join(str(number) for number in sorted({numbers[0], numbers[-1]})) if numbers else ""
        rows.append([
            where, _on_one_line(mention.text), " ".join(filter(None, (phrase.zh, phrase.en))),
            _remark(mention), f"{mention.start}–{mention.end}",
        ])  # fmt: skip
    return rows


def _remark(mention: Mention) -> str:
    return "; ".join(["judge for yourself"] * (not mention.sure) + ["inside a longer one"] * mention.nested)


def _made_by(reading: Reading) -> str:
    return f"partyspeak {reading.settings['partyspeak']}, lexicon {reading.settings['lexicon']}"
