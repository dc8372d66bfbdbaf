"""How early a consultation was: suggested from the dates that are known."""

from datetime import date

from django.db.models import Min

from collab.models import Collaboration
from government.models import Consultation

Timing = Consultation.Timing


def suggested_timing(
    on: date, *, framed_on: date | None, drafted_on: date | None = None, approved_on: date | None = None
) -> str:
    """The timing that the dates speak for; empty where they do not tell. A person decides.

    Example: framed on 1 March; asked on 1 February -> before framing, on 1 April without a draft -> before draft.
    """
    if framed_on is None:
        return ""
    if on < framed_on:
        return str(Timing.BEFORE_FRAMING)
    if drafted_on is None or on < drafted_on:
        return str(Timing.BEFORE_DRAFT)
    if approved_on is None or on < approved_on:
        return str(Timing.BEFORE_APPROVAL)
    return str(Timing.LATER)


def first_version(collaboration: Collaboration) -> dict[str, date | None]:
    """When the first text of the strategy was drafted, and when one was first approved."""
    return collaboration.strategy_versions.aggregate(drafted_on=Min("drafted_on"), approved_on=Min("approved_on"))
