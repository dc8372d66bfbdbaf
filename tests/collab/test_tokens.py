"""Tokens for programs: made on a page by who has just proven who they are, shown once, stored hashed, ended at once."""

import random
import re
import time
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from collab.models import ApiToken, AuditEvent
from collab.models.tokens import LONGEST_DAYS, MOST_TOKENS
from government.erasing import erase
from tests import factories
from tests.collab.world import bearer

NEW, LIST = "/profile/tokens/new/", "/profile/tokens/"
SECRET = re.compile(r"groundwork_[0-9a-f]{72}")
SAID = {"label": "Nightly sheet", "collaboration": "", "scope": "read", "days": "30"}


@pytest.fixture
def client(facilitator, sign_in) -> Client:
    """The facilitator, who has just signed in."""
    return proven(sign_in(facilitator))


def proven(client: Client) -> Client:
    """Somebody who has just proven who they are."""
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "code", "at": time.time()}]
    session.save()
    return client


def made(client: Client, **values: str) -> str:
    """The secret of a new token."""
    answer = client.post(NEW, SAID | values)
    found = SECRET.search(answer.content.decode())
    assert found
    return found[0]


def asked(secret: str) -> int:
    """What a program with this secret is answered."""
    headers = {"Authorization": f"Bearer {secret}"}
    return int(Client(headers=headers).get("/api/v1/collaborations").status_code)


def test_a_token_is_shown_once_and_opens_the_api(client, facilitator):
    secret = made(client)
    token = ApiToken.objects.get()
    assert (token.user, token.label, token.scope, token.ending) == (
        facilitator.user, "Nightly sheet", "read", secret[-4:],
    )  # fmt: skip
    assert token.expires_at - token.created_at == timedelta(days=30)
    assert secret.encode() not in bytes(token.token_hash)
    page = client.get(LIST).content.decode()
    assert "Nightly sheet" in page
    assert "never used" in page
    assert not SECRET.search(page)
    assert asked(secret) == 200
    assert "last used" in client.get(LIST).content.decode()


def test_making_and_revoking_are_written_down_without_the_secret(client, facilitator):
    secret = made(client, collaboration=str(facilitator.collaboration_id), scope="write")
    pk = ApiToken.objects.get().pk
    assert client.post(f"{LIST}{pk}/revoke/").status_code == 302
    found = AuditEvent.objects.filter(act__startswith="token").order_by("pk")
    told = [(one.act, one.user, one.collaboration, one.subject) for one in found]
    place = facilitator.collaboration
    assert told == [
        ("token made", facilitator.user, place, f"token {pk}, write"),
        ("token revoked", facilitator.user, place, f"token {pk}, write"),
    ]
    assert secret not in str(told)


def test_who_has_signed_in_long_ago_signs_in_again_first(facilitator, sign_in):
    client = sign_in(facilitator)
    session = client.session
    session["began_at"] = time.time() - 3600
    session.save()
    answer = client.post(NEW, SAID)
    assert answer.status_code == 403
    assert not ApiToken.objects.exists()
    facilitator.user.set_password("a long password of mine")
    facilitator.user.save()
    client = sign_in(facilitator)
    answer = client.post(NEW, SAID)
    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/account/reauthenticate/")
    assert not ApiToken.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"label": ""}, {"label": "x" * 81}, {"label": "a\x00b"}, {"scope": "all"}, {"days": "9999"}, {"days": ""},
        {"collaboration": "999999"}, {"collaboration": "x"},
    ],
)  # fmt: skip
def test_what_does_not_fit_is_said_and_makes_nothing(client, wrong):
    assert client.post(NEW, SAID | wrong).status_code == 422
    assert not ApiToken.objects.exists()


def test_only_collaborations_of_ones_own_are_offered(client, facilitator):
    elsewhere = factories.collaboration(name="Elsewhere")
    assert "Elsewhere" not in client.get(NEW).content.decode()
    assert client.post(NEW, SAID | {"collaboration": str(elsewhere.pk)}).status_code == 422


def test_nobody_makes_more_than_a_few(client):
    for _n in range(MOST_TOKENS):
        made(client)
    assert client.post(NEW, SAID).status_code == 422
    assert ApiToken.objects.count() == MOST_TOKENS


def test_a_token_ends_when_it_is_revoked_and_when_its_time_is_over(client, facilitator):
    one, two = made(client), made(client)
    first, second = ApiToken.objects.order_by("pk")
    client.post(f"{LIST}{first.pk}/revoke/")
    assert (asked(one), asked(two)) == (401, 200)
    now = timezone.now()
    assert ApiToken.find(two, now=second.expires_at - timedelta(seconds=1)) == second
    assert ApiToken.find(two, now=second.expires_at) is None
    assert ApiToken.find(one, now=now) is None
    assert client.post(f"{LIST}{first.pk}/revoke/").status_code == 404


def test_nobody_revokes_the_token_of_another(client, funder):
    bearer(funder.user)
    other = ApiToken.objects.get(user=funder.user)
    assert client.post(f"{LIST}{other.pk}/revoke/").status_code == 404
    assert ApiToken.objects.open(now=timezone.now()).filter(pk=other.pk).exists()
    assert other.label not in client.get(LIST).content.decode()


def test_forged_and_mistyped_tokens_open_nothing_and_most_ask_no_database(
    client, django_assert_num_queries, facilitator
):
    secret, chance = made(client), random.Random(7)
    forged = {
        secret[:place] + chance.choice("0123456789abcdef") + secret[place + 1 :]
        for place in (chance.randrange(11, len(secret)) for _n in range(2000))
    } - {secret}  # fmt: skip
    now = timezone.now()
    with django_assert_num_queries(0):
        assert [one for one in forged if ApiToken.find(one, now=now)] == []
    for bad in (
        "",
        "x",
        secret[:-1],
        secret + "0",
        secret.upper(),
        "groundwork_",
        "Bearer",
        f" {secret}",
        "groundwörk_",
    ):
        assert asked(bad.encode().decode("latin-1")) == 401, bad
    assert len(forged) > 800


def test_a_token_lives_a_year_at_most_and_reads_or_writes(facilitator):
    now = timezone.now()
    with pytest.raises(IntegrityError, match="api_token_lives_a_year_at_most"), transaction.atomic():
        ApiToken.issue(days=LONGEST_DAYS + 1, now=now, user=facilitator.user, label="x", scope="read")
    with pytest.raises(IntegrityError, match="api_token_reads_or_writes"), transaction.atomic():
        ApiToken.issue(days=1, now=now, user=facilitator.user, label="x", scope="all")


def test_whoever_is_erased_has_no_token_and_no_kept_answer_is_left(facilitator, coordinator, collaboration):
    person = factories.person(organization=facilitator.organization, email=facilitator.user.email.upper())
    client, other = bearer(facilitator.user), bearer(coordinator.user)
    elsewhere = bearer(factories.seat(collaboration=factories.collaboration(), role="facilitator").user)
    url = reverse("api:person_create", args=[collaboration.slug])
    for program in (client, other):
        body: dict[str, Any] = {"name": f"Somebody {id(program)}"}
        headers = {"Idempotency-Key": "k"}
        assert program.post(url, body, content_type="application/json", headers=headers).status_code == 201
    erase(person, by=coordinator.user)
    assert not ApiToken.objects.filter(user=facilitator.user).exists()
    assert not ApiToken.objects.get(user=coordinator.user).answers.exists()
    assert [one.get("/api/v1/collaborations").status_code for one in (client, other, elsewhere)] == [401, 200, 200]
