"""How far a sheet reaches is found the same way however it is written and however it comes in pieces."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from metrics.exchange.reach import WINDOW, Reach, column, usual

LETTERS = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZabz", max_size=4)
REFERENCES = st.builds(lambda letters, row: f"{letters}{row}", LETTERS, st.integers(1, 2_000_000))
BLANKS = st.text(" \n\t", max_size=3)
TAGS = st.one_of(
    st.builds('<c r="{}" t="inlineStr">'.format, REFERENCES),
    st.builds("<row spans='1:9' r='{}'>".format, st.integers(1, 2_000_000)),
    st.builds("<c s='1' r{}={}'{}'/>".format, BLANKS, BLANKS, REFERENCES),
    st.builds('<x:c xr:uid="{0}" uidr="{0}" x:r="{0}"/>'.format, REFERENCES),
    st.sampled_from(("<c/>", "<row>", "<c t='s'>", "<t>r = 5, r=x, r='B' &amp; a &lt; b</t>", "<cols/>", 'r="A"', "=")),
)
SHEETS = st.lists(TAGS, max_size=30).map("".join)


def reach(sheet: str, size: int = 1_000_000) -> Reach:
    """Of a sheet that comes in pieces of a size."""
    found, data = Reach(), sheet.encode()
    for start in range(0, len(data), size):
        found.read(data[start : start + size])
    found.end()
    return found


@given(SHEETS)
@example('<c r="XFD1048576"/>')
@example('<c r="A01"/><c r="A0"/>')
def test_the_quick_way_finds_what_the_slow_way_finds(sheet: str) -> None:
    text = sheet.encode()
    found = usual(text)
    assert found is None or found == Reach()._unusual(text)


def stands(sheet: str) -> tuple[int, int]:
    """The furthest column and row where a reader puts a cell: where it says, else after the one before."""
    width, last, row, place = 0, 0, 0, 0
    for kind, said in re.findall(r"<(?:x:)?(row|c)(?=[\s/>])([^<>]*)", sheet):
        found = re.search(r"(?<=\s)r\s*=\s*[\"']([A-Za-z]*)(\d+)", said)
        if kind == "row":
            row, place = int(found[2]) if found else row + 1, 0
            continue
        place = column(found[1].encode()) if found else place + 1
        width, last = max(width, place), max(last, int(found[2]) if found else row)
    return width, last


@given(SHEETS, st.integers(1, 400))
@example("<row><c/>" + "<t>r='A1'</t>" * 9 + "</row><row><c r='C1'/><c/></row>", 40)
def test_no_cell_stands_further_in_pieces_of_any_size(sheet: str, size: int) -> None:
    width, last = stands(sheet)
    for found in (reach(sheet), reach(sheet, size)):
        assert found.width >= width
        assert found.last >= last


@given(st.lists(REFERENCES, max_size=30), st.integers(1, 400))
def test_a_sheet_that_says_where_its_cells_stand_reaches_just_so_far(references: list[str], size: int) -> None:
    sheet = "".join(f'<c r="{one}" s="1"><v>{len(one)}</v></c>' for one in references if one[0].isalpha())
    found = reach(sheet, size)
    assert (found.width, found.last) == stands(sheet)


@pytest.mark.parametrize(
    ("sheet", "width", "last"),
    [
        ('<row r="2"><c r="B2"/><c r="AA2"/></row>', 27, 2),
        ("<row r = '7'><c r\n=\t'zz7'/></row>", 702, 7),
        ("<row><c/><c/><c/></row><row><c/></row>", 3, 2),  # nothing says where
        ('<row r="5"><c r="D5"/><c/></row>', 5, 5),  # at most: after D5, or in the first column
        ('<x:row r="5"><x:c/><x:c t="s"/></x:row>', 2, 5),
        ("<row><c/><c/></row><t>r='A1' r='A1' r='A1'</t>", 3, 2),  # words do not stand for cells
        ("<!-- <c r='A1'/> --><row><c s='1'/><c/></row>", 3, 2),
        ("<row x:r='1'><c x:r='A1'/><c s='1'/></row>", 3, 2),  # nor do attributes of other names, nor values
        ("""<row><c s=" r='A1'"/><c s=' r="B1"'/></row>""", 4, 2),
        ("""<row s='1' r='3'><c s=">" t='s' r='C3'/></row>""", 3, 3),
        ("<t>nothing</t>", 0, 0),
    ],
)
def test_width_and_last_row(sheet: str, width: int, last: int) -> None:
    found = reach(sheet)
    assert (found.width, found.last, found.hides_something) == (width, last, False)


@pytest.mark.parametrize("size", [64, 1000, 1_000_000])
@pytest.mark.parametrize(
    "tag",
    [
        '<c r="&#88;FD1048576"/>',
        '<c r="X&#70;D1048576"/>',
        "<c r" + " " * 300 + '="XFD1048576"/>',
        "<c r" + " " * 3 * WINDOW + '="XFD1048576"/>',
        "<c r=" + " " * 3 * WINDOW + '"XFD1048576"/>',
        '<c r="A' + "0" * 3 * WINDOW + '5"/>',
    ],
)
def test_a_reference_that_hides_is_seen(tag: str, size: int) -> None:
    assert reach("<row r='1'><c r='A1'/>" + tag + "</row>", size).hides_something


def test_a_text_that_says_much_hides_nothing() -> None:
    assert not reach("<c r='A1'><t>" + "for r = x we say r=&amp;" * 200 + "</t></c>").hides_something
