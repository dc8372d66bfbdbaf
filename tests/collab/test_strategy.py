"""The strategy as a story: versions, writers, voices, leaders, gifts; endorsing from a seat and by personal link."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from collab.models import (
    Collaboration,
    Endorsement,
    EndorsementLink,
    LeadershipRole,
    OutboxMail,
    Resource,
    Seat,
    StrategyContribution,
    StrategyVersion,
)
from metrics.scoring import score_collaboration
from tests import factories


def url(seat: Seat, name: str, *args: Any) -> str:
    return reverse(f"collab:{name}", args=[seat.collaboration.slug, *args])


@pytest.fixture
def team(sign_in: Any, facilitator: Seat) -> Client:
    return sign_in(facilitator)


def test_version_is_drafted_and_approved_by_a_decision(team: Client, facilitator: Seat):
    typed = {"title": "Version 1", "text": "One form.", "drafted_on": "2025-03-01"}
    assert team.post(url(facilitator, "strategy_create"), typed).status_code == 302
    one = StrategyVersion.objects.get()
    decision = factories.decision(proposed=(facilitator.organization,), subject="strategy", text="Adopt version 1")
    typed |= {"approved_on": "2025-04-01", "decision": decision.pk, "version": one.version}
    assert team.post(url(facilitator, "strategy_edit", one.pk), typed).status_code == 302
    one.refresh_from_db()
    assert (one.approved_on, one.decision) == (date(2025, 4, 1), decision)
    text = team.get(url(facilitator, "strategy_list")).content.decode()
    assert "In force" in text
    assert "Adopt version 1" in text


def test_approved_before_drafted_is_refused_with_what_was_typed(team: Client, facilitator: Seat):
    typed = {"title": "V", "text": "kept text", "drafted_on": "2025-03-02", "approved_on": "2025-03-01"}
    answer = team.post(url(facilitator, "strategy_create"), typed)
    assert answer.status_code == 422
    assert "kept text" in answer.content.decode()


def test_contribution_is_noted_once_and_accepted_later(team: Client, facilitator: Seat, collaboration: Collaboration):
    strategy = factories.strategy(collaboration)
    typed = {"organization": collaboration.backbone.pk, "text": "Goal 2", "points": "3", "proposed_on": "2025-03-01"}
    create = url(facilitator, "contribution_create", strategy.pk)
    assert [team.post(create, typed).status_code for _n in range(2)] == [302, 422]
    one = StrategyContribution.objects.get()
    accepted = typed | {"accepted_on": "2025-03-05", "version": one.version}
    assert team.post(url(facilitator, "contribution_edit", one.pk), accepted).status_code == 302
    assert StrategyContribution.objects.get().accepted_on == date(2025, 3, 5)


def test_resource_keeps_its_rate_and_value(team: Client, facilitator: Seat, collaboration: Collaboration):
    typed = {
        "organization": collaboration.backbone.pk, "kind": "in kind", "text": "Boats", "amount": "40", "unit": "hours",
        "unit_rate": "12.5", "given_on": "2025-03-01",
    }  # fmt: skip
    assert team.post(url(facilitator, "resource_create"), typed).status_code == 302
    one = Resource.objects.get()
    assert one.value == Decimal("500.00")
    changed = typed | {"unit_rate": "10", "version": one.version}
    assert team.post(url(facilitator, "resource_edit", one.pk), changed).status_code == 302
    assert Resource.objects.get().value == Decimal("400.00")


def test_leadership_begins_and_ends(team: Client, facilitator: Seat, collaboration: Collaboration):
    typed = {"organization": collaboration.backbone.pk, "role": "chair", "group": "", "from_on": "2025-02-01"}
    assert team.post(url(facilitator, "leadership_create"), typed).status_code == 302
    one = LeadershipRole.objects.get()
    ended = typed | {"to_on": "2025-08-01", "version": one.version}
    assert team.post(url(facilitator, "leadership_edit", one.pk), ended).status_code == 302
    assert not LeadershipRole.objects.in_force(on=date(2025, 8, 1)).exists()


def test_partner_endorses_for_its_own_organisation_and_the_newest_counts(sign_in: Any, collaboration: Collaboration):
    seat = factories.seat(collaboration=collaboration, role="partner")
    strategy, client = factories.strategy(collaboration), sign_in(seat)
    create = url(seat, "endorsement_create", strategy.pk)
    assert client.post(create, {"stance": "objected"}).status_code == 422
    assert client.post(create, {"stance": "objected", "reason": "School fees."}).status_code == 302
    assert client.post(create, {"stance": "endorsed", "organization": collaboration.backbone.pk}).status_code == 302
    one = Endorsement.objects.get()
    assert (one.organization, one.stance, one.given_on) == (seat.organization, "endorsed", collaboration.today())


def test_partner_reads_the_text_and_counts_but_not_the_words_of_others(sign_in: Any, collaboration: Collaboration):
    seat = factories.seat(collaboration=collaboration, role="partner")
    strategy = factories.strategy(collaboration, text="The shared text")
    other = factories.organization(collaboration=collaboration)
    factories.endorsement(strategy, other, stance="objected", reason="canary reason")
    factories.endorsement(strategy, seat.organization, reason="own reason")
    factories.contribution(strategy, other, text="canary contribution")
    text = sign_in(seat).get(url(seat, "strategy_detail", strategy.pk)).content.decode()
    assert "The shared text" in text
    assert "own reason" in text
    assert "1 stand behind it, 1 object" in text
    assert "canary" not in text


def _asked(team: Client, facilitator: Seat, strategy: StrategyVersion) -> str:
    """The token that the mail holds."""
    person = factories.person(
        organization=factories.organization(collaboration=strategy.collaboration), email="a@x.org"
    )
    typed = {"person": person.pk}
    assert team.post(url(facilitator, "endorsement_link_create", strategy.pk), typed).status_code == 302
    body = OutboxMail.objects.get().body
    found = re.search(r"/e/([\w-]+)/", body)
    assert found
    return found[1]


def test_personal_link_reads_one_version_and_answers_for_the_organisation(
    team: Client, facilitator: Seat, collaboration: Collaboration, client: Client
):
    strategy = factories.strategy(collaboration, text="Read me")
    token = _asked(team, facilitator, strategy)
    address = reverse("collab:endorsement_answer", args=[token])
    assert "Read me" in client.get(address).content.decode()
    assert not Endorsement.objects.exists()
    assert client.post(address, {"stance": "endorsed"}).status_code == 302
    one, link = Endorsement.objects.get(), EndorsementLink.objects.get()
    assert (one.organization, one.strategy, one.stance) == (link.organization, strategy, "endorsed")
    assert "by personal link" in one.signed_by
    assert link.used_at is not None
    assert token not in str(EndorsementLink.objects.values_list("token_hash", flat=True))


def test_forged_expired_and_revoked_links_open_nothing(
    team: Client, facilitator: Seat, collaboration: Collaboration, client: Client
):
    strategy = factories.strategy(collaboration, text="canary text")
    token = _asked(team, facilitator, strategy)
    for wrong in (token[:-1], token[:-1] + ("A" if token[-1] != "A" else "B"), token.swapcase(), "x" * 43):
        answer = client.post(reverse("collab:endorsement_answer", args=[wrong]), {"stance": "endorsed"})
        assert answer.status_code == 404
        assert "canary" not in answer.content.decode()
    EndorsementLink.objects.get().revoke(at=timezone.now())
    assert client.get(reverse("collab:endorsement_answer", args=[token])).status_code == 404
    EndorsementLink.objects.update(revoked_at=None, expires_at=timezone.now())
    assert client.get(reverse("collab:endorsement_answer", args=[token])).status_code == 404
    assert not Endorsement.objects.exists()


@pytest.mark.parametrize("count", [1, 30])
def test_story_query_count_is_constant(
    team: Client, facilitator: Seat, collaboration: Collaboration, django_assert_num_queries: Any, count: int
):
    for _n in range(count):
        who, strategy = factories.organization(collaboration=collaboration), factories.strategy(collaboration)
        factories.contribution(strategy, who)
        factories.endorsement(strategy, who)
        factories.leadership(who)
        factories.resource(who)
        factories.decision(proposed=(who,), subject="strategy")
    team.get(url(facilitator, "strategy_list"))
    with django_assert_num_queries(12):
        assert team.get(url(facilitator, "strategy_list")).status_code == 200


def test_the_worked_example_of_ownership_goes_from_rows_to_the_score(collaboration: Collaboration):
    """Decisions 50, authorship 60, leadership 37.5, endorsement 80, contributions 32.5, local .5, perceived missing."""
    today = collaboration.today()
    five = [factories.organization(collaboration=collaboration, is_local=n > 0) for n in range(5)]
    for one in five:
        factories.partner(one)
    factories.meeting(*five, held_at=timezone.now())  # somebody keeps the log
    for one, points in zip(five, (10, 4, 3, 2, 1), strict=True):
        for _n in range(points):
            factories.decision(proposed=(one,), approved=(one,), decided_on=today)
    strategy = factories.strategy(collaboration, approved_on=today)
    for one, points in zip(five, (40, 25, 15, 15, 5), strict=True):
        factories.contribution(strategy, one, points=points, proposed_on=today, accepted_on=today)
    for one, amount in zip(five, (70, 10, 10, 5, 5), strict=True):
        factories.resource(one, amount, given_on=today)
    for one in five[:4]:
        factories.endorsement(strategy, one, given_on=today)
    for one, group in ((five[0], "a"), (five[0], "b"), (five[1], "c"), (five[2], "d")):
        factories.leadership(one, role="group lead", group=group)
    score_collaboration(collaboration, today=today)
    score = collaboration.scores.series("ownership").last()
    assert score is not None
    assert score.value is not None
    assert (round(score.value, 2), score.coverage, round(score.low or 0, 2), round(score.high or 0, 2)) == (
        53.19, 90.0, 47.88, 57.88,
    )  # fmt: skip
