"""The title that a file's properties give: only where the text shows it."""

from __future__ import annotations

from typing import Final

__all__ = ["shown_title"]

_HEAD: Final = 500


def shown_title(title: str | None, text: str) -> dict[str, object]:
    r"""The column ``title`` of a document, from the properties of its file; empty where there is none to trust.

    Word and PDF keep the title of the template, of the first draft or of another document for years, so a title
    counts only when it is near the beginning of the text.

    Examples
    --------
    >>> shown_title("谈双循环", "谈双循环\n今天开会。"), shown_title("Microsoft Word - 1.doc", "谈双循环")
    ({'title': '谈双循环'}, {})
    """
    wanted = "".join((title or "").split())
    head = "".join(text[: 2 * _HEAD].split())[:_HEAD]
    return {"title": " ".join((title or "").split())} if len(wanted) > 1 and wanted in head else {}
