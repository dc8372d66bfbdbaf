"""The pages of merging: what they show before, who may, and where old names and addresses lead."""

import pytest
from django.urls import reverse

from collab.likeness import alike
from collab.merging import merge
from collab.models import (
    AuditEvent,
    Organization,
)
from tests import factories


def url(one, act):
    return reverse(f"collab:{one._meta.model_name}_{act}", args=[one.collaboration.slug, one.pk])


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


def test_a_filter_that_was_kept_asks_for_the_survivor_and_shows_that_it_does(page, old, new, collaboration):
    factories.meeting(old, topics="Old talk")
    factories.meeting(new, topics="New talk")
    factories.meeting(factories.organization(collaboration=collaboration), topics="Other talk")
    merge(old, into=new, by=None)
    elsewhere = factories.organization(name="Elsewhere")
    merge(elsewhere, into=factories.organization(collaboration=elsewhere.collaboration), by=None)
    listed = reverse("collab:meeting_list", args=[old.collaboration.slug])
    text = page.get(listed, {"organization": old.pk}).content.decode()
    assert [one in text for one in ("Old talk", "New talk", "Other talk")] == [True, True, False]
    assert f'<option value="{new.pk}" selected>' in text
    text = page.get(listed, {"organization": elsewhere.pk}).content.decode()
    assert "Other talk" in text  # of no collaboration of this reader: named as unknown, and nothing is left out
    assert "Elsewhere" not in text


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
