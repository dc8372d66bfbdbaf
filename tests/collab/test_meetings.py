"""Meetings: the quick log writes everything once, refuses what is wrong, and keeps what was typed."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from collab.models import Attendance, Commitment, Decision, Meeting, Organization, Person
from tests import factories
from tests.collab.meeting_story import Here, counts, typed


@pytest.fixture
def here(facilitator, sign_in):
    """A facilitator at work."""
    return Here(facilitator, sign_in(facilitator))


def test_log_writes_meeting_people_promise_and_decision(here):
    data = typed(here)
    answer = here.client.post(here.log, data)
    meeting = Meeting.objects.get()
    assert answer.status_code == 302
    assert answer.url == here.url("detail", data["id"])
    assert str(meeting.pk) == data["id"]
    assert (meeting.mode, meeting.kind, meeting.topics, meeting.is_held) == (
        "in person",
        "bilateral",
        "Catch records",
        True,
    )
    assert meeting.held_at == datetime.combine(here.today, datetime.min.time(), tzinfo=UTC)
    assert (meeting.summary, meeting.private_note) == ("Viva showed the first month.", "Lidia is tired.")
    assert (meeting.logged_by, meeting.collaboration) == (here.seat.user, here.collaboration)
    assert set(Attendance.objects.values_list("person", "organization")) == {
        (here.lidia.pk, here.viva.pk), (None, here.estero.pk),
    }  # fmt: skip
    promise = Commitment.objects.get()
    assert (promise.promiser, promise.person, promise.promisee) == (here.estero, here.chuy, here.viva)
    assert (promise.text, promise.made_on, promise.due_on) == (
        "Sends the form", here.today, here.today + timedelta(days=14),
    )  # fmt: skip
    assert promise.meeting == meeting
    decision = Decision.objects.get()
    assert (decision.text, decision.is_carried, decision.decided_on, decision.meeting) == (
        "Share the records", True, here.today, meeting,
    )  # fmt: skip
    assert list(decision.parts.values_list("organization", "part")) == [(here.viva.pk, "proposed")]


def test_one_line_contact_needs_mode_day_and_who_only(here):
    line = {
        "id": uuid4(),
        "mode": "call",
        "when": here.today,
        "summary": "Asked for the form.",
        "who": f"o{here.viva.pk}",
    }
    assert [here.client.post(here.log, line).status_code for _ in range(2)] == [302, 302]
    meeting = Meeting.objects.get()
    assert (meeting.mode, meeting.kind, meeting.summary) == ("call", "bilateral", "Asked for the form.")
    assert Attendance.objects.get().organization == here.viva


def test_same_form_sent_five_times_is_one_meeting(here):
    data = typed(here, **{"newcomers-0-person_name": "Dra. Ríos", "newcomers-0-organization_name": "Fisheries desk"})
    answers = [here.client.post(here.log, data) for _ in range(5)]
    assert {(one.status_code, one.url) for one in answers} == {(302, answers[0].url)}
    assert {name: counts()[name] for name in ("Meeting", "Attendance", "Commitment", "Decision", "DecisionPart")} == {
        "Meeting": 1, "Attendance": 3, "Commitment": 1, "Decision": 1, "DecisionPart": 1,
    }  # fmt: skip
    assert Person.objects.filter(name="Dra. Ríos").count() == 1
    assert Organization.objects.filter(name="Fisheries desk").count() == 1


def test_same_form_sent_again_after_somebody_changed_the_meeting_answers_as_the_first_time(here):
    data = typed(here)
    first = here.client.post(here.log, data)
    Meeting.objects.update(topics="Changed since", version=2)
    assert here.client.post(here.log, data).url == first.url
    assert Meeting.objects.get().topics == "Changed since"


@pytest.mark.parametrize(
    "change",
    [
        {"summary": "Something else"},
        {"private_note": "Something else"},
        {"who": ["o{viva}"]},
        {"promises-0-text": "Sends nothing"},
        {"promises-0-due": "7"},
        {"promises-0-who": None, "promises-0-text": None},
        {"decisions-0-text": "Share nothing"},
        {"decisions-0-outcome": "not carried"},
        {"decisions-0-proposed_by": ""},
        {"clock": "00:01"},
    ],
)
def test_same_id_with_other_content_is_refused(here, change):
    data = typed(here)
    here.client.post(here.log, data)
    before = counts()
    change = {name: [one.format(viva=here.viva.pk) for one in value] if isinstance(value, list) else value
              for name, value in change.items()}  # fmt: skip
    answer = here.client.post(here.log, typed(here, **{"id": data["id"]} | change))
    assert answer.status_code == 422
    assert "saved once already, with other content" in answer.content.decode()
    assert counts() == before
    assert data["id"] not in answer.content.decode()  # a new id: saving again is a new entry, knowingly


def test_id_of_another_collaboration_is_refused_and_tells_nothing(here):
    other = factories.meeting(factories.organization(), topics="Hidden talk", note="Hidden note")
    own = factories.meeting(here.viva, topics="Own talk")
    answers = [here.client.post(here.log, typed(here, id=one.pk)) for one in (other, own)]
    assert [one.status_code for one in answers] == [422, 422]
    assert all("saved once already, with other content" in one.content.decode() for one in answers)
    assert all("Hidden" not in one.content.decode() for one in answers)
    assert Meeting.objects.count() == 2


def test_deleted_meeting_does_not_come_back_when_sent_again(here):
    data = typed(here, **{"promises-0-who": None, "promises-0-text": None, "decisions-0-text": None,
                          "decisions-0-proposed_by": None})  # fmt: skip
    here.client.post(here.log, data)
    answer = here.client.post(here.url("delete", data["id"]))
    assert answer.url == here.list
    assert here.client.post(here.log, data).status_code == 422
    assert Meeting.objects.count() == Attendance.objects.count() == 0


def test_foreign_people_and_organizations_are_refused(here):
    away = factories.organization(name="Far away")
    stranger = factories.person(organization=away)
    before = counts()
    for change in (
        {"who": [f"o{away.pk}"]}, {"who": [f"p{stranger.pk}-{away.pk}"]}, {"who": [f"p{stranger.pk}-{here.viva.pk}"]},
        {"called_by": away.pk}, {"chaired_by": away.pk}, {"promises-0-who": f"o{away.pk}"}, {"promises-0-to": away.pk},
        {"decisions-0-proposed_by": away.pk},
        {"newcomers-0-person_name": "Somebody", "newcomers-0-organization": away.pk},
    ):  # fmt: skip
        answer = here.client.post(here.log, typed(here, **change))
        assert answer.status_code == 422, change
        assert "Far away" not in answer.content.decode()
    assert counts() == before


def test_fields_of_the_model_that_the_form_does_not_show_change_nothing(here):
    other = factories.collaboration()
    data = typed(
        here, collaboration=other.pk, logged_by=1, version=7, created_at="2001-01-01", is_held="", held_at="2001"
    )
    here.client.post(here.log, data)
    meeting = Meeting.objects.get()
    assert (meeting.collaboration, meeting.logged_by, meeting.version) == (here.collaboration, here.seat.user, 1)
    assert meeting.is_held
    assert meeting.created_at.date() == datetime.now(UTC).date()


def test_new_person_and_new_organization_are_entered(here):
    new = {
        "newcomers-TOTAL_FORMS": "2", "newcomers-0-person_name": "Dra. Ríos", "newcomers-0-organization": here.viva.pk,
        "newcomers-1-organization_name": "Fisheries desk",
    }  # fmt: skip
    here.client.post(here.log, typed(here, who=[], **new))
    rios, desk = Person.objects.get(name="Dra. Ríos"), Organization.objects.get(name="Fisheries desk")
    assert set(Attendance.objects.values_list("person", "organization")) == {(rios.pk, here.viva.pk), (None, desk.pk)}
    assert list(rios.affiliations.values_list("organization", flat=True)) == [here.viva.pk]
    assert (rios.collaboration, desk.collaboration) == (here.collaboration, here.collaboration)


def test_known_name_typed_in_is_not_entered_twice(here):
    new = {"newcomers-0-person_name": "lidia armenta", "newcomers-0-organization": here.viva.pk}
    here.client.post(here.log, typed(here, who=[], **new))
    assert Person.objects.filter(name__iexact="Lidia Armenta").count() == 1
    assert Attendance.objects.get().person == here.lidia


def test_nobody_there_is_refused(here):
    answer = here.client.post(here.log, typed(here, who=[]))
    assert answer.status_code == 422
    assert "Mark at least one person or organisation" in answer.content.decode()
    assert Meeting.objects.count() == 0


def test_another_promise_keeps_everything_typed_and_writes_nothing(here):
    answer = here.client.post(here.log, typed(here, more="promises", mode=None, summary="Half a sent"))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Half a sent" in page
    assert "Lidia is tired." in page
    assert 'value="Sends the form"' in page
    assert 'name="promises-1-text"' in page
    assert 'value="14" id="id_promises-1-due_1" checked' in page
    assert "to correct" not in page
    assert Meeting.objects.count() == 0


def test_planned_meeting_may_lie_ahead_and_promises_nothing_yet(here):
    ahead = here.today + timedelta(days=20)
    data = typed(here, when="other", day=str(ahead), is_planned="on")
    assert here.client.post(here.log, data).status_code == 422
    nothing = dict.fromkeys(("promises-0-who", "promises-0-text", "decisions-0-text", "decisions-0-proposed_by"), "")
    assert here.client.post(here.log, data | nothing).status_code == 302
    meeting = Meeting.objects.get()
    assert (meeting.is_held, meeting.held_at.date()) == (False, ahead)


def test_held_meeting_in_the_future_is_refused(here):
    answer = here.client.post(here.log, typed(here, when="other", day=str(here.today + timedelta(days=1))))
    assert answer.status_code == 422
    assert "cannot lie in the future" in answer.content.decode()
    assert Meeting.objects.count() == 0


@pytest.mark.parametrize(
    ("zone", "day", "clock", "moment"),
    [
        ("America/New_York", "2026-03-08", "02:30", None),  # left out: clocks go forward
        ("America/New_York", "2025-11-02", "01:30", "2025-11-02T05:30+00:00"),  # there twice: the first counts
        ("Pacific/Apia", "2011-12-30", "", None),  # a day that was skipped
        ("Pacific/Apia", "2011-12-31", "", "2011-12-30T22:00+00:00"),
        ("Europe/Berlin", "2024-02-29", "", "2024-02-29T11:00+00:00"),
        ("America/Mexico_City", "2025-01-01", "23:59", "2025-01-02T05:59+00:00"),
    ],
)
def test_moment_of_a_local_time(here, zone, day, clock, moment):
    here.collaboration.time_zone = zone
    here.collaboration.save()
    data = typed(here, when="other", day=day, clock=clock)
    answer = here.client.post(here.log, data)
    assert answer.status_code == (302 if moment else 422)
    assert [one.held_at for one in Meeting.objects.all()] == ([datetime.fromisoformat(moment)] if moment else [])
    assert moment or "did not exist" in answer.content.decode()
