"""Merging two records of one organisation or person: what will change, and the way back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from collab.forms.merges import MergeForm
from collab.http import Request, page
from collab.merging import MergeRefused, merge, unmerge
from collab.models import Organization, Person
from collab.permissions import Action, collaboration_for


@require_http_methods(["GET", "POST"])
def organization_merge(request: Request, slug: str, pk: int) -> HttpResponse:
    """Merge an organisation into another."""
    return _merge(request, slug, pk, Organization)


@require_POST
def organization_unmerge(request: Request, slug: str, pk: int) -> HttpResponse:
    """Take the merge of an organisation back."""
    return _unmerge(request, slug, pk, Organization)


@require_http_methods(["GET", "POST"])
def person_merge(request: Request, slug: str, pk: int) -> HttpResponse:
    """Merge a person into another."""
    return _merge(request, slug, pk, Person)


@require_POST
def person_unmerge(request: Request, slug: str, pk: int) -> HttpResponse:
    """Take the merge of a person back."""
    return _unmerge(request, slug, pk, Person)


def _merge(request: Request, slug: str, pk: int, model: Any) -> HttpResponse:
    """First whom it goes into, then what will change, then the deed."""
    collaboration = collaboration_for(request, slug, Action.MERGE)
    visible = model.objects.visible_to(request.seat)
    one = get_object_or_404(visible, pk=pk)
    form = MergeForm(request.POST or request.GET or None, one=one, others=visible.exclude(pk=pk).order_by("name", "pk"))
    into = form.cleaned_data["into"] if form.is_valid() else None
    if request.method == "POST" and into:
        try:
            merge(one, into=into, by=request.user)
        except MergeRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The two records are one now. You can take this back on this page."))
            return redirect(into.get_absolute_url())
    context = {
        "collaboration": collaboration, "form": form, "one": one, "into": into,
        "preview": form.preview() if into else None,
    }  # fmt: skip
    return page(request, "collab/merge.html", context, status=422 if form.errors else 200)


def _unmerge(request: Request, slug: str, pk: int, model: Any) -> HttpResponse:
    """Both stand again."""
    collaboration_for(request, slug, Action.MERGE)
    one = get_object_or_404(model.everyone.visible_to(request.seat), pk=pk)
    if one.merged_into_id:
        try:
            unmerge(one, by=request.user)
            messages.success(request, _("The merge is taken back. Both records stand with what each had."))
        except MergeRefused as refused:
            messages.error(request, str(refused))
    return redirect(one.get_absolute_url())
