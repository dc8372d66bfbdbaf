"""The score page: what the number is made of, and how it came from one month to another."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils.formats import date_format

from collab.models import PublishedFigure, Score
from metrics.models import WeightSet
from metrics.models.standings import write_standing
from tests import factories
from tests.metrics.pages.made import cells_of, scored, settled, story, words_of

pytestmark = pytest.mark.django_db
FIGURES = [(10.0, 8.0, 20.0, 90.0), (None, 5.0, 60.0, 30.0), (30.03, 25.0, 36.0, 90.0), (24.5, 20.0, 30.0, 95.0)]
CAPTION = "Parts of the change in relationship strength"


def page(sign_in: Any, made: Any, role: str = "facilitator", query: str = "") -> Any:
    """The score page as somebody with this role sees it."""
    return sign_in(factories.seat(collaboration=made, role=role)).get(f"/c/{made.slug}/scores/relationship/{query}")


def numbers(rows: list[list[str]]) -> list[Decimal]:
    return [Decimal(row[2].replace("−", "-")) for row in rows]


def test_the_change_adds_up_as_it_is_shown(sign_in: Any):
    html = page(sign_in, scored(FIGURES), query="?from=0&to=2").content
    first, *steps, last = cells_of(html, CAPTION)[1:]
    assert (first[0], first[2], last[0], last[2]) == ("Month 0", "10.0", "Month 2", "30.0")
    assert numbers([first])[0] + sum(numbers(steps)) == numbers([last])[0]
    assert "Relationship strength rose by 20.0, from 10.0 in month 0 to 30.0 in month 2" in words_of(html)
    largest = max(steps, key=lambda row: abs(Decimal(row[2].replace("−", "-"))))
    assert f"The largest part is trust, {largest[2]}. The parts add up exactly." in words_of(html)


def test_the_change_of_the_last_quarter_stands_there_unasked(sign_in: Any):
    assert "from 10.0 in month 0 to 24.5 in month 3" in words_of(page(sign_in, scored(FIGURES)).content)


@pytest.mark.parametrize(
    "query", ["?from=1&to=2", "?from=abc&to=2", "?from=99&to=-1", "?from=%00", "?from=1e309", "?to=١"]
)
def test_months_without_a_number_cannot_be_compared(sign_in: Any, query: str):
    answer = page(sign_in, scored(FIGURES), query=query)
    assert answer.status_code == 200
    if query != "?to=١":
        assert "Select a valid choice" in words_of(answer.content)


def test_the_number_with_bounds_coverage_and_formula(sign_in: Any):
    text = words_of(page(sign_in, scored(FIGURES), "viewer").content)
    assert "Why is relationship strength 25?" in text
    assert "Coverage 95 % supported, 80 % or more Lowest it could be 20 Highest it could be 30" in text
    assert "it never counts as 0" in text
    assert "Components of relationship strength" not in text
    assert "needed pairs with enough evidence" not in text


def test_components_with_weights_and_pairs_that_count(sign_in: Any):
    text = words_of(page(sign_in, scored(FIGURES), "funder").content)
    assert "3 of 4 needed pairs with enough evidence" in text
    assert "Trust, weight 30 %, 100 % known" in text
    assert "The pairs behind it" not in text


def test_too_few_answers_are_shown_only_together(sign_in: Any):
    made = scored(FIGURES)
    for row in Score.objects.filter(collaboration=made):
        row.parts["_released"] = False
        row.parts["_answered"] = 2
        row.parts["trust"]["value"] = 87.6
        row.save(update_fields=["parts"])
    seen = page(sign_in, made, "funder").content.decode()
    assert "87.6" not in seen
    assert "not shown" in seen
    assert "87.6" in page(sign_in, made, "facilitator").content.decode()


def test_the_team_sees_the_pairs_by_name_never_by_strength(sign_in: Any):
    it = story()
    rows = cells_of(page(sign_in, it.collaboration).content, "Needed pairs and their relationship strength")
    names = [row[0] for row in rows[1:]]
    assert names == sorted(names, key=str.casefold)
    assert len(names) == 6
    assert "The pairs behind it" not in words_of(page(sign_in, it.collaboration, "funder").content)


def test_without_a_number_the_page_asks_why_there_is_none(sign_in: Any):
    made = scored([(63.0, 20.0, 80.0, 40.0)])
    text = words_of(page(sign_in, made).content).replace(made.name, "")
    assert "Why has relationship strength no number yet?" in text
    assert "63" not in text


def bands_anew(made: Any, **values: Any) -> None:
    """Relationship strength is expected at 60 to 80 from month 2 on."""
    flat = [[60, 80]] * 5
    WeightSet.objects.create(
        collaboration=made, from_month=2, bands={"relationship": flat}, why="We want more", set_by=factories.user()
    )
    write_standing(made, made.scores.all(), ())
    settled(made)


def test_bands_that_were_set_anew_are_expected_from_their_month_on(sign_in: Any):
    made = scored(FIGURES)
    before = words_of(page(sign_in, made).content)
    assert "Expected by month 3: 13 to 35." in before
    bands_anew(made)
    assert "Expected by month 3: 60 to 80." in words_of(page(sign_in, made).content)
    assert made.standing.below == ["relationship"]
    sheet = sign_in(factories.seat(collaboration=made, role="viewer")).get(f"/c/{made.slug}/scores/relationship.csv")
    rows = [line.split(",") for line in sheet.content.decode().splitlines()[1:]]
    assert [row[7:9] for row in rows] == [["5", "25"], ["8", "28"], ["60", "80"], ["60", "80"]]


def publish(made: Any, month: int, value: float | None, after: int) -> str:
    """Publish a month some days after its end; says on which day."""
    score = made.scores.get(month=month)
    day = score.as_of + timedelta(after)
    PublishedFigure.objects.create(
        collaboration=made, metric="relationship", month=month, as_of=score.as_of, value=value, low=score.low,
        high=score.high, coverage=90, why="month end", occasion=f"month-{month}-{day}", published_on=day,
    )  # fmt: skip
    return date_format(day, "j F Y")


def test_a_month_that_was_published_otherwise_says_so(sign_in: Any):
    made = scored(FIGURES)
    publish(made, 0, 10.0, 1)
    day = publish(made, 2, 41.2, 3)
    publish(made, 2, 35.0, 9)
    other = publish(made, 1, 22.0, 4)
    text = words_of(page(sign_in, made, "viewer").content)
    assert f"Month 2 was first published as 41 on {day}; today’s knowledge says 30." in text
    assert f"Month 1 was first published as 22 on {other}; today’s knowledge carries no number." in text
    assert "Month 0 was first published" not in text
    assert "was first published" not in words_of(page(sign_in, made, "viewer", "?known=published").content)
