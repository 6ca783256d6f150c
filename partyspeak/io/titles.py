"""The title in a file's properties, used only if the text contains it."""

from __future__ import annotations

from typing import Final

__all__ = ["shown_title"]

_HEAD: Final = 500


def shown_title(title: str | None, text: str) -> dict[str, object]:
    r"""The column ``title`` of a document, from the properties of its file; empty if there is no reliable title.

    Word and PDF files can keep the title of a template, a first draft or another document for years. So a title counts
    only if it occurs near the beginning of the text.

    Examples
    --------
    >>> shown_title("谈双循环", "谈双循环\n今天开会。"), shown_title("Microsoft Word - 1.doc", "谈双循环")
    ({'title': '谈双循环'}, {})
    """
    wanted = "".join((title or "").split())
    head = "".join(text[: 2 * _HEAD].split())[:_HEAD]
    return {"title": " ".join((title or "").split())} if len(wanted) > 1 and wanted in head else {}
