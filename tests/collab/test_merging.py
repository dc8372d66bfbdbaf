"""Two records of one organisation or person become one: what counts once, who may, and the way back."""

from datetime import date
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from collab.likeness import alike
from collab.merging import MergeRefused, merge, unmerge
from collab.models import (
    Affiliation,
    Attendance,
    AuditEvent,
    Commitment,
    DecisionPart,
    MovedRow,
    Organization,
    Person,
)
from partners.models import Answer, PartnerStage, ReadinessRating, ReadinessReview, Tie
from tests import factories


@pytest.fixture
def old(collaboration):
    return factories.organization(collaboration=collaboration, name="Old Mill", place="Guaymas", short_label="")


@pytest.fixture
def new(collaboration):
    return factories.organization(collaboration=collaboration, name="New Mill", short_label="")


@pytest.fixture
def third(collaboration):
    return factories.organization(collaboration=collaboration, name="Third Party")


def url(one, act):
    return reverse(f"collab:{one._meta.model_name}_{act}", args=[one.collaboration.slug, one.pk])


# -- what counts once -------------------------------------------------------------------------------------------------


def test_a_meeting_that_both_attended_is_attended_once(old, new, third):
    both, one = factories.meeting(old, new, third), factories.meeting(old, third)
    merge(old, into=new, by=None)
    assert set(both.attendances.values_list("organization__name", flat=True)) == {"New Mill", "Third Party"}
    assert set(one.attendances.values_list("organization__name", flat=True)) == {"New Mill", "Third Party"}
    assert both.attendances.count() == 2
    unmerge(old, by=None)
    assert both.attendances.count() == 3
    assert set(one.attendances.values_list("organization__name", flat=True)) == {"Old Mill", "Third Party"}


def test_a_person_who_came_for_two_is_present_once_and_both_organisations_still_are(old, new):
    first, second = factories.person(organization=old), factories.person(organization=new)
    met = factories.meeting(people=(first, second), collaboration=old.collaboration)
    merge(first, into=second, by=None)
    assert set(met.attendances.values_list("person", "organization")) == {(None, old.pk), (second.pk, new.pk)}
    unmerge(first, by=None)
    assert set(met.attendances.values_list("person", "organization")) == {(first.pk, old.pk), (second.pk, new.pk)}


def test_of_two_ratings_of_one_day_the_survivors_counts_and_of_two_days_both(old, new, third):
    of, day = factories.partner(third), date(2025, 5, 1)
    factories.readiness_rating(of, 1, criterion="interest", assessor=old, rated_on=day)
    factories.readiness_rating(of, 4, criterion="interest", assessor=new, rated_on=day)
    factories.readiness_rating(of, 2, criterion="interest", assessor=old, rated_on=date(2025, 6, 1))
    merge(old, into=new, by=None)
    assert list(of.ratings.order_by("rated_on").values_list("assessor", "level")) == [(new.pk, 4), (new.pk, 2)]
    unmerge(old, by=None)
    assert ReadinessRating.objects.filter(assessor=old).count() == 2


def test_ties_keep_their_order_and_those_between_the_two_are_put_away(old, new, third):
    last = factories.organization(collaboration=old.collaboration, name="Last")
    first = factories.tie(old, third, cadence_days=14)
    factories.tie(old, new)
    factories.tie(new, last)
    factories.tie(old, last)
    merge(last, into=old, by=None)  # the number of the survivor is lower: the pair changes its order
    merge(old, into=third, by=None)
    assert list(Tie.objects.values_list("first", "second")) == [(new.pk, third.pk)]
    unmerge(old, by=None)
    unmerge(last, by=None)
    assert Tie.objects.count() == 4
    first.refresh_from_db()
    assert (first.first_id, first.second_id, first.cadence_days) == (old.pk, third.pk, 14)


def test_promises_and_answers_between_the_two_are_put_away_with_what_hangs_on_them(old, new, third):
    between, kept = factories.commitment(old, new), factories.commitment(third, old)
    factories.comment(between)
    factories.answers(old, new, trust=(3, 3, 3), joint=2, counted_on=date(2025, 4, 1))
    factories.answers(third, old, trust=(3, 3, 3), joint=2, counted_on=date(2025, 4, 1))
    before = Answer.objects.count()
    merge(old, into=new, by=None)
    assert list(Commitment.objects.values_list("pk", "promisee")) == [(kept.pk, new.pk)]
    assert set(Answer.objects.values_list("rater", "subject")) == {(third.pk, new.pk)}
    unmerge(old, by=None)
    between.refresh_from_db()
    assert (between.promiser_id, between.promisee_id, between.comments.count()) == (old.pk, new.pk, 1)
    assert Answer.objects.count() == before


def test_parts_in_decisions_count_once(old, new):
    made = factories.decision(proposed=(old, new), approved=(old,))
    merge(old, into=new, by=None)
    assert set(made.parts.values_list("organization", "part")) == {(new.pk, "proposed"), (new.pk, "approved")}
    unmerge(old, by=None)
    assert DecisionPart.objects.filter(decision=made).count() == 3


def test_two_partners_become_one_with_the_reviews_and_stages_of_both(old, new, collaboration):
    first = factories.partner(old, stage=None)
    second = factories.partner(new, stage=None)
    factories.partner_stage(first, "interested", from_on=date(2025, 2, 1))
    factories.partner_stage(first, "committed", from_on=date(2025, 4, 1))
    factories.partner_stage(second, "active", from_on=date(2025, 4, 1))
    review = factories.review(collaboration, partner=first, organization=new, decision="waive", gate="G1")
    factories.investment(first, funder=new)
    merge(old, into=new, by=None)
    assert list(PartnerStage.objects.order_by("from_on").values_list("partner", "stage")) == [
        (second.pk, "interested"), (second.pk, "active"),
    ]  # fmt: skip
    assert ReadinessReview.objects.get().partner_id == second.pk
    unmerge(old, by=None)
    assert ReadinessReview.objects.get(pk=review.pk).partner == old.partner
    assert PartnerStage.objects.count() == 3


def test_what_the_survivor_lacks_comes_from_the_other_and_returns(old, new):
    merge(old, into=new, by=None)
    new.refresh_from_db()
    assert (new.name, new.place) == ("New Mill", "Guaymas")
    unmerge(old, by=None)
    new.refresh_from_db()
    assert new.place == ""


def test_what_was_edited_since_stays_when_the_merge_is_taken_back(old, new, third):
    met = factories.commitment(old, third)
    merge(old, into=new, by=None)
    Commitment.objects.filter(pk=met.pk).update(text="Send the new records")
    Organization.objects.filter(pk=new.pk).update(place="Empalme")
    later = factories.meeting(new, third)
    unmerge(old, by=None)
    met.refresh_from_db()
    new.refresh_from_db()
    assert (met.promiser_id, met.text, new.place) == (old.pk, "Send the new records", "Empalme")
    assert set(later.attendances.values_list("organization", flat=True)) == {new.pk, third.pk}


def test_what_hung_on_something_deleted_since_stays_away(old, new):
    met = factories.meeting(old, new)
    merge(old, into=new, by=None)
    met.delete()
    unmerge(old, by=None)
    assert not Attendance.objects.exists()


def test_parts_move_and_nothing_is_part_of_itself(old, new, third):
    Organization.objects.filter(pk=third.pk).update(parent=old)
    Organization.objects.filter(pk=new.pk).update(parent=third)
    merge(old, into=new, by=None)
    new.refresh_from_db()
    third.refresh_from_db()
    assert (third.parent_id, new.parent_id) == (new.pk, None)
    unmerge(old, by=None)
    new.refresh_from_db()
    third.refresh_from_db()
    assert (third.parent_id, new.parent_id) == (old.pk, third.pk)


# -- what is refused, and late writers --------------------------------------------------------------------------------


def test_merges_make_no_circle_and_no_loose_chain(old, new, third):
    merge(old, into=new, by=None)
    for one, into in ((new, old), (third, old), (old, third), (third, third)):
        with pytest.raises(MergeRefused):
            merge(one, into=into, by=None)
    merge(new, into=third, by=None)
    old.refresh_from_db()
    assert (old.merged_into_id, old.survivor_id) == (new.pk, third.pk)
    unmerge(new, by=None)
    old.refresh_from_db()
    assert (old.merged_into_id, old.survivor_id) == (new.pk, new.pk)


def test_no_merge_leaves_the_collaboration(old):
    elsewhere = factories.organization()
    with connection.cursor() as cursor, transaction.atomic():
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(IntegrityError, match="of_same_collaboration"), transaction.atomic():
            merge(old, into=elsewhere, by=None)


def test_two_accounts_are_not_merged_and_one_address_is(collaboration):
    factories.user(email="ana@example.org")
    ana = factories.person(collaboration=collaboration, email="ana@example.org")
    other = factories.person(collaboration=collaboration, email="anna@example.org")
    same = factories.person(collaboration=collaboration, email="ANA@example.org")
    for one, into in ((ana, other), (other, ana)):
        with pytest.raises(MergeRefused, match="signs in"):
            merge(one, into=into, by=None)
    merge(same, into=ana, by=None)
    assert list(Person.objects.filter(collaboration=collaboration).order_by("pk")) == [ana, other]


def test_what_is_written_late_is_written_of_the_survivor(old, new, third):
    merge(old, into=new, by=None)
    late = factories.meeting(old, third, called_by=old)
    late.refresh_from_db()
    assert set(late.attendances.values_list("organization", flat=True)) == {new.pk, third.pk}
    assert late.called_by_id == new.pk


def test_every_reference_of_every_table_follows(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT of_table, of_column FROM collab_referring('collab_organization')"
            " UNION SELECT of_table, of_column FROM collab_referring('collab_person')"
        )
        wanted = set(cursor.fetchall())
        cursor.execute(
            "SELECT tgrelid::regclass::text, attname::text FROM pg_trigger JOIN pg_attribute ON attrelid = tgrelid"
            " AND attnum = ANY (tgattr) WHERE tgname = 'a_row_follows_merged'"
        )
        assert len(wanted) > 40
        assert wanted - set(cursor.fetchall()) == set()


@pytest.mark.django_db(transaction=True)
def test_of_two_merges_at_once_one_is_refused():
    here = factories.collaboration()
    one, other = (factories.organization(collaboration=here) for _ in range(2))
    start, told = Barrier(2), []

    def race(first, second):
        start.wait()
        try:
            merge(first, into=second, by=None)
            told.append("merged")
        except MergeRefused:
            told.append("refused")
        finally:
            connection.close()

    threads = [Thread(target=race, args=pair) for pair in ((one, other), (other, one))]
    [each.start() for each in threads]
    [each.join() for each in threads]
    assert sorted(told) == ["merged", "refused"]
    assert Organization.everyone.filter(collaboration=here).exclude(merged_into=None).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_row_that_is_written_while_a_merge_runs_names_the_survivor():
    here = factories.collaboration()
    one, other = (factories.organization(collaboration=here) for _ in range(2))
    written = Barrier(2)

    def write():
        with transaction.atomic():
            factories.meeting(one, collaboration=here)
            written.wait()
            with connection.cursor() as cursor:  # until the merge waits for this row, or a while
                cursor.execute("SELECT pg_sleep(.3)")
        connection.close()

    thread = Thread(target=write)
    thread.start()
    written.wait()
    merge(one, into=other, by=None)
    thread.join()
    assert set(Attendance.objects.values_list("organization", flat=True)) == {other.pk}


# -- pages ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def page(coordinator, sign_in):
    return sign_in(coordinator)


def test_the_preview_says_what_will_change_and_writes_nothing(page, old, new):
    factories.meeting(old, new)
    factories.seat(collaboration=old.collaboration, organization=old, role="partner")
    told = page.get(url(old, "merge"), {"into": new.pk})
    text = told.content.decode()
    assert told.status_code == 200
    assert "Guaymas" in text
    assert "Attendances at meetings" in text
    assert "1 person who signs in for the other will act for" in text
    assert old in Organization.objects.all()


def test_merging_by_page_is_logged_and_leads_to_the_survivor(page, old, new, coordinator):
    told = page.post(url(old, "merge"), {"into": new.pk})
    assert (told.status_code, told.url) == (302, new.get_absolute_url())
    text = page.get(told.url).content.decode()
    assert "Also known as" in text
    assert "Old Mill" in text
    event = AuditEvent.objects.get(act="merged")
    assert (event.user, event.subject) == (coordinator.user, f"organization {old.pk} into {new.pk}")
    listed = page.get(reverse("collab:organization_list", args=[old.collaboration.slug])).content.decode()
    assert "New Mill" in listed
    assert "Old Mill" not in listed
    back = page.post(url(old, "unmerge"))
    assert (back.status_code, back.url) == (302, old.get_absolute_url())
    assert AuditEvent.objects.filter(act="unmerged").count() == 1
    assert "Also known as" not in page.get(new.get_absolute_url()).content.decode()


def test_a_refused_merge_keeps_what_was_chosen(page, collaboration):
    factories.user(email="ana@example.org")
    ana = factories.person(collaboration=collaboration, email="ana@example.org")
    other = factories.person(collaboration=collaboration, email="bea@example.org")
    told = page.post(url(ana, "merge"), {"into": other.pk})
    assert told.status_code == 422
    assert "signs in with an address of their own" in told.content.decode()
    assert page.post(url(ana, "merge"), {"into": ana.pk}).status_code == 422


def test_old_addresses_lead_to_the_survivor_for_those_who_may_see_it(page, old, new, sign_in, stranger):
    own = factories.seat(collaboration=old.collaboration, role="partner")
    first, second = factories.partner(old), factories.partner(new)
    merge(old, into=new, by=None)
    assert page.get(url(old, "detail")).url == url(new, "detail")
    assert page.get(url(old, "edit")).url == url(new, "edit")
    partner = reverse("partners:partner_detail", args=[old.collaboration.slug, first.pk])
    assert page.get(partner).url == partner.replace(f"/{first.pk}/", f"/{second.pk}/")
    somebody, same = (factories.person(organization=new) for _ in range(2))
    merge(somebody, into=same, by=None)
    assert page.get(url(somebody, "detail")).url == url(same, "detail")
    assert sign_in(own).get(url(somebody, "detail")).status_code == 404
    assert sign_in(stranger).get(url(old, "detail")).status_code == 404


def test_only_a_coordinator_merges(old, new, facilitator, funder, sign_in):
    for seat in (facilitator, funder):
        assert sign_in(seat).post(url(old, "merge"), {"into": new.pk}).status_code == 403
        assert "Merge with another record" not in sign_in(seat).get(url(old, "detail")).content.decode()
    assert not Organization.everyone.exclude(merged_into=None).exists()


def test_search_finds_the_survivor_by_the_old_name(page, old, new):
    merge(old, into=new, by=None)
    found = page.get(reverse("collab:search_list", args=[old.collaboration.slug]), {"q": "old mill"}).content.decode()
    assert new.get_absolute_url() in found
    assert old.get_absolute_url() not in found


def test_a_merged_name_is_not_given_anew(page, old, new):
    merge(old, into=new, by=None)
    sent = {"name": "old mill", "sector": "nonprofit"}
    told = page.post(reverse("collab:organization_create", args=[old.collaboration.slug]), sent)
    assert told.status_code == 422
    assert "was merged into “New Mill”" in told.content.decode()


def test_lists_name_pairs_that_look_alike_to_those_who_may_merge(page, collaboration, facilitator, sign_in):
    factories.organization(collaboration=collaboration, name="Ministry of Health")
    factories.organization(collaboration=collaboration, name="The Health Ministry")
    address = reverse("collab:organization_list", args=[collaboration.slug])
    assert "1 pair of names looks alike" in page.get(address).content.decode()
    assert "looks alike" not in sign_in(facilitator).get(address).content.decode()


def test_names_are_alike_in_any_order_and_but_for_a_sign():
    same = [(1, "River Trust"), (2, "Trust of the River"), (3, "Fishers Union"), (4, "Fishers Unions")]
    assert alike([*same, (5, "School 12"), (6, "School 13")]) == [(1, 2), (3, 4)]
    assert alike([(1, "River Trust"), (2, "Forest Trust")]) == []


def test_a_merge_asks_the_same_queries_however_much_moves(page, old, new, django_assert_num_queries):
    page.get(url(old, "merge"), {"into": new.pk})
    for _ in range(2):
        for _number in range(5):
            factories.commitment(old, factories.organization(collaboration=old.collaboration))
        with django_assert_num_queries(8):
            page.get(url(old, "merge"), {"into": new.pk})


def test_affiliations_with_both_are_one(old, new):
    somebody = factories.person(organization=old)
    Affiliation.objects.create(collaboration=old.collaboration, person=somebody, organization=new)
    merge(old, into=new, by=None)
    assert list(somebody.affiliations.values_list("organization", flat=True)) == [new.pk]
    assert MovedRow.objects.filter(became__isnull=True).count() == 1
    unmerge(old, by=None)
    assert somebody.affiliations.count() == 2
