"""Who may do what by the API: the same as on the pages, walked from its own document for every operation and role."""

import json
import re
import uuid
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from collab.models import ApiToken, AuditEvent
from metrics.api.urls import api
from tests import factories
from tests.collab.conftest import standing_world, world
from tests.collab.rights_rows import ANYBODY
from tests.collab.rights_table import LIKE, TABLE
from tests.collab.world import ADDRESSES, World, address_of, bearer

__all__ = ["standing_world", "world"]

DOCUMENT = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), default=str))
OPERATIONS = {
    one["operationId"]: method
    for path in DOCUMENT["paths"].values()
    for method, one in path.items()
    if method in ("get", "post", "put", "patch", "delete")
}
IN_A_COLLABORATION = sorted(f"api:{name}" for name in OPERATIONS if f"api:{name}" in TABLE and name in LIKE)
EVERY_METHOD = ("get", "head", "post", "put", "patch", "delete", "options")


def ask(client: Client, method: str, url: str, body: Any = None, **headers: str) -> Any:
    """One request; whatever it wrote is taken back."""
    with transaction.atomic():
        answer = client.generic(
            method.upper(), url, "" if body is None else json.dumps(body), content_type="application/json",
            headers=headers,
        )  # fmt: skip
        transaction.set_rollback(True)
    return answer


def body_of(name: str, ids: dict[str, Any]) -> dict[str, Any]:
    """Something that each operation would store."""
    a, b = ids["a"], ids["b"]
    return {
        "organization_create": {"name": f"New {uuid.uuid4()}"}, "organization_edit": {"place": "Lisbon"},
        "person_create": {"name": f"New {uuid.uuid4()}"}, "person_edit": {"job_title": "Director"},
        "meeting_create": {"day": "2025-03-03", "attendance": [{"organization": a}, {"organization": b}]},
        "meeting_edit": {"topics": "Wells"},
        "commitment_create": {"promiser": a, "text": "A list", "made_on": "2025-03-03", "due_on": "2025-04-03"},
        "commitment_edit": {"text": "A longer list"},
        "decision_create": {"text": "Two villages", "decided_on": "2025-03-03", "proposed_by": [a]},
        "decision_edit": {"text": "Three villages"},
        "partner_create": {"organization": b}, "partner_edit": {"activities": "Wells"},
        "stage_create": {"stage": "active", "from_on": "2025-03-03"},
        "readiness_rating_create": {
            "rated_on": "2025-03-03", "levels": [{"criterion": "interest", "level": 3, "evidence": "Came"}],
        },
        "tie_edit": {"is_needed": True, "cadence_days": 30, "from_on": "2025-03-03"},
        "mandate_create": {"body_name": f"Ministry {uuid.uuid4()}", "level": "national", "topic": "Permits"},
        "mandate_edit": {"topic": "More permits"},
        "official_create": {"office": "Secretary", "person_name": "Somebody New", "from_on": "2025-03-03"},
    }[name]  # fmt: skip


def asked(world: World, who: str, name: str, which: str = "own") -> Any:
    """An operation as somebody asks it about a record."""
    plain = name.removeprefix("api:")
    method = OPERATIONS[plain]
    body = None if method == "get" else body_of(plain, world.ids["own"])
    return ask(world.bearers[who], method, address_of(name, world.ids[which]), body, **{"If-Match": '"1"'})


def test_every_operation_has_a_row_and_the_document_every_address():
    assert {f"api:{name}" for name in OPERATIONS} | {"api:openapi-json", "api:api-root"} == {
        name for name in ADDRESSES if name.startswith("api:")
    }


@pytest.mark.parametrize("name", IN_A_COLLABORATION)
def test_role_and_operation(world: World, name: str):
    method, row, wrong = OPERATIONS[name.removeprefix("api:")], TABLE[name], []
    who_may = getattr(row, method)
    for who in world.bearers:
        answer = asked(world, who, name)
        status = answer.status_code
        if who == "anonymous":
            right = status == 401
        elif who not in ANYBODY:
            right = status == 404
        elif who not in who_may:
            right = status == 403
        else:
            right = status in (200, 201, 422) and not (status == 422 and name not in MAY_BE_REFUSED)
        if not right:
            wrong.append(f"{who}: {status} {answer.content[:200]!r}")
    assert wrong == []


# what stands there already is refused by its own rule, as on the page
MAY_BE_REFUSED = ("api:official_create",)


@pytest.mark.parametrize("name", [one for one in IN_A_COLLABORATION if ADDRESSES[one] - {"slug"}])
def test_foreign_and_deleted_records_are_not_found(world: World, name: str):
    method, row = OPERATIONS[name.removeprefix("api:")], TABLE[name]
    for which in ("foreign", "gone"):
        for who in getattr(row, method):
            status = asked(world, who, name, which).status_code
            assert status == (422 if name == "api:score_detail" else 404), (who, which)


@pytest.mark.parametrize("name", [one for one in IN_A_COLLABORATION if TABLE[one].own_only])
def test_roles_with_their_own_records_do_not_find_others(world: World, name: str):
    limited = getattr(TABLE[name], OPERATIONS[name.removeprefix("api:")]) & {"partner", "liaison"}
    assert {who: asked(world, who, name, "unrelated").status_code for who in limited} == dict.fromkeys(limited, 404)
    assert {asked(world, who, name, "own").status_code for who in limited} <= {200, 201}


LISTS = {
    "organization_list": ("collab:organization_list", r"/organizations/(\d+)/"),
    "person_list": ("collab:person_list", r"/people/(\d+)/"),
    "meeting_list": ("collab:meeting_list", r"/meetings/([0-9a-f-]{36})/"),
    "commitment_list": ("collab:commitment_list", r"/commitments/([0-9a-f-]{36})/"),
    "decision_list": ("collab:decision_list", r"/decisions/([0-9a-f-]{36})/"),
    "partner_list": ("partners:partner_list", r"/partners/(\d+)/"),
    "mandate_list": ("government:mandate_list", r"/government/(?:mandates/)?(\d+)/"),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_holds_the_rows_that_the_page_shows_this_reader(world: World, name: str):
    page, pattern = LISTS[name]
    slug, shown = [world.collaboration.slug], 0
    for who in sorted(TABLE[page].get or ()):
        html = world.clients[who].get(reverse(page, args=slug)).content.decode()
        on_page = set(re.findall(pattern, html.partition("<main")[2]))
        rows = world.bearers[who].get(reverse(f"api:{name}", args=slug), {"limit": 100}).json()["items"]
        assert {str(one["id"]) for one in rows} == on_page, who
        shown += len(rows)
    assert shown


def test_a_session_opens_nothing_here_so_no_page_elsewhere_can_act_for_somebody(world: World):
    for name, method in OPERATIONS.items():
        url = address_of(f"api:{name}", world.ids["own"])
        answer = ask(world.clients["coordinator"], method, url, {})
        assert (answer.status_code, answer["WWW-Authenticate"]) == (401, 'Bearer realm="Groundwork"'), name
        assert "Set-Cookie" not in answer.headers
        assert "Access-Control-Allow-Origin" not in ask(
            world.bearers["coordinator"], "get", url, Origin="https://evil.example"
        )


def test_a_method_that_an_address_does_not_have_is_refused(world: World):
    by_url: dict[str, set[str]] = {}
    for name, method in OPERATIONS.items():
        by_url.setdefault(address_of(f"api:{name}", world.ids["own"]), set()).add(method)
    for url, methods in by_url.items():
        for method in set(EVERY_METHOD) - methods:
            assert ask(world.bearers["coordinator"], method, url, {}).status_code == 405, (method, url)


def test_a_token_that_reads_does_not_write(world: World):
    reader = bearer(world.collaboration.seats.get(role="facilitator").user, scope="read")
    for name in IN_A_COLLABORATION:
        method = OPERATIONS[name.removeprefix("api:")]
        url = address_of(name, world.ids["own"])
        answer = ask(reader, method, url, None if method == "get" else body_of(name[4:], world.ids["own"]))
        assert answer.status_code == (200 if method == "get" else 403), name


def test_a_token_of_one_collaboration_opens_no_other(world: World):
    user = world.collaboration.seats.get(role="coordinator", to_on=None).user
    elsewhere = factories.seat(collaboration=factories.collaboration(), role="coordinator", user=user).collaboration
    narrow = bearer(user, collaboration=elsewhere)
    here, there = (reverse("api:meeting_list", args=[one.slug]) for one in (world.collaboration, elsewhere))
    assert (narrow.get(here).status_code, narrow.get(there).status_code) == (404, 200)
    assert [one["slug"] for one in narrow.get("/api/v1/collaborations").json()["items"]] == [elsewhere.slug]
    wide = bearer(user)
    assert (wide.get(here).status_code, wide.get(there).status_code) == (200, 200)


def test_a_seat_that_ends_closes_the_api_at_the_next_request(collaboration):
    seat = factories.seat(collaboration=collaboration, role="facilitator")
    client, url = bearer(seat.user), reverse("api:meeting_list", args=[collaboration.slug])
    assert client.get(url).status_code == 200
    seat.end(on=collaboration.today())
    assert client.get(url).status_code == 404
    assert client.get("/api/v1/collaborations").json() == {"items": []}
    seat.user.is_active = False
    seat.user.save()
    assert client.get(url).status_code == 401


def test_without_a_second_factor_a_strong_role_is_nobody_here_either(collaboration, settings):
    seat = factories.seat(collaboration=collaboration, role="funder")
    client = bearer(seat.user)
    settings.DEMO, settings.SECURE_SSL_REDIRECT = False, False
    assert client.get("/api/v1/collaborations").status_code == 401


def test_a_refusal_is_written_down_with_who_was_refused(collaboration):
    seat = factories.seat(collaboration=collaboration, role="viewer")
    assert bearer(seat.user).get(reverse("api:meeting_list", args=[collaboration.slug])).status_code == 403
    event = AuditEvent.objects.get(act="refused")
    assert (event.user, event.collaboration, event.subject) == (
        seat.user, collaboration, "GET see components and evidence",
    )  # fmt: skip


def test_a_change_names_the_person_and_the_token_in_the_history(collaboration):
    seat = factories.seat(collaboration=collaboration, role="facilitator")
    client = bearer(seat.user)
    url = reverse("api:organization_create", args=[collaboration.slug])
    pk = client.post(url, {"name": "Mill"}, content_type="application/json").json()["id"]
    event = collaboration.organizations.get(pk=pk).events.select_related("pgh_context").get()
    token = ApiToken.objects.get(user=seat.user)
    assert {key: event.pgh_context.metadata[key] for key in ("user", "token")} == {
        "user": seat.user.pk, "token": token.pk,
    }  # fmt: skip
    assert token.used_at is not None
    assert token.used_at <= timezone.now()
