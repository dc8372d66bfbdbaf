"""How people come in: by invitation only, and every sign-in and sign-out is written down."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse

from collab.models import AuditEvent


class AccountAdapter(DefaultAccountAdapter):
    """Closes sign-up: an address enters only by a seat that somebody gives."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody opens an account alone."""
        return False

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
