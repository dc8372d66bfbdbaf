"""Writing by the API: the rules of the pages, one sentence a field, nothing twice, nothing overwritten unseen."""

import json
import threading
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from collab.models import ApiAnswer, ApiToken, Commitment, Meeting
from collab.models.tokens import CALLS_A_MINUTE, KEPT_HOURS
from collab.tasks import sweep_api_answers
from metrics.api.paging import cursor_of
from tests import factories
from tests.collab.world import bearer

JSON = "application/json"


@pytest.fixture
def client(facilitator) -> Client:
    """A program of the facilitator."""
    return bearer(facilitator.user)


@pytest.fixture
def at(collaboration) -> Any:
    """The address of an operation in the collaboration."""
    return lambda name, *args: reverse(f"api:{name}", args=[collaboration.slug, *args])


def promise(collaboration, **values) -> dict[str, Any]:
    """A promise of the backbone."""
    return {
        "promiser": collaboration.backbone.pk, "text": "A list of wells", "made_on": "2025-03-03",
        "due_on": "2025-04-03", **values,
    }  # fmt: skip


def send(client: Client, method: str, url: str, body: Any, **headers: str) -> Any:
    """A request with a JSON body."""
    return client.generic(method, url, json.dumps(body), content_type=JSON, headers=headers)


def test_what_is_written_is_read_back_and_stands_on_the_page(client, at, collaboration, facilitator, sign_in):
    answer = send(client, "POST", at("commitment_create"), promise(collaboration))
    assert answer.status_code == 201
    made = answer.json()
    assert made | {"id": 0} == promise(collaboration) | {
        "id": 0, "person": None, "promisee": None, "meeting": None, "outcome": "open", "closed_on": None,
        "reason": "", "version": 1,
    }  # fmt: skip
    assert answer["Location"] == at("commitment_detail", made["id"])
    assert answer["ETag"] == '"1"'
    assert client.get(answer["Location"]).json() == made
    page = sign_in(facilitator).get(reverse("collab:commitment_detail", args=[collaboration.slug, made["id"]]))
    assert "A list of wells" in page.content.decode()


def test_a_change_needs_the_version_that_was_read_and_leaves_the_rest_as_it_is(client, at, collaboration):
    made = send(client, "POST", at("commitment_create"), promise(collaboration)).json()
    url = at("commitment_detail", made["id"])
    kept = {"outcome": "kept", "closed_on": "2025-04-01"}
    assert send(client, "PATCH", url, kept).status_code == 428
    assert send(client, "PATCH", url, kept, **{"If-Match": "3"}).status_code == 400
    changed = send(client, "PATCH", url, kept, **{"If-Match": '"1"'})
    assert (changed.status_code, changed["ETag"]) == (200, '"2"')
    assert changed.json() == made | kept | {"version": 2}


def test_a_conflict_shows_what_you_sent_and_what_stands_there_now(client, at, collaboration):
    made = send(client, "POST", at("commitment_create"), promise(collaboration)).json()
    url = at("commitment_detail", made["id"])
    assert send(client, "PATCH", url, {"text": "Theirs"}, **{"If-Match": '"1"'}).status_code == 200
    late = send(client, "PATCH", url, {"text": "Mine"}, **{"If-Match": 'W/"1"'})
    assert (late.status_code, late["ETag"], late["Content-Type"]) == (412, '"2"', "application/problem+json")
    assert late.json()["differences"] == [{"field": "text", "yours": "Mine", "theirs": "Theirs"}]
    assert Commitment.objects.get(pk=made["id"]).text == "Theirs"


def test_what_does_not_fit_is_said_field_by_field_in_whole_sentences(client, at, collaboration):
    wrong = promise(collaboration, promiser=999, due_on="2025-02-01")
    answer = send(client, "POST", at("commitment_create"), wrong)
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    told = {one["field"]: one["message"] for one in answer.json()["errors"]}
    assert set(told) == {"promiser", ""}
    shape = send(client, "POST", at("commitment_create"), {"text": 1, "made_on": "31.3.2025", "owner": 1})
    assert {one["field"]: one["message"] for one in shape.json()["errors"]} == {
        "text": "This must be a text.", "promiser": "This field is missing.",
        "made_on": "Enter a day that exists, as year-month-day, such as 2026-03-31.",
        "due_on": "This field is missing.", "owner": "There is no field of this name.",
    }  # fmt: skip
    before = send(client, "POST", at("commitment_create"), promise(collaboration, due_on="2025-02-01"))
    assert before.json()["errors"] == [{"field": "", "message": "A commitment cannot be due before it was made."}]
    assert not Commitment.objects.exists()


def test_fields_that_nobody_offers_are_refused(client, at, collaboration):
    for name in ("version", "collaboration", "created_at", "private_note", "logged_by", "is_held"):
        body = {"day": "2025-03-03", "attendance": [{"organization": collaboration.backbone.pk}], name: 1}
        assert send(client, "POST", at("meeting_create"), body).status_code == 422
    assert not Meeting.objects.exists()


def test_a_record_with_an_id_of_ones_own_is_written_once(client, at, collaboration):
    body = {
        "id": str(uuid.uuid4()), "day": "2025-03-03", "clock": "14:30", "topics": "Wells",
        "attendance": [{"organization": collaboration.backbone.pk, "person": None}],
    }  # fmt: skip
    answers = [send(client, "POST", at("meeting_create"), body) for _n in range(3)]
    assert [one.status_code for one in answers] == [201, 200, 200]
    assert answers[0].json() == answers[2].json()
    assert answers[0].json()["clock"] == "14:30"
    assert send(client, "POST", at("meeting_create"), body | {"topics": "Roads"}).status_code == 422
    assert Meeting.objects.get().topics == "Wells"


def test_a_meeting_changes_who_was_there(client, at, collaboration):
    other = factories.organization(collaboration=collaboration)
    person = factories.person(organization=other)
    meeting = factories.meeting(collaboration.backbone)
    present = [{"organization": other.pk, "person": person.pk}]
    url = at("meeting_detail", meeting.pk)
    changed = send(client, "PATCH", url, {"attendance": present}, **{"If-Match": '"1"'})
    assert changed.json()["attendance"] == present
    assert client.get(url).json()["attendance"] == present


def test_a_request_sent_again_with_its_key_is_carried_out_once(client, at, collaboration):
    url, key = at("organization_create"), {"Idempotency-Key": "row-7"}
    first = send(client, "POST", url, {"name": "Mill"}, **key)
    again = send(client, "POST", url, {"name": "Mill"}, **key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert (again.content, again["Location"], again["ETag"]) == (first.content, first["Location"], first["ETag"])
    assert "Idempotency-Replayed" not in first.headers
    assert again["Idempotency-Replayed"] == "true"
    assert collaboration.organizations.filter(name="Mill").count() == 1
    other = send(client, "POST", url, {"name": "Other"}, **key)
    assert (other.status_code, other.json()["type"]) == (422, "key-used")
    assert not collaboration.organizations.filter(name="Other").exists()


def test_a_key_belongs_to_its_token_and_what_was_refused_may_be_tried_again(client, at, collaboration, coordinator):
    url, key = at("organization_create"), {"Idempotency-Key": "row-7"}
    assert send(client, "POST", url, {"name": " "}, **key).status_code == 422
    assert send(client, "POST", url, {"name": "Mill"}, **key).status_code == 201
    assert send(bearer(coordinator.user), "POST", url, {"name": "Wind"}, **key).status_code == 201
    for bad in ("", "x" * 201, "a b", "é"):
        assert send(client, "POST", url, {"name": "Sun"}, **{"Idempotency-Key": bad}).status_code == 400


def test_a_kept_answer_is_for_who_may_see_it_still_and_is_no_text_at_rest(client, at, facilitator, collaboration):
    url, key = at("person_create"), {"Idempotency-Key": "row-7"}
    body = {"name": "Ana Silva", "email": "ana@example.org"}
    assert send(client, "POST", url, body, **key).status_code == 201
    assert b"Ana" not in bytes(ApiAnswer.objects.get().body_sealed)
    facilitator.end(on=collaboration.today())
    assert send(client, "POST", url, body, **key).status_code == 404


def test_kept_answers_are_forgotten_after_two_days(client, at):
    send(client, "POST", at("organization_create"), {"name": "Mill"}, **{"Idempotency-Key": "old"})
    ApiAnswer.objects.update(created_at=timezone.now() - timedelta(hours=KEPT_HOURS, minutes=1))
    send(client, "POST", at("organization_create"), {"name": "Wind"}, **{"Idempotency-Key": "new"})
    sweep_api_answers()
    sweep_api_answers()
    assert list(ApiAnswer.objects.values_list("key", flat=True)) == ["new"]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_twenty_requests_at_once_with_one_key_write_one_row():
    seat = factories.seat(collaboration=factories.collaboration(), role="facilitator")
    url = reverse("api:organization_create", args=[seat.collaboration.slug])
    header = bearer(seat.user).defaults["HTTP_AUTHORIZATION"]
    answers = []

    def ask() -> None:
        client = Client(headers={"Authorization": header})
        answer = send(client, "POST", url, {"name": "Mill"}, **{"Idempotency-Key": "one"})
        answers.append((answer.status_code, answer.content))
        connection.close()

    threads = [threading.Thread(target=ask) for _n in range(20)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(answers) == 20
    assert len(set(answers)) == 1
    assert answers[0][0] == 201
    assert seat.collaboration.organizations.filter(name="Mill").count() == 1


def test_a_token_that_asks_too_often_waits(client, at, facilitator):
    now = timezone.now()
    token = ApiToken.objects.get(user=facilitator.user)
    ApiToken.objects.filter(pk=token.pk).update(minute=now.replace(second=0, microsecond=0), calls=CALLS_A_MINUTE)
    left = token.count(now=now)
    assert left == -1
    assert token.count(now=now + timedelta(minutes=1)) == CALLS_A_MINUTE - 1
    for ahead in (0, 1):  # the clock may turn to the next minute here
        later = timezone.now() + timedelta(minutes=ahead)
        ApiToken.objects.filter(pk=token.pk).update(minute=later.replace(second=0, microsecond=0), calls=CALLS_A_MINUTE)
        answer = client.get(at("organization_list"))
        if answer.status_code == 429:
            break
    assert (answer.status_code, answer.json()["type"]) == (429, "too-many")
    assert 0 < int(answer["Retry-After"]) <= 60


@pytest.mark.parametrize("size", [1, 2, 7])
def test_pages_of_a_list_hold_each_row_once_though_rows_come_in_between(client, at, collaboration, size):
    made = [factories.commitment(collaboration.backbone).pk for _n in range(5)]
    seen, after = [], ""
    while after is not None:
        answer = client.get(at("commitment_list"), {"limit": size, "after": after}).json()
        seen += [one["id"] for one in answer["items"]]
        if len(made) < 7:
            made.append(factories.commitment(collaboration.backbone).pk)
        after = answer["next"]
    assert len(seen) == len(set(seen))
    assert {str(one) for one in made[:5]} <= set(seen)


@pytest.mark.parametrize("name", ["commitment_list", "organization_list", "tie_list"])
def test_a_made_up_place_in_a_list_is_refused(client, at, name):
    bad = ("x", "%00", "e30", cursor_of("x"), cursor_of("2025-01-01", uuid.uuid4()), cursor_of(1, 2, 3), "[" * 200)
    for after in bad:
        answer = client.get(at(name), {"after": after})
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "after"), after
    assert client.get(at("organization_list"), {"after": cursor_of(2**70)}).status_code == 200
    assert client.get(at(name), {"limit": 101}).status_code == 422


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 422), (b"{", 400), (b'{"name": "a",}', 400), (b"[" * 10_000 + b"]" * 10_000, 400),
        (b'{"name": "a", "name": "b"}', 400), (b'{"name": NaN}', 400), (b"\xff\xfe", 400), (b"null", 422),
        (b"[]", 422), (b'{"name": {}}', 422), (b'{"name": "a\\u0000b"}', 422), (b'{"name": "\\ud800"}', 422),
        (b'{"name": "A", "parent": 1e400}', 422), (b'{"name": "A", "parent": ' + b"9" * 5000 + b"}", 400),
        (b'{"name": "A", "parent": 9223372036854775808}', 422), (b'{"__proto__": {}, "name": "A"}', 422),
        (b'{"name": "' + b"a" * 3_000_000 + b'"}', 400),
    ],
)  # fmt: skip
def test_bodies_that_are_no_record_are_refused_and_nothing_is_written(client, at, collaboration, body, status):
    before = collaboration.organizations.count()
    assert client.post(at("organization_create"), body, content_type=JSON).status_code == status
    assert collaboration.organizations.count() == before


def test_another_kind_of_body_is_refused(client, at):
    for kind in ("text/plain", "application/x-www-form-urlencoded", "application/xml"):
        assert client.post(at("organization_create"), b'{"name": "A"}', content_type=kind).status_code == 415


LISTS = (
    "organization_list", "person_list", "meeting_list", "commitment_list", "decision_list", "partner_list", "tie_list",
    "mandate_list",
)  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
def test_a_list_asks_the_database_as_often_for_many_rows_as_for_one(client, at, collaboration, name):
    counted = []
    for _n in range(2):
        _one_more_of_each(collaboration)
        with connection.execute_wrapper(_Counting(counted)):
            assert client.get(at(name)).json()["items"]
        _one_more_of_each(collaboration)
    assert counted[0].times == counted[1].times
    assert counted[0].times <= 14


class _Counting:
    """Counts the questions that the database is asked."""

    def __init__(self, counted: list["_Counting"]) -> None:
        self.times = 0
        counted.append(self)

    def __call__(self, execute: Any, *args: Any) -> Any:
        self.times += 1
        return execute(*args)


def _one_more_of_each(collaboration) -> None:
    a, b = (factories.organization(collaboration=collaboration, sector="government") for _n in range(2))
    meeting = factories.meeting(a, b, people=(factories.person(organization=a), factories.person(organization=b)))
    factories.commitment(a, b, meeting=meeting, person=factories.person(organization=a))
    factories.decision(proposed=(a,), approved=(b,), meeting=meeting)
    factories.partner(a, contact=factories.person(organization=a))
    factories.tie(a, b)
    collaboration.mandates.create(body=a, level="national", topic="Wells", from_on=collaboration.started_on)
