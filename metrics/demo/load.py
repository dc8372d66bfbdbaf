"""The people of the demo and their seats; the collaborations come from the stories."""

from datetime import date

from django.db import transaction
from django.db.models import DateTimeField, F
from django.db.models.functions import Cast

from collab.models import Collaboration, Person, Seat, User
from collab.roles import Role
from government.models import Liaison
from metrics.demo import fisheries, mobility, reports, timber
from metrics.demo.build import Builder
from metrics.demo.government import GovernmentBuilder
from metrics.demo.indicators import build_indicators
from metrics.demo.outlines import add_outline
from metrics.demo.participation import ParticipationBuilder
from metrics.demo.partner_fields import build_fields
from metrics.demo.plans import build_plans
from metrics.demo.privacy import PrivacyBuilder
from metrics.demo.reviews import ReviewBuilder
from metrics.demo.strategy import StrategyBuilder
from metrics.demo.surveys import SurveyBuilder

STORIES = (fisheries.STORY, timber.STORY, mobility.STORY)
# address, name, role, the story member whose seat it is; None where the story's own backbone
CAST = (
    ("coordinator@example.org", "Rafael Teles", Role.COORDINATOR, None),
    ("facilitator@example.org", "Itzel Camacho", Role.FACILITATOR, None),
    ("funder@example.org", "Maren Oduya", Role.FUNDER, "kestrel"),
    ("viewer@example.org", "Ines Falk", Role.VIEWER, "kestrel"),
)
PARTNER = ("partner@example.org", "Lidia Armenta", Role.PARTNER, "marea")
LIAISON = ("liaison@example.org", "Mireya Olguín")
ADMINISTRATOR = ("admin@example.org", "Ada Lindqvist")


def load_demo(*, today: date) -> list[Collaboration]:
    """Write what is missing of the demo; an empty list when all of it stands already."""
    missing = [one for one in STORIES if not Collaboration.objects.filter(slug=one.slug).exists()]
    if not missing:
        return []
    cast = {row[0]: User.objects.invited(email=row[0], name=row[1]) for row in (*CAST, PARTNER, LIAISON)}
    administrator = User.objects.invited(email=ADMINISTRATOR[0], name=ADMINISTRATOR[1])
    administrator.is_administrator = True
    administrator.save(update_fields=["is_administrator"])
    built = []
    for story in missing:
        builder = Builder(story=story, today=today, log_by=cast["facilitator@example.org"])
        with transaction.atomic():
            collaboration = builder.build()
            backbone = builder.organizations[story.backbone]
            GovernmentBuilder(collaboration, builder.organizations, today, builder.log_by, backbone).build()
            PrivacyBuilder(collaboration, today).build()
            ParticipationBuilder(collaboration, builder.organizations, today, builder.log_by).build()
            StrategyBuilder(collaboration, builder.organizations, today).build()
            add_outline(collaboration)
            build_indicators(collaboration, today)
            signers = cast["funder@example.org"], cast[PARTNER[0]]
            ReviewBuilder(collaboration, builder.organizations, today, *signers).build()
            SurveyBuilder(collaboration, today).build()
            build_fields(collaboration)
            _log_on_the_day(collaboration)
            reports.build(collaboration, cast["coordinator@example.org"], today=today)
        for address, _name, role, member in (*CAST, *([PARTNER] if PARTNER[3] in builder.organizations else [])):
            Seat.objects.create(
                user=cast[address], collaboration=collaboration, role=role, from_on=collaboration.started_on,
                organization=builder.organizations[member or story.backbone],
            )  # fmt: skip
        _seat_of_liaison(collaboration, cast[LIAISON[0]])
        build_plans(collaboration, by=cast["facilitator@example.org"], today=today)
        built.append(collaboration)
    return built


def _seat_of_liaison(collaboration: Collaboration, user: User) -> None:
    """A liaison who signs in, where the story has one of that name."""
    entry = Liaison.objects.filter(collaboration=collaboration, person__name=user.name, to_on=None).first()
    if entry is None:
        return
    Person.objects.filter(pk=entry.person_id).update(email=user.email)
    Seat.objects.create(
        user=user, collaboration=collaboration, role=Role.LIAISON, from_on=entry.from_on,
        organization=entry.mandate.body,
    )  # fmt: skip


def _log_on_the_day(collaboration: Collaboration) -> None:
    """As if everything had been written down when it happened, so that "came in last" tells the story's order."""
    collaboration.meetings.update(created_at=F("held_at"))
    collaboration.commitments.update(created_at=Cast("made_on", DateTimeField()))
