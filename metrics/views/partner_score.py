"""The readiness of one partner: whose it is, who may see it, and what would make it surer."""

from dataclasses import replace
from functools import partial

from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from collab.context import address
from collab.http import Request
from collab.models import PartnerScore, Score, Seat
from collab.permissions import Action, collaboration_for
from metrics import explain
from metrics.explain.partners import METRIC
from metrics.forms.moment import MonthBack
from metrics.labels import COMPONENTS, METRICS
from metrics.scoring import is_stale
from metrics.series import named
from metrics.views.score_of import One, score_data, score_page, score_sheet
from metrics.views.steps import Step
from partners.models import Partner


@require_safe
def partner_score_detail(request: Request, slug: str, partner: int) -> HttpResponse:
    """Criteria, formula, bounds, coverage, ratings, and the way from one month to another."""
    return score_page(request, _asked(request, slug, partner))


@require_safe
def partner_score_csv(request: Request, slug: str, partner: int) -> HttpResponseBase:
    """The numbers of a figure of the page as a sheet."""
    return score_sheet(request, _asked(request, slug, partner))


@require_safe
def partner_score_chart(request: Request, slug: str, partner: int) -> JsonResponse:
    """The numbers of the figure for the chart that a reader explores."""
    return score_data(_asked(request, slug, partner))


def _asked(request: Request, slug: str, pk: int) -> One:
    """The partner when the reader may see its readiness, with the months up to the one that is asked for."""
    here, seat = collaboration_for(request, slug, Action.SEE_READINESS), request.seat
    rows = Partner.objects.visible_to(seat).select_related("organization", "collaboration")
    partner = get_object_or_404(rows, pk=pk)
    row = PartnerScore.objects.filter(organization=partner.organization).first()
    figures = row.series if row else []
    moment = MonthBack(request.GET, months=range(len(figures)))
    told = figures if moment.chosen is None else figures[: moment.chosen + 1]
    score = explain.as_score(row, told[-1].month) if row and told else None
    series = named(METRIC, ((one.month, one.as_of, one.value, one.low, one.high, one.coverage) for one in told))
    who = partner.organization.name
    return One(
        collaboration=here, metric=METRIC, kind=str(METRICS["readiness"].label), who=who,
        called=_("the readiness of %(partner)s") % {"partner": who},
        crumbs=[(_("Partners"), reverse("partners:partner_list", args=[slug])), (who, partner.get_absolute_url())],
        column=("partner", who), view="metrics:partner_score", pk=partner.pk, moment=moment,
        series=replace(series, name=_("Readiness of %(partner)s") % {"partner": who}), score=score,
        moved_in=partial(explain.partner_change, here, row, seat=seat) if row else lambda _first, _last: (),
        evidence=lambda key, on: explain.partner_evidence(partner, key, on=on, seat=seat),
        lacking=_lacking(partner, score, seat), is_waiting=is_stale(here),
    )  # fmt: skip


def _lacking(partner: Partner, score: Score | None, seat: Seat) -> list[Step]:
    """The criteria that fewer than two assessors know, the partner among them."""
    may_rate = seat.may_for_all(Action.RATE_PARTNERS) or seat.organization_id == partner.organization_id
    place = address("partners:readiness_rating_create", seat.collaboration.slug, str(partner.pk)) if may_rate else ""
    return [
        Step(COMPONENTS[METRIC][key].label, _("One assessor more") if part["quality"] else _("Nobody has said"), place)
        for key, part in (score.parts if score else {}).items()
        if part["quality"] < 1
    ]
