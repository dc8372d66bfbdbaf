"""What the guardrail holds: the pure rule, and the database that refuses what the rule forbids."""

import pytest
from django.db import IntegrityError, transaction

from metrics import guardrail
from metrics.models import Indicator, IndicatorPeriod
from tests import factories


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("Child deaths", "per 1,000"), ("Child deaths", "per 1000 births"), ("Prevalence of malaria", ""),
        ("School attendance", "% of children"), ("Households with water", "% of households"), ("Infant mortality", ""),
        ("Families in poverty", ""), ("High-school graduation", "%"), ("Doctors", "per 100 000"),
        ("residents with work", "percentage"), ("Unemployment", "%"),
    ],
)  # fmt: skip
def test_words_of_population_measures_are_known(name, unit):
    assert guardrail.suggests_population(name, unit)


@pytest.mark.parametrize(
    ("name", "unit"),
    [("Meetings held", "meetings"), ("Partners who endorsed the plan", "%"), ("Cost per meeting", "USD"),
     ("Working groups led by partners", ""), ("Share of decisions by local organisations", "%")],
)  # fmt: skip
def test_words_of_other_measures_are_left_alone(name, unit):
    assert not guardrail.suggests_population(name, unit)


@pytest.mark.parametrize("month", [0, 12, 23, 24, 30])
@pytest.mark.parametrize("level", [*Indicator.Level.values])
@pytest.mark.parametrize("is_confirmed", [True, False])
def test_only_unconfirmed_population_measures_before_month_24_are_held(level, month, is_confirmed):
    held = level == "population" and not is_confirmed and month < 24
    assert guardrail.must_choose(level, [month], is_confirmed=is_confirmed) is held
    assert guardrail.may_count(month, guarded=guardrail.is_guarded(level, is_confirmed=is_confirmed)) is not held


def refused(constraint, make):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make()


def test_the_database_refuses_what_the_guardrail_forbids(collaboration, facilitator, coordinator):
    early = {"collaboration": collaboration, "level": "population", "name": "Mortality"}
    refused("early_population_indicator_says_why", lambda: factories.indicator(**early))
    refused("early_population_indicator_says_why", lambda: factories.indicator(**early, way="later", from_month=23))
    refused("override_has_a_reason", lambda: factories.indicator(**early, way="override", asked_by=facilitator.user))
    refused("override_has_a_reason", lambda: factories.indicator(**early, way="override", reason="x"))
    by = {"way": "override", "reason": "The law asks for it", "asked_by": facilitator.user}
    refused("second_person", lambda: factories.indicator(**early, **by, confirmed_by=facilitator.user))
    indicator = factories.indicator(**early, **by)
    assert indicator.is_guarded
    refused("guarded_period_has_no_target", lambda: factories.period(indicator, target=4))
    refused("follows_its_indicator", lambda: factories.period(indicator, target=4, is_guarded=False))
    period = factories.period(indicator, actual=6)
    indicator.confirm(by=coordinator.user)
    period.refresh_from_db()
    assert not period.is_guarded, "it follows its indicator"
    IndicatorPeriod.objects.filter(pk=period.pk).update(target=4)
    refused("guarded_period_has_no_target", lambda: Indicator.objects.update(confirmed_by=None))


def test_a_period_lies_in_the_collaboration_of_its_indicator(collaboration):
    indicator = factories.indicator(collaboration=collaboration)
    other = factories.collaboration()
    refused("follows_its_indicator", lambda: factories.period(indicator, collaboration_id=other.pk))


def test_other_constraints(collaboration):
    indicator = factories.indicator(collaboration=collaboration, name="Once")
    refused("one_indicator_per_name", lambda: factories.indicator(collaboration=collaboration, name="Once"))
    refused("within_20_years", lambda: factories.indicator(collaboration=collaboration, from_month=241))
    factories.period(indicator, from_month=6)
    refused("one_period_per_first_month", lambda: factories.period(indicator, from_month=6))
    refused("period_ends_after_it_begins", lambda: factories.period(indicator, from_month=9, to_month=8))


def test_reports_and_exports_get_only_periods_that_may_count(collaboration):
    context = factories.indicator(collaboration=collaboration, level="population", way="context")
    factories.period(context, from_month=6, actual=5)
    late = factories.period(context, from_month=24, target=4)
    open_one = factories.period(factories.indicator(collaboration=collaboration), from_month=6, target=4)
    assert set(IndicatorPeriod.objects.counted()) == {late, open_one}
    assert context.counted() == [late]
