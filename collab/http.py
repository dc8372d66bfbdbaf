"""Requests and answers: the request type, whole page or partial, htmx-aware redirects, headers, error pages."""

import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.messages import get_messages
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render, resolve_url
from django.template.loader import get_template, render_to_string
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

    from collab.models import Seat, User

GetResponse = Callable[[HttpRequest], HttpResponse]
PERMISSIONS = "camera=(), microphone=(), geolocation=(), payment=()"
REDIRECTS = {301, 302, 303, 307, 308}


class Request(HttpRequest):
    """What every view of ours gets: somebody signed in, htmx details, the seat once it is asked for."""

    htmx: "HtmxDetails"
    user: "User"
    seat: "Seat"  # set by collab.permissions.collaboration_for


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    partial: str | None = None,
    status: int = 200,
) -> HttpResponse:
    """The whole page, or only its partial when htmx asks for a part of it."""
    is_part = partial is not None and wants_part(request)
    response = render(request, f"{template}#{partial}" if is_part else template, context, status=status)
    if is_part and len(get_messages(request)):
        response.content += _messages_beside(request).encode()
    if partial is not None:
        patch_vary_headers(response, ["HX-Request"])
    return response


def wants_part(request: HttpRequest) -> bool:
    """Whether htmx will swap the answer into a part of the page it already shows."""
    htmx: HtmxDetails | None = getattr(request, "htmx", None)
    return htmx is not None and bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def _messages_beside(request: HttpRequest) -> str:
    """The messages of this answer, for their own place in the page, which a partial does not hold."""
    inner = render_to_string("components/messages.html", {"messages": get_messages(request)})
    return f'<div id="messages" hx-swap-oob="innerHTML">{inner}</div>'


def safe_next(request: HttpRequest, default: str) -> str:
    """The address in `next`, when it leads to this site; the default otherwise."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    return asked if is_ours(request, asked) else resolve_url(default)


def is_ours(request: HttpRequest, url: str) -> bool:
    """Whether an address leads to this site and nowhere else."""
    return url_has_allowed_host_and_scheme(url, allowed_hosts={request.get_host()}, require_https=request.is_secure())


class HtmxLoginMiddleware:
    """Turns a redirect into a move of the whole page; htmx would swap the next page into a part of this one."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer; for htmx with HX-Redirect in place of Location."""
        response = self.get_response(request)
        if response.status_code not in REDIRECTS or not getattr(request, "htmx", None):
            return response
        target = response.headers["Location"]
        if urlsplit(target).path == resolve_url(settings.LOGIN_URL):
            return _elsewhere(_login_back_to_page(request), status=401)
        if wants_part(request) and is_ours(request, target):
            return _elsewhere(target, status=204, cookies_of=response)
        return response


def _login_back_to_page(request: HttpRequest) -> str:
    """The login page that leads back to the page the reader sees, not to the part that was asked for."""
    shown = urlsplit(request.headers.get("HX-Current-URL", ""))
    back = shown.path + (f"?{shown.query}" if shown.query else "")
    login = resolve_url(settings.LOGIN_URL)
    return f"{login}?{urlencode({'next': back})}" if back and is_ours(request, back) else login


def _elsewhere(url: str, *, status: int, cookies_of: HttpResponse | None = None) -> HttpResponse:
    response = HttpResponse(status=status, headers={"HX-Redirect": url})
    if cookies_of is not None:
        response.cookies = cookies_of.cookies
    return response


class CompressionMiddleware(GZipMiddleware):
    """Compresses text. Documents, workbooks, archives and pictures are packed already and travel as they are."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """The answer, compressed where that makes it smaller."""
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        is_text = kind.startswith("text/") or kind.endswith(("json", "xml", "javascript"))
        return super().process_response(request, response) if is_text else response


class HeadersMiddleware:
    """The headers that Django has no setting for. Answers are not kept: most name people."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer with its headers."""
        response = self.get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cache-Control", "no-store")
        return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The answer to a form whose token is missing or too old."""
    return _bare("403_csrf.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """The answer to an error of ours: "come back soon" when the database is away, an apology otherwise."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        response = _bare("503.html", status=503)
        response.headers["Retry-After"] = "10"
        return response
    return _bare("500.html", status=500)


def _bare(template: str, *, status: int) -> HttpResponse:
    """A page without a request: no context processor runs and no database is asked."""
    return HttpResponse(get_template(template).render(), status=status)
