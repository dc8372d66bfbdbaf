"""What every kind of answer carries in its headers, in the demo and under production settings."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings as project
from django.test import Client

from collab.models import Seat

ALWAYS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
}
POLICY = {
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data: blob:", "font-src 'self'",
    "connect-src 'self'", "manifest-src 'self'", "worker-src 'self'", "form-action 'self'", "frame-ancestors 'none'",
    "base-uri 'none'", "object-src 'none'",
}  # fmt: skip


def policy(headers: Any) -> set[str]:
    """The directives, whose order says nothing."""
    return {directive.strip() for directive in headers["Content-Security-Policy"].split(";")}


def pages(sign_in: Any, seat: Seat) -> dict[str, Any]:
    """An answer of each kind."""
    client, place = sign_in(seat), f"/c/{seat.collaboration.slug}/"
    return {
        "sign-in": Client().get("/account/login/"),
        "sent to sign in": Client().get(place),
        "portfolio": client.get("/"),
        "dashboard": client.get(place),
        "form": client.get(f"{place}seats/new/"),
        "refused form": client.post(f"{place}seats/new/", {"email": "x"}),
        "403": client.get("/administration/"),
        "404": client.get("/c/nowhere/"),
        "405": client.post(f"{place}audit/"),
        "download": client.get(f"{place}scores/relationship.csv"),
        "health": Client().get("/health/"),
    }


def test_every_kind_of_answer_has_its_headers(sign_in: Any, coordinator: Seat) -> None:
    statuses = {}
    for name, response in pages(sign_in, coordinator).items():
        statuses[name] = response.status_code
        carried = {key: response.headers.get(key) for key in ALWAYS}
        assert carried == ALWAYS, name
        assert policy(response.headers) == POLICY, name
        assert "no-store" in response.headers["Cache-Control"], name
    assert statuses == {
        "sign-in": 200, "sent to sign in": 302, "portfolio": 200, "dashboard": 200, "form": 200, "refused form": 422,
        "403": 403, "404": 404, "405": 405, "download": 200, "health": 200,
    }  # fmt: skip


def test_session_cookie_is_closed_to_scripts(sign_in: Any, coordinator: Seat) -> None:
    response = Client().get("/account/login/")
    assert [name for name in response.cookies if "csrf" in name.lower()] == []
    morsel = response.cookies[project.SESSION_COOKIE_NAME]
    assert (morsel["httponly"], morsel["samesite"], morsel["path"]) == (True, "Lax", "/")


ASK = """
import json, django
django.setup()
from django.conf import settings
from django.test import Client
response = Client(headers={"host": "groundwork.example.org", "x-forwarded-proto": "https"}).get("/health/")
plain = Client(headers={"host": "groundwork.example.org"}).get("/account/login/")
evil = Client(headers={"host": "evil.example", "x-forwarded-proto": "https"}).get("/health/")
names = "SESSION_COOKIE_NAME SESSION_COOKIE_SECURE DEBUG DEMO CSRF_USE_SESSIONS ALLAUTH_TRUSTED_PROXY_COUNT".split()
print(json.dumps([dict(response.headers), [plain.status_code, plain.headers.get("Location")], evil.status_code,
    {name: getattr(settings, name) for name in names}]))
"""
PRODUCTION = {
    "DATABASE_URL": "postgresql://groundwork@%2Fnonexistent/groundwork",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "GROUNDWORK_HOSTS": "groundwork.example.org",
    "GROUNDWORK_ORIGIN": "https://groundwork.example.org",
    "GROUNDWORK_MAIL_URL": "smtp://groundwork:none@mail.example.org:587",
    "GROUNDWORK_SECRET_KEY": "for this one process only, and long enough for the check of Django",
    "GROUNDWORK_NOTE_KEY": "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
    "DJANGO_SETTINGS_MODULE": "collab.settings",
}


@pytest.fixture(scope="module")
def production() -> Any:
    """What a process under production settings answers; it needs no database for that."""
    env = {"PATH": os.environ["PATH"], **PRODUCTION}
    argv = [sys.executable, "-c", ASK]
    done = subprocess.run(argv, env=env, cwd=project.BASE_DIR, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_production_sends_the_whole_set(production: Any) -> None:
    headers = production[0]
    assert {key: headers.get(key) for key in ALWAYS} == ALWAYS
    assert headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains; preload"
    assert policy(headers) == POLICY | {"upgrade-insecure-requests"}
    assert "Server" not in headers


def test_production_keeps_cookies_and_hosts_tight(production: Any) -> None:
    _headers, plain, evil, settings = production
    assert plain == [301, "https://groundwork.example.org/account/login/"]
    assert evil == 400
    assert settings == {
        "SESSION_COOKIE_NAME": "__Host-session", "SESSION_COOKIE_SECURE": True, "DEBUG": False, "DEMO": False,
        "CSRF_USE_SESSIONS": True, "ALLAUTH_TRUSTED_PROXY_COUNT": 1,
    }  # fmt: skip
