"""The history of rows: every insert stands in it, also where one statement brings many rows."""

import pghistory
import pytest
from django.db import connection

from collab.models import Organization
from tests import factories

pytestmark = pytest.mark.django_db
NAMES = ("A", "B", "C")  # beside the office that stands with every collaboration


def noted(collaboration: object) -> list[tuple[str, str, int]]:
    """Event, name and version of every change of organisations, in the order of the history."""
    events = Organization.pgh_event_model.objects.filter(collaboration=collaboration, name__in=NAMES)  # type: ignore[attr-defined]
    return list(events.order_by("pgh_id").values_list("pgh_label", "name", "version"))


def test_many_rows_of_one_statement_are_noted_each_with_their_context() -> None:
    place, other = factories.collaboration(), factories.collaboration(slug="other")
    with pghistory.context(why="one statement") as context:
        Organization.objects.bulk_create(
            Organization(collaboration=one, name=name) for one, name in ((place, "A"), (other, "C"), (place, "B"))
        )
    assert noted(place) == [("insert", "A", 1), ("insert", "B", 1)]
    assert noted(other) == [("insert", "C", 1)]
    events = Organization.pgh_event_model.objects  # type: ignore[attr-defined]
    assert set(events.filter(name__in=NAMES).values_list("pgh_context_id", "pgh_obj_id")) == {
        (context.id, pk) for pk in Organization.objects.filter(name__in=NAMES).values_list("pk", flat=True)
    }


def test_what_a_statement_inserts_and_what_it_updates_are_told_apart() -> None:
    place = factories.collaboration()
    Organization.objects.create(collaboration=place, name="A")
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO collab_organization
                (collaboration_id, name, short_label, sector, is_local, place, website, version)
            SELECT %s, name, '', 'other', true, '', '', 1 FROM (VALUES ('A'), ('B')) names (name)
            ON CONFLICT (collaboration_id, lower(name)) DO UPDATE SET version = collab_organization.version + 1""",
            [place.pk],
        )
    assert sorted(noted(place)) == [("insert", "A", 1), ("insert", "B", 1), ("update", "A", 2)]


def test_rows_without_a_context_are_noted_too() -> None:
    place = factories.collaboration()
    Organization.objects.create(collaboration=place, name="A")
    assert noted(place) == [("insert", "A", 1)]
    events = Organization.pgh_event_model.objects  # type: ignore[attr-defined]
    assert events.get(name="A").pgh_context_id is None
