"""Reports as files, read back by other programs: the same words and the same numbers in each."""

import csv
import io
import re
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pptx
import pypdf
import pytest
from django.template.loader import render_to_string

from metrics.reports import csv as csv_hand
from metrics.reports import docx as word_hand
from metrics.reports import pdf as pdf_hand
from metrics.reports import pptx as slide_hand
from metrics.reports import xlsx as sheet_hand
from metrics.reports.document import Document
from metrics.reports.numbers import cell_text
from metrics.reports.preview import shown as shown_sections
from tests.metrics.reports.libre import converted
from tests.metrics.reports.sample import HOSTILE, document


def numbers(made: Document) -> list[str]:
    """Every number of every table, as text."""
    return [str(cell) for _s, table in made.tables() for row in table.rows for cell in row if isinstance(cell, Decimal)]


def pdf_text(content: bytes) -> str:
    return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


def test_pdf_is_tagged_with_language_title_and_bookmarks():
    reader = pypdf.PdfReader(io.BytesIO(pdf_hand.pdf(document())))
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert reader.metadata.title == "On its way, but cut off from the city"
    assert [one.title for one in reader.outline] == ["Where it stands", "Who decides", "What we ask"]
    assert reader.pages[0].mediabox.width == pytest.approx(595.28, abs=0.01)


def test_pdf_has_an_alternative_text_for_each_figure():
    content = pdf_hand.pdf(document())
    kept = {str(one.get_object().get("/Alt")) for one in _structure(content) if one.get_object().get("/Alt")}
    assert "From 22 in month 1 to 50 in month 15." in kept
    assert any("Shared ownership: Not enough evidence." in one for one in kept)


def _structure(content: bytes) -> list[Any]:
    reader, found = pypdf.PdfReader(io.BytesIO(content)), []

    def walk(node: Any) -> None:
        node = node.get_object()
        if isinstance(node, list):
            for one in node:
                walk(one)
        elif isinstance(node, dict):
            found.append(node)
            if "/K" in node:
                walk(node["/K"])

    walk(reader.trailer["/Root"]["/StructTreeRoot"]["/K"])
    return found


def test_pdf_on_us_letter():
    page = pypdf.PdfReader(io.BytesIO(pdf_hand.pdf(document(), paper="us-letter"))).pages[0]
    assert (page.mediabox.width, page.mediabox.height) == (612, 792)
    with pytest.raises(ValueError, match="paper"):
        pdf_hand.pdf(document(), paper="a9")


def test_typed_text_is_never_markup():
    assert HOSTILE[:40] in re.sub(r"\s+", " ", pdf_text(pdf_hand.pdf(document(HOSTILE))))
    made = docx.Document(io.BytesIO(word_hand.word(document(HOSTILE))))
    assert HOSTILE in [one.text for one in made.paragraphs]


def test_word_has_real_styles_and_texts_for_pictures():
    made = docx.Document(io.BytesIO(word_hand.word(document())))
    heads = [one.text for one in made.paragraphs if one.style.name == "Heading 1"]
    assert heads == ["Where it stands", "Who decides", "What we ask"]
    pictures = [one._inline.docPr for one in made.inline_shapes]
    assert [one.get("descr") for one in pictures][1] == "From 22 in month 1 to 50 in month 15."
    assert made.tables[0].rows[0]._tr.xpath(".//w:tblHeader")
    assert made.core_properties.language == "en"


def test_word_tables_hold_the_numbers():
    made = docx.Document(io.BytesIO(word_hand.word(document())))
    cells = [[cell.text for cell in row.cells] for row in made.tables[0].rows]
    assert cells[1] == ["Relationship strength", "58", "52", "62", "40", "62", "Within the expected band."]
    assert cells[2] == ["Shared ownership", "–", "12", "80", "20", "40", "Not enough evidence."]
    assert [cell.text for cell in made.tables[-1].rows[1].cells][3] == "-4"


def test_slides_have_native_charts_that_can_be_edited():
    show = pptx.Presentation(io.BytesIO(slide_hand.slides(document())))
    charts = [shape.chart for slide in show.slides for shape in slide.shapes if shape.has_chart]
    line, bars = charts
    assert tuple(line.plots[0].series[0].values) == tuple(
        None if month in (0, 7) else 20 + 2 * month for month in range(16)
    )
    assert list(bars.plots[0].categories) == ["Kestrel Lane", "Raíz Norte", "Union"]
    assert tuple(bars.plots[0].series[0].values) == (10, 4.5, 1)
    titles = [slide.shapes.title.text_frame.text for slide in show.slides]
    assert titles[0] == "On its way, but cut off from the city"
    assert set(titles[1:]) == {"Where it stands", "Who decides", "What we ask"}
    assert "From 22 in month 1 to 50 in month 15." in "".join(s.notes_slide.notes_text_frame.text for s in show.slides)


def test_workbook_has_real_numbers_a_sheet_a_table_and_no_formula():
    book = openpyxl.load_workbook(io.BytesIO(sheet_hand.xlsx(document(HOSTILE))))
    assert book.sheetnames[0] == "Report"
    assert [cell.value for cell in book["The four scores"][2]][:6] == ["Relationship strength", 58, 52, 62, 40, 62]
    assert [cell.value for cell in book["Gates"][2]][3] == -4
    assert book["Gates"]["C2"].value.date().isoformat() == "2026-03-01"
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    assert [len(sheet._charts) for sheet in book] == [0, 0, 1, 1, 0]


def test_the_same_number_in_every_format():
    made = document()
    wanted = numbers(made)
    sheet = csv.DictReader(io.StringIO(csv_hand.text(made).removeprefix("\ufeff")))
    told = [row["Value"] for row in sheet]
    book = openpyxl.load_workbook(io.BytesIO(sheet_hand.xlsx(made)))
    cells = [cell.value for page in book for row in page.iter_rows(min_row=2) for cell in row]
    for number in wanted:
        assert number in told
        assert float(number) in [cell for cell in cells if isinstance(cell, int | float)]
    words = docx.Document(io.BytesIO(word_hand.word(made)))
    texts = [cell.text for table in words.tables for row in table.rows for cell in row.cells]
    strips = [str(cell) for row in made.sections[0].blocks[1].table.rows for cell in row if isinstance(cell, Decimal)]
    assert set(strips) <= set(texts)
    paper = pdf_text(pdf_hand.pdf(made))
    for number in ("58", "49.6", "52", "50", "4.5"):
        assert number in paper


def test_the_same_record_gives_the_same_bytes():
    at = datetime(2026, 11, 2, 9, 30, 15, 999, tzinfo=UTC)
    assert pdf_hand.pdf(document(), at=at) == pdf_hand.pdf(document(), at=at)


SCORE_PAGE = "https://groundwork.example.org/c/x/scores/relationship/"


def test_a_figure_leads_to_the_page_that_explains_it_in_every_format():
    made = document()
    notes = [
        note.get_object()
        for page in pypdf.PdfReader(io.BytesIO(pdf_hand.pdf(made))).pages
        for note in page.get("/Annots", [])
    ]
    assert {str(note["/A"]["/URI"]) for note in notes if "/A" in note} == {SCORE_PAGE}
    words = docx.Document(io.BytesIO(word_hand.word(made)))
    assert [one.target_ref for one in words.part.rels.values() if one.is_external] == [SCORE_PAGE]
    show = pptx.Presentation(io.BytesIO(slide_hand.slides(made)))
    assert {one.target_ref for slide in show.slides for one in slide.part.rels.values() if one.is_external} == {
        SCORE_PAGE
    }
    book = openpyxl.load_workbook(io.BytesIO(sheet_hand.xlsx(made)))
    links = {cell.hyperlink.target for sheet in book for row in sheet.iter_rows() for cell in row if cell.hyperlink}
    assert links == {SCORE_PAGE}


def test_without_an_address_of_the_site_nothing_is_a_link():
    made = replace(document(), origin="")
    assert all("/Annots" not in page for page in pypdf.PdfReader(io.BytesIO(pdf_hand.pdf(made))).pages)
    words = docx.Document(io.BytesIO(word_hand.word(made)))
    assert not [one for one in words.part.rels.values() if one.is_external]


@pytest.mark.slow
def test_libreoffice_finds_no_formula_and_the_same_cells(tmp_path: Path):
    flat = converted(sheet_hand.xlsx(document(HOSTILE)), "report.xlsx", "fods", tmp_path).decode()
    assert flat.count("table:formula=") == 0
    assert flat.count('office:value="49.6"') == 1
    assert flat.count('office:value="-4"') == 1
    assert 'office:date-value="2026-03-01"' in flat
    sheet = converted(csv_hand.text(document(HOSTILE)).encode(), "report.csv", "fods", tmp_path).decode()
    assert sheet.count("table:formula=") == 0
    assert 'office:value="-4"' in sheet


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "write"), [("docx", word_hand.word), ("pptx", slide_hand.slides), ("xlsx", sheet_hand.xlsx)]
)
def test_libreoffice_shows_the_same_numbers_on_paper(kind: str, write: Any, tmp_path: Path):
    paper = pdf_text(converted(write(document()), f"report.{kind}", "pdf", tmp_path))
    for number in ("58", "52", "62", "49.6", "4.5", "-4"):
        assert number in paper, number
    assert "On its way, but cut off from the city" in re.sub(r"\s+", " ", paper)


def test_every_number_that_is_shown_is_in_every_format_to_the_last_digit():
    made = document()
    strips, bars, gates = made.sections[0].blocks[1], made.sections[1].blocks[0], made.sections[2].blocks[1]
    shown = {
        cell
        for row in (*(row[:4] for row in strips.table.rows), *bars.rows, *gates.rows)
        for cell in row
        if isinstance(cell, Decimal)
    }
    blocks = [block for section in shown_sections(made) for block in section.blocks]
    page = "".join(render_to_string("metrics/report_block.html", {"one": one}) for one in blocks)
    words = docx.Document(io.BytesIO(word_hand.word(made)))
    told = {cell.text for table in words.tables for row in table.rows for cell in row.cells}
    paper = set(pdf_text(pdf_hand.pdf(made)).replace("–", " ").split())
    charted = _in_charts(pptx.Presentation(io.BytesIO(slide_hand.slides(made))))
    for number in shown:
        text = cell_text(number)
        assert re.search(rf"(?<![\d.]){re.escape(text)}(?![\d.])", page), text
        assert text in told, text
        assert text in paper, text
        assert text in charted or number in charted, text


def _in_charts(show: Any) -> set[Any]:
    """Every number of every native chart and every text of every table."""
    found: set[Any] = set()
    for shape in (shape for slide in show.slides for shape in slide.shapes):
        if shape.has_chart:
            plots = shape.chart.plots[0].series
            found |= {Decimal(str(value)).normalize() for one in plots for value in one.values if value is not None}
        if shape.has_table:
            found |= {cell.text for row in shape.table.rows for cell in row.cells}
    return found
