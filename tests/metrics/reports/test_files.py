"""Reports as files, read back by other programs: the same words and the same numbers in each."""

import csv
import io
import re
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import docx
import openpyxl
import pptx
import pypdf
import pytest

from metrics.reports import csv as csv_hand
from metrics.reports import docx as word_hand
from metrics.reports import pdf as pdf_hand
from metrics.reports import pptx as slide_hand
from metrics.reports import xlsx as sheet_hand
from metrics.reports.document import Document
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
            walk(node.get("/K", []))

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
