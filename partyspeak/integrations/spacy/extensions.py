"""The spaCy extensions ``doc._.party_mentions``, ``span._.party_phrase`` and ``span._.party_expanded``.

Only plain values are stored, together with the group of spans, so they stay with a document: on disk, in a ``DocBin``,
and between processes.
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
"""The name of the component, and of the data that it stores."""

_COLUMNS: Final = ("phrase", "form", "lang", "start", "end", "sure", "why", "dates", "nested")
_values = attrgetter(*_COLUMNS)

_lexicons: dict[str, Lexicon] = {}
"""The lexicons used in this process, by version; the spans of a document can outlive its pipeline and need them."""


def remember(lexicon: Lexicon) -> None:
    """Make the phrases of a lexicon available to spans in this process."""
    _lexicons[lexicon.version] = lexicon


def record(lexicon: Lexicon, mentions: Sequence[Mention]) -> dict[str, Any]:
    """The data stored with a group of spans: the lexicon's version, and each mention without its text."""
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
    """``doc._.party_mentions``: the mentions with their exact positions, in order of position."""
    rows = list(_rows(doc))
    text = doc.text if rows else ""
    mentions = [Mention(text=text[row["start"] : row["end"]], **row) for row in rows]
    return sorted(mentions, key=lambda mention: (mention.start, -mention.end))


def _phrase(span: Span) -> Phrase | None:
    """``span._.party_phrase``: the phrase in the lexicon; None for a span that partyspeak did not make."""
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
    """``span._.party_expanded``: is the mention shorter than the tokens that contain it?"""
    first, last = span.start_char, span.end_char
    mine = [(row["start"], row["end"]) for row in _rows(span.doc) if row["phrase"] == span.label_]
    inside = [(start, end) for start, end in mine if first <= start and end <= last]
    return bool(inside) and (first, last) not in inside


def _register(kind: type[Doc] | type[Span], name: str, **options: Callable[..., Any] | None) -> None:
    kind.set_extension(name, force=True, **options)  # reloading this module sets the extensions again


_register(Doc, "party_mentions", getter=_mentions)
_register(Doc, "party_date", default=None)
_register(Span, "party_phrase", getter=_phrase)
_register(Span, "party_expanded", getter=_expanded)
