"""A page of one file: styles, script and data inside, nothing fetched, and a policy that holds it to that.

What is shown comes from documents and lexicons of any origin, so three things are between them and
the browser: text is escaped (:func:`escaped`), data lie in a block that is never run
(:func:`data_block`), and the page's content-security policy allows only the one style and the one
script whose hashes it names, no request of any kind, and no markup made from strings.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
import zlib
from importlib.resources import files
from string import Template
from typing import Any, Final

__all__ = ["all_shown", "data_block", "escaped", "framed", "page", "shown"]

# Characters that a page must not pass on: control characters, which HTML forbids or changes, lone surrogates,
# which no file can hold, and the marks that turn the direction of all that follows.
_UNSHOWABLE: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_LINE_END: Final = re.compile("\r\n?|[\x85\u2028\u2029]")


def shown(text: str) -> str:
    r"""Text as a page may hold it: one kind of line end, and another character for each that cannot be shown.

    Examples
    --------
    >>> shown("one\r\ntwo\u202e")
    'one\ntwo�'
    """
    return _UNSHOWABLE.sub("\ufffd", _LINE_END.sub("\n", text))


def all_shown(value: Any) -> Any:
    r"""Every text in lists and mappings as :func:`shown` gives it.

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


def escaped(text: str) -> str:
    """Text for a place between tags or in a quoted attribute."""
    return html.escape(shown(text))


def data_block(id: str, data: object) -> str:
    """Data for the page's script, packed: many glosses are long, and a file has to be sent by mail.

    The block holds JSON, compressed (zlib) and in base64, so that nothing in it can end the block.
    """
    packed = zlib.compress(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8"), 9)
    return f'<script type="text/plain" id="{escaped(id)}">{base64.b64encode(packed).decode("ascii")}</script>'


def page(name: str, title: str, body: str, language: str = "en") -> str:
    """A whole page from the files ``pages/NAME.css`` and ``pages/NAME.js``.

    Parameters
    ----------
    name : str
    title : str
        Any text.
    body : str
        HTML, in which all that came from outside has been escaped.
    language : {"en", "zh"}
        Of the page's own text.
    """
    style, script = _resource(f"{name}.css"), _resource(f"{name}.js")
    policy = (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; img-src data:; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )
    return Template(_resource("page.html")).substitute(
        policy=html.escape(policy, quote=False),
        language=language,
        title=escaped(title),
        style=style,
        script=script,
        body=body,
    )


def framed(whole: str, label: str) -> str:
    """A page as a part of another one, such as a notebook: neither can touch the other."""
    return (
        f'<iframe sandbox="allow-scripts allow-modals" title="{escaped(label)}" width="100%" height="640" '
        f'style="border:0" srcdoc="{html.escape(whole)}"></iframe>'
    )


def _resource(name: str) -> str:
    return (files("partyspeak") / "display" / "pages" / name).read_text(encoding="utf-8")


def _hash(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode('utf-8')).digest()).decode('ascii')}'"
