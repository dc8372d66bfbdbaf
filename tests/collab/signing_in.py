"""Signing in, for tests that need it done."""

import re
from typing import Any

from django.test import Client

from collab.models import OutboxMail

LOGIN, CODE, CONFIRM = "/account/login/", "/account/login/code/", "/account/login/code/confirm/"
PASSWORD = "lantern orbit maple fjord"


def code_of(mail: OutboxMail) -> str:
    """The code in a mail."""
    found = re.search(r"^([A-Z0-9]{4}-?[A-Z0-9]{4}|[A-Z0-9]{6,9})$", mail.body, re.MULTILINE)
    assert found
    return found[1]


def sign_in_by_code(client: Client, address: str) -> Any:
    """Both steps."""
    client.post(CODE, {"email": address})
    return client.post(CONFIRM, {"code": code_of(OutboxMail.objects.latest("id"))})
