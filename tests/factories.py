"""Rows for tests: plain functions, every value can be overridden by keyword."""

from datetime import UTC, date, datetime, timedelta
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
    Meeting,
    Organization,
    Person,
    Seat,
    User,
)
from partners.models import JOINT_WORK_ITEM, TRUST_ITEMS, Answer, Partner, Tie

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


def partner(organization: Organization, **values: Any) -> Partner:
    """A core partner since the start."""
    values = {
        "collaboration": organization.collaboration,
        "core_from_on": organization.collaboration.started_on,
    } | values
    return Partner.objects.create(organization=organization, **values)


def answers(
    rater: Organization,
    subject: Organization,
    *,
    trust: tuple[int | None, ...] = (),
    joint: int | None = None,
    **values: Any,
) -> list[Answer]:
    """What one organisation says of another in one wave."""
    values = {"collaboration": rater.collaboration, "counted_on": date(2025, 3, 1), "source": "survey"} | values
    items = [*zip(TRUST_ITEMS, trust, strict=False), *([(JOINT_WORK_ITEM, joint)] if joint is not None else [])]
    return [
        Answer.objects.create(rater=rater, subject=subject, item=item, value=value, **values) for item, value in items
    ]
