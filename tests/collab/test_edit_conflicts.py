"""Two editors of one record: one wins, the other's text is kept, and each field is taken from whom one says."""

from threading import Barrier, Thread

import pytest
from django.db import connection
from django.urls import reverse

from collab.models import Commitment, Decision, DecisionPart, Meeting
from tests import factories
from tests.collab.meeting_story import Here


@pytest.fixture
def here(facilitator, sign_in):
    """A facilitator at work; a meeting, a promise and a decision."""
    here = Here(facilitator, sign_in(facilitator))
    here.meeting = factories.meeting(here.estero, people=(here.lidia,), topics="Catch records")
    here.promise = factories.commitment(here.viva, here.estero)
    here.decision = factories.decision(proposed=(here.viva,), text="Share the records")
    return here


def edits(here):
    """Of each noun: the address of its form, what it sends, the name of its longest text, how to read that text."""
    viva, estero = str(here.viva.pk), str(here.estero.pk)
    meeting = {
        "mode": "in person", "kind": "bilateral", "day": "2025-03-01", "clock": "15:00",
        "who": [f"p{here.lidia.pk}-{viva}", f"o{estero}"], "topics": "Catch records",
    }  # fmt: skip
    promise = {
        "who": f"o{viva}", "promisee": estero, "made_on": str(here.promise.made_on), "due_on": str(here.promise.due_on),
        "outcome": here.promise.outcome, "closed_on": "", "reason": "",
    }  # fmt: skip
    decision = {
        "subject": here.decision.subject, "how": here.decision.how, "is_carried": "True", "proposed_by": [viva],
        "decided_on": str(here.decision.decided_on),
    }  # fmt: skip
    return {
        "meeting": (here.meeting, meeting, "summary", Meeting),
        "commitment": (here.promise, promise, "text", Commitment),
        "decision": (here.decision, decision, "text", Decision),
    }


def address(here, noun, record):
    """Of the form that changes a record."""
    return reverse(f"collab:{noun}_edit", args=[here.collaboration.slug, record.pk])


@pytest.mark.parametrize("noun", ["meeting", "commitment", "decision"])
def test_second_click_is_saved(here, noun):
    record, data, text, model = edits(here)[noun]
    sent = data | {"version": record.version, text: "Mine"}
    assert [here.client.post(address(here, noun, record), sent).status_code for _ in range(3)] == [302] * 3
    assert model.objects.get().version == 2


@pytest.mark.parametrize("noun", ["meeting", "commitment", "decision"])
def test_each_field_is_taken_from_whom_one_says(here, noun):
    record, data, text, model = edits(here)[noun]
    url, other = (
        address(here, noun, record),
        {"meeting": "topics", "commitment": "due_on", "decision": "decided_on"}[noun],
    )
    value = {"meeting": "Their topic", "commitment": "2030-01-31", "decision": "2025-02-02"}[noun]
    assert here.client.post(url, data | {"version": record.version, text: "Theirs", other: value}).status_code == 302
    late = here.client.post(url, data | {"version": record.version, text: "Mine"})
    assert late.status_code == 422
    page = late.content.decode()
    assert page.count(f'name="take-{text}"') == page.count(f'name="take-{other}"') == 2
    assert 'id="record"' in page
    version = late.context["form"]["version"].value()
    choice = {f"take-{text}": "mine", f"take-{other}": "theirs"}
    assert here.client.post(url, data | {"version": version, text: "Mine"} | choice).status_code == 302
    now = model.objects.get()
    assert (getattr(now, text), str(getattr(now, other)), now.version) == ("Mine", value, 3)


def test_people_times_and_ticks_can_be_taken_too(here):
    record, data, text, _model = edits(here)["meeting"]
    url, chuy = address(here, "meeting", record), f"p{here.chuy.pk}-{here.estero.pk}"
    changed = {"who": [chuy], "clock": "09:15", "mode": "call", "called_by": str(here.viva.pk)}
    here.client.post(url, data | {"version": 1, text: ""} | changed)
    late = here.client.post(url, data | {"version": 1, text: "Mine"})
    version = late.context["form"]["version"].value()
    choice = {f"take-{name}": "theirs" for name in changed}
    assert here.client.post(url, data | {"version": version, text: "Mine"} | choice).status_code == 302
    now = Meeting.objects.get()
    assert (now.mode, now.called_by, now.summary, f"{now.held_at:%H:%M}") == ("call", here.viva, "Mine", "09:15")
    assert list(now.attendances.values_list("person__name", flat=True)) == ["Chuy Valdez"]


def test_parts_of_a_decision_can_be_taken_too(here):
    record, data, text, _model = edits(here)["decision"]
    url = address(here, "decision", record)
    here.client.post(
        url, data | {"version": 1, text: "Theirs", "proposed_by": [], "approved_by": [str(here.estero.pk)]}
    )
    late = here.client.post(url, data | {"version": 1, text: "Mine"})
    version = late.context["form"]["version"].value()
    choice = {"take-proposed_by": "theirs", "take-approved_by": "theirs"}
    assert here.client.post(url, data | {"version": version, text: "Mine"} | choice).status_code == 302
    assert list(DecisionPart.objects.values_list("part", "organization__name")) == [("approved", "Unión Estero")]


def test_choice_that_names_no_field_changes_nothing(here):
    record, data, text, _model = edits(here)["meeting"]
    odd = {"take-version": "theirs", "take-id": "theirs", "take-logged_by": "theirs", "take-summary": "x"}
    answer = here.client.post(address(here, "meeting", record), data | {"version": 1, text: "Mine"} | odd)
    assert answer.status_code == 302
    assert Meeting.objects.get().summary == "Mine"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("races", [15, pytest.param(1000, marks=pytest.mark.long)])
def test_of_two_editors_at_once_one_wins_and_the_others_text_is_kept(here, sign_in, races):
    clients, start, outcomes = [sign_in(here.seat) for _ in range(2)], Barrier(2), [[], []]
    nouns, versions = list(edits(here).items()), dict.fromkeys(edits(here), 1)

    def race(number):
        for n in range(races):
            noun, (record, data, text, _model) = nouns[n % 3]
            start.wait()
            words = f"Race {n}, editor {number}"
            sent = data | {"version": versions[noun], text: words}
            answer = clients[number].post(address(here, noun, record), sent)
            kept = answer.status_code == 302 or f">\n{words}</textarea>" in answer.content.decode()
            outcomes[number].append((answer.status_code, kept))
            if start.wait() == 0:  # both have their answer: one of them turns to the next version
                versions[noun] += 1
        connection.close()

    threads = [Thread(target=race, args=(number,)) for number in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(outcomes[0]) == len(outcomes[1]) == races
    assert all({first[0], second[0]} == {302, 422} for first, second in zip(*outcomes, strict=True))
    assert all(kept for both in outcomes for _code, kept in both)
    stored = [model.objects.get() for _noun, (_record, _data, _text, model) in nouns]
    assert sum(one.version - 1 for one in stored) == races
