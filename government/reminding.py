"""What government asks of the team in the weekly digest: numbers and a link, never a name."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import ngettext

from collab.models import Collaboration
from collab.reminders import Asked
from government.coverage import VERIFY_DAYS
from government.models import Liaison, Mandate, OwnStatement


def asked(collaborations: list[Collaboration], today: date) -> Iterator[Asked]:
    """Liaisons to rate again, gaps to confirm again, statements to answer; three queries for all collaborations."""
    within = {"collaboration__in": collaborations}
    liaisons = _counted(to_rate(Liaison.objects.filter(**within), on=today))
    gaps = _counted(to_confirm(Mandate.objects.filter(**within), on=today))
    words = _counted(OwnStatement.objects.filter(**within, answered_on=None).exclude(kind=OwnStatement.Kind.BANDWIDTH))
    for one in collaborations:
        numbers = (liaisons[one.pk], gaps[one.pk], words[one.pk])
        if any(numbers):
            yield Asked(one, partial(_said, *numbers), reverse("government:mandate_list", args=[one.slug]))


def to_rate(liaisons: QuerySet[Liaison], *, on: date) -> QuerySet[Liaison]:
    """Those who serve and whose newest rating is older than 180 days, or who were never rated."""
    past = Max("ratings__rated_on", filter=Q(ratings__rated_on__lte=on))
    dated = liaisons.filter(pk__in=Liaison.objects.serving(on=on).values("pk")).annotate(newest=past)
    return dated.filter(Q(newest=None) | Q(newest__lt=on - timedelta(days=VERIFY_DAYS)))


def to_confirm(mandates: QuerySet[Mandate], *, on: date) -> QuerySet[Mandate]:
    """Mandates without a liaison for which nobody has confirmed for 180 days that there is none, or ever."""
    serving = Liaison.objects.serving(on=on).filter(mandate=OuterRef("pk"))
    empty = mandates.filter(~Exists(serving), pk__in=Mandate.objects.in_force(on=on).values("pk"))
    dated = empty.annotate(newest=Max("none_found__confirmed_on", filter=Q(none_found__confirmed_on__lte=on)))
    return dated.filter(Q(newest=None) | Q(newest__lt=on - timedelta(days=VERIFY_DAYS)))


def _counted(rows: QuerySet[Any]) -> Counter[int]:
    """How many in each collaboration."""
    each = rows.model._default_manager.filter(pk__in=rows.order_by().values("pk"))
    found = each.order_by().values("collaboration_id").annotate(count=Count("pk"))
    return Counter({row["collaboration_id"]: row["count"] for row in found})


def _said(liaisons: int, gaps: int, words: int) -> list[str]:
    """The numbers in words, leaving out what there is none of."""
    rate = ngettext("%(n)s liaison should be rated again.", "%(n)s liaisons should be rated again.", liaisons)
    look = ngettext(
        "For %(n)s mandate somebody should look again who could carry it.",
        "For %(n)s mandates somebody should look again who could carry them.", gaps,
    )  # fmt: skip
    answer = ngettext(
        "%(n)s person who is named waits for an answer about the own entry.",
        "%(n)s statements about own entries wait for an answer.", words,
    )  # fmt: skip
    return [text % {"n": n} for n, text in ((liaisons, rate), (gaps, look), (words, answer)) if n]
