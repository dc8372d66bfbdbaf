"""Government engagement of one office, for the facilitation team: whose it is, and what would make it surer."""

from dataclasses import replace

from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from collab.context import address
from collab.http import Request
from collab.models import Metric, Score
from collab.permissions import Action, collaboration_for
from government.models import Mandate
from metrics import explain
from metrics.forms.moment import MonthBack
from metrics.labels import COMPONENTS
from metrics.series import named
from metrics.views.score_of import One, score_data, score_page, score_sheet
from metrics.views.steps import WAYS, Step

METRIC = "mandate_engagement"


@require_safe
def mandate_score_detail(request: Request, slug: str, mandate: int) -> HttpResponse:
    """Components, formula, bounds, coverage, records, and the way from one month to another."""
    return score_page(request, _asked(request, slug, mandate))


@require_safe
def mandate_score_csv(request: Request, slug: str, mandate: int) -> HttpResponseBase:
    """The numbers of a figure of the page as a sheet; no person is in any of them."""
    return score_sheet(request, _asked(request, slug, mandate))


@require_safe
def mandate_score_chart(request: Request, slug: str, mandate: int) -> JsonResponse:
    """The numbers of the figure for the chart that a reader explores."""
    return score_data(_asked(request, slug, mandate))


def _asked(request: Request, slug: str, pk: int) -> One:
    """The mandate with its months up to the one that is asked for; they tell of people whom only the team may see."""
    here = collaboration_for(request, slug, Action.SEE_PAIR_TRUST, whole=True)
    seat = request.seat
    rows = Mandate.objects.visible_to(seat).select_related("body", "collaboration__backbone")
    mandate = get_object_or_404(rows, pk=pk)
    found = explain.mandate_scores(mandate, on=here.today())
    moment = MonthBack(request.GET, months=[row.month for row in found.rows])
    told = [row for row in found.rows if moment.chosen is None or row.month <= moment.chosen]
    series = named(METRIC, ((one.month, one.as_of, one.value, one.low, one.high, one.coverage) for one in told))
    who, score = mandate.body.name, told[-1] if told else None
    return One(
        collaboration=here, metric=Metric.ENGAGEMENT, kind=str(Metric.ENGAGEMENT.label), who=who,
        called=_("the government engagement of %(office)s") % {"office": who},
        crumbs=[
            (_("Government"), reverse("government:mandate_list", args=[slug])),
            (str(mandate), mandate.get_absolute_url()),
        ],
        column=("mandate", str(mandate)), view="metrics:mandate_score", pk=mandate.pk, moment=moment,
        series=replace(series, name=_("Government engagement of %(office)s") % {"office": who}), score=score,
        moved_in=lambda first, last: found.change(first, last, seat=seat),
        evidence=lambda key, on: explain.mandate_evidence(mandate, key, on=on, seat=seat),
        lacking=_lacking(mandate, score), is_guarded=True,
    )  # fmt: skip


def _lacking(mandate: Mandate, score: Score | None) -> list[Step]:
    """The components that are not known in full, and what would give them; what weighs most stands first."""
    parts = {} if score is None else {key: score.parts[key] for key in COMPONENTS[METRIC]}
    lacks = sorted((key for key, part in parts.items() if part["quality"] < 1), key=lambda key: -parts[key]["weight"])
    slug, page = mandate.collaboration.slug, mandate.get_absolute_url()
    return [
        Step(
            WAYS[key][0],
            COMPONENTS[METRIC][key].label,
            address("collab:meeting_create", slug) if key == "frequency" else page,
        )
        for key in lacks
    ]
