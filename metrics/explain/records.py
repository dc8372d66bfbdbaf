"""The records behind one component of a score of the whole, as far as a reader may see them."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from collab.context import address
from collab.models import (
    Collaboration,
    Decision,
    Endorsement,
    LeadershipRole,
    Meeting,
    Resource,
    Seat,
    StrategyContribution,
    StrategyVersion,
)
from collab.months import end_of_day
from collab.roles import Action
from government.models import Consultation, LiaisonRating, Mandate, NoneFound, Stance
from metrics.explain.items import EvidenceItem
from metrics.explain.parts import sees_answers
from metrics.formulas.catalogue import (
    FREQUENCY_WINDOW_DAYS,
    OPINION_LAST_DAYS,
    OWNERSHIP_WINDOW_DAYS,
    READINESS,
    READINESS_SECTIONS,
)
from metrics.labels import METRICS
from partners.models import PERCEIVED_ITEMS, Answer, CollaborationRating

Items = Iterator[EvidenceItem]
INHERITED = {"C5": "government", "C6": "relationship"}


def score_evidence(
    collaboration: Collaboration, metric: str, component: str, *, on: date, seat: Seat
) -> list[EvidenceItem]:
    """What a component rests on at the end of a day, the newest first; never what the seat may not see.

    Nothing for relationship strength, whose evidence is that of its pairs, nor for a key that the score does not have.
    """
    find = FOUND.get((metric, component)) or (_ratings if (metric, component) in OF_RATINGS else None)
    if find is None or not seat.may_for_all(Action.SEE_EVIDENCE):
        return []
    found = find(collaboration, component, on, seat)
    return sorted(found, key=lambda one: (one.on, one.text), reverse=True)


def _ratings(here: Collaboration, component: str, on: date, seat: Seat) -> Items:
    """What assessors say of an item of readiness: signed statements, each organisation with its newest."""
    if component in INHERITED:
        metric = INHERITED[component]
        yield EvidenceItem(on, str(METRICS[metric].label), _("score"),
                           address("metrics:score_detail", here.slug, metric) or None)  # fmt: skip
        return
    if not seat.may_for_all(Action.SEE_READINESS):
        return
    rows = CollaborationRating.objects.filter(collaboration=here, item=component, rated_on__lte=on)
    newest = rows.order_by("assessor_id", "-rated_on", "-id").distinct("assessor_id").select_related("assessor")
    page = address("partners:readiness_detail", here.slug) if seat.may(Action.RATE_PARTNERS) else ""
    highest = READINESS_SECTIONS[component[0]][1]
    for one in newest:
        words = {"organisation": one.assessor.label, "level": one.level, "highest": highest}
        level = (
            _("%(organisation)s: %(level)s of %(highest)s")
            if one.level is not None
            else _("%(organisation)s: not known")
        )
        yield EvidenceItem(one.rated_on, level % words, one.evidence or _("rating"), page or None)


def _decisions(here: Collaboration, _component: str, on: date, seat: Seat) -> Items:
    since = on - timedelta(days=OWNERSHIP_WINDOW_DAYS)
    rows = Decision.objects.visible_to(seat).filter(is_carried=True, decided_on__gte=since, decided_on__lte=on)
    for one in rows:
        yield EvidenceItem(
            one.decided_on, str(one), _("decision"), address("collab:decision_detail", here.slug, str(one.pk)) or None
        )


def _written(here: Collaboration, _component: str, on: date, seat: Seat) -> Items:
    since = on - timedelta(days=OWNERSHIP_WINDOW_DAYS)
    rows = StrategyContribution.objects.visible_to(seat).filter(accepted_on__gte=since, accepted_on__lte=on)
    for one in rows.select_related("organization"):
        yield EvidenceItem(one.accepted_on or on, str(one), one.organization.label, _version(here, one.strategy_id))


def _led(here: Collaboration, _component: str, on: date, seat: Seat) -> Items:
    since = on - timedelta(days=OWNERSHIP_WINDOW_DAYS)
    rows = LeadershipRole.objects.visible_to(seat).filter(from_on__lte=on).exclude(to_on__lte=since)
    page = address("collab:strategy_list", here.slug) or None
    for one in rows.select_related("organization"):
        yield EvidenceItem(one.from_on, one.organization.label, one.get_role_display(), page)


def _endorsed(here: Collaboration, _component: str, on: date, seat: Seat) -> Items:
    """What organisations say of the version in force."""
    text = StrategyVersion.objects.visible_to(seat).in_force(on=on).first()
    if text is None:
        return
    yield EvidenceItem(text.approved_on or on, str(text), _("version in force"), _version(here, text.pk))
    rows = Endorsement.objects.visible_to(seat).filter(strategy=text, given_on__lte=on)
    for one in (
        rows.order_by("organization_id", "-given_on", "-id").distinct("organization_id").select_related("organization")
    ):
        yield EvidenceItem(one.given_on, one.organization.label, one.get_stance_display(), _version(here, text.pk))


def _given(here: Collaboration, _component: str, on: date, seat: Seat) -> Items:
    since = on - timedelta(days=OWNERSHIP_WINDOW_DAYS)
    rows = Resource.objects.visible_to(seat).filter(given_on__gte=since, given_on__lte=on)
    page = address("collab:strategy_list", here.slug) or None
    for one in rows.select_related("organization"):
        yield EvidenceItem(one.given_on or on, one.text or one.organization.label, one.organization.label, page)


def _perceived(here: Collaboration, _component: str, on: date, seat: Seat) -> Items:
    """Only the days of the waves: what was answered is confidential."""
    rows = Answer.objects.filter(collaboration=here, item__in=PERCEIVED_ITEMS).counted(on=on)
    oldest = on - timedelta(days=OPINION_LAST_DAYS)
    for day in rows.filter(counted_on__gte=oldest).order_by().values_list("counted_on", flat=True).distinct():
        yield EvidenceItem(day or on, _("Answers of a survey; single answers are confidential."), _("answers"))


def _liaisons(here: Collaboration, _component: str, on: date, seat: Seat) -> Items:
    """By mandate and never by person: when a liaison of it was last rated, or that nobody was found."""
    mine: dict[str, Any] = {"collaboration": here}
    of: dict[int, EvidenceItem] = {}
    mandates = {one.pk: one for one in Mandate.objects.visible_to(seat).in_force(on=on).select_related("body")}
    rated = LiaisonRating.objects.filter(**mine, rated_on__lte=on, liaison__mandate__in=mandates)
    nobody = NoneFound.objects.filter(**mine, confirmed_on__lte=on, mandate__in=mandates)
    for day, mandate in nobody.order_by("confirmed_on").values_list("confirmed_on", "mandate"):
        of[mandate] = _of_mandate(here, mandates[mandate], day, _("looked for, nobody found"))
    for day, mandate in rated.order_by("rated_on").values_list("rated_on", "liaison__mandate"):
        of[mandate] = _of_mandate(here, mandates[mandate], day, _("liaison rated"))
    yield from of.values()


def _stances(here: Collaboration, _component: str, on: date, seat: Seat) -> Items:
    """By mandate; the stance itself for those who may see it."""
    mandates = {one.pk: one for one in Mandate.objects.visible_to(seat).in_force(on=on).select_related("body")}
    rows = Stance.objects.filter(collaboration=here, mandate__in=mandates, seen_on__lte=on)
    for one in rows.order_by("mandate_id", "-seen_on", "-id").distinct("mandate_id"):
        kind = one.get_level_display() if sees_answers(seat) else _("stance noted")
        yield _of_mandate(here, mandates[one.mandate_id], one.seen_on, kind)


def _met(here: Collaboration, _component: str, on: date, seat: Seat) -> Items:
    """Held meetings with the bodies, and consultations."""
    bodies = Mandate.objects.visible_to(seat).in_force(on=on).values("body")
    asked = Consultation.objects.filter(collaboration=here).values("meeting")
    since = end_of_day(on - timedelta(days=FREQUENCY_WINDOW_DAYS + 1), here.zone)
    rows = Meeting.objects.visible_to(seat).held().between(since, end_of_day(on, here.zone))
    for one in rows.filter(Q(attendances__organization__in=bodies) | Q(pk__in=asked)).distinct().defer("summary"):
        yield _meeting(here, one, str(one.get_mode_display()))


def _consulted(here: Collaboration, _component: str, on: date, seat: Seat) -> Items:
    """The first consultation; without one, the approval that made it late."""
    seen = Meeting.objects.visible_to(seat).held().filter(held_at__lt=end_of_day(on, here.zone))
    first = Consultation.objects.filter(collaboration=here, meeting__in=seen).order_by("meeting__held_at", "pk")
    for one in first.select_related("meeting")[:1]:
        yield _meeting(here, one.meeting, str(one.get_timing_display()))


def _meeting(here: Collaboration, one: Meeting, kind: str) -> EvidenceItem:
    day = one.held_at.astimezone(here.zone).date()
    return EvidenceItem(day, str(one), kind, address("collab:meeting_detail", here.slug, str(one.pk)) or None)


def _of_mandate(here: Collaboration, one: Mandate, day: date, kind: str) -> EvidenceItem:
    page = address("government:mandate_detail", here.slug, str(one.pk))
    return EvidenceItem(day, str(one), kind, page or None)


def _version(here: Collaboration, pk: int) -> str | None:
    return address("collab:strategy_detail", here.slug, str(pk)) or None


OF_RATINGS = {("readiness", key) for key in READINESS.keys}
FOUND: dict[tuple[str, str], Callable[[Collaboration, str, date, Seat], Items]] = {
    ("ownership", "decisions"): _decisions,
    ("ownership", "authorship"): _written,
    ("ownership", "leadership"): _led,
    ("ownership", "endorsement"): _endorsed,
    ("ownership", "contributions"): _given,
    ("ownership", "local_share"): _decisions,
    ("ownership", "perceived"): _perceived,
    ("government", "coverage"): _liaisons,
    ("government", "link"): _liaisons,
    ("government", "frequency"): _met,
    ("government", "stance"): _stances,
    ("government", "earliness"): _consulted,
}
