"""A page in one file: styles, script and data are inside, and a security policy forbids fetching anything.

What is shown comes from documents and lexicons of any origin, so three things are between them and
the browser: templates escape every value (:func:`render`), data are in a block that is never run
(:func:`data_block`), and the page's content-security policy allows only the one style and the one
script whose hashes it names, no request of any kind, and no markup made from strings.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import zlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["all_shown", "data_block", "escaped", "framed", "page", "render", "shown"]

# Characters that a page must not pass on: control characters, which HTML forbids or changes, lone surrogates,
# which no file can hold, and the marks that turn the direction of all that follows.
_UNSHOWABLE: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_LINE_END: Final = re.compile("\r\n?|[\x85\u2028\u2029]")


def shown(text: str) -> str:
    r"""Text for a page: uniform line ends, and a replacement for each character that cannot be shown.

    Examples
    --------
    >>> shown("one\r\ntwo\u202e")
    'one\ntwo�'
    """
    return _UNSHOWABLE.sub("\ufffd", _LINE_END.sub("\n", text))


def all_shown(value: Any) -> Any:
    r"""Apply :func:`shown` to every text in lists and mappings.

    Examples
    --------
    >>> all_shown({"values": [{"label": "a\x00b", "count": 1}]})
    {'values': [{'label': 'a�b', 'count': 1}]}
    """
    if isinstance(value, dict):
        return {name: all_shown(one) for name, one in value.items()}
    if isinstance(value, list):
        return [all_shown(one) for one in value]
    return shown(value) if isinstance(value, str) else value


def escaped(text: object) -> Markup:
    """A value as HTML. Markup is kept; everything else is escaped."""
    return text if isinstance(text, Markup) else escape(shown(str(text)))


def render(template: str, **values: object) -> Markup:
    """HTML from a template of the folder ``pages``; every value that is not markup already is escaped.

    Parameters
    ----------
    template : str
        The name of the file.
    **values
        What the template names; a name that has no value is an error.
    """
    return Markup(_environment().get_template(template).render(values))


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    return Environment(
        autoescape=True,
        undefined=StrictUndefined,
        finalize=lambda value: shown(value) if isinstance(value, str) and not isinstance(value, Markup) else value,
        loader=FunctionLoader(_resource),
        trim_blocks=True,
        lstrip_blocks=True,
    )


def data_block(id: str, data: object) -> Markup:
    """Compressed data for the page's script, so that the file stays small enough to send by mail.

    The block holds JSON, compressed (zlib) and in base64, so that nothing in it can end the block.
    """
    packed = zlib.compress(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8"), 9)
    block = Markup('<script type="text/plain" id="{}">{}</script>')
    return block.format(id, base64.b64encode(packed).decode("ascii"))


def page(name: str, title: str, body: Markup, language: str = "en") -> str:
    """A whole page from the files ``pages/NAME.css`` and ``pages/NAME.js``.

    Parameters
    ----------
    name : str
    title : str
        Any text.
    body : Markup
    language : {"en", "zh"}
        Of the page's own text.
    """
    style, script = _resource(f"{name}.css"), _resource(f"{name}.js")
    policy = (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; img-src data:; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )
    return str(
        render(
            "page.html", policy=policy, language=language, title=title, style=Markup(style), script=Markup(script),
            body=body,
        )
    )  # fmt: skip


def framed(whole: str, label: str) -> str:
    """A page inside another page, such as a notebook, isolated from it."""
    frame = Markup(
        '<iframe sandbox="allow-scripts allow-modals" title="{}" width="100%" height="640" '
        'style="border:0" srcdoc="{}"></iframe>'
    )
    return str(frame.format(shown(label), whole))


def _resource(name: str) -> str:
    return (files("partyspeak") / "display" / "pages" / name).read_text(encoding="utf-8")


def _hash(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode('utf-8')).digest()).decode('ascii')}'"
