"""Roles that read everything need a second factor; the loopback demo does not ask for one."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import ResolverMatch, reverse

from collab.http import Request
from collab.roles import Role

STRONG_ROLES = (Role.COORDINATOR, Role.FACILITATOR, Role.FUNDER)


class SecondFactorMiddleware:
    """Leads users with a strong role, and administrators, to set up a second factor before anything else."""

    def __init__(self, get_response: Callable[[Request], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: Request, view: object, args: object, kwargs: object) -> HttpResponse | None:
        """Redirect to the set-up unless the page belongs to signing in and out."""
        match = request.resolver_match
        if settings.DEMO or not request.user.is_authenticated or (match and _belongs_to_sign_in(match)):
            return None
        user = request.user
        strong = user.is_administrator or user.seats.filter(role__in=STRONG_ROLES, to_on=None).exists()
        if strong and not is_mfa_enabled(user):
            return redirect(reverse("mfa_index"))
        return None


def _belongs_to_sign_in(match: ResolverMatch) -> bool:
    name = match.url_name or ""
    return name.startswith(("account_", "mfa_")) or name in {"health"}
