"""Progress reports: sections with a story, drawn evidence, and what was frozen when a second person locked them."""

import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from collab.history import tracked
from collab.models import Collaboration, Seat, User
from collab.roles import Action


class ReportQuerySet(models.QuerySet["Report"]):
    """Which reports."""

    def visible_to(self, seat: Seat) -> "ReportQuerySet":
        """All for who drafts; what waits for a second person for who may lock; else what is locked."""
        rows = self.filter(collaboration_id=seat.collaboration_id)
        if seat.may_for_all(Action.DRAFT_REPORT):
            return rows
        if seat.may_for_all(Action.LOCK_REPORT):
            return rows.exclude(state=Report.State.DRAFT)
        return rows.filter(state=Report.State.LOCKED) if seat.may_for_all(Action.SEE_SCORES) else rows.none()

    def locked(self) -> "ReportQuerySet":
        """Those that change no more, the newest period first."""
        return self.filter(state=Report.State.LOCKED).order_by("-until_on", "-locked_at")


@tracked
class Report(models.Model):
    """What one reader is told of a period. A locked report is its frozen document: nothing computes it again."""

    class State(models.TextChoices):
        """How far it is."""

        DRAFT = "draft", _("Draft")
        REVIEW = "review", _("Waits for a second person")
        LOCKED = "locked", _("Locked")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    collaboration = models.ForeignKey(Collaboration, on_delete=models.PROTECT, related_name="reports")
    template = models.CharField(_("template"), max_length=40)
    title = models.CharField(
        _("title"), max_length=160, help_text=_("The finding, as you would say it in one sentence.")
    )
    audience = models.CharField(_("for whom"), max_length=160, blank=True)
    lede = models.TextField(_("in short"), blank=True, max_length=800)
    language = models.CharField(_("language"), max_length=10, default="en")
    from_on = models.DateField(_("period from"))
    until_on = models.DateField(_("period until"))
    due_on = models.DateField(_("due on"), null=True, blank=True)
    most_pages = models.PositiveSmallIntegerField(_("at most … pages"), null=True, blank=True)
    remark = models.TextField(_("what should change"), blank=True, max_length=2000)
    state = models.CharField(max_length=6, choices=State.choices, default=State.DRAFT, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    follows = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by")
    frozen: Any = models.JSONField(null=True, editable=False)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    locked_at = models.DateTimeField(null=True, editable=False)
    locked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    is_locked_alone = models.BooleanField(default=False, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ("-until_on", "-created_at")
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__gte=F("from_on")), name="report_period_ends_after_it_begins",
                violation_error_message=_("The period cannot end before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(state="locked", frozen__isnull=False, locked_at__isnull=False, locked_by__isnull=False)
                | (~Q(state="locked") & Q(frozen=None, locked_at=None, locked_by=None)),
                name="report_is_locked_with_what_it_froze",
            ),
            models.CheckConstraint(
                condition=~Q(locked_by=F("owner")) | Q(is_locked_alone=True), name="report_is_locked_by_a_second_person"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("metrics:report_detail", args=[self.collaboration.slug, self.pk])

    @property
    def is_locked(self) -> bool:
        """Whether it changes no more."""
        return self.state == self.State.LOCKED

    @property
    def record(self) -> str:
        """The short name of the frozen record, printed on every page. Example: "7f3a91c2"."""
        return self.digest[:8]

    def submit(self) -> None:
        """Ask a second person to read it; what was asked of the draft before is settled."""
        self._move(self.State.DRAFT, self.State.REVIEW, remark="")

    def give_back(self, remark: str) -> None:
        """It needs more work, and which."""
        self._move(self.State.REVIEW, self.State.DRAFT, remark=remark)

    def add_section(self, title: str) -> "ReportSection":
        """One more section at the end, still without words."""
        last = self.sections.order_by("-position").values_list("position", flat=True).first() or 0
        return self.sections.create(collaboration_id=self.collaboration_id, position=last + 1, title=title)

    def lock(self, *, by: User, at: datetime, frozen: dict[str, Any], digest: str, alone: bool) -> None:
        """Freeze it for ever. Sections and text cannot change from here on; the database refuses it."""
        self.state, self.frozen, self.digest = self.State.LOCKED, frozen, digest
        self.locked_at, self.locked_by, self.is_locked_alone = at, by, alone
        self.save(update_fields=["state", "frozen", "digest", "locked_at", "locked_by", "is_locked_alone"])

    def revise(self, *, by: User) -> "Report":
        """A new draft with the same sections, that follows this one."""
        with transaction.atomic():
            copied = ("collaboration", "template", "title", "audience", "lede", "language", "from_on", "until_on",
                      "most_pages")  # fmt: skip
            made = Report.objects.create(owner=by, follows=self, **{name: getattr(self, name) for name in copied})
            made.sections.bulk_create(one.copy_for(made) for one in self.sections.all())
        return made

    def _move(self, before: str, after: str, *, remark: str) -> None:
        """Only from where it is meant to stand; a second click finds it moved and changes nothing."""
        Report.objects.filter(pk=self.pk, state=before).update(state=after, remark=remark)
        self.refresh_from_db(fields=["state", "remark"])


@tracked
class ReportSection(models.Model):
    """One section: a title, the words somebody wrote, and which evidence is drawn in beneath them."""

    collaboration = models.ForeignKey(Collaboration, on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="sections")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(_("title"), max_length=120)
    guidance = models.CharField(_("guidance"), max_length=400, blank=True)
    most_words = models.PositiveSmallIntegerField(_("at most … words"), null=True, blank=True)
    evidence = models.JSONField(default=list)  # keys of metrics.reports.evidence.EVIDENCE
    text = models.TextField(_("text"), blank=True, max_length=12_000)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(
                fields=["report", "position"], name="one_section_a_position", deferrable=models.Deferrable.DEFERRED
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(self.text.split())

    @property
    def words_over(self) -> int:
        """How many words it has too many."""
        return max(0, self.words - self.most_words) if self.most_words else 0

    def move_up(self) -> None:
        """Change places with the section above; the first one stays."""
        with transaction.atomic():
            rows = list(ReportSection.objects.select_for_update().filter(report=self.report_id))
            at = next((n for n, one in enumerate(rows) if one.pk == self.pk), 0)
            if at:
                upper, lower = rows[at - 1], rows[at]
                upper.position, lower.position = lower.position, upper.position
                upper.save(update_fields=["position"])
                lower.save(update_fields=["position"])

    def copy_for(self, report: Report) -> "ReportSection":
        """The same section for another report, not yet saved."""
        names = ("position", "title", "guidance", "most_words", "evidence", "text")
        same = {name: getattr(self, name) for name in names}
        return ReportSection(collaboration_id=report.collaboration_id, report=report, **same)
