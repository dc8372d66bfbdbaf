"""The report as slides: a slide a section part, native charts that can be edited, the words in full as notes."""

import io
from typing import Any

from django.utils.translation import gettext as _
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
from pptx.enum.text import PP_ALIGN
from pptx.util import Emu, Inches, Pt

from metrics.reports.document import (
    Bars,
    Block,
    Bullets,
    Document,
    Line,
    Quote,
    Section,
    Strips,
    Table,
    Words,
    lines_of,
)
from metrics.reports.numbers import cell_text, is_text_column
from metrics.reports.pdf import picture

WIDE, HIGH = Inches(13.333), Inches(7.5)
EDGE, TOP, FOOT = Inches(0.7), Inches(1.55), Inches(0.55)
INK, QUIET, ACCENT, SAND = (RGBColor.from_string(one) for one in ("1B2030", "535A68", "1D4F7C", "B9A35C"))
DRAWN = Inches(6.6)
SERIF = "Georgia"
ROWS_ON_A_SLIDE = 10
SIGNS_ON_A_SLIDE = 620
TITLE_ONLY = 5


def slides(document: Document) -> bytes:
    """The document as a presentation."""
    show = Presentation()
    show.slide_width, show.slide_height = WIDE, HIGH
    show.core_properties.title, show.core_properties.language = document.title, document.language
    show.core_properties.subject, show.core_properties.comments = document.kicker, document.imprint[:255]
    _opening(show, document)
    for section in document.sections:
        for part in _parts(section):
            _slide(show, document, section, part)
    out = io.BytesIO()
    show.save(out)
    return out.getvalue()


def _parts(section: Section) -> list[list[Block]]:
    """What stands on each slide of a section: words together as far as they fit, each figure on its own."""
    parts: list[list[Block]] = [[]]
    room = SIGNS_ON_A_SLIDE
    for block in section.blocks:
        if isinstance(block, Table) and len(block.rows) > ROWS_ON_A_SLIDE:
            cuts = range(0, len(block.rows), ROWS_ON_A_SLIDE)
            pages: list[Block] = [
                Table(block.caption, block.columns, block.rows[i : i + ROWS_ON_A_SLIDE]) for i in cuts
            ]
            parts += [[one] for one in pages] + [[]]
            room = SIGNS_ON_A_SLIDE
        elif isinstance(block, Words | Bullets | Quote):
            size = sum(len(text) for text in lines_of(block))
            if size > room and parts[-1]:
                parts.append([])
                room = SIGNS_ON_A_SLIDE
            parts[-1].append(block)
            room -= size
        else:
            parts += [[block], []]
            room = SIGNS_ON_A_SLIDE
    return [part for part in parts if part] or [[]]


def _opening(show: Any, document: Document) -> None:
    slide = show.slides.add_slide(show.slide_layouts[TITLE_ONLY])
    _text(slide.shapes.title, [document.title], Pt(36), INK)
    _set(slide.shapes.title, EDGE, Inches(2.2), WIDE - 2 * EDGE, Inches(2.2))
    _text(_box(slide, EDGE, Inches(1.5), WIDE - 2 * EDGE, Inches(0.5)), [document.kicker], Pt(14), QUIET)
    if document.lede:
        _text(_box(slide, EDGE, Inches(4.5), WIDE - 4 * EDGE, Inches(1.8)), [document.lede], Pt(20), QUIET)
    _foot(slide, document)
    slide.notes_slide.notes_text_frame.text = "\n".join(one for one in (document.lede, document.imprint) if one)


def _slide(show: Any, document: Document, section: Section, blocks: list[Block]) -> None:
    slide = show.slides.add_slide(show.slide_layouts[TITLE_ONLY])
    _text(slide.shapes.title, [section.title], Pt(28), INK)
    _set(slide.shapes.title, EDGE, Inches(0.45), WIDE - 2 * EDGE, Inches(0.7))
    if section.note:
        _text(_box(slide, EDGE, Inches(1.05), WIDE - 2 * EDGE, Inches(0.4)), [section.note], Pt(13), QUIET)
    wordy = [block for block in blocks if isinstance(block, Words | Bullets | Quote)]
    if wordy:
        lines = [line for block in wordy for line in lines_of(block)]
        _text(_box(slide, EDGE, TOP, WIDE - 2 * EDGE, HIGH - TOP - FOOT), lines, Pt(18), INK)
    for block in blocks:
        match block:
            case Strips():
                _strips(slide, block, document)
            case Table():
                _grid(slide, block, TOP)
            case Line():
                _line(slide, block)
                _lead(slide, document.address(block.href))
            case Bars():
                _bars(slide, block)
    _foot(slide, document)
    slide.notes_slide.notes_text_frame.text = "\n".join([section.title, section.note, *(_notes(blocks))]).strip()


def _notes(blocks: list[Block]) -> list[str]:
    said: list[str] = []
    for block in blocks:
        match block:
            case Words() | Bullets() | Quote():
                said += lines_of(block)
            case Line() | Bars():
                said += [block.title, block.subtitle, block.summary]
            case Strips():
                said += [f"{one.name}: {one.says}" for one in block.strips]
            case Table():
                said.append(block.caption)
    return said


def _strips(slide: Any, block: Strips, document: Document) -> None:
    """The scores as drawn on paper, and below them the same numbers as a table that can be edited."""
    shape = slide.shapes.add_picture(io.BytesIO(picture(block)), EDGE, TOP, width=DRAWN)
    shape._element.nvPicPr.cNvPr.set("descr", " ".join(f"{one.name}: {one.says}" for one in block.strips))
    left = EDGE + DRAWN + Inches(0.3)
    rows = tuple(row[:4] for row in block.table.rows)
    grid = _grid(slide, Table(block.title, block.columns[:4], rows), TOP + Inches(0.2), left=left)
    for row, one in enumerate(block.strips, start=1):
        if document.address(one.href):
            grid.cell(row, 0).text_frame.paragraphs[0].runs[0].hyperlink.address = document.address(one.href)


def _lead(slide: Any, address: str) -> None:
    """A way from a figure to the page that explains its numbers."""
    if address:
        box = _box(slide, WIDE - EDGE - Inches(3.2), Inches(1.1), Inches(3.2), Inches(0.35))
        _text(box, [_("How these numbers are made")], Pt(12), ACCENT)
        box.text_frame.paragraphs[0].runs[0].hyperlink.address = address


def _line(slide: Any, line: Line) -> None:
    data = CategoryChartData()
    data.categories = [str(one.month) for one in line.points]
    columns = [(one.number, one.low, one.high, *(one.band or (None, None))) for one in line.points]
    for index, name in enumerate(line.columns[1:]):
        data.add_series(name, [None if row[index] is None else float(row[index]) for row in columns])
    chart = _chart(slide, XL_CHART_TYPE.LINE, data, line.title, line.summary)
    looks = [(INK, 2.5), (ACCENT, 1), (ACCENT, 1), (SAND, 1), (SAND, 1)]
    for series, (colour, width) in zip(chart.plots[0].series, looks, strict=False):
        series.smooth = False
        series.format.line.color.rgb, series.format.line.width = colour, Pt(width)
    chart.value_axis.minimum_scale, chart.value_axis.maximum_scale = 0, 100
    chart.has_legend = True
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    chart.legend.font.size = Pt(12)


def _bars(slide: Any, bars: Bars) -> None:
    data = CategoryChartData()
    data.categories = [name for name, _value in bars.rows]
    data.add_series(bars.columns[1], [float(value) for _name, value in bars.rows])
    chart = _chart(slide, XL_CHART_TYPE.BAR_CLUSTERED, data, bars.title, bars.summary)
    chart.has_legend = False
    chart.category_axis.reverse_order = True
    chart.value_axis.minimum_scale = 0
    plot = chart.plots[0]
    plot.gap_width, plot.has_data_labels = 60, True
    plot.series[0].format.fill.solid()
    plot.series[0].format.fill.fore_color.rgb = ACCENT


def _chart(slide: Any, kind: Any, data: CategoryChartData, title: str, summary: str) -> Any:
    frame = slide.shapes.add_chart(kind, EDGE, TOP, WIDE - 2 * EDGE, HIGH - TOP - FOOT, data)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", summary)
    chart = frame.chart
    chart.has_title = True
    chart.chart_title.text_frame.text = title
    run = chart.chart_title.text_frame.paragraphs[0].runs[0]
    run.font.size, run.font.bold, run.font.name, run.font.color.rgb = Pt(18), True, SERIF, INK
    chart.font.size, chart.font.color.rgb = Pt(12), QUIET
    chart.value_axis.major_gridlines.format.line.color.rgb = RGBColor.from_string("D6D2CA")
    return chart


def _grid(slide: Any, table: Table, top: Any, *, left: Any = EDGE) -> Any:
    rows, columns = len(table.rows) + 1, len(table.columns)
    height = Emu(int(Inches(0.42)) * rows)
    frame = slide.shapes.add_table(rows, columns, left, top, WIDE - EDGE - left, height)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", table.caption)
    shares = [2.4 if c == 0 or is_text_column(table, c) else 1 for c in range(columns)]
    for column, share in zip(frame.table.columns, shares, strict=True):
        column.width = Emu(int((WIDE - EDGE - left) * share / sum(shares)))
    texts = [table.columns, *([cell_text(one) for one in row] for row in table.rows)]
    for r, row in enumerate(texts):
        for c, text in enumerate(row):
            cell = frame.table.cell(r, c)
            cell.text = text
            paragraph = cell.text_frame.paragraphs[0]
            paragraph.alignment = PP_ALIGN.LEFT if shares[c] > 1 else PP_ALIGN.RIGHT
            paragraph.font.size, paragraph.font.bold = Pt(12), r == 0
            paragraph.font.color.rgb = RGBColor(255, 255, 255) if r == 0 else INK
            cell.fill.solid()
            cell.fill.fore_color.rgb = ACCENT if r == 0 else RGBColor.from_string("FFFFFF" if r % 2 else "F4F1EA")
    return frame.table


def _foot(slide: Any, document: Document) -> None:
    _text(_box(slide, EDGE, HIGH - FOOT, WIDE - 2 * EDGE, Inches(0.35)), [document.imprint], Pt(9), QUIET)


def _box(slide: Any, *place: Any) -> Any:
    return slide.shapes.add_textbox(*place)


def _set(shape: Any, left: Any, top: Any, width: Any, height: Any) -> None:
    shape.left, shape.top, shape.width, shape.height = left, top, width, height


def _text(shape: Any, lines: list[str], size: Any, colour: Any) -> None:
    frame = shape.text_frame
    frame.word_wrap = True
    for index, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if index == 0 else frame.add_paragraph()
        paragraph.text = line
        paragraph.alignment = PP_ALIGN.LEFT
        paragraph.space_after = Pt(8)
        paragraph.font.size, paragraph.font.name, paragraph.font.color.rgb = size, SERIF, colour
