"""What must be computed again."""

from django.db import models
from django.db.models.functions import Now

from collab.models import Collaboration


class StaleQuerySet(models.QuerySet["Stale"]):
    """Which marks."""

    def collaborations(self) -> list[int]:
        """The collaborations that wait, the longest first."""
        return list(self.values_list("collaboration", flat=True).annotate(since=models.Min("id")).order_by("since"))


class Stale(models.Model):
    """Evidence of a collaboration changed. Written by database triggers in the transaction of the change itself.

    One row a changing statement, never updated: writers do not wait for each other, and a scorer deletes
    just the rows that it has seen.
    """

    collaboration = models.ForeignKey(Collaboration, on_delete=models.CASCADE, related_name="+")
    marked_at = models.DateTimeField(db_default=Now())

    objects = StaleQuerySet.as_manager()

    def __str__(self) -> str:
        return f"collaboration {self.collaboration_id} since {self.marked_at}"
