"""What the demo's officials and liaisons were told, what they said, and which entries were looked at again."""

from dataclasses import dataclass
from datetime import date, timedelta

from collab.models import Collaboration
from government.models import EntryReview, Liaison, OwnStatement, PrivacyNotice

LOOKED_AT_AFTER = 200  # days after the start; younger stories have no review yet
SAID = (
    ("bandwidth", "", 2),
    ("correction", "I am not head of the unit any more, only its deputy. Please write that.", None),
)


@dataclass
class PrivacyBuilder:
    """Writes it down beside the government side of one story."""

    collaboration: Collaboration
    today: date

    def build(self) -> None:
        """Everybody named was told; one entry was looked at again; the first two liaisons said something."""
        place = {"collaboration": self.collaboration}
        people = self.collaboration.people.exclude(offices=None, liaison_entries=None).distinct().order_by("pk")
        for person in people:
            if person.informed_on:
                PrivacyNotice.objects.create(person=person, told_on=person.informed_on, how="talk", **place)
        looked_at = self.collaboration.started_on + timedelta(days=LOOKED_AT_AFTER)
        first = people.first()
        if first and looked_at <= self.today:
            EntryReview.objects.create(
                person=first, reviewed_on=looked_at, outcome="keep", reason="Still in office; checked.", **place
            )
        said_on = self.today - timedelta(days=9)
        serving = Liaison.objects.filter(to_on=None, **place).order_by("pk")
        for liaison, (kind, text, bandwidth) in zip(serving, SAID, strict=False):
            OwnStatement.objects.create(
                liaison=liaison, kind=kind, text=text, bandwidth=bandwidth, said_on=said_on, **place
            )
