"""The reader's own account, beside what allauth shows: profile, and signing out here or everywhere."""

import time
from collections.abc import Callable
from functools import wraps

from allauth.account import views as account
from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from collab.forms.accounts import ProfileForm
from collab.http import Request, page
from collab.models import AuditEvent
from collab.signed_in import BEGAN, sessions_of

FRESH_SECONDS = 15 * 60  # as long as setting up a second factor may take after signing in
CLEAR = '"cache", "storage"'  # what the browser keeps; the session cookie goes by itself


@login_not_required
def sign_out(request: Request) -> HttpResponse:
    """Sign out here; the browser forgets what it kept of our pages."""
    response: HttpResponse = account.logout(request)
    if request.method == "POST":
        response.headers["Clear-Site-Data"] = CLEAR
    return response


@require_POST
def sign_out_everywhere(request: Request) -> HttpResponse:
    """End every session of the reader, on all devices."""
    AuditEvent.record(AuditEvent.Act.SIGNED_OUT, user=request.user, subject="everywhere")
    for session in sessions_of(request.user):
        session.delete()
    logout(request)
    messages.success(request, _("You are signed out on all devices."))
    response = redirect("account_login")
    response.headers["Clear-Site-Data"] = CLEAR
    return response


@require_http_methods(["GET", "POST"])
def profile_edit(request: Request) -> HttpResponse:
    """Own name and language, and the ways to everything else of the account."""
    form = ProfileForm(request.POST or None, instance=request.user)
    if form.is_valid():
        form.save()
        with translation.override(request.user.language):
            messages.success(request, _("Saved."))
        return redirect("collab:profile_edit")
    context = {"form": form, "reminders": reverse("collab:own_reminder")}
    return page(request, "account/profile_edit.html", context, status=422 if form.is_bound else 200)


View = Callable[..., HttpResponse]


def recently_signed_in(view: View) -> View:
    """For changes that open an account: who has neither password nor second factor signs in again first.

    The others are asked for one of these by allauth.
    """

    @wraps(view)
    def guarded(request: Request, *args: object, **kwargs: object) -> HttpResponse:
        is_fresh = time.time() - request.session.get(BEGAN, 0) < FRESH_SECONDS
        if not is_fresh and request.user.is_authenticated and not get_reauthentication_flows(request.user):
            return page(request, "account/sign_in_again.html", {"back": request.path}, status=403)
        return view(request, *args, **kwargs)

    return guarded


email = recently_signed_in(reauthentication_required(account.email))
password_set = recently_signed_in(account.password_set)
activate_totp = recently_signed_in(totp.activate_totp)
add_webauthn = recently_signed_in(webauthn.add_webauthn)
