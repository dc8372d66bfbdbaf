"""How organisations take part: list, page, form, stage."""

from datetime import date
from typing import Any

import pytest

from partners.models import Partner, PartnerStage, RatingReply, ReadinessReview
from tests import factories
from tests.partners.conftest import Desk


@pytest.mark.parametrize("count", [1, 30])
def test_partner_list_query_count_is_constant(desk: Desk, django_assert_num_queries: Any, count: int):
    for n in range(count):
        one = factories.partner(factories.organization(collaboration=desk.collaboration, name=f"Partner {n:02}"))
        factories.readiness_rating(one)
    desk.page("partners:partner_list")  # what is asked for once a process
    with django_assert_num_queries(9):
        assert desk.page("partners:partner_list").count('<th scope="row">') == count


@pytest.mark.parametrize("count", [1, 30])
def test_partner_page_query_count_is_constant(desk: Desk, django_assert_num_queries: Any, count: int, partner: Partner):
    for n in range(count):
        other = factories.organization(collaboration=desk.collaboration, name=f"Other {n:02}")
        rating = factories.readiness_rating(partner, assessor=other)
        factories.tie(partner.organization, other)
        factories.meeting(partner.organization, other)
        strategy = factories.strategy(desk.collaboration)
        factories.contribution(strategy, partner.organization)
        factories.endorsement(strategy, partner.organization)
        factories.review(desk.collaboration, partner=partner, decision="waive")
        factories.investment(partner)
    desk.page("partners:partner_detail", partner.pk)
    with django_assert_num_queries(18):
        assert str(rating.assessor) in desk.page("partners:partner_detail", partner.pk)


def test_list_is_sorted_by_name_and_narrowed_by_stage(desk: Desk):
    for name, stage in (("Zeta", "active"), ("Alfa", "paused"), ("Mitte", "active")):
        factories.partner(factories.organization(collaboration=desk.collaboration, name=name), stage=stage)
    text = desk.page("partners:partner_list")
    assert text.index("Alfa") < text.index("Mitte") < text.index("Zeta")
    narrowed = desk.page("partners:partner_list", stage="paused").partition('id="rows"')[2]
    assert "Alfa" in narrowed
    assert "Zeta" not in narrowed


def test_stage_at_a_day_is_the_newest_by_then(partner: Partner):
    factories.partner_stage(partner, "paused", from_on=date(2025, 6, 1))
    stages = [Partner.objects.with_stage(on=day).get().stage for day in (date(2025, 5, 31), date(2025, 6, 1))]
    assert stages == ["active", "paused"]
    assert list(Partner.objects.at_stage("paused", on=date(2025, 6, 1))) == [partner]


def test_an_organisation_becomes_a_partner_with_a_stage_of_today(desk: Desk):
    one = factories.organization(collaboration=desk.collaboration)
    answer = desk.send("partners:partner_create", organization=one.pk, stage="interested", core_from_on="2025-02-01")
    made = Partner.objects.get()
    assert answer.status_code == 302
    assert (made.organization, made.core_from_on) == (one, date(2025, 2, 1))
    stage = made.stages.get()
    assert (stage.stage, stage.from_on) == ("interested", desk.collaboration.today())


def test_what_is_agreed_is_changed_and_a_second_editor_sees_both(desk: Desk, partner: Partner):
    typed = {
        "version": "1",
        "explained_on": "2025-02-03",
        "activities": "Weighs landings",
        "core_from_on": "2025-01-15",
    }
    assert desk.send("partners:partner_edit", partner.pk, **typed).status_code == 302
    partner.refresh_from_db()
    assert (partner.explained_on, partner.activities) == (date(2025, 2, 3), "Weighs landings")
    late = desk.send("partners:partner_edit", partner.pk, **typed | {"activities": "Sells fish"})
    assert late.status_code == 422
    assert "Weighs landings" in late.content.decode()
    assert "Sells fish" in late.content.decode()


def test_nothing_is_explained_tomorrow(desk: Desk, partner: Partner):
    answer = desk.send("partners:partner_edit", partner.pk, version="1", explained_on="2099-01-01")
    assert answer.status_code == 422
    assert "2099-01-01" in answer.content.decode()


def test_a_new_stage_keeps_the_old_one_as_history(desk: Desk, partner: Partner):
    assert (
        desk.send("partners:stage_create", partner.pk, stage="left", from_on="2025-09-01", note="Moved").status_code
        == 302
    )
    assert list(PartnerStage.objects.values_list("stage", flat=True)) == ["left", "active"]
    text = desk.page("partners:partner_detail", partner.pk)
    assert "Moved" in text


def test_everything_dated_about_a_partner_stands_in_one_row_of_days(desk: Desk, partner: Partner):
    Partner.objects.filter(pk=partner.pk).update(explained_on=date(2025, 2, 3), horizon_agreed_on=date(2025, 2, 20))
    PartnerStage.objects.all().delete()
    factories.partner_stage(partner, "interested", from_on=date(2025, 2, 1), note="Came twice")
    mine = {"assessor": desk.collaboration.backbone, "rated_on": date(2025, 3, 1)}
    rating = factories.readiness_rating(partner, 2, **mine)
    factories.readiness_rating(partner, 3, criterion="capacity", **mine)
    RatingReply.objects.create(
        collaboration=desk.collaboration, rating=rating, kind="contest", text="No.", author=factories.user(),
        replied_on=date(2025, 3, 9),
    )  # fmt: skip
    factories.review(desk.collaboration, partner=partner, decided_on=date(2025, 4, 1), decision="not yet")
    page = desk.client.get(desk.url("partners:partner_detail", partner.pk))
    days = [(one.on.isoformat(), str(one.text), one.note) for one in page.context["story"]]
    assert days == [
        ("2025-04-01", "G1: Not yet", str(ReadinessReview.objects.get().organization)),
        ("2025-03-09", "Replied to a level", "Interest tested"),
        ("2025-03-01", "2 criteria were judged", str(desk.collaboration.backbone)),
        ("2025-02-20", "Agreed to the horizon", ""),
        ("2025-02-03", "Had the model explained", ""),
        ("2025-02-01", "Interested", "Came twice"),
        (partner.core_from_on.isoformat(), "Joined the core", ""),
    ]  # fmt: skip


def test_a_partner_sees_its_own_page_and_no_other(member: Desk, partner: Partner):
    other = factories.partner(factories.organization(collaboration=member.collaboration, name="Canary Union"))
    factories.readiness_rating(other, evidence="canary evidence")
    assert "Marea Viva" in member.page("partners:partner_list")
    assert "Canary Union" not in member.page("partners:partner_list")
    assert member.client.get(member.url("partners:partner_detail", other.pk)).status_code == 404
