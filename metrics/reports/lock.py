"""Locking: a second person freezes what the report says; from then on nothing computes it again."""

from datetime import datetime

from django.db import transaction

from collab.models import Collaboration, PublishedFigure, Score, Seat, User
from collab.roles import RIGHTS, Action, Reach
from metrics.models import Report
from metrics.publishing import freeze as publish
from metrics.reports.assemble import assemble
from metrics.reports.frozen import freeze

MAY_LOCK = [role for role, rights in RIGHTS.items() if Action.LOCK_REPORT in rights.get(Reach.ALL, set())]


def second_people(collaboration: Collaboration, user: User) -> bool:
    """Whether anybody else holds a seat that may lock."""
    seats = Seat.objects.filter(collaboration=collaboration, role__in=MAY_LOCK, user__is_active=True)
    return seats.current(on=collaboration.today()).exclude(user=user).exists()


def may_lock(report: Report, user: User) -> bool:
    """The owner's own lock counts only where there is nobody else, and that is printed."""
    return report.owner_id != user.pk or not second_people(report.collaboration, user)


def lock(report: Report, *, by: User, at: datetime) -> bool:
    """Freeze the report in one transaction; False when somebody else locked it first or it is not for this person."""
    with transaction.atomic():
        locked = Report.objects.select_for_update(of=("self",)).select_related("collaboration")
        row = locked.prefetch_related("sections").get(pk=report.pk)
        if row.is_locked or not may_lock(row, by):
            return False
        frozen, digest = freeze(assemble(row).document)
        row.lock(by=by, at=at, frozen=frozen, digest=digest, alone=row.owner_id == by.pk)
        _publish(row)
    return True


def _publish(report: Report) -> None:
    """The figures that the report shows join those that are never computed again."""
    known = Score.objects.filter(collaboration=report.collaboration, as_of__lte=report.until_on)
    month = known.order_by("-month").values_list("month", flat=True).first()
    if month is not None:
        publish(report.collaboration, why=PublishedFigure.Why.REPORT, month=month, what=report.pk)
