"""Writes what the funder decided at gates in each story, and the money that followed."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from collab.models import Collaboration, Gate, Organization, User
from collab.months import snapshot_on
from partners.models import Investment, Partner, ReadinessReview, ReviewReply

Decision = ReadinessReview.Decision


@dataclass(frozen=True)
class Told:
    """One decision of the funder."""

    month: int
    partner: str  # key of a partner; empty = the whole
    gate: str
    decision: str
    reason: str
    learned: str = ""
    reply: str = ""
    money: tuple[int, str, str] | None = None  # amount, purpose, what it pays for; on the day of the decision


STORIES: dict[str, tuple[Told, ...]] = {
    "mesa-riberena": (
        Told(
            9, "marea", Gate.G1, Decision.NOT_YET,
            "Interest and legitimacy are proven. We wait for the two promises due next month, and for the post your"
            " members voted for.",
            reply="Both promises will be kept. The post starts when the shrimp season ends, with or without it.",
            money=(18000, "other", "Travel to the coast table"),
        ),
        Told(
            17, "marea", Gate.G1, Decision.WAIVE,
            "The part-time post cannot wait for the next survey: the season starts in May. We ask for the gate again"
            " in three months.",
            money=(310000, "capacity", "Part-time post for catch records, 12 months"),
        ),
    ),
    "madeira-digna": (
        Told(
            8, "sindicato", Gate.G1, Decision.NOT_YET,
            "The union and the mills have met once. We look again when both have sat at one table three times.",
        ),
        Told(
            14, "", Gate.G2, Decision.NOT_YET,
            "Champions are there on one side only. We do not pay for a standard that half of the table rejects.",
        ),
    ),
    "ladders-north": (
        Told(
            11, "startech", Gate.G1, Decision.NOT_YET, "Six places are a start. Nobody but us gave time or money.",
        ),
        Told(
            23, "", Gate.G0, Decision.DO_NOT_INVEST,
            "Four programmes in the same towns do much the same, and none of the partners needs the others for its own"
            " aim. A joint effort is the wrong tool here.",
            learned="Ask young people before framing the problem. Look for programmes that exist before bringing"
            " partners together. The youth network keeps its evenings; we put two of the four programmes in touch.",
        ),
    ),
}  # fmt: skip


@dataclass
class ReviewBuilder:
    """Writes the decisions of one story beside what stands already."""

    collaboration: Collaboration
    organizations: dict[str, Organization]  # by the keys of the story
    today: date
    signer: User
    partner_user: User

    def build(self) -> None:
        """All rows in one transaction; the last "do not invest" on the whole ends the collaboration."""
        with transaction.atomic():
            for told in STORIES.get(self.collaboration.slug, ()):
                self._decide(told)

    def _decide(self, told: Told) -> None:
        on, funder = self._day(told.month), self.organizations["kestrel"]
        partner = Partner.objects.get(organization=self.organizations[told.partner]) if told.partner else None
        gate = self.collaboration.gate(told.gate, on=on)
        state = gate.state if gate else "unknown"
        review = ReadinessReview.objects.create(
            collaboration=self.collaboration, partner=partner, gate=told.gate, gate_state=state,
            decision=told.decision, reason=told.reason, learned=told.learned, organization=funder, signer=self.signer,
            decided_on=on,
        )  # fmt: skip
        if told.reply:
            ReviewReply.objects.create(
                collaboration=self.collaboration, review=review, text=told.reply, author=self.partner_user,
                replied_on=self._day(told.month + 1),
            )  # fmt: skip
        if told.money and partner:
            amount, purpose, note = told.money
            Investment.objects.create(
                collaboration=self.collaboration, partner=partner, funder=funder, purpose=purpose, amount=amount,
                currency=self.collaboration.currency, on=on, note=note, state=Investment.State.PAID,
            )  # fmt: skip
        if review.may_close:
            review.close(ended_on=on)

    def _day(self, month: int) -> date:
        """The last day of a month of the story; never later than today."""
        return min(snapshot_on(self.collaboration.started_on, max(0, month)), self.today)
