"""Pages of indicators: entering, the guardrail and its three ways on, the second person, and what is shown to whom."""

import pytest
from django.test import Client

from collab.models import AuditEvent
from metrics.models import Indicator, IndicatorPeriod
from tests import factories

EARLY = {"name": "Infant mortality", "unit": "per 1,000", "level": "population", "from_month": "6", "baseline": "12.5"}


@pytest.fixture
def team(sign_in, facilitator) -> Client:
    return sign_in(facilitator)


@pytest.fixture
def home(collaboration) -> str:
    return f"/c/{collaboration.slug}/indicators/"


def acts() -> list[str]:
    return list(AuditEvent.objects.filter(act="guardrail").order_by("id").values_list("subject", flat=True))


def test_an_indicator_of_relationships_is_simply_saved(team, home):
    data = {"name": "Pairs that trust each other", "level": "relationship", "from_month": "3"}
    answer = team.post(f"{home}new/", data)
    assert answer.status_code == 302
    assert acts() == []
    assert "Pairs that trust each other" in team.get(home).content.decode()


def test_an_early_measure_of_the_population_is_held_and_the_attempt_written_down(team, home):
    answer = team.post(f"{home}new/", EARLY)
    said = answer.content.decode()
    assert answer.status_code == 422
    assert "In the first 24 months it says little about this collaboration" in said
    assert 'value="12.5"' in said, "what was typed is kept"
    assert said.count('name="way"') == 3
    assert not Indicator.objects.exists()
    assert acts() == ["Infant mortality: held back"]


def test_kept_as_context_it_is_never_shown_as_progress(team, home):
    assert team.post(f"{home}new/", EARLY | {"way": "context"}).status_code == 302
    indicator = Indicator.objects.get()
    assert (indicator.is_guarded, indicator.way) == (True, "context")
    page = f"{home}{indicator.pk}/"
    period = {"from_month": "6", "to_month": "11", "actual": "11.75"}
    refused = team.post(f"{page}periods/new/", period | {"target": "9"})
    assert refused.status_code == 422
    assert "Before month 24 a measure of the whole population has no target" in refused.content.decode()
    assert acts()[-1] == "Infant mortality: target in month 6 refused"
    assert team.post(f"{page}periods/new/", period).status_code == 302
    said = team.get(page).content.decode()
    assert "Nothing is shown as progress before month 24." in said
    assert said.index("11.75") > said.index("Figures kept as context")
    listed = team.get(home).content.decode()
    assert "11.75" not in listed
    assert "Context only" in listed


def test_planned_for_later_it_counts_from_month_24(team, home):
    assert team.post(f"{home}new/", EARLY | {"way": "later"}).status_code == 302
    indicator = Indicator.objects.get()
    assert indicator.from_month == 24
    period = {"from_month": "24", "to_month": "29", "target": "9", "actual": "10.75"}
    assert team.post(f"{home}{indicator.pk}/periods/new/", period).status_code == 302
    assert "50 % of the way" in team.get(home).content.decode()


def test_an_override_needs_a_reason_and_a_second_person(team, home, sign_in, coordinator, facilitator):
    override = EARLY | {"way": "override"}
    assert "Say why this measure should count so early" in team.post(f"{home}new/", override).content.decode()
    assert team.post(f"{home}new/", override | {"reason": "The law asks for it"}).status_code == 302
    indicator = Indicator.objects.get()
    page = f"{home}{indicator.pk}/"
    assert (indicator.asked_by, indicator.is_guarded) == (facilitator.user, True)
    assert "Confirm: let it count" not in team.get(page).content.decode()
    assert team.post(f"{page}confirm/").status_code == 403
    other = sign_in(coordinator)
    assert "Confirm: let it count" in other.get(page).content.decode()
    assert other.post(f"{page}confirm/").status_code == 302
    indicator = Indicator.objects.get()
    assert (indicator.confirmed_by, indicator.is_guarded) == (coordinator.user, False)
    assert other.post(f"{page}confirm/").status_code == 302, "twice is harmless"
    assert acts()[-1] == "Infant mortality: override confirmed"
    assert len([act for act in acts() if "confirmed" in act]) == 1


def test_a_changed_override_must_be_confirmed_anew(team, home, coordinator, facilitator, collaboration):
    indicator = factories.indicator(
        collaboration=collaboration, level="population", way="override", reason="The law", asked_by=coordinator.user,
        confirmed_by=facilitator.user, name="Mortality",
    )  # fmt: skip
    data = {"name": "Mortality", "level": "population", "from_month": "0", "way": "override", "reason": "Another",
            "version": "1"}  # fmt: skip
    assert team.post(f"{home}{indicator.pk}/edit/", data).status_code == 302
    indicator = Indicator.objects.get()
    assert (indicator.asked_by, indicator.confirmed_by, indicator.is_guarded) == (facilitator.user, None, True)


def test_targets_before_month_24_stand_in_the_way_of_a_change_to_population(team, home, collaboration):
    indicator = factories.indicator(collaboration=collaboration, name="Attendance")
    factories.period(indicator, target=5)
    data = {"name": "Attendance", "level": "population", "from_month": "0", "way": "context", "version": "1"}
    answer = team.post(f"{home}{indicator.pk}/edit/", data)
    assert answer.status_code == 422
    assert "Take the targets before month 24 out" in answer.content.decode()


def test_what_sounds_like_the_population_is_asked_about_once(team, home):
    data = {"name": "Children in school", "unit": "% of children", "level": "system", "from_month": "6"}
    answer = team.post(f"{home}new/", data)
    assert answer.status_code == 422
    assert "Keep the level that I chose" in answer.content.decode()
    assert team.post(f"{home}new/", data | {"is_sure": "on"}).status_code == 302
    assert acts() == ["Children in school: held back", "Children in school: kept as system"]


def test_a_second_editor_sees_both_texts(team, home, collaboration):
    indicator = factories.indicator(collaboration=collaboration, name="Meetings")
    data = {"name": "Meetings held", "level": "process", "from_month": "0", "version": "1"}
    assert team.post(f"{home}{indicator.pk}/edit/", data).status_code == 302
    late = team.post(f"{home}{indicator.pk}/edit/", data | {"name": "Meetings planned"})
    assert late.status_code == 422
    assert "changed this while you were writing" in late.content.decode()
    assert Indicator.objects.get().name == "Meetings held"


def test_a_period_is_changed(team, home, collaboration):
    period = factories.period(factories.indicator(collaboration=collaboration), actual=3)
    data = {"from_month": "0", "to_month": "5", "actual": "4", "target": "6", "version": "1"}
    assert team.post(f"{home}periods/{period.pk}/edit/", data).status_code == 302
    assert (IndicatorPeriod.objects.get().actual, IndicatorPeriod.objects.get().target) == (4, 6)


@pytest.mark.parametrize("count", [1, 30])
def test_query_count_of_the_list_is_constant(team, home, collaboration, django_assert_num_queries, count):
    for _ in range(count):
        factories.period(factories.indicator(collaboration=collaboration), actual=3)
    team.get(home)
    with django_assert_num_queries(5):
        team.get(home)


def test_a_viewer_reads_and_does_not_write(sign_in, collaboration, home):
    client = sign_in(factories.seat(collaboration=collaboration, role="viewer"))
    indicator = factories.indicator(collaboration=collaboration)
    assert client.get(f"{home}{indicator.pk}/").status_code == 200
    assert "Add an indicator" not in client.get(home).content.decode()
    assert client.get(f"{home}new/").status_code == 403
