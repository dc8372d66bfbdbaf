"""Published figures: frozen at a month's end, for a review and in a report; never changed by what is learned later."""

from datetime import UTC, date, datetime, timedelta

import pytest

from collab.models import Collaboration, PublishedFigure
from metrics.publishing import first_published, freeze, publish_months
from metrics.scoring import score_collaboration
from metrics.tasks import publish
from tests import factories

TODAY = date(2025, 6, 1)
Why = PublishedFigure.Why


@pytest.fixture
def lively(collaboration: Collaboration) -> Collaboration:
    """A collaboration with three core partners, a meeting, answers and ratings, scored up to today."""
    collaboration.started_on = collaboration.today() - timedelta(days=100)
    collaboration.save()
    core = [factories.organization(collaboration=collaboration) for _n in range(3)]
    on = collaboration.started_on + timedelta(days=5)
    for one in core:
        factories.readiness_rating(factories.partner(one), 3, rated_on=on)
    factories.meeting(*core, held_at=datetime(on.year, on.month, on.day, 12, tzinfo=UTC))
    for one in core:
        for other in core:
            if one != other:
                factories.answers(one, other, trust=(4, 3, 3), joint=3, counted_on=on)
    score_collaboration(collaboration, today=collaboration.today())
    return collaboration


def test_months_that_have_ended_are_published_once(lively: Collaboration):
    assert publish_months(lively) == [0, 1, 2, 3]
    rows = lively.published_figures.filter(metric="relationship").order_by("month")
    stored = list(lively.scores.series("relationship"))[:4]
    assert [(row.value, row.low, row.high, row.coverage, row.parts) for row in rows] == [
        (row.value, row.low, row.high, row.coverage, row.parts) for row in stored
    ]
    assert {row.published_on for row in rows} == {lively.today()}
    assert publish_months(lively) == []
    publish()
    assert lively.published_figures.filter(metric="relationship").count() == 4


def test_nothing_is_published_while_newer_figures_are_coming(lively: Collaboration):
    factories.meeting(factories.organization(collaboration=lively))
    assert publish_months(lively) == []
    score_collaboration(lively, today=lively.today())
    assert publish_months(lively) == [0, 1, 2, 3]


def test_late_evidence_changes_the_score_and_not_what_was_published(lively: Collaboration):
    publish_months(lively)
    before = first_published(lively, "relationship")[1]
    a, b = lively.organizations.exclude(pk=lively.backbone_id)[:2]
    on = lively.started_on + timedelta(days=8)
    factories.meeting(a, b, held_at=datetime(on.year, on.month, on.day, 12, tzinfo=UTC))
    score_collaboration(lively, today=lively.today())
    assert lively.scores.get(metric="relationship", month=1).value != before.value
    assert first_published(lively, "relationship")[1].value == before.value


def test_a_review_freezes_what_its_signer_saw(lively: Collaboration):
    review = factories.review(lively, decided_on=lively.today())
    seen = {row.metric: row for row in lively.published_figures.for_review(review.pk).filter(organization=None)}
    assert set(seen) == {"relationship", "readiness", "ownership", "G0", "G1", "G2", "G3"}
    score = lively.scores.series("relationship").last()
    assert (seen["relationship"].value, seen["relationship"].month) == (score.value, score.month)
    gate = lively.gate("G1", on=lively.today())
    assert (seen["G1"].state, seen["G1"].parts["blockers"]) == (gate.state, gate.blockers)
    partners = lively.published_figures.for_review(review.pk).filter(metric="partner_readiness")
    assert [row.parts["interest"]["value"] for row in partners] == [75.0] * 3


def test_a_report_freezes_once_however_often_it_is_asked(lively: Collaboration):
    first = freeze(lively, why=Why.REPORT, what=12)
    assert freeze(lively, why=Why.REPORT, what=12) == first
    assert set(lively.published_figures.for_report(12)) == set(first)
    assert {row.month for row in first} == {4}


def test_evidence_is_kept_by_id(lively: Collaboration):
    (row,) = [one for one in freeze(lively, why=Why.REPORT, what=1, month=1) if one.metric == "relationship"]
    meeting = lively.meetings.get()
    assert row.evidence == {
        "meeting": [str(meeting.pk)], "answers_of": [(lively.started_on + timedelta(days=5)).isoformat()],
    }  # fmt: skip


def test_before_the_start_there_is_nothing_to_freeze(collaboration: Collaboration):
    collaboration.started_on = collaboration.today() + timedelta(days=9)
    collaboration.save()
    score_collaboration(collaboration, today=collaboration.today())
    assert freeze(collaboration, why=Why.REPORT, what=1) == []
    assert publish_months(collaboration) == []
