"""Indicators: the list, one with its periods, entering and changing both, and the second person's confirmation."""

from copy import copy
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab.exports import file_asked, sheet_file
from collab.http import Request, page
from collab.models import AuditEvent, Collaboration
from collab.months import FRAME_MONTHS
from collab.permissions import Action, collaboration_for
from metrics import sheets
from metrics.forms.indicators import IndicatorForm, PeriodForm, record_refused_target
from metrics.models import Indicator, IndicatorPeriod


@dataclass(frozen=True)
class Row:
    """One indicator as a list shows it: its newest figures only where they may count."""

    indicator: Indicator
    newest: IndicatorPeriod | None

    @property
    def reached(self) -> Decimal | None:
        """Share of the way from baseline to target, 0-100; None where one of the three is missing or they are equal."""
        newest, baseline = self.newest, self.indicator.baseline
        if newest is None or newest.target is None or newest.actual is None or baseline is None:
            return None
        way = newest.target - baseline
        return min(max(100 * (newest.actual - baseline) / way, Decimal(0)), Decimal(100)) if way else None


@require_safe
def indicator_list(request: Request, slug: str) -> HttpResponseBase:
    """What is measured, by level and name."""
    collaboration = collaboration_for(request, slug, Action.SEE_SCORES, whole=True)
    rows = [row_of(one) for one in Indicator.objects.filter(collaboration=collaboration).for_list()]
    if file_asked(request):
        return sheet_file(request, sheets.indicators(rows), collaboration)
    context = {
        "collaboration": collaboration, "rows": rows, "may_log": request.seat.may(Action.LOG),
        "guarded": sum(row.indicator.is_guarded for row in rows), "frame_months": FRAME_MONTHS,
    }  # fmt: skip
    return page(request, "metrics/indicator_list.html", context)


@require_safe
def indicator_detail(request: Request, slug: str, pk: int) -> HttpResponse:
    """One indicator with its periods; those that may not count stand apart, as context."""
    collaboration = collaboration_for(request, slug, Action.SEE_SCORES, whole=True)
    indicator = get_object_or_404(
        Indicator.objects.filter(collaboration=collaboration)
        .select_related("asked_by", "confirmed_by")
        .prefetch_related("periods"),
        pk=pk,
    )
    may_log = request.seat.may(Action.LOG)
    context = {
        "collaboration": collaboration, "indicator": indicator, "row": row_of(indicator), "may_log": may_log,
        "counted": indicator.counted(), "context": [one for one in indicator.periods.all() if not one.may_count],
        "may_confirm": may_log and indicator.waits_for_second_person and indicator.asked_by_id != request.user.pk,
    }  # fmt: skip
    return page(request, "metrics/indicator_detail.html", context)


@require_http_methods(["GET", "POST"])
def indicator_create(request: Request, slug: str) -> HttpResponse:
    """Enter an indicator; one that the guardrail holds needs a choice first."""
    collaboration = collaboration_for(request, slug, Action.LOG)
    data = request.POST if request.method == "POST" else None
    form = IndicatorForm(data, collaboration=collaboration, user=request.user)
    if form.store():
        messages.success(request, _("The indicator is saved."))
        return redirect("metrics:indicator_detail", slug, form.instance.pk)
    context = {"collaboration": collaboration, "form": form}
    return page(request, "metrics/indicator_create.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def indicator_edit(request: Request, slug: str, pk: int) -> HttpResponse:
    """Change an indicator."""
    collaboration = collaboration_for(request, slug, Action.LOG)
    indicator = _indicator(collaboration, pk)
    data = request.POST if request.method == "POST" else None
    form = IndicatorForm(data, instance=copy(indicator), collaboration=collaboration, user=request.user)
    if form.store():
        messages.success(request, _("The indicator is saved."))
        return redirect("metrics:indicator_detail", slug, pk)
    context = {"collaboration": collaboration, "form": form, "indicator": indicator}
    return page(request, "metrics/indicator_edit.html", context, status=422 if form.is_bound else 200)


@require_POST
def indicator_confirm(request: Request, slug: str, pk: int) -> HttpResponse:
    """The second person lets a measure of the population count before month 24."""
    collaboration = collaboration_for(request, slug, Action.LOG)
    indicator = _indicator(collaboration, pk)
    if not indicator.waits_for_second_person:
        return redirect("metrics:indicator_detail", slug, pk)
    if indicator.asked_by_id == request.user.pk:
        raise PermissionDenied
    indicator.confirm(by=request.user)
    AuditEvent.record(
        AuditEvent.Act.GUARDRAIL, user=request.user, collaboration=collaboration,
        subject=f"{indicator.name[:120]}: override confirmed",
    )  # fmt: skip
    messages.success(request, _("The indicator counts from now on."))
    return redirect("metrics:indicator_detail", slug, pk)


@require_http_methods(["GET", "POST"])
def period_create(request: Request, slug: str, indicator: int) -> HttpResponse:
    """Enter target and actual of some months."""
    collaboration = collaboration_for(request, slug, Action.LOG)
    return _period(request, collaboration, _indicator(collaboration, indicator), None)


@require_http_methods(["GET", "POST"])
def period_edit(request: Request, slug: str, pk: int) -> HttpResponse:
    """Change them."""
    collaboration = collaboration_for(request, slug, Action.LOG)
    rows = IndicatorPeriod.objects.filter(collaboration=collaboration).select_related("indicator")
    period = get_object_or_404(rows, pk=pk)
    return _period(request, collaboration, period.indicator, period)


def row_of(indicator: Indicator) -> Row:
    """The newest period with an actual that may count."""
    return Row(indicator, next((one for one in reversed(indicator.counted()) if one.actual is not None), None))


def _period(
    request: Request, collaboration: Collaboration, indicator: Indicator, period: IndicatorPeriod | None
) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form = PeriodForm(data, instance=period, collaboration=collaboration, indicator=indicator)
    if form.store():
        messages.success(request, _("The period is saved."))
        return redirect("metrics:indicator_detail", collaboration.slug, indicator.pk)
    record_refused_target(form, user=request.user, collaboration=collaboration)
    context: dict[str, Any] = {"collaboration": collaboration, "form": form, "indicator": indicator, "period": period}
    return page(request, "metrics/period_form.html", context, status=422 if form.is_bound else 200)


def _indicator(collaboration: Collaboration, pk: int) -> Indicator:
    return get_object_or_404(Indicator.objects.filter(collaboration=collaboration), pk=pk)
