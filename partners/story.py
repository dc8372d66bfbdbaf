"""How a partner came here: everything dated about it in one row of days, the newest first."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from partners.models import Investment, Partner, PartnerStage, ReadinessReview
from partners.shown import Said

Words = str | Promise
AGREED: tuple[tuple[str, Words], ...] = (
    ("core_from_on", gettext_lazy("Joined the core")),
    ("core_to_on", gettext_lazy("Left the core")),
    ("explained_on", gettext_lazy("Had the model explained")),
    ("horizon_agreed_on", gettext_lazy("Agreed to the horizon")),
)


@dataclass(frozen=True)
class Event:
    """One day of it: what happened, and a note beside it; `stage` where a new stage began."""

    on: date
    text: Words
    note: str = ""
    stage: str = ""


def story(
    partner: Partner, *, stages: Iterable[PartnerStage], said: Iterable[Said], reviews: Iterable[ReadinessReview],
    investments: Iterable[Investment],
) -> list[Event]:  # fmt: skip
    """From rows that are loaded already; on one day what was agreed stands before what was judged and decided."""
    events = [*_stages(stages), *_agreed(partner), *_judged(said), *_decided(reviews), *_paid(investments)]
    return sorted(events, key=lambda one: one.on, reverse=True)


def _stages(stages: Iterable[PartnerStage]) -> Iterator[Event]:
    for one in stages:
        yield Event(one.from_on, one.get_stage_display(), one.note, one.stage)


def _agreed(partner: Partner) -> Iterator[Event]:
    for column, text in AGREED:
        if on := getattr(partner, column):
            yield Event(on, text)


def _judged(said: Iterable[Said]) -> Iterator[Event]:
    """One event for each assessor and day, one for each reply."""
    count: dict[tuple[date, str], int] = {}
    for one in said:
        key = one.rating.rated_on, str(one.rating.assessor)
        count[key] = count.get(key, 0) + 1
        if reply := getattr(one.rating, "reply", None):
            yield Event(reply.replied_on, _("Replied to a level"), str(one.rating.get_criterion_display()))
    for (on, assessor), n in count.items():
        text = ngettext("%(n)s criterion was judged", "%(n)s criteria were judged", n) % {"n": n}
        yield Event(on, text, assessor)


def _decided(reviews: Iterable[ReadinessReview]) -> Iterator[Event]:
    for one in reviews:
        yield Event(one.decided_on, f"{one.gate}: {one.get_decision_display()}", str(one.organization))


def _paid(investments: Iterable[Investment]) -> Iterator[Event]:
    for one in investments:
        text = _("Money paid") if one.state == Investment.State.PAID else _("Money planned")
        yield Event(one.on, text, f"{one.funder}, {one.note or one.get_purpose_display()}")
