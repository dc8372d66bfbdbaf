"""Computations that have begun and not ended well: what a crash leaves behind, and what is not tried any more."""

from django.db import connection, models, transaction
from django.db.models.functions import Now

from collab.models import Collaboration
from metrics.models.stale import Stale

# a computation that failed so often is not tried again before there is new evidence or somebody asks for it
MOST_TRIES = 5
# The marks that were seen go over into this row, so that a mark found beside it later is new evidence. The commit does
# not wait for the disk: with the whole server it would be lost as a whole, and the marks would stand again.
BEGIN = f"""
WITH seen AS (DELETE FROM metrics_stale WHERE collaboration_id = %(id)s)
INSERT INTO metrics_attempt AS a (collaboration_id, tries, error) VALUES (%(id)s, 1, '')
ON CONFLICT (collaboration_id) DO UPDATE SET
  tries = a.tries %% {MOST_TRIES} + 1, since = CASE WHEN a.tries >= {MOST_TRIES} THEN now() ELSE a.since END
"""  # noqa: S608  a constant of ours


class AttemptQuerySet(models.QuerySet["Attempt"]):
    """Which attempts."""

    def parked(self) -> "AttemptQuerySet":
        """Those given up, for as long as no newer evidence came."""
        newer = Stale.objects.filter(collaboration=models.OuterRef("collaboration"))
        return self.filter(tries__gte=MOST_TRIES).exclude(models.Exists(newer))

    def begin(self, collaboration: Collaboration) -> None:
        """Count a try before it is made, so that one which kills its process counts too."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit = off")
            cursor.execute(BEGIN, {"id": collaboration.pk})

    def fail(self, collaboration: Collaboration, error: Exception) -> bool:
        """Note the kind of error, not its words, for they may name people. Whether it is given up now."""
        row = self.filter(collaboration=collaboration)
        row.update(error=type(error).__name__[:80])
        return row.parked().exists()


class Attempt(models.Model):
    """Scores of a collaboration are being computed, or could not be. A success deletes the row with what it wrote."""

    collaboration = models.OneToOneField(Collaboration, on_delete=models.CASCADE, related_name="+")
    tries = models.PositiveSmallIntegerField()
    error = models.CharField(max_length=80, blank=True)  # empty: it has not ended, or its process was killed
    since = models.DateTimeField(db_default=Now())

    objects = AttemptQuerySet.as_manager()

    def __str__(self) -> str:
        return f"collaboration {self.collaboration_id}, try {self.tries}"
