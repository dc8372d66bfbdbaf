"""Whole pages and partials, moves of the whole page, headers, error pages."""

from collections.abc import Iterator

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template import engines
from django.test import RequestFactory, override_settings
from django_htmx.middleware import HtmxDetails

from collab.http import (
    HeadersMiddleware,
    HtmxLoginMiddleware,
    csrf_failure,
    page,
    safe_next,
    server_error,
)

LIST = "before {% partialdef rows inline %}rows of {{ noun }}{% endpartialdef %} after"
LOADERS = [("template_partials.loader.Loader", [("django.template.loaders.locmem.Loader", {"list.html": LIST})])]


@pytest.fixture
def templates() -> Iterator[None]:
    """One template with a partial, and the messages component that goes with it."""
    messages = "{% for message in messages %}{{ message }}{% endfor %}"
    loaders = [(LOADERS[0][0], [(LOADERS[0][1][0][0], {"list.html": LIST, "components/messages.html": messages})])]
    options = {"loaders": loaders, "builtins": ["template_partials.templatetags.partials"]}
    with override_settings(
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "OPTIONS": options}]
    ):
        yield
    engines._engines.clear()


def asked(path: str = "/c/river/", *, method: str = "get", **headers: str) -> HttpRequest:
    """A request as it stands behind the middleware."""
    request = getattr(RequestFactory(), method)(path, headers=headers)
    request.htmx = HtmxDetails(request)
    request._messages = CookieStorage(request)
    return request


def test_page_is_whole_for_a_browser(templates: None) -> None:
    response = page(asked(), "list.html", {"noun": "meetings"}, partial="rows")
    assert response.content == b"before rows of meetings after"
    assert response.headers["Vary"] == "HX-Request"


def test_page_is_only_the_partial_for_htmx(templates: None) -> None:
    response = page(asked(HX_Request="true"), "list.html", {"noun": "meetings"}, partial="rows", status=422)
    assert response.content == b"rows of meetings"
    assert response.status_code == 422
    assert response.headers["Vary"] == "HX-Request"


@pytest.mark.parametrize("header", ["HX-Boosted", "HX-History-Restore-Request"])
def test_page_is_whole_when_htmx_shows_a_whole_page(templates: None, header: str) -> None:
    response = page(asked(**{"HX-Request": "true", header: "true"}), "list.html", {"noun": "meetings"}, partial="rows")
    assert response.content == b"before rows of meetings after"


def test_page_without_a_partial_is_whole_and_does_not_vary(templates: None) -> None:
    response = page(asked(HX_Request="true"), "list.html", {"noun": "meetings"})
    assert response.content == b"before rows of meetings after"
    assert "Vary" not in response.headers


def test_partial_brings_its_messages_to_their_own_place(templates: None) -> None:
    request = asked(HX_Request="true")
    request._messages.add(25, "Saved <b>")
    response = page(request, "list.html", {"noun": "meetings"}, partial="rows")
    assert response.content == b'rows of meetings<div id="messages" hx-swap-oob="innerHTML">Saved &lt;b&gt;</div>'


def answer(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """What the middleware makes of an answer."""
    return HtmxLoginMiddleware(lambda _: response)(request)


def test_login_is_never_swapped_into_a_part() -> None:
    request = asked(HX_Request="true", HX_Current_URL="http://testserver/c/river/meetings/?sort=name")
    response = answer(request, HttpResponseRedirect("/account/login/?next=/c/river/rows/"))
    assert response.status_code == 401
    assert response.headers["HX-Redirect"] == "/account/login/?next=%2Fc%2Friver%2Fmeetings%2F%3Fsort%3Dname"
    assert response.content == b""


def test_login_back_address_never_leads_away() -> None:
    request = asked(HX_Request="true", HX_Current_URL="http://testserver//evil.example/x")
    response = answer(request, HttpResponseRedirect("/account/login/?next=/c/river/"))
    assert response.headers["HX-Redirect"] == "/account/login/"


def test_redirect_moves_the_whole_page_for_htmx() -> None:
    redirect = HttpResponseRedirect("/c/river/meetings/")
    redirect.set_cookie("messages", "x")
    response = answer(asked(method="post", HX_Request="true"), redirect)
    assert (response.status_code, response.headers["HX-Redirect"]) == (204, "/c/river/meetings/")
    assert response.cookies["messages"].value == "x"


def test_redirect_stays_a_redirect_for_a_browser() -> None:
    redirect = HttpResponseRedirect("/c/river/meetings/")
    assert answer(asked(method="post"), redirect) is redirect


def test_redirect_to_another_site_is_not_handed_to_htmx() -> None:
    redirect = HttpResponseRedirect("https://evil.example/")
    assert "HX-Redirect" not in answer(asked(HX_Request="true"), redirect).headers


@pytest.mark.parametrize(
    "away", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "", "http:///x"]
)
def test_next_never_leads_away(away: str) -> None:
    assert safe_next(RequestFactory().get("/", {"next": away}), "/home/") == "/home/"


def test_next_leads_to_our_own_page() -> None:
    assert safe_next(RequestFactory().post("/", {"next": "/c/river/?a=1"}), "/home/") == "/c/river/?a=1"


def test_every_answer_carries_its_headers_and_is_not_kept() -> None:
    response = HeadersMiddleware(lambda _: HttpResponse("x"))(RequestFactory().get("/"))
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response.headers["Permissions-Policy"] == "camera=(), microphone=(), geolocation=(), payment=()"


def test_a_view_may_say_how_its_answer_is_kept() -> None:
    kept = HttpResponse("x", headers={"Cache-Control": "private, max-age=60"})
    assert (
        HeadersMiddleware(lambda _: kept)(RequestFactory().get("/")).headers["Cache-Control"] == "private, max-age=60"
    )


def test_error_page_says_it_is_our_fault_without_a_database() -> None:
    response = server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "Something broke on our side" in response.content.decode()


def test_error_page_says_come_back_when_the_database_is_away() -> None:
    try:
        raise OperationalError("server closed the connection")
    except OperationalError:
        response = server_error(RequestFactory().get("/"))
    assert (response.status_code, response.headers["Retry-After"]) == (503, "10")
    assert "Back in a moment" in response.content.decode()


def test_form_without_its_token_is_told_what_happened() -> None:
    response = csrf_failure(RequestFactory().post("/"))
    assert response.status_code == 403
    assert "Nothing was saved" in response.content.decode()
