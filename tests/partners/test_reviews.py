"""Decisions at gates, waivers that stay, money that waits for relationships, and an end with dignity."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from collab.merging import merge
from collab.models import Collaboration, GateState
from metrics.scoring import score_collaboration
from partners.models import Investment, Partner, ReadinessReview, Tie
from tests import factories
from tests.partners.conftest import Desk


def _gate(c: Collaboration, state: str, gate: str = "G1") -> None:
    blockers = [] if state == "pass" else [{"key": "interest", "fails": True, "subjects": [], "numbers": {}}]
    GateState.objects.create(
        collaboration=c, gate=gate, month=0, as_of=c.started_on, state=state, blockers=blockers, generation=1
    )


MONEY = {"purpose": "capacity", "state": "planned", "amount": "310000", "currency": "mxn", "on": "2025-07-01"}


def test_money_before_the_gate_is_refused_and_what_was_typed_stays(payer: Desk, partner: Partner):
    answer = payer.send("partners:investment_create", partner.pk, **MONEY)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Relationships come first" in text
    assert 'value="310000"' in text
    assert not Investment.objects.exists()


def test_a_waiver_with_a_reason_opens_the_way_and_stays_for_ever(payer: Desk, desk: Desk, partner: Partner):
    typed = {"partner": partner.pk, "gate": "G1", "decision": "waive", "reason": "The season starts in May."}
    assert payer.send("partners:review_create", **typed).status_code == 302
    review = ReadinessReview.objects.get()
    assert (review.signer, review.organization) == (payer.seat.user, payer.seat.organization)
    later = MONEY | {"on": payer.collaboration.today().isoformat()}
    assert payer.send("partners:investment_create", partner.pk, **later).status_code == 302
    assert Investment.objects.get().currency == "MXN"
    _gate(payer.collaboration, "pass")
    waivers = desk.page("partners:review_list").partition('id="waivers"')[2].partition("</section>")[0]
    assert "The season starts in May." in waivers
    assert str(payer.seat.user) in waivers


def test_money_follows_a_passed_gate(payer: Desk, partner: Partner):
    _gate(payer.collaboration, "pass")
    assert payer.send("partners:investment_create", partner.pk, **MONEY).status_code == 302
    money = Investment.objects.get()
    paid = MONEY | {"state": "paid", "version": money.version}
    assert payer.send("partners:investment_edit", money.pk, **paid).status_code == 302
    assert Investment.objects.get().state == "paid"


def test_go_needs_a_passed_gate_whatever_the_page_said(payer: Desk, partner: Partner):
    typed = {"partner": partner.pk, "gate": "G1", "decision": "go", "reason": "Ready."}
    assert payer.send("partners:review_create", **typed).status_code == 422
    _gate(payer.collaboration, "pass")
    assert payer.send("partners:review_create", **typed).status_code == 302
    assert ReadinessReview.objects.get().gate_state == "pass"


def test_sent_twice_is_one_decision(payer: Desk):
    typed = {"gate": "G0", "decision": "not yet", "reason": "Two promises fall due."}
    assert [payer.send("partners:review_create", **typed).status_code for _n in range(2)] == [302, 422]
    assert ReadinessReview.objects.count() == 1


def test_do_not_invest_says_what_was_learned_and_closes_with_dignity(payer: Desk, chair: Desk, desk: Desk):
    typed = {"gate": "G0", "decision": "do not invest", "reason": "Four programmes do the same."}
    refused = payer.send("partners:review_create", **typed)
    assert refused.status_code == 422
    assert "Say what was learned" in refused.content.decode()
    payer.send("partners:review_create", **typed | {"learned": "Ask young people first."})
    review = ReadinessReview.objects.get()
    today = payer.collaboration.today()
    assert desk.send("partners:review_closing_create", review.pk, ended_on=today).status_code == 403
    wrong = chair.send("partners:review_closing_create", review.pk, ended_on=today + timedelta(days=1))
    assert wrong.status_code == 422
    assert chair.send("partners:review_closing_create", review.pk, ended_on=today).status_code == 302
    place = Collaboration.objects.get(pk=payer.collaboration.pk)
    assert (place.ended_on, place.closed_as) == (today, "do not invest")
    text = desk.page("partners:review_detail", review.pk)
    assert "Four programmes do the same." in text
    assert "Ask young people first." in text


def test_the_reviewed_partner_replies_beside_the_decision(member: Desk, payer: Desk, partner: Partner):
    review = factories.review(partner.collaboration, partner=partner)
    other = factories.review(partner.collaboration, reason="canary of the whole")
    assert member.send("partners:review_reply_edit", review.pk, text="Both will be kept.").status_code == 302
    assert "Both will be kept." in payer.page("partners:partner_detail", partner.pk)
    assert "canary of the whole" not in member.page("partners:review_list")
    assert member.client.get(member.url("partners:review_detail", other.pk)).status_code == 404


@pytest.mark.parametrize("count", [1, 30])
def test_review_list_query_count_is_constant(payer: Desk, django_assert_num_queries: Any, count: int):
    for _n in range(count):
        one = factories.partner(factories.organization(collaboration=payer.collaboration))
        factories.review(payer.collaboration, partner=one, decision="waive")
        factories.investment(one)
    payer.page("partners:review_list")
    with django_assert_num_queries(8):
        payer.page("partners:review_list")


def test_a_new_agreement_ends_the_old_one_on_its_day(desk: Desk):
    a, b = sorted((factories.organization(collaboration=desk.collaboration) for _n in range(2)), key=lambda one: one.pk)
    factories.tie(a, b)
    typed = {"need": "not needed", "cadence_days": "90", "from_on": "2025-06-01"}
    assert desk.send("partners:tie_edit", a.pk, b.pk, **typed).status_code == 302
    rows = list(Tie.objects.order_by("from_on").values_list("is_needed", "cadence_days", "from_on", "to_on"))
    assert [(needed, cadence, str(since), until and str(until)) for needed, cadence, since, until in rows] == [
        (True, 60, "2025-01-15", "2025-06-01"), (False, 90, "2025-06-01", None),
    ]  # fmt: skip
    assert desk.send("partners:tie_edit", a.pk, b.pk, **typed | {"cadence_days": "0"}).status_code == 422


def test_quiet_is_judged_against_each_ties_own_cadence(desk: Desk):
    ours = desk.collaboration
    a, b, c = (factories.organization(collaboration=ours, name=name) for name in ("Alfa", "Beta", "Gama"))
    today = ours.today()
    factories.tie(a, b, cadence_days=30)
    factories.tie(a, c, cadence_days=90)
    held = factories.meeting(a, b, c).held_at.replace(year=today.year, month=today.month, day=today.day)
    ours.meetings.update(held_at=held - timedelta(days=60))
    text = desk.page("partners:tie_list")
    assert "1 of 2 needed ties has gone quiet" in text
    assert text.count("quiet, 30 days over") == 1


@pytest.mark.parametrize("count", [1, 30])
def test_tie_list_query_count_is_constant(desk: Desk, django_assert_num_queries: Any, count: int):
    a = factories.organization(collaboration=desk.collaboration)
    for _n in range(count):
        factories.tie(a, factories.organization(collaboration=desk.collaboration))
    desk.page("partners:tie_list")
    with django_assert_num_queries(6):
        desk.page("partners:tie_list")


def test_a_decision_freezes_the_figures_it_saw(payer: Desk, partner: Partner):
    today = payer.collaboration.today()
    factories.readiness_rating(partner, 3, rated_on=today)
    score_collaboration(payer.collaboration, today=today)
    typed = {"partner": partner.pk, "gate": "G1", "decision": "not yet", "reason": "Wait."}
    assert payer.send("partners:review_create", **typed).status_code == 302
    review = ReadinessReview.objects.get()
    saw = payer.collaboration.published_figures.for_review(review.pk)
    assert {"readiness", "partner_readiness", "G1"} <= set(saw.values_list("metric", flat=True))
    text = payer.page("partners:review_detail", review.pk)
    assert "Readiness of a partner" in text
    assert "G1 Relationships proven" in text


def test_what_was_published_of_a_merged_organisation_is_read_by_who_stands_for_it(
    payer: Desk, partner: Partner, sign_in: Any
):
    """A frozen figure keeps the name it was published under; of others a partner still reads nothing."""
    c, today = payer.collaboration, payer.collaboration.today()
    other = factories.partner(factories.organization(collaboration=c, name="Third Party"))
    for one in (partner, other):
        factories.readiness_rating(one, 3, rated_on=today)
    score_collaboration(c, today=today)
    typed = {"partner": partner.pk, "gate": "G1", "decision": "not yet", "reason": "Wait."}
    assert payer.send("partners:review_create", **typed).status_code == 302
    review, name = ReadinessReview.objects.get(), partner.organization.name
    survivor = factories.organization(collaboration=c, name="Survivor")
    reader = factories.seat(collaboration=c, role="partner", organization=survivor)
    merge(partner.organization, into=survivor, by=None)
    text = sign_in(reader).get(reverse("partners:review_detail", args=[c.slug, review.pk])).content.decode()
    assert text.count("Readiness of a partner") == 1
    assert name in text
    assert "Third Party" not in text
