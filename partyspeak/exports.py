"""The lexicon as data for other programs: JSON with every key, and patterns for spaCy's SpanRuler."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from partyspeak.dates import PartialDate
from partyspeak.forms import expand
from partyspeak.lexicon import Lexicon

__all__ = ["as_json", "as_patterns", "write_json", "write_patterns"]


def as_json(lexicon: Lexicon) -> dict[str, Any]:
    """The whole lexicon, with its sources, as plain values; dates are text.

    Returns
    -------
    dict
        ``version``; ``phrases``, a list of entries with every key, forms as objects; ``sources``, by key.
    """
    phrases = [_plain({**asdict(phrase), "file": None}) for phrase in lexicon.values()]
    sources = {key: _plain(asdict(source)) for key, source in lexicon.sources.items()}
    return {"version": lexicon.version, "phrases": phrases, "sources": sources}


def as_patterns(lexicon: Lexicon) -> list[dict[str, str]]:
    """Every wording of every form as a pattern of spaCy's SpanRuler, labelled by the phrase's id.

    A SpanRuler knows no folding, no Chinese edges and no blockers, so it finds less, and more that is
    wrong, than :class:`partyspeak.Tagger`; use ``phrase_matcher_attr="LOWER"`` for English.

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
    """Write :func:`as_patterns` to a file, one pattern a line, as ``SpanRuler.from_disk`` reads it."""
    lines = (json.dumps(pattern, ensure_ascii=False) + "\n" for pattern in as_patterns(lexicon))
    path.write_text("".join(lines), encoding="utf-8")


def _plain(value: Any) -> Any:
    """Dates as text, tuples as lists, and no key without a value."""
    if isinstance(value, dict):
        if set(value) == {"first_day", "precision"}:
            return str(PartialDate(**value))
        return {key: _plain(item) for key, item in value.items() if item not in (None, False, "", ())}
    return [_plain(item) for item in value] if isinstance(value, (list, tuple)) else value
