"""The question that every page asks at the door: whose seats, what they hold, and in which order."""

from datetime import timedelta
from typing import Any

from collab.models import Seat
from collab.models.doors import seats_at
from tests import factories


def values(row: Any) -> dict[str, Any]:
    """Every column of a row."""
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_seat_at_the_door_is_the_stored_one_with_its_collaboration(
    coordinator: Seat, django_assert_num_queries: Any
) -> None:
    stored = Seat.objects.select_related("collaboration", "user").get(pk=coordinator.pk)
    with django_assert_num_queries(1):
        (found,) = seats_at(stored.collaboration.slug, stored.user)
        assert values(found) == values(stored)
        assert values(found.collaboration) == values(stored.collaboration)
        assert found.user is stored.user
    assert (found, found._state.adding, found._state.db) == (stored, False, "default")


def test_door_asks_for_one_reader_in_one_collaboration_the_newest_seat_first(coordinator: Seat) -> None:
    here, user = coordinator.collaboration, coordinator.user
    elsewhere = factories.seat(user=user)
    somebody_else = factories.seat(collaboration=here, organization=coordinator.organization)
    coordinator.end(on=coordinator.from_on + timedelta(days=1))
    again = factories.seat(
        user=user, collaboration=here, organization=coordinator.organization,
        from_on=coordinator.from_on + timedelta(days=2),
    )  # fmt: skip
    assert seats_at(here.slug, user) == [again, coordinator]
    assert seats_at(elsewhere.collaboration.slug, user) == [elsewhere]
    assert seats_at(here.slug, somebody_else.user) == [somebody_else]
    assert seats_at("nowhere", user) == []


def test_door_holds_nothing_for_somebody_who_is_locked_out(coordinator: Seat) -> None:
    coordinator.user.is_active = False
    assert seats_at(coordinator.collaboration.slug, coordinator.user) == []
