"""A finished chart: one that saves itself as HTML that works offline, as SVG and as PNG."""

from __future__ import annotations

import json
import warnings
from functools import lru_cache
from html import escape
from pathlib import Path
from string import Template
from typing import Any, Final

import altair as alt

from partyspeak.errors import PartyspeakError
from partyspeak.show.page import all_shown

__all__ = ["FONTS", "FinishedChart", "vega_version"]

FONTS: Final = (
    "Noto Sans CJK SC, Noto Sans SC, Source Han Sans SC, PingFang SC, Microsoft YaHei, WenQuanYi Micro Hei, sans-serif"
)
"""Fonts that have Chinese signs: of Linux, macOS and Windows, in the order in which they are tried."""

_CHINESE_SIGNS: Final = "中国"
_FORMATS: Final = ("html", "svg", "png")
_NO_CHINESE_FONT: Final = (
    "no font with Chinese signs was found, so the picture may show boxes for them; install Noto Sans CJK "
    "(Debian, Ubuntu: apt-get install fonts-noto-cjk; Fedora: dnf install google-noto-sans-cjk-fonts), or name a "
    "folder of fonts with vl_convert.register_font_directory(folder), and save again"
)
# The policy forbids every request, whatever the scripts do; Vega compiles its expressions, so it needs eval.
_PAGE: Final = Template("""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; \
style-src 'unsafe-inline'; img-src data: blob:">
<title>$title</title>
<style>body { margin: 1em; font-family: $fonts } #chart { overflow-x: auto }</style>
</head>
<body>
<div id="chart"></div>
<script type="module">
$library
vegaEmbed("#chart", $spec, {actions: {export: true, source: false, compiled: false, editor: false}});
</script>
</body>
</html>
""")


class FinishedChart(alt.VConcatChart):
    """An Altair chart with a title, the fonts for Chinese, and a :meth:`save` that needs no network."""

    def save(  # type: ignore[override]
        self, path: str | Path, scale_factor: float = 2
    ) -> None:
        """Save the chart; the ending of the path says as what.

        Parameters
        ----------
        path : str or Path
            ``.html`` is one file that holds all that it needs and asks nothing of the network; ``.svg`` holds
            the labels as text, in the reader's fonts; ``.png`` is drawn with the fonts of this machine, of
            which one must have Chinese signs, such as Noto Sans CJK (Debian's ``fonts-noto-cjk``).
        scale_factor : float
            How many pixels of a PNG make one of the chart.

        Raises
        ------
        PartyspeakError
            When the ending is another one, or vl-convert is not installed.
        """
        path = Path(path)
        kind = path.suffix.lstrip(".").lower()
        if kind not in _FORMATS:
            raise PartyspeakError(
                f"{path}: a chart is saved as .html, .svg or .png, not {path.suffix or 'without one'}"
            )
        converter = _converter()
        spec = all_shown(self.to_dict())  # the converter ends the whole process at a control character
        if kind == "html":
            path.write_text(_page(spec, converter), encoding="utf-8")
            return
        if not _tells_apart(_CHINESE_SIGNS):
            warnings.warn(_NO_CHINESE_FONT, stacklevel=2)
        # No base for addresses: a picture is drawn from its own data.
        options: dict[str, Any] = {"vl_version": vega_version(), "allowed_base_urls": []}
        if kind == "svg":
            path.write_text(converter.vegalite_to_svg(spec, **options), encoding="utf-8")
        else:
            path.write_bytes(converter.vegalite_to_png(spec, scale=scale_factor, **options))

    def _repr_mimebundle_(self, *args: Any, **options: Any) -> Any:
        """What a notebook shows; a ``</script>`` in the data does not end the script there."""
        bundle = super()._repr_mimebundle_(*args, **options)
        content = bundle[0] if isinstance(bundle, tuple) else bundle
        if content and "text/html" in content:
            spec = self.to_dict(context={"pre_transform": False})
            content["text/html"] = content["text/html"].replace(json.dumps(spec), _in_script(spec))
        return bundle


def _page(spec: dict[str, Any], converter: Any) -> str:
    title = spec.get("title", "")
    text = title.get("text", "") if isinstance(title, dict) else title
    return _PAGE.substitute(
        title=escape(" ".join(text) if isinstance(text, list) else str(text)),
        fonts=FONTS,
        library=converter.javascript_bundle(vl_version=vega_version()),
        spec=_in_script(spec),
    )


def vega_version() -> str:
    """The version of Vega-Lite that Altair writes, as the converter names it."""
    return ".".join(alt.SCHEMA_VERSION.lstrip("v").split(".")[:2])


def _in_script(spec: dict[str, Any]) -> str:
    """JSON in which no text of a document can end the script that it stands in."""
    return json.dumps(spec).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _converter() -> Any:
    try:
        import vl_convert
    except ImportError:
        raise PartyspeakError("saving a chart needs vl-convert: pip install 'partyspeak[charts]'") from None
    return vl_convert


@lru_cache
def _tells_apart(signs: str) -> bool:
    """Does the converter draw two signs as two? Without a font for them both are the same box, or nothing."""
    pictures = [
        _converter().svg_to_png(
            f'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40">'
            f'<text x="4" y="32" font-size="30" font-family="{FONTS}">{sign}</text></svg>'
        )
        for sign in signs
    ]
    return pictures[0] != pictures[1]
