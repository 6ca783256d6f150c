"""A lexicon as bytes: whole again, or refused."""

import pytest

from partyspeak import Lexicon, SourceError
from partyspeak.lexicon import export


def test_what_was_not_stored_by_us_is_refused(lexicon):
    data = export.to_bytes(Lexicon([lexicon["dual-circulation"]]))
    for broken, says in [
        (b"no json", "not a lexicon"),
        (b'{"format": "else"}', "format"),
        (data.replace(b'"format_version":1', b'"format_version":2'), "format_version"),
        (data.replace("双循环".encode(), "单循环".encode()), "not what was stored"),
    ]:
        with pytest.raises(SourceError, match=says):
            export.from_bytes(broken)


def test_stored_lexicons_are_whole(lexicon):
    again = export.from_bytes(export.to_bytes(lexicon))
    assert dict(again) == dict(lexicon)
    assert again.sources == lexicon.sources
