"""Ties as lists show them: what was agreed about a pair, and whether it has gone quiet against its own cadence."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q

from collab.models import Collaboration, Meeting, Organization
from partners.models import Tie


@dataclass(frozen=True)
class TieRow:
    """One agreed tie and the day of its last contact; None = no contact is known."""

    tie: Tie
    last_on: date | None
    due_on: date

    quiet_days: int

    @property
    def is_quiet(self) -> bool:
        """Whether it is silent for longer than agreed; one that is not needed is never called quiet."""
        return self.tie.is_needed and self.quiet_days > 0


def tie_rows(collaboration: Collaboration, *, on: date, organization: Organization | None = None) -> list[TieRow]:
    """The ties in force on a day, by name; of one organisation where one is given. Three queries at most."""
    ties = Tie.objects.filter(collaboration=collaboration).in_force(on=on).select_related("first", "second")
    if organization is not None:
        ties = ties.filter(Q(first=organization) | Q(second=organization))
    met = last_contacts(collaboration, on=on, organization=organization)
    rows = [_row(tie, met, on) for tie in ties]
    return sorted(rows, key=lambda row: (row.tie.first.name, row.tie.second.name))


def last_contacts(
    collaboration: Collaboration, *, on: date, organization: Organization | None = None
) -> Mapping[tuple[int, int], date]:
    """The day of the last held meeting of each pair of organisations, the lower id first."""
    end = datetime.combine(on + timedelta(days=1), datetime.min.time(), tzinfo=collaboration.zone)
    meetings = Meeting.objects.filter(collaboration=collaboration, held_at__lt=end).held().order_by("held_at")
    if organization is not None:
        meetings = meetings.with_organization(organization)
    present = ArrayAgg("attendances__organization_id", distinct=True, filter=Q(attendances__organization__isnull=False))
    last: dict[tuple[int, int], date] = {}
    for held_at, who in meetings.annotate(present=present).values_list("held_at", "present"):
        day, here = held_at.astimezone(collaboration.zone).date(), sorted(who or [])
        if organization is not None:
            pairs = [tuple(sorted((organization.pk, other))) for other in here if other != organization.pk]
        else:
            pairs = [(a, b) for place, a in enumerate(here) for b in here[place + 1 :]]
        last.update(dict.fromkeys(pairs, day))  # type: ignore[arg-type]  # two of them
    return last


def _row(tie: Tie, met: Mapping[tuple[int, int], date], on: date) -> TieRow:
    last = met.get((tie.first_id, tie.second_id))
    due = max(last or tie.from_on, tie.from_on) + timedelta(days=tie.cadence_days)
    return TieRow(tie, last, due, max(0, (on - due).days))
