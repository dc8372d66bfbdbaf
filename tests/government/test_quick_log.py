"""The quick log asks for offices: consultation and stance are written with the meeting, once, and only for the team."""

import pytest

from collab.models import Meeting
from government.models import Consultation, Stance
from tests import factories
from tests.collab.meeting_story import Here, typed
from tests.government.story import mandate


@pytest.fixture
def here(facilitator, sign_in):
    """A facilitator at work, and an office."""
    here = Here(facilitator, sign_in(facilitator))
    here.mandate = mandate(collaboration=here.collaboration)
    return here


def office(here, **values):
    """What is sent about the office."""
    data = {"office-mandate": str(here.mandate.pk), "office-timing": "before draft", "office-level": "2"}
    return data | {"office-evidence": "Asked for our numbers, then decided.", **values}


def test_consultation_and_stance_are_written_with_the_meeting_and_once(here):
    data = typed(here) | office(here)
    assert [here.client.post(here.log, data).status_code for _ in range(3)] == [302] * 3
    meeting, asked, stance = Meeting.objects.get(), Consultation.objects.get(), Stance.objects.get()
    assert (asked.meeting, asked.mandate, asked.timing) == (meeting, here.mandate, "before draft")
    assert (stance.meeting, stance.level, stance.seen_on) == (meeting, 2, here.today)
    assert stance.evidence == "Asked for our numbers, then decided."


def test_nothing_said_about_offices_writes_nothing(here):
    assert here.client.post(here.log, typed(here)).status_code == 302
    assert (Consultation.objects.count(), Stance.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"office-mandate": ""}, "Say which office it was."),
        ({"office-timing": "", "office-level": "", "office-evidence": ""}, "Say how early it was asked"),
        ({"office-level": ""}, "Say how it dealt with us."),
        ({"office-level": "9"}, "Select a valid choice"),
        ({"office-mandate": "999999999"}, "Select a valid choice"),
    ],
)
def test_half_an_answer_is_refused_and_everything_typed_is_kept(here, change, words):
    answer = here.client.post(here.log, typed(here) | office(here) | change)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert "Viva showed the first month." in page
    assert Meeting.objects.count() == 0


def test_second_stance_of_a_day_is_explained(here):
    Stance.objects.create(collaboration=here.collaboration, mandate=here.mandate, level=1, seen_on=here.today)
    answer = here.client.post(here.log, typed(here) | office(here))
    assert (answer.status_code, Meeting.objects.count()) == (422, 0)
    assert "recorded for this mandate and day already" in answer.content.decode()


def test_planned_meeting_has_no_stance_yet(here):
    data = typed(here, is_planned="on", **{"promises-0-text": "", "promises-0-who": "", "decisions-0-text": ""})
    data |= {"decisions-0-proposed_by": ""} | office(here)
    answer = here.client.post(here.log, data)
    assert answer.status_code == 422
    assert "still planned" in answer.content.decode()


def test_one_more_row_keeps_what_was_said_about_the_office(here):
    answer = here.client.post(here.log, typed(here) | office(here) | {"more": "promises"})
    assert answer.status_code == 200
    assert "Asked for our numbers, then decided." in answer.content.decode()


def test_offices_stay_off_devices_and_are_not_asked_for_where_there_are_none(here, sign_in):
    assert "Was government there?" in here.client.get(here.log).content.decode()
    kept = here.client.get(here.url("kept")).content.decode()
    assert "Was government there?" not in kept
    other = factories.seat(role="facilitator")
    page = sign_in(other).get(f"/c/{other.collaboration.slug}/meetings/new/").content.decode()
    assert "Was government there?" not in page
