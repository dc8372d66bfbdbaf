"""The rules of a collaboration: weights, expectations and thresholds from a month on."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collab.http import Request, page
from collab.permissions import Action, collaboration_for
from metrics.forms.rules import WeightSetForm
from metrics.rules import rules_for


@require_http_methods(["GET", "POST"])
def weight_set_create(request: Request, slug: str) -> HttpResponse:
    """Agree on other rules from a month on; what was agreed before stands below, with who and why."""
    collaboration = collaboration_for(request, slug, Action.CHANGE_SETTINGS)
    month = collaboration.month(on=collaboration.today()) or 0
    (rules,) = rules_for(collaboration, [month])
    data = request.POST if request.method == "POST" else None
    form = WeightSetForm(data, collaboration=collaboration, rules=rules, month=month)
    if data is not None and form.store(by=request.seat.user):
        messages.success(request, _("The new rules are saved; scores are being computed by them."))
        return redirect("metrics:weight_set_create", slug)
    context = {"collaboration": collaboration, "form": form, "month": month,
               "history": collaboration.weight_sets.history()}  # fmt: skip
    return page(request, "metrics/weight_set_create.html", context, status=422 if form.is_bound else 200)
