"""Who needs a second factor, and that nothing opens without it."""

from datetime import date, timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.conf import LazySettings
from django.test import Client

from collab.models import Seat, User
from collab.second_factor import lacks_second_factor
from tests import factories
from tests.collab.signing_in import LOGIN, PASSWORD, sign_in_by_code


@pytest.fixture
def user(db: None) -> User:
    """Somebody invited, with a password."""
    user = User.objects.invited(email="maria@example.org", name="Maria")
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.mark.parametrize("role", ["coordinator", "facilitator", "funder"])
def test_strong_role_reaches_nothing_without_a_second_factor(
    db: None, sign_in: Any, settings: LazySettings, role: str
) -> None:
    settings.DEMO = False
    seat = factories.seat(role=role)
    client = sign_in(seat)
    for path in ("/", "/profile/", f"/c/{seat.collaboration.slug}/", f"/c/{seat.collaboration.slug}/seats/"):
        assert client.get(path)["Location"] == "/account/2fa/", path
    assert client.get("/account/2fa/").status_code == 200
    Authenticator.objects.create(user=seat.user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    assert client.get("/profile/").status_code == 200


@pytest.mark.parametrize("role", ["partner", "liaison", "viewer"])
def test_other_roles_need_none(db: None, sign_in: Any, settings: LazySettings, role: str) -> None:
    settings.DEMO = False
    assert sign_in(factories.seat(role=role)).get("/profile/").status_code == 200


def test_administrator_needs_one(sign_in: Any, settings: LazySettings, db: None) -> None:
    settings.DEMO = False
    client = sign_in(factories.user(is_administrator=True))
    assert client.get("/administration/")["Location"] == "/account/2fa/"


def test_question_for_the_second_factor_is_one_query(db: None, django_assert_num_queries: Any) -> None:
    seat = factories.seat(role="funder")
    with django_assert_num_queries(1):
        assert lacks_second_factor(seat.user)
    Authenticator.objects.create(user=seat.user, type=Authenticator.Type.RECOVERY_CODES, data={})
    assert lacks_second_factor(seat.user)  # recovery codes alone are none
    Authenticator.objects.create(user=seat.user, type=Authenticator.Type.WEBAUTHN, data={})
    assert not lacks_second_factor(seat.user)


def test_seat_that_has_ended_asks_for_none(db: None) -> None:
    seat = factories.seat(role="coordinator", to_on=date.today() - timedelta(days=3))
    assert not lacks_second_factor(seat.user)
    seat.to_on = date.today() + timedelta(days=1)
    seat.save()
    assert lacks_second_factor(seat.user)


def test_demo_asks_for_none_and_asks_no_question(
    sign_in: Any, facilitator: Seat, settings: LazySettings, django_assert_num_queries: Any
) -> None:
    settings.DEMO = True
    client = sign_in(facilitator)
    client.get("/profile/")
    with django_assert_num_queries(2):  # session and user
        assert client.get("/profile/").status_code == 200


def test_code_by_mail_does_not_pass_the_second_factor(client: Client, user: User) -> None:
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "JBSWY3DPEHPK3PXP"})
    assert sign_in_by_code(client, user.email)["Location"].startswith("/account/2fa/authenticate/")
    assert "_auth_user_id" not in client.session
    assert client.get("/profile/")["Location"].startswith(LOGIN)
