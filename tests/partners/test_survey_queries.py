"""Pages of a wave ask the database as often for one partner as for thirty."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests import factories
from tests.partners.conftest import Desk
from tests.partners.wave import ALL_SAID, open_wave, organizations, respondent

COUNTS = {
    "partners:survey_list": 4,
    "partners:survey_detail": 6,
    "partners:survey_respondents": 6,
    "partners:survey_close": 5,
    "partners:survey_results": 9,
}


@pytest.mark.parametrize("name", COUNTS)
@pytest.mark.parametrize("size", [3, 30])
def test_query_count_of_a_page_is_constant(desk: Desk, django_assert_num_queries: Any, name: str, size: int) -> None:
    survey = open_wave(desk.collaboration, size=size)
    roster = organizations(survey)
    for place, one in enumerate(roster):
        who = respondent(survey, one).begin()
        if place < 4:
            who.pick(roster[(place + 1) % size])
            who.rate(roster[(place + 1) % size], **ALL_SAID)
        factories.person(organization=one, email=f"second{place}@example.org")
    if name.endswith("results"):
        survey.close(at=datetime.now(UTC), counted_on=desk.collaboration.today())
    args = [] if name.endswith("list") else [survey.pk]
    desk.page(name, *args)
    with django_assert_num_queries(COUNTS[name]):
        desk.page(name, *args)


@pytest.mark.parametrize("waves", [1, 30])
def test_query_count_of_the_list_is_constant(desk: Desk, django_assert_num_queries: Any, waves: int) -> None:
    first = open_wave(desk.collaboration, size=2)
    for _n in range(waves - 1):
        factories.survey(*organizations(first))
    desk.page("partners:survey_list")
    with django_assert_num_queries(COUNTS["partners:survey_list"]):
        assert desk.page("partners:survey_list").count('<th scope="row">') == waves
