"""Signed statements about partners in one list: who said what, on which evidence, and what the partner replied."""

from dataclasses import dataclass
from datetime import date

from collab.models import Seat
from partners.models import Partner, RatingReply, ReadinessRating, newest
from partners.words import Words, anchor


@dataclass(frozen=True)
class StatementRow:
    """One statement with the words of its level; the reply stands beside the level it answers, wherever it goes."""

    rating: ReadinessRating
    meaning: Words
    reply: RatingReply | None


def statement_rows(seat: Seat, *, on: date, partner: int | None = None) -> list[StatementRow]:
    """The newest statement of each assessor on each partner that this reader may see, by name; one query.

    Of one partner (id) where one is given.
    """
    rows = ReadinessRating.objects.filter(partner__in=Partner.objects.visible_to(seat), rated_on__lte=on)
    if partner is not None:
        rows = rows.filter(partner=partner)
    found = newest(rows, "partner_id", "criterion", "assessor_id").select_related(
        "partner__organization", "assessor", "rated_by", "reply"
    )
    ordered = sorted(found, key=_order)
    return [StatementRow(one, anchor(one.criterion, one.level), getattr(one, "reply", None)) for one in ordered]


def _order(one: ReadinessRating) -> tuple[str, int, str]:
    criteria = list(ReadinessRating.Criterion.values)
    return str(one.partner).casefold(), criteria.index(one.criterion), str(one.assessor).casefold()
