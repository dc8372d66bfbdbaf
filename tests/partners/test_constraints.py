"""What the domain forbids about partners and the strategy, the database refuses, past any form."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from collab.models import (
    Collaboration,
    Endorsement,
    GateState,
    LeadershipRole,
    Resource,
    StrategyContribution,
    StrategyVersion,
)
from metrics.scoring import is_stale, score_collaboration
from partners.models import (
    CollaborationRating,
    Investment,
    Partner,
    PartnerStage,
    RatingReply,
    ReadinessRating,
    ReadinessReview,
    ReviewReply,
)
from tests import factories

EARLY, LATE = date(2025, 3, 1), date(2025, 4, 1)


def _partner(c: Collaboration) -> Partner:
    return factories.partner(factories.organization(collaboration=c))


def _twice(make: Callable[[], object]) -> None:
    make()
    make()


def _at_once(make: Callable[..., object], *args: object) -> None:
    """Do it and check the constraints that would otherwise wait for the commit."""
    make(*args)
    connection.check_constraints()


def _rating_twice(c: Collaboration) -> None:
    partner = _partner(c)
    _twice(lambda: factories.readiness_rating(partner))


def _stage_twice(c: Collaboration) -> None:
    partner = _partner(c)
    factories.partner_stage(partner, "paused")


def _endorsed_twice(c: Collaboration) -> None:
    strategy = factories.strategy(c)
    _twice(lambda: factories.endorsement(strategy, c.backbone))


def _contribution(c: Collaboration, **values: Any) -> StrategyContribution:
    return factories.contribution(factories.strategy(c), c.backbone, **values)


def _reply(c: Collaboration, **values: Any) -> RatingReply:
    rating = factories.readiness_rating(_partner(c))
    base = {"collaboration": c, "author": factories.user(), "text": "It is so.", "replied_on": LATE}
    return RatingReply.objects.create(rating=rating, **base | values)


def _review_reply(c: Collaboration, **values: Any) -> ReviewReply:
    base = {"collaboration": c, "author": factories.user(), "text": "We see.", "replied_on": LATE}
    return ReviewReply.objects.create(review=factories.review(c), **base | values)


def _resource_at_another_value(c: Collaboration) -> None:
    Resource.objects.filter(pk=factories.resource(c.backbone, "40", unit_rate=12).pk).update(value=1)


def _other(c: Collaboration, **values: Any) -> Investment:
    return factories.investment(_partner(c), purpose="other", **values)


def _contribution_twice(c: Collaboration) -> None:
    strategy = factories.strategy(c)
    _twice(lambda: factories.contribution(strategy, c.backbone))


def _review_twice(c: Collaboration) -> None:
    who = factories.user()
    _twice(lambda: factories.review(c, signer=who))


def _investment_twice(c: Collaboration) -> None:
    partner = _partner(c)
    _twice(lambda: factories.investment(partner, purpose="other", funder=c.backbone))


BREAKS: dict[str, Callable[[Collaboration], object]] = {
    "one_stage_per_partner_and_day": _stage_twice,
    "partner_stage_is_one_of_six": lambda c: factories.partner_stage(_partner(c), "bored", from_on=LATE),
    "readiness_level_lies_between_0_and_4": lambda c: factories.readiness_rating(_partner(c), 5),
    "one_readiness_rating_per_criterion_assessor_and_day": _rating_twice,
    "rating_reply_says_something": lambda c: _reply(c, text=""),
    "collaboration_level_lies_between_0_and_4": lambda c: factories.collaboration_rating(c, "B1", 5),
    "appropriateness_level_lies_between_0_and_2": lambda c: factories.collaboration_rating(c, "A1", 3),
    "collaboration_rating_leaves_out_what_is_computed": lambda c: factories.collaboration_rating(c, "C5", 2),
    "one_collaboration_rating_per_item_assessor_and_day": lambda c: _twice(
        lambda: factories.collaboration_rating(c, "D1", 2)
    ),
    "review_has_a_reason": lambda c: factories.review(c, reason=""),
    "go_needs_an_open_gate": lambda c: factories.review(c, decision="go", gate_state="unknown"),
    "do_not_invest_says_what_was_learned": lambda c: factories.review(c, decision="do not invest"),
    "review_looks_again_after_deciding": lambda c: factories.review(c, look_again_on=EARLY),
    "review_reply_says_something": lambda c: _review_reply(c, text=""),
    "investment_is_more_than_nothing": lambda c: _other(c, amount=0),
    "investment_currency_has_three_letters": lambda c: _other(c, currency="usd"),
    "strategy_is_approved_after_it_is_drafted": lambda c: factories.strategy(c, drafted_on=LATE, approved_on=EARLY),
    "one_strategy_version_per_title": lambda c: _twice(lambda: factories.strategy(c, title="One")),
    "contribution_counts_1_to_100": lambda c: _contribution(c, points=0),
    "contribution_is_accepted_after_it_is_proposed": lambda c: _contribution(c, proposed_on=LATE),
    "contribution_is_declined_after_it_is_proposed": lambda c: _contribution(
        c, proposed_on=LATE, accepted_on=None, declined_on=EARLY
    ),
    "contribution_has_one_answer": lambda c: _contribution(c, declined_on=LATE),
    "one_endorsement_per_organization_and_day": _endorsed_twice,
    "endorsement_stands_for_or_against": lambda c: factories.endorsement(
        factories.strategy(c), c.backbone, stance="shrug"
    ),
    "objection_has_a_reason": lambda c: factories.endorsement(factories.strategy(c), c.backbone, stance="objected"),
    "leadership_ends_after_it_begins": lambda c: factories.leadership(c.backbone, from_on=LATE, to_on=EARLY),
    "one_open_leadership_role_per_organization_and_group": lambda c: _twice(lambda: factories.leadership(c.backbone)),
    "resource_is_more_than_nothing": lambda c: factories.resource(c.backbone, 0),
    "one_contribution_is_noted_once": _contribution_twice,
    "one_review_of_a_kind_per_signer_and_day": _review_twice,
    "one_investment_is_noted_once": _investment_twice,
    "one_resource_is_noted_once": lambda c: _twice(lambda: factories.resource(c.backbone)),
    "resource_value_is_amount_at_its_rate": _resource_at_another_value,
}
ELSEWHERE: dict[str, Callable[[Collaboration, Collaboration], object]] = {
    "partner_contact": lambda c, d: factories.partner(
        factories.organization(collaboration=c), contact=factories.person(collaboration=d)
    ),
    "partner_owner": lambda c, d: factories.partner(
        factories.organization(collaboration=c), owner=factories.person(collaboration=d)
    ),
    "partnerstage_partner": lambda c, d: PartnerStage.objects.create(
        collaboration=c, partner=_partner(d), stage="left", from_on=LATE
    ),
    "readinessrating_assessor": lambda c, d: factories.readiness_rating(_partner(c), assessor=d.backbone),
    "collaborationrating_assessor": lambda c, d: factories.collaboration_rating(c, "B1", 2, assessor=d.backbone),
    "readinessreview_partner": lambda c, d: factories.review(c, partner=_partner(d)),
    "readinessreview_organization": lambda c, d: factories.review(c, organization=d.backbone),
    "investment_funder": lambda c, d: _other(c, funder=d.backbone),
    "strategycontribution_organization": lambda c, d: factories.contribution(factories.strategy(c), d.backbone),
    "endorsement_organization": lambda c, d: factories.endorsement(factories.strategy(c), d.backbone),
    "leadershiprole_organization": lambda c, d: LeadershipRole.objects.create(
        collaboration=c, organization=d.backbone, role="chair", from_on=EARLY
    ),
    "strategyversion_decision": lambda c, d: factories.strategy(c, decision=factories.decision(proposed=(d.backbone,))),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(BREAKS))
def test_constraint_refuses(collaboration: Collaboration, name: str):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        BREAKS[name](collaboration)


def test_every_constraint_of_these_tables_is_broken_once():
    models = (
        PartnerStage, ReadinessRating, RatingReply, CollaborationRating, ReadinessReview, ReviewReply, Investment,
        StrategyVersion, StrategyContribution, Endorsement, LeadershipRole, Resource,
    )  # fmt: skip
    assert {constraint.name for model in models for constraint in model._meta.constraints} == set(BREAKS)


@pytest.mark.parametrize("name", sorted(ELSEWHERE))
def test_no_row_points_into_another_collaboration(collaboration: Collaboration, name: str):
    with pytest.raises(IntegrityError, match=f"{name}_of_same_collaboration"), transaction.atomic():
        _at_once(ELSEWHERE[name], collaboration, factories.collaboration())


def _gate(c: Collaboration, state: str, as_of: date, month: int = 4) -> GateState:
    blockers = [] if state == "pass" else [{"key": "interest", "fails": True, "subjects": [], "numbers": {}}]
    return GateState.objects.create(
        collaboration=c, gate="G1", month=month, as_of=as_of, state=state, blockers=blockers, generation=1
    )


@pytest.mark.parametrize("state", ["fail", "unknown", None])
def test_money_for_local_capacity_is_refused_before_the_gate_passes(collaboration: Collaboration, state: str | None):
    if state:
        _gate(collaboration, state, date(2025, 5, 14))
    _gate(collaboration, "pass", date(2025, 7, 14), month=6)  # too late for money of 1 July
    with pytest.raises(IntegrityError, match="relationships_before_money"), transaction.atomic():
        factories.investment(_partner(collaboration), on=date(2025, 7, 1))
    assert not Investment.objects.exists()


def test_money_for_local_capacity_follows_a_passed_gate(collaboration: Collaboration):
    _gate(collaboration, "pass", date(2025, 5, 14))
    assert factories.investment(_partner(collaboration), on=date(2025, 7, 1)).pk


def test_money_is_refused_again_once_the_gate_no_longer_passes(collaboration: Collaboration):
    _gate(collaboration, "pass", date(2025, 5, 14), month=4)
    _gate(collaboration, "fail", date(2025, 6, 14), month=5)
    planned = factories.investment(_partner(collaboration), on=date(2025, 6, 1))
    with pytest.raises(IntegrityError, match="relationships_before_money"), transaction.atomic():
        Investment.objects.filter(pk=planned.pk).update(on=date(2025, 7, 1), state="paid")


def test_a_waiver_by_then_lets_money_go_to_the_partner_it_names(collaboration: Collaboration):
    one, other = _partner(collaboration), _partner(collaboration)
    factories.review(collaboration, partner=one, decision="waive", decided_on=date(2025, 6, 1))
    assert factories.investment(one, on=date(2025, 6, 1)).pk
    for partner, day in ((other, date(2025, 6, 1)), (one, date(2025, 5, 31))):
        with pytest.raises(IntegrityError, match="relationships_before_money"), transaction.atomic():
            factories.investment(partner, on=day)


def test_a_waiver_of_another_gate_or_elsewhere_opens_nothing(collaboration: Collaboration):
    factories.review(collaboration, gate="G2", decision="waive")
    factories.review(factories.collaboration(), decision="waive")
    with pytest.raises(IntegrityError, match="relationships_before_money"), transaction.atomic():
        factories.investment(_partner(collaboration))


@pytest.mark.parametrize(
    "sql", ["UPDATE partners_readinessreview SET reason = 'x'", "DELETE FROM partners_readinessreview"]
)
def test_reviews_and_with_them_waivers_stay_as_they_were_signed(collaboration: Collaboration, sql: str):
    factories.review(collaboration, decision="waive")
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize(
    "table", ["readinessreviewevent", "readinessratingevent", "investmentevent", "partnerstageevent"]
)
def test_histories_are_added_to_only(collaboration: Collaboration, table: str):
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM partners_{table}")  # noqa: S608  our own names


EVIDENCE: dict[str, Callable[[Collaboration], object]] = {
    "stage": lambda c: factories.partner_stage(Partner.objects.get(), "paused", from_on=LATE),
    "rating of a partner": lambda c: factories.readiness_rating(Partner.objects.get()),
    "rating of the whole": lambda c: factories.collaboration_rating(c, "B1", 2),
    "version": factories.strategy,
    "contribution": lambda c: _contribution(c),
    "endorsement": lambda c: factories.endorsement(factories.strategy(c), c.backbone),
    "leadership": lambda c: factories.leadership(c.backbone),
    "resource": lambda c: factories.resource(c.backbone),
}


@pytest.mark.parametrize("name", EVIDENCE)
def test_evidence_makes_scores_stale(collaboration: Collaboration, name: str):
    _partner(collaboration)
    score_collaboration(collaboration, today=collaboration.today())
    assert not is_stale(collaboration)
    EVIDENCE[name](collaboration)
    assert is_stale(collaboration)
