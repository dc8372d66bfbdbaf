"""Tokens for programs that act for the reader: the list, making one, whose secret is shown once, and revoking one."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab.forms.tokens import ApiTokenForm
from collab.http import Request, page
from collab.models import ApiToken, AuditEvent
from collab.views.accounts import recently_signed_in


@require_safe
def token_list(request: Request) -> HttpResponse:
    """Which programs act for the reader, what each may do, and when it last did."""
    now = timezone.now()
    tokens = ApiToken.objects.filter(user=request.user).open(now=now).select_related("collaboration")
    return page(request, "collab/token_list.html", {"tokens": tokens})


@recently_signed_in
@reauthentication_required
@require_http_methods(["GET", "POST"])
def token_create(request: Request) -> HttpResponse:
    """Make a token; the answer to the form is the only page that ever shows its secret."""
    data = request.POST if request.method == "POST" else None
    form = ApiTokenForm(data, user=request.user, now=timezone.now())
    if form.is_valid():
        with transaction.atomic():
            token, secret = form.issue()
            _note(AuditEvent.Act.TOKEN_MADE, token)
        return page(request, "collab/token_made.html", {"token": token, "secret": secret})
    return page(request, "collab/token_create.html", {"form": form}, status=422 if form.is_bound else 200)


@require_POST
def token_delete(request: Request, pk: int) -> HttpResponse:
    """Revoke a token: it opens nothing from now on."""
    now = timezone.now()
    token = get_object_or_404(ApiToken.objects.filter(user=request.user, revoked_at=None), pk=pk)
    with transaction.atomic():
        token.revoke(at=now)
        _note(AuditEvent.Act.TOKEN_REVOKED, token)
    messages.success(request, _("The token opens nothing any more."))
    return redirect("collab:token_list")


def _note(act: AuditEvent.Act, token: ApiToken) -> None:
    subject = f"token {token.pk}, {token.scope}"
    AuditEvent.record(act, user=token.user, collaboration=token.collaboration, subject=subject)
