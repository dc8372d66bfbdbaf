"""The own entry, by personal link or by a liaison's seat: see, correct, object, confirm the time; one entry each."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collab.http import Request, page
from collab.models.links import token_hash
from collab.permissions import Action, collaboration_for
from government.entries import held_of, lines_of
from government.forms.privacy import OwnStatementForm
from government.models import Liaison, OwnEntryLink

OPENED = "own_entry"  # in the session: the number of the link that was opened in this browser


@login_not_required
@require_http_methods(["GET", "POST"])
def own_entry_open(request: HttpRequest, token: str) -> HttpResponse:
    """Mail programs look at links: nothing is shown before a person presses the button, and then without the token."""
    link = _open(token_hash=token_hash(token))
    if request.method == "POST":
        OwnEntryLink.objects.filter(pk=link.pk).update(used_at=timezone.now())
        request.session[OPENED] = link.pk
        return redirect("government:own_entry_detail")
    with translation.override(_language(link)):
        return page(request, "government/own_entry_open.html", {"place": link.liaison.collaboration.name})


@login_not_required
@require_http_methods(["GET", "POST"])
def own_entry_detail(request: HttpRequest) -> HttpResponse:
    """What is held of the person, and their own words about it."""
    link = _open(pk=request.session.get(OPENED))
    liaison = link.liaison
    with translation.override(_language(link)):
        data = request.POST if request.method == "POST" else None
        form = OwnStatementForm(data, liaison=liaison, collaboration=liaison.collaboration)
        if form.store():
            messages.success(request, _("Thank you. The facilitation team reads it and answers here."))
            return redirect("government:own_entry_detail")
        context = {"form": form, "collaboration": liaison.collaboration, **_mine(liaison)}
        return page(request, "government/own_entry_detail.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def own_entry_edit(request: Request, slug: str, liaison: int) -> HttpResponse:
    """The same for a liaison who signs in; the facilitation team is led to its own page of the person."""
    collaboration = collaboration_for(request, slug, Action.RATE_LIAISONS)
    rows = Liaison.objects.filter(collaboration=collaboration)
    if request.seat.may_for_all(Action.RATE_LIAISONS):
        return redirect("government:entry_detail", slug, get_object_or_404(rows, pk=liaison).person_id)
    mine = rows.own_of(request.seat).select_related("collaboration", "person", "mandate__body")
    row = get_object_or_404(mine, pk=liaison)
    form = OwnStatementForm(
        request.POST if request.method == "POST" else None, liaison=row, collaboration=collaboration
    )
    if form.store():
        messages.success(request, _("Thank you. The facilitation team reads it and answers here."))
        return redirect("government:own_entry_edit", slug, liaison)
    context = {"form": form, "collaboration": collaboration, **_mine(row)}
    return page(request, "government/own_entry_edit.html", context, status=422 if form.is_bound else 200)


def _mine(liaison: Liaison) -> dict[str, object]:
    """Only this entry: the person may stand in others, too, which this link does not open."""
    held = held_of(liaison.person)
    ratings = [one for one in held.ratings if one.liaison_id == liaison.pk]
    return {
        "liaison": liaison, "person": liaison.person, "mandate": liaison.mandate,
        "ratings": [(one, lines_of(one)) for one in ratings],
        "statements": [one for one in held.statements if one.liaison_id == liaison.pk], "notices": held.notices,
    }  # fmt: skip


def _open(**which: object) -> OwnEntryLink:
    """The link, while it opens anything; unknown, old and revoked ones answer alike."""
    rows = OwnEntryLink.objects.filter(revoked_at=None, expires_at__gt=timezone.now(), **which)
    link = rows.select_related("liaison__collaboration", "liaison__person", "liaison__mandate__body").first()
    if link is None:
        raise Http404
    return link


def _language(link: OwnEntryLink) -> str:
    return link.liaison.person.language or translation.get_language() or "en"
