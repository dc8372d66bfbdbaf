"""Role x address x method x own, foreign, deleted, walked from the URL resolver against the declared table."""

import re

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import override_settings
from django.urls import reverse

from tests.collab.rights_rows import ANYBODY, Row
from tests.collab.rights_table import TABLE
from tests.collab.world import ADDRESSES, World, address_of

NO_RECORD = {"slug", "wanted"}  # a collaboration, and the ending of a file
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
PROBES = ("anonymous", "stranger", "coordinator")  # who tries the methods that nobody may use


def ask(world: World, who: str, method: str, name: str, which: str = "own") -> int:
    """The status of one request; whatever it wrote is taken back."""
    ids = world.ids[which]
    url = address_of(name, ids)
    data = {key: value.format(**ids) for key, value in TABLE[name].data.items()}
    with transaction.atomic():
        status = world.clients[who].generic(
            method, url, query_params=data if method in ("GET", "HEAD") else None,
            data="&".join(f"{key}={value}" for key, value in data.items()) if method == "POST" else "",
            content_type="application/x-www-form-urlencoded",
        ).status_code  # fmt: skip
        transaction.set_rollback(True)
    return int(status)


def declared(row: Row, method: str) -> set[str] | None:
    """Who may use the method; None when there is no such method."""
    return {"GET": row.get, "HEAD": row.get, "POST": row.post}.get(method)


def test_every_address_has_a_row_and_every_row_an_address():
    assert set(ADDRESSES) ^ set(TABLE) == set()


@pytest.mark.parametrize("name", sorted(name for name, row in TABLE.items() if row.kind == "collaboration"))
def test_role_and_method(world: World, name: str):
    row, wrong = TABLE[name], []
    for method in METHODS:
        who_may = declared(row, method)
        for who in world.clients if who_may is not None else PROBES:
            status = ask(world, who, method, name)
            if who == "anonymous":
                right = status in (302, 401)
            elif who_may is None or (method == "HEAD" and row.post is not None):
                right = status == 405
            elif who not in ANYBODY:
                right = status == 404
            elif who not in who_may:
                right = status == 403
            else:
                right = status < 500 and status not in (401, 403, 404, 405)
            if not right:
                wrong.append(f"{who} {method}: {status}")
    assert wrong == []


@pytest.mark.parametrize(
    "name", sorted(name for name, row in TABLE.items() if row.kind == "collaboration" and ADDRESSES[name] - NO_RECORD)
)
def test_foreign_and_deleted_records_are_not_found(world: World, name: str):
    row, wrong = TABLE[name], []
    for method in ("GET", "POST"):
        for which in ("foreign", "gone"):
            for who in declared(row, method) or ():
                status = ask(world, who, method, name, which)
                if status != 404:
                    wrong.append(f"{who} {method} {which}: {status}")
    assert wrong == []


@pytest.mark.parametrize("name", sorted(name for name, row in TABLE.items() if row.own_only and row.kind != "api"))
def test_roles_with_their_own_records_do_not_find_others(world: World, name: str):
    row = TABLE[name]
    limited = (row.get or set()) & {"partner", "liaison"}
    assert {who: ask(world, who, "GET", name, "unrelated") for who in limited} == dict.fromkeys(limited, 404)
    assert {who: ask(world, who, "GET", name, "own") for who in limited} == dict.fromkeys(limited, 200)


@pytest.mark.parametrize("name", sorted(name for name, row in TABLE.items() if row.kind == "signed in"))
def test_pages_of_everybody_ask_for_a_sign_in_only(world: World, name: str):
    method = "POST" if TABLE[name].post else "GET"
    statuses = {who: ask(world, who, method, name) for who in world.clients}
    assert statuses.pop("anonymous") == 302
    assert all(status in (200, 302, 404, 422) for status in statuses.values()), statuses


@pytest.mark.parametrize("name", sorted(name for name, row in TABLE.items() if row.kind == "administrator"))
def test_pages_of_administrators_are_refused_to_others(world: World, name: str):
    for method in ("GET", "POST"):
        statuses = {who: ask(world, who, method, name) for who in world.clients}
        assert statuses.pop("anonymous") == 302
        assert statuses.pop("administrator") in (200, 405, 422)
        assert set(statuses.values()) <= {403, 405}, statuses


@pytest.mark.parametrize("name", sorted(name for name, row in TABLE.items() if row.kind == "demo"))
def test_pages_of_the_demo_do_not_exist_elsewhere(world: World, name: str):
    with override_settings(DEMO=False, SECURE_SSL_REDIRECT=False):
        statuses = {who: ask(world, who, "GET", name) for who in world.clients}
    assert statuses.pop("anonymous") in (302, 404)
    assert set(statuses.values()) == {404}


def test_refusals_are_written_down(world: World):
    assert (
        world.clients["viewer"].get(reverse("collab:meeting_list", args=[world.collaboration.slug])).status_code == 403
    )
    event = world.collaboration.audit_events.get()
    assert (event.act, event.subject) == ("refused", "GET see components and evidence")


def test_a_stranger_cannot_tell_a_hidden_collaboration_from_none(world: World):
    there = world.clients["stranger"].get(reverse("collab:meeting_list", args=[world.collaboration.slug]))
    nowhere = world.clients["stranger"].get(reverse("collab:meeting_list", args=["no-such-place"]))
    assert (there.status_code, _without_token(there)) == (nowhere.status_code, _without_token(nowhere))


def _without_token(response: HttpResponse) -> str:
    return re.sub(r'value="\w{64}"|"X-CSRFToken": "\w{64}"', "", response.content.decode())
