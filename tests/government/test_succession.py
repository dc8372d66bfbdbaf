"""When an official or a liaison leaves: one action, history unchanged, the gap stands first, a successor closes it."""

from datetime import date

import pytest

from government.coverage import Cover
from government.ladder import rungs_of
from government.models import Liaison, Mandate, NoneFound, Official
from tests import factories
from tests.government import story

BEFORE, LEFT, AFTER = date(2025, 9, 30), date(2025, 10, 10), date(2025, 11, 1)


@pytest.fixture
def office(desk):
    """A mandate with an official, two liaisons of whom one is sound, and another mandate that is covered."""
    c = desk.collaboration
    mandate = story.mandate(body=factories.organization(collaboration=c, name="Zoning office", sector="government"))
    official = story.official(mandate, office="Head of zoning")
    sound, weak = story.liaison(mandate), story.liaison(mandate)
    story.rating(sound, rated_on=date(2025, 6, 1))
    story.rating(weak, (1, 1, 1, 1, 1), rated_on=date(2025, 6, 1))
    story.rating(story.liaison(story.mandate(c, weight=3)), rated_on=date(2025, 6, 1))
    return mandate, official, sound, weak


def state(mandate, on):
    (rung,) = rungs_of(mandate.collaboration, Mandate.objects.filter(pk=mandate.pk), on=on)
    return rung


def test_official_leaves_with_all_liaisons_and_a_successor_closes_the_gap(desk, office):
    mandate, official, sound, weak = office
    before = state(mandate, BEFORE)
    data = {"to_on": LEFT.isoformat(), "closing": [sound.pk, weak.pk], "version": 1}
    answer = desk.client.post(desk.url("official_leave", official.pk), data)
    assert answer.url == desk.url("mandate_detail", mandate.pk)
    # history before is unchanged, the gap is open from that day on
    assert state(mandate, BEFORE) == before
    assert before.coverage.state is Cover.COVERED
    after = state(mandate, AFTER)
    assert (after.coverage.state, after.gap_since, after.former) == (Cover.GAP, LEFT, official)
    assert NoneFound.objects.get().confirmed_on == LEFT
    # the gap stands first, and the page proposes the succession
    listed = desk.client.get(desk.url("mandate_list"))
    assert [one.mandate for one in listed.context["gaps"]] == [mandate]
    page = desk.page("mandate_detail", mandate.pk)
    assert "The office is vacant since 10 October 2025" in page
    assert "Who could open a door" in page
    assert desk.url("official_create", mandate.pk) in page
    # a successor closes it
    new = {"person_name": "Nadia Rocha", "steps": "0", "from_on": AFTER.isoformat()}
    assert desk.client.post(desk.url("liaison_create", mandate.pk), new).status_code == 302
    liaison = Liaison.objects.get(person__name="Nadia Rocha")
    story.rating(liaison, rated_on=AFTER)
    assert state(mandate, AFTER).coverage.state is Cover.COVERED
    assert state(mandate, BEFORE) == before
    assert Liaison.objects.filter(successor=liaison).count() == 1
    assert desk.client.get(desk.url("mandate_list")).context["gaps"] == []


def test_liaisons_who_are_kept_stay_but_are_flagged_until_rated_again(desk, office):
    mandate, official, sound, weak = office
    data = {"to_on": LEFT.isoformat(), "closing": [weak.pk], "version": 1}
    desk.client.post(desk.url("official_leave", official.pk), data)
    assert (Liaison.objects.get(pk=sound.pk).to_on, Liaison.objects.get(pk=weak.pk).to_on) == (None, LEFT)
    assert not NoneFound.objects.exists()
    page = desk.page("mandate_detail", mandate.pk)
    assert "Not rated since the official left" in page
    assert "ask again whether this way still leads to the office" in page
    new = {"office": "Head of zoning", "person_name": "Nuno Reis", "from_on": AFTER.isoformat()}
    desk.client.post(desk.url("official_create", mandate.pk), new)
    assert "Not rated since the official left" in desk.page("mandate_detail", mandate.pk)
    story.rating(sound, rated_on=AFTER)
    assert "Not rated since the official left" not in desk.page("mandate_detail", mandate.pk)


def test_history_of_the_entries_is_kept(desk, office):
    _mandate, official, sound, weak = office
    data = {"to_on": LEFT.isoformat(), "closing": [sound.pk], "version": 1}
    desk.client.post(desk.url("official_leave", official.pk), data)
    events = Official.pgh_event_model.objects.filter(pgh_obj_id=official.pk).order_by("pgh_id")
    assert [one.to_on for one in events] == [None, LEFT]
    assert Official.objects.count() == 1
    assert weak.pk in Liaison.objects.serving(on=AFTER).values_list("pk", flat=True)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"to_on": "2025-01-01"}, "cannot leave before taking office"), ({"to_on": "2199-01-01"}, "year"),
        ({"to_on": ""}, "required"), ({"to_on": "2098-01-01"}, "future"), ({"to_on": "x"}, "day that exists"),
        ({"to_on": "2025-10-10", "closing": ["999999999"]}, "valid choice"),
    ],
)  # fmt: skip
def test_wrong_leaving_changes_nothing(desk, office, data, said):
    answer = desk.client.post(desk.url("official_leave", office[1].pk), data | {"version": 1})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Official.objects.exclude(to_on=None).exists()


def test_nobody_stops_being_a_liaison_before_they_began(desk, office):
    mandate, official, *_rest = office
    late = story.liaison(mandate, from_on=AFTER)
    data = {"to_on": LEFT.isoformat(), "closing": [late.pk], "version": 1}
    answer = desk.client.post(desk.url("official_leave", official.pk), data)
    assert answer.status_code == 422
    assert "became a liaison after that day" in answer.content.decode()
    assert Official.objects.get(pk=official.pk).to_on is None


def test_leaving_twice_is_harmless(desk, office):
    mandate, official, *_rest = office
    url = desk.url("official_leave", official.pk)
    desk.client.post(url, {"to_on": LEFT.isoformat(), "version": 1})
    again = desk.client.post(url, {"to_on": AFTER.isoformat(), "version": 1})
    assert again.url == desk.url("mandate_detail", mandate.pk)
    assert Official.objects.get(pk=official.pk).to_on == LEFT


def test_liaison_leaves_with_a_successor(desk, office):
    mandate, _official, sound, weak = office
    data = {"to_on": LEFT.isoformat(), "successor": weak.pk, "version": 1}
    assert desk.client.post(desk.url("liaison_leave", sound.pk), data).status_code == 302
    gone = Liaison.objects.get(pk=sound.pk)
    assert (gone.to_on, gone.successor, gone.version) == (LEFT, weak, 2)
    assert state(mandate, AFTER).coverage.state is Cover.THIN
    assert not NoneFound.objects.exists()


def test_last_liaison_leaves_and_the_gap_opens(desk, office):
    mandate, _official, sound, weak = office
    for one in (sound, weak):
        desk.client.post(desk.url("liaison_leave", one.pk), {"to_on": LEFT.isoformat(), "version": 1})
    assert state(mandate, AFTER).coverage.state is Cover.GAP
    assert NoneFound.objects.get().confirmed_on == LEFT


def test_liaison_closed_by_somebody_else_at_the_same_time(desk, office):
    sound = office[2]
    Liaison.objects.filter(pk=sound.pk).update(version=2, steps=2)
    answer = desk.client.post(desk.url("liaison_leave", sound.pk), {"to_on": LEFT.isoformat(), "version": 1})
    assert answer.status_code == 422
    assert answer.context["form"].conflict is not None
    assert Liaison.objects.get(pk=sound.pk).to_on is None


def test_two_officials_cannot_hold_one_office(desk, office):
    data = {"office": "Head", "person_name": "Second Head", "from_on": "2025-03-01"}
    answer = desk.client.post(desk.url("official_create", office[0].pk), data)
    assert answer.status_code == 422
    assert "close that entry first" in answer.content.decode()
    assert 'value="Second Head"' in answer.content.decode()


def test_new_person_acts_for_the_body(desk, office):
    data = {"person_name": "Nadia Rocha", "person_title": "Adviser", "steps": "1", "from_on": "2025-03-01"}
    desk.client.post(desk.url("liaison_create", office[0].pk), data)
    person = Liaison.objects.get(person__name="Nadia Rocha").person
    assert (person.job_title, person.affiliations.get().organization) == ("Adviser", office[0].body)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, "Choose a person"), ({"person_name": "Twice Named", "steps": "9"}, "valid choice"),
        ({"person_name": "\u202e\u200b"}, "no sign"), ({"person": "999999999"}, "valid choice"),
        ({"person_name": "Known One"}, "listed already"), ({"person_name": "New", "from_on": "2098-01-01"}, "future"),
    ],
)  # fmt: skip
def test_wrong_liaison_is_422(desk, office, data, said):
    factories.person(collaboration=desk.collaboration, name="known one")
    before = Liaison.objects.count()
    answer = desk.client.post(desk.url("liaison_create", office[0].pk), {"steps": "0", "from_on": "2025-03-01"} | data)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert Liaison.objects.count() == before


def test_same_liaison_twice_is_refused(desk, office):
    mandate, _official, sound, _weak = office
    data = {"person": sound.person_id, "steps": "0", "from_on": "2025-03-01"}
    answer = desk.client.post(desk.url("liaison_create", mandate.pk), data)
    assert answer.status_code == 422
    assert "is a liaison for this mandate already" in answer.content.decode()


def test_steps_are_changed_and_a_second_editor_is_told(desk, office):
    sound = office[2]
    url, data = desk.url("liaison_edit", sound.pk), {"steps": "2", "from_on": "2025-02-01", "version": 1}
    assert desk.client.post(url, data).status_code == 302
    assert Liaison.objects.get(pk=sound.pk).steps == 2
    assert desk.client.post(url, data | {"steps": "1"}).status_code == 422


def test_post_is_corrected_and_a_second_editor_is_told(desk, office):
    official = office[1]
    url, data = (
        desk.url("official_edit", official.pk),
        {"office": "Head of permits", "from_on": "2025-03-01", "version": 1},
    )
    assert desk.client.post(url, data).status_code == 302
    assert Official.objects.get(pk=official.pk).office == "Head of permits"
    again = desk.client.post(url, data | {"office": "Head of nothing"})
    assert again.status_code == 422
    assert again.context["form"].conflict is not None
    left = {"to_on": LEFT.isoformat(), "version": 1}
    assert desk.client.post(desk.url("official_leave", official.pk), left).status_code == 422
    assert Official.objects.get(pk=official.pk).to_on is None
