"""Figures from series: what is drawn, said, listed and handed on is the same."""

import json
from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from collab.tables import csv_text
from metrics.charts.bars import Step, component_bars, signed, waterfall
from metrics.charts.explore import explored_trend
from metrics.charts.findings import finding
from metrics.charts.month_line import month_line
from metrics.charts.network_map import Place, Tie, layout, network_map
from metrics.charts.series import Series, series_of
from metrics.charts.strip import says as spoken_of
from metrics.charts.trend import trend
from metrics.charts.words import headline, months, summary
from metrics.explain import Part
from metrics.sheets import components
from metrics.views.figures import cells

DAY = date(2026, 3, 1)
NOTHING = (None, 20.0, 80.0, 40.0)


def series(*rows: tuple) -> Series:
    return series_of("relationship", "Relationship strength", [(n, DAY, *row) for n, row in enumerate(rows)])


def known(value: float, coverage: float = 90.0) -> tuple[float, float, float, float]:
    return value, value - 4, value + 6, coverage


RISING = series(NOTHING, known(10.4), NOTHING, known(18.5), known(24.5, 60))


def test_summary_says_direction_size_extremes_months_and_gaps():
    assert summary(RISING) == (
        "From 10 in month 1 to 25 in month 4: up by 15. Highest 25 in month 4, lowest 10 in month 1. "
        "3 of 5 months have enough evidence. Not enough evidence in: month 0, month 2."
    )
    assert summary(series(known(30), known(20))) == (
        "From 30 in month 0 to 20 in month 1: down by 10. Highest 30 in month 0, lowest 20 in month 1. "
        "2 of 2 months have enough evidence."
    )
    assert summary(series(NOTHING)) == "0 of 1 month has enough evidence."
    assert summary(series()) == "Nothing has been computed yet."


def test_headline_says_where_the_line_stands_and_since_when():
    assert headline(RISING) == "Risen from 10 to 25, within the expected band since month 3"
    assert headline(series(NOTHING, known(8))) == "8 in month 1, the first month with enough evidence"
    assert headline(series(known(8), NOTHING)) == "No number since month 1: the evidence is too thin or too old"
    assert headline(series(NOTHING)) == "There is not enough evidence yet to draw a line"
    assert headline(series(known(4), known(90))) == "Risen from 4 to 90, above the expected band since month 1"


def test_a_value_without_enough_coverage_is_no_number_anywhere():
    thin = series((63.0, 40.0, 80.0, 49.99))
    assert thin.points[0].number is None
    assert thin.known == ()
    drawn = trend(thin, uid="t", title="t", summary="s")
    assert (drawn.last, drawn.lines, drawn.dots) == (None, (), ())
    assert "63" not in json.dumps(explored_trend(thin))
    assert "63" not in finding({"relationship": thin}).lede


def test_finding_without_a_number_says_what_it_could_be():
    said = finding({"relationship": series(NOTHING)})
    assert said.headline == "Not enough evidence yet to tell where this stands"
    assert said.lede == (
        "The evidence covers 40 % of relationship strength; from 50 % on there is a number. "
        "On what is known it could lie anywhere from 20 to 80."
    )
    assert finding({"relationship": series()}).headline == "The first figures are on their way"


@pytest.mark.parametrize(
    ("relationship", "readiness", "headline_says", "lede_says"),
    [
        (3.0, 20.0, "Relationship strength is lower than expected by month 0", "ness stands where it is expected."),
        (3.0, 4.0, "Relationship strength and readiness are lower than expected by month 0", ""),
        (15.0, 20.0, "All 2 scores that can be told are as high as expected", "stand where they are expected."),
        (40.0, 20.0, "All 2 scores that can be told are as high", "Relationship strength is higher than expected."),
        (15.0, None, "The one score that can be told is as high as expected", "Not enough evidence yet for readiness."),
    ],
)  # fmt: skip
def test_finding_places_the_scores_against_their_bands(
    relationship: float, readiness: float | None, headline_says: str, lede_says: str
):
    row = NOTHING if readiness is None else known(readiness)
    said = finding(
        {
            "relationship": series(known(relationship)),
            "readiness": series_of("readiness", "Readiness", [(0, DAY, *row)]),
        }
    )
    assert said.headline.startswith(headline_says)
    assert lede_says in said.lede


def test_number_stays_on_its_side_of_the_band():
    over = series_of("relationship", "", [(0, DAY, 25.3, 20, 30, 90)]).points[0]
    assert (str(over.number), over.place) == ("25.3", "above")
    under = series_of("relationship", "", [(0, DAY, 4.6, 4, 9, 90)]).points[0]
    assert (str(under.number), under.place) == ("4.6", "below")


def test_drawing_breaks_where_there_is_no_evidence():
    drawn = trend(RISING, uid="t", title="t", summary="s")
    assert drawn.lines == ("3,81.5 4,75.5",)
    assert [(dot.x, dot.is_open) for dot in drawn.dots] == [("4.17%", False)]
    assert drawn.last is not None
    assert (drawn.last.text, drawn.last.is_open, drawn.last.x) == ("25", True, "16.67%")
    assert drawn.band.startswith("0,95 6,80 12,65 18,55 24,45 24,20")


def test_explored_chart_holds_the_numbers_that_are_shown():
    line = explored_trend(RISING)["data"][-1]
    assert line["y"] == [None, 10.0, None, 19.0, 25.0]
    assert line["connectgaps"] is False
    assert line["marker"]["color"] == ["--ink", "--ink", "--ink", "--ink", "--paper"]
    assert line["text"][3] == "Month 3: 19, bounds 15 to 25"


@given(st.lists(st.one_of(st.none(), st.floats(0, 100)), max_size=30))
def test_every_hand_draws_as_many_numbers_as_are_known(values: list[float | None]):
    made = series(*((value, 0.0, 100.0, 30.0 if value is None else 90.0) for value in values))
    drawn = trend(made, uid="t", title="t", summary="s")
    on_lines = sum(len(line.split()) for line in drawn.lines)
    last_alone = drawn.last is not None and made.points[-2:-1] != () and made.points[-2].value is None
    single = drawn.last is not None and len(made.points) == 1
    assert on_lines + len(drawn.dots) + (last_alone or single) == len(made.known)
    assert sum(y is not None for y in explored_trend(made)["data"][-1]["y"]) == len(made.known)
    assert f"{len(made.known)} of {len(values)} month" in summary(made) if values else True


def test_months_are_told_as_stretches():
    assert months([0, 1, 2, 5, 7, 8]) == "months 0–2, month 5, months 7–8"


def part(key: str, points: float | None, value: float | None = 50.0, merged: tuple[str, ...] = ()) -> Part:
    return Part(key, key.title(), "", value, 0.25, 1.0 if points else 0.0, points, merged)


def test_points_add_up_to_the_score_as_they_are_shown():
    bars = component_bars([part("a", 11.1666), part("b", 11.1667), part("c", 11.1667), part("d", None, None)], 33.5)
    assert [bar.points for bar in bars.rows] == ["11.1", "11.2", "11.2", "–"]
    assert bars.total is not None
    assert (bars.total.points, bars.total.weight) == ("33.5", "75 %")
    assert (bars.rows[3].kind, bars.rows[3].value) == ("unknown", "not known")


def test_merged_parts_have_no_value_of_their_own():
    bars = component_bars([part("a", 10.0, None, merged=("a", "b"))], 10.0)
    assert (bars.rows[0].value, bars.rows[0].kind) == ("not shown", "")


@given(st.floats(0, 100), st.lists(st.floats(-10, 10), max_size=6))
def test_waterfall_adds_up_as_it_is_shown(start: float, moves: list[float]):
    end = start + sum(moves)
    bars = waterfall(("before", start), ("after", end), [Step(str(n), "", "", move) for n, move in enumerate(moves)])
    first, *steps, last = (Decimal(bar.points.replace("−", "-")) for bar in bars.rows)
    assert first + sum(steps) == last


def test_numbers_on_bars_have_the_decimal_sign_of_the_reader_and_their_places_a_point():
    with override("de"):
        bars = component_bars([part("a", 10.75, 48.8), part("b", 22.75, 91.0)], 33.5)
        fall = waterfall(("before", 33.5), ("after", 31.25), [Step("a", "", "", -2.25)])
        sheet = components(bars, has_number=True)
        handed_on = [[cell(row) for _name, cell in sheet.columns[1:]] for row in sheet.rows]
    assert [(bar.points, bar.value, bar.width) for bar in bars.rows] == [
        ("10,8", "48,8", "43%"), ("22,7", "91,0", "91%"),
    ]  # fmt: skip
    assert bars.total is not None
    assert bars.total.points == "33,5"
    assert [bar.points for bar in fall.rows] == ["33,5", "−2,2", "31,3"]
    assert [bar.width for bar in fall.rows] == ["83.75%", "5.62%", "78.12%"]
    assert handed_on == [
        [Decimal("10.8"), Decimal(25), Decimal("48.8")], [Decimal("22.7"), Decimal(25), Decimal("91.0")],
        [Decimal("33.5"), Decimal(50), None],
    ]  # fmt: skip


def test_a_score_beside_a_limit_is_said_with_the_decimal_sign_of_the_reader():
    close = series_of("relationship", "Beziehungen", [(0, DAY, 49.62, 40.0, 60.0, 90.0)], ((50.0, 70.0),))
    with override("es"):
        assert (cells(close.points[0])[2], headline(close)[:4]) == ("49,6", "49,6")
        assert spoken_of("Relaciones", close.latest).startswith("Relaciones: 49,6,")
        drawn = trend(close, uid="t", title="", summary="")
    assert drawn.last is not None
    assert drawn.last.text == "49,6"


def test_difference_carries_its_sign():
    assert [signed(Decimal(n)) for n in ("1.5", "-1.5", "0.0")] == ["+1.5", "−1.5", "0.0"]


@pytest.mark.parametrize(
    ("started_on", "today", "month", "phase", "done"),
    [
        (date(2026, 1, 15), date(2026, 1, 15), 0, "Listen and map", "0%"),
        (date(2026, 1, 15), date(2026, 2, 14), 1, "Listen and map", "4.17%"),
        (date(2025, 1, 15), date(2026, 1, 14), 12, "Co-design the strategy", "50%"),
        (date(2024, 1, 15), date(2026, 1, 14), 24, "Own it, start joint action", "100%"),
        (date(2024, 1, 15), date(2026, 1, 15), 25, None, "100%"),
        (date(2027, 1, 15), date(2026, 1, 15), None, None, "0%"),
    ],
)
def test_month_line_stands_where_the_calendar_says(
    started_on: date, today: date, month: int | None, phase: str | None, done: str
):
    line = month_line(started_on, today, uid="way")
    assert (line.month, line.now and str(line.now.name), line.done) == (month, phase, done)
    assert (line.today is None) == (month is None)


def test_sheet_is_safe_for_spreadsheets():
    text = csv_text(("name", "value"), [["=HYPERLINK(1)", -1], [" @SUM(1)", Decimal("2.5")], ["\t=1", None]])
    rows = text.split("\r\n")
    assert rows[1:4] == ["'=HYPERLINK(1),-1", "' @SUM(1),2.5", "'\t=1,"]
    assert csv_text(("on",), [[date(2026, 3, 1)]]).endswith("2026-03-01\r\n")


def test_the_map_follows_from_the_ties_alone():
    at = layout(range(5), [(0, 1), (1, 2), (1, 3)])
    assert at == layout(range(5), [(1, 3), (1, 2), (0, 1)])
    assert all(6 <= x <= 94 and 0 < y < 544 for x, y in at.values())
    places = [Place(n, f"<b>{n}</b>", f"<i>{n}</i>", "nonprofit") for n in range(5)]
    ties = [Tie(0, 1, 3.0, True), Tie(1, 2, 3.0, False), Tie(1, 3, 5.0, True)]
    drawn = network_map(places, at, ties, [(0, 4)], top=5)
    assert [(strand.kind, strand.path.count("L")) for strand in drawn.strands] == [("", 1), ("one-way", 1), ("", 1)]
    assert drawn.missing.count("L") == 1
