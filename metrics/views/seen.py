"""Whose collaborations a page outside of any may speak of."""

from django.utils import timezone

from collab.models import Collaboration, Seat, User
from collab.models.collaborations import CollaborationQuerySet
from collab.roles import Action, Reach, Role, reach

# a liaison sees the figures of their own mandate only, not those of the collaboration
SEE_ALL_SCORES = tuple(role for role in Role.values if reach(role, Action.SEE_SCORES) is Reach.ALL)


def collaborations_of(user: User) -> CollaborationQuerySet:
    """Those whose scores the user may see today."""
    held = Seat.objects.held_by(user, on=timezone.localdate())
    return Collaboration.objects.filter(pk__in=held.filter(role__in=SEE_ALL_SCORES).values("collaboration"))


def others_of(user: User) -> CollaborationQuerySet:
    """Those that the user has another seat in."""
    held = Seat.objects.held_by(user, on=timezone.localdate())
    other = held.exclude(role__in=SEE_ALL_SCORES).values("collaboration")
    return Collaboration.objects.filter(pk__in=other).order_by("name", "pk")
