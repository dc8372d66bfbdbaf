"""What holds on every page for somebody signed in: how long a session lasts, and the reader's own language."""

import time
from collections.abc import Callable, Iterator

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from collab.models import AuditEvent, User

IDLE_SECONDS = 3 * 3600  # security.md 1.3, rows 7.3.1 and 7.3.2
LONGEST_SECONDS = 12 * 3600
SECONDS_BETWEEN_MARKS = 60  # a page view writes only this often; a session may so end up to a minute early
BEGAN, SEEN = "began_at", "seen_at"

GetResponse = Callable[[HttpRequest], HttpResponse]


def begin_session(request: HttpRequest, *, now: float | None = None) -> None:
    """Start both clocks of a session."""
    request.session[BEGAN] = request.session[SEEN] = time.time() if now is None else now


def is_over(session: SessionBase, *, now: float) -> bool:
    """Whether a session was unused for 3 hours or is 12 hours old."""
    return now - session[SEEN] > IDLE_SECONDS or now - session[BEGAN] > LONGEST_SECONDS


class SessionLimitsMiddleware:
    """Signs people out whose session was idle or is old."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, for somebody who is signed in no longer where the session is over."""
        if request.user.is_authenticated:
            self.keep_clock(request, now=time.time())
        return self.get_response(request)

    def keep_clock(self, request: HttpRequest, *, now: float) -> None:
        """End the session, or note that it is in use."""
        if BEGAN not in request.session:
            begin_session(request, now=now)
        elif is_over(request.session, now=now):
            AuditEvent.record(AuditEvent.Act.SIGNED_OUT, user=request.user, subject="session over")
            logout(request)
            messages.info(request, _("You were signed out because this session was not used for long, or was old."))
        elif now - request.session[SEEN] >= SECONDS_BETWEEN_MARKS:
            request.session[SEEN] = now


class LanguageMiddleware:
    """Shows pages in the language that the reader chose on the profile page."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer in the reader's language."""
        if request.user.is_authenticated and request.user.language in dict(settings.LANGUAGES):
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language()
        return self.get_response(request)


def sessions_of(user: User) -> Iterator[Session]:
    """Every open session of a user; sessions do not say whose they are until they are read."""
    for session in Session.objects.filter(expire_date__gte=timezone.now()).iterator():
        if session.get_decoded().get(SESSION_KEY) == str(user.pk):
            yield session
