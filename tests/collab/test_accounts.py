"""The way in: invited people only, by code or password, with limits, and nothing told to strangers."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import brotli
import pytest
from django.conf import LazySettings
from django.contrib.staticfiles import finders
from django.test import Client

from collab.models import AuditEvent, OutboxMail, Seat, User
from collab.sheets import WHOLE, parts
from tests import factories
from tests.collab.signing_in import CODE, CONFIRM, LOGIN, PASSWORD, code_of, sign_in_by_code

HOSTILE = [
    "//evil", "///evil", "/\\evil", "\\\\evil", "https:evil", "https:/evil", "http://ok.example@evil",
    "javascript:alert(1)", "data:text/html,x", "\x00/ok", "//ok.example.evil", "https://evil/", " //evil",
    "/ok\r\nSet-Cookie: x=1", "%2f%2fevil",
]  # fmt: skip


@pytest.fixture
def user(db: None) -> User:
    """Somebody invited, with a password."""
    user = User.objects.invited(email="maria@example.org", name="Maria")
    user.set_password(PASSWORD)
    user.save()
    return user


def test_sign_in_by_code_is_written_down(client: Client, user: User) -> None:
    response = sign_in_by_code(client, "Maria@Example.org")
    assert (response.status_code, response["Location"]) == (302, "/")
    assert client.session["_auth_user_id"] == str(user.pk)
    assert list(AuditEvent.objects.values_list("act", "user")) == [("signed in", user.pk)]


def test_code_counts_in_the_asking_browser_only_and_once(client: Client, user: User) -> None:
    client.post(CODE, {"email": user.email})
    code = code_of(OutboxMail.objects.get())
    assert Client().post(CONFIRM, {"code": code}).status_code == 302  # sent back to ask for a code
    assert client.post(CONFIRM, {"code": code})["Location"] == "/"
    client.logout()
    assert client.post(CONFIRM, {"code": code})["Location"] == CODE
    assert "_auth_user_id" not in client.session


def test_third_wrong_code_ends_the_attempt(client: Client, user: User) -> None:
    client.post(CODE, {"email": user.email})
    statuses = [client.post(CONFIRM, {"code": "WRONG-ONE"}).status_code for _ in range(3)]
    assert statuses == [200, 200, 302]
    assert client.post(CONFIRM, {"code": code_of(OutboxMail.objects.get())})["Location"] == CODE


def test_sign_in_by_password(client: Client, user: User) -> None:
    assert client.post(LOGIN, {"login": user.email, "password": PASSWORD})["Location"] == "/"
    assert client.session["_auth_user_id"] == str(user.pk)


def test_wrong_password_is_written_down_without_what_was_typed(client: Client, user: User) -> None:
    response = client.post(LOGIN, {"login": user.email, "password": "wrong"})
    assert response.status_code == 200
    event = AuditEvent.objects.get()
    assert (event.act, event.user, event.subject) == ("sign-in failed", None, "")


def test_closed_person_cannot_sign_in(client: Client, user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)
    client.post(LOGIN, {"login": user.email, "password": PASSWORD})
    client.post(CODE, {"email": user.email})
    assert "code" not in OutboxMail.objects.get().subject
    assert "_auth_user_id" not in client.session


def test_person_who_is_closed_is_out_at_the_next_request(sign_in: Any, facilitator: Seat) -> None:
    client = sign_in(facilitator)
    assert client.get("/profile/").status_code == 200
    User.objects.filter(pk=facilitator.user_id).update(is_active=False)
    assert client.get("/profile/")["Location"].startswith(LOGIN)


@pytest.mark.parametrize("path", ["/account/signup/"])
def test_sign_up_is_closed(client: Client, db: None, path: str) -> None:
    assert "By invitation only" in client.get(path).content.decode()
    client.post(path, {"email": "new@example.org", "password1": PASSWORD})
    assert User.objects.count() == 0


def answer(response: Any, address: str) -> tuple[int, str, dict[str, str]]:
    """What somebody outside sees, apart from the address typed and the tokens."""
    body = re.sub(r'(name="csrfmiddlewaretoken" value=")[^"]+', r"\1", response.content.decode().replace(address, "X"))
    clock = {"Expires", "Content-Length"}
    return response.status_code, body, {key: value for key, value in response.headers.items() if key not in clock}


@pytest.mark.parametrize(
    ("path", "data"),
    [
        (CODE, {"email": "{}"}),
        (LOGIN, {"login": "{}", "password": "wrong"}),
        ("/account/password/reset/", {"email": "{}"}),
    ],
)
def test_known_and_unknown_addresses_get_the_same_answer(db: None, path: str, data: dict[str, str]) -> None:
    factories.user(email="known@example.org", password=PASSWORD)
    seen = []
    for address in ("known@example.org", "other@example.org"):
        visitor = Client()
        filled = {name: value.format(address) for name, value in data.items()}
        first = visitor.post(path, filled)
        seen.append((answer(first, address), answer(visitor.post(path, filled, follow=True), address)))
    assert seen[0] == seen[1]
    sent = list(OutboxMail.objects.values_list("to", flat=True))
    assert sent.count("known@example.org") == sent.count("other@example.org")


def test_21st_sign_in_of_an_hour_is_refused(client: Client, db: None) -> None:
    statuses = [client.post(LOGIN, {"login": f"a{n}@example.org", "password": ""}).status_code for n in range(21)]
    assert statuses == [200] * 20 + [429]
    assert "Too many tries" in client.post(LOGIN, {"login": "b@example.org"}).content.decode()


def test_11th_code_for_an_address_is_refused(user: User) -> None:
    spellings = [user.email.upper() if n % 2 else user.email for n in range(11)]
    statuses = [Client().post(CODE, {"email": spelling}).status_code for spelling in spellings]
    assert statuses == [302] * 10 + [429]
    assert OutboxMail.objects.count() == 10


def test_sixth_wrong_password_is_refused_for_known_and_unknown_alike(user: User) -> None:
    for address in (user.email, "nobody@example.org"):
        statuses = [
            Client(REMOTE_ADDR=f"192.0.2.{n}").post(LOGIN, {"login": address, "password": "wrong"}).status_code
            for n in range(6)
        ]
        assert statuses == [200] * 5 + [429]


def test_limits_do_not_believe_what_the_visitor_says_of_the_way(db: None, settings: LazySettings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    statuses = [
        Client(headers={"x-forwarded-for": f"203.0.113.{n}, 198.51.100.7"})
        .post(CODE, {"email": f"x{n}@example.org"})
        .status_code
        for n in range(21)
    ]
    assert statuses == [302] * 20 + [429]


@pytest.mark.parametrize("away", HOSTILE)
def test_next_never_leads_away_after_sign_in(user: User, settings: LazySettings, away: str) -> None:
    settings.DEMO = True
    for path, data in (
        (LOGIN, {"login": user.email, "password": PASSWORD}),
        ("/demo/", {"user": user.pk}),
    ):
        location = Client().post(path, data | {"next": away})["Location"]
        assert urljoin(f"http://testserver{path}", location).startswith("http://testserver/")
        assert not re.match(r"[\s\x00-\x1f]|[/\\]{2}", location)
        assert not re.search(r"[\r\n]", location)


def test_next_leads_to_our_own_page(client: Client, user: User) -> None:
    client.post(CODE, {"email": user.email, "next": "/profile/"})
    code = code_of(OutboxMail.objects.get())
    assert client.post(CONFIRM, {"code": code, "next": "/profile/"})["Location"] == "/profile/"


def test_sign_in_page_weighs_at_most_60_kb(client: Client, db: None) -> None:
    page = client.get(LOGIN).content
    names = re.findall(r'(?:href|src)="/static/([^"]+)"', page.decode())
    sheet = b"".join(file.read_bytes() for file in parts())
    files = [sheet if name == WHOLE else Path(str(finders.find(name))).read_bytes() for name in names]
    weights = [len(brotli.compress(part)) for part in (page, *files)]
    assert WHOLE in names
    assert len(weights) > 3
    assert sum(weights) <= 60_000
