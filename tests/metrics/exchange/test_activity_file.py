"""The activity file of the aid transparency standard: valid by its official schema, and no more than may be told."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from collab.models import PublishedFigure
from metrics.exchange.outgoing.iati import Activity, Measured, Participant, Period, iati
from tests import factories

SCHEMA = etree.XMLSchema(etree.parse(Path(__file__).parents[2] / "data" / "iati" / "iati-activities-schema.xsd"))
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
days = st.dates(date(2020, 1, 1), date(2030, 1, 1))
figures = st.none() | st.decimals(-1000, 1000, places=2).map(str)
words = st.text(min_size=1, max_size=30)
several = {"min_size": 1, "max_size": 3}
periods = st.builds(Period, days, days, figures, figures, st.text(max_size=30))
baselines = st.none() | st.tuples(days, st.decimals(-1000, 1000, places=2).map(str))
activities = st.builds(
    Activity, ref=st.just("XM-DAC-41114"), number=st.just("delta"), reporting_name=words, reporting_kind=st.just("60"),
    title=words, about=st.text(max_size=30), language=st.sampled_from(["en", "es", "pt"]),
    country=st.sampled_from(["", "BR"]), started_on=days, ended_on=st.none() | days,
    participants=st.lists(st.builds(Participant, words, st.just("10"), st.just("2")), **several).map(tuple),
    measured=st.lists(
        st.builds(Measured, words, st.text(max_size=30), st.lists(periods, **several).map(tuple), baselines),
        max_size=3,
    ).map(tuple),
)  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(activities)
def test_any_activity_is_valid_by_the_official_schema(activity: Activity):
    SCHEMA.assertValid(etree.fromstring(iati(activity, made_at=NOW)))


@pytest.fixture
def funder(collaboration):
    return factories.organization(collaboration=collaboration, name="Río Fund", sector="philanthropy")


@pytest.fixture
def published(collaboration):
    """Month 1 is known, then told otherwise; month 2 has too little evidence for a number."""
    figure = {"collaboration": collaboration, "metric": "relationship", "low": 40.0, "high": 70.0, "why": "month end"}
    for month, value, coverage, told in ((1, 53.25, 80.0, ""), (1, 60.0, 80.0, " again"), (2, 64.0, 40.0, "")):
        day = collaboration.snapshots(on=date(2026, 6, 1))[month]
        PublishedFigure.objects.create(
            month=month,
            as_of=day,
            value=value,
            coverage=coverage,
            published_on=day,
            occasion=f"{month}{told}",
            **figure,
        )


def ask(sign_in, collaboration, **query):
    client = sign_in(factories.seat(collaboration=collaboration, role="coordinator"))
    return client.get(f"/c/{collaboration.slug}/activity-file/", query)


def test_the_file_holds_what_was_first_published_and_no_figure_where_too_little_is_known(
    sign_in, collaboration, funder, published
):
    answer = ask(sign_in, collaboration, organization=funder.pk, ref="XM-DAC-41114", country="br")
    tree = etree.fromstring(answer.content)
    SCHEMA.assertValid(tree)
    assert tree.findtext(".//iati-identifier") == f"XM-DAC-41114-{collaboration.slug}"
    assert tree.find(".//recipient-country").get("code") == "BR"
    assert [one.get("value") for one in tree.iterfind(".//actual")] == ["53", None]
    assert tree.findtext(".//period[2]/actual/comment/narrative") == "Not enough evidence for a figure."
    assert [
        (one.findtext("narrative"), one.get("type"), one.get("role")) for one in tree.iter("participating-org")
    ] == [
        ("Backbone Office", "22", "4"),
        ("Río Fund", "60", "1"),
    ]


def test_a_measure_of_the_population_leaves_no_result_before_month_24(sign_in, collaboration, funder):
    early = factories.indicator(collaboration=collaboration, name="Child mortality", level="population", way="context")
    factories.period(early, from_month=1, to_month=6, actual=31)
    process = factories.indicator(collaboration=collaboration, name="Meetings held", level="process")
    factories.period(process, from_month=1, to_month=6, actual=7)
    answer = ask(sign_in, collaboration, organization=funder.pk, ref="XM-DAC-41114")
    tree = etree.fromstring(answer.content)
    SCHEMA.assertValid(tree)
    assert [one.get("value") for one in tree.iterfind(".//actual")] == ["7.000"]
    assert "mortality" not in answer.content.decode()


def test_an_identifier_that_is_none_is_refused_and_kept(sign_in, collaboration, funder):
    answer = ask(sign_in, collaboration, organization=funder.pk, ref="no good")
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "An identifier looks like XM-DAC-41114." in html
    assert 'value="no good"' in html
