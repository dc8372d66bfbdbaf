"""Exports: all that one person sees of a collaboration, asked for, written by a worker, and kept for some days."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import IO
from uuid import uuid4

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collab.models import AuditEvent, Collaboration, Seat, User

KEPT = timedelta(days=7)  # the file; that there was one is told a while longer, and in the audit log for ever
TOLD = timedelta(days=60)
MOST_TRIES = 3  # a worker that dies on it so often will die again
BLOCK = 2**20  # bytes of the file in one row: what is in memory at once, on the way in and out


class ExportQuerySet(models.QuerySet["Export"]):
    """Which exports."""

    def waiting(self) -> "ExportQuerySet":
        """Those that wait for a worker, the oldest first."""
        return self.filter(state=Export.State.WAITING).order_by("asked_at")

    def of(self, user: User, collaboration: Collaboration) -> "ExportQuerySet":
        """What one person asked for there, the newest first. Nobody sees that of another."""
        return self.filter(collaboration=collaboration, asked_by=user).order_by("-asked_at")

    def there(self, *, now: datetime) -> "ExportQuerySet":
        """Those whose file can be taken away."""
        return self.filter(state=Export.State.READY, ready_at__gt=now - KEPT)

    def forget_old(self, *, now: datetime) -> None:
        """Throw away the files whose days are over, and later that there was one."""
        with transaction.atomic():
            over = list(self.filter(state=Export.State.READY, ready_at__lte=now - KEPT).select_for_update())
            ExportPart.objects.filter(export__in=over).delete()
            self.filter(pk__in=[one.pk for one in over]).update(state=Export.State.EXPIRED)
        self.exclude(state=Export.State.WAITING).filter(asked_at__lt=now - TOLD).delete()

    def ask(self, *, user: User, collaboration: Collaboration) -> "Export":
        """What somebody wants; asked again while it waits it is the same."""
        found, _is_new = self.get_or_create(collaboration=collaboration, asked_by=user, state=Export.State.WAITING)
        return found


class Export(models.Model):
    """One file: asked for, written, and there for its asker alone while the seat gives the right."""

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", gettext_lazy("is being written")
        READY = "ready", gettext_lazy("ready")
        EXPIRED = "expired", gettext_lazy("no longer there")
        FAILED = "failed", gettext_lazy("could not be written")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    collaboration = models.ForeignKey(Collaboration, on_delete=models.PROTECT, related_name="exports")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(db_default=Now(), editable=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0, editable=False)
    trouble = models.CharField(max_length=200, blank=True)
    rows = models.PositiveIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)  # bytes
    ready_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ExportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["collaboration", "asked_by"], condition=Q(state="waiting"), name="one_waiting_export_per_person"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["ready", "expired"]) | Q(ready_at__isnull=False),
                name="written_export_knows_when",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"export {self.pk}"

    @property
    def until(self) -> datetime | None:
        """When the file goes."""
        return self.ready_at + KEPT if self.ready_at else None

    def seat(self) -> Seat | None:
        """The seat that its asker holds today."""
        held = Seat.objects.held_by(self.asked_by, on=self.collaboration.today())
        return held.filter(collaboration=self.collaboration).select_related("collaboration", "user").first()

    def begin(self) -> bool:
        """Count an attempt; False where it waits no more, or has killed too many workers and is given up."""
        waiting = Export.objects.filter(pk=self.pk, state=self.State.WAITING)
        begun = waiting.filter(tries__lt=MOST_TRIES).update(tries=F("tries") + 1)
        if not begun:
            self.fail(_("It was tried three times and did not succeed. An administrator finds the reason in the log."))
        return bool(begun)

    def fail(self, trouble: str) -> None:
        """Give it up, with the reason."""
        Export.objects.filter(pk=self.pk, state=self.State.WAITING).update(state=self.State.FAILED, trouble=trouble)

    @transaction.atomic
    def keep(self, file: IO[bytes], *, rows: int) -> bool:
        """Take the written file over, whole; False where nobody waits for it any more."""
        locked = Export.objects.select_for_update(of=("self",)).filter(pk=self.pk, state=self.State.WAITING).first()
        if locked is None:
            return False
        number = 0
        while content := file.read(BLOCK):
            ExportPart.objects.create(
                export=locked, collaboration_id=locked.collaboration_id, number=number, content=content
            )
            locked.size, number = locked.size + len(content), number + 1
        locked.state, locked.rows, locked.ready_at = self.State.READY, rows, timezone.now()
        locked.save(update_fields=["state", "rows", "size", "ready_at"])
        AuditEvent.record(
            AuditEvent.Act.EXPORTED, user=self.asked_by, collaboration=self.collaboration, subject="everything: written"
        )
        return True

    def blocks(self) -> Iterator[bytes]:
        """The file, a block at a time."""
        parts = ExportPart.objects.filter(export=self)
        for number in range(-(-self.size // BLOCK)):
            yield bytes(parts.values_list("content", flat=True).get(number=number))


class ExportPart(models.Model):
    """A block of a written file."""

    pk = models.CompositePrimaryKey("export_id", "number")
    collaboration = models.ForeignKey(Collaboration, on_delete=models.PROTECT, related_name="+")
    export = models.ForeignKey(Export, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    content = models.BinaryField(editable=False)

    def __str__(self) -> str:
        return f"block {self.number} of {self.export_id}"
