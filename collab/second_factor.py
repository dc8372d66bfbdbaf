"""Roles that read everything need a second factor; the loopback demo does not ask for one."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import qrcode
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.db.models import Exists, OuterRef, Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import ResolverMatch
from django.utils import timezone
from django.utils.translation import gettext as _
from qrcode.image.svg import SvgPathFillImage

from collab.http import Request
from collab.models import Seat, User
from collab.roles import Role

STRONG_ROLES = (Role.COORDINATOR, Role.FACILITATOR, Role.FUNDER)


class SecondFactorMiddleware:
    """Leads users with a strong role, and administrators, to set up a second factor before anything else."""

    def __init__(self, get_response: Callable[[Request], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        """Only views are guarded; see process_view."""
        return self.get_response(request)

    def process_view(self, request: Request, view: object, args: object, kwargs: object) -> HttpResponse | None:
        """Redirect to the set-up unless the page belongs to signing in and out."""
        match = request.resolver_match
        if settings.DEMO or not request.user.is_authenticated or (match and _belongs_to_sign_in(match)):
            return None
        if not lacks_second_factor(request.user):
            return None
        messages.warning(request, _("Your role needs a second factor. Set one up to go on."))
        return redirect("mfa_index")


def lacks_second_factor(user: User) -> bool:
    """Whether a user's role needs a second factor that is not there; one question to the database."""
    yesterday = timezone.now().date() - timedelta(days=1)  # a seat that ends today is open still, in some time zone
    strong = Seat.objects.filter(Q(to_on=None) | Q(to_on__gt=yesterday), user=OuterRef("pk"), role__in=STRONG_ROLES)
    factors = Authenticator.objects.filter(user=OuterRef("pk")).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return User.objects.filter(Q(is_administrator=True) | Exists(strong), ~Exists(factors), pk=user.pk).exists()


def _belongs_to_sign_in(match: ResolverMatch) -> bool:
    return (match.url_name or "").startswith(("account_", "mfa_", "demo_")) or match.view_name == "health"


class MFAAdapter(DefaultMFAAdapter):
    """The second factor in our look."""

    def build_totp_svg(self, url: str) -> str:
        """The code to scan on a white ground, so that a camera reads it from a dark page, too."""
        drawing = BytesIO()
        qrcode.make(url, image_factory=SvgPathFillImage).save(drawing)
        return drawing.getvalue().decode()
