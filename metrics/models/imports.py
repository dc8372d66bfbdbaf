"""Imports: a file on its way into the records, from the upload to its undoing."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collab.history import tracked
from collab.models import Collaboration

KEPT = timedelta(days=14)  # a file that nobody imports is forgotten after that


class ImportQuerySet(models.QuerySet["Import"]):
    """Which imports."""

    def asked(self) -> "ImportQuerySet":
        """Those that wait for a worker, the oldest first."""
        return self.filter(state__in=Import.AT_WORK).order_by("changed_at")

    def written(self, collaboration: Collaboration, kind: str) -> "ImportQuerySet":
        """Those of a kind that stand, the newest first."""
        found = self.filter(collaboration=collaboration, kind=kind, state=Import.State.WRITTEN)
        return found.order_by("-written_at")

    def forget_old(self) -> None:
        """Delete the files that nobody imported, and their rows."""
        old = self.filter(state__in=Import.LET_GO, changed_at__lt=timezone.now() - KEPT)
        ImportRow.objects.filter(batch__in=old.values("pk")).delete()
        old.delete()


class ImportManager(models.Manager.from_queryset(ImportQuerySet)):  # type: ignore[misc]
    """Imports without their files, which may hold 10 MB each: a file is fetched when it is asked for."""

    def get_queryset(self) -> ImportQuerySet:
        """All imports."""
        return super().get_queryset().defer("content")  # type: ignore[no-any-return]


class Import(models.Model):
    """One file: sent, opened, its columns named, previewed, written as a whole, and perhaps undone as a whole."""

    class State(models.TextChoices):
        """How far it is. Those who end in "ing" wait for a worker or have one."""

        OPENING = "opening", _("is being opened")
        REFUSED = "refused", _("could not be taken")
        COLUMNS = "columns", _("waits for its columns to be named")
        READING = "reading", _("is being read")
        PREVIEW = "preview", _("waits to be looked at")
        WRITING = "writing", _("is being written")
        WRITTEN = "written", _("imported")
        UNDOING = "undoing", _("is being undone")
        UNDONE = "undone", _("undone")

    AT_WORK = (State.OPENING, State.READING, State.WRITING, State.UNDOING)
    UNWRITTEN = (State.COLUMNS, State.PREVIEW)  # what can still be asked about
    LET_GO = (*UNWRITTEN, State.REFUSED)  # what can be forgotten

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    collaboration = models.ForeignKey(Collaboration, on_delete=models.PROTECT, related_name="imports")
    kind = models.CharField(_("what it holds"), max_length=20)
    file_name = models.CharField(_("file"), max_length=120)
    content = models.BinaryField(default=b"", editable=False)  # gone once it is written or refused
    found = models.JSONField(default=dict)  # what it holds, as far as its page shows that
    tries = models.PositiveSmallIntegerField(default=0)  # workers that began its step and did not come back
    columns = models.JSONField(default=dict)  # column of the kind -> place in the file
    writing = models.JSONField(default=dict)  # how the file writes days and numbers
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPENING)
    trouble = models.TextField(blank=True)  # why the last step was refused
    rows_read = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    watermark = models.BigIntegerField(default=0)  # changes of such records when the preview was made
    node_ids = models.JSONField(default=dict)  # what a written network file called organisations -> their ids here
    context = models.UUIDField(null=True, editable=False)  # what the history calls this import's changes
    # nobody: a command of the server brought it
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    changed_at = models.DateTimeField(auto_now=True, editable=False)
    written_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ImportManager()

    class Meta:
        ordering = ("-created_at",)
        indexes = [models.Index(fields=["state", "changed_at"])]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["written", "undoing", "undone"]) | Q(context__isnull=False),
                name="written_import_knows_its_changes",
            )
        ]

    def __str__(self) -> str:
        return self.file_name

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        """As the database holds it now; the file stays there until it is asked for again."""
        self.__dict__.pop("content", None)
        super().refresh_from_db(*args, **kwargs)

    @property
    def is_at_work(self) -> bool:
        """Whether a worker has it, or will."""
        return self.state in self.AT_WORK

    def move(self, state: "Import.State", *, only_from: tuple[str, ...], **values: Any) -> bool:
        """Go to another state, if it is still in one of these; False when somebody was faster."""
        values |= {"state": state, "changed_at": timezone.now(), "trouble": values.get("trouble", ""), "tries": 0}
        moved = Import.objects.filter(pk=self.pk, state__in=only_from).update(**values)
        self.refresh_from_db()
        return bool(moved)

    def count_try(self) -> int:
        """Note that a worker begins the step that is asked for; the how manieth it is. Kept whatever becomes of it."""
        Import.objects.filter(pk=self.pk, state=self.state).update(tries=F("tries") + 1)
        self.refresh_from_db(fields=["tries"])
        return self.tries


class ImportRow(models.Model):
    """A staged row of a file. The table is not logged: a crash empties it, and the file is read again."""

    class State(models.TextChoices):
        """What would become of it."""

        NEW = "new", _("new")
        CHANGED = "changed", _("changed")
        SAME = "same", _("the same")
        NEAR = "near", _("to decide")
        REFUSED = "refused", _("refused")

    pk = models.CompositePrimaryKey("batch_id", "number")
    # no keys to check for each row: rows are written by one task, which has the import itself
    collaboration = models.ForeignKey(
        Collaboration, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="+"
    )
    batch = models.ForeignKey(
        Import, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="rows"
    )
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=State.choices)
    cells = models.JSONField(encoder=DjangoJSONEncoder)
    before = models.JSONField(null=True)
    problems = models.JSONField(null=True)
    record = models.CharField(max_length=36, blank=True)
    near = models.JSONField(null=True)

    class Meta:
        ordering = ("number",)

    def __str__(self) -> str:
        return f"{self.number}: {self.state}"


@tracked
class ImportPreset(models.Model):
    """How the columns of a kind of file are named, kept under a name for the next file of that kind."""

    collaboration = models.ForeignKey(Collaboration, on_delete=models.CASCADE, related_name="import_presets")
    kind = models.CharField(max_length=20)
    name = models.CharField(_("name"), max_length=60)
    columns = models.JSONField(default=dict)  # column of the kind -> folded header

    class Meta:
        ordering = ("name",)
        constraints = [
            models.UniqueConstraint(
                fields=["collaboration", "kind", "name"], name="one_preset_of_a_name_and_kind",
                violation_error_message=_("A preset of this name exists already."),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name
