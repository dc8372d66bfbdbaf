"""Two records of one organisation or person become one: what counts once, who may, and the way back."""

from datetime import date
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction

from collab.merging import MergeRefused, merge, unmerge
from collab.models import (
    Affiliation,
    Attendance,
    Commitment,
    DecisionPart,
    MovedRow,
    Organization,
    Person,
)
from partners.models import Answer, PartnerStage, ReadinessRating, ReadinessReview, Tie
from tests import factories

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


def test_affiliations_with_both_are_one(old, new):
    somebody = factories.person(organization=old)
    Affiliation.objects.create(collaboration=old.collaboration, person=somebody, organization=new)
    merge(old, into=new, by=None)
    assert list(somebody.affiliations.values_list("organization", flat=True)) == [new.pk]
    assert MovedRow.objects.filter(became__isnull=True).count() == 1
    unmerge(old, by=None)
    assert somebody.affiliations.count() == 2
