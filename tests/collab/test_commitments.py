"""Commitments: noted once, closed with an outcome, opened again, seen by those they concern."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from collab.forms.commitments import CommitmentForm
from collab.models import Commitment
from tests import factories
from tests.collab.hostile import CHOICES, DAYS, IDS, TEXTS


def url(collaboration, what, *args):
    """The address of a page about commitments."""
    return reverse(f"collab:commitment_{what}", args=[collaboration.slug, *args])


def typed(viva, **changes):
    """What a browser sends for a new commitment of an organisation."""
    base = {
        "id": str(uuid4()), "who": f"o{viva.pk}", "text": "Sends the form", "promisee": "", "made_on": "2025-03-01",
        "due_on": "2025-03-15", "meeting": "",
    }  # fmt: skip
    return {name: value for name, value in (base | changes).items() if value is not None}


def retyped(promise, **changes):
    """What a browser sends when a commitment is changed."""
    base = {
        "who": f"o{promise.promiser_id}", "text": promise.text, "promisee": promise.promisee_id or "",
        "made_on": promise.made_on, "due_on": promise.due_on, "meeting": promise.meeting_id or "",
        "outcome": promise.outcome, "closed_on": promise.closed_on or "", "reason": promise.reason,
        "version": promise.version,
    }  # fmt: skip
    return {name: value for name, value in (base | changes).items() if value is not None}


def test_create_writes_what_was_typed(team, collaboration, viva, estero):
    lidia = factories.person(organization=viva)
    meeting = factories.meeting(viva)
    data = typed(viva, who=f"p{lidia.pk}-{viva.pk}", promisee=estero.pk, meeting=meeting.pk)
    answer = team.post(url(collaboration, "create"), data)
    made = Commitment.objects.get()
    assert (answer.status_code, answer.url, str(made.pk)) == (302, url(collaboration, "detail", made.pk), data["id"])
    assert (made.promiser, made.person, made.promisee, made.meeting, made.text) == (
        viva, lidia, estero, meeting, "Sends the form",
    )  # fmt: skip
    assert (made.made_on, made.due_on, made.outcome, made.closed_on, made.collaboration) == (
        date(2025, 3, 1), date(2025, 3, 15), "open", None, collaboration,
    )  # fmt: skip


def test_same_form_sent_again_is_one_and_other_content_is_refused(team, collaboration, viva, estero):
    data = typed(viva)
    answers = [team.post(url(collaboration, "create"), data) for _ in range(3)]
    assert {(one.status_code, one.url) for one in answers} == {(302, answers[0].url)}
    other = team.post(url(collaboration, "create"), data | {"who": f"o{estero.pk}"})
    assert (other.status_code, Commitment.objects.count()) == (422, 1)
    assert "Sends the form" in other.content.decode()


def test_new_commitment_is_open_whatever_is_sent(team, collaboration, viva):
    data = typed(viva, outcome="kept", closed_on="2025-03-02", version="7", collaboration=factories.collaboration().pk)
    assert team.post(url(collaboration, "create"), data).status_code == 302
    made = Commitment.objects.get()
    assert (made.outcome, made.closed_on, made.version, made.collaboration) == ("open", None, 1, collaboration)


def test_rules_of_the_table_are_explained(team, collaboration, viva):
    for changes, words in (
        ({"promisee": viva.pk}, "Nobody promises to itself"),
        ({"due_on": "2025-02-28"}, "A commitment cannot be due before it was made."),
        (
            {"made_on": collaboration.today() + timedelta(days=1), "due_on": "2099-01-01"},
            "This day lies in the future.",
        ),
    ):
        answer = team.post(url(collaboration, "create"), typed(viva, **changes))
        assert (answer.status_code, words in answer.content.decode()) == (422, True), words
        assert "Sends the form" in answer.content.decode()
    assert Commitment.objects.count() == 0


def test_rows_of_other_collaborations_are_no_choice(team, collaboration, viva):
    other = factories.organization()
    foreign = factories.person(organization=other)
    meeting = factories.meeting(other)
    for changes in (
        {"who": f"o{other.pk}"}, {"who": f"p{foreign.pk}-{other.pk}"}, {"who": f"p{foreign.pk}-{viva.pk}"},
        {"promisee": other.pk}, {"meeting": meeting.pk},
    ):  # fmt: skip
        answer = team.post(url(collaboration, "create"), typed(viva, **changes))
        assert (answer.status_code, Commitment.objects.count()) == (422, 0)
        assert other.name not in answer.content.decode()


@pytest.mark.parametrize("field", ["who", "promisee", "meeting"])
def test_choice_that_was_not_offered_is_refused(team, collaboration, viva, field):
    for value in CHOICES:
        assert team.post(url(collaboration, "create"), typed(viva, **{field: value})).status_code == 422, value


@pytest.mark.parametrize("field", ["made_on", "due_on"])
def test_day_that_is_none_is_refused_and_kept(team, collaboration, viva, field):
    for value in (*DAYS, ""):
        answer = team.post(url(collaboration, "create"), typed(viva, **{field: value}))
        assert answer.status_code == 422, value
        assert not value or f'value="{value}"' in answer.content.decode(), value
    assert Commitment.objects.count() == 0


def test_text_is_stored_or_refused_and_kept(team, collaboration, viva):
    for text in TEXTS:
        before = Commitment.objects.count()
        answer = team.post(url(collaboration, "create"), typed(viva, text=text))
        assert answer.status_code in (302, 422)
        if answer.status_code == 422:
            assert Commitment.objects.count() == before
            assert 'value="2025-03-15"' in answer.content.decode()
        else:
            answer = team.get(answer.url)
            assert answer.status_code == 200
        assert text not in answer.content.decode() or "<" not in text


@pytest.mark.parametrize("field", ["who", "text", "made_on", "due_on", "id"])
def test_missing_field(team, collaboration, viva, field):
    answer = team.post(url(collaboration, "create"), typed(viva, **{field: None}))
    assert answer.status_code == (302 if field == "id" else 422)


def test_damaged_id_is_refused(team, collaboration, viva):
    for value in IDS:
        assert team.post(url(collaboration, "create"), typed(viva, id=value)).status_code == 422, value
    assert Commitment.objects.count() == 0


def test_half_a_surrogate_pair_is_an_error(collaboration, viva):
    form = CommitmentForm(typed(viva, text="a\ud800b"), collaboration=collaboration)
    assert not form.store()
    assert "text" in form.errors


def test_create_starts_from_meeting_or_organization(team, collaboration, viva):
    collaboration.time_zone = "America/Mexico_City"
    collaboration.save()
    meeting = factories.meeting(viva, held_at=datetime(2025, 3, 2, 0, 30, tzinfo=UTC))
    new = url(collaboration, "create")
    page = team.get(f"{new}?meeting={meeting.pk}").content.decode()
    assert f'value="{meeting.pk}" selected' in page
    assert 'value="2025-03-01"' in page
    assert f'value="o{viva.pk}" selected' in team.get(f"{new}?organization={viva.pk}").content.decode()
    for query in ("?meeting=x", f"?meeting={uuid4()}", f"?organization={factories.organization().pk}", "?meeting=%00",
                  f"?meeting={meeting.pk}&organization={viva.pk}"):  # fmt: skip
        page = team.get(new + query).content.decode()
        assert f'value="{collaboration.today()}"' in page


def test_an_old_meeting_stays_a_choice_where_it_is_meant(team, collaboration, viva):
    old = factories.meeting(viva, held_at=datetime(2020, 1, 1, tzinfo=UTC), topics="The old one")
    for _number in range(100):
        factories.meeting(viva)
    new = url(collaboration, "create")
    assert "The old one" not in team.get(new).content.decode()
    assert "The old one" in team.get(f"{new}?meeting={old.pk}").content.decode()
    data = typed(viva, meeting=old.pk)
    assert team.post(new, data).status_code == 302
    assert "The old one" in team.get(url(collaboration, "edit", data["id"])).content.decode()


@pytest.mark.parametrize("outcome", ["kept", "partly", "broken", "renegotiated"])
def test_close_writes_the_outcome(team, collaboration, promise, outcome):
    close = url(collaboration, "close", promise.pk)
    page = team.get(close).content.decode()
    assert f'value="{collaboration.today()}"' in page
    assert "checked" not in page
    answer = team.post(close, {"version": 1, "outcome": outcome, "closed_on": "2025-03-20", "reason": "The boat sank"})
    promise.refresh_from_db()
    assert (answer.status_code, answer.url) == (302, promise.get_absolute_url())
    assert (promise.outcome, promise.closed_on, promise.reason, promise.version) == (
        outcome, date(2025, 3, 20), "The boat sank", 2,
    )  # fmt: skip
    page = team.get(promise.get_absolute_url()).content.decode()
    assert "The boat sank" in page
    assert "overdue" not in page


def test_close_refuses_what_makes_no_sense(team, collaboration, promise):
    close = url(collaboration, "close", promise.pk)
    good = {"version": 1, "outcome": "kept", "closed_on": "2025-03-20", "reason": "Because"}
    for changes in (
        {"outcome": "open"}, {"outcome": "x"}, {"outcome": ""}, {"closed_on": ""}, {"closed_on": "2025-02-28"},
        {"closed_on": collaboration.today() + timedelta(days=1)}, {"version": ""}, {"version": "-1"},
        {"reason": "a\x00b"}, {"reason": "a" * 401},
    ):  # fmt: skip
        answer = team.post(close, good | changes)
        assert answer.status_code == 422, changes
        assert "Because" in answer.content.decode() or "reason" in changes
    promise.refresh_from_db()
    assert (promise.outcome, promise.version) == ("open", 1)
    assert team.post(close, {}).status_code == 422


def test_two_who_close_at_once_see_each_other(team, collaboration, promise):
    close = url(collaboration, "close", promise.pk)
    data = {"version": 1, "outcome": "kept", "closed_on": "2025-03-20", "reason": "It came"}
    assert team.post(close, data).status_code == 302
    late = team.post(close, data | {"outcome": "broken", "reason": "It never came"})
    page = late.content.decode()
    assert (late.status_code, "It came" in page, "It never came" in page) == (422, True, True)
    promise.refresh_from_db()
    assert promise.outcome == "kept"
    assert team.get(close).url == url(collaboration, "edit", promise.pk)


def test_open_again_is_an_edit(team, collaboration, viva):
    promise = factories.commitment(viva, outcome="broken", reason="Nobody came")
    edit = url(collaboration, "edit", promise.pk)
    half = team.post(edit, retyped(promise, outcome="open"))
    assert half.status_code == 422
    assert "A closed commitment has an outcome and a day, an open one neither." in half.content.decode()
    assert team.post(edit, retyped(promise, outcome="open", closed_on="")).status_code == 302
    promise.refresh_from_db()
    assert (promise.outcome, promise.closed_on, promise.version) == ("open", None, 2)


def test_edit_keeps_the_text_of_the_loser(team, collaboration, promise):
    edit = url(collaboration, "edit", promise.pk)
    assert team.post(edit, retyped(promise, text="Sends two forms")).status_code == 302
    late = team.post(edit, retyped(promise, text="Sends no form"))
    page = late.content.decode()
    assert (late.status_code, "Sends two forms" in page, "Sends no form" in page) == (422, True, True)
    assert 'name="version" value="2"' in page
    promise.refresh_from_db()
    assert promise.text == "Sends two forms"


def test_edit_after_somebody_closed_it_shows_the_outcome(team, collaboration, promise):
    data = retyped(promise, text="Mine")
    promise.close(outcome="kept", on=date(2025, 3, 3))
    Commitment.objects.filter(pk=promise.pk).update(version=2)
    page = team.post(url(collaboration, "edit", promise.pk), data).content.decode()
    assert "Kept" in page
    promise.refresh_from_db()
    assert (promise.outcome, promise.text) == ("kept", "Send the records")


def test_somebody_who_left_stays_who_promised(team, collaboration, viva):
    gone = factories.person(organization=viva, name="Gone Person")
    gone.affiliations.update(to_on=date(2020, 1, 1))
    promise = factories.commitment(viva, person=gone)
    edit = url(collaboration, "edit", promise.pk)
    assert f'value="p{gone.pk}-{viva.pk}" selected' in team.get(edit).content.decode()
    data = retyped(promise, who=f"p{gone.pk}-{viva.pk}", text="Other words")
    assert team.post(edit, data).status_code == 302
    promise.refresh_from_db()
    assert (promise.person, promise.text) == (gone, "Other words")
