"""What documents and spans answer: ``doc._.party_mentions``, ``span._.party_phrase`` and ``span._.party_expanded``.

Nothing but plain values is stored, with the group of spans, so that the answers are there wherever a
document goes: to disk, through ``DocBin``, between processes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from operator import attrgetter
from typing import Any, Final

from spacy.tokens import Doc, Span

from partyspeak.errors import PartyspeakError
from partyspeak.lexicon import Lexicon, Phrase
from partyspeak.matching.mentions import Mention

__all__ = ["KEY", "record", "remember"]

KEY: Final = "partyspeak"
"""The component's name, and that of what it stores."""

_COLUMNS: Final = ("phrase", "form", "lang", "start", "end", "sure", "why", "dates", "nested")
_values = attrgetter(*_COLUMNS)

_lexicons: dict[str, Lexicon] = {}
"""The lexicons used in this process, by version. A document outlives its pipeline, and its spans ask here."""


def remember(lexicon: Lexicon) -> None:
    """Make the phrases of a lexicon known to the spans of this process."""
    _lexicons[lexicon.version] = lexicon


def record(lexicon: Lexicon, mentions: Sequence[Mention]) -> dict[str, Any]:
    """What is stored with a group of spans: the lexicon's version, and all of each mention but its text."""
    return {"lexicon": lexicon.version, "mentions": [list(_values(mention)) for mention in mentions]}


def _records(doc: Doc) -> Iterator[dict[str, Any]]:
    for group in doc.spans.values():
        if KEY in group.attrs:
            yield group.attrs[KEY]


def _rows(doc: Doc) -> Iterator[dict[str, Any]]:
    for stored in _records(doc):
        for row in stored["mentions"]:
            yield dict(zip(_COLUMNS, row, strict=True))


def _mentions(doc: Doc) -> list[Mention]:
    """``doc._.party_mentions``: what the tagger found, at its exact places, by place."""
    rows = list(_rows(doc))
    text = doc.text if rows else ""
    mentions = [Mention(text=text[row["start"] : row["end"]], **row) for row in rows]
    return sorted(mentions, key=lambda mention: (mention.start, -mention.end))


def _phrase(span: Span) -> Phrase | None:
    """``span._.party_phrase``: the lexicon's phrase, None for a span that is not ours."""
    versions = [stored["lexicon"] for stored in _records(span.doc)]
    for version in versions:
        lexicon = _lexicons.get(version) or (Lexicon.default() if Lexicon.default().version == version else None)
        if lexicon is not None and span.label_ in lexicon:
            return lexicon[span.label_]
    if versions and not any(version in _lexicons for version in versions):
        raise PartyspeakError(
            f"the lexicon {', '.join(versions)} that named {span.label_!r} is not loaded here; "
            "load the pipeline that made the document"
        )
    return None


def _expanded(span: Span) -> bool:
    """``span._.party_expanded``: the mention is shorter than the tokens that hold it."""
    first, last = span.start_char, span.end_char
    mine = [(row["start"], row["end"]) for row in _rows(span.doc) if row["phrase"] == span.label_]
    inside = [(start, end) for start, end in mine if first <= start and end <= last]
    return bool(inside) and (first, last) not in inside


def _register(kind: type[Doc] | type[Span], name: str, **options: Callable[..., Any] | None) -> None:
    kind.set_extension(name, force=True, **options)  # a reload of this file sets them again


_register(Doc, "party_mentions", getter=_mentions)
_register(Doc, "party_date", default=None)
_register(Span, "party_phrase", getter=_phrase)
_register(Span, "party_expanded", getter=_expanded)
