"""Rows of surveys: what organisations say of each other, and whom a wave asked."""

from datetime import UTC, date, datetime
from typing import Any

from collab.models import Organization, Person
from partners.models import JOINT_WORK_ITEM, TRUST_ITEMS, Answer, Instrument, Invitation, Survey
from partners.questionnaire import shipped


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


def instrument(key: str = "relationship", **values: Any) -> Instrument:
    """A shipped instrument as a row of a collaboration."""
    one = shipped()[key]
    base = {
        "key": key, "version": one.version, "name": one.title["en"], "content": one.model_dump(mode="json"),
        "is_shipped": True, "published_at": datetime(2025, 1, 1, tzinfo=UTC),
    }  # fmt: skip
    return Instrument.objects.create(**base | values)


def survey(*organizations: Organization, key: str = "relationship", **values: Any) -> Survey:
    """A wave that is open in February and March 2025, with these organisations on its roster."""
    if organizations:
        values.setdefault("collaboration", organizations[0].collaboration)
    made = values["collaboration"]
    if "instrument" not in values:
        known = Instrument.objects.filter(collaboration=made, key=key, is_shipped=True).first()
        values["instrument"] = known or instrument(key, collaboration=made)
    base = {
        "name": "Spring wave", "languages": ["en", "es"], "opens_on": date(2025, 2, 1), "closes_on": date(2025, 3, 31),
    }  # fmt: skip
    wave = Survey.objects.create(**base | values)
    wave.put_on_roster(organizations)
    return wave


def invitation(survey: Survey, person: Person, **values: Any) -> Invitation:
    """Somebody invited to a wave; the token is thrown away."""
    organization = values.pop("organization", None) or person.affiliations.get().organization
    base = {
        "collaboration": survey.collaboration, "survey": survey, "person": person, "organization": organization,
        "address": person.email or f"person{person.pk}@example.org", "expires_at": datetime(2100, 1, 1, tzinfo=UTC),
    }  # fmt: skip
    return Invitation.issue(**base | values)[0]
