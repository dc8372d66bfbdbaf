"""Answers: what an organisation says of another, or of itself, on one item on one day."""

from datetime import date
from decimal import Decimal

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from collab.history import tracked
from collab.models import Collaboration, Organization, Person

# Items of the relationship survey. Any other item is an imported relation of its own.
TRUST_ITEMS = ("trust-reliable", "trust-goals", "trust-open")  # scale 1-4
JOINT_WORK_ITEM = "joint-work"  # scale 0-5


class AnswerQuerySet(models.QuerySet["Answer"]):
    """Which answers."""

    def counted(self, *, on: date) -> "AnswerQuerySet":
        """Those whose wave was closed by that day."""
        return self.filter(counted_on__lte=on)

    def relation(self, item: str) -> "AnswerQuerySet":
        """Those of one item between two organisations."""
        return self.filter(item=item).exclude(subject=F("rater"))


@tracked
class Answer(models.Model):
    """One answer. It counts from the day its wave closed; an empty value is "cannot say", which is not zero."""

    class Source(models.TextChoices):
        """Where it comes from."""

        SURVEY = "survey", _("survey")
        FACILITATOR = "facilitator", _("facilitator")
        IMPORT = "import", _("import")

    collaboration = models.ForeignKey(Collaboration, on_delete=models.PROTECT, related_name="answers")
    rater = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="answers_given")
    rater_person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="answers")
    subject = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="answers_received")
    item = models.CharField(
        max_length=60, validators=[RegexValidator(r"^[a-z][a-z0-9-]*\Z", _("Lower-case letters, digits and hyphens."))]
    )
    value = models.DecimalField(max_digits=7, decimal_places=3, null=True, blank=True)
    counted_on = models.DateField()
    source = models.CharField(max_length=12, choices=Source.choices)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["collaboration", "item", "counted_on"])]
        constraints = [
            models.UniqueConstraint(
                fields=["collaboration", "rater", "rater_person", "subject", "item", "counted_on"],
                name="one_answer_per_rater_subject_item_and_wave", nulls_distinct=False,
            ),
            models.CheckConstraint(condition=~Q(subject=F("rater")), name="answer_is_about_another_organization"),
            models.CheckConstraint(
                condition=~Q(item__in=TRUST_ITEMS) | Q(value=None) | Q(value__gte=1, value__lte=4),
                name="trust_answer_lies_between_1_and_4",
            ),
            models.CheckConstraint(
                condition=~Q(item=JOINT_WORK_ITEM) | Q(value=None) | Q(value__gte=0, value__lte=5),
                name="joint_work_answer_lies_between_0_and_5",
            ),
            models.CheckConstraint(
                condition=Q(value=None) | Q(value__gte=0, value__lte=Decimal("9999.999")), name="answer_is_not_negative"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.rater} on {self.subject}: {self.item}"
