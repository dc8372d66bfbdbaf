"""Drawing, words, table and sheet of a figure of the government floor say the same numbers."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from collab.models import Seat
from government.influence_map import CELL, LEFT, RIGHT, ROW
from government.models import Influence
from tests import factories
from tests.collab.test_take_away import as_csv
from tests.government import story
from tests.metrics.pages.made import cells_of, words_of

PLACED = {"Anglers": (4, 1), "Bakers": (0, 3), "Carriers": (2, 2)}


def test_map_table_and_sheet_of_influence_have_the_same_places(facilitator: Seat, sign_in: Any):
    here = facilitator.collaboration
    for name, (influence, interest) in PLACED.items():
        one = factories.organization(collaboration=here, name=name)
        for days, level in ((90, 4 - influence), (9, influence)):  # the newest counts
            Influence.objects.create(
                collaboration=here, organization=one, influence=level, interest=interest,
                judged_on=here.today() - timedelta(days=days),
            )  # fmt: skip
    client, page = sign_in(facilitator), reverse("government:influence_list", args=[here.slug])
    html = client.get(page).content.decode()
    sheet = {row[0]: (int(row[2]), int(row[4])) for row in as_csv(client, f"{page}?as=csv")}
    assert sheet == PLACED
    table = cells_of(html, "Influence and interest by organisation")[1:]
    assert {row[0].split()[-1]: (int(row[1][0]), int(row[2][0])) for row in table} == PLACED
    at = re.findall(r'<svg x="([\d.]+)%" y="(\d+)"[^>]*><circle class="place"[^>]*/><text[^>]*>(\d+)<', html)
    drawn = {int(number): (float(x), int(y)) for x, y, number in at}
    wide = (RIGHT - LEFT) / CELL
    places = {number: (CELL - 1 - y // ROW, int((x - LEFT) // wide)) for number, (x, y) in drawn.items()}
    assert places == {int(row[0].split(".")[0]): PLACED[row[0].split()[-1]] for row in table}


def test_marks_words_table_and_sheet_of_contacts_count_alike(facilitator: Seat, sign_in: Any):
    here = facilitator.collaboration
    for level, timings in (("national", ("before draft", "later", "")), ("municipal", ("later", "", ""))):
        one = story.mandate(here, level=level)
        for timing in timings:
            if timing:
                story.consultation(one, timing)
            else:
                factories.meeting(here.backbone, one.body)
    client, page = sign_in(facilitator), reverse("government:mandate_list", args=[here.slug])
    html = client.get(page).content.decode()
    table = {row[0]: tuple(map(int, row[1:4])) for row in cells_of(html, "Contacts by level")[1:]}
    assert table == {"National": (2, 1, 1), "Municipal": (1, 1, 2)}
    sheet = as_csv(client, reverse("government:contact_csv", args=[here.slug]))
    for level, (asked, late, other) in table.items():
        rows = [row for row in sheet if row[1] == level]
        assert [sum(row[4] == kind for row in rows) for kind in ("asked on substance", "other contact")] == [
            asked,
            other,
        ]
        assert sum(row[5] == "Later" for row in rows) == late
    drawing = html[html.index('aria-labelledby="timeline-title') :].partition("</svg></div>")[0]
    lines = drawing.split('<line class="axis"')[1:]
    marks = [tuple(line.count(f'class="{kind}"') for kind in ("dot", "late", "tick")) for line in lines]
    assert marks == [(asked - late, late, other) for asked, late, other in table.values()]
    asked, every = sum(row[0] for row in table.values()), len(sheet)
    assert f"{asked} of {every} contacts were consultations on substance." in words_of(html)


@pytest.mark.parametrize("role", ["funder", "viewer"])
def test_places_on_the_map_do_not_leave_with_others(facilitator: Seat, sign_in: Any, role: str):
    here = facilitator.collaboration
    one = factories.organization(collaboration=here, name="Anglers")
    Influence.objects.create(collaboration=here, organization=one, influence=4, interest=1, judged_on=here.today())
    client = sign_in(factories.seat(collaboration=here, role=role))
    answer = client.get(reverse("government:influence_list", args=[here.slug]), {"as": "csv"})
    assert answer.status_code == 403
