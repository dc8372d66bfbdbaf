"""The first administrator, who can sign in, and the one-click sign-in of the demo."""

import re
from io import StringIO

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.test import Client

from collab.models import OutboxMail, Seat, User
from tests import factories


def run(*arguments: str) -> str:
    """What a command prints."""
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def test_first_admin_is_made_and_told_how_to_sign_in(db: None) -> None:
    said = run("first_admin", "Ada@example.org", "--name", "Ada")
    assert "Ada@example.org is administrator now" in said
    user = User.objects.get()
    assert (user.email, user.name, user.is_administrator) == ("Ada@example.org", "Ada", True)
    assert not user.has_usable_password()
    assert OutboxMail.objects.get().to == "Ada@example.org"


def test_second_first_admin_is_refused_unless_asked_for(db: None) -> None:
    run("first_admin", "ada@example.org")
    with pytest.raises(CommandError, match="is administrator already"):
        run("first_admin", "bo@example.org")
    assert User.objects.count() == 1
    run("first_admin", "bo@example.org", "--another")
    assert User.objects.filter(is_administrator=True).count() == 2


@pytest.mark.parametrize("email", ["ada", "", "a@b", "a@x.org\nBcc: c@x.org", "a" * 250 + "@example.org"])
def test_first_admin_needs_an_address(db: None, email: str) -> None:
    with pytest.raises(CommandError, match=r"no e-mail address|too long"):
        run("first_admin", email)
    assert User.objects.count() == 0


def test_who_can_sign_in(db: None, settings: LazySettings) -> None:
    settings.DEMO = True
    assert run("who_can_sign_in") == "nobody can sign in yet: ./dev manage first_admin EMAIL\n"
    seat = factories.seat(role="funder")
    said = run("who_can_sign_in")
    assert "/demo/" in said
    assert re.search(rf"Funder +{seat.user.email}", said)
    settings.DEMO = False
    assert seat.user.email not in run("who_can_sign_in")
    assert "/account/login/" in run("who_can_sign_in")


def test_demo_signs_in_by_one_click(client: Client, facilitator: Seat, settings: LazySettings) -> None:
    settings.DEMO = True
    assert f"Sign in as {facilitator.user}" in client.get("/demo/").content.decode()
    assert client.post("/demo/", {"user": facilitator.user_id})["Location"] == "/"
    assert client.session["_auth_user_id"] == str(facilitator.user_id)


@pytest.mark.parametrize("chosen", ["", "0", "-1", "1.0", "x", "99999999999", "9" * 400, "١"])
def test_demo_refuses_who_is_not_there(client: Client, db: None, settings: LazySettings, chosen: str) -> None:
    settings.DEMO = True
    assert client.post("/demo/", {"user": chosen}).status_code == 404


@pytest.mark.parametrize("path", ["/demo/", "/demo/mail/", "/demo/mail/x/"])
@pytest.mark.parametrize(("is_demo", "address"), [(False, "127.0.0.1"), (True, "192.0.2.1"), (True, "")])
def test_demo_does_not_exist_elsewhere(
    client: Client, facilitator: Seat, settings: LazySettings, path: str, is_demo: bool, address: str
) -> None:
    settings.DEMO = is_demo
    assert client.get(path, REMOTE_ADDR=address).status_code == 404
    assert client.post(path, {"user": facilitator.user_id}, REMOTE_ADDR=address).status_code == 404
    assert "_auth_user_id" not in client.session
