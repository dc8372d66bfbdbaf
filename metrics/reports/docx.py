"""The report as a Word document: real styles, repeating heads, pictures with alternative texts."""

import io
from typing import Any

import docx
from django.utils.translation import gettext as _
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.oxml.shared import OxmlElement
from docx.shared import Cm, Pt, RGBColor

from metrics.reports.document import Bars, Block, Bullets, Document, Line, Quote, Strips, Table, Words
from metrics.reports.drawn import LONGEST_WHOLE
from metrics.reports.numbers import cell_text, is_text_column, widths
from metrics.reports.pdf import picture

SIZES = {"a4": (Cm(21), Cm(29.7)), "us-letter": (Cm(21.59), Cm(27.94))}
INK, QUIET, ACCENT = RGBColor(0x1B, 0x20, 0x30), RGBColor(0x53, 0x5A, 0x68), RGBColor(0x1D, 0x4F, 0x7C)
SERIF = "Georgia"
LOOKS = {
    "Normal": (10.5, INK, False), "Title": (24, INK, False), "Subtitle": (12.5, QUIET, False),
    "Heading 1": (15, INK, True), "Heading 2": (11.5, INK, True), "Caption": (8.5, QUIET, False),
    "Intense Quote": (11.5, INK, False),
}  # fmt: skip
WIDTH = Cm(16.5)
RULE, SIDES = "D6D2CA", ("top", "bottom", "insideH")  # sides in the order that the schema wants


def word(document: Document, *, paper: str = "a4") -> bytes:
    """The document as a Word file that can be edited further."""
    made = docx.Document()
    _set_up(made, document, paper)
    made.add_paragraph(document.kicker, style="Caption")
    made.add_paragraph(document.title, style="Title")
    if document.lede:
        made.add_paragraph(document.lede, style="Subtitle")
    for section in document.sections:
        made.add_heading(section.title, level=1)
        if section.note:
            made.add_paragraph(section.note, style="Caption")
        for block in section.blocks:
            _add(made, block, document)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _set_up(made: Any, document: Document, paper: str) -> None:
    page = made.sections[0]
    page.page_width, page.page_height = SIZES[paper]
    page.left_margin = page.right_margin = Cm(2.2)
    page.top_margin = page.bottom_margin = Cm(2.2)
    page.footer.paragraphs[0].text = document.imprint
    page.footer.paragraphs[0].style = made.styles["Caption"]
    for name, (size, colour, is_bold) in LOOKS.items():
        style = made.styles[name]
        style.font.size, style.font.color.rgb, style.font.name = Pt(size), colour, SERIF
        style.font.italic, style.font.bold = False, is_bold
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), SERIF)
        for part in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):  # a theme's font would win over ours
            style.element.rPr.rFonts.attrib.pop(qn(f"w:{part}"), None)
    _plain_heads(made)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), document.language)
    made.styles["Normal"].element.get_or_add_rPr().append(language)
    made.core_properties.title, made.core_properties.language = document.title, document.language
    made.core_properties.subject, made.core_properties.author = document.kicker, "Groundwork"
    made.core_properties.comments = document.imprint[:255]


def _plain_heads(made: Any) -> None:
    """Room in tables, and nothing of the program's own ornament: no rule below the title, no spread letters."""
    cells = made.styles.add_style("Table Text", WD_STYLE_TYPE.PARAGRAPH)
    cells.base_style, cells.font.size = made.styles["Normal"], Pt(9)
    cells.paragraph_format.space_before = cells.paragraph_format.space_after = Pt(2.5)
    made.styles["Normal"].paragraph_format.space_after = Pt(6)
    for name in ("Title", "Subtitle", "Intense Quote"):
        element = made.styles[name].element
        for one in element.xpath("./w:pPr/w:pBdr | ./w:rPr/w:spacing"):
            one.getparent().remove(one)


def _add(made: Any, block: Block, document: Document) -> None:
    match block:
        case Words(text):
            made.add_paragraph(text)
        case Bullets(items, is_numbered):
            lines = [made.add_paragraph(item, style="List Number" if is_numbered else "List Bullet") for item in items]
            if is_numbered:
                _count_from_one(made, lines)
        case Quote(text, by):
            made.add_paragraph(text, style="Intense Quote").paragraph_format.keep_with_next = True
            made.add_paragraph(by, style="Caption")
        case Strips():
            says = " ".join(f"{one.name}: {one.says}" for one in block.strips)
            _figure(made, block, block.title, "", says)
            grid = _table(made, block.table)
            for row, one in enumerate(block.strips, start=1):
                _lead(grid.cell(row, 0).paragraphs[0], one.name, document.address(one.href))
        case Line() | Bars():
            _figure(made, block, block.title, block.subtitle, block.summary)
            said = made.add_paragraph(f"{block.summary} ", style="Caption")
            if isinstance(block, Line) and document.address(block.href):
                _lead(said, _("How these numbers are made"), document.address(block.href), is_added=True)
            if isinstance(block, Bars):
                _table(made, block.table)
        case Table():
            made.add_heading(block.caption, level=2)
            _table(made, block)


def _count_from_one(made: Any, lines: list[Any]) -> None:
    """A list of its own: without this, Word goes on counting where the last list of the document ended."""
    numbering = made.part.numbering_part.numbering_definitions._numbering
    used = made.styles["List Number"].element.pPr.numPr.numId.val
    own = numbering.add_num(numbering.num_having_numId(used).abstractNumId.val)
    own.add_lvlOverride(ilvl=0).add_startOverride(1)
    for line in lines:
        line._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = own.numId


def _figure(made: Any, block: Strips | Line | Bars, title: str, subtitle: str, alternative: str) -> None:
    made.add_heading(title, level=2)
    if subtitle:
        made.add_paragraph(subtitle, style="Caption").paragraph_format.keep_with_next = True
    shape = made.add_picture(io.BytesIO(picture(block)), width=WIDTH)
    shape._inline.docPr.set("descr", alternative)
    shape._inline.docPr.set("title", title)


def _table(made: Any, table: Table) -> Any:
    grid = made.add_table(rows=1, cols=len(table.columns))
    _rule(grid._tbl.tblPr, "w:tblBorders", {"insideH": (4, RULE), "bottom": (4, RULE)})
    texts = {i for i in range(len(table.columns)) if is_text_column(table, i)} | {0}
    grid.autofit = False
    for column, share in zip(grid.columns, widths(table), strict=True):
        column.width = int(WIDTH * share)
    _row(grid.rows[0], texts, table.columns, is_head=True)
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    grid.rows[0]._tr.get_or_add_trPr().append(mark)
    for cells in table.rows:
        _row(grid.add_row(), texts, [cell_text(one) for one in cells])
    if len(table.rows) <= LONGEST_WHOLE:
        for row in grid.rows[:-1]:
            for cell in row.cells:
                cell.paragraphs[0].paragraph_format.keep_with_next = True
    made.add_paragraph().paragraph_format.space_after = Pt(2)
    return grid


def _rule(properties: Any, kind: str, lines: dict[str, tuple[int, str]]) -> None:
    """Lines of a table or a cell: side, eighths of a point and colour."""
    borders = OxmlElement(kind)
    for side in (one for one in SIDES if one in lines):
        line = OxmlElement(f"w:{side}")
        size, colour = lines[side]
        for name, value in (("val", "single"), ("sz", str(size)), ("space", "0"), ("color", colour)):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    properties.append(borders)


def _lead(paragraph: Any, text: str, address: str, *, is_added: bool = False) -> None:
    """Words that lead to the page which explains a number; in place of what the paragraph says, or behind it."""
    if not address:
        return
    if not is_added:
        paragraph.text = ""
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run = paragraph.add_run(text)
    run.font.color.rgb, run.font.underline = ACCENT, True
    run.font.size = Pt(9)
    link.append(run._r)
    paragraph._p.append(link)


def _row(row: Any, texts: set[int], cells: Any, *, is_head: bool = False) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for index, (cell, text) in enumerate(zip(row.cells, cells, strict=True)):
        paragraph = cell.paragraphs[0]
        paragraph.text = text
        paragraph.style = "Table Text"
        paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT if index in texts else WD_ALIGN_PARAGRAPH.RIGHT
        if is_head:
            _rule(cell._tc.get_or_add_tcPr(), "w:tcBorders", {"bottom": (8, str(INK))})
            for run in paragraph.runs:
                run.font.bold, run.font.size, run.font.color.rgb = True, Pt(8.5), QUIET
