"""A chart that can be saved and shown without a network."""

from __future__ import annotations

import io
import json
import warnings
from base64 import b64encode
from functools import lru_cache
from html import escape
from pathlib import Path
from string import Template
from typing import Any, Final

import altair as alt

from partyspeak.display.page import all_shown
from partyspeak.errors import PartyspeakError, how_to_install

__all__ = ["FONTS", "FinishedChart", "vega_version"]

FONTS: Final = (
    "Noto Sans CJK SC, Noto Sans SC, Source Han Sans SC, PingFang SC, Microsoft YaHei, WenQuanYi Micro Hei, sans-serif"
)
"""Fonts that have Chinese characters: of Linux, macOS and Windows, in the order in which they are tried."""

_CHINESE_SIGNS: Final = "中国"
_FORMATS: Final = ("html", "svg", "png")
_SHARPNESS: Final = 1.5
_LARGEST_SPECIFICATION: Final = 500_000
"""A notebook keeps all that it shows; of a chart larger than this, in characters, the picture must do."""
_NO_CHINESE_FONT: Final = (
    "no font with Chinese characters was found, so the picture may show boxes for them; install Noto Sans CJK "
    "(Debian, Ubuntu: apt-get install fonts-noto-cjk; Fedora: dnf install google-noto-sans-cjk-fonts), or name a "
    "folder of fonts with vl_convert.register_font_directory(folder), and save again"
)
# JupyterLab (4.6) knows Vega-Lite up to 5. Altair 6 writes 6, which adds nothing that the charts here use.
_IN_NOTEBOOKS: Final = "application/vnd.vegalite.v5+json"
_SCHEMA_IN_NOTEBOOKS: Final = "https://vega.github.io/schema/vega-lite/v5.20.1.json"
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
    """An Altair chart with a title and fonts for Chinese that can be saved and shown without a network.

    In a notebook it is a picture, and where the notebook can draw Vega-Lite charts by itself, as JupyterLab
    can, a chart with tooltips.
    """

    def save(  # type: ignore[override]
        self, path: str | Path, scale_factor: float = 2
    ) -> None:
        """Save the chart in the format that the path's ending names.

        Parameters
        ----------
        path : str or Path
            ``.html`` is one file that holds all that it needs and asks nothing of the network; ``.svg`` holds
            the labels as text, in the reader's fonts; ``.png`` is drawn with the fonts of this machine, of
            which one must have Chinese characters, such as Noto Sans CJK (Debian's ``fonts-noto-cjk``).
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
        if kind == "html":
            path.write_text(_page(all_shown(self.to_dict()), _converter()), encoding="utf-8")
        elif kind == "svg":
            path.write_text(_drawn(self.to_dict(), kind), encoding="utf-8")
        else:
            path.write_bytes(_drawn(self.to_dict(), kind, scale=scale_factor))

    def _repr_mimebundle_(self, *args: Any, **options: Any) -> Any:
        """What a notebook shows: a small picture, and the chart itself for notebooks that can draw one.

        Altair's own way fetches its scripts from the network, and code hosts do not run them at all. Those
        who have chosen a renderer (``altair.renderers.enable``) get what that one gives.
        """
        if alt.renderers.active != "default":
            return _harmless(super()._repr_mimebundle_(*args, **options), self)
        spec = all_shown(self.to_dict())
        content: dict[str, Any] = {"text/plain": f"<chart: {_title(spec)}>"}
        if len(json.dumps(spec, ensure_ascii=False)) <= _LARGEST_SPECIFICATION:
            content[_IN_NOTEBOOKS] = spec | {"$schema": _SCHEMA_IN_NOTEBOOKS}
        try:
            picture, width, height = _small_picture(spec)
        except (PartyspeakError, ImportError):  # no converter: the notebook may still be one that draws charts
            return content, {}
        content["image/png"] = b64encode(picture).decode("ascii")
        return content, {"image/png": {"width": width, "height": height}}


def _harmless(bundle: Any, chart: FinishedChart) -> Any:
    """The bundle of a renderer, with every ``</script>`` in its data escaped."""
    content = bundle[0] if isinstance(bundle, tuple) else bundle
    if content and "text/html" in content:
        spec = chart.to_dict(context={"pre_transform": False})
        content["text/html"] = content["text/html"].replace(json.dumps(spec), _in_script(spec))
    return bundle


def _drawn(spec: dict[str, Any], kind: str, **options: Any) -> Any:
    """The picture, as text or bytes."""
    converter = _converter()
    if not _tells_apart(_CHINESE_SIGNS):
        warnings.warn(_NO_CHINESE_FONT, stacklevel=3)
    draw = converter.vegalite_to_svg if kind == "svg" else converter.vegalite_to_png
    # No base for addresses: a picture is drawn from its own data.
    # The converter ends the whole process at a control character.
    return draw(all_shown(spec), vl_version=vega_version(), allowed_base_urls=[], **options)


def _small_picture(spec: dict[str, Any]) -> tuple[bytes, int, int]:
    """A PNG with few colours (a tenth of the usual size), and the size at which to show it."""
    from PIL import Image

    whole = Image.open(io.BytesIO(_drawn(spec, "png", scale=_SHARPNESS))).convert("RGB")
    small = io.BytesIO()
    whole.quantize(dither=Image.Dither.NONE).save(small, "PNG", optimize=True)
    return small.getvalue(), round(whole.width / _SHARPNESS), round(whole.height / _SHARPNESS)


def _title(spec: dict[str, Any]) -> str:
    title = spec.get("title", "")
    text = title.get("text", "") if isinstance(title, dict) else title
    return " ".join(text) if isinstance(text, list) else str(text)


def _page(spec: dict[str, Any], converter: Any) -> str:
    return _PAGE.substitute(
        title=escape(_title(spec)),
        fonts=FONTS,
        library=converter.javascript_bundle(vl_version=vega_version()),
        spec=_in_script(spec),
    )


def vega_version() -> str:
    """The version of Vega-Lite that Altair writes, as the converter names it."""
    return ".".join(alt.SCHEMA_VERSION.lstrip("v").split(".")[:2])


def _in_script(spec: dict[str, Any]) -> str:
    """JSON with all text escaped so that it cannot end the script around it."""
    return json.dumps(spec).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _converter() -> Any:
    try:
        import vl_convert
    except ImportError:
        raise PartyspeakError(f"saving a chart needs vl-convert; {how_to_install('charts')}") from None
    return vl_convert


@lru_cache
def _tells_apart(signs: str) -> bool:
    """Does the converter draw two characters differently? Without a font, both are the same box, or nothing."""
    pictures = [
        _converter().svg_to_png(
            f'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40">'
            f'<text x="4" y="32" font-size="30" font-family="{FONTS}">{sign}</text></svg>'
        )
        for sign in signs
    ]
    return pictures[0] != pictures[1]
