"""The document that programs read, and a robot that asks everything it says, as everybody, with what it makes up."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import CHECKS, load_all_checks

from collab.models import Gate
from metrics.api.urls import api
from tests.collab.conftest import standing_world, world
from tests.collab.rights_table import TABLE
from tests.collab.world import World

__all__ = ["standing_world", "world"]

load_all_checks()
DOCUMENT = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), default=str))
OPERATIONS = [(one["operationId"], method, one) for path in DOCUMENT["paths"].values() for method, one in path.items()]
SCHEMA = schemathesis.openapi.from_dict(DOCUMENT)
SCHEMA.app = get_wsgi_application()
EXAMPLES = 8  # of each operation, for each role
ROLES = ("coordinator", "facilitator", "funder", "partner", "liaison", "viewer", "stranger", "anonymous")
LOOKED_AT = CHECKS.get_by_names(
    ["not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance"]
)


def test_the_document_is_served_without_a_token_and_is_valid(client):
    answer = client.get("/api/v1/openapi.json")
    assert answer.status_code == 200
    assert answer.json()["openapi"] == "3.1.0"
    schemathesis.openapi.from_dict(answer.json()).validate()


def test_every_operation_says_in_words_what_it_does_and_what_can_go_wrong():
    for name, method, one in OPERATIONS:
        assert one["summary"], name
        assert one["description"].strip(), name
        assert one["security"] == [{"Bearer": []}], name
        assert {"401", "403", "404", "422", "429"} <= set(one["responses"]), name
        headers = {each["name"] for each in one["parameters"] if each["in"] == "header"}
        assert headers == {
            "get": set(), "post": {"Idempotency-Key"}, "put": {"Idempotency-Key"},
            "patch": {"Idempotency-Key", "If-Match"},
        }[method], name  # fmt: skip


def test_every_list_has_pages_or_says_how_long_it_can_be():
    """What grows is paged; what cannot grow says so, and its length is part of the document."""
    whole = {}
    for name, _method, one in OPERATIONS:
        answer = one["responses"].get("200", {}).get("content", {}).get("application/json", {}).get("schema", {})
        if answer.get("type") == "array":
            whole[name] = (answer["minItems"], answer["maxItems"], "no pages" in one["description"])
    assert whole == {"gate_list": (len(Gate), len(Gate), True)}


def test_every_field_that_is_needed_has_an_example():
    schemas = DOCUMENT["components"]["schemas"]
    for name, one in schemas.items():
        if one.get("additionalProperties") is False:
            needed = {key: one["properties"][key] for key in one.get("required", [])}
            lists = {"levels"}
            assert [key for key, each in needed.items() if "examples" not in each and key not in lists] == [], name
            assert all(each.get("description") or "$ref" in each for each in one["properties"].values()), name


@pytest.fixture
def one_connection() -> Iterator[None]:
    """As Django's own client: the end of a request does not close the connection of the test."""
    signals = (request_started, request_finished)
    for one in signals:
        one.disconnect(close_old_connections)
    yield
    for one in signals:
        one.connect(close_old_connections)


@pytest.mark.slow
@pytest.mark.usefixtures("one_connection")
@pytest.mark.parametrize("who", ROLES)
def test_a_robot_finds_no_error_of_ours_and_nothing_that_the_pages_refuse(world: World, who: str):
    seen = {name: _statuses(world, who, name, method) for name, method, _one in OPERATIONS}
    assert not any(429 in met for met in seen.values())
    if who in ("coordinator", "facilitator"):  # it comes far enough to find something
        assert all(met & {200, 201} for name, met in seen.items() if name.endswith(("_list", "_detail"))), seen
        assert any(201 in met for met in seen.values())


def _statuses(world: World, who: str, name: str, method: str) -> set[int]:
    """What one operation answers to somebody; fails where that is no answer of the document."""
    token, own = world.bearers[who].defaults.get("HTTP_AUTHORIZATION"), world.ids["own"]
    headers = {"Accept-Encoding": "identity"} | ({"Authorization": token} if token else {})
    may, met = who in (getattr(TABLE[f"api:{name}"], method) or ()), set()

    @settings(
        max_examples=EXAMPLES,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=SCHEMA.find_operation_by_id(name).as_strategy(), is_real=st.integers(0, 3).map(bool))
    def run(case: Any, is_real: bool) -> None:
        if is_real:  # what it makes up names no record of ours
            case.path_parameters |= {key: str(own[_noun(name, key)]) for key in case.path_parameters}
        with transaction.atomic():
            answer = case.call(headers=headers)
            transaction.set_rollback(True)
        case.validate_response(answer, checks=LOOKED_AT)
        met.add(answer.status_code)
        assert may or who == "stranger" or answer.status_code >= 400, (name, answer.status_code)

    run()
    return met


def _noun(name: str, key: str) -> str:
    return name.split("_")[0] if key == "pk" else key
