"""Read Word documents: every visible run of text, once, in reading order."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from partyspeak.errors import SourceError
from partyspeak.io.files import SourceFile
from partyspeak.io.limits import check_xml, check_zip
from partyspeak.io.packages import package
from partyspeak.io.record import ReadingRecord
from partyspeak.io.titles import shown_title

__all__ = ["read_word"]

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_DRAWING: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_CHOICES: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"

_PACKAGE: Final = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_TYPES: Final = "[Content_Types].xml"
_TEXT_RELATIONS: Final = ("/footnotes", "/endnotes", "/header", "/footer")

# The strict ISO variant of the format differs only in the names of its namespaces.
_STRICT: Final = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")
_TRANSITIONAL: Final = rb"http://schemas.openxmlformats.org/\1/2006/"
_CODE: Final = re.compile("[0-9A-Fa-f]{1,5}")
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LARGEST: Final = 128 << 20

# Elements without visible text: properties, deleted text, field instructions, pronunciation.
_UNSEEN: Final = frozenset(
    [
        "del",
        "moveFrom",
        "delText",
        "instrText",
        "delInstrText",
        "rPr",
        "pPr",
        "tblPr",
        "tblPrEx",
        "tblGrid",
        "trPr",
        "tcPr",
        "sdtPr",
        "sdtEndPr",
        "sectPr",
        "rt",
        "rubyPr",
        "fldData",
        "ffData",
    ]
)
_CHARACTERS: Final = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_BOXES: Final = frozenset(("txbxContent", "txBody", "textpath", "relIds"))
_PAGE_NUMBERS: Final = frozenset(("PAGE", "NUMPAGES", "SECTIONPAGES"))
_WHITE: Final = str.maketrans("\r\n\t", "   ")


def read_word(data: bytes, file: SourceFile, record: ReadingRecord) -> tuple[str, dict[str, object]]:
    """Read the text of a ``.docx`` file, and its title if the text begins with it.

    Paragraphs are joined by a line break, and the cells of a table by a tab. A text box comes after the paragraph in
    which it is anchored (or before it, if it is anchored at its beginning), so it cannot split a sentence. Footnotes,
    endnotes, headers and footers come at the end, each once.

    Returns
    -------
    text : str
    values : dict
        ``title``, if the document's properties have one that also occurs in its text.

    Raises
    ------
    SourceError
        If python-docx is not installed; if the file is not a Word document, or is packed or built to exhaust the
        memory.
    """
    package("docx", "python-docx", "docx", file)
    if data.startswith(_OLE):
        raise SourceError(f"{file.path}: is protected by a password, or is an old .doc; save it again as .docx")
    check_zip(io.BytesIO(data), file.path, _LARGEST)
    try:
        container = _opened(data, file, record)
        main = container.main_document_part
        document = _Document(main, file, record)
        text = document.text()
        title = container.core_properties.title
    except SourceError:
        raise
    except Exception as error:  # a damaged file can raise any exception
        raise SourceError(
            f"{file.path}: is not a Word document that can be read ({error}); save it again as .docx"
        ) from None
    if not text.strip():
        raise SourceError(f"{file.path}: has no text; if its pages are images, recognise their characters (OCR) first")
    return text, shown_title(title, text)


def _opened(data: bytes, file: SourceFile, record: ReadingRecord) -> Any:
    """Open the container with python-docx, after rewriting what Word accepts but python-docx does not."""
    from docx.package import Package

    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        members = {member.filename: packed.read(member) for member in packed.infolist()}
    mended = {}
    for name, content in members.items():
        if name.endswith((".xml", ".rels")):
            check_xml(content, file.path, name)
            content = _STRICT.sub(_TRANSITIONAL, content)
        if name.endswith(".rels"):
            content = _without_dangling(name, content, members, file, record)
        elif name == _TYPES:
            content = _with_all_types(content, members)
        mended[name] = content
    if mended == members:
        return Package.open(io.BytesIO(data))
    rewritten = io.BytesIO()
    with zipfile.ZipFile(rewritten, "w") as packed:
        for name, content in mended.items():
            packed.writestr(name, content)
    return Package.open(rewritten)


def _without_dangling(
    name: str, content: bytes, members: Container[str], file: SourceFile, record: ReadingRecord
) -> bytes:
    """Remove relations to parts that do not exist: pictures that could not be saved, links into the text."""
    from docx.opc.packuri import PackURI
    from lxml import etree

    tree = etree.fromstring(content)
    folder = f"/{name.rpartition('_rels/')[0].rstrip('/')}"
    dangling = []
    for relation in tree:
        target = relation.get("Target", "")
        if relation.get("TargetMode") != "External" and PackURI.from_rel_ref(folder, target).membername not in members:
            dangling.append(relation)
            if relation.get("Type", "").endswith(_TEXT_RELATIONS):
                record.note(file.path, f"{target} is missing in it; its text is lost")
    for relation in dangling:
        tree.remove(relation)
    return bytes(etree.tostring(tree)) if dangling else content


def _with_all_types(content: bytes, members: Iterable[str]) -> bytes:
    """Add a content type for every suffix that lacks one: python-docx needs one even for pictures."""
    from lxml import etree

    tree = etree.fromstring(content)
    known = {element.get("Extension", "").lower() for element in tree}
    missing = {name.rpartition(".")[2].lower() for name in members if "." in name} - known
    for suffix in sorted(missing):
        tree.append(tree.makeelement(f"{_PACKAGE}Default", Extension=suffix, ContentType="application/octet-stream"))
    return bytes(etree.tostring(tree)) if missing else content


def _tree(part: Any) -> Any:
    """The root element of a part; python-docx parses only the parts that it can edit."""
    from docx.oxml import parse_xml

    return part.element if hasattr(part, "element") else parse_xml(part.blob)


def _related(part: Any, kind: str) -> list[Any]:
    """The parts to which a part has one kind of relation (``styles``, ``footnotes``)."""
    relations = part.rels.values()
    return [one.target_part for one in relations if not one.is_external and one.reltype.endswith(f"/{kind}")]


class _Document:
    """One document: its main part, and the notes to which its text refers."""

    def __init__(self, main: Any, file: SourceFile, record: ReadingRecord) -> None:
        self.main = main
        self.file = file
        self.record = record
        self.hidden_styles = frozenset(_hidden_styles(main))
        self.referred: dict[tuple[str, str], None] = {}

    def text(self) -> str:
        """The body, then the notes, then headers and footers, separated by blank lines."""
        root = _tree(self.main)
        sections = ["\n".join(self._lines(root, self.main))]
        sections += ["\n".join(lines) for lines in (self._notes("footnote"), self._notes("endnote")) if lines]
        sections += ["\n".join(lines) for lines in [self._page_edges(root)] if lines]
        return "\n\n".join(sections)

    def _lines(self, root: Any, part: Any) -> list[str]:
        story = _Story(self, part)
        lines = story.blocks(root)
        if not story.fields:
            return lines
        # A field without an end would hide the rest of the document.
        return _Story(self, part, with_fields=False).blocks(root)

    def _notes(self, kind: str) -> list[str]:
        """The notes to which the text refers, in the order of the references."""
        found: dict[str, list[str]] = {}
        for part in _related(self.main, f"{kind}s"):
            for note in _tree(part).iter(f"{_W}{kind}"):
                if (kind, note.get(f"{_W}id")) in self.referred:
                    found[note.get(f"{_W}id")] = self._lines(note, part)
        return [line for of, id in self.referred if of == kind for line in found.get(id, ()) if line.strip()]

    def _page_edges(self, root: Any) -> list[str]:
        """The visible lines of headers and footers, each once even if many pages repeat it."""
        settings = [_tree(part) for part in _related(self.main, "settings")]
        even = any(_is_on(found) for tree in settings for found in tree.iter(f"{_W}evenAndOddHeaders"))
        lines: dict[str, None] = {}
        for section in root.iter(f"{_W}sectPr"):
            shown = {"default", "first" * _is_on(section.find(f"{_W}titlePg")), "even" * even}
            for reference in section.iter(f"{_W}headerReference", f"{_W}footerReference"):
                relation = self.main.rels.get(reference.get(f"{_R}id"))
                if relation is not None and reference.get(f"{_W}type", "default") in shown:
                    part = relation.target_part
                    lines |= dict.fromkeys(line for line in self._lines(_tree(part), part) if _has_words(line))
        return list(lines)


@dataclass
class _Field:
    """A field that has begun: its instruction, and whether its result has begun."""

    instruction: str = ""
    shown: bool = False

    def show(self) -> None:
        """Begin the result of the field; it counts as text, unless it is a page number."""
        self.shown = not _PAGE_NUMBERS.intersection(self.instruction.upper().split()[:1])


@dataclass
class _Paragraph:
    """The text of a paragraph so far, and the lines of text boxes before and after it."""

    text: list[str] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)

    def shown(self) -> int:
        """The number of pieces of text."""
        return len(self.text) + len(self.before) + len(self.after)

    def add_box(self, lines: Iterable[str]) -> None:
        """Add the lines of a text box where they do not split a sentence."""
        (self.after if any(piece.strip() for piece in self.text) else self.before).extend(lines)


class _Story:
    """One flow of text: the body, a note, a header, or the content of a text box."""

    def __init__(self, document: _Document, part: Any, with_fields: bool = True) -> None:
        self.document = document
        self.part = part
        self.with_fields = with_fields
        self.fields: list[_Field] = []

    def blocks(self, parent: Any) -> list[str]:
        """The lines of the paragraphs and tables inside an element."""
        lines: list[str] = []
        joined = False
        for block in _visible(parent):
            name = _name(block)
            if name == "p":
                paragraph = self._paragraph(block)
                text = "".join(paragraph.text)
                if joined and not paragraph.before:
                    lines[-1] += text
                else:
                    own_line = [text] if text.strip() or not paragraph.before else []
                    lines += [*paragraph.before, *own_line]
                lines += paragraph.after
                joined = not paragraph.after and _mark_is_gone(block)
                continue
            joined = False
            if name == "tbl":
                lines += self._rows(block)
            elif name in ("altChunk", "subDoc"):
                self._note_part(block)
            elif block.tag == _CHOICES:
                lines += next((found for branch in block if (found := self.blocks(branch))), [])
            else:
                lines += self.blocks(block)
        return lines

    def _rows(self, table: Any) -> list[str]:
        gone = ("del", "hidden")
        lines, merged = list[str](), set[int]()
        for row in _inside(table, "tr"):
            if not any(_has(row, "trPr", name) for name in gone):
                cells, merged = self._cells(row, merged)
                lines.append("\t".join(cells))
        return lines

    def _cells(self, row: Any, above: set[int]) -> tuple[list[str], set[int]]:
        """The texts of a row's cells, and the columns that merge with the row below if that row continues them.

        The first cell of a merged group shows the text. A cell that continues a group shows its own text only if no
        group begins above it or before it.
        """
        texts, merged = list[str](), set[int]()
        column = _number(row, "trPr", "gridBefore", 0)
        for cell in _inside(row, "tc"):
            down, right = (cell.find(f"{_W}tcPr/{_W}{name}") for name in ("vMerge", "hMerge"))
            continued = (_continues(down) and column in above) or (_continues(right) and bool(texts))
            unseen = continued or _has(cell, "tcPr", "cellDel")
            texts.append("" if unseen else "\n".join(self.blocks(cell)).strip("\n"))
            if down is not None:
                merged.add(column)
            column += _number(cell, "tcPr", "gridSpan", 1)
        return texts, merged

    def _paragraph(self, element: Any) -> _Paragraph:
        paragraph = _Paragraph()
        style = element.find(f"{_W}pPr/{_W}pStyle")
        hidden = style is not None and style.get(f"{_W}val") in self.document.hidden_styles
        self._inline(element, paragraph, hidden)
        return paragraph

    def _inline(self, parent: Any, paragraph: _Paragraph, hidden: bool) -> None:
        for element in _visible(parent):
            name = _name(element)
            if name == "r" and element.tag.startswith(_W):
                self._run(element, paragraph, hidden)
            elif name in _BOXES:
                if self._are_shown():
                    paragraph.add_box(self._box(element, name))
            elif element.tag == _CHOICES:
                # The same drawing in a new and an old format: use the first that has text.
                before = paragraph.shown()
                for branch in element:
                    self._inline(branch, paragraph, hidden)
                    if paragraph.shown() > before:
                        break
            elif name == "fldSimple":
                self.fields.append(_Field(element.get(f"{_W}instr", "")))
                self.fields[-1].show()
                self._inline(element, paragraph, hidden)
                self.fields.pop()
            elif name == "fldChar":
                self._field(element)
            elif name in ("footnoteReference", "endnoteReference"):
                if self._are_shown():
                    self.document.referred[name.removesuffix("Reference"), element.get(f"{_W}id")] = None
            elif self._are_shown() and (text := _character(element, name)):
                paragraph.text.append(text)
            else:
                self._inline(element, paragraph, hidden)

    def _run(self, run: Any, paragraph: _Paragraph, hidden: bool) -> None:
        if self.fields and not self.fields[-1].shown:
            self.fields[-1].instruction += "".join(found.text or "" for found in run.iter(f"{_W}instrText"))
        if _is_hidden(run, hidden, self.document.hidden_styles):
            for element in run.iterchildren(f"{_W}fldChar"):
                self._field(element)
            return
        for name in ("footnoteReference", "endnoteReference"):
            found = run.find(f"{_W}{name}")
            if found is not None and _flag(found.get(f"{_W}customMarkFollows", "0")):
                # The rest of the run is the mark that the author chose instead of a number.
                self.document.referred[name.removesuffix("Reference"), found.get(f"{_W}id")] = None
                return
        self._inline(run, paragraph, hidden)

    def _field(self, element: Any) -> None:
        kind = element.get(f"{_W}fldCharType")
        if not self.with_fields:
            return
        if kind == "begin":
            self.fields.append(_Field())
        elif kind == "separate" and self.fields:
            self.fields[-1].show()
        elif kind == "end" and self.fields:
            self.fields.pop()

    def _are_shown(self) -> bool:
        """Is the current position outside field instructions?"""
        return all(field.shown for field in self.fields)

    def _box(self, element: Any, name: str) -> list[str]:
        if name == "textpath":  # WordArt in old versions
            return [element.get("string")] if element.get("string") else []
        if name == "txBody":
            return _drawn_lines(element)
        if name == "relIds":  # SmartArt keeps its text in a separate part
            relation = self.part.rels.get(element.get(f"{_R}dm"))
            return [] if relation is None else _drawn_lines(_tree(relation.target_part))
        return self.document._lines(element, self.part)

    def _note_part(self, element: Any) -> None:
        relation = self.part.rels.get(element.get(f"{_R}id"))
        target = "a part" if relation is None else relation.target_ref
        self.document.record.note(self.document.file.path, f"{target} is embedded in the document and is not read")


def _name(element: Any) -> str:
    return element.tag.rpartition("}")[2]


def _visible(parent: Any) -> Iterator[Any]:
    """The child elements that can show text."""
    for element in parent:
        if isinstance(element.tag, str) and _name(element) not in _UNSEEN and not _is_hidden_drawing(element):
            yield element


def _inside(parent: Any, name: str) -> Iterator[Any]:
    """The rows of a table or the cells of a row, including those in content controls."""
    for element in _visible(parent):
        if _name(element) == name:
            yield element
        else:
            yield from _inside(element, name)


def _character(element: Any, name: str) -> str:
    """The text of one element; empty if it only contains other elements."""
    if name == "t":
        return str(element.xpath("string()")).translate(_WHITE)  # there may be an XML comment inside
    if not element.tag.startswith(_W):
        return ""
    if name == "sym":
        # Positions in a symbol font are not characters.
        code = element.get(f"{_W}char", "")
        char = chr(int(code, 16)) if _CODE.fullmatch(code) else " "
        return char if char.isprintable() else " "
    return _CHARACTERS.get(name, "")


def _drawn_lines(element: Any) -> list[str]:
    """The paragraphs of a drawing whose text is not in Word's own format."""
    lines = []
    for paragraph in element.iter(f"{_DRAWING}p"):
        pieces = paragraph.iter(f"{_DRAWING}t", f"{_DRAWING}br")
        lines.append("".join("\n" if _name(piece) == "br" else piece.text or "" for piece in pieces))
    return [line for line in lines if line.strip()]


def _flag(value: str) -> bool:
    return value not in ("0", "false", "off")


def _is_on(element: Any) -> bool:
    """Is a property on? ``<w:vanish/>`` is, ``<w:vanish w:val="0"/>`` is not."""
    return element is not None and _flag(element.get(f"{_W}val", "1"))


def _has(element: Any, properties: str, name: str) -> bool:
    return _is_on(element.find(f"{_W}{properties}/{_W}{name}"))


def _number(element: Any, properties: str, name: str, default: int) -> int:
    found = element.find(f"{_W}{properties}/{_W}{name}")
    value = "" if found is None else found.get(f"{_W}val", "")
    return int(value) if value.isdecimal() else default


def _continues(merging: Any) -> bool:
    return merging is not None and merging.get(f"{_W}val") != "restart"


def _is_hidden(run: Any, by_paragraph: bool, hidden_styles: frozenset[str]) -> bool:
    direct = run.find(f"{_W}rPr/{_W}vanish")
    if direct is not None:
        return _is_on(direct)
    style = run.find(f"{_W}rPr/{_W}rStyle")
    return by_paragraph or (style is not None and style.get(f"{_W}val") in hidden_styles)


def _is_hidden_drawing(element: Any) -> bool:
    name = _name(element)
    if name in ("inline", "anchor"):
        return any(_name(child) == "docPr" and _flag(child.get("hidden", "0")) for child in element)
    return name == "shape" and "visibility:hidden" in element.get("style", "").replace(" ", "")


def _mark_is_gone(paragraph: Any) -> bool:
    """Is the paragraph's end deleted or hidden, so that the next paragraph continues on the same line?"""
    mark = f"{_W}pPr/{_W}rPr/{_W}"
    gone = any(paragraph.find(f"{mark}{name}") is not None for name in ("del", "moveFrom"))
    return gone or _is_on(paragraph.find(f"{mark}vanish"))


def _hidden_styles(main: Any) -> Iterator[str]:
    """Yield the styles that hide text, including those based on such a style."""
    styles: dict[str, Any] = {}
    for part in _related(main, "styles"):
        styles |= {style.get(f"{_W}styleId"): style for style in _tree(part).iter(f"{_W}style")}
    for id, style in styles.items():
        seen = set()
        while style is not None and style not in seen:
            seen.add(style)
            direct = style.find(f"{_W}rPr/{_W}vanish")
            if direct is not None:
                if _is_on(direct):
                    yield id
                break
            based_on = style.find(f"{_W}basedOn")
            style = None if based_on is None else styles.get(based_on.get(f"{_W}val"))


def _has_words(line: str) -> bool:
    return any(char.isalpha() for char in line)
