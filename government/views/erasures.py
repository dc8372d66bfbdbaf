"""Erasing a person for good: what will happen, the places that a human decides on, and what was done."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from collab.http import Request, page
from collab.permissions import Action, collaboration_for
from government.erasing import account_of, erase, label_of, mentions
from government.forms.privacy import ErasureForm
from government.models import Erasure
from government.views.entries import visible_person


@require_http_methods(["GET", "POST"])
def erasure_create(request: Request, slug: str, person: int) -> HttpResponse:
    """Show what names the person; erase once the name is written and the button pressed."""
    collaboration = collaboration_for(request, slug, Action.ERASE)
    row = visible_person(request, person)
    done = row.erasures.first()
    if done:
        messages.info(request, _("This person is erased already."))
        return redirect("government:erasure_detail", slug, done.pk)
    form = ErasureForm(request.POST if request.method == "POST" else None, found=mentions(row), person=row)
    if form.is_valid():
        made = erase(row, by=request.user, redact=form.cleaned_data["redact"])
        messages.success(request, _("The person is erased. This cannot be taken back."))
        return redirect("government:erasure_detail", slug, made.pk)
    context = {"collaboration": collaboration, "form": form, "person": row, "account": account_of(row)}
    return page(request, "government/erasure_create.html", context, status=422 if form.is_bound else 200)


@require_safe
def erasure_detail(request: Request, slug: str, erasure: int) -> HttpResponse:
    """What was cleared, and where free text may still name the person."""
    collaboration = collaboration_for(request, slug, Action.ERASE)
    rows = Erasure.objects.filter(collaboration=collaboration).select_related("person", "erased_by")
    row = get_object_or_404(rows, pk=erasure)
    left = [(label_of(one["table"], one["column"]), one["row"]) for one in row.left]
    context = {"collaboration": collaboration, "erasure": row, "left": left, "rows": sum(row.cleared.values())}
    return page(request, "government/erasure_detail.html", context)
