"""Rows for tests: plain functions, every value can be overridden by keyword."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from django.utils.text import slugify

from collab.models import (
    Affiliation,
    Attendance,
    Collaboration,
    Comment,
    Commitment,
    Decision,
    DecisionPart,
    Endorsement,
    LeadershipRole,
    Meeting,
    Organization,
    Person,
    Resource,
    Seat,
    StrategyContribution,
    StrategyVersion,
    User,
)
from metrics.models import Indicator, IndicatorPeriod
from partners.models import (
    CollaborationRating,
    Investment,
    Partner,
    PartnerStage,
    ReadinessRating,
    ReadinessReview,
    Tie,
)
from tests.factories.surveys import answers, instrument, invitation, survey

__all__ = ["answers", "instrument", "invitation", "survey"]

_number = count(1)
STARTED_ON = date(2025, 1, 15)


def user(**values: Any) -> User:
    """A user with a name and an address."""
    n = next(_number)
    values = {"email": f"user{n}@example.org", "name": f"User {n}"} | values
    password = values.pop("password", None)
    made = User(**values)
    made.set_password(password) if password else made.set_unusable_password()
    made.save()
    return made


def collaboration(**values: Any) -> Collaboration:
    """A collaboration with a backbone organisation."""
    n = next(_number)
    values = {"name": f"Collaboration {n}", "started_on": STARTED_ON, "time_zone": "UTC", "country": "Mexico"} | values
    values.setdefault("slug", f"{slugify(values['name'])}-{n}")
    backbone = values.pop("backbone", True)
    made = Collaboration.objects.create(**values)
    if backbone is True:
        made.backbone = organization(collaboration=made, name="Backbone Office")
        made.save(update_fields=["backbone"])
    return made


def organization(**values: Any) -> Organization:
    """An organisation of a collaboration."""
    n = next(_number)
    values.setdefault("collaboration", None) or values.update(collaboration=collaboration())
    return Organization.objects.create(
        **{"name": f"Organisation {n}", "short_label": f"O{n}", "sector": "nonprofit"} | values
    )


def person(*, organization: Organization | None = None, **values: Any) -> Person:
    """A person, acting for an organisation where one is given."""
    n = next(_number)
    if organization is not None:
        values.setdefault("collaboration", organization.collaboration)
    made = Person.objects.create(**{"name": f"Person {n}"} | values)
    if organization is not None:
        Affiliation.objects.create(collaboration=made.collaboration, person=made, organization=organization)
    return made


def seat(**values: Any) -> Seat:
    """A user's seat; its organisation is a new one unless given."""
    values.setdefault("collaboration", None) or values.update(collaboration=collaboration())
    values.setdefault("user", None) or values.update(user=user())
    values.setdefault("organization", None) or values.update(
        organization=organization(collaboration=values["collaboration"])
    )
    return Seat.objects.create(**{"role": "facilitator", "from_on": STARTED_ON} | values)


def meeting(*organizations: Organization, people: tuple[Person, ...] = (), note: str = "", **values: Any) -> Meeting:
    """A held meeting of some organisations."""
    if organizations:
        values.setdefault("collaboration", organizations[0].collaboration)
    made = Meeting(**{"held_at": datetime(2025, 3, 1, 15, 0, tzinfo=UTC), "topics": "Talk"} | values)
    made.private_note = note
    made.save(force_insert=True)
    for one in organizations:
        Attendance.objects.create(collaboration=made.collaboration, meeting=made, organization=one)
    for one in people:
        Attendance.objects.create(
            collaboration=made.collaboration,
            meeting=made,
            person=one,
            organization=one.organization_on(made.held_at.date()),
        )
    return made


def commitment(promiser: Organization, promisee: Organization | None = None, **values: Any) -> Commitment:
    """A promise, open unless an outcome is given."""
    values = {"collaboration": promiser.collaboration, "text": "Send the records", "made_on": date(2025, 3, 1)} | values
    values.setdefault("due_on", values["made_on"] + timedelta(days=14))
    if values.get("outcome", "open") != "open":
        values.setdefault("closed_on", values["due_on"])
    return Commitment.objects.create(promiser=promiser, promisee=promisee, **values)


def decision(*, proposed: tuple[Organization, ...], approved: tuple[Organization, ...] = (), **values: Any) -> Decision:
    """A carried decision with its parts."""
    values = {
        "collaboration": proposed[0].collaboration,
        "text": "Share the data",
        "decided_on": date(2025, 3, 1),
    } | values
    made = Decision.objects.create(**values)
    for part, who in (("proposed", proposed), ("approved", approved)):
        for one in who:
            DecisionPart.objects.create(collaboration=made.collaboration, decision=made, organization=one, part=part)
    return made


def comment(record: Meeting | Decision | Commitment | Organization, **values: Any) -> Comment:
    """A comment on a record by a new user."""
    values.setdefault("author", None) or values.update(author=user())
    values = {"collaboration": record.collaboration, "text": "Well done", record._meta.model_name: record} | values
    return Comment.objects.create(**values)


def tie(a: Organization, b: Organization, **values: Any) -> Tie:
    """A needed tie between two organisations."""
    first, second = sorted((a, b), key=lambda one: one.pk)
    return Tie.objects.create(
        **{"collaboration": a.collaboration, "first": first, "second": second, "from_on": STARTED_ON} | values
    )


def partner(organization: Organization, *, stage: str | None = "active", **values: Any) -> Partner:
    """A core partner since the start, at a stage since then."""
    values = {
        "collaboration": organization.collaboration,
        "core_from_on": organization.collaboration.started_on,
    } | values
    made = Partner.objects.create(organization=organization, **values)
    if stage is not None:
        partner_stage(made, stage)
    return made


def partner_stage(partner: Partner, stage: str = "active", **values: Any) -> PartnerStage:
    """A stage that a partner reached, at the start unless a day is given."""
    base = {"from_on": partner.collaboration.started_on}
    return PartnerStage.objects.create(
        collaboration=partner.collaboration, partner=partner, stage=stage, **base | values
    )


def readiness_rating(partner: Partner, level: int | None = 3, **values: Any) -> ReadinessRating:
    """What the backbone judged of a partner's interest on 1 March 2025; the partner itself with assessor=."""
    base = {"criterion": "interest", "assessor": partner.collaboration.backbone, "rated_on": date(2025, 3, 1)}
    return ReadinessRating.objects.create(
        collaboration=partner.collaboration, partner=partner, level=level, **base | values
    )


def collaboration_rating(collaboration: Collaboration, item: str, level: int | None, **values: Any) -> Any:
    """What the backbone judged of the whole on one item on 1 March 2025."""
    base = {"assessor": collaboration.backbone, "rated_on": date(2025, 3, 1)}
    return CollaborationRating.objects.create(collaboration=collaboration, item=item, level=level, **base | values)


def review(collaboration: Collaboration, **values: Any) -> ReadinessReview:
    """A funder's "not yet" at gate G1, on the whole unless a partner is given."""
    values.setdefault("organization", None) or values.update(organization=organization(collaboration=collaboration))
    values.setdefault("signer", None) or values.update(signer=user())
    base = {"gate": "G1", "decision": "not yet", "reason": "Two promises fall due.", "decided_on": date(2025, 6, 1)}
    return ReadinessReview.objects.create(collaboration=collaboration, **base | values)


def investment(partner: Partner, **values: Any) -> Investment:
    """Money planned for a partner's capacity; the database asks for gate G1 or a waiver."""
    values.setdefault("funder", None) or values.update(funder=organization(collaboration=partner.collaboration))
    base = {"amount": 1000, "currency": "USD", "on": date(2025, 7, 1)}
    return Investment.objects.create(collaboration=partner.collaboration, partner=partner, **base | values)


def strategy(collaboration: Collaboration, **values: Any) -> StrategyVersion:
    """A draft of the strategy of 1 March 2025; approved where a day is given."""
    base = {"title": f"Version {next(_number)}", "text": "What we mean to do.", "drafted_on": date(2025, 3, 1)}
    return StrategyVersion.objects.create(collaboration=collaboration, **base | values)


def contribution(strategy: StrategyVersion, organization: Organization, **values: Any) -> StrategyContribution:
    """Something an organisation wrote, accepted a week later unless said otherwise."""
    base = {"text": "The second goal", "proposed_on": date(2025, 3, 1), "accepted_on": date(2025, 3, 8)}
    return StrategyContribution.objects.create(
        collaboration=strategy.collaboration, strategy=strategy, organization=organization, **base | values
    )


def endorsement(strategy: StrategyVersion, organization: Organization, **values: Any) -> Endorsement:
    """An organisation stands behind a version; with stance="objected" give a reason."""
    base = {"stance": "endorsed", "given_on": date(2025, 4, 1)}
    return Endorsement.objects.create(
        collaboration=strategy.collaboration, strategy=strategy, organization=organization, **base | values
    )


def leadership(organization: Organization, **values: Any) -> LeadershipRole:
    """A chair since the start."""
    base = {"role": "chair", "from_on": organization.collaboration.started_on}
    return LeadershipRole.objects.create(
        collaboration=organization.collaboration, organization=organization, **base | values
    )


def resource(organization: Organization, amount: Any = 100, **values: Any) -> Resource:
    """Money given; hours with kind="in kind", unit= and unit_rate=."""
    base = {"kind": "money", "text": "Grant", "unit": "USD", "unit_rate": Decimal(1), "given_on": date(2025, 3, 1)}
    return Resource.objects.create(
        collaboration=organization.collaboration, organization=organization, amount=Decimal(amount), **base | values
    )


def indicator(**values: Any) -> Indicator:
    """An indicator of relationships."""
    n = next(_number)
    made = Indicator.objects.create(**{"name": f"Indicator {n}", "level": "relationship"} | values)
    return Indicator.objects.get(pk=made.pk)


def period(indicator: Indicator, **values: Any) -> IndicatorPeriod:
    """Six months of an indicator."""
    values = {
        "collaboration_id": indicator.collaboration_id,
        "from_month": 0,
        "is_guarded": indicator.is_guarded,
    } | values
    return IndicatorPeriod.objects.create(indicator=indicator, **{"to_month": values["from_month"] + 5} | values)
