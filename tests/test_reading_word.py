"""Word documents: every visible run of text once, in reading order, and nothing else."""

import io
import zipfile

import pytest

from partyspeak import read_documents
from partyspeak.io import ReadingRecord, stream_documents

NAMESPACES = " ".join(
    f'xmlns:{prefix}="{name}"'
    for prefix, name in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "v": "urn:schemas-microsoft-com:vml",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "wpg": "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
        "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
    }.items()
)
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def container(body, parts=(), settings="", main=f"{MAIN}.document.main+xml"):
    """A .docx of raw XML; ``parts`` are pairs of a kind of relation and the XML, with the ids rId1, rId2, …"""
    overrides = "".join(f'<Override PartName="/word/part{n}.xml" ContentType="application/xml"/>' for n in range(1, 9))
    relations = "".join(
        f'<Relationship Id="rId{n}" Type="{RELATION}/{kind}" Target="part{n}.xml"/>'
        for n, (kind, _) in enumerate(parts, start=1)
    )
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>{overrides}'
            f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>',
        )
        space = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
        packed.writestr(
            "_rels/.rels",
            f'<Relationships {space}><Relationship Id="rId1" Type="{RELATION}/officeDocument" '
            'Target="word/document.xml"/></Relationships>',
        )
        packed.writestr("word/_rels/document.xml.rels", f"<Relationships {space}>{relations}</Relationships>")
        packed.writestr("word/document.xml", f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>")
        for n, (_, xml) in enumerate(parts, start=1):
            packed.writestr(f"word/part{n}.xml", xml.replace(">", f" {NAMESPACES}>", 1))
    return content.getvalue()


def r(text, properties=""):
    return f'<w:r>{properties and f"<w:rPr>{properties}</w:rPr>"}<w:t xml:space="preserve">{text}</w:t></w:r>'


def p(*runs, properties=""):
    return f"<w:p>{properties and f'<w:pPr>{properties}</w:pPr>'}{''.join(runs)}</w:p>"


def field(code, *result):
    """A field of several runs: its instruction is not shown, its result is."""
    begin, middle, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    return f"{begin}<w:r><w:instrText>{code}</w:instrText></w:r>{middle}{''.join(result)}{end}"


def tc(*content, properties=""):
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(content)}</w:tc>"


def tr(*cells, properties=""):
    return f"<w:tr>{properties and f'<w:trPr>{properties}</w:trPr>'}{''.join(cells)}</w:tr>"


def tbl(*rows):
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def box(*content):
    """The inside of a text box."""
    return f"<w:txbxContent>{''.join(content)}</w:txbxContent>"


def twice(*content):
    """A text box as Word stores it: drawn, and once more for older versions."""
    new = f"<w:drawing><wp:anchor><a:graphic><wps:txbx>{box(*content)}</wps:txbx></a:graphic></wp:anchor></w:drawing>"
    old = f"<w:pict><v:shape><v:textbox>{box(*content)}</v:textbox></v:shape></w:pict>"
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{new}</mc:Choice>'
        f"<mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r>"
    )


OLD_BOX = f"<w:r><w:pict><v:shape><v:textbox>{box(p(r('框中的话')))}</v:textbox></v:shape></w:pict></w:r>"
NOTE = '<w:r><w:footnoteReference w:id="2"/></w:r>'

# What lies in a paragraph, and the text that a reader sees.
INLINE = {
    "runs": ([r("共同"), r("富裕")], "共同富裕"),
    "a space of its own": ([r("common"), r(" "), r("prosperity")], "common prosperity"),
    "a smart tag": (
        [r("共同"), f"<w:smartTag>{r('目标，家家')}<w:smartTag>{r('走向')}</w:smartTag></w:smartTag>", r("富裕")],
        "共同目标，家家走向富裕",
    ),
    "a content control": (
        [r("共同"), f"<w:sdt><w:sdtPr><w:alias/></w:sdtPr><w:sdtContent>{r('目标')}</w:sdtContent></w:sdt>", r("富裕")],
        "共同目标富裕",
    ),
    "custom XML": ([r("共同"), f"<w:customXml>{r('目标')}</w:customXml>"], "共同目标"),
    "inserted": ([r("共同"), f"<w:ins>{r('目标')}</w:ins>", r("富裕")], "共同目标富裕"),
    "deleted": ([r("共同"), "<w:del><w:r><w:delText>目标</w:delText></w:r></w:del>", r("富裕")], "共同富裕"),
    "deleted with ordinary text": ([r("共同"), f"<w:del>{r('目标')}</w:del>", r("富裕")], "共同富裕"),
    "inserted, then deleted": ([r("共同"), f"<w:ins><w:del>{r('目标')}</w:del></w:ins>", r("富裕")], "共同富裕"),
    "moved": ([f"<w:moveFrom>{r('富裕')}</w:moveFrom>", r("共同"), f"<w:moveTo>{r('富裕')}</w:moveTo>"], "共同富裕"),
    "a link": ([r("共同"), f'<w:hyperlink r:id="rId9">{r("富裕")}</w:hyperlink>'], "共同富裕"),
    "a simple field": ([r("共同"), f'<w:fldSimple w:instr=" REF x ">{r("富裕")}</w:fldSimple>'], "共同富裕"),
    "a field": ([r("共同"), field(' HYPERLINK "目标" ', r("富裕"))], "共同富裕"),
    "a field in an instruction": (
        [r("甲"), field(f" IF </w:instrText></w:r>{field('REF', r('乙'))}<w:r><w:instrText>", r("丙"))],
        "甲丙",
    ),
    "a page number": ([r("第"), field(" PAGE \\* MERGEFORMAT ", r("7")), r("页")], "第页"),
    "a field that never ends": ([r("共同"), '<w:r><w:fldChar w:fldCharType="begin"/></w:r>', r("富裕")], "共同富裕"),
    "a field's end without a beginning": (
        [r("共同"), '<w:r><w:fldChar w:fldCharType="end"/></w:r>', r("富裕")],
        "共同富裕",
    ),
    "hidden": ([r("共同"), r("目标", "<w:vanish/>"), r("富裕")], "共同富裕"),
    "not hidden": ([r("共同", '<w:vanish w:val="0"/>'), r("富裕", '<w:vanish w:val="false"/>')], "共同富裕"),
    "hidden by a style": ([r("共同"), r("目标", '<w:rStyle w:val="Secret"/>'), r("富裕")], "共同富裕"),
    "hidden by the style below": ([r("共同"), r("目标", '<w:rStyle w:val="Child"/>'), r("富裕")], "共同富裕"),
    "shown in a style that hides": (
        [r("共同"), r("富裕", '<w:rStyle w:val="Secret"/><w:vanish w:val="0"/>')],
        "共同富裕",
    ),
    "ruby": (
        [r("共同"), f"<w:r><w:ruby><w:rt>{r('fù')}</w:rt><w:rubyBase>{r('富')}</w:rubyBase></w:ruby></w:r>", r("裕")],
        "共同富裕",
    ),
    "tabs and breaks": (
        ["<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t><w:cr/><w:t>丁</w:t></w:r>"],
        "甲\t乙\n丙\n丁",
    ),
    "hyphens": (
        ["<w:r><w:t>co</w:t><w:noBreakHyphen/><w:t>oper</w:t><w:softHyphen/><w:t>ate</w:t></w:r>"],
        "co-operate",
    ),
    "symbols": (
        ['<w:r><w:sym w:font="Arial" w:char="2014"/><w:sym w:font="Wingdings" w:char="F0FC"/><w:t>甲</w:t></w:r>'],
        "— 甲",
    ),
    "symbols without a character": (
        ['<w:r><w:sym w:char="D83D"/><w:sym w:char="0000"/><w:sym w:char="x"/><w:sym/><w:t>甲</w:t></w:r>'],
        "    甲",
    ),
    "a comment of XML": (["<w:r><w:t>共<!-- 目标 -->同</w:t></w:r>", r("富裕")], "共同富裕"),
    "tab stops are no tabs": ([r("甲")], "甲", "<w:tabs><w:tab w:val='left' w:pos='420'/></w:tabs>"),
    "a formula": ([r("即"), "<m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath>"], "即a+b"),
    "a comment": (
        ['<w:commentRangeStart w:id="0"/>', r("共同"), '<w:commentRangeEnd w:id="0"/>',
         '<w:r><w:commentReference w:id="0"/></w:r>', r("富裕")],
        "共同富裕",
    ),
    "a page break of Word's own": ([r("共同"), "<w:r><w:lastRenderedPageBreak/><w:t>富裕</w:t></w:r>"], "共同富裕"),
    "a text box inside a phrase": ([r("共同"), twice(p(r("框中的话"))), r("富裕")], "共同富裕\n框中的话"),
    "a text box at the beginning": ([twice(p(r("框中的话"))), r("共同富裕")], "框中的话\n共同富裕"),
    "a text box of an old version": ([r("共同"), OLD_BOX, r("富裕")], "共同富裕\n框中的话"),
    "two paragraphs in a box": ([twice(p(r("甲")), p(r("乙"))), r("丙")], "甲\n乙\n丙"),
    "a table in a box": ([r("丙"), twice(tbl(tr(tc(p(r("甲"))), tc(p(r("乙")))))) ], "丙\n甲\t乙"),
    "a group of boxes": (
        [r("丙"), (f"<w:r><w:drawing><wp:inline><wpg:wgp><wps:wsp><wps:txbx>{box(p(r('甲')))}</wps:txbx></wps:wsp>"
         f"<wps:wsp><wps:txbx>{box(p(r('乙')))}</wps:txbx></wps:wsp></wpg:wgp></wp:inline></w:drawing></w:r>")],
        "丙\n甲\n乙",
    ),
    "a hidden box": (
        [r("共同富裕"), ('<w:r><w:drawing><wp:anchor><wp:docPr id="1" hidden="1"/>'
         f"<wps:txbx>{box(p(r('框中的话')))}</wps:txbx></wp:anchor></w:drawing></w:r>")],
        "共同富裕",
    ),
    "only the old form of a drawing has text": (
        [('<w:r><mc:AlternateContent><mc:Choice Requires="x"><w:drawing/></mc:Choice><mc:Fallback><w:pict><v:shape>'
         f"<v:textbox>{box(p(r('甲')))}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>")],
        "甲",
    ),
    "WordArt": (
        ['<w:r><w:pict><v:shape><v:textpath string="乡村振兴"/></v:shape></w:pict></w:r>', r("甲")],
        "乡村振兴\n甲",
    ),
    "text of a drawing": (
        [r("甲"), ("<w:r><w:drawing><wp:inline><a:txBody><a:p><a:r><a:t>共同</a:t></a:r><a:r><a:t>富裕</a:t></a:r>"
         "</a:p></a:txBody></wp:inline></w:drawing></w:r>")],
        "甲\n共同富裕",
    ),
    "a footnote inside a phrase": ([r("共同"), NOTE, r("富裕")], "共同富裕\n\n脚注的话"),
    "a footnote with a mark of its own": (
        [r("共同"), '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="2"/><w:t>①</w:t></w:r>', r("富裕")],
        "共同富裕\n\n脚注的话",
    ),
    "a footnote in deleted text": ([r("共同"), f"<w:del>{NOTE}</w:del>", r("富裕")], "共同富裕"),
    "a footnote and an endnote": (
        [r("共同"), '<w:r><w:endnoteReference w:id="2"/></w:r>', NOTE, r("富裕")],
        "共同富裕\n\n脚注的话\n\n尾注的话",
    ),
}  # fmt: skip
STYLES = (
    '<w:styles><w:style w:styleId="Secret"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:styleId="Child"><w:basedOn w:val="Secret"/></w:style>'
    '<w:style w:styleId="Loop"><w:basedOn w:val="Loop"/></w:style></w:styles>'
)
FOOTNOTES = (
    f'<w:footnotes><w:footnote w:type="separator" w:id="0">{p(r("——"))}</w:footnote>'
    f'<w:footnote w:id="2">{p("<w:r><w:footnoteRef/></w:r>", r("脚注"), r("的话"))}</w:footnote>'
    f'<w:footnote w:id="3">{p(r("无人引用"))}</w:footnote></w:footnotes>'
)
ENDNOTES = f'<w:endnotes><w:endnote w:id="2">{p(r("尾注的话"))}</w:endnote></w:endnotes>'
PARTS = [("styles", STYLES), ("footnotes", FOOTNOTES), ("endnotes", ENDNOTES)]


def text_of(tmp_path, content):
    path = tmp_path / "a.docx"
    path.write_bytes(content)
    return read_documents(path)["text"].item()


@pytest.mark.parametrize("case", INLINE.values(), ids=INLINE)
def test_a_paragraph_gives_what_its_reader_sees(tmp_path, case):
    runs, expected, *properties = case
    assert text_of(tmp_path, container(p(*runs, properties="".join(properties)), PARTS)) == expected


MERGED = tbl(
    tr(tc(p(r("甲")), properties='<w:gridSpan w:val="2"/>'), tc(p(r("乙")), properties='<w:vMerge w:val="restart"/>')),
    tr(tc(p(r("丙"))), tc(p(r("丁"))), tc(p(r("看不见")), properties="<w:vMerge/>")),
)
CONTROL = "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>"

BLOCKS = {
    "paragraphs": (p(r("甲")) + p() + p(r("乙")), "甲\n\n乙"),
    "a content control": (p(r("甲")) + CONTROL.format(p(r("乙")) + p(r("丙"))), "甲\n乙\n丙"),
    "a table": (p(r("甲")) + tbl(tr(tc(p(r("乙"))), tc(p(r("丙")), p(r("丁"))))) + p(r("戊")), "甲\n乙\t丙\n丁\n戊"),
    "merged cells": (MERGED, "甲\t乙\n丙\t丁\t"),
    "cells that go on from no cell above": (
        tbl(
            tr(tc(p(r("甲")), properties="<w:vMerge/>"), tc(p(r("乙")))),
            tr(tc(p(r("看不见")), properties="<w:vMerge/>"), tc(p(r("丙")), properties='<w:vMerge w:val="continue"/>')),
            tr(tc(p(r("丁")), properties='<w:hMerge/>'), tc(p(r("看不见")), properties='<w:hMerge/>')),
        ),
        "甲\t乙\n\t丙\n丁\t",
    ),
    "merged cells under a wide one and a gap": (
        tbl(
            tr(
                tc(p(r("甲")), properties='<w:gridSpan w:val="2"/><w:vMerge w:val="restart"/>'),
                tc(p(r("乙")), properties='<w:vMerge w:val="restart"/>'),
            ),
            tr(tc(p(r("看不见")), properties="<w:vMerge/>"), properties='<w:gridBefore w:val="2"/>'),
            tr(tc(p(r("丙")), properties="<w:vMerge/>"), tc(p(r("丁")))),
        ),
        "甲\t乙\n\n丙\t丁",
    ),
    "a table in a table": (
        tbl(tr(tc(p(r("甲")), tbl(tr(tc(p(r("乙"))), tc(p(r("丙"))))), p()), tc(p(r("丁"))))),
        "甲\n乙\t丙\t丁",
    ),
    "rows and cells in content controls": (
        tbl(CONTROL.format(tr(tc(p(r("甲"))), CONTROL.format(tc(p(r("乙"))))))),
        "甲\t乙",
    ),
    "a deleted row": (tbl(tr(tc(p(r("甲")))), tr(tc(p(r("乙"))), properties="<w:del/>")), "甲"),
    "a deleted cell": (tbl(tr(tc(p(r("甲"))), tc(p(r("乙")), properties="<w:cellDel/>"))), "甲\t"),
    "an inserted row": (tbl(tr(tc(p(r("甲")))), tr(tc(p(r("乙"))), properties="<w:ins/>")), "甲\n乙"),
    "a deleted end of a paragraph": (
        p(r("共同"), properties="<w:rPr><w:del/></w:rPr>") + p(r("富裕")),
        "共同富裕",
    ),
    "a paragraph that was moved away": (
        p(r("共同"))
        + p(f"<w:moveFrom>{r('乙')}</w:moveFrom>", properties="<w:rPr><w:moveFrom/></w:rPr>")
        + p(r("富裕")),
        "共同\n富裕",
    ),
    "a hidden paragraph": (
        p(r("甲")) + p(r("乙"), properties='<w:pStyle w:val="Secret"/>') + p(r("丙")),
        "甲\n\n丙",
    ),
    "a field over two paragraphs": (
        p('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC</w:instrText></w:r>'
          '<w:r><w:fldChar w:fldCharType="separate"/></w:r>', r("第一章"))
        + p(r("第二章")) + p('<w:r><w:fldChar w:fldCharType="end"/></w:r>', r("正文")),
        "第一章\n第二章\n正文",
    ),
    "moved paragraphs": (f"<w:moveFrom>{p(r('甲'))}</w:moveFrom><w:moveTo>{p(r('乙'))}</w:moveTo>", "乙"),
    "a footnote in a table": (tbl(tr(tc(p(r("甲"), NOTE)), tc(p(r("乙"))))) + p(r("丙")), "甲\t乙\n丙\n\n脚注的话"),
    "choices among blocks": (
        (f'<mc:AlternateContent><mc:Choice Requires="x">{p(r("甲"))}</mc:Choice>'
        f"<mc:Fallback>{p(r('乙'))}</mc:Fallback></mc:AlternateContent>"),
        "甲",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), BLOCKS.values(), ids=BLOCKS)
def test_paragraphs_and_tables_come_in_reading_order(tmp_path, body, expected):
    assert text_of(tmp_path, container(body, PARTS)) == expected


def test_headers_and_footers_that_are_shown_come_once_at_the_end(tmp_path):
    def section(header):
        return f'<w:sectPr><w:headerReference w:type="default" r:id="{header}"/>{first}</w:sectPr>'

    first = '<w:footerReference w:type="default" r:id="rId3"/><w:headerReference w:type="first" r:id="rId4"/>'
    parts = [
        ("header", f"<w:hdr>{p(r('共同的页眉'))}</w:hdr>"),
        ("header", f"<w:hdr>{p(r('共同的页眉'))}{p(r('第二节'))}</w:hdr>"),
        ("footer", f"<w:ftr>{p(r('— '), field('PAGE', r('1')), r(' —'))}</w:ftr>"),
        ("header", f"<w:hdr>{p(r('没有首页'))}</w:hdr>"),
    ]
    body = p(r("甲")) + p(properties=section("rId1")) + p(r("乙")) + section("rId2")
    assert text_of(tmp_path, container(body, parts)) == "甲\n\n乙\n\n共同的页眉\n第二节"
    shown = container(p(r("甲")) + section("rId1").replace("</w:sectPr>", "<w:titlePg/></w:sectPr>"), parts)
    assert text_of(tmp_path, shown) == "甲\n\n共同的页眉\n没有首页"


def test_smart_art_keeps_its_text_in_a_part_of_its_own(tmp_path):
    art = p(
        r("甲"),
        '<w:r><w:drawing><wp:inline><a:graphic><dgm:relIds r:dm="rId1"/></a:graphic></wp:inline></w:drawing></w:r>',
    )
    data = "<dgm:dataModel><dgm:pt><dgm:t><a:p><a:r><a:t>乡村</a:t></a:r>"
    data += "<a:r><a:t>振兴</a:t></a:r></a:p></dgm:t></dgm:pt></dgm:dataModel>"
    assert text_of(tmp_path, container(art, [("diagramData", data)])) == "甲\n乡村振兴"


def test_a_part_in_another_format_is_named(tmp_path):
    path = tmp_path / "a.docx"
    path.write_bytes(container(p(r("甲")) + '<w:altChunk r:id="rId1"/>', [("aFChunk", "<html></html>")]))
    record = ReadingRecord()
    (docs,) = stream_documents(path, record=record)
    assert docs["text"].item() == "甲"
    assert record.notes == [f"{path}: part1.xml is embedded in the document and is not read"]
    assert record.complete


@pytest.mark.parametrize(
    "relation",
    ['image" Target="NULL', 'image" Target="../NULL', 'image" Target="media/a.png', 'hyperlink" Target="#_Toc1',
     'hyperlink" Target="http://a.example/b', 'image" Target="media/a.wdp'],
)  # fmt: skip
def test_relations_to_parts_that_are_not_there_lose_no_text(tmp_path, relation):
    broken = edited(container(p(r("共同"), NOTE, r("富裕")), PARTS), f"{RELATION}/{relation}")
    assert text_of(tmp_path, broken) == "共同富裕\n\n脚注的话"


def test_a_part_with_text_that_is_not_there_is_named(tmp_path):
    path = tmp_path / "a.docx"
    path.write_bytes(edited(container(p(r("共同"), NOTE, r("富裕"))), f'{RELATION}/footnotes" Target="notes.xml'))
    record = ReadingRecord()
    (docs,) = stream_documents(path, record=record)
    assert docs["text"].item() == "共同富裕"
    assert record.notes == [f"{path}: notes.xml is missing in it; its text is lost"]


def edited(content, relation):
    """The container with one more relation of its document, and with a picture of a type that is not declared."""
    end, more = b"</Relationships>", f'<Relationship Id="rId50" Type="{relation}"/></Relationships>'.encode()
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(result, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(end, more) if name.startswith("word/_rels") else old.read(name))
        new.writestr("word/media/a.wdp", b"picture")
    return result.getvalue()


def test_the_strict_variant_and_a_document_with_macros_are_read(tmp_path):
    strict = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(container(p(r("共同"), NOTE, r("富裕")), PARTS))) as old,
        zipfile.ZipFile(strict, "w") as new,
    ):
        for name in old.namelist():
            content = old.read(name).replace(
                b"http://schemas.openxmlformats.org/officeDocument/2006/", b"http://purl.oclc.org/ooxml/officeDocument/"
            )
            content = content.replace(
                b"http://schemas.openxmlformats.org/wordprocessingml/2006/",
                b"http://purl.oclc.org/ooxml/wordprocessingml/",
            )
            new.writestr(name, content)
    assert b"purl.oclc.org" in strict.getvalue()
    assert text_of(tmp_path, strict.getvalue()) == "共同富裕\n\n脚注的话"
    macros = container(p(r("甲")), main="application/vnd.ms-word.document.macroEnabled.main+xml")
    assert text_of(tmp_path, macros) == "甲"


def test_the_title_of_the_properties_counts_where_the_text_shows_it(tmp_path):
    from docx import Document

    for title, column in (("谈乡村振兴", ["谈乡村振兴"]), ("上次的报告", []), ("Word Document", []), ("", [])):
        document, path = Document(), tmp_path / "a.docx"
        document.add_paragraph("谈乡村振兴")
        document.add_paragraph("今天开会。")
        document.core_properties.title = title
        document.save(path)
        frame = read_documents(path)
        assert [*frame.get("title", [])] == column
        # The day on which a file was saved is not the day of publication.
        assert (frame["date"].item(), frame["text"].item()) == (None, "谈乡村振兴\n今天开会。")


def test_the_shared_document_with_a_text_box(corpora):
    path = corpora.parent / "inputs" / "docx-textbox.docx"
    if not path.exists():
        pytest.skip("needs ../shared/inputs")
    text = read_documents(path)["text"].item()
    assert text == "坚持科学发展观，构建社会主义和谐社会。\n推进乡村振兴。"
