"""Read web pages: the article or the list of items, its headline, and the date in the page's metadata."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from partyspeak.errors import SourceError
from partyspeak.io.files import SourceFile, decoded
from partyspeak.io.limits import check_tree
from partyspeak.io.packages import package
from partyspeak.io.record import ReadingRecord
from partyspeak.io.webdates import publication_date

__all__ = ["read_web"]

_DECLARED: Final = re.compile(rb"<(?:meta|\?xml)[^>]{0,200}(?:charset|encoding)\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_PROLOG: Final = re.compile(r"^\s*<\?xml[^>]*\?>")
# Pages that declare gb2312 use characters of GB18030; browsers read them as such.
_WIDER: Final = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs"}
_HEAD_BYTES: Final = 1 << 14

_UNSEEN: Final = frozenset((
    "script", "style", "noscript", "template", "head", "svg", "iframe", "object", "embed", "audio", "video",
    "canvas", "select", "datalist", "button", "textarea", "noframes", "rt", "rp", "nav", "footer", "dialog",
))  # fmt: skip
_BLOCKS: Final = frozenset((
    "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
    "legend", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "tr",
    "ul",
))  # fmt: skip
_HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_ROLES: Final = frozenset(("navigation", "contentinfo", "search", "menu", "menubar"))
_AROUND: Final = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|menu|footer|foot|copyright|breadcrumbs?|crumbs?|sidebar|share|comments?|pagination|"
    r"pager|toolbar|friendlinks?)(?:$|[\s_\d-])",
    re.IGNORECASE,
)
_CELL, _LINE = "\x1f", "\x1e"
_WHITE: Final = re.compile(r"[ \t\r\n\f]+")
_SITE: Final = re.compile(
    r"\s*(?:(?:[_|]|--).*|(?:\s[-–—·]\s|[-–—]+)[^-–—]*(?:网|网站|频道|报|社|中心|门户|委员会|政府))$", re.DOTALL
)
_NO_TITLES: Final = frozenset(("untitled", "untitled document", "index", "无标题文档", "无标题", "首页", "home"))

# trafilatura takes two seconds per megabyte, and its result gets worse as pages get longer.
_LONGEST: Final = 2_000_000
_LARGEST: Final = 16 << 20
_ELEMENT_BYTES: Final = 700
_MOSTLY: Final = 2 / 3
_LONG_ENOUGH: Final = 12
_GUARDED: Final = 200


def read_web(data: bytes, file: SourceFile, record: ReadingRecord) -> tuple[str, dict[str, object]]:
    """Read the text of a web page under its headline, with its title and the publication date in its metadata.

    trafilatura finds the article. The text is everything visible between its first and last line, other lines in the
    same elements, and headlines above. If this is less than two thirds of what is outside menus, links and footers (a
    page that lists many items, an article in an unusual layout), all of that is the text.

    Returns
    -------
    text : str
    values : dict
        ``title`` and ``date``, if the page has them.

    Raises
    ------
    SourceError
        If trafilatura is not installed, or the page holds no text or more elements than fit in memory.
    """
    trafilatura = package("trafilatura", "trafilatura", "html", file)
    if len(data) > _LARGEST:
        raise SourceError(f"{file.path}: is larger than {_LARGEST >> 20} MB, too large for one page; split it")
    check_tree(data, file.path, "the page", _ELEMENT_BYTES)
    tree = _tree(_decoded(data, file, record), file)
    title = _title(tree)
    blocks = list(_blocks(tree))
    date = publication_date(tree, file, record)
    kept = _article(blocks, "" if len(data) > _LONGEST else _extracted(trafilatura, tree))
    if not kept:
        frames = tree.find(".//frame") is not None
        what = "only frames; read the pages that they show" if frames else "no text outside its scripts and menus"
        raise SourceError(f"{file.path}: the page holds {what}")
    headline = _headline(title, blocks)
    values: dict[str, object] = {name: value for name, value in (("title", headline), ("date", date)) if value}
    return "\n".join(_under_headline(headline, [block.text for block in kept])), values


def _decoded(data: bytes, file: SourceFile, record: ReadingRecord) -> str:
    """Decode the page: as UTF-8 if it is valid, else as the page declares, else by guessing from its bytes."""
    declared = _DECLARED.search(data[:_HEAD_BYTES])
    name = declared[1].decode("ascii").lower() if declared else ""
    candidates = [_WIDER.get(name, name)] if name else []
    # Many pages were converted to UTF-8 and still declare gb2312. No long text is valid UTF-8 by accident.
    if not data.isascii():
        candidates.insert(0, "utf-8-sig")
    for encoding in candidates:
        try:
            page = data.decode(encoding)
        except (LookupError, ValueError):
            continue
        record.read_as(file.path, encoding)
        return page
    return decoded(data, file, record)


def _tree(page: str, file: SourceFile) -> Any:
    """Parse the page. Old pages nest hundreds of unclosed <font> elements, which needs ``huge_tree``."""
    from lxml import etree, html

    parser = html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        tree = html.document_fromstring(_PROLOG.sub("", page).replace("\0", ""), parser=parser)
    except (etree.LxmlError, ValueError):
        raise SourceError(f"{file.path}: the page holds no text outside its scripts and menus") from None
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
        raise SourceError(f"{file.path}: its elements are nested too deeply for a page; repair or split it")
    return tree


def _extracted(trafilatura: Any, tree: Any) -> str:
    return trafilatura.extract(tree, include_comments=False, favor_recall=True) or ""


@dataclass
class _Block:
    """A line of the page: its text, the length of its links, whether it is a headline, and the element around it."""

    text: str
    linked: int
    heading: bool
    container: Any

    @property
    def plain(self) -> str:
        """Its text without white space."""
        return "".join(self.text.split())

    @property
    def is_text(self) -> bool:
        """Is it a headline, or more than just a link?"""
        return self.heading or 2 * self.linked < len(self.plain)


@dataclass
class _Line:
    """The line that is being collected."""

    pieces: list[str] = field(default_factory=list)
    linked: int = 0

    def add(self, text: str | None, in_link: bool, in_pre: bool) -> None:
        if text:
            self.pieces.append(text.replace("\n", _LINE) if in_pre else text)
            self.linked += len("".join(text.split())) if in_link else 0

    def end(self, heading: bool, container: Any) -> Iterator[_Block]:
        """Yield the collected line as blocks, and start the next line."""
        text = _WHITE.sub(" ", "".join(self.pieces))
        for line in text.split(_LINE):
            cells = [cell.strip() for cell in line.split(_CELL)]
            if shown := "\t".join(cells).strip():
                yield _Block(shown, self.linked, heading, container)
        self.pieces, self.linked = [], 0


def _blocks(tree: Any) -> Iterator[_Block]:
    """Yield every visible line of the page outside its menus and footers, in reading order."""
    from lxml import etree

    around = _Around(tree)
    line = _Line()
    depth = {"a": 0, "pre": 0, "heading": 0}
    inside = [tree, tree]
    walk = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walk:
        tag = element.tag if isinstance(element.tag, str) else ""
        kind = "heading" if tag in _HEADINGS else tag
        skipped = event == "start" and (not tag or around.is_unseen(element))
        if tag in _BLOCKS:
            yield from line.end(depth["heading"] > 0, inside[-2])
            if event == "start":
                inside.append(element)
            else:
                inside.pop()
        if skipped:
            walk.skip_subtree()
            around.skipped.add(element)
        elif event == "start":
            if kind in depth:
                depth[kind] += 1
            line.add(element.text, depth["a"] > 0, depth["pre"] > 0)
        else:
            if element in around.skipped:
                around.skipped.discard(element)
            elif kind in depth:
                depth[kind] -= 1
            if tag in ("td", "th"):
                line.add(_CELL, False, False)
            if element is not tree:
                line.add(element.tail, depth["a"] > 0, depth["pre"] > 0)
    yield from line.end(False, tree)


class _Around:
    """Finds elements that are not part of the article: hidden ones, menus, footers, readers' comments."""

    def __init__(self, tree: Any) -> None:
        self.skipped: set[Any] = set()
        self._all = len(tree.text_content())
        self._asked = 0

    def is_unseen(self, element: Any) -> bool:
        tag = element.tag
        if tag in _UNSEEN or element.get("hidden") is not None or _HIDDEN.search(element.get("style", "")):
            return True
        if element.get("role", "") in _ROLES:
            return True
        if tag in ("header", "aside"):
            in_article = any(parent.tag in ("article", "main") for parent in element.iterancestors())
            return not in_article and not any(True for _ in element.iter("h1", "h2", "h3"))
        names = f"{element.get('class', '')} {element.get('id', '')}"
        if tag in ("body", "html", "article", "main") or not _AROUND.search(names) or self._asked >= _GUARDED:
            return False
        # Some pages name the element around the whole page "nav-page" or "comment".
        self._asked += 1
        return 3 * len(element.text_content()) < self._all


def _article(blocks: list[_Block], extracted: str) -> list[_Block]:
    """The blocks from the first to the last extracted one, if they are most of the text; otherwise all text."""
    everything = [block for block in blocks if block.is_text]
    lines = {"".join(line.split()) for line in extracted.splitlines()}
    whole = "".join(extracted.split())
    kept = {
        place
        for place, block in enumerate(blocks)
        if block.plain in lines or (len(block.plain) >= _LONG_ENOUGH and block.plain in whole)
    }
    if not kept:
        return everything
    # Salutations and short first and last lines are in the same element as the extracted text.
    containers = {blocks[place].container for place in kept}
    kept |= {place for place, block in enumerate(blocks) if block.is_text and block.container in containers}
    first, last = min(kept), max(kept)
    chosen = [block for place, block in enumerate(blocks) if place in kept or (first < place < last and block.is_text)]
    above = [block for block in blocks[:first] if block.heading]
    size, most = (sum(len(block.plain) for block in some) for some in (above + chosen, everything))
    return above + chosen if size >= _MOSTLY * most else everything


def _title(tree: Any) -> str:
    """The title in the page's head."""
    named = {"articletitle", "og:title"}
    for meta in tree.iter("meta"):
        if (meta.get("name") or meta.get("property") or "").lower() in named and meta.get("content", "").strip():
            return " ".join(meta.get("content").split())
    title = tree.find(".//head/title")
    return "" if title is None else " ".join(title.text_content().split())


def _headline(title: str, blocks: list[_Block]) -> str:
    """The headline on the page with which the head's title begins, or else that title without the site's name."""
    plain = "".join(title.split())
    shown = [block for block in blocks if block.heading and len(block.plain) > 3 and plain.startswith(block.plain)]
    if shown:
        return max(shown, key=lambda block: len(block.plain)).text
    name = _SITE.sub("", title).strip() or title
    if name.lower() in _NO_TITLES:
        return ""
    return name or next((block.text for block in blocks if block.heading), "")


def _under_headline(headline: str, lines: list[str]) -> list[str]:
    """The lines with the headline first, and not repeated."""
    wanted = "".join(headline.split())
    if not wanted:
        return lines
    plain = ["".join(line.split()) for line in lines]
    if plain[0].startswith(wanted):
        return lines
    if wanted in plain:
        del lines[plain.index(wanted)]
    return [headline, *lines]
