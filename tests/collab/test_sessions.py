"""How sessions begin and end, and what people change of their own account."""

import re
import time
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from collab.models import AuditEvent, OutboxMail, Seat, User
from collab.signed_in import BEGAN, IDLE_SECONDS, LONGEST_SECONDS, SEEN, is_over, sessions_of
from tests import factories
from tests.collab.signing_in import LOGIN, PASSWORD, sign_in_by_code


@pytest.fixture
def user(db: None) -> User:
    """Somebody invited, with a password."""
    user = User.objects.invited(email="maria@example.org", name="Maria")
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.mark.parametrize(
    ("idle", "age", "over"),
    [
        (IDLE_SECONDS - 1, IDLE_SECONDS - 1, False),
        (IDLE_SECONDS + 1, IDLE_SECONDS + 1, True),
        (1, LONGEST_SECONDS - 1, False),
        (1, LONGEST_SECONDS + 1, True),
    ],
)
def test_session_ends_after_3_hours_unused_and_after_12_in_any_case(idle: int, age: int, over: bool) -> None:
    now = 1_800_000_000.0
    assert is_over({BEGAN: now - age, SEEN: now - idle}, now=now) is over  # type: ignore[arg-type]


def test_idle_session_is_ended_on_the_server(sign_in: Any, facilitator: Seat) -> None:
    client = sign_in(facilitator)
    session = client.session
    session[SEEN] = time.time() - IDLE_SECONDS - 5
    session.save()
    key = session.session_key
    assert client.get("/profile/")["Location"] == f"{LOGIN}?next=/profile/"
    assert not client.session.exists(key)
    assert AuditEvent.objects.get().subject == "session over"


def test_use_is_noted_once_a_minute(sign_in: Any, facilitator: Seat) -> None:
    client = sign_in(facilitator)
    seen = client.session[SEEN]
    client.get("/profile/")
    assert client.session[SEEN] == seen
    session = client.session
    session[SEEN] = seen - 61
    session.save()
    client.get("/profile/")
    assert client.session[SEEN] >= seen


def test_session_gets_a_new_key_at_sign_in(client: Client, user: User) -> None:
    client.get(LOGIN)
    before = client.session.session_key
    client.post(LOGIN, {"login": user.email, "password": PASSWORD})
    assert client.session.session_key != before
    assert client.session[BEGAN] == pytest.approx(time.time(), abs=5)


def test_sign_out_ends_the_session_and_clears_the_browser(sign_in: Any, facilitator: Seat) -> None:
    client = sign_in(facilitator)
    key = client.session.session_key
    assert "Clear-Site-Data" not in client.get("/account/logout/").headers
    response = client.post("/account/logout/")
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert not client.session.exists(key)
    assert AuditEvent.objects.get().act == "signed out"


def test_sign_out_everywhere_ends_every_session_of_this_person_only(
    sign_in: Any, facilitator: Seat, funder: Seat
) -> None:
    here, there, other = sign_in(facilitator), sign_in(facilitator), sign_in(funder)
    assert len(list(sessions_of(facilitator.user))) == 2
    assert here.get("/profile/sign-out-everywhere/").status_code == 405
    assert here.post("/profile/sign-out-everywhere/")["Location"] == LOGIN
    assert there.get("/profile/")["Location"].startswith(LOGIN)
    assert other.get("/profile/").status_code == 200


def test_profile_changes_name_and_language_and_nothing_else(sign_in: Any, facilitator: Seat) -> None:
    client = sign_in(facilitator)
    before = User.objects.values().get(pk=facilitator.user_id)
    sent = {
        "name": "María", "language": "es", "is_administrator": "1", "is_active": "", "email": "x@example.org",
        "id": "99", "password": "x", "created_at": "2001-01-01",
    }  # fmt: skip
    assert client.post("/profile/", sent).status_code == 302
    after = User.objects.values().get(pk=facilitator.user_id)
    assert {key for key in after if after[key] != before[key]} == {"name", "language"}
    assert '<html lang="es"' in client.get("/profile/").content.decode()


@pytest.mark.parametrize(("name", "language"), [("", "en"), ("x" * 121, "en"), ("A", "xx"), ("a\x00b", "en")])
def test_profile_refuses_what_makes_no_sense(sign_in: Any, facilitator: Seat, name: str, language: str) -> None:
    client = sign_in(facilitator)
    before = User.objects.values().get(pk=facilitator.user_id)
    assert client.post("/profile/", {"name": name, "language": language}).status_code == 422
    assert User.objects.values().get(pk=facilitator.user_id) == before


@pytest.mark.parametrize(
    "path", ["/account/email/", "/account/password/set/", "/account/2fa/totp/activate/", "/account/2fa/webauthn/add/"]
)
def test_grave_change_needs_a_fresh_sign_in(sign_in: Any, path: str, db: None) -> None:
    client = sign_in(factories.user())
    assert client.get(path).status_code == 200
    session = client.session
    session[BEGAN] -= 16 * 60
    session.save()
    assert client.get(path).status_code == 403
    assert client.post(path, {"email": "new@example.org", "action_add": ""}).status_code == 403
    assert not EmailAddress.objects.filter(email="new@example.org").exists()


def test_address_is_changed_after_showing_the_password_and_following_the_link(client: Client, user: User) -> None:
    client.post(LOGIN, {"login": user.email, "password": PASSWORD})
    assert client.post("/account/email/", {"email": "new@example.org", "action_add": ""})["Location"].startswith(
        "/account/reauthenticate/"
    )
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    client.post("/account/email/", {"email": "new@example.org", "action_add": ""})
    user.refresh_from_db()
    assert user.email == "maria@example.org"
    mail = OutboxMail.objects.get(to="new@example.org")
    link = re.search(r"http://testserver(/account/confirm-email/\S+)", mail.body)
    assert link
    assert client.get(link[1]).status_code == 200
    user.refresh_from_db()
    assert user.email == "maria@example.org"  # a mail scanner opens links, too
    client.post(link[1])
    user.refresh_from_db()
    assert user.email == "new@example.org"


def test_pending_address_of_somebody_else_does_not_catch_the_code_of_its_owner(client: Client, user: User) -> None:
    EmailAddress.objects.create(user=user, email="later@example.org", verified=False)
    owner = User.objects.invited(email="Later@example.org")
    sign_in_by_code(client, "later@example.org")
    assert client.session["_auth_user_id"] == str(owner.pk)
