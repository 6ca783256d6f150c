"""Reading phrases from files: the shape of an entry in TOML or CSV, and the faults of an entry that is wrong."""

from __future__ import annotations

import csv
import difflib
import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import tomli
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    StrictBool,
    StrictStr,
    ValidationError,
    WithJsonSchema,
)

from partyspeak.dates import PartialDate, parse
from partyspeak.errors import Fault, SourceError
from partyspeak.lexicon.model import SOURCES_FILE, Attestation, Era, Form, Grade, Phrase, Source
from partyspeak.text.encodings import read_text
from partyspeak.text.languages import LANGUAGES

__all__ = ["json_schema", "read"]

_DATE_PATTERN = r"^\d{4}(-\d{2}(-\d{2})?)?$"
_DateText = Annotated[
    PartialDate | None,
    BeforeValidator(lambda value: parse(value)),
    WithJsonSchema({"type": "string", "pattern": _DATE_PATTERN, "description": "a year, a month or a day"}),
]
_LIST_SEPARATOR = ";"


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class FormEntry(_Shape):
    """A form written as a table; a bare string is a form that has only its text."""

    text: StrictStr
    plain: StrictBool = False
    case: StrictBool = False
    shared: StrictBool = False
    dates: StrictBool = True
    since: _DateText = None
    until: _DateText = None
    source: StrictStr = ""


def _as_table(value: object) -> object:
    return {"text": value} if isinstance(value, str) else value


_FormEntry = Annotated[FormEntry, BeforeValidator(_as_table, json_schema_input_type=str | FormEntry)]


class AttestationEntry(_Shape):
    """One ``[[id.attested]]`` table; ``form`` is the canonical form when left out."""

    date: _DateText
    published: _DateText = None
    form: StrictStr = ""
    where: StrictStr = ""
    source: StrictStr = ""
    grade: Grade
    searched: tuple[StrictStr, ...] = ()
    scholar: StrictStr = ""


class Entry(_Shape):
    """One table of a lexicon file; it needs at least one form, in either language."""

    zh: _FormEntry | None = None
    en: _FormEntry | None = None
    gloss: StrictStr = ""
    era: Literal[Era, ""] = ""
    domain: StrictStr = ""
    attested: tuple[AttestationEntry, ...] = ()
    first: _DateText = None
    first_grade: Grade = "B"
    first_where: StrictStr = ""
    note: StrictStr = ""
    zh_forms: tuple[_FormEntry, ...] = ()
    en_forms: tuple[_FormEntry, ...] = ()
    not_zh: tuple[StrictStr, ...] = ()
    not_en: tuple[StrictStr, ...] = ()
    related: tuple[StrictStr, ...] = ()
    precedes: tuple[StrictStr, ...] = ()
    components: tuple[StrictStr, ...] = ()


class SourceEntry(_Shape):
    """One table of ``sources.toml``."""

    title: StrictStr
    author: StrictStr = ""
    publisher: StrictStr = ""
    date: _DateText = None
    url: StrictStr = ""
    note: StrictStr = ""


def json_schema() -> dict[str, Any]:
    """The format of a lexicon file as a JSON Schema, for editors that check TOML as it is written.

    Returns
    -------
    dict
        What ``lexicon/schema.json`` holds.
    """
    entry = Entry.model_json_schema(ref_template="#/$defs/{model}")
    definitions = entry.pop("$defs")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A file of a partyspeak lexicon",
        "description": "One table per phrase; the table's name is the phrase's id.",
        "type": "object",
        "additionalProperties": {"$ref": "#/$defs/Entry"},
        "$defs": {**definitions, "Entry": entry},
    }


def read(path: Path) -> Iterator[Phrase | Source | Fault]:
    """Read one file of a lexicon: TOML, CSV or ``sources.toml``."""
    if path.name == SOURCES_FILE:
        yield from _read_sources(path)
    elif path.suffix.lower() == ".toml":
        yield from _read_toml(path)
    else:
        yield from _read_csv(path)


def _read_toml(path: Path) -> Iterator[Phrase | Fault]:
    """The phrases of one TOML file; an entry with the wrong shape gives faults instead."""
    for id, table in _tables(path):
        if isinstance(table, Fault):
            yield table
        else:
            yield from _phrase(path, id, table, default_domain=path.stem)


def _read_csv(path: Path) -> Iterator[Phrase | Fault]:
    """The phrases of a CSV file with the columns ``id, zh, en`` and any other key of an entry.

    List items are separated by ``;``, and empty cells are ignored. The file may be UTF-8, GB18030 or Big5.
    """
    rows = csv.DictReader(io.StringIO(read_text(path), newline=""))
    columns = list(rows.fieldnames or [])
    lists = {key for key, field in Entry.model_fields.items() if field.default == ()}
    if "id" not in columns or not {"zh", "en"} & set(columns):
        yield Fault(str(path), "", "", f"needs the columns id, zh, en; it has {', '.join(columns) or 'none'}")
        return
    for row in rows:
        place = f"{path} line {rows.line_num}"
        if None in row or None in row.values():
            yield Fault(place, row.get("id") or "", "", f"needs {len(columns)} cells, as in its header; add or quote")
            continue
        cells = {key: value.strip() for key, value in row.items() if value.strip() and key != "id"}
        table = {key: _items(value) if key in lists else _truth(value) for key, value in cells.items()}
        yield from _phrase(path, row["id"].strip(), table, default_domain="", place=place)


def _read_sources(path: Path) -> Iterator[Source | Fault]:
    """The sources of a ``sources.toml``."""
    for key, table in _tables(path):
        if isinstance(table, Fault):
            yield table
            continue
        try:
            yield Source(key=key, **dict(SourceEntry.model_validate(table)))
        except ValidationError as error:
            yield from _faults(error, str(path), key, SourceEntry)


def _items(value: str) -> list[str]:
    return [item.strip() for item in value.split(_LIST_SEPARATOR) if item.strip()]


def _truth(value: str) -> str | bool:
    return {"true": True, "false": False}.get(value.lower(), value)


def _tables(path: Path) -> Iterator[tuple[str, Mapping[str, Any] | Fault]]:
    try:
        content = tomli.loads(path.read_text(encoding="utf-8"))
    except tomli.TOMLDecodeError as error:
        message = str(error)
        if "declare" in message or "overwrite" in message:
            message += "; each id may occur once in a file"
        yield "", Fault(str(path), "", "", f"is not TOML: {message}")
        return
    except UnicodeDecodeError:
        yield "", Fault(str(path), "", "", "is not UTF-8, as TOML must be; save it as UTF-8")
        return
    except OSError as error:
        raise SourceError(f"{path}: cannot be read ({error.strerror or error})") from None
    for id, table in content.items():
        if isinstance(table, dict):
            yield id, table
        else:
            yield id, Fault(str(path), id, "", f"is a bare value; write a table that begins with [{id}]")


def _phrase(
    path: Path, id: str, table: Mapping[str, Any], default_domain: str, place: str = ""
) -> Iterator[Phrase | Fault]:
    place = place or str(path)
    try:
        entry = Entry.model_validate(table)
    except ValidationError as error:
        yield from _faults(error, place, id, Entry)
        return
    if not id:
        yield Fault(place, "", "id", "is empty; give the phrase an id such as dual-circulation")
    elif not (entry.zh or entry.en or entry.zh_forms or entry.en_forms):
        yield Fault(place, id, "zh", "the entry has no form; write zh = …, en = … or both")
    else:
        fields = dict(vars(entry))  # pydantic's own conversion to a dict is four times slower
        canonical = {lang: fields.pop(lang) for lang in LANGUAGES}
        further = {lang: fields.pop(f"{lang}_forms") for lang in LANGUAGES}
        forms = [Form(lang=lang, **vars(form)) for lang, form in canonical.items() if form]
        forms += [Form(lang=lang, **vars(form)) for lang in LANGUAGES for form in further[lang]]
        names = {lang: form.text if form else "" for lang, form in canonical.items()}
        fields["domain"] = entry.domain or default_domain
        fields["attested"] = _attested(fields, names["zh"] or names["en"] or forms[0].text)
        yield Phrase(id=id, zh=names["zh"], en=names["en"], forms=tuple(forms), file=str(path), **fields)


def _attested(fields: dict[str, Any], canonical: str) -> tuple[Attestation, ...]:
    """The attestations of an entry, the earliest first; ``first`` is a short way to write one."""
    found = [Attestation(**vars(one) | {"form": one.form or canonical}) for one in fields.pop("attested")]
    date, grade, where = (fields.pop(key) for key in ("first", "first_grade", "first_where"))
    if date is not None:
        found.append(Attestation(date, canonical, grade, where))
    return tuple(sorted(found, key=lambda one: (one.date.first_day, one.date.last_day, one.grade, one.form)))


def _faults(error: ValidationError, place: str, id: str, shape: type[_Shape]) -> Iterator[Fault]:
    for detail in error.errors():
        location = [str(part) for part in detail["loc"]]
        key = location[0] + "".join(f"[{int(part) + 1}]" if part.isdigit() else f".{part}" for part in location[1:])
        yield Fault(place, id, key, _advice(detail["type"], detail["msg"], location, shape))


def _advice(kind: str, message: str, location: list[str], shape: type[_Shape]) -> str:
    if kind == "missing":
        return "is missing; add it"
    if kind == "model_type":
        return (
            "write a table"
            if location[0] == "attested"
            else 'write a string, or a table such as { text = "…", plain = true }'
        )
    if kind != "extra_forbidden":
        return message.removeprefix("Value error, ")
    inner = AttestationEntry if location[0] == "attested" else FormEntry
    known = list((shape if len(location) == 1 else inner).model_fields)
    near = difflib.get_close_matches(location[-1], known, n=1)
    return "unknown key; " + (f"did you mean {near[0]}?" if near else f"the keys are {', '.join(known)}")
