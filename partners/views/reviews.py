"""Reviews: decisions at gates with reasons and what they saw, the reply, and an end with dignity."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F, Q
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab.exports import file_asked, list_asked, sheet_file
from collab.http import Request, page
from collab.models import Gate
from collab.permissions import Action, collaboration_for
from partners import sheets
from partners.forms.reviews import ClosingForm, ReviewForm, ReviewReplyForm
from partners.models import Investment, Partner, ReadinessReview, ReviewReply

PER_PAGE = 20
Decision = ReadinessReview.Decision


@require_safe
def review_list(request: Request, slug: str) -> HttpResponseBase:
    """May we go on? The gates of today, every decision, every waiver, the money."""
    collaboration = collaboration_for(request, slug, Action.SEE_REVIEWS)
    seat, today = request.seat, collaboration.today()
    states = {one.gate: one for one in collaboration.gate_states.known_on(today)}
    visible = ReadinessReview.objects.visible_to(seat)
    investments = Investment.objects.visible_to(seat).select_related("funder", "partner__organization")
    if file_asked(request):
        is_money = list_asked(request) == "money"
        sheet = sheets.money(investments) if is_money else sheets.reviews(visible.with_parts())
        return sheet_file(request, sheet, collaboration)
    context = {
        "collaboration": collaboration,
        "gates": [(gate, states.get(gate)) for gate in Gate],
        "reviews": Paginator(visible.with_parts(), PER_PAGE).get_page(request.GET.get("page")),
        "waivers": visible.filter(decision=Decision.WAIVE).with_parts(),
        "investments": investments,
        "may_review": seat.may(Action.RECORD_REVIEW),
        "may_reply": seat.may(Action.REPLY_TO_REVIEW),
        "today": today,
    }
    return page(request, "partners/review_list.html", context, partial="rows")


@require_safe
def review_detail(request: Request, slug: str, review: int) -> HttpResponse:
    """One decision: reason, signer, the figures it saw, the reply."""
    collaboration = collaboration_for(request, slug, Action.SEE_REVIEWS)
    row = _visible_review(request, review)
    figures = collaboration.published_figures.for_review(row.pk)
    if not request.seat.may_for_all(Action.SEE_READINESS):
        own = request.seat.organization_id  # with what was published of those merged into it
        figures = figures.filter(Q(organization=None) | Q(organization=own) | Q(organization__survivor=own))
    context = {
        "collaboration": collaboration,
        "review": row,
        "figures": figures.select_related("organization").order_by(
            F("organization__name").asc(nulls_first=True), "metric"
        ),
        "may_reply": request.seat.may(Action.REPLY_TO_REVIEW) and row.partner_id,
        "closing": _closing(request, row),
    }
    return page(request, "partners/review_detail.html", context)


@require_http_methods(["GET", "POST"])
def review_create(request: Request, slug: str) -> HttpResponse:
    """Decide at a gate, on a partner or on the whole."""
    collaboration = collaboration_for(request, slug, Action.RECORD_REVIEW)
    data = request.POST if request.method == "POST" else None
    asked = {"partner": request.GET.get("partner"), "gate": request.GET.get("gate") or Gate.G1}
    form = ReviewForm(data, seat=request.seat, collaboration=collaboration, initial=asked)
    if form.store():
        messages.success(request, _("The decision is recorded, with the figures it saw."))
        return redirect("partners:review_detail", slug, form.instance.pk)
    partner = Partner.objects.visible_to(request.seat).filter(pk=_number(asked["partner"])).first()
    context = {
        "collaboration": collaboration, "form": form, "partner": partner, "seat": request.seat,
        "gates": [(gate, form.states.get(gate)) for gate in Gate],
    }  # fmt: skip
    return page(request, "partners/review_create.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def review_reply_edit(request: Request, slug: str, review: int) -> HttpResponse:
    """The partner replies to a decision about it; it may change its words."""
    collaboration = collaboration_for(request, slug, Action.REPLY_TO_REVIEW)
    row = _visible_review(request, review)
    reply = ReviewReply.objects.filter(review=row).first()
    data = request.POST if request.method == "POST" else None
    form = ReviewReplyForm(data, instance=reply, review=row, seat=request.seat, collaboration=collaboration)
    if form.store():
        messages.success(request, _("Your words are saved. They stand beside the decision from now on."))
        return redirect("partners:review_detail", slug, row.pk)
    context = {"collaboration": collaboration, "form": form, "review": row}
    return page(request, "partners/review_reply_edit.html", context, status=422 if form.is_bound else 200)


@require_POST
def review_closing_create(request: Request, slug: str, review: int) -> HttpResponse:
    """A coordinator ends the collaboration after "do not invest": a second person, on purpose."""
    collaboration = collaboration_for(request, slug, Action.CHANGE_SETTINGS)
    row = _visible_review(request, review)
    form = ClosingForm(request.POST, review=row, today=collaboration.today())
    if row.may_close and form.is_valid():
        row.close(ended_on=form.cleaned_data["ended_on"])
        messages.success(request, _("The collaboration is closed. What was learned stays here for others."))
        return redirect("partners:review_detail", slug, row.pk)
    context = {"collaboration": collaboration, "review": row, "closing": form if row.may_close else None}
    return page(request, "partners/review_detail.html", context, status=422)


def _visible_review(request: Request, pk: int) -> ReadinessReview:
    rows = ReadinessReview.objects.visible_to(request.seat).with_parts().select_related("collaboration")
    return get_object_or_404(rows, pk=pk)


def _closing(request: Request, review: ReadinessReview) -> ClosingForm | None:
    """The form that ends the collaboration, for who may do that."""
    if not (review.may_close and request.seat.may(Action.CHANGE_SETTINGS)):
        return None
    return ClosingForm(None, review=review, today=review.collaboration.today())


def _number(text: str | None) -> int:
    """A key as an address names it; 0, which no row has, for what is none."""
    return int(text) if text and text.isdecimal() and len(text) < 19 else 0  # noqa: PLR2004  what the column holds
