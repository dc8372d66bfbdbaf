"""Work over all collaborations, cut into chunks that any worker may take: computing anew, and the nightly check."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone

from collab.models import Collaboration
from metrics.locks import CHUNK, alone

COLLABORATIONS_PER_CHUNK = 5
KEPT = timedelta(days=90)


class RunQuerySet(models.QuerySet["Run"]):
    """Which runs."""

    def unfinished(self) -> "RunQuerySet":
        """Those that still have work, the oldest first."""
        return self.filter(finished_at=None).order_by("id")

    def begin(self, kind: "Run.Kind") -> "Run":
        """A new run over all collaborations; the one that is under way where there is one."""
        with transaction.atomic():
            run, is_new = self.get_or_create(kind=kind, finished_at=None)
            if is_new:
                run.cut()
        return run

    def forget_old(self) -> None:
        """Delete what nobody asks about any more."""
        self.filter(finished_at__lt=timezone.now() - KEPT).delete()


class Run(models.Model):
    """One piece of work over all collaborations. A worker that is killed loses the time of one chunk, no more."""

    class Kind(models.TextChoices):
        """What is done with each collaboration."""

        RECOMPUTE = "recompute", "recompute"
        CHECK = "check", "check"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    total = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind"], condition=Q(finished_at=None), name="one_unfinished_run_of_a_kind")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def done(self) -> int:
        """How many collaborations are done."""
        return sum(len(ids) for ids in self.chunks.exclude(done_at=None).values_list("collaborations", flat=True))

    def cut(self) -> None:
        """Write down what there is to do."""
        ids = list(Collaboration.objects.order_by("id").values_list("id", flat=True))
        parts = (
            ids[first : first + COLLABORATIONS_PER_CHUNK] for first in range(0, len(ids), COLLABORATIONS_PER_CHUNK)
        )
        Chunk.objects.bulk_create(Chunk(run=self, collaborations=part) for part in parts)
        self.total = len(ids)
        self.save(update_fields=["total"])

    @contextmanager
    def next_chunk(self) -> Iterator["Chunk | None"]:
        """A chunk for this process alone, done once the block ends well; None when all are done or taken."""
        for pk in list(self.chunks.filter(done_at=None).order_by("id").values_list("id", flat=True)):
            with alone(CHUNK, pk) as is_alone:
                chunk = self.chunks.filter(pk=pk, done_at=None).first() if is_alone else None
                if chunk is not None:
                    yield chunk
                    self.chunks.filter(pk=pk).update(done_at=Now())
                    return
        yield None

    def finish(self) -> None:
        """Close the run if nothing is left."""
        left = Chunk.objects.filter(run=models.OuterRef("pk"), done_at=None)
        Run.objects.filter(pk=self.pk, finished_at=None).exclude(models.Exists(left)).update(finished_at=Now())


class Chunk(models.Model):
    """Some collaborations of a run. Who works on it holds a lock that is gone with its process."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="chunks")
    collaborations = ArrayField(models.BigIntegerField())
    done_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"chunk {self.pk} of run {self.run_id}"


class DifferenceQuerySet(models.QuerySet["Difference"]):
    """Which differences."""

    def by_collaboration(self) -> list[tuple[str, int]]:
        """Short name of each collaboration and in how many cells it differed."""
        rows = self.values_list(F("collaboration__slug")).annotate(cells=models.Count("id"))
        return list(rows.order_by("collaboration__slug"))


class Difference(models.Model):
    """A stored cell that a computation from scratch contradicted: its name only, for values may be confidential."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="differences")
    collaboration = models.ForeignKey(Collaboration, on_delete=models.CASCADE, related_name="+")
    cell = models.CharField(max_length=120)

    objects = DifferenceQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.collaboration_id} {self.cell}"
