"""Drawing, words, table, sheet and explored chart of a figure say the same numbers: those that no other file holds."""

import re
from decimal import Decimal
from itertools import permutations
from typing import Any

import pytest

from metrics.formulas.catalogue import METRICS
from metrics.formulas.shown import round_half_up
from metrics.labels import METRICS as LABELS
from metrics.scoring import score_collaboration
from tests import factories
from tests.collab.test_take_away import as_csv
from tests.government import story as government
from tests.metrics.pages.made import Story, cells_of, settled, story, today, words_of
from tests.metrics.pages.test_figure_files import team_of

pytestmark = pytest.mark.django_db
VALUE, LOW, HIGH = 4, 5, 6  # columns of the sheet of a score


def whole(drawn: str) -> str:
    """A place in a drawing as the number that stands beside it."""
    return str(round_half_up(float(drawn)))


@pytest.fixture
def it() -> Story:
    """Four organisations and an office, so that more than one score has a number."""
    made = story()
    one = government.mandate(made.collaboration, from_on=made.collaboration.started_on)
    government.rating(government.liaison(one), rated_on=today())
    government.stance(one, 3, seen_on=today())
    score_collaboration(made.collaboration, today=today())
    settled(made.collaboration)
    return made


def test_each_small_multiple_has_one_set_of_numbers(it: Story, sign_in: Any):
    team, home = team_of(sign_in, it.collaboration), f"/c/{it.collaboration.slug}/"
    html = team.get(home).content.decode()
    charts = re.findall(r'<figure data-figure="([^"]+)"', html)
    told = []
    for metric, chart in zip(METRICS, charts, strict=True):
        months = as_csv(team, f"{home}scores/{metric}.csv")
        shown = cells_of(html, f"{LABELS[metric].label} by month")[1:]
        assert [row[VALUE] or "not enough evidence" for row in months] == [row[2] for row in shown], metric
        assert [[f"{row[LOW]}–{row[HIGH]}", f"{row[7]}–{row[8]}"] for row in months] == [row[3:5] for row in shown], (
            metric
        )
        assert [f"{row[9]} %" for row in months] == [row[5] for row in shown], metric
        drawn = team.get(chart).json()["data"][-1]["y"]
        assert drawn == [float(row[VALUE]) if row[VALUE] else None for row in months], metric
        known = sum(bool(row[VALUE]) for row in months)
        figure = html[html.index(chart) :].partition("</figure>")[0]
        assert f"{known} of {len(months)} months have enough evidence." in figure, metric
        told.append(known)
    assert any(told)


@pytest.mark.parametrize("metric", METRICS)
def test_a_strip_says_and_draws_the_last_month_of_the_sheet(it: Story, sign_in: Any, metric: str):
    team, page = team_of(sign_in, it.collaboration), f"/c/{it.collaboration.slug}/scores/{metric}"
    last = as_csv(team, f"{page}.csv")[-1]
    html = team.get(f"{page}/").content.decode()
    strip = html[html.index('<div class="score') :].partition('<p class="says">')[0]
    assert f"{last[LOW]}–{last[HIGH]}" in words_of(strip)
    assert (words_of(strip).split(f" {last[LOW]}–")[0].split()[-1] == last[VALUE]) is bool(last[VALUE])
    dots = re.findall(r'<circle class="dot[^"]*" cx="([\d.]+)%"', strip)
    assert [whole(x) for x in dots] == [last[VALUE]] * bool(last[VALUE])
    bounds = re.findall(r'class="bounds" d="M([\d.]+) 17h[\d.]+M[\d.]+ 12v10M([\d.]+) 12v10"', strip)
    assert [[whole(x) for x in one] for one in bounds] == [last[LOW : HIGH + 1]] * bool(last[VALUE])


def test_map_matrix_table_words_and_sheet_of_a_network_hold_the_same_ties(it: Story, sign_in: Any):
    factories.answers(it.mill, it.fund, joint=5, counted_on=today())
    team, page = team_of(sign_in, it.collaboration), f"/c/{it.collaboration.slug}/network"
    html = team.get(f"{page}/").content.decode()
    said = {(one, other): Decimal(level) for one, other, level in as_csv(team, f"{page}.csv")}
    assert {level for level in said.values()} == {2, 3, 5}
    table = {
        pair: Decimal(cell)
        for names, *cells in cells_of(html, "Ties, and what each side says")[1:]
        for pair, cell in zip(permutations(names.split(" – ")), cells, strict=True)
        if cell.replace(".", "").isdigit()
    }
    stands = {pair: level for pair, level in table.items() if level >= 2}
    assert stands == said
    grid = re.search(r'<table class="matrix">.*?</table>', html, re.DOTALL)
    assert grid is not None
    names = re.findall(r'<abbr title="([^"]+)"', grid[0])
    rows = [re.findall(r"<td[^>]*>([^<]*)</td>", row) for row in grid[0].split("<tr>")[2:]]
    matrix = {
        (names[at], names[to]): Decimal(cell)
        for at, row in enumerate(rows)
        for to, cell in enumerate(row)
        if cell.replace(".", "").isdigit() and Decimal(cell) >= 2
    }
    assert matrix == said
    pairs = {frozenset(pair) for pair in said}
    lines = re.findall(r'<path class="tie [^"]*"[^>]* d="([^"]*)"', html)
    assert sum(path.count("L") for path in lines) == len(pairs)
    assert f"{len(pairs)} of " in words_of(html)


def test_pairs_on_a_score_page_are_drawn_where_the_sheet_says(it: Story, sign_in: Any):
    team, page = team_of(sign_in, it.collaboration), f"/c/{it.collaboration.slug}/scores/relationship"
    html = team.get(f"{page}/").content.decode()
    caption = "Needed pairs and their relationship strength"
    table = html[html.index(f"{caption}</caption>") :].partition("</table>")[0]
    widths = re.findall(r'<rect class="bar" x="[^"]*" y="7" width="([\d.]+)%"', table)
    file = [row for row in as_csv(team, f"{page}.csv?figure=pairs") if row[1]]
    assert len(file) > 0
    assert [whole(width) for width in widths] == [row[1] for row in file]
