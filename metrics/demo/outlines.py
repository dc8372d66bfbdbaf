"""A template for the steering group of each story: its agenda and the headings of its minutes."""

from collab.models import Collaboration, Meeting, Outline

AGENDA = "1. What was promised last time\n2. What changed since\n3. Decisions\n4. Who does what until next time"
MINUTES = "What we heard:\n\nWhat we leave open:"


def add_outline(collaboration: Collaboration) -> None:
    """Write it down."""
    Outline.objects.create(
        collaboration=collaboration, name="Steering group", mode=Meeting.Mode.VIDEO, kind=Meeting.Kind.STEERING,
        topics="Steering group", agenda=AGENDA, minutes=MINUTES,
    )  # fmt: skip
