"""How people come in: by invitation only, and every sign-in and sign-out is written down."""

from typing import Any
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.ratelimit import respond_429
from django.contrib.sites.shortcuts import get_current_site
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse

from collab.models import AuditEvent, OutboxMail
from collab.models.mail import ACCOUNT_MAIL
from collab.signed_in import begin_session
from collab.tasks import deliver_soon

TOO_MANY = {"too_many_login_attempts", "rate_limited"}


class AccountAdapter(DefaultAccountAdapter):
    """Closes sign-up: an address enters only by a seat that somebody gives."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody opens an account alone."""
        return False

    def login(self, request: HttpRequest, user: Any) -> None:
        """Every way in passes here; the session's clock starts."""
        super().login(request, user)
        begin_session(request)

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """Write the sign-in down."""
        AuditEvent.record(AuditEvent.Act.SIGNED_IN, user=user)
        return super().post_login(request, user, **kwargs)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Write the failure down, without what was typed."""
        super().authentication_failed(request, **credentials)
        AuditEvent.record(AuditEvent.Act.SIGN_IN_FAILED)

    def logout(self, request: HttpRequest) -> None:
        """Write the sign-out down."""
        if request.user.is_authenticated:
            AuditEvent.record(AuditEvent.Act.SIGNED_OUT, user=request.user)
        super().logout(request)

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        """A limit that is reached while a form is checked answers 429, like every other limit."""
        if code in TOO_MANY:
            raise ImmediateHttpResponse(respond_429(self.request))
        return super().validation_error(code, *args)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue the mail; without a broker it is sent at once, for somebody waits at the sign-in page."""
        facts = {"request": self.request, "email": email, "current_site": get_current_site(self.request)}
        mail = self.render_mail(template_prefix, email, facts | context)
        OutboxMail.put(key=f"{ACCOUNT_MAIL}{uuid4()}", to=email, subject=mail.subject, body=mail.body)
        deliver_soon(is_urgent=True)
