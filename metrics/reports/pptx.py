"""The report as slides: a slide a section part, native charts that can be edited, the words in full as notes."""

import io
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
from pptx.enum.shapes import MSO_CONNECTOR
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
from metrics.reports.numbers import cell_text, is_text_column, widths
from metrics.reports.pdf import picture

WIDE, HIGH = Inches(13.333), Inches(7.5)
EDGE, TOP, FOOT = Inches(0.7), Inches(1.55), Inches(0.55)
INK, QUIET, ACCENT, SAND = (RGBColor.from_string(one) for one in ("1B2030", "535A68", "1D4F7C", "B9A35C"))
DRAWN = Inches(5.8)
SERIF = "Georgia"
ROWS_ON_A_SLIDE = 10
SIGNS_ON_A_SLIDE, SIGNS_BESIDE = 780, 420
SMALL = Pt(12)
SIGNS_TO_A_SIZE = 1.55  # that stand in the width of a line as long as the letters are high, with room at the edges
STORY = Inches(3.9)  # the width of words that stand beside a figure
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
    """What stands on each slide of a section: a short story beside its first figure, else a slide for each.

    Long words take as many slides as they need, a long table too.
    """
    wordy = [block for block in section.blocks if isinstance(block, Words | Bullets | Quote)]
    drawn = [part for block in section.blocks if not isinstance(block, Words | Bullets | Quote) for part in _cut(block)]
    if wordy and drawn and _signs(wordy) <= SIGNS_BESIDE:
        return [[*wordy, drawn[0]], *([one] for one in drawn[1:])]
    parts: list[list[Block]] = [[]]
    for block in wordy:
        if parts[-1] and _signs([*parts[-1], block]) > SIGNS_ON_A_SLIDE:
            parts.append([])
        parts[-1].append(block)
    parts += [[one] for one in drawn]
    return [part for part in parts if part] or [[]]


def _signs(blocks: Sequence[Block]) -> int:
    return sum(len(line) for one in blocks if isinstance(one, Words | Bullets | Quote) for line in lines_of(one))


def _cut(block: Block) -> list[Block]:
    """A long table in pieces that fit a slide."""
    if not isinstance(block, Table) or len(block.rows) <= ROWS_ON_A_SLIDE:
        return [block]
    cuts = range(0, len(block.rows), ROWS_ON_A_SLIDE)
    return [Table(block.caption, block.columns, block.rows[i : i + ROWS_ON_A_SLIDE]) for i in cuts]


def _opening(show: Any, document: Document) -> None:
    slide = show.slides.add_slide(show.slide_layouts[TITLE_ONLY])
    _text(slide.shapes.title, [document.title], Pt(38), INK)
    _set(slide.shapes.title, EDGE, Inches(2.2), WIDE - 2 * EDGE, Inches(2.2))
    _text(_box(slide, EDGE, Inches(1.5), WIDE - 2 * EDGE, Inches(0.5)), [document.kicker], Pt(14), QUIET)
    if document.lede:
        _text(_box(slide, EDGE, Inches(4.5), WIDE - 4 * EDGE, Inches(1.8)), [document.lede], Pt(20), QUIET)
    _foot(slide, document)
    slide.notes_slide.notes_text_frame.text = "\n".join(one for one in (document.lede, document.imprint) if one)


def _slide(show: Any, document: Document, section: Section, blocks: list[Block]) -> None:
    slide = show.slides.add_slide(show.slide_layouts[TITLE_ONLY])
    _text(slide.shapes.title, [section.title], Pt(28), INK)
    _set(slide.shapes.title, EDGE, Inches(0.4), WIDE - 2 * EDGE, Inches(0.7))
    rule = slide.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, EDGE, Inches(1.15), WIDE - EDGE, Inches(1.15))
    rule.line.color.rgb, rule.line.width = INK, Pt(1)
    if section.note:
        _text(_box(slide, EDGE, Inches(1.15), WIDE - 2 * EDGE, Inches(0.4)), [section.note], Pt(13), QUIET)
    wordy = [block for block in blocks if isinstance(block, Words | Bullets | Quote)]
    drawn = [block for block in blocks if not isinstance(block, Words | Bullets | Quote)]
    if wordy:
        lines = [line for block in wordy for line in lines_of(block)]
        width = STORY if drawn else WIDE - 2 * EDGE
        _text(_box(slide, EDGE, TOP, width, HIGH - TOP - FOOT), lines, Pt(16 if drawn else 20), INK)
    left = EDGE + STORY + Inches(0.35) if wordy else EDGE
    for block in drawn:
        _draw(slide, block, document, left)
    _foot(slide, document)
    slide.notes_slide.notes_text_frame.text = "\n".join([section.title, section.note, *(_notes(blocks))]).strip()


def _draw(slide: Any, block: Block, document: Document, left: Any) -> None:
    match block:
        case Strips():
            _strips(slide, block, document, left)
        case Table():
            _text(_box(slide, left, TOP, WIDE - EDGE - left, Inches(0.4)), [block.caption], Pt(16), INK)
            _grid(slide, block, TOP + Inches(0.5), left=left, size=Pt(14 if left == EDGE else 12))
        case Line():
            _line(slide, block, left)
            _lead(slide, document.address(block.href))
        case Bars():
            _bars(slide, block, left)


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


def _strips(slide: Any, block: Strips, document: Document, left: Any) -> None:
    """The scores as drawn on paper, and below them, or beside where nothing else stands there, a table to edit."""
    is_beside = left > EDGE
    width = WIDE - EDGE - left if is_beside else DRAWN
    shape = slide.shapes.add_picture(io.BytesIO(picture(block)), left, TOP, width=width)
    shape._element.nvPicPr.cNvPr.set("descr", " ".join(f"{one.name}: {one.says}" for one in block.strips))
    rows = tuple(row[:4] for row in block.table.rows)
    place = {"left": left} if is_beside else {"left": EDGE + DRAWN + Inches(0.3)}
    top = TOP + shape.height + Inches(0.1) if is_beside else TOP + Inches(0.2)
    grid = _grid(slide, Table(block.title, block.columns[:4], rows), top, **place)
    for row, one in enumerate(block.strips, start=1):
        if document.address(one.href):
            run = grid.cell(row, 0).text_frame.paragraphs[0].runs[0]
            run.hyperlink.address = document.address(one.href)


def _lead(slide: Any, address: str) -> None:
    """A way from a figure to the page that explains its numbers."""
    if address:
        box = _box(slide, WIDE - EDGE - Inches(3.2), Inches(1.1), Inches(3.2), Inches(0.35))
        _text(box, [_("How these numbers are made")], Pt(12), ACCENT)
        box.text_frame.paragraphs[0].runs[0].hyperlink.address = address


def _line(slide: Any, line: Line, left: Any) -> None:
    data = CategoryChartData()
    data.categories = [str(one.month) for one in line.points]
    columns = [(one.number, one.low, one.high, *(one.band or (None, None))) for one in line.points]
    for index, name in enumerate(line.columns[1:]):
        data.add_series(name, [None if row[index] is None else float(row[index]) for row in columns])
    chart = _chart(slide, XL_CHART_TYPE.LINE, data, line, left)
    looks = [(INK, 2.5), (ACCENT, 1), (ACCENT, 1), (SAND, 1), (SAND, 1)]
    for series, (colour, width) in zip(chart.plots[0].series, looks, strict=False):
        series.smooth = False
        series.format.line.color.rgb, series.format.line.width = colour, Pt(width)
    chart.value_axis.minimum_scale, chart.value_axis.maximum_scale = 0, 100
    chart.value_axis.major_unit = 25
    chart.has_legend = True
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    chart.legend.font.size = Pt(12)


def _bars(slide: Any, bars: Bars, left: Any) -> None:
    data = CategoryChartData()
    data.categories = [name for name, _value in bars.rows]
    data.add_series(bars.columns[1], [float(value) for _name, value in bars.rows])
    chart = _chart(slide, XL_CHART_TYPE.BAR_CLUSTERED, data, bars, left)
    chart.has_legend = False
    chart.category_axis.reverse_order = True
    chart.value_axis.minimum_scale = 0
    chart.value_axis.visible, chart.value_axis.has_major_gridlines = False, False
    plot = chart.plots[0]
    plot.gap_width, plot.has_data_labels = 60, True
    places = max((-int(value.as_tuple().exponent) for _name, value in bars.rows), default=0)
    plot.data_labels.number_format = f"0.{'0' * places}" if places > 0 else "0"
    plot.data_labels.number_format_is_linked = False
    plot.series[0].format.fill.solid()
    plot.series[0].format.fill.fore_color.rgb = ACCENT


def _chart(slide: Any, kind: Any, data: CategoryChartData, block: Line | Bars, left: Any) -> Any:
    frame = slide.shapes.add_chart(kind, left, TOP, WIDE - EDGE - left, HIGH - TOP - FOOT - Inches(0.1), data)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", block.summary)
    chart = frame.chart
    chart.has_title = True
    chart.chart_title.text_frame.text = block.title
    run = chart.chart_title.text_frame.paragraphs[0].runs[0]
    run.font.size, run.font.bold, run.font.name, run.font.color.rgb = Pt(18), True, SERIF, INK
    chart.font.size, chart.font.color.rgb = Pt(12), QUIET
    chart.value_axis.major_gridlines.format.line.color.rgb = RGBColor.from_string("D6D2CA")
    return chart


def _grid(slide: Any, table: Table, top: Any, *, left: Any = EDGE, size: Any = SMALL) -> Any:
    rows, columns = len(table.rows) + 1, len(table.columns)
    height = Emu(int(Inches(0.42)) * rows)
    frame = slide.shapes.add_table(rows, columns, left, top, WIDE - EDGE - left, height)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", table.caption)
    signs = int((WIDE - EDGE - left) / size * SIGNS_TO_A_SIZE)
    texts_in = [c == 0 or is_text_column(table, c) for c in range(columns)]
    for column, share in zip(frame.table.columns, widths(table, across=signs), strict=True):
        column.width = Emu(int((WIDE - EDGE - left) * share))
    texts = [table.columns, *([cell_text(one) for one in row] for row in table.rows)]
    for r, row in enumerate(texts):
        for c, text in enumerate(row):
            cell = frame.table.cell(r, c)
            cell.text = text
            paragraph = cell.text_frame.paragraphs[0]
            paragraph.alignment = PP_ALIGN.LEFT if texts_in[c] else PP_ALIGN.RIGHT
            paragraph.font.size, paragraph.font.bold = size, r == 0
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
