"""Mandates: the government page, one mandate, adding and changing one, candidates side by side, nobody found."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from collab.exports import file_asked, sheet_file
from collab.http import Request, page
from collab.models import Collaboration
from collab.permissions import Action, collaboration_for
from government import sheets
from government.bodies import bodies
from government.engagement import engagement_now
from government.forms.mandates import MandateFilter, MandateForm, NoneFoundForm
from government.history import mandate_page
from government.ladder import rungs_for, sees_contacts
from government.models import Liaison, Mandate, sees_people
from government.shown import finding, levels, shown
from government.timeline import timeline
from government.week import tasks
from government.words import STATE_ADVICE


@require_safe
def mandate_list(request: Request, slug: str) -> HttpResponseBase:
    """Whom we reach, through whom, how early, how often."""
    collaboration = collaboration_for(request, slug, Action.SEE_EVIDENCE)
    seat, today = request.seat, collaboration.today()
    asked = MandateFilter(request.GET)
    every = rungs_for(seat, Mandate.objects.in_force(on=today), on=today)
    wanted = set(asked.apply(Mandate.objects.visible_to(seat)).values_list("pk", flat=True))
    rungs = asked.narrow([one for one in every if one.mandate.pk in wanted])
    if file_asked(request):
        sheet = sheets.mandates(rungs, with_people=sees_people(seat), with_contacts=sees_contacts(seat))
        return sheet_file(request, sheet, collaboration)
    state = collaboration.state_roles.in_force(on=today).first()
    sees_scores = seat.may_for_all(Action.SEE_SCORES)
    context = {
        "collaboration": collaboration,
        "form": asked,
        "now": engagement_now(collaboration, every, on=today) if sees_scores else None,
        "sees_parts": seat.may_for_all(Action.SEE_EVIDENCE),
        "tasks": tasks(collaboration, every, on=today) if sees_people(seat) else [],
        "levels": levels(rungs),
        "shown_count": len(rungs),
        "gaps": [shown(one) for one in every if one.coverage.is_gap or one.coverage.is_forgotten],
        "finding": finding(every),
        "total": len(every),
        "safe": sum(one.coverage.is_safe for one in every),
        "succession": [shown(one) for one in every],
        "state": state,
        "advice": STATE_ADVICE[state.role] if state else "",
        "figure": timeline(collaboration, every, on=today) if sees_contacts(seat) else None,
        "bodies": bodies(collaboration, every) if sees_scores else [],
        "last_on": max((one.last_on for one in every if one.last_on), default=None),
        "month": collaboration.month(on=today),
        "today": today,
        "sees_people": sees_people(seat),
        "sees_contacts": sees_contacts(seat),
        "own": [] if sees_people(seat) else Liaison.objects.own_of(seat).select_related("mandate__body"),
        "may_log": seat.may(Action.LOG),
        "may_set": seat.may(Action.CHANGE_SETTINGS),
    }
    return page(request, "government/mandate_list.html", context, partial="rungs")


@require_safe
def contact_csv(request: Request, slug: str) -> HttpResponseBase:
    """The contacts of the figure as a sheet: a row for each meeting and office that it touched."""
    collaboration = collaboration_for(request, slug, Action.SEE_EVIDENCE)
    seat, today = request.seat, collaboration.today()
    if not sees_contacts(seat):
        raise PermissionDenied
    rungs = rungs_for(seat, Mandate.objects.in_force(on=today), on=today)
    return sheet_file(request, sheets.contacts(rungs), collaboration)


@require_safe
def mandate_detail(request: Request, slug: str, mandate: int) -> HttpResponse:
    """One mandate: what it decides, who holds it, through whom we reach it, how it deals with us."""
    collaboration = collaboration_for(request, slug, Action.SEE_EVIDENCE)
    row = visible_mandate(request, mandate)
    return page(request, "government/mandate_detail.html", mandate_page(request.seat, row, on=collaboration.today()))


@require_http_methods(["GET", "POST"])
def mandate_create(request: Request, slug: str) -> HttpResponse:
    """Add a mandate that matters."""
    collaboration = collaboration_for(request, slug, Action.LOG)
    form = MandateForm(request.POST if request.method == "POST" else None, collaboration=collaboration)
    if form.store():
        messages.success(request, _("The mandate is saved."))
        return redirect("government:mandate_detail", slug, form.instance.pk)
    return _form_page(request, form, collaboration)


@require_http_methods(["GET", "POST"])
def mandate_edit(request: Request, slug: str, mandate: int) -> HttpResponse:
    """Change a mandate, or close it."""
    collaboration = collaboration_for(request, slug, Action.LOG)
    row = visible_mandate(request, mandate)
    data = request.POST if request.method == "POST" else None
    form = MandateForm(data, instance=row, collaboration=collaboration)
    if form.store():
        messages.success(request, _("The mandate is saved."))
        return redirect("government:mandate_detail", slug, mandate)
    return _form_page(request, form, collaboration, mandate=mandate)


@require_http_methods(["GET", "POST"])
def none_found_create(request: Request, slug: str, mandate: int) -> HttpResponse:
    """Confirm that nobody was found."""
    collaboration = collaboration_for(request, slug, Action.LOG)
    row = visible_mandate(request, mandate)
    data = request.POST if request.method == "POST" else None
    form = NoneFoundForm(data, mandate=row, collaboration=collaboration)
    has_liaison = row.liaisons.serving(on=collaboration.today()).exists()
    if not has_liaison and form.store():
        messages.success(request, _("It is written down that nobody was found."))
        return redirect("government:mandate_detail", slug, mandate)
    context = {"collaboration": collaboration, "form": form, "mandate": row, "has_liaison": has_liaison}
    return page(request, "government/none_found_create.html", context, status=422 if data is not None else 200)


@require_safe
def mandate_compare(request: Request, slug: str, mandate: int) -> HttpResponse:
    """Liaisons of one mandate side by side on each criterion."""
    collaboration = collaboration_for(request, slug, Action.SEE_PAIR_TRUST, whole=True)
    row = visible_mandate(request, mandate)
    return page(request, "government/mandate_compare.html", mandate_page(request.seat, row, on=collaboration.today()))


def visible_mandate(request: Request, pk: int) -> Mandate:
    """The mandate, when the reader may see it."""
    rows = Mandate.objects.visible_to(request.seat).select_related("body", "collaboration")
    return get_object_or_404(rows, pk=pk)


def _form_page(
    request: Request, form: MandateForm, collaboration: Collaboration, *, mandate: int | None = None
) -> HttpResponse:
    """Adding and changing share one page; only a row that stands has something to go back to."""
    context = {"collaboration": collaboration, "form": form, "pk": mandate}
    name = "mandate_edit" if mandate else "mandate_create"
    return page(request, f"government/{name}.html", context, status=422 if form.is_bound else 200)
