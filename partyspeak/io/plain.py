"""Read plain text and Markdown, with the YAML header (front matter) that some files have."""

from __future__ import annotations

import re
from typing import Any, Final

from partyspeak.errors import SourceError
from partyspeak.io.files import SourceFile, decoded
from partyspeak.io.packages import package
from partyspeak.io.record import ReadingRecord

__all__ = ["read_plain"]

_FRONT_MATTER: Final = re.compile(
    r"\ufeff?---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE
)
_OPENING: Final = re.compile(r"\ufeff?---[ \t]*\r?\n[\w-]+:")
_LONGEST: Final = 1 << 16
_DEEPEST: Final = 20
_KNOWN_KEYS: Final = ("date", "title")
_NO_DATES: Final[tuple[object, ...]] = ("null", "Null", "NULL", "~", [], {})  # how YAML and editors write no value


def read_plain(data: bytes, file: SourceFile, record: ReadingRecord) -> tuple[str, dict[str, object]]:
    """Read the text of a plain file, and the values of its front matter as they are written there.

    The keys ``date`` and ``title`` may also be capitalised (``Date:``).

    Returns
    -------
    text : str
        The text after the front matter.
    values : dict

    Raises
    ------
    SourceError
        If the encoding of the file cannot be read; if its front matter is not YAML, or refers to itself.
    """
    text = decoded(data, file, record)
    found = _FRONT_MATTER.match(text, 0, _LONGEST)
    if found is None:
        if _OPENING.match(text) and len(text) > _LONGEST:
            record.note(file.path, "begins with a line of dashes, but its front matter would be too long; all is text")
        elif _OPENING.match(text):
            record.note(file.path, "begins with a line of dashes and a key, but no line of dashes follows; all is text")
        return text, {}
    values = _values(found[1], file)
    return (text, {}) if values is None else (text[found.end() :], values)


def _values(content: str, file: SourceFile) -> dict[str, object] | None:
    """The keys of a YAML header, each value as written; None if the dashes are only a horizontal rule."""
    yaml = package("yaml", "PyYAML", "frontmatter", file)
    try:
        _check(yaml, content, file)
        # The base loader does not turn dates into timestamps, nor "no" into False.
        keys = yaml.load(content, Loader=yaml.BaseLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark else 2
        raise SourceError(
            f"{file.path}: the front matter is not YAML (line {line}); put the value in quotation marks"
        ) from None
    if not isinstance(keys, dict):
        return None
    values: dict[str, object] = {str(key): value for key, value in keys.items()}
    for known in _KNOWN_KEYS:
        other = next((key for key in values if key.lower() == known), known)
        if known not in values and other in values:
            values[known] = values.pop(other)
    if values.get("date") in _NO_DATES:
        del values["date"]
    return values


def _check(yaml: Any, content: str, file: SourceFile) -> None:
    """Refuse what can grow without limit: values that are named and repeated, and deep nesting."""
    depth = 0
    for token in yaml.scan(content, Loader=yaml.BaseLoader):
        name = type(token).__name__
        if name in ("AnchorToken", "AliasToken"):
            line = token.start_mark.line + 2
            raise SourceError(
                f"{file.path}: the front matter names a value with & or repeats one with * (line {line}), which is "
                "not read; write the value out, or put it in quotation marks"
            )
        depth += name.endswith("StartToken") - name.endswith("EndToken")
        if depth > _DEEPEST:
            raise SourceError(f"{file.path}: the front matter is nested more than {_DEEPEST} levels deep")
