"""Why the readiness of one partner is what it is: a stored month as a score, and the ratings behind a criterion."""

from datetime import date

from django.utils.translation import gettext as _

from collab.context import address
from collab.models import Collaboration, PartnerScore, Score, Seat
from metrics.explain.changes import Change, between
from metrics.explain.items import EvidenceItem
from partners.models import Partner, ReadinessRating

METRIC = "partner_readiness"
HIGHEST = 4


def as_score(row: PartnerScore, month: int) -> Score | None:
    """A month of a partner in the form of a score, so that it is told in the same words; it is never saved."""
    one = row.at(month)
    if one is None:
        return None
    return Score(
        collaboration_id=row.collaboration_id, metric=METRIC, month=month, as_of=one.as_of, value=one.value,
        low=one.low, high=one.high, coverage=one.coverage, parts=dict(one.parts), generation=row.generation,
    )  # fmt: skip


def partner_change(
    collaboration: Collaboration, row: PartnerScore, first: int, last: int, *, seat: Seat
) -> tuple[Change, ...]:
    """What moved the readiness of a partner from one month to another; empty = the two cannot be compared."""
    before, after = as_score(row, first), as_score(row, last)
    if before is None or after is None:
        return ()
    return between(collaboration, before, after, seat=seat)


def partner_evidence(partner: Partner, criterion: str, *, on: date, seat: Seat) -> list[EvidenceItem]:
    """What assessors say of a criterion at the end of a day: signed statements, each organisation with its newest."""
    rows = ReadinessRating.objects.visible_to(seat).filter(partner=partner, criterion=criterion, rated_on__lte=on)
    newest = rows.order_by("assessor_id", "-rated_on", "-id").distinct("assessor_id").select_related("assessor")
    page = address("partners:partner_detail", partner.collaboration.slug, str(partner.pk))
    said = [
        EvidenceItem(one.rated_on, _level(one), one.evidence or _("rating"), f"{page}#said" if page else None)
        for one in newest
    ]
    return sorted(said, key=lambda one: (one.on, one.text), reverse=True)


def _level(one: ReadinessRating) -> str:
    words = {"organisation": one.assessor.label, "level": one.level, "highest": HIGHEST}
    if one.level is None:
        return _("%(organisation)s: not known") % words
    return _("%(organisation)s: %(level)s of %(highest)s") % words
