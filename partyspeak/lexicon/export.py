"""Export of the lexicon for other programs: JSON with every key, and patterns for spaCy's SpanRuler."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final, Literal

from pydantic import BaseModel, ValidationError

from partyspeak.dates import PartialDate
from partyspeak.errors import SourceError
from partyspeak.lexicon.inflection import expand
from partyspeak.lexicon.lexicon import Lexicon
from partyspeak.lexicon.model import Phrase, Source

__all__ = ["as_json", "as_patterns", "from_bytes", "to_bytes", "write_json", "write_patterns"]


def as_json(lexicon: Lexicon) -> dict[str, Any]:
    """The whole lexicon with its sources as plain values; dates are text.

    Returns
    -------
    dict
        ``version``; ``phrases``, a list of entries with every key and with forms as objects; ``sources``, by key.
    """
    phrases = [_plain({**asdict(phrase), "file": None}) for phrase in lexicon.values()]
    sources = {key: _plain(asdict(source)) for key, source in lexicon.sources.items()}
    return {"version": lexicon.version, "phrases": phrases, "sources": sources}


def as_patterns(lexicon: Lexicon) -> list[dict[str, str]]:
    """Every wording of every form as a pattern for spaCy's SpanRuler, labelled with the phrase's id.

    A SpanRuler has no folding, no Chinese boundaries and no blockers. So it misses mentions that
    :class:`partyspeak.Tagger` finds, and has more wrong hits. Use ``phrase_matcher_attr="LOWER"`` for English.

    Examples
    --------
    >>> as_patterns(Lexicon.default())[0].keys()
    dict_keys(['label', 'pattern', 'id'])
    """
    return [
        {"label": phrase.id, "pattern": wording, "id": phrase.id}
        for phrase in lexicon.values()
        for wording in dict.fromkeys(wording for form in phrase.forms for wording in expand(form.text, form.lang))
    ]


def write_json(lexicon: Lexicon, path: Path) -> None:
    """Write :func:`as_json` to a file."""
    path.write_text(json.dumps(as_json(lexicon), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def write_patterns(lexicon: Lexicon, path: Path) -> None:
    """Write :func:`as_patterns` to a file, one pattern per line, as ``SpanRuler.from_disk`` reads it."""
    lines = (json.dumps(pattern, ensure_ascii=False) + "\n" for pattern in as_patterns(lexicon))
    path.write_text("".join(lines), encoding="utf-8")


def _plain(value: Any) -> Any:
    """A value with dates as text and tuples as lists, without keys that have no value."""
    if isinstance(value, dict):
        if set(value) == {"first_day", "precision"}:
            return str(PartialDate(**value))
        return {key: _plain(item) for key, item in value.items() if item not in (None, False, "", ())}
    return [_plain(item) for item in value] if isinstance(value, (list, tuple)) else value


_WITHOUT: Final = {"phrases": {"__all__": {"file"}}}  # the path of an entry's file means nothing on another machine


class _Stored(BaseModel):
    format: Literal["partyspeak lexicon"] = "partyspeak lexicon"
    format_version: Literal[1] = 1
    made_by: str
    lexicon: str
    phrases: tuple[Phrase, ...]
    sources: tuple[Source, ...]


def to_bytes(lexicon: Lexicon) -> bytes:
    """A lexicon as JSON in UTF-8, with a header that names the format and the lexicon's version."""
    from partyspeak._version import __version__

    content = _Stored(
        made_by=f"partyspeak {__version__}",
        lexicon=lexicon.version,
        phrases=tuple(lexicon.values()),
        sources=tuple(lexicon.sources.values()),
    )
    return content.model_dump_json(exclude=_WITHOUT).encode("utf-8")


def from_bytes(data: bytes, name: str = "the stored lexicon") -> Lexicon:
    """The lexicon that :func:`to_bytes` stored.

    Parameters
    ----------
    data : bytes
    name : str
        Where the data come from, for messages.

    Raises
    ------
    SourceError
        If the data are not a lexicon, have a later format, or differ from what was stored.

    Examples
    --------
    >>> lexicon = Lexicon.default()
    >>> from_bytes(to_bytes(lexicon)).version == lexicon.version
    True
    """
    try:
        content = _Stored.model_validate_json(data)
    except ValidationError as error:
        fault = error.errors()[0]
        place = ".".join(map(str, fault["loc"])) or "all of it"
        raise SourceError(
            f"{name} is not a lexicon that this partyspeak stored ({place}: {fault['msg']}); save it again, "
            "or install a partyspeak as new as the one that saved it"
        ) from None
    lexicon = Lexicon(content.phrases, content.sources)
    if lexicon.version != content.lexicon:
        raise SourceError(f"{name} is not what was stored ({lexicon.version}, not {content.lexicon}); save it again")
    return lexicon
