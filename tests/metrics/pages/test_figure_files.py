"""Every figure leaves as a file with the numbers that stand on the page, for the same readers, month and ends."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from collab.models import Collaboration, Organization
from metrics.scoring import score_collaboration
from tests import factories
from tests.collab.test_take_away import as_csv, as_excel
from tests.metrics.pages.made import cells_of, scored, story
from tests.metrics.pages.test_worked_examples import readiness_example
from tests.metrics.test_ownership_rows import TODAY, five, worked_example

__all__ = ["five"]  # a fixture
pytestmark = pytest.mark.django_db
FIGURES = [(10.0, 8.0, 20.0, 90.0), (None, 5.0, 60.0, 30.0), (30.03, 25.0, 36.0, 90.0), (24.5, 20.0, 30.0, 95.0)]


def team_of(sign_in: Any, made: Collaboration, role: str = "facilitator") -> Any:
    """Somebody with this role in a collaboration."""
    return sign_in(factories.seat(collaboration=made, role=role))


def numbers(rows: list[list[str]], *columns: int) -> list[list[str]]:
    """Cells of a table on a page as plain numbers; empty where there is none."""
    plain = [[row[column].replace("−", "-").removeprefix("+").removesuffix(" %") for column in columns] for row in rows]
    return [["" if cell in ("–", "not known") else cell for cell in row] for row in plain]


@pytest.mark.parametrize("query", ["", "?month=2", "?from=0&to=2"])
def test_components_and_change_are_those_of_the_page(sign_in: Any, query: str):
    made = scored(FIGURES)
    team, page = team_of(sign_in, made), f"/c/{made.slug}/scores/relationship/"
    html = team.get(page + query).content
    sheet = f"{page[:-1]}.csv{query or '?'}&figure="
    assert sheet.replace("?&", "?").replace("&", "&amp;") + "components" in html.decode()
    parts = cells_of(html, "Components of relationship strength")[1:]
    file = as_csv(team, sheet + "components")
    assert [row[0] for row in file] == [row[0] for row in parts]
    assert [row[1:] for row in file[:-1]] == numbers(parts[:-1], 2, 3, 4)
    assert sum(Decimal(row[1]) for row in file[:-1] if row[1]) == Decimal(file[-1][1])
    moved = cells_of(html, "Parts of the change in relationship strength")[1:]
    file = as_csv(team, sheet + "change")
    assert [row[2] for row in file] == [cell for [cell] in numbers(moved, 2)]
    assert [row[2] for row in as_excel(team, f"{sheet}change&as=xlsx")] == [float(row[2]) for row in file]


def test_without_a_number_the_file_says_how_much_is_known(sign_in: Any):
    made = scored([(40.0, 0.0, 90.0, 30.0)])
    team, page = team_of(sign_in, made), f"/c/{made.slug}/scores/relationship"
    shown = cells_of(team.get(f"{page}/").content, "Components of relationship strength")[1:]
    head, *file = as_csv(team, f"{page}.csv?figure=components", below=0)
    assert head == ["Component", "Known in %", "Weight in %"]
    assert [row[1:] for row in file] == numbers(shown, 2, 3)
    assert team.get(f"{page}.csv?figure=change").status_code == 404


def test_needed_pairs_are_for_the_team_only(sign_in: Any):
    it = story()
    team, page = team_of(sign_in, it.collaboration), f"/c/{it.collaboration.slug}/scores/relationship"
    shown = cells_of(team.get(f"{page}/").content, "Needed pairs and their relationship strength")[1:]
    file = as_csv(team, f"{page}.csv?figure=pairs")
    assert [[row[0], f"{row[2]}–{row[3]}"] for row in file] == [[row[0], row[3]] for row in shown]
    assert [row[1] for row in file] == ["" if row[2] == "not enough evidence" else row[2] for row in shown]
    funder = team_of(sign_in, it.collaboration, "funder")
    assert funder.get(f"{page}.csv?figure=pairs").status_code == 404
    viewer = team_of(sign_in, it.collaboration, "viewer")
    for figure in ("components", "change", "pairs"):
        assert viewer.get(f"{page}.csv?figure={figure}").status_code == 404, figure


def test_the_distribution_adds_up_to_a_hundred(collaboration: Collaboration, five: list[Organization], sign_in: Any):
    worked_example(collaboration, five)
    score_collaboration(collaboration, today=TODAY)
    team, page = team_of(sign_in, collaboration), f"/c/{collaboration.slug}/scores/ownership"
    html = team.get(f"{page}/").content
    assert "Decisions are made as if 3.1 of 5 partners decided, all alike" in html.decode()
    shown = cells_of(html, "What each partner did, in per cent of all")[1:]
    file = as_csv(team, f"{page}.csv?figure=distribution")
    assert [row[0] for row in file] == sorted((one.name for one in five), key=str.casefold)
    assert [row[1:] for row in file] == numbers(shown, 1, 2, 3, 4)
    columns = list(zip(*[row[1:] for row in file], strict=True))
    assert [sum(map(int, column)) for column in columns if any(column)] == [100] * sum(any(one) for one in columns)
    assert sorted(map(int, columns[0]), reverse=True) == [50, 20, 15, 10, 5]
    viewer = team_of(sign_in, collaboration, "viewer")
    assert "What each partner did" not in viewer.get(f"{page}/").content.decode()
    assert viewer.get(f"{page}.csv?figure=distribution").status_code == 404


def test_the_readiness_of_a_partner_is_explained_as_every_score(sign_in: Any):
    today = factories.collaboration().today()
    made = factories.collaboration(started_on=today - timedelta(days=100))
    partner = factories.partner(factories.organization(collaboration=made, name="Marea Viva"))
    readiness_example(partner, today)
    score_collaboration(made, today=today)
    team, page = team_of(sign_in, made), f"/c/{made.slug}/partners/{partner.pk}/score"
    html = team.get(f"{page}/?part=interest").content.decode()
    assert "Why is the readiness of Marea Viva 65?" in html
    assert "Evidence behind interest" in html
    assert ": 3 of 4" in html
    assert "<title>Readiness of Marea Viva, " in html
    assert "Readiness of Marea Viva is 65, mostly" in html
    shown = cells_of(html, "Components of the readiness of Marea Viva")[1:]
    assert [row[0] for row in shown][-1] == "Score"
    file = as_csv(team, f"{page}.csv?figure=components")
    assert [row[1:] for row in file[:-1]] == numbers(shown[:-1], 2, 3, 4)
    months = as_csv(team, f"{page}.csv")
    assert {(row[1], row[2]) for row in months} == {("Marea Viva", "partner_readiness")}
    assert (months[0][5], months[-1][5]) == ("", "65")
    explored = team.get(f"{page}.json").json()
    assert explored["data"][-1]["y"] == [float(row[5]) if row[5] else None for row in months]


def test_another_partner_does_not_see_it(sign_in: Any):
    made = factories.collaboration()
    mine, other = (factories.partner(factories.organization(collaboration=made)) for _n in range(2))
    score_collaboration(made, today=made.today())
    reader = sign_in(factories.seat(collaboration=made, role="partner", organization=mine.organization))
    for ending in ("/", ".csv", ".json"):
        assert reader.get(f"/c/{made.slug}/partners/{mine.pk}/score{ending}").status_code == 200, ending
        assert reader.get(f"/c/{made.slug}/partners/{other.pk}/score{ending}").status_code == 404, ending
