"""The quick log remembers: whom one met together, what an earlier meeting was like, what time it is."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.http import QueryDict
from django.utils import timezone

from collab.forms.log import LogForm
from collab.models import Meeting
from tests import factories
from tests.collab.meeting_story import Here, typed


@pytest.fixture
def here(facilitator, sign_in):
    """A facilitator at work."""
    return Here(facilitator, sign_in(facilitator))


def held(here, days, **values):
    """A meeting of Lidia and Chuy some days ago."""
    at = timezone.now() - timedelta(days=days)
    people = (here.lidia, here.chuy)
    return factories.meeting(collaboration=here.collaboration, people=people, held_at=at, **values)


def form_at(here, query=""):
    """The form as the page shows it."""
    return here.client.get(f"{here.log}{query}").context["form"]


def test_each_group_is_offered_once_with_its_latest_meeting(here):
    held(here, 20, topics="Old")
    new = held(here, 3, topics="New")
    other = factories.meeting(here.viva, here.estero, held_at=timezone.now() - timedelta(days=9), topics="Both houses")
    factories.meeting(here.viva, held_at=timezone.now())  # one alone is one tap anyway
    held(here, -5, topics="Still to come", is_held=False)
    assert [group.meeting for group in form_at(here).groups] == [new, other]
    page = here.client.get(here.log).content.decode()
    assert f"?like={new.pk}" in page
    assert "Old" not in page


def test_earlier_meeting_lends_how_and_with_whom_but_nothing_that_was_said(here):
    values = {"mode": "video", "kind": "steering", "topics": "Catch records", "called_by": here.viva}
    meeting = held(here, 3, summary="They argued.", note="Lidia is tired.", **values)
    page = here.client.get(f"{here.log}?like={meeting.pk}")
    form = page.context["form"]
    assert (form["mode"].value(), form["kind"].value(), form["topics"].value()) == (
        "video",
        "steering",
        "Catch records",
    )
    assert form["called_by"].value() == here.viva.pk
    assert set(form["who"].value()) == {f"p{here.lidia.pk}-{here.viva.pk}", f"p{here.chuy.pk}-{here.estero.pk}"}
    assert "They argued." not in page.content.decode()
    assert "tired" not in page.content.decode()


@pytest.mark.parametrize("like", ["x", "", "00000000-0000-0000-0000-000000000001", "%00"])
def test_unknown_meeting_lends_nothing(here, like):
    assert form_at(here, f"?like={like}")["who"].value() is None


def test_meeting_of_another_collaboration_lends_nothing(here):
    other = factories.meeting(factories.organization(), topics="Hidden elsewhere")
    page = here.client.get(f"{here.log}?like={other.pk}")
    assert "Hidden elsewhere" not in page.content.decode()


def test_now_is_the_moment_at_which_the_page_was_opened(here):
    now = form_at(here).fields["when"].choices[0]
    here.client.post(here.log, typed(here, when=now[0], clock=""))
    meeting = Meeting.objects.get()
    local = meeting.held_at.astimezone(here.collaboration.zone)
    assert (now[1], f"{local:%Y-%m-%dT%H:%M}") == ("Now", now[0])


def test_moment_sent_days_later_is_the_moment_stated(here):
    data = typed(here, when="2025-03-01T09:30", clock="")
    assert [here.client.post(here.log, data).status_code for _ in range(2)] == [302, 302]
    local = Meeting.objects.get().held_at.astimezone(here.collaboration.zone)
    assert f"{local:%Y-%m-%dT%H:%M}" == "2025-03-01T09:30"


@pytest.mark.parametrize(
    "when", ["2025-03-01T25:00", "2025-03-01T", "2025-03-01T09:30:00Z", "2025-03-01 09:30", "T09:30"]
)
def test_moment_that_is_none_is_refused_and_nothing_is_lost(here, when):
    answer = here.client.post(here.log, typed(here, when=when))
    assert answer.status_code == 422
    assert "Viva showed the first month." in answer.content.decode()


def test_call_is_asked_for_in_one_line(here):
    form = form_at(here, "?short=1")
    assert form["mode"].value() == "call"
    data = {"id": str(form["id"].value()), "mode": "call", "when": str(here.today), "who": [f"o{here.viva.pk}"]}
    assert here.client.post(f"{here.log}?short=1", data | {"summary": "Form is on its way."}).status_code == 302
    assert Meeting.objects.get().kind == "bilateral"


def test_device_that_keeps_no_private_note_may_send_again_what_arrived_with_one(here):
    data = typed(here)
    without = {name: value for name, value in data.items() if name != "private_note"}
    assert [here.client.post(here.log, one).status_code for one in (data, without)] == [302, 302]
    assert Meeting.objects.get().private_note == "Lidia is tired."
    assert here.client.post(here.log, data | {"private_note": ""}).status_code == 422


def test_meeting_of_this_morning_counts_before_noon_and_is_one_when_sent_after_noon(here):
    data = typed(here, clock="", when="2026-11-24")
    for hour in (8, 13):
        at = datetime(2026, 11, 24, hour, 30, 30, tzinfo=here.collaboration.zone)
        form = LogForm(form_data(data), collaboration=here.collaboration, seat=here.seat, now=at)
        assert form.store(), form.errors
    local = Meeting.objects.get().held_at.astimezone(here.collaboration.zone)
    assert f"{local:%H:%M:%S}" == "08:30:00"


def form_data(data):
    """As a request carries it."""
    sent = QueryDict(mutable=True)
    for name, value in data.items():
        sent.setlist(name, value if isinstance(value, list) else [value])
    return sent


def test_template_lends_agenda_and_headings_and_is_left_alone(here):
    url = f"/c/{here.collaboration.slug}/meetings/templates/"
    data = {"id": str(uuid4()), "name": "Steering group", "mode": "video", "kind": "steering", "topics": "Steering"}
    data |= {"agenda": "1. Money", "minutes": "Decided:"}
    assert here.client.post(f"{url}new/", data).status_code == 302
    outline = here.collaboration.outlines.get()
    form = form_at(here, f"?outline={outline.pk}")
    values = {name: form[name].value() for name in ("mode", "kind", "topics", "summary")}
    assert values == {"mode": "video", "kind": "steering", "topics": "Steering", "summary": "1. Money\n\nDecided:"}
    same = here.client.post(f"{url}new/", data | {"id": str(uuid4()), "name": "STEERING group"})
    assert same.status_code == 422
    assert "A template of this name is listed already." in same.content.decode()
    changed = data | {"version": "1", "agenda": "1. Boats"}
    assert here.client.post(f"{url}{outline.pk}/", changed).status_code == 302
    assert here.client.post(f"{url}{outline.pk}/", changed | {"agenda": "1. Nets"}).status_code == 422
    assert here.collaboration.outlines.get().agenda == "1. Boats"
    assert here.client.post(f"{url}{outline.pk}/delete/").status_code == 302
    assert not here.collaboration.outlines.exists()


def test_template_of_another_collaboration_lends_nothing(here):
    other = factories.collaboration().outlines.create(name="Hidden", agenda="Hidden agenda")
    assert "Hidden agenda" not in here.client.get(f"{here.log}?outline={other.pk}").content.decode()
    assert here.client.get(f"/c/{here.collaboration.slug}/meetings/templates/{other.pk}/").status_code == 404
