"""The demo is made of rows like any other, once, and only where it is asked for."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings

from collab.models import (
    Collaboration,
    Commitment,
    Endorsement,
    Meeting,
    OutboxMail,
    Resource,
    Seat,
    StrategyContribution,
)
from government.ladder import rungs_of
from government.models import Consultation, LiaisonRating
from metrics.demo.load import load_demo
from partners.models import Answer, CollaborationRating, Investment, PartnerStage, ReadinessRating

TODAY = date(2026, 6, 1)


@pytest.mark.django_db
def test_demo_is_three_collaborations_of_up_to_24_months_and_loads_once():
    assert sorted(one.name for one in load_demo(today=TODAY)) == ["Ladders North", "Madeira Digna", "Mesa Ribereña"]
    assert sorted(one.month(on=TODAY) for one in Collaboration.objects.all()) == [15, 19, 24]
    before = (Meeting.objects.count(), Answer.objects.count(), Seat.objects.count())
    assert before[0] > 100
    assert load_demo(today=TODAY) == []
    assert (Meeting.objects.count(), Answer.objects.count(), Seat.objects.count()) == before


@pytest.mark.django_db
def test_demo_shows_government_at_its_best_and_worst():
    load_demo(today=TODAY)
    states = {
        one.slug: [rung.coverage.state.value for rung in rungs_of(one, one.mandates.all(), on=TODAY)]
        for one in Collaboration.objects.all()
    }
    assert states == {
        "madeira-digna": ["gap", "covered", "covered"], "mesa-riberena": ["thin", "covered", "covered"],
        "ladders-north": ["gap", "unknown", "unknown"],
    }  # fmt: skip


@pytest.mark.django_db
def test_demo_holds_nothing_from_the_future():
    load_demo(today=TODAY)
    assert not Consultation.objects.filter(meeting__held_at__date__gt=TODAY).exists()
    assert not LiaisonRating.objects.filter(rated_on__gt=TODAY).exists()
    assert not Meeting.objects.held().filter(held_at__date__gt=date(2026, 6, 2)).exists()
    assert not Answer.objects.filter(counted_on__gt=TODAY).exists()
    assert not Commitment.objects.filter(closed_on__gt=TODAY).exists()
    assert not PartnerStage.objects.filter(from_on__gt=TODAY).exists()
    assert not StrategyContribution.objects.filter(proposed_on__gt=TODAY).exists()
    for model in (ReadinessRating, CollaborationRating):
        assert model.objects.exists()
        assert not model.objects.filter(rated_on__gt=TODAY).exists()
    for model in (Endorsement, Resource):
        assert model.objects.exists()
        assert not model.objects.exclude(given_on__lte=TODAY).exists()


@pytest.mark.django_db
def test_demo_is_the_same_whenever_it_is_told_on_the_same_day():
    def rows() -> list[tuple[object, ...]]:
        return list(Meeting.objects.order_by("held_at", "topics", "mode").values_list("held_at", "topics", "mode"))

    with transaction.atomic():
        load_demo(today=TODAY)
        first = rows()
        transaction.set_rollback(True)
    load_demo(today=TODAY)
    assert rows() == first


@pytest.mark.django_db
def test_demo_ends_one_collaboration_with_dignity_and_pays_only_after_a_waiver():
    load_demo(today=TODAY)
    ended = Collaboration.objects.get(slug="ladders-north")
    assert (ended.closed_as, ended.ended_on) == (
        "do not invest",
        ended.reviews.get(decision="do not invest").decided_on,
    )
    paid = Investment.objects.get(purpose="capacity")
    assert [one.decided_on for one in paid.waivers()] == [paid.on]


@pytest.mark.django_db
@override_settings(DEMO=False)
def test_demo_is_refused_outside_the_demo_profile():
    with pytest.raises(CommandError, match="refused outside the demo profile"):
        call_command("load_demo")
    assert not Collaboration.objects.exists()


@pytest.mark.django_db
def test_demo_has_closed_waves_that_count_and_an_open_one_to_answer():
    load_demo(today=TODAY)
    for one in Collaboration.objects.all():
        states = sorted(survey.state(on=TODAY) for survey in one.surveys.all())
        assert states == ["closed", "closed", "open"]
        wave = one.surveys.get(closed_at=None)
        assert wave.invitations.unfinished().count() >= 2
        assert OutboxMail.objects.filter(collaboration=one, key__startswith="link:", body__contains="/a/").exists()
        assert not wave.answers.filter(counted_on__isnull=False).exists()


@pytest.mark.django_db
def test_demo_has_something_ahead_on_each_of_the_facilitators_pages():
    for one in load_demo(today=TODAY):
        planned = Meeting.objects.planned().filter(collaboration=one)
        assert planned.count() == 4
        assert planned.filter(held_at__date__lt=TODAY).count() == 1
        assert not planned.filter(invited=None).exists()
        assert not planned.exclude(attendances=None).exists()
        assert one.seats.get(role="facilitator").feeds.count() == 1
    assert Commitment.objects.open().exclude(person=None).filter(due_on__gte=TODAY).exists()
