"""Gates as stored: what any floor reads, and only metrics.scoring writes."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from collab.models.collaborations import Collaboration


class Gate(models.TextChoices):
    """What must be true before more is put in; the order is the order of the way."""

    G0 = "G0", _("Worth exploring")
    G1 = "G1", _("Relationships proven")
    G2 = "G2", _("Preconditions are there")
    G3 = "G3", _("Ready for joint action")


class GateStateQuerySet(models.QuerySet["GateState"]):
    """Which states of gates."""

    def known_on(self, on: date) -> "GateStateQuerySet":
        """The newest state of each gate that rests on nothing later than a day, in the order of gates."""
        return self.filter(as_of__lte=on).order_by("gate", "-month").distinct("gate")


class GateState(models.Model):
    """One gate at the end of one month, as the evidence known today has it. Computed; never written by hand.

    Read it with `collaboration.gate("G1", on=day)`; all four of a day with `collaboration.gate_states.known_on(day)`.
    A waiver is no state: it is a person's decision in a review (partners floor), and whoever reads both says "waived".

    `blockers` is data, in the order in which they are to be shown; a gate that passes has none:
    [{"key": "interest", "fails": true, "subjects": [organisation ids], "numbers": {"have": 1, "need": 3}}, ...]
    `fails` false = not known yet. `metrics.labels.BLOCKERS` has the words for each key, `metrics.blockers` makes
    sentences and links for a reader of them.
    """

    class State(models.TextChoices):
        """Fail beats unknown beats pass."""

        PASS = "pass", _("Passed")
        FAIL = "fail", _("Not passed")
        UNKNOWN = "unknown", _("Unknown")

    collaboration = models.ForeignKey(Collaboration, on_delete=models.CASCADE, related_name="gate_states")
    gate = models.CharField(max_length=2, choices=Gate.choices)
    month = models.PositiveSmallIntegerField()
    as_of = models.DateField()
    state = models.CharField(max_length=7, choices=State.choices)
    blockers = models.JSONField(default=list)
    generation = models.BigIntegerField()

    objects = GateStateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["collaboration", "gate", "month"], name="one_state_per_gate_and_month"),
            models.CheckConstraint(
                condition=models.Q(state="pass", blockers=[]) | (~models.Q(state="pass") & ~models.Q(blockers=[])),
                name="gate_names_blockers_unless_it_passes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gate} month {self.month}: {self.state}"

    @property
    def is_passed(self) -> bool:
        """Whether money may follow without a waiver."""
        return self.state == self.State.PASS
