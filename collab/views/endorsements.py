"""Standing behind a version of the strategy, or objecting: from a seat, noted by the team, or by personal link."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collab.forms.strategy import EndorsementForm, EndorsementLinkForm
from collab.http import Request, page
from collab.models import EndorsementLink, OutboxMail, Person, StrategyVersion
from collab.permissions import Action, collaboration_for
from collab.views.strategy import visible_strategy

LINK_LASTS = timedelta(days=60)


@require_http_methods(["GET", "POST"])
def endorsement_create(request: Request, slug: str, strategy: int) -> HttpResponse:
    """The own organisation endorses a version or objects, with a reason."""
    collaboration = collaboration_for(request, slug, Action.ENDORSE)
    row = visible_strategy(request, strategy)
    data = request.POST if request.method == "POST" else None
    form = EndorsementForm(data, strategy=row, organization=request.seat.organization, by=str(request.user))
    if form.store():
        messages.success(request, _("Your answer is saved. You may change it; the newest counts."))
        return redirect("collab:strategy_detail", slug, strategy)
    context = {"collaboration": collaboration, "form": form, "strategy": row}
    return page(request, "collab/endorsement_create.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def endorsement_note(request: Request, slug: str, strategy: int) -> HttpResponse:
    """The facilitation team notes what an organisation said in a meeting or on paper."""
    collaboration = collaboration_for(request, slug, Action.LOG)
    row = visible_strategy(request, strategy)
    by = _("noted by %(name)s") % {"name": request.user}
    form = EndorsementForm(request.POST if request.method == "POST" else None, strategy=row, organization=None, by=by)
    if form.store():
        messages.success(request, _("The answer is saved."))
        return redirect("collab:strategy_detail", slug, strategy)
    context = {"collaboration": collaboration, "form": form, "strategy": row}
    return page(request, "collab/endorsement_create.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def endorsement_link_create(request: Request, slug: str, strategy: int) -> HttpResponse:
    """Ask somebody by mail; the link opens this version to this person and nothing else."""
    collaboration = collaboration_for(request, slug, Action.LOG)
    row = visible_strategy(request, strategy)
    form = EndorsementLinkForm(request.POST if request.method == "POST" else None, strategy=row)
    if form.is_bound and form.is_valid():
        person: Person = form.cleaned_data["person"]
        _ask(request, row, person)
        messages.success(request, _("%(name)s is asked by mail.") % {"name": person})
        return redirect("collab:strategy_detail", slug, strategy)
    context = {"collaboration": collaboration, "form": form, "strategy": row}
    return page(request, "collab/endorsement_link_create.html", context, status=422 if form.is_bound else 200)


@login_not_required
@require_http_methods(["GET", "POST"])
def endorsement_answer(request: Request, token: str) -> HttpResponse:
    """Behind a personal link: read the version, then endorse it or object. Opening changes nothing."""
    link = EndorsementLink.find(token, now=timezone.now())
    if link is None:
        return page(request, "collab/promise_gone.html", status=404)
    language = link.person.language if link.person else ""
    with translation.override(language or translation.get_language()):
        by = _("%(person)s, by personal link") % {"person": link.person or link.organization}
        data = request.POST if request.method == "POST" else None
        form = EndorsementForm(data, strategy=link.strategy, organization=link.organization, by=by)
        if form.store():
            EndorsementLink.objects.filter(pk=link.pk).update(used_at=timezone.now())
            messages.success(request, _("Thank you. Your answer is saved; you may change it here."))
            return redirect("collab:endorsement_answer", token)
        before = link.strategy.endorsements.filter(organization=link.organization).first()
        context = {"link": link, "strategy": link.strategy, "form": form, "before": before}
        return page(request, "collab/endorsement_answer.html", context, status=422 if form.is_bound else 200)


@transaction.atomic
def _ask(request: Request, strategy: StrategyVersion, person: Person) -> None:
    """A new link and its mail, together or not at all; links of the same person and version end."""
    now = timezone.now()
    EndorsementLink.objects.filter(strategy=strategy, person=person, revoked_at=None).update(revoked_at=now)
    link, token = EndorsementLink.issue(
        collaboration=strategy.collaboration, strategy=strategy, person=person, expires_at=now + LINK_LASTS,
        organization=person.organization_on(strategy.collaboration.today()),
    )  # fmt: skip
    with translation.override(person.language or translation.get_language()):
        OutboxMail.put(
            key=f"account:endorsement:{link.pk}", to=person.email, collaboration=strategy.collaboration,
            subject=_("%(title)s: does your organisation stand behind it?") % {"title": strategy.title},
            body=render_to_string("collab/endorsement_mail.txt", {
                "link": link, "url": request.build_absolute_uri(reverse("collab:endorsement_answer", args=[token])),
            }),
        )  # fmt: skip
