"""A lexicon as one piece of data, so that a saved pipeline finds the same mentions wherever it is loaded.

The lexicon that comes with the package changes from version to version; what is stored here does not.
"""

from __future__ import annotations

from typing import Final, Literal

from pydantic import BaseModel, ValidationError

from partyspeak.errors import SourceError
from partyspeak.lexicon import Lexicon
from partyspeak.phrases import Phrase, Source

__all__ = ["from_bytes", "to_bytes"]

_WITHOUT: Final = {"phrases": {"__all__": {"file"}}}  # where an entry once lay says nothing on another machine


class _Stored(BaseModel):
    format: Literal["partyspeak lexicon"] = "partyspeak lexicon"
    format_version: Literal[1] = 1
    made_by: str
    lexicon: str
    phrases: tuple[Phrase, ...]
    sources: tuple[Source, ...]


def to_bytes(lexicon: Lexicon) -> bytes:
    """A lexicon as JSON in UTF-8, with a header that says what it is and the lexicon's own version."""
    import partyspeak

    content = _Stored(
        made_by=f"partyspeak {partyspeak.__version__}",
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
        Where they come from, for messages.

    Raises
    ------
    SourceError
        When the data are something else, of a later format, or not what was stored.

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
            f"{name} is not a lexicon that this partyspeak stored ({place}: {fault['msg']}); save it anew, "
            "or install a partyspeak as new as the one that saved it"
        ) from None
    lexicon = Lexicon(content.phrases, content.sources)
    if lexicon.version != content.lexicon:
        raise SourceError(f"{name} is not what was stored ({lexicon.version}, not {content.lexicon}); save it anew")
    return lexicon
