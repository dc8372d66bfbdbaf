"""What the page of a partner holds, gathered in a number of queries that does not grow with its rows."""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from collab.models import (
    Attendance,
    Collaboration,
    Endorsement,
    LeadershipRole,
    Meeting,
    Organization,
    Resource,
    Seat,
    StrategyContribution,
)
from collab.roles import Action
from partners.forms.fields import details_of
from partners.models import Investment, Partner, ReadinessReview
from partners.shown import criteria
from partners.story import story
from partners.tie_rows import tie_rows

SHOWN = 10  # rows of the strategy's story; the strategy page has them all


def partner_page(seat: Seat, partner: Partner, *, on: date) -> dict[str, Any]:
    """Everything about one partner that this reader may see."""
    collaboration = seat.collaboration
    figure = partner.readiness
    shown = criteria(partner, figure, on=on)
    rates = seat.may_for_all(Action.RATE_PARTNERS) or (
        seat.may(Action.RATE_PARTNERS) and seat.organization_id == partner.organization_id
    )
    is_own = seat.organization_id == partner.organization_id
    reviews = ReadinessReview.objects.visible_to(seat).filter(partner=partner).with_parts()
    investments = Investment.objects.visible_to(seat).filter(partner=partner).select_related("funder")
    return {
        "collaboration": collaboration,
        "partner": partner,
        "organization": partner.organization,
        "figure": figure,
        "criteria": shown,
        "unknown": [one for one in shown if one.level is None],
        "replies": [said for one in shown for said in one.said if hasattr(said.rating, "reply")],
        "story": story(
            partner, stages=partner.stages.all(), said=[said for one in shown for said in one.said], reviews=reviews,
            investments=investments,
        ),
        "details": details_of(list(collaboration.partner_fields.in_use()), partner.details),
        "ties": tie_rows(collaboration, on=on, organization=partner.organization),
        "meetings": _meetings(seat, partner.organization),
        "is_core": _is_core(partner, on),
        "gate": collaboration.gate("G1", on=on),
        "reviews": reviews,
        "investments": investments,
        "strategy": _strategy(collaboration, partner.organization),
        "today": on,
        "is_own": is_own,
        "may_log": seat.may(Action.LOG),
        "may_rate": rates,
        "may_review": seat.may(Action.RECORD_REVIEW),
        "may_reply": seat.may(Action.REPLY_TO_REVIEW) and is_own,
        "sees_contacts": seat.may_for_all(Action.SEE_EVIDENCE) or is_own,
    }  # fmt: skip


def _is_core(partner: Partner, on: date) -> bool:
    begun = partner.core_from_on is not None and partner.core_from_on <= on
    return begun and (partner.core_to_on is None or partner.core_to_on > on)


def _meetings(seat: Seat, organization: Organization) -> dict[str, Any]:
    """How many were held with it, and when the last was."""
    held = Meeting.objects.visible_to(seat).held().order_by()
    with_it = Attendance.objects.filter(organization=organization, meeting__in=held)
    newest = with_it.order_by("-meeting__held_at").values_list("meeting__held_at", flat=True).first()
    return {"count": with_it.values("meeting").distinct().count(), "last_at": newest}


def _strategy(collaboration: Collaboration, organization: Organization) -> dict[str, QuerySet[Any]]:
    """Its part in the strategy."""
    own = {"collaboration": collaboration, "organization": organization}
    return {
        "contributions": StrategyContribution.objects.filter(**own).select_related("strategy")[:SHOWN],
        "endorsements": Endorsement.objects.filter(**own).select_related("strategy")[:SHOWN],
        "roles": LeadershipRole.objects.filter(**own)[:SHOWN],
        "resources": Resource.objects.filter(**own)[:SHOWN],
    }
