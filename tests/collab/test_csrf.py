"""Every address refuses a form without its token, before anything else is looked at."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import IntConverter, UUIDConverter

from collab.models import AuditEvent, Seat, User
from metrics.reports.files import FORMATS

# the button of a mail program, which has no form of ours; the secret in its address is asked for instead
WITHOUT_FORM = {"/reminders/x/stop/"}
DEFAULTS = {"key": "abc", "uidb36": "1", "slug": "x"}


def addresses(resolver: URLResolver | None = None, before: str = "/") -> Iterator[str]:
    """Every address of the product, filled with something."""
    for one in (resolver or get_resolver()).url_patterns:
        part = filled(one)
        if isinstance(one, URLPattern):
            yield before + part
        else:
            yield from addresses(one, before + part)


def filled(one: URLPattern | URLResolver) -> str:
    """A pattern with values in place of its names."""
    text = str(one.pattern)
    for name, converter in getattr(one.pattern, "converters", {}).items():
        value = (
            str(uuid4())
            if isinstance(converter, UUIDConverter)
            else "1"
            if isinstance(converter, IntConverter)
            else FORMATS[0]
            if name == "kind"
            else "x"
        )
        start = text.index("<")
        text = text[:start] + DEFAULTS.get(name, value) + text[text.index(">") + 1 :]
    if text.startswith("^"):  # allauth's own patterns: each group stands between two plain parts
        text = (
            text.replace("(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)", "1-abc")
            .replace(r"(?P<key>[-:\w]+)", "abc")
            .strip("^$")
        )
    return text


ALL = sorted(set(addresses()) - WITHOUT_FORM)


def test_every_address_is_found() -> None:
    assert len(ALL) > 40
    assert "/account/login/" in ALL
    assert "/c/x/seats/1/" in ALL
    assert not [path for path in ALL if set(path) & set("<>(?^$")]


def rows() -> dict[str, int]:
    """How many rows each table of ours has."""
    with connection.cursor() as cursor:
        tables = [
            name for name in connection.introspection.table_names(cursor) if name.startswith(("collab_", "partners_"))
        ]
        counts = {}
        for table in tables:
            cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608  names come from the database itself
            counts[table] = cursor.fetchone()[0]
    return counts


def test_no_address_takes_a_form_without_its_token(coordinator: Seat) -> None:
    User.objects.filter(pk=coordinator.user_id).update(is_administrator=True)
    client = Client(enforce_csrf_checks=True)
    client.force_login(coordinator.user)
    before = rows()
    statuses = {
        path: client.post(path.replace("/x/", f"/{coordinator.collaboration.slug}/", 1)).status_code for path in ALL
    }
    # programs come with a token of their own; the cookie of a browser opens nothing there
    told = {path: {401, 403, 405} if path.startswith("/api/") else {403} for path in ALL}
    assert {path: status for path, status in statuses.items() if status not in told[path]} == {}
    assert rows() == before


@pytest.mark.parametrize("token", ["", "x", "a" * 64])
def test_wrong_token_is_told_in_our_look(client: Client, db: None, token: str) -> None:
    visitor = Client(enforce_csrf_checks=True)
    visitor.get("/account/login/")
    response = visitor.post("/account/login/", {"csrfmiddlewaretoken": token, "login": "a@example.org"})
    assert response.status_code == 403
    assert "Nothing was saved" in response.content.decode()
    assert AuditEvent.objects.count() == 0


def test_right_token_is_taken(client: Client, db: None) -> None:
    visitor: Any = Client(enforce_csrf_checks=True)
    page = visitor.get("/account/login/").content.decode()
    token = page.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    sent = {"csrfmiddlewaretoken": token, "email": "a@example.org"}
    assert visitor.post("/account/login/code/", sent).status_code == 302
