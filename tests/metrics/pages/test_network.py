"""The network page: published figures, map, matrix, ties."""

import csv
import io
import random
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from metrics.attempting import attempt
from metrics.charts.map_labels import Spot, labels, ways
from metrics.charts.network_map import _apart, _layout, layout
from tests import factories
from tests.metrics.pages.made import cells_of, started, story, words_of

pytestmark = pytest.mark.django_db
KNOKE = Path(__file__).parents[2] / "data" / "knoke_information_matrix.csv"
TIES = "Ties, and what each side says"
CAPTION = "Information exchange, as of 2025-02-01: a tie stands at 1 or more."


@pytest.fixture
def knoke(db: None) -> Any:
    """Ten organisations that exchange information."""
    made = factories.collaboration(backbone=False, started_on=started(3))
    call_command("import_network", str(KNOKE), collaboration=made.slug, item="information-exchange", date="2025-02-01")
    return made


def page(sign_in: Any, made: Any, role: str = "facilitator", query: str = "") -> Any:
    return sign_in(factories.seat(collaboration=made, role=role)).get(f"/c/{made.slug}/network/{query}")


def drawn(html: str, kind: str) -> int:
    """How many lines of a kind the map has."""
    paths = re.findall(rf'<path class="{kind}[^"]*"[^>]* d="([^"]*)"', html.partition('<svg class="map')[2])
    return sum(path.count("L") for path in paths)


def test_the_published_figures_of_knoke(sign_in: Any, knoke: Any):
    html = page(sign_in, knoke, query="?item=information-exchange").content
    rows = {row[0]: row[1] for row in cells_of(html, CAPTION)[1:]}
    assert rows == {
        "Organisations": "10",
        "Density": "0.544",
        "Dyad reciprocity": "0.531",
        "Total degree centralization": "0.431",
        "Betweenness centralization": "0.201",
    }
    text = words_of(html)
    assert "49 one-way ties in 32 pairs among 10 organisations" in text
    assert "m / (n (n - 1))" in text
    assert "Arc reciprocity 0.694" in text


def test_sheet_map_and_table_hold_every_tie(sign_in: Any, knoke: Any):
    client = sign_in(factories.seat(collaboration=knoke))
    sheet = list(csv.DictReader(io.StringIO(client.get(f"/c/{knoke.slug}/network.csv").content.decode())))
    assert (len(sheet), {row["level"] for row in sheet}) == (49, {"1"})
    html = client.get(f"/c/{knoke.slug}/network/").content.decode()
    assert drawn(html, "tie") == 32
    assert len(cells_of(html, "Ties, and what each side says")) == 1 + 32
    assert html.count('data-l="4"') == 49
    again = client.get(f"/c/{knoke.slug}/network/").content.decode()
    assert again.partition('<svg class="map"')[2].partition("</figure>")[0] in html


def test_needed_pairs_without_a_tie_are_named(sign_in: Any):
    it = story()
    html = page(sign_in, it.collaboration, "funder").content.decode()
    assert "1 of 6 pairs work together" in words_of(html)
    assert drawn(html, "missing") == 5
    assert "Lane Fund and River Union" in words_of(html)
    assert html.count('class="gap"') == 10


def test_a_past_month_names_the_pairs_that_were_needed_then(sign_in: Any):
    it = story()
    html = page(sign_in, it.collaboration, "funder", query="?month=2").content.decode()
    assert "0 of 6 pairs work together" in words_of(html)
    assert drawn(html, "missing") == 6


@pytest.mark.parametrize(("role", "status"), [("funder", 200), ("coordinator", 200), ("partner", 403), ("viewer", 403)])
def test_who_may_see_the_map(sign_in: Any, knoke: Any, role: str, status: int):
    assert page(sign_in, knoke, role).status_code == status


@pytest.mark.parametrize("item", ["trust-reliable", "nothing", "%00", "a" * 5000, "joint-work"])
def test_a_relation_that_is_none_is_said_so(sign_in: Any, knoke: Any, item: str):
    answer = page(sign_in, knoke, query=f"?item={item}")
    assert answer.status_code == 200
    assert "Select a valid choice" in words_of(answer.content)
    assert "0.544" in words_of(answer.content)


def test_without_a_relation_the_page_says_what_would_give_one(sign_in: Any):
    made = factories.collaboration()
    assert "No network can be drawn" in words_of(page(sign_in, made).content)
    assert page(sign_in, made, "coordinator").status_code == 200


def test_names_in_the_map_are_texts(sign_in: Any):
    made = factories.collaboration(started_on=started(2))
    evil = [
        factories.organization(collaboration=made, name=f"<img src=x onerror=top.__x={n}>", short_label="<b>")
        for n in range(2)
    ]
    factories.answers(*evil, joint=3, counted_on=made.started_on)
    html = page(sign_in, made).content.decode()
    assert "<img" not in html
    assert "\\u003Cimg" not in html


def places(html: str) -> dict[str, str]:
    """Where each organisation of the map stands."""
    return dict(re.findall(r'focus=(\d+)#map"[^>]*><svg x="([^"]+" y="[^"]+)"', html))


def test_nobody_moves_when_the_month_changes(sign_in: Any):
    it = story()
    client = sign_in(factories.seat(collaboration=it.collaboration))
    now = places(client.get(f"/c/{it.collaboration.slug}/network/").content.decode())
    past = places(client.get(f"/c/{it.collaboration.slug}/network/?month=2").content.decode())
    assert len(now) == 4
    assert past
    assert past.items() <= now.items()


def test_a_neighbourhood_stands_out_and_the_rest_is_faint(sign_in: Any, knoke: Any):
    client = sign_in(factories.seat(collaboration=knoke))
    first = knoke.organizations.order_by("name").first()
    html = client.get(f"/c/{knoke.slug}/network/?focus={first.pk}").content.decode()
    assert drawn(html, "tie") == 32
    assert 0 < drawn(html, "tie faded") < 32
    assert "Show everybody" in words_of(html)
    assert client.get(f"/c/{knoke.slug}/network/?focus=99999999").status_code == 200


@pytest.mark.parametrize(
    "query", ["?size=betweenness", "?size=readiness", "?level=3", "?sector=media", "?month=0", "?month=x"]
)
def test_every_choice_is_answered(sign_in: Any, query: str):
    it = story()
    assert page(sign_in, it.collaboration, query=query).status_code == 200


def test_labels_of_a_crowd_do_not_overlap():
    spots = [Spot(20 + 41 * (n % 20), 30 + 33 * (n // 20), 8, f"Organisation number {n}") for n in range(300)]
    placed = labels(spots, range(300), 880)
    boxes = [box for spot, label in zip(spots, placed, strict=True) if label for way, box in ways(spot) if way == label]
    assert len(boxes) > 40
    for n, one in enumerate(boxes):
        for other in boxes[n + 1 :]:
            assert not (one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3])


def test_a_long_table_comes_when_it_is_asked_for(sign_in: Any, knoke: Any, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("metrics.views.network_body.TABLE_UP_TO", 31)
    client, address = sign_in(factories.seat(collaboration=knoke)), f"/c/{knoke.slug}/network/"
    html = client.get(address).content.decode()
    assert TIES not in html
    assert '<a id="ties" href="?table=all#ties" hx-get="?table=all"' in html
    whole = client.get(f"{address}?table=all").content.decode()
    part = client.get(f"{address}?table=all", headers={"HX-Request": "true"})
    assert len(cells_of(whole, TIES)) == len(cells_of(part.content, TIES)) == 1 + 32
    assert part.content.lstrip().startswith(b'<details id="ties" open>')
    assert b"<h1" not in part.content
    assert "HX-Request" in part.headers["Vary"]


def test_a_part_of_the_page_is_its_sections_alone(sign_in: Any, knoke: Any):
    client, address = sign_in(factories.seat(collaboration=knoke)), f"/c/{knoke.slug}/network/"
    part = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith('<div id="network"')
    assert part.strip() in client.get(address).content.decode()


def test_a_kept_page_is_drawn_anew_when_an_answer_changes(sign_in: Any):
    it = story()
    made = it.collaboration
    client = sign_in(factories.seat(collaboration=made, role="facilitator"))
    assert attempt(made.pk)
    address, part = f"/c/{made.slug}/network/", {"HX-Request": "true"}
    first = client.get(address, headers=part).content
    with CaptureQueriesContext(connection) as kept:
        assert client.get(address, headers=part).content == first
    assert "1 of 6 pairs work together" in words_of(first)
    assert not [one for one in kept.captured_queries if "partners_answer" in one["sql"] and "value" in one["sql"]]
    factories.answers(it.fund, it.river, joint=4, counted_on=made.today())
    assert "2 of 6 pairs work together" in words_of(client.get(address, headers=part).content)
    assert attempt(made.pk)
    assert "2 of 6 pairs work together" in words_of(client.get(address).content)


def test_two_processes_draw_a_large_map_alike():
    tied = {(n, (n * 7 + step) % 200) for n in range(200) for step in range(1, 4)}
    pairs = {(min(pair), max(pair)) for pair in tied}
    first = layout(range(200), pairs)
    _layout.cache_clear()
    random.seed(4)
    assert layout(range(200), pairs) == first
    assert len(set(first.values())) == 200


def test_who_finds_a_place_taken_goes_a_step_on():
    assert list(_apart([(20.04, 10.2), (20.0, 10.4), (20.04, 9.9)])) == [(20.0, 10.0), (20.1, 10.0), (20.2, 10.0)]


def test_coordinates_keep_their_points_in_a_language_with_commas(sign_in: Any):
    it = story()
    seat = factories.seat(collaboration=it.collaboration)
    seat.user.language = "de"
    seat.user.save()
    with translation.override("en"):  # a request leaves its language behind
        html = sign_in(seat).get(f"/c/{it.collaboration.slug}/network/").content.decode()
    assert 'lang="de"' in html
    numbers = re.findall(r' (?:x|y|dx|dy|width|height|stroke-width)="([^"]+)"', html.partition('<svg class="map')[2])
    assert any("." in one for one in numbers)
    assert [one for one in numbers if "," in one] == []
    assert re.findall(r'<td class="num"[^>]*>(\d+[.,]\d+)</td>', html)[:3] == ["0,167", "1,000", "0,333"]


def test_names_of_a_neighbourhood_may_cover_who_is_faint():
    near, faint = Spot(100, 100, 8, "River Union"), Spot(100, 117, 8, "Town Hall")
    assert labels([near, faint], [0, 1], 880)[0] != ways(near)[0][0]
    assert labels([near, faint], [0], 880) == [ways(near)[0][0], None]


def test_who_is_tied_to_nobody_does_not_press_a_crowd_into_a_corner():
    tied = {
        (min(n, m), max(n, m)) for n in range(200) for step in (1, 2, 5) for m in [(n * step + step) % 200] if n != m
    }
    across = sorted(x for one, (x, _y) in layout(range(201), tied).items() if one < 200)
    assert across[150] - across[50] > 25
