"""Ratings of partners and of the whole: signed, with evidence, answered by the rated."""

from typing import Any

from collab.models import Collaboration
from metrics.scoring import score_collaboration
from partners.models import CollaborationRating, Partner, RatingReply, ReadinessRating
from tests import factories
from tests.partners.conftest import Desk


def test_rating_is_signed_for_the_readers_organisation_with_its_evidence(desk: Desk, partner: Partner):
    answer = desk.send(
        "partners:readiness_rating_create", partner.pk,
        rated_on="2025-03-01", interest="3",
        **{"interest-evidence": "Put in 60 hours", "interest-link": "example.org/a"},
    )  # fmt: skip
    one = ReadinessRating.objects.get()
    assert answer.status_code == 302
    assert (one.criterion, one.level, one.assessor, one.rated_by) == (
        "interest", 3, desk.seat.organization, desk.seat.user,
    )  # fmt: skip
    assert (one.evidence, one.link) == ("Put in 60 hours", "https://example.org/a")


def test_sent_twice_is_one_rating_and_the_same_day_is_corrected(desk: Desk, partner: Partner):
    for level in ("3", "3", "2"):
        typed = {"rated_on": "2025-03-01", "interest": level, "interest-evidence": "Seen"}
        assert desk.send("partners:readiness_rating_create", partner.pk, **typed).status_code == 302
    assert ReadinessRating.objects.get().level == 2


def test_a_level_without_evidence_is_asked_for_and_what_was_typed_stays(desk: Desk, partner: Partner):
    typed = {"rated_on": "2025-03-01", "interest": "4", "champion": "1", "champion-evidence": "A clerk"}
    answer = desk.send("partners:readiness_rating_create", partner.pk, **typed)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Say in one line what this rests on." in text
    assert "A clerk" in text
    assert not ReadinessRating.objects.exists()


def test_not_known_takes_back_what_was_said(desk: Desk, partner: Partner):
    factories.readiness_rating(partner, 3, assessor=desk.seat.organization)
    assert (
        desk.send("partners:readiness_rating_create", partner.pk, rated_on="2025-06-01", interest="x").status_code
        == 302
    )
    assert [one.level for one in ReadinessRating.objects.all()] == [None, 3]


def test_nothing_chosen_and_a_day_ahead_are_refused(desk: Desk, partner: Partner):
    assert desk.send("partners:readiness_rating_create", partner.pk, rated_on="2025-06-01").status_code == 422
    assert (
        desk.send("partners:readiness_rating_create", partner.pk, rated_on="2099-06-01", interest="x").status_code
        == 422
    )
    assert not ReadinessRating.objects.exists()


def test_a_partner_rates_itself_and_nobody_else(member: Desk, partner: Partner):
    other = factories.partner(factories.organization(collaboration=member.collaboration))
    typed = {"rated_on": "2025-03-01", "capacity": "1", "capacity-evidence": "Ad hoc"}
    assert member.send("partners:readiness_rating_create", partner.pk, **typed).status_code == 302
    assert ReadinessRating.objects.get().is_own
    assert member.send("partners:readiness_rating_create", other.pk, **typed).status_code == 404


def test_the_rated_partner_contests_a_level_and_both_stand_beside_each_other(
    member: Desk, desk: Desk, partner: Partner
):
    rating = factories.readiness_rating(partner, 1, criterion="capacity", evidence="Ad hoc hours")
    assert (
        member.send("partners:rating_reply_edit", rating.pk, kind="contest", text="We have a post.").status_code == 302
    )
    text = desk.page("partners:partner_detail", partner.pk)
    assert "Ad hoc hours" in text
    assert "We have a post." in text
    assert "Contests the level" in text
    version = RatingReply.objects.get().version
    typed = {"kind": "reply", "text": "We have two.", "version": version}
    assert member.send("partners:rating_reply_edit", rating.pk, **typed).status_code == 302
    assert RatingReply.objects.get().text == "We have two."


def test_only_the_rated_partner_replies_and_not_to_itself(member: Desk, desk: Desk, partner: Partner):
    rating = factories.readiness_rating(partner)
    own = factories.readiness_rating(partner, assessor=partner.organization)
    assert desk.send("partners:rating_reply_edit", rating.pk, kind="reply", text="x").status_code == 403
    assert member.send("partners:rating_reply_edit", own.pk, kind="reply", text="x").status_code == 403
    assert not RatingReply.objects.exists()


def test_views_that_differ_are_flagged(desk: Desk, partner: Partner):
    today = desk.collaboration.today()
    factories.readiness_rating(partner, 1, rated_on=today)
    factories.readiness_rating(partner, 3, assessor=partner.organization, rated_on=today)
    assert "views differ" in desk.page("partners:partner_detail", partner.pk)


def test_the_whole_is_rated_by_section_on_each_items_own_scale(desk: Desk):
    typed = {"rated_on": "2025-03-01", "A1": "2", "B1": "4", "D5": "x"}
    assert desk.send("partners:collaboration_rating_create", **typed).status_code == 302
    assert dict(CollaborationRating.objects.values_list("item", "level")) == {"A1": 2, "B1": 4, "D5": None}
    assert desk.send("partners:collaboration_rating_create", **typed | {"A1": "3"}).status_code == 422
    assert "Active, accepted across sectors" in desk.page("partners:readiness_detail")


def test_the_worked_example_of_readiness_goes_from_rows_to_the_page(desk: Desk, partner: Partner):
    """Interest 75, champion 50, mission fit 75, capacity 25 (one assessor), legitimacy 100 -> 65.28, coverage 82.5."""
    today = desk.collaboration.today()
    levels = {"interest": 3, "champion": 2, "mission_fit": 3, "capacity": 1, "legitimacy": 4}
    for criterion, level in levels.items():
        factories.readiness_rating(partner, level, criterion=criterion, rated_on=today)
        if criterion != "capacity":
            who = partner.organization
            factories.readiness_rating(partner, level, criterion=criterion, rated_on=today, assessor=who)
    score_collaboration(desk.collaboration, today=today)
    text = desk.page("partners:partner_detail", partner.pk)
    assert "Readiness is 65." in text
    assert "Coverage 82.5 %." in text
    assert "59–69" in text
    assert "1 criterion is not known." in text
    assert "one assessor" in text


def test_whole_page_query_count_is_constant(desk: Desk, django_assert_num_queries: Any, collaboration: Collaboration):
    factories.collaboration_rating(collaboration, "B1", 2)
    desk.page("partners:readiness_detail")
    with django_assert_num_queries(4):
        desk.page("partners:readiness_detail")
    for _n in range(30):
        who = factories.organization(collaboration=collaboration)
        factories.collaboration_rating(collaboration, "B1", 2, assessor=who)
    with django_assert_num_queries(4):
        desk.page("partners:readiness_detail")
