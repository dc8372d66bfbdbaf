"""Signed statements about partners as rows of a sheet: who said what, on which evidence, and what was replied."""

from dataclasses import astuple, dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from collab.models import Seat
from partners.models import Partner, ReadinessRating, newest
from partners.words import anchor

HEAD = (
    _("partner"), _("criterion"), _("assessor"), _("rated on"), _("level, 0 to 4"), _("meaning"), _("evidence"),
    _("reply or contest"), _("the partner’s words"), _("replied on"),
)  # fmt: skip


@dataclass(frozen=True)
class StatementRow:
    """One statement. `level` is None for "cannot say"; a reply stands beside the score it answers, in every export."""

    partner: str
    criterion: str
    assessor: str
    rated_on: date
    level: int | None
    meaning: str
    evidence: str
    reply_kind: str
    reply: str
    replied_on: date | None

    @property
    def cells(self) -> tuple[Any, ...]:
        """In the order of HEAD."""
        return astuple(self)


def statement_rows(seat: Seat, *, on: date) -> list[StatementRow]:
    """The newest statement of each assessor on each partner that this reader may see, by name; one query."""
    rows = ReadinessRating.objects.filter(partner__in=Partner.objects.visible_to(seat), rated_on__lte=on)
    found = newest(rows, "partner_id", "criterion", "assessor_id").select_related(
        "partner__organization", "assessor", "reply"
    )
    return [_row(one) for one in sorted(found, key=_order)]


def _order(one: ReadinessRating) -> tuple[str, int, str]:
    criteria = list(ReadinessRating.Criterion.values)
    return str(one.partner).casefold(), criteria.index(one.criterion), str(one.assessor).casefold()


def _row(one: ReadinessRating) -> StatementRow:
    reply = getattr(one, "reply", None)
    return StatementRow(
        str(one.partner), str(one.get_criterion_display()), str(one.assessor), one.rated_on, one.level,
        str(anchor(one.criterion, one.level)), one.evidence, str(reply.get_kind_display()) if reply else "",
        reply.text if reply else "", reply.replied_on if reply else None,
    )  # fmt: skip
