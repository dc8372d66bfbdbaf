"""Answers: what an organisation says of another, of itself, or of the collaboration, on one item in one wave."""

from datetime import date
from decimal import Decimal

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from collab.history import tracked
from collab.models import Collaboration, Organization, Person
from partners.models.surveys import Survey

# Items of the relationship survey. Any other item with a subject is a relation of its own, imported or asked.
TRUST_ITEMS = ("trust-reliable", "trust-goals", "trust-open")  # scale 1-4
JOINT_WORK_ITEM = "joint-work"  # scale 0-5
ROSTER_ITEM = "roster"  # 1 = the organisation was picked as one we work with, 0 = it was not
# Items about the collaboration itself have no subject: perceived ownership, scale 1-5.
PERCEIVED_ITEMS = ("perceived-wrote", "perceived-go-on", "perceived-stop", "perceived-explain")


class AnswerQuerySet(models.QuerySet["Answer"]):
    """Which answers."""

    def counted(self, *, on: date) -> "AnswerQuerySet":
        """Those whose wave was closed by that day; answers of an open wave have no such day yet."""
        return self.filter(counted_on__lte=on)

    def relation(self, item: str) -> "AnswerQuerySet":
        """Those of one item between two organisations."""
        return self.filter(item=item, subject__isnull=False).exclude(subject=F("rater"))

    def open_relations(self) -> "AnswerQuerySet":
        """Those that everybody may see pair by pair: joint work, and relations that were not answered in confidence."""
        return self.filter(Q(item=JOINT_WORK_ITEM) | ~Q(source=Answer.Source.SURVEY), subject__isnull=False)

    def of_the_collaboration(self, *items: str) -> "AnswerQuerySet":
        """Those about the collaboration itself, such as perceived ownership: they have no subject."""
        return self.filter(subject=None, item__in=items)


@tracked
class Answer(models.Model):
    """One answer. It counts from the day its wave closed; an empty value is "cannot say", which is not zero.

    `subject` is the organisation that is spoken of; None = the collaboration itself (perceived ownership, health):
    `Answer.objects.filter(collaboration=c).of_the_collaboration(*PERCEIVED_ITEMS).counted(on=day)`.
    `survey` is its wave; None = imported or noted by a facilitator. `counted_on` is None while the wave is open.
    """

    class Source(models.TextChoices):
        """Where it comes from."""

        SURVEY = "survey", _("survey")
        FACILITATOR = "facilitator", _("facilitator")
        IMPORT = "import", _("import")

    collaboration = models.ForeignKey(Collaboration, on_delete=models.PROTECT, related_name="answers")
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, null=True, blank=True, related_name="answers")
    rater = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="answers_given")
    rater_person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="answers")
    subject = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, blank=True, related_name="answers_received"
    )
    item = models.CharField(
        max_length=60, validators=[RegexValidator(r"^[a-z][a-z0-9-]*\Z", _("Lower-case letters, digits and hyphens."))]
    )
    value = models.DecimalField(max_digits=7, decimal_places=3, null=True, blank=True)
    text = models.TextField(max_length=2000, blank=True, db_default="")
    language = models.CharField(max_length=10, blank=True, db_default="")
    counted_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=12, choices=Source.choices)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["collaboration", "item", "counted_on"])]
        constraints = [
            models.UniqueConstraint(
                fields=["collaboration", "rater", "rater_person", "subject", "item", "counted_on"],
                condition=Q(survey=None), name="one_answer_per_rater_subject_item_and_wave", nulls_distinct=False,
            ),
            models.UniqueConstraint(
                fields=["survey", "rater_person", "subject", "item"],
                condition=Q(survey__isnull=False), name="one_answer_per_person_subject_item_and_survey",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(counted_on__isnull=False) | Q(survey__isnull=False),
                name="answer_without_a_wave_counts_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(survey=None) | Q(rater_person__isnull=False), name="answer_of_a_wave_names_its_person"
            ),
            models.CheckConstraint(condition=~Q(subject=F("rater")), name="answer_is_about_another_organization"),
            models.CheckConstraint(
                condition=~Q(item__in=[*TRUST_ITEMS, JOINT_WORK_ITEM, ROSTER_ITEM]) | Q(subject__isnull=False),
                name="answer_on_a_tie_names_the_other_side",
            ),
            models.CheckConstraint(
                condition=~Q(item__in=TRUST_ITEMS) | Q(value=None) | Q(value__gte=1, value__lte=4),
                name="trust_answer_lies_between_1_and_4",
            ),
            models.CheckConstraint(
                condition=~Q(item=JOINT_WORK_ITEM) | Q(value=None) | Q(value__gte=0, value__lte=5),
                name="joint_work_answer_lies_between_0_and_5",
            ),
            models.CheckConstraint(
                condition=~Q(item__in=PERCEIVED_ITEMS) | Q(value=None) | Q(value__gte=1, value__lte=5),
                name="perceived_ownership_answer_lies_between_1_and_5",
            ),
            models.CheckConstraint(
                condition=Q(value=None) | Q(value__gte=0, value__lte=Decimal("9999.999")), name="answer_is_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(text="") | Q(value=None), name="answer_is_a_number_or_a_text"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.rater} on {self.subject or self.collaboration}: {self.item}"
